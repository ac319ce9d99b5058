"""Bytes to text: byte order mark, declared encoding, UTF-8, then a guess that can be overruled.

The light path (a mark, or UTF-8) imports nothing. Every failure is a `SourceError` that says what to do.

Who guesses was measured on 830 samples of 0.3, 2 and 8 KB, from real texts in 25 languages and 24 encodings that are
not UTF-8; right means that every letter of the sample is. Mean over languages: chardet 7.7 0.985, charset-normalizer
3.5 0.83, always code page 1252 0.06. On western texts alone: 0.998, 0.68, 1.00. Hebrew is the weakest of
chardet's with 0.77.
"""

from __future__ import annotations

from annotations.errors import SourceError

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "an RTF document"),
)

_SAMPLE = 1 << 16
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 11, 12, 13, 27)) + b"\x7f"


def decode(data: bytes, *, source: str, encoding: str | None = None) -> tuple[str, str]:
    """The text of a file, and the encoding it was read in.

    Args:
        data: All bytes of the file.
        source: What the person named, for messages.
        encoding: What the person says it is; nothing is guessed then.

    Raises: SourceError, if the file is empty, is no text, or does not fit the encoding.
    """
    if not data:
        raise SourceError(f"{source} is empty", hint="There is nothing to read. Is it the right file?")
    name = known(encoding) if encoding else marked(data) or wide(data) or _escaped(data) or "utf-8"
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        if encoding or marked(data):
            hint = "Leave --encoding out to have it recognised, or name another."
            what = f"{source} is not in {name}: byte {error.start:,} does not fit"
            raise SourceError(what, hint=hint) from None
        refuse_binary(data, source)
        name = guess(data) if name == "utf-8" else name
        text = data.decode(name, "replace")
    else:
        if not encoding:
            refuse_binary(data, source)
    return text.removeprefix("\ufeff"), name


def marked(data: bytes) -> str:
    """The encoding that a byte order mark tells, or empty."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    return ""


def _escaped(data: bytes) -> str:
    return "iso2022_jp" if any(escape in data for escape in _JAPANESE) else ""


def mark_length(data: bytes) -> int:
    """Bytes of the byte order mark at the start."""
    return next((len(mark) for mark, _ in _MARKS if data.startswith(mark)), 0)


def known(name: str) -> str:
    """The name as Python has it. Raises: SourceError, if no text encoding is called that."""
    import codecs

    try:
        info = codecs.lookup(name)
    except LookupError:
        info = None
    if info is None or not info._is_text_encoding:
        hint = "Use a name that Python knows, such as utf-8, cp1252, utf-16, shift_jis, gb18030 or koi8-r."
        raise SourceError(f"No encoding is called {name!r}", hint=hint)
    return info.name


def refuse_binary(data: bytes, source: str) -> None:
    """Raise SourceError if these bytes are no text in any encoding with one-byte controls."""
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise SourceError(f"{source} is {what}, not plain text", hint="Open it under its own file extension.")
    if marked(data) or wide(data):
        return
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > 3 and controls > 0.1 * len(sample):
        hint = "postil reads text, Markdown, HTML, EPUB, PDF and DOCX. For text in UTF-16, add --encoding utf-16."
        raise SourceError(f"{source} is not a text: every tenth byte is a control character", hint=hint)


def guess(data: bytes) -> str:
    """The likeliest encoding of a text that is not UTF-8 throughout. Loading the detector takes some 0.1 s."""
    if _nearly_utf8(data[: 1 << 20]):
        return "utf-8"
    import chardet

    found = chardet.detect(_telling(data))["encoding"] or ""
    return _SUPERSETS.get(found.lower(), found) or "cp1252"


_SUPERSETS = {
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
}
"""Encodings that hold all of another's letters and some more, and are what people mean by its name."""

_JAPANESE = (b"\x1b$B", b"\x1b$@")
"""How ISO-2022-JP, which is ASCII otherwise, leaves ASCII."""


def _nearly_utf8(data: bytes) -> bool:
    """Whether this is UTF-8 that was damaged or cut: far more letters of several bytes than misfits."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(letter > "\x7f" for letter in text[:100_000]) - wrong
    return wrong * 20 <= right


def _telling(data: bytes) -> bytes:
    """The lines that are not ASCII, as far as a detector needs them; cut out of a long text."""
    if len(data) <= _SAMPLE // 2:
        return data
    lines = [line for line in data[: 1 << 24].split(b"\n") if not line.isascii()]
    return b"\n".join(lines)[: _SAMPLE // 2] or data[: _SAMPLE // 2]


def wide(data: bytes) -> str:
    """UTF-16 or UTF-32 without its mark, told by zeros in every second place (or three of four); else empty."""
    sample = data[:4096]
    size = len(sample) // 4
    if size < 2 or b"\0" not in sample:
        return ""
    zeros = [sample[place : 4 * size : 4].count(0) > 0.6 * size for place in range(4)]
    few = [sample[place : 4 * size : 4].count(0) < 0.1 * size for place in range(4)]
    if zeros[1] and zeros[2] and zeros[3] and few[0]:
        return "utf-32-le"
    if zeros[0] and zeros[1] and zeros[2] and few[3]:
        return "utf-32-be"
    if zeros[1] and zeros[3] and few[0] and few[2]:
        return "utf-16-le"
    if zeros[0] and zeros[2] and few[1] and few[3]:
        return "utf-16-be"
    return ""
