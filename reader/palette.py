"""Colours by name, dark and light, and how a look becomes the bytes a terminal understands.

A look is `(foreground, background, attributes)`: two names of colours, empty for what lies beneath, and a sum of
`BOLD`, `DIM`, `ITALIC`, `UNDERLINE`, `REVERSE` and `STRIKE`. On a link the look has a fourth part, the hyperlink as
`reader.hyperlinks` makes it. The names are theme variables, with `postil-` before them; the values here are those of
postil's own themes. Loads nothing: it is on the way to the first screen.
"""

from __future__ import annotations

from reader.cells import is_plain, width_of
from reader.hyperlinks import sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Look = tuple[str, str, int] | tuple[str, str, int, str]
    Run = tuple[str, Look]

BOLD, DIM, ITALIC, UNDERLINE, REVERSE, STRIKE = 1, 2, 4, 8, 16, 32

PLAIN: Look = ("", "", 0)

DARK: dict[str, str] = {
    "ground": "#16181d",
    "text": "#d7d5cd",
    "strong": "#f3f1ea",
    "muted": "#8b8d93",
    "faint": "#5c5f68",
    "line": "#353841",
    "accent": "#e2b86b",
    "title": "#f0e6d2",
    "heading": "#e2b86b",
    "quote": "#b9c4b4",
    "code": "#c9b8e8",
    "link": "#7fb4d8",
    "panel": "#1c1f26",
    "sentence": "#20242d",
    "selection": "#32415a",
    "match": "#0e454b",
    "match-here": "#f2c14e",
    "mention": "#8fc7c0",
    "badge": "#9aa0ab",
    "on-match": "#16181d",
    "yellow": "#4a4017",
    "green": "#24452d",
    "blue": "#1f3f5c",
    "pink": "#55293f",
    "orange": "#553519",
    "purple": "#3f2f5c",
    "red": "#5a2626",
    "grey": "#3a3d44",
    "rail-yellow": "#e8c547",
    "rail-green": "#6fbf73",
    "rail-blue": "#62a8e5",
    "rail-pink": "#e583b5",
    "rail-orange": "#ee9b4f",
    "rail-purple": "#a98be0",
    "rail-red": "#e56b6b",
    "rail-grey": "#9aa0ab",
}

LIGHT: dict[str, str] = {
    "ground": "#fbf9f4",
    "text": "#2b2a27",
    "strong": "#0f0e0c",
    "muted": "#74716a",
    "faint": "#a39f95",
    "line": "#d8d3c7",
    "accent": "#9a5b12",
    "title": "#1c1a16",
    "heading": "#8a4b0b",
    "quote": "#4c5a48",
    "code": "#5b3f8c",
    "link": "#1c5f94",
    "panel": "#f2eee4",
    "sentence": "#f1ede2",
    "selection": "#c6d9f2",
    "match": "#bfe6ea",
    "match-here": "#d9820a",
    "mention": "#14665d",
    "badge": "#6b675f",
    "on-match": "#fffdf8",
    "yellow": "#f7e9a6",
    "green": "#cfe9cc",
    "blue": "#cbe1f6",
    "pink": "#f7d3e4",
    "orange": "#fbdcba",
    "purple": "#e0d5f5",
    "red": "#f8cfcb",
    "grey": "#e2e0da",
    "rail-yellow": "#b48a00",
    "rail-green": "#2f8a3a",
    "rail-blue": "#2270b5",
    "rail-pink": "#c03f85",
    "rail-orange": "#c4660a",
    "rail-purple": "#6f4cc0",
    "rail-red": "#c03434",
    "rail-grey": "#77736b",
}

SIXTEEN: dict[str, int] = {
    "muted": 8,  # white would not be seen on a light ground
    "faint": 8,
    "line": 8,
    "accent": 3,
    "heading": 3,
    "quote": 2,
    "code": 5,
    "link": 4,
    "mention": 6,
    "rail-yellow": 3,
    "rail-green": 2,
    "rail-blue": 4,
    "rail-pink": 13,
    "rail-orange": 11,
    "rail-purple": 5,
    "rail-red": 1,
    "rail-grey": 8,
}
"""Foregrounds where there are sixteen colours, whose values are the terminal's: text and ground are its own."""

SHOWN_BY: dict[str, int] = {
    "yellow": UNDERLINE,
    "green": UNDERLINE,
    "blue": UNDERLINE,
    "pink": UNDERLINE,
    "orange": UNDERLINE,
    "purple": UNDERLINE,
    "red": UNDERLINE,
    "grey": UNDERLINE,
    "selection": REVERSE,
    "match": REVERSE,
    "match-here": REVERSE | BOLD,
}
"""Attributes that stand for a background where backgrounds cannot be told apart."""

_SEEN_ON_BLANKS = UNDERLINE | REVERSE | STRIKE

VARIABLE = "postil-"
"""What stands before a colour's name in a theme."""

DEPTHS = ("none", "16", "256", "true")


def depth(environ: Mapping[str, str]) -> str:
    """How many colours the terminal shows, by what its variables say: one of `DEPTHS`."""
    if environ.get("NO_COLOR"):
        return "none"
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "true"
    term = environ.get("TERM", "").strip().lower()
    if term.endswith(("-direct", "-truecolor")):
        return "true"
    return "256" if term.endswith("256color") or "kitty" in term else "16"


def over(look: Look, top: Look) -> Look:
    """`top` laid over `look`: its colours and its link where it has any, and the attributes of both."""
    foreground, background, attributes = top[0] or look[0], top[1] or look[1], look[2] | top[2]
    link = link_of(top) or link_of(look)
    return (foreground, background, attributes, link) if link else (foreground, background, attributes)


def link_of(look: Look | None) -> str:
    """The hyperlink of a look; empty without one."""
    return look[3] if look is not None and len(look) == 4 else ""


_MOST_CHANGES = 4000
"""Ways from look to look whose sequences are kept: each link has looks of its own."""


class Ink:
    """Looks as escape sequences, for one set of colours and one depth."""

    def __init__(self, colors: Mapping[str, str], depth: str = "true", *, links: bool = False) -> None:
        self.colors = colors
        self.depth = depth
        self.links = links
        """Whether the terminal is given hyperlinks."""
        self._changes: dict[tuple[Look | None, Look], str] = {}

    def change(self, before: Look | None, look: Look) -> str:
        """The SGR sequence that leads from one look to another; from None, it forgets whatever was set.

        Links have sequences of their own.
        """
        key = before, look
        known = self._changes.get(key)
        if known is None:
            if len(self._changes) >= _MOST_CHANGES:
                self._changes.clear()
            known = self._changes[key] = self._change(before, look)
        return known

    def _change(self, before: Look | None, look: Look) -> str:
        attributes, foreground, background = self._codes(look)
        if before is None:
            codes = ["0", *attributes, *foreground, *background]
        else:
            old_attributes, old_foreground, old_background = self._codes(before)
            if attributes != old_attributes or (old_foreground and not foreground):
                codes = ["0", *attributes, *foreground, *background]
            else:
                codes = foreground if foreground != old_foreground else []
                codes = codes + background if background != old_background else codes
        return f"\x1b[{';'.join(codes)}m" if codes else ""

    def _codes(self, look: Look) -> tuple[list[str], list[str], list[str]]:
        """Parameters of SGR for attributes, foreground and background."""
        foreground, background, attributes = look[:3]
        few = self.depth in ("none", "16")
        if few:
            attributes |= SHOWN_BY.get(background, 0)
        named = ((BOLD, "1"), (DIM, "2"), (ITALIC, "3"), (UNDERLINE, "4"), (REVERSE, "7"), (STRIKE, "9"))
        codes = [code for bit, code in named if attributes & bit]
        if few:
            color = SIXTEEN.get(foreground)
            if color is None or self.depth == "none" or attributes & REVERSE:
                return codes, [], []
            return codes, [str(30 + color if color < 8 else 82 + color)], []
        return (
            codes,
            color_codes(self.colors.get(foreground or "text", ""), self.depth, background=False),
            color_codes(self.colors.get(background or "ground", ""), self.depth, background=True),
        )

    def line(self, runs: Sequence[Run], column: int = 0) -> str:
        """Runs of text as one string with their sequences, whatever was set before; no link is open behind it."""
        text, now = self.carry_on(runs, None, column)
        return text + self.ended(now)

    def ended(self, now: Look | None) -> str:
        """What ends the link that is open, if there is one."""
        return sequence("") if self.links and link_of(now) else ""

    @staticmethod
    def _link(before: Look | None, look: Look) -> str:
        """What leads from the link of one look to that of another."""
        return sequence(link_of(look)) if link_of(look) != link_of(before) else ""

    def carry_on(self, runs: Sequence[Run], now: Look | None, column: int) -> tuple[str, Look | None]:
        """Runs of text with the sequences that say what changes, and the look that is set when they are written.

        Terminals do not agree on how wide some scripts are. The blanks and lines that follow such text are put in
        their column, so that a row may look odd, but never breaks the frame.

        Args:
            runs: The text.
            now: The look that is set before; None when that is not known.
            column: Where the runs are written.
        """
        out: list[str] = []
        plain = is_plain("".join([text for text, _ in runs]))
        sure = True
        for text, look in runs:
            if look != now:
                if now is not None and not look[2] and not now[2] & _SEEN_ON_BLANKS and text.isspace():
                    look = now[0], look[1], now[2]  # the colour of blanks cannot be seen
                if self.links and (len(look) > 3 or (now is not None and len(now) > 3)):
                    out.append(self._link(now, look))
                out.append(self.change(now, look))
                now = look
            if not plain:
                if not sure and is_frame(text):
                    out.append(f"\x1b[{column + 1}G")
                    sure = True
                column += width_of(text)
                sure = sure and is_plain(text)
            out.append(text)
        return "".join(out), now


def is_frame(text: str) -> bool:
    """True for what stands between the text and what is beside it: blanks that fill a row up, and lines."""
    return (len(text) > 1 and text.isspace()) or text in ("│", "┃")


def color_codes(color: str, depth: str, *, background: bool) -> list[str]:
    """Parameters of the SGR sequence for `#rrggbb` at depth `256` or `true`; none for an empty colour."""
    if not color:
        return []
    red, green, blue = int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
    base = "48" if background else "38"
    if depth == "true":
        return [base, "2", str(red), str(green), str(blue)]
    return [base, "5", str(eight_bit(red, green, blue))]


def eight_bit(red: int, green: int, blue: int) -> int:
    """The nearest of xterm's 256 colours, the first 16 left out: their values are the user's."""
    steps = (0, 95, 135, 175, 215, 255)

    def nearest(value: int) -> int:
        return min(range(6), key=lambda index: abs(steps[index] - value))

    cube = tuple(nearest(value) for value in (red, green, blue))
    grey = min(max(round(((red + green + blue) / 3 - 8) / 10), 0), 23)
    level = 8 + 10 * grey

    def far(colors: tuple[int, int, int]) -> int:
        return sum((a - b) ** 2 for a, b in zip(colors, (red, green, blue), strict=True))

    in_cube = (steps[cube[0]], steps[cube[1]], steps[cube[2]])
    if far((level, level, level)) < far(in_cube):
        return 232 + grey
    return 16 + 36 * cube[0] + 6 * cube[1] + cube[2]
