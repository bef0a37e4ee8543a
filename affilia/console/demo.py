"""`affilia demo`: the whole story headless, through the same operations, on a fresh embedded database."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from affilia.console.output import InputUnreadable, say, whole

# what a story leaves in its folder
PAPERS = (
    "certificate-temporary.pdf", "certificate-definitive.pdf", "order.xml", "explanation.md", "explanation.json",
    "journal.jsonl", "verify_journal.py", "summary.json",
)  # fmt: skip


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's words."""
    parser = commands.add_parser("demo", help="the whole story of one invented student")
    parser.add_argument("--seed", type=whole(0, 2**32), default=1, help="same seed, same numbers and amounts")
    parser.add_argument(
        "--out", default="demo", metavar="DIR", help="the folder of the papers, made where it is not there"
    )
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Tell the story; 0 when every step went well."""
    out = Path(args.out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass  # tried before a story is told for nothing
    except OSError as error:
        raise InputUnreadable(f"{args.out}: {error.strerror}") from error
    for name in PAPERS:
        if (out / name).is_dir():
            raise InputUnreadable(f"{out / name}: is a folder, where a paper of the story goes")
    with tempfile.TemporaryDirectory(prefix="affilia-demo-") as place:
        os.environ["AFFILIA_VAR"] = place
        os.environ.pop("AFFILIA_DATABASE", None)
        summary = told(args.seed, out)
    if args.json:
        say(json.dumps([summary], ensure_ascii=False, indent=2))
    else:
        for step in summary["steps"]:
            say(f"{'ok ' if step['ok'] else 'BAD'} {step['name']}")
    return 0 if all(step["ok"] for step in summary["steps"]) else 1


def told(seed: int, out: Path) -> dict[str, Any]:
    """The story of a seed, its papers in `out`."""
    import django

    django.setup()
    from django.core.management import call_command

    from affilia.console.story import Story

    call_command("migrate", verbosity=0)
    return Story(seed).tell(out)


def links() -> list[tuple[str, str]]:
    """(who, one-click link) for each person of the demo world, made when the database is empty."""
    from django.conf import settings

    from affilia.console.demo_people import people_of_the_demo
    from affilia.people.queries import demo_token

    return [(who, f"{settings.SITE}/demo/{demo_token(account)}/") for who, account in people_of_the_demo()]
