"""An objection at the desk: who, the sheet, the contested line, the words; then one of three ways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from affilia.casework.models import Task
from affilia.claims import contests, sheets
from affilia.claims import operations as claims
from affilia.claims.models import Contest, Decision
from affilia.letters.models import Message
from affilia.people.models import Account, Person
from tests.claims.test_operations import RPPS
from tests.claims.test_operations import salma as salma

Enter = Callable[[Account], Client]


@pytest.fixture
def contest(salma: Person, at: datetime) -> Contest:
    """A sheet of two lines, the second contested."""
    lines = [sheets.NewLine("G", at.date(), 3000), sheets.NewLine("TCG", at.date(), 2500)]
    claims.receive_sheet(
        person=salma, sheet=None, lines=lines, professional="Dr Fictif", rpps=RPPS, specialty="", pathway="own",
        signed=True, by="student:x", at=at,
    )  # fmt: skip
    claims.decide_person(person=salma, by="rule", at=at)
    decision = Decision.objects.get(line__code="TCG")
    return contests.contest_decision(decision=decision, words="The form is signed.", by="student:x", at=at)


def test_the_page_of_an_objection_says_who_which_line_and_which_words(
    contest: Contest, salma: Person, claire: Account, signed_in: Enter
) -> None:
    page = signed_in(claire).get(f"/desk/claims/contests/{contest.ref}/")
    shown = page.content.decode()
    view = page.context["contest"]
    assert view.who.startswith("BENALI") or view.who in shown
    assert view.line.code == "TCG"
    assert [line.code for line in view.others] == ["G"]
    assert view.line.act in shown
    assert "14 September 2026" in shown
    assert "The form is signed." in shown
    assert f"/desk/documents/persons/{salma.ref}/" in shown
    assert "To answer by" in shown


def test_a_decision_that_stands_is_told_with_the_commission_and_its_day(
    contest: Contest, aicha: Account, claire: Account, signed_in: Enter
) -> None:
    desk, url = signed_in(claire), f"/desk/claims/contests/{contest.ref}/"
    empty = desk.post(url, {"verb": "stands", "answer": " "}).content.decode()
    assert "Write why the decision stands" in empty
    answer = desk.post(url, {"verb": "stands", "answer": "He was not declared."}, follow=True)
    assert "Your answer is sent" in answer.content.decode()
    told = Message.objects.get(code="decision_stands").data
    assert told["answer"] == "He was not declared."
    assert told["contest"] == "commission de recours amiable"
    student = signed_in(aicha)
    for page in ("/messages/", f"/care/{contest.decision.line.claim.ref}/"):
        shown = student.get(page).content.decode()
        assert "He was not declared." in shown
        assert "commission de recours amiable" in shown
    assert "Claire" in desk.get(url).content.decode()


def test_a_question_to_the_student_leaves_the_objection_open(
    contest: Contest, claire: Account, signed_in: Enter
) -> None:
    desk, url = signed_in(claire), f"/desk/claims/contests/{contest.ref}/"
    assert "Write your question" in desk.post(url, {"verb": "ask", "body": "", "key": "k"}).content.decode()
    answer = desk.post(url, {"verb": "ask", "body": "Which doctor?", "key": "k"}, follow=True)
    assert answer.redirect_chain[-1][0] == url
    assert "Your question is sent" in answer.content.decode()
    assert Message.objects.filter(body="Which doctor?").exists()
    assert Task.objects.get(kind="contest").state == "open"
    assert Contest.objects.get().answer == ""


def test_an_error_of_the_desk_does_not_look_like_success(claire: Account, aicha: Account, signed_in: Enter) -> None:
    url = f"/desk/coverage/numbers/{aicha.person.ref}/certify/"  # type: ignore[attr-defined]
    shown = signed_in(claire).post(url, follow=True).content.decode()
    assert '<p class="note err" role="alert">There is no permanent number' in shown
