"""What a line looks like at both ends: how it begins, how it ends, what label it has."""

from __future__ import annotations

from reader.documents.lines import BULLETS, SOFT_HYPHENS, Line

OPENERS = "“‘\"'«„‚([{¿¡»*_—–-"
CLOSERS = "”’\"'»“)]}*_"
STOPS = ".!?…。！？؟।"
_LINKS = (
    "a an the of and or to in on at by for from with as that which who but is are was were be been has have had "
    "not this these those his her its their our your my he she we they it than into over under between about after "
    "before "
    "der die das den dem des ein eine einen einem einer und oder zu von mit für auf im in an bei nach aus dass ist "
    "sind "
    "le la les un une des du de et ou à au aux en dans sur pour par avec que qui est sont ce cette ses son sa leur "
    "el los las una unos del y o al con por para se su sus es son lo como más"
)
DASHES = "*-–+>»"
"""Signs that begin an item of a list, or a line by chance."""
LINKS = frozenset(_LINKS.split())
_ABBREVIATIONS = (
    "Mr. Mrs. Ms. Dr. Prof. St. Sen. Rep. Gov. Gen. Lt. Col. No. vs. e.g. i.e. cf. Nr. bzw. z.B. M. Mme. Sr."
)
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())


class Look:
    """What a line looks like at both ends."""

    __slots__ = (
        "bullet", "capital", "caseless", "comma", "first", "hyphen", "label", "link", "opener",
        "small", "stop", "turn", "width",
    )  # fmt: skip

    def __init__(self, line: Line) -> None:
        text = line.text
        label = bullet_of(text)
        self.label = label or line.bullet
        self.bullet = bool(self.label)
        body = text[len(label) :].lstrip() if label else text
        head = body.lstrip(OPENERS)[:1] or body[:1]
        self.opener = body[0] in OPENERS
        """It begins with a quotation mark or a bracket."""
        self.small = head.islower()
        self.capital = head.isupper() or head.istitle()
        self.caseless = head.isalpha() and not self.small and not self.capital
        """It begins with a letter of a script that knows no large and small ones."""
        tail = text.rstrip(CLOSERS)[-1:]
        self.stop = tail in STOPS and tail != ""
        self.comma = tail in ",;"
        self.hyphen = line.broken or text[-1] in "-" + SOFT_HYPHENS
        last = text[text.rfind(" ") + 1 :]
        if self.stop and tail == "." and (last in ABBREVIATIONS or (len(last) == 2 and last[0].isupper())):
            self.stop = False
        self.link = last in LINKS
        """It ends with a word that no sentence ends with."""
        colon = text.find(":", 0, 24)
        self.turn = (
            colon > 0 and text[colon + 1 : colon + 2] == " " and text[0].isupper() and text.count(" ", 0, colon) < 3
        )
        """It begins like somebody's turn in an interview, or an entry under a word."""
        self.width = 0.0
        self.first = 0.0


def first_word(text: str) -> int:
    """The end of what could not be broken at the start of a line: a word; a single letter in Chinese and Japanese."""
    if unspaced(text[0]):
        return 1
    cut = text.find(" ")
    return cut if cut > 0 else len(text)


def unspaced(letter: str) -> bool:
    """Whether the letter is of a script that is written without blanks between words: Chinese or Japanese."""
    return letter >= "\u2e80" and (
        letter < "\ua4d0" or "\uf900" <= letter < "\ufb00" or "\uff00" <= letter < "\uff66" or letter >= "\U00020000"
    )


def bullet_of(text: str) -> str:
    """The bullet or number at the start of a list item, without the blank after it; empty if there is none."""
    head, _, rest = text.partition(" ")
    if not rest or len(head) > 5:
        return ""
    if len(head) == 1 and (head in BULLETS or head in DASHES):
        return head
    if head[-1] not in ".)":
        return ""
    core = head.strip("().")
    if core.isdigit() and len(core) <= 3:
        return head
    # `a.` may as well be the end of a sentence, an initial, or `v.`
    return head if len(core) == 1 and core.isalpha() and head[-1] == ")" else ""
