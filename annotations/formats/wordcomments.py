"""The comments of a Word file: who said what and when, and what it answers. For an import and for a document alike.

Source: ECMA-376, part 1, and Microsoft's extension for replies (commentsExtended).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True, kw_only=True)
class WordComment:
    """One comment, without its place: that is in the text of the document, which each reader sets in its own way."""

    id: str
    """By which the document says where it begins and ends."""
    para: str
    """Of its last paragraph, by which answers and other programs know it; empty in old files."""
    parent: str
    """`para` of the comment that it answers; empty for none."""
    author: str
    initials: str
    date: str
    """As it stands in the file."""
    paragraphs: tuple[str, ...]
    done: bool
    """Whether its thread was resolved."""


def comments_of(comments: Element | None, extended: Element | None) -> list[WordComment]:
    """The comments of a file, in its order.

    Elements may be those of any library with the interface of ElementTree.

    Args:
        comments: The root of `comments.xml`; None where there is none.
        extended: The root of `commentsExtended.xml`, likewise.
    """
    threads = {get(row, "paraId"): row for row in named(extended, "commentEx")} if extended is not None else {}
    return [_comment(element, threads) for element in named(comments, "comment")] if comments is not None else []


def _comment(element: Element, threads: Mapping[str, Element]) -> WordComment:
    paragraphs = [*named(element, "p")]
    para = next((found for p in reversed(paragraphs) if (found := get(p, "paraId"))), "")
    thread = threads.get(para) if para else None
    return WordComment(
        id=get(element, "id"),
        para=para,
        parent=get(thread, "paraIdParent") if thread is not None else "",
        author=get(element, "author"),
        initials=get(element, "initials"),
        date=get(element, "date"),
        paragraphs=tuple("".join(_said(paragraph)) for paragraph in paragraphs),
        done=thread is not None and get(thread, "done") in ("1", "true"),
    )


def _said(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter():
        name = local(element)
        if name == "t":
            yield element.text or ""
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "tab":
            yield "\t"


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def named(element: Element, name: str) -> Iterator[Element]:
    """The elements of that name in an element, in whatever namespace."""
    return (found for found in element.iter() if local(found) == name)


def get(element: Element, name: str) -> str:
    """The value of an attribute of that name, in whatever namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
