"""The 24 official qualifiers of the care path on a claim, and what each means for the increase (reimbursement.md 1.3)."""

from __future__ import annotations

from dataclasses import dataclass

IN_PATH, OUT_OF_PATH, OUTSIDE, CASEWORKER = "in_path", "out_of_path", "outside", "caseworker"


@dataclass(frozen=True)
class Qualifier:
    """One letter of the list IR_QPS_V: where it puts the act, and why."""

    letter: str
    place: str
    meaning: str


QUALIFIERS = {
    letter: Qualifier(letter, place, meaning)
    for place, rows in {
        IN_PATH: {
            "T": "own doctor",
            "N": "new own doctor",
            "R": "replacement of the own doctor",
            "O": "sent by the own doctor",
            "D": "specialty in direct access",
            "U": "emergency, own doctor declared",
            "H": "away from home",
            "J": "newly installed doctor",
            "B": "newly installed doctor, in an area that lacks doctors",
            "V": "secondary practice",
            "A": "hospital clinic for tobacco, alcohol or drugs",
            "L": "under 16, own doctor declared",
            "G": "under 16, no doctor declared",
            "K": "scheme of Mayotte",
            "Y": "temporary exclusion, own doctor declared",
        },
        OUT_OF_PATH: {
            "S": "no doctor declared",
            "P": "outside the coordination",
            "F": "specialty not in direct access",
            "C": "act not in direct access",
            "I": "not filled in",
            "E": "tolerance used",
            "Z": "temporary exclusion, no doctor declared",
        },
        # R160-6 2 takes no increase in an emergency, the list puts it out of the path: a person looks
        CASEWORKER: {"W": "emergency, no doctor declared"},
        OUTSIDE: {"X": "outside the system"},
    }.items()
    for letter, meaning in rows.items()
}
