"""The facts a file may tell `orient`, `law papers` and `law rights`: their values, and what a file looks like."""

from __future__ import annotations

WORDS = {
    "french_number": {"none", "attached", "unattached"},
    "status": {"student", "phd_contract", "phd_no_contract", "intern", "family", "asylum", "refugee", "other"},
    "proof": {
        "none", "ehic", "prc", "ghic", "s1", "se401q102", "se401q104", "se401q106", "andorra", "monaco",
    },
    "organisation": {"embassy", "international"},
    "purpose": {"none", "treatment", "pensioner", "posted", "job_seeker"},
}  # fmt: skip
DAYS = ("proof_until", "year_end", "stay_from", "stay_until", "birth_date", "asked_on")
FLAGS = (
    "enrolled_in_france", "exchange", "organisation_family", "talent_permit", "works", "civil_status_multilingual",
)  # fmt: skip
COUNTRIES = ("born_in", "insured_in", "civil_status_from")
LANGUAGE, NATIONS = "civil_status_language", "nationalities"
NAMES = (*WORDS, NATIONS, *COUNTRIES, *DAYS, *FLAGS, LANGUAGE)

A_DAY, A_FLAG = "day YYYY-MM-DD", "true, false"
# what each fact of orient and law papers tells
MEANINGS = {
    "french_number": "whether she has a French social-security number, attached to a fund or not",
    "status": "why she is in France",
    "proof": "the proof of cover from elsewhere",
    "organisation": "whose staff she is, or the family she comes with",
    "purpose": "what else brings her",
    NATIONS: "her nationalities, one or two",
    "born_in": "where she was born",
    "insured_in": "which country issued the proof of cover",
    "civil_status_from": "which country issued the civil-status paper, where it is not the one of birth",
    "proof_until": "last day of the proof of cover",
    "year_end": "last day of the academic year",
    "stay_from": "first day of the stay",
    "stay_until": "last day of the stay, not before the first",
    "birth_date": "date of birth; its year or month will do (2004, 2004-05)",
    "asked_on": "the day of the question: the rules of that day answer",
    "enrolled_in_france": "whether an intern is enrolled in France",
    "exchange": "whether she comes on an exchange (from Québec)",
    "organisation_family": "whether she is family of staff of an embassy or an international organisation",
    "talent_permit": "whether a doctoral student with a contract holds a talent permit",
    "works": "whether she works beside her studies",
    "civil_status_multilingual": "whether the civil-status paper has the multilingual form",
    LANGUAGE: "the language of the civil-status paper",
}
# (values, meaning) of the facts of law rights; one of the starred is there
RIGHTS = {
    "studies_from": (A_DAY, "first day of the studies *"),
    "arrived_on": (A_DAY, "the day she came to France"),
    "other_cover_until": (A_DAY, "last day of a cover from elsewhere"),
    "permit_until": (A_DAY, "last day of the title to stay *"),
    "left_on": (A_DAY, "the day she left France *"),
    "removal_final_on": (A_DAY, "the day a removal became final *"),
    "final_number": (A_FLAG, "whether she has the final number; true where nothing is told"),
    "letter_on": (A_DAY, "the day the fund's control letter was received *"),
    "noticed_on": (A_DAY, "the day she was asked for a civil-status paper *"),
    "paper_on": (A_DAY, "the day that paper came"),
    "decision": ("{decisions}", "what the fund decided about the suspended rights"),
    "decided_on": (A_DAY, "the day it was decided"),
    "sent_on": (A_DAY, "the day the file went to the register"),
    "date_of_care": (A_DAY, "a day of care: until when its sheet is accepted *"),
}

LIST = "Each item has an id and its facts; docs/facts.md lists every fact with its values."
ORIENT = f"""a file of facts:

  - id: salma
    facts:
      french_number: none
      status: student
      nationalities: [MA]
      proof: none
      stay_from: 2026-09-01
      stay_until: 2027-06-30
      birth_date: 2004-05-06
      asked_on: 2026-09-01

{LIST}
"""
PAPERS = f"""a file of facts, those of `affilia orient` and of the civil-status paper:

  - id: salma
    facts:
      french_number: none
      status: student
      nationalities: [MA]
      proof: none
      born_in: MA
      stay_from: 2026-09-01
      stay_until: 2027-06-30
      asked_on: 2026-09-01
      civil_status_language: ar

{LIST}
"""
RIGHTS_FILE = f"""a file of facts:

  - id: salma
    facts:
      studies_from: "2026-09-01"
      arrived_on: "2026-08-25"
      permit_until: "2027-08-31"

{LIST}
"""
CLAIMS = """a file of cases, amounts in euros:

  - id: one
    date_of_care: "2026-03-10"
    scheme: general
    care_path: in_path
    patient: {age: 22, medecin_traitant: true}
    lines:
      - {code: G, base_eur: 30, rate_category: doctor}

More cases: tests/law/cases/reimbursement_examples.yaml.
"""
CSS = """a file of cases, amounts in euros:

  - id: one
    kind: css_level
    request_date: "2025-05-05"
    household_size: 1
    resources_year_eur: 9000

More cases: section css of tests/law/cases/reimbursement_examples.yaml.
"""


def values_of(name: str) -> str:
    """What a fact of orient and law papers may be."""
    if name in WORDS:
        return ", ".join(sorted(WORDS[name]))
    if name in DAYS:
        return A_DAY
    if name in FLAGS:
        return A_FLAG
    return {LANGUAGE: "code of a language (ar, pt)", NATIONS: "list of codes of countries ([MA, FR])"}.get(
        name, "code of a country (MA)"
    )


def page() -> str:
    """docs/facts.md, made of the tables above; a test keeps it true."""
    from affilia.law.clock import DECISIONS

    told = [(f"`{name}`", values_of(name), MEANINGS[name]) for name in NAMES]
    rights = [
        (f"`{name}`", values.format(decisions=", ".join(sorted(DECISIONS))), meaning)
        for name, (values, meaning) in RIGHTS.items()
    ]
    return "\n".join(
        [
            "# Facts a file may tell",
            "",
            "Every item of the file is a map with an `id` and its `facts`. What is not told is unknown, not false.",
            "Made of `affilia/console/facts.py`: change it there, then `python -m affilia.console.facts > docs/facts.md`.",
            "",
            *_section("`affilia orient` and `affilia law papers`", ORIENT, told),
            "",
            *_section("`affilia law rights` (one of the facts with * is there)", RIGHTS_FILE, rights),
            "",
        ]
    )


def _section(title: str, example: str, rows: list[tuple[str, str, str]]) -> list[str]:
    lines = [line[2:] for line in example.splitlines() if line.startswith("  ")]
    table = [f"| {' | '.join(row)} |" for row in [("fact", "values", "tells"), ("---", "---", "---"), *rows]]
    return [f"## {title}", "", "```yaml", *lines, "```", "", *table]


if __name__ == "__main__":
    print(page(), end="")
