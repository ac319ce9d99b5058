"""Words broken at a line end: whether the hyphen belongs to the word. Knows text only, and no dictionary."""

from __future__ import annotations

from reader.documents.lines import SOFT_HYPHENS

HYPHENS = "-" + SOFT_HYPHENS

_FIRST_HALVES = (
    "self non well ex co anti pro semi quasi all half cross high low long short multi vice mid post pre far"
)
_KEEP_AFTER = frozenset(_FIRST_HALVES.split())
"""First halves after which English keeps its hyphen more often than not."""

_SUSPENDED = frozenset(["and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "of", "en"])
"""What follows a hyphen that stands for the rest of a word: `long- and short-term`."""


_AFTER_VERBS = frozenset("il elle on ils elles je tu vous nous ce là moi toi lui leur".split())
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
        return " "
    head = left[:-1].split()[-1] if left[:-1].strip() else ""
    tail = right.split(None, 1)[0]
    if (len(left) > 1 and left[-2] in " -") or not head or not tail[0].isalnum() or not head[-1].isalnum():
        return " " if sign == "-" else ""
    if "@" in tail or "://" in head or "www." in head:
        return "-"  # inside an address, where nothing is ever broken with a hyphen of its own
    return _within(head, tail, sign, text, hyphenated=hyphenated)


def _within(head: str, tail: str, sign: str, text: str, *, hyphenated: bool) -> str:
    head = _letters_at_end(head)
    tail = _letters_at_start(tail)
    small_head, small_tail = head.lower(), tail.lower()
    if sign in "\u00ad":
        return ""
    if small_tail in _AFTER_VERBS and sign == "-":
        return "-"
    if sign == "-" and small_tail in _SUSPENDED and not _has_word(text, small_head + small_tail):
        return "- "
    joined = _has_word(text, small_head + small_tail)
    kept = _has_word(text, small_head + "-" + small_tail)
    if joined != kept:
        return "" if joined else "-"
    if tail[:1].isdigit() or head[-1:].isdigit():
        return "-"
    if tail[:1].isupper() and not head.isupper():
        return "-"
    if "-" in head or len(head) == 1 or (head.isupper() and not tail.isupper()):
        return "-"
    if sign != "-":
        return ""
    if not hyphenated or small_head in _KEEP_AFTER:
        return "-"
    return ""


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


def _has_word(text: str, word: str) -> bool:
    """Whether the word stands in the text with no letter beside it."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (at and text[at - 1].isalnum()) and not (end < len(text) and text[end].isalnum()):
            return True
        at = text.find(word, at + 1)
    return False
