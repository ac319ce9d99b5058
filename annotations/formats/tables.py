"""Tables of comma-separated values: rows in and out, and cells that no spreadsheet takes for a formula.

Source: RFC 4180, and for formulas the OWASP page on CSV injection.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotations.errors import FormatError
from annotations.formats.intake import LIMIT, text_of

_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


def defuse(cell: str, *, formulas: bool = False) -> str:
    """A cell that a spreadsheet shows and does not compute; `armed` gives the cell back.

    Args:
        cell: Any text.
        formulas: Leave formulas as they are. What begins with an apostrophe before a formula is marked even then,
            so that what is read back is the same in either case.
    """
    return f"'{cell}" if (_DEFUSED if formulas else _FORMULA).match(cell) else cell


def armed(cell: str) -> str:
    """A cell as it was before `defuse`."""
    return cell[1:] if _DEFUSED.match(cell) else cell


def row(cells: Iterable[str]) -> str:
    """One line of a table, with its end."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


def rows(data: bytes, *, required: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The rows of a table, by the names in its first row, each with its place in the file.

    Names are lower case. The separator is the one of `,`, `;` and tab that the first row has most of.

    Raises: FormatError, with the line, for what is no table or lacks a required column.
    """
    text = text_of(data)
    head = text[: text.find("\n") if "\n" in text else len(text)]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    limit = csv.field_size_limit(LIMIT)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        missing = [name for name in required if name not in names]
        if missing:
            raise FormatError(
                f"line 1: the table has no column “{missing[0]}”",
                hint=f"Its first row must name the columns {', '.join(required)}.",
            )
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                yield f"line {line}", dict(zip(names, cells, strict=False))
            line = reader.line_num + 1
    except csv.Error as error:
        raise FormatError(
            f"line {reader.line_num}: this is no table: {error}", hint="Export it again as CSV in UTF-8."
        ) from None
    finally:
        csv.field_size_limit(limit)


def has_header(head: bytes, required: Sequence[str]) -> bool:
    """Does a file begin with a row that names these columns?"""
    first = head.split(b"\n", 1)[0].decode(errors="replace").lower().lstrip("\ufeff")
    names = {cell.strip().strip('"').strip() for cell in re.split("[,;\t]", first)}
    return names.issuperset(required)
