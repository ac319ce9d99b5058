"""Documents as other programs name them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import FormatError
from annotations.formats.sources import about, address
from tests.annotations.formats.made import Page

FOX = Page("text", title="The Fox", source="articles/fox 1.txt")


@pytest.mark.parametrize(
    ("source", "iri"),
    [
        ("https://ex.org/a?b", "https://ex.org/a?b"),
        ("articles/fox 1.txt", "file:articles/fox%201.txt"),
        ("C:\\texts\\fox.txt", "file:C%3A/texts/fox.txt"),
        ("-", f"urn:sha256:{FOX.fingerprint}"),
    ],
)
def test_a_document_has_an_address(source: str, iri: str) -> None:
    assert address(replace(FOX, source=source)) == iri


@pytest.mark.parametrize(
    "name",
    ["file:articles/fox%201.txt", "articles/fox 1.txt", "The Fox", "https://ex.org/fox%201.html?x=1#y", "FOX 1.pdf"],
)
def test_a_document_is_known_by_address_path_title_or_file_name(name: str) -> None:
    assert about([name, "https://ex.org/other", "Other"], FOX) == {name}


def test_the_only_document_is_the_one_at_hand_and_of_strangers_none_is() -> None:
    assert about(["x", "x"], FOX) == {"x"}
    assert about(["x", "y"], FOX) == frozenset()
    assert about(["x", "y"], FOX, wanted="y") == {"y"}
    with pytest.raises(FormatError, match="no notes about “z”"):
        about(["x", "y"], FOX, wanted="z")


@given(st.lists(st.text(max_size=12) | st.text("htps:/[]?#%.\\", max_size=20).map("http://".__add__), max_size=4))
def test_any_names_are_told_apart(names: list[str]) -> None:
    assert about(names, FOX) <= set(names)
