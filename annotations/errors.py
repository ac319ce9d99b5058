"""The errors a person can put right: what happened, where, and what to do next."""

from __future__ import annotations


class PostilError(Exception):
    """Something went wrong that a person can put right: `str()` says what, `hint` says what to do next."""

    def __init__(self, what: str, *, hint: str) -> None:
        super().__init__(what)
        self.hint = hint


class UsageError(PostilError):
    """The words of a command do not fit together. The command ends with exit code 2."""


class SourceError(PostilError):
    """A document cannot be opened: missing, unreadable, empty, binary, or in no format postil reads."""


class StoreError(PostilError):
    """The file of notes cannot be read or written. Nothing on disk was touched."""


class FormatError(PostilError):
    """A file to import is not what it claims to be, or an export cannot be made. Nothing was changed."""
