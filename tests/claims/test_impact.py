"""What a proposal would change: the same facts as the decisions, and nothing written."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import transaction

from affilia.claims import facts, operations, sheets
from affilia.claims.impact import impact
from affilia.claims.models import Decision, Line
from affilia.console.main import main
from affilia.coverage import operations as coverage
from affilia.coverage.impact import rights_moved
from affilia.coverage.models import Period
from affilia.journal.models import Event
from affilia.law.facts import law
from affilia.law.proposal import read
from affilia.law.reader import FOLDER, LawUnreadable
from affilia.people import operations as people
from affilia.people.models import Account, Identity, Person
from affilia.registration import operations as registration
from affilia.registration.models import File

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
        list(facts.told_of_everybody())


def test_everybody_at_once_is_each_person_alone(decided: list[Person]) -> None:
    together = {ref: found for ref, _told, found in facts.told_of_everybody()}
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
    found = impact(read(proposal))
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
    assert impact(read(proposal)).lines == 0


HEAVY = """
label: {fr: Seuil, en: Threshold}
unit: cents
values: {2006-09-01: 9100, 2019-01-01: 12000, 2026-01-01: 2000}
references:
  2006-09-01: {title: as it is, status: unsourced}
  2019-01-01: {title: as it is, status: sourced}
  2026-01-01: {title: a proposal, status: unsourced}
"""
RULE = """
from affilia.law.columns import Day, _, higher_of
from affilia.law.facts import law


@law.rule(cites="a proposal", says=_("Your rights begin on {rights_begin}."))
def rights_begin(studies_day: Day, arrival_day: Day, other_cover_until: Day) -> Day:
    return higher_of(studies_day, arrival_day)
"""


def test_a_lower_threshold_makes_acts_heavy_that_were_not(decided: list[Person], tmp_path: Path) -> None:
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "heavy_act_threshold.yaml").write_text(HEAVY)
    found = impact(read(tmp_path))
    assert len(found.moved) == 4
    assert found.difference != 0


def test_sheets_that_wait_are_reckoned_as_if_decided_now(decided: list[Person], proposal: Path) -> None:
    for code in ("G", "ZZZZ"):
        operations.receive_sheet(
            person=decided[0], sheet=None, professional="Dr", rpps="", specialty="", pathway="own", signed=True, by="t",
            at=AT, lines=[sheets.NewLine(code, date(2026, 10, 12), 3000)],
        )  # fmt: skip
    assert impact(read(proposal)).lines == 4
    found = impact(read(proposal), AT)
    assert (found.lines, len(found.moved), found.difference) == (5, 5, -500)


def test_longer_rights_after_a_permit_move_the_rights_that_have_one(decided: list[Person], tmp_path: Path) -> None:
    Period.objects.filter(person=decided[0]).update(stay_until=date(2027, 9, 30))
    (tmp_path / "parameters").mkdir()
    ours = (FOLDER / "parameters" / "permit_grace_months.yaml").read_text()
    (tmp_path / "parameters" / "permit_grace_months.yaml").write_text(ours.replace(": 6", ": 9"))
    count, moved = rights_moved(read(tmp_path).book)
    assert (count, [(before, after) for _ref, before, after in moved]) == (1, [(date(2028, 3, 31), date(2028, 6, 30))])


def test_a_changed_rule_moves_the_files_it_is_about(
    aicha: Account, wei: Account, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for account, proof in ((aicha, "ehic"), (wei, "none")):
        file = registration.open_file(person=Person.objects.get(account=account), told={}, by="t", at=AT)
        told = {"proof": proof, "proof_until": "2027-02-28"}
        File.objects.filter(pk=file.pk).update(orientation=told, studies_from=date(2026, 9, 14))
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rights.py").write_text(RULE)
    assert main(["law", "impact", str(tmp_path), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["changed"], row["files"]) == (["rights_begin"], 2)
    assert [(moved["before"], moved["after"]) for moved in row["files_moved"]] == [("2027-03-01", "2026-09-14")]
    assert law.rules["rights_begin"].cites != "a proposal", "the law itself stays as it is"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("(studies_day", "(study_day"), "nothing provides study_day"),
        (("-> Day", "-> Count"), "Count"),
        (("return", "retrun"), "rights.py:8"),
    ],
)
def test_a_rule_that_does_not_fit_is_said_with_its_place(change: tuple[str, str], said: str, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rights.py").write_text(RULE.replace(*change))
    with pytest.raises(LawUnreadable, match=said):
        read(tmp_path)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise SystemExit(0)", "SystemExit"),
        ("return studies_day.nothing", "rights_begin: AttributeError"),
        ("return np.append(studies_day, 0)", "rows are asked"),
        ("return from_django(studies_day)", "rights_begin"),
    ],
)
def test_a_rule_that_fails_says_so_in_one_line_and_changes_nothing(
    body: str, said: str, aicha: Account, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    registration.open_file(person=Person.objects.get(account=aicha), told={}, by="t", at=AT)
    File.objects.update(orientation={"proof": "ehic", "proof_until": "2027-02-28"}, studies_from=date(2026, 9, 14))
    written = RULE.splitlines()
    at = next(place for place, line in enumerate(written) if line.strip().startswith("return"))
    writes = (
        "def from_django(day):\n    from affilia.people.models import Account\n"
        "    print('in the way')\n    Account.objects.update(name='changed')\n    return day\n"
    )
    text = "\n".join(["import numpy as np", writes, *written[:at], f"    {body}", *written[at + 1 :]])
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rights.py").write_text(text)
    with transaction.atomic():
        assert main(["law", "impact", str(tmp_path), "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err.splitlines()[-1]
    assert not Account.objects.filter(name="changed").exists()


def test_a_rule_that_needs_itself_is_said(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    text = RULE.replace("(studies_day", "(rights_begin: Day, studies_day", 1)
    (tmp_path / "rules" / "rights.py").write_text(text)
    with pytest.raises(LawUnreadable, match="needs itself"):
        read(tmp_path)
