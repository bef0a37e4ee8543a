"""`affilia law`: the law as a tool: the papers asked of somebody, a quantity or rule, its tree, what changed, what is wrong."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from affilia.console.orient import checked, chosen
from affilia.console.output import Row, add_language, add_output, answer, rows_in, translator
from affilia.law import orientation
from affilia.law.papers import Asked


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's words."""
    words = commands.add_parser("law", help="look things up in the law").add_subparsers(required=True, metavar="VERB")
    papers = words.add_parser("papers", help="the papers asked of somebody, with translation and legalisation")
    papers.add_argument("file", metavar="FACTS.yaml")
    papers.add_argument("--visa-validation", choices=["definitive", "temporary"], default="definitive")
    papers.add_argument("--choose", metavar="ROW=CHOICE", action="append", default=[])
    add_output(papers)
    add_language(papers)
    papers.set_defaults(run=run_papers)


def run_papers(args: argparse.Namespace) -> int:
    """The papers of each item of the file."""
    said, choices = translator(args.lang), chosen(args.choose)
    rows = []
    for item in rows_in(args.file):
        told = checked(item, args.file)
        asked = orientation.papers_of(told, choices, visa_validation=args.visa_validation)
        rows.append(
            {"id": item["id"], "papers": [_paper(one, said) for one in asked], "order": [a.paper.paper for a in asked]}
        )
    return answer(args, rows, lambda row: f"{row['id']}: {', '.join(row['order']) or '-'}")


def _paper(asked: Asked, said: Callable[[str], str]) -> Row:
    return {
        "paper": asked.paper.paper,
        "group": asked.paper.group,
        "required": asked.paper.required,
        "translation": asked.translation,
        "legalisation": asked.legalisation,
        "article": asked.paper.article,
        "sentence": " ".join(said(sentence) for sentence in asked.sentences),
    }
