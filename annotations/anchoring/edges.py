"""The edges of a passage: what stands at its ends beside letters. Offsets count code points."""

from __future__ import annotations

from annotations.anchoring.normal import NormalText


def with_punctuation(normal: NormalText, span: tuple[int, int], quote: str) -> tuple[int, int]:
    """Widen a span of letters by the punctuation that the quote has at its ends, as far as the text has some there.

    At most as many characters as the quote has; white space ends the search.
    """
    start, end = span
    text = normal.text
    words = NormalText(quote)
    if not len(words):
        return span
    wanted = words.starts[0] - _spaces_at_start(quote)
    while wanted > 0 and start > 0 and _is_mark(normal, start - 1):
        start, wanted = start - 1, wanted - 1
    wanted = len(quote.rstrip()) - words.ends[-1]
    while wanted > 0 and end < len(text) and _is_mark(normal, end):
        end, wanted = end + 1, wanted - 1
    return start, end


def _spaces_at_start(quote: str) -> int:
    return len(quote) - len(quote.lstrip())


def _is_mark(normal: NormalText, offset: int) -> bool:
    letter = normal.text[offset]
    if letter.isspace() or letter.isalnum():
        return False
    first, last = normal.words_in(offset, offset + 1)
    return first == last
