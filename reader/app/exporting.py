"""Exporting from the reading screen: made in a thread, looked at in a dialog, written or copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import PostilError, UsageError
from annotations.library import is_local, is_notes_name

if TYPE_CHECKING:
    from reader.app.acts import NoteActs
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.app.screens.export import Exported, Wish


class Exporting:
    """One visit to the export dialog."""

    def __init__(self, screen: AnnotatingScreen, acts: NoteActs) -> None:
        self._screen = screen
        self._acts = acts

    def begin(self) -> None:
        """Show the dialog."""
        from annotations.formats import registry
        from reader.app.screens.export import ExportDialog

        formats = [format_ for name in registry.names() if (format_ := registry.get(name)).can_export]
        source = self._screen.flow.source
        beside = Path(source).absolute() if is_local(source) else None
        dialog = ExportDialog([(one.name, one.summary) for one in formats], self._make, beside=beside)
        self._acts.ask(dialog, self._wished)

    def _make(self, name: str, then: Callable[[Exported | PostilError], None]) -> None:
        screen = self._screen

        def work() -> None:
            try:
                made: Exported | PostilError = self._exported(name)
            except PostilError as error:
                made = error
            screen.app.call_from_thread(then, made)

        screen.run_worker(work, thread=True, group="export", exclusive=True, description="Make the export")

    def _exported(self, name: str) -> Exported:
        """Runs in a thread."""
        from annotations.formats import registry
        from reader.app.screens.export import Exported
        from reader.config import read_settings
        from reader.exchange import bundle_of, desk_for

        format_ = registry.get(name)
        document = self._screen.flow.document()
        bundle = bundle_of(document, desk_for(document, read_settings()), entities=format_.entities)
        export = format_.export(bundle)
        return Exported(format=format_.name, suffix=format_.suffixes[0], data=export.data, losses=str(export.losses))

    def _wished(self, wish: Wish | None) -> None:
        if wish is None:
            return
        if wish.path is None:
            assert isinstance(wish.exported.data, str), "bytes are not offered to the clipboard"
            self._screen.app.copy_to_clipboard(wish.exported.data)
            self._screen.say(f"Copied as {wish.exported.format}.")
            return
        self._write(wish, wish.path)

    def _write(self, wish: Wish, path: Path) -> None:
        """Raises: UsageError, when the export would take the place of the document or of notes."""
        source = self._screen.flow.source
        if is_notes_name(path.name) or (is_local(source) and path.absolute() == Path(source).absolute()):
            raise UsageError(f"{path} would be overwritten by the export", hint="Give it another name.")
        screen = self._screen

        def done(error: PostilError | None) -> None:
            if error is not None:
                screen.tell_error(error)
            else:
                screen.say(f"Saved: {path}")

        def work() -> None:
            from reader.files import write_whole

            data = wish.exported.data
            try:
                write_whole(path, data.encode() if isinstance(data, str) else data)
            except PostilError as error:
                screen.app.call_from_thread(done, error)
            else:
                screen.app.call_from_thread(done, None)

        screen.run_worker(work, thread=True, group="export", description="Write the export")
