"""Header, footer and the sidebar's frame as rows of `(text, look)` runs: pure, for the first paint and the widgets.

All sizes are cells. Loads nothing: it is on the way to the first screen.
"""

from __future__ import annotations

from reader.cells import cut, fit, harmless, width_of
from reader.drawing import clipped
from reader.layout import Wrapped
from reader.palette import BOLD, PLAIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.drawing import Run
    from reader.frame import Frame
    from reader.page import Page
    from reader.palette import Look

FOOTER: tuple[tuple[str, str], ...] = (
    ("h", "highlight"),
    ("t", "tag"),
    ("c", "comment"),
    ("n", "next note"),
    ("/", "find"),
    ("e", "entities"),
    ("l", "notes"),
    ("u", "undo"),
    ("?", "help"),
    ("q", "quit"),
)
"""Keys of the footer as they are before anyone chose others. On narrow screens those before help go first."""

TABS = ("Entities", "Notes", "Outline")

LOOKING = "Looking for names and dates …"
INVITATION = "/ filter · s: most often first"
"""What the tab that is shown first says before anything is known."""

LINE: Look = ("line", "", 0)
MUTED: Look = ("muted", "", 0)
BAR: Run = ("│", LINE)
THUMB: Run = ("┃", MUTED)
EDGE: Run = ("▏", LINE)
KEY: Look = ("accent", "", BOLD)


def header(columns: int, title: str, facts: Sequence[str]) -> list[Run]:
    """The first row: the program, the document, and at the right what is known of it, least important first to go.

    Args:
        columns: Width of the screen.
        title: Of the document.
        facts: From left to right, as `ana`, `12 notes`, `saved`, `34 %`; the last stays longest.
    """
    known = [fact for fact in facts if fact]
    right = " · ".join(known)
    while known and width_of(right) > max(columns * 2 // 5, 8):
        known.pop(0)
        right = " · ".join(known)
    room = columns - width_of(right) - 4
    name = "postil" if room >= 24 else ""
    runs: list[Run] = [(" ", PLAIN)]
    if name:
        runs += [(name, ("accent", "", BOLD)), (" · ", LINE)]
        room -= len(name) + 3
    shown = harmless(title)
    if width_of(f" {shown}") != 1 + width_of(shown):
        shown = f"◌{shown}"  # what would join with the blank before it, as a mark without its letter does
    if width_of(shown) > room:
        shown = cut(shown, room - 1).rstrip() + "…" if room > 1 else ""
    runs.append((shown, ("strong", "", BOLD)))
    used = sum(width_of(text) for text, _ in runs)
    runs.append((" " * max(columns - used - width_of(right) - 1, 0), PLAIN))
    runs.append((right, MUTED))
    runs.append((" ", PLAIN))
    return clipped(runs, columns)


def rule(frame: Frame, joint: str, *, open_sidebar: bool = False, said: str = "") -> list[Run]:
    """A line across the screen, with a joint where the sidebar's edge meets it, and words set into it."""
    docked = frame.docked or open_sidebar
    edge = frame.columns - frame.side - 1 if docked else frame.columns
    line = "─" * edge + (joint + "─" * (frame.columns - edge - 1) if docked else "")
    if not said or edge < 8:
        return [(line, LINE)]
    words = harmless(said)
    if width_of(words) > edge - 4:
        words = cut(words, edge - 5).rstrip() + "…"
    return [("─ ", LINE), (words, MUTED), (f" {line[width_of(words) + 3 :]}", LINE)]


def footer(columns: int, keys: Sequence[tuple[str, str]]) -> list[Run]:
    """The last row: keys and what they do, as many as fit; the last two, help and quit, stay longest."""
    kept = list(keys)

    def wide() -> int:
        return sum(width_of(key) + width_of(word) + 1 for key, word in kept) + 2 * max(len(kept) - 1, 0) + 2

    while len(kept) > 1 and wide() > columns:
        kept.pop(-3 if len(kept) > 2 else 0)
    runs: list[Run] = [(" ", PLAIN)]
    for index, (key, word) in enumerate(kept):
        if index:
            runs.append(("  ", PLAIN))
        runs += [(key, KEY), (f" {word}", MUTED)]
    used = sum(width_of(text) for text, _ in runs)
    runs.append((" " * max(columns - used, 0), PLAIN))
    return clipped(runs, columns)


def tabs(columns: int, chosen: str = TABS[0]) -> list[Run]:
    """The first row of the sidebar: its tabs, the chosen one set off."""
    runs: list[Run] = []
    for tab in TABS:
        runs.append((" ", PLAIN))
        runs.append((f" {tab} ", ("accent", "", BOLD | 8) if tab == chosen else MUTED))
    used = sum(width_of(text) for text, _ in runs)
    runs.append((" " * max(columns - used, 0), PLAIN))
    return clipped(runs, columns)


def sidebar(columns: int, rows: int) -> list[list[Run]]:
    """The sidebar before anything is known: its tabs, and that names and dates are looked for."""
    inner = columns - 1
    said = [
        [(" ", PLAIN), *words, (" " * (inner - sum(width_of(text) for text, _ in words)), PLAIN)]
        for words in excuse(LOOKING, inner)
    ]
    blank: list[Run] = [(" " * columns, PLAIN)]
    lines = [tabs(columns), [(" ", PLAIN), *invitation(INVITATION, inner)], *said]
    return (lines + [blank] * (rows - len(lines)))[:rows]


def invitation(words: str, columns: int) -> list[Run]:
    """The line that a list can be narrowed down by, while nothing is typed there."""
    return [(fit(f" {words}", columns), ("muted", "panel", 0))]


def excuse(words: str, columns: int) -> list[list[Run]]:
    """What is said where there is nothing to list, wrapped; not filled up to its width."""
    wrapped = Wrapped(words, 0, len(words), max(columns - 2, 1))
    return [[(" " + harmless(words[slice(*wrapped.shown(row))]), MUTED)] for row in range(len(wrapped))]


def beside(page: Page, side: Sequence[list[Run]]) -> list[list[Run]]:
    """The rows of the page with its scroll bar, and to the right of it those of the sidebar where it has any."""
    width = page.frame.width
    return [
        [*runs, (" " * max(width - 1 - used, 0), PLAIN), bar, *(side[row] if side else ())]
        for row, ((runs, used), bar) in enumerate(zip(page.draw(), scroll_bar(page), strict=True))
    ]


def scroll_bar(page: Page) -> list[Run]:
    """The scroll bar of a page, a run for each row: the line between text and sidebar, thicker for the thumb."""
    first, last = page.thumb()
    return [THUMB if first <= row < last else BAR for row in range(page.frame.height)]
