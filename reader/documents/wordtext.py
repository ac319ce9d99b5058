"""The text of a Word document: its paragraphs, lists, tables and notes, written to a builder.

Tracked changes are read as accepted: what was inserted or moved here is read, what was deleted or moved away is not,
and two paragraphs whose mark between them was deleted are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from reader.documents.builder import Builder
from reader.documents.descriptions import repeated, told_by_name
from reader.documents.model import PICTURE, BlockKind, InlineKind
from reader.documents.trail import Trail
from reader.documents.tree import UNSEEN, set_high, set_low
from reader.documents.wordaside import Aside
from reader.documents.wordfields import Field, address_in, chosen
from reader.documents.wordlists import DEEPEST, Lists
from reader.documents.wordmath import read_word_formula
from reader.documents.wordnotes import NoteMark, Notes
from reader.documents.wordpictures import (
    R,
    file_name,
    is_floating,
    is_only_picture,
    is_worth_looking_at,
    words_about,
)
from reader.documents.wordstyles import Style, Styles, W, is_on, value_of, whole_number
from reader.documents.wordtitles import find_title

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Plain

    from lxml.etree import _Element as Element

    from reader.documents.docx import Package

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_AWAY = frozenset(
    ["del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr"]
)
"""Elements that hold no text of today."""

_SYMBOL = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
"""What the font Symbol shows for a to z, and in capitals for A to Z."""

_SIGNS = dict(
    zip(
        (
            *(0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF0FB, 0xF0E0, 0xF0E8, 0xF0AE, 0xF0AC, 0xF0B3, 0xF0A3, 0xF0B4, 0xF0B1),
            *(0xF0B0, 0xF0A5, 0xF0B9, 0xF0BB, 0xF04A, 0xF06E, 0xF0A8, 0xF0FE, 0xF071, 0xF076),
        ),
        "•▪➢✓✗→➔→←≥≤×±°∞≠≈☺■☐☑❑❖",
        strict=True,
    )
)
"""What the fonts Symbol and Wingdings show for characters that have no meaning of their own."""


_LONGEST_HEADING = 120
_SHORTEST_CLAUSE = 40
"""Characters: what is shorter may be a heading, or the name of a table of contents."""


class Body:
    """Walks the parts of a document. `write` once; then ask for what came of it."""

    def __init__(self, package: Package, *, named: bool) -> None:
        """`named`: the document's own data say its title, which need not be looked for then."""
        self.builder = Builder()
        self._package = package
        self._styles = Styles(package.part("styles"))
        self._lists = Lists(package.part("numbering"))
        self._trail = Trail(package.markup(""))
        self._base = 0
        tree = package.tree(package.main)
        self._bodies = list(tree.iter(f"{W}body"))
        self._title = find_title(self._bodies[0], self._styles) if self._bodies and not named else []
        self._notes = Notes(settings=package.part("settings"), sections=tree.iter(f"{W}sectPr"))
        self._note_mark: NoteMark | None = None
        """Of the note that is being written."""
        self._fields: list[Field] = []
        self._marks: list[InlineKind] = []
        self._note: str | None = None
        """Label of the note that is being written; empty once its first paragraph is begun."""
        self._titled = False
        self._joined = False
        """Whether the mark of the last paragraph was deleted, so that the next goes on with it."""
        self._aside = Aside(package, self.builder, blocks=self._blocks)
        self._list_level = 0
        """Of the list that counted last, from 0."""
        self._clause_level = DEEPEST
        """The least of those at which clauses are numbered as headings."""
        self._called_here = False
        """Whether a note was called last: two numbers would be read as one."""
        self._pictured = False
        """Whether the paragraph has shown a picture."""
        self._shown = ""
        """The picture whose caption is the paragraph that comes next."""
        self._read: Element | None = None
        """Text that was read as the mark of a note."""
        self._seen: set[str] = set()
        """Pictures without a description that were met: what comes again is an ornament."""

    def write(self) -> None:
        """Write the document, and behind it the notes that it calls."""
        for body in self._bodies:
            self._blocks(body)
        self.builder.end()
        for number, tag in enumerate(("footnote", "endnote"), start=1):
            called = self._notes.called(tag)
            tree = self._package.part(f"{tag}s") if called else None
            if tree is None:
                continue
            notes = {note.get(f"{W}id") or "": note for note in tree.iter(f"{W}{tag}")}
            self._trail, self._base = Trail(self._package.markup(f"{tag}s")), number << 32
            for key, (mark, label) in called.items():
                if key in notes:
                    self._note, self._note_mark = label, NoteMark(notes[key], mark)
                    self._blocks(notes[key])
                    self.builder.end()

    def comments(self) -> list[dict[str, object]]:
        """The comments of reviewers, in the order of their spans."""
        from annotations.formats.wordcomments import comments_of

        parts = (self._package.part("comments"), self._package.part("commentsExtended"))
        said = comments_of(*(cast("Plain | None", part) for part in parts))
        by_para = {one.para: one.id for one in said if one.para}
        found: list[dict[str, object]] = []
        for one in said:
            start = self.builder.places.get(f"comment {one.id} from")
            end = self.builder.places.get(f"comment {one.id} to")
            found.append(
                {
                    "id": one.id,
                    "parent": by_para.get(one.parent, ""),
                    "author": one.author,
                    "initials": one.initials,
                    "date": one.date,
                    "text": "\n".join(one.paragraphs).strip(),
                    "done": one.done,
                    "start": start,
                    "end": end if start is None or end is None or end >= start else start,
                }
            )
        return found

    def _blocks(self, holder: Element) -> None:
        for child in holder.iterchildren("*"):
            match local(child):
                case "p":
                    self._paragraph(child)
                case "tbl":
                    self._table(child)
                case "sdt":
                    if not _is_contents(child):
                        self._blocks(child)
                case "bookmarkStart":
                    self.builder.place(f"#{child.get(f'{W}name')}")
                case "commentRangeStart":
                    self.builder.place(f"comment {child.get(f'{W}id')} from")
                case "commentRangeEnd":
                    self.builder.place(f"comment {child.get(f'{W}id')} to", after=True)
                case "AlternateContent":
                    for branch in _branch(child):
                        self._blocks(branch)
                case name if name not in _AWAY:
                    self._blocks(child)

    def _paragraph(self, paragraph: Element) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = self._styles.of(value_of(properties, "pStyle") if properties is not None else "")
        kind, level, label = self._what(style, properties)
        if any(paragraph is one for one in self._title):
            kind, level, label, self._titled = "title", 0, "", True
        if style.contents or (kind == "heading" and _heads_contents(paragraph, self._styles)):
            return
        if kind == "heading" and level > 1 and label and _is_clause(paragraph):
            self._clause_level = min(self._clause_level, self._list_level)
            kind, level = "item", 1 + self._list_level - self._clause_level
        shown = ""
        if is_only_picture(paragraph):
            kind = "caption" if kind == "paragraph" else kind
            self._shown = self._captioned(paragraph)
        elif kind == "caption":
            shown, self._shown = self._shown, ""
        goes_on = self._joined or (kind in ("code", "title") and kind == self.builder.open_block)
        if goes_on and self.builder.open_block is not None:
            if not self._joined:
                self.builder.part("\n")
        else:
            if kind == "caption" and (shown or self._aside.source(paragraph)):
                label = PICTURE
            self.builder.begin(kind, level=level, label=label, verbatim=kind == "code")
            if shown:
                self.builder.open("image", shown)  # closed with the block
        self._pictured = self._called_here = False
        self._inside(paragraph)
        self._set_marks([])
        mark = properties.find(f"{W}rPr") if properties is not None else None
        self._joined = mark is not None and mark.find(f"{W}del") is not None
        if self._aside and (self._aside.boxes or not self._joined):
            self._joined = False
            self._aside.write()

    def _captioned(self, paragraph: Element) -> str:
        """The picture in a paragraph, where the next one is its caption and says what is to be said."""
        following = next(paragraph.itersiblings(f"{W}p"), None)
        properties = following.find(f"{W}pPr") if following is not None else None
        source = self._aside.source(paragraph)
        if following is None or properties is None or not source:
            return ""
        if self._styles.of(value_of(properties, "pStyle")).kind != "caption":
            return ""
        words = words_about(paragraph)
        caption = "".join(text.text or "" for text in following.iter(f"{W}t"))
        return source if caption.strip() and (not words or repeated(words, caption)) else ""

    def _what(self, style: Style, properties: Element | None) -> tuple[BlockKind, int, str]:
        """Kind, level and label of a paragraph. A list counts on with every call."""
        kind, level = style.kind or "paragraph", style.level
        list_id, list_level = style.list_id, style.list_level
        if properties is not None:
            outline = value_of(properties, "outlineLvl")
            if outline.isdigit() and int(outline) < 9 and kind == "paragraph":
                kind, level = "heading", int(outline) + 1
            numbering = properties.find(f"{W}numPr")
            if numbering is not None:
                list_id = value_of(numbering, "numId") or list_id
                list_level = whole_number(value_of(numbering, "ilvl"), list_level)
        label = ""
        if list_id in self._lists:
            label = self._lists.label(list_id, list_level)
            self._list_level = list_level
            if kind == "paragraph":
                kind, level = "item", list_level + 1
        if self._note is not None:
            label, self._note = self._note, ""
            return "footnote", 0, label
        again = self._titled and self.builder.open_block != "title"
        if kind == "title" and (again or len(self.builder.blocks) > 8):
            kind, level = "heading", 1
        self._titled = self._titled or kind == "title"
        if kind == "heading":
            level = min(level, 6)
        elif kind == "quote":
            level = 1
        return kind, level, label

    def _table(self, table: Element) -> None:
        rows = [row for row in _inner(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
        cells = [list(_inner(row, "tc")) for row in rows]
        if not _is_data(table, cells):
            for row in cells:
                for cell in row:
                    self._blocks(cell)
                    self.builder.end()
            return
        self._joined = False
        self.builder.begin("table")
        for index, row in enumerate(cells):
            if index:
                self.builder.part("\n")
            for at, cell in enumerate(row):
                if at:
                    self.builder.part("\t")
                self._cell(cell)
        self.builder.end()
        self._aside.write()

    def _cell(self, cell: Element) -> None:
        properties = cell.find(f"{W}tcPr")
        merged = properties.find(f"{W}vMerge") if properties is not None else None
        if merged is None or merged.get(f"{W}val") == "restart":
            for paragraph in cell.iter(f"{W}p"):
                self.builder.write(" ")
                self._inside(paragraph)
                self._set_marks([])
        span = whole_number(value_of(properties, "gridSpan"), 1) if properties is not None else 1
        for _ in range(min(span, 64) - 1):
            self.builder.part("\t")

    def _inside(self, holder: Element) -> None:
        """What stands in a paragraph."""
        for child in holder.iterchildren("*"):
            match local(child):
                case "r":
                    self._run(child)
                case "hyperlink":
                    address = self._package.links.get(child.get(f"{R}id") or "", "")
                    anchor = child.get(f"{W}anchor") or ""
                    self._linked(child, f"{address}#{anchor}" if anchor else address)
                case "fldSimple":
                    self._linked(child, address_in(child.get(f"{W}instr") or ""))
                case "bookmarkStart":
                    self.builder.place(f"#{child.get(f'{W}name')}")
                case "commentRangeStart":
                    self.builder.place(f"comment {child.get(f'{W}id')} from")
                case "commentRangeEnd":
                    self.builder.place(f"comment {child.get(f'{W}id')} to", after=True)
                case "oMath" | "oMathPara":
                    self._formula(child)
                case "AlternateContent":
                    for branch in _branch(child):
                        self._inside(branch)
                case name if name not in _AWAY:
                    self._inside(child)

    def _formula(self, element: Element) -> None:
        if not self._shows():
            return
        self._set_marks([])
        for index, line in enumerate(read_word_formula(element).split("\n")):
            if index:
                self.builder.write("; ") if self.builder.open_block == "table" else self.builder.part("\n")
            self.builder.write(line)

    def _linked(self, holder: Element, address: str) -> None:
        if not address:
            self._inside(holder)
            return
        self._set_marks([])
        self.builder.open("link", address)
        self._inside(holder)
        self._set_marks([])
        self.builder.close("link")

    def _run(self, run: Element) -> None:
        properties = run.find(f"{W}rPr")
        if is_on(properties, "vanish") or is_on(properties, "webHidden"):
            return
        self._run_parts(run, properties)

    def _run_parts(self, run: Element, properties: Element | None) -> None:
        for child in run.iterchildren("*"):
            name = local(child)
            if name == "fldChar":
                self._field(child)
            elif name == "instrText" and self._fields:
                self._fields[-1].instruction += child.text or ""
            elif name == "AlternateContent":
                for branch in _branch(child):
                    self._run_parts(branch, properties)
            elif name in ("drawing", "pict", "object"):
                self._picture(child)
            elif name == "ruby":
                self._ruby(child)
            elif self._shows():
                self._characters(child, name, properties)

    def _ruby(self, ruby: Element) -> None:
        """Characters with their reading set above them: the reading follows in brackets."""
        for base in ruby.iterchildren(f"{W}rubyBase"):
            self._inside(base)
        for reading in ruby.iterchildren(f"{W}rt"):
            self.builder.write("(")
            self._inside(reading)
            self.builder.write(")")

    def _characters(self, child: Element, name: str, properties: Element | None) -> None:
        builder = self.builder
        match name:
            case "t":
                self._set_marks(self._wanted(properties))
                self._text(child, _height(properties) if properties is not None else "")
            case "tab" | "ptab":
                builder.write("\t" if builder.open_block == "code" else " ")
            case "br" | "cr":
                if child.get(f"{W}type") not in ("page", "column"):
                    if builder.open_block == "table":
                        builder.write(" ")
                    else:
                        builder.part("\n")
            case "noBreakHyphen":
                builder.write("\u2011")
            case "sym":
                builder.write(_sign(child.get(f"{W}char") or ""))
            case "footnoteReference" | "endnoteReference":
                self._call(name.removesuffix("Reference"), child)
            case "footnoteRef" | "endnoteRef" if self._note_mark is not None:
                self._note_mark.met()
            case "commentReference":
                key = f"comment {child.get(f'{W}id')}"
                builder.place(f"{key} to", after=True)

    def _text(self, element: Element, height: str) -> None:
        text = element.text or ""
        skipped = self._note_mark.cut(text) if self._note_mark is not None and self._base else 0
        if element is self._read:
            self._read, skipped = None, len(text)
        elif text:
            self._called_here = False
        self._trail.enter(element, f"{element.prefix}:t" if element.prefix else "t")
        for piece, place in self._trail.trace(text):
            if skipped:
                cut = min(skipped, len(piece))
                skipped -= cut
                piece, place = piece[cut:], None if place is None else place + cut
            set_as = (
                set_high(piece) if height == "superscript" else set_low(piece) if height == "subscript" else piece
            )
            known = self._base + place if place is not None and set_as == piece else None
            at = 0
            for unseen in UNSEEN.finditer(set_as):
                self.builder.write(set_as[at : unseen.start()], None if known is None else known + at)
                at = unseen.end()
            self.builder.write(set_as[at:], None if known is None else known + at)

    def _call(self, kind: str, call: Element) -> None:
        own = call.getnext() if (call.get(f"{W}customMarkFollows") or "0") not in ("0", "false") else None
        self._read = own if own is not None and local(own) == "t" else None
        typed = (self._read.text or "").strip() if self._read is not None else ""
        mark, label = self._notes.call(kind, call.get(f"{W}id") or "", own=typed)
        self._set_marks([])
        if self._called_here:
            self.builder.write(" ")
        self._called_here = True
        self.builder.open("footnote", label)
        self.builder.write(mark)
        self.builder.close("footnote")

    def _wanted(self, properties: Element | None) -> list[InlineKind]:
        """The marks of a run, outermost first."""
        if properties is None or self.builder.open_block in ("title", "heading", "code"):
            return []
        style = value_of(properties, "rStyle")
        wanted: list[InlineKind] = []
        if is_on(properties, "b") or style in self._styles.strong:
            wanted.append("strong")
        if is_on(properties, "i") or style in self._styles.emphasis:
            wanted.append("emphasis")
        if is_on(properties, "strike") or is_on(properties, "dstrike"):
            wanted.append("strike")
        if style in self._styles.code:
            wanted.append("code")
        return wanted

    def _set_marks(self, wanted: list[InlineKind]) -> None:
        """Open and close marks so that those wanted are open: runs of one look are often many."""
        kept = 0
        while kept < min(len(wanted), len(self._marks)) and wanted[kept] == self._marks[kept]:
            kept += 1
        for mark in reversed(self._marks[kept:]):
            self.builder.close(mark)
        for mark in wanted[kept:]:
            self.builder.open(mark)
        self._marks = wanted

    def _field(self, sign: Element) -> None:
        kind = sign.get(f"{W}fldCharType") or ""
        if kind == "begin":
            if self._shows():
                self.builder.write(chosen(sign))
            self._fields.append(Field())
        elif kind == "separate" and self._fields:
            field = self._fields[-1]
            field.shows = True
            field.address = address_in(field.instruction)
            if field.address and self._shows():
                self._set_marks([])
                self.builder.open("link", field.address)
        elif kind == "end" and self._fields and self._fields.pop().address:
            self._set_marks([])
            self.builder.close("link")

    def _shows(self) -> bool:
        """Whether text here is shown, and is not the instruction of a field."""
        return all(field.shows for field in self._fields)

    def _picture(self, element: Element) -> None:
        self._aside.look_into(element)
        if not self._shows() or self._shown:
            return
        words, source = words_about(element), self._aside.source(element)
        if not source and self._aside.boxes:
            return  # It is the boxes that are described, and they are read.
        alone = self.builder.open_block == "caption" and not self._pictured
        if not words and source not in self._seen and is_worth_looking_at(element):
            self._seen.add(source)
            words = told_by_name(file_name(element, source)) if source else ""
            if not alone and words:
                self._aside.picture(words, source)
                return
        apart = is_floating(element) or is_worth_looking_at(element) or self.builder.open_block == "caption"
        if words and not alone and apart:
            self._aside.picture(words, source)
        elif words:
            self._pictured = True
            self._set_marks([])
            self.builder.open("image", source)
            self.builder.write(words)
            self.builder.close("image")


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _inner(holder: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those in what wraps them."""
    for child in holder.iterchildren("*"):
        found = local(child)
        if found == name:
            yield child
        elif found in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _inner(child, name)


def _height(properties: Element) -> str:
    """`superscript` or `subscript`, also where a run was only moved up or down; else what is said, or nothing."""
    said, moved = value_of(properties, "vertAlign"), value_of(properties, "position")
    if said or not moved.lstrip("-").isdigit() or abs(int(moved)) < _MOVED:
        return said
    return "subscript" if moved.startswith("-") else "superscript"


_MOVED = 4
"""Half points from which a run stands high or low."""


def _is_data(table: Element, cells: list[list[Element]]) -> bool:
    """Whether a table holds data, and is not a way to lay out a page."""
    if len(cells) < 2 or max(len(row) for row in cells) < 2:
        return False
    if next(table.iterdescendants(f"{W}tbl"), None) is not None:
        return False
    longest = max(sum(len(t.text or "") for t in cell.iter(f"{W}t")) for row in cells for cell in row)
    return longest < 1500


def _is_clause(paragraph: Element) -> bool:
    """Whether a numbered paragraph is a sentence, and only its number is a heading's: so contracts are set."""
    words = "".join(text.text or "" for text in paragraph.iter(f"{W}t")).strip()
    if len(words) > _LONGEST_HEADING or words[-1:] in (";", ",", ":"):
        return True
    return words[-1:] == "." and len(words) > _SHORTEST_CLAUSE


def _heads_contents(paragraph: Element, styles: Styles) -> bool:
    """Whether a short heading only names the table of contents that comes next, which is left out."""
    following = next(paragraph.itersiblings(f"{W}p", f"{W}sdt", f"{W}tbl"), None)
    if following is None:
        return False
    if local(following) == "sdt":
        contents = _is_contents(following)
    else:
        properties = following.find(f"{W}pPr")
        contents = properties is not None and styles.of(value_of(properties, "pStyle")).contents
    words = "".join(text.text or "" for text in paragraph.iter(f"{W}t")).strip()
    return contents and len(words) <= _SHORTEST_CLAUSE


def _is_contents(control: Element) -> bool:
    gallery = next(control.iter(f"{W}docPartGallery"), None)
    return gallery is not None and (gallery.get(f"{W}val") or "").startswith("Table of Contents")


def _branch(alternatives: Element) -> list[Element]:
    """The one of several ways to say a thing that is to be read: the first."""
    return list(alternatives.iterchildren(f"{_MC}Choice"))[:1] or list(alternatives.iterchildren(f"{_MC}Fallback"))


def _sign(code: str) -> str:
    """The character of a symbol font, as far as its meaning is known."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number in _SIGNS:
        return _SIGNS[number]
    if 0xF061 <= number <= 0xF07A:
        return _SYMBOL[number - 0xF061]
    if 0xF041 <= number <= 0xF05A:
        return _SYMBOL[number - 0xF041].upper()
    if 0xF020 <= number <= 0xF0FF:
        return "\ufffd"
    return chr(number) if number < 0x110000 else ""
