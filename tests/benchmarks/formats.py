"""How long 10,000 notes on a text of 1 MB take to be exported and imported, for each format.

    python tests/benchmarks/formats.py [--notes N] [FORMAT ...]

Prints seconds of processor time, which say less about what else the machine is doing than those of the clock.
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import UTC, datetime, timedelta

from annotations.anchoring.quote import quote_span
from annotations.formats import registry
from annotations.formats.bundle import Bundle
from annotations.formats.imports import settle
from annotations.ids import new_id
from annotations.model import COLORS, Annotation, Annotator
from reader.documents.model import Block, Document

COMMON = (
    "the road market strike 🦊 Ana met Bo in Paris Łódź on Friday “quoted” and thousands have marched again".split()
)
SYLLABLES = "ba ke li mo nu ra se ti vo zu ña şe łi".split()
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def document(size: int, chance: random.Random) -> Document:
    """A text of about `size` code points in paragraphs: like a language, with few words common and most rare."""
    words = [*COMMON, *("".join(chance.choices(SYLLABLES, k=chance.randrange(2, 5))) for _ in range(20_000))]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    paragraphs: list[str] = []
    length = 0
    while length < size:
        paragraphs.append(" ".join(chance.choices(words, weights, k=80)))
        length += len(paragraphs[-1]) + 2
    blocks: list[Block] = []
    at = 0
    for paragraph in paragraphs:
        blocks.append(Block(kind="paragraph", start=at, end=at + len(paragraph)))
        at += len(paragraph) + 2
    return Document(
        title="Much", source="much.txt", text="\n\n".join(paragraphs), blocks=tuple(blocks), loader="text/1"
    )


def notes(page: Document, count: int, chance: random.Random) -> tuple[Annotation, ...]:
    """Notes all over the text; one in ten answers the one before it."""
    made: list[Annotation] = []
    for number in range(count):
        start = chance.randrange(len(page.text) - 100)
        reply = number % 10 == 9
        made.append(
            Annotation(
                id=new_id(),
                spans=() if reply else (quote_span(page.text, start, start + chance.randrange(5, 100)),),
                color=None if reply else chance.choice(COLORS),
                tags=tuple(chance.sample(("claim", "draft", "place/city", "ö"), k=number % 3)),
                comment="A remark with **Markdown**.\n\n- and a list" if number % 3 == 0 else "",
                reply_to=made[-1].id if reply else None,
                annotator=chance.choice(("ana", "bo")),
                created=NOW + timedelta(seconds=number),
                modified=NOW + timedelta(seconds=number),
            )
        )
    return tuple(made)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", metavar="FORMAT", nargs="*")
    parser.add_argument("--notes", type=int, default=10_000)
    arguments = parser.parse_args()
    chance = random.Random(1)
    page = document(1_000_000, chance)
    bundle = Bundle(
        document=page,
        notes=notes(page, arguments.notes, chance),
        annotators={"ana": Annotator(id="ana", name="Ana Ruiz"), "bo": Annotator(id="bo")},
        made=NOW,
    )
    print(f"{'format':<18}{'MB':>8}{'export s':>10}{'import s':>10}  notes back, of them where they were")
    for name in arguments.formats or registry.names():
        format_ = registry.get(name)
        if not format_.can_export:
            continue
        before = time.process_time()
        data = format_.export(bundle).data
        data = data.encode() if isinstance(data, str) else data
        wrote = time.process_time() - before
        if not format_.can_import:
            print(f"{name:<18}{len(data) / 1e6:>8.2f}{wrote:>10.2f}{'':>10}")
            continue
        before = time.process_time()
        done = settle(format_.read(data, page), format_name=name, document=page, known=(), now=NOW)
        read = time.process_time() - before
        found = f"{done.report.added}, {done.report.matched}"
        print(f"{name:<18}{len(data) / 1e6:>8.2f}{wrote:>10.2f}{read:>10.2f}  {found}")


if __name__ == "__main__":
    main()
