"""Where a passage ends today when words at its end were replaced. Words are numbered; offsets count code points.

Each number of new words that may have come for the passage's own is weighed: a logit over the choices, with the
weights fitted by `tests/benchmarks/anchoring_borders.py`.
"""

from __future__ import annotations

import re
from operator import mul

from annotations.anchoring.normal import NormalText
from annotations.anchoring.sentences import ends_sentence, gap_after

WEIGHTS: tuple[tuple[str, float], ...] = (
    ("letters in common with the replaced words", 1.816),
    ("letters", -0.812),
    ("the end of a sentence no more", -1.795),
    ("the marks that stood at the end", 1.497),
    ("no words", 2.990),
    ("all words up to the one that stood beside", 3.024),
    ("sentences more than were replaced", -0.900),
    ("longer or shorter than the replaced words", -1.154),
)
"""Kind of evidence, and its weight. Letters count by eights. Of 579 ends beside which words came, 81.7 % fell on the
very word, where weights were fitted to other sources; 76.5 % by letters in common and a price for each alone."""

_WEIGHTS = [weight for _, weight in WEIGHTS]

MOST_LETTERS, MORE_LETTERS = 2, 36
"""Letters that may come for one that was replaced, and how many more, before no further words are weighed."""

_SPACE = re.compile(r"\s+")


def replacing(old: NormalText, new: NormalText, inside: range, words: range, *, closed: bool) -> int:
    """How many of some new words stand for words at the end of a passage that were replaced.

    Args:
        old: The old text.
        new: Today's text.
        inside: The replaced words of the old text, from the kept part of the passage to its end: rising for its last
            words, falling for its first.
        words: The new words beside the kept part that may stand for them, in the same direction.
        closed: Whether the new words end where the word stands that stood right beside the passage.
    """
    if not words:
        return 0
    scores = [sum(map(mul, _WEIGHTS, row)) for row in evidence(old, new, inside, words, closed=closed)]
    return max(range(len(scores)), key=scores.__getitem__)


def evidence(old: NormalText, new: NormalText, inside: range, words: range, *, closed: bool) -> list[list[float]]:
    """What speaks for each number of new words, from none on, in the order of `WEIGHTS`."""
    from rapidfuzz.distance import LCSseq

    mine = "".join(_letters(old, word, inside.step) for word in inside)
    most = MOST_LETTERS * len(mine) + MORE_LETTERS
    border = _gap(old, inside[-1], inside.step)
    marks, ended = _SPACE.sub("", border), ends_sentence(border)
    sentences = sum(ends_sentence(_gap(old, word - inside.step, inside.step)) for word in inside)
    rows, near = [], ""
    gap = _gap(new, words.start - words.step, words.step)
    for taken in range(len(words) + 1):
        ends = ends_sentence(gap)
        rows.append(
            [
                LCSseq.similarity(mine, near) / 8,
                len(near) / 8,
                float(ended and not ends),
                float(bool(marks) and marks == _SPACE.sub("", gap)),
                float(taken == 0),
                float(closed and taken == len(words)),
                float(max(0, -sentences)),
                abs(len(near) - len(mine)) / max(len(near), len(mine)),
            ]
        )
        if taken == len(words) or len(near) > most:
            break
        near += _letters(new, words[taken], words.step)
        sentences -= ends
        gap = _gap(new, words[taken], words.step)
    return rows


def _letters(text: NormalText, word: int, step: int) -> str:
    """The letters of a word, those that are nearest to the kept part first."""
    return text.vocabulary.spelling[text.words[word]][::step]


def _gap(text: NormalText, word: int, step: int) -> str:
    """What stands between a word and the next one in a direction."""
    return gap_after(text, word if step > 0 else word - 1)
