"""Change one operator, number or word in a rule of the law and see that the tests notice: `make mutants`.

The usual tools skip decorated functions, and every rule is one. Prints the share killed and the survivors; 1 under 90 %.
"""

from __future__ import annotations

import ast
import copy
import inspect
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import yaml

from affilia.formats.iban import sepa_countries
from affilia.law.cases import decide_case
from affilia.law.facts import law
from affilia.law.reimbursement import decide_lines
from tests.law import oracle
from tests.law.histories import history
from tests.law.test_reimbursement import COMPARED

FILE = yaml.load((Path(__file__).parent / "cases" / "reimbursement_examples.yaml").read_text(), yaml.CSafeLoader)
CASES = [case for section in ("reimbursements", "hospital", "css", "claims") for case in FILE[section]]
OPERATORS: dict[type, type] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Eq: ast.NotEq,
}  # fmt: skip
WORDS = {"lower_of": "higher_of", "higher_of": "lower_of"}
LEAST = 0.90
# what is run where neither the cases nor the histories notice
HAND_WORKED = [f"tests/law/test_{name}.py" for name in ("css", "stays", "rights", "complement", "reimbursement")]


def mutants(tree: ast.FunctionDef) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Each change in a copy of its own, with what was changed."""
    for place, node in enumerate(ast.walk(tree)):
        for told in _changes(node):
            other = copy.deepcopy(tree)
            target = list(ast.walk(other))[place]
            yield (
                f"{told} at {getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}",
                _changed(other, target, told),
            )


def _changes(node: ast.AST) -> list[str]:
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return [f"operator {type(node.op).__name__}"]
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OPERATORS:
        return [f"comparison {type(node.ops[0]).__name__}"]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
        return ["not"]
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return ["number"]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return ["word"] if node.func.id in WORDS else ["branches"] if node.func.id == "choose" else []
    return []


def _changed(tree: ast.FunctionDef, node: Any, told: str) -> ast.FunctionDef:
    if told.startswith("operator"):
        node.op = OPERATORS[type(node.op)]()
    elif told.startswith("comparison"):
        node.ops = [OPERATORS[type(node.ops[0])]()]
    elif told == "not":
        node.op = ast.UAdd()
        node.operand = ast.BinOp(node.operand, ast.BitOr(), copy.deepcopy(node.operand))
        _replace(tree, node, node.operand)
    elif told == "number":
        node.value += 1
    elif told == "word":
        node.func.id = WORDS[node.func.id]
    else:
        node.args[1], node.keywords[0].value = node.keywords[0].value, node.args[1]
    return ast.fix_missing_locations(tree)


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
            elif isinstance(value, list):
                setattr(parent, field, [new if item is old else item for item in value])


def survives(expected: list[dict[str, Any]], lines: list[Any]) -> bool:
    """Whether neither the cases nor the histories notice."""
    try:
        for case in CASES:
            answer = decide_case(case, sepa_countries())
            wanted = case["expected"]
            if answer["undecided"] or any(answer["amounts"].get(name) != amount for name, amount in wanted.items()):
                return False
        for given, want in zip(decide_lines(lines, told=False), expected, strict=True):
            if {**{name: given.amounts[name] for name in COMPARED}, "refused": given.refused} != want:
                return False
    except Exception:
        return False
    return True


def main() -> int:
    """Every rule, every change."""
    chance = Random(7)
    lines = [one for person in range(400) for one in history(chance, person)]
    expected = oracle.decide(lines)
    assert survives(expected, lines), "the law as it stands passes"
    alive: list[tuple[str, str, str]] = []
    total = 0
    for name, rule in list(law.rules.items()):
        tree = ast.parse(textwrap.dedent(inspect.getsource(rule.make))).body[0]
        assert isinstance(tree, ast.FunctionDef)
        tree.decorator_list = []
        for told, changed in mutants(tree):
            total += 1
            space = dict(rule.make.__globals__)
            exec(compile(ast.Module([changed], []), name, "exec"), space)  # noqa: S102  a rule of ours, changed
            law.rules[name] = replace(rule, make=space[name])
            if survives(expected, lines) and not noticed_by_the_tests(name, ast.unparse(changed)):
                alive.append((name, told, ast.unparse(changed.body[-1])))
        law.rules[name] = rule
    for name, told, text in alive:
        print(f"{name}: {told}: {text}")
    print(f"{total - len(alive)} of {total} mutants killed: {(total - len(alive)) / total:.1%} (at least {LEAST:.0%})")
    return 0 if (total - len(alive)) / total >= LEAST else 1


def noticed_by_the_tests(name: str, source: str) -> bool:
    """Run the other tests of the law with the changed rule in place of ours."""
    code = (
        "import sys, pytest, affilia.law.rules\nfrom affilia.law.facts import law\n"
        f"rule = law.rules[{name!r}]; space = dict(rule.make.__globals__)\n"
        f"exec({source!r}, space)\n"
        f"from dataclasses import replace\nlaw.rules[{name!r}] = replace(rule, make=space[{name!r}])\n"
        f"sys.exit(pytest.main(['-x', '-q', '-p', 'no:cacheprovider', '-k', 'not twenty_thousand', *{HAND_WORKED}]))"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode != 0


if __name__ == "__main__":
    sys.exit(main())
