"""What a web page says of itself: title, authors, date, language, address.

Pages say it in JSON-LD, in `meta` elements of several vocabularies, and in what a person sees; the first that is
usable counts, the machine-readable before the visible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.documents.dateline import iso_date
from reader.documents.tree import words_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LARGEST_JSON = 1 << 20
_SITE = re.compile(r"\s+(?:[|–—·•»«]|::|-)\s+")
_BY = re.compile(
    r"^\s*(?:by|written by|von|par|por|di|door|av|text(?: by)?|posted by|author)\b\s*:?\s*", re.IGNORECASE
)
_BYLINE = re.compile(
    r"\bby-?line\b|\bauthor(?:s|-?names?)?\b|article-?author|post-?author|entry-?author", re.IGNORECASE
)
_WORDS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMeta:
    """What a page says of itself; empty where it says nothing."""

    titles: tuple[str, ...]
    """Candidates, the best first; the last are likely to name the site as well."""
    byline: str
    date: str
    language: str
    address: str
    """Where the page was, as it says itself: the base of its links when it was saved to a file."""
    site: str


def read_meta(page: Element) -> PageMeta:
    """What the whole document of a page says of itself."""
    metas = _metas(page)
    linked = list(_linked_data(page))
    titles = [
        *(_plain(thing.get("headline")) for thing in linked),
        *(metas.get(key, "") for key in ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title")),
        *(_text(element) for element in page.iterfind("head/title")),
    ]
    site = metas.get("og:site_name", "")
    return PageMeta(
        titles=tuple(dict.fromkeys(title for title in titles if title)),
        byline=_byline(page, metas, linked),
        date=_date(page, metas, linked),
        language=_language(page, metas),
        address=_address(page, metas),
        site=site,
    )


_WORD_PROCESSORS = re.compile(
    r"microsoft word|word\.document|libreoffice|openoffice|google docs|ebookmaker", re.IGNORECASE
)


def is_document(page: Element) -> bool:
    """Whether a word processor, or a maker of books, says that it wrote a page: then all of it is the text."""
    said = [element.get("content") or "" for element in page.iter("meta") if _names_maker(element)]
    return any(_WORD_PROCESSORS.search(words) for words in said)


def _names_maker(meta: Element) -> bool:
    return (meta.get("name") or "").lower() in ("generator", "progid", "originator")


def title_heading(page: Element, titles: tuple[str, ...], site: str = "") -> Element | None:
    """The heading on the page that says its title."""
    wanted = [(folded, 1.0) for title in titles if (folded := _folded(without_site(title, site)))]
    wanted += [(folded, 0.7) for title in titles if (folded := _folded(title))]
    parted = [parts for title in titles if len(parts := _SITE.split(title)) > 1]
    heads = {_folded(parts[0]) for parts in parted if len(parts) > 2}
    firsts = {_folded(parts[0]) for parts in parted}
    mains = list(page.iter("main"))
    main = mains[0] if len(mains) == 1 else None
    best, most = None, 0.3
    for heading in page.iter("h1", "h2"):
        words = _folded(_text(heading))
        if not words or len(words) > 400:
            continue
        for title, weight in wanted:
            if words in heads or (main is not None and words in firsts and not _is_outside(heading, main)):
                likeness = 0.9
            elif words in title:
                likeness = len(words) / len(title)
            elif title in words:
                likeness = len(title) / len(words)
            else:
                continue
            likeness *= (
                weight * (1.2 if heading.tag == "h1" else 1.0) * (_OUTSIDE if _is_outside(heading, main) else 1)
            )
            if likeness > most:
                best, most = heading, likeness
    if best is None:
        headings = [heading for heading in page.iter("h1") if _text(heading)]
        best = headings[0] if len(headings) == 1 and not wanted else None
    return best


_OUTSIDE = 0.6
"""How much a heading counts that stands outside the main part of a page: it may say what the page is part of."""


def _is_outside(heading: Element, main: Element | None) -> bool:
    return main is not None and all(ancestor is not main for ancestor in heading.iterancestors("main"))


def without_site(title: str, site: str) -> str:
    """A page's title without the name of its site: `Rain at last - The Daily` becomes `Rain at last`."""
    parts = _SITE.split(title)
    if len(parts) < 2:
        return title
    if site and _folded(parts[-1]) == _folded(site):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•»«:-")
    if len(parts[0]) >= 15 or len(parts[0].split()) > 3:
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•»«:-")
    return title


def _metas(page: Element) -> dict[str, str]:
    """Name of each `meta` in lower case -> its content; of several with one name, the first, authors joined."""
    metas: dict[str, str] = {}
    for element in page.iter("meta"):
        content = " ".join((element.get("content") or "").split())[:1000]
        if not content:
            continue
        for key in (element.get("property"), element.get("name"), element.get("itemprop"), element.get("http-equiv")):
            name = (key or "").strip().lower()
            if name in ("citation_author", "dc.creator", "author", "article:author") and name in metas:
                if content not in metas[name]:
                    metas[name] += f", {content}"
            elif name:
                metas.setdefault(name, content)
    return metas


def _linked_data(page: Element) -> Iterator[dict[str, object]]:
    """The articles that a page describes in JSON-LD."""
    import json

    for script in page.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            found: object = json.loads((script.text or "")[:_LARGEST_JSON].strip().rstrip(";"))
        except (ValueError, RecursionError):
            continue
        open_things: list[object] = [found]
        for _ in range(500):
            if not open_things:
                break
            thing = open_things.pop(0)
            if isinstance(thing, list):
                open_things += thing[:50]
            elif isinstance(thing, dict):
                kind = _plain(thing.get("@type"))
                if re.search(r"Article|BlogPosting|Report|WebPage$", kind):
                    yield thing
                open_things += [thing[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in thing]


def _byline(page: Element, metas: dict[str, str], linked: list[dict[str, object]]) -> str:
    for thing in linked:
        if names := _names(thing.get("author") or thing.get("creator")):
            return ", ".join(names)
    if name := _person(metas.get("citation_author", "")):
        return name
    signed = [_text(link, most=80) for link in page.iter("a") if _signs(link)]
    if names := [name for name in dict.fromkeys(signed) if _person(name)][:3]:
        return ", ".join(names)
    for key in (
        "author",
        "dc.creator",
        "dcterms.creator",
        "article:author",
        "parsely-author",
        "byl",
    ):
        if name := _person(metas.get(key, "")):
            return name
    for element in page.iter("a", "span", "p", "div", "address", "li", "h3", "h4", "h5", "strong"):
        said = f"{element.get('rel') or ''} {element.get('itemprop') or ''} {element.get('class') or ''}"
        if said != "  " and _BYLINE.search(said) and "comment" not in said and not _is_in_form(element):
            words = _text(element, most=200)
            if 2 < len(words) < 100 and (name := _person(words)):
                return name
    return ""


def _signs(link: Element) -> bool:
    """Whether a link says of itself, beside the text, that it leads to its author."""
    if "author" not in (link.get("rel") or "").lower().split():
        return False
    return next(link.iterancestors("footer", "aside", "nav", "form"), None) is None


def _is_in_form(element: Element) -> bool:
    """Whether an element asks who the reader is, and does not say who the author was."""
    return next(element.iterancestors("form", "label"), None) is not None


def _date(page: Element, metas: dict[str, str], linked: list[dict[str, object]]) -> str:
    candidates = [_plain(thing.get(key)) for thing in linked for key in ("datePublished", "dateCreated")]
    keys = (
        "article:published_time datepublished citation_publication_date citation_date dc.date dc.date.issued "
        "dcterms.created dcterms.date date pubdate publishdate parsely-pub-date sailthru.date og:pubdate "
        "article:published"
    )
    candidates += [metas.get(key, "") for key in keys.split()]
    candidates += [element.get("datetime") or _text(element, most=100) for element in page.iter("time")][:3]
    return next((found for words in candidates if words and (found := iso_date(words))), "")


def _language(page: Element, metas: dict[str, str]) -> str:
    root = page.getroottree().getroot()
    said = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    said = said or metas.get("content-language", "") or metas.get("og:locale", "")
    match = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", said.strip())
    return match[0].lower() if match else ""


def _address(page: Element, metas: dict[str, str]) -> str:
    for element in page.iter("base"):
        if (element.get("href") or "").startswith(("http://", "https://")):
            return (element.get("href") or "").strip()
    for element in page.iter("link"):
        address = (element.get("href") or "").strip()
        if (element.get("rel") or "").lower() == "canonical" and address.startswith(("http://", "https://")):
            return address
    return metas.get("og:url", "") if metas.get("og:url", "").startswith(("http://", "https://")) else ""


def _names(said: object) -> list[str]:
    people = said if isinstance(said, list) else [said]
    names = [_plain(person.get("name") if isinstance(person, dict) else person) for person in people[:20]]
    return [person for name in names if (person := _person(name))]


def _person(words: str) -> str:
    """A name as it can stand in a byline: without `By`, and no address."""
    words = _BY.sub("", " ".join(words.split())).strip(" ,;|·-")
    if (
        not 2 <= len(words) <= 200
        or not re.search(r"[^\W\d_]", words)
        or re.search(r"https?://|www\.|^@?[\w.]+@|^(?:admin|staff|editor|null|none|undefined)$", words, re.IGNORECASE)
    ):
        return ""
    return words


def _plain(said: object) -> str:
    import html

    if isinstance(said, list):
        said = said[0] if said else ""
    return " ".join(html.unescape(said).split())[:1000] if isinstance(said, str) else ""


def _text(element: Element, *, most: int = 2000) -> str:
    pieces: list[str] = []
    length = 0
    for piece in words_of(element):
        pieces.append(piece)
        length += len(piece)
        if length > most:
            break
    return " ".join("".join(pieces).split())


def _folded(words: str) -> str:
    return _WORDS.sub(" ", words).strip().casefold()
