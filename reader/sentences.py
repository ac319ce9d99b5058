"""Where sentences and words begin and end. Offsets count characters, half-open.

English first, and careful with what other languages share: initials, abbreviations, quotations, ellipses, full-width
full stops. A sentence never crosses the bounds it is looked for in, those of a block. Loads nothing: the sentence
under the cursor is shown on the first screen.
"""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_STOPS = frozenset(".!?…‽")
_WIDE_STOPS = frozenset("。！？｡．")
_SIGNS = (".", "\n", "?", "!", "…", "‽", "。", "！", "？", "｡", "．")
"""What may end a sentence: the stops, and the ends of lines."""

_CLOSERS = frozenset("\"'”’»›)]}」』】）＂")
_OPENERS = frozenset("\"'“‘«‹([{„‚「『【（¿¡")

_RAISED = frozenset("¹²³⁴⁵⁶⁷⁸⁹⁰*†‡§¶")
_FIGURES = frozenset("0123456789")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BEFORE_A_NAME = _listed(
    "adm amb capt cmdr col cpl dr drs esq fr gen gov hon insp lt maj messrs mlle mme mr mrs ms mx mt msgr "
    "pfc pres prof pvt rep reps rev sen sens sgt sr sra srta st ste supt hr fräulein"
)
"""Abbreviations that stand before a name: the full stop never ends the sentence."""

_BEFORE_MORE = _listed(
    "approx art bros ca cf ch chap dept ed eds eq est ext fig figs gal hrsg illus incl no nos nr op p para "
    "pp pt ref sec sect tel trans univ viz vol vols vs bzw vgl usw jan feb mar apr jun jul aug sep sept oct "
    "nov dec mon tue tues wed thu thur thurs fri sat sun al ave blvd rd hwy i.e e.g d.h z.b s.a u.a"
)
"""Abbreviations with more to come, as a rule: the sentence ends only where a word follows that begins sentences."""

_OFTEN_LAST = _listed("inc ltd co corp llc plc etc jr sr bros gmbh s.a n.v b.v a.m p.m a.d b.c b.c.e c.e")
"""Abbreviations that often end a sentence, and often do not."""

_BEGINNERS = _listed(
    "a after all also although an and another are as at because before both but by despite during each even "
    "every few first following for from given had has have he her here his how however i if in instead is it "
    "its last later many meanwhile more moreover most much my neither nevertheless no nobody none nor not "
    "nothing now of on once one only or other our over perhaps she since so some still such that the their "
    "then there therefore these they this those though through thus to today together under until we were "
    "what when where whether which while who why with without yes yet you your el la los las un una en y "
    "pero no se su le les des une il elle ils dans mais et der die das ein eine er sie es und aber"
)
"""Words that begin a sentence more often than they continue a name."""


def sentence_starts(text: str, start: int, end: int, *, cells: bool = False) -> list[int]:
    """Where the sentences of `text[start:end]` begin, the first at `start` (after its blanks).

    With `cells`, as in a table, tabs and ends of lines part sentences as well; an empty cell is none.
    """
    if cells:
        return _in_cells(text, start, end)
    begins = [_skip_blanks(text, start, end)]
    signs = [sign for sign in _SIGNS if text.find(sign, start, end) >= 0]
    position = _next(text, begins[0], end, signs)
    while position < end:
        char = text[position]
        if char in _WIDE_STOPS:
            position = _skip(text, position + 1, end, _WIDE_STOPS)
            position = _skip(text, position, end, _CLOSERS)
            following = _skip_blanks(text, position, end)
            if following < end:
                begins.append(following)
            position = following
        elif char in _STOPS:
            run_end = _skip(text, position, end, _STOPS)
            closed = _skip(text, run_end, end, _CLOSERS)
            called = _skip_signs(text, closed, end)
            following = _skip_blanks(text, called, end)
            if called < following < end and _ends(text, begins[-1], position, run_end, closed, following, end):
                begins.append(following)
            position = max(following, run_end) if called < following else closed
        else:
            following = _skip_blanks(text, position, end)
            if "\n" in text[position + 1 : following] and following < end:
                begins.append(following)
            position = max(following, position + 1)
        position = _next(text, position, end, signs)
    return begins


def _in_cells(text: str, start: int, end: int) -> list[int]:
    begins: list[int] = []
    at = start
    while at <= end:
        stops = [stop for sign in "\t\n" if (stop := text.find(sign, at, end)) >= 0]
        stop = min(stops, default=end)
        if text[at:stop].strip():
            begins += sentence_starts(text, at, stop)
        at = stop + 1
    return begins or [start]


def sentence_at(text: str, start: int, end: int, offset: int, *, cells: bool = False) -> tuple[int, int]:
    """The sentence of `text[start:end]` at `offset`, without the blanks around it."""
    begins = sentence_starts(text, start, end, cells=cells)
    index = max(bisect_right(begins, offset) - 1, 0)
    last = begins[index + 1] if index + 1 < len(begins) else end
    first = begins[index]
    return first, first + len(text[first:last].rstrip())


def words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words of `text[start:end]`: letters and digits with what holds them together; each ideograph is one."""
    position = start
    while position < end:
        char = text[position]
        if not _in_word(char):
            position += 1
            continue
        after = position + 1
        if not _ideograph(char):
            while after < end:
                char = text[after]
                if _ideograph(char):
                    break
                if not (_in_word(char) or _extends(char)) and not (
                    char in "'’-‐.·_" and after + 1 < end and _in_word(text[after + 1]) and text[after - 1].isalnum()
                ):
                    break
                after += 1
        yield position, after
        position = after


def word_at(text: str, start: int, end: int, offset: int) -> tuple[int, int]:
    """The word of `text[start:end]` at `offset`, else the nearest one before it, else the next; else nothing."""
    before = (offset, offset)
    for first, last in words(text, start, end):
        if first > offset:
            return before if before[0] != before[1] else (first, last)
        before = first, last
        if offset < last:
            break
    return before


def _next(text: str, position: int, end: int, signs: list[str]) -> int:
    """Where the next of the signs stands; `end` without one."""
    for sign in signs:
        found = text.find(sign, position, end)
        if found >= 0:
            end = found
    return end


def _skip(text: str, position: int, end: int, chars: frozenset[str]) -> int:
    while position < end and text[position] in chars:
        position += 1
    return position


def _skip_signs(text: str, position: int, end: int) -> int:
    """Behind the signs that call footnotes at `position`: `[1]`, `¹`, `*`, or `1` behind a word; else `position`."""
    at = position
    while at < end:
        if text[at] == "[":
            close = text.find("]", at, min(at + 6, end))
            if close < 0 or not (text[at + 1 : close].isdigit() or close == at + 2):
                break
            at = close + 1
        elif text[at] in _RAISED:
            at += 1
        else:
            break
    if at == position and position >= 2 and (text[position - 2].isalpha() or text[position - 1] in _CLOSERS):
        figures = _skip(text, position, min(position + 3, end), _FIGURES)
        if position < figures < end and text[figures].isspace():
            return figures
    return at if at == end or text[at].isspace() else position


def _skip_blanks(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    return position


def _in_word(char: str) -> bool:
    return char.isalnum()


def _extends(char: str) -> bool:
    return "\u0300" <= char <= "\u036f" or char in "\u200d\ufe0f" or (char >= "\u0483" and not char.isprintable())


def _ideograph(char: str) -> bool:
    return "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003fffd"


def _ends(text: str, begin: int, stop: int, run_end: int, closed: int, following: int, end: int) -> bool:
    """Whether the sentence that began at `begin` ends with the stops `[stop, run_end)` and closers up to `closed`."""
    opened = _skip(text, following, end, _OPENERS)
    if opened >= end:
        return False
    first = text[opened]
    if first.islower() or first in ",;:":
        return False
    stops = text[stop:run_end]
    if stops != ".":
        # An ellipsis before a figure or a sign goes on; before a capital it has ended.
        return first.isalpha() or (stops.strip(".…") != "" and first.isalnum()) or opened > following
    if first in "–—-/":
        return False
    if closed > run_end:
        return True
    word = _word_before(text, begin, stop)
    if not word:
        return True
    return _ends_with_word(text, begin, stop, word, _word_after(text, opened, end), opened > following)


def _ends_with_word(text: str, begin: int, stop: int, word: str, after: str, quoted: bool) -> bool:
    """Whether a sentence ends with `word` and a full stop, given the word after it: with a capital, or no word."""
    low = word.casefold()
    starts_sentence = after.casefold() in _BEGINNERS
    if low in _BEFORE_A_NAME:
        return low in _OFTEN_LAST and starts_sentence
    if len(word) == 1 and word.isalpha():
        if word == "I" and stop - 2 > begin and text[stop - 3].islower():
            return True
        return word.isupper() and starts_sentence and stop - 1 > begin and not _initial_before(text, begin, stop)
    if low in _OFTEN_LAST:
        return starts_sentence or quoted
    if low in _BEFORE_MORE:
        return starts_sentence and not after[:1].isdigit() and low not in ("e.g", "i.e", "cf", "vs")
    if "." in word and all(len(piece) <= 2 for piece in word.split(".")):
        return starts_sentence or quoted
    # The figure of a list, `1. First`, is no sentence.
    return not (word.isdigit() and len(word) <= 3 and stop - len(word) == begin)


def _initial_before(text: str, begin: int, stop: int) -> bool:
    """Whether the letter before the full stop at `stop` follows a name or another initial: `John F.`, `J. R.`"""
    before = text[begin : stop - 1].rstrip()
    return before.endswith(".") or before.split(" ")[-1][:1].isupper()


def _word_before(text: str, begin: int, stop: int) -> str:
    first = stop
    while first > begin and not text[first - 1].isspace() and text[first - 1] not in "–—/":
        first -= 1
    return text[first:stop].lstrip("\"'“‘«‹([{„‚")


def _word_after(text: str, start: int, end: int) -> str:
    last = start
    while last < end and (text[last].isalnum() or text[last] in "'’"):
        last += 1
    word = text[start:last]
    return word.split("'")[0].split("’")[0]
