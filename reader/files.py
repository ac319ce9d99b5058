"""Whole files written durably, or not at all."""

from __future__ import annotations

from pathlib import Path

from annotations import disk
from annotations.errors import StoreError


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file at `path`. Raises: StoreError, and what was there is there still."""
    try:
        with disk.beside(disk.real_path(path), data) as fresh:
            disk.put_in_place(fresh, disk.real_path(path))
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}", hint="Choose another place.") from error
