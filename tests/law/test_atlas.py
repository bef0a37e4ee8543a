"""Looking things up: what is there, what changed, what is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from affilia.law import atlas
from affilia.law.facts import law
from affilia.law.reader import LawUnreadable, read_folder

pytestmark = pytest.mark.pure
GOOD = """
label: {fr: Montant, en: Amount}
unit: cents
values:
  2020-01-01: 100
  2024-05-15: 200
references:
  2020-01-01: {title: a decree, status: sourced}
  2024-05-15: {title: a decree, status: sourced}
"""


def test_nothing_is_wrong_with_the_law() -> None:
    assert atlas.faults() == []


def test_a_quantity_is_shown_with_its_history_and_who_uses_it() -> None:
    (entry,) = atlas.look_up("participation_amount")
    assert [(d.from_day.isoformat(), d.value) for d in entry.history] == [("2005-01-01", "100"), ("2024-05-15", "200")]
    assert entry.used_by == ("participation", "participations_full")
    (then,) = atlas.look_up("participation_amount", date(2024, 5, 14))
    assert [d.value for d in then.history] == ["100"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("rate_general/doctor", "parameter"),
        ("paid", "rule"),
        ("fee", "fact"),
        ("G", "tariff"),
        ("ORI-07", "row"),
        ("small_sums", "reading"),
    ],
)
def test_every_kind_of_name_is_found(name: str, kind: str) -> None:
    assert {entry.kind for entry in atlas.look_up(name)} == {kind}


def test_a_category_of_a_quantity_is_found_with_the_others() -> None:
    assert len(atlas.look_up("rate_general")) == len(law.quantities["rate_general"].members)


def test_what_changed_between_two_days_is_told_with_both_values() -> None:
    told = {
        change.name: (change.before, change.after) for change in atlas.changes(date(2024, 5, 14), date(2024, 5, 15))
    }
    assert told == {"participation_amount": ("100", "200")}
    later = {change.name for change in atlas.changes(date(2022, 1, 1), date(2026, 3, 1))}
    assert {"hospital_daily_charge", "rate_general/transport", "tariff G (S1/OPTAM)"} <= later


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("2024-05-15: 200", "2020-01-01: 200"), "twice"),
        (("  2020-01-01: 100\n  2024-05-15: 200\nref", "  2024-05-15: 200\n  2020-01-01: 100\nref"), "fall"),
        (("100", "1.5"), "1.5"),
        (("unit: cents", "unit: guilders"), "guilders"),
        (("values:", "worths:"), "values"),
        (("2024-05-15: {title: a decree, status: sourced}", ""), "2024"),
        (("label:", "{{{"), "expected"),
    ],
)
def test_a_file_that_is_wrong_is_said_with_its_place(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    folder = tmp_path / "parameters"
    folder.mkdir()
    (folder / "amount.yaml").write_text(GOOD)
    assert read_folder(tmp_path)[0].values[1].value == 200
    assert change[0] in GOOD
    (folder / "amount.yaml").write_text(GOOD.replace(*change))
    with pytest.raises(LawUnreadable, match=f"parameters/amount.yaml.*{said}"):
        read_folder(tmp_path)


@pytest.mark.parametrize(
    ("code", "status"), [("G-NC", "unsourced"), ("CSC", "derived"), ("AMS7.5", "derived"), ("G", "sourced")]
)
def test_a_tariff_says_how_sure_it_is_as_its_source_does(code: str, status: str) -> None:
    assert atlas.look_up(code)[0].history[-1].status == status


@pytest.mark.parametrize("code", ["CNP-S2", "CSC", "MTX", "AMS7.5"])
def test_a_price_that_a_page_prints_otherwise_is_shown_beside_ours(code: str) -> None:
    (entry,) = atlas.look_up(code)
    (conflict,) = entry.conflicts
    held = [dated for dated in entry.history if dated.from_day <= conflict.from_day]
    assert conflict.value != held[-1].value
    assert (conflict.status, bool(conflict.reference)) == ("conflict", True)


def test_both_readings_of_the_daily_charge_are_shown_with_its_amount() -> None:
    found = {entry.kind: entry for entry in atlas.look_up("hospital_daily_charge")}
    assert [dated.value.split(":")[0] for dated in found["reading"].history] == ["inside", "beside"]
    assert found["parameter"].history
