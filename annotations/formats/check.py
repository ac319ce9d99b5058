"""The last look before an export is written: do the offsets cut out the quote, counted as the format counts?"""

from __future__ import annotations

from annotations.errors import FormatError
from annotations.formats.units import Unit


class Cutter:
    """Cuts words out of one text by offsets in one unit, the way the reader of an export will."""

    def __init__(self, text: str, unit: Unit) -> None:
        self._unit = unit
        self._text = text
        self._bytes = b"" if unit in ("code point", "grapheme") else text.encode(unit.replace("16", "16-le"))
        self._graphemes: list[str] = []
        if unit == "grapheme":
            from wcwidth import iter_graphemes

            self._graphemes = list(iter_graphemes(text))

    def cut(self, start: int, end: int) -> str:
        """The words at `[start, end)`; what lies outside the text, or cuts a character in two, shows as U+FFFD."""
        if self._unit == "code point":
            return self._text[start:end]
        if self._unit == "grapheme":
            return "".join(self._graphemes[start:end])
        if self._unit == "utf-16":
            return self._bytes[2 * start : 2 * end].decode("utf-16-le", errors="replace")
        return self._bytes[start:end].decode(errors="replace")

    def verify(self, start: int, end: int, exact: str, *, note: str) -> None:
        """Make sure that `[start, end)` holds `exact`.

        Raises: FormatError, naming the note, when it does not: nothing has been written then.
        """
        found = self.cut(start, end)
        if found != exact:
            raise FormatError(
                f"note {note}: offsets {start} to {end}, counted in {self._unit}s, hold “{_short(found)}” "
                f"and not its quote “{_short(exact)}”",
                hint="The text has changed under the notes. Run `postil anchor` on it, then export again.",
            )


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
