"""Code in colours: looks over the keywords, strings, comments and names of a program. Offsets count in the code.

Pygments, which knows the languages, is loaded when there is code to colour: never for the first screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.palette import BOLD, ITALIC

if TYPE_CHECKING:
    from reader.drawing import Layer
    from reader.palette import Look

LONGEST = 50_000
"""Characters of a block up to which it is coloured."""

_LOOKS: tuple[tuple[str, Look], ...] = (
    ("Comment", ("muted", "", ITALIC)),
    ("Keyword", ("accent", "", BOLD)),
    ("Operator.Word", ("accent", "", BOLD)),
    ("Literal.String", ("quote", "", 0)),
    ("Literal.Number", ("link", "", 0)),
    ("Name.Function", ("strong", "", 0)),
    ("Name.Class", ("strong", "", BOLD)),
    ("Name.Decorator", ("mention", "", 0)),
    ("Name.Builtin", ("mention", "", 0)),
    ("Name.Tag", ("accent", "", BOLD)),
    ("Name.Attribute", ("mention", "", 0)),
    ("Generic.Heading", ("heading", "", BOLD)),
    ("Generic.Deleted", ("rail-red", "", 0)),
    ("Generic.Inserted", ("rail-green", "", 0)),
)
"""Kind of a token, as Pygments names it, and its look; the last that fits is taken."""


def layers(code: str, language: str) -> list[Layer]:
    """Looks over a program; none for a language that nobody knows, or for very long code.

    Args:
        code: The program.
        language: As the document names it: `python`, `py`, `c++`.
    """
    if not language or len(code) > LONGEST:
        return []
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language.strip().lower())
    except ClassNotFound:
        return []
    found: list[Layer] = []
    # The lexer's own way of reading would change line ends and offsets; it is asked for tokens of the very text.
    for start, kind, words in lexer.get_tokens_unprocessed(code):
        look = look_of(str(kind).removeprefix("Token."))
        if look is not None and words.strip():
            found.append((start, start + len(words), look))
    return found


def look_of(kind: str) -> Look | None:
    """The look of a kind of token: `Literal.String.Doc` has that of `Literal.String`."""
    fits = [look for name, look in _LOOKS if kind == name or kind.startswith(f"{name}.")]
    return fits[-1] if fits else None
