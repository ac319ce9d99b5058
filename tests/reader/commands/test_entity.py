"""`postil entity`: what is put right without a screen is kept, shows in `postil entities`, and can be taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reader.cli import main

NEWS = """\
# Roads are blocked

On Friday, President Dina Boluarte spoke in Lima. Thousands have marched in Lima.

In Cusco, Boluarte was not heard. Pedro Castillo wrote about Dina Boluarte from Lima.
"""


class Postil:
    """The command, on one document."""

    def __init__(self, article: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.article = article
        self.capsys = capsys
        self.said = ""

    def entity(self, act: str, *words: str, code: int = 0) -> str:
        assert main(["entity", act, str(self.article), *words]) == code
        captured = self.capsys.readouterr()
        self.said = captured.err
        return captured.out.strip()

    def known(self) -> dict[str, Any]:
        """Name -> the entity, as `postil entities --json` prints it."""
        assert main(["entities", str(self.article), "--json"]) == 0
        return {one["name"]: one for one in json.loads(self.capsys.readouterr().out)}


@pytest.fixture
def postil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Postil:
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path / "conf"))
    monkeypatch.setenv("POSTIL_ANNOTATOR", "mira")
    path = tmp_path / "roads.md"
    path.write_text(NEWS, "utf-8")
    return Postil(path, capsys)


def test_an_entity_is_renamed_and_given_another_kind(postil: Postil) -> None:
    postil.entity("rename", "Boluarte", "The President")
    postil.entity("kind", "The President", "organisation")
    assert postil.known()["The President"]["kind"] == "organisation"
    assert [line.split("  ")[1] for line in postil.entity("list").splitlines()] == [
        "Dina Boluarte renamed to The President",
        "Dina Boluarte made an organisation",
    ]


def test_two_are_merged_and_a_name_is_split_off_again(postil: Postil) -> None:
    postil.entity("merge", "Pedro Castillo", "Dina Boluarte")
    assert len(postil.known()["Dina Boluarte"]["mentions"]) == 4
    postil.entity("split", "Dina Boluarte", "Pedro Castillo")
    assert len(postil.known()["Pedro Castillo"]["mentions"]) == 1
    postil.entity("split", "Lima", "Lima", code=2)
    assert "It has one name only." in postil.said
    postil.entity("merge", "Lima", "lima", code=2)


def test_one_is_dismissed_and_brought_back(postil: Postil) -> None:
    made = postil.entity("dismiss", "Lima")
    assert "Lima" not in postil.known()
    assert postil.entity("restore", made[-8:]) == made
    assert "Lima" in postil.known()
    postil.entity("restore", made, code=2)
    assert "no correction has the id" in postil.said


def test_only_the_address_of_a_web_page_is_a_link(postil: Postil) -> None:
    postil.entity("link", "Lima", "file:///etc/passwd", code=2)
    postil.entity("link", "Lima", "https://example.org/lima")
    assert postil.known()["Lima"]["url"] == "https://example.org/lima"
    postil.entity("link", "Lima", "")
    assert "url" not in postil.known()["Lima"]


def test_words_become_an_entity_in_one_place_or_in_all(postil: Postil) -> None:
    postil.entity("add", "event", "marched", "--json")
    assert len(postil.known()["marched"]["mentions"]) == 1
    postil.entity("add", "work", "Lima", "--all")
    assert (postil.known()["Lima"]["kind"], len(postil.known()["Lima"]["mentions"])) == ("work", 3)
    postil.entity("add", "work", "nowhere at all", "--all", code=3)


def test_what_another_put_right_is_adopted_once(postil: Postil) -> None:
    postil.entity("dismiss", "Lima", "--by", "ben")
    assert "Lima" in postil.known(), "what ben thinks is ben's"
    assert postil.entity("adopt", "ben")
    assert "Lima" not in postil.known()
    assert postil.entity("adopt", "ben") == "", "there is nothing left to adopt"
    postil.entity("adopt", "zoe", code=2)
    assert "Who has: ben." in postil.said


def test_a_name_that_is_not_there_is_told(postil: Postil) -> None:
    postil.entity("dismiss", "Atlantis", code=2)
    assert "nothing in the document is called 'Atlantis'" in postil.said
