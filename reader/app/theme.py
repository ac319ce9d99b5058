"""postil's two themes, and looks as a theme shows them: styles for the toolkit, sequences for the terminal."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from rich.color import Color
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.strip import Strip
from textual.theme import Theme

from reader.app import fast
from reader.cells import is_plain, width_of
from reader.palette import (
    BOLD,
    DARK,
    DIM,
    ITALIC,
    LIGHT,
    REVERSE,
    SHOWN_BY,
    SIXTEEN,
    STRIKE,
    UNDERLINE,
    VARIABLE,
    Ink,
    depth,
    is_frame,
    link_of,
)

if TYPE_CHECKING:
    from textual.app import App

    from reader.drawing import Run
    from reader.palette import Look


def _theme(name: str, colors: dict[str, str], *, dark: bool) -> Theme:
    return Theme(
        name=name,
        primary=colors["accent"],
        secondary=colors["link"],
        accent=colors["accent"],
        warning=colors["rail-orange"],
        error=colors["rail-red"],
        success=colors["rail-green"],
        foreground=colors["text"],
        background=colors["ground"],
        surface=colors["panel"],
        panel=colors["panel"],
        dark=dark,
        variables={f"{VARIABLE}{key}": value for key, value in colors.items()}
        | {
            "block-cursor-background": colors["selection"],
            "block-cursor-foreground": colors["strong"],
            "border": colors["accent"],
            "border-blurred": colors["line"],
        },
    )


POSTIL_DARK = _theme("postil-dark", DARK, dark=True)
POSTIL_LIGHT = _theme("postil-light", LIGHT, dark=False)
POSTIL_PLAIN = Theme(
    name="postil-plain",
    ansi=True,
    primary="ansi_yellow",
    secondary="ansi_cyan",
    accent="ansi_yellow",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    dark=True,
    variables={
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "border": "ansi_yellow",
        "border-blurred": "ansi_bright_black",
        "block-cursor-background": "ansi_white",
        "block-cursor-foreground": "ansi_black",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-selection-background": "ansi_bright_black",
        "input-selection-foreground": "ansi_white",
    },
)
"""For terminals of sixteen colours or none: the terminal's own ground and text, and what shows without colour."""


def default_theme(depth: str, *, light: bool) -> str:
    """Name of the theme for a terminal, by how many colours it shows, and whether its ground is light."""
    if depth in ("none", "16"):
        return POSTIL_PLAIN.name
    return POSTIL_LIGHT.name if light else POSTIL_DARK.name


def colors_of(app: App[object]) -> dict[str, str]:
    """postil's colours as the app's theme has them: its own where it defines them, else made from the theme's."""
    theme = app.current_theme
    colors = dict(DARK if theme.dark else LIGHT)
    if f"{VARIABLE}ground" in theme.variables:
        return {name: theme.variables.get(f"{VARIABLE}{name}", value) for name, value in colors.items()}
    if theme.ansi:
        return colors
    variables = app.theme_variables
    for name, variable in _BORROWED.items():
        value = variables.get(variable, "")
        if len(value) == 7 and value.startswith("#"):
            colors[name] = value.lower()
    return colors


_BORROWED = {
    "ground": "background",
    "text": "foreground",
    "strong": "foreground",
    "title": "foreground",
    "accent": "primary",
    "heading": "primary",
    "link": "secondary",
    "panel": "surface",
    "sentence": "surface",
    "line": "panel-lighten-1",
}
"""postil's colour -> the variable it is taken from in themes that know nothing of postil."""


_TO_COLUMN = [(ControlType.CURSOR_MOVE_TO_COLUMN, 0)]
"""Marks a segment as one that fills no cell; the sequence itself is its text."""


@runtime_checkable
class Linking(Protocol):
    """An app that knows whether links are shown as hyperlinks of the terminal."""

    links: bool


_MOST_STYLES = 1000
"""Looks that are kept as styles: each link has one of its own."""


class Looks:
    """Looks as one theme shows them on one terminal."""

    def __init__(self, colors: dict[str, str], depth: str, *, links: bool = False) -> None:
        self.ink = Ink(colors, depth, links=links)
        self._styles: dict[Look, Style] = {}

    @classmethod
    def of(cls, app: App[object]) -> Looks:
        """For the app's theme and the terminal it runs on."""
        shown = "none" if app.no_color else depth(os.environ)
        if app.native_ansi_color and shown in ("256", "true"):
            shown = "16"  # the theme is one of the terminal's own colours
        return cls(colors_of(app), shown, links=isinstance(app, Linking) and app.links)

    def style(self, look: Look) -> Style:
        """The look as the toolkit's style."""
        if len(look) == 4 and not self.ink.links:
            look = look[:3]
        known = self._styles.get(look)
        if known is None:
            if len(self._styles) >= _MOST_STYLES:
                self._styles.clear()
            known = self._styles[look] = self._style(look)
        return known

    def _style(self, look: Look) -> Style:
        foreground, background, attributes = look[:3]
        if self.ink.depth in ("none", "16"):
            attributes |= SHOWN_BY.get(background, 0)
            number = None if self.ink.depth == "none" or attributes & REVERSE else SIXTEEN.get(foreground)
            color = Color.default() if number is None else Color.from_ansi(number)
            ground = Color.default()
        else:
            color = Color.parse(self.ink.colors.get(foreground or "text", "default"))
            ground = Color.parse(self.ink.colors.get(background or "ground", "default"))
        style = Style(
            color=color,
            bgcolor=ground,
            bold=bool(attributes & BOLD),
            dim=bool(attributes & DIM),
            italic=bool(attributes & ITALIC),
            underline=bool(attributes & UNDERLINE),
            reverse=bool(attributes & REVERSE),
            strike=bool(attributes & STRIKE),
        )
        link = link_of(look)
        return fast.linked(style, link) if link else style

    def strip(self, runs: list[Run], cells: int, left: int = 0) -> Strip:
        """A row of runs that fills `cells`, from the column `left` of the screen on."""
        style = self.style
        segments = []
        column = left
        sure = True
        for text, look in runs:
            if not sure and is_frame(text):  # as in `Ink.carry_on`
                segments.append(Segment(f"\x1b[{column + 1}G", None, _TO_COLUMN))
                sure = True
            segments.append(Segment(text, style(look)))
            sure = sure and is_plain(text)
            column += width_of(text)
        return Strip(segments, cells)
