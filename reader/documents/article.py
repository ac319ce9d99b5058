"""Finds the article in a web page: the element that holds it, and what inside it is not part of it.

A page is seen as chunks: stretches of text under one block element. A chunk that reads like prose counts for its
length, one that is short or made of links counts against; the article is the element whose chunks sum up highest.
What names itself as navigation, comments, sharing or advertising is left out before. Lengths are characters.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.documents.boilerplate import (
    CALLS,
    CAPTION,
    DATED,
    END,
    FOREIGN,
    HEADINGS,
    NEVER,
    NOTICES,
    OWN,
    ROLES,
    STOPS,
    UNSEEN,
)
from reader.documents.dateline import iso_date
from reader.documents.tree import BLOCKS, SKIPPED, element_name, is_data

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TOLL = 45
"""What a chunk must be longer than to speak for its element."""

_LINE = 60
"""Letters of Chinese and the like that are more than a line that says who wrote, and when."""

_LITTLE = 200
"""Prose below which a page is no article, but a list, a table or a form: it is read whole."""

_TEASER = 500
"""What the foretaste of another article has at most."""

_NEVER_STRAY = frozenset(["li", "td", "th", "dt", "dd", "pre", "figcaption", "blockquote"])
"""Elements that belong to what is around them, however short they are."""

_MOST = 0.6
"""Share of a page's prose from which an element is never left out, whatever it calls itself."""


_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Letters of Chinese, Japanese and Korean, each of which says as much as three others."""


@dataclass(slots=True)
class Chunk:
    """A stretch of text under one block element."""

    element: Element
    text: str
    linked: int
    """Characters of it inside links."""
    of_data: bool = False
    """Whether it is in a cell of a table that holds data."""

    @property
    def density(self) -> float:
        """How much of it is links, 0.0 to 1.0."""
        return self.linked / len(self.text)


@dataclass(slots=True)
class Article:
    """Where the article stands in its page."""

    root: Element
    dropped: set[Element]
    """Elements inside the root that are not part of it."""
    captions: set[Element]
    """Elements that hold words about a picture."""


def find_article(page: Element, title: Element | None = None, *, keep: Collection[Element] = ()) -> Article:
    """The article of a page, which is its whole body where nothing stands out.

    Args:
        page: The body of the page.
        title: The heading that is the article's title, when it is known; what stands before it is left out.
        keep: Elements that are part of the article, wherever they stand: its notes.
    """
    kept = {element for body in keep for element in body.iter()}
    around = {element for body in keep for element in body.iterancestors()}
    dropped = _foreign(page) - kept - around
    chunks = chunks_of(page, dropped)
    if sum(max(worth(chunk), 0) for chunk in chunks) < _LITTLE:
        return whole_page(page, kept | around)
    root = _richest(page, chunks, title)
    inside = [chunk for chunk in chunks if _within(chunk.element, root)]
    return Article(root, dropped | (_strays(inside, title) - kept - around), _captions(root))


def whole_page(page: Element, keep: Collection[Element] = ()) -> Article:
    """A page that is no article, or nothing else: all of it but what frames it, as far as anything is left then."""
    mains = [element for element in page.iter() if element_name(element) == "main" or element.get("role") == "main"]
    root = mains[0] if len(mains) == 1 and chunks_of(mains[0], set()) else page
    frame = {e for e in root.iter() if element_name(e) in NEVER or e.get("role") in ROLES or _is_hidden(e)}
    frame -= set(keep)
    return Article(root, frame if chunks_of(root, frame) else set(), _captions(root))


def chunks_of(page: Element, dropped: set[Element]) -> list[Chunk]:
    """The chunks of a page, in order."""
    from lxml import etree

    chunks: list[Chunk] = []
    tables: dict[Element, bool] = {}
    blocks: list[Element] = [page]
    pieces: list[str] = []
    linked = 0
    links = 0

    def cut() -> None:
        nonlocal linked
        text = " ".join("".join(pieces).split())
        pieces.clear()
        if text:
            of_data = element_name(blocks[-1]) in ("td", "th") and _is_in_data(blocks[-1], tables)
            chunks.append(Chunk(blocks[-1], text, min(linked, len(text)), of_data))
        linked = 0

    def take(text: str | None) -> None:
        nonlocal linked
        if text:
            pieces.append(text)
            if links:
                linked += len(text.strip())

    walk = etree.iterwalk(page, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        name = element_name(element)
        skipped = name in SKIPPED or element in dropped
        if event == "start":
            if skipped:
                walk.skip_subtree()
                continue
            if name in BLOCKS:
                cut()
                blocks.append(element)
            elif name == "a" and element.get("href"):
                links += 1
            elif name == "br":
                pieces.append("\n")
            take(element.text)
            continue
        if event == "end" and not skipped:
            if name in BLOCKS:
                cut()
                blocks.pop()
            elif name == "a" and element.get("href"):
                links -= 1
        if element is not page:
            take(element.tail)
    cut()
    return chunks


def _foreign(page: Element) -> set[Element]:
    """What calls itself something else than the article, as far as it holds little of the page's prose."""
    lengths = _prose_lengths(page)
    whole = lengths.get(page, 0)
    dropped: set[Element] = set()
    for element in page.iter():
        name = element_name(element)
        if not name or name in ("html", "body", "article", "main") or name in SKIPPED:
            continue
        most = lengths.get(element, 0) > _MOST * whole > 0
        if not most and (name in NEVER or element.get("role") in ROLES or _is_hidden(element)):
            dropped.add(element)
            continue
        if name in ("p", "blockquote", "pre", "table", "tr", "td", "th", "dt", "dd") or name in HEADINGS:
            continue
        words = f"{element.get('class') or ''} {element.get('id') or ''}".replace("_", "-")
        if name not in BLOCKS:
            pattern = UNSEEN
        else:
            pattern = FOREIGN
        if not most and words != " " and pattern.search(words) and not OWN.search(words) and not _in_code(element):
            dropped.add(element)
    return dropped


def _in_code(element: Element) -> bool:
    return next(element.iterancestors("pre", "code"), None) is not None


def _prose_lengths(page: Element) -> dict[Element, int]:
    """Of each element, the length of the prose inside it."""
    lengths: dict[Element, int] = {}
    for chunk in chunks_of(page, set()):
        value = worth(chunk)
        if value > 0:
            node: Element | None = chunk.element
            while node is not None:
                lengths[node] = lengths.get(node, 0) + int(value)
                if node is page:
                    break
                node = node.getparent()
    return lengths


def worth(chunk: Chunk) -> float:
    """How much a chunk speaks for its element being the article; negative for what speaks against."""
    name = element_name(chunk.element)
    free = len(chunk.text) - chunk.linked
    if not chunk.text.isascii() and len(chunk.text) > _LINE and (wide := len(_WIDE.findall(chunk.text))):
        free += int(2 * wide * free / len(chunk.text))
    if chunk.density > 0.5:
        return -min(len(chunk.text), 60) / 2
    if name in ("td", "th"):
        return min(free, 20) if chunk.of_data else free - _TOLL
    if name in HEADINGS or name in ("figcaption", "caption", "dt", "pre"):
        return 0.0
    if name == "li":
        return (free - _TOLL) / 2
    if name == "p":
        return max(free - _TOLL, 5 if chunk.text[-1] in STOPS else -5)
    return free - _TOLL


def _richest(page: Element, chunks: list[Chunk], title: Element | None) -> Element:
    """The deepest element whose chunks sum up highest."""
    sums: dict[Element, float] = {}
    teasers = _teasers(chunks, title)
    near = _surroundings(title)
    for index, chunk in enumerate(chunks):
        value = min(worth(chunk), -10.0) if index in teasers else worth(chunk)
        if value > 0 and any(ancestor in near for ancestor in chunk.element.iterancestors()):
            value *= 2
        node: Element | None = chunk.element
        while node is not None:
            sums[node] = sums.get(node, 0.0) + value
            if node is page:
                break
            node = node.getparent()
    best, most = page, sums.get(page, 0.0)
    for element, total in sums.items():
        if total > most or (total == most and _within(element, best)):
            best, most = element, total
    while element_name(best) in _LEAVES and best is not page and (around := best.getparent()) is not None:
        best = around
    return best


_LEAVES = frozenset(["p", "li", "dd", "td", "blockquote", "pre"])
"""Elements that hold a part of an article, be it the longest, and never all of it."""


def _surroundings(title: Element | None) -> set[Element]:
    """The elements around the title, but those that hold the whole page: an article stands near its title."""
    if title is None:
        return set()
    around = [e for e in title.iterancestors() if element_name(e) not in ("body", "html", "main", "form")]
    return set(around[:4])


def _teasers(chunks: list[Chunk], title: Element | None) -> set[int]:
    """Which chunks are a foretaste of another article: a heading that leads there, and the few words beside it."""
    teasers: set[int] = set()
    for index, chunk in enumerate(chunks):
        if element_name(chunk.element) not in HEADINGS or chunk.density < 0.8 or chunk.element is title:
            continue
        if not _leads_elsewhere(chunk.element):
            continue
        card = _card(chunk.element)
        first = last = index
        while first and _within(chunks[first - 1].element, card):
            first -= 1
        while last + 1 < len(chunks) and _within(chunks[last + 1].element, card):
            last += 1
        short = sum(len(other.text) for other in chunks[first : last + 1]) < _TEASER
        teasers.update(range(first, last + 1) if short else (index,))
    return teasers


def _card(heading: Element) -> Element:
    """The largest element around a heading that holds no other heading."""
    card = heading
    for _ in range(5):
        parent = card.getparent()
        if parent is None or element_name(parent) in ("body", "main", "html"):
            break
        headings = parent.iter(*HEADINGS)
        next(headings, None)
        if next(headings, None) is not None:
            break
        card = parent
    return card


def _leads_elsewhere(heading: Element) -> bool:
    link = next(heading.iter("a"), None)
    if link is None:
        link = next(heading.iterancestors("a"), None)
    return link is not None and not (link.get("href") or "#").startswith("#")


def _captions(root: Element) -> set[Element]:
    """What says of itself that it is about a picture, and holds no more than a few lines."""
    found = set()
    for element in root.iter("div", "p", "span", "dd", "small", "em", "h3", "h4", "h5", "section", "td"):
        words = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        if CAPTION.search(words) and len("".join(str(part) for part in element.itertext()).strip()) < 800:
            found.add(element)
    return found


def _strays(chunks: list[Chunk], title: Element | None) -> set[Element]:
    """What stands inside the article and is not part of it: lists of links, calls to read elsewhere, loose ends."""
    tables: dict[Element, bool] = {}
    celled = [_is_in_data(chunk.element, tables) for chunk in chunks]
    kept = [celled[index] or _is_kept(chunk) for index, chunk in enumerate(chunks)]
    seen: set[str] = set()
    teasers = _teasers(chunks, title)
    began = not _has_title_first(chunks, title)
    mostly_paragraphs = _is_mostly_paragraphs(chunks)
    whole = sum(max(worth(chunk), 0) for chunk in chunks)
    passed = 0.0
    ended = False
    for index, chunk in enumerate(chunks):
        if not began:
            began = title is not None and _within(chunk.element, title)
            kept[index] = False
        name = element_name(chunk.element)
        if index in teasers or ended or (len(chunk.text) > 100 and chunk.text in seen):
            kept[index] = False
        seen.add(chunk.text)
        short = len(chunk.text) < 80 and name not in _NEVER_STRAY and not celled[index]
        if (
            short
            and name not in HEADINGS
            and (DATED.match(chunk.text) or iso_date(chunk.text))
            and passed < 0.1 * whole
        ):
            kept[index] = False
        if short and mostly_paragraphs and name != "p" and name not in HEADINGS and chunk.text[-1] not in STOPS:
            kept[index] = False
        if short and (passed > 0.75 * whole or (passed > 400 and "omment" in chunk.text)) and END.match(chunk.text):
            ended, kept[index] = True, False
        passed += max(worth(chunk), 0)
    solid = [index for index, chunk in enumerate(chunks) if kept[index] and _is_solid(chunk)]
    if solid:
        first, last = solid[0], solid[-1]
        if first and element_name(chunks[first - 1].element) in HEADINGS and kept[first - 1]:
            first -= 1
        for index in (*range(first), *range(last + 1, len(chunks))):
            kept[index] = False
    for index, chunk in enumerate(chunks):
        # A heading of which all that followed was left out goes with it.
        if (
            element_name(chunk.element) in HEADINGS
            and kept[index]
            and index + 1 < len(chunks)
            and not kept[index + 1]
        ):
            following = range(index + 1, len(chunks))
            end = next((at for at in following if element_name(chunks[at].element) in HEADINGS), len(chunks))
            kept[index] = any(kept[index + 1 : end])
    holders: set[Element] = set()
    for index, chunk in enumerate(chunks):
        if kept[index]:
            node: Element | None = chunk.element
            while node is not None and node not in holders:
                holders.add(node)
                node = node.getparent()
    return {chunk.element for index, chunk in enumerate(chunks) if not kept[index] and chunk.element not in holders}


def _is_in_data(element: Element, tables: dict[Element, bool]) -> bool:
    """Whether an element stands in a table of data; `tables` remembers of each table whether it is one."""
    table = next(element.iterancestors("table"), None)
    if table is None:
        return False
    if table not in tables:
        tables[table] = is_data(table)
    return tables[table]


def _is_mostly_paragraphs(chunks: list[Chunk]) -> bool:
    """Whether the page sets its prose in paragraphs, so that a short line that is none is something else."""
    prose = [chunk for chunk in chunks if worth(chunk) > 0]
    whole = sum(len(chunk.text) for chunk in prose)
    return (
        sum(len(chunk.text) for chunk in prose if element_name(chunk.element) in ("p", "li", "blockquote"))
        > 0.8 * whole
    )


def _has_title_first(chunks: list[Chunk], title: Element | None) -> bool:
    """Whether the title stands before the words of the article, and not among or after them."""
    if title is None:
        return False
    before = total = 0.0
    seen = False
    for chunk in chunks:
        seen = seen or _within(chunk.element, title)
        total += max(worth(chunk), 0)
        before += 0 if seen else max(worth(chunk), 0)
    return seen and before < 0.3 * total


def _is_kept(chunk: Chunk) -> bool:
    name = element_name(chunk.element)
    if name in HEADINGS:
        return not CALLS.match(chunk.text)
    if name == "pre" or chunk.of_data:
        return True
    short = len(chunk.text) < 200
    if short and ((chunk.density > 0.7 and name != "p") or CALLS.match(chunk.text)):
        return False
    return not (len(chunk.text) < 600 and NOTICES.search(chunk.text))


def _is_solid(chunk: Chunk) -> bool:
    """Whether a chunk is something an article can begin or end with."""
    name = element_name(chunk.element)
    if name in HEADINGS or chunk.density > 0.5:
        return False
    if name in ("pre", "td", "th", "dd", "blockquote", "figcaption"):
        return True
    if name == "li":
        return len(chunk.text) > 20
    return len(chunk.text) > 80 or (len(chunk.text) > (8 if name == "p" else 20) and chunk.text[-1] in STOPS)


def _is_hidden(element: Element) -> bool:
    if element.get("aria-hidden") == "true" or element.get("hidden") is not None:
        return True
    style = element.get("style") or ""
    if style and next(element.iter("math"), None) is not None:
        return False  # The formula of which a picture is shown.
    return bool(style) and re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", style) is not None


def _within(element: Element, root: Element) -> bool:
    node: Element | None = element
    while node is not None:
        if node is root:
            return True
        node = node.getparent()
    return False
