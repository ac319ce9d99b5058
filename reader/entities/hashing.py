"""The two hash functions by which a word finds its rows in the model's tables: MurmurHash2 (64 bit) and 3 (128 bit).

Both were written by Austin Appleby and placed in the public domain. Which constants and which order the model was
trained with is taken from spaCy, thinc and murmurhash (MIT, Explosion AI GmbH; see `data/english/LICENSE`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MASK = 0xFFFFFFFFFFFFFFFF
_M = 0xC6A4A7935BD1E995
_STRING_SEED = 1


def string_id(word: str) -> int:
    """The 64-bit number of a string: MurmurHash64A of its UTF-8 bytes, seed 1."""
    data = word.encode()
    length = len(data)
    h = _STRING_SEED ^ (length * _M & _MASK)
    whole = length & ~7
    for start in range(0, whole, 8):
        k = int.from_bytes(data[start : start + 8], "little") * _M & _MASK
        k = (k ^ (k >> 47)) * _M & _MASK
        h = (h ^ k) * _M & _MASK
    if whole < length:
        h = (h ^ int.from_bytes(data[whole:], "little")) * _M & _MASK
    h = (h ^ (h >> 47)) * _M & _MASK
    return h ^ (h >> 47)


def table_rows(ids: NDArray[np.uint64], seed: int, rows: int) -> NDArray[np.intp]:
    """The four rows of a table of `rows` rows that each of `ids` is the sum of, as an array of shape (n, 4).

    It is MurmurHash3's 128-bit mix of one 64-bit number, cut into four 32-bit ones.
    """
    import numpy as np

    first = ids * np.uint64(0x87C37B91114253D5)
    first = (first << np.uint64(31)) | (first >> np.uint64(33))
    first = first * np.uint64(0x4CF5AD432745937F)
    first ^= np.uint64(seed ^ 8)
    second = np.full_like(first, seed ^ 8)
    first += second
    second += first
    first, second = _mixed(first), _mixed(second)
    first += second
    second += first
    low = np.uint64(0xFFFFFFFF)
    keys = np.stack([first & low, first >> np.uint64(32), second & low, second >> np.uint64(32)], axis=1)
    return (keys % np.uint64(rows)).astype(np.intp)


def _mixed(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    import numpy as np

    shift = np.uint64(33)
    value = (value ^ (value >> shift)) * np.uint64(0xFF51AFD7ED558CCD)
    value = (value ^ (value >> shift)) * np.uint64(0xC4CEB9FE1A85EC53)
    return value ^ (value >> shift)
