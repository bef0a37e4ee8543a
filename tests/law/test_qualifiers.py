"""The official list, whole; and direct access by its two readings."""

from __future__ import annotations

import pytest

from affilia.law.qualifiers import DECREE, PRACTICE, QUALIFIERS, direct_access

pytestmark = pytest.mark.pure


def test_the_list_has_its_24_letters_each_in_one_place() -> None:
    places: dict[str, str] = {}
    for letter, qualifier in QUALIFIERS.items():
        places[qualifier.place] = places.get(qualifier.place, "") + letter
    assert {place: "".join(sorted(letters)) for place, letters in places.items()} == {
        "in_path": "ABDGHJKLNORTUVY", "out_of_path": "CEFIPSZ", "caseworker": "W", "outside": "X",
    }  # fmt: skip
    assert len(QUALIFIERS) == 24


@pytest.mark.parametrize(
    ("specialty", "age", "practice", "decree"),
    [
        ("gynaecology", 40, True, True), ("ophthalmology", 40, True, True), ("psychiatry", 15, False, True),
        ("psychiatry", 16, True, True), ("psychiatry", 25, True, True), ("psychiatry", 26, False, True),
        ("stomatology", 40, True, False), ("dermatology", 20, False, False),
    ],
)  # fmt: skip
def test_direct_access_by_the_funds_practice_and_by_the_decree(
    specialty: str, age: int, practice: bool, decree: bool
) -> None:
    assert (direct_access(specialty, age, PRACTICE), direct_access(specialty, age, DECREE)) == (practice, decree)
