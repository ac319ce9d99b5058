"""How a document is laid out, read off its lines: what a full line is, what a gap and an indent mean.

Widths are in the unit of the face that was fitted, 1/240 em of its size.
"""

from __future__ import annotations

from reader.documents.hyphens import broken_words
from reader.documents.lines import Line
from reader.documents.looks import Look, first_word
from reader.documents.verbatim import mark_code, mark_verse
from reader.documents.widths import FACES

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


def measure(text: str, lines: list[Line], looks: list[Look], face: int) -> None:
    """Write into each look how wide its line and its line's first word are."""
    letters = _widths(_encoded(text), text, face)
    blank = FACES[face][1][32]
    for line, look in zip(lines, looks, strict=True):
        start = line.start
        look.width = sum(letters[start : line.end]) + line.indent * blank
        look.first = sum(letters[start : start + first_word(line.text)])


def _encoded(text: str) -> bytes:
    """One byte for each letter, as the tables of widths have them; nothing for a text with wide letters."""
    if text.isascii():
        return text.encode("ascii")
    if any(_WIDE <= letter < _NARROW for letter in set(text)):
        return b""
    return text.encode("cp1252", "replace")


def _widths(letters: bytes, text: str, face: int) -> bytes:
    """The width of each letter. Chinese, Japanese and Korean ones are as wide as two others in any face."""
    if letters or not text:
        return letters.translate(FACES[face][1])
    return bytes([240 if letter >= _WIDE else 120 for letter in text])


_WIDE, _NARROW = "\u2e80", "\ud800"
"""Between them stand the letters of Chinese, Japanese and Korean."""


def fit(text: str, lines: list[Line], looks: list[Look]) -> Plan:
    """Read the layout off the lines, and measure them in the face that explains them best."""
    plan = Plan()
    count = len(lines)
    if not lines:
        return plan
    indent = _usual_indent(lines)
    mark_code(lines, indent)
    mark_verse(lines, looks, indent)
    mids = [
        index
        for index in range(count - 1)
        if (looks[index + 1].small or looks[index + 1].caseless)
        and not (lines[index].code or lines[index + 1].code or lines[index + 1].verse)
        and not looks[index].stop
        and not looks[index + 1].bullet
        and not (lines[index + 1].page)
        and lines[index].text[-1] != ":"
    ]
    lengths = sorted(len(line.text) for line in lines)
    long = lengths[int(0.95 * (count - 1))]
    near = sum(length > 0.85 * long for length in lengths) / count
    parted = not mids and (long > 120 or all(line.gap or line.page for line in lines[1:]))
    caseless = [index for index in mids if looks[index + 1].caseless]
    if len(caseless) > 0.8 * len(mids):
        # Where no capital tells what begins, a line goes on in the next only if it is full.
        parted = parted or 2 * sum(len(lines[index].text) > 0.85 * long for index in caseless) < len(caseless)
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


def _usual_indent(lines: list[Line]) -> int:
    seen: dict[int, int] = {}
    for line in lines:
        seen[line.indent] = seen.get(line.indent, 0) + 1
    return max(seen, key=lambda indent: (seen[indent], -indent))


def _fit_margin(text: str, lines: list[Line], looks: list[Look], mids: list[int], plan: Plan) -> None:
    """Find the face and the margin that leave the fewest lines unexplained.

    A line that breaks off in the middle of a sentence fits in the margin, and would not with the next word.
    """
    if len(mids) < _MID_ENOUGH:
        plan.margin = max((len(line.text) + line.indent for line in lines), default=0) * 120.0
        return
    mids = mids[:: 1 + len(mids) // 400]
    letters = _encoded(text)
    best = (2.0, 0.0)
    for face, (_, table) in enumerate(FACES):
        widths = _widths(letters, text, face)
        blank = table[32]
        lows: list[int] = []
        highs: list[int] = []
        for index in mids:
            line, after = lines[index], lines[index + 1]
            low = sum(widths[line.start : line.end]) + line.indent * blank
            lows.append(low)
            if not looks[index].hyphen:
                end = after.start + first_word(after.text)
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
        if over + under <= best:
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
