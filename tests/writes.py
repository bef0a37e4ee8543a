"""Every function of a domain app that writes, found by inspection: what its code names, and what that names in turn."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

APPS = ("people", "documents", "letters", "casework", "coverage", "registration", "claims", "payments")
# reads, rows, moves, and the worker's door
OTHERS = {"queries", "facts", "models", "states", "jobs", "migrations", "apps"}
JOURNAL = {"record", "move", "once"}
ROWS = {"create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "save", "delete", "copy"}


def modules() -> Iterator[tuple[str, ModuleType]]:
    """Each app with each of its modules that may write."""
    for app in APPS:
        package = importlib.import_module(f"affilia.{app}")
        for found in pkgutil.iter_modules(package.__path__):
            if found.name not in OTHERS:
                yield app, importlib.import_module(f"affilia.{app}.{found.name}")


def told_when() -> Iterator[tuple[str, FunctionType]]:
    """Every public function that takes `at`, as `app.name`."""
    for app, module in modules():
        for name, found in inspect.getmembers(module, inspect.isfunction):
            ours = found.__module__ == module.__name__ and not name.startswith("_")
            if ours and "at" in inspect.signature(found).parameters:
                yield f"{app}.{name}", found


def by_words(function: Callable[..., Any]) -> bool:
    """Whether it is called by keywords only."""
    parts = inspect.signature(function).parameters.values()
    return all(part.kind in (part.KEYWORD_ONLY, part.VAR_KEYWORD) for part in parts)


def writes(function: Callable[..., Any], seen: frozenset[CodeType] = frozenset()) -> bool:
    """Whether it, or a function of ours that it names, leaves an event or touches a row."""
    inner = inspect.unwrap(function)
    code, names = inner.__code__, set(_names(inner.__code__))
    if code in seen:
        return False
    rows = names & ROWS or ("update" in names and names & {"objects", "filter"})
    if rows or ("journal" in inner.__globals__ and "journal" in names and names & JOURNAL):
        return True
    return any(writes(found, seen | {code}) for found in _called(names, inner.__globals__))


def _names(code: CodeType) -> Iterator[str]:
    """What a function's code names, its inner functions and comprehensions with it."""
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def _called(names: set[str], world: dict[str, Any]) -> Iterator[FunctionType]:
    """Functions of ours: those of the module, and those of the modules it names."""
    for found in [world[name] for name in names if name in world]:
        if isinstance(found, FunctionType) and found.__module__.startswith("affilia."):
            yield found
        if isinstance(found, ModuleType) and found.__name__.startswith("affilia."):
            inner = [getattr(found, name) for name in names if isinstance(getattr(found, name, None), FunctionType)]
            yield from (one for one in inner if one.__module__.startswith("affilia."))
