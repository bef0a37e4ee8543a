"""The far side of the gate: runs alone in a sandbox, turns a file into fresh pixels, imports nothing of the service.

Reads the file on standard input; its kind and the limits are arguments. Writes one JSON line, then the pages as JPEG.
Whatever happens to this process, the service reads a verdict or refuses the file.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
from collections.abc import Iterator
from typing import Any

LONG_SIDE = 2200
MEMORY = 1500 * 1024 * 1024  # address space: shared libraries included
CPU_SECONDS = 12
FILE_BYTES = 40 * 1024 * 1024


class Refused(Exception):
    """The file cannot be accepted; the code says why."""


def limit() -> None:
    """Memory, time, files and processes: what a hostile file may use up."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def decoders(kind: str) -> None:
    """Load all this kind needs: afterwards there is no disk to load from."""
    from PIL import Image, ImageOps

    Image.init()
    ImageOps.exif_transpose(Image.new("RGB", (1, 1))).save(io.BytesIO(), "JPEG")
    if kind == "pdf":
        import pypdfium2

        pypdfium2.PdfDocument.new().close()
    if kind == "heic":
        import pi_heif

        pi_heif.register_heif_opener()


def shut_in() -> None:
    """See, as the whole disk, a folder of the kernel's where nothing can be read that matters and nothing written."""
    os.chroot("/proc/self/fdinfo")
    os.chdir("/")


def fresh(picture: Any) -> bytes:
    """A JPEG made from nothing but the pixels: a re-saved picture would keep its comment (a trap, measured)."""
    from PIL import Image

    picture.thumbnail((LONG_SIDE, LONG_SIDE))
    pixels = picture.convert("RGB")
    clean = Image.frombytes("RGB", pixels.size, pixels.tobytes())
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=85)
    return out.getvalue()


# what a decoder tells of any picture; all else is something beside the pixels
PLAIN = {
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "gamma", "srgb", "progressive", "progression", "adobe",
    "adobe_transform", "transparency", "loop", "background", "timestamp", "duration", "primary", "bit_depth",
}  # fmt: skip


def of_picture(data: bytes, kind: str, most_pixels: int) -> tuple[list[bytes], bool]:
    """(pages, whether something beside the pixels was left behind) of a picture of one frame."""
    from PIL import Image, ImageFile, ImageOps

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # the limit is checked here, before a pixel is decoded
    names = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF"}
    picture = Image.open(io.BytesIO(data), formats=[names[kind]])
    if picture.width * picture.height > most_pixels:
        raise Refused("too_many_pixels")
    if kind != "heic" and getattr(picture, "n_frames", 1) != 1:
        raise Refused("several_frames")
    picture.load()
    left = bool(set(picture.info) - PLAIN)
    left = left or _trailing(data, kind)
    return [fresh(ImageOps.exif_transpose(picture))], left


def _trailing(data: bytes, kind: str) -> bool:
    """Bytes after the picture's end: another file may hide there."""
    end = {"jpeg": b"\xff\xd9", "png": b"IEND\xaeB`\x82"}.get(kind)
    return bool(end) and not data.rstrip(b"\0").endswith(end or b"")


ACTIVE = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/XFA", "/RichMedia", "/OpenAction", "/AA", "/SubmitForm")


def of_pdf(data: bytes, most_pages: int, most_pixels: int) -> tuple[list[bytes], bool]:
    """(pages, whether active parts were left behind) of a PDF, drawn at 150 dpi."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused("password" if "password" in str(error).lower() else "unreadable") from error
    if len(document) > most_pages:
        raise Refused("too_many_pages")
    if len(document) == 0:
        raise Refused("empty")
    pages = []
    for page in document:
        width, height = page.get_size()
        scale = min(150 / 72, LONG_SIDE / max(width, height, 1))
        if width * height * scale * scale > most_pixels or min(width, height) < 8:
            raise Refused("too_many_pixels")
        pages.append(fresh(page.render(scale=scale, may_draw_forms=False).to_pil()))
    return pages, any(name.encode() in data for name in ACTIVE)


def examined(data: bytes, kind: str, most_pages: int, most_pixels: int) -> tuple[list[bytes], bool]:
    """The pages of a file of a kind. Raises Refused."""
    try:
        if kind == "pdf":
            return of_pdf(data, most_pages, most_pixels)
        return of_picture(data, kind, most_pixels)
    except Refused:
        raise
    except MemoryError as error:
        raise Refused("too_many_pixels") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        code = "truncated" if "truncated" in str(error).lower() else "unreadable"
        raise Refused(code) from error


def parts(pages: list[bytes], left: bool) -> Iterator[bytes]:
    """What goes back: one line with the sizes, then the pages."""
    yield json.dumps({"pages": [len(page) for page in pages], "left": left}).encode() + b"\n"
    yield from pages


def main() -> None:
    """Read, limit, examine, answer."""
    kind, most_pages, most_pixels = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    decoders(kind)
    shut_in()
    limit()
    data = sys.stdin.buffer.read()
    try:
        answer = list(parts(*examined(data, kind, most_pages, most_pixels)))
    except Refused as refused:
        answer = [json.dumps({"refused": str(refused)}).encode() + b"\n"]
    for part in answer:
        sys.stdout.buffer.write(part)


if __name__ == "__main__":
    main()
