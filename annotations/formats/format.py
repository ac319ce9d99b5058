"""What an exchange format is: a name, what it can hold, and how to write and read it. No I/O.

A module of this folder, or of a plug-in, describes one as a constant `FORMAT`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from annotations.errors import FormatError, UsageError
from annotations.formats.bundle import Bundle
from annotations.formats.draft import Reading
from annotations.formats.losses import HOLDINGS, Holding, Losses
from annotations.model import DocumentLike

Settings = Mapping[str, str]
"""Value of each option of a format by its name, all of them: what was given, or the default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that a person can choose about a format, as `--set name=value`."""

    name: str
    summary: str
    default: str
    choices: tuple[str, ...] = ()
    """Empty: any text."""
    file: bool = False
    """The person names a file of text; the format is given what stands in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file to be written, and what it could not hold."""

    data: str | bytes
    """Text is written as UTF-8, its line ends as they are."""
    losses: Losses


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to write notes down, to read them, or both."""

    name: str
    """As after `--to`: lower case, with hyphens."""
    summary: str
    """One line for the list of formats."""
    suffixes: tuple[str, ...]
    """Ends of file names, with the dot, the one to write first."""
    holds: frozenset[Holding] = HOLDINGS
    """All that comes back when an export is read again; the rest is counted as lost."""
    options: tuple[Option, ...] = ()
    entities: bool = False
    """Writes the document's people, places and dates too: finding them takes time, so they are found only for it."""
    binary: bool = False
    """The export is bytes that a terminal cannot show."""
    write: Callable[[Bundle, Settings], Export] | None = None
    """One document's notes as one file."""
    stream: Callable[[Iterable[Bundle], Settings, Losses], Iterator[str | bytes]] | None = None
    """Many documents' notes as one file, piece by piece, with one bundle in memory at a time. The losses are
    added to the tally that is handed in. None: each document is a file of its own."""
    parse: Callable[[bytes, DocumentLike, Settings], Reading] | None = None
    """The notes in a file that are about this document, as the file tells them; `imports.settle` gives them their
    place. Raises FormatError, with the place, when the file is not what it claims to be."""
    sniff: Callable[[bytes], bool] | None = None
    """Does the file, of which the first 64 KiB are given, look like this format? None: its suffix alone tells."""

    @property
    def can_export(self) -> bool:
        return self.write is not None

    @property
    def can_import(self) -> bool:
        return self.parse is not None

    def settings(self, given: Settings | None = None) -> dict[str, str]:
        """All settings, with the defaults for those not given.

        Raises: UsageError, for an option the format does not have or a value it does not know.
        """
        values = {option.name: option.default for option in self.options}
        known = {option.name: option for option in self.options}
        for name, value in (given or {}).items():
            option = known.get(name)
            if option is None:
                names = ", ".join(known) or "none"
                raise UsageError(f"{self.name} has no option “{name}”", hint=f"Its options: {names}.")
            if option.choices and value not in option.choices:
                raise UsageError(
                    f"{self.name}: “{value}” is no value of {name}",
                    hint=f"Choose one of {', '.join(option.choices)}.",
                )
            values[name] = value
        return values

    def export(self, bundle: Bundle, settings: Settings | None = None) -> Export:
        """One document's notes as one file, with what it cannot hold.

        Raises: FormatError, when the format is only read, or when offsets and quotes do not agree.
        """
        if self.write is None:
            raise FormatError(f"postil reads {self.name} but does not write it", hint="Choose another format.")
        return self.write(bundle, self.settings(settings))

    def read(self, data: bytes, document: DocumentLike, settings: Settings | None = None) -> Reading:
        """The notes in `data` that are about `document`.

        Raises: FormatError, when the format is only written, or when `data` is not what it claims to be.
        """
        if self.parse is None:
            raise FormatError(f"postil writes {self.name} but does not read it", hint="Choose another format.")
        return self.parse(data, document, self.settings(settings))
