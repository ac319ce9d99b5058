"""How far annotators of one document agree: per tag and overall, by character, by unit and by span. Pure.

By character, every code point is a unit and its value is whether it carries the tag (overall: which tags it carries).
By unit, the units are given, such as the document's paragraphs. Spans are compared as annotated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotations import coefficients, unitizing
from annotations.coefficients import Ratings
from annotations.unitizing import Continuum, Unit, Valued

Labels = Mapping[str, Sequence[Unit]]
"""Of one annotator: tag -> spans that carry it, in any order; they may overlap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Agreement on a set of units. None where a coefficient is not defined."""

    percent: float | None
    kappa: float | None
    """Cohen's; None unless there are exactly two annotators."""
    fleiss: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanScores:
    """Agreement on spans: the mean over all pairs of annotators. None where neither side has a span."""

    exact: float | None
    """F1 of spans that are the same to the character."""
    relaxed: float | None
    """F1 of spans that overlap a span of the other side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unitizing:
    """Krippendorff's alphas for unitizing (2016). Overall, the value of a stretch is the set of tags it carries."""

    u_alpha: float | None
    """Of what was marked, where it begins and ends, and how it was tagged; of a tag, as if there were no other."""
    u_alpha_binary: float | None = None
    """`|u`, of telling what is to be marked from what is not. None for a tag, of which `u_alpha` says it."""
    cu_alpha: float | None = None
    """`cu`, of the tags, where two annotators marked both. None for a tag."""
    ku_alpha: float | None = None
    """`(k)u`, of a tag among the others, where two annotators marked both. None overall."""
    covered: float | None = None
    """What `cu_alpha` is about, as a share of the text, or `ku_alpha`, as a share of what carries the tag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """All the figures, for one tag or overall."""

    by_character: Scores
    by_unit: Scores
    unitizing: Unitizing
    spans: SpanScores
    alpha_u: float | None
    """Krippendorff's alpha for unitizing as it was in 2004, for comparison with older work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Agreement of the annotators of one document."""

    annotators: tuple[str, ...]
    overall: Agreement
    tags: Mapping[str, Agreement]


def agreement(annotators: Mapping[str, Labels], length: int, units: Sequence[Unit]) -> Report:
    """Compare what annotators labelled.

    Args:
        annotators: Annotator id -> what that person labelled, with spans on `[0, length)`.
        length: Code points of the text.
        units: The units for agreement by unit, as the document's blocks; they do not overlap.

    Raises: ValueError, if there are fewer than two annotators.
    """
    if len(annotators) < 2:
        raise ValueError("agreement takes two annotators or more")
    people = list(annotators.values())
    tags = sorted({tag for labels in people for tag in labels})
    united = [{tag: _union(labels.get(tag, ())) for tag in tags} for labels in people]
    disagreements = {
        tag: unitizing.unitizing_disagreement([labels[tag] for labels in united], length) for tag in tags
    }
    continuum = Continuum([_valued(labels) for labels in united], length) if length else None
    by_tag = {
        tag: Agreement(
            by_character=_scores(_by_character([{tag: labels[tag]} for labels in united], length)),
            by_unit=_scores(_by_unit([{tag: labels[tag]} for labels in united], units)),
            unitizing=_unitizing_of(tag, united, continuum, length),
            spans=_span_scores([{tag: labels.get(tag, ())} for labels in people]),
            alpha_u=unitizing.alpha_u([disagreements[tag]]),
        )
        for tag in tags
    }
    overall = Agreement(
        by_character=_scores(_by_character(united, length)),
        by_unit=_scores(_by_unit(united, units)),
        unitizing=_unitizing(continuum),
        spans=_span_scores(people),
        alpha_u=unitizing.alpha_u(disagreements.values()),
    )
    return Report(annotators=tuple(annotators), overall=overall, tags=by_tag)


def _union(spans: Sequence[Unit]) -> list[Unit]:
    """The spans with overlapping ones made one; spans that only touch stay two."""
    out: list[Unit] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        elif end > start:
            out.append((start, end))
    return out


def _unitizing(continuum: Continuum | None) -> Unitizing:
    if continuum is None:
        return Unitizing(u_alpha=None)
    found = continuum.u_alphas()
    return Unitizing(u_alpha=found.u, u_alpha_binary=found.binary, cu_alpha=found.cu, covered=found.covered)


def _unitizing_of(tag: str, people: Sequence[Labels], continuum: Continuum | None, length: int) -> Unitizing:
    if continuum is None:
        return Unitizing(u_alpha=None)
    alone = Continuum([_valued({tag: labels[tag]}) for labels in people], length)
    among_others, covered = continuum.ku_alpha(lambda tags: isinstance(tags, frozenset) and tag in tags)
    return Unitizing(u_alpha=alone.u_alphas().u, ku_alpha=among_others, covered=covered)


def _valued(labels: Labels) -> list[Valued]:
    """One annotator's units, none overlapping: cut where any span begins or ends; the value is the set of tags."""
    changes: dict[int, list[tuple[bool, str]]] = {}
    for tag, spans in labels.items():
        for start, end in spans:
            changes.setdefault(start, []).append((True, tag))
            changes.setdefault(end, []).append((False, tag))
    carried: set[str] = set()
    units: list[Valued] = []
    since = 0
    for offset in sorted(changes):
        if carried:
            units.append((since, offset, frozenset(carried)))
        # What ends here is taken away first: a span of the same tag may begin.
        for begins, tag in sorted(changes[offset]):
            (carried.add if begins else carried.discard)(tag)
        since = offset
    return units


def _scores(ratings: Ratings) -> Scores:
    two = all(len(values) == 2 for values, _ in ratings)
    return Scores(
        percent=coefficients.percent(ratings),
        kappa=coefficients.cohen_kappa(ratings) if two else None,
        fleiss=coefficients.fleiss_kappa(ratings),
        alpha=coefficients.alpha(ratings),
    )


def _by_character(people: Sequence[Labels], length: int) -> Ratings:
    """One unit for each stretch in which nobody's labels change, weighted with its length."""
    changes: dict[int, list[tuple[int, str, bool]]] = {0: [], length: []}
    for who, labels in enumerate(people):
        for tag, spans in labels.items():
            for start, end in spans:
                changes.setdefault(start, []).append((who, tag, True))
                changes.setdefault(end, []).append((who, tag, False))
    carried: list[set[str]] = [set() for _ in people]
    ratings: list[tuple[list[frozenset[str]], float]] = []
    offsets = sorted(changes)
    for offset, following in zip(offsets, [*offsets[1:], length], strict=True):
        # A span that ends where another of the same tag begins must not take the tag away again.
        for who, tag, begins in sorted(changes[offset], key=lambda change: change[2]):
            if begins:
                carried[who].add(tag)
            else:
                carried[who].discard(tag)
        if following > offset:
            ratings.append(([frozenset(tags) for tags in carried], following - offset))
    return ratings


def _by_unit(people: Sequence[Labels], units: Sequence[Unit]) -> Ratings:
    """For each unit the tags that touch it."""

    def touching(labels: Labels, unit: Unit) -> frozenset[str]:
        start, end = unit
        return frozenset(tag for tag, spans in labels.items() if any(s < end and e > start for s, e in spans))

    return [([touching(labels, unit) for labels in people], 1) for unit in units]


def _span_scores(people: Sequence[Labels]) -> SpanScores:
    exact: list[float] = []
    relaxed: list[float] = []
    for i, ours in enumerate(people):
        for theirs in people[i + 1 :]:
            one = {(tag, span) for tag, spans in ours.items() for span in spans}
            other = {(tag, span) for tag, spans in theirs.items() for span in spans}
            if not one and not other:
                continue
            total = len(one) + len(other)
            exact.append(2 * len(one & other) / total)
            relaxed.append((_overlapped(one, other) + _overlapped(other, one)) / total)
    return SpanScores(
        exact=sum(exact) / len(exact) if exact else None,
        relaxed=sum(relaxed) / len(relaxed) if relaxed else None,
    )


def _overlapped(spans: set[tuple[str, Unit]], others: set[tuple[str, Unit]]) -> int:
    def meets(tag: str, span: Unit) -> bool:
        return any(tag == t and s < span[1] and e > span[0] for t, (s, e) in others)

    return sum(meets(tag, span) for tag, span in spans)
