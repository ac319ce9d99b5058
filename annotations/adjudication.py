"""Where annotators of one document disagree, and what was decided. Pure; offsets are code points of canonical text.

Decisions are notes of their own, by the annotator `adjudicated`, in a file of their own; each says from which notes
it was made and who decided. The notes that were decided on stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from annotations.model import Annotation, Annotator

ADJUDICATED = Annotator(id="adjudicated", name="Adjudicated")
_KEY = "adjudicated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A note with tags, where it stands today."""

    note: Annotation
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A stretch of text that annotators labelled differently."""

    start: int
    end: int
    sides: Mapping[str, tuple[Labelled, ...]]
    """Annotator -> what that person has there; empty for one who has nothing."""

    @property
    def notes(self) -> tuple[Annotation, ...]:
        """All notes that are decided on."""
        return tuple(one.note for side in self.sides.values() for one in side)


def agreed(labelled: Iterable[Labelled], people: Sequence[str]) -> tuple[Disagreement, ...]:
    """The stretches that all annotators labelled alike: the same spans with the same tags."""
    return tuple(one for one in _stretches(labelled, people) if _alike(one))


def disagreements(
    labelled: Iterable[Labelled], people: Sequence[str], decided: Iterable[Annotation] = ()
) -> tuple[Disagreement, ...]:
    """The stretches that annotators labelled differently and nobody has decided on yet, in document order.

    Args:
        labelled: Every annotator's notes with tags, where they stand today.
        people: The annotators to compare; one who labelled nothing counts too.
        decided: Notes of the adjudicated file, deleted ones included.
    """
    done = {source for note in decided if _holds(note) for source in sources(note)}
    return tuple(
        one for one in _stretches(labelled, people) if not _alike(one) and not {note.id for note in one.notes} <= done
    )


def accept(
    disagreement: Disagreement,
    chosen: Iterable[Annotation],
    *,
    by: str,
    now: datetime,
    new_id: Callable[[], str],
) -> tuple[Annotation, ...]:
    """The decision for some of the notes, one or several: copies of them, and a tombstone when none is chosen.

    To decide for something else, change a copy with `dataclasses.replace` before it is kept.

    Args:
        disagreement: What is decided on; every note in it counts as decided afterwards.
        chosen: Notes out of it.
        by: Id of the person who decides.
        now: When.
        new_id: Makes ids.
    """
    picked = list(chosen)
    basis = picked[:1] or list(disagreement.notes[:1])
    said = {_KEY: {"by": by, "from": [source.id for source in disagreement.notes]}}
    return tuple(
        replace(
            note,
            id=new_id(),
            annotator=ADJUDICATED.id,
            reply_to=None,
            created=now,
            modified=now,
            deleted=None if picked else now,
            variants=(),
            extra=said,
        )
        for note in picked or basis
    )


def sources(decision: Annotation) -> tuple[str, ...]:
    """Ids of the notes that a note of the adjudicated file was decided from."""
    said = decision.extra.get(_KEY)
    ids = said.get("from") if isinstance(said, Mapping) else None
    return tuple(one for one in ids if isinstance(one, str)) if isinstance(ids, list) else ()


def last_decision(decided: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """The notes of the decision made last; none when there is no decision.

    Args:
        decided: Notes of the adjudicated file, deleted ones included.
    """
    holding = [note for note in decided if _holds(note)]
    last = max(holding, key=lambda note: note.created, default=None)
    if last is None:
        return ()
    return tuple(note for note in holding if note.created == last.created and sources(note) == sources(last))


def taken_back(decision: Iterable[Annotation], *, now: datetime) -> tuple[Annotation, ...]:
    """The notes of a decision as they are when it is taken back: what it was about is open again."""
    return tuple(replace(note, deleted=now, modified=now) for note in decision)


def _holds(note: Annotation) -> bool:
    """Whether a note of the adjudicated file is a decision: one for nothing is made as a tombstone, and holds; one
    that was deleted afterwards was taken back."""
    return note.deleted is None or note.deleted == note.created


def _stretches(labelled: Iterable[Labelled], people: Sequence[str]) -> list[Disagreement]:
    """Labels that overlap, directly or through others, together."""
    wanted = [one for one in labelled if one.note.annotator in people and one.note.tags and one.note.deleted is None]
    stretches: list[list[Labelled]] = []
    reach = -1
    for one in sorted(wanted, key=lambda one: (one.start, one.end)):
        if stretches and one.start < reach:
            stretches[-1].append(one)
        else:
            stretches.append([one])
        reach = max(reach, one.end) if len(stretches[-1]) > 1 else one.end
    return [
        Disagreement(
            start=min(one.start for one in stretch),
            end=max(one.end for one in stretch),
            sides={who: tuple(one for one in stretch if one.note.annotator == who) for who in people},
        )
        for stretch in stretches
    ]


def _alike(disagreement: Disagreement) -> bool:
    said = [
        sorted((one.start, one.end, tuple(sorted(set(one.note.tags)))) for one in side)
        for side in disagreement.sides.values()
    ]
    return all(other == said[0] for other in said)
