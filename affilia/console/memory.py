"""Memory of processes that decide one range of the nation after another."""

from __future__ import annotations

import ctypes
import gc
import platform

# <malloc.h>: how much must be free at the end before it is given back, and from which size a block is asked for by itself
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
MOST = 1 << 30


def settle() -> None:
    """Keep what a range freed for the next one, and never look again for rubbish in what was imported.

    Left alone, glibc gives large blocks back and asks for them anew, emptied page by page, and each collection walks
    all modules: a tenth of the work of a range. No more is held than the largest range needed.
    """
    gc.collect()
    gc.freeze()
    if platform.libc_ver()[0] == "glibc":
        libc = ctypes.CDLL(None)
        libc.mallopt(M_TRIM_THRESHOLD, MOST)
        libc.mallopt(M_MMAP_THRESHOLD, MOST)
