"""Markdown: CommonMark with tables, strike-through, footnotes and front matter.

Runs count code points of the decoded file, so every word leads back to its line. Title, byline and date come from
the front matter; a first heading that says the title becomes it. A table's rows are lines of canonical text, its
cells parted by tabs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from annotations.errors import SourceError
from reader.documents.builder import Builder
from reader.documents.dialects import ATTRIBUTES, dialects, is_script, is_silent
from reader.documents.encoding import decode
from reader.documents.front import byline_of, date_of, first_of, read_front
from reader.documents.loader import LoadOptions
from reader.documents.model import PICTURE, Block, BlockKind, Document, Inline, InlineKind
from reader.documents.sniff import guess
from reader.documents.tree import BLOCKS

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from reader.documents.markdownflow import MarkdownFlow
    from reader.documents.origin import Origin

DEEPEST = 100
"""Nesting of quotes and lists that is followed; a list counts twice, for its items."""

MOST_BRACKETS = 5000
"""Opening brackets that a paragraph may have: each may begin a link, and is compared with all behind it."""

_PARAGRAPHS = re.compile(r"\n[ \t>]*\n")
_LINE_END = re.compile(r"\r\n?|\n")
_REFERENCE = re.compile(r"^ {0,3}\[(?!\^)((?:[^\[\]\\\n]|\\.){1,500})\]:[ \t]*(\S+)", re.MULTILINE)
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,100})\]:", re.MULTILINE)
GIVEN = re.compile(r"[ \t]*#*[ \t]*\{#([\w:.-]+)[^{}\n]*\}[ \t]*#*[ \t]*$", re.MULTILINE)
"""The name that a heading was given: `## Words {#name}`."""
_LOOKS = re.compile(r"[ \t]*#*[ \t]*\{(?:-|:?[ \t]*[.\w][^{}\n]*)\}[ \t]*$")
"""What else stands behind a heading in braces: `{-}`, `{.unnumbered}`."""

_MARKUP = re.compile(r"(<!--.*?-->|</?[A-Za-z][^<>]*>)", re.DOTALL)
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_BADGE = re.compile(r"shields\.io|badge", re.IGNORECASE)
"""In the address of a picture: it says how a project fares today, to who reads its page."""

_STRESS = re.compile(r"(\*{1,2}|\b_{1,2})(?=\S)([^*_]{1,500})(?<=\S)\1")
"""Stress in the front matter, whose words alone are read."""
_CAPTION = re.compile(r"(?:[Tt]able)?:[ \t]+")
"""What begins the caption of a table, in the paragraph under it."""
_MAY_HAVE_ATTRIBUTES = ("image", "link_close", "code_inline")

_INLINES: dict[str, InlineKind] = {"strong": "strong", "em": "emphasis", "s": "strike", "link": "link"}


class MarkdownLoader:
    """Reads Markdown."""

    name = "markdown"
    version = "2"
    suffixes = (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd", ".mdx")

    def sniff(self, head: bytes, name: str) -> float:
        found = guess(head, name)
        return found.likelihood if found.kind == self.name else 0.0

    def load(self, data: bytes, *, source: str, options: LoadOptions) -> Document:
        text, _ = decode(data, source=source, encoding=options.encoding)
        return read_markdown(text, source=source, options=options)

    def flow(self, origin: Origin, *, options: LoadOptions) -> MarkdownFlow | None:
        """The text in stretches; None where it is one."""
        from reader.documents.markdownflow import STRETCH, MarkdownFlow

        if origin.size is None or origin.size <= 2 * STRETCH:
            return None
        text, _ = decode(origin.read(), source=origin.source, encoding=options.encoding)
        return MarkdownFlow(text, source=origin.source, options=options)


LOADER = MarkdownLoader()


def read_markdown(text: str, *, source: str, options: LoadOptions | None = None) -> Document:
    """The document in a Markdown text. Runs lead into `text`."""
    from reader.documents.markdownflow import MarkdownFlow

    return MarkdownFlow(text, source=source, options=options or LoadOptions()).document()


class Markdown:
    """A Markdown text: what its front matter says, and how its stretches are written."""

    def __init__(self, text: str, *, source: str) -> None:
        """Raises: SourceError, for what cannot be read in bounded time."""
        self.text = text
        self.front, self.body_at = read_front(text)
        self.title = first_of(self.front, "title")
        self.byline = byline_of(self.front)
        self._source = source
        if any(paragraph.count("[") > MOST_BRACKETS for paragraph in _PARAGRAPHS.split(text)):
            raise SourceError(
                f"{source} has more than {MOST_BRACKETS:,} brackets in one paragraph",
                hint="Rename it to .txt to read it as plain text.",
            )
        self._parser = _parser()
        self._references = _references(text)
        self._notes = {f":{match[1]}": -1 for match in _NOTE.finditer(text)}

    def write(self, start: int, end: int, *, number: int) -> Builder:
        """The blocks of a stretch of the text.

        Args:
            start, end: Its bounds, where no block is cut in two.
            number: Of the stretch, from 0: the first has the title and the byline.

        Raises: SourceError, when it nests absurdly deep.
        """
        env: dict[str, object] = {
            "references": dict(self._references),
            "footnotes": {"refs": dict(self._notes), "list": {}},
        }
        tokens = self._parser.parse(self.text[start:end], env)
        if any(token.level >= DEEPEST - 1 for token in tokens):
            # The parser leaves out what is deeper: a text with holes would be worse than none.
            raise SourceError(
                f"{self._source} nests quotes or lists {DEEPEST} deep",
                hint="Rename it to .txt to read it as plain text.",
            )
        page = _Page(self.text, start, end, number, env)
        if number:
            page.walk(tokens, None)
            return page.builder
        page.byline = self.byline
        page.abstract = _STRESS.sub(r"\2", first_of(self.front, "abstract"))
        heading = _first_heading(tokens)
        if heading is not None and self.title in ("", _plain(heading.inline)):
            self.title = _plain(heading.inline)
            page.walk(tokens, heading.opening)
            return page.builder
        if self.title:
            page.builder.add("title", self.title, _found(self.text, self.title, 0, start))
        page.write_byline()
        page.walk(tokens, None)
        if not self.title:
            self.title = page.named
        return page.builder

    def document(
        self,
        *,
        text: str,
        blocks: tuple[Block, ...],
        inlines: tuple[Inline, ...],
        loader: str = f"markdown/{MarkdownLoader.version}",
    ) -> Document:
        """The document, with what the front matter says."""
        return Document(
            title=self.title or self._source.replace("\\", "/").rpartition("/")[2],
            byline=self.byline,
            date=date_of(self.front),
            source=self._source,
            text=text,
            blocks=blocks,
            inlines=inlines,
            loader=loader,
            language=first_of(self.front, "lang", "language")[:2].lower(),
            anchors=self._anchors(text, blocks, inlines),
            metadata={key: ", ".join(words) for key, words in self.front.items() if "." not in key},
        )

    def _anchors(self, text: str, blocks: Sequence[Block], inlines: Sequence[Inline]) -> dict[str, int]:
        """Of the headings that links lead to, by their words or by the names they were given."""
        from urllib.parse import unquote

        from reader.documents.following import Slugs

        wanted = {unquote(mark.target[1:]) for mark in inlines if mark.kind == "link" and mark.target.startswith("#")}
        if not wanted:
            return {}
        found: dict[str, int] = {}
        slugs = Slugs()
        for block in blocks:
            if block.kind in ("heading", "title"):
                given = GIVEN.search(self.text, block.source_start, block.source_end)
                name = slugs.name(text[block.start : block.end], given[1] if given else "")
                found.setdefault(name, block.start)
        return {name: place for name, place in found.items() if name in wanted}


class _Page:
    """Walks the tokens of a page and writes its blocks."""

    def __init__(self, text: str, start: int, end: int, number: int, env: Mapping[str, Any]) -> None:
        self.builder = Builder()
        self.byline = ""
        self.abstract = ""
        self.named = ""
        """The first heading of the first level in HTML, which names a page that has no other title."""
        self._text = text
        self._lines = [start, *(match.end() for match in _LINE_END.finditer(text, start, end)), end]
        self._cursor = start
        self._limit = end
        self._number = number
        self._env = env
        self._asides: list[int] = []
        """Notes that were written where they are called, and wait for the end of the block."""
        self._lists: list[tuple[bool, int]] = []
        """Of each list we are in: whether it is numbered, and how often an item began."""
        self._quotes = 0
        self._label = ""
        """Of the item whose first block is still to come."""
        self._note: str | None = None
        """Label of the footnote we are in."""

    def walk(self, tokens: Sequence[Token], title: Token | None) -> None:
        """Write the blocks of `tokens`. `title`: the opening token of the heading that is the title."""
        for index, token in enumerate(tokens):
            match token.type:
                case "heading_open":
                    if token is title:
                        self._begin("title", token)
                    else:
                        self._begin("heading", token, level=int(token.tag[1:]))
                case "heading_close":
                    self._end()
                    if title is not None and self._is_close_of(tokens, index, title):
                        self.write_byline()
                case "paragraph_open":
                    self._paragraph(token, tokens[index + 1], captions=_ends_table(tokens, index))
                case "bullet_list_open" | "ordered_list_open":
                    self._lists.append((token.type == "ordered_list_open", 0))
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    numbered = bool(self._lists) and self._lists[-1][0]
                    self._label = f"{token.info}{token.markup}" if numbered else "•"
                case "blockquote_open":
                    self._quotes += 1
                case "blockquote_close":
                    self._quotes -= 1
                case "footnote_reference_open":
                    self._note = str(token.meta["label"])
                case "footnote_reference_close":
                    self._note = None
                case "dd_open":
                    self._lists.append((False, 0))
                case "dd_close":
                    self._lists.pop()
                case "fence" | "code_block":
                    self._code(token)
                case "html_block":
                    self._html(token)
                case "math_block":
                    self._formula(token)
                case "hr":
                    self.builder.add("rule", "* * *", span=self._span(token))
                case "table_open":
                    self._begin("table", token)
                case "tr_open" | "th_open" | "td_open":
                    self._table_part(token.type, tokens[index - 1].type)
                case "table_close" | "paragraph_close" | "dt_close":
                    self._end()
                case "inline":
                    self._inline(token)
                case _:
                    pass
        self.builder.end()

    def write_byline(self) -> None:
        """The byline and the abstract of the front matter, once, where the title has been written."""
        byline, self.byline = self.byline, ""
        if byline:
            self.builder.add("byline", byline, _found(self._text, byline, 0, self._lines[0]))
        abstract, self.abstract = self.abstract, ""
        if abstract:
            self.builder.add("paragraph", abstract, _found(self._text, abstract, 0, self._lines[0]))

    def _end(self) -> None:
        """End a block, and write the notes that stand in it."""
        self.builder.end()
        asides, self._asides = self._asides, []
        for key in asides:
            note = self._env["footnotes"]["list"].get(key, {})
            self.builder.begin("footnote", label=self._aside_label(key))
            for child in note.get("tokens", ()):
                self._child(child)
            self.builder.end()

    def _aside_label(self, key: int) -> str:
        return f"{self._number + 1}.{key + 1}" if self._number else str(key + 1)

    def _begin(
        self, kind: BlockKind, token: Token, *, level: int = 0, label: str = "", verbatim: bool = False
    ) -> None:
        start, end = self._span(token)
        self._cursor, self._limit = start, end
        self.builder.begin(kind, level=level, label=label, source=(start, end))

    def _paragraph(self, token: Token, inline: Token, *, captions: bool) -> None:
        """Begin the block of a paragraph. `captions`: it stands under a table."""
        if is_script(inline.content) or is_silent(inline.content):
            inline.children = []
            return
        label, self._label = self._label, ""
        if self._note is not None:
            self._begin("footnote", token, label=self._note)
            self._note = ""
        elif self._lists:
            self._begin("item", token, level=len(self._lists), label=label)
        elif self._quotes:
            self._begin("quote", token, level=self._quotes)
        elif _is_picture(inline.children or ()):
            self._begin("caption", token, label=PICTURE)
        elif captions and (match := _CAPTION.match(inline.content)):
            self._begin("caption", token)
            first = (inline.children or [inline])[0]
            first.content = first.content[match.end() :]
        else:
            self._begin("paragraph", token)

    def _code(self, token: Token) -> None:
        start, end = self._span(token)
        self.builder.begin("code", label=token.info.strip().split(" ")[0], source=(start, end), verbatim=True)
        cursor = start
        for line in token.content.splitlines(keepends=True):
            found = self._text.find(line.rstrip("\n"), cursor, end) if line.strip() else -1
            self.builder.write(line, found if found >= 0 else None)
            if found >= 0:
                cursor = found + len(line.rstrip("\n"))
        self.builder.end()

    def _formula(self, token: Token) -> None:
        """A formula that stands apart, as it was typed."""
        self._cursor, self._limit = span = self._span(token)
        self.builder.begin("code", label="tex", source=span, verbatim=True)
        self._copy(token.content.strip())
        self.builder.end()

    def _table_part(self, kind: str, before: str) -> None:
        if kind == "tr_open":
            self.builder.part("\n")
        elif before != "tr_open":
            self.builder.part("\t")

    def _html(self, token: Token) -> None:
        """HTML in the midst of Markdown: its words, in the blocks that its tags and blank lines make."""
        self._cursor, self._limit = self._span(token)
        self.builder.end()
        kind: BlockKind = "paragraph"
        level, label = 0, ""
        for piece in _MARKUP.split(token.content):
            tag = _TAG_NAME.match(piece)
            if piece.startswith("<!--"):
                continue
            if tag is None or not piece.endswith(">"):
                for number, words in enumerate(re.split(r"\n[ \t]*\n", piece)):
                    if number:
                        self.builder.end()
                    if words.strip():
                        if self.builder.open_block == "caption" and kind != "caption":
                            self.builder.end()  # What stands behind a picture is not what it shows.
                        if self.builder.open_block is None:
                            self.builder.begin(kind, level=level, label=label)
                        self._copy_html(words)
                        if (kind, level) == ("heading", 1) and not self.named:
                            self.named = " ".join(words.split())
                continue
            name = tag[1].lower()
            if name == "br":
                if self.builder.open_block is not None:
                    self.builder.part("\n")
            elif name == "img":
                self._html_picture(piece)
            elif name in BLOCKS:
                self.builder.end()
                closes = piece.startswith("</")
                kind, level, label = "paragraph", 0, ""
                if name == "li" and not closes:
                    kind, level, label = "item", 1, "•"
                elif len(name) == 2 and name[0] == "h" and name[1].isdigit() and not closes:
                    kind, level = "heading", int(name[1])
        self.builder.end()

    def _copy_html(self, words: str) -> None:
        """Write words of HTML, which may be spelled with entities."""
        import html

        plain = html.unescape(words)
        if plain == words:
            self._copy(words)
        else:
            self.builder.write(plain)

    def _html_picture(self, tag: str) -> None:
        words = re.search(r"\balt\s*=\s*[\"']([^\"']*)", tag, re.IGNORECASE)
        source = re.search(r"\bsrc\s*=\s*[\"']([^\"']*)", tag, re.IGNORECASE)
        if words is None or not words[1].strip() or (source is not None and _BADGE.search(source[1])):
            return
        if self.builder.open_block is None:
            self.builder.begin("caption", label=PICTURE if source else "")
        self.builder.open("image", source[1] if source else "")
        self._copy_html(words[1])
        self.builder.close("image")

    def _inline(self, token: Token) -> None:
        if self.builder.open_block is None:
            self._begin("paragraph", token)
        if token.map is not None:
            start, self._limit = self._span(token)
            self._cursor = max(self._cursor, start)
        children = token.children or []
        if self.builder.open_block in ("heading", "title") and children and children[-1].type == "text":
            children[-1].content = _LOOKS.sub("", GIVEN.sub("", children[-1].content))
        if token.meta.get("named"):
            self.builder.open("strong")
        for child, after in zip_longest(children, children[1:]):
            if after is not None and child.type in _MAY_HAVE_ATTRIBUTES and after.type == "text":
                _take_attributes(child, after)
            self._child(child)
        if token.meta.get("named"):
            self.builder.close("strong")

    def _child(self, child: Token) -> None:
        builder = self.builder
        match child.type:
            case "text" | "text_special":
                self._copy(child.content)
            case "math_inline" | "math_inline_double":
                self._copy(f"{child.markup}{child.content}{child.markup}")
            case "softbreak":
                self._copy(" " if builder.open_block == "table" else "\n")
            case "hardbreak":
                builder.part("\n")
            case "code_inline":
                builder.open("code")
                self._copy(child.content)
                builder.close("code")
            case "image":
                address = str(child.attrs.get("src", ""))
                if not _BADGE.search(address):
                    builder.open("image", address)
                    for part in child.children or ():
                        self._child(part)
                    builder.close("image")
            case "html_inline":
                if re.match(r"<br\b", child.content, re.IGNORECASE):
                    builder.part("\n")
                elif re.match(r"<img\b", child.content, re.IGNORECASE):
                    self._html_picture(child.content)
            case "footnote_ref":
                label = str(child.meta.get("label") or "")
                if not label:
                    key = int(child.meta.get("id", 0))
                    label = self._aside_label(key)
                    self._asides.append(key)
                builder.open("footnote", label)
                self._copy(f"[{label}]")
                builder.close("footnote")
            case _:
                kind = _INLINES.get(child.type.removesuffix("_open").removesuffix("_close"))
                if kind is not None and child.nesting > 0:
                    builder.open(kind, str(child.attrs.get("href", "")))
                elif kind is not None and child.nesting < 0:
                    builder.close(kind)

    def _copy(self, content: str) -> None:
        """Write text of the source, which stands there from the cursor on, if it stands there as it is."""
        found = self._text.find(content, self._cursor, self._limit) if content else -1
        self.builder.write(content, found if found >= 0 else None)
        if found >= 0:
            self._cursor = found + len(content)

    def _span(self, token: Token) -> tuple[int, int]:
        """The source of a token, without the line ends after it."""
        if token.map is None:
            return self._cursor, self._limit
        last = len(self._lines) - 1
        start, end = self._lines[min(token.map[0], last)], self._lines[min(token.map[1], last)]
        return start, start + len(self._text[start:end].rstrip())

    @staticmethod
    def _is_close_of(tokens: Sequence[Token], index: int, opening: Token) -> bool:
        return index >= 2 and tokens[index - 2] is opening


def _ends_table(tokens: Sequence[Token], index: int) -> bool:
    return index > 0 and tokens[index - 1].type == "table_close"


def _is_picture(children: Sequence[Token]) -> bool:
    """Whether a paragraph is a picture alone, whatever attributes it has."""
    if not children or children[0].type != "image":
        return False
    return len(children) == 1 or (
        len(children) == 2 and ATTRIBUTES.fullmatch(children[1].content.strip()) is not None
    )


def _take_attributes(child: Token, after: Token) -> None:
    """Take the attributes of `child` off the text `after` it; a picture that has no words has them there."""
    match = ATTRIBUTES.match(after.content)
    if match is None:
        return
    after.content = after.content[match.end() :]
    words = re.search(r"\b(?:fig-)?alt=(?:\"([^\"]*)\"|'([^']*)')", match[0])
    if child.type == "image" and words is not None and not child.children:
        child.children = [after.copy(content=words[1] or words[2] or "")]


class _Heading(NamedTuple):
    opening: Token
    inline: Token


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST, "html": True})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(dialects)
    # Notes stay where their author put them, also those that nothing calls.
    return parser.disable("footnote_tail")


def _references(text: str) -> dict[str, dict[str, str]]:
    """The addresses that a text gives names to, `[name]: address`: a link may come long before."""
    from markdown_it.common.normalize_url import normalizeLink, validateLink
    from markdown_it.common.utils import normalizeReference

    found: dict[str, dict[str, str]] = {}
    for match in _REFERENCE.finditer(text):
        address = normalizeLink(match[2].strip("<>"))
        if validateLink(address):
            found.setdefault(normalizeReference(match[1]), {"title": "", "href": address})
    return found


def _first_heading(tokens: Sequence[Token]) -> _Heading | None:
    """The heading that names the page: of the first level, before any other text."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            inline = tokens[index + 1]
            return _Heading(token, inline) if token.tag == "h1" and _plain(inline) else None
        if token.type in ("fence", "code_block", "table_open") or (token.type == "inline" and _plain(token)):
            return None
    return None


def _plain(inline: Token) -> str:
    parts = [child.content if child.type != "softbreak" else " " for child in inline.children or ()]
    return " ".join(GIVEN.sub("", "".join(parts)).split())


def _found(text: str, words: str, start: int, end: int) -> int | None:
    """Where words stand in the source, if they stand there as they are."""
    found = text.find(words, start, end)
    return found if found >= 0 else None
