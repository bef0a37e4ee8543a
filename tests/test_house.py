"""The repository answers questions about itself: the house of docs/house.md is the one that stands."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern

from affilia.config.checks import patterns
from affilia.people.access import declared

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "affilia"
APPS = ["journal", "people", "documents", "letters", "casework", "coverage", "registration", "claims", "payments"]
DOORS = ["portal", "desk", "console"]
PURE = ["law", "formats"]


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders or [folder.name for folder in CODE.iterdir() if folder.is_dir()]:
        yield from (path for path in (CODE / folder).rglob("*.py") if "migrations" not in path.parts)


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node


def length(node: ast.FunctionDef) -> int:
    """Lines of code of a function, its docstring and decorators left out."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1


def test_every_folder_has_its_sentence_in_the_map() -> None:
    told = (ROOT / "docs" / "house.md").read_text()
    folders = [path.name for path in CODE.iterdir() if path.is_dir() and not path.name.startswith("__")]
    assert [folder for folder in folders if f"`{folder}/`" not in told] == []


def test_decisions_are_numbered_one_after_the_other_as_their_titles_say() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    titles = [page.read_text().partition("\n")[0] for page in pages]
    assert [page.name[:5] for page in pages] == [f"{n:04}-" for n in range(1, len(pages) + 1)]
    assert [n for n, title in enumerate(titles, 1) if not title.startswith(f"# {n}. ")] == []


def test_no_module_is_over_its_budget() -> None:
    most = dict.fromkeys([*DOORS, "formats"], 250)
    lengths = {p.relative_to(CODE): len(p.read_text().splitlines()) for p in modules()}
    assert {str(p): n for p, n in lengths.items() if n > most.get(p.parts[0], 300)} == {}


def test_no_function_is_over_its_budget() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.name}": length(node)
        for path in modules()
        for node in functions(path)
        if length(node) > 45
    }
    assert long == {}


def test_no_template_is_over_its_budget() -> None:
    long = {str(p.relative_to(ROOT)): n for p in CODE.rglob("*.html") if (n := len(p.read_text().splitlines())) > 120}
    assert long == {}


def test_no_folder_or_module_is_named_for_nothing_in_particular() -> None:
    nothing = re.compile(r"^(utils?|helpers?|common|misc|services?|managers?|signals?|admin|base)$")
    assert [str(path) for path in CODE.rglob("*") if nothing.match(path.stem) and path.suffix in ("", ".py")] == []


@pytest.mark.parametrize("app", APPS)
def test_an_app_has_its_files(app: str) -> None:
    files = {"models.py", "operations.py", "queries.py"}
    assert files - {path.name for path in (CODE / app).iterdir()} == set()


def test_every_public_function_of_domain_and_law_says_what_it_does() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in modules(*APPS, *PURE, "bridges")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_clock_is_read_below_the_doors() -> None:
    clock = re.compile(r"\b(timezone\.now|datetime\.now|date\.today|datetime\.today|time\.time)\(")
    # jobs are the worker's door: they read the clock once and hand it on
    below = (path for path in modules(*APPS, *PURE) if path.name != "jobs.py")
    assert [str(path.relative_to(ROOT)) for path in below if clock.search(path.read_text())] == []


def test_days_are_those_of_paris() -> None:
    """Nobody takes the day of an instant but `formats.days`: a UTC day is yesterday for an hour or two each night."""
    guilty = [str(p.relative_to(CODE)) for p in modules() if ".date()" in p.read_text()]
    assert guilty == ["formats/days.py"]


def test_there_is_no_float_in_money() -> None:
    money = re.compile(r"\b(float\(|Decimal\(|: float|-> float|FloatField|DecimalField)")
    paths = modules("law", "claims", "payments")
    assert [str(path.relative_to(ROOT)) for path in paths if money.search(path.read_text())] == []


def test_states_are_changed_by_moves_only() -> None:
    """Nobody writes a state by hand: `move` does, with its event."""
    by_hand = re.compile(r"\.state\s*=[^=]|update\([^)]*\bstate=")
    guilty = [str(p.relative_to(ROOT)) for p in modules(*APPS) if by_hand.search(p.read_text())]
    # the nation's batch names states in its SQL: one event tells of a whole range
    assert sorted(guilty) == ["affilia/claims/nation.py", "affilia/journal/operations.py"]


def addresses() -> list[tuple[str, URLPattern]]:
    return [*patterns(settings.ROOT_URLCONF), *patterns("affilia.config.urls_documents")]


def test_every_address_declares_its_access() -> None:
    assert [address for address, pattern in addresses() if declared(pattern.callback) is None] == []


def test_every_template_is_used() -> None:
    sources = "\n".join(path.read_text() for path in [*CODE.rglob("*.py"), *CODE.rglob("*.html")])
    names = {str(path).split("/templates/", 1)[1]: path for path in CODE.rglob("*.html") if "/templates/" in str(path)}
    assert sorted(name for name in names if f'"{name}"' not in sources and f"'{name}'" not in sources) == []


def test_templates_have_no_inline_script_style_or_handler() -> None:
    inline = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)|javascript:", re.IGNORECASE)
    assert [str(path.relative_to(ROOT)) for path in CODE.rglob("*.html") if inline.search(path.read_text())] == []


def test_every_setting_of_the_operator_is_documented() -> None:
    used = {name for path in modules() for name in re.findall(r'"(AFFILIA_[A-Z_]+)"', path.read_text())}
    used -= {"AFFILIA_TEST_DATABASE", "AFFILIA_TEST_POSTGRESQL"}  # the tests' own
    told = (ROOT / "docs" / "operator.md").read_text()
    assert sorted(name for name in used if f"`{name}`" not in told) == []


def test_every_command_is_documented() -> None:
    from affilia.console.main import WORDS

    told = (ROOT / "README.md").read_text()
    assert [word for word in WORDS if f"affilia {word}" not in told] == []


def test_the_contracts_between_folders_hold() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(linter), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_source_names_a_machine_or_a_registry() -> None:
    foreign = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian")
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    texts = [ROOT / name for name in files if name.endswith((".py", ".md", ".toml", ".html", ".txt", ".lock", ".in"))]
    guilty = [path.name for path in texts if path != Path(__file__) and foreign.search(path.read_text())]
    assert guilty == []
