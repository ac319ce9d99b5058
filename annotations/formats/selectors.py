"""Web Annotation selectors, as three formats use them: quote and position of a passage, there and back.

Source: W3C Web Annotation Data Model (2017), section 4.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from annotations.formats.bundle import Placed
from annotations.formats.draft import Passage
from annotations.formats.units import Unit
from annotations.model import Span

Plain = dict[str, object]


def quote_selector(span: Span, placed: Placed | None) -> Plain:
    """The words, as they stand today where they do, and what stood around them."""
    return {
        "type": "TextQuoteSelector",
        "exact": placed.words if placed else span.exact,
        "prefix": span.prefix,
        "suffix": span.suffix,
    }


def position_selector(start: int, end: int) -> Plain:
    """Where the words stand, in the unit of the format."""
    return {"type": "TextPositionSelector", "start": start, "end": end}


def passage(selectors: object, *, unit: Unit | None) -> Passage:
    """The passage that alternative selectors point to: the first quote and the first position among them.

    Args:
        selectors: One selector, or a list of alternatives; each may be refined by another.
        unit: What a position counts when no quote says better.

    Returns:
        A passage without words and without a place, when no selector is about text.
    """
    quote: Mapping[str, object] | None = None
    position: Mapping[str, object] | None = None
    within: Mapping[str, object] | None = None
    for selector, refined in _all(selectors):
        kind = selector.get("type")
        if kind == "TextQuoteSelector" and quote is None and isinstance(selector.get("exact"), str):
            quote = selector
        elif kind == "TextPositionSelector" and refined:
            within = within or selector
        elif kind == "TextPositionSelector":
            position = position or selector
    if quote is None:
        return Passage(exact="", start=_offset(position, "start"), end=_offset(position, "end"), unit=unit)
    # A position that counts within another selector's place is a hint, for what has surroundings to check it by.
    if position is None and (quote.get("prefix") or quote.get("suffix")):
        position = within
    return Passage(
        exact=str(quote["exact"]),
        prefix=_text(quote, "prefix"),
        suffix=_text(quote, "suffix"),
        start=_offset(position, "start"),
        end=_offset(position, "end"),
    )


def _all(selectors: object, refined: bool = False) -> Iterator[tuple[Mapping[str, object], bool]]:
    """Every selector, and whether it counts within another one's place."""
    if isinstance(selectors, list):
        for selector in selectors:
            yield from _all(selector, refined)
    elif isinstance(selectors, Mapping):
        yield selectors, refined
        yield from _all(selectors.get("refinedBy"), refined=True)


def _offset(selector: Mapping[str, object] | None, key: str) -> int | None:
    value = selector.get(key) if selector else None
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _text(selector: Mapping[str, object], key: str) -> str | None:
    value = selector.get(key)
    return value if isinstance(value, str) else None
