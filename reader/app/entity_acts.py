"""What can be done with a name where one reads: the menu, and each act by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.app.correcting import Correcting
from reader.app.entity_notes import EntityNotes
from reader.app.widgets.entity_list import ORDERS
from reader.app.widgets.words import counted, one_line
from reader.entities.model import Entity
from reader.entities.wording import KIND_NAMES, forms

if TYPE_CHECKING:
    from reader.app.names import Names
    from reader.app.screens.annotating import AnnotatingScreen

_MENU = (
    ("rename", "r", "Rename"),
    ("kind", "t", "Change what it is"),
    ("merge", "m", "Merge with another"),
    ("split", "s", "Split an alias off"),
    ("dismiss", "x", "Dismiss: it is no entity"),
    ("link", "l", "Link to a web page"),
    ("open_link", "o", "Open its web page"),
    ("highlight", "h", "Highlight this mention"),
    ("tag", "g", "Tag this mention"),
    ("comment", "c", "Comment on this mention"),
    ("every", "H", "Annotate every mention, or some of them"),
    ("notes", "L", "The notes about it, in the Notes tab"),
    ("add", "a", "Add the words selected in the text as an entity"),
    ("sort", "b", "Put the list into another order"),
    ("restore", "z", "Take back a correction made earlier"),
    ("adopt", "y", "Adopt what another annotator put right"),
)
"""Acts of the menu: name, letter, words."""


class EntityActs:
    """The acts on the entities of one reading screen."""

    def __init__(self, screen: AnnotatingScreen, names: Names) -> None:
        self._screen = screen
        self._names = names
        self._right = right = Correcting(screen, names)
        notes = EntityNotes(screen, names)
        self._to_entity: dict[str, Callable[[Entity], None]] = {
            "rename": right.rename,
            "kind": right.kind,
            "merge": right.merge,
            "split": right.split,
            "dismiss": right.dismiss,
            "link": right.link,
            "open_link": right.open_link,
            "highlight": notes.highlight,
            "tag": notes.tag,
            "comment": notes.comment,
            "every": notes.every,
            "notes": notes.listed,
        }
        self._alone: dict[str, Callable[[], None]] = {
            "menu": self.menu,
            "about": notes.about,
            "sort": screen.sidebar.entities.sort,
            "add": right.add,
            "restore": right.restore,
            "adopt": right.adopt,
        }

    def do(self, act: str) -> None:
        """Do an act by its name, to the entity here where it needs one."""
        if act in self._alone:
            self._alone[act]()
            return
        entity = self._names.here()
        if entity is None:
            self._screen.say("Put the cursor on a name first, in the text or in the list of entities.")
            return
        self._to_entity[act](entity)

    def menu(self) -> None:
        """Show what can be done with the entity here."""
        from reader.app.screens.choose import Choice, Chooser

        entity = self._names.here()
        choices = [
            Choice(act, words, self._remark(act, entity), letter=letter)
            for act, letter, words in _MENU
            if self._offered(act, entity)
        ]
        if not choices:
            self._screen.say("Put the cursor on a name first, or select words in the text.")
            return
        title = one_line(entity.name) if entity is not None else "Entities"

        def taken(act: str | None) -> None:
            if act in self._alone:
                self._alone[act]()
            elif act is not None and entity is not None:
                self._to_entity[act](entity)

        self._screen.acts.ask(Chooser(title, choices), taken)

    def _offered(self, act: str, entity: Entity | None) -> bool:
        if act == "add":
            return self._names.text is not None and self._screen.view.selection is not None
        if act == "sort":
            return self._screen.sidebar.entities.list.has_focus
        if act == "restore":
            return any(one.deleted is None for one in self._screen.acts.session.corrections.values())
        if act == "adopt":
            return bool(self._right.theirs())
        if entity is None:
            return False
        if act == "split":
            return len(forms(entity)) > 1
        if act == "open_link":
            return bool(entity.url)
        return act != "every" or len(entity.mentions) > 1

    def _remark(self, act: str, entity: Entity | None) -> str:
        if act == "sort":
            return f"now {ORDERS[self._screen.sidebar.entities.order]}"
        if entity is None:
            return ""
        if act == "kind":
            return f"now {KIND_NAMES[entity.kind]}"
        if act == "every":
            return counted(len(entity.mentions), "mention")
        return entity.url if act in ("link", "open_link") else ""
