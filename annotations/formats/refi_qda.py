"""REFI-QDA: projects (`.qdpx`) and codebooks (`.qdc`), as NVivo, ATLAS.ti, MAXQDA and others exchange them.

Tags are codes, `a/b` a code below a code; a note is a selection in a plain text source with a coding for each tag and
its comment as description. Positions count code points. Line ends are single line feeds, and `plainTextPath` has the
form `internal://GUID.txt`: programs that were handed anything else have been seen to lose the text without a word.

Source: the REFI-QDA standard, version 1.0 (2019), and its XML schema.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from xml.sax.saxutils import escape, quoteattr

from annotations.errors import FormatError
from annotations.formats import times
from annotations.formats.bundle import Bundle
from annotations.formats.check import Cutter
from annotations.formats.draft import Draft, Passage, Reading, Skipped
from annotations.formats.format import Export, Format, Option, Settings
from annotations.formats.identity import NAMESPACE
from annotations.formats.intake import members_of, text_of, xml_of
from annotations.formats.labels import AROUND
from annotations.formats.losses import Holding, Losses
from annotations.formats.sources import about, elsewhere
from annotations.model import Annotation, Annotator, Color, DocumentLike

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
_HOLDS: frozenset[Holding] = frozenset({"tags", "comment", "annotator", "created", "modified"})
_HUES: dict[Color, str] = {
    "yellow": "#FFD400",
    "green": "#5FB236",
    "blue": "#2EA8E5",
    "pink": "#E56EEE",
    "orange": "#F19837",
    "purple": "#A28AE5",
    "red": "#FF6666",
    "grey": "#AAAAAA",
}
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML cannot hold."""
_INTERNAL = re.compile(r"(?:internal://)?(?:sources/)?([^/\\]+)", re.IGNORECASE)


# --------------------------------------------------------------------------------------------------------- writing


def _write(bundle: Bundle, settings: Settings) -> Export:
    losses = Losses()
    return Export(data=b"".join(_stream([bundle], settings, losses)), losses=losses)


def _stream(bundles: Iterable[Bundle], settings: Settings, losses: Losses) -> Iterator[bytes]:
    codes = _Codes()
    users: dict[str, str] = {}
    if settings["form"] == "qdc":
        for bundle in bundles:
            losses.add("note itself", len(bundle.notes))
            for note in bundle.notes:
                for tag in note.tags:
                    codes.guid(tag, note.color)
        yield f'{_XML}<CodeBook xmlns="{CODEBOOK}" origin="postil">{codes.xml()}</CodeBook>\n'.encode()
        return
    out = io.BytesIO()
    sources: list[str] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for bundle in bundles:
            losses.merge(bundle.survey(_HOLDS))
            guid = _guid("source", bundle.document.fingerprint, bundle.document.source)
            archive.writestr(_member(f"sources/{guid}.txt"), bundle.document.text.encode())
            sources.append(_source(bundle, guid, codes, users, losses))
        people = "".join(f"<User guid={_q(guid)} name={_q(name)}/>" for name, guid in users.items())
        project = (
            f'{_XML}<Project xmlns="{PROJECT}" name="postil" origin="postil">'
            + (f"<Users>{people}</Users>" if people else "")
            + (f"<CodeBook>{codes.xml()}</CodeBook>" if codes.any else "")
            + f"<Sources>{''.join(sources)}</Sources></Project>\n"
        )
        archive.writestr(_member("project.qde"), project.encode())
    yield out.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _source(bundle: Bundle, guid: str, codes: _Codes, users: dict[str, str], losses: Losses) -> str:
    cutter = Cutter(bundle.document.text, "code point")
    selections = "".join(
        selection for note in bundle.notes for selection in _selections(bundle, note, cutter, codes, users, losses)
    )
    name = bundle.document.source.rsplit("/", 1)[-1] or bundle.document.title
    path = f"internal://{guid}.txt"
    return f"<TextSource guid={_q(guid)} name={_q(name)} plainTextPath={_q(path)}>{selections}</TextSource>"


def _selections(
    bundle: Bundle, note: Annotation, cutter: Cutter, codes: _Codes, users: dict[str, str], losses: Losses
) -> Iterator[str]:
    user = ""
    if note.annotator:
        name = bundle.name(note.annotator)
        user = users.setdefault(name, _guid("user", note.annotator))
    for index, placed in enumerate(bundle.placed(note)[:1]):
        cutter.verify(placed.start, placed.end, placed.words, note=note.id)
        guid = note.id if _is_guid(note.id) and not index else _guid("selection", note.id, str(index))
        made, changed = (times.written(time) for time in (note.created, note.modified))
        by = f" creatingUser={_q(user)}" if user else ""
        coded = "".join(
            f"<Coding guid={_q(_guid('coding', note.id, tag))}{by} creationDateTime={_q(made)}>"
            f"<CodeRef targetGUID={_q(codes.guid(tag, note.color))}/></Coding>"
            for tag in note.tags
        )
        described = f"<Description>{_t(note.comment)}</Description>" if note.comment else ""
        losses.add("sign that XML cannot hold", len(_FORBIDDEN.findall(note.comment)))
        name = " ".join(placed.words.split())[:80]
        yield (
            f"<PlainTextSelection guid={_q(guid)} name={_q(name)} startPosition={_q(str(placed.start))} "
            f"endPosition={_q(str(placed.end))}{by} creationDateTime={_q(made)} modifiedDateTime={_q(changed)}>"
            f"{described}{coded}</PlainTextSelection>"
        )


class _Codes:
    """The tree of codes that the notes' tags make. Each has the colour of the first note that has it."""

    def __init__(self) -> None:
        self._colors: dict[tuple[str, ...], Color | None] = {}

    @property
    def any(self) -> bool:
        return bool(self._colors)

    def guid(self, tag: str, color: Color | None) -> str:
        """The code of a tag; it and those above it are made when they are first asked for."""
        path = tuple(tag.split("/"))
        for length in range(1, len(path)):
            self._colors.setdefault(path[:length], None)
        if self._colors.get(path) is None:
            self._colors[path] = color
        return _guid("code", tag)

    def xml(self) -> str:
        roots = [path for path in self._colors if len(path) == 1]
        return f"<Codes>{''.join(map(self._code, sorted(roots)))}</Codes>"

    def _code(self, path: tuple[str, ...]) -> str:
        below = sorted(other for other in self._colors if other[:-1] == path)
        color = self._colors[path]
        hue = f" color={_q(_HUES[color])}" if color else ""
        inside = "".join(map(self._code, below))
        guid = _guid("code", "/".join(path))
        return f'<Code guid={_q(guid)} name={_q(path[-1])} isCodable="true"{hue}>{inside}</Code>'


def _guid(sort: str, *parts: str) -> str:
    return str(uuid5(NAMESPACE, "\n".join(("refi-qda", sort, *parts))))


def _is_guid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _q(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text), {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def _t(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text), {"\r": "&#13;"})


# --------------------------------------------------------------------------------------------------------- reading


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    if data[:2] != b"PK":
        root = xml_of(data)
        if _local(root) == "CodeBook":
            codes = _codes(root)
            why = "a codebook has codes and no passages: `postil tags` shows the codes that notes have"
            return Reading(skipped=tuple(Skipped(where=f"code {tag}", why=why) for tag in codes.values()))
        return _project(root, {}, document, settings)
    members = members_of(data)
    project = next((name for name in members if name.lower().endswith("project.qde")), None)
    if project is None:
        raise FormatError("the archive holds no project.qde", hint="Check that it is a .qdpx file.")
    texts = {name.rsplit("/", 1)[-1].lower(): content for name, content in members.items() if name != project}
    return _project(xml_of(members[project]), texts, document, settings)


def _project(root: Element, texts: dict[str, bytes], document: DocumentLike, settings: Settings) -> Reading:
    if _local(root) != "Project":
        raise FormatError(f"<{_local(root)}> is no REFI-QDA project", hint="Check that it is a .qdpx, .qde or .qdc.")
    codes = _codes(root)
    people = {user.get("guid", ""): user.get("name", "") for user in _all(root, "User")}
    sources = list(_all(root, "TextSource"))
    skipped: list[Skipped] = []
    for kind in ("PDFSource", "PictureSource", "AudioSource", "VideoSource"):
        others = len(list(_all(root, kind)))
        if others:
            skipped.append(Skipped(where=kind, why=f"{others} sources that are no plain text"))
    chosen = about((source.get("name", "") for source in sources), document, wanted=settings["source"])
    drafts: list[Draft] = []
    for source in sources:
        name = source.get("name", "")
        if name in chosen:
            text = _text(source, texts)
            drafts += _drafts(source, text, codes, people)
        else:
            skipped.append(Skipped(where=f"source {name}", why=elsewhere([name])))
    named = {name: Annotator(id=name, name=name) for name in people.values() if name}
    return Reading(drafts=tuple(drafts), skipped=tuple(skipped), annotators=named)


def _text(source: Element, texts: dict[str, bytes]) -> str:
    """The source's text as the project has it; empty where it has none."""
    inline = _child(source, "PlainTextContent")
    if inline is not None and inline.text:
        return inline.text
    match = _INTERNAL.fullmatch(source.get("plainTextPath", ""))
    content = texts.get(match[1].lower()) if match else None
    return text_of(content) if content is not None else ""


def _drafts(source: Element, text: str, codes: dict[str, str], people: dict[str, str]) -> Iterator[Draft]:
    for number, selection in enumerate(_all(source, "PlainTextSelection")):
        codings = list(_all(selection, "Coding"))
        tags = [
            tag
            for coding in codings
            for reference in _all(coding, "CodeRef")
            if (tag := codes.get(reference.get("targetGUID", "")))
        ]
        described = _child(selection, "Description")
        user = selection.get("creatingUser") or next((c.get("creatingUser") for c in codings), None) or ""
        guid = selection.get("guid", "")
        yield Draft(
            key=guid,
            where=f"{source.get('name', 'source')}, selection {number + 1}",
            passages=(_passage(selection, text),),
            tags=tuple(tags),
            comment=(described.text or "") if described is not None else "",
            annotator=people.get(user, ""),
            created=_time(selection.get("creationDateTime")),
            modified=_time(selection.get("modifiedDateTime")),
        )


def _passage(selection: Element, text: str) -> Passage:
    try:
        start, end = int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
    except ValueError:
        start = end = -1
    if not 0 <= start < end <= len(text):
        return Passage(exact=selection.get("name", ""))
    return Passage(
        exact=text[start:end],
        prefix=text[max(0, start - AROUND) : start],
        suffix=text[end : end + AROUND],
        start=start,
        end=end,
        unit="code point",
    )


def _codes(root: Element) -> dict[str, str]:
    """GUID of each code -> the tag it is, with the codes above it."""
    found: dict[str, str] = {}

    def walk(element: Element, above: Sequence[str]) -> None:
        for child in element:
            if _local(child) == "Code":
                path = [*above, child.get("name", "").replace("/", "-").strip() or "code"]
                found[child.get("guid", "")] = "/".join(path)
                walk(child, path)
            elif _local(child) in ("Codes", "CodeBook"):
                walk(child, above)

    walk(root, ())
    return found


def _time(text: str | None) -> datetime | None:
    time = times.read(text)
    return time.astimezone(UTC) if time else None


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: Element, name: str) -> Iterator[Element]:
    """Elements of that name below, of whatever version of the standard."""
    return (found for found in element.iter() if isinstance(found.tag, str) and _local(found) == name)


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _local(child) == name), None)


def _sniff(head: bytes) -> bool:
    return b"urn:QDA-XML:" in head or (head[:2] == b"PK" and b"project.qde" in head)


FORMAT = Format(
    name="refi-qda",
    summary="REFI-QDA: projects and codebooks for NVivo, ATLAS.ti, MAXQDA and others",
    suffixes=(".qdpx", ".qdc", ".qde"),
    holds=_HOLDS,
    binary=True,
    options=(
        Option(name="form", summary="qdpx: a project; qdc: its codes alone", default="qdpx", choices=("qdpx", "qdc")),
        Option(name="source", summary="import only selections in the source of that name", default=""),
    ),
    write=_write,
    stream=_stream,
    parse=_parse,
    sniff=_sniff,
)
