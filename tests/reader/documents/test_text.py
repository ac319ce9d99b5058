"""Plain text as a person would set it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import SourceError
from reader.documents.model import SEPARATOR, Document
from reader.documents.text import load_text

SHARED = Path(os.environ.get("POSTIL_SHARED") or Path(__file__).parents[3].parent / "shared")
PERU = SHARED / "articles" / "peru.txt"


def shown(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def load(text: str) -> Document:
    return load_text(text.encode("utf-8", "surrogatepass"), source="a.txt", encoding=None)


@pytest.fixture(scope="module")
def peru() -> Document:
    if not PERU.exists():
        pytest.skip("the real article is not beside the checkout")
    return load_text(PERU.read_bytes(), source="peru.txt")


PERU_STARTS = [
    ("title", "Mass protests resume"),
    ("paragraph", "Since Wednesday, mass protests"),
    ("paragraph", "Beyond the initial demands"),
    ("caption", "Demonstrators block the Pan-American"),
    ("paragraph", "The latest upsurge"),
    ("paragraph", "The unrest increased"),
    ("paragraph", "In the context of"),
    ("paragraph", "On Friday, 46 roadblocks"),
    ("paragraph", "While Castillo’s 16 months"),
    ("paragraph", "In an interview with"),
    ("paragraph", "“The demonstrators are responding"),
    ("paragraph", "At the same time,"),
    ("paragraph", "A young protester"),
    ("paragraph", "A small farmer"),
    ("paragraph", "A demonstrator in"),
    ("paragraph", "There is no institution"),
    ("paragraph", "The Peruvian corporate media"),
    ("paragraph", "After naming several"),
    ("paragraph", "The reactionary detention"),
    ("paragraph", "The corporate media and"),
    ("paragraph", "The events in Peru"),
    ("signature", "World Socialist 06.01.2023"),
]


def test_the_article_has_the_paragraphs_a_person_would_mark(peru: Document) -> None:
    found = shown(peru)
    assert [kind for kind, _ in found] == [kind for kind, _ in PERU_STARTS]
    for (_, text), (_, start) in zip(found, PERU_STARTS, strict=True):
        assert text.startswith(start)


def test_the_article_has_title_and_date_and_keeps_far_right(peru: Document) -> None:
    assert peru.title == "Mass protests resume across Peru against the coup regime and social inequality"
    assert peru.date == "2023-01-06"
    assert "orchestrated by the far-right parties in control" in peru.text
    assert "to shoot at us. This is the march of the poor—the agricultural" in peru.text
    assert "The affluent attendees took over" in peru.text
    assert "  " not in peru.text


def test_every_run_leads_back_to_the_source(peru: Document) -> None:
    assert_runs_lead_back(peru, PERU.read_text(encoding="utf-8"))


def assert_runs_lead_back(document: Document, raw: str) -> None:
    """Runs are in order, copy the source letter for letter, and what they leave out is white space or a join."""
    assert document.text == SEPARATOR.join(document.text[b.start : b.end] for b in document.blocks)
    for block in document.blocks:
        assert 0 <= block.source_start < block.source_end <= len(raw)
        covered = block.start
        for run in block.runs:
            assert run.length > 0
            assert block.start <= covered <= run.text
            assert block.source_start <= run.source
            assert run.source + run.length <= block.source_end
            covered = run.text + run.length
        assert covered <= block.end


def test_an_empty_or_blank_file_is_named() -> None:
    with pytest.raises(SourceError, match="is empty"):
        load_text(b"", source="a.txt")
    with pytest.raises(SourceError, match="white space"):
        load_text(b" \n\t\n", source="a.txt")


@given(st.text(max_size=400))
def test_any_text_gives_a_document_or_a_named_error(text: str) -> None:
    try:
        document = load(text)
    except (SourceError, UnicodeDecodeError):
        return
    assert_runs_lead_back(document, text)
