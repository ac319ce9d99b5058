"""postil's two themes, and looks as a theme shows them: styles for the toolkit, sequences for the terminal."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.theme import Theme

from reader.palette import (
    BOLD,
    DARK,
    DIM,
    ITALIC,
    LIGHT,
    REVERSE,
    SHOWN_BY,
    STRIKE,
    UNDERLINE,
    VARIABLE,
    Ink,
    depth,
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


def colors_of(app: App[object]) -> dict[str, str]:
    """postil's colours as the app's theme has them: its own where it defines them, else made from the theme's."""
    theme = app.current_theme
    colors = dict(DARK if theme.dark else LIGHT)
    if f"{VARIABLE}ground" in theme.variables:
        return {name: theme.variables.get(f"{VARIABLE}{name}", value) for name, value in colors.items()}
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


class Looks:
    """Looks as one theme shows them on one terminal."""

    def __init__(self, colors: dict[str, str], depth: str) -> None:
        self.ink = Ink(colors, depth)
        self._styles: dict[Look, Style] = {}

    @classmethod
    def of(cls, app: App[object]) -> Looks:
        """For the app's theme and the terminal it runs on."""
        return cls(colors_of(app), depth(os.environ))

    def style(self, look: Look) -> Style:
        """The look as the toolkit's style."""
        known = self._styles.get(look)
        if known is None:
            known = self._styles[look] = self._style(look)
        return known

    def _style(self, look: Look) -> Style:
        foreground, background, attributes = look
        if self.ink.depth in ("none", "16"):
            attributes |= SHOWN_BY.get(background, 0)
        colors = self.ink.colors
        return Style(
            color=colors.get(foreground or "text"),
            bgcolor=colors.get(background or "ground"),
            bold=bool(attributes & BOLD),
            dim=bool(attributes & DIM),
            italic=bool(attributes & ITALIC),
            underline=bool(attributes & UNDERLINE),
            reverse=bool(attributes & REVERSE),
            strike=bool(attributes & STRIKE),
        )

    def strip(self, runs: list[Run], cells: int) -> Strip:
        """A row of runs that fills `cells`."""
        style = self.style
        return Strip([Segment(text, style(look)) for text, look in runs if text], cells)
