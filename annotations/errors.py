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


class BrokenNotesError(StoreError):
    """A notes file does not say what a notes file must say: bad YAML, a wrong type, an id twice.

    `line` and `column` count from 1; both are 0 when the whole file is meant. postil never writes over such a file.
    """

    def __init__(self, path: object, problem: str, *, line: int = 0, column: int = 0, hint: str) -> None:
        self.path = path
        self.problem = problem
        self.line = line
        self.column = column
        where = f"{path}:{line}:{column}" if line else str(path)
        super().__init__(f"{where}: {problem}", hint=hint)


class NewerNotesError(BrokenNotesError):
    """A notes file was written by a later postil, in a schema this one does not know."""


class UnwritableNoteError(StoreError):
    """A note holds what no notes file can hold: half a surrogate pair, a time without a zone, an empty tag."""


class ChangedOnDiskError(StoreError):
    """A notes file is no longer the one that was read: another program saved it meanwhile."""

    def __init__(self, path: object) -> None:
        self.path = path
        super().__init__(
            f"{path} has changed since it was opened",
            hint="Put both versions together (postil does so on its next save), or reopen the document.",
        )
