"""The reading view: moving, selecting, finding and pressing, as a person does them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from reader.app.keys import keyboard
from reader.app.screens.reading import ReadingScreen
from reader.app.theme import POSTIL_DARK, POSTIL_LIGHT
from reader.app.widgets.reading import ReadingView
from reader.documents.flow import Flow, WholeFlow
from reader.documents.loader import LoadOptions
from reader.documents.markdown import LOADER
from reader.marks import Marks, NoteMark

TEXT = """\
# Roads are blocked

Dr. Ramos counted 46 roadblocks on Friday. Thousands have marched. Nobody counted them.

The strike began on Wednesday. It spread to the [south](https://example.org/south). Luis Ramos was there.

""" + "\n\n".join(f"Paragraph {n} stands here. It has two sentences, and mark-{n}x in it." for n in range(60))


@pytest.fixture(autouse=True)
def _a_terminal_of_many_colors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")


def flow_of(markdown: str) -> Flow:
    document = LOADER.load(markdown.encode(), source="roads.md", options=LoadOptions())
    return WholeFlow(document)


class Reading(App[None]):
    """An app of one reading screen, and what it was told."""

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self.flow = flow
        self.told: list[object] = []
        self.register_theme(POSTIL_DARK)
        self.register_theme(POSTIL_LIGHT)
        self.theme = POSTIL_DARK.name

    def get_default_screen(self) -> ReadingScreen:
        return ReadingScreen(self.flow, keyboard())

    def on_reading_view_mark_pressed(self, event: ReadingView.MarkPressed) -> None:
        self.told.append(event.notes)

    def on_reading_view_link_pressed(self, event: ReadingView.LinkPressed) -> None:
        self.told.append(event.target)

    def on_reading_view_offset_pressed(self, event: ReadingView.OffsetPressed) -> None:
        self.told.append(event.offset)

    def on_reading_view_selection_changed(self, event: ReadingView.SelectionChanged) -> None:
        self.told.append(event.selection)


class Reader:
    """A person before the view."""

    def __init__(self, app: Reading, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        self.screen = screen
        self.view = screen.view
        self.text = screen.view.flow.part(0).text

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    @property
    def selected(self) -> str | None:
        span = self.view.selection
        return None if span is None else self.text[slice(*span)]

    @property
    def passage(self) -> str:
        span = self.view.passage()
        assert span is not None
        return self.text[slice(*span)]

    def here(self) -> str:
        """The text from the cursor on."""
        assert self.view.cursor is not None
        return self.text[self.view.cursor :]

    def cell(self, words: str) -> tuple[int, int]:
        """Column and row of some words on the screen, from the view's corner."""
        page = self.view.page
        place = page.place_of(0, self.text.index(words))
        pane = page.pane(*place[:2])
        column = pane.wrapped.place(self.text.index(words))[1] + page.frame.left + page.frame.gutter + pane.indent
        return column, page.visible().index(place)

    def footer(self) -> str:
        return "".join(text for text, _ in self.screen.footer.rows()[-1])

    async def until(self, there: Callable[[], bool]) -> None:
        for _ in range(500):
            if there():
                return
            await self.pilot.pause(0.01)
        raise AssertionError("it did not come about")


@asynccontextmanager
async def reading(text: str = TEXT, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Reader]:
    app = Reading(flow_of(text))
    async with app.run_test(size=size) as pilot:
        yield Reader(app, pilot)


async def test_the_act_applies_to_the_sentence_under_the_cursor() -> None:
    async with reading() as reader:
        await reader.press("j")
        assert reader.passage == "Dr. Ramos counted 46 roadblocks on Friday."
        await reader.press(")")
        assert reader.passage == "Thousands have marched."
        await reader.press("(")
        assert reader.passage == "Dr. Ramos counted 46 roadblocks on Friday."


async def test_moving_by_block_word_and_letter() -> None:
    async with reading() as reader:
        await reader.press("j", "j")
        assert reader.here().startswith("The strike")
        await reader.press("w", "w")
        assert reader.here().startswith("began")
        await reader.press("right", "b")
        assert reader.here().startswith("began")
        await reader.press("b", "left")
        assert reader.here().startswith(" strike")
        await reader.press("k")
        assert reader.here().startswith("The strike")
        await reader.press("k", "k", "k")
        assert reader.view.cursor == 0


async def test_three_words_are_selected_with_three_keys() -> None:
    async with reading() as reader:
        await reader.press("j", "v", "w", "w")
        assert reader.selected == "Dr. Ramos counted"
        await reader.press("b")
        assert reader.selected == "Dr. Ramos"
        await reader.press("escape")
        assert reader.selected is None


async def test_a_selection_reaches_over_blocks_and_its_ends_can_be_swapped() -> None:
    async with reading() as reader:
        await reader.press("j", "V", "j")
        assert reader.selected is not None
        assert reader.selected.startswith("Dr. Ramos counted")
        assert reader.selected.endswith("Luis Ramos was there.")
        await reader.press("o", "k")
        assert reader.selected.startswith("Roads are blocked")


async def test_pages_ends_and_percentages() -> None:
    async with reading() as reader:
        await reader.press("G")
        assert reader.view.page.percent() == 100
        assert "mark-59x" in reader.here()
        await reader.press("g")
        assert reader.view.cursor == 0
        await reader.press("pagedown", "pageup")
        assert reader.view.page.top == (0, 0, 0)
        await reader.press("%", "5", "0", "enter")
        assert reader.view.cursor == pytest.approx(len(reader.text) / 2, abs=150)
        await reader.press("%", "x", "enter")
        assert reader.view.question is None


async def test_the_way_back_and_forward_through_jumps() -> None:
    async with reading() as reader:
        await reader.press("j", "G", "g")
        await reader.press("ctrl+o")
        assert "mark-59x" in reader.here()
        await reader.press("ctrl+o")
        assert reader.here().startswith("Dr. Ramos")
        await reader.press("alt+right")
        assert "mark-59x" in reader.here()
        reader.view.jump_to(reader.text.index("Luis"))
        assert reader.here().startswith("Luis")
        await reader.press("ctrl+o")
        assert "mark-59x" in reader.here()


async def test_finding_shows_the_match_while_it_is_typed_and_counts() -> None:
    async with reading() as reader:
        await reader.press("/", *"ramos")
        assert reader.here().startswith("Ramos counted")
        await reader.until(lambda: "1 of 2" in reader.footer())
        await reader.press("enter", "enter")
        assert reader.here().startswith("Ramos was there")
        await reader.until(lambda: "2 of 2" in reader.footer())
        await reader.press("enter")
        assert reader.here().startswith("Ramos counted")
        await reader.press("backspace")
        assert reader.here().startswith("Ramos was there")
        await reader.press("escape")
        assert "highlight" in reader.footer()
        await reader.press("f3")
        assert reader.here().startswith("Ramos counted")


async def test_a_search_that_is_left_goes_back_to_where_it_began() -> None:
    async with reading() as reader:
        await reader.press("j", "j", "/", *"mark-40", "escape")
        assert reader.here().startswith("The strike")
        assert reader.view.find.query is None


async def test_a_capital_makes_the_search_mind_them_and_a_blank_reaches_over_blocks() -> None:
    async with reading() as reader:
        await reader.press("/", *"The")
        assert reader.here().startswith("The strike")
        await reader.press("escape", "/", *"them. the", "enter")
        assert reader.here().startswith("them.\n\nThe")


async def test_expressions_are_found_and_half_an_expression_is_no_error() -> None:
    async with reading() as reader:
        await reader.press("/", "ctrl+r", "m", "a", "r", "k", "-", "[")
        assert "not a regular expression" in reader.footer()
        await reader.press("5", "]", "8", "x", "enter")
        assert reader.here().startswith("mark-58x")


async def test_what_is_not_there_is_said() -> None:
    async with reading() as reader:
        await reader.press("/", *"zebra")
        await reader.until(lambda: "not found" in reader.footer())
        await reader.press("enter")
        assert reader.view.cursor == 0


async def test_words_typed_all_at_once_are_heard_as_they_were_meant() -> None:
    async with reading() as reader:
        for key, character in [("slash", "/"), *zip("ramos", "ramos", strict=True), ("enter", "\r"), ("v", "v")]:
            reader.app.post_message(events.Key(key, character))
        await reader.until(lambda: reader.selected == "Ramos")


async def test_pasted_text_is_looked_for() -> None:
    async with reading() as reader:
        await reader.press("/")
        reader.view.question.paste("Luis") if reader.view.question else None
        await reader.pilot.pause()
        assert reader.here().startswith("Luis")


async def test_a_click_places_the_cursor_two_select_a_word_three_a_sentence() -> None:
    async with reading() as reader:
        at = reader.cell("marched")
        await reader.pilot.click("#text", offset=at)
        assert reader.here().startswith("marched")
        await reader.pilot.click("#text", offset=at, times=2)
        assert reader.selected == "marched"
        await reader.pilot.click("#text", offset=at, times=3)
        assert reader.selected == "Thousands have marched."
        await reader.pilot.click("#text", offset=(2, at[1]))
        assert reader.selected is not None
        assert reader.selected.startswith("Dr. Ramos")


async def test_a_drag_selects_and_shift_stretches() -> None:
    async with reading() as reader:
        begin, end = reader.cell("Thousands"), reader.cell("began")
        await reader.pilot.mouse_down("#text", offset=begin)
        await reader.pilot.hover("#text", offset=end)
        await reader.pilot.mouse_up("#text", offset=end)
        assert reader.selected is not None
        assert reader.selected.startswith("Thousands have")
        assert reader.selected.endswith("The strike b")
        await reader.pilot.click("#text", offset=reader.cell("Wednesday"), shift=True)
        assert reader.selected.endswith("began on W")


async def test_a_drag_beyond_the_edge_scrolls_on() -> None:
    async with reading() as reader:
        await reader.pilot.mouse_down("#text", offset=reader.cell("Thousands"))
        await reader.pilot.hover("#footer", offset=(20, 1))
        await reader.until(lambda: reader.view.page.top > (0, 6, 0))
        await reader.pilot.mouse_up("#footer", offset=(20, 1))
        assert reader.selected is not None
        assert "mark-4x" in reader.selected


async def test_the_wheel_and_the_scroll_bar() -> None:
    async with reading() as reader:
        reader.view.page.scroll(3)
        await reader.pilot.click("#text", offset=(79, 19))
        assert reader.view.page.percent() == 100
        await reader.pilot.click("#text", offset=(79, 0))
        assert reader.view.page.percent() == 0


async def test_what_is_pressed_is_told() -> None:
    async with reading() as reader:
        start = reader.text.index("marched")
        reader.view.marks = Marks([NoteMark(note="n1", start=start, end=start + 7)])
        await reader.pilot.click("#text", offset=reader.cell("marched"))
        await reader.pilot.click("#text", offset=reader.cell("south"))
        await reader.pilot.pause()
        assert reader.app.told == [("n1",), start, "https://example.org/south", reader.text.index("south")]


async def test_notes_and_mentions_that_come_later_move_nothing() -> None:
    async with reading() as reader:
        await reader.press("pagedown")
        top, cursor = reader.view.page.spot_of(reader.view.page.top), reader.view.cursor
        reader.view.marks = Marks([NoteMark(note="n", start=20, end=90, comment="long " * 40, tags=("a",))])
        reader.view.mentions = [(20, 29)]
        assert (reader.view.page.spot_of(reader.view.page.top), reader.view.cursor) == (top, cursor)


async def test_a_note_can_be_stretched_from_its_end() -> None:
    async with reading() as reader:
        start = reader.text.index("Thousands")
        reader.view.stretch(start, start + 9)
        await reader.press("w")
        assert reader.selected == "Thousands have"


async def test_resizing_keeps_the_place_at_any_size() -> None:
    async with reading() as reader:
        reader.view.jump_to(reader.text.index("mark-30x"))
        for size in ((60, 20), (200, 50), (24, 6), (80, 24)):
            await reader.pilot.resize_terminal(*size)
            await reader.pilot.pause()
            page = reader.view.page
            assert page.frame.columns == size[0]
            assert page.visible()[0] <= page.place_of(*page.cursor) <= page.visible()[-1]
        assert reader.here().startswith("mark-30x")


async def test_longer_and_shorter_rows() -> None:
    async with reading(size=(120, 40)) as reader:
        before = reader.view.page.frame.measure
        await reader.press("-")
        assert reader.view.page.frame.measure == before - 4
        await reader.press("+", "+", "+", "+")
        assert reader.view.page.frame.measure > before


async def test_the_view_shows_what_the_page_draws_in_either_theme() -> None:
    async with reading() as reader:
        shown = reader.view.render_lines(reader.view.size.region)
        assert "Roads are blocked" in shown[1].text
        dark = shown[1]
        reader.app.theme = POSTIL_LIGHT.name
        await reader.pilot.pause()
        light = reader.view.render_lines(reader.view.size.region)[1]
        assert light.text == dark.text
        assert light != dark
        assert all(strip.cell_length == reader.view.size.width for strip in shown)


async def test_another_theme_lends_its_colours() -> None:
    async with reading() as reader:
        reader.app.theme = "nord"
        await reader.pilot.pause()
        assert reader.view.looks.ink.colors["ground"] == reader.app.theme_variables["background"].lower()


class Bare(App[None]):
    """An app that knows nothing of postil's screens."""

    def compose(self) -> ComposeResult:
        yield ReadingView(flow_of("One two."), id="text")


async def test_the_view_stands_alone() -> None:
    async with Bare().run_test() as pilot:
        view = pilot.app.query_one(ReadingView)
        assert view.passage() == (0, 8)
