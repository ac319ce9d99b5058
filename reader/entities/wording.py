"""What people are told of an entity, in words fit for one line. Pure."""

from __future__ import annotations

from annotations.model import EntityCorrection
from reader.entities.model import KINDS, Entity, EntityKind, ResolvedDate
from reader.entities.spelling import fold, surface

KIND_WORDS: dict[EntityKind, str] = {
    "person": "person",
    "organisation": "organisation",
    "place": "place",
    "date": "date",
    "event": "event",
    "work": "work",
    "other": "name",
}

KIND_NAMES: dict[EntityKind, str] = {
    "person": "a person",
    "organisation": "an organisation",
    "place": "a place",
    "date": "a date",
    "event": "an event",
    "work": "a work",
    "other": "something else",
}


def described(entity: Entity) -> list[str]:
    """What is known of an entity, what matters most first: kind, day, how often, aliases, link."""
    facts = [KIND_WORDS[entity.kind]]
    if entity.date is not None:
        facts.append(calendar(entity.date))
    count = len(entity.mentions)
    facts.append(f"{count} mention{'' if count == 1 else 's'}")
    if entity.aliases:
        facts.append(f"also {', '.join(entity.aliases)}")
    if entity.url:
        facts.append(f"↗ {entity.url}")
    return facts


def first_day(date: ResolvedDate) -> str:
    """Where a date stands in a timeline: `2023-01-04`; a month, year or decade stands before its first day."""
    value = date.value.split("/")[0]
    return f"{value[:-1]}0" if value.endswith("X") else value


def calendar(date: ResolvedDate) -> str:
    """A date as people read it, as short as it is clear: `2023-01-04`, `1990s`, `2023-01-04 – 01-06`."""
    if date.value.endswith("X"):
        return f"{date.value[:-1]}0s"
    first, _, last = date.value.partition("/")
    if not last:
        return first
    year = first[:5]
    return f"{first} – {last.removeprefix(year) if len(last) > 4 and last.startswith(year) else last}"


def forms(entity: Entity) -> list[tuple[str, int]]:
    """The names an entity goes by in the text, each with how often; names that differ in case only are one."""
    counts: dict[str, tuple[str, int]] = {}
    for mention in entity.mentions:
        form, count = counts.get(fold(mention.text), (surface(mention.text), 0))
        counts[fold(mention.text)] = form, count + 1
    return list(counts.values())


def told(one: EntityCorrection) -> str:
    """A correction in a few words."""
    name = one.entity.partition(":")[2]
    value = one.value
    match one.action:
        case "rename":
            return f"{name} renamed to {value}"
        case "kind":
            return f"{name} made {next((KIND_NAMES[kind] for kind in KINDS if kind == one.value), value)}"
        case "merge":
            return f"{name} merged into {value.partition(':')[2]}"
        case "split":
            return f"{value} split off {name}"
        case "add":
            return f"{name} added"
        case "link":
            return f"{name} linked to {value}" if value else f"{name} linked to nothing"
        case _:
            return f"{name} dismissed"
