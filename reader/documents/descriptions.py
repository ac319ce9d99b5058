"""Words about a picture: whether they say anything, and what its file's name tells where nobody described it."""

from __future__ import annotations

import re
from urllib.parse import unquote

_FILE = re.compile(
    r"[A-Za-z]:\\|\\\\|(?:https?|file|cid):|\S+\.(?:png|jpe?g|jpe|gif|bmp|tiff?|emf|wmf|svg|webp|avif|heic)$",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"(?:(?:an?|the|my|this) )?(?:image|img|picture|pict?|picto|photo|graphics?|drawing|figure|fig|illustration|"
    r"object|shape|tab|table|grafik|bild|abbildung|imagen|imagem|immagine|afbeelding|tekening|рисунок|изображение|"
    r"obr[aá]zek|kép|kuva|图片|圖片|图像|圖像|画像|그림|صورة|תמונה|alt|alt text|none|null|no|n/?a|untitled|spacer)"
    r"[\s_:.#-]*\d*\.?",
    re.IGNORECASE,
)
"""What programs and people in a hurry write where words about a picture belong."""

_STEM = re.compile(r"[^\W_]{2,}(?:_[^\W_]+)*_[^\W_]{2,}")
"""A name of a file without its ending."""

_MADE = re.compile(
    r"[\s.,;]*(?:description automatically generated(?: with \w+ confidence)?|ai-generated content may be incorrect|"
    r"automatisch generierte beschreibung|ki-generierte inhalte können fehlerhaft sein|"
    r"description générée automatiquement|le contenu généré par l’ia peut être incorrect|"
    r"descripción generada automáticamente|descrição gerada automaticamente|descrizione generata automaticamente|"
    r"automatisch gegenereerde beschrijving|автоматически созданное описание|自動的に生成された説明|描述已自动生成)"
    r"[\s.]*$",
    re.IGNORECASE,
)
"""What Word says of a description that it wrote itself."""

_TAIL = 160
"""Characters at the end of a description among which it is looked for."""

_ORNAMENT = re.compile(
    r"(?:^|[\W_])(?:logo|logos|ornament|ornaments?|separator|spacer|divider|deco|decoration|border|bullet|icon|icons|"
    r"pixel|blank|fleuron|flourish|dingbat|scene-?break|section-?break|break|rule|hr|line|arrow|button|background|bg|"
    r"dot|star|stars|asterism)(?:[\W_\d]|$)",
    re.IGNORECASE,
)

_CIPHER = re.compile(
    r"(?<![^\W_])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,})(?![^\W_])", re.IGNORECASE
)
"""What programs name files by, and nobody reads."""

_FOLDED = re.compile(r"[\W_]+")


def described(words: str) -> str:
    """A description as it is read; empty when it says nothing about the picture."""
    words = " ".join(words.split())
    words = words[:-_TAIL] + _MADE.sub("", words[-_TAIL:])
    nothing = _FILE.match(words) or _EMPTY.fullmatch(words) or _STEM.fullmatch(words)
    return "" if nothing else words


def told_by_name(address: str, *, sure: bool = False) -> str:
    """What stands for a picture that nobody described: the name of its file; empty when that names an ornament.

    `sure`: it is known to be none.
    """
    name = unquote(address.partition("#")[0].partition("?")[0].replace("\\", "/").rpartition("/")[2])
    stem, dot, ending = name.rpartition(".")
    if not sure and _ORNAMENT.search(stem):
        return ""
    stem = _CIPHER.sub("", stem).strip(" _-.") or (f"{stem[:8]}…" if _CIPHER.search(stem) else stem)
    return " ".join(f"{stem}{dot}{ending}".split())


def repeated(words: str, caption: str) -> bool:
    """Whether a caption says what a description says."""
    short, long = (_FOLDED.sub("", text).casefold() for text in (words, caption))
    return len(short) > 2 and (short in long or (len(long) > 20 and long in short))
