"""Sending orders to the bank, by the worker."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils import timezone
from django_tasks import task

from affilia.bridges.bank import BankRefused, bank
from affilia.formats.bankanswer import NotAnAnswer, read
from affilia.journal.operations import MoveRefused
from affilia.payments import answers, operations, queries
from affilia.payments.models import Order

log = logging.getLogger("affilia.payments")


@task()
def send_order(ref: str) -> None:
    """Send an approved order under its own reference: a second sending is the same file, and one order."""
    order = Order.objects.get(ref=ref)
    if order.state != "approved":
        return
    if queries.digest_of(order) != order.digest:
        raise operations.OrderChanged
    try:
        bank().send(order.ref, queries.order_xml(order), timezone.now())
    except BankRefused as refusal:
        operations.refuse_order(order=order, why=str(refusal), at=timezone.now())
        log.error("The bank refused order %s: %s", order.number, refusal)
        return
    try:
        operations.mark_sent(order=order, at=timezone.now())
    except MoveRefused:
        return  # another worker marked it first


def take_answers(*, at: datetime) -> int:
    """Book every answer the bank has ready; how many payments were settled or returned."""
    booked, bridge = 0, bank()
    for name, xml in bridge.answers(at):
        try:
            answer = read(xml)
            booked += answers.take_answer(answer=answer, at=at)
        except (NotAnAnswer, answers.UnknownOrder) as problem:
            # it stays where it is, and those behind it are read
            log.error("The bank's answer %s waits: %s %s", name, type(problem).__name__, problem)
            continue
        if answer.whole and not answer.whole.settled:
            log.error("The bank refused the whole order %s: %s", answer.order, answer.whole.reason)
        bridge.taken(name)
    return booked
