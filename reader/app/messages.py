"""What threads tell the screens. Widgets' own messages stand with the widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from annotations.errors import PostilError
    from reader.desk import Desk
    from reader.entities.model import Findings
    from reader.keeping import News


class NotesOpened(Message):
    """The notes of the document are read and placed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk


class NotesNotOpened(Message):
    """The notes cannot be opened at all."""

    def __init__(self, error: PostilError) -> None:
        super().__init__()
        self.error = error


class NotesNews(Message):
    """Something became of the files of notes."""

    def __init__(self, news: News) -> None:
        super().__init__()
        self.news = news


class EntitiesFound(Message):
    """What is known of the document's entities by now."""

    def __init__(self, findings: Findings) -> None:
        super().__init__()
        self.findings = findings
