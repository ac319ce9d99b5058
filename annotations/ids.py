"""Ids of notes: UUIDv7, which sort by the moment they were made, as 36 characters of text."""

from __future__ import annotations

import os
import re
import threading
import time

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
"""The written form of every id that postil makes."""

_RANDOM_BITS = 74
_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """Make an id that no other program makes, and that sorts after every id made before it in this process.

    The first 48 bits are milliseconds since 1970; the rest is random, except that a second id within one
    millisecond (or after the clock was set back) counts on from the one before by a random step.

    Source: RFC 9562, section 5.7 and method 2 of section 6.2.
    """
    global _last
    fresh = (time.time_ns() // 1_000_000 << _RANDOM_BITS) | _random(_RANDOM_BITS - 1)
    with _lock:
        if fresh >> _RANDOM_BITS <= _last >> _RANDOM_BITS:
            fresh = _last + 1 + _random(32)
        _last = fresh
    return _written(fresh)


def _random(bits: int) -> int:
    return int.from_bytes(os.urandom((bits + 7) // 8), "big") >> (-bits % 8)


def _written(value: int) -> str:
    """Set version 7 and variant 2 between the 48 + 12 + 62 bits of `value`."""
    head, rest = value >> 62, value & (1 << 62) - 1
    digits = f"{head >> 12:012x}7{head & 0xFFF:03x}{2 << 62 | rest:016x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
