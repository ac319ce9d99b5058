"""A document written as Markdown: what its blocks and inlines are, in CommonMark with tables and footnotes."""

from __future__ import annotations

import re
from itertools import pairwise

from reader.documents.model import Block, Document, Inline

_SIGNS = re.compile(r"([\\`*_\[\]<>~])")
_LEADS = re.compile(r"^(\s*)(#{1,6}(?= |$)|[-+](?= |$)|=+\s*$|\d{1,9}(?=[.)](?: |$))|>)")
_AROUND = {"strong": "**", "emphasis": "*", "strike": "~~", "code": "`"}


def as_markdown(document: Document) -> str:
    """The whole document. Offsets are gone; every word of the canonical text is there."""
    inlines = _by_block(document)
    out: list[str] = []
    labelled: set[int] = set()
    """Levels at which an item of the list has a number or a bullet: one without goes on with it."""
    for index, block in enumerate(document.blocks):
        before = document.blocks[index - 1].kind if index else None
        if block.kind != "item":
            labelled.clear()
        piece = _block(document.text, block, inlines[index])
        goes_on = not block.label and (
            block.level in labelled if block.kind == "item" else block.kind == before == "footnote"
        )
        if goes_on:
            piece = _words(document.text, block, inlines[index])
            piece = "\n".join(f"{'    ' * max(1, block.level)}{line}" for line in piece.split("\n"))
        elif block.kind == "item":
            labelled = {level for level in labelled if level < block.level} | (
                {block.level} if block.label else set()
            )
        if index:
            out.append("\n" if before == block.kind == "item" and not goes_on else "\n\n")
        out.append(piece)
    return "".join(out) + "\n"


def _by_block(document: Document) -> list[list[Inline]]:
    found: list[list[Inline]] = [[] for _ in document.blocks]
    spot = 0
    for inline in document.inlines:
        while spot + 1 < len(document.blocks) and document.blocks[spot].end <= inline.start:
            spot += 1
        if document.blocks:
            found[spot].append(inline)
    return found


def _block(whole: str, block: Block, inlines: list[Inline]) -> str:
    text = whole[block.start : block.end]
    if block.kind == "code":
        fence = "`" * max(3, 1 + max((len(ticks) for ticks in re.findall(r"`+", text)), default=0))
        return f"{fence}{block.label}\n{text}\n{fence}"
    if block.kind == "table":
        return _table(text, block.start, inlines)
    if block.kind == "rule":
        return "---"
    if block.kind in ("title", "heading"):  # They are bold as they are.
        inlines = [inline for inline in inlines if inline.kind != "strong"]
    words = _words(whole, block, inlines)
    if block.kind == "title":
        return f"# {words}"
    if block.kind == "heading":
        number = _SIGNS.sub(r"\\\1", block.label)
        return " ".join(filter(None, ("#" * max(1, min(6, block.level or 2)), number, words)))
    if block.kind == "item":
        plain = re.fullmatch(r"\d{1,9}[.)]", block.label)
        if not plain and any(sign.isalnum() for sign in block.label):  # No list of Markdown has such numbers.
            words = _SIGNS.sub(r"\\\1", block.label) + f" {words}"
        mark = block.label if plain else "-"
        return f"{'    ' * max(0, block.level - 1)}{mark} {words}"
    if block.kind == "quote":
        mark = "> " * max(1, block.level)
        return "\n".join(f"{mark}{line}" for line in words.split("\n"))
    if block.kind == "footnote":
        return f"[^{_named(block.label) or '?'}]: {words}"
    if block.kind in ("caption", "byline", "dateline", "signature"):
        return f"*{words}*"
    return words


def _words(whole: str, block: Block, inlines: list[Inline]) -> str:
    """The words of a block, as they do not begin with what Markdown takes for a sign."""
    words = _LEADS.sub(r"\1\\\2", _inline(whole[block.start : block.end], block.start, inlines))
    # The end of a line means something in verse, and would be a space in Markdown; a heading has one line.
    return words.replace("\n", " " if block.kind in ("title", "heading") else "\\\n")


def _named(label: str) -> str:
    """A label of a note as Markdown allows it."""
    return re.sub(r"[\s\[\]()^]+", "-", label).strip("-") or label


def _table(text: str, start: int, inlines: list[Inline]) -> str:
    rows: list[list[str]] = []
    at = start
    spot = 0
    for line in text.split("\n"):
        row = []
        for cell in line.split("\t"):
            end = at + len(cell)
            while spot < len(inlines) and inlines[spot].start < at:
                spot += 1
            inside = []
            for inline in inlines[spot:]:
                if inline.start >= end:
                    break
                if inline.end <= end:
                    inside.append(inline)
            row.append(_inline(cell, at, inside).replace("|", "\\|"))
            at = end + 1
        rows.append(row)
    width = max(len(row) for row in rows)
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


def _inline(text: str, start: int, inlines: list[Inline]) -> str:
    """The text with its inlines' signs put in, and all other signs of Markdown made plain."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    plain: list[tuple[int, int]] = []
    for inline in sorted(inlines, key=lambda one: (one.start, -one.end, one.kind != "link")):
        begin, end = inline.start - start, inline.end - start
        if inline.kind in ("strong", "emphasis", "strike"):  # Their signs must touch words.
            words = text[begin:end]
            begin, end = begin + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
            if begin >= end:
                continue
        if inline.kind == "footnote":
            opening.setdefault(begin, []).append(f"[^{_named(inline.target)}]")
            plain.append((begin, end))
            continue
        if inline.kind in ("link", "image"):
            before, after = "!["[inline.kind == "link" :], f"]({inline.target})"
        else:
            before = after = _AROUND[inline.kind]
        opening.setdefault(begin, []).append(before)
        closing.setdefault(end, []).insert(0, after)
    cuts = sorted({0, len(text), *opening, *closing, *(at for span in plain for at in span)})
    out: list[str] = []
    for begin, end in pairwise(cuts):
        out += closing.get(begin, [])
        out += opening.get(begin, [])
        if not any(low <= begin < high for low, high in plain):
            piece = text[begin:end]
            out.append(piece if _in_code(inlines, start + begin) else _SIGNS.sub(r"\\\1", piece))
    out += closing.get(len(text), [])
    return "".join(out)


def _in_code(inlines: list[Inline], offset: int) -> bool:
    return any(inline.kind == "code" and inline.start <= offset < inline.end for inline in inlines)
