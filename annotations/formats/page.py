"""What the HTML page shows of one document: rows of text with the notes that begin there, filters, the index.

Everything is escaped here or by the template. Offsets count code points of canonical text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from markupsafe import Markup

from annotations.formats import times
from annotations.formats.bundle import Bundle, Placed
from annotations.formats.check import Cutter
from annotations.formats.comments import shown
from annotations.formats.pieces import Stretch, Stretches
from annotations.model import Annotation, DocumentLike

KINDS: Mapping[str, str] = {
    "person": "People",
    "organisation": "Organisations",
    "place": "Places",
    "date": "Dates",
    "event": "Events",
    "work": "Works",
    "other": "Others",
}
_ELEMENTS: Mapping[str, str] = {"quote": "blockquote", "code": "pre", "table": "pre"}
_CLASSED = frozenset({"byline", "dateline", "caption", "footnote", "signature"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Block:
    kind: str
    start: int
    end: int
    level: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Layer:
    """What a stretch of text is shown as: a mark, or the mention of an entity."""

    element: str
    classes: str
    anchor: str = ""
    """Id of its first piece, where links lead to it."""


class Page:
    """One document and its notes, as the template asks for them."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        tops = _tops(bundle)
        self._people = Counter(note.annotator for note in tops)
        self._tags = Counter(tag for note in tops for tag in note.tags)
        self._person_index = {person: index for index, person in enumerate(sorted(self._people))}
        self._tag_index = {tag: index for index, tag in enumerate(sorted(self._tags))}
        self._placed = {note.id: bundle.placed(note) for note in tops}
        _check(bundle, self._placed)
        standing = [note for note in tops if self._placed[note.id]]
        standing.sort(key=self._order)
        whole = [note for note in tops if not note.spans]
        self.lost = [note for note in tops if note.spans and not self._placed[note.id]]
        shown_order = [*whole, *standing, *self.lost]
        threads = {note.id: list(_descendants(note, bundle.replies)) for note in shown_order}
        everyone = [one for note in shown_order for one in (note, *threads[note.id])]
        self._numbers = {note.id: number for number, note in enumerate(everyone, 1)}
        self._threads = threads
        self.blocks = list(_blocks(bundle.document))
        self._home: defaultdict[int, list[Annotation]] = defaultdict(list)
        ends = [block.end for block in self.blocks]
        for note in standing:
            at = bisect_right(ends, self._placed[note.id][0].start)
            self._home[min(at, len(self.blocks) - 1)].append(note)
        self._home[0] = [*whole, *self._home[0]]
        self._stretches = Stretches([*self._marks(standing), *self._mentions()])

    def values(self) -> Values:
        """All that the template names, but for style and policy."""
        document = self.bundle.document
        rows = list(self._rows())
        language = getattr(document, "language", "")
        return {
            "document": {
                "title": document.title,
                "byline": document.byline,
                "date": document.date,
                "source": document.source,
                "url": document.source if re.match(r"https?://", document.source) else "",
                "language": language if _LANGUAGE.fullmatch(language) else "",
                "has_title": any(block.kind == "title" for block in self.blocks),
            },
            "count": len(self.bundle.notes),
            "people": [
                {"name": self.bundle.name(person) or "nobody", "count": self._people[person]}
                for person in self._person_index
            ],
            "tags": [{"name": tag, "count": self._tags[tag]} for tag in self._tag_index],
            "entities": self._index(),
            "rows": rows,
            "lost": [self._note(note, quotes=True) for note in self.lost],
            "made": times.written(self.bundle.made),
        }

    def _order(self, note: Annotation) -> tuple[int, int, str, str]:
        first = self._placed[note.id][0]
        return first.start, -first.end, times.written(note.created), note.id

    def _marks(self, notes: Sequence[Annotation]) -> Iterator[Stretch[_Layer]]:
        for note in notes:
            layer = _Layer("mark", self._classes(note))
            for place in self._placed[note.id]:
                yield Stretch(place.start, place.end, layer)

    def _mentions(self) -> Iterator[Stretch[_Layer]]:
        length = len(self.bundle.document.text)
        for number, entity in enumerate(self.bundle.entities):
            for index, mention in enumerate(entity.mentions):
                if 0 <= mention.start < mention.end <= length:
                    yield Stretch(mention.start, mention.end, _Layer("span", "e", f"e{number}-{index}"))

    def _classes(self, note: Annotation) -> str:
        """Colour, person and tags, as the style sheet and the filters know them."""
        names = [f"c-{note.color or 'none'}", f"p{self._person_index[note.annotator]}"]
        return " ".join([*names, *(f"t{self._tag_index[tag]}" for tag in note.tags)])

    def _index(self) -> list[tuple[str, list[Values]]]:
        """Entities by kind, each with the places in the text that name it."""
        kinds: defaultdict[str, list[Values]] = defaultdict(list)
        for number, entity in enumerate(self.bundle.entities):
            links = [f"e{number}-{index}" for index in range(len(entity.mentions))]
            kinds[KINDS.get(entity.kind, KINDS["other"])].append({"name": entity.name, "links": links})
        for members in kinds.values():
            members.sort(key=lambda member: str(member["name"]).casefold())
        return [(kind, kinds[kind]) for kind in KINDS.values() if kind in kinds]

    def _rows(self) -> Iterator[Values]:
        """The text with the notes beside it; the items of one list are one row. `place` is what `beside` tells."""
        at = 0
        while at < len(self.blocks):
            after = at + 1
            if self.blocks[at].kind == "item":
                while after < len(self.blocks) and self.blocks[after].kind == "item":
                    after += 1
            blocks = range(at, after)
            inside = Markup("").join(self._block(index) for index in blocks)
            text = Markup("<ul>{}</ul>").format(inside) if self.blocks[at].kind == "item" else inside
            notes = [self._note(note) for index in blocks for note in self._home.get(index, ())]
            yield {"text": text, "notes": notes, "place": f"g{at}" if notes else ""}
            at = after

    def _block(self, index: int) -> Markup:
        block = self.blocks[index]
        if block.kind == "rule":
            return Markup("<hr>")
        element, classes = _element(block, first=index == self._first_title())
        label = Markup('<span class="label">{}</span> ').format(block.label) if block.label else ""
        classed = Markup(' class="{}"').format(classes) if classes else ""
        text = self._marked(index)
        return Markup('<{0} dir="auto"{1}>{2}{3}</{0}>').format(element, classed, label, text)

    def _first_title(self) -> int:
        return next((index for index, block in enumerate(self.blocks) if block.kind == "title"), -1)

    def _marked(self, index: int) -> Markup:
        """The text of a block with its marks, each note's number behind its passage."""
        block = self.blocks[index]
        text = self.bundle.document.text
        numbers: defaultdict[int, list[Annotation]] = defaultdict(list)
        for note in self._home.get(index, ()):
            if self._placed[note.id]:
                end = self._placed[note.id][0].end
                numbers[max(block.start, min(end, block.end))].append(note)
        out = [self._number(note) for note in numbers.pop(block.start, ())]
        for piece in self._stretches.pieces(block.start, block.end):
            for mark in piece.marks:
                layer = mark.of
                anchor = f' id="{layer.anchor}"' if layer.anchor and mark.start == piece.start else ""
                out.append(f'<{layer.element} class="{layer.classes}"{anchor}>')
            out.append(escape(text[piece.start : piece.end], quote=False))
            out += [f"</{mark.of.element}>" for mark in reversed(piece.marks)]
            out += [self._number(note) for note in numbers.pop(piece.end, ())]
        return Markup("".join(out))  # noqa: S704 - classes, ids and elements are ours, the text is escaped above

    def _number(self, note: Annotation) -> str:
        number = self._numbers[note.id]
        who = escape(self.bundle.name(note.annotator))
        says = f"Note {number} by {who}" if who else f"Note {number}"
        return (
            f'<a class="ref {self._classes(note)}" id="m{number}" href="#n{number}" aria-label="{says}">{number}</a>'
        )

    def _note(self, note: Annotation, *, quotes: bool = False) -> Values:
        """A note, with its replies; `quotes`: its words are nowhere beside it."""
        spans = self.bundle.spans(note)
        several = len(spans) > 1 or quotes
        return {
            **self._said(note),
            "classes": self._classes(note),
            "placed": bool(self._placed[note.id]),
            "quotes": [placed.words if placed else span.exact for span, placed in spans] if several else [],
            "was": [span.exact for span, placed in spans if placed and placed.words != span.exact],
            "replies": [self._said(reply) for reply in self._threads[note.id]],
        }

    def _said(self, note: Annotation) -> Values:
        return {
            "number": self._numbers[note.id],
            "name": self.bundle.name(note.annotator) or "nobody",
            "created": times.written(note.created),
            "day": note.created.date().isoformat(),
            "comment": shown(note.comment) if note.comment else "",
            "tags": note.tags,
            "entity": (note.entity or "").partition(":")[2] or note.entity,
        }


def beside(rows: Sequence[Values]) -> str:
    """The rules that put notes beside their row, and let them reach down to the next row that has notes."""
    starts = [(number, row["place"]) for number, row in enumerate(rows, 1) if row["place"]]
    rules = [
        f".{place}{{grid-row:{start}/{end}}}" for (start, place), (end, _) in pairwise([*starts, (len(rows) + 1, "")])
    ]
    return "\n".join(rules) + "\n"


def _check(bundle: Bundle, placed: Mapping[str, Sequence[Placed]]) -> None:
    cutter = Cutter(bundle.document.text, "code point")
    for identity, places in placed.items():
        for place in places:
            cutter.verify(place.start, place.end, place.words, note=identity)


def _tops(bundle: Bundle) -> list[Annotation]:
    """The notes that threads begin with; of notes that answer each other the first."""
    ids = {note.id for note in bundle.notes}
    roots = [note for note in bundle.notes if note.reply_to is None or note.reply_to not in ids]
    reached = {one.id for root in roots for one in (root, *_descendants(root, bundle.replies))}
    for note in bundle.notes:
        if note.id not in reached:
            roots.append(note)
            reached.update(one.id for one in (note, *_descendants(note, bundle.replies)))
    return roots


def _descendants(note: Annotation, replies: Mapping[str, Sequence[Annotation]]) -> Iterator[Annotation]:
    """All replies to a note and to these, each behind the one it answers."""
    seen = {note.id}
    waiting = list(reversed(replies.get(note.id, ())))
    while waiting:
        reply = waiting.pop()
        if reply.id not in seen:
            seen.add(reply.id)
            yield reply
            waiting += reversed(replies.get(reply.id, ()))


def _blocks(document: DocumentLike) -> Iterator[_Block]:
    """The document's blocks in order, and as paragraphs what has text between them."""
    text = document.text
    at = 0
    for block in sorted(document.blocks, key=lambda block: block.start):
        if block.start < at or block.end > len(text):
            continue
        yield from _paragraphs(text, at, block.start)
        yield _Block(block.kind, block.start, block.end, block.level, str(getattr(block, "label", "")))
        at = block.end
    yield from _paragraphs(text, at, len(text))
    if not text.strip():
        yield _Block("paragraph", 0, len(text))


def _paragraphs(text: str, start: int, end: int) -> Iterator[_Block]:
    for match in re.finditer(r"\S(?:(?!\n\n).)*", text[start:end], re.DOTALL):
        yield _Block("paragraph", start + match.start(), start + match.end())


def _element(block: _Block, *, first: bool) -> tuple[str, str]:
    """The element that a block is shown as, and its class."""
    if block.kind == "title":
        return ("h1", "") if first else ("h2", "")
    if block.kind == "heading":
        return f"h{min(max(block.level, 1) + 1, 6)}", ""
    if block.kind == "item":
        return "li", f"l{min(block.level, 3)}" if block.level > 1 else ""
    return _ELEMENTS.get(block.kind, "p"), block.kind if block.kind in _CLASSED else ""
