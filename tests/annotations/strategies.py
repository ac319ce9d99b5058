"""Notes of every kind that a person, a program or a hostile hand could make, for the properties."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from annotations.ids import new_id
from annotations.model import (
    COLORS,
    Annotation,
    Annotator,
    DocumentRef,
    EntityCorrection,
    NotesFile,
    Place,
    Span,
    Variant,
)

AWKWARD = [
    *("yes", "No", "on", "OFF", "y", "n", "true", "Null", "~", "null", "=", "<<", ".nan", "-.inf", "0o17", "017"),
    *("1_000", "12:30", "1e3", "1.5", "0x1F", "2023-01-06", "2023-01-06T10:00:00Z", "-", "- a", "? a", ": a", "a: b"),
    *("a:", "a #b", "#b", "[a]", "{a: b}", "&a", "*a", "!a", "!!str a", "|", ">", "%a", "@a", "`a", "'a'", '"a"'),
    *("", " ", "  a", "a  ", "\ta", "a\t", "\n", "\n\n", "a\n", "a\n\n", "\na", " \na", "a\n ", "a\n  \nb", "\n a"),
    *("---", "...", "--- a", "a\n---\nb", "a\n...\n", "- id: x\n- id: y", "a\r\nb", "a\rb", "\x00", "\x07", "\x7f"),
    *("\x85", "a\x85b", "\u2028", "a\u2029b", "\ufeff", "\ufffe", "\uffff", "\xa0", "\xad", "\u200b", "\u202e"),
    *("\U0001f469\u200d\U0001f680", "e\u0301", "\u0645\u0631\u062d\u0628\u0627", "\u4f60\u597d", "\U0001fffe"),
    *("\\", "\\n", 'a\\"', "a\\", "'", '"', "a,b", "a, b", "http://x.org/#y", "C:\\x", "a|b", "|+", "a |+"),
]

characters = st.characters(exclude_categories=["Cs"])
words = st.sampled_from(AWKWARD) | st.text(characters, max_size=40) | st.text(" \n\t#:-'\"|>ab,[]{}\\", max_size=30)
lines = words | st.lists(words, max_size=4).map("\n".join)
keys = st.text("abcXY_-: 1", min_size=1, max_size=8)
scalars = st.none() | st.booleans() | st.integers(-(2**62), 2**62) | st.floats(allow_nan=False) | lines
own_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)
own_keys = st.dictionaries(keys.map(lambda key: f"own {key}"), own_values, max_size=2)
times = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda time: time.replace(tzinfo=UTC))  # noqa: DTZ001
fingerprints = st.text("0123456789abcdef", min_size=64, max_size=64)
tags = (
    words.map(lambda tag: tag.replace("\n", " ").strip().removeprefix("#").strip())
    .filter(lambda tag: bool(tag) and not tag.startswith("#"))
    .filter(lambda tag: tag == tag.strip())
)


@st.composite
def bounds(draw: st.DrawFn) -> dict[str, int]:
    start = draw(st.integers(0, 10**7))
    return {"start": start, "end": start + draw(st.integers(0, 500))}


places = st.builds(
    lambda at, **rest: Place(**at, **rest),
    at=bounds(),
    fingerprint=fingerprints,
    status=st.sampled_from(["exact", "moved", "changed", "ambiguous", "orphan"]),
    confidence=st.floats(0, 1),
)
spans = st.builds(
    lambda at, **rest: Span(**at, **rest),
    at=bounds(),
    exact=lines,
    prefix=words,
    suffix=words,
    fingerprint=st.none() | fingerprints,
    latest=st.none() | places,
    extra=own_keys,
)


variants = st.builds(
    Variant,
    modified=times,
    comment=st.none() | lines,
    color=st.none() | st.just("") | st.sampled_from(COLORS),
    tags=st.none() | st.lists(tags, max_size=2, unique=True).map(tuple),
    entity=st.none() | words,
    spans=st.none() | st.lists(spans, max_size=1).map(tuple),
)


def notes(**fixed: Any) -> st.SearchStrategy[Annotation]:
    parts: dict[str, Any] = {
        "id": st.builds(new_id),
        "spans": st.lists(spans, max_size=2).map(tuple),
        "color": st.none() | st.sampled_from(COLORS),
        "tags": st.lists(tags, max_size=3, unique=True).map(tuple),
        "comment": lines,
        "entity": st.none() | words.filter(bool),
        "reply_to": st.none() | st.builds(new_id),
        "annotator": st.just("ana"),
        "created": times,
        "modified": times,
        "deleted": st.none() | times,
        "variants": st.just(()) | st.lists(variants, min_size=1, max_size=2).map(tuple),
        "extra": own_keys,
    }
    return st.builds(Annotation, **{**parts, **fixed})


corrections = st.builds(
    EntityCorrection,
    id=st.builds(new_id),
    action=st.sampled_from(["rename", "kind", "merge", "split", "dismiss", "add", "link"]),
    entity=words.map(lambda name: f"person:{name}"),
    value=words,
    spans=st.lists(spans, max_size=1).map(tuple),
    created=times,
    modified=times,
    deleted=st.none() | times,
    extra=own_keys,
)
documents = st.builds(
    DocumentRef,
    title=words,
    source=words,
    fingerprint=st.just("") | fingerprints,
    length=st.integers(0, 10**8),
    loader=words,
    raw=st.just("") | fingerprints,
)


def notes_files(max_size: int = 4) -> st.SearchStrategy[NotesFile]:
    from annotations.codec import with_notes

    headers = st.builds(
        NotesFile,
        document=documents,
        annotator=st.builds(Annotator, id=st.just("ana"), name=words),
        landmarks=st.lists(st.tuples(st.integers(0, 10**6), lines), max_size=2).map(tuple),
        extra=own_keys,
    )
    return st.builds(
        with_notes,
        headers,
        st.lists(notes(), max_size=max_size),
        st.lists(corrections, max_size=2),
    )
