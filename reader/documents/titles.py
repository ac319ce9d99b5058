"""What a plain text is called. Loads nothing: the first screen shows the title."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    class BlockLike(Protocol):
        """What a title is told by: `reader.documents.model.Block` has it."""

        @property
        def kind(self) -> str: ...
        @property
        def start(self) -> int: ...
        @property
        def end(self) -> int: ...


HEAD = 40
"""Blocks at the head of a document among which title, author and date are looked for: mail has many lines there."""

FIELDS = {
    **dict.fromkeys(("from", "von", "de"), "byline"),
    **dict.fromkeys(("author", "authors", "autor", "auteur", "autore", "verfasser"), "byline"),
    **dict.fromkeys(("date", "sent", "datum", "release date", "posting date", "erscheinungsdatum"), "dateline"),
    **dict.fromkeys(("subject", "betreff", "objet", "asunto"), "title"),
    **dict.fromkeys(("title", "titel", "titre", "título", "titolo"), "title"),
}
"""What a field at the head of a mail or of an edition says: the kind of its block."""


def value_of(words: str) -> str:
    """What a field says, without its name; the words as they stand where they are no field."""
    field, _, value = words.partition(":")
    return value.strip() if value.strip() and field.lower() in FIELDS else words


def title_of(text: str, blocks: Sequence[BlockLike], source: str) -> str:
    """The title in the text; else its first words; never empty."""
    for block in blocks[:HEAD]:
        if block.kind == "title":
            return " ".join(value_of(text[block.start : block.end]).split())
    words = " ".join(text[blocks[0].start : blocks[0].end].split())
    if len(words) <= 60:
        return words
    return words[:60].rsplit(" ", 1)[0] + "…"
