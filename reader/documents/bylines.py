"""Lines that say who wrote a text, and when; in the languages of western Europe."""

from __future__ import annotations

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


def is_byline(text: str) -> bool:
    """`By Ana Ruiz and Bo Lind`: a few names after the word for it."""
    small = text.lower()
    if len(text) > 90 or not small.startswith(_BY):
        return False
    words = text.split()[1:]
    if not words or len(words) > 14 or (text[-1] in ".!?" and not text.endswith(("Jr.", "Sr."))):
        return False
    return words[0][:1].isupper() and words[-1][:1].isupper()


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
