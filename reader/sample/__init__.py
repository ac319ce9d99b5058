"""The sample article, and the reader's own copy of it."""

from __future__ import annotations

from pathlib import Path

NAME = "night-ferry.txt"


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
