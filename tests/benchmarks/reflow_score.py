"""Paragraph recovery as its benchmark sees it: raw text in, paragraphs out.

The functions have the interface of the benchmark's `score.py`, which lies beside the checkout, in `../shared/reflow`,
where there is one:

    PYTHONPATH=. python ../shared/reflow/score.py tests.benchmarks.reflow_score:paragraphs
    PYTHONPATH=. python ../shared/reflow/score.py tests.benchmarks.reflow_score:pages --pdf
    PYTHONPATH=. python ../shared/reflow/score.py tests.benchmarks.reflow_score:by_blank_lines --only mail

The simple splits are here to be compared with: none of them should ever win.
"""

from __future__ import annotations

from pathlib import Path

from reader.documents.reflow import blocks


def paragraphs(raw: str) -> list[tuple[str, str]]:
    """Kind and text of each block, as postil reads them."""
    text, found = blocks(raw)
    return [(kind, text[start:end]) for kind, start, end, *_ in found]


def pages(path: str) -> list[tuple[str, str]]:
    """Kind and text of each block of a PDF file, as postil reads them; with `--pdf`."""
    from reader.documents.loader import LoadOptions
    from reader.documents.pdf import LOADER

    document = LOADER.load(Path(path).read_bytes(), source=path, options=LoadOptions())
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def by_blank_lines(raw: str) -> list[str]:
    """A blank line ends a paragraph."""
    return [" ".join(piece.split()) for piece in raw.replace("\f", "\n").split("\n\n") if piece.strip()]


def by_lines(raw: str) -> list[str]:
    """Every line is a paragraph."""
    return [line.strip() for line in raw.replace("\f", "\n").split("\n") if line.strip()]


def by_short_lines(raw: str) -> list[str]:
    """A line that is clearly shorter than the longest, or that ends a sentence well before it, ends a paragraph."""
    lines = by_lines(raw)
    longest = max(map(len, lines), default=0)
    found: list[list[str]] = [[]]
    for line in lines:
        found[-1].append(line)
        if len(line) < 0.8 * longest:
            found.append([])
    return [" ".join(piece) for piece in found if piece]
