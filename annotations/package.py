"""Notes to hand on: one ZIP file with everybody's notes and, if the sender says so, the article and its text.

    postil-share.json            what the package is: version, name and title of the article
    notes/peru.txt.ana.postil.yaml
    article/peru.txt             only if the sender says so
    texts/<sha256>               the canonical text the notes were made on, likewise
    postil.codebook.yaml         the agreed tags, where there are some

A package comes from somebody else and is hostile until read: members are taken by these names and no other, nothing
is ever unpacked to a path that a package names, links are refused, sizes and counts are bounded.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from annotations.errors import FormatError

MANIFEST = "postil-share.json"
CODEBOOK = "postil.codebook.yaml"
VERSION = 1

MAX_MEMBERS = 1_000
MAX_MEMBER_BYTES = 256 * 1024 * 1024
MAX_BYTES = 512 * 1024 * 1024
"""Of all members together, unpacked."""

_ENTRY = b"PK\x01\x02"
"""Begins each entry of a ZIP file's directory."""

_MOST_ENTRIES = 100 * MAX_MEMBERS
"""Entries beyond which the directory is not even read. An article that is itself a ZIP file may have some, too."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MEMBER = re.compile(r"(notes|article|texts)/([^/\\:\x00-\x1f\x7f]{1,255})")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_REGULAR, _SYMLINK, _FILE_TYPES = 0o100000, 0o120000, 0o170000
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
"""Names that are devices on Windows, whatever their suffix."""
_CODEC_ERRORS = (zlib.error, lzma.LZMAError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What is handed on. Names are bare file names; values are the files' bytes."""

    name: str
    """File name of the article, which the names of its notes files begin with; or its URL."""
    title: str = ""
    notes: Mapping[str, bytes] = field(default_factory=dict)
    article: bytes | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    """Fingerprint -> canonical text."""
    codebook: bytes | None = None


def pack(package: Package) -> bytes:
    """The package as a ZIP file; the same package gives the same bytes."""
    manifest = {"postil-share": VERSION, "name": package.name, "title": package.title}
    members = {MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n"}
    for name, data in sorted(package.notes.items()):
        members[f"notes/{name}"] = data
    if package.article is not None:
        members[f"article/{file_name(package.name)}"] = package.article
    for fingerprint, text in sorted(package.texts.items()):
        members[f"texts/{fingerprint}"] = text.encode()
    if package.codebook is not None:
        members[CODEBOOK] = package.codebook
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def unpack(data: bytes) -> Package:
    """Read a package without believing a word of it.

    Raises: FormatError, if it is no package, holds anything a package does not hold, or is absurdly large.
    """
    if len(data) > MAX_BYTES:
        raise _refused(f"is larger than {MAX_BYTES // 1024 // 1024} MB")
    if data.count(_ENTRY) > _MOST_ENTRIES:
        raise _refused(f"holds more than the {MAX_MEMBERS} files that a package may hold")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _refused(f"is no ZIP file: {error}") from error
    with archive:
        members = _members(archive)
    manifest = _manifest(members.pop(MANIFEST, None))
    notes: dict[str, bytes] = {}
    texts: dict[str, str] = {}
    article: bytes | None = None
    codebook = members.pop(CODEBOOK, None)
    if codebook is not None:
        _text(CODEBOOK, codebook)
    for member, content in members.items():
        folder, _, name = member.partition("/")
        if folder == "notes":
            if not name.endswith(".postil.yaml"):
                raise _refused(f"holds {member!r}, which is no notes file")
            notes[name] = content
        elif folder == "texts":
            if not _FINGERPRINT.fullmatch(name) or hashlib.sha256(content).hexdigest() != name:
                raise _refused(f"holds {member!r}, whose content is not what its name says")
            texts[name] = _text(member, content)
        elif article is not None:
            raise _refused("holds more than one article")
        else:
            article = content
    return Package(
        name=manifest["name"],
        title=manifest["title"],
        notes=notes,
        article=article,
        texts=texts,
        codebook=codebook,
    )


def _text(member: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise _refused(f"holds {member!r}, which is no text in UTF-8") from error


def file_name(name: str) -> str:
    """A bare file name for an article that may be named by a URL; never empty, a path, hidden, or a device."""
    last = re.split(r"[/\\]", name.split("?", 1)[0].rstrip("/\\"))[-1]
    clean = re.sub(r"[^\w.()\-, ]", "_", last).strip(" .")
    clean = clean[:200].rstrip(" .") or "article"
    return f"_{clean}" if _RESERVED.match(clean) else clean


def _members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise _refused(f"holds {len(infos)} files, more than the {MAX_MEMBERS} that a package may hold")
    members: dict[str, bytes] = {}
    total = 0
    for info in infos:
        name = info.orig_filename  # as it stands in the file: the library cuts it at a NUL
        kind = (info.external_attr >> 16) & _FILE_TYPES
        if kind == _SYMLINK:
            raise _refused(f"holds a link, {name!r}")
        if kind not in (0, _REGULAR):
            raise _refused(f"holds {name!r}, which is no file")
        if info.flag_bits & 0x1:
            raise _refused(f"holds an encrypted file, {name!r}")
        match = _MEMBER.fullmatch(name)
        if name not in (MANIFEST, CODEBOOK) and (match is None or match[2].strip(" .") in ("", "..")):
            raise _refused(f"holds {name!r}, which has no place in a package")
        if name in members:
            raise _refused(f"holds {name!r} twice")
        try:
            with archive.open(info) as stream:
                # Sizes in the directory are claims: what is read is bounded by counting.
                content = stream.read(min(MAX_MEMBER_BYTES, MAX_BYTES - total) + 1)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, *_CODEC_ERRORS) as error:
            raise _refused(f"holds {name!r}, which cannot be unpacked: {error}") from error
        total += len(content)
        if len(content) > MAX_MEMBER_BYTES or total > MAX_BYTES:
            raise _refused(f"unpacks to more than {MAX_BYTES // 1024 // 1024} MB")
        members[name] = content
    return members


def _manifest(data: bytes | None) -> dict[str, str]:
    if data is None:
        raise _refused(f"holds no {MANIFEST}")
    try:
        manifest = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _refused(f"holds a {MANIFEST} that is not JSON: {error}") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("name"), str):
        raise _refused(f"holds a {MANIFEST} that does not name its article")
    if manifest.get("postil-share") != VERSION:
        raise _refused(f"is of version {manifest.get('postil-share')!r}, which this postil does not know")
    title = manifest.get("title", "")
    return {"name": manifest["name"], "title": title if isinstance(title, str) else ""}


def _refused(why: str) -> FormatError:
    return FormatError(f"the package {why}", hint="Ask the sender for a new one, made with `postil share`.")
