"""The C2S beside OpenFisca-France: 2,000 random households compared, each difference named; then a hundred thousand timed."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

import affilia.law.rules  # noqa: F401  importing the rules enters them in the book
from affilia.law.cases.css import BANDS, NOTHING
from affilia.law.facts import law

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv-openfisca"
REQUEST = np.datetime64("2023-11-15")
WANTED = ("css_free", "css_paid", "css_none", "css_month", "household_ceiling")


def environment() -> Path:
    """OpenFisca in an environment of its own, from its lock."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        uv = ROOT / ".tools" / "bin" / "uv"
        subprocess.run([uv, "venv", "-q", ENVIRONMENT, "--python", sys.executable], check=True)
        lock = ROOT / "requirements" / "openfisca.lock"
        subprocess.run([uv, "pip", "sync", "-q", "--require-hashes", "--python", python, lock], check=True)
    return python


def households(count: int, seed: int) -> dict[str, Any]:
    """One or two adults, up to five children, resources around the ceilings."""
    chance = np.random.default_rng(seed)
    adults, children = chance.integers(1, 3, size=count), chance.integers(0, 6, size=count)
    household = np.repeat(np.arange(count), adults + children)
    rank = np.concatenate([np.arange(size) for size in adults + children])
    place = np.where(rank < adults[household], np.minimum(rank, 1), 2)
    years = np.where(
        place == 2, chance.integers(2008, 2023, size=len(rank)), chance.integers(1945, 2003, size=len(rank))
    )
    birth = years.astype("U4").astype("datetime64[Y]").astype("datetime64[D]") + chance.integers(0, 365, size=len(rank))
    resources = chance.integers(500_000, 4_500_000, size=count)
    return {"household": household, "place": place, "birth": birth, "resources": resources, "size": adults + children}


def facts(told: dict[str, Any], aged_on: str = "2023-01-01") -> dict[str, np.ndarray]:
    """The same households as columns of our law; ages on 1 January of the year of the request."""
    count = len(told["resources"])
    columns = {name: np.full(count, value) for name, value in NOTHING.items()}
    columns["request_day"] = np.full(count, REQUEST.astype(np.int64))
    columns |= {
        "household_size": told["size"],
        "other_resources": told["resources"],
        "local_scheme": np.zeros(count, bool),
    }
    months = told["birth"].astype("datetime64[M]")
    age = (np.datetime64(aged_on, "M") - months).astype(np.int64) // 12
    in_month = (told["birth"] - months.astype("datetime64[D]")).astype(np.int64) > 0
    age -= in_month & ((np.datetime64(aged_on, "M") - months).astype(np.int64) % 12 == 0)
    lower = -1
    for band, upper in BANDS.items():
        columns[band] = np.bincount(told["household"], (lower < age) & (age <= upper), count).astype(np.int64)
        lower = upper
    return columns


def asked(told: dict[str, Any], folder: Path) -> Any:
    """What OpenFisca answers."""
    np.savez(folder / "in.npz", **{**told, "birth": told["birth"].astype("datetime64[D]").astype(np.int64)})
    script = ROOT / "benchmarks" / "openfisca" / "households.py"
    subprocess.run([environment(), script, folder / "in.npz", folder / "out.npz"], check=True)
    return np.load(folder / "out.npz")


def differences(ours: dict[str, np.ndarray], theirs: Any, told: dict[str, Any]) -> dict[str, int]:
    """Households that differ, by the reason; a difference without one stops."""
    edge = np.abs(ours["household_ceiling"] - told["resources"]) <= 100
    edge |= np.abs(ours["household_ceiling"] * 135 // 100 - told["resources"]) <= 200
    free = ours["css_free"] != theirs["free"]
    paid = ours["css_paid"] != theirs["paid"]
    ceiling = ours["household_ceiling"] != np.round(theirs["ceiling"] * 100).astype(np.int64)
    assert (np.abs(ours["household_ceiling"] / 100 - theirs["ceiling"])[ceiling] <= 1).all(), (
        "a ceiling differs by more than a euro"
    )
    unexplained = (free | paid) & ~edge
    assert not unexplained.any(), f"household {int(np.argmax(unexplained))}: no documented difference explains it"
    asks = np.round(theirs["month"] * 100).astype(np.int64)
    month = ours["css_month"] != asks
    later = law.evaluate(facts(told, "2023-11-01"), "css_month")["css_month"]
    assert (later == asks).all(), "a contribution differs by more than the day of the age"
    return {
        "it rounds the ceiling of the household, the law only that of one person (L861-1)": int(ceiling.sum()),
        "level, within a euro of a ceiling so rounded": int(((free | paid) & edge).sum()),
        "contribution: it takes the age of the month, the law that of 1 January (D861-1)": int(month.sum()),
    }


def main() -> None:
    """Compare, then time."""
    folder = Path(tempfile.mkdtemp(prefix="affilia-css-"))
    told = households(2000, 1)
    ours = law.evaluate(facts(told), *WANTED)
    print(
        f"C2S, {platform.machine()}, {os.cpu_count()} cores, {datetime.now(UTC):%Y-%m-%d}; 2,000 households beside OpenFisca-France"
    )
    for reason, count in differences(ours, asked(told, folder), told).items():
        print(f"  {count} differ: {reason}")
    many = households(100_000, 2)
    theirs = float(asked(many, folder)["seconds"])
    columns = facts(many)
    start = time.perf_counter()
    law.evaluate(columns, *WANTED)
    amounts = time.perf_counter() - start
    print(
        f"  100,000 households: ours {amounts:.3f} s with every explaining column, OpenFisca {theirs:.3f} s: {theirs / amounts:.0f} x"
    )


if __name__ == "__main__":
    main()
