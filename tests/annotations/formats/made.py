"""Documents and notes made for the tests of formats."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from unicodedata import normalize

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from annotations.anchoring.quote import quote_span
from annotations.formats.bundle import Bundle
from annotations.formats.format import Format
from annotations.formats.imports import Imported, settle
from annotations.formats.losses import Holding
from annotations.model import COLORS, Annotation, Annotator, BlockLike, DocumentLike, Span

briefly = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For properties of whole files: each example is many notes."""

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """A document of one text: enough for any format."""

    text: str
    title: str = "Fox"
    byline: str = "Mira Oy"
    date: str = "2026-01-05"
    source: str = "fox.txt"
    blocks: Sequence[BlockLike] = field(default_factory=tuple)

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


WORDS = (
    "Ana",
    "🦊",
    "met",
    "Bo",
    "é",
    "e\u0323\u0302",
    "👩\u200d👩\u200d👧",
    "שלום",
    "سلام",
    "कि",
    "“quoted”",
    '"',
    "'",
    "\n",
    "\n\n",
    "=1+1",
    "—",
)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """Documents with all that offsets trip over, in NFC; like canonical text they begin and end with something."""
    words = draw(st.lists(st.sampled_from(WORDS) | _LINE, min_size=4, max_size=30))
    return Page(normalize("NFC", f"x{' '.join(words)}."))


_LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")), max_size=8)
_LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")) | st.just("\n"), max_size=40
)
COMMENTS = (
    st.just("")
    | st.sampled_from(("- [ ] list", "=cmd()", ".dot", "#no tag", "a\n\nb", "```\n**x**\n```", "' quoted"))
    | _LINES.map(str.strip)
)
TAGS = st.lists(
    st.sampled_from(("claim", "claim/strong", "two words", "ö", "🦊", "=1", "a,b", '"q"'))
    | _LINE.map(lambda t: " ".join(t.split()).lstrip("#").strip()).filter(bool),
    max_size=3,
    unique=True,
).map(tuple)
_TIMES = st.integers(631_152_000, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
_IDS = st.uuids().map(str)


@st.composite
def notes(draw: st.DrawFn, page: Page) -> tuple[Annotation, ...]:
    """Notes with overlapping spans, several spans, none, replies, people, every colour."""
    made: list[Annotation] = []
    for identity in draw(st.lists(_IDS, max_size=6, unique=True)):
        created = draw(_TIMES)
        answers = bool(made) and draw(st.booleans())
        reply_to = draw(st.sampled_from([note.id for note in made])) if answers else None
        spans: tuple[Span, ...] = ()
        if reply_to is None:
            bounds = draw(
                st.lists(st.tuples(st.integers(0, len(page.text)), st.integers(0, len(page.text))), max_size=3)
            )
            spans = tuple(
                quote_span(page.text, min(pair), max(pair), fingerprint=page.fingerprint)
                for pair in bounds
                if page.text[min(pair) : max(pair)].strip()
            )
        made.append(
            Annotation(
                id=identity,
                spans=spans,
                color=draw(st.sampled_from((None, *COLORS))),
                tags=draw(TAGS),
                comment=draw(COMMENTS),
                entity=draw(st.sampled_from((None, "person:Dina Boluarte", "place:Łódź/“x”"))),
                reply_to=reply_to,
                annotator=draw(st.sampled_from(("ana", "bo.b"))),
                created=created,
                modified=created + draw(st.sampled_from((timedelta(0), timedelta(days=1)))),
            )
        )
    return tuple(made)


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    """One document and its notes."""
    page = draw(pages())
    people = {"ana": Annotator(id="ana", name="Ana Ruiz"), "bo.b": Annotator(id="bo.b")}
    return Bundle(document=page, notes=draw(notes(page)), annotators=people, made=NOW)


def there_and_back(format_: Format, bundle: Bundle, **chosen: str) -> Imported:
    """Export the notes, and import the file into a place that has none of them."""
    return taken_in(format_, written(format_, bundle, **chosen), bundle.document, (), **chosen)


def written(format_: Format, bundle: Bundle, **chosen: str) -> bytes:
    data = format_.export(bundle, chosen).data
    return data.encode() if isinstance(data, str) else data


def taken_in(
    format_: Format, data: bytes, document: DocumentLike, known: Collection[Annotation] = (), **chosen: str
) -> Imported:
    reading = format_.read(data, document, chosen)
    return settle(reading, format_name=format_.name, document=document, known=known, now=NOW, me="me")


def held(bundle: Bundle, holds: frozenset[Holding]) -> list[Annotation]:
    """The notes as a format must give them back that holds no more than it says."""
    kept = []
    for note in bundle.notes:
        if "whole document" not in holds and not note.spans and note.reply_to is None:
            continue
        if "reply" not in holds and note.reply_to is not None:
            continue
        spans = note.spans if "several spans" in holds else note.spans[:1]
        kept.append(
            replace(
                note,
                spans=spans,
                color=note.color if "color" in holds else None,
                tags=note.tags if "tags" in holds else (),
                comment=note.comment if "comment" in holds else "",
                entity=note.entity if "entity" in holds else None,
                annotator=note.annotator if "annotator" in holds else "me",
                created=note.created if "created" in holds else NOW,
                modified=note.modified if "modified" in holds else note.created if "created" in holds else NOW,
            )
        )
    return sorted(kept, key=lambda note: note.id)
