"""What the documentation shows of the commands is what they print; only ids are others each time.

On a page, ```` ```markdown roads.md ```` is a file as it stands from there on, and ```` ```console ```` a session.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
from pathlib import Path

import pytest

from reader import sample
from reader.cli import main

DOCS = Path(__file__).parents[3] / "docs"

_BLOCK = re.compile(r"^```(\w+)(?: ([\w.]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ID_END = re.compile(r"…[0-9a-f]{6}\b|(?<=  )[0-9a-f]{8}(?=  by )")
_SET = re.compile(r"(\w+)=\$\((.*)\)")


class Console:
    """Just enough of a shell for the page: postil, cp, mkdir, `$?`, and ids kept under a name."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.code = 0

    def run(self, line: str) -> str:
        """What one line prints, messages among the results."""
        named = _SET.fullmatch(line)
        if named:
            self.names[named[1]] = self.run(named[2]).strip()
            return ""
        if line == "echo $?":
            return f"{self.code}\n"
        words = [self.names.get(word.removeprefix("$"), word) for word in shlex.split(line)]
        with pytest.MonkeyPatch.context() as patch:
            while "=" in words[0]:
                patch.setenv(*words.pop(0).split("=", 1))
            program, *rest = words
            if program == "postil":
                return self._postil(rest)
            assert program in ("cp", "mkdir"), f"the page uses {program}"
            if program == "cp":
                shutil.copy(*rest)
            else:
                Path(*rest).mkdir()
        return ""

    def _postil(self, words: list[str]) -> str:
        printed = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            self.code = main(words)
        printed.flush()
        data = printed.detach()
        assert isinstance(data, io.BytesIO)
        return data.getvalue().decode()


def replay(page: str) -> str:
    """The page with the output of every command in its consoles as it is now, run in the current folder."""
    console = Console()

    def again(block: re.Match[str]) -> str:
        kind, name, text = block.groups()
        if name:
            Path(name).write_text(text, "utf-8")
        if kind != "console":
            return block[0]
        commands = [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"$ {line}\n{console.run(line)}" for line in commands) + "```"

    return _BLOCK.sub(again, page)


def without_ids(text: str) -> str:
    """Ids by the order in which they first appear; how sure a place is, which refinements shift, to one digit."""
    seen: dict[str, int] = {}
    text = re.sub(r'(?<="confidence": )[\d.]+', lambda found: f"{float(found[0]):.1f}", text)
    text = _UUID.sub(lambda found: f"id {seen.setdefault(found[0], len(seen))}", text)
    return _ID_END.sub("…id", text)


def prepared(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """The folder that a page starts from: it holds the sample article."""
    shutil.copy(sample.copy(folder / "data"), folder / "ferry.txt")
    patch.chdir(folder)
    patch.setenv("POSTIL_DATA_DIR", str(folder / "data"))
    patch.setenv("POSTIL_CONFIG_DIR", str(folder / "conf"))


@pytest.mark.parametrize(("name", "consoles"), [("sharing.md", 6), ("anchoring.md", 3)])
def test_commands_print_what_the_page_shows(
    name: str, consoles: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (DOCS / name).read_text("utf-8")
    prepared(tmp_path, monkeypatch)
    assert page.count("```console") >= consoles
    assert without_ids(replay(page)) == without_ids(page)


def test_three_people_on_one_computer_go_by_names_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path / "conf"))
    Path("roads.md").write_text("On Friday, 46 roadblocks were still reported.\n", "utf-8")
    for who in ("ana", "ben", "mira"):
        monkeypatch.setenv("POSTIL_ANNOTATOR", who)
        assert main(["note", "add", "roads.md", "--quote", "46 roadblocks", "--tag", "claim"]) == 0
    capsys.readouterr()
    assert main(["note", "list", "roads.md"]) == 0
    assert re.findall("by (.+)", capsys.readouterr().out) == ["ana", "ben", "mira"]
    assert main(["agree", "roads.md", "--min", "alpha_u=1"]) == 0
