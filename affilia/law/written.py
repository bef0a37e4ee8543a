"""What people write for the law in YAML, read into plain values: bounded, and each fault with its line."""

from __future__ import annotations

import re
import reprlib
from datetime import date
from typing import Any

import yaml

MOST_DEPTH, MOST_VALUES, MOST_BITS = 40, 1_000_000, 63
FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class NotPlain(Exception):
    """A text that is no YAML, or none of plain values; `line` and `column` count from 1, 0 where none is known."""

    def __init__(self, reason: str, line: int = 0, column: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.line, self.column = reason, line, column


class _Plain(yaml.CSafeLoader):
    """Values and keys that cannot be are told where they stand: the plain loader tells no place, or keeps the last."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except FAULTS as error:
            kind = str(node.tag).rpartition(":")[2]
            raise _at(node, f"{quoted(node.value)} is no {kind}") from error

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise _at(key, f"{quoted(key.value)} stands twice")
                seen.add(key.value)
        return dict(super().construct_mapping(node, deep))


# YAML 1.1 takes 12:30, 030, 0x1E and 1_000 for numbers, of which nobody who writes an amount means the value
_Plain.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag not in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Plain.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?(0|[1-9][0-9]*)$"), list("-+0123456789"))
_Plain.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    # what is no number at all stays what it is called, to be refused with its place
    re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF))$|\.(?:nan|NaN|NAN)$"),
    list("-+.0123456789"),
)


def _at(node: yaml.Node, reason: str) -> yaml.MarkedYAMLError:
    return yaml.constructor.ConstructorError(None, None, reason, node.start_mark)


def read(text: str) -> Any:
    """The values of a text. Raises NotPlain."""
    try:
        content = yaml.load(text, Loader=_Plain)  # noqa: S506  a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise NotPlain(str(error.problem), *((mark.line + 1, mark.column + 1) if mark else ())) from error
    except yaml.YAMLError as error:
        raise NotPlain(str(error)) from error
    _bounded(content, MOST_VALUES + 2 * len(text))
    return content


def _bounded(content: Any, most: int) -> None:
    """Refuse what grows without end through its aliases, and numbers no column holds."""
    waiting, count = [(content, 0)], 0
    while waiting:
        value, depth = waiting.pop()
        count += 1
        if depth > MOST_DEPTH or count > most:
            raise NotPlain(f"nested more than {MOST_DEPTH} deep, or too long once its aliases are written out")
        if isinstance(value, int) and value.bit_length() > MOST_BITS:
            raise NotPlain("a whole number of more than 18 digits")
        if isinstance(value, dict):
            waiting += [(one, depth + 1) for pair in value.items() for one in pair]
        elif isinstance(value, list | tuple | set):
            waiting += [(one, depth + 1) for one in value]


_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 60
_SHORT.maxlevel = 2


def quoted(value: object) -> str:
    """A value as an error quotes it: the beginning, whatever its size."""
    return str(value) if isinstance(value, date) else _SHORT.repr(value)
