"""Labels news by what a first encoder and the pass over the document make of it: what a second one learns from.

    python -m reader.entities.build.label_news --weights FILE.npz --wikinews DIR --out FILE.jsonl

`--weights` is what `pack_encoder` made of the first training; `train_encoder --silver` reads the result. A word is
labelled by its last say: that of the whole document, in which every mention of a name has the same kind.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from reader.documents.model import Block, Document
from reader.entities.build import corpora
from reader.entities.build.corpora import Word
from reader.entities.encoder import Encoder, unpacked
from reader.entities.english import pages_of, part_of
from reader.entities.found import Found, Label
from reader.entities.mixing import mixed
from reader.entities.page import Page
from reader.entities.pieces import Pieces
from reader.entities.refined import TRUST, RefinedRecogniser, sentences

KINDS: dict[Label, str] = {"person": "PER", "organisation": "ORG", "place": "LOC"}
"""What stays itself; every other name is MISC, and a date is none."""


def main() -> int:
    """Label, and print how much."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    for name in ("weights", "wikinews", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    weights = unpacked(given.weights.read_bytes())
    engine = RefinedRecogniser((Encoder(weights), Pieces(weights.vocabulary)))
    articles = words = names = 0
    with given.out.open("w", encoding="utf-8") as out:
        for title, text in corpora.wikinews(given.wikinews):
            labelled = _labelled(engine, _document([title, *corpora.paragraphs(text)]))
            out.write(json.dumps(labelled, ensure_ascii=False) + "\n")
            articles += 1
            words += sum(len(sentence) for sentence in labelled)
            names += sum(label.startswith("B-") for sentence in labelled for _, label in sentence)
    print(f"{articles:,} articles, {words:,} words, {names:,} names")
    return 0


def _document(paragraphs: list[str]) -> Document:
    blocks = []
    at = 0
    for paragraph in paragraphs:
        blocks.append(Block(kind="paragraph", start=at, end=at + len(paragraph)))
        at += len(paragraph) + 2
    text = "\n\n".join(paragraphs)
    return Document(title="", source="-", text=text, blocks=tuple(blocks), loader="text/1", language="en")


def _labelled(engine: RefinedRecogniser, document: Document) -> list[list[Word]]:
    """The document's sentences, each word with its label."""
    labelled: list[list[Word]] = []
    for page in pages_of(document):
        seen = engine.read(engine.passages(page))
        found = part_of(page, mixed(seen, engine.first.raw(page), page), TRUST).found
        labelled += _sentences(engine, page, [one for one in found if one.label != "date"])
    return labelled


def _sentences(engine: RefinedRecogniser, page: Page, found: list[Found]) -> list[list[Word]]:
    tokenizer = engine.first.tokenizer
    names = iter(found)
    name = next(names, None)
    begun = False
    result: list[list[Word]] = []
    for start, end in page.bounds:
        words = [one for one in tokenizer.tokens(page.text, start, end) if not tokenizer.blank[one.kind]]
        for sentence in sentences(page.text, words):
            row: list[Word] = []
            for word in sentence:
                while name is not None and name.end <= word.start:
                    name, begun = next(names, None), False
                label = "O"
                if name is not None and name.start < word.end:
                    label = ("I-" if begun else "B-") + KINDS.get(name.label, "MISC")
                    begun = True
                row.append((page.text[word.start : word.end], label))
            result.append(row)
    return result


if __name__ == "__main__":
    sys.exit(main())
