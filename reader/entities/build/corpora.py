"""Openly licensed labelled text and news, as documents of labelled words: what the encoder is trained on.

    wikigold    Wikipedia, PER ORG LOC MISC by hand; CC BY 4.0 (Balasuriya and others, 2009)
    wnut17      social media, emerging names by hand; CC BY 4.0 (Derczynski and others, 2017)
    uner        Universal NER English EWT (web) and PUD (news, Wikipedia), PER ORG LOC by hand; CC BY-SA 4.0 (Mayhew
                and others, 2024)
    gum         Georgetown University Multilayer corpus: annotations CC BY 4.0. Only the genres whose texts are free
                for any use: biographies and travel guides (CC BY-SA 3.0), news and interviews of Wikinews (CC BY
                2.5), court and academic texts (CC BY 4.0), speeches (public domain); the rest is left out
    wikinews    unlabelled English Wikinews of 2019 and 2020; CC BY 2.5

Each function reads files from a folder that a person has put them in; nothing is fetched.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

Word = tuple[str, str]
"""A word and its label: `O`, or `B-` or `I-` with PER, ORG, LOC or MISC."""

Document = list[list[Word]]
"""Sentences of words."""

GUM_GENRES = ("academic", "bio", "court", "interview", "news", "speech", "voyage")

_WNUT = {
    "person": "PER",
    "location": "LOC",
    "corporation": "ORG",
    "group": "ORG",
    "product": "MISC",
    "creative-work": "MISC",
}
_GUM = {"person": "PER", "organization": "ORG", "place": "LOC", "event": "MISC", "object": "MISC", "abstract": "MISC"}
_INSIDE_NAMES = {"of", "the", "and", "&", "for", "de", "la", "del", "'s", "’s", "-", "in", "on"}
_TITLES = frozenset(
    (
        "mr mrs ms dr prof sir lord lady president senator sen rep governor gov mayor king queen prince princess"
        " minister secretary general gen colonel col captain capt judge justice pope father sister brother aunt uncle"
        " administrator director chairman"
    ).split()
)


def wikigold(folder: Path) -> Iterator[Document]:
    """`wikigold.conll.txt`: word and IO label; documents are parted by -DOCSTART-."""
    for sentences in _columns(folder / "wikigold.conll.txt", 0, 1):
        yield [_io_to_bio(sentence) for sentence in sentences]


def wnut17(folder: Path) -> Iterator[Document]:
    """`wnut17train.conll`, `emerging.dev.conll` and `emerging.test.annotated`: each sentence is a document."""
    for name in ("wnut17train.conll", "emerging.dev.conll", "emerging.test.annotated"):
        for sentences in _columns(folder / name, 0, 1, separator="\t"):
            for sentence in sentences:
                yield [[(word, _rename(label, _WNUT)) for word, label in sentence]]


def uner(folder: Path) -> Iterator[Document]:
    """The `*.iob2` files of UNER English EWT and PUD."""
    for path in sorted(folder.glob("en_*-ud-*.iob2")):
        for sentences in _columns(path, 1, 2, separator="\t", start="# newdoc"):
            known = {f"{prefix}-{kind}" for prefix in "BI" for kind in ("PER", "ORG", "LOC")}
            yield [[(word, label if label in known else "O") for word, label in s] for s in sentences]


def gum(folder: Path) -> Iterator[Document]:
    """The `dep/GUM_*.conllu` files of the free genres, with the entities that have a proper noun as their head."""
    for path in sorted(folder.glob("GUM_*.conllu")):
        if path.name.split("_")[1] in GUM_GENRES:
            yield list(_gum_sentences(path))


def wikinews(folder: Path) -> Iterator[tuple[str, str]]:
    """Title and text of each article in the `wikinews_*.csv` files."""
    csv.field_size_limit(10**7)
    for path in sorted(folder.glob("wikinews_*.csv")):
        with path.open(newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                yield row["title"], row["text"]


def paragraphs(text: str) -> list[str]:
    """The lines of an article that hold something, blanks made single."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return [line for line in lines if line]


def _columns(
    path: Path, word: int, label: int, *, separator: str | None = None, start: str = "-DOCSTART-"
) -> list[Document]:
    documents: list[Document] = [[]]
    sentence: list[Word] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith(start):
            documents.append([])
        elif not line.strip():
            if sentence:
                documents[-1].append(sentence)
            sentence = []
        elif not line.startswith("# "):
            cells = line.split(separator)
            if len(cells) > max(word, label) and cells[word].strip():
                sentence.append((cells[word].strip(), cells[label].strip()))
    return [document for document in documents if document]


def _io_to_bio(sentence: list[Word]) -> list[Word]:
    before = "O"
    out: list[Word] = []
    for word, label in sentence:
        kind = label[2:] if label != "O" else ""
        out.append((word, "O" if not kind else f"I-{kind}" if before == kind else f"B-{kind}"))
        before = kind
    return out


def _rename(label: str, names: dict[str, str]) -> str:
    prefix, _, kind = label.partition("-")
    return f"{prefix}-{names[kind]}" if kind in names else "O"


def _gum_sentences(path: Path) -> Iterator[list[Word]]:
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line and not line.startswith("#"):
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append(cells)
        elif not line and rows:
            yield _gum_sentence(rows)
            rows = []


def _gum_sentence(rows: list[list[str]]) -> list[Word]:
    spans: list[tuple[int, int, str]] = []
    open_: list[tuple[str, int, str]] = []
    for at, cells in enumerate(rows):
        found = re.search(r"(?:^|\|)Entity=([^|]*)", cells[9])
        for bracket in re.findall(r"\([^()]+\)|\([^()]+|[^()]+\)", found[1] if found else ""):
            parts = bracket.strip("()").split("-")
            kind = _GUM.get(parts[1] if len(parts) > 1 else "", "")
            if bracket.startswith("(") and bracket.endswith(")"):
                spans.append((at, at + 1, kind))
            elif bracket.startswith("("):
                open_.append((parts[0], at, kind))
            else:
                index = max((n for n, (key, _, _) in enumerate(open_) if key == parts[0]), default=None)
                if index is not None:
                    _, start, opened = open_.pop(index)
                    spans.append((start, at + 1, opened))
    labels = ["O"] * len(rows)
    named = [span for span in (_name(rows, *span) for span in spans) if span is not None]
    for start, end, kind in sorted(named, key=lambda span: span[0] - span[1]):
        if all(label == "O" for label in labels[start:end]):
            labels[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
    return [(cells[1], label) for cells, label in zip(rows, labels, strict=True)]


def _name(rows: list[list[str]], start: int, end: int, kind: str) -> tuple[int, int, str] | None:
    """The proper name at the head of a noun phrase, if that is what the phrase is."""
    inside = range(start, end)
    heads = [at for at in inside if not (start < int(rows[at][6]) <= end)]
    if not kind or not heads or rows[heads[0]][4] not in ("NNP", "NNPS"):
        return None
    head = heads[0]

    def proper(at: int) -> bool:
        return rows[at][4] in ("NNP", "NNPS")

    first = last = head
    while first - 1 >= start and (proper(first - 1) or rows[first - 1][1].lower() in ("-", "'s", "’s")):
        first -= 1
    while last + 1 < end and proper(last + 1):
        last += 1
    if kind in ("ORG", "MISC", "LOC"):
        while last + 2 < end and rows[last + 1][1].lower() in _INSIDE_NAMES:
            reach = last + 2 if proper(last + 2) else last + 3 if last + 3 < end and proper(last + 3) else None
            if reach is None or rows[reach - 1][1].lower() not in _INSIDE_NAMES | {rows[last + 1][1].lower()}:
                break
            last = reach
            while last + 1 < end and proper(last + 1):
                last += 1
    while first < last and (rows[first][1].rstrip(".").lower() in _TITLES or not proper(first)):
        first += 1
    return first, last + 1, kind
