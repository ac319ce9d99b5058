"""Dates in running text: what is one, how far it reaches, and which day it is."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.documents.model import Block, Document
from reader.entities.dates import find_dates
from reader.entities.timeline import document_date, resolve
from reader.entities.wording import first_day


def dates_in(text: str, language: str = "en") -> list[str]:
    return [text[one.start : one.end] for one in find_dates(text, language)]


def resolved(text: str, today: str | None, language: str = "en") -> list[str | None]:
    day = date.fromisoformat(today) if today else None
    found = [resolve(one, text, day, language) for one in find_dates(text, language)]
    return [one.value if one else None for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Friday, January 6, 2023, they met.", ["Friday, January 6, 2023"]),
        ("It began on December 7 and ended in May 2019.", ["December 7", "May 2019"]),
        ("Signed 06.01.2023 and again 2023-01-09.", ["06.01.2023", "2023-01-09"]),
        ("from 4 to 6 January 2023", ["4 to 6 January 2023"]),
        ("from 30 December to 2 January", ["30 December", "2 January"]),
        ("from 30 December to 2 January 2023", ["30 December to 2 January 2023"]),
        ("in mid-February and post-2020, in May and June", ["February", "2020", "May", "June"]),
        ("The Sick Child (1886), by Michelena", ["1886"]),
        ("the season of 2019/20, the war of 1939-45", ["2019/20", "1939-45"]),
        ("throughout the 1990s and the late '80s", ["1990s", "'80s"]),
        ("on Sept. 11, 2001", ["Sept. 11, 2001"]),
        ("He left in 1789.", ["1789"]),
        ("The May figures were good, and so is the March report.", ["May", "March"]),
    ],
)
def test_a_date_reaches_as_far_as_its_words(text: str, expected: list[str]) -> None:
    assert dates_in(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May said no.",
        "You may go. They march on.",
        "The March on Rome, the March for Life, and the May government",
        "It cost $2000, or 2,023 euros.",
        "1500 elephants and 2000 people",
        "at 20.15 in room 2019.5",
        "version 1.2.3",
    ],
)
def test_what_only_looks_like_a_date_is_left_alone(text: str) -> None:
    assert dates_in(text) == []


def test_a_misspelt_month_is_known_by_its_frame() -> None:
    assert dates_in("Friday, Janaury 6, 2023") == ["Friday, Janaury 6, 2023"]
    assert resolved("Febuary 3, 2021; 4 Spetember 2020", None) == ["2021-02-03", "2020-09-04"]
    assert dates_in("Chapter 6, 2023") == ["2023"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "el miércoles 4 de enero de 2023, en los años 90", ["miércoles 4 de enero de 2023", "años 90"]),
        ("es", "desde el 2 hasta el 15 de mayo", ["2 hasta el 15 de mayo"]),
        ("fr", "du 2 jusqu'au 15 mai", ["2 jusqu'au 15 mai"]),
        ("de", "vom 2. bis zum 15. Mai", ["2. bis zum 15. Mai"]),
        ("fr", "le mercredi 4 janvier 2023, le 1er mai", ["mercredi 4 janvier 2023", "1er mai"]),
        ("de", "am Mittwoch, dem 4. Januar 2023, und am 6. Mai", ["Mittwoch, dem 4. Januar 2023", "6. Mai"]),
    ],
)
def test_other_languages_write_dates_their_own_way(language: str, text: str, expected: list[str]) -> None:
    assert dates_in(text, language) == expected


def test_a_month_with_a_capital_inside_a_spanish_sentence_is_a_name() -> None:
    assert dates_in("fue al hospital Doce de Octubre en mayo. Junio fue peor.", "es") == ["mayo", "Junio"]


def test_only_english_words_put_an_english_weekday_in_the_future() -> None:
    assert resolved("They will meet on Wednesday", "2023-01-06") == ["2023-01-11"]
    assert resolved("Die Kommission will am Mittwoch reden", "2023-01-06", "de") == ["2023-01-04"]


def test_weekdays_are_counted_back_from_the_documents_date() -> None:
    assert resolved("Since Wednesday. On Friday. Last Friday. Next Monday.", "2023-01-06") == [
        "2023-01-04",
        "2023-01-06",
        "2022-12-30",
        "2023-01-09",
    ]


def test_a_day_without_year_is_the_nearest_one() -> None:
    assert resolved("on December 7 and on January 9", "2023-01-06") == ["2022-12-07", "2023-01-09"]


def test_without_a_document_date_only_what_is_written_out_is_resolved() -> None:
    assert resolved("Wednesday; December 7; June 2020; the 1990s; 1984", None) == [
        None,
        None,
        "2020-06",
        "199X",
        "1984",
    ]


def test_a_range_keeps_both_ends_and_may_cross_a_year() -> None:
    assert resolved("30 December to 2 January 2023", None) == ["2022-12-30/2023-01-02"]
    assert resolved("1939-45", None) == ["1939/1945"]


def test_figures_alone_are_read_so_that_they_fit_the_documents_date() -> None:
    assert resolved("1/6/2023", "2023-06-03") == ["2023-06-01"]
    assert resolved("1/6/2023", "2023-01-07") == ["2023-01-06"]
    assert resolved("25/6/2023 and 6/25/2023", None) == ["2023-06-25", "2023-06-25"]


def test_a_date_that_is_on_no_calendar_is_resolved_to_nothing() -> None:
    assert resolved("February 30, 2021", None) == [None]


def test_the_documents_date_is_that_of_its_last_line_or_its_latest() -> None:
    def dated(*paragraphs: str) -> date | None:
        text, blocks = "", []
        for paragraph in paragraphs:
            text += "\n\n" if text else ""
            blocks.append(Block(kind="paragraph", start=len(text), end=len(text) + len(paragraph)))
            text += paragraph
        document = Document(title="", source="-", text=text, blocks=tuple(blocks), loader="test/1")
        return document_date(document, find_dates(text))

    body = (
        "It was on March 3, 2019, after the long talks of a winter that had begun, they said, in a very small town."
    )
    assert dated(body, "World 06.01.2019") == date(2019, 1, 6)
    assert dated(body, body.replace("2019", "2020")) == date(2020, 3, 3)
    assert dated("No date here.") is None


def test_a_timeline_puts_a_month_before_its_days() -> None:
    values = [resolve(one, "", None) for one in find_dates("the 1990s, 1990, 1990-05-02, 1991")]
    assert sorted(first_day(one) for one in values if one) == ["1990", "1990", "1990-05-02", "1991"]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2060, 12, 31)))
def test_every_day_is_found_and_resolved_however_it_is_written(day: date) -> None:
    for written in (
        day.isoformat(),
        f"{day.strftime('%B')} {day.day}, {day.year}",
        f"{day.strftime('%A')}, {day.day} {day.strftime('%B')} {day.year}",
        f"{day.day:02d}.{day.month:02d}.{day.year}",
    ):
        assert dates_in(f"It was on {written}.") == [written]
        assert resolved(written, None) == [day.isoformat()]


@given(st.text())
def test_any_text_can_be_searched_and_dates_come_in_order(text: str) -> None:
    for language in ("en", "es", "fr", "de"):
        found = find_dates(text, language)
        assert all(a.end <= b.start for a, b in pairwise(found))
        for one in found:
            resolve(one, text, date(2023, 1, 6))
