"""`postil agree`: how far annotators of a real document agree, for people and for programs, with a floor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cli import main

ARTICLE = (
    "# Roads are blocked\n\nOn Friday, 46 roadblocks were still reported.\n\nThousands marched in the capital.\n"
)


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """Ana and Bo agree on a claim; only Ana sees a place."""
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path / "conf"))
    path = tmp_path / "roads.md"
    path.write_text(ARTICLE, "utf-8")
    for who, quote, tag in (
        ("ana", "46 roadblocks were still reported", "claim"),
        ("bo", "46 roadblocks were still reported", "claim"),
        ("ana", "the capital", "place"),
    ):
        assert main(["note", "add", str(path), "--quote", quote, "--tag", tag, "--by", who]) == 0
    capsys.readouterr()
    return str(path)


def test_the_table_has_a_row_for_each_tag(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agree", article]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "ana, bo"
    assert lines[2].split() == ["percent", "kappa", "fleiss", "alpha", "unit_percent", "unit_alpha"]
    assert [line.split()[0] for line in lines[3:6]] == ["overall", "#claim", "#place"]
    assert lines[4].split()[1:4] == ["1.000", "1.000", "1.000"]
    assert lines[7].split() == ["u_alpha", "u_alpha_binary", "alpha_u", "f1", "f1_relaxed"], (
        "what nothing has is left out"
    )
    assert [line.split()[0] for line in lines[8:]] == ["overall", "#claim", "#place"]
    assert all(len(line) <= 80 for line in lines)


def test_programs_get_every_figure(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agree", article, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["annotators"] == ["ana", "bo"]
    assert said["tags"]["claim"]["by_character"]["alpha"] == 1
    assert said["tags"]["place"]["alpha_u"] < 1
    assert said["tags"]["claim"]["unitizing"]["u_alpha"] == 1
    assert said["overall"]["unitizing"]["u_alpha_binary"] < 1
    assert said["left_out"] == 0


def test_a_floor_that_is_not_reached_gives_exit_code_1(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agree", article, "--min", "alpha=0.95", "--min", "percent=0.5"]) == 1
    said = capsys.readouterr().err
    assert "alpha is 0." in said
    assert "percent" not in said
    assert main(["agree", article, "--min", "alpha=0.95", "--where", "tag:claim"]) == 0
    capsys.readouterr()
    assert main(["agree", article, "--min", "u_alpha=0.95", "--min", "cu_alpha=0.5"]) == 1
    said = capsys.readouterr().err
    assert "u_alpha is 0." in said
    assert "cu_alpha is not defined, below 0.5" in said


def test_a_note_whose_passage_is_gone_is_left_out_and_counted(
    article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(article).write_text(ARTICLE.replace("in the capital", "elsewhere"), "utf-8")
    assert main(["agree", article, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["left_out"] == 1


def test_one_annotator_alone_is_told_what_to_do(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agree", article, "--by", "ana"]) == 2
    assert "two annotators" in capsys.readouterr().err
    assert main(["agree", article, "--min", "alfa=1"]) == 2
