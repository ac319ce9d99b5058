"""Words broken at a line end: whether the hyphen belongs to the word. Knows text only, and no dictionary."""

from __future__ import annotations

from itertools import pairwise

from reader.documents.lines import SOFT_HYPHENS, Line
from reader.documents.looks import unspaced

HYPHENS = "-" + SOFT_HYPHENS

_FIRST_HALVES = (
    "self non well all half cross high low long short large easy open public full real vice far near so two "
    "three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety first second "
    "third user hard soft old new best better state much ever good context mobile co"
)
_KEEP_AFTER = frozenset(_FIRST_HALVES.split())
"""First halves after which a hyphen is more often a word's own than the typesetter's."""

_SECOND_HALVES = (
    "ing ings ed er ers es est able ness ly ment ments tion tions age ish ity ful fully less ance ation hood ship "
    "light lights way ways day"
)
_ENDINGS = frozenset(_SECOND_HALVES.split())
"""Second halves that are no words of their own, and the ones of `high-light` and `Mon-day`."""

_BETWEEN = frozenset(
    ["to", "of", "the", "in", "up", "by", "on", "a", "and", "for", "at", "be", "de", "la", "y", "et"]
)
"""Small words in words of three and more, as `up-to-date`."""

_SUSPENDED = frozenset(["and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "of", "en"])
"""What follows a hyphen that stands for the rest of a word: `long- and short-term`."""


_AFTER_VERBS = frozenset(
    ["il", "elle", "on", "ils", "elles", "je", "tu", "vous", "nous", "ce", "là", "moi", "toi", "lui", "leur"]
)
"""What French ties to a verb with a hyphen: `est-il`, `celui-là`."""


def joint(left: str, right: str, text: str, *, hyphenated: bool) -> str:
    """What to put between two lines of one paragraph.

    Args:
        left: The line whose end is in question, with its hyphen.
        right: The line that goes on.
        text: The whole source in small letters, asked for either spelling of the word.
        hyphenated: Whether the document was typeset with words broken at line ends.

    Returns: `" "` when no word was broken; `"-"` to put the word together with its hyphen; `""` without it. For the
        last two, the hyphen at the end of `left` is to be left out.
    """
    sign = left[-1]
    if sign not in HYPHENS:
        if sign in "—/" and left[-2:-1] not in ("", " ") and right[0] not in " —":
            return ""
        if (unspaced(sign) and unspaced(right[0])) or (right[0] == "—" and right[1:2] != " "):
            return ""
        return " "
    head = left[:-1].split()[-1] if left[:-1].strip() else ""
    tail = right.split(None, 1)[0]
    if (len(left) > 1 and left[-2] in " -") or not head or not tail[0].isalnum() or not head[-1].isalnum():
        return " " if sign == "-" else ""
    if "@" in tail or "://" in head or "www." in head:
        return "-"  # inside an address, where nothing is ever broken with a hyphen of its own
    return _within(head, tail, sign, text, hyphenated=hyphenated)


def parts_alone(left: str, right: str, text: str) -> bool:
    """Whether the halves of a word, parted by a plain hyphen at a line end, are no words that stand in the text.

    Then it was rather broken there than written with a hyphen, where the first half is short: of 23 such words in
    files from the wild 13 of 15 were; of longer ones 3 of 8.

    Args:
        left, right: The two lines.
        text: The whole source in small letters, both lines among it.
    """
    head, tail = _letters_at_end(left[:-1]).lower(), _letters_at_start(right).lower()
    if not (head.isalpha() and tail.isalpha() and right[0].islower()) or len(text) < _ENOUGH:
        return False
    return len(head) <= _SHORT and not _has_word(text, head, more=True) and not _has_word(text, tail, more=True)


_SHORT = 5
_ENOUGH = 1500
"""Characters of a text from which it says something that a word does not stand in it."""


def broken_words(lines: list[Line], text: str) -> bool:
    """Whether words are broken at line ends by a plain hyphen, as typesetters do and writers do not.

    Args:
        lines: Of the document or a sample of it.
        text: The same in small letters.
    """
    if any(line.broken or line.text[-1] in SOFT_HYPHENS for line in lines):
        return False  # A typesetter that has a sign of its own for it leaves the hyphen to words that have one.
    ends = [(a.text, b.text) for a, b in pairwise(lines) if a.text[-1] == "-" and a.text[-2:-1].islower()]
    if len(ends) > 1 and len(ends) > 0.04 * len(lines):
        return True
    found = 0
    for left, right in ends:
        head = _letters_at_end(left[:-1]).lower()
        tail = _letters_at_start(right).lower()
        found += _has_word(text, head + tail) - _has_word(text, f"{head}-{tail}")
    return found > 0


def _within(head: str, tail: str, sign: str, text: str, *, hyphenated: bool) -> str:
    head = _letters_at_end(head)
    whole, tail = tail, _letters_at_start(tail)
    after = whole[len(tail) : len(tail) + 1] in HYPHENS and len(whole) > len(tail)
    small_head, small_tail = head.lower(), tail.lower()
    if sign in "\u00ad":
        return ""
    if sign == "-" and small_tail in _AFTER_VERBS:
        return "-"
    if sign == "-" and small_tail in _SUSPENDED and not after and not _has_word(text, small_head + small_tail):
        return "- "
    joined = _has_word(text, small_head + small_tail)
    kept = _has_word(text, small_head + "-" + small_tail)
    if joined != kept:
        return "" if joined else "-"
    if tail[:1].isdigit() or head[-1:].isdigit():
        return "-"
    if tail[:1].isupper() and not head.isupper():
        return "-"
    if (small_head[small_head.rfind("-") + 1 :] in _BETWEEN and "-" in head) or (after and small_tail in _BETWEEN):
        return "-"
    if len(head) == 1 or (head.isupper() and not tail.isupper()):
        return "-"
    if sign == "\ufffe" and _both_words(text, small_head, small_tail):
        return "-"
    if sign != "-":
        return ""
    return "" if hyphenated and not (small_head in _KEEP_AFTER and small_tail not in _ENDINGS) else "-"


def _both_words(text: str, head: str, tail: str) -> bool:
    """Whether both halves stand in the text as words of their own: then they are rather two than one."""
    return len(head) > 3 and len(tail) > 3 and _has_word(text, head, more=True) and _has_word(text, tail, more=True)


def _letters_at_end(word: str) -> str:
    at = len(word)
    while at and (word[at - 1].isalnum() or word[at - 1] in "-'’"):
        at -= 1
    return word[at:]


def _letters_at_start(word: str) -> str:
    at = 0
    while at < len(word) and (word[at].isalnum() or word[at] in "'’"):
        at += 1
    return word[:at]


def _has_word(text: str, word: str, *, more: bool = False) -> bool:
    """Whether the word stands in the text with no letter beside it; `more`: besides the once that is in question."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (at and text[at - 1].isalnum()) and not (end < len(text) and text[end].isalnum()):
            if not more:
                return True
            more = False
        at = text.find(word, at + 1)
    return False
