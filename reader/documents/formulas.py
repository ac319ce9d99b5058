"""Formulas in one line of plain characters, as people type them: `x² + 1`, `(a + b)/2`, `√(x + 1)`, `∑_(i=1)^n aᵢ`.

What a page or a file of Word says of a formula `mathml` and `wordmath` read; here are the ways to write it down.
An aligned or stacked formula has a line for each of its rows.
"""

from __future__ import annotations

import re

from reader.documents.tree import set_high, set_low

DEEPEST = 60
"""How far a formula may be nested; what is deeper is read as its letters alone."""

_OPENING, _CLOSING = "([{⟨〈⌊⌈", ")]}⟩〉⌋⌉"
_INVISIBLE = dict.fromkeys((*range(0x2061, 0x2065), 0x200B, 0x2060))
_TIGHT = frozenset("!′″‴°|‖/\\.:^~¬∇∂√'*#&@%_∙⋮⋯…")
_LOOSE = frozenset("=<>≤≥≈≠≡≅≃∼∝≪≫∈∉∋⊂⊃⊆⊇→←↔⇒⇐⇔↦⟶⟵⟷⟹⟺∧∨∩∪∖×·⋅÷∘⊕⊗⊖⊙±∓≺≻⊢⊨⊥∥∣≔:=∗−-+–⇌")
_WIDE = re.compile(rf" ?([{re.escape(''.join(_LOOSE))},;]) ?")
_PIECE = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)
_LOOSE_END = re.compile(r"[/^_√](?:[^\W_]+[′″'!]*|[∗*†⊥])$")
_FUNCTIONS = frozenset("sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan log ln lg exp det dim".split())
_HIGH = dict(zip("ni", "ⁿⁱ", strict=True))
_LOW = dict(zip("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_ACCENTS = {
    **dict.fromkeys("¯‾ˉ―_", "\u0304"),
    **dict.fromkeys("^ˆ", "\u0302"),
    **dict.fromkeys("~˜∼", "\u0303"),
    **dict.fromkeys("→⃗⇀", "\u20d7"),
    **dict.fromkeys(".˙", "\u0307"),
    **dict.fromkeys("¨", "\u0308"),
    **dict.fromkeys("ˇ", "\u030c"),
    **dict.fromkeys("˘", "\u0306"),
}


class Row:
    """The signs of a formula one behind the other, with the spaces between them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._behind = ""
        """The last sign."""
        self._waits = True
        """Whether nothing stands here yet that an operator could follow: `-` is a sign then, and takes no spaces."""
        self._word = False
        """Whether the name of a function stands last."""
        self._loose = False
        """Whether a part stands last that would run on into a letter: `1/z`, `x^k`."""

    def __str__(self) -> str:
        return "".join(self._parts).strip()

    def atom(self, text: str, *, word: bool = False) -> None:
        """A letter, a number, or a part that was put together. `word`: the name of a function, as `sin`."""
        if not text:
            return
        apart = self._word or self._loose or (word and not self._waits)
        behind = self._behind
        if apart and (behind.isalnum() or (word and behind in _CLOSING)) and (text[0].isalnum() or text[0] in "√∑∫∏"):
            self._put(" ")
        self._put(text)
        self._waits, self._word, self._loose = False, word, _LOOSE_END.search(text[-40:]) is not None

    def space(self) -> None:
        if self._behind not in ("", " ", "\n"):
            self._put(" ")
            self._word = False

    def sign(self, sign: str) -> None:
        """An operator, a bracket, a comma."""
        sign = sign.strip().translate(_INVISIBLE)
        if not sign:
            return
        self._loose = False
        if sign in _OPENING:
            self._put(sign)
            self._waits, self._word = True, False
        elif sign in (",", ";"):
            self._close_up()
            self._put(f"{sign} ")
            self._waits, self._word = True, False
        elif sign in _CLOSING or (len(sign) == 1 and sign in _TIGHT):
            self._put(sign)
            self._waits, self._word = False, False
        elif len(sign) > 1 and sign.isalpha():
            self.atom(sign, word=True)
        elif all(one in _LOOSE for one in sign):
            if self._waits and sign in "-−+–±∓":
                self._put(sign)
            else:
                self._close_up()
                self._put(f" {sign} ")
            self._waits, self._word = True, False
        else:
            self.atom(sign)

    def text(self, words: str) -> None:
        """Signs of all kinds in one piece."""
        for piece in _PIECE.findall(words):
            if piece.isspace():
                self.space()
            elif piece[0].isalnum():
                self.atom(piece, word=piece in _FUNCTIONS)
            else:
                self.sign(piece)

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._behind = text[-1]

    def _close_up(self) -> None:
        """Take off the spaces at the end."""
        while self._parts and self._parts[-1].endswith(" "):
            self._parts[-1] = self._parts[-1].rstrip(" ")
            if self._parts[-1]:
                break
            self._parts.pop()


def compact(text: str) -> str:
    """A part without the spaces around its operators, as it stands in an index."""
    return _WIDE.sub(r"\1", text)


def grouped(text: str) -> str:
    """A part in brackets, where it is more than one thing."""
    if re.fullmatch(r"[^\W_]+(?:_[^\W_]+)?[′″'⁰¹²³⁴-⁹ⁿⁱ₀-₉ₐ-ₜᵢᵣᵤᵥⱼ!]*", text) or len(text) < 2 or _is_enclosed(text):
        return text
    return f"({text})"


def _is_enclosed(text: str) -> bool:
    """Whether one pair of brackets holds all of it."""
    if text[0] not in _OPENING or text[-1] != _CLOSING[_OPENING.index(text[0])]:
        return False
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign in _OPENING) - (sign in _CLOSING)
        if not depth:
            return at == len(text) - 1
    return False


def fraction(above: str, below: str, *, ruled: bool = True) -> str:
    """One over the other; without the rule between them, as of binomials."""
    if not ruled:
        return f"{above}¦{below}"
    product = re.match(r"\d+[^\W\d_]", below)
    return f"{grouped(above)}/{f'({below})' if product and not below.endswith(')') else grouped(below)}"


def root(inside: str, degree: str = "") -> str:
    high = _raised(compact(degree)) if degree else ""
    return f"{high}√{grouped(inside)}"


def scripts(base: str, *, low: str = "", high: str = "", tight: bool = True) -> str:
    """A part with an index and a power. `tight`: in brackets where it has more than one sign itself."""
    if tight:
        product = high and len(base) > 1 and base.isalpha() and base not in _FUNCTIONS
        base = f"({base})" if product else grouped(base)
    under = _lowered(compact(low)) if low else ""
    if under.startswith("_") and high in _HIGH:
        return f"{base}{under}^{high}"
    return f"{base}{under}{_raised(compact(high)) if high else ''}"


def accented(base: str, accent: str) -> str:
    """A letter with a sign above it; a longer part only if it is a bar."""
    mark = _ACCENTS.get(accent.strip()[:1], "")
    if not mark:
        return scripts(base, high=accent) if accent.strip() and accent.strip() not in "⏞⏟︷︸" else base
    if len(base) == 1:
        return base + mark
    return "".join(f"{sign}\u0305" for sign in base) if mark == "\u0304" and base.isalnum() else grouped(base) + mark


def matrix(rows: list[list[str]], *, bracketed: bool = False) -> str:
    """Rows of cells, told apart by semicolons; in brackets, unless they stand in some already."""
    words = "; ".join(", ".join(row) for row in rows)
    return words if bracketed else f"({words})"


def _raised(text: str) -> str:
    if all(sign in "′″‴°" for sign in text):
        return text
    high = set_high(text)
    if high != text:
        return high
    if text in _HIGH:
        return _HIGH[text]
    return f"^{grouped(text)}"


def _lowered(text: str) -> str:
    low = set_low(text)
    if low != text:
        return low
    if text in _LOW:
        return _LOW[text]
    return f"_{grouped(text)}"
