"""Labels from a codebook on the reading screen: a key for each agreed tag, and a word about the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotations.codebook import Code, Codebook
from annotations.model import Color

if TYPE_CHECKING:
    from reader.app.acts import NoteActs
    from reader.app.keys import Act
    from reader.app.screens.annotating import AnnotatingScreen


def own_keys(codebook: Codebook, acts: dict[str, Act]) -> dict[str, Code]:
    """The tags that one key gives on the reading screen, key as the toolkit names it: those whose key is free there.

    A key that an act has stays the act's; the tag is reached through the list of tag keys.
    """
    from reader.app.keys import toolkit_name

    named = {toolkit_name(key): code for key, code in codebook.by_key().items()}
    return {key: code for key, code in named.items() if key not in acts}


class Labelling:
    """Labelling with the tags of a codebook."""

    def __init__(self, screen: AnnotatingScreen, acts: NoteActs, codebook: Codebook) -> None:
        self._screen = screen
        self._acts = acts
        self._codebook = codebook

    def choose(self) -> None:
        """Show the agreed tags with their keys, and label with the one that is taken."""
        from reader.app.screens.choose import Choice, Chooser

        codes = self._codebook.codes
        if not codes:
            self._screen.say("There is no codebook here: postil.codebook.yaml beside the document makes one.")
            return
        # With letters of their own in the list, the others get none: a number would be taken for a letter.
        letters = any(code.key for code in codes)
        choices = [
            Choice(
                code.tag,
                f"#{code.tag}",
                code.meaning,
                letter=code.key or (" " if letters else ""),
                color=code.color,
            )
            for code in codes
        ]
        self._acts.ask(Chooser("Label with", choices), lambda tag: self._take(tag) if tag else None)

    def _take(self, tag: str) -> None:
        code = self._codebook.code(tag)
        assert code is not None, "it was offered"
        self._acts.label(code)

    def color(self, tags: Iterable[str]) -> Color:
        """The colour of a new note with these tags: the codebook's where it says one."""
        return self._codebook.color(tags) or self._screen.settings.color

    def warn(self, tags: Iterable[str]) -> None:
        """Say which of the tags are not agreed."""
        strangers = self._codebook.strangers(tags)
        if strangers:
            words = ", ".join(f"#{tag}" for tag in strangers)
            undo = self._screen.key_of("note.undo")
            verb = "is" if len(strangers) == 1 else "are"
            self._screen.say(f"{words} {verb} not in the codebook. {undo} takes it back.")
