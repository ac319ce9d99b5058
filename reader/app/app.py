"""The app: postil on the screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.command import Provider
from textual.driver import Driver
from textual.screen import Screen
from textual.theme import Theme

from annotations.errors import PostilError
from reader import hyperlinks, lastread
from reader.app import fast
from reader.app.keys import keyboard
from reader.app.screens.annotating import AnnotatingScreen
from reader.app.theme import POSTIL_DARK, POSTIL_LIGHT, POSTIL_PLAIN, default_theme
from reader.config import ConfigError, Settings, remember_choice
from reader.documents.flow import Flow
from reader.palette import depth

if TYPE_CHECKING:
    from annotations.model import Span
    from reader.app.screens.home import HomeScreen
    from reader.firstpaint import FirstScreen


def _acts_provider() -> type[Provider]:
    from reader.app.palette_acts import ActsProvider

    return ActsProvider


class PostilApp(App[None]):
    """Reads one document."""

    TITLE = "postil"
    ENABLE_COMMAND_PALETTE = True
    ALLOW_SELECT = False
    """The text has a selection of its own. The toolkit's ends in an error where a widget goes as it is clicked on."""
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = App.COMMANDS | {_acts_provider}

    def __init__(
        self,
        flow: Flow | None,
        settings: Settings,
        *,
        driver: type[Driver] | None = None,
        first: FirstScreen | None = None,
    ) -> None:
        """Read `flow`, or begin at home. `first` is the screen that was painted before, whose place is taken over."""
        # Asked first: the toolkit takes NO_COLOR out of the environment.
        self._own_theme = default_theme(depth(os.environ), light=lastread.ground() == "light")
        super().__init__(driver_class=driver)
        self.flow = flow
        self._typed: list[events.Event] | None = []
        """Keys that came before the screen was up; None since it is."""
        self._first = first
        self._keyboard = keyboard(settings.keys)
        self.links = settings.links and hyperlinks.able(os.environ)
        """Whether links are shown as hyperlinks of the terminal."""
        self.drawn: Callable[[], None] | None = None
        """Called each time the toolkit has drawn, while something is shown that it knows nothing of."""
        self.settings = settings
        self.register_theme(POSTIL_DARK)
        self.register_theme(POSTIL_LIGHT)
        self.register_theme(POSTIL_PLAIN)
        if settings.theme and settings.theme not in self.available_themes:
            raise ConfigError(
                f"{settings.path}: there is no theme '{settings.theme}'",
                hint=f"There are {', '.join(sorted(self.available_themes))}.",
            )
        self.theme = settings.theme or self._own_theme

    def get_default_screen(self) -> Screen[None]:
        """The document, open for reading; without one, the home screen."""
        if self.flow is None:
            from reader.app.screens.home import HomeScreen

            return HomeScreen()
        screen = self._reading(self.flow)
        if self._first is not None:
            screen.view.go_on(self._first)
        return screen

    def _reading(self, flow: Flow) -> AnnotatingScreen:
        screen = AnnotatingScreen(flow, self._keyboard, self.settings)
        if self._first is None and (last := lastread.read(flow.source)) is not None:
            screen.view.go_on_from(last)
        return screen

    def post_display_hook(self) -> None:
        """The toolkit has drawn."""
        if self.drawn is not None:
            self.drawn()

    # ---- opening another document

    def on_home_screen_wanted(self, event: HomeScreen.Wanted) -> None:
        """Open what was chosen at home, in a thread."""
        self._open(event.source, event.note)

    def open_source(self, source: str) -> None:
        """Open another document in the place of this one, in a thread."""
        self._open(source, "")

    def _open(self, source: str, note: str) -> None:
        def work() -> None:
            from reader.app.screens.home import SAMPLE
            from reader.documents.load import open_flow
            from reader.sample import copy

            try:
                flow = open_flow(str(copy()) if source == SAMPLE else source)
            except PostilError as error:
                self.call_from_thread(self._tell, error)
            else:
                self.call_from_thread(self._opened, flow, note)

        self.run_worker(work, thread=True, exclusive=True, group="open", description=f"Open {source}")

    def show_anew(self, flow: Flow, was_at: Span | None) -> None:
        """Read a document that changed on disk, from the words the reader was at."""
        self._opened(flow, "", was_at)

    def _opened(self, flow: Flow, note: str, was_at: Span | None = None) -> None:
        """Leave the document that was open, and read this one, from a note where one was chosen."""
        before = [screen for screen in self.screen_stack if isinstance(screen, AnnotatingScreen)]

        def go() -> None:
            # The screen at the bottom stays, for the toolkit cannot exchange it; nothing leads back to it.
            while len(self.screen_stack) > 1:
                self.pop_screen()
            self._first = None
            self.flow = flow
            screen = self._reading(flow)
            screen.rereading.was_at = was_at
            if note:
                screen.go_to_note(note)
            self.push_screen(screen)

        _leave_all(before, go)

    def _tell(self, error: PostilError) -> None:
        self.notify(f"{error}\n{error.hint}", severity="error", timeout=12, markup=False)

    def open_home(self) -> None:
        """Show the home screen above the document."""
        from reader.app.screens.home import HomeScreen

        self.push_screen(HomeScreen())

    async def on_event(self, event: events.Event) -> None:
        """Hold what is typed until the screen can act on it."""
        if self._typed is not None and isinstance(event, events.Key | events.Paste):
            self._typed.append(event)
        else:
            await super().on_event(event)

    async def on_ready(self) -> None:
        """The screen is up."""
        self.theme_changed_signal.subscribe(self, self._theme_changed)
        fast.settle_memory()
        fast.draw_now(self)
        typed, self._typed = self._typed, None
        for event in typed or ():
            await self.on_event(event)

    def _theme_changed(self, theme: Theme) -> None:
        """Remember a theme that the person chose."""
        if theme.name != self._own_theme:
            self.remember("theme", theme.name)

    def on_ground_told(self, event: fast.GroundTold) -> None:
        """Take the theme that suits the terminal, where the person has not chosen one."""
        lastread.remember_ground("light" if event.light else "dark")
        wanted = POSTIL_LIGHT.name if event.light else POSTIL_DARK.name
        if self.theme == self._own_theme != wanted and self.theme != POSTIL_PLAIN.name and not self.settings.theme:
            self._own_theme = self.theme = wanted

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers besides the acts."""
        yield SystemCommand("Theme", "Choose the colours", self.action_change_theme)
        yield SystemCommand("Picture of the screen", "Save it as an SVG file", self.deliver_screenshot)

    def remember(self, key: str, value: str) -> None:
        """Write a choice made on the screen to `config.yaml`, for the next time."""

        def write() -> None:
            try:
                remember_choice(self.settings.path, key, value)
            except PostilError as error:
                self.call_from_thread(self._tell, error)

        self.run_worker(write, thread=True, group="settings", description="Remember a choice")

    async def action_quit(self) -> None:
        """Leave; nearly always everything is saved already."""
        _leave_all([screen for screen in self.screen_stack if isinstance(screen, AnnotatingScreen)], self._leave)

    def _leave(self) -> None:
        fast.leave(self)
        self.exit()


def _leave_all(screens: list[AnnotatingScreen], then: Callable[[], None]) -> None:
    """Leave one after the other, the uppermost first, and then do `then`; unless the person stays."""
    if screens:
        *rest, last = screens
        last.leave(lambda: _leave_all(rest, then))
    else:
        then()
