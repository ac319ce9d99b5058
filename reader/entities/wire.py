"""Documents and entities as plain values of JSON: what goes through the pipe to the worker, and into the cache."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

from reader.documents.model import Block, BlockKind, Document
from reader.entities.model import KINDS, Entity, EntityKind, Mention, ResolvedDate

_BLOCK_KINDS = frozenset(get_args(BlockKind))


def document_to_wire(document: Document) -> dict[str, object]:
    """What a recogniser needs to know of a document."""
    return {
        "title": document.title,
        "byline": document.byline,
        "date": document.date,
        "language": document.language,
        "loader": document.loader,
        "source": document.source,
        "text": document.text,
        "blocks": [[block.kind, block.start, block.end, block.level] for block in document.blocks],
    }


def document_from_wire(value: Mapping[str, Any]) -> Document:
    """The inverse of `document_to_wire`. Raises: KeyError, TypeError or ValueError, if it is not one."""
    blocks = []
    for kind, start, end, level in value["blocks"]:
        if kind not in _BLOCK_KINDS:
            raise ValueError(f"no kind of block: {kind!r}")
        blocks.append(Block(kind=cast(BlockKind, kind), start=int(start), end=int(end), level=int(level)))
    return Document(
        title=value["title"],
        byline=value["byline"],
        date=value["date"],
        source=value["source"],
        text=value["text"],
        blocks=tuple(blocks),
        loader=value["loader"],
        language=value["language"],
    )


def entity_to_wire(entity: Entity) -> dict[str, object]:
    """An entity without the words of its mentions: they stand in the document's text."""
    value: dict[str, object] = {
        "id": entity.id,
        "name": entity.name,
        "kind": entity.kind,
        "aliases": list(entity.aliases),
        "mentions": [[mention.start, mention.end] for mention in entity.mentions],
    }
    if entity.date is not None:
        value["date"] = [entity.date.value, entity.date.precision]
    if entity.url:
        value["url"] = entity.url
    return value


def entity_from_wire(value: Mapping[str, Any], text: str) -> Entity:
    """The inverse of `entity_to_wire`. Raises: KeyError, TypeError or ValueError, if it is not one of `text`."""
    kind = value["kind"]
    if kind not in KINDS:
        raise ValueError(f"no kind of entity: {kind!r}")
    mentions = []
    for start, end in value["mentions"]:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"no stretch of the text: {start} to {end}")
        mentions.append(Mention(start=start, end=end, text=text[start:end]))
    date = value.get("date")
    return Entity(
        id=str(value["id"]),
        name=str(value["name"]),
        kind=cast(EntityKind, kind),
        aliases=tuple(str(alias) for alias in value["aliases"]),
        mentions=tuple(mentions),
        date=None if date is None else ResolvedDate(value=str(date[0]), precision=date[1]),
        url=str(value.get("url", "")),
    )
