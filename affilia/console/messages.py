"""The catalogues of translations: gather every sentence of the sources, keep what is translated, say what is missing.

`python -m affilia.console.messages` brings locale/*/LC_MESSAGES/django.po up to date; `--check` only compares.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ROOT / "affilia"
COMPLETE = ("fr",)  # languages that may lack nothing; English is the source
# languages in which every sentence of the law is said, while their pages are prepared
LAW_COMPLETE = ("es", "pt", "ar", "zh")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
STRING = r"""(u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))"""
CALL = re.compile(rf"(?<!\w)(p?)(n?)gettext\({STRING}(?:\s*,\s*{STRING})?|(?<!\w)_\({STRING}\)")
NOISE = (b'"POT-', b'"PO-', b'"Last-', b'"Report-', b'"Project-', b'"Generated-', b'"Language-Team')
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%s|%d|\{(\w*)[^}]*\}")

Found = tuple[str, int, str | tuple[str, str], str | None]


def in_python(path: Path) -> Iterator[Found]:
    """(file, line, sentence or (singular, plural), context) of a Python source."""
    place = str(path.relative_to(ROOT))
    for line, sentence, _comments, context in extract("python", BytesIO(path.read_bytes()), KEYWORDS):
        yield place, line, sentence if isinstance(sentence, str) else tuple(sentence)[:2], context  # type: ignore[misc]


def in_template(path: Path) -> Iterator[Found]:
    """The same of a template, as Django reads it."""
    place = str(path.relative_to(ROOT))
    text = templatize(path.read_text(), origin=place)
    for call in CALL.finditer(text):
        line = text.count("\n", 0, call.start()) + 1
        context, plural, first, second, underscore = call.groups()
        words = [ast.literal_eval(word) for word in (first or underscore, second) if word]
        if context:
            yield place, line, words[1], words[0]
        elif plural:
            yield place, line, (words[0], words[1]), None
        else:
            yield place, line, words[0], None


def gathered(sources_in: Path = SOURCES) -> Catalog:
    """Every sentence of the sources in a folder, with its places."""
    catalog = Catalog(project="Affilia", charset="utf-8", fuzzy=False)
    sources = [(path, in_python) for path in sorted(sources_in.rglob("*.py")) if "migrations" not in path.parts]
    sources += [(path, in_template) for path in sorted([*sources_in.rglob("*.html"), *sources_in.rglob("*.txt")])]
    for path, reader in sources:
        for place, _line, sentence, context in reader(path):
            if sentence and sentence != "":
                # files without lines: a moved sentence is not a change of the catalogue
                catalog.add(sentence, locations=[(place, 0)], context=context)
    return catalog


def kept(language: str) -> Catalog:
    """The catalogue of a language as it stands."""
    path = catalogue(language)
    return read_po(BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)


def catalogue(language: str) -> Path:
    """Where a language keeps its sentences."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def brought_up_to_date(language: str, template: Catalog) -> Catalog:
    """What is translated stays, what is new comes empty, what is gone goes."""
    catalog = kept(language)
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    return catalog


def as_printed(words: str) -> str:
    """French as it is printed: spaces that do not break before high punctuation and within quotes, curly apostrophes."""
    # a sign of percent, not a place for a value
    signs = (r"(?<=\S) (?=[:;!?»€]|%(?![(sd]))", "\u00a0")
    for pattern, instead in (signs, ("« ", "«\u00a0"), (r"(?<=\w)'(?=\w)", "’")):
        words = re.sub(pattern, instead, words)
    return words


def _printed(message: Message) -> None:
    if isinstance(message.string, (tuple, list)):
        message.string = tuple(as_printed(words) for words in message.string)
    elif message.id and message.string:
        message.string = as_printed(message.string)


def write(language: str, catalog: Catalog) -> None:
    """Write a catalogue in an order that makes small differences."""
    if language == "fr":
        for message in catalog:
            _printed(message)
    path = catalogue(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog.header_comment = f"# Affilia's sentences in {catalog.locale_identifier}; licence EUPL-1.2."
    written = BytesIO()
    write_po(written, catalog, width=110, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    # dates and translators' names would differ at every run; the history of the repository has them
    path.write_bytes(b"".join(line for line in written.getvalue().splitlines(True) if not line.startswith(NOISE)))


def faults(language: str, catalog: Catalog) -> Iterator[str]:
    """What is missing, doubtful or has other placeholders than its source."""
    for message in catalog:
        if not message.id:
            continue
        ours = [str(part) for part in (message.id if isinstance(message.id, (tuple, list)) else (message.id,))]
        theirs = [
            str(part or "")
            for part in (message.string if isinstance(message.string, (tuple, list)) else (message.string,))
        ]
        if not all(theirs):
            yield f"{language}: not translated: {ours[0][:90]!r}"
        elif message.fuzzy:
            yield f"{language}: to confirm: {ours[0][:90]!r}"
        elif any(placeholders(words) - placeholders(*ours) for words in theirs):
            yield f"{language}: other placeholders: {ours[0][:90]!r}"


def placeholders(*sentences: str) -> set[str]:
    """The names that values are put in for."""
    return {found.group(0) for sentence in sentences for found in PLACEHOLDER.finditer(sentence)}


def main(argv: list[str] | None = None) -> int:
    """0 when every complete language has every sentence."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    args = parser.parse_args(argv)
    wanted = [(language, gathered()) for language in COMPLETE]
    wanted += [(language, gathered(SOURCES / "law")) for language in LAW_COMPLETE]
    bad: list[str] = []
    for language, template in wanted:
        catalog = brought_up_to_date(language, template)
        if not args.check:
            write(language, catalog)
        bad += list(faults(language, catalog))
    for fault in bad[:40]:
        print(fault, file=sys.stderr)
    if bad:
        print(f"{len(bad)} sentences to translate; `make messages` brings the catalogues up to date.", file=sys.stderr)
    return 1 if bad and args.check else 0


if __name__ == "__main__":
    sys.exit(main())
