"""The app: postil on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver

from reader.app import fast
from reader.app.keys import keyboard
from reader.app.screens.annotating import AnnotatingScreen
from reader.app.theme import POSTIL_DARK, POSTIL_LIGHT
from reader.config import Settings
from reader.documents.flow import Flow

if TYPE_CHECKING:
    from reader.firstpaint import FirstScreen


class PostilApp(App[None]):
    """Reads one document."""

    TITLE = "postil"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,ctrl+q", "quit", "Quit", id="app.quit", show=False)]

    def __init__(
        self,
        flow: Flow,
        settings: Settings,
        *,
        driver: type[Driver] | None = None,
        first: FirstScreen | None = None,
    ) -> None:
        """`first` is the screen that was painted before, whose place is taken over."""
        super().__init__(driver_class=driver)
        self.flow = flow
        self._first = first
        self.settings = settings
        self.register_theme(POSTIL_DARK)
        self.register_theme(POSTIL_LIGHT)
        self.theme = settings.theme or POSTIL_DARK.name

    def get_default_screen(self) -> AnnotatingScreen:
        """The document, open for reading."""
        screen = AnnotatingScreen(self.flow, keyboard(self.settings.keys), self.settings)
        if self._first is not None:
            screen.view.go_on(self._first)
        return screen

    def on_ready(self) -> None:
        """The screen is up."""
        fast.settle_memory()
        self.call_after_refresh(fast.hear, self)

    async def action_quit(self) -> None:
        """Leave; nearly always everything is saved already."""
        reading = next((screen for screen in self.screen_stack if isinstance(screen, AnnotatingScreen)), None)
        if reading is None:
            self._leave()
        else:
            reading.leave(self._leave)

    def _leave(self) -> None:
        fast.leave(self)
        self.exit()
