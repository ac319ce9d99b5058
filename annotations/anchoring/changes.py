"""What became of a passage's words: those that stayed, went and came, for a screen to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from annotations.anchoring.alignment import align, information
from annotations.anchoring.normal import NormalText


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words with one fate."""

    fate: Literal["same", "gone", "new"]
    text: str


def changes(was: str, now: str) -> tuple[Piece, ...]:
    """How a passage came to read as it does, in reading order; what went stands before what came in its place.

    The pieces that are `same` or `new`, put together, are `now` to the letter; those that are `gone` are words of
    `was`. Only words are compared: white space, quotes, dashes, case and mark-up make no difference.
    """
    old = NormalText(was)
    new = NormalText(now, old.vocabulary)
    bits = information([old.words, new.words], len(old.vocabulary.spelling))
    pieces: list[Piece] = []

    def say(fate: Literal["same", "gone", "new"], text: str) -> None:
        if pieces and pieces[-1].fate == fate:
            pieces[-1] = Piece(fate, pieces[-1].text + text)
        elif text:
            pieces.append(Piece(fate, text))

    i = j = said = 0
    for first, begin, count in [*align(old.words, new.words, bits), (len(old), len(new), 0)]:
        if begin > j:
            say("same", now[said : new.starts[j]])
            if first > i:
                say("gone", was[old.starts[i] : old.ends[first - 1]])
            say("new", now[new.starts[j] : new.ends[begin - 1]])
            said = new.ends[begin - 1]
        elif first > i:
            say("gone", was[old.ends[i - 1] if i else 0 : old.ends[first - 1]])
        if count:
            say("same", now[said : new.ends[begin + count - 1]])
            said = new.ends[begin + count - 1]
        i, j = first + count, begin + count
    say("same", now[said:])
    return tuple(pieces)
