"""Formulas of Word, read as one line, or as a line for each row of an array of equations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents import formulas
from reader.documents.formulas import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_GONE = frozenset(["del", "moveFrom", "rPr", "ctrlPr", "pPr", "phant"])
_DEFAULT_ACCENT = "\u0302"


def read_word_formula(element: Element) -> str:
    """The formula in an `m:oMath`, or those of an `m:oMathPara` below each other."""
    if _name(element) == "oMathPara":
        return "\n".join(filter(None, (_line(child, 0) for child in element.iterchildren(f"{M}oMath"))))
    return _line(element, 0)


def _line(element: Element | None, depth: int) -> str:
    row = Row()
    if element is not None:
        _put_children(row, element, depth)
    return str(row)


def _put_children(row: Row, holder: Element, depth: int) -> None:
    for child in holder.iterchildren("*"):
        _put(row, child, depth)


def _put(row: Row, element: Element, depth: int) -> None:
    name = _name(element)
    if name in _GONE or name.endswith("Pr"):
        return
    if depth > formulas.DEEPEST:
        row.text("".join(_texts(element)))
    elif name == "r":
        for words in _texts(element):
            row.text(words)
    elif name == "func":
        name = _part(element, "fName", depth)
        row.atom(name, word=True)
        if "_" in name:
            row.space()
        _put_part(row, element, "e", depth)
    elif name == "d":
        _put_delimited(row, element, depth)
    elif name == "nary":
        sign = _said(element, "chr", "∫")
        low, high = _part(element, "sub", depth), _part(element, "sup", depth)
        row.atom(formulas.scripts(sign, low=low, high=high, tight=False), word=True)
        row.space()
        _put_part(row, element, "e", depth)
    elif (made := _made(element, name, depth)) is not None:
        row.atom(made)
    else:
        _put_children(row, element, depth + 1)


def _made(element: Element, name: str, depth: int) -> str | None:
    """What is put together from parts; None for an element that only holds others."""

    def part(which: str) -> str:
        return _part(element, which, depth)

    match name:
        case "f":
            ruled = _said(element, "type", "bar") != "noBar"
            made = formulas.fraction(part("num"), part("den"), ruled=ruled)
            return made if ruled or _is_alone_in_brackets(element) else f"({made})"
        case "rad":
            return formulas.root(part("e"), part("deg"))
        case "sSub" | "sSup" | "sSubSup":
            return formulas.scripts(part("e"), low=part("sub"), high=part("sup"))
        case "sPre":
            return formulas.scripts("", low=part("sub"), high=part("sup"), tight=False) + part("e")
        case "limLow":
            return formulas.scripts(part("e"), low=part("lim"), tight=False)
        case "limUpp":
            return formulas.scripts(part("e"), high=part("lim"), tight=False)
        case "acc":
            accent = _said(element, "chr", _DEFAULT_ACCENT)
            return formulas.accented(part("e"), "^" if accent == _DEFAULT_ACCENT else accent)
        case "bar":
            return formulas.accented(part("e"), "¯") if _said(element, "pos", "bot") == "top" else part("e")
        case "m":
            rows = [
                [_line(cell, depth + 1) for cell in row.iterchildren(f"{M}e")]
                for row in element.iterchildren(f"{M}mr")
            ]
            return formulas.matrix(rows, bracketed=_is_alone_in_brackets(element))
        case "eqArr":
            holder = element.getparent()
            parting = "\n" if holder is not None and _name(holder) == "oMath" else "; "
            return parting.join(_line(line, depth + 1).replace("&", "") for line in element.iterchildren(f"{M}e"))
    return None


def _put_delimited(row: Row, element: Element, depth: int) -> None:
    row.sign(_said(element, "begChr", "("))
    for at, part in enumerate(element.iterchildren(f"{M}e")):
        if at:
            row.sign(_said(element, "sepChr", "|"))
        _put_children(row, part, depth + 1)
    row.sign(_said(element, "endChr", ")"))


def _is_alone_in_brackets(element: Element) -> bool:
    holder = element.getparent()
    if holder is None or element.getprevious() is not None or element.getnext() is not None:
        return False
    outer = holder.getparent()
    return outer is not None and _name(outer) == "d"


def _put_part(row: Row, element: Element, name: str, depth: int) -> None:
    part = element.find(f"{M}{name}")
    if part is not None:
        _put_children(row, part, depth + 1)


def _part(element: Element, name: str, depth: int) -> str:
    return _line(element.find(f"{M}{name}"), depth + 1)


def _said(element: Element, name: str, default: str) -> str:
    """A property of an element; one that is there without a value is empty."""
    properties = element.find(f"{M}{_name(element)}Pr")
    said = properties.find(f"{M}{name}") if properties is not None else None
    return default if said is None else said.get(f"{M}val") or ""


def _texts(element: Element) -> Iterator[str]:
    for text in element.iter("{*}t"):
        if text.text:
            yield text.text


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
