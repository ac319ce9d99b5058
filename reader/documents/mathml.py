"""Formulas of HTML and EPUB: MathML, read as one line, or as a line for each row of an aligned formula."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.documents import formulas
from reader.documents.formulas import Row
from reader.documents.tree import element_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ROWS = frozenset(["math", "mrow", "mstyle", "mpadded", "menclose", "merror", "mtd", "msqrt", "none", "maction"])
"""Elements whose children stand one behind the other."""

_PARTED = frozenset(["mfrac", "mroot", "msub", "munder", "msup", "mover", "msubsup", "munderover", "mmultiscripts"])
"""Elements whose children have roles by their order."""

_FEW = 4
"""Elements that one may hold which only wraps another: comments count, too."""

_TYPED = re.compile(r"[\\^_={}<>+*/]")
"""What those who type a formula use, and those who tell of it in words do not."""


_STYLED = re.compile(r"\{\\(?:display|text)style (.*)\}")
"""What a program put around what was typed, to say how large it is to be."""


def read_formula(element: Element) -> str:
    """A formula as whoever set it typed it, in TeX or alike; else as its signs say it.

    Many programs put a sentence where the typed formula belongs, the same one everywhere.
    """
    typed = next((one.text for one in element.iter("{*}annotation") if one.text), "")
    for words in (element.get("alttext") or "", typed):
        if _TYPED.search(words):
            words = " ".join(words.split())
            return styled[1] if (styled := _STYLED.fullmatch(words)) else words
    said = _line(element, 0)
    return said or " ".join((element.get("alttext") or typed or "").split())


def _line(element: Element, depth: int) -> str:
    row = Row()
    _put(row, element, depth)
    return str(row)


def _put(row: Row, element: Element, depth: int) -> None:
    """Write an element to a row."""
    name = element_name(element)
    if depth > formulas.DEEPEST:
        row.text(" ".join(_words(element).split()))
    elif name in ("mi", "mn", "mtext", "ms", "mo"):
        words = " ".join(_words(element).split())
        if name == "mo":
            row.sign(words)
        elif name == "mtext":
            if words != _words(element):
                row.space()
            row.atom(words, word=True)
            if _words(element)[-1:].isspace() or _words(element)[-1:] == "\u00a0":
                row.space()
        else:
            row.atom(words, word=name == "mi" and len(words) > 1)
    elif name == "mspace":
        if _is_wide(element.get("width") or ""):
            row.space()
    elif name == "semantics":
        for child in _children(element)[:1]:
            _put(row, child, depth + 1)
    elif name in ("annotation", "annotation-xml", "mphantom", "mprescripts", ""):
        return
    elif name == "msqrt":
        row.atom(formulas.root(_inside(element, depth)))
    elif name in _ROWS:
        for child in _children(element):
            _put(row, child, depth + 1)
    elif name == "mfenced":
        _put_fenced(row, element, depth)
    elif name == "mtable":
        _put_table(row, element, depth)
    elif name in _PARTED:
        _put_parts(row, element, name, depth)
    else:
        children = _children(element)
        for child in children:
            _put(row, child, depth + 1)
        if not children:
            row.text(" ".join(_words(element).split()))


def _put_parts(row: Row, element: Element, name: str, depth: int) -> None:
    """An element whose children have roles by their order."""
    children = _children(element)
    parts = [_line(child, depth + 1) for child in children]
    first, second, third = (*parts, "", "", "")[:3]
    big = name != "mfrac" and bool(children) and element_name(_core(children[0])) == "mo"
    if name == "mfrac":
        ruled = not re.match(r"0(?:\D|$)", element.get("linethickness") or "1")
        made = formulas.fraction(first, second, ruled=ruled)
        row.atom(made if ruled or _is_bracketed(element) else f"({made})")
    elif name == "mroot":
        row.atom(formulas.root(first, second))
    elif name in ("msub", "munder"):
        row.atom(formulas.scripts(first, low=second, tight=not big), word=big)
    elif name == "msup":
        row.atom(formulas.scripts(first, high=second, tight=not big))
    elif name == "mover":
        row.atom(formulas.scripts(first, high=second, tight=False) if big else formulas.accented(first, second))
    elif name in ("msubsup", "munderover"):
        row.atom(formulas.scripts(first, low=second, high=third, tight=not big))
    else:
        row.atom(formulas.scripts(first, low=second, high=third))
    if big and name != "mover":
        row.space()


def _put_fenced(row: Row, element: Element, depth: int) -> None:
    signs = "".join(element.get("separators", ",").split())
    row.sign(element.get("open", "("))
    for at, child in enumerate(_children(element)):
        if at and signs:
            row.sign(signs[min(at, len(signs)) - 1])
        _put(row, child, depth + 1)
    row.sign(element.get("close", ")"))


def _put_table(row: Row, table: Element, depth: int) -> None:
    """A matrix where brackets hold it, else rows that were set below each other."""
    rows = [
        [_line(cell, depth + 1) for cell in _children(line) if element_name(cell) == "mtd"]
        for line in _children(table)
        if element_name(line) in ("mtr", "mlabeledtr")
    ]
    if _is_bracketed(table):
        row.atom(formulas.matrix(rows, bracketed=True))
        return
    lines = [" ".join(cell for cell in cells if cell) for cells in rows]
    row.atom("\n".join(line for line in lines if line))


def _is_bracketed(element: Element) -> bool:
    """Whether brackets stand around an element and nothing else with it."""
    node, parent = element, element.getparent()
    while (
        parent is not None and element_name(parent) in ("mrow", "mstyle", "mpadded") and len(_children(parent)) == 1
    ):
        node, parent = parent, parent.getparent()
    if parent is None:
        return False
    if element_name(parent) == "mfenced":
        return True
    before = node.getprevious()
    return before is not None and element_name(before) == "mo" and _words(before).strip() in tuple("([{|‖⟨")


def _core(element: Element) -> Element:
    """The one element in what only wraps it."""
    while _only_wraps(element):
        element = _children(element)[0]
    return element


def _only_wraps(element: Element) -> bool:
    if element_name(element) not in ("mrow", "mstyle", "mpadded") or len(element) > _FEW:
        return False
    return len(_children(element)) == 1


def _inside(element: Element, depth: int) -> str:
    row = Row()
    for child in _children(element):
        _put(row, child, depth + 1)
    return str(row)


def _children(element: Element) -> list[Element]:
    return [child for child in element if element_name(child)]


def _words(element: Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _is_wide(width: str) -> bool:
    """Whether a space is one between words, and not a hair."""
    match = re.match(r"\s*(\d*\.?\d+)\s*(em|ex)", width)
    return match is not None and float(match[1]) >= (0.3 if match[2] == "em" else 0.6)
