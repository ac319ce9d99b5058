"""Lines whose ends are to be kept: programs, commands and their output, set in or fenced; tables, contents, verse."""

from __future__ import annotations

from reader.documents.lines import Line
from reader.documents.looks import Look

_DEPTH = 4
"""Columns from which a stretch that is set in may be a program."""

_SIGNS = frozenset("{}();=<>[]|$#\\_&%@/+")
_RARE = _SIGNS - frozenset("()&%$/@[]")
"""Those that prose does not have in brackets, prices and addresses."""
_PROMPTS = ("$ ", ">>> ", "% ", "# ", "... ")
_FENCES = ("```", "~~~")


def mark_code(lines: list[Line], indent: int) -> None:
    """Mark the lines of programs; `indent` is that of the text around them."""
    _mark_fenced(lines)
    _mark_tables(lines)
    start = 0
    while start < len(lines):
        if lines[start].code or lines[start].indent < indent + _DEPTH:
            start += 1
            continue
        end = start
        while end < len(lines) and lines[end].indent >= indent + _DEPTH and not lines[end].code:
            end += 1
        apart = (start == 0 or lines[start].gap > 0) and (end == len(lines) or lines[end].gap > 0)
        if apart and _is_program([line.text for line in lines[start:end]]):
            for line in lines[start:end]:
                line.code = True
        start = end


def _mark_fenced(lines: list[Line]) -> None:
    """Mark what stands between two fences, and the fences."""
    opened = -1
    for index, line in enumerate(lines):
        if line.text.startswith(_FENCES) and line.text[:12] != line.text[0] * 12:
            if opened < 0:
                opened = index
            else:
                for inside in lines[opened : index + 1]:
                    inside.code = True
                opened = -1


_GUTTER = "  "
_WIDE = 4
"""Blanks within a line that nobody puts between two words, not even to make a line full."""
_ACROSS = 20
"""Blanks that go from one side of the page to the other."""
_FAR = 40
"""Columns from which a line may stand at the right of the page, with nothing at its left."""


def _mark_tables(lines: list[Line]) -> None:
    """Mark stretches between blank lines in which text stands under text: they are kept as they are set.

    Where it stands at both ends of the lines and no more, as at the head of a letter, they are kept like verse: the
    gap between is as wide as the page, and says nothing.
    """
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and not lines[end].gap and not lines[end].page:
            end += 1
        if end - start > 1 and not any(line.code for line in lines[start:end]):
            aligned, sided = _columns(lines[start:end])
            for line in lines[start:end]:
                line.code = aligned
                line.verse = sided and not aligned
        start = end


def _columns(lines: list[Line]) -> tuple[bool, bool]:
    """Whether text stands under text behind gaps, and whether it stands at both ends of the lines."""
    wide = right = across = 0
    begins: dict[int, int] = {}
    for line in lines:
        if is_contents(line.text):
            return False, False
        widest = 0
        for begin, blanks in [*gutters(line), *_tabs(line)]:
            begins[begin] = begins.get(begin, 0) + 1
            widest = max(widest, blanks)
        wide += widest >= _WIDE
        across += widest >= _ACROSS
        right += line.indent >= _FAR
    fewest = 0.6 * len(lines)
    under = max(begins.values(), default=0)
    sided = wide > 1 and wide + right >= fewest
    return len(lines) > 2 and wide > 0 and under >= fewest and not (sided and across == wide), sided


def gutters(line: Line) -> list[tuple[int, int]]:
    """The columns at which text begins again behind two blanks or more, and how many these are."""
    text, found = line.text, []
    at = text.find(_GUTTER)
    while at >= 0:
        begin = at
        while text[at] == " ":
            at += 1
        found.append((line.indent + at, at - begin))
        at = text.find(_GUTTER, at)
    return found


def _tabs(line: Line) -> list[tuple[int, int]]:
    """The columns to which tabs inside a line lead, each as wide as it need be."""
    parts = line.text.split("\t") if "\t" in line.text else []
    found, before = [], " " * line.indent
    for part in parts[:-1]:
        before = f"{before}{part}\t".expandtabs(8)
        found.append((len(before), _WIDE))
    return found


def is_contents(text: str) -> bool:
    """A line of a table of contents: dots lead to the number of a page."""
    if "...." not in text and ". . . " not in text:
        return False
    number = text[max(text.rfind(" "), text.rfind(".")) + 1 :].lower()
    return number.isdigit() or (number != "" and set(number) <= _ROMAN)


_ROMAN = frozenset("ivxlc")


def _is_program(texts: list[str]) -> bool:
    """Whether half of the lines have signs that prose has not."""
    if all(text.startswith(("http:", "https:", "www.")) for text in texts):
        return False
    return 2 * sum(map(is_statement, texts)) >= len(texts)


def is_statement(text: str) -> bool:
    """Whether a line has signs that prose has not."""
    odd = sum(sign in _SIGNS for sign in text)
    return text.startswith(_PROMPTS) or odd >= 3 or (odd >= 2 and text[-1] in "{};:\\)")


_STANZA = 4
"""Lines from which a stretch may be verse; fewer are too easily a heading with what stands under it."""


def mark_verse(lines: list[Line], looks: list[Look], indent: int = 0) -> None:
    """Mark the lines of stanzas: between blank lines, most begin large wherever the one before ends.

    What stands beside a stanza, or is set in from `indent`, is verse by less than that. Lines of contents, which dots
    lead to a page, are kept like verse.
    """
    lengths = sorted(len(line.text) + line.indent for line in lines)
    full = lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0
    stretches: list[tuple[int, int]] = []
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and not lines[end].gap and not lines[end].page:
            end += 1
        stretches.append((start, end))
        start = end
    sure = [end - start >= _STANZA and _is_stanza(lines[start:end], looks[start:end]) for start, end in stretches]
    for number, (start, end) in enumerate(stretches):
        known = sure[number]
        if not known and end - start > 1:
            beside = any(sure[max(0, number - 1) : number + 2])
            inward = min(line.indent for line in lines[start:end]) >= indent + 2
            known = (beside or inward) and _is_strophe(lines[start:end], looks[start:end], full, beside=beside)
            sure[number] = known
        if known:
            for line in lines[start:end]:
                line.verse = True
            _part(lines[start:end], looks[start:end])
        elif end - start > 1 and _is_ragged(lines[start:end], looks[start:end], indent, full):
            for line in lines[start:end]:
                line.code = True
        else:
            _mark_contents(lines[start:end])


def _is_ragged(lines: list[Line], looks: list[Look], indent: int, full: int) -> bool:
    """Whether lines that are set in end where somebody wanted: most had room for the next one's first word.

    They had it in the longest of them, for quotations are narrower than the text around; or signs and gaps tell that
    they are no prose. Lines set in the middle of the page are none: titles and the like.
    """
    if any(line.indent < indent + _DEPTH or line.depth for line in lines) or any(look.bullet for look in looks):
        return False
    if any(line.code or line.verse for line in lines) or any(look.hyphen for look in looks[:-1]):
        return False
    if _room(lines, full) < 0.8 * (len(lines) - 1):
        return False
    longest = max(len(line.text) + line.indent for line in lines)
    odd = any(sum(sign in _RARE for sign in line.text) > 1 or _GUTTER in line.text for line in lines)
    if not odd and (len(lines) < 3 or _room(lines, longest) < 0.8 * (len(lines) - 1)):
        return False
    middles = [2 * line.indent + len(line.text) for line in lines]
    return max(middles) - min(middles) > 4 or len({line.indent for line in lines}) == 1


def _mark_contents(lines: list[Line]) -> None:
    if sum(is_contents(line.text) for line in lines) >= max(2, 0.5 * len(lines)):
        for line in lines:
            line.verse = True


def _part(lines: list[Line], looks: list[Look]) -> None:
    """Mark where strophes begin in a long stretch of verse: at the few lines that are set in behind a full stop."""
    left = min(line.indent for line in lines)
    inward = [index for index in range(1, len(lines)) if lines[index].indent > left and looks[index - 1].stop]
    if len(lines) > _LONG and len(inward) <= _ODD * len(lines):
        for index in inward:
            lines[index].strophe = True


def _is_strophe(lines: list[Line], looks: list[Look], full: int, *, beside: bool) -> bool:
    """Whether every line begins large, most had room for the first word of the next, and most begin at one column.

    Args:
        lines: Between two blank ones.
        looks: Of these lines.
        full: Letters of a full line of the text around them.
        beside: They stand beside verse: the room does not count, and some may look like somebody's turn.
    """
    if any(line.code or line.depth or line.verse for line in lines) or any(look.bullet for look in looks):
        return False
    if any(look.hyphen for look in looks[:-1]):
        return False
    if sum(look.turn for look in looks) > (0.5 * len(lines) if beside else 0):
        return False
    longest = max(len(line.text) for line in lines)
    left = min(line.indent for line in lines)
    return (
        longest <= _VERSE
        and all(look.capital for look in looks)
        and sum(line.indent == left for line in lines) >= 0.5 * len(lines)
        and (beside or _room(lines, full) >= 0.5 * (len(lines) - 1))
        and _capitals(lines) < 0.4
    )


_LONG = 20
"""Lines from which a stretch of verse may be of several strophes."""
_VERSE = 75
"""Letters in the longest line that verse may have."""
_ODD = 0.2
"""Share of the lines of a stanza that may look like somebody's turn or an item of a list."""


def _is_stanza(lines: list[Line], looks: list[Look]) -> bool:
    if any(line.code or line.depth for line in lines):
        return False
    if sum(look.bullet or look.turn for look in looks) > _ODD * len(lines):
        return False
    lengths = sorted(len(line.text) for line in lines)
    # A long one among very many may be a stage direction, or a slip.
    longest = lengths[-1 - len(lengths) // 50]
    if longest > _VERSE:
        return False
    large = small = 0
    for index in range(len(lines) - 1):
        if not looks[index].stop:
            large += looks[index + 1].capital
            small += not looks[index + 1].capital
    if large < 3 or small > 0.15 * large:
        return False
    # German writes so many words large that a few lines may well begin with them.
    return _room(lines, longest + lines[0].indent) >= 0.5 * (len(lines) - 1) or _capitals(lines) < 0.2


def _room(lines: list[Line], longest: int) -> int:
    """How many lines, with their indent, would have had room for the first word of the next."""
    return sum(
        len(lines[index].text) + lines[index].indent + 1 + len(lines[index + 1].text.partition(" ")[0]) <= longest
        for index in range(len(lines) - 1)
    )


def _capitals(lines: list[Line]) -> float:
    """Share of large words among those inside the lines."""
    words = [word for line in lines for word in line.text.split()[1:]]
    return sum(word[0].isupper() for word in words) / max(1, len(words))
