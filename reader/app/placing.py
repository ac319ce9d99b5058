"""Where the parts of the reading screen stand: where a `Frame` says, as on the screen that is painted before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, WidgetPlacement
from textual.layouts.vertical import VerticalLayout
from textual.widget import Widget

if TYPE_CHECKING:
    from reader.frame import Frame


class FrameLayout(VerticalLayout):
    """Puts the widgets it was told a place for there; what else the toolkit lays out, it lays out as ever."""

    name = "frame"

    def __init__(self) -> None:
        self.places: dict[Widget, Region] = {}

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        if not all(child in self.places for child in children):
            return super().arrange(parent, children, size, greedy)
        return [WidgetPlacement(self.places[child], NULL_OFFSET, NULL_SPACING, child) for child in children]


def header_place(frame: Frame) -> Region:
    """The rows above the text."""
    return Region(0, 0, frame.columns, frame.top)


def footer_place(frame: Frame) -> Region:
    """The rows under the text."""
    return Region(0, frame.top + frame.height, frame.columns, frame.top)


def text_place(frame: Frame) -> Region:
    """The text, with its margin and its scroll bar."""
    return Region(0, frame.top, frame.width, frame.height)


def sidebar_place(frame: Frame) -> Region:
    """The sidebar, beside the text or over it."""
    return Region(frame.columns - frame.side, frame.top, frame.side, frame.height)
