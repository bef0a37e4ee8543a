"""The one upload gate: what a file must be, and the sandbox that turns it into fresh pixels of ours (promises S5)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

MOST_PAGES = 40
MOST_PIXELS = 50_000_000
PATIENCE = 25  # seconds of wall time for one file
BIGGEST_ANSWER = 60 * 1024 * 1024
PIXELS = Path(__file__).with_name("pixels.py")

MAGIC = (
    ("jpeg", 0, b"\xff\xd8\xff"),
    ("png", 0, b"\x89PNG\r\n\x1a\n"),
    ("pdf", 0, b"%PDF-"),
    ("webp", 8, b"WEBPVP8"),
    ("heic", 4, b"ftypheic"),
    ("heic", 4, b"ftypheix"),
    ("heic", 4, b"ftypmif1"),
    ("heic", 4, b"ftypmsf1"),
    ("heic", 4, b"ftyphevc"),
)
EXTENSIONS = {
    "jpg": "jpeg", "jpeg": "jpeg", "jpe": "jpeg", "jfif": "jpeg", "png": "png", "pdf": "pdf", "webp": "webp",
    "heic": "heic", "heif": "heic",
}  # fmt: skip
REASONS = {
    "busy": _("Many documents arrive at this moment. Nothing is lost: send it again in a minute."),
    "one_of_yours": _("Other documents of yours are being opened. Wait a moment, then send this one again."),
    "many_of_yours": _("You sent many documents this hour. What we have is kept: send the next in an hour."),
    "empty": _("This file is empty. Choose it again, or take a new photo."),
    "too_large": _("This file is larger than 10 MB. Take a photo with your phone, or save the PDF smaller."),
    "not_a_picture_or_pdf": _("We take photos (JPEG, PNG, WebP, HEIC) and PDF files. This file is something else."),
    "name_and_content_differ": _("The name of this file does not fit its content. Take a new photo, or save it again."),
    "truncated": _("This file stops in the middle. Send it again, or take a new photo."),
    "unreadable": _("We could not open this file. Take a new photo, or save it again as PDF."),
    "too_many_pixels": _("This picture is too large to open. Take a photo with your phone."),
    "too_many_pages": _("This PDF has more than 40 pages. Send only the pages we ask for."),
    "several_frames": _("This picture moves. Send a still photo."),
    "password": _("This PDF is locked by a password. Save a copy without a password and send that."),
    "too_slow": _("This file takes too long to open. Take a photo of the page."),
    "virus": _("Our scanner found something dangerous in this file. Send a photo of the paper."),
    "gate_unavailable": _("We cannot take files now. Try again in a while; your answers are kept."),
}


@dataclass(frozen=True)
class Page:
    """One page: a JPEG made here, and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Verdict:
    """`accept`; `sanitise`: usable, something beside the pixels was left behind; `refuse` with a code of REASONS."""

    verdict: str
    reason: str | None
    pages: tuple[Page, ...] = ()
    kind: str = ""


class GateUnavailable(Exception):
    """Neither bwrap nor user namespaces work here: nothing is accepted, and the operator must be told."""


def refused(code: str) -> Verdict:
    """A refusal."""
    return Verdict("refuse", code)


def kind_of(data: bytes) -> str | None:
    """The kind of a file by its first bytes."""
    return next((kind for kind, place, magic in MAGIC if data[place : place + len(magic)] == magic), None)


def examine(data: bytes, filename: str, *, most_bytes: int) -> Verdict:
    """Look at a file without trusting it: nothing but our own pixels comes out. Raises GateUnavailable."""
    reason, kind = at_first_sight(data, filename, size=len(data), most_bytes=most_bytes), kind_of(data)
    return refused(reason) if reason or kind is None else _sandboxed(data, kind)


def at_first_sight(head: bytes, filename: str, *, size: int, most_bytes: int) -> str:
    """Why a file is turned down by its size, its first bytes and its name; empty where these say nothing against it."""
    if not size:
        return "empty"
    if size > most_bytes:
        return "too_large"
    kind = kind_of(head)
    if kind is None:
        return "not_a_picture_or_pdf"
    return "" if EXTENSIONS.get(filename.rpartition(".")[2].lower().strip()) == kind else "name_and_content_differ"


def _sandboxed(data: bytes, kind: str) -> Verdict:
    command = [*sandbox(), sys.executable, "-I", "-B", str(PIXELS), kind, str(MOST_PAGES), str(MOST_PIXELS)]
    try:
        done = subprocess.run(  # noqa: S603  our own words, no shell
            command, input=data, capture_output=True, timeout=PATIENCE, check=False, env={"LC_ALL": "C.UTF-8"}, cwd="/"
        )
    except subprocess.TimeoutExpired:
        return refused("too_slow")
    if done.returncode != 0:
        # killed by a limit, or the decoder crashed: either way the file is to blame
        return refused("too_slow" if done.returncode in (-9, -24, 137, 152) else "unreadable")
    return _read_answer(done.stdout, kind)


def _read_answer(answer: bytes, kind: str) -> Verdict:
    """The far side is not trusted: sizes are checked, pages must be JPEG and nothing may be left over."""
    head, _newline, body = answer[:BIGGEST_ANSWER].partition(b"\n")
    try:
        told = json.loads(head)
        if "refused" in told:
            return refused(told["refused"] if told["refused"] in REASONS else "unreadable")
        pages, place = [], 0
        for size in told["pages"]:
            pages.append(_page(body[place : place + size]))
            place += size
    except (ValueError, KeyError, TypeError):
        return refused("unreadable")
    if place != len(body) or not pages:
        return refused("unreadable")
    return Verdict("sanitise" if told["left"] else "accept", None, tuple(pages), kind)


def _page(jpeg: bytes) -> Page:
    """A JPEG and the size its own header states."""
    if jpeg[:3] != b"\xff\xd8\xff":
        raise ValueError("a page is not a JPEG")
    place = 2
    while place + 9 < len(jpeg):
        marker, length = jpeg[place + 1], int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if marker in (0xC0, 0xC1, 0xC2):
            height, width = (int.from_bytes(jpeg[place + at : place + at + 2], "big") for at in (5, 7))
            return Page(jpeg, width, height)
        place += 2 + length
    raise ValueError("a page states no size")


@cache
def sandbox() -> tuple[str, ...]:
    """The words that start a process without network, alone, with nothing to write on. Raises GateUnavailable."""
    for words in (_bwrap(), _unshare()):
        if words and subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0:  # noqa: S603
            return words
    raise GateUnavailable


def _bwrap() -> tuple[str, ...]:
    found = shutil.which("bwrap")
    if not found:
        return ()
    alone = ("--unshare-all", "--die-with-parent", "--new-session", "--clearenv")
    bare = ("--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev")
    return (found, *alone, *bare, "--uid", "0", "--cap-add", "CAP_SYS_CHROOT", "--")


def _unshare() -> tuple[str, ...]:
    found = shutil.which("unshare")
    alone = ("--user", "--map-root-user", "--net", "--pid", "--ipc", "--uts", "--mount", "--fork", "--kill-child")
    return (found, *alone, "--mount-proc") if found else ()


def ready() -> bool:
    """Whether files can be taken here."""
    try:
        return bool(sandbox())
    except GateUnavailable:
        return False


def clean_name(filename: str) -> str:
    """A file's name as it may be shown: its last part, no control or direction characters, 100 at most."""
    last = os.path.basename(filename.replace("\\", "/"))
    return "".join(c for c in last if c.isprintable())[:100] or "file"
