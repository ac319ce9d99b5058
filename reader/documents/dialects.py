"""What the dialects of Markdown write beyond CommonMark: a plug-in for its parser.

Wiki links of notes, callouts, admonitions and tabs, fenced divisions, formulas between dollars, headings without a
blank. What they make are the parser's own tokens, so that whoever walks them needs to know only two more: an `inline`
whose `meta` has `named` is the name of a callout, and `math_inline` and `math_block` are formulas.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*(?:[#.][\w:.-]+|[\w:.-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s{}\"']+))[^{}\n]*\}")
"""Attributes behind what they are for: `{.wide width=40%}`; `{: .note}`, as Kramdown writes them."""

_WIKI = re.compile(r"!?\[\[([^\[\]|\n]{1,500})(?:\|([^\[\]\n]{0,500}))?\]\]")
_CALLOUT = re.compile(r"\[!([A-Za-z][\w -]{0,40})(?:\|[^\]\n]*)?\][+-]?(?:[ \t]+|(?=\n)|$)([^\n]*)(?:\n|$)")
_ADMONITION = re.compile(r"(!!!|\?\?\?\+?|===[!+]?)[ \t]+(.*)$")
_TITLE = re.compile(r"(?:([\w -]+?)[ \t]*)?(?:\"(.*)\"[ \t]*)?$")
_DIVISION = re.compile(r":{3,}[ \t]*(.*?)[ \t]*:*$")
_DIVISION_NAME = re.compile(r"([A-Za-z]\w*)(?:[ \t]+(?![{])|[ \t]*\[)(.+?)\]?(?:[ \t]*\{[^}]*\})?$|([A-Za-z]\w*)$")
_COMMANDS = re.compile(r"(?:\\[A-Za-z]+\*?(?:\{[^{}\n]*\}|\[[^\]\n]*\])*\s*)+")
_LONGEST = 500
"""Characters of a line that may be the mark of an admonition or a division."""
_HEADING = re.compile(r"(#{2,6})(?=[^\W\d_])")
_SCRIPT = re.compile(
    r"(?:import[ \t]+[^\n]*['\"][^'\"\n]+['\"];?(?:\n|$))+$|export[ \t]+(?:const|default|function)\b"
)


def dialects(parser: MarkdownIt) -> None:
    """Teach a parser the dialects."""
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    dollarmath_plugin(
        parser, allow_labels=False, allow_space=False, allow_digits=False, allow_blank_lines=False, double_inline=True
    )
    parser.inline.ruler.before("link", "wiki_link", _wiki_link)
    options: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("code", "admonition", _admonition, options)
    parser.block.ruler.before("code", "division", _division, options)
    parser.block.ruler.before("html_block", "component", _component, options)
    parser.block.ruler.before("heading", "tight_heading", _tight_heading, options)
    parser.core.ruler.before("inline", "callout", _callouts)


def _wiki_link(state: StateInline, silent: bool) -> bool:
    """`[[Note]]`, `[[Note#Heading|words]]`, `![[picture.png]]`: the words, and a link to what they name."""
    if not state.src.startswith(("[[", "![["), state.pos):
        return False
    match = _WIKI.match(state.src, state.pos)
    if match is None or match.end() > state.posMax:
        return False
    if not silent:
        target, words = match[1].strip().rstrip("\\"), (match[2] or "").strip()
        page, _, heading = target.partition("#")
        if match[0][0] == "!" and words.replace("x", "").isdigit():
            words = ""  # The size of a picture.
        token = state.push("link_open", "a", 1)
        token.attrs = {"href": _address(page, heading)}
        token = state.push("text", "", 0)
        token.content = words or target.lstrip("#^")
        state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


def _address(page: str, heading: str) -> str:
    from reader.documents.following import slug

    place = f"#{slug(heading.rpartition('#')[2])}" if heading else ""
    if not page:
        return place
    return (page if re.search(r"\.\w{1,5}$", page) else f"{page}.md").replace(" ", "%20") + place


def _callouts(state: StateCore) -> None:
    """`> [!NOTE]` at the head of a quotation, with or without words of its own: a name in a paragraph of its own."""
    tokens: list[Token] = []
    for index, token in enumerate(state.tokens):
        match = (
            _CALLOUT.match(token.content) if token.type == "inline" and _leads_quote(state.tokens, index) else None
        )
        if match is None:
            tokens.append(token)
            continue
        rest = token.content[match.end() :]
        named = token.copy(content=match[2].strip() or _name(match[1]), meta={"named": True}, children=[])
        tokens.append(named)
        if rest.strip():
            opening = state.tokens[index - 1]
            if token.map and opening.map:
                named.map = [token.map[0], token.map[0] + 1]
                opening.map = list(named.map)
            whole = [token.map[0] + 1, token.map[1]] if token.map else None
            closing = state.tokens[index + 1]
            tokens.append(closing)
            tokens.append(opening.copy(map=whole))
            tokens.append(token.copy(content=rest, map=whole, children=[]))
    state.tokens = tokens


def _leads_quote(tokens: list[Token], index: int) -> bool:
    return index > 1 and tokens[index - 1].type == "paragraph_open" and tokens[index - 2].type == "blockquote_open"


def _name(word: str) -> str:
    return word.strip().replace("-", " ").capitalize()


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _named(state: StateBlock, words: str, line: int) -> None:
    """A paragraph that is a name."""
    token = state.push("paragraph_open", "p", 1)
    token.map = [line, line + 1]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children, token.meta = words, [line, line + 1], [], {"named": True}
    state.push("paragraph_close", "p", -1)


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`!!! note "Title"`, `??? tip`, `=== "Tab"`, and what is set in below them; all but tabs are quotations."""
    if state.is_code_block(start):
        return False
    match = _ADMONITION.match(_line(state, start))
    if match is None or len(match[0]) > _LONGEST:
        return False
    tab = match[1].startswith("=")
    title = _TITLE.match(match[2].strip())
    if title is None or (tab and title[2] is None) or not (title[1] or title[2]):
        return False
    if silent:
        return True
    indent = state.sCount[start] + 4
    last = start + 1
    filled = last
    while last < end and (state.isEmpty(last) or state.sCount[last] >= indent):
        last += 1
        filled = last if not state.isEmpty(last - 1) else filled
    old = state.parentType, state.lineMax, state.blkIndent
    opening = None
    if not tab:
        opening = state.push("blockquote_open", "blockquote", 1)
        opening.map = [start, filled]
    words = title[2] if title[2] is not None else _name(title[1].split(" ")[0])
    if words.strip():
        _named(state, words, start)
    state.parentType, state.lineMax, state.blkIndent = "blockquote", filled, indent
    state.level += tab  # A tab makes no token of its own, and is nested all the same.
    state.md.block.tokenize(state, start + 1, filled)
    state.level -= tab
    state.parentType, state.lineMax, state.blkIndent = old
    if opening is not None:
        state.push("blockquote_close", "blockquote", -1)
    state.line = filled
    return True


def _division(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`::: {.wide}`, `:::tip Title` and the `:::` that ends them: marks around what is read in its place."""
    if state.is_code_block(start):
        return False
    line = _line(state, start)
    match = _DIVISION.match(line) if len(line) <= _LONGEST else None
    if match is None:
        return False
    if silent:
        return True
    found = _DIVISION_NAME.match(match[1])
    if found is not None and (found[2] or found[3].lower() in _CALLED):
        _named(state, found[2] or _name(found[3]), start)
    state.line = start + 1
    return True


_CALLED = frozenset(
    ["note", "tip", "info", "warning", "danger", "caution", "important", "hint", "attention", "error"]
)
"""Divisions whose kind is their name where they have none."""


def _component(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`<Tabs items={…}>` of MDX, `<div markdown="1">` of Kramdown: a tag on lines of its own around Markdown."""
    if state.is_code_block(start):
        return False
    text = _line(state, start)
    if _COMPONENT.match(text) is None and not (text.startswith("<") and _WITH_MARKDOWN.search(text)):
        return False
    last = start
    while not text.rstrip().endswith(">"):
        last += 1
        if last >= end or state.isEmpty(last) or last - start > _MOST_LINES:
            return False
        text = _line(state, last)
    if last == start and text.rstrip().rpartition("<")[0]:
        return False  # There is more on the line than the tag.
    if not silent:
        state.line = last + 1
    return True


_COMPONENT = re.compile(r"</?[A-Z]\w*[a-z][\w.]*(?=[\s/>]|$)")
_WITH_MARKDOWN = re.compile(r"\smarkdown=[\"']?(?:1|block|span)\b")
_MOST_LINES = 30
"""Lines that a tag may have."""


def _tight_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`##Words`, as Markdown was written before CommonMark."""
    if state.is_code_block(start):
        return False
    text = _line(state, start)
    match = _HEADING.match(text)
    if match is None or (start and not state.isEmpty(start - 1)):
        return False
    if silent:
        return True
    state.line = start + 1
    level = len(match[1])
    token = state.push("heading_open", f"h{level}", 1)
    token.markup, token.map = match[1], [start, start + 1]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = text[level:].rstrip(" \t#"), [start, start + 1], []
    state.push("heading_close", f"h{level}", -1)
    return True


def is_script(paragraph: str) -> bool:
    """Whether a paragraph of MDX is a program: what it imports, and what it exports."""
    return _SCRIPT.match(paragraph) is not None


def is_silent(paragraph: str) -> bool:
    """Whether a paragraph says nothing to a reader: a comment of MDX, attributes alone, commands of TeX."""
    words = paragraph.strip()
    comment = words.startswith("{/*") and words.endswith("*/}")
    return comment or ATTRIBUTES.fullmatch(words) is not None or _COMMANDS.fullmatch(words) is not None
