"""What a document names, looked for as the settings say, away from the screen: the same as the screen shows."""

from __future__ import annotations

from reader.config import OFF, Settings
from reader.documents.model import Document
from reader.entities.model import Findings


def engine_of(settings: Settings) -> str:
    """The engine to use where somebody asks for names; `OFF` only says that none are looked for unasked."""
    from reader.entities.registry import DEFAULT

    return DEFAULT if settings.engine == OFF else settings.engine


def findings_of(document: Document, settings: Settings | None = None) -> Findings:
    """The final findings: those that were kept when the document was read, or those of a process of their own.

    Args:
        document: The document, whole.
        settings: Those in `config.yaml` without them.
    """
    from annotations.library import data_folder
    from reader.config import read_settings
    from reader.entities.search import found_in
    from reader.entities.store import EntityStore

    engine = engine_of(settings or read_settings())
    return found_in(document, engine=engine, store=EntityStore(data_folder() / "entities"))
