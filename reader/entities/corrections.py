"""What a person put right in the entity sidebar, applied to what an engine found. Pure.

A correction names its entity as it was recognised, `person:Dina Boluarte`. When a better engine, or a newer text,
gives that entity another name or kind, the correction finds it again by its words; when it is gone, the correction
waits and changes nothing. Corrections are applied in the order they were made in, whatever order they are given in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from annotations.ids import new_id
from annotations.model import CorrectionAction, EntityCorrection, Span
from reader.entities.aliases import display_name
from reader.entities.model import KINDS, Entity, EntityKind, Mention
from reader.entities.spelling import fold, surface

Locate = Callable[[Span], tuple[int, int] | None]
"""Where a span stands in today's text; None when it is gone."""


def corrected(
    entities: Iterable[Entity], corrections: Iterable[EntityCorrection], text: str, *, locate: Locate | None = None
) -> list[Entity]:
    """The entities as this person sees them, in order of first mention.

    Args:
        entities: As an engine found them in `text`.
        corrections: Of one person, in any order; deleted ones and those whose entity is gone count for nothing.
        text: The document's canonical text.
        locate: Finds the spans of what was added; without it a span is looked for by its words, nearest to its place.
    """
    sheet = _Sheet(entities, text, locate or (lambda span: where(span, text)))
    for correction in sorted(corrections, key=lambda one: (one.created, one.id)):
        if correction.deleted is None:
            sheet.apply(correction)
    return sheet.entities()


def where(span: Span, text: str) -> tuple[int, int] | None:
    """The place in `text` that has the span's words, nearest to where they stood; None when there is none."""
    place = span.latest or span
    length = len(span.exact)
    if not length:
        return None
    if text.startswith(span.exact, place.start):
        return place.start, place.start + length
    starts = [match.start() for match in re.finditer(re.escape(span.exact), text)]
    if not starts:
        return None
    nearest = min(starts, key=lambda start: abs(start - place.start))
    return nearest, nearest + length


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Every place where `words` stand as whole words, with a possessive behind them or not; what `add` is offered."""
    if not words.strip():
        return []
    pattern = r"(?<!\w)" + r"\s+".join(re.escape(word) for word in words.split()) + r"(?!\w)"
    return [match.span() for match in re.finditer(pattern, text)]


@dataclass(slots=True)
class _Row:
    """One entity while corrections are applied."""

    entity: Entity
    mentions: list[Mention]
    renamed: bool = False
    forms: list[str] = field(default_factory=list)
    """Names it had before it was renamed, by which a later correction may still call it."""

    def called(self, wanted: str) -> bool:
        """Whether it has, or had, a name that folds to `wanted`."""
        names = {self.entity.name, *self.entity.aliases, *self.forms, *(surface(one.text) for one in self.mentions)}
        return any(fold(name) == wanted for name in names)


class _Sheet:
    """The entities while corrections are applied, one after the other."""

    def __init__(self, entities: Iterable[Entity], text: str, locate: Locate) -> None:
        self._rows = [_Row(entity, list(entity.mentions)) for entity in entities]
        self._by_id = {row.entity.id: row for row in self._rows}
        self._text = text
        self._locate = locate

    def apply(self, correction: EntityCorrection) -> None:
        act = cast(Callable[[EntityCorrection], None], getattr(self, f"_{correction.action}", self._nothing))
        act(correction)

    def entities(self) -> list[Entity]:
        result = []
        for row in self._rows:
            if not row.mentions:
                continue
            if tuple(row.mentions) == row.entity.mentions and not row.renamed:
                result.append(row.entity)
                continue
            mentions = tuple(sorted(row.mentions, key=lambda one: one.start))
            forms = list(dict.fromkeys(surface(one.text) for one in mentions))
            name = row.entity.name
            if not row.renamed and name not in forms:
                # Its own name went with a split or an added mention: it is called by what is left.
                name = display_name([surface(one.text) for one in mentions])
            aliases = tuple(form for form in forms if form != name)
            result.append(replace(row.entity, name=name, aliases=aliases, mentions=mentions))
        return sorted(result, key=lambda one: (one.mentions[0].start, one.id))

    def _find(self, reference: str) -> _Row | None:
        """The entity of that id; else the one of that kind and name; else the one of that name."""
        row = self._by_id.get(reference)
        if row is not None:
            return row
        kind, _, name = reference.partition(":")
        wanted = fold(re.sub(r"#\d+$", "", name))
        if not wanted:
            return None
        matches = [row for row in self._rows if row.mentions and row.called(wanted)]
        return max(
            matches,
            key=lambda row: (row.entity.kind == kind, fold(row.entity.name) == wanted, len(row.mentions)),
            default=None,
        )

    def _nothing(self, correction: EntityCorrection) -> None:
        """An action of a later version of postil: it is kept in the file and does nothing here."""

    def _rename(self, correction: EntityCorrection) -> None:
        row = self._find(correction.entity)
        name = " ".join(correction.value.split())
        if row is not None and name:
            row.forms.append(row.entity.name)
            row.entity = replace(row.entity, name=name)
            row.renamed = True

    def _kind(self, correction: EntityCorrection) -> None:
        row = self._find(correction.entity)
        if row is not None and correction.value in KINDS:
            kind = correction.value
            row.entity = replace(row.entity, kind=kind, date=row.entity.date if kind == "date" else None)

    def _link(self, correction: EntityCorrection) -> None:
        row = self._find(correction.entity)
        if row is not None:
            row.entity = replace(row.entity, url=correction.value)

    def _merge(self, correction: EntityCorrection) -> None:
        row, into = self._find(correction.entity), self._find(correction.value)
        if row is None or into is None or row is into:
            return
        into.mentions.extend(row.mentions)
        into.forms.extend((row.entity.name, *row.forms))
        row.mentions = []
        # Whatever is said of the one from now on is said of the other.
        for identity, known in self._by_id.items():
            if known is row:
                self._by_id[identity] = into

    def _split(self, correction: EntityCorrection) -> None:
        row = self._find(correction.entity)
        wanted = fold(correction.value)
        if row is None or not wanted:
            return
        leaving = [one for one in row.mentions if fold(one.text) == wanted]
        if not leaving or len(leaving) == len(row.mentions):
            return
        row.mentions = [one for one in row.mentions if one not in leaving]
        self._open(
            f"{row.entity.kind}:{surface(correction.value)}", row.entity.kind, surface(correction.value), leaving
        )

    def _dismiss(self, correction: EntityCorrection) -> None:
        row = self._find(correction.entity)
        if row is not None:
            row.mentions = []

    def _add(self, correction: EntityCorrection) -> None:
        kind, _, name = correction.entity.partition(":")
        if kind not in KINDS or not name:
            return
        added: list[Mention] = []
        for start, end in sorted({place for span in correction.spans if (place := self._locate(span)) is not None}):
            if not added or start >= added[-1].end:
                added.append(Mention(start=start, end=end, text=self._text[start:end]))
        if not added:
            return
        # What the person marked goes before what the engine saw there.
        starts = [one.start for one in added]
        for row in self._rows:
            row.mentions = [one for one in row.mentions if not _touches(one, added, starts)]
        known = self._by_id.get(correction.entity)
        if known is None:
            self._open(correction.entity, kind, name, added, renamed=True)
        else:
            known.mentions.extend(added)

    def _open(
        self, identity: str, kind: EntityKind, name: str, mentions: list[Mention], *, renamed: bool = False
    ) -> None:
        number, free = 1, identity
        while free in self._by_id:
            number += 1
            free = f"{identity}#{number}"
        row = _Row(Entity(id=free, name=name, kind=kind), mentions, renamed)
        self._rows.append(row)
        self._by_id[free] = row


def _touches(one: Mention, others: Sequence[Mention], starts: Sequence[int]) -> bool:
    """Whether a mention shares a letter with one of `others`, which are in order and begin at `starts`."""
    at = bisect_left(starts, one.end)
    return at > 0 and others[at - 1].end > one.start


def _made(
    action: CorrectionAction, entity: str, now: datetime, value: str = "", spans: Sequence[Span] = ()
) -> EntityCorrection:
    return EntityCorrection(
        id=new_id(), action=action, entity=entity, value=value, spans=tuple(spans), created=now, modified=now
    )


def rename(entity: Entity, name: str, *, now: datetime) -> EntityCorrection:
    """Call it something else. `now` is aware and in UTC, here and below."""
    return _made("rename", entity.id, now, name)


def change_kind(entity: Entity, kind: EntityKind, *, now: datetime) -> EntityCorrection:
    """Move it to another group."""
    return _made("kind", entity.id, now, kind)


def merge(entity: Entity, into: Entity, *, now: datetime) -> EntityCorrection:
    """Make it one with another, which keeps its name and kind."""
    return _made("merge", entity.id, now, into.id)


def split(entity: Entity, alias: str, *, now: datetime) -> EntityCorrection:
    """Let the mentions of one alias leave it and be an entity of their own."""
    return _made("split", entity.id, now, alias)


def dismiss(entity: Entity, *, now: datetime) -> EntityCorrection:
    """It is no entity: hide it and its mentions."""
    return _made("dismiss", entity.id, now)


def link(entity: Entity, url: str, *, now: datetime) -> EntityCorrection:
    """Say which thing in the world it is, by an address; an empty one takes the link away."""
    return _made("link", entity.id, now, url)


def is_web(address: str) -> bool:
    """Whether a link may be opened: notes may come from anyone, and only web pages are handed to the system."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and address.isprintable() and " " not in address


def add(kind: EntityKind, name: str, spans: Sequence[Span], *, now: datetime) -> EntityCorrection:
    """Make an entity of marked passages, or add them to the entity of that kind and name."""
    return _made("add", f"{kind}:{name}", now, spans=spans)


def taken_back(correction: EntityCorrection, *, now: datetime) -> EntityCorrection:
    """The correction as a tombstone: to dismiss and take it back leaves everything as it was."""
    return replace(correction, deleted=now, modified=now)


def given_again(correction: EntityCorrection, *, now: datetime) -> EntityCorrection:
    """The inverse of `taken_back`."""
    return replace(correction, deleted=None, modified=now)


def adopted(
    theirs: Iterable[EntityCorrection], mine: Iterable[EntityCorrection], *, now: datetime
) -> list[EntityCorrection]:
    """Another person's corrections as one's own, in the order they were made, without those one has made oneself.

    They get ids of their own and `now` as their time, so that they come after what one has already put right.
    """
    have = {_content(one) for one in mine if one.deleted is None}
    copies = []
    for one in sorted(theirs, key=lambda one: (one.created, one.id)):
        if one.deleted is None and _content(one) not in have:
            have.add(_content(one))
            copies.append(replace(one, id=new_id(), created=now, modified=now))
    return copies


def _content(one: EntityCorrection) -> tuple[str, str, str, tuple[tuple[int, str], ...]]:
    return one.action, one.entity, one.value, tuple((span.start, span.exact) for span in one.spans)
