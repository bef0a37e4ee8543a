"""What a proposal would change: the same facts as the decisions, and nothing written."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from affilia.claims import facts, operations, sheets
from affilia.claims.impact import impact
from affilia.claims.models import Decision, Line
from affilia.console.main import main
from affilia.coverage import operations as coverage
from affilia.journal.models import Event
from affilia.law.reader import read_folder
from affilia.people import operations as people
from affilia.people.models import Account, Identity, Person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
PROPOSAL = """
label: {fr: Participation forfaitaire, en: Flat contribution}
unit: cents
where: [participation_due]
values:
  2005-01-01: 100
  2026-01-01: 300
references:
  2005-01-01: {title: as it is, status: sourced}
  2026-01-01: {title: a proposal, status: unsourced}
"""


@pytest.fixture
def decided(aicha: Account, wei: Account) -> list[Person]:
    """Two students, two visits each, one of them twice on the same sheet."""
    persons = [Person.objects.get(account=account) for account in (aicha, wei)]
    for person in persons:
        people.record_identity(
            person=person, surname="Essai", given_names="A", no_given_names=False, birth_date="2004", sex="F",
            birth_country="MA", birth_town="Fès", nationality="MA", source="test", by="t", at=AT,
        )  # fmt: skip
        coverage.open_period(person=person, fund="491", from_day=date(2026, 9, 1), basis="test", by="t", at=AT)
        for day in (1, 1, 9):
            operations.receive_sheet(
                person=person, sheet=None, professional="Dr", rpps="", specialty="", pathway="own", signed=True, by="t",
                at=AT, lines=[sheets.NewLine("G", date(2026, 10, day), 3000)],
            )  # fmt: skip
        operations.decide_person(person=person, by="rule", at=AT)
    return persons


@pytest.fixture
def proposal(tmp_path: Path) -> Path:
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "participation_amount.yaml").write_text(PROPOSAL)
    return tmp_path


def test_a_person_whose_birth_nobody_told_stops_the_reckoning_and_is_never_guessed(decided: list[Person]) -> None:
    Identity.objects.filter(person=decided[1]).delete()
    with pytest.raises(facts.NoIdentity):
        list(facts.of_everybody())


def test_everybody_at_once_is_each_person_alone(decided: list[Person]) -> None:
    together = dict(facts.of_everybody())
    for person in decided:
        lines = list(
            Line.objects.filter(claim__person=person, order__isnull=False).select_related("claim").order_by("order")
        )
        alone = facts.of(person, lines, AT)
        for line, expected in zip(lines, alone, strict=True):
            found = together[line.ref]
            assert found == expected


def test_a_dearer_contribution_moves_the_lines_that_bear_it_and_writes_nothing(
    decided: list[Person], proposal: Path
) -> None:
    before = (Event.objects.count(), list(Decision.objects.values_list("paid_cents", flat=True)))
    found = impact(read_folder(proposal))
    # the second sheet of the same day waits for a person: nothing of it is decided
    assert (found.lines, found.persons, len(found.moved), found.persons_moved, found.difference) == (4, 2, 4, 2, -400)
    assert (Event.objects.count(), list(Decision.objects.values_list("paid_cents", flat=True))) == before


def test_the_command_tells_the_lines_and_refuses_a_folder_without_parameters(
    decided: list[Person], proposal: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["law", "impact", str(proposal), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["changed"], told["lines_moved"], told["difference"]) == (["participation_amount"], 4, -400)
    assert main(["law", "impact", str(tmp_path_factory.mktemp("empty"))]) == 2
    (proposal / "parameters" / "participation_amount.yaml").write_text("values: [")
    assert main(["law", "impact", str(proposal)]) == 2
    assert "participation_amount.yaml" in capsys.readouterr().err


def test_without_decisions_there_is_nothing_to_move(db: None, proposal: Path) -> None:
    assert impact(read_folder(proposal)).lines == 0
