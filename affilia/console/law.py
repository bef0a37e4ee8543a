"""`affilia law`: the law as a tool: the papers asked of somebody, a quantity or rule, its tree, what changed, what is wrong."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from affilia.console import impacts
from affilia.console.claims import explain_cases
from affilia.console.facts import PAPERS, RIGHTS_FILE
from affilia.console.files import rows_in
from affilia.console.orient import checked, chosen
from affilia.console.output import InputUnreadable, Row, add_format, add_language, add_output, answer, say, translator
from affilia.formats.sentences import sentence
from affilia.law import atlas, orientation
from affilia.law.facts import law
from affilia.law.papers import Asked
from affilia.law.reader import LawUnreadable, NoLaw, Parameter, read_folder
from affilia.law.readings import TRANSLATIONS
from affilia.law.routes import TABLE

# what waits for a paper, in the words of her file
GROUPS = {"temporary": "For your temporary certificate", "permanent": "For your permanent number (NIR)"}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's words."""
    words = commands.add_parser("law", help="papers, rights, values and rules of the law").add_subparsers(
        required=True, metavar="VERB"
    )
    _add_facts(words)
    _add_names(words)


def _add_facts(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What is asked of the facts of a file."""
    papers = words.add_parser(
        "papers", help="the papers asked of somebody, with translation and legalisation", epilog=PAPERS
    )
    papers.add_argument(
        "file", metavar="FACTS.yaml", help="a list of items, each with id and facts (- reads standard input)"
    )
    papers.add_argument(
        "--visa-validation",
        choices=["definitive", "temporary"],
        default="definitive",
        help="whether the permanent number or already the temporary certificate waits for a validated visa",
    )
    papers.add_argument("--choose", metavar="ROW=CHOICE", action="append", default=[], help="a row in doubt decided so")
    papers.add_argument(
        "--translations",
        choices=sorted(TRANSLATIONS.ways),
        help="who asks Greek and Bulgarian papers for a translation (affilia law show translations)",
    )
    add_output(papers)
    add_language(papers)
    papers.set_defaults(run=run_papers)
    rights = words.add_parser(
        "rights", help="when rights begin, end, stop and come back, for each set of facts", epilog=RIGHTS_FILE
    )
    rights.add_argument(
        "file", metavar="FACTS.yaml", help="a list of items, each with id and facts (- reads standard input)"
    )
    add_format(rights)
    add_language(rights)
    rights.set_defaults(run=run_rights)


def _add_names(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What is looked up in the law, compared and checked."""
    show = words.add_parser("show", help="a quantity, rule, tariff or row: values, references, who uses it, its tree")
    show.add_argument(
        "name", metavar="NAME", help="rate_general, paid, ORI-20; a name that is none is answered with near ones"
    )
    show.add_argument("--on", metavar="DATE", type=a_day, help="only the value in force on this day")
    add_output(show)
    show.set_defaults(run=run_show)
    graph = words.add_parser("graph", help="what needs what, as a graph (dot)")
    graph.add_argument("name", metavar="NAME", nargs="?", help="only what leads to this name")
    add_output(graph)
    graph.set_defaults(run=run_graph)
    diff = words.add_parser("diff", help="what the law changed between two days")
    diff.add_argument("first", metavar="A", type=a_day, help="the earlier day, YYYY-MM-DD")
    diff.add_argument("second", metavar="B", type=a_day, help="the later day, YYYY-MM-DD")
    add_output(diff)
    diff.set_defaults(run=run_diff)
    impact = words.add_parser("impact", help="what a folder of changed parameters or rules would change")
    impact.add_argument("folder", metavar="PROPOSAL", help="a folder with parameters/*.yaml, rules/*.py, or both")
    add_output(impact)
    impact.set_defaults(run=impacts.run)
    check = words.add_parser("check", help="what is wrong with the law as it is written down; 1 if anything is")
    check.add_argument("folder", metavar="FOLDER", nargs="?", help="a folder with parameters/, instead of ours")
    add_output(check)
    check.set_defaults(run=run_check)


def a_day(text: str) -> date:
    """A day of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day YYYY-MM-DD") from error


def run_papers(args: argparse.Namespace) -> int:
    """The papers of each item of the file."""
    said, choices = translator(args.lang), chosen(args.choose)
    rows = []
    for item in rows_in(args.file):
        told = checked(item, args.file)
        readings = {TRANSLATIONS.name: args.translations} if args.translations else {}
        try:
            asked = orientation.papers_of(told, choices, visa_validation=args.visa_validation, readings=readings)
        except NoLaw as error:
            raise InputUnreadable(f"{args.file}: {item['id']}: {error}") from error
        found = orientation.orient(told, choices)
        rows.append(
            {
                "id": item["id"],
                "orientation": {
                    "route": found.route,
                    "outcome": found.outcome,
                    "sentence": said(found.sentence),
                    "missing": found.missing,
                },
                "papers": [_paper(one, said, args.lang) for one in asked],
                "order": [one.paper.paper for one in asked],
                "why": [{"paper": one.paper.paper, "sentence": said(one.paper.why)} for one in asked],
            }
        )
    return answer(args, rows, lambda row: _papers_line(row, said))


def _papers_line(row: Row, said: Callable[[str], str]) -> str:
    """A paper a line: its name, what waits for it, what is said of it; without papers, why there are none."""
    found = row["orientation"]
    if not row["papers"]:
        missing = [f"  missing: {found['missing']}"] if found["missing"] else []
        return "\n".join([f"{row['id']}: no paper: {found['sentence']}", *missing])
    lines = [
        f"  {paper['title']} ({paper['paper']}; {said(GROUPS[paper['group']])}): {paper['sentence']} [{paper['article']}]"
        for paper in row["papers"]
    ]
    return "\n".join([f"{row['id']}: {found['sentence']}", *lines])


def _paper(asked: Asked, said: Callable[[str], str], language: str) -> Row:
    return {
        "paper": asked.paper.paper,
        "title": said(asked.paper.title),
        "group": asked.paper.group,
        "required": asked.paper.required,
        "translation": asked.translation,
        "legalisation": asked.legalisation,
        "article": asked.paper.article,
        "status": asked.status,
        "sentence": " ".join(sentence(said(words), asked.values, language) for words in asked.sentences),
    }


def run_rights(args: argparse.Namespace) -> int:
    """Each item of the file, told like those of `claims decide`."""
    return explain_cases(args, [{**item, "kind": "rights"} for item in rows_in(args.file)])


def run_show(args: argparse.Namespace) -> int:
    """One name; a name the law does not have is an error that proposes others."""
    found = atlas.look_up(args.name, args.on)
    if not found:
        names = [*law.units, *(row.row for row in TABLE)]
        near = [*(word for word in args.name.split("_") if word in names), *get_close_matches(args.name, names, n=5)]
        raise InputUnreadable(f"{args.name}: the law has no such name; near it: {', '.join(near) or '-'}")
    return answer(args, [_entry(entry) for entry in found], _shown)


def _entry(entry: atlas.Entry) -> Row:
    dated = {name: [_dated(d) for d in getattr(entry, name)] for name in ("history", "conflicts")}
    return {**asdict(entry), **dated}


def _dated(dated: atlas.Dated) -> Row:
    return {**asdict(dated), "from_day": dated.from_day.isoformat()}


def _shown(row: Row) -> str:
    lines = [f"{row['name']} ({row['kind']}, {row['unit']}) {row['article']}", f"  {row['words']}"]
    dated = [*row["history"], *row["conflicts"]]
    lines += [f"  {d['from_day']}  {d['value']:>8}  {d['status']:<9} {d['reference']}" for d in dated]
    if row["needs"]:
        lines += ["  needs", *(f"    {line}" for line in tree(row["name"]))]
    return "\n".join([*lines, f"  used by {', '.join(row['used_by']) or '-'}"])


def tree(name: str, depth: int = 0, most: int = 6) -> list[str]:
    """What leads to a name, indented."""
    lines = []
    for need in law.rules[name].needs if name in law.rules else ():
        lines.append("  " * depth + f"{need} ({law.units[need]})")
        lines += tree(need, depth + 1, most) if depth < most else []
    return lines


def run_graph(args: argparse.Namespace) -> int:
    """Arrows from what is needed to what needs it; with --json each rule and what it needs."""
    if args.name and args.name not in law.units:
        raise InputUnreadable(f"{args.name}: the law has no such name")
    names = [name for name in (law.needed(args.name) if args.name else law.rules) if name in law.rules]
    if args.json:
        return answer(args, [{"name": name, "needs": list(law.rules[name].needs)} for name in names], str)
    arrows = [f'  "{need}" -> "{name}";' for name in names for need in law.rules[name].needs]
    say("\n".join(["digraph law {", "  rankdir=LR;", *arrows, "}"]))
    return 0


def run_diff(args: argparse.Namespace) -> int:
    """Each quantity and tariff that is worth something else."""
    rows = [asdict(change) for change in atlas.changes(args.first, args.second)]
    return answer(
        args, rows, lambda row: f"{row['name']}: {row['before'] or '-'} -> {row['after'] or '-'} {row['unit']}"
    )


def run_check(args: argparse.Namespace) -> int:
    """Faults of our law, or of a folder's parameters."""
    try:
        found = atlas.faults() if args.folder is None else parameters_in(args.folder) and []
    except LawUnreadable as error:
        found = [str(error)]
    answer(args, [{"fault": fault} for fault in found], lambda row: str(row["fault"]))
    return 1 if found else 0


def parameters_in(folder: str) -> tuple[Parameter, ...]:
    """The quantities of a folder, one or more. Raises LawUnreadable, InputUnreadable."""
    try:
        found = read_folder(Path(folder))
    except OSError as error:
        raise InputUnreadable(f"{folder}: {error.strerror}") from error
    if not found:
        raise InputUnreadable(f"{folder}: no parameters/*.yaml in it")
    return found
