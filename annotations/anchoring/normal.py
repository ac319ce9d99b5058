"""The normal form of a text: its words without anything typographic, and where each stands in the text.

White space, punctuation, letter case, quotation marks, dashes, ligatures, accents, soft hyphens, line-end hyphens
and compatibility forms all disappear here, so that a text that was only re-typeset has the same normal form.
Offsets count code points of the text that was read; words are numbered from 0; letters count code points of the
normal form's `stream`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate

_LINE_HYPHEN = "(?:[-\u2010\u00ad]|(?<=\u00ad))\r?\n[ \t>]*"
"""A soft hyphen may have been taken for a letter of the word before it, as those inside words are."""

_WORDS = re.compile(r"(\w+)")
_BROKEN_WORDS = re.compile(rf"(\w+(?:{_LINE_HYPHEN}\w+)*)")
_HAS_LINE_HYPHEN = re.compile("[-\u2010\u00ad]\r?\n")

_SINGLE_SCRIPTS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u303f\u3041-\u30ff\u3105-\u312f\u31a0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U0001aff0-\U0001b16f\U00020000-\U0003ffff]"
)
"""Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, Chinese and Japanese."""

_LOSABLE_MARK = 10
"""Lowest canonical combining class that is dropped. Accents and vowel points (10 and above) get lost when a text is
extracted again; viramas, nuktas and kana voicing marks (below) are letters to their readers."""


class Vocabulary(dict[str, int]):
    """Written word -> number of its normal form, given out at first sight. Shared by the texts that are compared."""

    def __init__(self) -> None:
        super().__init__()
        self.spelling: list[str] = []
        """Normal form of each number."""
        self._numbers: dict[str, int] = {}

    def __missing__(self, written: str) -> int:
        normal = fold(written)
        number = self._numbers.get(normal)
        if number is None:
            number = self._numbers[normal] = len(self.spelling)
            self.spelling.append(normal)
        self[written] = number
        return number


class NormalText:
    """A text as its words. All lists have one entry per word, in text order."""

    __slots__ = ("__dict__", "ends", "starts", "text", "vocabulary", "words")

    def __init__(self, text: str, vocabulary: Vocabulary | None = None) -> None:
        self.text = text
        self.vocabulary = Vocabulary() if vocabulary is None else vocabulary
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[int] = []
        """Numbers of the vocabulary."""
        self._read(0, len(text))

    @classmethod
    def after(cls, old: NormalText, text: str, stretches: Sequence[tuple[int, int, int]]) -> NormalText:
        """A text that shares stretches with another: old offset, new offset, length; they are not read again."""
        new = cls("", old.vocabulary)
        new.text = text
        done = 0
        for there, here, length in stretches:
            first = bisect_left(old.starts, there)
            last = bisect_right(old.ends, there + length)
            if first >= last:
                continue
            shift = here - there
            new._read(done, old.starts[first] + shift)
            new.words += old.words[first:last]
            new.starts += [start + shift for start in old.starts[first:last]]
            new.ends += [end + shift for end in old.ends[first:last]]
            done = new.ends[-1]
        new._read(done, len(text))
        return new

    def _read(self, start: int, end: int) -> None:
        """Add the words between two offsets."""
        bare = _lowered(self.text[start:end]).replace("_", " ")
        parts = _words_of(bare).split(bare)
        bounds = list(accumulate(map(len, parts), initial=start))
        self.starts += bounds[1:-1:2]
        self.ends += bounds[2::2]
        self.words += map(self.vocabulary.__getitem__, parts[1::2])

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def stream(self) -> str:
        """The letters of all words, without anything between them."""
        return "".join(map(self.vocabulary.spelling.__getitem__, self.words))

    @cached_property
    def stream_starts(self) -> list[int]:
        """Where in `stream` each word starts, and as one more entry where the last one ends."""
        spelling = self.vocabulary.spelling
        return [0, *accumulate(len(spelling[word]) for word in self.words)]

    def words_in(self, start: int, end: int) -> tuple[int, int]:
        """The words that a span of text touches, as a half-open range of word numbers; empty where it has none."""
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))

    def letters_in(self, start: int, end: int) -> tuple[int, int]:
        """The letters of a span of text, as a half-open range of `stream`."""
        first, last = self.words_in(start, end)
        if first == last:
            return self.stream_starts[first], self.stream_starts[first]
        begin = self.stream_starts[first] + self.letters_before(first, start)
        finish = self.stream_starts[last - 1] + self.letters_before(last - 1, end)
        return begin, max(begin, finish)

    def span_of_letters(self, begin: int, finish: int) -> tuple[int, int]:
        """The span of text, from the first of some letters to the last; `begin < finish` in `stream`."""
        first = bisect_right(self.stream_starts, begin) - 1
        last = bisect_right(self.stream_starts, finish - 1) - 1
        start = self._letter_offset(first, begin - self.stream_starts[first])
        end = self._letter_offset(last, finish - self.stream_starts[last], after=True)
        return start, end

    def _written(self, word: int) -> str:
        return self.text[self.starts[word] : self.ends[word]]

    def letters_before(self, word: int, offset: int) -> int:
        if offset <= self.starts[word]:
            return 0
        if offset >= self.ends[word]:
            return self.stream_starts[word + 1] - self.stream_starts[word]
        return sum(len(fold_letter(letter)) for letter in self.text[self.starts[word] : offset])

    def _letter_offset(self, word: int, letters: int, *, after: bool = False) -> int:
        """Offset in the text of a letter of a word; `after`: of the end of the letter before it."""
        if letters == 0 and not after:
            return self.starts[word]
        if letters == self.stream_starts[word + 1] - self.stream_starts[word] and after:
            return self.ends[word]
        seen = 0
        for offset, letter in enumerate(self._written(word), self.starts[word]):
            width = len(fold_letter(letter))
            if after and seen + width >= letters:
                return offset + 1
            if not after and seen + width > letters:
                return offset
            seen += width
        return self.ends[word]


def _lowered(text: str) -> str:
    """The text in lower case where that keeps its length, so that there are fewer written words to fold."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text


def fold(written: str) -> str:
    """The normal form of one word; the word itself if nothing of it would be left."""
    if written.isascii() and written.isalnum():
        return written.lower()
    return "".join(map(fold_letter, written)) or written


@lru_cache(maxsize=4096)
def fold_letter(letter: str) -> str:
    """The normal form of one code point: none, one or several letters.

    Letter by letter is what keeps offsets exact. Sequences that only combine in a longer word (Greek final sigma)
    fold alike either way.
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    return "".join(part for part in decomposed if _is_letter(part))


def _is_letter(part: str) -> bool:
    if part.isalnum():
        return True
    category = unicodedata.category(part)
    return category == "So" or (
        category[0] == "M" and unicodedata.combining(part) < _LOSABLE_MARK and not _selects(part)
    )


def _selects(part: str) -> bool:
    """Whether it is a variation selector: it picks a look, it is no letter."""
    return "\ufe00" <= part <= "\ufe0f" or "\U000e0100" <= part <= "\U000e01ef"


def _words_of(text: str) -> re.Pattern[str]:
    broken = _HAS_LINE_HYPHEN.search(text) is not None
    if text.isascii():
        return _BROKEN_WORDS if broken else _WORDS
    return _pattern_for(_special_letters(set(text)), broken)


def _special_letters(letters: Iterable[str]) -> tuple[str, str, str]:
    """Of the code points of a text: those that are a word of their own, those that only continue one, and, where
    there are any of the first, those of all other words."""
    single, inside, plain = [], [], []
    for letter in sorted(letters):
        if letter.isascii():
            if letter.isalnum():
                plain.append(letter)
            continue
        category = unicodedata.category(letter)
        if category[0] == "M" or category == "Cf":
            inside.append(letter)
        elif category == "So" or (category[0] == "L" and _SINGLE_SCRIPTS.match(letter)):
            single.append(letter)
        elif letter.isalnum():
            plain.append(letter)
    return "".join(single), "".join(inside), "".join(plain) if single else ""


@lru_cache(maxsize=64)
def _pattern_for(special: tuple[str, str, str], broken: bool) -> re.Pattern[str]:
    single, inside, letters = map(re.escape, special)
    lone = f"[{single}][{inside}]*" if inside else f"[{single}]"
    if not single:
        run = rf"\w[\w{inside}]*" if inside else r"\w+"
    else:
        run = f"[{letters}][{letters}{inside}]*" if letters else lone
    word = f"{run}(?:{_LINE_HYPHEN}{run})*" if broken else run
    return re.compile(f"({lone}|{word})" if single else f"({word})")
