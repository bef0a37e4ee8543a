"""The form of an answer to a case, and asking the book about one row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import affilia.law.rules  # noqa: F401  importing the rules enters them in the book
from affilia.law.cases.fields import Fields
from affilia.law.facts import law

Answer = dict[str, Any]
Steps = list[dict[str, Any]]


def decided(told: Fields, amounts: Mapping[str, Any], steps: Steps) -> Answer:
    """A case the law has decided."""
    return {"id": told.told["id"], "amounts": dict(amounts), "undecided": None, "steps": steps}


def undecided(told: Fields, rule: str) -> Answer:
    """A case that needs a rule that is not there."""
    return {"id": told.told["id"], "amounts": {}, "undecided": rule, "steps": []}


def ask(
    facts: Mapping[str, int], *wanted: str, silent: tuple[str, ...] = (), ends: tuple[str, ...] = ()
) -> tuple[dict[str, int], Steps]:
    """What the book gives for one row, and the steps that lead there. A flag is told when it is true.

    An amount that came to nothing is told where it is an end: all that is wanted, unless `ends` names them.
    """
    columns = law.one(facts, *wanted)
    steps = [asdict(step) for step in law.explain(columns, 0, *wanted)]
    told = [step for step in steps if step["name"] not in silent and (step["value"] or _an_end(step, ends or wanted))]
    return {name: int(columns[name][0]) for name in wanted}, told


def _an_end(step: dict[str, Any], ends: tuple[str, ...]) -> bool:
    return step["unit"] != "flag" and step["name"] in ends
