"""Paragraphs put together again, whoever took them apart."""

from __future__ import annotations

import random
import subprocess
import sys
import textwrap
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.documents import reflow
from reader.documents.widths import FACES

ROOT = Path(__file__).parents[3]
PARAGRAPHS = """\
The path to the harbour is long, and in winter nobody takes it who has another way to go. It leads past the old \
mill, over two bridges, and then for a mile along a wall behind which there has not been a garden for years.
Ana walked it every morning. She said that it was for her health, but those who knew her had seen her stop at the \
second bridge and look down into the water, as if she had lost something there and had not given it up.
Nobody asked. It was not that kind of village; what people did before breakfast was their own affair, and after \
breakfast there was too much to do.
When the letter came she read it standing, put it into her pocket, and went to the harbour by the short way, down \
the steps, where everybody could see her.""".split("\n")


def texts(raw: str) -> list[str]:
    canonical, blocks = reflow.blocks(raw)
    return [canonical[start:end] for _, start, end, *_ in blocks]


def kinds(raw: str) -> list[tuple[str, str]]:
    canonical, blocks = reflow.blocks(raw)
    return [(kind, canonical[start:end]) for kind, start, end, *_ in blocks]


def wrapped(width: int = 72, indent: str = "") -> list[list[str]]:
    return [textwrap.wrap(paragraph, width, initial_indent=indent) for paragraph in PARAGRAPHS]


def typeset(face: int, margin: int) -> list[list[str]]:
    """The paragraphs in lines that are full by the widths of a face, not by the number of letters."""
    widths = FACES[face][1]
    blank = widths[32]
    out: list[list[str]] = []
    for paragraph in PARAGRAPHS:
        lines: list[str] = []
        at = margin + 1
        for word in paragraph.split():
            width = sum(widths[letter] for letter in word.encode("cp1252"))
            if at + blank + width > margin:
                lines.append(word)
                at = width
            else:
                lines[-1] += f" {word}"
                at += blank + width
        out.append(lines)
    return out


def test_a_blank_line_parts_paragraphs() -> None:
    assert texts("\n\n".join("\n".join(lines) for lines in wrapped())) == PARAGRAPHS


def test_an_indent_parts_paragraphs() -> None:
    assert texts("\n".join("\n".join(lines) for lines in wrapped(indent="   "))) == PARAGRAPHS


@pytest.mark.parametrize("width", range(40, 110, 6))
def test_a_short_line_parts_paragraphs_where_nothing_else_does(width: int) -> None:
    paragraphs = wrapped(width)
    if all(len(lines[-1]) < 0.8 * width for lines in paragraphs):
        assert texts("\n".join("\n".join(lines) for lines in paragraphs)) == PARAGRAPHS


@pytest.mark.parametrize("face", range(len(FACES)), ids=[name for name, _ in FACES])
def test_lines_may_be_full_in_any_face(face: int) -> None:
    widths = FACES[face][1]
    for margin in range(7000, 9000, 40):
        paragraphs = typeset(face, margin)
        ends = [sum(widths[letter] for letter in lines[-1].encode("cp1252")) for lines in paragraphs]
        if max(ends) < 0.8 * margin:
            assert texts("\n".join(line for lines in paragraphs for line in lines)) == PARAGRAPHS
            return
    pytest.fail("no margin leaves room at the ends of all paragraphs")


JAPANESE = [
    "昨日の夜、私たちは川のそばを長い間歩いて、これからのことを話しました。それから雨が降り、橋の下で待ちました。",
    "母は何も言いませんでした。父は新聞をたたんで机の上に置き、そして長い間、窓の外を見ていました。",
    "次の朝、手紙が届きました。差出人の名前はなく、消印は読めませんでした。私はそれを開けませんでした。",
]
ARABIC = """\
مشينا مساء أمس طويلا على ضفة النهر وتحدثنا عما سيأتي بعد ذلك. ثم نزل المطر فعدنا إلى البيت ولم نقل شيئا حتى \
الصباح لأن الليل كان طويلا.
في الصباح جاءت الرسالة ولم يكن عليها اسم. قرأتها أمي واقفة ثم وضعتها في جيبها وخرجت إلى الميناء من الطريق \
القصير حيث يراها الجميع.
لم يسأل أحد. لم تكن القرية من ذلك النوع وما يفعله الناس قبل الفطور شأنهم وبعد الفطور كان هناك الكثير من العمل.\
""".split("\n")


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_scripts_without_large_letters_are_put_together_too(between: str) -> None:
    lines = [[text[at : at + 20] for at in range(0, len(text), 20)] for text in JAPANESE]
    assert texts(between.join("\n".join(one) for one in lines)) == JAPANESE
    assert texts(between.join(textwrap.fill(text, 40) for text in ARABIC)) == ARABIC


def test_a_blank_line_after_every_line_means_nothing() -> None:
    assert texts("\n\n".join(line for lines in wrapped() for line in lines)) == PARAGRAPHS


def test_a_page_may_end_inside_a_paragraph() -> None:
    lines = [line for lines in wrapped() for line in lines]
    text = "\n\n".join(lines[:5]) + "\n " + "\n\n".join(lines[5:])
    assert texts(text) == PARAGRAPHS
    assert texts("\n".join(lines[:5]) + "\n\n4\n\f" + "\n".join(lines[5:])) == PARAGRAPHS


def test_long_lines_are_paragraphs() -> None:
    assert texts("\n".join(PARAGRAPHS)) == PARAGRAPHS


def test_line_ends_of_every_kind_are_line_ends() -> None:
    plain = "\n\n".join("\n".join(lines) for lines in wrapped())
    for sign in ("\r\n", "\r", "\x85", "\u2028", "\v"):
        assert texts(plain.replace("\n", sign)) == PARAGRAPHS


def test_a_letter_in_many_parts_is_one_and_leads_back() -> None:
    raw = "Ame\u0301lie came to the cafe\u0301 by the river."
    canonical, blocks = reflow.blocks(raw)
    assert canonical == "Amélie came to the café by the river."
    runs = blocks[0][6]
    assert (2, 2, 1) in runs
    at, source, length = runs[-1]
    assert canonical[at : at + length] == raw[source : source + length] == " by the river."


def test_items_of_a_list_stand_apart_without_their_signs() -> None:
    raw = "We need this:\n\n  * bread, and if there is any\n    left, some cheese\n  * water\n\nNothing else.\n"
    _, blocks = reflow.blocks(raw)
    assert [(block[0], block[7]) for block in blocks][1:3] == [("item", "*"), ("item", "*")]
    assert texts(raw) == ["We need this:", "bread, and if there is any left, some cheese", "water", "Nothing else."]


def test_numbers_are_labels_in_a_list_and_words_in_a_heading() -> None:
    assert texts("Do this:\n1. Wake up.\n2. Get up.\n3. Wash.\n")[1:] == ["Wake up.", "Get up.", "Wash."]
    raw = "1. The first day\n\n" + "\n".join(wrapped()[0]) + "\n\n2. The second\n\n" + "\n".join(wrapped()[1]) + "\n"
    assert [text for text in texts(raw) if len(text) < 30] == ["1. The first day", "2. The second"]


def test_signs_of_a_list_on_lines_of_their_own_belong_to_the_next() -> None:
    lines = ["•", "bread and cheese, enough of it for all of us until we are back", "•", "water"]
    assert kinds("Take this with you:\n" + "\n".join(lines) + "\n")[1:] == [("item", lines[1]), ("item", "water")]


def test_quoted_mail_is_quotes_by_depth() -> None:
    raw = "Ana wrote:\n> I have seen it, and I think that you\n> are right.\n> > Is it true?\n\nI do not know.\n"
    _, blocks = reflow.blocks(raw)
    assert [(kind, level) for kind, _, _, level, *_ in blocks if kind == "quote"] == [("quote", 1), ("quote", 2)]
    assert "I have seen it, and I think that you are right." in texts(raw)


def test_a_program_is_kept_as_it_stands() -> None:
    raw = (
        "\n".join(wrapped()[0]) + "\n\n    for x in range(3):\n        print(x)\n\n" + "\n".join(wrapped()[1]) + "\n"
    )
    assert kinds(raw)[1] == ("code", "for x in range(3):\n    print(x)")
    fenced = "Do this.\n\n```sh\n$ ls -l\n\n$ pwd\n```\n\nThen go.\n"
    canonical, blocks = reflow.blocks(fenced)
    assert (blocks[1][0], canonical[blocks[1][1] : blocks[1][2]], blocks[1][7]) == ("code", "$ ls -l\n\n$ pwd", "sh")


def test_verse_keeps_its_lines() -> None:
    stanza = "The path is long that leads to sea,\nAnd nobody takes it now but me,\nWho lost a thing I never had\n"
    stanza += "And look for it, and am not sad.\n"
    found = texts(f"{stanza}\n{stanza}\n" + "\n".join(wrapped()[0]) + "\n")
    assert found == [stanza.strip(), stanza.strip(), PARAGRAPHS[0]]


def test_a_line_of_tildes_across_the_page_is_no_fence() -> None:
    raw = f"{'~' * 70}\nOne thing\n\n{PARAGRAPHS[0]}\n{'~' * 70}\n\n{PARAGRAPHS[1]}\n"
    assert [kind for kind, _ in kinds(raw) if kind == "code"] == []
    assert PARAGRAPHS[0] in texts(raw)


def test_underlined_headings_lose_the_line() -> None:
    raw = f"The harbour\n===========\n\n{PARAGRAPHS[0]}\n\nThe letter\n----------\n{PARAGRAPHS[1]}\n"
    found = [(kind, text) for kind, text in kinds(raw) if kind != "paragraph"]
    assert found == [("title", "The harbour"), ("heading", "The letter")]


def test_title_byline_date_caption_and_source_are_seen() -> None:
    body = "\n\n".join("\n".join(lines) for lines in wrapped())
    head = "The long way to the harbour\n\nBy Ana Ruiz\n\nMarch 3, 2024\n\nThe mill. [AP Photo/Bo Li]"
    raw = f"{head}\n\n{body}\n\nThe Echo 03.03.2024\n"
    assert [kind for kind, _ in kinds(raw)] == [
        "title",
        "byline",
        "dateline",
        "caption",
        *["paragraph"] * 4,
        "signature",
    ]


def test_the_head_of_a_mail_is_its_own() -> None:
    raw = "From: Ana <ana@example.org>\nTo: Bo\nSubject: The walk\nDate: 3 March 2024\n\n" + "\n".join(wrapped()[0])
    assert [kind for kind, _ in kinds(raw)] == ["byline", "paragraph", "title", "dateline", "paragraph"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [line for lines in wrapped(40)[:2] for line in lines]
    right = [line for lines in wrapped(40)[2:] for line in lines]
    rows = max(len(left), len(right))
    left += [""] * (rows - len(left))
    right += [""] * (rows - len(right))
    raw = "\n".join(f"{a:44}{b}".rstrip() for a, b in zip(left, right, strict=True))
    assert texts(raw) == PARAGRAPHS


def test_the_same_text_gives_the_same_blocks_and_white_space_alone_gives_none() -> None:
    raw = "\n".join(line for lines in wrapped() for line in lines)
    assert reflow.blocks(raw) == reflow.blocks(raw)
    assert reflow.blocks(" \n\f\t\n") == ("", [])


WORDS = ["word", "Word", "end.", "x:", "-", "•", ">", "1.", "(a)", "—", "e\u0301", "中文"]
SEAMS = [" ", "\n", "\n\n", "\n   ", "  "]


@settings(max_examples=80)
@given(st.lists(st.tuples(st.sampled_from(SEAMS), st.sampled_from(WORDS))))
def test_no_word_is_lost_or_made_up(pieces: list[tuple[str, str]]) -> None:
    canonical, blocks = reflow.blocks("".join(seam + word for seam, word in pieces))
    text = canonical + " ".join(block[7] for block in blocks)
    for word in ("word", "Word", "end", "中文", "é"):
        assert text.count(word) == sum(unicodedata.normalize("NFC", piece).count(word) for _, piece in pieces)


def test_the_first_screen_waits_for_little() -> None:
    code = "import sys; old = set(sys.modules); import reader.documents.reflow; print(*(set(sys.modules) - old))"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    heavy = {"re", "typing", "dataclasses", "pathlib", "json", "hashlib", "functools", "enum", "unicodedata"}
    assert not loaded & {*heavy, "reader.documents.model"}


def test_parts_of_a_document_do_not_depend_on_the_order_they_are_asked_for() -> None:
    chance = random.Random(3)
    shuffled = PARAGRAPHS * 3
    chance.shuffle(shuffled)
    raw = "\n".join("\n".join(textwrap.wrap(paragraph, 66)) for paragraph in shuffled)
    plan = reflow.layout(raw)
    assert reflow.blocks(raw, plan) == reflow.blocks(raw)


def test_the_questions_of_an_interview_head_their_answers_however_long_they_are() -> None:
    question = (
        "You joined the crew a year into the building of the ferry, and stayed. " * 2 + "What would you say today?"
    )
    answer = "I would tell them to ask whoever was there before them, and to write down what they hear. " * 3
    raw = "\n\n".join(
        ["The night ferry", *(part for n in range(3) for part in (f"{n} {question}"[2:], answer.strip()))]
    )
    assert [kind for kind, *_ in reflow.blocks(raw)[1]] == ["title", *["heading", "paragraph"] * 3]


def test_lines_of_a_list_are_no_headings() -> None:
    names = ["Porto Press", "Quay and Sons", "River Books", "Tide Editions", "Vigo House"]
    found = reflow.blocks("Publishers\n\n" + "\n\n".join(names))[1]
    assert {kind for kind, *_ in found[1:]} == {"paragraph"}


def filled(words: int = 60, width: int = 66, indent: str = "") -> str:
    """Wrapped prose of so many words, its lines full."""
    text = " ".join(" ".join(PARAGRAPHS).split()[:words]).rstrip(",;") + "."
    return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent)


def test_lines_of_a_table_of_contents_stay_lines_and_in_order() -> None:
    entries = [f"   {number}.{part}    The harbour {part} ......{'.' * part}. {number}{part}"
               for number in range(1, 4) for part in range(1, 6)]  # fmt: skip
    raw = "\n".join(["Table of Contents", "", *entries, "", filled(), "", filled(90)])
    found = kinds(raw)
    assert found[1] == ("paragraph", "\n".join(" ".join(entry.split()) for entry in entries))


def test_a_head_with_text_at_both_sides_is_no_title_but_what_stands_under_it_is() -> None:
    head = [
        "Harbour Office                                      A. Ruiz",
        "Notice 12                                           B. Lind",
        "                                                 March 1911",
    ]
    raw = "\n".join([*head, "", "                The Bridge Is Closed", "", filled(), "", filled(90)])
    found = kinds(raw)
    assert found[0] == ("paragraph", "\n".join(" ".join(line.split()) for line in head))
    assert found[1] == ("title", "The Bridge Is Closed")


VERSE = ["The ferry waits beside the wall,", "And nobody is there;", "A gull comes down to hear it call,",
         "And finds the deck is bare."]  # fmt: skip


def test_a_long_poem_is_parted_where_lines_are_set_in() -> None:
    first, second = VERSE * 6, ["  The water rises in the lock,", *VERSE * 3]
    found = kinds("The Ferry\n\n" + "\n".join([*first, *second]))
    assert found[1:] == [("paragraph", "\n".join(first)), ("paragraph", "\n".join(line.strip() for line in second))]


def test_verse_of_two_lines_set_in_among_prose_keeps_its_lines() -> None:
    couplet = ["The tide that took the harbour light;", "Has never brought it back by night."]
    raw = "\n".join([filled(), "", *(f"    {line}" for line in couplet), "", filled(90)])
    assert "\n".join(couplet) in texts(raw)


def test_strophes_beside_verse_are_verse_though_their_lines_end_sentences() -> None:
    spoken = ["'Who goes?' said he.", "'The night,' said I.", "'Come in with me.'", "'Not I, not I.'"]
    raw = "\n".join([*VERSE, "", *spoken, "", *VERSE])
    assert texts(raw)[1] == "\n".join(spoken)


def test_the_author_of_a_verse_is_no_heading() -> None:
    raw = "\n".join([filled(), "", *(f"  {line}" for line in VERSE), "", "Ana Ruiz Lind", "", filled(90)])
    assert ("paragraph", "Ana Ruiz Lind") in kinds(raw)


def test_turns_of_a_play_are_no_headings_and_its_scenes_are() -> None:
    turns = [
        f"{who}: {what}" for what in ("Who is there?", "Nobody at all!", "At this hour?") for who in ("ANA", "BO")
    ]
    raw = "\n\n".join(
        ["A Play", "Scene: The Harbour", *turns, "Scene: The Bridge", *turns, "Scene: The Wall", *turns]
    )
    found = kinds(raw)
    assert [text for kind, text in found if kind == "heading"] == [
        "Scene: The Harbour", "Scene: The Bridge", "Scene: The Wall",
    ]  # fmt: skip


def test_numbered_lines_that_end_with_a_full_stop_head_the_sections_of_a_contract() -> None:
    raw = "\n\n".join(
        part for number, name in enumerate(("Terms", "Fees", "End"), 1) for part in (f"{number}. {name}.", filled(70))
    )
    assert [text for kind, text in kinds(raw) if kind == "heading"] == ["1. Terms.", "2. Fees.", "3. End."]


def test_a_line_in_capitals_is_a_heading_though_it_ends_with_a_full_stop() -> None:
    found = kinds("\n\n".join([filled(), "PREFACE.", filled(70), "A. B.", filled(80)]))
    assert ("heading", "PREFACE.") in found
    assert ("paragraph", "A. B.") in found


def test_the_fields_at_the_head_of_an_edition_are_told_apart() -> None:
    fields = ["Title: The Harbour", "Author: Ana Ruiz", "Release Date: March 3, 2011", "Language: English"]
    raw = "\n\n".join(["This edition is free to read for anyone anywhere.", *fields, filled(70)])
    assert kinds(raw)[1:5] == [
        ("title", "Title: The Harbour"),
        ("byline", "Author: Ana Ruiz"),
        ("dateline", "Release Date: March 3, 2011"),
        ("paragraph", "Language: English"),
    ]


def test_the_head_of_a_mail_out_of_a_mailbox_is_its_own() -> None:
    raw = (
        "From ana@example.org Sun Mar  3 10:00:00 2024\nDelivered-To: bo@example.org\nReceived: by mail.example.org\n"
        "Subject: The walk\nFrom: Ana <ana@example.org>\nDate: 3 March 2024\n\n" + filled()
    )
    assert [kind for kind, _ in kinds(raw)][3:6] == ["title", "byline", "dateline"]


def test_the_sign_that_ended_files_in_dos_is_not_shown() -> None:
    assert texts(filled() + "\r\n\x1a\x1a\n") == texts(filled())
    assert "␚" in texts("One \x1a two. " + filled(400, 5000))[0]


@pytest.mark.parametrize("head", ["", "WEBVTT\n\n"])
def test_subtitles_are_read_without_their_numbers_and_times(head: str) -> None:
    cues = ["The path to the harbour", "is long in winter.", "Nobody takes it.", "12", "The bridge is closed."]
    raw = head + "\n".join(
        f"{number}\n00:0{number}:01,500 --> 00:0{number}:04,000\n{cue}\n" for number, cue in enumerate(cues)
    )
    assert " ".join(texts(raw)) == " ".join(cues)


def test_an_arrow_and_times_in_prose_stay() -> None:
    raw = f"{filled()}\n\n00:01:01 --> 00:01:04\n\n{filled(90)}"
    assert "00:01:01 --> 00:01:04" in texts(raw)


def test_lines_that_are_set_in_and_end_early_keep_their_ends_and_their_place() -> None:
    sample = ["the mark    moves to", "w           the next word", "  b         the word before"]
    raw = "\n".join([filled(), "", *(f"        {line}" for line in sample), "", filled(90)])
    assert ("code", "\n".join(sample)) in kinds(raw)


def test_a_quotation_that_is_set_in_and_wrapped_is_put_together() -> None:
    raw = "\n".join([filled(), "", filled(40, 60, indent="        "), "", filled(90)])
    assert " ".join(filled(40).split()) in texts(raw)


def test_columns_of_a_table_stay_below_each_other() -> None:
    rows = ["harbour   open     12", "bridge    closed   1", "wall      none     144"]
    raw = "\n".join([filled(), "", *rows, "", filled(90)])
    assert ("code", "\n".join(rows)) in kinds(raw)


def test_a_term_that_hangs_left_of_its_meaning_begins_a_block() -> None:
    meanings = [filled(count, 66, indent=" " * 14) for count in (30, 42, 55, 38)]
    raw = "\n".join(
        line for number, meaning in enumerate(meanings) for line in (f"       term-{number} (On)", meaning)
    )
    found = texts(raw)
    assert [text for text in found if text.startswith("term-")] == [f"term-{number} (On)" for number in range(4)]


def test_the_parts_of_a_long_poem_are_verse_too() -> None:
    poem = "\n\n".join("\n".join([*VERSE, *VERSE]) for _ in range(40))
    plan = reflow.layout(poem)
    text, blocks = reflow.blocks(poem, plan)
    assert {text[start:end] for _, start, end, *_ in blocks} == {"\n".join([*VERSE, *VERSE])}


def test_what_tabs_set_below_each_other_stays_there() -> None:
    rows = ["harbour\topen", "bridge\tclosed", "wall\tnone"]
    raw = "\n".join([filled(), "", *rows, "", filled(90)])
    assert ("table", "\n".join(rows)) in kinds(raw)
    uneven = ["harbour\topen", "bridge\tclosed\tsince May", "wall\tnone"]
    raw = "\n".join([filled(), "", *uneven, "", filled(90)])
    assert ("code", "harbour open\nbridge  closed  since May\nwall    none") in kinds(raw)


def test_lines_of_a_script_without_capitals_are_paragraphs_where_they_are_not_full() -> None:
    sentence = "渡轮晚上九点离开码头比时刻表晚了一个小时船上有二百人雨从西边来"
    lines = [sentence[: 3 + (number * 7) % 28] + ("。" if number % 3 else "") for number in range(30)]
    assert texts("\n".join(lines)) == lines


def test_full_lines_of_a_script_without_capitals_are_put_together() -> None:
    story = "渡轮晚上九点离开码头，比时刻表晚了一个小时，船上有二百人，雨从西边来。" * 9
    paragraphs = [story, story[7:200], story[3:150]]
    raw = "\n\n".join("\n".join(part[at : at + 30] for at in range(0, len(part), 30)) for part in paragraphs)
    assert texts(raw) == paragraphs


def test_who_wrote_an_entry_of_a_log_ends_it() -> None:
    who = " -- Ana Ruiz <ana@example.org>  Sat, 14 Feb 2026 15:49:14 +0100"
    entry = f"harbour (1.2) open; urgency=low\n\n  * The bridge is closed.\n\n{who}"
    found = texts("\n\n".join([entry] * 8))
    assert found.count("harbour (1.2) open; urgency=low") == 8
