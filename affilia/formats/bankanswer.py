"""The bank's answer to an order: ISO 20022 pain.002.001.10, one status for each payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lxml import etree

from affilia.formats.days import day_of

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
    """The statuses of one order; `reference` is this answer's own, `order` the order's.

    `whole` is what is said of all payments that are not named, empty where nothing is: settled, or refused and why.
    """

    reference: str
    order: str
    statuses: tuple[Status, ...]
    whole: Status | None = None


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
    if answer.whole:
        _in(group, "GrpSts", "ACSC" if answer.whole.settled else "RJCT")
        if answer.whole.reason:
            _in(_in(_in(group, "StsRsnInf"), "Rsn"), "Cd", answer.whole.reason)
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
    made = document.findtext(f".//{IN}GrpHdr/{IN}CreDtTm") or ""
    found = [_status(one, "TxSts", made) for one in document.iterfind(f".//{IN}TxInfAndSts")]
    return Answer(reference, order, tuple(status for status in found if status), _whole(document, made))


def _whole(document: Node, made: str) -> Status | None:
    """What is said of the group, or of the one batch our orders have, without naming payments."""
    for path, tag in (("OrgnlGrpInfAndSts", "GrpSts"), ("OrgnlPmtInfAndSts", "PmtInfSts")):
        for one in document.iterfind(f".//{IN}{path}"):
            if status := _status(one, tag, made):
                return status
    return None


def _status(one: Node, tag: str, made: str) -> Status | None:
    """Settled or refused; without a day of its own, on the day the answer was made (AccptncDtTm is optional)."""
    status = one.findtext(f"{IN}{tag}")
    if status not in ("ACSC", "RJCT"):  # ACSP and PDNG are on their way: no answer yet
        return None
    reason = one.findtext(f"{IN}StsRsnInf/{IN}Rsn/{IN}Cd") or one.findtext(f"{IN}StsRsnInf/{IN}Rsn/{IN}Prtry") or ""
    day = _day(one.findtext(f"{IN}AccptncDtTm") or made)
    return Status(one.findtext(f"{IN}OrgnlEndToEndId") or "", status == "ACSC", day, reason)


def _day(text: str) -> date:
    """The day in Paris; a time that names no zone is the bank's."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise NotAnAnswer(f"{text!r} is no day") from error
    return day_of(at) if at.tzinfo else date.fromisoformat(text[:10])
