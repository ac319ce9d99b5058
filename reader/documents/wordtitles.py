"""The title of a Word document that no style names: what stands at its head, larger than the rest, or centred.

Sizes are half-points, as Word counts them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reader.documents.wordstyles import Styles, W, is_on, value_of, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_FIRST = 12
"""Paragraphs with words at the head of a document among which its title is looked for."""

_SAMPLED = 400
"""Paragraphs by which the size of most of the text is told."""

_MOST_LINES = 4
"""Paragraphs that a title may fill."""

_LARGER = 1.15
_LENGTH = range(3, 161)


def find_title(body: Element, styles: Styles) -> list[Element]:
    """The paragraphs that are the title; none where a style says which they are, and where nothing looks like one."""
    paragraphs = list(body.iterchildren(f"{W}p"))
    told = [(paragraph, _words(paragraph), _style(paragraph)) for paragraph in paragraphs[:_SAMPLED]]
    told = [(paragraph, words, style) for paragraph, words, style in told if words]
    if any(styles.of(style).kind == "title" for _, _, style in told):
        return []
    sizes: Counter[int] = Counter()
    for paragraph, words, style in told:
        sizes[_size(paragraph, styles, style)] += len(words)
    usual = sizes.most_common(1)[0][0] if sizes else 0
    head: list[tuple[Element, str, str]] = []
    for paragraph, words, style in told[:_FIRST]:
        if styles.of(style).kind == "heading" or _is_outlined(paragraph):
            break
        head.append((paragraph, words, style))
    likely = [len(words) in _LENGTH and words[-1] not in ".;:," for _, words, _ in head]
    largest = [_size(paragraph, styles, style) if likely[at] else 0 for at, (paragraph, _, style) in enumerate(head)]
    if head and max(largest) >= _LARGER * usual:
        first = last = largest.index(max(largest))
        while last + 1 < min(len(head), first + _MOST_LINES) and largest[last + 1] == largest[first]:
            last += 1
        return [paragraph for paragraph, _, _ in head[first : last + 1]]
    if len(told) < _FIRST:
        return []
    for at, (paragraph, words, style) in enumerate(head):
        if likely[at] and _is_centred(paragraph, styles, style) and (words.isupper() or _is_bold(paragraph)):
            return [paragraph]
    return []


def _words(paragraph: Element) -> str:
    return "".join(
        text.text or "" for run in paragraph.iterchildren(f"{W}r") for text in run.iterchildren(f"{W}t")
    ).strip()


def _style(paragraph: Element) -> str:
    properties = paragraph.find(f"{W}pPr")
    return "" if properties is None else value_of(properties, "pStyle")


def _size(paragraph: Element, styles: Styles, style: str) -> int:
    """The size of most of its words."""
    sizes: Counter[int] = Counter()
    for run in paragraph.iterchildren(f"{W}r"):
        properties = run.find(f"{W}rPr")
        said = whole_number(value_of(properties, "sz")) if properties is not None else 0
        sizes[said or styles.size(style)] += sum(len(text.text or "") for text in run.iterchildren(f"{W}t"))
    return sizes.most_common(1)[0][0] if sizes else 0


def _is_outlined(paragraph: Element) -> bool:
    properties = paragraph.find(f"{W}pPr")
    return properties is not None and value_of(properties, "outlineLvl").isdigit()


def _is_centred(paragraph: Element, styles: Styles, style: str) -> bool:
    properties = paragraph.find(f"{W}pPr")
    return ((properties is not None and value_of(properties, "jc")) or styles.alignment(style)) == "center"


def _is_bold(paragraph: Element) -> bool:
    runs = [run for run in paragraph.iterchildren(f"{W}r") if run.find(f"{W}t") is not None]
    return all(is_on(run.find(f"{W}rPr"), "b") for run in runs)
