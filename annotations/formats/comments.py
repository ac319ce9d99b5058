"""Comments, which are Markdown, as HTML that can do no harm: no raw HTML, no images, no addresses that run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_PLAIN = re.compile(r"(?!\s|[-+]|\d+[.)])[^\\`*_\[\]<>#|~&!\n]*\S")


def shown(comment: str) -> Markup:
    """The comment as HTML."""
    if _PLAIN.fullmatch(comment):
        return Markup(f"<p>{escape(comment)}</p>")  # noqa: S704 - escaped
    return Markup(_markdown().render(comment))  # noqa: S704 - the parser escapes, and is told to let no HTML through


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("strikethrough").disable("image")
    parser.core.ruler.push("postil", _tamed)
    return parser


def _tamed(state: Any) -> None:
    """Headings of a comment are no headings of the page; links tell nobody where they come from."""
    for token in _all(state.tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = "p"
            if token.type == "heading_open":
                token.attrSet("class", "h")
        elif token.type == "link_open":
            token.attrSet("rel", "noopener noreferrer nofollow")


def _all(tokens: Sequence[Token]) -> list[Token]:
    return [*tokens, *(child for token in tokens for child in token.children or ())]
