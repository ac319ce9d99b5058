"""Word: the article with real comments beside its passages, and comments read back, with replies.

A note's tags are the first line of its comment, `#place #"two words"`; its colour shades the passage. A highlight
that says nothing is shade alone, and is counted as lost. Which comment was which note stands in a part of its own, so
that a file that went out and came back adds nothing twice.

Source: ECMA-376, part 1, and Microsoft's extension for replies (commentsExtended).
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from annotations.errors import FormatError
from annotations.formats import times
from annotations.formats.bundle import Bundle
from annotations.formats.draft import Draft, Passage, Reading
from annotations.formats.fields import digest
from annotations.formats.format import Export, Format, Settings
from annotations.formats.identity import own_key
from annotations.formats.intake import members_of, xml_of
from annotations.formats.labels import passage
from annotations.formats.losses import Holding, Losses
from annotations.formats.pieces import Stretch, Stretches
from annotations.formats.wordcomments import WordComment, comments_of, get, local, named
from annotations.model import Annotation, BlockLike, Color, DocumentLike

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HOLDS: frozenset[Holding] = frozenset({"tags", "comment", "reply", "annotator", "created", "whole document"})
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OWN = "urn:postil:docx:1"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHADES: Mapping[Color, str] = {
    "yellow": "FFF2B3",
    "green": "D3F2C8",
    "blue": "CDE8FA",
    "pink": "FBD9F3",
    "orange": "FDDFC0",
    "purple": "E3DAFA",
    "red": "FBD0D0",
    "grey": "E3E3E3",
}
_STYLES = {"title": "Title", "heading": "Heading", "quote": "Quote", "caption": "Caption", "code": "Code"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TAG = re.compile(r'#(?:"([^"]+)"|(\S+))')
_TAGS = re.compile(r'\s*#(?:"[^"]+"|[^\s"]\S*)(?:\s+#(?:"[^"]+"|[^\s"]\S*))*\s*')


# --------------------------------------------------------------------------------------------------------- writing


def _write(bundle: Bundle, settings: Settings) -> Export:
    losses = bundle.survey(_HOLDS)
    comments = _Comments(bundle, losses)
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
        "word/document.xml": _document(bundle, comments),
        "word/styles.xml": _styles(),
        "word/comments.xml": comments.xml(),
        "word/commentsExtended.xml": comments.threads(),
        "word/_rels/document.xml.rels": _relations(
            [("styles", "styles.xml"), ("comments", "comments.xml")],
            [("http://schemas.microsoft.com/office/2011/relationships/commentsExtended", "commentsExtended.xml")],
        ),
        "customXml/postil.xml": comments.identities(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content.encode())
    return Export(data=out.getvalue(), losses=losses)


class _Comments:
    """The notes that become comments, with their numbers and places."""

    def __init__(self, bundle: Bundle, losses: Losses) -> None:
        self._bundle = bundle
        self.numbers: dict[str, int] = {}
        self.places: dict[int, tuple[int, int]] = {}
        shades: list[Stretch[str]] = []
        by_id = {note.id: note for note in bundle.notes}
        self._notes: list[Annotation] = []
        for note in bundle.notes:
            placed = bundle.placed(note)
            if note.color:
                shades += [Stretch(place.start, place.end, _SHADES[note.color]) for place in placed]
            if note.spans and not placed:
                continue  # an orphan: counted, and Word has no place for it
            if note.reply_to is not None and note.reply_to not in by_id:
                losses.add("reply to a note that is not here")
                continue
            if note.spans and not note.comment and not note.tags and note.id not in bundle.replies:
                losses.add("highlight that says nothing")
                continue
            number = self.numbers[note.id] = len(self._notes)
            self._notes.append(note)
            root = note
            seen = {note.id}
            while root.reply_to in by_id and root.reply_to not in seen:
                root = by_id[root.reply_to]
                seen.add(root.id)
            where = bundle.placed(root)
            self.places[number] = (where[0].start, where[0].end) if where else (0, 0)
        self.shades = Stretches(shades)
        self.starting: defaultdict[int, list[int]] = defaultdict(list)
        self.ending: defaultdict[int, list[int]] = defaultdict(list)
        for number, (low, high) in self.places.items():
            self.starting[low].append(number)
            if low < high:
                self.ending[high].append(number)
        self._cuts = sorted({*self.starting, *self.ending})

    def cuts(self, start: int, end: int) -> list[int]:
        """Where comments begin and end, from `start` to `end` with both."""
        return self._cuts[bisect_left(self._cuts, start) : bisect_right(self._cuts, end)]

    def xml(self) -> str:
        """`comments.xml`."""
        return (
            f'{_DECLARED}<w:comments xmlns:w="{_W}" xmlns:w14="{_W14}">'
            + "".join(self._comment(note) for note in self._notes)
            + "</w:comments>"
        )

    def _comment(self, note: Annotation) -> str:
        name = self._bundle.name(note.annotator)
        lines = note.comment.split("\n") if note.comment else []
        if note.tags:
            lines.insert(0, " ".join(_tag(tag) for tag in note.tags))
        elif lines and _TAGS.fullmatch(lines[0]):
            lines.insert(0, "")  # a comment that begins like tags is none
        paragraphs = [f"<w:p>{_run(line)}</w:p>" for line in lines[:-1]]
        last = f'<w:p w14:paraId="{_para(note)}">{_run(lines[-1] if lines else "")}</w:p>'
        made = times.written(note.created.astimezone(UTC))
        return (
            f'<w:comment w:id="{self.numbers[note.id]}" w:author={_q(name)} w:date={_q(made)} '
            f"w:initials={_q(_initials(name))}>{''.join(paragraphs)}{last}</w:comment>"
        )

    def threads(self) -> str:
        """`commentsExtended.xml`: which comment answers which."""
        rows = []
        by_id = {note.id: note for note in self._notes}
        for note in self._notes:
            parent = by_id.get(note.reply_to or "")
            above = f' w15:paraIdParent="{_para(parent)}"' if parent else ""
            rows.append(f'<w15:commentEx w15:paraId="{_para(note)}"{above} w15:done="0"/>')
        return f'{_DECLARED}<w15:commentsEx xmlns:w15="{_W15}">{"".join(rows)}</w15:commentsEx>'

    def identities(self) -> str:
        """Which comment is which note."""
        rows = "".join(f'<note para="{_para(note)}" id={_q(own_key(note.id))}/>' for note in self._notes)
        return f'{_DECLARED}<postil xmlns="{_OWN}">{rows}</postil>'


def _para(note: Annotation) -> str:
    """Word's id of a paragraph: eight hexadecimal digits below 80000000."""
    return f"{int.from_bytes(hashlib.sha256(note.id.encode()).digest()[:4], 'big') & 0x7FFFFFFF or 1:08X}"


def _tag(tag: str) -> str:
    plain = re.fullmatch(r'[^\s"]\S*', tag) is not None
    return f"#{tag}" if plain else f'#"{tag}"'


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:3]).upper()


def _document(bundle: Bundle, comments: _Comments) -> str:
    text = bundle.document.text
    blocks: Sequence[BlockLike] = bundle.document.blocks
    spans = [(block.start, block.end, _style(block)) for block in blocks] or [(0, len(text), "")]
    ends = [end for _, end, _ in spans[:-1]] + [len(text)]
    paragraphs: list[str] = []
    begun: set[int] = set()
    for (start, _, style), end in zip(spans, ends, strict=True):
        body = "".join(_runs(text, start, end, comments, begun))
        properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        paragraphs.append(f"<w:p>{properties}{body}</w:p>")
    return (
        f'{_DECLARED}<w:document xmlns:w="{_W}"><w:body>{"".join(paragraphs)}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" '
        'w:header="708" w:footer="708" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )


def _style(block: BlockLike) -> str:
    style = _STYLES.get(block.kind, "")
    return f"Heading{min(max(block.level, 1), 6)}" if style == "Heading" else style


def _runs(text: str, start: int, end: int, comments: _Comments, begun: set[int]) -> Iterator[str]:
    """A paragraph's runs, cut where a comment or a shade begins or ends."""
    fills = {piece.start: piece.marks[0].of if piece.marks else "" for piece in comments.shades.pieces(start, end)}
    ordered = sorted({start, end, *fills, *comments.cuts(start, end)})
    shade = ""
    for at, following in zip(ordered, [*ordered[1:], None], strict=True):
        # What ends here is closed before what begins here is opened.
        yield from (_close(number) for number in comments.ending.get(at, ()) if number in begun)
        for number in comments.starting.get(at, ()):
            low, high = comments.places[number]
            if number not in begun and (at < end or low == high):
                begun.add(number)
                yield f'<w:commentRangeStart w:id="{number}"/>'
                if low == high:
                    yield _close(number)
        shade = fills.get(at, shade)
        if following is not None and following > at:
            yield _run(text[at:following], shade)


def _close(number: int) -> str:
    return f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'


def _run(text: str, shade: str = "") -> str:
    if not text:
        return ""
    properties = f'<w:rPr><w:shd w:val="clear" w:color="auto" w:fill="{shade}"/></w:rPr>' if shade else ""
    pieces = []
    for line in re.split("(\n|\t)", _FORBIDDEN.sub("\ufffd", text.replace("\r", "\n"))):
        if line == "\n":
            pieces.append("<w:br/>")
        elif line == "\t":
            pieces.append("<w:tab/>")
        elif line:
            pieces.append(f'<w:t xml:space="preserve">{escape(line)}</w:t>')
    return f"<w:r>{properties}{''.join(pieces)}</w:r>"


def _q(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text))


def _content_types() -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = [
        ("/word/document.xml", f"{word}.document.main+xml"),
        ("/word/styles.xml", f"{word}.styles+xml"),
        ("/word/comments.xml", f"{word}.comments+xml"),
        ("/word/commentsExtended.xml", f"{word}.commentsExtended+xml"),
    ]
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'{_DECLARED}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(ours: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]] = ()) -> str:
    rows = [(f"{_REL}/{kind}", target) for kind, target in ours] + list(others)
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(rows, 1)
    )
    return f'{_DECLARED}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _styles() -> str:
    looks = {"Title": (40, True), **{f"Heading{n}": (36 - 3 * n, True) for n in range(1, 7)}, "Caption": (18, False)}
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/></w:rPr></w:style>'
        for name, (size, bold) in looks.items()
    )
    return (
        f'{_DECLARED}<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:pPr><w:spacing w:after="160"/></w:pPr></w:style>'
        f"{styles}"
        '<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:ind w:left="720" w:right="720"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Code"><w:name w:val="Code"/><w:basedOn w:val="Normal"/>'
        '<w:rPr><w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/></w:rPr></w:style></w:styles>'
    )


# --------------------------------------------------------------------------------------------------------- reading

_WANTED = ("word/document.xml", "word/comments.xml", "word/commentsExtended.xml", "customXml/postil.xml")


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    members = members_of(data, wanted=frozenset(_WANTED))
    if "word/document.xml" not in members:
        raise FormatError("the archive holds no word/document.xml", hint="Check that it is a .docx file.")
    text, places = _places(xml_of(members["word/document.xml"]))
    roots = [xml_of(part) if (part := members.get(name)) else None for name in _WANTED[1:]]
    found = comments_of(roots[0], roots[1])
    own = named(roots[2], "note") if roots[2] is not None else ()
    known = {get(row, "para"): get(row, "id") for row in own}
    made = [_digest(one, text[slice(*places.get(one.id, (0, 0)))]) for one in found]
    keys = {one.para or key: known.get(one.para) or key for one, key in zip(found, made, strict=True)}
    drafts = []
    for number, (one, key) in enumerate(zip(found, made, strict=True), start=1):
        tags, words = _tags_and_words(one.paragraphs)
        place = places.get(one.id)
        about: tuple[Passage, ...] = ()
        if place is not None and place[0] < place[1] and one.parent not in keys:
            about = (passage(text, *place),)
        drafts.append(
            Draft(
                key=keys[one.para or key],
                where=f"comment {number}",
                passages=about,
                tags=tags,
                comment=words,
                reply_to=keys.get(one.parent) if one.parent else None,
                annotator=one.author,
                created=times.read(one.date),
            )
        )
    return Reading(drafts=tuple(drafts))


def _places(root: Element) -> tuple[str, dict[str, tuple[int, int]]]:
    """The text of the document, paragraphs parted by a blank line, and the stretch of each comment in it."""
    text: list[str] = []
    starts: dict[str, int] = {}
    places: dict[str, tuple[int, int]] = {}
    at = 0

    def add(piece: str) -> None:
        nonlocal at
        text.append(piece)
        at += len(piece)

    def walk(element: Element) -> None:
        name = local(element)
        if name == "t":
            add(element.text or "")
        elif name in ("br", "cr"):
            add("\n")
        elif name == "tab":
            add("\t")
        elif name == "noBreakHyphen":
            add("\u2011")
        elif name == "commentRangeStart":
            starts[get(element, "id")] = at
        elif name == "commentRangeEnd":
            number = get(element, "id")
            places[number] = (starts.get(number, at), at)
        elif name in ("del", "moveFrom", "instrText", "pPr", "rPr"):
            return
        for child in element:
            walk(child)
        if name == "p":
            add("\n\n")

    try:
        walk(root)
    except RecursionError:
        raise FormatError("the document is nested too deeply", hint="Check where the file is from.") from None
    whole = "".join(text).rstrip("\n")
    for number, (start, end) in places.items():
        # A stretch that takes in the end of a paragraph ends with its last word.
        places[number] = (start, start + len(whole[start:end].rstrip("\n")))
    return whole, places


def _digest(comment: WordComment, quote: str) -> str:
    return digest(comment.author, comment.date, "\n".join(comment.paragraphs), quote)


def _tags_and_words(paragraphs: Sequence[str]) -> tuple[tuple[str, ...], str]:
    if paragraphs and _TAGS.fullmatch(paragraphs[0]):
        tags = tuple(match[1] or match[2] for match in _TAG.finditer(paragraphs[0]))
        return tags, "\n".join(paragraphs[1:])
    if len(paragraphs) > 1 and not paragraphs[0] and _TAGS.fullmatch(paragraphs[1]):
        paragraphs = paragraphs[1:]
    return (), "\n".join(paragraphs)


FORMAT = Format(
    name="docx",
    summary="Word: the article with comments, and comments read back",
    suffixes=(".docx",),
    holds=_HOLDS,
    binary=True,
    write=_write,
    parse=_parse,
)
