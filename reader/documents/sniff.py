"""What kind of thing some bytes are, told from their first 64 KB. Knows the formats' marks, not their parsers."""

from __future__ import annotations

SUFFIXES: dict[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".asc": "text",
    ".log": "text",
    ".rst": "text",
    ".org": "text",
    ".tex": "text",
    ".eml": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
    ".mdx": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".xht": "html",
    ".epub": "epub",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".pdf": "pdf",
}
"""Suffix -> kind of document, the built-in loaders' and those that we only know the name of."""

_TYPES: dict[str, str] = {
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/epub+zip": "epub",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}

_SAVE_AS = "Save or export it as PDF, EPUB, DOCX, HTML, Markdown or plain text, and open that."
_PICTURE = "postil reads text. Recognise the text in it with an OCR program, and open the result."
_ZIP = "a zip archive"
_UNPACK = "Unpack it, and open a document from it."

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n", "a PNG picture", _PICTURE),
    (b"\xff\xd8\xff", "a JPEG picture", _PICTURE),
    (b"GIF87a", "a GIF picture", _PICTURE),
    (b"GIF89a", "a GIF picture", _PICTURE),
    (b"II*\x00", "a TIFF picture", _PICTURE),
    (b"MM\x00*", "a TIFF picture", _PICTURE),
    (b"AT&TFORM", "a DjVu file", _SAVE_AS),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"(\xb5/\xfd", "a Zstandard archive", _UNPACK),
    (b"7z\xbc\xaf'\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls, .ppt) or a locked new one", _SAVE_AS),
    (b"{\\rtf", "a rich text (RTF) file", _SAVE_AS),
    (b"%!PS", "a PostScript file", "Make a PDF of it with ps2pdf, and open that."),
    (b"SQLite format 3\x00", "an SQLite database", "postil reads documents; look into it with sqlite3."),
    (b"\x7fELF", "a program", "postil reads documents. Is it the right file?"),
    (b"wOFF", "a font", "postil reads documents. Is it the right file?"),
    (b"wOF2", "a font", "postil reads documents. Is it the right file?"),
    (b"ID3", "a sound file", "postil reads documents. Is it the right file?"),
    (b"OggS", "a sound file", "postil reads documents. Is it the right file?"),
    (b"RIFF", "a sound or picture file", "postil reads documents. Is it the right file?"),
)


class Guess:
    """What a source probably is."""

    __slots__ = ("called", "kind", "likelihood", "remedy")

    def __init__(self, kind: str, likelihood: float, called: str = "", remedy: str = _SAVE_AS) -> None:
        self.kind = kind
        """Name of a loader, or empty for what none of the known kinds fits."""
        self.likelihood = likelihood
        """From 0.0 to 1.0."""
        self.called = called or f"a {kind.upper()} file, which no installed loader reads"
        self.remedy = remedy


def guess(head: bytes, name: str = "", *, content_type: str = "") -> Guess:
    """The kind of a source: marks in its first bytes beat its name and what a server says of it.

    Args:
        head: The first bytes, up to 64 KB.
        name: The last part of its path or URL, or empty when there is none.
        content_type: `text/html`, as a server declared it, or empty.
    """
    named = kind_of_name(name)
    marked = _by_marks(head)
    if marked is not None:
        if not marked.kind and marked.called == _ZIP and named in ("epub", "docx"):
            return Guess(named, 0.8)  # What it is stands further on in the archive; its loader will find out.
        return marked
    declared = _TYPES.get(content_type, "")
    if _looks_binary(head):
        return Guess("", 0.0, "binary: no text, and no document postil knows")
    if named in ("text", "markdown") and declared != "html":
        return Guess(named, 1.0)  # told without looking for tags, which loads the regular expressions
    page = html_likelihood(head)
    if "html" in (named, declared) and page > 0:
        return Guess("html", 1.0)
    if named in ("text", "markdown"):
        return Guess(named, 1.0)
    if page >= 0.7:
        return Guess("html", page)
    if declared in ("text", "markdown", "html"):
        return Guess(declared, 0.9)
    if named:  # The suffix of a format with marks, but without the marks: it is text, whatever it is called.
        return Guess("text", 0.5)
    likelihood = markdown_likelihood(head)
    if likelihood >= 0.7:
        return Guess("markdown", likelihood)
    return Guess("text", 0.5)


def kind_of_name(name: str) -> str:
    """The kind that a file name's suffix promises, or empty."""
    dot = name.rfind(".")
    return SUFFIXES.get(name[dot:].lower(), "") if dot > 0 else ""


def html_likelihood(head: bytes) -> float:
    """How much some bytes look like a web page: 1.0 a page by its first tag, 0.3 a fragment, 0.0 none at all."""
    import re

    text = _ascii(head).lstrip("\ufeff \t\r\n\0")
    lowered = text[:4096].lower()
    start = re.sub(r"^(?:<\?xml[^>]*>|<!--.*?-->|\s+)+", "", lowered, flags=re.DOTALL)
    if re.match(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", start):
        return 1.0
    tags = re.findall(r"<(?:p|div|h[1-6]|article|section|table|ul|ol|blockquote|meta|title|span)[\s>]", lowered)
    if start.startswith("<") and len(tags) >= 2:
        return 0.8
    return 0.3 if tags else 0.0


def markdown_likelihood(head: bytes) -> float:
    """How much some text looks like Markdown, from signs that plain text seldom has."""
    import re

    text = _ascii(head)[:16384].replace("\r\n", "\n")
    if re.match(r"---\n(?:[\w-]+:.*\n|\s+.*\n)+---\n", text):
        return 0.9
    signs = (
        r"^#{1,6} \S",
        r"^```",
        r"\[[^\]\n]+\]\((?:https?:|[./#\w])[^)\n]*\)",
        r"^\|.*\|\s*$\n^\|[ :|-]+\|\s*$",
        r"^\[\^?[^\]\n]+\]: ",
        r"\*\*[^*\n ][^*\n]*\*\*",
        r"^!\[",
    )
    found = sum(bool(re.search(sign, text, flags=re.MULTILINE)) for sign in signs)
    return (0.0, 0.5, 0.75, 0.9)[min(found, 3)]


def _by_marks(head: bytes) -> Guess | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(head)
    if b"%PDF-" in head[:1024]:
        return Guess("pdf", 1.0)
    for magic, called, remedy in _MAGIC:
        if head.startswith(magic):
            return Guess("", 0.0, called, remedy)
    if head[4:8] == b"ftyp":
        return Guess("", 0.0, "a film or sound file", "postil reads documents. Is it the right file?")
    if head[60:68] in (b"BOOKMOBI", b"TEXtREAd"):
        return Guess("", 0.0, "a Kindle (MOBI) book", "Convert it to EPUB, with Calibre for one, and open that.")
    return None


def _in_zip(head: bytes) -> Guess:
    """Zip files name their first members in plain bytes, which is mostly enough to tell what they are."""
    if b"mimetypeapplication/epub+zip" in head[:256] or b"META-INF/container.xml" in head:
        return Guess("epub", 1.0)
    if b"word/" in head:
        return Guess("docx", 1.0)
    if b"mimetypeapplication/vnd.oasis.opendocument" in head[:256]:
        return Guess("", 0.0, "an OpenDocument file", _SAVE_AS)
    if b"xl/" in head or b"ppt/" in head:
        return Guess("", 0.0, "a spreadsheet or a set of slides", _SAVE_AS)
    if b"[Content_Types].xml" in head[:256]:
        return Guess("docx", 0.6)
    return Guess("", 0.0, _ZIP, _UNPACK)


_CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 12, 13, 27})
"""Bytes that stand in no text, unless it is damaged."""


def _looks_binary(head: bytes) -> bool:
    """Whether the bytes are no text in any encoding: more control characters than damage would explain."""
    sample = head[:8192]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or _wide(sample):
        return False
    odd = len(sample) - len(sample.translate(None, _CONTROLS))
    return odd > 8 and odd * 50 > len(sample)


def _wide(sample: bytes) -> bool:
    """Whether this is UTF-16 or UTF-32 without its mark: zeros in every second place, and hardly elsewhere."""
    even, odd = sample[0:2048:2].count(0), sample[1:2048:2].count(0)
    half = min(len(sample), 2048) // 2
    return half > 4 and max(even, odd) > 0.4 * half


def _ascii(head: bytes) -> str:
    """The bytes as text in which ASCII marks can be found, whatever the encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _wide(head[:2048]):
        return head.replace(b"\0", b"").decode("ascii", "replace").lstrip("\ufffd")
    return head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
