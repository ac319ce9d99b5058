"""Read the sample article that ships with postil."""

from __future__ import annotations

import argparse
from pathlib import Path

NAME = "night-ferry.txt"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's words."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = (
        "The article is copied to your data folder first, so that you may mark it as you like and find your notes\n"
        "again. Without `--path` it is opened for reading."
    )
    parser.add_argument("--path", action="store_true", help="only print where the copy is")


def run(arguments: argparse.Namespace) -> int:
    """Print where the copy is; or open it, as `postil SOURCE` does."""
    path = copy()
    if arguments.path:
        print(path)
        return 0
    from reader.app.start import load

    return load(str(path))(None)


def copy(data: Path | None = None) -> Path:
    """The reader's own copy of the sample, made now if there is none.

    Raises: SourceError, when the disk does not take it.
    """
    from importlib.resources import files

    from annotations.errors import SourceError
    from annotations.library import data_folder

    path = (data or data_folder()) / "sample" / NAME
    if path.exists():
        return path
    text = files("reader").joinpath("sample", "ferry.txt").read_bytes()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    except OSError as error:
        raise SourceError(
            f"the sample cannot be copied to {path.parent}: {error.strerror}",
            hint="Set POSTIL_DATA_DIR to a folder of your own.",
        ) from error
    return path
