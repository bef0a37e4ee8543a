"""The bank's answer to an order: ISO 20022 pain.002.001.10, one status for each payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lxml import etree

Node = Any  # an lxml element: the library has no types
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"
IN = f"{{{NAMESPACE}}}"


@dataclass(frozen=True)
class Status:
    """One payment: `settled` with its day, or returned with the bank's reason (AC04: closed account)."""

    reference: str
    settled: bool
    day: date
    reason: str = ""


@dataclass(frozen=True)
class Answer:
    """The statuses of one order; `reference` is this answer's own, `order` the order's."""

    reference: str
    order: str
    statuses: tuple[Status, ...]


class NotAnAnswer(ValueError):
    """The document is no answer of a bank."""


def write(answer: Answer, made_at: datetime) -> bytes:
    """The XML of an answer: what the stand-in bank sends."""
    document = etree.Element("Document", nsmap={None: NAMESPACE})
    report = _in(document, "CstmrPmtStsRpt")
    head = _in(report, "GrpHdr")
    _in(head, "MsgId", answer.reference)
    _in(head, "CreDtTm", made_at.strftime("%Y-%m-%dT%H:%M:%S"))
    group = _in(report, "OrgnlGrpInfAndSts")
    _in(group, "OrgnlMsgId", answer.order)
    _in(group, "OrgnlMsgNmId", "pain.001.001.09")
    batch = _in(report, "OrgnlPmtInfAndSts")
    _in(batch, "OrgnlPmtInfId", answer.order)
    for status in answer.statuses:
        one = _in(batch, "TxInfAndSts")
        _in(one, "OrgnlEndToEndId", status.reference)
        _in(one, "TxSts", "ACSC" if status.settled else "RJCT")
        if status.reason:
            _in(_in(_in(one, "StsRsnInf"), "Rsn"), "Cd", status.reason)
        _in(one, "AccptncDtTm", f"{status.day.isoformat()}T12:00:00")
    return bytes(etree.tostring(document, xml_declaration=True, encoding="UTF-8"))


def _in(parent: Node, tag: str, text: str | None = None) -> Node:
    element = etree.SubElement(parent, tag)
    element.text = text
    return element


def read(xml: bytes) -> Answer:
    """The answer in a document. Raises NotAnAnswer."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        document = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise NotAnAnswer(str(error)) from error
    reference = document.findtext(f".//{IN}GrpHdr/{IN}MsgId")
    order = document.findtext(f".//{IN}OrgnlGrpInfAndSts/{IN}OrgnlMsgId")
    if not reference or not order:
        raise NotAnAnswer("it names no order")
    return Answer(reference, order, _statuses(document))


def _statuses(document: Node) -> tuple[Status, ...]:
    found = []
    for one in document.iterfind(f".//{IN}TxInfAndSts"):
        status, day = one.findtext(f"{IN}TxSts"), one.findtext(f"{IN}AccptncDtTm") or ""
        # ACSP and PDNG are on their way: no answer yet
        if status in ("ACSC", "RJCT"):
            found.append(
                Status(
                    one.findtext(f"{IN}OrgnlEndToEndId") or "",
                    status == "ACSC",
                    _day(day),
                    one.findtext(f"{IN}StsRsnInf/{IN}Rsn/{IN}Cd") or "",
                )
            )
    return tuple(found)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise NotAnAnswer(f"{text!r} is no day") from error
