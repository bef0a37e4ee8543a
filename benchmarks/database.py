"""The batch from database to database: waiting sheets of PostgreSQL decided, explained and entered in the ledger."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tests.on_postgresql import postgresql  # noqa: E402

PERSONS, SHEETS = int(os.environ.get("AFFILIA_BENCHMARK_PERSONS", "150000")), 10
# a quarter of the memory of a small server, no checkpoint in the middle of a night's work, and nothing less than durable
# (docs/operator.md); the server of the tests is not
SERVER = (
    "shared_buffers=4GB",
    "max_wal_size=16GB",
    "min_wal_size=16GB",
    "checkpoint_timeout=30min",
    "wal_level=minimal",
    "max_wal_senders=0",
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
)
FILL = """
INSERT INTO people_account (id, password, ref, email, role, name, language, is_active, created_at, totp_secret, totp_step, tokens)
 SELECT n, '!', 'a' || lpad(n::text, 25, '0'), 'student' || n || '@example.org', 'student', '', 'en', true, now(), '', 0, 0
 FROM generate_series(1, {persons}) n;
INSERT INTO people_person (id, ref, account_id, created_at, decided)
 SELECT n, 'p' || lpad(n::text, 25, '0'), n, now(), 0 FROM generate_series(1, {persons}) n;
INSERT INTO people_identity (person_id, from_at, surname, given_names, no_given_names, birth_date, sex, birth_country, birth_town, nationality, source, reason)
 SELECT n, now(), 'A', 'B', false, (1990 + n % 17) || '-03-27', 'F', 'MA', 'X', 'MA', 'x', '' FROM generate_series(1, {persons}) n;
INSERT INTO coverage_period (ref, person_id, fund, from_day, basis, opened_at, control_about, ended_for)
 SELECT 'c' || lpad(n::text, 25, '0'), n, '491', '2025-09-01', 'ORI-20', now(), '', '' FROM generate_series(1, {persons}) n;
INSERT INTO coverage_doctor (ref, person_id, name, rpps, asked_at, from_day, recorded_by)
 SELECT 'd' || lpad(n::text, 25, '0'), n, 'Dr', '10000001916', now(), '2025-09-02', 'x' FROM generate_series(1, {persons}, 2) n;
INSERT INTO claims_claim (id, ref, person_id, professional, rpps, specialty, sector, pathway, signed_by_insured, signed_by_professional, received_at)
 SELECT n, 's' || lpad(n::text, 25, '0'), (n - 1) / {sheets} + 1, 'Dr', '10000001916', '', 'S1/OPTAM', 'own', true, n % 50 <> 0,
  '2026-01-01'::timestamptz + (n % {sheets}) * interval '20 days' FROM generate_series(1, {lines}) n;
INSERT INTO claims_line (id, ref, claim_id, position, code, care_day, fee_cents, units, state, held_for, checked_by)
 SELECT n, 'l' || lpad(n::text, 25, '0'), n, 1, (ARRAY['G', 'TCG', 'CNP', 'AMI 1,5'])[n % 4 + 1], date '2025-10-01' + ((n % {sheets}) * 7)::int,
  3000 + (n % 7) * 10, 1, 'received', '', '' FROM generate_series(1, {lines}) n;
"""
# sheets come over weeks, and the server tidies up after each: what filling all at once left to tidy is not the night's work
TIDY = ("VACUUM ANALYZE", "CHECKPOINT")


def main() -> None:
    """Fill, decide, count."""
    lines = PERSONS * SHEETS
    with postgresql(*SERVER) as folder, tempfile.TemporaryDirectory() as var:
        psycopg.connect(host=str(folder), user="postgres", dbname="postgres", autocommit=True).execute(
            "CREATE DATABASE affilia"
        )
        env = {
            **os.environ, "AFFILIA_DATABASE": "postgres://postgres@/affilia", "PGHOST": str(folder), "AFFILIA_VAR": var,
            "DJANGO_SETTINGS_MODULE": "affilia.config.defaults",
        }  # fmt: skip
        subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=env, check=True)
        with psycopg.connect(host=str(folder), user="postgres", dbname="affilia") as data:
            data.execute(FILL.format(persons=PERSONS, sheets=SHEETS, lines=lines))
        with psycopg.connect(host=str(folder), user="postgres", dbname="affilia", autocommit=True) as data:
            for statement in TIDY:
                data.execute(statement)
        start = time.perf_counter()
        words = [sys.executable, "-m", "affilia.console.main", "batch", "decide", "--from", "db", "--json"]
        told = subprocess.run(words, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout
        took = time.perf_counter() - start
        with psycopg.connect(host=str(folder), user="postgres", dbname="affilia") as data:
            [(decisions, entries)] = data.execute(
                "SELECT (SELECT count(*) FROM claims_decision), (SELECT count(*) FROM payments_entry)"
            ).fetchall()
    report = json.loads(told)[0]
    assert report["lines"] == decisions == lines, report
    print(
        f"database to database, {platform.machine()}, {os.cpu_count()} cores with the server on them (durable), {datetime.now(UTC):%Y-%m-%d}"
    )
    print(
        f"  {lines:,} sheets of {PERSONS:,} persons: {took:.1f} s, {lines / took:,.0f} sheets/s (at least 50,000); {entries:,} dues"
    )


if __name__ == "__main__":
    main()
