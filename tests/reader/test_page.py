"""The page: which rows stand on the screen, how they scroll, where the cursor and the selection are."""

from __future__ import annotations

from bisect import bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import chrome, motion
from reader.cells import width_of
from reader.documents.flow import Part
from reader.documents.model import Block, BlockKind, Inline
from reader.frame import Frame
from reader.marks import Marks, NoteMark
from reader.page import Page


class Parts:
    """A flow of parts that are all at hand; those from `counted` on have no offsets in canonical text yet."""

    def __init__(self, *parts: Part, counted: int | None = None) -> None:
        self._parts = parts
        self._starts = [0]
        for part in parts:
            self._starts.append(self._starts[-1] + (len(part.text) + 2 if part.text else 0))
        self._counted = len(parts) if counted is None else counted
        self.made: set[int] = set()
        self.shown = len(parts)
        """Parts that are known so far."""

    def __len__(self) -> int:
        return self.shown

    def part(self, index: int) -> Part:
        self.made.add(index)
        return self._parts[index]

    def start(self, index: int) -> int | None:
        return self._starts[index] if index < self._counted else None

    def weight(self, index: int) -> int:
        return 100

    def locate(self, offset: int) -> tuple[int, int] | None:
        index = max(bisect_right(self._starts, offset, hi=len(self._parts)) - 1, 0)
        return (index, offset - self._starts[index]) if index < self._counted else None


def part(*paragraphs: str, kind: BlockKind = "paragraph", inlines: tuple[Inline, ...] = ()) -> Part:
    blocks = []
    at = 0
    for paragraph in paragraphs:
        blocks.append(Block(kind=kind, start=at, end=at + len(paragraph)))
        at += len(paragraph) + 2
    return Part("\n\n".join(paragraphs), blocks, inlines)


def words(count: int, word: str = "word") -> str:
    return " ".join(f"{word}{n}" for n in range(count)) + "."


def page_of(*parts: Part, columns: int = 60, lines: int = 14, counted: int | None = None) -> Page:
    return Page(Parts(*parts, counted=counted), Frame(columns, lines, sidebar=False))


def screen(page: Page) -> list[str]:
    return ["".join(text for text, _ in runs).rstrip() for runs in chrome.beside(page, ())]


LONG = [part(*(words(40, f"p{n}b{m}w") for m in range(6))) for n in range(5)]

paragraphs = st.lists(
    st.text(st.sampled_from("ab 漢é\u0301👍.!? "), min_size=1, max_size=150).filter(str.strip), min_size=1, max_size=6
)
cells = st.text(st.sampled_from("ab 漢é\u0301👍."), max_size=40)
tables = st.integers(2, 4).flatmap(
    lambda columns: st.lists(st.lists(cells, min_size=columns, max_size=columns), min_size=1, max_size=5)
)
prose = paragraphs.map(lambda texts: part(*texts))
ruled = tables.map(lambda rows: part("\n".join("\t".join(row) for row in rows), kind="table"))
pages = st.lists(prose | ruled, min_size=1, max_size=4)


def test_the_first_screen_begins_with_a_blank_row_and_the_first_block() -> None:
    rows = screen(page_of(part("One two.", "Three.")))
    assert rows[1].startswith("  1  │ One two.")
    assert rows[3].startswith("  2  │ Three.")


@given(
    pages | st.sampled_from([[part("a" * 90, kind="code")], [part("a\tbc\n" * 3, kind="table")]]),
    st.integers(20, 130),
    st.integers(6, 40),
)
def test_every_row_fills_just_the_width_of_the_view(parts: list[Part], columns: int, lines: int) -> None:
    page = page_of(*parts, columns=columns, lines=lines)
    rows = chrome.beside(page, ())
    assert len(rows) == page.frame.height
    for runs in rows:
        assert sum(width_of(text) for text, _ in runs) == page.frame.width


def test_a_page_down_shows_the_rows_that_follow_with_two_rows_in_common() -> None:
    page = page_of(*LONG)
    before = screen(page)
    page.page_down(page.frame.height - 2)
    assert [row[7:-1].rstrip() for row in screen(page)[:2]] == [row[7:-1].rstrip() for row in before[-2:]]


def test_scrolling_to_the_end_and_back_by_rows_meets_each_row_once() -> None:
    page = page_of(*LONG)
    down, up = [page.top], []
    while page.scroll(1):
        down.append(page.top)
    up.append(page.top)
    while page.scroll(-1):
        up.append(page.top)
    assert up[::-1] == down
    assert len(set(down)) == len(down)


def test_the_end_of_the_document_is_the_last_row_of_the_screen() -> None:
    page = page_of(*LONG)
    page.go_end()
    assert "p4b5w39." in screen(page)[-1]
    assert page.percent() == 100
    page.page_down(10)
    assert "p4b5w39." in screen(page)[-1]


def test_the_end_of_a_last_block_taller_than_the_screen_has_the_cursor_on_it() -> None:
    page = page_of(part("First.", words(300)))
    page.go_end()
    places = page.visible()
    assert places[0] <= page.place_of(*page.cursor) <= places[-1]
    assert any("word299" in row for row in screen(page))


def test_going_to_the_end_lays_out_no_part_in_between() -> None:
    flow = Parts(*(part(words(200, f"p{n}w")) for n in range(50)))
    page = Page(flow, Frame(80, 24, sidebar=False))
    page.draw()
    flow.made.clear()
    page.go_end()
    page.draw()
    assert min(flow.made) > 45


def test_a_part_without_blocks_is_stepped_over() -> None:
    page = page_of(part("First."), Part("", []), part("Last."))
    assert page.next_block(0, 0) == (2, 0)
    assert page.previous_block(2, 0) == (0, 0)
    assert "Last." in "".join(screen(page))
    page.go_fraction(0.5)
    assert page.cursor == (2, 0)


@given(st.floats(0, 1))
def test_a_share_of_the_document_leads_to_a_place_with_that_share(fraction: float) -> None:
    page = page_of(*LONG, lines=10)
    page.go_fraction(fraction)
    assert page.share(page.place_of(*page.cursor)) == pytest.approx(fraction, abs=0.07)


@given(pages, st.lists(st.sampled_from(["down", "up", "page", "back", "end", "start"]), max_size=12))
def test_the_cursor_is_always_on_the_screen(parts: list[Part], moves: list[str]) -> None:
    page = page_of(*parts, lines=9)
    for move in moves:
        match move:
            case "down":
                page.page_down(1)
            case "up":
                page.page_up(1)
            case "page":
                page.page_down(5)
            case "back":
                page.page_up(5)
            case "end":
                page.go_end()
            case "start":
                page.go_start()
        places = page.visible()
        assert places[0] <= page.place_of(*page.cursor) <= places[-1]


MOTIONS = {
    "right": motion.right,
    "left": motion.left,
    "word": motion.next_word,
    "word back": motion.previous_word,
    "sentence": motion.next_sentence,
    "sentence back": motion.previous_sentence,
    "block": motion.next_block,
    "block back": motion.previous_block,
    "row": motion.row_down,
    "row up": motion.row_up,
}


@given(pages, st.lists(st.sampled_from(sorted(MOTIONS)), max_size=30))
def test_the_cursor_stands_on_a_grapheme_of_a_block_and_on_the_screen(parts: list[Part], moves: list[str]) -> None:
    page = page_of(*parts, lines=9)
    for move in moves:
        MOTIONS[move](page)
        index, offset = page.cursor
        block = parts[index].blocks[page.block_at(index, offset)]
        assert block.start <= offset < block.end
        places = page.visible()
        assert places[0] <= page.place_of(index, offset) <= places[-1]


@given(pages)
def test_going_right_to_the_end_and_left_again_meets_the_same_places(parts: list[Part]) -> None:
    page = page_of(*parts, lines=9)
    met = [page.cursor]
    motion.right(page)
    while page.cursor != met[-1]:
        met.append(page.cursor)
        motion.right(page)
    for spot in met[-2::-1]:
        motion.left(page)
        assert page.cursor == spot


def test_every_grapheme_is_met_by_going_right() -> None:
    text = "a漢é\u0301👩\u200d👧z"
    page = page_of(part(text))
    met = [0]
    for _ in range(6):
        motion.right(page)
        met.append(page.cursor[1])
    assert met == [0, 1, 2, 4, 7, 7, 7]


def begin(page: Page, start: int, end: int) -> None:
    page.cursor, page.anchor = (0, start), ((0, start), (0, end))
    motion.swap_ends(page)
    page.anchor = (0, start), (0, end)


def selected(page: Page) -> str:
    found = page.selection()
    assert found is not None
    (part_at, start), (end_part, end) = found
    assert part_at == end_part
    return page.flow.part(part_at).text[start:end]


def test_a_selection_grows_and_shrinks_by_whole_words_and_keeps_what_it_began_with() -> None:
    page = page_of(part("He said so. She said no."))
    begin(page, 3, 7)
    grown = []
    for by in (1, 1, -1, -1, -1, 1):
        motion.extend(page, motion.words_of, by)
        grown.append(selected(page))
    assert grown == ["said so", "said so. She", "said so", "said", "He said", "said"]


def test_a_selection_grows_by_sentences_and_blocks() -> None:
    page = page_of(part("One two. Three four.", "Five six."))
    begin(page, 4, 7)
    motion.extend(page, motion.sentences_of, 1)
    assert selected(page) == "two."
    motion.extend(page, motion.sentences_of, 1)
    assert selected(page) == "two. Three four."
    motion.extend(page, motion.whole, 1)
    assert selected(page) == "two. Three four.\n\nFive six."
    motion.extend(page, motion.whole, -1)
    assert selected(page) == "two. Three four."


def test_swapping_ends_keeps_the_selection_and_moves_its_other_end() -> None:
    page = page_of(part("One two three four."))
    begin(page, 4, 7)
    motion.extend(page, motion.words_of, 1)
    motion.swap_ends(page)
    assert selected(page) == "two three"
    motion.extend(page, motion.words_of, -1)
    assert selected(page) == "One two three"


@pytest.mark.parametrize("kind", ["table", "code"])
def test_tables_and_code_use_the_room_beside_the_text_where_they_need_it(kind: BlockKind) -> None:
    long = "a" * 40 + ("\t" if kind == "table" else "  ") + "b" * 40
    wide = Frame(160, 20, measure=60, sidebar=False)
    assert wide.measure < len(long) < wide.room
    page = Page(Parts(part(long, kind=kind)), wide)
    assert any(long.replace("\t", "  ") in row for row in screen(page))
    page.resize(Frame(100, 20, measure=60, sidebar=False))
    assert not any("a" * 40 in row and "b" * 40 in row for row in screen(page))
    page.resize(wide)
    assert any(long.replace("\t", "  ") in row for row in screen(page))


def test_up_and_down_stay_in_the_column_of_a_table() -> None:
    table = "Tui\t" + "the quay " * 12 + "\t1898\nIca\tsmall\t1920"
    page = page_of(part(table, kind="table"), part("After."), columns=70, lines=30)
    page.cursor = 0, table.index("1898") + 2
    motion.row_down(page)
    assert page.cursor == (0, table.index("1920") + 2)
    motion.row_up(page)
    assert page.cursor == (0, table.index("1898") + 2)
    page.cursor = 0, table.index("Ica")
    motion.row_up(page)
    assert page.cursor == (0, 0)
    motion.row_down(page)
    motion.row_down(page)
    assert page.cursor[0] == 1


def test_a_comment_on_a_cell_stands_below_the_line_that_the_cell_is_of() -> None:
    table = "Tui\t" + "the quay " * 12 + "\nIca\tsmall"
    page = page_of(part(table, kind="table"), columns=70, lines=30)
    page.set_marks(Marks([note(0, 3, comment="A ferry.")]))
    rows = screen(page)
    below = next(row for row, words in enumerate(rows) if "A ferry." in words)
    assert "quay" in rows[below - 1]
    assert "Ica" in rows[below + 1]


def test_resizing_keeps_the_text_at_the_top_and_the_cursor_on_the_screen() -> None:
    page = page_of(*LONG, columns=80, lines=20)
    page.page_down(30)
    spot = page.spot_of(page.top)
    for columns, lines in ((60, 20), (120, 50), (60, 24), (80, 20)):
        page.resize(Frame(columns, lines, sidebar=False))
        first, last = page.spot_of(page.visible()[0]), page.spot_of(page.visible()[-1])
        assert first <= page.cursor
        assert first[0] <= spot[0] <= last[0]
        assert abs(first[1] - spot[1]) <= 80 or first[0] != spot[0]


def note(start: int, end: int, **more: object) -> NoteMark:
    return NoteMark(note=str(more.pop("note", f"{start}-{end}")), start=start, end=end, **more)  # type: ignore[arg-type]  # fields of the mark, as the test names them


def test_tags_and_a_comment_stand_under_the_passage_they_are_of() -> None:
    page = page_of(part(words(30), "After it."), columns=70, lines=24)
    page.set_marks(Marks([note(0, 10, color="green", tags=("strike", "a/b"), comment="Mind *this*.\nAnd that.")]))
    rows = screen(page)
    assert rows[1].startswith("   1   ▌ word0")
    assert "✎ Mind this." in rows[2]
    assert "And that." in rows[3]
    assert rows[2].lstrip().startswith("▌")
    assert next(row for row in rows if "#strike" in row).rstrip("│┃ ").endswith("● #strike #a/b")


def test_a_folded_comment_leaves_a_badge() -> None:
    page = page_of(part("Some words."), lines=24)
    page.set_marks(Marks([note(0, 4, comment="Mind this.", note="n")]))
    assert any("Mind this." in row for row in screen(page))
    page.fold("n")
    assert not any("Mind this." in row for row in screen(page))
    assert any("● ✎" in row for row in screen(page))
    page.fold_all(opened=False)
    page.fold("n")
    assert any("Mind this." in row for row in screen(page))


def test_each_of_the_notes_on_the_same_words_has_a_rail_of_its_own_while_there_is_room() -> None:
    page = page_of(part("Some words here."), columns=80, lines=24)
    page.set_marks(Marks([note(0, 4), note(0, 10), note(2, 12)]))
    assert screen(page)[1].startswith("   1 ▌▌▌ Some")
    page.set_marks(Marks([note(0, 4), note(0, 10), note(2, 12), note(3, 9)]))
    assert screen(page)[1].startswith("   1 ▚▌▌ Some")


def test_new_notes_do_not_move_what_is_read() -> None:
    page = page_of(*LONG, columns=70, lines=20)
    page.page_down(25)
    before = page.spot_of(page.top)
    page.set_marks(Marks([note(n * 200, n * 200 + 50, comment="long " * 30) for n in range(20)]))
    assert page.spot_of(page.top) == before


def test_notes_wait_where_the_text_is_not_counted_yet() -> None:
    page = page_of(part("One."), part("Two."), counted=1, lines=24)
    page.set_marks(Marks([note(0, 3), note(6, 9)]))
    rows = screen(page)
    assert rows[1].startswith("  1 ")
    assert "▌" in rows[1]
    assert "▌" not in rows[3]


def test_what_is_pressed_is_told_by_its_cell() -> None:
    link = Inline(kind="link", start=5, end=9, target="https://example.org")
    page = page_of(part("Some link and more words.", inlines=(link,)), columns=80, lines=24)
    page.set_marks(Marks([note(10, 18, note="n", tags=("t",))]))
    text = page.frame.left + page.frame.gutter
    assert page.at(text + 6, 1).link == "https://example.org"
    assert page.at(text + 11, 1).notes == ("n",)
    assert page.at(text + 11, 1).spot == (0, 11)
    assert page.at(text - 2, 1).notes == ("n",)
    assert page.at(2, 1).number
    badge = next(column for column in range(page.frame.width) if page.at(column, 2).notes)
    assert "".join(t for t, _ in chrome.beside(page, ())[2])[badge] == "●"
    beyond = page.at(page.frame.width - 2, 20)
    assert (beyond.spot, beyond.inked, beyond.notes) == ((0, 24), False, ())


def test_find_hits_are_drawn_and_the_one_the_reader_is_at_stands_out() -> None:
    page = page_of(part("road and road"), lines=24)
    page.hits = lambda _: [(0, 4), (9, 13)]
    page.hit = 0, 9, 13
    looks = {text: look for text, look in page.draw()[1][0] if "oad" in text}
    backgrounds = [look[1] for text, look in page.draw()[1][0] if "oad" in text]
    assert looks
    assert backgrounds == ["match", "match-here"]


def test_the_thumb_of_the_scroll_bar_touches_the_ends_only_at_the_ends() -> None:
    page = page_of(*LONG)
    height = page.frame.height
    assert page.thumb()[0] == 0
    page.scroll(1)
    assert page.thumb()[0] > 0
    page.go_end()
    assert page.thumb()[1] == height
    page.scroll(-1)
    assert page.thumb()[1] <= height
    assert page_of(part("Short.")).thumb() == (0, 0)


def test_a_document_that_grows_keeps_its_blocks_apart_and_counts_them_on() -> None:
    flow = Parts(part("One."), part("Two."), part("Three."))
    flow.shown = 1
    page = Page(flow, Frame(60, 24, sidebar=False))
    assert [row.rstrip("│┃ ") for row in screen(page)[1:4]] == ["  1  │ One.", "", ""]
    flow.shown = 3
    rows = [row.rstrip("│┃ ") for row in screen(page)]
    assert rows[1:6] == ["  1  │ One.", "", "  2  │ Two.", "", "  3  │ Three."]
    page.go_end()
    assert page.cursor == (2, 0)


def test_a_place_that_the_document_does_not_reach_is_not_gone_to() -> None:
    page = page_of(*LONG)
    page.return_to((9, 0), (9, 0))
    assert (page.top, page.cursor) == ((0, 0, 0), (0, 0))
    page.return_to((3, 500), (3, 700))
    assert page.spot_of(page.top)[0] == 3
    assert page.cursor == (3, 700)
