"""Is the page whole, sharp, lit, free of glare, upright? Thresholds were set on the project's own specimens."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from affilia.bridges.ocr import Line

SIDE = 1000  # pages are judged at one size, or the same blur would have many numbers
SHARP, DARK, PALE = 60.0, 60.0, 250
GLARE = 0.02
NARROW = 500


@dataclass(frozen=True)
class Quality:
    """The verdict of a page; `score` 0 to 100."""

    whole: bool
    sharp: bool
    lit: bool
    no_glare: bool
    upright: bool
    score: int


def judge(jpeg: bytes, lines: list[Line]) -> Quality:
    """Look at a page and at what was read on it."""
    grey = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert grey is not None, "the gate makes JPEG pages"
    scale = SIDE / max(grey.shape)
    height, width = (max(1, round(side * scale)) for side in grey.shape)
    small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA) if scale < 1 else grey
    found = {
        "whole": min(grey.shape) >= NARROW and not _cut(lines),
        "sharp": float(cv2.Laplacian(small, cv2.CV_64F).var()) >= SHARP,
        "lit": float(np.percentile(small, 90)) >= DARK * 2 and float(small.mean()) >= DARK,
        "no_glare": _glare(small) < GLARE,
        "upright": _upright(lines),
    }
    read = sum(line.confidence for line in lines) / len(lines) if lines else 0.0
    score = round(60 * sum(found.values()) / len(found) + 40 * read)
    return Quality(**found, score=score)


def _cut(lines: list[Line]) -> bool:
    """Words that touch the edge on two sides or more were cut."""
    edges = [0, 0]
    for line in lines:
        x, _y, width, _height = line.box
        edges[0] += x <= 0.002
        edges[1] += x + width >= 0.998
    return sum(edges) >= 3


def _glare(grey: np.ndarray) -> float:
    """The share of burnt-out pixels inside a page that is not white itself."""
    burnt = grey >= PALE
    return float(burnt.mean()) if 0 < float(burnt.mean()) < 0.2 and float(np.median(grey)) < 225 else 0.0


def _upright(lines: list[Line]) -> bool:
    """Most lines lie wider than high."""
    if not lines:
        return True
    return sum(line.box[2] >= line.box[3] * 0.7 for line in lines) * 2 >= len(lines)
