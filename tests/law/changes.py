"""One change at a time in the law: its rules, and the functions that decide amounts and days beside them."""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import pkgutil
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

from affilia import law
from affilia.law import facts, heavy, reader

HERE = "affilia.law."
# what decides no amount and no day: who registers where and with which papers, how files and parameters are written and
# decisions told, what to look up; every other module is changed
OTHER = frozenset(
    {
        "atlas", "cases.answer", "cases.fields", "civil_status", "orientation", "papers", "proposal", "routes", "telling",
        "told", "written",
    }
)  # fmt: skip
OPERATORS: dict[type, type] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.And: ast.Or, ast.Or: ast.And, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
SIGNS = {ast.Invert: "not", ast.Not: "not", ast.USub: "sign"}
WORDS = {
    "lower_of": "higher_of", "higher_of": "lower_of", "minimum": "maximum", "maximum": "minimum", "any": "all", "all": "any",
    "min": "max", "max": "min",
}  # fmt: skip


# what a reader of the page takes in
LINE = 150


@dataclass(frozen=True)
class Mutant:
    """One change: of which function, what was changed, the statement it stands in, the whole changed function."""

    name: str
    told: str
    text: str
    source: str


def functions() -> dict[str, FunctionType]:
    """Every rule by its name, every other function of the rules and of the engine by module and name."""
    found = {name: inspect.unwrap(rule.make) for name, rule in facts.law.rules.items()}
    known = set(found.values())
    for module in modules():
        short = module.__name__.removeprefix(HERE)
        for name, function in _written_in(module):
            if function not in known:
                found[f"{short}.{name}"] = function
    return found


def modules() -> list[ModuleType]:
    """Where rules and engine stand."""
    names = (one.name.removeprefix(HERE) for one in pkgutil.walk_packages(law.__path__, HERE))
    return [importlib.import_module(HERE + name) for name in names if not OTHER & {name, name.partition(".")[0]}]


def _written_in(module: ModuleType) -> Iterator[tuple[str, FunctionType]]:
    for name, thing in vars(module).items():
        if getattr(thing, "__module__", "") != module.__name__:
            continue
        members = vars(thing).items() if inspect.isclass(thing) else [("", thing)]
        for member, function in members:
            bare = inspect.unwrap(getattr(function, "func", None) or getattr(function, "fget", None) or function)
            # the class that a method closes over stays out of reach, and so do methods dataclasses make
            if isinstance(bare, FunctionType) and not bare.__closure__ and bare.__code__.co_filename == module.__file__:
                yield (f"{name}.{member}" if member else name), bare


def mutants(name: str, function: FunctionType) -> Iterator[Mutant]:
    """Each change of a function, in a copy of its own."""
    tree = parsed(function)
    for place, node in enumerate(ast.walk(tree)):
        for told in _changes(node):
            other = copy.deepcopy(tree)
            target = list(ast.walk(other))[place]
            statement = _statement(other, target)
            before = ast.unparse(statement)
            _change(other, target, told)
            ast.fix_missing_locations(other)
            yield Mutant(name, told, _shown(before, ast.unparse(statement)), ast.unparse(other))


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


def _shown(before: str, after: str) -> str:
    """A changed statement; of a long one what stands around the change."""
    text = after.splitlines()[0]
    place = next((n for n, (was, now) in enumerate(zip(before, text, strict=False)) if was != now), 0)
    start = max(place - LINE // 2, 0) if len(text) > LINE else 0
    end = start + LINE
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _changes(node: ast.AST) -> list[str]:
    if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in OPERATORS:
        return [f"operator {type(node.op).__name__}"]
    if isinstance(node, ast.Compare):
        return [
            f"comparison {type(op).__name__}" + (f" {place + 1}" if place else "") for place, op in enumerate(node.ops)
        ]
    if isinstance(node, ast.UnaryOp) and type(node.op) in SIGNS:
        return [SIGNS[type(node.op)]]
    if isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        return ["number" if type(node.value) is int else "flag"]
    if isinstance(node, ast.IfExp):
        return ["branches"]
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        return ["word"] if name in WORDS else ["branches"] if name == "choose" else []
    return []


def _change(tree: ast.FunctionDef, node: Any, told: str) -> None:
    if told.startswith("operator"):
        node.op = OPERATORS[type(node.op)]()
    elif told.startswith("comparison"):
        place = int(told.split()[2]) - 1 if told[-1].isdigit() else 0
        node.ops[place] = OPERATORS[type(node.ops[place])]()
    elif told in ("not", "sign"):
        _replace(tree, node, node.operand)
    elif told in ("number", "flag"):
        node.value = node.value + 1 if told == "number" else not node.value
    elif told == "word":
        field = "id" if isinstance(node.func, ast.Name) else "attr"
        setattr(node.func, field, WORDS[getattr(node.func, field)])
    elif isinstance(node, ast.IfExp):
        node.body, node.orelse = node.orelse, node.body
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
    """Everybody who holds the function holds the changed one; what was reckoned before is forgotten."""
    space = dict(function.__globals__)
    exec(compile(source, function.__code__.co_filename, "exec"), space)  # noqa: S102  a function of ours, changed
    made = space[function.__name__]
    function.__code__, function.__defaults__, function.__kwdefaults__ = (
        made.__code__,
        made.__defaults__,
        made.__kwdefaults__,
    )
    forget()


def forget(*, read: bool = True) -> None:
    """Nothing reckoned before is kept: the book is built again, of parameters that are `read` again."""
    for name, module in list(sys.modules.items()):
        if name.startswith("affilia.law"):
            for thing in vars(module).values():
                if hasattr(thing, "cache_clear") and (read or thing is not reader.parameters):
                    thing.cache_clear()
    book = facts.law
    book.parameters = ()
    fresh = book.proposed(reader.parameters())
    vars(book).clear()
    vars(book).update(vars(fresh))
    asked = heavy.heavy_by(book)
    held: Any = heavy.heavy
    held.__code__ = asked.__code__  # type: ignore[attr-defined]
    for cell, other in zip(held.__closure__, asked.__closure__, strict=True):  # type: ignore[attr-defined]
        cell.cell_contents = other.cell_contents
