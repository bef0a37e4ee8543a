"""The offline verifier finds every alteration of an export, alone, with the standard library."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from affilia.journal import operations as journal
from affilia.journal import verify_journal
from affilia.journal.models import Root
from affilia.journal.queries import export, root_row

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)
EDITS = 400


class Signer:
    """A key of the test's own, in the form the signature bridge gives."""

    key_id = "test-key"

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())

    def sign(self, data: bytes) -> bytes:
        r, s = decode_dss_signature(self.key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def public(self) -> str:
        form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        return self.key.public_key().public_bytes(*form).hex()


@pytest.fixture
def rows() -> list[dict[str, Any]]:
    signer = Signer()
    for n in range(12):
        journal.record(subject=f"person:{n % 4}", verb="test.happened", by="worker", at=AT, n=n)
        if n % 5 == 4:
            journal.sign_root(signer=signer, at=AT + timedelta(minutes=n))
    journal.sign_root(signer=signer, at=AT + timedelta(hours=1))
    key = {"kind": "key", "key_id": signer.key_id, "public": signer.public()}
    return [key, *json.loads(json.dumps(list(export())))]


def test_a_true_export_is_valid(rows: list[dict[str, Any]]) -> None:
    assert verify_journal.verify(rows) == {"valid": True, "subjects": 4, "events": 12, "first_bad": None}


def test_a_root_states_only_the_heads_that_moved(rows: list[dict[str, Any]]) -> None:
    roots = [row for row in rows if row["kind"] == "root"]
    assert [len(root["heads"]) for root in roots] == [4, 4, 2]
    assert [(root["subjects"], root["events"]) for root in roots] == [(4, 5), (4, 10), (4, 12)]


def test_no_root_is_signed_when_nothing_moved(rows: list[dict[str, Any]]) -> None:
    assert journal.sign_root(signer=Signer(), at=AT) is None


def altered(rows: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """The export with one random forgery, as somebody with the file could make it."""
    rows = copy.deepcopy(rows)
    events = [row for row in rows if row["kind"] == "event"]
    event = chance.choice(events)
    edit = chance.choice(
        ["flip", "delete", "swap", "insert", "cut", "subject", "rewrite", "count", "signature", "root"]
    )
    if edit == "flip":
        event[chance.choice(["at", "actor", "verb", "hash", "previous"])] += "x"
    elif edit == "delete":
        rows.remove(event)
    elif edit == "swap":
        mine = [row for row in events if row["subject"] == event["subject"]]
        mine[0]["data"], mine[-1]["data"] = mine[-1]["data"], mine[0]["data"]
    elif edit == "insert":
        rows.insert(rows.index(event), {**event, "data": {"n": 99}})
    elif edit == "cut":
        rows.remove(events[-1])
    elif edit == "subject":
        rows = [row for row in rows if row.get("subject") != event["subject"]]
    elif edit == "rewrite":
        rewrite(rows, event["subject"])
    else:
        root = chance.choice([row for row in rows if row["kind"] == "root"])
        forge_root(rows, root, edit)
    return rows


def rewrite(rows: list[dict[str, Any]], subject: str) -> None:
    """The cleverest forger: a whole chain made anew, every hash right."""
    previous = ""
    for row in rows:
        if row.get("subject") == subject:
            row["data"], row["previous"] = {"n": -1}, previous
            previous = row["hash"] = verify_journal.event_hash(row)


def forge_root(rows: list[dict[str, Any]], root: dict[str, Any], edit: str) -> None:
    if edit == "count":
        root["events"] += 1
        root["digest"] = verify_journal.root_digest(root)
    elif edit == "signature":
        root["signature"] = root["signature"][:-2] + ("00" if root["signature"][-2:] != "00" else "01")
    else:
        root["heads"] = root["heads"][1:]


def test_every_random_alteration_is_found(rows: list[dict[str, Any]]) -> None:
    missed = []
    for seed in range(EDITS):
        verdict = verify_journal.verify(altered(rows, random.Random(seed)))
        if verdict["valid"] or not verdict["first_bad"]:
            missed.append(seed)
    assert missed == []


def test_a_root_kept_elsewhere_betrays_a_cut_tail(rows: list[dict[str, Any]]) -> None:
    kept = [row for row in rows if row["kind"] == "root"]
    last = max(row["at"] for row in kept)
    cut = [row for row in rows if row.get("at", "") != last or row["kind"] != "root"]
    cut = [row for row in cut if not (row["kind"] == "event" and row["data"]["n"] >= 10)]
    assert verify_journal.verify(cut)["valid"], "within the export alone, the cut cannot be seen"
    assert not verify_journal.verify(cut, kept)["valid"]


def test_another_trusted_key_makes_the_roots_false(rows: list[dict[str, Any]]) -> None:
    assert not verify_journal.verify(rows, key=Signer().public())["valid"]


def test_under_a_trusted_key_something_must_be_signed(rows: list[dict[str, Any]]) -> None:
    (key,) = {row["public"] for row in rows if row["kind"] == "key"}
    assert verify_journal.verify(rows, key=key)["valid"]
    unsigned = [row for row in rows if row["kind"] != "root"]
    assert verify_journal.verify(unsigned)["valid"]
    assert not verify_journal.verify(unsigned, key=key)["valid"]


def test_a_row_of_another_kind_is_no_part_of_a_journal(rows: list[dict[str, Any]]) -> None:
    last = max(place for place, row in enumerate(rows) if row["kind"] == "event")
    renamed = [{**row, "kind": "note"} if place == last else row for place, row in enumerate(rows)]
    assert not verify_journal.verify(renamed)["valid"]


def test_a_field_that_stands_twice_makes_a_line_unreadable(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    export_file = tmp_path / "journal.jsonl"
    lines = [json.dumps(row) for row in rows]
    place = next(place for place, row in enumerate(rows) if row["kind"] == "event")
    lines[place] = '{"actor": "evil", ' + lines[place][1:]
    export_file.write_text("\n".join(lines))
    assert not verify_journal.verdict_on(str(export_file))["valid"]


@pytest.mark.parametrize("junk", [[], [{}], [{"kind": "event"}], [{"kind": "root"}], ["text"], [None]])
def test_junk_is_answered_not_raised(junk: list[Any]) -> None:
    verdict = verify_journal.verify(junk)
    assert verdict["valid"] is (junk == [])


def test_the_file_alone_verifies_an_export_anywhere(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    script = tmp_path / "verify_journal.py"
    script.write_text(Path(verify_journal.__file__).read_text())
    export_file, forged = tmp_path / "journal.jsonl", tmp_path / "forged.jsonl"
    export_file.write_text("\n".join(json.dumps(row) for row in rows))
    forged.write_text("\n".join(json.dumps(row) for row in rows).replace("test.happened", "test.forged", 1))
    for path, code in ((export_file, 0), (forged, 1), (tmp_path / "none", 2)):
        done = subprocess.run([sys.executable, "-I", str(script), str(path)], capture_output=True, check=False)
        assert done.returncode == code
        if code < 2:
            assert json.loads(done.stdout)["valid"] is (code == 0)


def test_the_copy_of_a_root_is_the_root(rows: list[dict[str, Any]]) -> None:
    assert [root_row(root) for root in Root.objects.order_by("pk")] == [row for row in rows if row["kind"] == "root"]
