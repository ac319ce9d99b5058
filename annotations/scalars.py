"""How a text is written in YAML so that every reader of YAML 1.1 and 1.2 reads the same text back.

Three forms, from the plainest: bare words, a double-quoted line, a literal block.
"""

from __future__ import annotations

import re

from annotations.ids import ID

RESERVED = frozenset(["y", "yes", "n", "no", "on", "off", "true", "false", "null"])
"""Words that some version of YAML takes for something else than text, in any mixture of capitals."""

# Not bare: control characters, every space but the ordinary one, invisible and noncharacters.
_NOT_BARE = re.compile(
    "[\x00-\x1f\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufeff\ufff0-\uffff]"
    "| #|: |[: ]$"
)
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_BARE_IN_FLOW = re.compile(r"[^\W\d_](?:[\w /.-]*\w)?")

# Not as itself: what YAML counts as a line break or forbids, and what turns the direction of the line around it.
_ESCAPED = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
_NOT_LITERAL = re.compile(f"[{_ESCAPED}]")
_NOT_QUOTED = re.compile(f'["\\\\\t\n{_ESCAPED}]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def is_bare(text: str) -> bool:
    """Whether `text` can stand after `key: ` as it is: it begins with a letter or is an id, so no number is meant."""
    if not text[:1].isalpha():
        return ID.fullmatch(text) is not None
    if _FINGERPRINT.fullmatch(text):
        # Some begin with a digit or are numbers to YAML. All are quoted, so that all look alike.
        return False
    return _NOT_BARE.search(text) is None and text.lower() not in RESERVED


def is_bare_in_flow(text: str) -> bool:
    """Whether `text` can stand between `[` and `]` as it is."""
    return _BARE_IN_FLOW.fullmatch(text) is not None and text.lower() not in RESERVED


def quoted(text: str) -> str:
    """`text` in double quotes, on one line."""
    return f'"{_NOT_QUOTED.sub(_escape, text)}"'


def on_one_line(text: str) -> str:
    """`text` bare if it can be, else quoted."""
    return text if is_bare(text) else quoted(text)


def in_flow(text: str) -> str:
    """`text` as a member of a `[…]` list."""
    return text if is_bare_in_flow(text) else quoted(text)


def literal(text: str, pad: str) -> list[str] | None:
    """`text` as a literal block: its header (`|-` and the like), then its lines behind `pad`.

    Args:
        pad: The spaces before each line, two more than before the key.

    Returns:
        None when a literal block cannot hold it: it has no words, a character that YAML only allows escaped, a
        first or last line of blanks alone, or blank lines at its end, which would run into those that follow it.
    """
    if not text.strip() or text.endswith("\n\n") or _NOT_LITERAL.search(text):
        return None
    lines = text.split("\n")
    ended = lines[-1] == ""
    if ended:
        lines.pop()
    if (lines[0] and not lines[0].strip()) or not lines[-1].strip():
        return None
    # The width of the first line sets the indent unless it is said.
    width = "2" if text[0] in " \t\n" else ""
    return [f"|{width}{'' if ended else '-'}", *[pad + line if line else "" for line in lines]]


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _SHORT.get(character) or f"\\u{ord(character):04x}"
