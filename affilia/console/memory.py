"""Memory of processes that reckon one chunk of lines after another."""

from __future__ import annotations

import ctypes
import platform

# <malloc.h>: how much must be free at the end before it is given back, and from which size a block is asked for by itself
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
MOST = 1 << 30


def keep_freed() -> None:
    """Keep what a chunk freed for the next one. Left alone, glibc gives large blocks back and asks for them anew, emptied
    page by page: that takes longer than the law. No more is held than the largest chunk needed.
    """
    if platform.libc_ver()[0] == "glibc":
        libc = ctypes.CDLL(None)
        libc.mallopt(M_TRIM_THRESHOLD, MOST)
        libc.mallopt(M_MMAP_THRESHOLD, MOST)
