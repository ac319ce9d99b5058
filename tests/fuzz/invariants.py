"""What holds of every document, whatever the file it came from."""

from __future__ import annotations

import unicodedata

from reader.documents.flow import Flow
from reader.documents.model import SEPARATOR, Document

_DANGEROUS = {*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def check_document(document: Document) -> None:
    """Raise AssertionError, if a document breaks a promise of `reader.documents.model`."""
    text = document.text
    assert unicodedata.is_normalized("NFC", text), "not in NFC"
    dangerous = {ord(sign) for sign in set(text)} & _DANGEROUS
    assert not dangerous, f"dangerous signs {dangerous}"
    text.encode()  # No lone surrogates.
    assert document.title
    assert document.blocks, "no blocks"
    at = 0
    for block in document.blocks:
        assert block.start == at, f"a gap before {block}"
        assert block.end > block.start, f"an empty {block}"
        at = block.end + len(SEPARATOR)
        assert text[block.end : at] in (SEPARATOR, ""), f"no blank line after {block}"
        assert 0 <= block.level < 1000
        assert block.source_start <= block.source_end
        reached = block.start
        for run in block.runs:
            assert run.length > 0
            assert run.source >= 0
            assert reached <= run.text, "runs overlap"
            reached = run.text + run.length
        assert reached <= block.end, "a run leaves its block"
    assert at == len(text) + len(SEPARATOR), "text after the last block"
    labels = {block.label for block in document.blocks if block.kind == "footnote"}
    starts = [block.start for block in document.blocks]
    previous = 0
    for mark in document.inlines:
        assert mark.start >= previous, "inlines out of order"
        previous = mark.start
        from bisect import bisect_right

        block = document.blocks[bisect_right(starts, mark.start) - 1]
        assert block.start <= mark.start < mark.end <= block.end, f"{mark} leaves its block"
        assert mark.kind != "footnote" or mark.target
    assert all(len(label) < 1000 for label in labels)


def check_flow(flow: Flow, document: Document) -> None:
    """Raise AssertionError, if the parts of a flow are not its document."""
    while flow.advance():
        pass
    texts = []
    for index in range(len(flow)):
        part, start = flow.part(index), flow.start(index)
        assert start is not None
        assert flow.weight(index) > 0
        if part.text:
            texts.append(part.text)
            assert document.text.startswith(part.text, start)
            assert flow.locate(start) == (index, 0)
    assert SEPARATOR.join(texts) == document.text
    assert flow.fingerprint == document.fingerprint
