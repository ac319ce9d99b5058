"""Whether a paragraph ends between two lines: what a document's layout says, and what the two lines say.

`fit` reads the layout off a whole document (or a sample of a long one) once; `scores` then weighs, for each pair of
neighbouring lines, the signs that speak for and against a break. Scores are log-odds: above zero, a block ends.
Widths are in the unit of the face that was fitted.
"""

from __future__ import annotations

from itertools import pairwise
from math import log
from operator import mul

from reader.documents.lines import SOFT_HYPHENS, Line
from reader.documents.widths import FACES

OPENERS = "“‘\"'«„‚([{¿¡»*_—–-"
CLOSERS = "”’\"'»“)]}*_"
STOPS = ".!?…。！？؟।"
BULLETS = "•‣●▪◦·\uf0b7*-–—+>○■□➢➤→✓»"

_MID_ENOUGH = 3
_LONG = 160


class Plan:
    """How a document is laid out, as far as its lines tell."""

    __slots__ = ("face", "gaps", "hyphenated", "indent", "indents", "margin", "single", "usual_gap")

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
        self.indents = 0.0
        """Share of the certain bounds whose second line is set in."""
        self.indent = 0
        """Indent of a line that goes on, in columns."""
        self.hyphenated = False
        """Words are broken at line ends."""


class Look:
    """What a line looks like at both ends."""

    __slots__ = ("bullet", "capital", "comma", "first", "hyphen", "label", "small", "stop", "width")

    def __init__(self, line: Line) -> None:
        text = line.text
        label = bullet_of(text)
        self.label = label
        self.bullet = bool(label)
        body = text[len(label) :].lstrip() if label else text
        head = body.lstrip(OPENERS)[:1] or body[:1]
        self.small = head.isalpha() and not head.isupper() and not head.istitle()
        self.capital = not self.small and head.isalpha()
        tail = text.rstrip(CLOSERS)[-1:]
        self.stop = tail in STOPS and tail != ""
        self.comma = tail in ",;"
        self.hyphen = line.broken or text[-1] in "-" + SOFT_HYPHENS
        self.width = 0.0
        self.first = 0.0


def bullet_of(text: str) -> str:
    """The bullet or number at the start of a list item, without the blank after it; empty if there is none."""
    head, _, rest = text.partition(" ")
    if not rest or len(head) > 5:
        return ""
    if len(head) == 1 and head in BULLETS:
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
    if (long > _LONG and near < 0.25) or (count > 8 and len(mids) < 0.02 * count) or lengths[-1] > 2000:
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
    _fit_margin(text, lines, looks, mids, plan)
    measure(text, lines, looks, plan.face)
    _fit_habits(lines, looks, plan)
    ends = sum(look.hyphen for look in looks)
    soft = sum(line.broken or line.text[-1] in SOFT_HYPHENS for line in lines)
    plan.hyphenated = soft > 0 or (ends >= 2 and ends > 0.04 * count)
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


NAMES = (
    "bias",
    "room: much",
    "room: some",
    "room: little",
    "room: hardly any",
    "room: none",
    "small letter next",
    "stop",
    "stop, capital next",
    "no stop, capital next",
    "comma",
    "colon",
    "bullet next",
    "hyphen",
    "gap",
    "no gap where bounds have one",
    "indent",
    "no indent where bounds have one",
    "quote depth",
    "digit next",
    "first lines",
    "page",
    "closer than usual",
    "full line, stop, capital next",
    "one line that leads",
)
WEIGHTS = (
    -2.5,
    5.0,
    3.0,
    1.5,
    0.0,
    -1.0,
    -4.5,
    1.0,
    1.0,
    -0.5,
    -2.0,
    0.5,
    6.0,
    -4.0,
    6.0,
    -3.0,
    5.0,
    -3.0,
    6.0,
    0.5,
    0.5,
    -1.0,
    -6.0,
    1.0,
    2.0,
)


def features(lines: list[Line], looks: list[Look], index: int, plan: Plan, *, head: bool) -> list[float]:
    """The signs between line `index` and the next, in the order of `NAMES`."""
    line, after = lines[index], lines[index + 1]
    look, follow = looks[index], looks[index + 1]
    blank = FACES[plan.face][1][32]
    room = (plan.margin - look.width - blank - follow.first) / plan.margin if plan.margin else -1.0
    gap = after.gap > plan.usual_gap and not after.page
    inward = 0 < after.indent - plan.indent <= 12 and after.gap >= plan.usual_gap
    if inward and after.indent == line.indent and plan.indents < 0.5:
        inward = False
    return [
        1.0,
        room > 0.2,
        room > 0.04,
        room > 0.012,
        -0.012 < room <= 0.012,
        room < -0.05,
        follow.small,
        look.stop,
        look.stop and not follow.small,
        not look.stop and follow.capital,
        look.comma,
        line.text[-1] == ":",
        follow.bullet,
        look.hyphen,
        gap,
        0.0 if gap else plan.gaps * (plan.gaps > 0.7),
        inward,
        0.0 if inward or follow.bullet else plan.indents * (plan.indents > 0.5),
        line.depth != after.depth,
        after.text[0].isdigit(),
        head and index < 2,
        after.page,
        after.gap < plan.usual_gap and not after.page and head and index < 3,
        -0.012 < room <= 0.012 and look.stop and follow.capital,
        head and index < 4 and -0.03 < room <= 0 and look.stop and follow.capital and line.gap >= plan.usual_gap,
    ]


def scores(lines: list[Line], looks: list[Look], plan: Plan, *, head: bool = True) -> list[float]:
    """Log-odds that a block ends after each line but the last."""
    return [sum(map(mul, features(lines, looks, index, plan, head=head), WEIGHTS)) for index in range(len(lines) - 1)]


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
    if log(whole) < middle + spread:
        return
    best, at = 0.0, -1
    before = 0
    for index in range(first, last):
        before += len(lines[index].text) + 1
        if not looks[index].stop or looks[index + 1].small or odds[index] < -8:
            continue
        gain = odds[index] + _unlikely(whole, middle, spread)
        gain -= _unlikely(before, middle, spread) + _unlikely(whole - before, middle, spread)
        if gain > best:
            best, at = gain, index
    if at >= 0:
        odds[at] = best
        _split(lines, looks, odds, first, at, middle, spread)
        _split(lines, looks, odds, at + 1, last, middle, spread)


def _unlikely(size: int, middle: float, spread: float) -> float:
    return ((log(size) - middle) / spread) ** 2 / 2
