"""How right and how fast the entity recogniser is, on corpora that are not part of the project.

    python tests/benchmarks/measure_entities.py --ww en-worldwide-newswire --half even
    python tests/benchmarks/measure_entities.py --c20 acl2023_conllpp/dataset/conllpp.txt
    python tests/benchmarks/measure_entities.py --gold article.json
    python tests/benchmarks/measure_entities.py --conllu conll/es/test.conllu --language es
    python tests/benchmarks/measure_entities.py --time words.txt

F1 is that of spans with their kind, micro average, in per cent; a leading article and a trailing 's count on neither
side. `overlap` counts a span as found when one of its kind shares a letter with it. Nothing here asserts anything.

A gold is what `postil show --json` prints, with one key more: `mentions`, a list of `start`, `end` and `kind`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from reader.documents.model import Block, Document
from reader.entities.registry import DEFAULT, engine

WW_KINDS = {
    "Person": "person",
    "Organization": "organisation",
    "Location": "place",
    "Facility": "place",
    "Date": "date",
}
C20_KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place"}

Spanned = tuple[int, int, str]
"""`[start, end)` and the kind."""


class Gold(NamedTuple):
    """A document with what is in it."""

    name: str
    document: Document
    mentions: list[Spanned]


def document_of(paragraphs: Sequence[str], date: str = "") -> Document:
    """A document of plain paragraphs."""
    text, blocks = "", []
    for paragraph in paragraphs:
        text += "\n\n" if text else ""
        blocks.append(Block(kind="paragraph", start=len(text), end=len(text) + len(paragraph)))
        text += paragraph
    return Document(title="", source="-", text=text, blocks=tuple(blocks), loader="text/1", date=date)


def ww(folder: Path, half: str) -> Iterator[Gold]:
    """The documents whose path has an even, or odd, first byte of SHA-1; their text from the original articles."""
    for path in sorted((folder / "processed_annotated").glob("*.tsv")):
        name = path.relative_to(folder).as_posix()
        digest = hashlib.sha1(name.encode(), usedforsecurity=False).digest()
        if half != "all" and digest[0] % 2 != (half == "odd"):
            continue
        rows = [line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8")]
        tokens = [(row[0], row[1] if len(row) > 1 else "O") for row in rows if row[0].strip()]
        original = folder / "original_articles" / path.name.removesuffix(".tsv")
        text = original.read_text("utf-8", errors="replace") if original.exists() else ""
        offsets = _aligned(tokens, text)
        if offsets is None:
            text, offsets = _joined(rows)
        mentions: list[Spanned] = []
        for (_, label), (start, end) in zip(tokens, offsets, strict=True):
            kind = WW_KINDS.get(label[2:])
            if kind is None:
                continue
            last = mentions[-1] if mentions else (0, 0, "")
            if label[0] in "IE" and last[2] == kind and "\n" not in text[last[1] : start]:
                mentions[-1] = (mentions[-1][0], end, kind)
            else:
                mentions.append((start, end, kind))
        yield _canonical(name, text, mentions)


def _aligned(tokens: Sequence[tuple[str, str]], text: str) -> list[tuple[int, int]] | None:
    """Offsets of the tokens in the text; None when the text is not the one they were cut from."""
    offsets = []
    at = 0
    for token, _ in tokens:
        pattern = r"\s*".join(re.escape(sign) for sign in token if not sign.isspace())
        match = re.compile(pattern).search(text, at, at + 400)
        if match is None:
            return None
        offsets.append(match.span())
        at = match.end()
    return offsets


_CLOSING = re.compile(r"[.,;:!?%)\]}’”»]|['’](?:s|S|t|re|ve|ll|d|m)|n['’]t|['’]+$")


def _joined(rows: Iterable[Sequence[str]]) -> tuple[str, list[tuple[int, int]]]:
    """Text made of tokens, where the original is another: marks close up, an empty row ends a line."""
    text, offsets = "", []
    for row in rows:
        token = row[0].strip()
        if not token:
            text += "\n"
            continue
        if text and text[-1] not in "\n([{“‘«$€£" and not _CLOSING.fullmatch(token):
            text += " "
        offsets.append((len(text), len(text) + len(token)))
        text += token
    return text, offsets


def _canonical(name: str, text: str, mentions: Iterable[Spanned]) -> Gold:
    """Each line a paragraph, blanks made single, and the mentions carried over."""
    where = {}
    paragraphs: list[str] = []
    out = 0
    for line in re.finditer(r"[^\n\r]+", text):
        if not line.group().strip():
            continue
        kept = ""
        start = out + (2 if paragraphs else 0)
        for index, sign in enumerate(line.group()):
            where[line.start() + index] = start + len(kept)
            if not sign.isspace():
                kept += sign
            elif kept and kept[-1] != " ":
                kept += " "
        kept = kept.rstrip()
        paragraphs.append(kept)
        out = start + len(kept)
    moved = [(where[start], where[end - 1] + 1, kind) for start, end, kind in mentions]
    return Gold(name, document_of(paragraphs), moved)


def c20(path: Path) -> Iterator[Gold]:
    """The documents of CoNLL++, their text joined from the tokens; an empty row ends a line."""
    for number, part in enumerate(path.read_text("utf-8").split("-DOCSTART-")[1:]):
        rows = [line.split() or [""] for line in part.split("\n")[1:]]
        text, offsets = _joined(rows)
        mentions: list[Spanned] = []
        before = "O"
        places = iter(offsets)
        for row in rows:
            if not row[0]:
                before = "O"
                continue
            start, end = next(places)
            kind = C20_KINDS.get(row[-1][2:])
            if kind and row[-1][0] == "I" and before == row[-1][2:] and mentions:
                mentions[-1] = (mentions[-1][0], end, kind)
            elif kind:
                mentions.append((start, end, kind))
            before = row[-1][2:]
        yield _canonical(str(number), text, mentions)


def gold_of(path: Path) -> Gold:
    """An article whose mentions were marked by hand."""
    value = json.loads(path.read_text("utf-8"))
    blocks = tuple(Block(**{key: one[key] for key in ("kind", "start", "end", "level")}) for one in value["blocks"])
    document = Document(
        title=value["title"], source="-", text=value["text"], blocks=blocks, loader="text/1", date=value["date"]
    )
    return Gold(path.stem, document, [(one["start"], one["end"], one["kind"]) for one in value["mentions"]])


def conllu(path: Path, language: str) -> Iterator[Gold]:
    """Sentences in the columns of WikiNEuRal, a thousand words a document where the file tells none."""
    parts: list[list[list[str]]] = [[]]
    for sentence in path.read_text("utf-8").split("\n\n"):
        rows = [line.split("\t")[1:3] for line in sentence.splitlines()]
        begins = len(rows) == 1 and rows[0][0] in ("-", "-DOCSTART-")
        if begins or len(parts[-1]) > 1000:
            parts.append([])
        if not begins:
            parts[-1] += [*rows, ["", "O"]]
    for number, rows in enumerate(part for part in parts if part):
        text, offsets = _joined(rows)
        mentions: list[Spanned] = []
        before, places = "", iter(offsets)
        for token, label in rows:
            start, end = next(places) if token.strip() else (0, 0)
            kind = C20_KINDS.get(label[2:])
            if kind and label[0] == "I" and before == label[2:] and mentions:
                mentions[-1] = (mentions[-1][0], end, kind)
            elif kind:
                mentions.append((start, end, kind))
            before = label[2:]
        gold = _canonical(str(number), text, mentions)
        yield gold._replace(document=replace(gold.document, language=language))


def neutral(text: str, span: Spanned) -> Spanned:
    """The span without a leading English article and a trailing 's."""
    start, end, kind = span
    lead = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE).match(text, start, end)
    if lead and lead.end() < end:
        start = lead.end()
    tail = re.search(r"\s?['’]s?$", text[start:end])
    if tail and tail.start() > 0:
        end = start + tail.start()
    return start, end, kind


class Score:
    """Counts of right, found and wanted spans, by kind."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.wanted: Counter[str] = Counter()
        self.near_found: Counter[str] = Counter()
        self.near_wanted: Counter[str] = Counter()
        self.errors: dict[str, Counter[tuple[str, str, str]]] = defaultdict(Counter)
        self.confusion: Counter[tuple[str, str]] = Counter()

    def add(self, gold: Gold, found: Sequence[Spanned], kinds: frozenset[str]) -> None:
        text = gold.document.text
        wanted = {neutral(text, one) for one in gold.mentions if one[2] in kinds}
        got = {neutral(text, one) for one in found if one[2] in kinds}
        for one in wanted:
            self.wanted[one[2]] += 1
            self.near_wanted[one[2]] += any(_near(one, other) for other in got)
        for one in got:
            self.found[one[2]] += 1
            self.near_found[one[2]] += any(_near(one, other) for other in wanted)
        for one in wanted & got:
            self.right[one[2]] += 1
        for sort, missing, others in (("missing", wanted - got, got), ("wrong", got - wanted, wanted)):
            for one in missing:
                rival = next((other for other in others if one[0] < other[1] and other[0] < one[1]), None)
                words = f"{text[rival[0] : rival[1]]} {rival[2]}" if rival else ""
                self.errors[sort][(text[one[0] : one[1]], one[2], words)] += 1
                if sort == "missing":
                    self.confusion[(one[2], rival[2] if rival else "nothing")] += 1
                elif rival is None:
                    self.confusion[("nothing", one[2])] += 1

    def f1(self, kind: str | None = None) -> float:
        right, found, wanted = (_sum(counts, kind) for counts in (self.right, self.found, self.wanted))
        return 200 * right / max(1, found + wanted)

    def overlap(self, kind: str | None = None) -> float:
        precision = _sum(self.near_found, kind) / max(1, _sum(self.found, kind))
        recall = _sum(self.near_wanted, kind) / max(1, _sum(self.wanted, kind))
        return 200 * precision * recall / max(1e-9, precision + recall)

    def show(self, title: str) -> None:
        line = "  ".join(f"{kind} {self.f1(kind):.1f}/{self.overlap(kind):.1f}" for kind in sorted(self.wanted))
        precision = 100 * self.right.total() / max(1, self.found.total())
        recall = 100 * self.right.total() / max(1, self.wanted.total())
        print(f"{title}: F1 {self.f1():.1f} (P {precision:.1f}, R {recall:.1f}, n {self.wanted.total()})  {line}")


def _sum(counts: Counter[str], kind: str | None) -> int:
    return counts.total() if kind is None else counts[kind]


def _near(one: Spanned, other: Spanned) -> bool:
    return one[2] == other[2] and one[0] < other[1] and other[0] < one[1]


def measure(title: str, golds: Iterable[Gold], name: str, kinds: Iterable[str], errors: int) -> Score:
    """Run the engine over all documents, print, and return the counts."""
    recogniser, score = engine(name), Score()
    spent, words = 0.0, 0
    for gold in golds:
        begin = time.process_time()
        findings = recogniser.recognise(gold.document)
        spent += time.process_time() - begin
        words += len(gold.document.text.split())
        found = [(one.start, one.end, entity.kind) for entity in findings.entities for one in entity.mentions]
        score.add(gold, found, frozenset(kinds))
    score.show(f"{title} {name}")
    print(f"    {words} words, {spent:.2f} s of processor time, {spent / max(1, words) * 1e4:.3f} s for 10,000 words")
    if errors:
        print("   ", ", ".join(f"{a} as {b} {n}" for (a, b), n in score.confusion.most_common()))
    for sort in ("missing", "wrong"):
        for (exact, kind, rival), count in score.errors[sort].most_common(errors):
            print(f"    {sort} {count}: {exact!r} {kind}  <- {rival}")
    return score


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ww", type=Path, help="folder of en-worldwide-newswire")
    parser.add_argument("--half", choices=["even", "odd", "all"], default="even")
    parser.add_argument("--c20", type=Path, help="conllpp.txt")
    parser.add_argument("--conllu", type=Path, help="sentences, a row a token: number, token, label")
    parser.add_argument("--language", default="en", help="of the sentences")
    parser.add_argument("--gold", type=Path, action="append", default=[], help="hand-labelled article, as JSON")
    parser.add_argument("--time", type=Path, help="text to time the engine on, cold and warm")
    parser.add_argument("--engine", default=DEFAULT)
    parser.add_argument("--errors", type=int, default=0, help="how many of the most frequent errors to list")
    arguments = parser.parse_args()
    four = ("person", "organisation", "place", "date")
    if arguments.ww:
        measure(f"WW {arguments.half}", ww(arguments.ww, arguments.half), arguments.engine, four, arguments.errors)
    if arguments.c20:
        measure("C20", c20(arguments.c20), arguments.engine, four[:3], arguments.errors)
    if arguments.conllu:
        golds = conllu(arguments.conllu, arguments.language)
        measure(arguments.conllu.name, golds, arguments.engine, four[:3], arguments.errors)
    for path in arguments.gold:
        measure(path.stem, [gold_of(path)], arguments.engine, four, arguments.errors)
    if arguments.time:
        text = unicodedata.normalize("NFC", arguments.time.read_text("utf-8"))
        document = document_of([" ".join(part.split()) for part in text.split("\n\n") if part.strip()])
        for run in ("cold", "warm", "warm"):
            begin, busy = time.perf_counter(), time.process_time()
            engine(arguments.engine).recognise(document)
            wall, busy = time.perf_counter() - begin, time.process_time() - busy
            print(f"{run}: {wall:.3f} s, {busy:.3f} s of processor time, {len(text.split())} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
