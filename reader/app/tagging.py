"""Tags as one types them: a line such as `#strike, protest/roads` in, tags out, with what they may become.

Knows no toolkit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.codebook import Codebook

SHOWN = 6
"""Suggestions offered at a time."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tag to take."""

    tag: str
    count: int
    """Notes that have it; 0 for a tag that would be new, or that is agreed and not used yet."""
    meaning: str = ""
    """What the codebook says of it."""
    agreed: bool | None = None
    """Whether it stands in the codebook; None where there is no codebook."""


def tags_in(line: str) -> tuple[str, ...]:
    """The tags of a line, separated by commas or by the `#` of the next; each once, in their order."""
    parts = (part for piece in line.split(",") for part in piece.replace(" #", ",").split(","))
    tags = (tidy(part) for part in parts)
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def tidy(tag: str) -> str:
    """A tag as it is kept: without `#`, without blanks at its ends or around `/`, single blanks inside."""
    levels = (" ".join(level.split()) for level in tag.lstrip(" #/").split("/"))
    return "/".join(level for level in levels if level)


def line_of(tags: Iterable[str]) -> str:
    """Tags as a line to go on typing in: `strike, protest/roads, `."""
    return "".join(f"{tag}, " for tag in tags)


def fragment_of(line: str) -> str:
    """What is being typed: the words after the last comma or `#`."""
    head = line.replace(" #", ",").rpartition(",")
    return head[2].strip().lstrip("#")


def with_fragment(line: str, tag: str) -> str:
    """The line with what is being typed made into `tag`, ready for the next."""
    return line_of((*tags_in(_before_fragment(line)), tag))


def suggestions(line: str, known: Sequence[tuple[str, int]], codebook: Codebook | None = None) -> list[Suggestion]:
    """What the words being typed may become, the likeliest first; of two as likely, the one that is agreed.

    Args:
        line: All that is typed.
        known: Tags in use with their counts, the one used last first.
        codebook: The agreed tags, where there are any: those not yet in use are offered, too.
    """
    codes = codebook.codes if codebook is not None else ()
    used = {tag for tag, _ in known}
    known = [*known, *((code.tag, 0) for code in codes if code.tag not in used)]

    def suggestion(tag: str, count: int) -> Suggestion:
        code = codebook.code(tag) if codebook is not None else None
        return Suggestion(tag, count, code.meaning if code else "", (code is not None) if codes else None)

    taken = set(tags_in(_before_fragment(line)))
    fragment = tidy(fragment_of(line))
    wanted = fragment.casefold()
    offered = [suggestion(tag, count) for tag, count in known if tag not in taken]
    offered.sort(key=lambda one: one.agreed is False)
    if not wanted:
        return offered[:SHOWN]
    ranked = [(rank, s) for s in offered if (rank := _rank(s.tag.casefold(), wanted)) is not None]
    ranked.sort(key=lambda pair: pair[0])
    found = [suggestion for _, suggestion in ranked][:SHOWN]
    if fragment not in {tag for tag, _ in known} and fragment not in taken:
        found.append(suggestion(fragment, 0))
    return found


def _before_fragment(line: str) -> str:
    return line.replace(" #", ", ").rpartition(",")[0]


def _rank(tag: str, wanted: str) -> int | None:
    """0 the tag itself, 1 its beginning, 2 the beginning of one of its levels, 3 anywhere in it."""
    if tag == wanted:
        return 0
    if tag.startswith(wanted):
        return 1
    if f"/{wanted}" in tag:
        return 2
    return 3 if wanted in tag else None
