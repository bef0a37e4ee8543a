"""Pages on their own origin, turned for the caseworker."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from affilia.portal.pictures import turned

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(("degrees", "corner"), [(90, (9, 0)), (180, (9, 19)), (270, (0, 19))])
def test_a_page_is_turned_clockwise(degrees: int, corner: tuple[int, int]) -> None:
    page = Image.new("RGB", (20 if degrees != 180 else 10, 10 if degrees != 180 else 20), "white")
    for x in range(4):
        for y in range(4):
            page.putpixel((x, y), (0, 0, 0))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=95)
    seen = Image.open(io.BytesIO(turned(out.getvalue(), degrees))).convert("L")
    found = seen.getpixel((min(corner[0], seen.width - 1), min(corner[1], seen.height - 1)))
    assert isinstance(found, int)
    assert found < 90
