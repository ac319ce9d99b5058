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


def title_of(text: str, blocks: Sequence[BlockLike], source: str) -> str:
    """The title in the text; else its first words; never empty."""
    for block in blocks[:8]:
        if block.kind == "title":
            words = text[block.start : block.end]
            field, _, subject = words.partition(": ")
            return subject if subject and field.lower() in ("subject", "betreff", "objet", "asunto") else words
    words = text[blocks[0].start : blocks[0].end]
    if len(words) <= 60:
        return words
    return words[:60].rsplit(" ", 1)[0] + "…"
