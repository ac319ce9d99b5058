"""A document laid out for the steps of the pass: its words, in order, and where each stretch of text begins."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from reader.documents.model import Document
from reader.entities.found import Found, Label
from reader.entities.gazetteer import Gazetteer, gazetteer
from reader.entities.lexicon import Lexicon, lexicon
from reader.entities.words import WORD, Word, stretches, words_of


class Names:
    """Names to look for, with the kind and the weight of each, found by their first word."""

    def __init__(self, kinds: Mapping[str, tuple[Label, float]]) -> None:
        self.kinds = kinds
        self.by_first: dict[str, list[str]] = {}
        for name in kinds:
            match = WORD.match(name)
            if match is not None:
                self.by_first.setdefault(match.group(), []).append(name)
        for several in self.by_first.values():
            several.sort(key=len, reverse=True)


class Page:
    """What all steps look at. Nothing in it changes; what is costly to know is worked out when first asked for."""

    def __init__(self, document: Document, language: str, bounds: Sequence[tuple[int, int]] | None = None) -> None:
        """
        Args:
            document: All of it.
            language: ISO 639-1 code of the lists to use.
            bounds: The stretches to look at, in order; all stretches of running text without them.
        """
        self.text = document.text
        self.language = language
        self.lexicon: Lexicon = lexicon(language)
        self.bounds: Sequence[tuple[int, int]] = (
            list(stretches(document.blocks, len(document.text))) if bounds is None else bounds
        )
        self._signed = frozenset(block.start for block in document.blocks if block.kind == "signature")

    @property
    def start(self) -> int:
        """Where the first stretch begins."""
        return self.bounds[0][0] if self.bounds else 0

    @property
    def end(self) -> int:
        """Where the last stretch ends."""
        return self.bounds[-1][1] if self.bounds else 0

    @property
    def size(self) -> int:
        """Code points from the first stretch to the last."""
        return self.end - self.start

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return gazetteer(self.lexicon.language)

    @cached_property
    def stretches(self) -> list[list[Word]]:
        """The words of each stretch of running text."""
        return [words_of(self.text, start, end) for start, end in self.bounds]

    @property
    def signatures(self) -> list[list[Word]]:
        """The words of each stretch that says who wrote or published the document."""
        return [words for words in self.stretches if words and words[0].start in self._signed]

    @cached_property
    def words(self) -> list[Word]:
        return [word for stretch in self.stretches for word in stretch]

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each word."""
        return [word.start for word in self.words]

    @cached_property
    def small(self) -> Counter[str]:
        """How often each word stands in small letters."""
        return Counter(word.text for word in self.words if not word.capital)

    @cached_property
    def large(self) -> Counter[str]:
        """How often each word stands with a capital where no rule of spelling asks for one."""
        return Counter(word.text for word in self.words if word.capital and not word.first)

    @cached_property
    def led(self) -> frozenset[str]:
        """The words that stand behind an article: nouns, in a language that writes those with a capital."""
        articles = self.lexicon.articles
        return frozenset(
            word.text
            for words in self.stretches
            for before, word in pairwise(words)
            if before.text.lower() in articles
        )

    def forget(self) -> None:
        """Let go of what was worked out: it takes thirty times the room of the text, and is made anew if asked."""
        for name in ("stretches", "words", "starts", "small", "large", "led"):
            self.__dict__.pop(name, None)

    def before(self, offset: int, count: int = 1) -> list[Word]:
        """The last words that end at or before `offset`, in order."""
        index = bisect_left(self.starts, offset)
        return self.words[max(0, index - count) : index]

    def after(self, offset: int, count: int = 1) -> list[Word]:
        """The first words that begin at or after `offset`."""
        index = bisect_left(self.starts, offset)
        return self.words[index : index + count]

    def within(self, start: int, end: int) -> list[Word]:
        """The words that begin in `[start, end)`."""
        return self.words[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def occurrences(self, names: Names) -> list[Found]:
        """Every place where one of the names stands as whole words, the longest where several do; in order."""
        by_first = names.by_first
        found: list[Found] = []
        text, reached = self.text, 0
        for word in self.words:
            candidates = by_first.get(word.text)
            if candidates is None or word.start < reached:
                continue
            for name in candidates:
                end = word.start + len(name)
                if text.startswith(name, word.start) and not (end < len(text) and text[end].isalnum()):
                    found.append(Found(word.start, end, *names.kinds[name]))
                    reached = end
                    break
        return found

    def begins(self, offset: int) -> bool:
        """Whether a stretch begins at `offset`."""
        index = bisect_left(self.bounds, (offset, 0))
        return index < len(self.bounds) and self.bounds[index][0] == offset

    def holds(self, offset: int) -> bool:
        """Whether `offset` is in one of the stretches."""
        index = bisect_right(self.bounds, (offset, len(self.text) + 1)) - 1
        return index >= 0 and self.bounds[index][0] <= offset < self.bounds[index][1]
