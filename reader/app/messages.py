"""What threads tell the screens. Widgets' own messages stand with the widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from annotations.errors import PostilError
    from reader.desk import Desk
    from reader.entities.model import Findings
    from reader.keeping import News


@dataclass
class NotesOpened(Message):
    """The notes of the document are read and placed."""

    desk: Desk


@dataclass
class NotesNotOpened(Message):
    """The notes cannot be opened at all."""

    error: PostilError


@dataclass
class NotesNews(Message):
    """Something became of the files of notes."""

    news: News


@dataclass
class EntitiesFound(Message):
    """What is known of the document's entities by now."""

    findings: Findings
