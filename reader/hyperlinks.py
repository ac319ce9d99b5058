"""Links as hyperlinks of the terminal (OSC 8): which addresses are handed to it, and to which terminals.

A hyperlink is a string, `id;address`: what stands in the sequence. All rows of a link have one id, so that it is one
link to whoever points at it. Loads nothing: it is on the way to the first screen.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_SCHEMES = ("http://", "https://", "mailto:")

LONGEST = 2000
"""Characters of an address, at most: some terminals take no longer ones."""

_UNABLE = ("dumb", "linux", "cons25", "eterm", "vt52", "vt100", "vt220")
"""Beginnings of `TERM` of terminals that would show the sequence, or stumble over it; others pass over what they do
not know."""


def hyperlink(address: str, start: int) -> str:
    """The hyperlink for an address; empty for one that is not handed on.

    Only web and mail addresses are. Control characters are left out, so that no text can end the sequence and begin
    another; what is not ASCII is spelled in it, as the sequence wants it.

    Args:
        address: As the document has it.
        start: Offset of the link in its part: tells it from others to the same address.
    """
    if not address.lower().startswith(_SCHEMES):
        return ""
    words = []
    for char in address[: LONGEST + 1]:
        code = ord(char)
        if 0x20 < code < 0x7F:
            words.append(char)
        elif code == 0x20 or code > 0x9F:
            words.append("".join([f"%{byte:02X}" for byte in char.encode("utf-8", "replace")]))
    spelled = "".join(words)
    return f"postil-{start:x};{spelled}" if len(spelled) <= LONGEST else ""


def sequence(link: str) -> str:
    """What begins a hyperlink; for an empty one, what ends it."""
    return f"\x1b]8;id={link}\x1b\\" if link else "\x1b]8;;\x1b\\"


def able(environ: Mapping[str, str]) -> bool:
    """Whether the terminal may be given hyperlinks, by what its variables say.

    Those that do not know them pass over them, but for a few. `FORCE_HYPERLINK` decides for all programs that heed
    it: 0 for none.
    """
    forced = environ.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced.strip().lower() not in ("0", "false", "no", "off")
    term = environ.get("TERM", "").strip().lower()
    if not term or term.startswith(_UNABLE):
        return False
    if term.startswith("screen") and not environ.get("TMUX"):
        return False  # GNU screen shows what it takes for a title
    vte = environ.get("VTE_VERSION", "")
    return not (vte.isdigit() and int(vte) < 5000)  # before, some crashed
