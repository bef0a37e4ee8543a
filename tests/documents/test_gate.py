"""The upload gate: each file of a corpus gets its verdict, and only fresh pixels come out."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from affilia.documents import gate

MOST = 10 * 1024 * 1024
MARKER = b"AFFILIA-MARKER"


def picture(form: str, size: tuple[int, int] = (320, 200), **options: object) -> bytes:
    out = io.BytesIO()
    page = Image.new("RGB", size, (240, 240, 230))
    page.putpixel((5, 5), (10, 20, 30))
    page.save(out, form, **options)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 4000)) + chunk(b"IEND", b"")
    )


def pdf(pages: int = 1, change: Callable[[pikepdf.Pdf], None] | None = None, **options: object) -> bytes:
    document, out = pikepdf.new(), io.BytesIO()
    for _page in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    document.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def javascript(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('AFFILIA-MARKER')"))
    document.Root.OpenAction = document.make_indirect(action)


def launch(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))


def attachment(document: pikepdf.Pdf) -> None:
    document.attachments["a.txt"] = pikepdf.AttachedFileSpec(document, MARKER)


def additional_actions(document: pikepdf.Pdf) -> None:
    document.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1")))


def exif() -> Image.Exif:
    told = Image.Exif()
    told[0x010E] = MARKER.decode()
    return told


def gps() -> Image.Exif:
    told = Image.Exif()
    told.get_ifd(0x8825)[1] = "N"
    return told


def turned() -> Image.Exif:
    told = Image.Exif()
    told[0x0112] = 6
    return told


def gif() -> bytes:
    return picture("GIF")


ENCRYPTED = pikepdf.Encryption(owner="owner", user="user")
GOOD: list[tuple[str, str, bytes]] = [
    ("accept", "a.jpg", picture("JPEG")),
    ("accept", "a.JPG", picture("JPEG")),
    ("accept", "a.jpeg", picture("JPEG", progressive=True)),
    ("accept", "grey.jpg", (lambda out: (Image.new("L", (50, 50)).save(out, "JPEG"), out.getvalue())[1])(io.BytesIO())),
    (
        "accept",
        "cmyk.jpg",
        (lambda out: (Image.new("CMYK", (50, 50)).save(out, "JPEG"), out.getvalue())[1])(io.BytesIO()),
    ),
    ("accept", "a.png", picture("PNG")),
    (
        "accept",
        "clear.png",
        (lambda out: (Image.new("RGBA", (50, 50)).save(out, "PNG"), out.getvalue())[1])(io.BytesIO()),
    ),
    (
        "accept",
        "palette.png",
        (lambda out: (Image.new("P", (50, 50)).save(out, "PNG"), out.getvalue())[1])(io.BytesIO()),
    ),
    ("accept", "bits.png", (lambda out: (Image.new("1", (50, 50)).save(out, "PNG"), out.getvalue())[1])(io.BytesIO())),
    (
        "accept",
        "deep.png",
        (lambda out: (Image.new("I;16", (50, 50)).save(out, "PNG"), out.getvalue())[1])(io.BytesIO()),
    ),
    ("accept", "a.webp", picture("WEBP")),
    ("accept", "big.jpg", picture("JPEG", (6000, 4000))),
    ("accept", "one.pdf", pdf(1)),
    ("accept", "many.pdf", pdf(40)),
    ("accept", "noms étranges ‮gpj.jpg", picture("JPEG")),
    ("accept", "../../etc/passwd.jpg", picture("JPEG")),
]
ACTIVE: list[tuple[str, str, bytes]] = [
    ("sanitise", "comment.jpg", picture("JPEG", comment=MARKER)),
    ("sanitise", "exif.jpg", picture("JPEG", exif=exif())),
    ("sanitise", "gps.jpg", picture("JPEG", exif=gps())),
    ("sanitise", "turned.jpg", picture("JPEG", exif=turned())),
    ("sanitise", "profile.jpg", picture("JPEG", icc_profile=MARKER * 20)),
    ("sanitise", "zip.jpg", picture("JPEG") + b"PK\x03\x04" + MARKER),
    ("sanitise", "html.jpg", picture("JPEG") + b"<script>alert(1)</script>"),
    ("sanitise", "zip.png", picture("PNG") + b"PK\x03\x04" + MARKER),
    ("sanitise", "text.png", picture("PNG")[:33] + chunk(b"tEXt", b"Comment\0" + MARKER) + picture("PNG")[33:]),
    ("sanitise", "js.pdf", pdf(1, javascript)),
    ("sanitise", "launch.pdf", pdf(1, launch)),
    ("sanitise", "attached.pdf", pdf(1, attachment)),
    ("sanitise", "aa.pdf", pdf(1, additional_actions)),
]
HOSTILE: list[tuple[str, str, bytes]] = [
    ("empty", "a.jpg", b""),
    ("not_a_picture_or_pdf", "text.jpg", b"hello, I am a text file"),
    ("not_a_picture_or_pdf", "a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
    ("not_a_picture_or_pdf", "a.html", b"<html><script>alert(1)</script>"),
    ("not_a_picture_or_pdf", "a.gif", gif()),
    ("not_a_picture_or_pdf", "a.bmp", picture("BMP")),
    ("not_a_picture_or_pdf", "a.tif", picture("TIFF")),
    ("not_a_picture_or_pdf", "a.zip", b"PK\x03\x04" + b"0" * 100),
    ("not_a_picture_or_pdf", "a.exe", b"MZ" + b"0" * 100),
    ("not_a_picture_or_pdf", "a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n"),
    ("not_a_picture_or_pdf", "late.pdf", b"\n" * 2000 + pdf(1)),
    ("name_and_content_differ", "a.jpg", picture("PNG")),
    ("name_and_content_differ", "a.pdf", picture("JPEG")),
    ("name_and_content_differ", "noextension", picture("JPEG")),
    ("name_and_content_differ", "a.jpg.exe", picture("JPEG")),
    ("name_and_content_differ", "a.jpg\0.png", picture("JPEG")),
    ("truncated", "half.jpg", picture("JPEG", (900, 900))[:4000]),
    ("truncated", "half.png", picture("PNG", (900, 900))[:900]),
    ("unreadable", "head.jpg", b"\xff\xd8\xff" + b"\0" * 50),
    ("unreadable", "head.png", b"\x89PNG\r\n\x1a\n"),
    ("unreadable", "head.pdf", b"%PDF-1.7\n"),
    ("unreadable", "head.heic", b"\0\0\0\x18ftypheic" + b"\0" * 40),
    ("unreadable", "head.webp", b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 20),
    ("too_many_pixels", "flood.png", png_of(30000, 30000)),
    ("too_many_pixels", "wide.png", png_of(2_000_000, 40)),
    ("too_many_pages", "long.pdf", pdf(41)),
    ("too_many_pages", "book.pdf", pdf(500)),
    ("password", "locked.pdf", pdf(1, encryption=ENCRYPTED)),
    ("too_large", "large.jpg", picture("JPEG") + b"\0" * (60 * 1024 * 1024)),
    (
        "several_frames",
        "moving.png",
        picture("PNG", save_all=True, append_images=[Image.new("RGB", (320, 200), "red")]),
    ),
    (
        "several_frames",
        "moving.webp",
        picture("WEBP", save_all=True, append_images=[Image.new("RGB", (320, 200), "red")]),
    ),
]


@pytest.mark.parametrize(
    ("verdict", "name", "data"), [*GOOD, *ACTIVE], ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_usable_file_comes_out_as_fresh_pixels(verdict: str, name: str, data: bytes) -> None:
    found = gate.examine(data, name, most_bytes=MOST)
    assert (found.verdict, found.reason) == (verdict, None)
    for page in found.pages:
        assert MARKER not in page.jpeg
        assert b"Exif" not in page.jpeg[:200]
        seen = Image.open(io.BytesIO(page.jpeg))
        assert (seen.format, seen.size) == ("JPEG", (page.width, page.height))


@pytest.mark.parametrize(("reason", "name", "data"), HOSTILE, ids=lambda value: value if isinstance(value, str) else "")
def test_a_hostile_file_is_refused_with_its_reason(reason: str, name: str, data: bytes) -> None:
    found = gate.examine(data, name, most_bytes=MOST)
    assert (found.verdict, found.reason, found.pages) == ("refuse", reason, ())
    assert str(gate.REASONS[reason])


HEIC = (Path(__file__).parent / "papers" / "specimen.heic").read_bytes()


@pytest.mark.parametrize("name", ["photo.heic", "IMG_0001.HEIC", "photo.heif"])
def test_a_photo_of_a_phone_in_heic_comes_out_as_fresh_pixels(name: str) -> None:
    found = gate.examine(HEIC, name, most_bytes=MOST)
    assert (found.verdict in ("accept", "sanitise"), len(found.pages), found.kind) == (True, 1, "heic")
    assert (found.pages[0].width, found.pages[0].height) == (1500, 1050)


@pytest.mark.parametrize(("reason", "data"), [("name_and_content_differ", HEIC), ("unreadable", HEIC[:900])])
def test_a_broken_or_misnamed_heic_is_refused(reason: str, data: bytes) -> None:
    assert (
        gate.examine(data, "a.jpg" if reason == "name_and_content_differ" else "a.heic", most_bytes=MOST).reason
        == reason
    )


def test_a_turned_photo_is_put_upright() -> None:
    page = gate.examine(picture("JPEG", exif=turned()), "a.jpg", most_bytes=MOST).pages[0]
    assert (page.width, page.height) == (200, 320)


def test_broken_files_get_a_verdict_and_leave_no_process() -> None:
    chance = random.Random(7)
    seeds = [data for _verdict, _name, data in (*GOOD[:6], *ACTIVE[:8])]
    for _round in range(40):
        data = bytearray(chance.choice(seeds))
        for _edit in range(chance.randrange(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        name = {"jpeg": "a.jpg", "png": "a.png", "pdf": "a.pdf", "webp": "a.webp"}.get(
            gate.kind_of(bytes(data)) or "", "a.jpg"
        )
        found = gate.examine(bytes(data), name, most_bytes=MOST)
        assert found.verdict in ("accept", "sanitise", "refuse")
        assert found.reason is None or found.reason in gate.REASONS


PROBE = """
import encodings.idna, os, socket, sys
sys.path.insert(0, sys.argv[1])
import pixels
pixels.shut_in()
out = [sorted(os.listdir("/")), sorted(os.environ)]
try:
    socket.create_connection(("127.0.0.1", 9), timeout=1)
except OSError as error:
    out.append(error.errno)
try:
    open("/x", "w")
except OSError as error:
    out.append(error.errno)
print(out)
"""


def test_the_far_side_has_no_disk_no_network_no_environment(tmp_path: Path) -> None:
    probe = tmp_path / "probe.py"
    probe.write_text(PROBE)
    command = [*gate.sandbox(), sys.executable, "-I", str(probe), str(gate.PIXELS.parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"LC_ALL": "C.UTF-8"})
    files, names, network, _written = eval(done.stdout)  # noqa: S307  printed by the probe above
    assert all(name.isdigit() for name in files), "only its own open files, by number"
    assert set(names) <= {"LC_ALL", "LC_CTYPE", "PWD"}
    assert network in (101, 111), "no route, or nobody listens in a network of its own"
