"""Settings come from one file a person writes, and what is wrong in it is named by line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.model import Annotator
from reader.config import (
    ConfigError,
    KeyChoice,
    annotator_id,
    config_path,
    parse_settings,
    read_settings,
    remember_choice,
    template,
)
from reader.people import Chosen

FILE = Path("config.yaml")


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / "config.yaml")
    assert (settings.measure, settings.color, settings.annotator, settings.keys) == (80, "yellow", None, ())


def test_the_folder_can_be_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path))
    assert config_path() == tmp_path / "config.yaml"


def test_every_setting_is_read() -> None:
    settings = parse_settings(
        "annotator: {id: mira, name: Mira Oy}\n"
        "theme: nord\nmeasure: 60\ncolor: green\n"
        "show: {comments: no, sidebar: off, links: false, pictures: sixel}\n"
        "pace: 180\n"
        "landmarks: false\n"
        "people:\n  ben: {initials: BN, color: green}\n  cleo: {initials: kl}\n"
        "entities: {engine: fast}\n"
        "keys:\n  note.highlight: [h, H]\n  note.comment: ctrl+e\n  note.tag: []\n",
        FILE,
    )
    assert settings.annotator == Annotator(id="mira", name="Mira Oy")
    assert (settings.theme, settings.measure, settings.color) == ("nord", 60, "green")
    assert (settings.comments, settings.sidebar, settings.links) == (False, False, False)
    assert (settings.pace, settings.landmarks, settings.pictures) == (180, False, "sixel")
    assert dict(settings.people) == {"ben": Chosen(initials="BN", color="green"), "cleo": Chosen(initials="kl")}
    assert settings.engine == "fast"
    assert [(choice.act, choice.keys) for choice in settings.keys] == [
        ("note.highlight", ("h", "H")),
        ("note.comment", ("ctrl+e",)),
        ("note.tag", ()),
    ]


@pytest.mark.parametrize(
    ("said", "engine"), [("off", "off"), ("Off", "off"), ("refined", "refined"), ("my.own", "my.own")]
)
def test_the_engine_for_names_is_one_of_ours_a_plug_in_or_none(said: str, engine: str) -> None:
    assert parse_settings(f"entities:\n  engine: {said}\n", FILE).engine == engine


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("measure: wide\n", "config.yaml:1:10: measure is a whole number"),
        ("measure: 1000\n", "config.yaml:1:10: measure is a whole number"),
        ("theme: a\nmesure: 70\n", "config.yaml:2:1: the file has no setting 'mesure'"),
        ("theme: a\ntheme: b\n", "config.yaml:2:1: 'theme' stands here twice"),
        ("color: mauve\n", "config.yaml:1:8: color is one of yellow"),
        ("show:\n  sidebar: perhaps\n", "config.yaml:2:12: sidebar is true or false"),
        ("show: {pictures: bitmap}\n", "config.yaml:1:18: pictures is one of auto, kitty, iterm, sixel, cells"),
        ("landmarks: 400\n", "config.yaml:1:12: landmarks is true or false, not '400'"),
        ("entities:\n  engine: [a]\n", "config.yaml:2:11: one word"),
        ("entities:\n  engine: '!'\n", "config.yaml:2:11: entities.engine is refined"),
        ("annotator: {id: 'a b'}\n", "config.yaml:1:17: an annotator's id"),
        ("annotator: {id: ../x}\n", "config.yaml:1:17: an annotator's id"),
        ("people: {ben: {initials: BENN}}\n", "config.yaml:1:26: initials are up to 3 characters"),
        ("people:\n  ben: {initials: b}\n  bo: {initials: B}\n", "config.yaml:3:18: 'B' stands for ben already"),
        ("people: {ben: {hue: red}}\n", "config.yaml:1:16: ben has no setting 'hue'"),
        ("people: {ben: {color: mauve}}\n", "config.yaml:1:23: color is one of"),
        ("- a\n", "config.yaml:1:1: the file must be a mapping"),
        ("keys: {a: {b: c}}\n", "config.yaml:1:11: one word"),
        ("theme: [\n", "config.yaml:2:1:"),
        ("theme: \x07\n", "config.yaml: "),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_settings(text, FILE)
    assert str(caught.value).startswith(said)
    assert "postil config edit" in caught.value.hint


def test_a_file_that_is_not_text_is_an_error_a_person_can_put_right(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not UTF-8"):
        read_settings(path)


def test_the_template_changes_nothing_but_names_the_annotator() -> None:
    mira = Annotator(id="mira", name='Mira "M" Øy')
    settings = parse_settings(template(mira), FILE)
    assert settings.annotator == mira
    assert settings == parse_settings(template(mira).split("# The theme")[0], FILE)


def test_the_template_is_true_when_every_line_is_switched_on() -> None:
    text = template(Annotator(id="mira"))
    on = "\n".join(
        line.removeprefix("# ") if ":" in line and not line.rstrip().endswith(".") else line
        for line in text.splitlines()
    )
    settings = parse_settings(on, FILE)
    assert settings.theme == "postil-dark"
    assert KeyChoice(act="note.highlight", keys=("h", "H"), place=settings.keys[0].place) == settings.keys[0]


@pytest.mark.parametrize(("name", "made"), [("Mira Øy", "mira-y"), ("José", "jose"), ("../etc", "etc"), ("李", "")])
def test_any_name_becomes_an_id_that_can_stand_in_a_file_name(name: str, made: str) -> None:
    assert annotator_id(name) == made


def test_a_choice_is_remembered_and_every_other_line_stays(tmp_path: Path) -> None:
    path = tmp_path / "conf" / "config.yaml"
    remember_choice(path, "theme", "nord")
    assert "# theme:" not in path.read_text("utf-8")
    path.write_text("# mine\ncolor: red  # angry\ntheme: nord\n# the end", "utf-8")
    remember_choice(path, "theme", "postil-light")
    remember_choice(path, "measure", "66")
    assert path.read_text("utf-8") == "# mine\ncolor: red  # angry\ntheme: postil-light\n# the end\nmeasure: 66\n"
    assert (read_settings(path).theme, read_settings(path).measure) == ("postil-light", 66)


def test_nothing_is_remembered_in_a_file_that_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("theme: [\n", "utf-8")
    with pytest.raises(ConfigError):
        remember_choice(path, "measure", "66")
    assert path.read_text("utf-8") == "theme: [\n"
