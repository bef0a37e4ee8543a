"""Amounts, accounts, orders and answers."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from affilia.formats import bankanswer, contact, iban, money, names, pain001, rpps

pytestmark = pytest.mark.pure
PAYER = pain001.Payer("Caisse imaginaire", "FR7630006000011234567890189", "AGRIFRPP")


@pytest.mark.parametrize(
    ("text", "cents"),
    [("30", 3000), ("30,5", 3050), ("30.00", 3000), ("1 234,50 €", 123450), ("30 EUR", 3000), ("0,01", 1)],
)
def test_an_amount_is_read_as_people_type_it(text: str, cents: int) -> None:
    assert money.cents(text) == cents


@pytest.mark.parametrize("text", ["", "x", "-3", "3,123", "1e3", "٣٠", "12,50,00", "€"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert money.cents(text) is None


@given(st.integers(0, 10**9 - 1))
def test_a_written_amount_is_read_back(cents: int) -> None:
    assert money.cents(money.dotted(cents)) == cents


@pytest.mark.parametrize(
    ("value", "english", "french"), [(150, "1.5", "1,5"), (2600, "26", "26"), (1000, "10", "10"), (755, "7.55", "7,55")]
)
def test_a_coefficient_is_written_without_needless_zeros(value: int, english: str, french: str) -> None:
    assert (money.hundredths(value, "en"), money.hundredths(value, "fr")) == (english, french)


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "−1\u202f234,50\u00a0€"), ("en", "−€1,234.50"), ("ar", "−1,234.50\u00a0€"), ("zh", "−1,234.50\u00a0欧元")],
)
def test_an_amount_is_written_as_the_language_does(language: str, text: str) -> None:
    assert money.euros(-123450, language) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("FR76 3000 6000 0112 3456 7890 189", None), ("FR7630006000011234567890188", "not_an_iban"),
        ("DE89370400440532013000", None), ("BR1800360305000010009795493C1", "not_sepa"), ("", "not_an_iban"),
        ("FR7630006000011234567890", "not_an_iban"), ("ZZ00", "not_an_iban"),
    ],
)  # fmt: skip
def test_an_account_says_why_it_cannot_be_paid(text: str, reason: str | None) -> None:
    assert iban.check(text).reason == reason


def credit(cents: int = 1900, name: str = "Salma El Amrani") -> pain001.Credit:
    return pain001.Credit("pay-1", cents, name, PAYER.iban, "", "Remboursement de soins")


def order(*credits: pain001.Credit) -> bytes:
    made = datetime(2026, 10, 20, 9, 0)  # noqa: DTZ001  the file's own clock has no zone
    return pain001.build(reference="order-1", made_at=made, pay_on=date(2026, 10, 21), payer=PAYER, credits=credits)


@given(st.text(min_size=1, max_size=90), st.integers(1, 10**8))
def test_any_name_and_amount_make_a_valid_order(name: str, cents: int) -> None:
    assert pain001.faults(order(credit(cents, name))) == []


def test_an_order_of_nothing_or_below_zero_is_refused() -> None:
    for credits in ((), (credit(0),), (credit(-5),)):
        with pytest.raises(ValueError, match="above zero"):
            order(*credits)


def test_a_forged_order_is_told_by_the_official_schema() -> None:
    assert pain001.faults(order(credit()).replace(b"19.00", b"nineteen"))
    assert pain001.faults(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")


def test_an_answer_is_read_back_as_it_was_written() -> None:
    told = bankanswer.Answer(
        "A1", "order-1",
        (bankanswer.Status("p1", True, date(2026, 10, 22)), bankanswer.Status("p2", False, date(2026, 10, 22), "AC04")),
    )  # fmt: skip
    assert bankanswer.read(bankanswer.write(told, datetime(2026, 10, 22))) == told  # noqa: DTZ001


@pytest.mark.parametrize("settled", [True, False])
def test_an_answer_about_a_whole_order_is_read_back_as_it_was_written(settled: bool) -> None:
    whole = bankanswer.Status("", settled, date(2026, 10, 22), "" if settled else "FF01")
    told = bankanswer.Answer("A1", "order-1", (), whole)
    assert bankanswer.read(bankanswer.write(told, datetime(2026, 10, 22))) == told  # noqa: DTZ001


RAW = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>A1</MsgId><CreDtTm>{made}</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>o</OrgnlMsgId>{group}</OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>o</OrgnlPmtInfId>{batch}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"""
WHY = "<StsRsnInf><Rsn><Cd>{}</Cd></Rsn></StsRsnInf>"
PROPRIETARY = "<StsRsnInf><Rsn><Prtry>X1</Prtry></Rsn></StsRsnInf>"


@pytest.mark.parametrize(
    ("group", "batch", "reason"),
    [
        ("<GrpSts>RJCT</GrpSts>" + WHY.format("FF01"), "", "FF01"), ("<GrpSts>RJCT</GrpSts>", "", ""),
        ("<GrpSts>PART</GrpSts>", "<PmtInfSts>RJCT</PmtInfSts>" + WHY.format("AM10"), "AM10"),
        ("<GrpSts>RJCT</GrpSts>" + PROPRIETARY, "", "X1"),
    ],
)  # fmt: skip
def test_a_refused_group_and_a_refused_batch_are_understood(group: str, batch: str, reason: str) -> None:
    found = bankanswer.read(RAW.format(made="2026-10-22T08:00:00", group=group, batch=batch).encode())
    assert (found.statuses, found.whole) == ((), bankanswer.Status("", False, date(2026, 10, 22), reason))


@pytest.mark.parametrize("status", ["ACSP", "PDNG", "ACTC", "PART"])
def test_what_is_on_its_way_is_no_answer_yet(status: str) -> None:
    group, batch = f"<GrpSts>{status}</GrpSts>", f"<TxInfAndSts><TxSts>{status}</TxSts></TxInfAndSts>"
    found = bankanswer.read(RAW.format(made="2026-10-22T08:00:00", group=group, batch=batch).encode())
    assert (found.statuses, found.whole) == ((), None)


@pytest.mark.parametrize(
    ("made", "accepted", "day"),
    [
        ("2026-10-22T08:00:00", "", 22), ("2026-10-22T08:00:00", "<AccptncDtTm>2026-10-23T08:00:00</AccptncDtTm>", 23),
        ("2026-10-22T22:30:00Z", "", 23), ("2026-10-22T22:30:00+02:00", "", 22), ("2026-10-22", "", 22),
    ],
)  # fmt: skip
def test_a_payment_without_its_own_day_is_settled_on_the_day_of_the_answer_in_paris(
    made: str, accepted: str, day: int
) -> None:
    one = f"<TxInfAndSts><OrgnlEndToEndId>p</OrgnlEndToEndId><TxSts>ACSC</TxSts>{accepted}</TxInfAndSts>"
    found = bankanswer.read(RAW.format(made=made, group="", batch=one).encode())
    assert found.statuses == (bankanswer.Status("p", True, date(2026, 10, day)),)


@pytest.mark.parametrize("made", ["", "soon", "2026-13-01T00:00:00"])
def test_an_answer_of_no_day_is_none(made: str) -> None:
    with pytest.raises(bankanswer.NotAnAnswer):
        bankanswer.read(RAW.format(made=made, group="<GrpSts>RJCT</GrpSts>", batch="").encode())


@pytest.mark.parametrize("junk", [b"", b"<x/>", b"not xml", b"\x00\xff"])
def test_junk_is_no_answer(junk: bytes) -> None:
    with pytest.raises(bankanswer.NotAnAnswer):
        bankanswer.read(junk)


def test_an_rpps_number_has_eleven_digits_and_a_doubt_never_blocks() -> None:
    assert rpps.check("10000001916") == rpps.RppsCheck("10000001916", True, False)
    assert rpps.check("10000001917").doubtful
    assert not rpps.check("1000000191").valid


@pytest.mark.parametrize(
    ("declared", "read", "agreement"),
    [("Müller", "MUELLER", "same"), ("Müller", "MULLER", "same"), ("Nguyễn Thị", "NGUYEN THI", "same"),
     ("Salma Nour", "NOUR SALMA", "same"), ("Salma Nour", "SALMA", "partial"), ("Dupont", "DURAND", "different")],
)  # fmt: skip
def test_names_are_compared_as_passports_write_them(declared: str, read: str, agreement: str) -> None:
    assert names.agreement(declared, read) == agreement


@pytest.mark.parametrize(
    ("name", "other", "maybe"),
    [("Dr Curie Marie", "Marie Curie", True), ("Curie M.", "Dr Marie Curie", True), ("CurieMarie", "Curie Marie", True),
     ("Cabinet Curie", "Mme Curie", True), ("M. Curie", "M. Pasteur", False), ("居里", "居里", True), ("居里", "李", False)],
)  # fmt: skip
def test_two_names_may_be_one_professional_where_a_word_is_shared(name: str, other: str, maybe: bool) -> None:
    assert names.may_be_one(name, other) is maybe
    assert names.may_be_one(other, name) is maybe


def test_phones_and_postcodes_are_brought_to_one_form() -> None:
    assert contact.phone("06 12 34 56 78") == "+33612345678"
    assert contact.phone("12") is None
    assert (contact.postcode("49 000"), contact.postcode("4900"), contact.postcode("99123")) == ("49000", None, None)
