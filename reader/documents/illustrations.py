"""What a page says of its pictures: which are to be looked at, and which words are about one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents.descriptions import repeated
from reader.documents.tree import BLOCKS, element_name, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LONGEST = 400
"""Letters of a paragraph that says what a picture shows."""
_LONGEST_CLOSED = 2000
"""Letters of what calls itself caption: where it was never closed, all that follows is in it."""
_TYPE = "{http://www.idpf.org/2007/ops}type"


def is_caption(element: Element) -> bool:
    """Whether what calls itself caption is as short as one."""
    return sum(len(str(part).strip()) for part in element.itertext()) <= _LONGEST_CLOSED


def is_icon(picture: Element) -> bool:
    """Whether a picture is too small to show anything but a sign."""
    return any(0 < whole_number(picture.get(side), 99) <= 32 for side in ("width", "height"))


def is_captioned(picture: Element) -> bool:
    """Whether a picture has a caption that is read, and needs no other words."""
    figure = next(picture.iterancestors("figure"), None)
    if figure is None:
        return False
    caption = next(figure.iter("figcaption"), None)
    return caption is not None and any(str(part).strip() for part in caption.itertext())


def has_words_beside(picture: Element) -> bool:
    """Whether a picture stands in a line of text, not by itself."""
    parent = picture.getparent()
    if (picture.tail or "").strip():
        return True
    return (
        parent is not None and element_name(parent) in ("p", "span", "li", "td") and bool((parent.text or "").strip())
    )


def caption_behind(picture: Element, words: str) -> Element | None:
    """The paragraph behind a picture that stands alone, where it says what the picture is described by."""
    if not words:
        return None
    holder = picture
    while element_name(holder) not in BLOCKS:
        parent = holder.getparent()
        if parent is None:
            return None
        holder = parent
    following = holder.getnext()
    if following is None or element_name(following) not in ("p", "div") or element_name(holder) not in ("p", "div"):
        return None
    caption = ""
    for count, one in enumerate(following.iter()):
        # Most paragraphs are no captions, and long: they are not read to their ends.
        if count and (element_name(one) in BLOCKS or element_name(one) == "img"):
            return None
        caption += f"{one.text or ''}{one.tail or ''}" if count else one.text or ""
        if count > _LONGEST or len(caption) > _LONGEST:
            return None
    return following if repeated(words, caption) else None


def is_illustration(picture: Element) -> bool:
    """Whether a page says that a picture is there to be looked at."""
    if "illustration" in (picture.get(_TYPE) or picture.get("epub:type") or ""):
        return True
    return next(picture.iterancestors("figure"), None) is not None


def is_decoration(picture: Element) -> bool:
    """Whether a page says that a picture is not there to be looked at."""
    if picture.get("role") in ("presentation", "none") or picture.get("aria-hidden") == "true":
        return True
    holders = (picture, *picture.iterancestors())
    return any("titlepage" in (one.get(_TYPE) or one.get("epub:type") or "") for one in holders)
