"""Where a block of a PDF page begins and ends, for the ways in which programs set lists, quotes, heads and feet."""

from __future__ import annotations

from reader.documents.model import Document
from tests.reader.documents.test_pdf import BOLD, FIRST, ITALIC, MONO, SECOND, Set, column, outline, pdf, read

LONG = "of what the members had decided in the hall beside the ferry on that evening"


def kinds(document: Document) -> list[str]:
    return [kind for kind, _ in outline(document)]


def test_a_letter_far_from_what_follows_is_the_bullet_of_the_lines_under_each_other() -> None:
    page = [*column(70, 700, SECOND)]
    for n, said in enumerate(("counting heads at the gate;", "asking every household.")):
        page += [Set(90, 660 - 13 * n, "o"), Set(108, 660 - 13 * n, said)]
    document = read(pdf(page))
    assert outline(document)[1:] == [("item", "counting heads at the gate;"), ("item", "asking every household.")]
    assert document.blocks[1].label == "◦"


def test_a_word_of_one_letter_at_the_beginning_of_lines_is_no_bullet() -> None:
    words = ["o barco que se fez neste rio no ano em que a ponte foi aberta", "o barco que dormiu num barracão."]
    assert read(pdf(column(70, 700, words))).text == " ".join(words)


def test_dashes_under_a_short_line_begin_items_and_a_dash_in_a_full_line_does_not() -> None:
    listed = ["Quotations", "- They are set in from the text.", "- They have no marks around them."]
    assert kinds(read(pdf(column(70, 700, listed))))[1:] == ["item", "item"]
    said = ["The boat that was built on this river in the spring of that year, and well,", "- as they said - is new."]
    assert kinds(read(pdf(column(70, 700, said)))) == ["paragraph"]


def test_items_within_items_stand_apart_where_their_letters_are_set_off() -> None:
    page = [
        Set(80, 700, "4."), Set(95, 700, "Powers of the members:"),
        Set(110, 687, "a."), Set(125, 687, "They may speak at every meeting in the hall beside the ferry and in the"),
        Set(125, 674, "school of the two towns;"),
        Set(110, 661, "b."), Set(125, 661, "They may vote."),
    ]  # fmt: skip
    assert [kind for kind, _ in outline(read(pdf(page)))] == ["item"] * 3


def test_a_number_that_ends_a_line_of_an_item_begins_no_item_within_it() -> None:
    page = [
        Set(80, 700, "12."),
        Set(95, 700, "The ferry and the bridge, and what became of both of them in the end:"),
    ]
    page += [Set(110, 687, "7."), Set(125, 687, "of the reports on the two towns.")]
    assert len(outline(read(pdf(page)))) == 1


def test_an_address_in_type_of_one_width_is_no_code() -> None:
    page = [*column(70, 700, FIRST), Set(70, 640, "ada@courier.example", 9, MONO), *column(70, 600, SECOND)]
    assert kinds(read(pdf(page))) == ["paragraph"] * 3
    reference = [Set(70, 700, "Byron, Ada. The ferry and its return to the town. To be"), Set(70, 688, "found at")]
    reference += [
        Set(108, 688, "https://courier.example/ferry/of/the/two/towns", font=MONO),
        Set(70, 676, "since May."),
    ]
    assert kinds(read(pdf(reference))) == ["paragraph"]


def test_an_address_in_type_of_one_width_goes_on_after_a_full_stop_at_a_line_end() -> None:
    page = [Set(70, 700, "Byron, Ada. The ferry and its return to the town, 1931. At https://courier.")]
    page += [Set(70, 688, "example/ferry/of/the/two/towns.", font=MONO)]
    assert kinds(read(pdf(page))) == ["paragraph"]


def test_the_words_under_the_number_of_a_figure_are_its_caption() -> None:
    page = [
        *column(70, 700, FIRST),
        *(Set(70, 600, "Figure 3", 9, BOLD), Set(70, 589, "What the ferry carried", 9)),
        *column(70, 540, SECOND),
    ]
    assert ("caption", "Figure 3 What the ferry carried") in outline(read(pdf(page)))


def test_a_line_in_italics_over_the_items_of_a_list_is_a_heading_where_there_are_several() -> None:
    page = []
    for top, head in ((700, "Notes"), (640, "Quotations")):
        page += [
            Set(70, top, head, font=ITALIC),
            *column(70, top - 13, ["- One thing at a time.", "- Then another."]),
        ]
    assert kinds(read(pdf(page))) == ["heading", "item", "item"] * 2


def test_the_number_of_a_note_behind_a_sentence_does_not_keep_it_from_ending() -> None:
    full = "shed where the children of the two towns knew her as the house with no door."
    page = [*column(70, 700, [*FIRST[:2], full]), Set(70 + length(full), 678, "1", 6)]
    page += column(70, 661, ["- Some of it goes to the end."])
    assert kinds(read(pdf(page))) == ["paragraph", "item"]


def test_a_year_that_ends_a_paragraph_at_the_foot_of_a_page_is_no_page_number() -> None:
    words = [*FIRST, "She was built by the company of the two towns, and came to the river in May", "1931."]
    lines = [Set(70, 60 + 16 * (len(words) - 1 - n), said) for n, said in enumerate(words)]
    assert read(pdf(lines)).text.endswith("in May 1931.")


def test_a_heading_with_words_of_the_title_at_the_top_of_a_page_stays() -> None:
    first = [Set(70, 760, "The Ferry and the Bridge", 20), *column(70, 700, FIRST)]
    later = [Set(70, 790, "The Bridge", 15, BOLD), *column(70, 765, SECOND)]
    headed = [Set(70, 800, "The Ferry and the Bridge", 8), *column(70, 700, SECOND)]
    document = read(pdf(first, later, headed))
    assert ("heading", "The Bridge") in outline(document)
    assert document.text.count("The Ferry") == 1


def test_a_full_line_of_a_quotation_set_in_on_both_sides_does_not_end_it() -> None:
    wide = [f"the clerk wrote down the whole {LONG}, and more" for _ in range(3)]
    said = [
        ("I was at the window of the house over the water. They", 0.0),
        ("came down to the river in the evening, all of them.", 16.1),
        ("No one had told them what there was to see on that", 12.4),
        ("night, and so they went home.", 0.0),
    ]
    drawn = b"".join(
        b"BT /F1 10 Tf %.2f Tw %.2f %.2f Td (%s) Tj ET\n" % (spacing, x, y, text.encode())
        for text, spacing, x, y in [
            *((line, 0.0, 70, 700 - 13 * n) for n, line in enumerate(wide)),
            *((text, stretch(text, 230), 100, 655 - 13 * n) for n, (text, _) in enumerate(said[:3])),
            (said[3][0], 0.0, 100, 655 - 39),
            *((line, 0.0, 70, 600 - 13 * n) for n, line in enumerate(wide)),
        ]
    )
    assert ("quote", " ".join(text for text, _ in said)) in outline(read(pdf([Set(70, 700, "")], content=drawn)))


def test_accents_that_are_drawn_after_the_whole_line_are_put_on_their_letters() -> None:
    page = [Set(70, 700, "Uberlastung ist kein Wort, das man hier gerne hört."), Set(72, 702.8, "\xa8")]
    assert read(pdf(page)).text.startswith("Überlastung ist")


def test_the_ground_of_a_text_that_is_longer_than_the_page_is_no_table() -> None:
    grounds = b"0.9 g 60 -4000 400 9000 re f 0.8 g 60 640 400 40 re f 60 520 400 40 re f 66 640 200 40 re f 0 g\n"
    page = [
        *(Set(70 + 200 * at, 665 - 13 * n, f"take {n}") for n in range(2) for at in range(2)),
        *column(70, 610, SECOND),
        *(Set(70 + 200 * at, 545 - 13 * n, f"give {n}") for n in range(2) for at in range(2)),
    ]
    document = read(pdf(page, before=grounds))
    assert ("paragraph", " ".join(SECOND)) in outline(document)


def test_numbers_alone_in_the_middle_of_the_column_are_headings_each() -> None:
    middle = 70 + max(map(length, FIRST)) / 2
    numbers = [Set(middle - length(said) / 2, y, said) for said, y in (("I", 650), ("A", 637))]
    page = [*column(70, 700, FIRST), *numbers, *column(70, 620, FIRST)]
    assert outline(read(pdf(page)))[1:3] == [("heading", "I"), ("heading", "A")]


def test_a_date_in_brackets_is_no_caption() -> None:
    assert "caption" not in kinds(read(pdf([*column(70, 700, FIRST), Set(200, 640, "[June 13, 2013]", 9)])))


def test_a_title_in_display_type_may_take_many_lines() -> None:
    title = [Set(70, 780 - 40 * n, word, 36) for n, word in enumerate(("THE FERRY", "COMES BACK", "TO THE", "TOWN"))]
    document = read(pdf([*title, *column(70, 560, FIRST), *column(70, 500, SECOND)]))
    assert outline(document)[0] == ("title", "THE FERRY COMES BACK TO THE TOWN")


def test_a_title_that_is_drawn_between_the_columns_under_it_comes_before_them() -> None:
    left = column(50, 600, [f"left column, line {n} of the text that goes on" for n in range(12)])
    right = column(310, 600, [f"right column, line {n} of the text that goes" for n in range(12)])
    title = Set(50, 700, "The ferry that went up and down the river comes back to the town", 16)
    text = read(pdf([Set(440, 60, "The Courier, June", 8), Set(50, 780, "Letters", 8), *left, title, *right])).text
    told = (
        "comes back",
        "left column, line 0",
        "left column, line 11",
        "right column, line 0",
        "right column, line 11",
    )
    places = [text.index(said) for said in told]
    assert places == sorted(places)


def test_a_foot_in_three_pieces_does_not_keep_columns_drawn_from_the_right_from_being_parted() -> None:
    left = column(50, 600, [f"left column, line {n} of the text that goes on" for n in range(12)])
    right = column(310, 600, [f"right column, line {n} of the text that goes" for n in range(12)])
    lead = [Set(50, 660 - 16 * n, f"lead {n} of what is told on all these pages here", 11) for n in range(3)]
    foot = [Set(50, 60, "Courier", 8), Set(230, 60, "Printed at the harbour, as ever", 8), Set(480, 60, "June", 8)]
    title = [Set(50, 740, "The ferry that went up and down the river comes back to the town", 16)]
    text = read(pdf([*foot, *title, *right, *left, *lead, Set(50, 700, "Ada Byron, Harbour Office", 9)])).text
    told = (
        "comes back",
        "Ada",
        "lead 0",
        "left column, line 0",
        "left column, line 11",
        "right column, line 0",
        "harbour",
    )
    places = [text.index(said) for said in told]
    assert places == sorted(places)


def test_code_goes_on_after_a_blank_line() -> None:
    code = ["count = 1", "", "while count:", "count = ask(count)"]
    lines = [Set(80, 640 - 10 * n, said, 8, MONO) for n, said in enumerate(code) if said]
    document = read(pdf([*column(70, 700, FIRST), *lines, *column(70, 560, FIRST), *column(70, 500, SECOND)]))
    assert kinds(document) == ["paragraph", "code", "paragraph", "paragraph"]


def test_a_rule_made_of_underscores_is_no_text_and_a_blank_to_fill_in_is() -> None:
    page = [Set(200, 730, "_" * 17, 6), *column(70, 700, FIRST), Set(70, 600, "Name:"), Set(110, 600, "_" * 20)]
    text = read(pdf(page)).text
    assert text.startswith("The boat")
    assert text.endswith("_" * 20)


def stretch(text: str, width: float) -> float:
    """Points that each space of a line of Times at 10 points is widened by, so that the line is as wide as that."""
    return (width - length(text)) / text.count(" ")


def length(text: str) -> float:
    """Of a line of Times at 10 points, as the library measures it."""
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf([Set(50, 700, text)]))[0].get_textpage()
    return float(max(page.get_charbox(at)[2] for at in range(page.count_chars())) - 50)
