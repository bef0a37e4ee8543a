"""The pages of a registration: which answers each asks, and which cannot stay empty."""

from __future__ import annotations

from affilia.registration.models import File

STEPS = {
    "name": ("surname", "given_names", "no_given_names", "name_used"),
    "birth": ("birth_date",),
    "birth-place": ("birth_country", "birth_town"),
    "sex": ("sex",),
    "nationality": ("nationality", "other_nationality"),
    "parents": (
        "parent1_surname",
        "parent1_given_names",
        "parent2_surname",
        "parent2_given_names",
        "parents_unknown",
    ),
    "phone": ("phone",),
    "address": ("address", "postcode", "town", "fund"),
    "studies": ("school", "studies_from", "studies_until", "arrived_on"),
}
# accepted with the passport: a number rests on them
IDENTITY_STEPS = ("name", "birth", "birth-place", "sex", "nationality")
ABOUT_YOU = ("name", "birth", "birth-place", "sex", "nationality", "parents", "phone")


def done(file: File, step: str) -> bool:
    """Whether a page has all it must have."""
    if step == "name":
        return bool(file.surname and (file.given_names or file.no_given_names))
    if step == "parents":
        return bool(file.parent1_surname or file.parents_unknown)
    optional = {"other_nationality", "name_used", "studies_until"}
    return all(getattr(file, name) for name in STEPS[step] if name not in optional)


def missing_answers(file: File) -> list[str]:
    """The pages that are not done."""
    return [step for step in STEPS if not done(file, step)]


def next_step(step: str) -> str | None:
    """The page after this one."""
    names = list(STEPS)
    place = names.index(step) + 1
    return names[place] if place < len(names) else None
