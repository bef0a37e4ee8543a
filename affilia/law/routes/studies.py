"""Rows for students, PhD students and interns: by territory, convention, card, form and nationality."""

from __future__ import annotations

from affilia.law.columns import _
from affilia.law.routes.row import (
    ASK,
    CARD,
    CARD_COVERS,
    CASEWORKER,
    DO_NOT,
    FREE,
    FRENCH_FREE,
    NUMBER_SINCE_BIRTH,
    OTHER_FORM,
    OVERSEAS,
    REGISTER,
    S1106,
    Choice,
    Row,
)
from affilia.law.told import EEA_CH

BRITISH = "CSS L160-1; agreement between the EU and the United Kingdom"

STUDIES = (
    Row(
        "ORI-17",
        lambda f: f.intern_from_abroad and "CA" in f.nations and f["proof"] == "none",
        CASEWORKER,
        _(
            "If you come from Québec for an unpaid internship, you do not register here: have form SE 401-Q-104 "
            "completed by your school and the RAMQ, and give it to the fund (CPAM). From elsewhere in Canada, the "
            "French rules on internships apply. A caseworker will tell you which of the two is your case."
        ),
        "protocole du 19 décembre 1998; CSS D160-2 II 5",
        "CLEISS-QC; the facts do not tell the province",
    ),
    Row(
        "ORI-30",
        lambda f: f.intern_from_abroad and not f.quebec_intern,
        DO_NOT,
        _(
            "You are enrolled abroad and come for an internship: you do not register here. "
            "From Europe, your card covers you. From elsewhere, the French rules on internships apply; under a "
            "cooperation agreement between institutions, send form S1106 to the fund (CPAM), without a wait."
        ),
        "CSS D160-2 II 5",
        "URSSAF-ST",
    ),
    Row(
        "ORI-17",
        lambda f: bool(f.nations) and f["proof"] == "se401q104",
        OTHER_FORM,
        _(
            "For an internship from Québec you do not register here: give form SE 401-Q-104, completed by your school "
            "and the RAMQ, to the fund (CPAM) with your birth certificate and passport."
        ),
        "protocole du 19 décembre 1998",
        "CLEISS-QC",
    ),
    Row(
        "ORI-15",
        lambda f: f["proof"] == "se401q106",
        OTHER_FORM,
        _(
            "For an exchange from Québec you do not register here: give form SE 401-Q-106, completed by your university "
            "and stamped by the RAMQ, to the fund (CPAM) of your address."
        ),
        "protocole du 19 décembre 1998",
        "SP-F675-22, CIR",
    ),
    Row(
        "ORI-16",
        lambda f: f["proof"] == "se401q102",
        OTHER_FORM,
        _("With form SE 401-Q-102 of the RAMQ you stay insured in Québec: give it to the fund (CPAM) of your address."),
        "protocole du 19 décembre 1998",
        "ANG17, SP-F675-22",
        {"register": Choice(REGISTER, FREE, "current use of the form not verified")},
    ),
    Row(
        "ORI-18",
        lambda f: f["proof"] == "andorra" or f.told.get("insured_in") == "AD",
        OTHER_FORM,
        _("You stay insured in Andorra: ask your fund there (CASS) for its convention form and give it to the CPAM."),
        "CSS L160-1; convention with Andorra",
        "CLEISS-ETU, SP-F675-19",
    ),
    Row(
        "ORI-19",
        # up to 20 as a dependant of the same service (implied by the source), to 28 in her own right
        lambda f: (f["proof"] == "monaco" or f.told.get("insured_in") == "MC") and "MC" in f.nations and f.at_most(28),
        DO_NOT,
        _("You stay insured in Monaco, wherever you study: keep the proof of that cover with you."),
        "CSS L160-1; convention with Monaco",
        "MCGOV",
    ),
    Row(
        "ORI-02",
        lambda f: f.card and f.told.get("insured_in") == "FR",
        CASEWORKER,
        ASK,
        CARD,
        "a card issued by France",
        doubt=True,
    ),
    Row(
        "ORI-10",
        lambda f: f.card and f.european and f.card_covers_year,
        DO_NOT,
        CARD_COVERS,
        CARD,
        "SEED-A, CLEISS-ETU, SP-F675-22",
    ),
    Row(
        "ORI-43",
        lambda f: f.card and f.card_covers_year,
        DO_NOT,
        _(
            "Your European card counts whatever your passport: it covers you to the end of the year, and you do not register."
        ),
        CARD,
        "UNSOURCED",
        {"caseworker": Choice(CASEWORKER, ASK, "the seed speaks of European citizens only")},
    ),
    Row(
        "ORI-31",
        lambda f: not f.french and f.short_stay,
        DO_NOT,
        _("You stay less than three months: you do not register. Keep your own insurance, or your European card."),
        "CSS D160-2",
        "ANG17",
    ),
    Row(
        "ORI-11",
        lambda f: f.card and not f.card_over,
        DO_NOT,
        _(
            "Your European card ends before the end of the year. Renew it at home before that day; "
            "if you cannot, register from the day after."
        ),
        CARD,
        "CLEISS-ETU",
        uses=("card_reminder_days",),
    ),
    Row(
        "ORI-01",
        lambda f: f.french and f.french_by_birth,
        DO_NOT,
        NUMBER_SINCE_BIRTH,
        "CSS L160-2, R161-1",
        "SP-F675-22, ETGOUV",
    ),
    Row("ORI-09", lambda f: "YT" in f.home, DO_NOT, OVERSEAS, "CSS L160-1", "AMSS42"),
    Row(
        "ORI-08",
        lambda f: "PM" in f.home and f.minor,
        DO_NOT,
        _("Under 18 you stay covered by the fund of Saint-Pierre-et-Miquelon (CPS): bring form SE 975-06."),
        "CSS L160-2",
        "SPM",
    ),
    Row(
        "ORI-29",
        lambda f: f["status"] == "phd_no_contract" and f.enrolled_abroad and f.over_six_months,
        OTHER_FORM,
        _(
            "A visiting PhD student enrolled abroad, here for more than six months, does not register here: "
            "send form S1106 to the fund (CPAM)."
        ),
        "CSS L160-5, D160-2",
        "LOR; route UNSOURCED",
        {"caseworker": Choice(CASEWORKER, ASK, "route UNSOURCED")},
    ),
    Row(
        "ORI-29",
        lambda f: f["status"] in ("student", "phd_no_contract") and f.enrolled_abroad,
        CASEWORKER,
        ASK,
        "CSS L160-1",
        "not found, nor a rule for three to six months",
        doubt=True,
    ),
    Row(
        "ORI-12",
        lambda f: f["proof"] == "s1",
        REGISTER,
        _("You must register with your form S1, and it is free. Your country pays for your care in France."),
        "Regulation (EC) 883/2004",
        "CLEISS-ETU, SP-F675-22",
    ),
    Row(
        "ORI-05",
        lambda f: f.french and bool(f.home & {"NC", "WF"}),
        REGISTER,
        FRENCH_FREE,
        "CSS L160-1, R111-3",
        "AMELI-18, AMELI-L, NC-1, OM360",
    ),
    Row(
        "ORI-06",
        lambda f: f.french and "PF" in f.home,
        REGISTER,
        FRENCH_FREE,
        "CSS L160-1, R111-3",
        "AMELI-L, OM360",
        {"automatic": Choice(DO_NOT, OVERSEAS, "AMSS42 (2018)")},
    ),
    Row(
        "ORI-07",
        lambda f: f.french and "PM" in f.home,
        REGISTER,
        FRENCH_FREE,
        "CSS L160-1, R111-3",
        "AMELI-L",
        {"post": Choice(OTHER_FORM, S1106, "SPM"), "automatic": Choice(DO_NOT, OVERSEAS, "AMSS42")},
    ),
    Row(
        "ORI-41",
        lambda f: f.french and len(f.nations) > 1,
        REGISTER,
        FRENCH_FREE,
        "CSS R111-3 I",
        "CSS:R111-3 I; wording UNSOURCED",
    ),
    Row("ORI-04", lambda f: f.french, REGISTER, FRENCH_FREE, "CSS L160-1, R111-3", "AMELI-18, SP-F675-22"),
    Row(
        "ORI-13",
        lambda f: f.european,
        REGISTER,
        _("You must register, and it is free: you have neither a European card nor a form S1."),
        "CSS L160-1, R111-3",
        "CLEISS-ETU, CF, SP-F675-22",
    ),
    Row(
        "ORI-42",
        lambda f: bool(f.nations & EEA_CH),
        REGISTER,
        _("You must register, and it is free. With your European passport no residence permit is asked."),
        "CSS L160-1, R111-3",
        "inference",
    ),
    Row(
        "ORI-14",
        lambda f: f.british_card,
        REGISTER,
        _(
            "With your student visa you can register, and it is free. Or use your GHIC for necessary care, "
            "if it covers you to the end of the year: you choose."
        ),
        BRITISH,
        "CLEISS-ETU, KENT; the GHIC: UNSOURCED",
        {
            "like_ehic": Choice(
                DO_NOT,
                _("You do not need to register if your British card covers you to the end of the year: show it."),
                "agreement EU-UK, read like ORI-10 (UNSOURCED)",
            )
        },
    ),
    Row(
        "ORI-14",
        lambda f: "GB" in f.nations or f["proof"] == "ghic",
        REGISTER,
        _("With your student visa you can register, and it is free."),
        BRITISH,
        "CLEISS-ETU, KENT",
    ),
    Row(
        "ORI-15",
        lambda f: f["status"] == "student" and "CA" in f.nations and f["proof"] == "none" and f.claimed("exchange"),
        CASEWORKER,
        _(
            "If you come from Québec on an exchange, have form SE 401-Q-106 completed by your university and stamped by "
            "the RAMQ before you leave. A caseworker will tell you what to do without it, or from elsewhere in Canada."
        ),
        "CSS L160-1; protocol of 19 December 1998",
        "form not shown",
        doubt=True,
    ),
    Row("ORI-28", lambda f: f["status"] == "phd_no_contract", REGISTER, FREE, "CSS L160-1, D160-2 II 5", "UCA, ULYS"),
    Row(
        "ORI-21",
        lambda f: f.studies and "DZ" in f.nations,
        REGISTER,
        _("You must register, and it is free. Your Algerian residence certificate counts as a residence permit."),
        "CSS L160-1, D160-2 II 5; order of 10 May 2017",
        "ARR17",
    ),
    Row("ORI-20", lambda f: f.studies, REGISTER, FREE, "CSS L160-1, D160-2 II 5", "SEED-A, SP-F675-22, UCA"),
)
