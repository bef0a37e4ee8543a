"""Everybody's lines as columns: what `facts` says of a line, asked once for all the lines that agree in it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv

from affilia.claims import doubts, facts
from affilia.claims.acts import Act, act_of
from affilia.claims.facts import Known, Told
from affilia.claims.pathways import qualifier
from affilia.law.columns import Columns, year_of
from affilia.law.days import number_of
from affilia.law.entitlement import latest_birth, whole_years
from affilia.law.facts import CATEGORIES, WORDS, law
from affilia.law.qualifiers import CASEWORKER, OUT_OF_PATH
from affilia.law.reimbursement import REFUSALS, completed, has_values_in
from affilia.law.tariffs import NoPrice

WORD, FLAG, DAY, NUMBER = pa.dictionary(pa.int32(), pa.string()), pa.bool_(), pa.date32(), pa.int64()
# a line with its sheet, as it is copied out: `order` of the decided, `refused` and `paid` of their decision, then what Told has
COPIED = {
    "line": NUMBER, "order": NUMBER, "paid": NUMBER, "claim": NUMBER, "person": NUMBER, "code": WORD, "care_day": DAY,
    "units": NUMBER, "fee": NUMBER, "printed": NUMBER, "sector": WORD, "professional": WORD, "rpps": WORD, "specialty": WORD,
    "pathway": WORD, "complete": FLAG, "received": DAY, "reimbursed": DAY, "refused": WORD, "checked": FLAG,
}  # fmt: skip
BEYOND = 1 << 31  # later than any day
NO_ACT = -1
REFUSED_AS = {"": len(REFUSALS), **{code: place for place, code in enumerate(REFUSALS)}}


@dataclass(frozen=True)
class Lines:
    """Lines in the order they count, as the law takes them; `columns` are facts, one value a line like the others."""

    ids: np.ndarray
    orders: np.ndarray  # 0: waits
    refused: np.ndarray  # of those decided: the place among REFUSALS, their number where it was not refused
    paid: np.ndarray
    again: np.ndarray  # another sheet tells of the same act on the same day
    doubtful: np.ndarray  # of those that wait: somebody must look first; the law has no price
    columns: Columns

    @property
    def persons(self) -> np.ndarray:
        """Whose they are."""
        return np.asarray(self.columns["person"])

    def without(self, persons: set[int]) -> Lines:
        """The lines of everybody else."""
        keep = ~np.isin(self.persons, list(persons))
        return Lines(
            ids=self.ids[keep], orders=self.orders[keep], refused=self.refused[keep], paid=self.paid[keep],
            again=self.again[keep], doubtful=self.doubtful[keep],
            columns={name: column[keep] for name, column in self.columns.items()},
        )  # fmt: skip


def table_of(copied: bytes, today: date) -> pa.Table:
    """The rows of COPY … TO STDOUT (FORMAT csv), columns as in COPIED; what waits is decided today."""
    table = csv.read_csv(
        io.BytesIO(copied),
        read_options=csv.ReadOptions(column_names=list(COPIED), use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=COPIED, null_values=[""], strings_can_be_null=False, true_values=["t"], false_values=["f"]
        ),
    )
    waits = {"order": 0, "paid": 0, "printed": -1, "reimbursed": today}
    for name, value in waits.items():
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table.column(name).fill_null(value))
    return table.unify_dictionaries().combine_chunks()


def lines_of(table: pa.Table, known: Mapping[int, Known]) -> Lines:
    """The lines of persons of whom enough is known (at least one line), in the order of the table: person by person."""
    told = {name: _numbers(table, name) for name in COPIED}
    starts = np.append(True, told["person"][1:] != told["person"][:-1])
    whose, of = np.cumsum(starts) - 1, [known[person] for person in told["person"][starts].tolist()]
    acts, act = _acts(table, told)
    declared, hers = _declared(table, told, whose, of)
    another = ~hers & (_each(table, "rpps", len) > 0)
    specialty = _of_acts(acts, act, lambda one: WORDS["specialty"].index(one.specialty))
    out_of_path, asks = _paths(table, told, specialty, declared, another)
    base = _of_acts(acts, act, lambda one: one.price.base) * told["units"]
    day = told["care_day"]
    age, age_in_january = _ages(day, np.array([latest_birth(one.birth) for one in of], dtype=np.int64)[whose])
    columns = {
        "person": told["person"],
        "professional": _professionals(table, told),
        "care_day": day,
        "reimbursed_day": told["reimbursed"],
        "received_day": told["received"],
        "category": _of_acts(acts, act, lambda one: WORDS["category"].index(one.price.category)),
        "fee": told["fee"],
        "tariff": base,
        "letter_price": _of_acts(acts, act, lambda one: one.price.letter),
        "coefficient": _of_acts(acts, act, lambda one: one.price.coefficient),
        "price_status": _of_acts(acts, act, lambda one: WORDS["price_status"].index(one.price.status)),
        "heavy_act": _of_acts(acts, act, lambda one: one.heavy).astype(bool),
        "age": age,
        "covered": _within(day, whose, [one.periods for one in of]),
        "s1": _within(day, whose, [one.s1_periods for one in of]),
        "out_of_path": out_of_path,
        "specialty": specialty,
        "by_decree": np.full(len(day), facts.by_decree()),
        "units": told["units"],
        "same_sheet_before": _seen_before(table, told),
        "complete": told["complete"].astype(bool),
        "minor": age_in_january < 18,
        "participation_due": _of_acts(acts, act, lambda one: one.participation_due).astype(bool),
        "franchise_due": _of_acts(acts, act, lambda one: one.franchise_due).astype(bool),
    }
    of_doctor = _of_acts(acts, act, lambda one: one.price.category == "doctor").astype(bool)
    uncoordinated = out_of_path & _each(table, "code", doubts.coordinated).astype(bool)
    doubtful = _doubtful(table, told, base, of_doctor, specialty == 0, asks, uncoordinated)
    return Lines(
        ids=told["line"], orders=told["order"], paid=told["paid"], refused=_each(table, "refused", REFUSED_AS.__getitem__),
        doubtful=(act == NO_ACT) | (told["order"] == 0) & ((age < 0) | doubtful | _valueless(columns)),
        again=_told_again(told), columns=completed(columns, len(day)),
    )  # fmt: skip


def _doubtful(
    table: pa.Table, told: Columns, base: np.ndarray, of_doctor: np.ndarray, nameless: np.ndarray, asks: np.ndarray,
    uncoordinated: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Whether somebody must look at each line, as `doubts` has it of one."""
    untold = _each(table, "sector", lambda word: not word).astype(bool)
    found = doubts.doubts_among(
        emergency=asks, direct=_each(table, "pathway", lambda word: word == "direct").astype(bool),
        nameless=nameless, of_doctor=of_doctor, dear=untold & (base > 0) & (base < told["fee"]), uncoordinated=uncoordinated,
    )  # fmt: skip
    doubtful: np.ndarray = np.logical_or.reduce(list(found.values())) & (told["checked"] == 0)
    return doubtful


def _valueless(columns: Columns) -> np.ndarray:
    """Whether the law has no value for what each line may ask."""
    eras = [law.era(fact, columns) for fact in ("care_day", "reimbursed_day")]
    first, place = distinct(columns["category"], *eras)
    rows = zip(columns["category"][first].tolist(), *(era[first].tolist() for era in eras), strict=True)
    return _spread([not has_values_in(CATEGORIES[kind], care, paid) for kind, care, paid in rows], place).astype(bool)


def _told_again(told: Columns) -> np.ndarray:
    """Lines whose act and day stand on another sheet of the same person: whether they may, `doubts` says of each."""
    first, place = distinct(told["person"], told["care_day"], told["code"])
    lowest, highest = told["claim"][first].copy(), told["claim"][first].copy()
    np.minimum.at(lowest, place, told["claim"])
    np.maximum.at(highest, place, told["claim"])
    found: np.ndarray = (lowest < highest)[place]
    return found


def _numbers(table: pa.Table, name: str) -> np.ndarray:
    """A column as whole numbers: a word is its place in the dictionary, a day counts from 1970."""
    column = table.column(name).combine_chunks()
    if COPIED[name] is WORD:
        column = column.indices
    elif COPIED[name] is DAY:
        column = column.cast(pa.int32())
    return np.asarray(column, dtype=np.int64)


def _each(table: pa.Table, name: str, answer: Callable[[str], int]) -> np.ndarray:
    """An answer for each word of a column, asked once a word."""
    column = table.column(name).combine_chunks()
    answers = [answer(word) for word in column.dictionary.to_pylist()]
    return _spread(answers, np.asarray(column.indices))


def _spread(answers: Sequence[int], place: np.ndarray) -> np.ndarray:
    """Each row's answer, of those given once."""
    found: np.ndarray = np.array(answers, dtype=np.int64)[place]
    return found


def distinct(*columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first row of each different combination, and for each row which of them it is."""
    key, size = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in (one.astype(np.int64, copy=False) for one in columns):
        low, span = column.min(), int(column.max()) - int(column.min()) + 1
        if size * span >= 1 << 62:
            _first, key = np.unique(key, return_inverse=True)
            size = len(key)
        key, size = key * span + (column - low), size * span
    _key, first, place = np.unique(key, return_index=True, return_inverse=True)
    return first, place


def _acts(table: pa.Table, told: Columns) -> tuple[list[Act | None], np.ndarray]:
    """The different acts, and which of them each line is; NO_ACT where the law has no price."""
    names = ("code", "sector", "care_day", "printed", "specialty")
    first, place = distinct(*(told[name] for name in names))
    rows = table.select(names).take(pa.array(first)).to_pylist()
    acts = [_act(row) for row in rows]
    priced = np.array([act is not None for act in acts])
    return acts, np.where(priced[place], place, NO_ACT)


def _act(row: Mapping[str, Any]) -> Act | None:
    printed = None if row["printed"] < 0 else row["printed"]
    try:
        return act_of(row["code"], row["sector"], row["care_day"], printed, row["specialty"])
    except NoPrice:
        return None


def _of_acts(acts: Sequence[Act | None], act: np.ndarray, answer: Callable[[Act], int]) -> np.ndarray:
    """An answer for each act, asked once an act; 0 for a line that has none."""
    return _spread([*(answer(one) if one else 0 for one in acts), 0], act)


def _paths(
    table: pa.Table, told: Columns, specialty: np.ndarray, declared: np.ndarray, another: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Whether each line is out of the care path, and whether only a person can say."""
    first, place = distinct(told["pathway"], specialty, declared, another)
    words = table.column("pathway").take(pa.array(first)).to_pylist()
    rows = zip(words, specialty[first].tolist(), declared[first].tolist(), another[first].tolist(), strict=True)
    found = [
        qualifier(pathway, WORDS["specialty"][doctor], declared=has, another=other).place
        for pathway, doctor, has, other in rows
    ]
    out, asks = (_spread([one == wanted for one in found], place).astype(bool) for wanted in (OUT_OF_PATH, CASEWORKER))
    return out, asks


def _declared(table: pa.Table, told: Columns, whose: np.ndarray, of: Sequence[Known]) -> tuple[np.ndarray, np.ndarray]:
    """Whether each line's person had a doctor that day, and whether the sheet is that doctor's."""
    numbers = {word: place for place, word in enumerate(table.column("rpps").combine_chunks().dictionary.to_pylist())}
    declared, hers = np.zeros(len(whose), dtype=bool), np.zeros(len(whose), dtype=bool)
    doctors = [one.doctors for one in of]
    for rank, during in enumerate(_ranks(told["care_day"], whose, doctors)):
        number = np.array([numbers.get(rows[rank][2], -1) if rank < len(rows) else -1 for rows in doctors])
        declared |= during
        hers |= during & (number[whose] == told["rpps"])
    return declared, hers


def _within(day: np.ndarray, whose: np.ndarray, periods: Sequence[facts.Periods]) -> np.ndarray:
    found = np.zeros(len(day), dtype=bool)
    for during in _ranks(day, whose, periods):
        found |= during
    return found


def _ranks(day: np.ndarray, whose: np.ndarray, spans: Sequence[Sequence[Any]]) -> Iterator[np.ndarray]:
    """For everybody's first span, then second…: whether each line's day lies in it, its end not included."""
    for rank in range(max((len(rows) for rows in spans), default=0)):
        starts = np.array([_days(rows[rank][0]) if rank < len(rows) else BEYOND for rows in spans])
        ends = np.array([_days(rows[rank][1]) if rank < len(rows) else BEYOND for rows in spans])
        yield (starts[whose] <= day) & (day < ends[whose])


def _days(day: date | None) -> int:
    return number_of(day) if day else BEYOND


def _ages(day: np.ndarray, born: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole years on each day, and on 1 January of its year; `born`: year and MMDD."""
    days = day.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    month_day = (months.astype(np.int64) % 12 + 1) * 100 + (days - months).astype(np.int64) + 1
    years, year, birthday = year_of(day), born[:, 0], born[:, 1]
    return whole_years(years, month_day, year, birthday), whole_years(years, np.full_like(day, 101), year, birthday)


def _professionals(table: pa.Table, told: Columns) -> np.ndarray:
    first, place = distinct(told["rpps"], told["professional"])
    rows = table.select(["rpps", "professional"]).take(pa.array(first)).to_pylist()
    return _spread([facts.professional(row["rpps"], row["professional"]) for row in rows], place)


def _seen_before(table: pa.Table, told: Columns) -> np.ndarray:
    """Repeats, among the few lines that agree with another of the same person in all but the professional."""
    found = np.zeros(table.num_rows, dtype=bool)
    _first, place = distinct(*(told[name] for name in ("person", "care_day", "code", "units", "fee")))
    rows = np.flatnonzero(np.bincount(place)[place] > 1)
    names = [*Told._fields]
    lines = [Told(**row) for row in table.select(names).take(pa.array(rows)).to_pylist()]
    found[rows] = list(facts.repeats(lines))
    return found
