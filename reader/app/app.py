"""The app: postil on the screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.command import Provider
from textual.driver import Driver
from textual.screen import Screen

from annotations.errors import PostilError
from reader import lastread
from reader.app import fast
from reader.app.keys import keyboard
from reader.app.screens.annotating import AnnotatingScreen
from reader.app.screens.reading import ReadingScreen
from reader.app.theme import POSTIL_DARK, POSTIL_LIGHT, POSTIL_PLAIN, default_theme
from reader.config import ConfigError, Settings, remember_choice
from reader.documents.flow import Flow
from reader.palette import depth

if TYPE_CHECKING:
    from reader.firstpaint import FirstScreen


def _acts_provider() -> type[Provider]:
    from reader.app.palette_acts import ActsProvider

    return ActsProvider


class PostilApp(App[None]):
    """Reads one document."""

    TITLE = "postil"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = App.COMMANDS | {_acts_provider}

    def __init__(
        self,
        flow: Flow,
        settings: Settings,
        *,
        driver: type[Driver] | None = None,
        first: FirstScreen | None = None,
    ) -> None:
        """`first` is the screen that was painted before, whose place is taken over."""
        colors = default_theme(depth(os.environ))  # asked first: the toolkit takes NO_COLOR out of the environment
        super().__init__(driver_class=driver)
        self.flow = flow
        self._first = first
        self.settings = settings
        self.register_theme(POSTIL_DARK)
        self.register_theme(POSTIL_LIGHT)
        self.register_theme(POSTIL_PLAIN)
        if settings.theme and settings.theme not in self.available_themes:
            raise ConfigError(
                f"{settings.path}: there is no theme '{settings.theme}'",
                hint=f"There are {', '.join(sorted(self.available_themes))}.",
            )
        self.theme = settings.theme or colors

    def get_default_screen(self) -> AnnotatingScreen:
        """The document, open for reading."""
        screen = AnnotatingScreen(self.flow, keyboard(self.settings.keys), self.settings)
        if self._first is not None:
            screen.view.go_on(self._first)
        elif (last := lastread.read(self.flow.source)) is not None:
            screen.view.go_on_from(last)
        return screen

    def on_ready(self) -> None:
        """The screen is up."""
        self.theme_changed_signal.subscribe(self, lambda theme: self.remember("theme", theme.name))
        fast.settle_memory()
        fast.hear(self)

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
                self.call_from_thread(self.notify, f"{error}\n{error.hint}", severity="warning", markup=False)

        self.run_worker(write, thread=True, group="settings", description="Remember a choice")

    async def action_quit(self) -> None:
        """Leave; nearly always everything is saved already."""
        reading = next((screen for screen in self.screen_stack if isinstance(screen, AnnotatingScreen)), None)
        if reading is None:
            self._leave()
        else:
            reading.leave(self._leave)

    def _leave(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, ReadingScreen):
                screen.remember_place()
        fast.leave(self)
        self.exit()
