"""PDF pages become the blocks that their author set: columns, headings, lists, hyphens; bad files are named.

The files are written here, line by line as a typesetter places them, by the smallest PDF writer that can do it.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import SourceError
from reader.documents.loader import LoadCancelledError, LoadOptions
from reader.documents.model import Document
from reader.documents.pdf import LOADER
from reader.documents.pdfflow import PdfFlow
from reader.documents.pdfglyphs import character

BODY, BOLD, ITALIC, MONO = "F1", "F2", "F3", "F4"


@dataclass
class Set:
    """A line placed on a page: left end, baseline, size, font, words."""

    x: float
    y: float
    text: str
    size: float = 10
    font: str = BODY


def pdf(
    *pages: list[Set],
    encrypt: bytes | None = None,
    content: bytes | None = None,
    before: bytes = b"",
    box: bytes = b"/MediaBox [0 0 595 842]",
    author: str = "",
) -> bytes:
    """A PDF file with these lines on its pages, in Times or Courier; with a user password if `encrypt` names one.

    `content` is drawn instead of the lines, `before` before them; `box` says what of a page is shown, and how turned.
    """
    objects: list[bytes] = [b"", b""]
    kids: list[int] = []
    fonts = b" ".join(
        f"/{name} << /Type /Font /Subtype /Type1 /BaseFont /{face} /Encoding /WinAnsiEncoding >>".encode()
        for name, face in ((BODY, "Times-Roman"), (BOLD, "Times-Bold"), (ITALIC, "Times-Italic"), (MONO, "Courier"))
    )
    streams: list[tuple[int, bytes]] = []
    for page in pages:
        drawn = b"".join(
            b"BT /%s %.2f Tf %.2f %.2f Td (%s) Tj ET\n"
            % (
                line.font.encode(),
                line.size,
                line.x,
                line.y,
                line.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)"),
            )
            for line in page
        )
        stream = len(objects) + 1
        streams.append((stream, content if content is not None else before + drawn))
        objects.append(b"")
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R %s "
            b"/Resources << /Font << %s >> >> /Contents %d 0 R >>" % (box, fonts, stream)
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    trailer = b"/Root 1 0 R"
    if author:
        objects.append(b"<< /Author <feff%s> >>" % author.encode("utf-16-be").hex().encode())
        trailer += b" /Info %d 0 R" % len(objects)
    key = b""
    if encrypt is not None:
        owner, user, key = locked(encrypt)
        objects.append(
            b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (owner.hex().encode(), user.hex().encode())
        )
        trailer += b" /Encrypt %d 0 R /ID [<%s> <%s>]" % (
            len(objects),
            IDENTITY.hex().encode(),
            IDENTITY.hex().encode(),
        )
    for number, stream_bytes in streams:
        if key:
            salted = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
            stream_bytes = rc4(salted, stream_bytes)
        objects[number - 1] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream_bytes), stream_bytes)
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)
    return bytes(out)


PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
IDENTITY = b"0123456789abcdef"


def rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def locked(password: bytes) -> tuple[bytes, bytes, bytes]:
    """Owner entry, user entry and file key of the standard security handler, revision 2."""
    padded = (password + PADDING)[:32]
    owner = rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + (-4).to_bytes(4, "little", signed=True) + IDENTITY).digest()[:5]
    return owner, rc4(key, PADDING), key


def read(data: bytes, **options: object) -> Document:
    return LOADER.load(data, source="x.pdf", options=LoadOptions(**options))  # type: ignore[arg-type]  # by name


def outline(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def column(x: float, top: float, words: list[str], indent: float = 0) -> list[Set]:
    """Lines under each other, the first set in."""
    return [Set(x + (indent if n == 0 else 0), top - 13 * n, text) for n, text in enumerate(words)]


# Lines of about 330 points in Times at 10 points, as a typesetter would break them.
FIRST = [
    "The boat is not new. She was built on this river in the spring of the year",
    "that the bridge was begun, carried cars until it was opened, and then lay in a",
    "shed where children knew her as the house without a street.",
]
SECOND = [
    "She owes her return to a retired teacher, who began to collect signatures at",
    "the market, and who was found in her kitchen with her coat on.",
]


def test_paragraphs_are_put_together_whether_they_are_set_in_or_apart() -> None:
    apart = pdf([*column(70, 700, FIRST), *column(70, 640, SECOND)])
    set_in = pdf([*column(70, 700, FIRST, indent=15), *column(70, 661, SECOND, indent=15)])
    expected = [("paragraph", " ".join(FIRST)), ("paragraph", " ".join(SECOND))]
    assert outline(read(apart)) == expected
    assert outline(read(set_in)) == expected


def test_type_tells_title_headings_captions_and_lists() -> None:
    page = [
        Set(70, 780, "The night ferry", 20, BOLD),
        Set(70, 760, "By Inês Valadares"),
        *column(70, 730, FIRST),
        Set(70, 670, "Who pays", 13, BOLD),
        *column(70, 650, SECOND),
        Set(80, 615, "•"),
        Set(92, 615, "the members, in shares of fifty, whatever their number may be by the"),
        Set(92, 602, "end of the year;"),
        Set(80, 589, "•"),
        Set(92, 589, "the two towns."),
        Set(70, 560, "Figure 1: The landing at dusk.", 8, ITALIC),
    ]
    document = read(pdf(page))
    assert document.title == "The night ferry"
    assert document.byline == "By Inês Valadares"
    assert [kind for kind, _ in outline(document)] == [
        "title", "byline", "paragraph", "heading", "paragraph", "item", "item", "caption",
    ]  # fmt: skip
    items = [text for kind, text in outline(document) if kind == "item"]
    assert items[0].endswith("by the end of the year;")
    assert document.blocks[5].label == "•"


def test_columns_are_read_one_after_the_other_also_when_drawn_line_by_line() -> None:
    left = column(50, 700, [f"left column, line {n} of the text that goes on" for n in range(12)])
    right = column(310, 700, [f"right column, line {n} of the text that goes" for n in range(12)])
    across = [line for pair in zip(left, right, strict=True) for line in pair]
    for drawn in ([*left, *right], across):
        text = read(pdf(drawn)).text
        assert text.index("left column, line 11") < text.index("right column, line 0")


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            Set(70, 805, "The Estuary Courier", 8),
            *column(70, 700, FIRST),
            *column(70, 640, SECOND),
            Set(290, 30, f"Page {number} of 3", 8),
        ]
        for number in (1, 2, 3)
    ]
    text = read(pdf(*pages)).text
    assert "Courier" not in text
    assert "Page" not in text


def test_a_paragraph_goes_on_over_the_page_and_blocks_know_their_page() -> None:
    whole = [*FIRST[:2], "shed where children who came down to the river in the evening would know"]
    rest = ["her as the house without a street, and where she lay for twenty-one years."]
    document = read(pdf(column(70, 100, whole), [*column(70, 780, rest), *column(70, 740, SECOND)]))
    assert outline(document)[0][1] == " ".join([*whole, *rest])
    assert [block.page for block in document.blocks] == [1, 2]


def test_words_broken_at_line_ends_are_rejoined_and_true_hyphens_kept() -> None:
    lines = [
        "The people who came to the landing had been asked for their opin-",
        "ions before, and they gave them again, without waiting for an invi-",
        "tation, in the spirit of a well-",
        "known song.",
    ]
    (block,) = outline(read(pdf(column(70, 700, lines))))
    assert "their opinions before" in block[1]
    assert "an invitation, in" in block[1]
    assert "well-known song" in block[1]


def test_every_run_leads_back_to_a_character_of_the_source() -> None:
    document = read(pdf(column(70, 700, FIRST), column(70, 700, SECOND)))
    covered = 0
    before = -1
    for block in document.blocks:
        assert block.runs
        for run in block.runs:
            assert block.start <= run.text < run.text + run.length <= block.end
            assert run.source > before
            before = run.source + run.length - 1
            covered += run.length
    assert covered > 0.9 * len(document.text)


def test_a_locked_file_opens_with_its_password_only() -> None:
    data = pdf(column(70, 700, FIRST), encrypt=b"oyster")
    with pytest.raises(SourceError, match="locked") as asked:
        read(data)
    assert "--password" in asked.value.hint
    with pytest.raises(SourceError, match="this is not it"):
        read(data, password="mussel")
    assert read(data, password="oyster").text == " ".join(FIRST)


def test_pages_without_text_say_so_and_what_to_do() -> None:
    with pytest.raises(SourceError, match="has no text") as found:
        read(pdf([], content=b"0 0 m 100 100 l S"))
    assert "OCR" in found.value.hint


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4\n", b"%PDF-1.7 but then nothing more of the kind", b"%PDF-" + bytes(5000)]
)
def test_a_damaged_file_is_named(data: bytes) -> None:
    with pytest.raises(SourceError, match="cannot be read as a PDF"):
        read(data)


@given(st.data())
def test_a_damaged_file_gives_text_or_a_named_error_and_never_a_crash(data: st.DataObject) -> None:
    whole = bytearray(pdf(column(70, 700, FIRST), column(70, 700, SECOND)))
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=8)):
        whole[at] = data.draw(st.integers(0, 255))
    damaged = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    with suppress(SourceError):
        assert read(damaged).text


def test_reading_reports_pages_and_can_be_stopped() -> None:
    seen: list[tuple[int, int | None]] = []
    data = pdf(*[column(70, 700, FIRST)] * 3)
    read(data, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 3)
    with pytest.raises(LoadCancelledError):
        read(data, cancelled=lambda: len(seen) > 0)


def test_the_same_bytes_give_the_same_text() -> None:
    data = pdf(column(70, 700, FIRST), column(70, 700, SECOND))
    assert read(data) == read(data)


def test_control_characters_are_made_visible() -> None:
    text = read(pdf([], content=b"BT /F1 10 Tf 70 700 Td (before \\033[31m after and more words) Tj ET")).text
    assert "\x1b" not in text


def test_a_long_file_opens_with_its_first_pages_and_grows_to_the_same_text() -> None:
    data = pdf(*[[*column(70, 700, FIRST), *column(70, 640, SECOND)] for _ in range(20)])
    flow = PdfFlow(data, source="x.pdf", options=LoadOptions())
    assert flow.part(0).text.startswith(FIRST[0])
    whole = flow.document()
    assert flow.complete
    assert not flow.advance()
    assert whole == read(data)
    assert len(flow) == 4
    assert flow.fingerprint == whole.fingerprint
    assert "\n\n".join(flow.part(n).text for n in range(len(flow))) == whole.text
    for n in range(len(flow)):
        start = flow.start(n)
        assert start is not None
        assert flow.locate(start) == (n, 0)
        assert whole.text.startswith(flow.part(n).text, start)


def test_a_paragraph_that_goes_on_over_two_parts_stays_whole() -> None:
    begun = ["She crossed the river twice a day in all the years that followed, and she was"]
    rest = ["never once late, whatever the fog was like."]
    pages = [[*column(70, 700, rest), *column(70, 660, FIRST), *column(70, 600, begun)] for _ in range(20)]
    document = read(pdf(*pages))
    assert len(document.blocks) == 1 + 20 + 19 + 1
    assert sum(text == f"{begun[0]} {rest[0]}" for _, text in outline(document)) == 19


def test_a_small_raised_figure_calls_the_footnote_of_its_page() -> None:
    page = [
        *column(72, 700, FIRST),
        Set(72 + 250, 674 + 4, "1", size=6),
        *column(72, 640, SECOND),
        Set(72, 90, "1 She was built in Vigo, of oak.", size=8),
        Set(72, 80, "2 In 1931.", size=8),
    ]
    document = read(pdf(page, [*page[:4], Set(72, 90, "1 Or so it is said.", size=8)]))
    called = [inline for inline in document.inlines if inline.kind == "footnote"]
    assert [(document.text[mark.start : mark.end], mark.target) for mark in called] == [("1", "1"), ("1", "1")]
    assert document.text[: called[0].start].rstrip().endswith("without a street.")
    first, second = (
        next(block for block in document.blocks if block.kind == "footnote" and block.start > mark.start)
        for mark in called
    )
    assert document.text[first.start : first.end] == "She was built in Vigo, of oak."
    assert document.text[second.start : second.end] == "Or so it is said."


def test_a_raised_figure_without_a_footnote_calls_none() -> None:
    document = read(pdf([*column(72, 700, FIRST), Set(72 + 250, 674 + 4, "2", size=6), *column(72, 640, SECOND)]))
    assert not document.inlines
    assert "street. 2" in document.text


def test_columns_that_rows_are_drawn_across_are_parted_where_white_runs_down() -> None:
    left = [f"the left column goes on and on in row {n}" for n in range(10)]
    right = [f"and the right one says nothing new in {n}" for n in range(10)]
    rows = []
    for n in range(10):
        y = 700 - 13 * n
        # One drawing of text after the other, with a gutter no wider than a letter.
        rows += [Set(70, y, left[n]), Set(70 + 172, y, right[n])]
    text = read(pdf(rows)).text
    assert text.index(left[9]) < text.index(right[0])


def test_accents_drawn_over_letters_are_put_on_them() -> None:
    page = [Set(70, 700, "Cient"), Set(91.2, 700, "i"), Set(90.9, 700, "\xb4"), Set(94.2, 700, "fica")]
    assert read(pdf(page)).text == "Científica"


def test_numbers_that_count_lines_in_the_margin_are_left_out() -> None:
    words = [f"the witness said no more than that, on day number {n}, and then" for n in range(12)]
    page = [
        line
        for n, said in enumerate(words)
        for line in (Set(60, 700 - 26 * n, str(n + 1)), Set(100, 700 - 26 * n, said))
    ]
    assert read(pdf(page)).text == " ".join(words)


def test_a_paragraph_goes_on_after_the_caption_of_a_figure_in_its_middle() -> None:
    first = [
        "The boat is not new. She was built on this river in the spring of the year",
        "that the bridge was begun, carried cars until it was opened, and then lay in a",
    ]
    rest = ["shed where children knew her as the house without a street."]
    page = [
        *column(70, 700, first),
        Set(90, 500, "Figure 1: The landing at dusk.", 8),
        *column(70, 470, rest),
        *column(70, 430, SECOND),
    ]
    assert outline(read(pdf(page))) == [
        ("paragraph", " ".join(first + rest)),
        ("caption", "Figure 1: The landing at dusk."),
        ("paragraph", " ".join(SECOND)),
    ]


def test_a_sign_that_stands_alone_before_several_lines_is_a_bullet() -> None:
    page = [
        *column(70, 700, SECOND),
        *(line for n, said in enumerate(("the members;", "the two towns."))
          for line in (Set(80, 660 - 14 * n, "!"), Set(112, 660 - 14 * n, said))),
    ]  # fmt: skip
    document = read(pdf(page))
    assert outline(document)[1:] == [("item", "the members;"), ("item", "the two towns.")]
    assert document.blocks[1].label == "•"


def test_a_raised_number_that_was_drawn_later_stands_behind_its_word() -> None:
    page = [*column(70, 700, ["She was built here", "in the spring."]), Set(144, 704, "1", 6)]
    assert read(pdf(page)).text.startswith("She was built here1 ")


def test_an_item_that_begins_in_bold_type_stays_whole() -> None:
    page = [
        Set(80, 700, "1."),
        Set(100, 700, "An exception for libraries and archives and for the schools of", font=BOLD),
        Set(100, 687, "the two towns, which may use what they have bought to decide."),
        Set(80, 674, "2."),
        Set(100, 674, "Another one."),
    ]
    assert [kind for kind, _ in outline(read(pdf(page)))] == ["item", "item"]


def test_a_number_at_the_beginning_of_a_line_inside_a_sentence_begins_no_item() -> None:
    lines = [
        "We consider that two readings are to be told apart, the whole of the entity and",
        "(ii) what is embedded in it, and that both are right.",
    ]
    assert outline(read(pdf(column(70, 700, lines)))) == [("paragraph", " ".join(lines))]


def test_pages_numbered_within_chapters_lose_their_numbers() -> None:
    page = [*column(70, 700, FIRST), Set(500, 30, "7-45")]
    assert read(pdf(page)).text == " ".join(FIRST)


@pytest.mark.parametrize(
    ("turn", "box"),
    [
        (b"0 1 -1 0 595 0 cm ", b"/MediaBox [0 0 595 842] /Rotate 90"),
        (b"0 -1 1 0 0 842 cm ", b"/MediaBox [0 0 595 842]"),
        (b"-1 0 0 -1 595 842 cm ", b"/MediaBox [0 0 595 842] /Rotate 180"),
    ],
    ids=["shown upright", "on its side", "on its head"],
)
def test_a_page_that_lies_on_its_side_or_its_head_is_read_as_others_are(turn: bytes, box: bytes) -> None:
    page = [Set(70, 560, "The night ferry", 20, BOLD), *column(70, 530, FIRST), *column(70, 470, SECOND)]
    assert outline(read(pdf(page, before=turn, box=box))) == outline(read(pdf(page)))


def test_a_stamp_on_the_edge_of_a_page_is_not_read() -> None:
    stamp = b"BT /F1 10 Tf 0 1 -1 0 30 300 Tm (Received on 3 May) Tj ET\n"
    assert read(pdf(column(70, 700, FIRST), before=stamp)).text == " ".join(FIRST)


def test_what_a_page_does_not_show_is_not_read() -> None:
    printers = [Set(20, 820, "ferry-1.indd 7"), Set(20, 400, "12")]
    cut = b"/MediaBox [0 0 595 842] /CropBox [40 40 560 800]"
    assert read(pdf([*printers, *column(70, 700, FIRST)], box=cut)).text == " ".join(FIRST)


def test_entries_of_a_table_of_contents_stand_apart_and_are_no_headings() -> None:
    entries = [
        ("Who pays, and what for " + "." * 60 + " 4", "Who pays, and what for … 4"),
        ("The two towns " + ". " * 34 + "11", "The two towns … 11"),
        ("Names " + "." * 90 + " iv", "Names … iv"),
    ]
    page = [
        Set(70, 740, "Contents", 16, BOLD),
        *column(70, 700, [said for said, _ in entries]),
        *column(70, 600, FIRST),
    ]
    assert outline(read(pdf(page)))[1:4] == [("item", read_as) for _, read_as in entries]


def test_lines_that_count_up_are_entries_of_a_list() -> None:
    lines = ["Article 29 On the rights of those who own a share", "Article 30 On their voices", "Article 31 On fog"]
    assert [text for _, text in outline(read(pdf(column(70, 700, lines))))] == lines


def test_a_number_in_a_footnote_begins_no_other() -> None:
    page = [
        *column(72, 700, FIRST),
        *column(72, 640, SECOND),
        Set(72, 100, "1 She was built in Vigo, of oak, and she was repaired there for no less than", size=8),
        Set(72, 90, "31 days in the spring of 1954.", size=8),
        Set(72, 80, "2 In 1931.", size=8),
    ]
    notes = [block for block in read(pdf(page)).blocks if block.kind == "footnote"]
    assert [note.label for note in notes] == ["1", "2"]


def test_footnotes_of_columns_side_by_side_are_footnotes() -> None:
    def side(x: float, number: int) -> list[Set]:
        said = [f"column {number}, line {n} of the text that goes on" for n in range(12)]
        notes = [f"{number} The note of column {number}, which has", "more to say than would go in one line."]
        return [*column(x, 700, said), *(Set(x, 100 - 9 * n, text, size=8) for n, text in enumerate(notes))]

    document = read(pdf([*side(50, 1), *side(240, 2)]))
    assert [block.label for block in document.blocks if block.kind == "footnote"] == ["1", "2"]


def test_references_in_small_type_are_no_footnotes() -> None:
    page = [
        *column(72, 700, FIRST),
        Set(72, 640, "References", font=BOLD),
        Set(72, 620, "[1] I. Valadares. The night ferry. 1931.", size=8),
        Set(72, 608, "[2] M. Couto. On fog, and how to cross it. 1954.", size=8),
    ]
    assert "footnote" not in [kind for kind, _ in outline(read(pdf(page)))]


def test_numbers_of_a_table_in_small_type_are_no_footnotes() -> None:
    rows = [[f"{n}.3", f"{n}0 (8)", f"{n},097"] for n in range(1, 5)]
    cells = [Set(72 + 90 * n, 200 - 12 * row, cell, size=7) for row, r in enumerate(rows) for n, cell in enumerate(r)]
    assert "footnote" not in [kind for kind, _ in outline(read(pdf([*column(72, 700, FIRST), *cells])))]


def test_hyphens_that_a_font_has_as_other_signs_are_hyphens() -> None:
    soft = column(
        70, 700, ["A low\xadcost crossing, for those who have to be on the other side, in a well\xad", "known boat."]
    )
    assert read(pdf(soft)).text == (
        "A low-cost crossing, for those who have to be on the other side, in a well-known boat."
    )


def test_a_head_that_is_drawn_after_what_stands_under_it_comes_first_and_a_foot_last() -> None:
    foot = Set(70, 60, "Printed in Vigo, on paper that was made there")
    head = [Set(70, 780, "The night ferry", 20, BOLD), Set(70, 755, "and how she came back", 14)]
    left = column(50, 700, [f"left column, line {n} of the text that goes on" for n in range(12)])
    right = column(310, 700, [f"right column, line {n} of the text that goes" for n in range(12)])
    document = read(pdf([foot, *left, *right, *head]))
    assert document.title == "The night ferry"
    text = document.text
    assert 0 < text.index("came back") < text.index("left column, line 0") < text.index("right column, line 0")
    assert text.endswith(foot.text)


def test_text_in_a_larger_type_than_most_is_no_heading() -> None:
    words = [FIRST[0], FIRST[1], "shed where children who knew her went on to call her all that while what", *SECOND]
    large = [Set(70, 780 - 14 * n, text.lower(), 11.5) for n, text in enumerate(words)]
    short = [Set(70, 690, "A short paragraph in it, which ends soon.", 11.5)]
    small = [Set(70, 600 - 11 * n, text, 9) for n, text in enumerate((FIRST + SECOND) * 4)]
    kinds = {text: kind for kind, text in outline(read(pdf([*large, *short, *small])))}
    assert kinds[short[0].text] == "paragraph"


def test_a_running_head_beside_the_number_of_its_page_is_left_out() -> None:
    pages = [
        [
            Set(70, 805, head, 8),
            Set(520, 805, str(40 + number), 8),
            *column(70, 700, FIRST),
            *column(70, 640, SECOND),
        ]
        for number, head in enumerate(("The night ferry", "Estuary Courier, Thursday"))
    ]
    text = read(pdf(*pages)).text
    assert "Courier" not in text
    assert "40" not in text


@pytest.mark.parametrize("said", ["by definition of the word", "By the Court:"])
def test_not_all_that_begins_with_by_names_an_author(said: str) -> None:
    page = [Set(70, 780, "The night ferry", 20, BOLD), Set(70, 750, said), *column(70, 720, FIRST)]
    assert read(pdf(page)).byline == ""


@pytest.mark.parametrize(
    ("named", "author"),
    [("Inês Valadares", "Inês Valadares"), ("valadares-04", ""), ("I. Valadares;M. Couto", "I. Valadares; M. Couto")],
)
def test_an_author_is_a_person_and_no_account(named: str, author: str) -> None:
    assert read(pdf(column(70, 700, FIRST), author=named)).byline == author


@pytest.mark.parametrize(("code", "char"), [(0x61, "a"), (0x1F600, "😀"), (0xE38081, "、"), (0xE0E0E0, "�")])
def test_a_letter_given_in_utf_8_is_found_and_one_that_is_none_is_shown_as_broken(code: int, char: str) -> None:
    assert character(code) == char


def test_what_is_tied_by_a_dash_or_stands_in_an_address_has_no_space_at_a_line_end() -> None:
    lines = [
        "Those who went in the years from 1931–",
        "54 may still write to the office, at ferry@",
        "example.org, or –",
        "as",
    ]
    assert read(pdf(column(70, 700, lines))).text == (
        "Those who went in the years from 1931–54 may still write to the office, at ferry@example.org, or – as"
    )


def test_a_word_is_put_together_whose_halves_stand_nowhere_else_though_words_are_seldom_broken() -> None:
    lines = [*FIRST, *SECOND] * 5
    lines[6] = "that the bridge was begun, and carried cars over the estuary until it was fin-"
    lines[7] = "ished at last. Then she lay in that shed."
    assert "it was finished at last" in read(pdf(column(70, 800, lines))).text


def test_lines_in_italics_over_paragraphs_are_headings_where_there_are_several() -> None:
    def page(*heads: str) -> bytes:
        parts = [[Set(70, 700 - 90 * n, head, font=ITALIC), *column(70, 685 - 90 * n, FIRST)]
                 for n, head in enumerate(heads)]  # fmt: skip
        return pdf([line for part in parts for line in part])

    assert [kind for kind, _ in outline(read(page("The boat", "The fog")))] == ["heading", "paragraph"] * 2
    assert [kind for kind, _ in outline(read(page("The boat")))] == ["paragraph", "paragraph"]
    assert "heading" not in [kind for kind, _ in outline(read(page("She said so.", "And so she did.")))]


def test_a_bold_line_in_brackets_is_no_caption() -> None:
    page = [
        *column(70, 740, FIRST),
        Set(70, 680, "[Docket No. 12 of the harbour]", font=BOLD),
        *column(70, 650, SECOND),
    ]
    assert [kind for kind, _ in outline(read(pdf(page)))] == ["paragraph", "heading", "paragraph"]


def test_a_long_sentence_in_large_type_is_a_lead_and_no_heading() -> None:
    lead = "Forty years after she carried her last car, the ferry is to sail again from May on."
    page = [
        Set(70, 790, "The night ferry", 20),
        *column(70, 740, FIRST),
        Set(70, 680, "She sails.", 12),
        Set(70, 660, lead, 12),
    ]
    assert [kind for kind, _ in outline(read(pdf([*page, *column(70, 630, SECOND)])))] == [
        "title", "paragraph", "heading", "paragraph", "paragraph",
    ]  # fmt: skip


SEVERAL = """
import sys, threading
from reader.documents.loader import LoadOptions
from reader.documents.pdfflow import PdfFlow
data = sys.stdin.buffer.read()
texts = set()
def read():
    for _ in range(5):
        flow = PdfFlow(data, source="x.pdf", options=LoadOptions())
        texts.add(PdfFlow(data, source="x.pdf", options=LoadOptions(), beside=False).document().text)
        texts.add(flow.document().text)
threads = [threading.Thread(target=read) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
left_open = PdfFlow(data, source="x.pdf", options=LoadOptions())
print(len(texts))
"""


def test_several_files_are_read_at_once_and_the_process_ends_in_the_midst_of_one() -> None:
    """In a process of its own: the library is in C, and was once entered by two threads."""
    data = pdf(*[[*column(70, 700, FIRST), *column(70, 640, SECOND)] for _ in range(20)])
    done = subprocess.run([sys.executable, "-c", SEVERAL], input=data, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"1\n"), done.stderr.decode()


def test_a_number_apart_belongs_to_its_heading_and_a_bold_figure_is_a_caption() -> None:
    page = [
        Set(70, 740, "2.1", font=BOLD),
        Set(110, 740, "General remarks", font=BOLD),
        *column(70, 715, FIRST),
        Set(70, 650, "Figure 1 The landing at dusk", font=BOLD),
        *column(70, 630, SECOND),
    ]
    assert [(kind, text) for kind, text in outline(read(pdf(page))) if kind != "paragraph"] == [
        ("heading", "2.1 General remarks"),
        ("caption", "Figure 1 The landing at dusk"),
    ]
