"""What a name is shortened to when it is named again: acronyms, a company's first word, a club without its town.

All names here are folded (`reader.entities.spelling.fold`), but for those that `is_acronym` and `is_short_form` take.
"""

from __future__ import annotations

from collections.abc import Container

from reader.entities.gazetteer import gazetteer
from reader.entities.spelling import fold

_FORMS = frozenset(
    """inc corp corporation co company ltd limited llc llp plc ag gmbh se sa spa nv bv ab oy asa pty pvt
    """.split()
)
"""What kind of company it is: no part of the name it is called by."""
_CORPORATE = _FORMS | frozenset(
    """group holding holdings industries international technologies technology systems motor motors bank airlines
    airways partners oil enterprises economics research analytics securities services solutions energy gas power
    insurance pharmaceuticals foods stores media
    entertainment steel communications telecom software electronics chemical chemicals mining resources properties
    capital financial finance konzern university institute department ministry magazine foundation agency
    party club fc website site online newspaper daily
    """.split()
)
TRADES = _FORMS | frozenset(
    """group holding holdings industries technologies technology motors airlines airways partners enterprises
    solutions insurance pharmaceuticals foods stores entertainment telecom software electronics chemicals mining
    konzern economics research analytics securities advisors associates ventures labs records pictures studios
    robotics logistics automotive cargo press media news biotech semiconductors aerospace
    """.split()
)
"""What a company's name ends with that no surname stands before by chance."""
_TAILS = ("river", "airport", "international airport", "islands", "desert")
"""What stands behind a place's name, and is left out when it is named again."""
_SETTLEMENTS = frozenset(
    "vila villa vilanova villanueva ciudad cidade city town village puerto porto san santa sao".split()
)
_LEADS = frozenset(
    """us european american british german french russian deutsche deutscher deutsches deutschen fc sc ac as afc cf
    sv vfl vfb tsv rc ud cd ssc""".split()
)
"""What a long name begins with and a short one leaves out, besides a town."""
_SMALL = frozenset("of the and for in on de do da dos das del la y e et des du für und der die al".split())
"""Words that an acronym may leave out."""
_KNOWN_AS = {
    name: names[0]
    for names in (
        ("united states", "us", "united states of america", "america"),
        ("united states", "usa", "vereinigte staaten", "vereinigte staaten von amerika"),
        ("united kingdom", "uk", "u k", "britain", "great britain"),
        ("united nations", "un", "u n", "uno"),
        ("european union", "eu", "e u"),
        ("united arab emirates", "uae", "u a e"),
        ("democratic republic of congo", "drc", "dr congo", "democratic republic of the congo"),
        ("soviet union", "ussr", "u s s r"),
        ("federal reserve", "fed", "federal reserve board"),
        ("volkswagen", "vw"),
        ("estados unidos", "eeuu", "ee uu"),
        ("north korea", "n korea"),
        ("northern ireland", "n ireland"),
        ("yangon", "rangoon"),
        ("belarus", "belorus", "byelorussia"),
        ("south korea", "s korea"),
        ("russia", "russian federation"),
        ("china", "people republic of china", "prc"),
        ("ireland", "republic of ireland"),
        ("czech republic", "czechia"),
        ("ivory coast", "cote d ivoire"),
        ("myanmar", "burma"),
        ("faroe islands", "faroes"),
        ("los angeles", "l a"),
        ("alabama", "ala"),
        ("arizona", "ariz"),
        ("arkansas", "ark"),
        ("california", "calif"),
        ("colorado", "colo"),
        ("connecticut", "conn"),
        ("florida", "fla"),
        ("georgia", "ga"),
        ("illinois", "ill"),
        ("indiana", "ind"),
        ("kansas", "kan"),
        ("kentucky", "ky"),
        ("massachusetts", "mass"),
        ("michigan", "mich"),
        ("minnesota", "minn"),
        ("mississippi", "miss"),
        ("missouri", "mo"),
        ("nebraska", "neb"),
        ("nevada", "nev"),
        ("new jersey", "n j"),
        ("new mexico", "n m"),
        ("new york", "n y"),
        ("north carolina", "n c"),
        ("oklahoma", "okla"),
        ("oregon", "ore"),
        ("pennsylvania", "pa"),
        ("south carolina", "s c"),
        ("tennessee", "tenn"),
        ("texas", "tex"),
        ("virginia", "va"),
        ("washington", "wash"),
        ("west virginia", "w va"),
        ("wisconsin", "wis"),
    )
    for name in names
}
"""Names so usual that no text explains them: form -> the one they all stand for."""


def is_acronym(short: str, long: str) -> bool:
    """Whether the letters of `short` are the first letters of `long`, small words and a country before it counted or
    not: `FDA` of the `U.S. Food and Drug Administration`.
    """
    letters = fold(short).replace(" ", "")
    words = without_form(fold(long).split())
    if not words:
        return False
    names = (words, without_country(words))
    firsts = {"".join(word[0] for word in name if word not in small) for name in names for small in ((), _SMALL)}
    return len(letters) >= 2 and letters in firsts


def without_country(words: list[str]) -> list[str]:
    """A body's name without the `U.S.` or `UK` before it; never nothing."""
    return words[1:] if words[0] in ("us", "uk") and len(words) > 1 else words


def is_short_form(short: str, long: str) -> bool:
    """Whether `short`, given in brackets behind `long`, may be made of its letters: `Tepco`, `GERD`, `Interpol`."""
    letters, full = fold(short).replace(" ", ""), fold(long).replace(" ", "")
    if len(letters) < 2 or len(letters) >= len(full) or letters[0] != full[0]:
        return is_acronym(short, long)
    position = 0
    for letter in letters:
        position = full.find(letter, position) + 1
        if not position:
            return False
    return True


def begins(short: str, long: str) -> bool:
    """Whether `short` is what a company is called by whose whole name is `long`: `Paxar` of `Paxar Corp`."""
    few, many = short.split(), without_form(long.split())
    company = len(many) < len(long.split())
    if many[: len(few)] != few or short == long:
        return False
    rest = many[len(few) :]
    # "Seattle" of "Seattle Mariners", "Steaua" of "Steaua Bucharest": a club goes by its town, or by its own word.
    if len(rest) == 1 and len(few) == 1:
        places = gazetteer("en").places
        if rest[0].title() in places or (short.title() in places and rest[0].endswith("s")):
            return True
    if all(word.isdigit() for word in rest):
        return True
    # A form of company behind the name says that its first word is what it is called by.
    return company or all(word in _CORPORATE for word in rest) or (len(few) > 1 and rest[-1] in _CORPORATE)


def without_tail(short: str, long: str) -> bool:
    """Whether `long` is the place `short` with a small word behind: `Ganges river`.

    A city's name may be its province's, or another city's: those stay two.
    """
    return any(long == f"{short} {tail}" for tail in _TAILS)


def without_settlement(short: str, long: str) -> bool:
    """Whether `long` is the town `short` with what kind of town it is before it: `Vila Nova de Cerveira`."""
    lead = long.removesuffix(f" {short}").split()
    return lead != long.split() and len(lead) > 1 and lead[0] in _SETTLEMENTS and lead[-1] in _SMALL


def without_small(name: str) -> str:
    """A name without its small words."""
    return " ".join(word for word in name.split() if word not in _SMALL)


def without_lead(short: str, long: str, towns: Container[str]) -> bool:
    """Whether `long` is the organisation `short` with a town, a country or a form of club before it.

    `Dolphins` of `Miami Dolphins`, `Bochum` of `VfL Bochum`, `Treasury Department` of `U.S. Treasury Department`,
    `Wanderers` of `Western Sydney Wanderers`.

    Args:
        towns: The places that the text names.
    """
    lead = long.removesuffix(f" {short}")
    if lead == long:
        return False
    side, _, place = lead.partition(" ")
    leads = (lead, place) if side in _SIDES and place else (lead,)
    return any(one in _LEADS or one in towns or one.title() in gazetteer("en").places for one in leads)


_SIDES = frozenset("north south east west northern southern eastern western central greater".split())
"""Of a place: `Western Sydney`, `Greater Manchester`."""


def without_form(words: list[str]) -> list[str]:
    """A company's name without `Inc`, `AG` or `NV` at either end."""
    start, end = 0, len(words)
    while start < end - 1 and words[start] in _FORMS:
        start += 1
    while end > start + 1 and words[end - 1] in _FORMS:
        end -= 1
    return words[start:end]


def without_trade(words: list[str]) -> list[str]:
    """A company's name without what it is or deals in: `Desjardins` of `Desjardins Economics`; never nothing."""
    end = len(words)
    while end > 1 and words[end - 1] in TRADES:
        end -= 1
    return words[:end]


def known_as(name: str) -> str | None:
    return _KNOWN_AS.get(name) or _KNOWN_AS.get(" ".join(without_form(name.split())))
