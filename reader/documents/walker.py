"""From an HTML tree to blocks: what a browser would show as text, in reading order.

Serves web pages, saved pages and the chapters of books. The walk keeps a stack of its own, so that a tree of any
depth is walked in bounded memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from reader.documents.builder import Builder
from reader.documents.descriptions import described
from reader.documents.illustrations import (
    caption_behind,
    has_words_beside,
    is_caption,
    is_captioned,
    is_decoration,
    is_icon,
    is_illustration,
)
from reader.documents.mathml import read_formula
from reader.documents.model import PICTURE, BlockKind, InlineKind
from reader.documents.preformatted import Preformatted
from reader.documents.tree import (
    BLOCKS,
    SKIPPED,
    UNSEEN,
    element_name,
    is_data,
    roman,
    set_high,
    set_low,
    whole_number,
)
from reader.documents.verse import NUMBERED, is_dialogue, is_line, is_number, is_speaker

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reader.documents.bookpictures import BookPictures
    from reader.documents.footnotes import Footnotes
    from reader.documents.trail import Trail

_HEADINGS = {f"h{level}": level for level in range(1, 7)}

_MARKS: dict[str, InlineKind] = {
    "strong": "strong",
    "b": "strong",
    "em": "emphasis",
    "i": "emphasis",
    "cite": "emphasis",
    "dfn": "emphasis",
    "var": "emphasis",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "s": "strike",
    "strike": "strike",
    "del": "strike",
}

_LONGEST_DATA = 1 << 16
"""Characters of a picture that stands in the page itself; longer ones are not kept."""

_LANGUAGE = re.compile(r"\b(?:language|lang|highlight-source|brush:|sourceCode)[- ]?([\w+#-]+)")


_TYPE = "{http://www.idpf.org/2007/ops}type"


class Walker:
    """Writes the blocks of trees to a builder."""

    def __init__(
        self,
        builder: Builder,
        *,
        address: Callable[[str], str] = str,
        picture: Callable[[str], str] | None = None,
        quiet: BookPictures | None = None,
        dropped: Collection[Element] = (),
        captions: Collection[Element] = (),
        footnotes: Footnotes | None = None,
        prose: Collection[Element] = (),
        arrived: Callable[[str], None] | None = None,
        trail: Trail | None = None,
    ) -> None:
        """
        Args:
            builder: Takes the blocks.
            address: Makes the absolute address of a link from what the page says.
            picture: Likewise of a picture; without it, `address` does.
            quiet: Tells what stands for a picture that nobody described.
            dropped: Elements to leave out with all they hold.
            captions: Elements that hold words about a picture, besides those that are named so.
            footnotes: What was found about notes.
            prose: Elements whose lines are to be put together, though they are set as they stand.
            arrived: Called with each element's id, inside the block it is in, else before the one that follows.
            trail: Finds the places of texts in the markup.
        """
        self._builder = builder
        self._address = address
        self._picture_address = picture or address
        self._quiet = quiet
        self._called_here = False
        """Whether a note was called last: two numbers would be read as one."""
        self._speaks = False
        """Whether the one who speaks in a play was named, and what is said comes next."""
        self._prose = prose
        self._preformatted: Preformatted | None = None
        """The prose that is being gathered to be put together."""
        self._broken = False
        """Whether nothing has been written since the last end of a line that was meant."""
        self._captioning: Element | None = None
        """What says of the picture before it what its description says."""
        self._shown = ""
        """Address of the picture whose caption is still to come."""
        self._dropped = dropped
        self._captions = captions
        self._references = footnotes.references if footnotes else {}
        self._bodies = footnotes.bodies if footnotes else {}
        self._back_links: Collection[Element] = footnotes.back_links if footnotes else ()
        self._arrived = arrived
        self._trail = trail
        self._marks: list[tuple[InlineKind, str]] = []
        self._lists: list[_List] = []
        self._label = ""
        self._page: int | None = None
        """Of the printed book, where the tree says so."""
        self._quotes = 0
        self._notes: list[str] = []
        self._note_begun = False
        self._trimming = False
        """Whether the mark that a note begins with is still to be left out: it is the label."""
        self._caption = 0
        self._verbatim = 0
        self._table: _Table | None = None
        self._small: list[str] = []
        self._kind: tuple[BlockKind, int] | None = None

    def walk(self, root: Element) -> None:
        """Write the blocks of a tree."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                if self._quiet is not None and element_name(element) == "svg":
                    self._drawing(element)
                if self._skips(element):
                    walk.skip_subtree()
                    continue
                if element_name(element) == "math":
                    self._formula(element)
                    walk.skip_subtree()
                    continue
                self._enter(element)
                if element.text:
                    self._write(element.text)
                continue
            if event == "end" and element_name(element) != "math" and not self._skips(element):
                self._leave(element)
            if element is not root and element.tail:
                self._write(element.tail)
        self._builder.end()

    def _skips(self, element: Element) -> bool:
        name = element_name(element)
        return (
            name in SKIPPED
            or element in self._dropped
            or element in self._back_links
            or (name == "a" and _is_sign(element))
            or self._turns_page(element)
            or (name.endswith("case") and _is_for_others(element))
            or (element.get("hidden") is not None and element.get("hidden") != "until-found")
        )

    def _turns_page(self, element: Element) -> bool:
        """Whether an element says where a page of the printed book begins; its number is no text."""
        if "pagebreak" not in (element.get(_TYPE) or element.get("epub:type") or element.get("role") or ""):
            return False
        words = element.get("title") or element.get("aria-label") or "".join(str(part) for part in element.itertext())
        if match := re.search(r"\d{1,6}", words):
            self._page = int(match[0])
        return True

    def _enter(self, element: Element) -> None:
        name = element_name(element)
        if self._trail is not None:
            self._trail.enter(element, name)
        if self._table is not None:
            self._enter_in_table(self._table, element, name)
            self._arrive(element, name)
            return
        if self._preformatted is not None:
            self._arrive(element, name)
            if name == "br":
                self._preformatted.write("\n", None)
            elif (mark := self._mark(element, name)) is not None:
                self._preformatted.then(partial(self._builder.open, *mark))
            return
        if element in self._bodies:
            self._builder.end()
            self._notes.append(self._bodies[element])
            self._note_begun, self._trimming = False, True
        if self._is_block(element, name):
            if self._builder.open_block is not None and is_line(element) and is_line(element.getprevious()):
                self._builder.part("\n")
            elif not self._speaks:
                self._builder.end()
            self._enter_block(element, name)
        else:
            self._enter_inline(element, name)
        self._arrive(element, name)

    def _arrive(self, element: Element, name: str) -> None:
        mark = element.get("id") or (element.get("name") if name == "a" else None)
        if self._arrived is not None and mark:
            if self._preformatted is not None:
                self._preformatted.then(partial(self._arrived, mark))
            else:
                self._arrived(mark)

    def _is_block(self, element: Element, name: str) -> bool:
        return name in BLOCKS or element in self._captions

    def _enter_block(self, element: Element, name: str) -> None:
        if element in self._captions or element is self._captioning:
            self._caption += 1
        if name == "td" and is_speaker(element):
            self._marks.append(("strong", ""))
        if name in _HEADINGS:
            self._kind = ("heading", _HEADINGS[name])
        elif name in ("ul", "ol", "menu", "dir"):
            self._lists.append(_List(element))
        elif name == "li":
            if not self._lists:
                self._lists.append(_List(element))
                self._lists[-1].stray = True
            self._label = self._lists[-1].next_label(element)
        elif name == "dd":
            self._lists.append(_List(element))
        elif name == "blockquote":
            self._quotes += 1
        elif name in ("figcaption", "caption"):
            self._caption += is_caption(element)
        elif name == "pre" and element in self._prose:
            self._preformatted = Preformatted()
        elif name == "pre":
            self._verbatim += 1
            code = element[0] if len(element) == 1 and not (element.text or "").strip() else None
            self._begin("code", label=_language(element) or (_language(code) if code is not None else ""))
        elif name == "hr":
            self._builder.add("rule", "* * *")
        elif name == "table" and is_data(element) and not is_dialogue(element):
            for caption in element.iterchildren("caption"):
                self._builder.add("caption", "".join(str(part) for part in caption.itertext()))
            self._table = _Table(element, self._builder)
            self._begin("table")

    def _enter_inline(self, element: Element, name: str) -> None:
        if name == "br":
            self._break()
        elif name == "img":
            self._picture(element)
        elif name == "q":
            self._write("“", own=True)
        elif name in ("sup", "sub"):
            self._small.append(name)
        elif name in ("rt",):
            self._write("(", own=True)
        elif name == "small" and self._builder.open_block == "caption":
            self._part_words()  # whose picture it is
        if (mark := self._mark(element, name)) is not None:
            if self._called_here and mark[0] == "footnote":
                self._part_words()
            self._marks.append(mark)
            self._builder.open(*mark)
        if name in NUMBERED and is_number(element):
            self._part_words()

    def _part_words(self) -> None:
        """Put a space here, where the tree has none and whoever sets the page makes room."""
        if self._builder.open_block is not None:
            self._builder.write(" ")

    def _break(self) -> None:
        """The end of a line; two in a row part paragraphs on pages that have no other way."""
        kind = self._builder.open_block
        if kind is None:
            return
        if self._broken and kind in ("paragraph", "quote", "item"):
            self._builder.end()
        else:
            self._builder.part("\n")
        self._broken = True

    def _leave(self, element: Element) -> None:
        name = element_name(element)
        if self._trail is not None:
            self._trail.leave(name)
        if self._table is not None:
            if element is self._table.element:
                self._builder.end()
                self._table = None
                self._leave_note(element)
            elif (mark := self._mark(element, name)) is not None:
                self._unmark(mark)
            elif name in ("sup", "sub"):
                self._small.pop()
            return
        if self._preformatted is not None and element not in self._prose:
            if (mark := self._mark(element, name)) is not None:
                self._preformatted.then(partial(self._builder.close, mark[0]))
            return
        if self._is_block(element, name):
            self._speaks = name == "td" and is_speaker(element) and self._builder.open_block is not None
            if not self._speaks and not (is_line(element) and is_line(element.getnext())):
                self._builder.end()
            self._leave_block(element, name)
        else:
            if (mark := self._mark(element, name)) is not None:
                self._unmark(mark)
                self._called_here = mark[0] == "footnote"
            if name in NUMBERED and is_number(element):
                self._part_words()
            if name == "q":
                self._write("”", own=True)
            elif name in ("sup", "sub"):
                self._small.pop()
            elif name == "rt":
                self._write(")", own=True)
        self._leave_note(element)

    def _leave_note(self, element: Element) -> None:
        if element in self._bodies:
            self._builder.end()
            self._notes.pop()
            self._trimming = False

    def _leave_block(self, element: Element, name: str) -> None:
        if element in self._captions or element is self._captioning:
            self._caption -= 1
        if element is self._captioning:
            self._captioning = None
        if name == "td" and is_speaker(element):
            self._unmark(("strong", ""))
        if name in _HEADINGS:
            self._kind = None
        elif name in ("ul", "ol", "menu", "dir", "dd"):
            self._lists.pop()
        elif name == "li":
            self._label = ""
            if self._lists and self._lists[-1].stray:
                self._lists.pop()
        elif name == "blockquote":
            self._quotes -= 1
        elif name in ("figcaption", "caption"):
            self._caption -= is_caption(element)
        elif name == "figure":
            self._shown = ""
        elif name == "pre" and element in self._prose and self._preformatted is not None:
            gathered, self._preformatted = self._preformatted, None
            gathered.release(self._builder)
        elif name == "pre":
            self._verbatim -= 1

    def _enter_in_table(self, table: _Table, element: Element, name: str) -> None:
        table.enter(element, name)
        if name in ("sup", "sub"):
            self._small.append(name)
        if name not in BLOCKS and (mark := self._mark(element, name)) is not None:
            self._marks.append(mark)
            self._builder.open(*mark)

    def _mark(self, element: Element, name: str) -> tuple[InlineKind, str] | None:
        if name == "a":
            if (label := self._references.get(element)) is not None:
                return "footnote", label
            address = (element.get("href") or "").strip()
            if not address or address.lower().startswith(("javascript:", "data:", "vbscript:")):
                return None
            return "link", self._address(address)
        kind = _MARKS.get(name)
        return (kind, "") if kind is not None and not self._verbatim else None

    def _unmark(self, mark: tuple[InlineKind, str]) -> None:
        self._builder.close(mark[0])
        if self._marks and self._marks[-1] == mark:
            self._marks.pop()

    def _picture(self, element: Element) -> None:
        words = described(element.get("alt") or "")
        if is_icon(element):
            return
        address = self._source(element)
        if is_captioned(element):
            self._shown = self._shown or address
            return
        alone = self._builder.open_block is None
        if alone and address and (caption := caption_behind(element, words)) is not None:
            self._shown, self._captioning = self._shown or address, caption
            return
        if not words and self._quiet is not None and alone and not is_decoration(element):
            words = self._quiet.name(address, sure=is_illustration(element))
        if not words:
            return
        if alone:
            self._begin("caption", label=PICTURE if address else "")
        self._builder.open("image", address)
        self._builder.write(words)
        self._builder.close("image")
        if alone and not has_words_beside(element):
            self._builder.end()

    def _drawing(self, element: Element) -> None:
        """A picture that a drawing only frames, as many programs set the covers of books."""
        shown = list(element.iter("{*}image"))
        if self._quiet is None or len(shown) != 1 or next(element.iter("{*}text"), None) is not None:
            return
        address = shown[0].get("{http://www.w3.org/1999/xlink}href") or shown[0].get("xlink:href") or ""
        address = self._picture_address(address or shown[0].get("href") or "")
        if self._builder.open_block is None and (words := self._quiet.name(address)):
            self._builder.begin("caption", label=PICTURE, page=self._page)
            self._builder.open("image", address)
            self._builder.write(words)
            self._builder.end()

    def _formula(self, element: Element) -> None:
        """A formula in one line; outside tables, one that has several has a line for each."""
        for index, line in enumerate(read_formula(element).split("\n")):
            if index and self._builder.open_block is not None:
                self._builder.write("; ") if self._table is not None else self._builder.part("\n")
            self._write(line, own=True)

    def _source(self, element: Element) -> str:
        """Where a picture is: pages that show it only when it is scrolled to say so elsewhere."""
        said = (element.get("src") or "").strip()
        if not said or said.lower().startswith("data:"):
            said = (element.get("data-src") or said).strip()
        if said.lower().startswith("data:"):
            return said if len(said) <= _LONGEST_DATA else ""
        return self._picture_address(said) if said else ""

    def _write(self, text: str, *, own: bool = False) -> None:
        """Text of the tree, where its markup is known with the way back to it; `own`: signs that it does not have."""
        trail = None if own else self._trail
        if self._preformatted is not None:
            for piece, place in trail.trace(text) if trail is not None else ((text, None),):
                self._preformatted.write(piece, place)
            return
        blank = not text.strip(" \t\n\r\f\v")
        self._broken = self._broken and blank
        self._called_here = False
        if self._builder.open_block is None:
            if blank and not self._verbatim:
                return
            self._begin(*self._next_kind())
        if self._table is not None and not self._table.has_cells:
            return
        if self._speaks and not blank:
            self._speaks = False
            self._builder.part("\n")
        for piece, place in trail.trace(text) if trail is not None else ((text, None),):
            if self._verbatim:
                self._builder.write(piece, place)
            else:
                self._put(piece, place)

    def _put(self, text: str, place: int | None) -> None:
        """Text outside code, without what is only a matter of setting it."""
        if self._trimming and self._notes:
            at = self._mark_end(text)
            text, place = text[at:], None if place is None else place + at
            self._trimming = not text
        sized = self._sized(text)
        if sized != text:
            place = None
        at = 0
        for soft in UNSEEN.finditer(sized):
            self._builder.write(sized[at : soft.start()], None if place is None else place + at)
            at = soft.end()
        self._builder.write(sized[at:], None if place is None else place + at)

    def _mark_end(self, text: str) -> int:
        """Where the words of a note begin, behind its mark."""
        label = re.escape(self._notes[-1].partition(" ")[0])
        match = re.match(rf"[\s\[({{^]*(?:{label}(?!\w))?[\s\])}}.:^]*", text)
        return match.end() if match else 0

    def _sized(self, text: str) -> str:
        """Figures set high or low, as the figures that stand high or low by themselves."""
        if not self._small or any(mark[0] == "footnote" for mark in self._marks):
            return text
        return set_high(text) if self._small[-1] == "sup" else set_low(text)

    def _next_kind(self) -> tuple[BlockKind, int, str]:
        """Kind, level and label of a block that begins here."""
        if self._verbatim:
            return "code", 0, ""
        if self._kind is not None:
            return (*self._kind, "")
        if self._caption:
            return "caption", 0, ""
        if self._notes:
            label, self._note_begun = ("" if self._note_begun else self._notes[-1]), True
            return "footnote", 0, label
        if self._lists:
            label, self._label = self._label, ""
            return "item", len(self._lists), label
        if self._quotes:
            return "quote", self._quotes, ""
        return "paragraph", 0, ""

    def _begin(self, kind: BlockKind, level: int = 0, label: str = "") -> None:
        shown = self._shown if kind == "caption" else ""
        label = PICTURE if shown else label
        self._builder.begin(kind, level=level, label=label, page=self._page, verbatim=kind == "code")
        if shown:
            self._shown = ""
            self._builder.open("image", shown)  # closed with the block
        for mark in self._marks:
            self._builder.open(*mark)


class _Table:
    """A table that is being written: a line a row, and a tab between two cells."""

    def __init__(self, element: Element, builder: Builder) -> None:
        self.element = element
        self.has_cells = False
        """Whether the row has any yet: what stands beside them is layout."""
        self._builder = builder
        self._has_rows = False

    def enter(self, element: Element, name: str) -> None:
        """Begin a row, a cell, or what is only a blank within one."""
        if name == "tr":
            if self._has_rows:
                self._builder.part("\n")
            self._has_rows, self.has_cells = True, False
        elif name in ("td", "th"):
            if self.has_cells:
                self._builder.part("\t")
            self.has_cells = True
        elif name == "li" and element.getprevious() is not None:
            self._builder.write(" · ")
        elif name in BLOCKS or name == "br":
            self._builder.write(" ")
        elif name == "img":
            self._builder.write(described(element.get("alt") or ""))


class _List:
    """A list that is being written, and the number of its next item."""

    def __init__(self, element: Element) -> None:
        self.stray = False
        self._numbered = element_name(element) == "ol"
        self._style = element.get("type") or ""
        self._number = whole_number(element.get("start"), 1)

    def next_label(self, item: Element) -> str:
        if not self._numbered:
            return "•"
        number = self._number = whole_number(item.get("value"), self._number)
        self._number += 1
        if self._style in ("a", "A") and 1 <= number <= 26:
            return f"{chr(ord(self._style) + number - 1)}."
        if self._style in ("i", "I") and 1 <= number < 4000:
            return f"{roman(number) if self._style == 'i' else roman(number).upper()}."
        return f"{number}."


def _is_sign(link: Element) -> bool:
    """Whether a link is the sign beside a heading that gives the heading's own address."""
    if not (link.get("href") or "").startswith("#") or len(link):
        return False
    return (link.text or "").strip() in ("¶", "#", "§", "🔗", "")


def _language(element: Element) -> str:
    """The language of a code block, as its classes tell it."""
    declared = element.get("data-lang") or element.get("data-language")
    if declared:
        return declared.strip().lower()
    match = _LANGUAGE.search(element.get("class") or "")
    return match[1].lower() if match else ""


def _is_for_others(element: Element) -> bool:
    """Whether an element is the variant of a book's `switch` that only other programs understand."""
    parent = element.getparent()
    if parent is None or element_name(element).rpartition(":")[2] != "case":
        return False
    variants = [element_name(one).rpartition(":")[2] for one in parent]
    return element_name(parent).rpartition(":")[2] == "switch" and "default" in variants
