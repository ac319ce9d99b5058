"""The language for selections of notes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.placement import Placement
from annotations.model import Annotation, Span, Variant
from annotations.query import KEYS, QueryError, parse

NOTE = Annotation(
    id="0198c1b2-7a51-7c3e-8f1d-2b9f5a7c1e01",
    spans=(Span(exact="a national\nstrike", start=10, end=27),),
    color="red",
    tags=("claim/strong", "Peru"),
    comment="Who says so? See https://ex.org/a",
    entity="person:Dina Boluarte",
    annotator="ana",
    created=datetime(2026, 1, 5, 23, 30, tzinfo=UTC),
    modified=datetime(2026, 1, 5, 23, 30, tzinfo=UTC),
)
BARE = Annotation(id="0198ffff", reply_to=NOTE.id, annotator="bo", created=NOTE.created, modified=NOTE.created)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  ",
        "tag:claim",
        "tag:claim/strong",
        "tag:#peru",
        "tag:cl*",
        "tag:nope,peru",
        "-tag:draft",
        "-tag:clai",
        "by:ana",
        'by:"Ana  Ruiz"',
        "color:red",
        "colour:RED,blue",
        "status:exact",
        "-status:orphan",
        "after:2026-01-01",
        "after:2026",
        "after:2026-01-05T23:30",
        "before:2026-02",
        "after:2026-01-05 before:2026-01-06",
        "entity:boluarte",
        'entity:"person:dina boluarte"',
        "entity:person",
        "reply:no",
        "has:comment has:tag has:color has:entity has:passage -has:conflict",
        '"national strike"',
        "NATIONAL who peru",
        '-"general strike" "who says"',
        "quote:strike comment:says -comment:strike",
        'comment:"https://ex.org"',
        "id:0198C1b2",
        '"a national"strike',
    ],
)
def test_what_selects_the_note(query: str) -> None:
    assert parse(query).matches(NOTE, names={"ana": "Ana Ruiz"})


@pytest.mark.parametrize(
    "query",
    [
        "-tag:claim",
        "tag:strong",
        "tag:claim?strong",
        "tag:per",
        "by:an",
        "-by:ana",
        "color:none",
        "status:moved,changed",
        "after:2026-01-06",
        "before:2026-01-05T23:30",
        "entity:castillo",
        "reply:yes",
        "has:conflict",
        "tag:claim strikes",
        '"strike national"',
    ],
)
def test_what_does_not(query: str) -> None:
    assert not parse(query).matches(NOTE, names={"ana": "Ana Ruiz"})


def test_a_reply_is_found_by_the_note_it_answers() -> None:
    assert parse("reply:0198c1b2").matches(BARE)
    assert parse("reply:yes color:none -has:comment -entity:x").matches(BARE)
    assert not parse("status:exact").matches(BARE)


def test_an_entity_is_found_by_what_it_was_called_and_by_what_it_is_called_today() -> None:
    assert NOTE.entity is not None
    called = {NOTE.entity: "organisation:The Palace"}
    for query in (
        f'entity:"{NOTE.entity}"',
        "entity:palace",
        "entity:organisation",
        'entity:"organisation:the palace"',
    ):
        assert parse(query).matches(NOTE, called=called)
    assert not parse("entity:palace").matches(NOTE)
    assert not parse("entity:organisation").matches(BARE, called=called)


def test_status_is_todays_where_it_is_known() -> None:
    query = parse("status:orphan")
    assert query.needs_placements
    assert not parse("tag:status").needs_placements
    assert query.matches(NOTE, [Placement(status="orphan", confidence=0.0)])
    assert not query.matches(NOTE)


def test_a_conflict_is_asked_for() -> None:
    note = Annotation(id="1", created=NOTE.created, modified=NOTE.created, variants=(Variant(modified=NOTE.created),))
    assert parse("has:conflict").matches(note)


def test_days_begin_where_the_person_lives() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert parse("after:2026-01-06", zone=tokyo).matches(NOTE)
    assert not parse("after:2026-01-06").matches(NOTE)


@pytest.mark.parametrize(
    ("query", "column", "what", "remedy"),
    [
        ("tga:claim", 1, "no key “tga:”", "Did you mean tag:?"),
        ("by:ana https://ex.org", 8, "no key “https:”", '"https://ex.org"'),
        ("tag:", 5, "nothing stands after “tag:”", "claim finds claim/strong"),
        ("x tag: y", 7, "nothing stands after “tag:”", ""),
        ("-", 2, "nothing stands after “-”", "-tag:draft"),
        ("- tag:x", 2, "nothing stands after “-”", ""),
        (":x", 1, "a colon", "tag:"),
        ('by:ana "open', 8, "never closed", ""),
        ('tag:"open', 5, "never closed", ""),
        ('""', 1, "no words", ""),
        ("tag:a,", 6, "a comma", "tag:one,two"),
        ("tag:,a", 5, "a comma", ""),
        ("color:redd", 7, "“redd” is nothing that color: knows", "Did you mean color:red?"),
        ("status:lost", 8, "“lost”", "orphan"),
        ("has:wings", 5, "“wings”", "comment"),
        ("after:yesterday", 7, "“yesterday” is no date", "after:2026-01-31"),
        ("before:2026-02-30", 8, "is no date", ""),
        ("after:2026,2027", 7, "one date", ""),
    ],
)
def test_errors_say_where_and_what_to_write(query: str, column: int, what: str, remedy: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.position == column - 1
    assert f"column {column}: " in str(caught.value)
    assert what in str(caught.value)
    assert remedy in caught.value.hint


@given(st.text(st.sampled_from('tagby:-",* \n#xé🦊:') | st.characters(codec="utf-8"), max_size=30))
def test_whatever_is_typed_is_a_query_or_a_named_error(text: str) -> None:
    error: QueryError | None = None
    try:
        query = parse(text)
    except QueryError as caught:
        error = caught
    if error is None:
        assert query.matches(NOTE) in (True, False)
    else:
        assert 0 <= error.position <= len(text)
        assert error.hint


@given(st.text(st.characters(codec="utf-8", exclude_characters='"'), min_size=1).filter(str.strip))
def test_quoted_words_are_found_in_a_comment(words: str) -> None:
    note = Annotation(id="1", comment=f"before {words} after", created=NOTE.created, modified=NOTE.created)
    assert parse(f'"{words}"').matches(note)
    assert parse(f'comment:"{words}"').matches(note)
    assert not parse(f'-"{words}"').matches(note)


def test_every_key_is_explained() -> None:
    assert all(KEYS.values())
