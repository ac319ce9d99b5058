"""What a block is: title, heading, byline, caption, item, quote; told from its words and where it stands."""

from __future__ import annotations

from reader.documents.evidence import CLOSERS, STOPS
from reader.documents.groups import Group

_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "januar februar märz mai juni juli oktober dezember "
    "janvier février mars avril juin juillet août septembre octobre novembre décembre "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro"
)
MONTHS = frozenset(_MONTHS.split())
_TIME_SIGNS = str.maketrans("", "", "stndrhapmueºª:/-")
_DAY_NAMES = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche "
    "lunes martes miércoles jueves viernes sábado domingo"
)
_DAYS = frozenset(_DAY_NAMES.split())
_DATE_FILLERS = (
    "published updated posted on of de del the den le am pm at last st nd rd th est edt gmt utc bst cet "
    "veröffentlicht publié publicado el um uhr à"
)
_DATE_WORDS = frozenset(_DATE_FILLERS.split())
_BY = ("by ", "von ", "par ", "por ", "words by ", "text by ", "story by ", "written by ", "di ", "door ")
_CREDITS = (
    "photo by", "photo:", "photograph", "image:", "photo credit", "credit:", "picture:", "photo/", "foto:", "foto/",
    "getty images", "ap photo", "reuters/", "afp/", "(photo", "[photo", "(ap)", "(reuters)", "via getty", "bild:",
    "crédit",     "illustration by", "screenshot", "courtesy of", "wikimedia commons", "/ap]", "/ap)", "shutterstock",
)  # fmt: skip
_FIGURES = (
    "figure ",
    "fig. ",
    "image ",
    "photo ",
    "table ",
    "abb. ",
    "abbildung ",
    "foto ",
    "figura ",
    "map ",
    "chart ",
)


def name_kinds(groups: list[Group], *, head: bool, tail: bool) -> None:
    """Write kind and level into each group; `head` and `tail` say whether the document begins and ends with them."""
    for index, group in enumerate(groups):
        _name(groups, index, group)
    if head and groups:
        _name_head(groups[:8])
    if tail and len(groups) > 1:
        _name_tail(groups)


def _name(groups: list[Group], index: int, group: Group) -> None:
    text = group.text
    if group.rule:
        group.kind = "rule"
    elif group.label:
        group.kind, group.level = "item", max(1, group.depth)
    elif text.startswith("[^") and "]:" in text[:8]:
        group.kind = "footnote"
        group.label = text[2 : text.index("]")]
    elif group.depth:
        group.kind, group.level = "quote", group.depth
    elif is_caption(text):
        group.kind = "caption"
    elif _is_heading(groups, index, group):
        group.kind, group.level = "heading", 2


def _name_head(groups: list[Group]) -> None:
    """The first blocks: title, byline, date."""
    first = groups[0]
    if (
        first.kind in ("paragraph", "heading")
        and len(first.text) <= 200
        and len(groups) > 1
        and not _ends_sentence(first.text)
    ):
        first.kind, first.level = "title", 0
    for group in groups[1:]:
        if group.kind not in ("paragraph", "heading"):
            continue
        if is_byline(group.text):
            group.kind, group.level = "byline", 0
        elif is_date(group.text):
            group.kind, group.level = "dateline", 0


def _name_tail(groups: list[Group]) -> None:
    """The last block: who wrote it, where it appeared and when."""
    last = groups[-1]
    text = last.text
    if last.kind not in ("paragraph", "heading", "dateline") or len(text) > 90 or _ends_sentence(text):
        return
    if has_date(text) or text[0] in "—–-" or is_byline(text):
        last.kind, last.level = "signature", 0


def _ends_sentence(text: str) -> bool:
    return text.rstrip(CLOSERS)[-1:] == "." and text[-4:] != "..."


def _is_heading(groups: list[Group], index: int, group: Group) -> bool:
    """A short line on its own that begins large and does not end like a sentence."""
    text = group.text
    if len(text) > 90 or group.forced is False or (not text[0].isalnum() and text[0] not in "“‘\"'¿¡"):
        return False
    last = text.rstrip(CLOSERS)[-1:]
    if last in ".…,;:" or text[-1] in ",;:" or text[0].islower():
        return False
    if index + 1 >= len(groups) or groups[index + 1].rule:
        return False
    return any(sign.isalpha() for sign in text)


def is_byline(text: str) -> bool:
    """`By Ana Ruiz and Bo Lind`: a few names after the word for it."""
    small = text.lower()
    if len(text) > 90 or not small.startswith(_BY):
        return False
    words = text.split()[1:]
    if not words or len(words) > 14 or (text[-1] in STOPS and not text.endswith(("Jr.", "Sr."))):
        return False
    return words[0][:1].isupper() and words[-1][:1].isupper()


def is_caption(text: str) -> bool:
    """A credit in brackets at the end, or the word for a picture at the start."""
    if len(text) > 600:
        return False
    small = text.lower()
    if small.startswith(_FIGURES):
        number = small.split(None, 2)[1].rstrip(".:")
        if number.isdigit() or small.split(None, 1)[0].endswith(":"):
            return True
    if any(credit in small[:14] for credit in ("photo:", "image:", "photo by", "caption:", "foto:", "bild:")):
        return True
    tail = small[-70:]
    if text[-1] in "])":
        inner = tail[max(tail.rfind("["), tail.rfind("(")) + 1 :]
        return any(credit in inner or credit[1:] in inner for credit in _CREDITS) or inner.startswith(
            ("photo", "image", "source:", "credit")
        )
    return any(credit in tail for credit in ("photo by ", "photo: ", "credit: ", "getty images", "ap photo"))


def is_date(text: str) -> bool:
    """A line that says when, and nothing else."""
    return len(text) <= 60 and has_date(text) and not _other_words(text)


def _other_words(text: str) -> list[str]:
    words = text.replace(",", " ").replace(".", " ").replace("|", " ").replace("·", " ").split()
    return [
        word
        for word in words
        if (small := word.lower().strip(":-–—()")) not in MONTHS
        and small not in _DAYS
        and small not in _DATE_WORDS
        and not small.translate(_TIME_SIGNS).isdigit()
        and small
    ]


def has_date(text: str) -> bool:
    """Whether a day or a month of some year is named: `6 January 2023`, `06.01.2023`, `2023-01-06`."""
    words = text.replace(",", " ").replace("(", " ").replace(")", " ").split()
    year = month = False
    for word in words:
        core = word.strip(".;:|")
        if core.isdigit():
            year = year or (len(core) == 4 and "1400" < core < "2200")
        elif core.lower() in MONTHS:
            month = True
        elif len(core) >= 6 and core[0].isdigit() and any(_figures(core, sign) for sign in ".-/"):
            return True
    return year and month


def _figures(word: str, sign: str) -> bool:
    parts = word.split(sign)
    return len(parts) == 3 and all(part.isdigit() for part in parts) and 4 in (len(parts[0]), len(parts[2]))
