"""What holds for every text and every edit: typography loses nothing, order is kept, nobody takes another's place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.anchoring.normal import NormalText
from annotations.anchoring.place import nothing, place_all
from annotations.anchoring.placement import Placement
from annotations.anchoring.quote import quote_span
from annotations.model import Annotation

OLD, NEW = "0" * 64, "1" * 64
WHEN = datetime(2026, 1, 2, tzinfo=UTC)
FOUND = ("exact", "moved", "changed")

SENTENCES = (
    "The ferry across the sound has run since 1911, except in two winters.",
    "Its first captain, a man called Aksel Brun, kept bees on the upper deck.",
    "“They never stung a passenger,” his daughter told the museum, “only the mate.”",
    "In spring the final fittings arrive: brass flutes for the whistle, and a new bell.",
    "Tickets cost 14 crowns – children, bicycles and dogs travel free on Sundays.",
    "A bridge was promised in 1964, in 1981 and in 2003; none was begun.",
    "Engineers found that the seabed is soft clay, forty metres deep near the eastern pier.",
    "The council's finance officer offered a different reason: nobody wanted to pay.",
    "Last year 48,000 people crossed, fewer than half of those who did in the fifties.",
    "Still the café opens at six, and the coffee is free for whoever casts off.",
    "Über die Fähre schrieb ein Gast: „Langsam, aber freundlich“.",
    "When fog comes down the crew ring the bell by hand, once every minute.",
)
TEXT = "\n\n".join(" ".join(SENTENCES[n : n + 3]) for n in range(0, len(SENTENCES), 3))

WORDS = [(word.start(), word.end()) for word in re.finditer(r"\S+", TEXT)]
passages = st.tuples(st.integers(0, len(WORDS) - 18), st.integers(1, 17)).map(
    lambda pair: (WORDS[pair[0]][0], WORDS[sum(pair)][1])
)
"""From the start of a word to the end of another."""


def placed(old: str, new: str, spans: Sequence[tuple[int, int]], *, kept: bool) -> list[Placement]:
    notes = [
        Annotation(id=f"{n:04}", spans=(quote_span(old, *span),), created=WHEN, modified=WHEN)
        for n, span in enumerate(spans)
    ]
    recall = {OLD: old}.get if kept else nothing
    places = place_all(notes, new, fingerprint=NEW, default_fingerprint=OLD, recall=recall)
    return [places[note.id][0] for note in notes]


@settings(max_examples=40, deadline=None)
@given(kept=st.booleans(), spans=st.lists(passages, min_size=1, max_size=8))
def test_in_an_unedited_text_every_passage_is_exact(*, kept: bool, spans: list[tuple[int, int]]) -> None:
    for span, place in zip(spans, placed(TEXT, TEXT, spans, kept=kept), strict=True):
        assert (place.status, place.span) == ("exact", span)


LOOKS = {
    "“": ['"', "«", "„"], "”": ['"', "»", "“"], "„": ['"', "“"], "'": ["’"], "–": ["-", "—", "--"],
    " ": ["  ", "\n", " \n", "\u00a0"], "é": ["e\u0301"], "ü": ["u\u0308"], "ä": ["a\u0308"], "Ü": ["U\u0308"],
    "\n": ["\r\n", "\n "],
}  # fmt: skip
"""What a typesetter, an editor or an extractor puts for a character."""

LIGATURES = {"ffi": "ﬃ", "fi": "ﬁ", "fl": "ﬂ", "ff": "ﬀ"}


def typeset(choose: Random, often: float) -> tuple[str, list[int]]:
    """The text set anew, and where each of its characters stands now; `often`: share of characters to change."""
    new: list[str] = []
    length, offsets = 0, []
    place = 0
    while place < len(TEXT):
        taken, put = 1, TEXT[place]
        if choose.random() < often:
            for letters, ligature in LIGATURES.items():
                if TEXT.startswith(letters, place):
                    taken, put = len(letters), ligature
                    break
            else:
                put = choose.choice(LOOKS.get(put, [put]))
            inside = place > 0 and TEXT[place - 1 : place + 1].isalpha()
            if inside and choose.random() < 0.1:
                put = choose.choice(["\u00ad", "-\n", "\u00ad\n"]) + put
        offsets += [length] * taken
        new.append(put)
        length += len(put)
        place += taken
    return "".join(new), [*offsets, length]


@settings(max_examples=60, deadline=None)
@given(
    kept=st.booleans(),
    seed=st.integers(0, 2**32),
    often=st.sampled_from([0.02, 0.2, 1.0]),
    spans=st.lists(passages, min_size=1, max_size=6),
)
def test_no_change_of_typography_loses_or_misplaces_a_passage(
    *, kept: bool, seed: int, often: float, spans: list[tuple[int, int]]
) -> None:
    new, offsets = typeset(Random(seed), often)
    for (start, end), place in zip(spans, placed(TEXT, new, spans, kept=kept), strict=True):
        assert place.status in ("exact", "moved")
        assert place.span is not None
        assert letters(new[slice(*place.span)]) == letters(TEXT[start:end])
        both = min(place.span[1], offsets[end]) - max(place.span[0], offsets[start])
        either = max(place.span[1], offsets[end]) - min(place.span[0], offsets[start])
        assert both >= 0.8 * either


def letters(text: str) -> str:
    return re.sub(r"\W", "", unicodedata.normalize("NFKD", text.replace("-\n", ""))).replace("\u00ad", "")


def edited(choose: Random) -> str:
    """The text with some sentences cut, put in, or with words of theirs exchanged; the rest in its order."""
    sentences = []
    for number, sentence in enumerate(SENTENCES):
        act = choose.random()
        if act < 0.15:
            continue
        if act < 0.35:
            words = sentence.split()
            at = choose.randrange(len(words))
            words[at : at + choose.randrange(3)] = choose.sample(["quiet", "harbour", "seldom", "1975"], k=2)
            sentence = " ".join(words)
        sentences.append(sentence)
        if act > 0.85:
            sentences.append(f"On day {number} of the strike {choose.randrange(90)} boats stayed in port.")
    return " ".join(sentences)


whole_sentences = st.lists(
    st.sampled_from([(TEXT.index(one), TEXT.index(one) + len(one)) for one in SENTENCES]), min_size=2, unique=True
)


@settings(max_examples=80, deadline=None)
@given(kept=st.booleans(), seed=st.integers(0, 2**32), spans=whole_sentences)
def test_notes_keep_their_order_and_never_share_a_place(
    *, kept: bool, seed: int, spans: list[tuple[int, int]]
) -> None:
    spans = sorted(spans)
    new = edited(Random(seed))
    found = [place.span for place in placed(TEXT, new, spans, kept=kept) if place.status in FOUND]
    for one, other in pairwise(found):
        assert one is not None
        assert other is not None
        assert one[1] <= other[0]


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, len(SENTENCES) - 1), st.integers(0, len(SENTENCES) - 1), st.sampled_from(["few", "1912", "not"])
)
def test_the_note_of_a_passage_that_was_cut_never_goes_to_a_look_alike_with_an_owner(
    cut: int, after: int, word: str
) -> None:
    words = SENTENCES[cut].split()
    words[len(words) // 2] = word
    look_alike = " ".join(words)
    old = " ".join([*SENTENCES[: after + 1], look_alike, *SENTENCES[after + 1 :]])
    new = old.replace(SENTENCES[cut], "") if SENTENCES[cut] != look_alike else old
    spans = [(old.index(one), old.index(one) + len(one)) for one in (SENTENCES[cut], look_alike)]
    for kept in (True, False):
        gone, stayed = placed(old, new, spans, kept=kept)
        assert gone.status not in FOUND
        assert stayed.status in (FOUND if kept else (*FOUND, "ambiguous"))
        assert stayed.span is not None
        assert new[slice(*stayed.span)] == look_alike


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_words_are_read_the_same_alone_and_beside_an_old_text(old: str, new: str) -> None:
    one = NormalText(old)
    assert NormalText(new, one.vocabulary).stream == NormalText(new).stream
