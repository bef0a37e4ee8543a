"""The payment order as banks read it: ISO 20022 pain.001.001.09, checked against its official schema."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree

from affilia.formats.money import dotted
from affilia.formats.names import icao

Node = Any  # an lxml element: the library has no types
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
# the Latin character set all SEPA banks take
OUTSIDE = re.compile(r"[^A-Za-z0-9/?:().,'+ -]")


@dataclass(frozen=True)
class Payer:
    """The fund and the account it pays from."""

    name: str
    iban: str
    bic: str


@dataclass(frozen=True)
class Credit:
    """One payment: its own reference (35 characters at most), cents, and where it goes."""

    reference: str
    amount_cents: int
    name: str
    iban: str
    bic: str
    words: str


def build(*, reference: str, made_at: datetime, pay_on: date, payer: Payer, credits: Sequence[Credit]) -> bytes:
    """The XML of one order. Raises ValueError where a bank would refuse it."""
    if not credits or any(credit.amount_cents <= 0 for credit in credits):
        raise ValueError("an order pays at least one amount, and only amounts above zero")
    total = dotted(sum(credit.amount_cents for credit in credits))
    document = etree.Element("Document", nsmap={None: NAMESPACE})
    root = _in(document, "CstmrCdtTrfInitn")
    head = _in(root, "GrpHdr")
    _in(head, "MsgId", _reference(reference))
    _in(head, "CreDtTm", made_at.strftime("%Y-%m-%dT%H:%M:%S"))
    _in(head, "NbOfTxs", str(len(credits)))
    _in(head, "CtrlSum", total)
    _in(_in(head, "InitgPty"), "Nm", latin(payer.name, 70))
    batch = _batch(root, reference, pay_on, payer, len(credits), total)
    for credit in credits:
        _credit(batch, credit)
    return bytes(etree.tostring(document, xml_declaration=True, encoding="UTF-8"))


def _batch(root: Node, reference: str, pay_on: date, payer: Payer, count: int, total: str) -> Node:
    batch = _in(root, "PmtInf")
    _in(batch, "PmtInfId", _reference(reference))
    _in(batch, "PmtMtd", "TRF")
    _in(batch, "BtchBookg", "true")
    _in(batch, "NbOfTxs", str(count))
    _in(batch, "CtrlSum", total)
    _in(_in(_in(batch, "PmtTpInf"), "SvcLvl"), "Cd", "SEPA")
    _in(_in(batch, "ReqdExctnDt"), "Dt", pay_on.isoformat())
    _in(_in(batch, "Dbtr"), "Nm", latin(payer.name, 70))
    _in(_in(_in(batch, "DbtrAcct"), "Id"), "IBAN", payer.iban)
    _in(_in(_in(batch, "DbtrAgt"), "FinInstnId"), "BICFI", payer.bic)
    _in(batch, "ChrgBr", "SLEV")
    return batch


def _credit(batch: Node, credit: Credit) -> None:
    one = _in(batch, "CdtTrfTxInf")
    _in(_in(one, "PmtId"), "EndToEndId", _reference(credit.reference))
    amount = _in(_in(one, "Amt"), "InstdAmt", dotted(credit.amount_cents))
    amount.set("Ccy", "EUR")
    if credit.bic:
        _in(_in(_in(one, "CdtrAgt"), "FinInstnId"), "BICFI", credit.bic)
    _in(_in(one, "Cdtr"), "Nm", latin(credit.name, 70))
    _in(_in(_in(one, "CdtrAcct"), "Id"), "IBAN", credit.iban)
    _in(_in(one, "RmtInf"), "Ustrd", latin(credit.words, 140))


def _in(parent: Node, tag: str, text: str | None = None) -> Node:
    element = etree.SubElement(parent, tag)
    element.text = text
    return element


def _reference(text: str) -> str:
    if not 1 <= len(text) <= 35 or OUTSIDE.search(text):
        raise ValueError(f"a bank takes references of 1 to 35 plain characters, not {text!r}")
    return text


def latin(text: str, length: int) -> str:
    """The text in the characters every SEPA bank takes, cut to `length`; never empty."""
    plain = "".join(c if not OUTSIDE.match(c) else _plain(c) for c in text)
    return " ".join(plain.split())[:length].strip() or "-"


def _plain(character: str) -> str:
    letters = icao(character).title()
    return (letters if character.isupper() else letters.lower()) or " "


@cache
def _schema() -> Any:
    text = (files("sepaxml") / "schemas" / "pain.001.001.09.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(text, _parser()))


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def faults(xml: bytes) -> list[str]:
    """What the official schema says against a document; empty when it is valid."""
    try:
        document = etree.fromstring(xml, _parser())
    except etree.XMLSyntaxError as error:
        return [str(error)]
    schema = _schema()
    schema.validate(document)
    return [f"line {error.line}: {error.message}" for error in schema.error_log]
