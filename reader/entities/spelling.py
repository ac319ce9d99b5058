"""What two ways of writing a name share: the name without article, possessive, case and accents."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_POSSESSIVE = re.compile(r"['’]s?$")
_ARTICLE = re.compile(r"^(?:the|The|THE) ")
_US = re.compile(r"\bu s(?: a)?\b")


def surface(text: str) -> str:
    """A mention's words without article, possessive and needless blanks: what two mentions share."""
    plain = unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("’", "'")
    plain = _POSSESSIVE.sub("", _ARTICLE.sub("", " ".join(plain.split())))
    return plain.strip(" .,;:")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """`surface` without case, accents, hyphens and quotation marks, to compare by."""
    decomposed = unicodedata.normalize("NFKD", surface(text)).casefold()
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _US.sub(
        lambda match: match[0].replace(" ", ""), " ".join(re.sub(r"[-‐‑.'’\"“”‘«»„()]", " ", plain).split())
    )
