"""`affilia orient`: who must register, for the facts of a file."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from typing import Any

from affilia.console.facts import COUNTRIES, DAYS, FLAGS, LANGUAGE, NAMES, NATIONS, ORIENT, WORDS
from affilia.console.files import rows_in
from affilia.console.output import InputUnreadable, Row, add_language, add_output, answer, translator
from affilia.formats import countries
from affilia.law import orientation
from affilia.law.cases.fields import DAY, FIRST, LAST
from affilia.law.reader import NoLaw
from affilia.law.routes import TABLE
from affilia.law.written import quoted


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's words."""
    parser = commands.add_parser("orient", help="who must register, and where", epilog=ORIENT)
    parser.add_argument(
        "file", metavar="FACTS.yaml", help="a list of items, each with id and facts (- reads standard input)"
    )
    add_output(parser)
    add_language(parser)
    parser.add_argument(
        "--choose",
        metavar="ROW=CHOICE",
        action="append",
        default=[],
        help="decide a row in doubt otherwise (ORI-07=post)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Orient each item."""
    said = translator(args.lang)
    rows = [oriented(item, args.file, said, chosen(args.choose)) for item in rows_in(args.file)]
    return answer(args, rows, _line)


def _line(row: Row) -> str:
    notes = [f"  {note['sentence']} [{note['rule']}, {note['article']}]" for note in row["notes"]]
    missing = [f"  missing: {row['missing']}"] if row["missing"] else []
    return "\n".join([f"{row['id']}: {row['route'] or '-'} {row['outcome']}: {row['sentence']}", *missing, *notes])


def chosen(words: list[str]) -> dict[str, str]:
    """The operator's choices for rows in doubt."""
    choices = dict(word.partition("=")[::2] for word in words)
    known = {row.row: sorted(row.choices) for row in TABLE if row.choices}
    for row, choice in choices.items():
        if choice not in known.get(row, ()):
            raise InputUnreadable(f"--choose {row}={choice}: choices are {known}")
    return choices


def oriented(item: Row, path: str, said: Callable[[str], str], choices: dict[str, str]) -> Row:
    """One answer, in the form of the command."""
    try:
        found = orientation.orient(checked(item, path), choices)
    except NoLaw as error:
        raise InputUnreadable(f"{path}: {item['id']}: {error}") from error
    return {
        "id": item["id"],
        "route": found.route,
        "outcome": found.outcome,
        "sentence": said(found.sentence),
        "article": found.article,
        "missing": found.missing,
        "papers": list(found.papers),
        "dates": [{"name": name, "date": day.isoformat()} for name, day in found.dates],
        "notes": [{"rule": n.row, "sentence": said(n.sentence), "article": n.article} for n in found.notes],
    }


def checked(item: Row, path: str) -> dict[str, Any]:
    """The facts of an item, countries in capitals; words, countries and days that are none are said with their place."""
    facts, place = item.get("facts"), f"{path}: {item['id']}"
    if not isinstance(facts, dict):
        raise InputUnreadable(f"{place}: facts: {quoted(facts)} is not a map")
    for name, value in facts.items():
        if name not in NAMES:
            near = ", ".join(get_close_matches(str(name)[:50], NAMES)) or "-"
            raise InputUnreadable(f"{place}: {quoted(name)}: no fact has this name; near it: {near}")
        if value is not None and not _good(name, value):
            raise InputUnreadable(f"{place}: {name}: {quoted(value)} is not a value of this fact")
    comes, leaves = facts.get("stay_from"), facts.get("stay_until")
    if comes and leaves and str(leaves) < str(comes):
        raise InputUnreadable(f"{place}: stay_until: {leaves} comes before stay_from {comes}")
    return {name: _in_capitals(name, value) for name, value in facts.items()}


def _in_capitals(name: str, value: Any) -> Any:
    if name == NATIONS and value:
        return [code.upper() for code in value]
    return value.upper() if name in COUNTRIES and value else value


def _good(name: str, value: Any) -> bool:
    if name in WORDS:
        return isinstance(value, str) and value in WORDS[name]
    if name in FLAGS:
        return isinstance(value, bool)
    if name in COUNTRIES:
        return _country(value)
    if name == LANGUAGE:
        return isinstance(value, str) and len(value) in (2, 3) and value.isalpha()
    if name == NATIONS:
        return isinstance(value, list) and all(_country(code) for code in value)
    return name in DAYS and _day(name, value)


def _country(value: Any) -> bool:
    return isinstance(value, str) and value.upper() in countries.codes()


def _day(name: str, value: Any) -> bool:
    """A day, quoted or not, from 1900 to 2100: months are added to it; of a birth, its year or month will do."""
    if type(value) not in (date, str) and not (name == "birth_date" and type(value) is int):
        return False
    text = str(value)
    whole = text if name != "birth_date" else {4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text)
    try:
        return DAY.fullmatch(whole) is not None and FIRST <= date.fromisoformat(whole) <= LAST
    except ValueError:
        return False
