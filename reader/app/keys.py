"""Every act of the screens: its id, its keys, and the words that the footer, the help and the palette say.

One table is the source of the bindings, of what `?` shows, and of the list in docs/keys.md. Keys are written as a
person types them: `h`, `G`, `/`, `ctrl+r`, `pageup`. Knows no toolkit.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reader.config import ConfigError, KeyChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something a person can do with a key, by the palette, or with the mouse."""

    id: str
    """What `config.yaml` calls it; never renamed."""
    keys: tuple[str, ...]
    says: str
    """One line for the help and the palette, an order: `Highlight the sentence, or the selection`."""
    action: str
    """Who does it and how: `notes.color(3)` is `color(3)` of what the screen calls `notes`. Without a dot it is an
    action of the text, or of the screen itself."""
    footer: str = ""
    """A word or two for the footer, or empty where there is no room for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Acts that belong together, under one headline of the help."""

    title: str
    acts: tuple[Act, ...]


def _act(act_id: str, keys: str, says: str, action: str, footer: str = "") -> Act:
    return Act(id=act_id, keys=tuple(keys.split()), says=says, action=action, footer=footer)


_COLOR_NAMES = ("yellow", "green", "blue", "pink", "orange", "purple", "red", "grey")

READING: tuple[Group, ...] = (
    Group(
        title="Mark",
        acts=(
            _act("note.highlight", "h", "Highlight the sentence, or the selection", "notes.highlight", "highlight"),
            *(
                _act(
                    f"note.color.{color}",
                    str(key),
                    f"{color.capitalize()}: recolour, or highlight",
                    f"notes.color({key})",
                )
                for key, color in enumerate(_COLOR_NAMES, start=1)
            ),
            _act("note.tag", "t", "Tag: the note here, the sentence, or the selection", "notes.tag", "tag"),
            _act("note.tag_again", "T", "Tag with the tags used last", "notes.tag_again"),
            _act("note.label", "'", "Label with a tag of the codebook, by its key", "notes.tag_keys"),
            _act(
                "note.comment",
                "c",
                "Comment: the note here, the sentence, or the selection",
                "notes.comment",
                "comment",
            ),
            _act("note.entity", "@", "Say whom or what the note here is about", "names.do(about)"),
            _act("note.document", "C", "Note on the whole document", "notes.note_document"),
            _act("note.reply", "r", "Reply to the note here", "notes.reply"),
            _act("note.move", "m", "Move or stretch the note's passage; m again to set it", "reattaching.move"),
            _act("note.delete", "x", "Delete the note here", "notes.delete"),
            _act("note.undo", "u", "Undo", "notes.undo", "undo"),
            _act("note.redo", "ctrl+r", "Redo", "notes.redo"),
        ),
    ),
    Group(
        title="Select",
        acts=(
            _act("select.toggle", "v", "Start a selection at the word under the cursor; move to extend it", "select"),
            _act("select.block", "V", "Select the paragraph; move to extend it", "select_block"),
            _act("select.none", "escape", "Drop the selection", "escape"),
        ),
    ),
    Group(
        title="Notes",
        acts=(
            _act("note.next", "n", "Next note", "going.next(1)", "next note"),
            _act("note.previous", "N", "Previous note", "going.next(-1)"),
            _act("note.cycle", ".", "The other notes on the same words, one by one", "going.cycle"),
            _act("note.pick", ",", "Choose among the notes on the same words", "going.pick"),
            _act("note.review", "R", "Review notes that wait: changed, lost, or in conflict", "notes.review"),
            _act("note.adjudicate", "A", "Adjudicate: decide where annotators disagree", "notes.adjudicate"),
            _act("note.export", "X", "Export: notes in another format, to a file or the clipboard", "notes.export"),
            _act(
                "note.open",
                "enter",
                "Open the note, the footnote or the picture here, or follow the link",
                "going.open",
            ),
            _act("note.people", "P", "People: whose notes are shown in the text", "notes.people"),
            _act("view.comments", "z", "Fold or unfold comments", "toggle_comments"),
            _act("copy.quote", "y", "Copy the quote", "copying.copy_quote"),
            _act("copy.markdown", "Y", "Copy the quote as Markdown, with a link", "copying.copy_markdown"),
        ),
    ),
    Group(
        title="Look",
        acts=(
            _act("view.entities", "e", "Entities", "tabs.toggle(Entities)", "entities"),
            _act("view.notes", "l", "List of notes", "tabs.toggle(Notes)", "notes"),
            _act("view.outline", "o", "Outline", "tabs.toggle(Outline)"),
            _act("view.sidebar", "B", "Show or hide the sidebar", "tabs.show_or_hide"),
            _act("view.focus", "tab", "To the sidebar, and back", "tabs.switch_focus"),
            _act("view.wider", "+", "Wider lines", "wider"),
            _act("view.narrower", "-", "Narrower lines", "narrower"),
        ),
    ),
    Group(
        title="Entities",
        acts=(
            _act("entity.correct", "E", "Correct the name here, or in the Entities tab", "names.do(menu)"),
            _act("entity.add", "", "Add the selected words to the entities", "names.do(add)"),
            _act("entity.restore", "", "Take back a correction of an entity", "names.do(restore)"),
            _act("entity.adopt", "", "Adopt another annotator's corrections of entities", "names.do(adopt)"),
            _act("entity.annotate_all", "H", "Annotate every mention of the entity, or some", "names.do(every)"),
            _act("entity.notes", "L", "Notes about the entity, in the Notes tab", "names.do(notes)"),
            _act("entity.annotate", "", "Highlight this mention of the entity", "names.do(highlight)"),
            _act("entity.tag", "", "Tag this mention of the entity", "names.do(tag)"),
            _act("entity.comment", "", "Comment on this mention of the entity", "names.do(comment)"),
            _act("entity.sort", "", "Put the list of entities into another order", "names.do(sort)"),
        ),
    ),
    Group(
        title="Find",
        acts=(
            _act("find.open", "/", "Find", "find", "find"),
            _act("find.next", "f3", "Next hit", "find_next"),
            _act("find.previous", "shift+f3", "Previous hit", "find_previous"),
            _act("mention.next", "]", "Next mention of the entity", "names.walk(1)"),
            _act("mention.previous", "[", "Previous mention of the entity", "names.walk(-1)"),
        ),
    ),
    Group(
        title="Links",
        acts=(
            _act("link.follow", "f", "Follow the link here; a footnote to its own place", "links.go"),
            _act("link.next", "}", "Next link, footnote or picture", "links.walk(1)"),
            _act("link.previous", "{", "Previous link, footnote or picture", "links.walk(-1)"),
        ),
    ),
    Group(
        title="Move",
        acts=(
            _act("move.next_block", "j", "Next paragraph", "next_block"),
            _act("move.previous_block", "k", "Previous paragraph", "previous_block"),
            _act("move.line_down", "down", "Line down", "line_down"),
            _act("move.line_up", "up", "Line up", "line_up"),
            _act("move.right", "right", "One character on", "right"),
            _act("move.left", "left", "One character back", "left"),
            _act("move.next_word", "w", "Next word", "next_word"),
            _act("move.previous_word", "b", "Previous word", "previous_word"),
            _act("move.next_sentence", ")", "Next sentence", "next_sentence"),
            _act("move.previous_sentence", "(", "Previous sentence", "previous_sentence"),
            _act("move.page_down", "space pagedown ctrl+f", "Page down", "page_down"),
            _act("move.page_up", "shift+space pageup ctrl+b", "Page up", "page_up"),
            _act("move.half_page_down", "ctrl+d", "Half a page down", "half_page_down"),
            _act("move.half_page_up", "ctrl+u", "Half a page up", "half_page_up"),
            _act("move.start", "g home", "Start of the document", "start"),
            _act("move.end", "G end", "End of the document", "end"),
            _act("move.percent", "%", "Go to a percentage", "percent"),
            _act("move.back", "ctrl+o alt+left", "Back to where you jumped from", "back"),
            _act("move.forward", "alt+right", "Forward again", "forward"),
        ),
    ),
    Group(
        title="postil",
        acts=(
            _act("app.open", "O", "Open another document", "open_document"),
            _act("app.palette", "ctrl+p", "Everything there is to do, by name", "palette"),
            _act("app.help", "? f1", "Help", "help", "help"),
            _act("app.quit", "q ctrl+q", "Quit; everything is saved already", "quit", "quit"),
        ),
    ),
)
"""The reading screen, in the order of the help."""

FOOTER = (
    "note.highlight",
    "note.tag",
    "note.comment",
    "note.next",
    "find.open",
    "view.entities",
    "view.notes",
    "note.undo",
    "app.help",
    "app.quit",
)
"""Acts of the footer in their order; on narrow screens those before help go first."""


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Which keys do what, with the person's own choices applied."""

    groups: tuple[Group, ...]
    keys: Mapping[str, tuple[str, ...]]
    """Id of the act -> its keys, as people write them; none where another act was given them."""

    def first(self, act: str) -> str:
        """The act's key to show in a footer; empty when it has none."""
        keys = self.keys[act]
        return keys[0] if keys else ""

    def by_key(self) -> dict[str, Act]:
        """Key, as the toolkit names it (`slash` for `/`) -> act."""
        return {toolkit_name(key): act for group in self.groups for act in group.acts for key in self.keys[act.id]}

    def footer(self) -> list[tuple[str, Act]]:
        """What the footer shows, a key and its act: what a reader does most first, help and quit last."""
        acts = {act.id: act for group in self.groups for act in group.acts if act.footer and self.keys[act.id]}
        order = [act for act in FOOTER if act in acts] + [act for act in acts if act not in FOOTER]
        return [(self.first(act), acts[act]) for act in order]


def keyboard(choices: Iterable[KeyChoice] = (), groups: Sequence[Group] = READING) -> Keyboard:
    """The keys in force: the defaults, and over them what the person chose.

    A key that was chosen for one act is taken from the act that has it by default.

    Raises: ConfigError, for an act that does not exist or a key given to two acts.
    """
    defaults = {act.id: act.keys for group in groups for act in group.acts}
    chosen: dict[str, KeyChoice] = {}
    owner: dict[str, KeyChoice] = {}
    for choice in choices:
        if choice.act not in defaults:
            raise ConfigError(
                f"{choice.place}: there is no act '{choice.act}'",
                hint=f"{_nearest(choice.act, defaults)} The ids stand in the help (?) and in docs/keys.md.",
            )
        chosen[choice.act] = choice
        for key in choice.keys:
            other = owner.setdefault(toolkit_name(key), choice)
            if other.act != choice.act:
                raise ConfigError(
                    f"{choice.place}: '{key}' is given to {other.act} and to {choice.act}",
                    hint="Give one of the two another key.",
                )
    keys = {
        act: chosen[act].keys if act in chosen else tuple(key for key in given if toolkit_name(key) not in owner)
        for act, given in defaults.items()
    }
    return Keyboard(tuple(groups), keys)


def as_markdown(groups: Sequence[Group] = READING) -> str:
    """The acts as tables, for docs/keys.md."""
    lines: list[str] = []
    for group in groups:
        lines += [f"### {group.title}", "", "| keys | what it does | id |", "|---|---|---|"]
        for act in group.acts:
            keys = " ".join(f"`{shown(key)}`" for key in act.keys)
            lines.append(f"| {keys} | {act.says} | `{act.id}` |")
        lines.append("")
    return "\n".join(lines)


def shown(key: str) -> str:
    """A key as the help shows it: `Ctrl+R` for `ctrl+r`, `PgDn` for `pagedown`, `h` for `h`."""
    *modifiers, last = [key] if len(key) == 1 or key.endswith("+") else key.split("+")
    return "+".join(
        [*(word.capitalize() for word in modifiers), _SHOWN.get(last, last.upper() if modifiers else last)]
    )


_SHOWN = {
    "down": "↓", "up": "↑", "left": "←", "right": "→", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home",
    "end": "End", "space": "Space", "enter": "Enter", "escape": "Esc", "tab": "Tab", "backspace": "Backspace",
    "delete": "Del", "insert": "Ins", **{f"f{n}": f"F{n}" for n in range(1, 13)},
}  # fmt: skip


def toolkit_name(key: str) -> str:
    """The toolkit's name of a key as people write it: `slash` for `/`, `ctrl+r` for `ctrl+r`."""
    last = "+" if key.endswith("+") else key.rpartition("+")[2]
    modifiers = key.removesuffix(last)
    if len(last) == 1 and not last.isalnum():
        last = unicodedata.name(last, last).lower().replace("-", "_").replace(" ", "_")
        last = {
            "solidus": "slash",
            "reverse_solidus": "backslash",
            "commercial_at": "at",
            "hyphen_minus": "minus",
            "plus_sign": "plus",
            "low_line": "underscore",
        }.get(last, last)
    return modifiers + last


def _nearest(word: str, known: Iterable[str]) -> str:
    import difflib

    close = difflib.get_close_matches(word, list(known), n=1)
    return f"Did you mean '{close[0]}'?" if close else ""
