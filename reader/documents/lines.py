"""The lines of a plain text: where each stands, how far it is set in, and what parts it from the one before.

Offsets are code points of the source, half-open. Indents are columns, a tab going to the next multiple of eight.
Nothing here changes the length of the text: whatever stands for a line end is read as one, in place.
"""

from __future__ import annotations

from reader.documents.harmless import visible

SOFT_HYPHENS = "\u00ad\u2010\ufffe\x02"
"""What extractors put where a word was broken by the typesetter: soft hyphen, U+2010, and the two signs that pdfium
writes in place of the hyphen and the line end both."""


class Line:
    """One line that is not blank."""

    __slots__ = (
        "broken", "bullet", "code", "depth", "end", "gap", "indent", "page", "start", "strophe", "text", "verse",
    )  # fmt: skip

    def __init__(self, text: str, start: int, indent: int, gap: int) -> None:
        self.text = text
        """Without white space around it, without quote marks and with inner white space as it stands."""
        self.start = start
        self.end = start + len(text)
        self.indent = indent
        self.gap = gap
        """Blank lines before it."""
        self.depth = 0
        """Quote marks (`>`) before it."""
        self.bullet = ""
        """The sign of a list, where it stood on a line of its own before this one."""
        self.code = False
        """It is a line of a program or the like, to be kept as it stands."""
        self.verse = False
        """It is a line of a poem or the like: its end means something."""
        self.strophe = False
        """It is a line of verse and begins a strophe, though no blank line says so."""
        self.page = False
        """A form feed stands between this line and the one before."""
        self.broken = False
        """Its last word goes on in the next line, though no hyphen is left to say so."""


def _plain_line_ends(text: str) -> str:
    """Text of the same length in which every line ends with a line feed; form feeds and pdfium's marks stay."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    if not text.isascii():
        for sign in "\x85\u2028\u2029":
            if sign in text:
                text = text.replace(sign, "\n")
    return text.replace("\v", "\n") if "\v" in text else text


def read_lines(text: str) -> tuple[str, list[Line]]:
    """The text made harmless, of the same length, and its lines without the blank ones."""
    text = _plain_line_ends(text)
    if "\x1a" in text[-_END:]:
        text = _ended(text)
    breaks: list[int] = []
    if "\ufffe" in text or "\x02" in text:
        text, breaks = _mark(text, "\ufffe\x02")
    pages: list[int] = []
    if "\f" in text:
        text, pages = _mark(text, "\f")
    text = visible(text)
    pages.reverse()
    breaks.reverse()
    lines: list[Line] = []
    offset = gap = 0
    for raw in text.split("\n"):
        body = raw.strip()
        if body:
            indent = 0
            start = offset
            if body is not raw and body[0] != raw[0]:
                indent = len(raw) - len(raw.lstrip())
                start += indent
                if "\t" in raw:
                    indent = len(raw[:indent].expandtabs(8))
            line = Line(body, start, indent, gap)
            if body[0] == ">":
                _unquote(line)
            if pages and pages[-1] < start:
                line.page = True
                while pages and pages[-1] < start:
                    pages.pop()
            if breaks and breaks[-1] <= line.end + 1:
                while breaks and breaks[-1] < start:
                    breaks.pop()
                if breaks and breaks[-1] <= offset + len(raw):
                    line.broken = True
                    breaks.pop()
            if line.text:
                lines.append(line)
                gap = 0
            else:
                gap += 1
        else:
            gap += 1
        offset += len(raw) + 1
    return text, lines


_END = 200
"""Letters at the end of a text among which the sign for its end is looked for."""


def _ended(text: str) -> str:
    """The text, of the same length, without the signs by which DOS and CP/M ended a file."""
    kept = text.rstrip("\x1a\0 \n")
    return kept + text[len(kept) :].replace("\x1a", " ").replace("\0", " ")


def _mark(text: str, signs: str) -> tuple[str, list[int]]:
    """The text with each sign turned into a line end, and the signs' offsets."""
    places: list[int] = []
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            places.append(at)
            at = text.find(sign, at + 1)
        text = text.replace(sign, "\n")
    return text, sorted(places)


def _unquote(line: Line) -> None:
    """Take the quote marks of a mail off the line's start."""
    text = line.text
    at = depth = 0
    while at < len(text) and text[at] in "> \t":
        depth += text[at] == ">"
        at += 1
    if depth and (at == len(text) or text[at - 1] in " \t" or depth > 1 or at == 1):
        line.depth = depth
        line.start += at
        line.text = text[at:]


BULLETS = "•‣●▪◦·\uf0b7○■□➢➤→✓"
"""Signs that begin an item of a list and nothing else."""


def with_bullets(lines: list[Line]) -> list[Line]:
    """The lines, signs of lists that an extractor put on lines of their own given to the lines after them."""
    if not any(len(line.text) == 1 and line.text in BULLETS for line in lines):
        return lines
    kept: list[Line] = []
    for index, line in enumerate(lines):
        if len(line.text) == 1 and line.text in BULLETS:
            if index + 1 < len(lines):
                after = lines[index + 1]
                after.page = after.page or line.page
                after.gap = max(after.gap, line.gap)
                # Where the signs come in a heap, nobody knows which is whose.
                heap = (index and lines[index - 1].text in BULLETS) or after.text in BULLETS
                after.bullet = "" if heap else line.text
        else:
            kept.append(line)
    return kept
