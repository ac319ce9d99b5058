"""What becomes of memory that is free again: given back to the system, not kept for later."""

from __future__ import annotations

_TRIM, _MAP = -1, -3
"""glibc's names for what `mallopt` sets: `M_TRIM_THRESHOLD` and `M_MMAP_THRESHOLD`."""

_LARGE = 1 << 17
"""Bytes of a block that is taken from the system by itself, and goes back to it as soon as it is free."""


def give_back() -> None:
    """Have large blocks go back to the system when they are free, from now on; where the C library is glibc.

    By itself it takes a higher and higher bound for large after each one that is freed: once a file of notes of some
    megabytes was read, as many stay with the process. Takes a few milliseconds: not on the way to the first screen.
    """
    try:
        import ctypes

        mallopt = ctypes.CDLL(None).mallopt
    except (ImportError, OSError, TypeError, AttributeError):
        return  # another C library, with ways of its own
    mallopt(_MAP, _LARGE)
    mallopt(_TRIM, _LARGE)
