"""What the fuzzer found, each kept as the smallest file that shows it."""

from __future__ import annotations

import pytest

from reader.documents import registry
from reader.documents.loader import LoadOptions
from tests.fuzz import seeds
from tests.fuzz.invariants import check_document

NAV = seeds.EPUB["n.xhtml"]

FOUND: dict[str, tuple[str, bytes]] = {
    "an attribute whose name has a control character, in a page mended by the HTML parser": (
        "epub",
        seeds.packed(
            {**seeds.EPUB, "n.xhtml": NAV.replace("<nav epub", "<nav \x01\x7f='x' epub").replace("</ol>", "")}
        ),
    ),
    "letters of a page that are nowhere, for matrix after matrix overflowed": (
        "pdf",
        seeds.pdf(
            [
                b"BT /F2 10 Tf 70 750 Td (The water goes out.) Tj ET "
                + b"32768 1 1 32768 300 300 cm " * 9
                + b"BT /F2 9 Tf (far away, and further than all that) Tj ET"
            ]
        ),
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_is_read(name: str) -> None:
    kind, data = FOUND[name]
    document = registry.loader_named(kind).load(data, source="x", options=LoadOptions())
    check_document(document)
