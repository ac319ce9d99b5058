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
    pieces = [_block(document.text, block, inlines[index]) for index, block in enumerate(document.blocks)]
    out: list[str] = []
    for index, piece in enumerate(pieces):
        if index:
            before, after = document.blocks[index - 1], document.blocks[index]
            out.append("\n" if before.kind == after.kind == "item" else "\n\n")
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
        return _table(text)
    if block.kind == "rule":
        return "---"
    if block.kind in ("title", "heading"):  # They are bold as they are.
        inlines = [inline for inline in inlines if inline.kind != "strong"]
    words = _LEADS.sub(r"\1\\\2", _inline(text, block.start, inlines))
    if block.kind == "title":
        return f"# {words}"
    if block.kind == "heading":
        return f"{'#' * max(1, min(6, block.level or 2))} {words}"
    if block.kind == "item":
        mark = block.label if re.fullmatch(r"\d{1,9}[.)]", block.label) else "-"
        return f"{'    ' * max(0, block.level - 1)}{mark} {words}"
    if block.kind == "quote":
        mark = "> " * max(1, block.level)
        return "\n".join(f"{mark}{line}" for line in words.split("\n"))
    if block.kind == "footnote":
        return f"[^{block.label or '?'}]: {words}"
    if block.kind in ("caption", "byline", "dateline", "signature"):
        return f"*{words}*"
    return words


def _table(text: str) -> str:
    rows = [[cell.replace("|", "\\|") for cell in row.split("\t")] for row in text.split("\n")]
    width = max(len(row) for row in rows)
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


def _inline(text: str, start: int, inlines: list[Inline]) -> str:
    """The text with its inlines' signs put in, and all other signs of Markdown made plain."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    plain: list[tuple[int, int]] = []
    for inline in inlines:
        begin, end = inline.start - start, inline.end - start
        if inline.kind in ("strong", "emphasis", "strike"):  # Their signs must touch words.
            words = text[begin:end]
            begin, end = begin + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
            if begin >= end:
                continue
        if inline.kind == "footnote":
            opening.setdefault(begin, []).append(f"[^{inline.target}]")
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
