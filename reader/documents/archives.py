"""Zip archives and the XML in them, read within bounds. Sizes are bytes.

An archive that says it is small and unpacks to a flood, XML that multiplies itself, counts and depths beyond any
document: each is refused by name before it costs time or memory.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from annotations.errors import SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_MEMBERS = 65_000
LARGEST_MEMBER = 128 << 20
MOST_UNPACKED = 1 << 30
"""Of all that is read from one archive, also when one member is read twice."""

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


class Archive:
    """A zip archive whose members are read within bounds."""

    def __init__(self, file: BinaryIO, *, source: str) -> None:
        """
        Args:
            file: The archive; it stays open while members are read.
            source: What the person named, for messages.

        Raises: SourceError, when it is no zip archive, or its list of members is absurd.
        """
        self.source = source
        self._left = MOST_UNPACKED
        try:
            self._zip = zipfile.ZipFile(file)
            members = self._zip.infolist()
        except (
            zipfile.BadZipFile,
            zipfile.LargeZipFile,
            struct.error,
            ValueError,
            OSError,
            NotImplementedError,
        ) as error:
            raise self._broken(str(error)) from None
        if len(members) > MOST_MEMBERS:
            raise SourceError(f"{source} has {len(members):,} files in it", hint="No document has. Do not trust it.")
        self._members = {member.filename.replace("\\", "/").lstrip("/"): member for member in members}
        self._folded = {name.casefold(): name for name in self._members}

    def names(self) -> list[str]:
        """The members, in the order of the archive, with `/`."""
        return list(self._members)

    def find(self, name: str) -> str | None:
        """The member of that name, whatever its case, or None."""
        name = posixpath.normpath(name).lstrip("/") if name else name
        return name if name in self._members else self._folded.get(name.casefold())

    def size(self, name: str) -> int:
        """What a member says it unpacks to; 0 when there is none."""
        found = self.find(name)
        return 0 if found is None else self._members[found].file_size

    def head(self, name: str, length: int) -> bytes:
        """The first bytes of a member. Raises: SourceError, as `read`."""
        return self._unpacked(name, length)

    def read(self, name: str) -> bytes:
        """A member, unpacked. Raises: SourceError, when it is missing, locked, broken or too large."""
        return self._unpacked(name, None)

    def _unpacked(self, name: str, length: int | None) -> bytes:
        found = self.find(name)
        if found is None:
            raise self._broken(f"it has no {name}")
        member = self._members[found]
        if member.flag_bits & 1:
            raise SourceError(
                f"{self.source} is locked with a password", hint="Unpack it with the password, and zip it anew."
            )
        most = min(LARGEST_MEMBER, self._left)
        try:
            with self._zip.open(member) as file:
                data = file.read(most + 1 if length is None else min(length, most))
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            struct.error,
            ValueError,
            NotImplementedError,
        ) as error:
            raise self._broken(f"{name}: {error}") from None
        except RuntimeError as error:  # What zipfile raises for kinds of locks it does not know.
            raise SourceError(
                f"{self.source} is locked: {error}", hint="Unlock it in the program it comes from."
            ) from None
        if len(data) > most:
            raise SourceError(
                f"{self.source} unpacks to more than {most >> 20} MB",
                hint="It may be made to do harm. Do not trust it.",
            )
        self._left -= len(data)
        return data

    def xml(self, name: str) -> Element:
        """A member as a tree of XML. Raises: SourceError, as `read`, and when it is no XML."""
        return parse_xml(self.read(name), source=self.source, name=name)

    def _broken(self, reason: str) -> SourceError:
        return SourceError(
            f"{self.source} is broken: {reason}",
            hint="Fetch or export it again. A zip program may be able to repair it.",
        )


def parse_xml(data: bytes, *, source: str, name: str) -> Element:
    """A tree of XML, without entities, declarations of types, and anything from outside.

    Raises: SourceError, when it is not well-formed, nests more than 256 deep, or declares entities.
    """
    from lxml import etree

    if _ENTITY.search(data, 0, 1 << 16) or _ENTITY.search(data.replace(b"\0", b""), 0, 1 << 16):
        raise SourceError(
            f"{source} declares XML entities in {name}",
            hint="It may be made to do harm. Export it again without them.",
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(
            f"{source} is broken: {name} is no XML: {error}", hint="Fetch or export it again."
        ) from None
    return tree


def resolved(base: str, reference: str) -> str:
    """The member that a reference in member `base` means, without its fragment."""
    from urllib.parse import unquote

    path = unquote(reference.partition("#")[0].partition("?")[0])
    if not path:
        return base
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path)).lstrip("/")
