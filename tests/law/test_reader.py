"""Reading the law: what a file must say, on which day a value holds, and the digest that names all of it."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from affilia.law import columns
from affilia.law.facts import law
from affilia.law.reader import LawUnreadable, NoLaw, NotYetLaw, digest, parameter, parameters, read_folder
from tests.law.test_book import FEE, quantity

pytestmark = pytest.mark.pure


def test_a_value_holds_from_its_first_day_to_the_day_before_the_next() -> None:
    assert [FEE.on(date(2020, 1, 1)).value, FEE.on(date(2023, 12, 31)).value, FEE.on(date(2024, 1, 1)).value] == [
        100,
        100,
        200,
    ]


@pytest.mark.parametrize(("created", "error"), [(False, NoLaw), (True, NotYetLaw)])
def test_before_the_first_value_it_did_not_exist_or_was_not_compiled(created: bool, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"^fee_cap: no value on 2019-12-31; the first is of 2020-01-01$") as refused:
        quantity("fee_cap", {"2020-01-01": 100, "2024-01-01": 200}, created=created).on(date(2019, 12, 31))
    assert type(refused.value) is error


GOOD = {
    "label": {"fr": "Montant", "en": "Amount"}, "unit": "cents", "values": {date(2020, 1, 1): 100},
    "references": {date(2020, 1, 1): {"title": "a decree", "status": "sourced"}},
}  # fmt: skip


def written(folder: Path, content: dict[str, Any], name: str = "parameters/amount.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True))
    return path


def test_a_file_is_read_with_what_it_says_and_what_it_need_not_say(tmp_path: Path) -> None:
    (plain,) = [parameter(written(tmp_path, GOOD), tmp_path)]
    assert (plain.name, plain.key, plain.unit, plain.looked_up_by, plain.where, plain.created) == (
        "amount", "", "cents", "care_day", (), False,
    )  # fmt: skip
    more = {**GOOD, "looked_up_by": "request_day", "where": ["asked"], "created": True}
    keyed = parameter(written(tmp_path, more, "parameters/rate/doctor.yaml"), tmp_path)
    assert (keyed.name, keyed.key, keyed.looked_up_by, keyed.where, keyed.created) == (
        "rate", "doctor", "request_day", ("asked",), True,
    )  # fmt: skip
    assert [(found.name, found.key) for found in read_folder(tmp_path)] == [("amount", ""), ("rate", "doctor")]


@pytest.mark.parametrize("worth", [0, 1_000_000_000])
def test_a_value_is_from_nothing_to_ten_million_euros(tmp_path: Path, worth: int) -> None:
    read = parameter(written(tmp_path, {**GOOD, "values": {date(2020, 1, 1): worth}}), tmp_path)
    assert read.values[0].value == worth


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "guilders"}, {"label": {"fr": "Montant"}}, {"label": {"en": "Amount"}}, {"values": {}, "references": {}},
        {"label": {"fr": "Montant", "en": 3}}, {"label": {"fr": "Montant", "en": "Amount", "es": 3}},
        {"values": {date(2020, 1, 1): 1_000_000_001}}, {"values": {date(2020, 1, 1): -1}},
        {"values": {date(2020, 1, 1): True}}, {"values": {date(2020, 1, 1): 1.5}}, {"values": {"2020": 1}},
        {"references": {date(2020, 1, 1): {"title": "", "status": "sourced"}}},
        {"references": {date(2020, 1, 1): {"title": "a decree", "status": "rumoured"}}},
        {"references": {}},
    ],
)  # fmt: skip
def test_a_file_that_lacks_or_twists_anything_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    with pytest.raises(LawUnreadable, match=r"^parameters/amount\.yaml: "):
        parameter(written(tmp_path, {**GOOD, **change}), tmp_path)


def test_a_value_whose_day_is_no_day_is_refused_even_with_its_reference(tmp_path: Path) -> None:
    source = {"title": "a decree", "status": "sourced"}
    with pytest.raises(LawUnreadable, match="2020"):
        parameter(written(tmp_path, {**GOOD, "values": {2020: 1}, "references": {2020: source}}), tmp_path)


@pytest.mark.parametrize(
    ("text", "place"),
    [("a: 1\nb: [", "parameters/amount.yaml:3: "), ("a: }", "parameters/amount.yaml:1: ")],
)
def test_what_is_no_yaml_is_said_with_its_line(tmp_path: Path, text: str, place: str) -> None:
    path = written(tmp_path, GOOD)
    path.write_text(text + "\n")
    with pytest.raises(LawUnreadable, match=f"^{place}"):
        parameter(path, tmp_path)


def test_a_day_that_stands_twice_is_said_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    path.write_text("unit: cents\nvalues:\n  2020-01-01: 1\n  2020-01-01: 2\n")
    with pytest.raises(LawUnreadable, match=r"^parameters/amount\.yaml:4: '2020-01-01' stands twice"):
        parameter(path, tmp_path)


def test_the_law_is_read_once_and_its_digest_names_all_of_it() -> None:
    assert parameters() is parameters()
    assert {found.name for found in parameters()} == set(law.quantities)
    assert len(digest()) == 64
    assert digest() == recomputed()


def recomputed() -> str:
    """The digest written again: each file of the law with its place, between two zero bytes."""
    folder = Path(columns.__file__).parent
    paths = [path for path in folder.rglob("*") if path.suffix in (".py", ".yaml", ".csv")]
    told = [str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0" for path in sorted(paths)]
    return hashlib.sha256(b"".join(told)).hexdigest()
