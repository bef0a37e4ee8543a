"""A proposal: a folder with changed quantities (parameters/*.yaml), changed rules (rules/*.py, written as ours are), or both.

A rule of a proposal takes the place of ours with its name; it is Python that the operator runs, like the rest of the law.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import numpy as np

import affilia.law.rules  # noqa: F401  importing the rules enters them in the book
from affilia.law import atlas
from affilia.law.book import Book
from affilia.law.columns import Groups
from affilia.law.facts import law
from affilia.law.reader import LawUnreadable, read_folder


@dataclass(frozen=True)
class Proposal:
    """The law as it would be, and the names of what changes in it."""

    book: Book
    changed: tuple[str, ...]

    def touches(self, goal: str) -> bool:
        """Whether what changes leads to a name."""
        named = {name.partition("/")[0] for name in self.changed}
        return bool(named & set(law.needed(goal)) | named & set(self.book.needed(goal)))


def read(folder: Path) -> Proposal:
    """The proposal of a folder. Raises LawUnreadable, OSError."""
    parameters = read_folder(folder)
    for misfit in atlas.misfits(parameters):
        raise LawUnreadable(misfit)
    book = law.proposed(parameters)
    book.rules = dict(book.rules)
    changed = [atlas.full_name(parameter) for parameter in parameters]
    for path in sorted((folder / "rules").glob("*.py")):
        changed += _entered(path, book)
    if not changed:
        raise LawUnreadable("no parameters/*.yaml and no rules/*.py in it")
    return Proposal(book, tuple(changed))


def _entered(path: Path, book: Book) -> list[str]:
    """Enter the rules of a file in a book; their names."""
    names: list[str] = []

    class Entering:
        """What `law` is to the file of a proposal."""

        def rule(self, *, cites: str, says: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
            """Take the place of our rule with this name."""

            def enter(make: Callable[..., Any]) -> Callable[..., Any]:
                ours = book.rules.pop(make.__name__, None)
                book.rule(cites=cites, says=says)(_guarded(make))
                names.append(make.__name__)
                _fits(book, make.__name__, ours.unit if ours else None)
                return make

            return enter

    try:
        tree = ast.parse(path.read_text(), str(path))
        tree.body = [node for node in tree.body if not _brings_our_law(node)]
        exec(compile(tree, str(path), "exec"), {"law": Entering(), "__name__": path.stem})  # noqa: S102  the operator's own rules
    except LawUnreadable:
        raise
    except SyntaxError as error:
        raise LawUnreadable(f"rules/{path.name}:{error.lineno}: {error.msg}") from error
    except (Exception, SystemExit) as error:
        raise LawUnreadable(f"rules/{path.name}: {error!r}") from error
    return names


def _guarded(make: Callable[..., Any]) -> Callable[..., Any]:
    """A rule of somebody else: what goes wrong in it is said by its name, and it gives a value a row."""

    @wraps(make)
    def asked(*needs: Any) -> Any:
        try:
            found = make(*needs)
        except (Exception, SystemExit) as error:
            raise LawUnreadable(f"{make.__name__}: {error!r}") from error
        rows = {np.shape(need) for need in needs if isinstance(need, np.ndarray)}
        if isinstance(found, Groups) or np.shape(found) in rows or not rows:
            return found
        raise LawUnreadable(f"{make.__name__}: gives {np.shape(found)} values where {rows} rows are asked")

    return asked


def _brings_our_law(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "affilia.law.facts" and len(node.names) == 1


def _fits(book: Book, name: str, unit: str | None) -> None:
    rule = book.rules[name]
    known = {**book.facts, **book.quantities, **book.rules}
    lost = [need for need in rule.needs if need not in known]
    if unit not in (None, rule.unit):
        raise LawUnreadable(f"{name}: ours gives {unit}, this one {rule.unit}")
    if lost:
        raise LawUnreadable(f"{name}: nothing provides {', '.join(lost)}")
    try:
        book.needed(name)
    except RecursionError as error:
        raise LawUnreadable(f"{name}: needs itself, by way of {', '.join(rule.needs)}") from error
