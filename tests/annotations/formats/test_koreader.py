"""KOReader's exports, read."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import FormatError
from annotations.formats.koreader import FORMAT
from tests.annotations.formats.made import Page, briefly, taken_in

FOX = Page("Ana 🦊 met Bo in Paris.\n\nThey went\non together.")
BOOK = {
    "title": "Fox",
    "author": "Mira Oy",
    "created_on": 1767603900,
    "version": "json/1.0.0",
    "number_of_pages": 1,
    "entries": [
        {
            "sort": "highlight",
            "page": 1,
            "time": 1767603600,
            "chapter": "One",
            "text": "Paris",
            "note": "check the map",
            "drawer": "lighten",
            "color": "olive",
        },
        {
            "sort": "highlight",
            "page": 2,
            "time": 1767603601,
            "text": "went on together",
            "drawer": "invert",
            "color": "gray",
        },
        {"sort": "bookmark", "page": 3, "time": 1767603602},
    ],
}
MARKDOWN = """# Fox
##### Mira Oy

## One
### Page 1 @ 05 January 2026 09:00:00 AM
*Paris*

---
check the map
## this is still the note

[View in book](<file:///mnt/books/fox.epub?pos=/body/DocFragment[2]/text().0>)
### Page 2 @ 05 January 2026 09:00:01 PM
**went
on together**


_Generated at: 2026-01-05_"""


def test_a_book_in_json() -> None:
    done = taken_in(FORMAT, json.dumps(BOOK).encode(), FOX)
    paris, together = done.notes
    assert (paris.comment, paris.color, paris.created) == (
        "check the map",
        "green",
        datetime(2026, 1, 5, 9, tzinfo=UTC),
    )
    assert [(span.start, span.exact) for span in paris.spans] == [(16, "Paris")]
    assert (together.spans[0].exact, together.color) == ("went\non together", "grey")
    assert [(skip.where, skip.why) for skip in done.report.skipped] == [
        ("entries[2]", "it is a bookmark without words")
    ]


def test_several_books_in_json_give_the_one_at_hand() -> None:
    other = {**BOOK, "title": "Other"}
    done = taken_in(FORMAT, json.dumps({"documents": [other, BOOK], "version": "json/1.0.0"}).encode(), FOX)
    assert done.report.added == 2
    assert [skip.where for skip in done.report.skipped] == [
        "documents[0].entries[0]",
        "documents[0].entries[1]",
        "documents[0].entries[2]",
        "documents[1].entries[2]",
    ]
    assert "“Other”" in done.report.skipped[0].why


def test_markdown() -> None:
    done = taken_in(FORMAT, MARKDOWN.encode(), FOX)
    paris, together = done.notes
    assert (paris.spans[0].exact, paris.comment) == ("Paris", "check the map\n## this is still the note")
    assert (together.spans[0].start, together.comment, together.created.hour) == (FOX.text.index("went"), "", 21)


def test_both_exports_of_one_book_give_the_same_notes_once() -> None:
    first = taken_in(FORMAT, json.dumps(BOOK).encode(), FOX)
    again = taken_in(FORMAT, MARKDOWN.replace("went\non", "went on").encode(), FOX, first.notes)
    assert (again.report.added, again.report.known) == (0, 2)


@pytest.mark.parametrize("style", ["{}", "**{}**", "**_{}_**", "=={}==", "++{}++", "~~{}~~", "<u>{}</u>", "*{}*"])
def test_however_the_person_has_highlights_styled(style: str) -> None:
    data = f"# Fox\n##### N/A\n\n### Page 1 @ 1 May 2026 09:00:00 AM\n{style.format('Paris')}\n".encode()
    assert taken_in(FORMAT, data, FOX).notes[0].spans[0].exact == "Paris"


@pytest.mark.parametrize("data", [b"# Only a title\n", b"", b"{}", b"[1]", b'{"x": 1}'])
def test_what_is_no_koreader_export_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="no KOReader file"):
        FORMAT.read(data, FOX)


@briefly
@given(st.lists(st.sampled_from(MARKDOWN.split("\n")) | st.text(max_size=10)).map("\n".join))
def test_any_markdown_is_read_or_refused(text: str) -> None:
    try:
        reading = FORMAT.read(text.encode(errors="replace"), FOX)
    except FormatError:
        return
    assert all(draft.where.startswith("line ") for draft in reading.drafts)
