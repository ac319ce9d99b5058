"""Which formats there are: those that ship with postil, and those that plug-ins add.

A plug-in names its `Format` under the entry point group `postil.formats`, as postil itself does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import PurePath

from annotations.errors import FormatError, UsageError
from annotations.formats.format import Format

GROUP = "postil.formats"

BUILT_IN: Mapping[str, str] = {
    "json": "annotations.formats.json:FORMAT",
    "jsonl": "annotations.formats.jsonl:FORMAT",
    "csv": "annotations.formats.csv:FORMAT",
    "html": "annotations.formats.html:FORMAT",
    "markdown": "annotations.formats.markdown:FORMAT",
    "w3c": "annotations.formats.w3c:FORMAT",
    "epub-annotations": "annotations.formats.epub_annotations:FORMAT",
    "hypothesis": "annotations.formats.hypothesis:FORMAT",
    "readwise": "annotations.formats.readwise:FORMAT",
    "koreader": "annotations.formats.koreader:FORMAT",
    "zotero": "annotations.formats.zotero:FORMAT",
    "refi-qda": "annotations.formats.refi_qda:FORMAT",
    "brat": "annotations.formats.brat:FORMAT",
    "conll": "annotations.formats.conll:FORMAT",
    "doccano": "annotations.formats.doccano:FORMAT",
    "label-studio": "annotations.formats.label_studio:FORMAT",
    "spacy": "annotations.formats.spacy:FORMAT",
    "parquet": "annotations.formats.parquet:FORMAT",
    "docx": "annotations.formats.docx:FORMAT",
}
"""Name of a format -> `module:constant`. The same lines stand in pyproject.toml as entry points; from here they are
resolved without a look at everything that is installed."""

SNIFFED = 65_536
"""Bytes of a file that `sniff` functions are given."""


def names() -> list[str]:
    """Every format's name: the built-in ones in order, then those of plug-ins."""
    return [*BUILT_IN, *sorted(name for name in _plug_ins() if name not in BUILT_IN)]


def get(name: str) -> Format:
    """The format of that name.

    Raises: UsageError, when there is none; FormatError, when it is a plug-in that cannot be loaded.
    """
    if name in BUILT_IN:
        return _load(BUILT_IN[name])
    plug_ins = _plug_ins()
    if name not in plug_ins:
        raise UsageError(f"postil knows no format “{name}”", hint=f"It knows {', '.join(names())}.")
    try:
        found = _load(plug_ins[name])
    except (ImportError, AttributeError) as error:
        raise FormatError(
            f"the plug-in for {name} cannot be loaded: {error}", hint="Install it again, or remove it."
        ) from error
    if not isinstance(found, Format):
        raise FormatError(
            f"the plug-in for {name} offers a {type(found).__name__} and not a Format", hint="Tell its author."
        )
    return found


def every() -> Iterator[Format]:
    """Every format, loaded."""
    return map(get, names())


def recognise(name: str, head: bytes) -> Format:
    """The format of a file to import.

    Args:
        name: The file's name; its suffix narrows the choice, and decides where the content does not.
        head: The first `SNIFFED` bytes of it.

    Raises: FormatError, when no format or more than one fits.
    """
    readable = [format_ for format_ in every() if format_.can_import]
    lower = PurePath(name).name.lower()
    by_suffix = [format_ for format_ in readable if lower.endswith(format_.suffixes)]
    fitting = [format_ for format_ in by_suffix if format_.sniff is not None and format_.sniff(head)]
    fitting = fitting or [format_ for format_ in by_suffix if format_.sniff is None]
    fitting = fitting or [format_ for format_ in readable if format_.sniff is not None and format_.sniff(head)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise FormatError(
            f"{name} is in no format that postil reads",
            hint=f"Name it with --from: {', '.join(format_.name for format_ in readable)}.",
        )
    raise FormatError(
        f"{name} may be {' or '.join(format_.name for format_ in fitting)}", hint="Say which with --from."
    )


def _load(target: str) -> Format:
    module, _, constant = target.partition(":")
    found: Format = getattr(import_module(module), constant)
    return found


def _plug_ins() -> dict[str, str]:
    from importlib.metadata import entry_points

    return {point.name: point.value for point in entry_points(group=GROUP)}
