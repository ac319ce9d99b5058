"""What stands beside the paragraphs and tables of a Word document, and is read behind them: boxes and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.errors import SourceError
from reader.documents.model import PICTURE
from reader.documents.wordfigures import chart, outline
from reader.documents.wordlists import BULLET
from reader.documents.wordpictures import R, reference
from reader.documents.wordstyles import W

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

    from reader.documents.builder import Builder
    from reader.documents.docx import Package

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


class Aside:
    """Collects what is met in a paragraph or table, and writes it when asked."""

    def __init__(self, package: Package, builder: Builder, *, blocks: Callable[[Element], None]) -> None:
        """`blocks` writes what a text box holds."""
        self._package = package
        self._builder = builder
        self._blocks = blocks
        self.boxes: list[Element] = []
        self._pictures: list[tuple[str, str]] = []
        self._figures: list[str] = []

    def __bool__(self) -> bool:
        return bool(self.boxes or self._pictures or self._figures)

    def look_into(self, drawing: Element) -> None:
        """Take the text boxes, charts and SmartArts of a drawing."""
        self.boxes += [box for box in drawing.iter(f"{W}txbxContent") if not _is_fallback(box, drawing)]
        for figure in drawing.iter("{*}relIds", "{*}chart"):
            member = self._package.figures.get(figure.get(f"{R}dm") or figure.get(f"{R}id") or "", "")
            if member and self._package.archive.find(member) is not None:
                self._figures.append(member)

    def picture(self, words: str, source: str) -> None:
        """Take a picture that has a place of its own: its words, and its member of the archive."""
        self._pictures.append((words, source))

    def source(self, holder: Element) -> str:
        """The member of the archive that a drawing shows; empty where it shows none."""
        member = self._package.pictures.get(reference(holder), "")
        return member if member and self._package.archive.find(member) is not None else ""

    def write(self) -> None:
        """Write what was taken."""
        boxes, self.boxes = self.boxes, []
        pictures, self._pictures = self._pictures, []
        figures, self._figures = self._figures, []
        for words, source in pictures:
            self._builder.begin("caption", label=PICTURE if source else "")
            self._builder.open("image", source)  # closed with the block
            self._builder.write(words)
            self._builder.end()
        for figure in figures:
            self._figure(figure)
        for box in boxes:
            self._blocks(box)

    def _figure(self, member: str) -> None:
        """A SmartArt as a list, a chart as the table of its numbers."""
        try:
            tree = self._package.tree(member)
        except SourceError:
            return  # A document can be read without one of its figures.
        if str(tree.tag).endswith("}dataModel"):
            for level, words in outline(tree):
                self._builder.add("item", words, level=level, label=BULLET)
            return
        title, rows = chart(tree)
        self._builder.add("caption", title)
        if rows:
            self._builder.begin("table")
            for index, row in enumerate(rows):
                if index:
                    self._builder.part("\n")
                for at, cell in enumerate(row):
                    if at:
                        self._builder.part("\t")
                    self._builder.write(cell)
            self._builder.end()


def _is_fallback(box: Element, holder: Element) -> bool:
    """Whether a text box stands only for programs that do not know the first way to say it, or in another box."""
    for ancestor in box.iterancestors():
        if ancestor is holder:
            return False
        if ancestor.tag in (f"{_MC}Fallback", f"{W}txbxContent"):
            return True
    return False
