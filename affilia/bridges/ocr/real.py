"""RapidOCR on this machine: its models come inside its package, nothing leaves the house."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

import cv2
import numpy as np

from affilia.bridges.ocr import Line

# a zone that touches the edge is misread: measured, 12>>02 for 12<<02
MARGIN = 80


class RapidReader:
    """One engine a process; a page takes one to three seconds and most of a gigabyte."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        self.engine = RapidOCR(params={"Global.log_level": "error"})

    def read(self, picture: bytes) -> list[Line]:
        """The lines of a page, top to bottom as the engine finds them."""
        pixels = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
        assert pixels is not None, "the gate makes JPEG pages"
        height, width = pixels.shape[:2]
        padded = cv2.copyMakeBorder(pixels, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=(255, 255, 255))
        # the engine's own guess of which lines stand on their head turns some lines of chevrons over
        found: Any = self.engine(padded, use_cls=False)
        if found is None or found.txts is None or not len(found.txts):
            return []
        return [
            Line(text, float(score), _share(box, width, height))
            for text, score, box in zip(found.txts, found.scores, found.boxes, strict=True)
        ]


def _share(box: Any, width: int, height: int) -> tuple[float, float, float, float]:
    """Four corners as x, y, width, height in shares of the page."""
    xs, ys = (box[:, 0] - MARGIN) / width, (box[:, 1] - MARGIN) / height
    left, top = max(0.0, float(xs.min())), max(0.0, float(ys.min()))
    return (
        round(left, 4),
        round(top, 4),
        round(min(1.0, float(xs.max())) - left, 4),
        round(min(1.0, float(ys.max())) - top, 4),
    )


@cache
def ocr() -> RapidReader:
    """The engine, loaded once."""
    return RapidReader()
