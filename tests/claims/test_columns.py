"""Everybody's lines as columns are what `facts` says of each line: the same values, asked once."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest

from affilia.claims import doubts, facts
from affilia.claims.columns import COPIED, distinct, lines_of, table_of
from affilia.claims.facts import Known, Told
from affilia.law.reimbursement import columns_of
from affilia.law.tariffs import NoPrice

TODAY = date(2026, 11, 27)
DOCTORS = ("10003879623", "10000001916", "")
ACTS = ("G", "TCG", "CS+MPC", "CNP", "APC", "AMI 1,5", "B 26", "PH7", "AMI", "no such act")


def told(person: int, chance: Random) -> Told:
    care = date(2019, 1, 1) + timedelta(days=chance.randrange(2900))
    return Told(
        person=person, code=chance.choice(ACTS), care_day=care, units=chance.choice([1, 1, 2]),
        fee=chance.choice([2650, 3000, 3150, 9000]), printed=chance.choice([None, 1200]),
        sector=chance.choice(["", "S1/OPTAM", "S2", "NC"]), professional=chance.choice(["Dr Ada", "DR ADA", 'The "Two", Dr']),
        rpps=chance.choice(DOCTORS), specialty=chance.choice(["", "gynaecology", "33", "99"]),
        pathway=chance.choice(["own", "referred", "emergency", "away", "direct", "none"]), complete=chance.random() < 0.9,
        received=care + timedelta(days=3), reimbursed=TODAY, refused="", checked=chance.random() < 0.2,
    )  # fmt: skip


def known(chance: Random) -> Known:
    def spans() -> list[tuple[date, date | None]]:
        starts = [date(2018, 1, 1) + timedelta(days=chance.randrange(2000)) for _n in range(chance.randint(0, 3))]
        return [(start, chance.choice([None, start + timedelta(days=400)])) for start in starts]

    birth = chance.choice(["2004-03-27", "1959-01-01", "2001-00-00", "2003-02-00", "2004-02-29", "2008-12-31"])
    return Known(birth, spans(), spans(), [(start, end, chance.choice(DOCTORS[:2])) for start, end in spans()])


def cell(value: Any) -> str:
    """As PostgreSQL's COPY writes it; it quotes an empty word, so that it is not NULL."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "t" if value else "f"
    return '"' + value.replace('"', '""') + '"' if isinstance(value, str) else str(value)


def copied(lines: list[Told]) -> bytes:
    rows = [
        {"line": n, "order": None, "paid": None, "claim": n, **line._asdict(), "reimbursed": None}
        for n, line in enumerate(lines)
    ]
    return "".join(",".join(cell(row[name]) for name in COPIED) + "\n" for row in rows).encode()


def everybody(seed: int) -> tuple[list[Told], dict[int, Known]]:
    chance = Random(seed)
    of = {person: known(chance) for person in range(1, 60)}
    lines = [told(person, chance) for person in of for _n in range(chance.randint(1, 12))]
    return [line for line in lines for _twice in range(1 + (chance.random() < 0.2))], of


@pytest.mark.parametrize("seed", range(8))
def test_each_column_has_the_value_of_each_line(seed: int) -> None:
    lines, of = everybody(seed)
    given = lines_of(table_of(copied(lines), TODAY), of)
    priced, wanted, seen = [], [], dict[tuple[object, ...], list[tuple[str, str]]]()
    for place, line in enumerate(lines):
        if place and line.person != lines[place - 1].person:
            seen = {}
        try:
            wanted.append(facts._facts(line, of[line.person], seen))
            priced.append(place)
        except NoPrice:
            facts._seen_before(line, seen)
    assert len(priced) > len(lines) // 2
    for name, column in columns_of(wanted).items():
        assert np.asarray(given.columns[name])[priced].tolist() == column.tolist(), name
    assert set(np.flatnonzero(given.columns["same_sheet_before"]).tolist()) >= {
        place for place, one in zip(priced, wanted, strict=True) if one.same_sheet_before
    }


@pytest.mark.parametrize("seed", range(4))
def test_a_line_is_doubtful_where_one_line_alone_would_be(seed: int) -> None:
    lines, of = everybody(seed)
    given = lines_of(table_of(copied(lines), TODAY), of)

    def doubtful(line: Told) -> bool:
        try:
            act = facts.act_told(line)
        except NoPrice:
            return True
        dear = not line.sector and doubts._dear(line, act)
        return bool(doubts._doubtful(line, act, of[line.person].doctors, dear=dear))

    assert given.doubtful.tolist() == [doubtful(line) for line in lines]
    assert 0 < given.doubtful.sum() < len(lines)


def test_an_act_told_on_two_sheets_is_told_again() -> None:
    lines, of = everybody(1)
    given = lines_of(table_of(copied(lines), TODAY), of)
    keys = [(line.person, line.care_day, line.code) for line in lines]
    assert given.again.tolist() == [keys.count(key) > 1 for key in keys]
    assert 0 < given.again.sum() < len(lines)


def test_the_lines_of_somebody_are_left_out() -> None:
    lines, of = everybody(0)
    given = lines_of(table_of(copied(lines), TODAY), of)
    kept = given.without({3, 4})
    assert set(given.persons.tolist()) - set(kept.persons.tolist()) == {3, 4}
    assert kept.ids.tolist() == [place for place, line in enumerate(lines) if line.person not in (3, 4)]


def test_combinations_beyond_whole_numbers_are_told_apart() -> None:
    wide = np.array([0, 1 << 61, 0, 1 << 61, 5])
    first, place = distinct(wide, wide[::-1].copy(), np.array([1, 1, 1, 1, 2]))
    pairs = list(zip(wide.tolist(), wide[::-1].tolist(), [1, 1, 1, 1, 2], strict=True))
    assert len(first) == len(set(pairs))
    assert [pairs[row] for row in first[place]] == pairs
