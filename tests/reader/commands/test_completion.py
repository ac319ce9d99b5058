"""Completion scripts are read off the real parsers, and real shells understand them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from reader.cli import COMMANDS, main
from reader.commands.completion import bash, fish, words_of, zsh


def completed(line: str, folder: Path) -> list[str]:
    """What bash offers for the last word of `line`."""
    script = folder / "postil.bash"
    script.write_text(bash(words_of(COMMANDS)), "utf-8")
    words = line.split(" ")
    code = (
        f"source {script}; COMP_WORDS=({' '.join(repr(word) for word in words)}); COMP_CWORD={len(words) - 1}; "
        "_postil; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    done = subprocess.run(["bash", "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_commands_their_words_options_values_and_files(tmp_path: Path) -> None:
    (tmp_path / "article.txt").touch()
    assert completed("postil con", tmp_path) == ["config"]
    assert completed("postil config ", tmp_path)[:3] == ["show", "path", "edit"]
    assert "--markdown" in completed("postil show --", tmp_path)
    assert completed("postil show ar", tmp_path) == ["article.txt"]
    assert completed("postil completion z", tmp_path) == ["zsh"]


@pytest.mark.parametrize(("shell", "script"), [("zsh", zsh), ("fish", fish), ("bash", bash)])
def test_the_shell_takes_the_script_without_complaint(shell: str, script: object, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}")
    path = tmp_path / "script"
    path.write_text(script(words_of(COMMANDS)), "utf-8")  # type: ignore[operator]  # one of the three above
    done = subprocess.run([shell, "-n", str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("fish") is None, reason="needs fish")
def test_fish_completes_commands_and_options(tmp_path: Path) -> None:
    path = tmp_path / "postil.fish"
    path.write_text(fish(words_of(COMMANDS)), "utf-8")
    code = f"source {path}; complete -C 'postil con'; complete -C 'postil show --js'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == ["config", "--json"]


def test_every_command_and_every_option_is_in_every_script(capsys: pytest.CaptureFixture[str]) -> None:
    words = words_of(COMMANDS)
    names = {name for node in words for name, _ in node.commands}
    names |= {name for node in words for option in node.options for name in option.names}
    assert {"show", "--json", "--version", "edit"} <= names
    for shell in ("bash", "zsh", "fish"):
        assert main(["completion", shell]) == 0
        script = capsys.readouterr().out
        for name in names:
            assert (name.lstrip("-") if shell == "fish" else name) in script
