"""Change one thing in a rule or in the engine of the law and see that the tests notice: `make mutants`.

The usual tools skip decorated functions, and every rule is one. Writes docs/mutants.md: the share killed, and each survivor
with its reason (survivors.yaml). Returns 1 under 95 %. Names of functions, as arguments, run these alone and write nothing.

The tests of the law are collected once, and run once to learn which functions each of them calls and how long it takes. A
change is then shown to those that call its function, the quickest first: no other can notice it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import CodeType, FunctionType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from affilia.law.reimbursement import LineFacts, decide_lines
from tests.law import oracle, survivors
from tests.law.changes import Mutant, change, forget, functions, mutants, same
from tests.law.histories import history

LEAST = 0.95
# two at a time is what the machine of the tests has
AT_ONCE = 2
# no answer within so many times what all tests take is noticed too: a loop without end
PATIENCE = 10
HERE = Path(__file__).parent
# the histories are asked on fewer persons; the tests of this run are none of the law
ASKED = "not twenty_thousand"
OURS = ("test_changes.py", "test_mutants.py", "test_survivors.py")
UNCHANGED = ("base", "reader.parameters")
OPTIONS = (
    "-x", "-q", "-s", "--assert=plain", "--timeout=0", "-W", "ignore", "-p", "no:cacheprovider", "-p", "no:randomly",
    "-k", ASKED, *(f"--ignore={HERE / name}" for name in OURS),
)  # fmt: skip


@dataclass
class Question:
    """What may notice: a test, or the histories of the plain loop. `calls`: the functions it calls."""

    name: str
    passes: Callable[[], bool]
    calls: frozenset[str] = frozenset()
    seconds: float = 0.0


@dataclass
class Run:
    """A run inside pytest, in place of its own: `names`, or every function."""

    names: Sequence[str]
    every: list[Mutant] = field(default_factory=list)
    alive: list[Mutant] = field(default_factory=list)
    failed: bool = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Whether the test just run fails."""
        self.failed |= report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn, then change one thing at a time."""
        reporter = session.config.pluginmanager.unregister(name="terminalreporter")
        found = functions()
        questions = [Question("histories", histories), *self._tests(session.items)]
        always = learn(questions, found)
        questions.sort(key=lambda one: one.seconds)
        unchanged = [same(name, found[name]) for name in UNCHANGED]
        # what changes nothing must live: else a broken test would look like a good one
        assert all(lives(unchanged, questions, found, always)), "a test fails where nothing was changed"
        self.every = [mutant for name in self.names or found for mutant in mutants(name, found[name])]
        told = lives(self.every, questions, found, always)
        self.alive = [mutant for mutant, lived in zip(self.every, told, strict=True) if lived]
        session.config.pluginmanager.register(reporter, "terminalreporter")
        return True

    def _tests(self, items: Sequence[pytest.Item]) -> Iterator[Question]:
        def passes(item: pytest.Item) -> bool:
            self.failed = False
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            return not self.failed

        for item in items:
            yield Question(item.nodeid, lambda item=item: passes(item))  # type: ignore[misc]


def learn(questions: Sequence[Question], found: dict[str, FunctionType]) -> frozenset[str]:
    """Which functions each question calls, and how long it takes; the functions that make the book: all rest on them."""
    names = {code: name for name, function in found.items() for code in _codes(function.__code__)}
    _passed, always = _calls(lambda: forget() is None, names)
    for one in questions:
        forget(read=False)
        began = time.perf_counter()
        passed, one.calls = _calls(one.passes, names)
        one.seconds = time.perf_counter() - began
        assert passed, one.name
    return always


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code of a function and of those it makes."""
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)


def _calls(asked: Callable[[], bool], names: dict[CodeType, str]) -> tuple[bool, frozenset[str]]:
    seen: set[CodeType] = set()

    def called(frame: Any, event: str, _arg: object) -> None:
        if event == "call":
            seen.add(frame.f_code)

    sys.setprofile(called)
    try:
        passed = asked()
    finally:
        sys.setprofile(None)
    return passed, frozenset(names[code] for code in seen if code in names)


def histories() -> bool:
    """Whether the columns decide as the plain loop did."""
    for given, want in zip(decide_lines(LINES, told=False), EXPECTED, strict=True):
        if {**{name: given.amounts[name] for name in oracle.ANSWERED}, "refused": given.refused} != want:
            return False
    return True


def lives(
    every: Sequence[Mutant], questions: Sequence[Question], found: dict[str, FunctionType], always: Collection[str]
) -> list[bool]:
    """Of each change whether it lives, each in a process of its own that ends with it."""
    told = [False] * len(every)
    running: dict[int, int] = {}
    patience = PATIENCE * (1 + int(sum(one.seconds for one in questions)))
    gc.freeze()
    for place, mutant in enumerate(every):
        if len(running) == AT_ONCE:
            _ended(running, told, every)
        asked = [one for one in questions if mutant.name in always or mutant.name in one.calls]
        # those that call it themselves, before those that only rest on it
        asked.sort(key=lambda one, name=mutant.name: name not in one.calls)  # type: ignore[misc]
        running[_child(mutant, asked, found, patience)] = place
    while running:
        _ended(running, told, every)
    return told


def _ended(running: dict[int, int], told: list[bool], every: Sequence[Mutant]) -> None:
    child, status = os.wait()
    while child not in running:
        child, status = os.wait()
    place = running.pop(child)
    told[place] = status == 0
    if told[place] and every[place].text:
        mutant = every[place]
        print(f"{place + 1} of {len(every)}: {mutant.name}: {mutant.told}: {mutant.text}", flush=True)


def _child(mutant: Mutant, questions: Sequence[Question], found: dict[str, FunctionType], patience: int) -> int:
    child = os.fork()
    if child:
        return child
    noticed = True
    try:
        signal.alarm(patience)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        change(found[mutant.name], mutant.source)
        noticed = not all(one.passes() for one in questions)
    finally:
        os._exit(int(noticed))


CHANCE = Random(7)
LINES: list[LineFacts] = [one for person in range(400) for one in history(CHANCE, person)]
EXPECTED = oracle.decide(LINES)


def main(names: list[str]) -> int:
    """Every function, every change."""
    # the same examples every time, and no search for a simpler one: the first that fails is enough
    settings.register_profile(
        "mutants", derandomize=True, database=None, phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    settings.load_profile("mutants")
    run = Run(names)
    ended = pytest.main([*OPTIONS, str(HERE)], plugins=[run])
    assert ended == pytest.ExitCode.OK and run.every, ended
    killed = len(run.every) - len(run.alive)
    print(f"{killed} of {len(run.every)} mutants killed: {killed / len(run.every):.1%} (at least {LEAST:.0%})")
    if not names:
        survivors.write(killed, len(run.every), [(mutant.name, mutant.told, mutant.text) for mutant in run.alive])
    return 0 if killed / len(run.every) >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
