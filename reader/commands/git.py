"""Let git merge and compare notes note by note in this repository."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\
git then calls postil when it merges, rebases or cherry-picks files of notes, and no conflict markers ever reach
them; git diff shows notes, not YAML. The attributes are in a file that you commit; the configuration is this clone's
own, so everybody runs it once.

examples:
  postil git setup
  postil git setup --undo
"""

ATTRIBUTES = "*.postil.yaml merge=postil diff=postil text eol=lf"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    from pathlib import Path

    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("act", metavar="setup", choices=["setup"], help="register postil with this repository")
    parser.add_argument("--undo", action="store_true", help="take it out again")
    parser.add_argument("--in", dest="folder", metavar="FOLDER", type=Path, default=Path(), help="another repository")


def run(arguments: argparse.Namespace) -> int:
    """Write or remove the line in `.gitattributes` and the drivers in the repository's configuration."""
    root = _root(arguments.folder)
    attributes = root / ".gitattributes"
    if arguments.undo:
        _take_out(attributes)
        for section in ("merge.postil", "diff.postil"):
            _git(root, "config", "--local", "--remove-section", section, check=False)
        print(f"git merges and compares notes in {root} by lines again")
        return 0
    _put_in(attributes)
    postil = _command()
    _git(root, "config", "--local", "merge.postil.name", "notes, note by note")
    _git(root, "config", "--local", "merge.postil.driver", f"{postil} merge --driver %O %A %B")
    _git(root, "config", "--local", "diff.postil.textconv", f"{postil} diff --textconv")
    print(f"git merges and compares notes in {root} note by note")
    print(f"Commit {attributes.name}, and run this once in every clone.")
    return 0


def _command() -> str:
    """How git's shell calls this postil: by its name if it is on the path, else as this interpreter's module."""
    import shlex
    import shutil

    if shutil.which("postil"):
        return "postil"
    return f"{shlex.quote(sys.executable)} -m reader.cli"


def _root(folder: Path) -> Path:
    from pathlib import Path

    return Path(_git(folder, "rev-parse", "--show-toplevel").strip())


def _git(folder: Path, *words: str, check: bool = True) -> str:
    import subprocess

    from annotations.errors import PostilError

    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise PostilError("git is not installed", hint="Install git, or merge notes with `postil merge`.") from error
    if check and done.returncode:
        what = done.stderr.strip().splitlines()
        raise PostilError(
            f"git refuses: {what[0] if what else 'no reason given'}",
            hint="Run this inside a git repository, or make one with `git init`.",
        )
    return done.stdout


def _put_in(attributes: Path) -> None:
    text = attributes.read_text("utf-8") if attributes.exists() else ""
    if ATTRIBUTES in text.splitlines():
        return
    gap = "" if not text or text.endswith("\n") else "\n"
    attributes.write_text(f"{text}{gap}{ATTRIBUTES}\n", "utf-8")


def _take_out(attributes: Path) -> None:
    if not attributes.exists():
        return
    lines = attributes.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if line.strip() != ATTRIBUTES]
    if kept:
        attributes.write_text("".join(kept), "utf-8")
    else:
        attributes.unlink()
