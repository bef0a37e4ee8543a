"""Rows for those whose number, contract, refuge, family or other reason decides, before any word of studies."""

from __future__ import annotations

from affilia.law.columns import _
from affilia.law.routes.row import (
    ASK,
    CASEWORKER,
    DO_NOT,
    EMBASSY,
    FREE,
    OTHER_FORM,
    REGISTER,
    UPDATE,
    Choice,
    Row,
)
from affilia.law.told import EEA_CH, FRENCH

ELSEWHERE = (
    Row(
        "ORI-01",
        lambda f: f["french_number"] == "attached" and bool(f.told.get("nationalities")) and f.french_by_birth,
        DO_NOT,
        UPDATE,
        "CSS L160-2",
        "SP-F675-22, ETGOUV",
    ),
    Row("ORI-02", lambda f: f["french_number"] == "attached", DO_NOT, UPDATE, "CSS L160-1", "SP-F675-22, SEED-A"),
    Row(
        "ORI-03",
        lambda f: f["french_number"] == "unattached",
        OTHER_FORM,
        _("You have a French number but no fund: send form S1106 with your papers to the fund (CPAM) of your address."),
        "CSS L160-1",
        "SP-F675-22",
    ),
    Row(
        "ORI-27",
        # Europeans need no permit and Algerians have their own: the fund of their address (ORI-26)
        lambda f: (
            f["status"] == "phd_contract" and f.claimed("talent_permit") and not f.nations & (EEA_CH | FRENCH | {"DZ"})
        ),
        OTHER_FORM,
        _(
            "You have a French work contract and a permit “passeport talent – chercheur”: you are insured as an "
            "employee. The fund of Paris handles these files, except for European and Algerian nationals."
        ),
        "CSS L111-2-2, R161-2",
        "NANTES",
    ),
    Row(
        "ORI-26",
        lambda f: f["status"] == "phd_contract",
        OTHER_FORM,
        _(
            "You have a French work contract: you are insured as an employee from the first day. "
            "Send form S1106 to the fund of your address, or your employer does it."
        ),
        "CSS L111-2-2, R161-2",
        "ULYS, LJP",
    ),
    Row(
        "ORI-25",
        lambda f: f["status"] == "asylum" and f.minor,
        OTHER_FORM,
        _("Minors who ask for asylum are covered at once, without a wait: send form S1106 to the fund (CPAM)."),
        "CSS D160-2 II 1",
        "CSS:D160-2",
    ),
    Row(
        "ORI-24",
        lambda f: f["status"] == "asylum" and bool(f["enrolled_in_france"]),
        CASEWORKER,
        ASK,
        "CSS D160-2 II 5; order of 10 May 2017",
        "practice not found",
        {"register": Choice(REGISTER, FREE, "CSS:D160-2 II 5 read with the order of 10 May 2017")},
    ),
    Row(
        "ORI-23",
        lambda f: f["status"] == "asylum",
        OTHER_FORM,
        _(
            "You do not register here: after three months in France, send form S1106 with the attestation of your "
            "asylum request and a proof of residence to the fund (CPAM)."
        ),
        "CSS D160-2; decree 2019-1531",
        "CPAM67, ASILE",
    ),
    Row(
        "ORI-22",
        lambda f: f["status"] == "refugee" and bool(f["enrolled_in_france"]),
        REGISTER,
        _(
            "You must register, and it is free. As a recognised refugee you need no paper from your country: "
            "your receipt and OFPRA's civil status are enough."
        ),
        "CSS R114-8, D160-2 II",
        "CSS:R114-8 3, D160-2 II 1",
    ),
    Row(
        "ORI-22",
        lambda f: f["status"] == "refugee",
        OTHER_FORM,
        _(
            "As a recognised refugee you are covered without a wait: send form S1106 with OFPRA's papers to the fund (CPAM)."
        ),
        "CSS R114-8, D160-2 II",
        "CSS:R114-8 3, D160-2 II 1",
    ),
    Row(
        "ORI-33",
        lambda f: f.told.get("organisation") == "international",
        DO_NOT,
        _(
            "Families of the staff of international organisations stay in their own scheme: you do not register. "
            "Keep the proof of that scheme with you."
        ),
        "CSS L160-6",
        "MBF",
    ),
    Row(
        "ORI-32",
        lambda f: (
            (f.told.get("organisation_family") is True or f.told.get("organisation") == "embassy")
            and f.told.get("works") is not True
        ),
        DO_NOT,
        EMBASSY,
        "CSS L160-6 1",
        "CSS:L160-6",
    ),
    Row(
        "ORI-38",
        lambda f: f["status"] == "family" and f.minor,
        OTHER_FORM,
        _("A minor child is attached to a parent: the parent sends form S3705 with the birth certificate to the fund."),
        "CSS L160-2, R161-8",
        "SP-R16671",
    ),
    Row(
        "ORI-37",
        lambda f: f["status"] == "family",
        OTHER_FORM,
        _("A husband, wife or partner asks for cover of their own, without a wait: form S1106 to the fund (CPAM)."),
        "CSS L160-2, D160-2 II 3",
        "CSS:D160-2 II 3",
        {
            "three_months": Choice(
                OTHER_FORM,
                _("A husband, wife or partner asks for cover of their own after three months: form S1106 to the fund."),
                "ULYS (2019)",
            )
        },
    ),
    Row(
        "ORI-34",
        lambda f: f["status"] == "other" and f.purpose in ("treatment", "pensioner", "posted", "job_seeker"),
        DO_NOT,
        _("You are covered elsewhere (or came for a treatment): this cover is not open to you."),
        "CSS L160-6 2 to 6",
        "CSS:L160-6",
    ),
    Row(
        "ORI-40",
        lambda f: f["status"] == "other" and not f.short_stay,
        OTHER_FORM,
        _(
            "If you live in France lawfully for more than three months, send form S1106 to the fund (CPAM) of your address."
        ),
        "CSS L160-5, D160-2 I",
        "CSS:L160-5",
    ),
)
