"""Whether a paragraph ends between two lines: what a document's layout says, and what the two lines say.

`fit` reads the layout off a whole document (or a sample of a long one) once; `scores` then weighs, for each pair of
neighbouring lines, the signs that speak for and against a break. Scores are log-odds: above zero, a block ends.
Widths are in the unit of the face that was fitted.
"""

from __future__ import annotations

from bisect import bisect
from itertools import pairwise
from math import log

from reader.documents.bylines import is_byline, is_date
from reader.documents.hyphens import broken_words
from reader.documents.lines import BULLETS, SOFT_HYPHENS, Line
from reader.documents.weights import SIGNS
from reader.documents.widths import FACES

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

_MID_ENOUGH = 3
_LONG = 160


class Plan:
    """How a document is laid out, as far as its lines tell."""

    __slots__ = ("clean", "face", "gaps", "hyphenated", "indent", "indents", "margin", "single", "usual_gap")

    def __init__(self) -> None:
        self.single = False
        """Every line is a block."""
        self.face = 0
        """Index into `FACES`."""
        self.margin = 0.0
        """Width of a full line; 0 when nothing tells."""
        self.usual_gap = 0
        """Blank lines between two lines of one paragraph."""
        self.gaps = 0.5
        """Share of the certain bounds that have more blank lines than that."""
        self.clean = False
        """No line with a gap before it begins in the middle of a sentence."""
        self.indents = 0.0
        """Share of the certain bounds whose second line is set in."""
        self.indent = 0
        """Indent of a line that goes on, in columns."""
        self.hyphenated = False
        """Words are broken at line ends with a plain hyphen."""


class Look:
    """What a line looks like at both ends."""

    __slots__ = (
        "bullet", "capital", "comma", "first", "hyphen", "label", "link", "opener", "small", "stop", "turn", "width",
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
        self.small = head.isalpha() and not head.isupper() and not head.istitle()
        self.capital = not self.small and head.isalpha()
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


def measure(text: str, lines: list[Line], looks: list[Look], face: int) -> None:
    """Write into each look how wide its line and its line's first word are."""
    table = FACES[face][1]
    letters = encoded(text).translate(table)
    blank = table[32]
    for line, look in zip(lines, looks, strict=True):
        start = line.start
        look.width = sum(letters[start : line.end]) + line.indent * blank
        cut = line.text.find(" ")
        look.first = sum(letters[start : start + cut]) if cut > 0 else look.width - line.indent * blank


def encoded(text: str) -> bytes:
    """One byte for each letter, as the tables of widths have them."""
    if text.isascii():
        return text.encode("ascii")
    return text.encode("cp1252", "replace")


def fit(text: str, lines: list[Line], looks: list[Look]) -> Plan:
    """Read the layout off the lines, and measure them in the face that explains them best."""
    plan = Plan()
    count = len(lines)
    if not lines:
        return plan
    mids = [
        index
        for index in range(count - 1)
        if looks[index + 1].small
        and not looks[index].stop
        and not looks[index + 1].bullet
        and not (lines[index + 1].page)
        and lines[index].text[-1] != ":"
    ]
    lengths = sorted(len(line.text) for line in lines)
    long = lengths[int(0.95 * (count - 1))]
    near = sum(length > 0.85 * long for length in lengths) / count
    parted = not mids and all(line.gap or line.page for line in lines[1:])
    if (long > _LONG and near < 0.25) or (count > 8 and len(mids) < 0.02 * count) or lengths[-1] > 2000 or parted:
        plan.single = True
        return plan
    gaps: dict[int, int] = {}
    indents: dict[int, int] = {}
    for index in mids:
        after = lines[index + 1]
        gaps[after.gap] = gaps.get(after.gap, 0) + 1
        indents[after.indent] = indents.get(after.indent, 0) + 1
    if gaps:
        plan.usual_gap = max(gaps, key=lambda gap: (gaps[gap], -gap))
        plan.indent = max(indents, key=lambda indent: (indents[indent], -indent))
    wide = sum(line.gap > plan.usual_gap and not line.page for line in lines[1:])
    inside = sum(count for gap, count in gaps.items() if gap > plan.usual_gap)
    plan.clean = wide > 0 and inside <= 0.02 * wide
    _fit_margin(text, lines, looks, mids, plan)
    measure(text, lines, looks, plan.face)
    _fit_habits(lines, looks, plan)
    plan.hyphenated = broken_words(lines, text.lower())
    return plan


def _fit_margin(text: str, lines: list[Line], looks: list[Look], mids: list[int], plan: Plan) -> None:
    """Find the face and the margin that leave the fewest lines unexplained.

    A line that breaks off in the middle of a sentence fits in the margin, and would not with the next word.
    """
    if len(mids) < _MID_ENOUGH:
        plan.margin = max((len(line.text) + line.indent for line in lines), default=0) * 120.0
        return
    mids = mids[:: 1 + len(mids) // 400]
    letters = encoded(text)
    best = (2.0, 0.0)
    for face, (_, table) in enumerate(FACES):
        widths = letters.translate(table)
        blank = table[32]
        lows: list[int] = []
        highs: list[int] = []
        for index in mids:
            line, after = lines[index], lines[index + 1]
            low = sum(widths[line.start : line.end]) + line.indent * blank
            lows.append(low)
            if not looks[index].hyphen:
                cut = after.text.find(" ")
                end = after.start + cut if cut > 0 else after.end
                highs.append(low + blank + sum(widths[after.start : end]))
        lows.sort()
        highs.sort()
        wrong, margin = _cheapest(lows, highs)
        share = wrong / len(mids)
        if share < best[0] - 0.004:
            best = (share, margin)
            plan.face, plan.margin = face, margin


def _cheapest(lows: list[int], highs: list[int]) -> tuple[int, float]:
    """The margin that contradicts the fewest lines, and how many: `low <= margin < high` is wanted of each."""
    best, at, until = len(lows) + len(highs) + 1, 0, 0
    over = len(lows)
    under = 0
    spot = 0
    for index, low in enumerate(lows):
        over = len(lows) - index - 1
        while spot < len(highs) and highs[spot] <= low:
            spot += 1
        under = spot
        if over + under < best:
            best = over + under
            at = low
            until = highs[spot] if spot < len(highs) else low
            if index + 1 < len(lows):
                until = min(until, lows[index + 1])
    return best, max(at, (at + until) / 2)


def _fit_habits(lines: list[Line], looks: list[Look], plan: Plan) -> None:
    """Whether the bounds that nobody doubts come with a gap, and whether with an indent."""
    sure = gaps = indents = 0
    margin = plan.margin
    blank = FACES[plan.face][1][32]
    for index in range(len(lines) - 1):
        look, after = looks[index], looks[index + 1]
        if not look.stop or after.small or after.bullet or look.width + blank + after.first > 0.96 * margin:
            continue
        line = lines[index + 1]
        sure += 1
        gaps += line.gap > plan.usual_gap
        indents += 0 < line.indent - plan.indent <= 12
    plan.gaps = (gaps + 0.5) / (sure + 1)
    plan.indents = (indents + 0.1) / (sure + 1)


(
    _ALWAYS, _ROOM, *_, _SMALL, _SMALL_FULL, _STOP, _STOP_CAPITAL, _STOP_CAPITAL_FULL, _LETTER_CAPITAL, _COMMA,
    _COLON, _COLON_FULL, _COLON_SMALL, _HYPHEN, _LINK, _BULLET, _DASH, _NUMBER, _LIST, _LIST_CAPITAL, _GAP_FEW,
    _GAP_SOME, _GAP_MOST, _GAP_SMALL, _GAP_CLEAN, _GAPS, _NO_GAP_SOME, _NO_GAP_MOST, _NO_GAP_ALL, _INDENT,
    _INDENT_MOST, _HANGING, _NO_INDENT_SOME, _NO_INDENT_MOST, _OUTDENT, _PAGE, _PAGE_STOP, _DEPTH, _DIGIT,
    _QUOTATION, _TURN, _FIRST, _CLOSER, _DATED, _ALONE, _TITLED, _TITLED_FULL, _HEADING, _HEADING_GAP, _LEAD,
    _UNKNOWN,
) = range(len(SIGNS))  # fmt: skip
_ROOMS = (-0.1, -0.05, -0.025, -0.012, -0.004, 0.004, 0.012, 0.03, 0.07, 0.2, 0.5)
"""Bounds of the classes of room left at a line's end, as shares of the margin."""

WEIGHTS = [weight for _, weight in SIGNS]


def signs(lines: list[Line], looks: list[Look], plan: Plan, *, head: bool) -> list[list[int]]:
    """For each line but the last, the signs between it and the next: indexes into `SIGNS`."""
    margin, blank = plan.margin, FACES[plan.face][1][32]
    found: list[list[int]] = []
    listed = -1
    """Column where the words of the list item begin that the line belongs to; -1 outside lists."""
    for index in range(len(lines) - 1):
        line, after = lines[index], lines[index + 1]
        look, follow = looks[index], looks[index + 1]
        if look.bullet:
            listed = line.indent + len(look.label) + 1
        elif listed >= 0 and line.gap > plan.usual_gap:
            listed = -1
        page = after.page or (after.gap < plan.usual_gap and after.indent <= 1 and not (head and index < 3))
        gap = after.gap > plan.usual_gap and not page
        stop, small, capital = look.stop, follow.small, follow.capital
        on = [_ALWAYS]
        if margin:
            room = (margin - look.width - blank - follow.first) / margin
            on.append(_ROOM + bisect(_ROOMS, room))
        else:
            room = 0.0
            on.append(_UNKNOWN)
        full = room <= 0.004
        if follow.bullet:
            on.append(_NUMBER if len(follow.label) > 1 else _DASH if follow.label in DASHES else _BULLET)
        elif small:
            on.append(_SMALL)
            if full:
                on.append(_SMALL_FULL)
        if stop:
            on.append(_STOP)
            if not small:
                on.append(_STOP_CAPITAL)
                if full:
                    on.append(_STOP_CAPITAL_FULL)
        elif look.comma:
            on.append(_COMMA)
        elif line.text[-1] == ":":
            on.append(_COLON)
            if full:
                on.append(_COLON_FULL)
            elif small and room > 0.03:
                on.append(_COLON_SMALL)
        elif look.hyphen:
            on.append(_HYPHEN)
        elif look.link:
            on.append(_LINK)
        elif capital:
            on.append(_LETTER_CAPITAL)
        if gap:
            on.append(_GAP_MOST if plan.gaps > 0.8 else _GAP_SOME if plan.gaps > 0.3 else _GAP_FEW)
            if plan.clean:
                on.append(_GAP_CLEAN)
            elif small:
                on.append(_GAP_SMALL)
            if after.gap > plan.usual_gap + 1:
                on.append(_GAPS)
        elif not page and not follow.bullet:
            if plan.gaps > 0.9:
                on.append(_NO_GAP_ALL)
            elif plan.gaps > 0.6:
                on.append(_NO_GAP_MOST)
            elif plan.gaps > 0.2:
                on.append(_NO_GAP_SOME)
        if listed >= 0 and not gap:
            on.append(_LIST)
            if capital:
                on.append(_LIST_CAPITAL)
        inward = 0 < after.indent - plan.indent <= 12 and after.gap >= plan.usual_gap
        if inward and listed >= 0 and after.indent == listed and not gap:
            on.append(_HANGING)
        elif inward and (after.indent != line.indent or plan.indents > 0.5):
            on.append(_INDENT_MOST if plan.indents > 0.5 else _INDENT)
        elif not follow.bullet and not gap:
            if plan.indents > 0.6:
                on.append(_NO_INDENT_MOST)
            elif plan.indents > 0.2:
                on.append(_NO_INDENT_SOME)
        if after.indent < line.indent and after.indent == plan.indent and plan.indents < 0.2:
            on.append(_OUTDENT)
        if page:
            on.append(_PAGE)
            if stop:
                on.append(_PAGE_STOP)
        if line.depth != after.depth:
            on.append(_DEPTH)
        if after.text[0].isdigit():
            on.append(_DIGIT)
        if follow.opener:
            on.append(_QUOTATION)
        if follow.turn:
            on.append(_TURN)
        if not stop and not look.link and not look.comma and not small and room > 0.07 and not look.small:
            on.append(_HEADING)
            if gap or line.gap > plan.usual_gap:
                on.append(_HEADING_GAP)
        if head and index < 6:
            if index == 0:
                on.append(_FIRST)
            if after.gap < plan.usual_gap and not page:
                on.append(_CLOSER)
            if _dated(line.text) or _dated(after.text):
                on.append(_DATED)
            if index < 4 and -0.03 < room <= 0 and stop and capital and line.gap >= plan.usual_gap:
                on.append(_LEAD)
        found.append(on)
    for index in range(len(found) - 1):
        if _ROOM + 9 <= found[index + 1][1] <= _ROOM + 11 and not looks[index + 2].small:
            found[index].append(_ALONE)
            follow = looks[index + 1]
            if (
                follow.capital
                and not (follow.stop or follow.comma or follow.link)
                and lines[index + 1].text[-1] != ":"
            ):
                found[index].append(_TITLED)
                if looks[index].stop and found[index][1] < _ROOM + 6:
                    found[index].append(_TITLED_FULL)
    return found


def _dated(text: str) -> bool:
    """A line that only names an author or a day."""
    return len(text) < 90 and (is_byline(text) or is_date(text))


def scores(lines: list[Line], looks: list[Look], plan: Plan, *, head: bool = True) -> list[float]:
    """Log-odds that a block ends after each line but the last."""
    return [sum([WEIGHTS[sign] for sign in on]) for on in signs(lines, looks, plan, head=head)]


def split_long(lines: list[Line], looks: list[Look], odds: list[float]) -> None:
    """Raise the odds of the bounds that left no trace: where two usual paragraphs are likelier than one long one.

    The lengths of the paragraphs that end with a short line are taken as log-normal.
    """
    bounds = [-1, *(index for index, odd in enumerate(odds) if odd > 0), len(lines) - 1]
    spans = list(pairwise(bounds))
    sizes = [_size(lines, first + 1, last) for first, last in spans if last > first + 1]
    if len(sizes) < 4:
        return
    logs = sorted(log(size) for size in sizes)
    middle = logs[len(logs) // 2]
    spread = max(0.3, logs[(len(logs) * 3) // 4] - middle, middle - logs[len(logs) // 4]) * 1.3
    for first, last in spans:
        _split(lines, looks, odds, first + 1, last, middle, spread)


def _size(lines: list[Line], first: int, last: int) -> int:
    return sum(len(line.text) + 1 for line in lines[first : last + 1])


def _split(
    lines: list[Line], looks: list[Look], odds: list[float], first: int, last: int, middle: float, spread: float
) -> None:
    whole = _size(lines, first, last)
    if log(whole) < middle + spread / 2:
        return
    best, at = 0.0, -1
    before = 0
    for index in range(first, last):
        before += len(lines[index].text) + 1
        if not looks[index].stop or looks[index + 1].small or odds[index] < -8:
            continue
        gain = _unlikely(whole, middle, spread)
        gain -= _unlikely(before, middle, spread) + _unlikely(whole - before, middle, spread)
        gain += odds[index]
        if gain > best:
            best, at = gain, index
    if at >= 0:
        odds[at] = best
        _split(lines, looks, odds, first, at, middle, spread)
        _split(lines, looks, odds, at + 1, last, middle, spread)


def _unlikely(size: int, middle: float, spread: float) -> float:
    return ((log(size) - middle) / spread) ** 2 / 2
