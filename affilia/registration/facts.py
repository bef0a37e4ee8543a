"""A file as the law sees it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from affilia.law import entitlement, orientation, papers
from affilia.law.told import EEA_CH, EUROPEAN_CARD, FRENCH
from affilia.registration.models import File
from affilia.registration.states import EDITABLE


def of(file: File, on: date) -> dict[str, Any]:
    """What the orientation was told, brought up to date by the answers of the file."""
    nations = [nation for nation in (file.nationality, file.other_nationality) if nation]
    told = dict(file.orientation)
    if nations:
        told["nationalities"] = nations
    if file.birth_date:
        told["birth_date"] = file.birth_date
    if file.birth_country:
        told["born_in"] = file.birth_country
    return {**told, "asked_on": on.isoformat()}


def told_anew(file: File, told: Mapping[str, Any]) -> dict[str, Any]:
    """Answers of the file that were told otherwise since: the later word counts. A year is not corrected by its day."""
    nations = [*told.get("nationalities", ()), "", ""]
    new = {"birth_country": told.get("born_in"), "birth_date": told.get("birth_date")}
    new |= {"nationality": nations[0], "other_nationality": nations[1]} if nations[0] and file.nationality else {}
    return {
        name: value for name, value in new.items()
        if value is not None and (name == "other_nationality" or getattr(file, name))
        and not (name == "birth_date" and value.startswith(file.birth_date))
    }  # fmt: skip


def route(file: File, on: date) -> orientation.Orientation:
    """Where the law sends this file today."""
    return orientation.orient(of(file, on), settings.ORIENTATION_CHOICES)


def required_papers(file: File, on: date) -> list[papers.Paper]:
    """The papers this file needs, with the step each belongs to."""
    young = bool(file.birth_date) and entitlement.age_on(file.birth_date, on) < 16
    # a file still open follows its answers; a sent one keeps the route it was sent by
    fresh = route(file, on).route or ""
    found = fresh if file.state in EDITABLE else file.route or fresh
    told = of(file, on).get("nationalities", [])
    free = any(nation in EEA_CH or nation in FRENCH for nation in told)
    return papers.required(route=found, under_16=young, needs_title=not free, visa_validation=settings.VISA_VALIDATION)


def rights_start(file: File) -> date:
    """RGT-1; a European card that ends in mid-year moves the start to the day after (persona 03)."""
    assert file.studies_from is not None, "a sent file has its start of studies"
    told = file.orientation.get("proof_until") if file.orientation.get("proof") in EUROPEAN_CARD else None
    return entitlement.rights_start(file.studies_from, file.arrived_on, date.fromisoformat(told) if told else None)
