"""`law impact` on 50,000 files: each a person with a file, rights with a title to stay and a decided line; nothing is written."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FILES = int(os.environ.get("AFFILIA_BENCHMARK_FILES", "50000"))
AT = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
PROPOSED = {
    "participation_amount": (": 200", ": 300"), "permit_grace_months": (": 6", ": 9"),
    "heavy_act_threshold": (": 12000", ": 2000"),
}  # fmt: skip
RULE = """
from affilia.law.columns import Day, higher_of


@law.rule(cites="a proposal")
def rights_begin(studies_day: Day, arrival_day: Day, other_cover_until: Day) -> Day:
    return higher_of(studies_day, arrival_day)
"""


def main() -> None:
    """Fill, reckon, count."""
    with tempfile.TemporaryDirectory() as var:
        os.environ.update(AFFILIA_VAR=var, DJANGO_SETTINGS_MODULE="affilia.config.defaults")
        os.environ.pop("AFFILIA_DATABASE", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        fill()
        folder = proposal(Path(var) / "proposal")
        start, worked = time.perf_counter(), time.process_time()
        told = reckon(folder)
        took, worked = time.perf_counter() - start, time.process_time() - worked
    print(f"law impact, {platform.machine()}, {os.cpu_count()} cores, SQLite, {datetime.now(UTC):%Y-%m-%d}")
    print(
        f"  {FILES:,} files, rights and lines: {took:.1f} s (at most 5 s for 50,000), {worked:.1f} s of one core; moved {told}"
    )


def fill() -> None:
    """As many persons, files, rights and decided lines."""
    from affilia.claims.models import Claim, Decision, Line
    from affilia.coverage.models import Period
    from affilia.people.models import Identity, Person
    from affilia.registration.models import File

    persons = Person.objects.bulk_create(Person(created_at=AT) for _n in range(FILES))
    Identity.objects.bulk_create(
        Identity(
            person=person, from_at=AT, surname="A", given_names="B", birth_date=f"{1990 + n % 17}-03-27", sex="F",
            birth_country="MA", birth_town="X", nationality="MA", source="x",
        )
        for n, person in enumerate(persons)
    )  # fmt: skip
    File.objects.bulk_create(
        File(
            person=person, number=f"PK-{n}", opened_at=AT, saved_at=AT, studies_from=date(2026, 9, 1 + n % 28),
            orientation={"proof": ("none", "ehic")[n % 2], "proof_until": "2027-02-28"},
        )
        for n, person in enumerate(persons)
    )  # fmt: skip
    Period.objects.bulk_create(
        Period(
            person=person, fund="491", from_day=date(2026, 9, 1), basis="ORI-20", opened_at=AT,
            stay_until=date(2027, 1 + n % 12, 15),
        )
        for n, person in enumerate(persons)
    )  # fmt: skip
    claims = Claim.objects.bulk_create(
        Claim(
            person=person, professional="Dr", rpps="10000001916", sector="S1/OPTAM", pathway="own", signed_by_insured=True,
            signed_by_professional=True, received_at=AT,
        )
        for person in persons
    )  # fmt: skip
    lines = Line.objects.bulk_create(
        Line(
            claim=claim,
            position=1,
            code="G",
            care_day=date(2026, 10, 1 + n % 15),
            fee_cents=3000,
            state="decided",
            order=1,
        )
        for n, claim in enumerate(claims)
    )
    Decision.objects.bulk_create(
        Decision(
            line=line, fee_cents=3000, base_cents=3000, rate=7000, share_cents=2100, increase_cents=0, flat_cents=200,
            paid_cents=1900, left_cents=1100, steps=[], law_digest="x", order=1, decided_at=AT, by="rule",
        )
        for line in lines
    )  # fmt: skip


def proposal(folder: Path) -> Path:
    """Three quantities and a rule, changed."""
    from affilia.law.reader import FOLDER

    (folder / "parameters").mkdir(parents=True)
    (folder / "rules").mkdir()
    for name, (ours, theirs) in PROPOSED.items():
        text = (FOLDER / "parameters" / f"{name}.yaml").read_text()
        (folder / "parameters" / f"{name}.yaml").write_text(text.replace(ours, theirs))
    (folder / "rules" / "begin.py").write_text(RULE)
    return folder


def reckon(folder: Path) -> dict[str, int]:
    """What the command reckons."""
    from affilia.console.impacts import moved_by
    from affilia.law.proposal import read

    row = moved_by(read(folder), str(folder))
    return {name: len(row[name]) for name in ("moved", "rights_moved", "files_moved")}


if __name__ == "__main__":
    main()
