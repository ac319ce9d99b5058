"""What belongs to no text: running heads and feet, page numbers, the times of subtitles."""

from __future__ import annotations

from reader.documents.lines import Line

_EDGE = 2
"""Lines at the top and at the foot of a page among which furniture is looked for."""

_NUMBER_WORDS = frozenset(["page", "seite", "página", "pagina", "p", "pg", "s", "of", "von", "de", "sur", "di", "/"])
_ROMAN = frozenset("ivxlc")


def without_furniture(lines: list[Line], *, head: bool = True, tail: bool = True) -> list[Line]:
    """The lines without those that only pages need. Where one is left out, the next begins a page.

    Args:
        lines: Of a document, or of a part of one.
        head: The document begins with them.
        tail: It ends with them.
    """
    lines = _without_cues(lines)
    tops = [index for index, line in enumerate(lines) if line.page]
    drop = _repeated_title(lines) if head else set()
    if tail and len(lines) > 10 and is_page_number(lines[-1].text):
        drop.add(len(lines) - 1)
    if tops:
        bounds = [0, *tops, len(lines)]
        pages = [(bounds[at], bounds[at + 1]) for at in range(len(bounds) - 1)]
        drop |= _at_edges(lines, pages)
    if not drop:
        return lines
    kept: list[Line] = []
    page = False
    for index, line in enumerate(lines):
        page = page or line.page
        if index in drop:
            continue
        if page:
            line.page = bool(kept)
            page = False
        kept.append(line)
    return kept


_FEWEST_CUES = 3


def _without_cues(lines: list[Line]) -> list[Line]:
    """Subtitles without the numbers and the times of their cues, which players need and no reader."""
    times = [index for index, line in enumerate(lines) if is_cue(line.text)]
    if len(times) < max(_FEWEST_CUES, 0.1 * len(lines)):
        return lines
    drop = set(times)
    for index in times:
        if index and lines[index - 1].text.isdigit() and not lines[index].gap:
            drop.add(index - 1)
    if lines[0].text.startswith("WEBVTT"):
        drop.add(0)
    kept: list[Line] = []
    for index, line in enumerate(lines):
        if index not in drop:
            if index - 1 in drop:
                line.gap = max(line.gap, 1)
            kept.append(line)
    return kept


def is_cue(text: str) -> bool:
    """`00:01:02,500 --> 00:01:05,000`, as in SubRip and WebVTT files, perhaps with settings behind it."""
    start, arrow, rest = text.partition(" --> ")
    end = rest.partition(" ")[0]
    return bool(arrow) and _is_time(start.strip()) and _is_time(end)


def _is_time(text: str) -> bool:
    parts = text.replace(",", ":").replace(".", ":").split(":")
    return len(parts) in (3, 4) and all(part.isdigit() for part in parts)


def _repeated_title(lines: list[Line]) -> set[int]:
    """A running head over the title that says the same."""
    if len(lines) > 12 and lines[0].text == lines[1].text != lines[2].text and len(lines[0].text) > 7:
        return {0}
    return set()


def _at_edges(lines: list[Line], pages: list[tuple[int, int]]) -> set[int]:
    """Lines at the edges of pages that are page numbers, that come again on other pages, or that say the title."""
    edges: list[tuple[int, int, str]] = []
    for number, (first, last) in enumerate(pages):
        top = range(first, min(first + _EDGE, last))
        foot = range(max(first, last - _EDGE), last)
        edges += [(number, index, folded(lines[index].text)) for index in {*top, *foot}]
    seen: dict[str, set[int]] = {}
    for number, _, shape in edges:
        seen.setdefault(shape, set()).add(number)
    title = _title(lines)
    drop: set[int] = set()
    for number, index, shape in edges:
        text = lines[index].text
        first, last = pages[number]
        if is_page_number(text):
            drop.add(index)
        elif last - first < 4:
            continue  # So short a page is hardly one.
        elif len(seen[shape]) >= max(2, len(pages) // 3) and len(text) < 120:
            # The title stands on the first page, and its words may well be the head of all others.
            if number or index != first:
                drop.add(index)
        elif _says_title(shape, title, head=number > 0 and index == first, foot=index == last - 1):
            drop.add(index)
    return drop


def _says_title(shape: str, title: str, *, head: bool, foot: bool) -> bool:
    """Whether a line at a page's edge is the title again, perhaps cut short, perhaps with the page's number."""
    words = shape.rstrip("0 ") if foot else shape
    return (head or foot) and len(words) >= 8 and title.startswith(words)


def _title(lines: list[Line]) -> str:
    """The first lines of the text, in which a running head finds its words again."""
    return folded(" ".join(line.text for line in lines[:3]))


def folded(text: str) -> str:
    """Small letters, one blank for any, and one 0 for any number: what two pages' heads have in common."""
    out: list[str] = []
    for word in text.lower().split():
        core = word.strip("0123456789")
        out.append("0" if not core else word)
    return " ".join(out)


def is_page_number(text: str) -> bool:
    """`12`, `- 12 -`, `Page 3 of 10`, `3/10`, `xii`."""
    if len(text) > 24:
        return False
    words = text.lower().replace("/", " / ").strip("-–—·|[]() .").split()
    numbers = 0
    for word in words:
        core = word.strip(".,|-–—()[]")
        if core.isdigit() and len(core) <= 4:
            numbers += 1
        elif core and core not in _NUMBER_WORDS and not (len(words) == 1 and set(core) <= _ROMAN and len(core) < 8):
            return False
        elif core and core not in _NUMBER_WORDS:
            numbers += 1
    return 0 < numbers <= 2
