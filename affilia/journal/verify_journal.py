#!/usr/bin/env python3
"""Verify an exported journal without us: `python3 verify_journal.py journal.jsonl [--roots kept.jsonl] [--key HEX]`.

Standard library only. The export holds one JSON object a line: events, signed roots, public keys. Checked: every
event's hash and its link to the one before; no gap in a subject; every root's digest, link, signature and counts;
every head a root names. `--roots` takes roots kept elsewhere (they betray a cut tail or a rewritten whole);
`--key` takes a public key you trust, instead of those in the export. Exit 0 when all is true, 1 when not, 2 when it
is no export.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

Row = dict[str, Any]

# NIST P-256 (FIPS 186-4)
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
Point = tuple[int, int] | None

KINDS = ("key", "event", "root")


class Unreadable(Exception):
    """A file is not there, or is no export at all: nothing can be said of it."""


class Damaged(Exception):
    """A line of an export cannot be read: it was altered."""


def canonical(value: Any) -> bytes:
    """The one spelling of a value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def event_hash(event: Row) -> str:
    """SHA-256 over every field of an event but its own hash; the previous hash is one of the fields."""
    return hashlib.sha256(canonical({k: v for k, v in event.items() if k not in ("hash", "kind")})).hexdigest()


def root_digest(root: Row) -> str:
    """SHA-256 over what a root states: when, how many, which heads moved, and the root before it."""
    stated = {name: root[name] for name in ("at", "subjects", "events", "heads", "previous")}
    return hashlib.sha256(canonical(stated)).hexdigest()


def added(a: Point, b: Point) -> Point:
    """The sum of two points of the curve."""
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def times(scalar: int, point: Point) -> Point:
    """`scalar` times a point, by doubling."""
    total: Point = None
    while scalar:
        if scalar & 1:
            total = added(total, point)
        point, scalar = added(point, point), scalar >> 1
    return total


def signed(data: bytes, signature: bytes, key: bytes) -> bool:
    """ECDSA P-256 with SHA-256: `signature` is r and s, 32 bytes each; `key` an uncompressed point (65 bytes)."""
    if len(signature) != 64 or len(key) != 65 or key[0] != 4:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    point = int.from_bytes(key[1:33], "big"), int.from_bytes(key[33:], "big")
    if not (0 < r < N and 0 < s < N) or (point[1] ** 2 - point[0] ** 3 + 3 * point[0] - B) % P:
        return False
    w = pow(s, -1, N)
    digest = int.from_bytes(hashlib.sha256(data).digest(), "big")
    found = added(times(digest * w % N, G), times(r * w % N, point))
    return found is not None and found[0] % N == r


def broken_events(events: list[Row], chains: dict[str, list[str]]) -> Iterator[str]:
    """Fill `chains` (subject: its hashes in order); yield what does not hold, in order."""
    for event in events:
        chain = chains.setdefault(event["subject"], [])
        place = f"{event['subject']} #{event['sequence']}"
        if event["sequence"] != len(chain) + 1:
            yield f"{place}: expected #{len(chain) + 1}"
        if event["previous"] != (chain[-1] if chain else ""):
            yield f"{place}: not linked to the event before"
        if event["hash"] != event_hash(event):
            yield f"{place}: altered"
        chain.append(event["hash"])


def broken_roots(roots: list[Row], keys: dict[str, bytes], chains: dict[str, list[str]]) -> Iterator[str]:
    """Yield what does not hold in the roots, or between them and the chains."""
    previous, heads = "", {}
    for root in roots:
        place = f"root of {root['at']}"
        if root["previous"] != previous:
            yield f"{place}: not linked to the root before"
        if root["digest"] != root_digest(root):
            yield f"{place}: altered"
        key = keys.get(root["key_id"])
        if key is None or not signed(root["digest"].encode(), bytes.fromhex(root["signature"]), key):
            yield f"{place}: signature not by a known key"
        previous = root["digest"]
        for subject, events, head in root["heads"]:
            heads[subject] = events
            if chains.get(subject, [])[events - 1 : events] != [head]:
                yield f"{subject} #{events}: not what the {place} signed"
        if (root["subjects"], root["events"]) != (len(heads), sum(heads.values())):
            yield f"{place}: counts do not add up"


def verify(rows: Iterable[Row], kept: Iterable[Row] = (), key: str = "") -> Row:
    """The verdict: valid, how many subjects and events, and the first thing that does not hold."""
    chains: dict[str, list[str]] = {}
    first_bad: str | None = None
    events = 0
    try:
        rows = list(rows)
        keys = {row["key_id"]: bytes.fromhex(row["public"]) for row in rows if row["kind"] == "key"}
        if key:
            keys = {name: bytes.fromhex(key) for name in keys}
        told = [{k: v for k, v in row.items() if k != "kind"} for row in rows if row["kind"] == "event"]
        strange = [f"a row of an unknown kind: {row['kind']!r}" for row in rows if row["kind"] not in KINDS]
        events = len(told)
        roots = [row for row in rows if row["kind"] == "root"]
        missing = [f"root of {root['at']}: kept elsewhere, not in the export" for root in kept if root not in roots]
        if key and not roots:
            missing.append("no signed root: nothing here is under the key")
        found = [*broken_events(told, chains), *broken_roots(roots, keys, chains), *strange, *missing]
        first_bad = next(iter(found), None)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        first_bad = f"not an export of a journal: {error!r}"
    return {"valid": first_bad is None, "subjects": len(chains), "events": events, "first_bad": first_bad}


def lines(path: str) -> list[Row]:
    """The rows of an export, one a line. Raises Unreadable where none is a row of it, Damaged where one is not."""
    rows: list[Row] = []
    bad = 0
    try:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                try:
                    rows += [json.loads(line, object_pairs_hook=once_each)] if line.strip() else []
                except UnicodeDecodeError:
                    raise
                except (ValueError, RecursionError):  # no JSON, a number of thousands of digits, nested without end
                    bad = bad or number
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path}: byte {error.start} is not UTF-8") from error
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from error
    if not any(_of_an_export(row) for row in rows):
        raise Unreadable(f"{path}: no line of it is of the export of a journal")
    if bad:
        raise Damaged(f"{path}: line {bad} is not JSON")
    return rows


def _of_an_export(row: object) -> bool:
    return isinstance(row, dict) and row.get("kind") in KINDS


def once_each(pairs: list[tuple[str, Any]]) -> Row:
    """The fields of a row: one told twice would be read one way here and another way elsewhere."""
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError("a field stands twice")
    return row


def verdict_on(path: str, roots: str | None = None, key: str = "") -> Row:
    """The verdict on an export in a file. Raises Unreadable."""
    if key and not (len(key) == 130 and set(key.lower()) <= set("0123456789abcdef")):
        raise Unreadable("--key: not 130 hexadecimal digits")
    try:
        return verify(lines(path), lines(roots) if roots else (), key)
    except Damaged as error:
        return {"valid": False, "subjects": 0, "events": 0, "first_bad": str(error)}


def main(argv: list[str] | None = None) -> int:
    """Print the verdict as JSON; 0 true, 1 altered, 2 unreadable."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("file")
    parser.add_argument("--roots", help="roots kept elsewhere, one JSON object a line")
    parser.add_argument("--key", default="", help="the public key you trust, 130 hexadecimal digits")
    args = parser.parse_args(argv)
    try:
        verdict = verdict_on(args.file, args.roots, args.key)
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(verdict))
    return 0 if verdict["valid"] else 1


if __name__ == "__main__":
    sys.exit(main())
