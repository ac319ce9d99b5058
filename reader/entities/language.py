"""Which language a text is in, by a vote of its most frequent words."""

from __future__ import annotations

import re
from collections import Counter

from reader.entities.lexicon import LANGUAGES, stopwords

SAMPLE = 20_000
"""Code points looked at; more does not change the answer."""

NAMES = {"en": "English", "es": "Spanish", "fr": "French", "de": "German"}

_WORD = re.compile(r"[^\W\d_]+")


def detect(text: str, *, declared: str = "") -> str:
    """ISO 639-1 code of the language of `text`, or an empty string when it is none of those postil knows.

    Args:
        text: Its beginning decides.
        declared: What the source says of itself; it decides when the text is too short to tell.
    """
    words = Counter(word.lower() for word in _WORD.findall(text[:SAMPLE]))
    total = sum(words.values())
    votes = {code: sum(words[word] for word in stopwords(code)) for code in LANGUAGES}
    best = max(LANGUAGES, key=lambda code: votes[code])
    if total < 20:
        return declared[:2].lower() if declared else ("en" if total and votes["en"] == votes[best] else best)
    # Running text of these languages has every third to fifth word from its list; another language has few.
    if votes[best] < 0.15 * total:
        # Headlines and lists have few small words; a foreign script or language has next to none.
        known = declared[:2].lower()
        return known if known else (best if votes[best] >= 0.08 * total else "")
    return best
