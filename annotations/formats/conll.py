"""CoNLL: one token a line with its label, sentences parted by blank lines; the columns of 2003, or two.

Tokens are words, numbers and single signs; blocks and full stops part sentences. A token has one label: where notes
overlap the longer one has it, and the rest is counted as lost. A span that begins or ends inside a token is widened
to its edges, and counted.

Source: the CoNLL-2003 shared task, and the labelling schemes IOB1, IOB2 (BIO) and BILOU.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.draft import Draft, Passage, Reading, Skipped
from annotations.formats.fields import digest
from annotations.formats.format import Export, Format, Option, Settings
from annotations.formats.intake import text_of
from annotations.formats.labels import PLAIN, Label, labels, passage
from annotations.formats.losses import Holding, Losses
from annotations.model import DocumentLike

_HOLDS: frozenset[Holding] = frozenset()
_TOKEN = re.compile(r"\w+(?:[’'.,-]\w+)*|[^\w\s]")
_END = frozenset(".!?。！？")
_CLOSING = frozenset("\"'”’»)]")
_LABEL = re.compile(r"([BIOLUSEM])-(\S+)|O")

Token = tuple[int, int]


def tokens(bundle: Bundle) -> list[list[Token]]:
    """The document's tokens by sentences."""
    text = bundle.document.text
    blocks = [(block.start, block.end) for block in bundle.document.blocks] or [(0, len(text))]
    sentences: list[list[Token]] = []
    for start, end in blocks:
        sentence: list[Token] = []
        ended = False
        for match in _TOKEN.finditer(text, start, end):
            token = match.span()
            if ended and match[0] not in _CLOSING and not match[0].islower():
                sentences.append(sentence)
                sentence = []
            ended = match[0] in _END or (ended and match[0] in _CLOSING)
            sentence.append(token)
        if sentence:
            sentences.append(sentence)
    return sentences


def _write(bundle: Bundle, settings: Settings) -> Export:
    losses = Losses()
    return Export(data="".join(_stream([bundle], settings, losses)), losses=losses)


def _stream(bundles: Iterable[Bundle], settings: Settings, losses: Losses) -> Iterator[str]:
    wide = settings["columns"] == "2003"
    for bundle in bundles:
        losses.merge(bundle.survey(_HOLDS))
        sentences = tokens(bundle)
        names = _names(bundle, [token for sentence in sentences for token in sentence], settings, losses)
        at = 0
        if wide:
            yield "-DOCSTART- -X- -X- O\n\n"
        for sentence in sentences:
            marks = scheme_marks(names[at : at + len(sentence)], settings["scheme"])
            at += len(sentence)
            for (start, end), mark in zip(sentence, marks, strict=True):
                form = bundle.document.text[start:end]
                yield f"{form} -X- _ {mark}\n" if wide else f"{form}\t{mark}\n"
            yield "\n"


def _names(
    bundle: Bundle, all_tokens: Sequence[Token], settings: Settings, losses: Losses
) -> list[tuple[str, int] | None]:
    """For each token its label, and the number of the stretch that gave it."""
    names: list[tuple[str, int] | None] = [None] * len(all_tokens)
    ordered = sorted(labels(bundle, what=settings["labels"]), key=lambda label: label.start - label.end)
    for number, label in enumerate(ordered):
        inside = _inside(all_tokens, label)
        if not inside:
            losses.add("label on no token")
            continue
        if all_tokens[inside[0]][0] != label.start or all_tokens[inside[-1]][1] != label.end:
            losses.add("span widened to the edges of its tokens")
        if any(names[index] for index in inside):
            losses.add("label on a token that has one")
            continue
        for index in inside:
            names[index] = (re.sub(r"\s+", "_", label.label), number)
    return names


def _inside(all_tokens: Sequence[Token], label: Label) -> range:
    from bisect import bisect_left, bisect_right

    first = bisect_right(all_tokens, label.start, key=lambda token: token[1])
    last = bisect_left(all_tokens, label.end, key=lambda token: token[0])
    return range(first, last)


def scheme_marks(names: Sequence[tuple[str, int] | None], scheme: str) -> list[str]:
    """The column of labels of one sentence: `iob1`, `iob2` (BIO) or `bilou`."""
    marks: list[str] = []
    for index, name in enumerate(names):
        if name is None:
            marks.append("O")
            continue
        before = names[index - 1] if index else None
        after = names[index + 1] if index + 1 < len(names) else None
        begins, ends = before != name, after != name
        if scheme == "bilou":
            prefix = "U" if begins and ends else "B" if begins else "L" if ends else "I"
        elif scheme == "iob1":
            prefix = "B" if begins and before is not None and before[0] == name[0] else "I"
        else:
            prefix = "B" if begins else "I"
        marks.append(f"{prefix}-{name[0]}")
    return marks


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    """Labels found by following the tokens through the document's text."""
    rows = list(_rows(text_of(data)))
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    at = 0
    for sentence in _sentences(rows):
        places: list[Token | None] = []
        for _, form, _ in sentence:
            found = document.text.find(form, at, at + 2000 + len(form))
            places.append((found, found + len(form)) if found >= 0 else None)
            at = found + len(form) if found >= 0 else at
        for name, first, last in _stretches([label for _, _, label in sentence]):
            where = f"line {sentence[first][0] + 1}"
            known = [place for place in places[first : last + 1] if place is not None]
            words = " ".join(form for _, form, _ in sentence[first : last + 1])
            whole = len(known) == last + 1 - first
            about = passage(document.text, known[0][0], known[-1][1]) if whole else Passage(exact=words)
            tags = () if name == PLAIN else (name,)
            drafts.append(
                Draft(key=digest(document.source, where, words, name), where=where, passages=(about,), tags=tags)
            )
    return Reading(drafts=tuple(drafts), skipped=tuple(skipped))


def _rows(text: str) -> Iterator[tuple[int, str, str]]:
    """Number, form and label of each line; an empty form for a line that parts sentences."""
    for number, line in enumerate(text.split("\n")):
        cells = line.split()
        if not cells or cells[0] == "-DOCSTART-":
            yield number, "", ""
            continue
        if len(cells) < 2 or not _LABEL.fullmatch(cells[-1]):
            raise FormatError(
                f"line {number + 1}: “{line[:40]}” is no token with a label",
                hint="Each line has a token, and last a label such as B-PER, I-PER or O.",
            )
        yield number, cells[0], cells[-1]


def _sentences(rows: Iterable[tuple[int, str, str]]) -> Iterator[list[tuple[int, str, str]]]:
    sentence: list[tuple[int, str, str]] = []
    for row in rows:
        if row[1]:
            sentence.append(row)
        elif sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _stretches(marks: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Label, first and last token of each stretch, whichever scheme it is written in."""
    start: int | None = None
    name = ""
    for index, mark in enumerate([*marks, "O"]):
        prefix, _, here = mark.partition("-")
        goes_on = start is not None and here == name and prefix in "ILEM"
        if start is not None and not goes_on:
            yield name, start, index - 1
            start = None
        if mark != "O" and not goes_on:
            start, name = index, here


def _sniff(head: bytes) -> bool:
    lines = [line.split() for line in head.decode("utf-8", "replace").split("\n")[:40] if line.strip()]
    return bool(lines) and all(
        cells[0] == "-DOCSTART-" or (len(cells) > 1 and _LABEL.fullmatch(cells[-1])) for cells in lines[:-1] or lines
    )


FORMAT = Format(
    name="conll",
    summary="CoNLL: a token and its label a line",
    suffixes=(".conll", ".bio", ".iob"),
    holds=_HOLDS,
    entities=True,
    options=(
        Option(
            name="scheme",
            summary="iob1: B- only between two alike; iob2 or bio: B- always; bilou: with ends and units",
            default="iob2",
            choices=("iob1", "iob2", "bio", "bilou"),
        ),
        Option(name="columns", summary="2003: four; 2: token and label", default="2003", choices=("2003", "2")),
        Option(name="labels", summary="what becomes a label", default="tags", choices=("tags", "entities")),
    ),
    write=_write,
    stream=_stream,
    parse=_parse,
    sniff=_sniff,
)
