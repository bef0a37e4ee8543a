"""Change one thing in a rule or in the engine of the law and see that the tests notice: `make mutants`.

The usual tools skip decorated functions, and every rule is one. Writes docs/mutants.md: the share killed, and each survivor
with its reason (survivors.yaml). Returns 1 under 90 %. Names of functions, as arguments, run these alone and write nothing.
"""

from __future__ import annotations

import ast
import copy
import inspect
import os
import sys
import textwrap
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random
from types import FunctionType
from typing import Any

import pytest
import yaml

from affilia.formats.iban import sepa_countries
from affilia.law import book, columns, debts, facts, reader
from affilia.law.cases import decide_case
from affilia.law.reimbursement import decide_lines
from tests.law import oracle, survivors
from tests.law.histories import history
from tests.law.test_reimbursement import COMPARED

FILE = yaml.load((Path(__file__).parent / "cases" / "reimbursement_examples.yaml").read_text(), yaml.CSafeLoader)
CASES = [case for section in ("reimbursements", "hospital", "css", "claims") for case in FILE[section]]
OPERATORS: dict[type, type] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.And: ast.Or,
    ast.Or: ast.And, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
WORDS = {
    "lower_of": "higher_of", "higher_of": "lower_of", "minimum": "maximum", "maximum": "minimum", "any": "all", "all": "any",
}  # fmt: skip
LEAST = 0.90
# what is run where neither the cases nor the histories notice
HAND_WORKED = [
    str(Path(__file__).parent / f"test_{name}.py")
    for name in (
        "css", "stays", "cover", "owners", "telling",
        "rights", "complement", "tariffs", "visitors", "otherwise", "qualifiers", "words", "book",
        "reader", "atlas", "reimbursement",
    )
]  # fmt: skip
# the loop and the histories were asked already, and cost the most
ASKED = "not plain_loop and not histories and not alone_or_among and not other_case_is"


@dataclass(frozen=True)
class Mutant:
    """One change: of which function, what was changed, the statement it stands in, the whole changed function."""

    name: str
    told: str
    text: str
    source: str


def functions() -> dict[str, FunctionType]:
    """Every rule by its name, every function of the engine by module and name."""
    found = {name: inspect.unwrap(rule.make) for name, rule in facts.law.rules.items()}
    for module in (columns, debts, book, reader):
        short = module.__name__.rpartition(".")[2]
        for name, thing in vars(module).items():
            if getattr(thing, "__module__", "") != module.__name__:
                continue
            members = vars(thing).items() if inspect.isclass(thing) else [("", thing)]
            for member, function in members:
                bare = inspect.unwrap(getattr(function, "func", function))
                # the class that a method closes over stays out of reach, and so do methods dataclasses make
                if isinstance(bare, FunctionType) and not bare.__closure__ and _written_here(bare, module.__file__):
                    found[".".join(part for part in (short, name, member) if part)] = bare
    return found


def _written_here(function: FunctionType, file: str | None) -> bool:
    return function.__code__.co_filename == file


def mutants(name: str, function: FunctionType) -> Iterator[Mutant]:
    """Each change of a function, in a copy of its own."""
    tree = parsed(function)
    for place, node in enumerate(ast.walk(tree)):
        for told in _changes(node):
            other = copy.deepcopy(tree)
            target = list(ast.walk(other))[place]
            statement = _statement(other, target)
            _change(other, target, told)
            ast.fix_missing_locations(other)
            yield Mutant(name, told, ast.unparse(statement).splitlines()[0], ast.unparse(other))


def parsed(function: FunctionType) -> ast.FunctionDef:
    """A function as it stands, without its decorators and the units it names: only what it does is changed."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.decorator_list, node.returns = [], None
        elif isinstance(node, ast.arg):
            node.annotation = None
    return tree


def same(name: str, function: FunctionType) -> Mutant:
    """The change that changes nothing."""
    return Mutant(name, "nothing", "", ast.unparse(parsed(function)))


def _statement(tree: ast.FunctionDef, node: ast.AST) -> ast.AST:
    """The innermost statement around a node."""
    around = [one for one in ast.walk(tree) if isinstance(one, ast.stmt) and any(node is n for n in ast.walk(one))]
    return around[-1]


def _changes(node: ast.AST) -> list[str]:
    if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in OPERATORS:
        return [f"operator {type(node.op).__name__}"]
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OPERATORS:
        return [f"comparison {type(node.ops[0]).__name__}"]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert | ast.Not):
        return ["not"]
    if isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        return ["number" if type(node.value) is int else "flag"]
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        return ["word"] if name in WORDS else ["branches"] if name == "choose" else []
    return []


def _change(tree: ast.FunctionDef, node: Any, told: str) -> None:
    if told.startswith("operator"):
        node.op = OPERATORS[type(node.op)]()
    elif told.startswith("comparison"):
        node.ops = [OPERATORS[type(node.ops[0])](), *node.ops[1:]]
    elif told == "not":
        _replace(tree, node, node.operand)
    elif told in ("number", "flag"):
        node.value = node.value + 1 if told == "number" else not node.value
    elif told == "word":
        field = "id" if isinstance(node.func, ast.Name) else "attr"
        setattr(node.func, field, WORDS[getattr(node.func, field)])
    else:
        node.args[1], node.keywords[0].value = node.keywords[0].value, node.args[1]


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
            elif isinstance(value, list):
                setattr(parent, field, [new if item is old else item for item in value])


def change(function: FunctionType, source: str) -> None:
    """Everybody who holds the function holds the changed one; the book is read and built again by it."""
    space = dict(function.__globals__)
    exec(compile(source, function.__code__.co_filename, "exec"), space)  # noqa: S102  a function of ours, changed
    made = space[function.__name__]
    function.__code__, function.__defaults__, function.__kwdefaults__ = (
        made.__code__,
        made.__defaults__,
        made.__kwdefaults__,
    )
    rules, law = facts.law.rules, facts.law
    reader.parameters.cache_clear()
    reader.digest.cache_clear()
    fresh = book.Book(reader.parameters(), law.facts, law.keys)
    vars(law).clear()
    vars(law).update(vars(fresh), rules=rules)


def unchanged(expected: list[dict[str, Any]], lines: list[Any]) -> bool:
    """Whether neither the cases nor the histories notice."""
    for case in CASES:
        answer = decide_case(case, sepa_countries())
        wanted = case["expected"]
        if answer["undecided"] or any(answer["amounts"].get(name) != amount for name, amount in wanted.items()):
            return False
    for given, want in zip(decide_lines(lines, told=False), expected, strict=True):
        if {**{name: given.amounts[name] for name in COMPARED}, "refused": given.refused} != want:
            return False
    return True


def survives(mutant: Mutant) -> bool:
    """In a process of its own, which ends with the change: whether nothing notices."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    noticed = True
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        change(functions()[mutant.name], mutant.source)
        noticed = not unchanged(EXPECTED, LINES) or bool(
            pytest.main(
                [
                    "-x",
                    "-q",
                    "--assert=plain",
                    "-W",
                    "ignore",
                    "-p",
                    "no:cacheprovider",
                    "-p",
                    "no:randomly",
                    "-k",
                    ASKED,
                    *HAND_WORKED,
                ]
            )
        )
    finally:
        os._exit(int(noticed))


CHANCE = Random(7)
LINES = [one for person in range(400) for one in history(CHANCE, person)]
EXPECTED = oracle.decide(LINES)


def main(names: list[str]) -> int:
    """Every function, every change."""
    found = functions()
    # what changes nothing must live: else a broken test would look like a good one
    assert all(survives(same(name, found[name])) for name in ("base", "columns.capped", "book.Book.evaluate"))
    every = [mutant for name in names or found for mutant in mutants(name, found[name])]
    # two at a time is what the machine of the tests has; each worker forks a process for each change
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as workers:
        alive = [
            mutant for mutant, lives in zip(every, workers.map(survives, every, chunksize=4), strict=True) if lives
        ]
    for mutant in alive:
        print(f"{mutant.name}: {mutant.told}: {mutant.text}")
    killed = len(every) - len(alive)
    print(f"{killed} of {len(every)} mutants killed: {killed / len(every):.1%} (at least {LEAST:.0%})")
    if not names:
        survivors.write(killed, len(every), [(mutant.name, mutant.told, mutant.text) for mutant in alive])
    return 0 if killed / len(every) >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
