"""Foreign bytes made into text, JSON, XML or the members of an archive, or refused with the place of the fault.

Everything is bounded: size, depth, number and size of members. Nothing leads out of the data that was handed in.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Container
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from annotations.errors import FormatError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LIMIT = 64_000_000
"""Bytes of the largest file that is imported, packed or unpacked: some 100,000 notes with long comments."""

MEMBERS = 10_000
"""Files in the largest archive that is imported."""

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LONE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")


def check_size(size: int, *, limit: int = LIMIT) -> None:
    """Refuse what is too large to be a file of notes.

    Raises: FormatError, above `limit` bytes.
    """
    if size > limit:
        raise FormatError(
            f"the file has {size / 1e6:,.0f} MB; postil imports at most {limit / 1e6:,.0f} MB at a time",
            hint="Export fewer notes at once where it comes from, or split it.",
        )


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with a byte order mark. Line ends stay as they are.

    Raises: FormatError, with line and byte of the first fault.
    """
    check_size(len(data))
    bom, encoding = next((pair for pair in _BOMS if data.startswith(pair[0])), (b"", "utf-8"))
    data = data[len(bom) :]
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(
            f"line {line}: byte {error.start} (0x{data[error.start]:02x}) is not {encoding.upper()}",
            hint="Save the file as UTF-8 where it comes from, or check that it is the file you meant.",
        ) from None


def json_of(data: bytes, *, line: int = 0) -> object:
    """The value of a JSON file. Lone surrogates become U+FFFD.

    Args:
        data: The file, or one line of it.
        line: Lines that stand before `data` in the file.

    Raises: FormatError, with line and column of the first fault.
    """
    return json_value(text_of(data), line=line)


def json_value(text: str, *, line: int = 0) -> object:
    """The value of a JSON text: `json_of` for what is decoded already."""
    import json

    try:
        value: object = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        why = error.msg[:1].lower() + error.msg[1:]
        raise FormatError(
            f"line {line + error.lineno}, column {error.colno}: this is not JSON: {why}",
            hint="The file may be cut short or edited by hand: export it again where it comes from.",
        ) from None
    except RecursionError:
        raise FormatError(
            f"line {line + 1}: lists and objects are nested too deeply to be notes",
            hint="Check where the file is from.",
        ) from None
    except ValueError as error:
        raise FormatError(f"line {line + 1}: {error}", hint="No note needs such a number: check the file.") from None
    return _mended(value) if _ESCAPED.search(text) else value


def xml_of(data: bytes) -> Element:
    """The root of an XML file. Document types, entities and references to other files are refused.

    Raises: FormatError, with line and column of the first fault.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    check_size(len(data))
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise FormatError(
            f"the XML declares a document type or entities ({type(error).__name__}), which postil does not follow",
            hint="No notes need them. Do not trust the file unless you know where it comes from.",
        ) from None
    except ParseError as error:
        line, column = error.position
        raise FormatError(
            f"line {line}, column {column + 1}: this is not XML: {str(error).partition(':')[0]}",
            hint="The file may be cut short: export it again where it comes from.",
        ) from None
    except (ValueError, LookupError) as error:
        raise FormatError(f"this is not XML that can be decoded: {error}", hint="Save it as UTF-8.") from None
    return root


def words_of(html: str) -> str:
    """What a piece of HTML says, without its mark-up: paragraphs and line breaks become line feeds."""
    from html.parser import HTMLParser

    found: list[str] = []

    class Words(HTMLParser):
        def handle_data(self, data: str) -> None:
            found.append(data)

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag in ("p", "br", "div", "li", "blockquote", "h1", "h2", "h3"):
                found.append("\n")

    parser = Words()
    parser.feed(html)
    parser.close()
    return "".join(found).strip()


def members_of(data: bytes, *, limit: int = LIMIT, wanted: Container[str] | None = None) -> dict[str, bytes]:
    """The files in a zip archive by their names, unpacked in memory to at most `limit` bytes in all.

    Args:
        data: The archive.
        limit: Bytes, packed and unpacked.
        wanted: Names of the files to unpack; None: all of them.

    Raises: FormatError, for what is no archive or a broken one, for a name that leads out of it, for an encrypted
        member, and for one that unpacks to too much, whatever its header says.
    """
    import zipfile
    import zlib

    check_size(len(data), limit=limit)
    found: dict[str, bytes] = {}
    left = limit
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MEMBERS:
                raise FormatError(
                    f"the archive holds {len(entries):,} files; postil opens at most {MEMBERS:,}",
                    hint="Check where it comes from.",
                )
            for entry in entries:
                if entry.filename.endswith("/"):
                    continue
                name = _safe(entry.filename)
                if wanted is not None and name not in wanted:
                    continue
                if entry.flag_bits & 0x1:
                    raise FormatError(f"{name} in the archive is encrypted", hint="Unpack it and pack it without.")
                with archive.open(entry) as member:
                    content = member.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise FormatError(
                        f"{name} in the archive unpacks to more than {limit / 1e6:,.0f} MB",
                        hint="That is no archive of notes. Do not trust it unless you know where it comes from.",
                    )
                found[name] = content
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as error:
        raise FormatError(
            f"this is not a zip archive that can be read: {error}",
            hint="The file may be cut short: fetch or export it again.",
        ) from None
    return found


def _safe(name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    if not name or path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name:
        raise FormatError(
            f"the archive holds a file that would leave it: {name!r}",
            hint="Do not trust it unless you know where it comes from.",
        )
    return str(path)


def _mended(value: object) -> object:
    if isinstance(value, str):
        return _LONE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {str(_mended(key)): _mended(item) for key, item in value.items()}
    return value


def _no_constant(word: str) -> object:
    raise ValueError(f"{word} is not JSON")
