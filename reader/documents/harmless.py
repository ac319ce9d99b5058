"""Text that cannot play tricks on a terminal or on a reader: what is invisible and dangerous is shown instead.

Every sign is replaced by exactly one other, so offsets stay as they are:

- a control character by its picture: NUL by `␀`, delete by `␡`, escape by `␛` (a terminal escape is read, not
  obeyed); a C1 control by `�`;
- a bidirectional embedding, override or isolate by `�`: the letters after it stand in the order in which they are
  stored. The marks LRM, RLM and ALM stay, which do no more than a letter would;
- a lone surrogate and a noncharacter by `�`.

Tab and line feed stay; white space is folded elsewhere.
"""

from __future__ import annotations

_SHOWN = "\ufffd"


def visible(text: str) -> str:
    """The text with each dangerous sign replaced by one that shows; of the same length."""
    alphabet = set(text)
    replaced = {code: picture for code in map(ord, alphabet) if (picture := _picture(code))}
    return text.translate(replaced) if replaced else text


def _picture(code: int) -> str:
    if code < 0x20:
        return "" if code in (0x09, 0x0A) else chr(0x2400 + code)
    if code < 0x7F:
        return ""
    if code == 0x7F:
        return "\u2421"
    if code < 0xA0 or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
        return _SHOWN
    if 0xD800 <= code < 0xE000 or 0xFDD0 <= code < 0xFDF0 or code & 0xFFFE == 0xFFFE:
        return _SHOWN
    return ""


Runs = list[tuple[int, int, int]]
"""Text offset, source offset, length: stretches copied without change of length, in order."""


def composed(body: str, runs: Runs) -> tuple[str, Runs]:
    """The text in Unicode NFC, with its runs.

    Where normalising changes a stretch, a run of one leads from its first code point to the first one it came from.
    """
    if body.isascii():
        return body, runs
    from unicodedata import is_normalized, normalize

    if is_normalized("NFC", body):
        return body, runs
    parts: list[str] = []
    edits: list[tuple[int, int, int, int]] = []
    at = start = 0
    while start < len(body):
        # Below U+0300 no code point ever joins with the one before it: a stretch may begin there.
        end = start + 1
        while end < len(body) and body[end] >= "\u0300":
            end += 1
        old = body[start:end]
        new = normalize("NFC", old)
        if new != old:
            edits.append((start, end, at, at + len(new)))
        parts.append(new)
        at += len(new)
        start = end
    return "".join(parts), _carried(runs, edits)


def _carried(runs: Runs, edits: list[tuple[int, int, int, int]]) -> Runs:
    """The runs after stretches `[start, end)` became `[new start, new end)`."""
    made: Runs = []
    spot = shift = 0
    for start, source, length in runs:
        at, end = start, start + length
        while spot < len(edits) and edits[spot][0] < end:
            old_start, old_end, new_start, new_end = edits[spot]
            if at < old_start:
                made.append((at + shift, source + at - start, old_start - at))
            if old_start >= start:
                made.append((new_start, source + old_start - start, 1))
            at = max(at, min(old_end, end))
            if old_end > end:
                break
            shift = new_end - old_end
            spot += 1
        if at < end:
            made.append((at + shift, source + at - start, end - at))
    return made
