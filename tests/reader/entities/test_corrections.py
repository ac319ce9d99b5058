"""What a person puts right in the sidebar: each act, that order does not matter, and that it can be taken back."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotations.model import EntityCorrection, Span
from reader.entities import corrections
from reader.entities.corrections import corrected, occurrences, where
from reader.entities.model import KINDS, Entity, EntityKind, Mention, ResolvedDate

TEXT = "Dina Boluarte spoke in Lima. Boluarte left Lima on Friday for La Lupa, Puno and Cusco."
NOW = datetime(2023, 1, 6, 12, tzinfo=UTC)


def entity(kind: EntityKind, *names: str) -> Entity:
    spans = sorted({span for name in names for span in occurrences(TEXT, name)})
    # "Boluarte" inside "Dina Boluarte" is not a mention of its own.
    kept = [(s, e) for s, e in spans if not any((a <= s and e <= b) and (a, b) != (s, e) for a, b in spans)]
    return Entity(
        id=f"{kind}:{names[0]}",
        name=names[0],
        kind=kind,
        aliases=names[1:],
        mentions=tuple(Mention(start=s, end=e, text=TEXT[s:e]) for s, e in kept),
        date=ResolvedDate(value="2023-01-06", precision="day") if kind == "date" else None,
    )


BOLUARTE = entity("person", "Dina Boluarte", "Boluarte")
LIMA = entity("place", "Lima")
FRIDAY = entity("date", "Friday")
LUPA = entity("place", "La Lupa")
PUNO = entity("organisation", "Puno")
FOUND = [BOLUARTE, LIMA, FRIDAY, LUPA, PUNO]


def by_name(*made: EntityCorrection, found: list[Entity] | None = None) -> dict[str, Entity]:
    return {one.name: one for one in corrected(FOUND if found is None else found, made, TEXT)}


def span(words: str, nth: int = 0) -> Span:
    start, end = occurrences(TEXT, words)[nth]
    return Span(exact=words, start=start, end=end)


def test_without_corrections_nothing_changes() -> None:
    assert corrected(FOUND, [], TEXT) == FOUND


def test_a_renamed_entity_keeps_its_id_and_gains_an_alias() -> None:
    renamed = by_name(corrections.rename(BOLUARTE, "President Boluarte", now=NOW))["President Boluarte"]
    assert renamed.id == "person:Dina Boluarte"
    assert renamed.aliases == ("Dina Boluarte", "Boluarte")


def test_an_entity_moves_to_another_kind_and_a_date_loses_its_day() -> None:
    changed = by_name(
        corrections.change_kind(LUPA, "organisation", now=NOW), corrections.change_kind(FRIDAY, "person", now=NOW)
    )
    assert changed["La Lupa"].kind == "organisation"
    assert changed["Friday"].date is None


def test_two_entities_become_one_and_go_on_as_one() -> None:
    merged = corrections.merge(PUNO, LIMA, now=NOW)
    renamed = corrections.rename(PUNO, "Peru's towns", now=NOW + timedelta(seconds=1))
    result = by_name(merged, renamed)
    assert "Puno" not in result
    assert [one.text for one in result["Peru's towns"].mentions] == ["Lima", "Lima", "Puno"]


def test_two_entities_merged_into_each_other_are_one() -> None:
    one = corrections.merge(PUNO, LIMA, now=NOW)
    other = corrections.merge(LIMA, PUNO, now=NOW + timedelta(seconds=1))
    assert len(by_name(one, other)) == len(FOUND) - 1


def test_an_alias_that_is_split_off_is_an_entity_of_its_own() -> None:
    result = by_name(corrections.split(BOLUARTE, "Boluarte", now=NOW))
    assert result["Boluarte"].id == "person:Boluarte"
    assert result["Dina Boluarte"].aliases == ()
    assert len(result["Boluarte"].mentions) == 1


def test_what_a_merge_brought_together_can_be_split_again() -> None:
    merged = corrections.merge(PUNO, LIMA, now=NOW)
    split = corrections.split(LIMA, "Puno", now=NOW + timedelta(seconds=1))
    result = by_name(merged, split)
    assert {name: one.kind for name, one in result.items() if name in ("Lima", "Puno")} == {
        "Lima": "place",
        "Puno": "place",
    }


def test_the_last_alias_cannot_leave() -> None:
    assert corrected(FOUND, [corrections.split(LIMA, "Lima", now=NOW)], TEXT) == FOUND


def test_a_dismissed_entity_is_gone_with_its_mentions() -> None:
    assert "Lima" not in by_name(corrections.dismiss(LIMA, now=NOW))


def test_an_added_entity_takes_the_place_of_what_was_seen_there() -> None:
    result = by_name(corrections.add("organisation", "La Lupa news", [span("La Lupa")], now=NOW))
    assert "La Lupa" not in result
    assert result["La Lupa news"].kind == "organisation"
    assert by_name(corrections.add("place", "Cusco", [span("Cusco")], now=NOW))["Cusco"].mentions[0].text == "Cusco"


def test_a_mention_added_to_an_entity_joins_it() -> None:
    result = by_name(corrections.add("place", "Lima", [span("Cusco")], now=NOW))["Lima"]
    assert [one.text for one in result.mentions] == ["Lima", "Lima", "Cusco"]


def test_a_link_is_kept_and_can_be_taken_away() -> None:
    linked = corrections.link(LIMA, "https://www.wikidata.org/wiki/Q2868", now=NOW)
    assert by_name(linked)["Lima"].url.endswith("Q2868")
    assert by_name(linked, corrections.link(LIMA, "", now=NOW + timedelta(seconds=1)))["Lima"].url == ""


def test_a_correction_finds_its_entity_under_another_kind_or_name() -> None:
    better = [replace(PUNO, id="place:Puno", kind="place"), replace(BOLUARTE, id="person:Boluarte", name="Boluarte")]
    made = [corrections.dismiss(PUNO, now=NOW), corrections.link(BOLUARTE, "https://example.org", now=NOW)]
    (left,) = corrected(better, made, TEXT)
    assert left.url == "https://example.org"


def test_corrections_of_what_is_gone_do_nothing() -> None:
    ghost = replace(LIMA, id="place:Atlantis", name="Atlantis")
    made = [
        corrections.rename(ghost, "X", now=NOW),
        corrections.merge(ghost, LIMA, now=NOW),
        corrections.merge(LIMA, ghost, now=NOW),
        corrections.split(ghost, "X", now=NOW),
        corrections.dismiss(ghost, now=NOW),
        corrections.add("place", "Atlantis", [Span(exact="Atlantis", start=3, end=11)], now=NOW),
    ]
    assert corrected(FOUND, made, TEXT) == FOUND


def test_added_words_are_found_where_they_went() -> None:
    moved = Span(exact="Cusco", start=0, end=5)
    assert where(moved, TEXT) == occurrences(TEXT, "Cusco")[0]
    assert where(Span(exact="Atlantis", start=0, end=8), TEXT) is None


def test_all_occurrences_are_whole_words() -> None:
    assert occurrences("Ica in America, Ica's Ica", "Ica") == [(0, 3), (16, 19), (22, 25)]
    assert occurrences(TEXT, " ") == []


def test_anothers_corrections_are_adopted_once() -> None:
    theirs = [corrections.dismiss(LIMA, now=NOW), corrections.rename(BOLUARTE, "B.", now=NOW)]
    theirs.append(corrections.taken_back(corrections.dismiss(PUNO, now=NOW), now=NOW))
    mine = [corrections.rename(BOLUARTE, "B.", now=NOW)]
    copies = corrections.adopted(theirs, mine, now=NOW + timedelta(days=1))
    assert [one.action for one in copies] == ["dismiss"]
    assert copies[0].id != theirs[0].id
    assert corrections.adopted(theirs, [*mine, *copies], now=NOW) == []


ENTITIES = st.sampled_from(FOUND)


@st.composite
def made_corrections(draw: st.DrawFn) -> EntityCorrection:
    one, now = draw(ENTITIES), NOW + timedelta(seconds=draw(st.integers(0, 3)))
    return draw(
        st.sampled_from(
            [
                corrections.rename(one, draw(st.text(max_size=5)), now=now),
                corrections.change_kind(one, draw(st.sampled_from(KINDS)), now=now),
                corrections.merge(one, draw(ENTITIES), now=now),
                corrections.split(one, draw(st.sampled_from(["Boluarte", "Lima", "Puno"])), now=now),
                corrections.dismiss(one, now=now),
                corrections.add("place", "Cusco", [span(draw(st.sampled_from(["Cusco", "Puno", "Lima"])))], now=now),
                corrections.link(one, "https://example.org", now=now),
            ]
        )
    )


@given(st.lists(made_corrections(), max_size=8), st.randoms(use_true_random=False))
def test_the_order_in_which_corrections_are_kept_does_not_matter(
    made: list[EntityCorrection], shuffler: random.Random
) -> None:
    shuffled = list(made)
    shuffler.shuffle(shuffled)
    assert corrected(FOUND, made, TEXT) == corrected(FOUND, shuffled, TEXT)


@given(st.lists(made_corrections(), max_size=8))
def test_whatever_is_corrected_every_mention_has_one_entity(made: list[EntityCorrection]) -> None:
    result = corrected(FOUND, made, TEXT)
    mentions = sorted((one.start, one.end) for entity in result for one in entity.mentions)
    assert all(a[1] <= b[0] for a, b in pairwise(mentions))
    assert len({one.id for one in result}) == len(result)
    assert all(one.mentions and TEXT[one.mentions[0].start :].startswith(one.mentions[0].text) for one in result)


@given(st.lists(made_corrections(), max_size=5), made_corrections())
def test_what_is_taken_back_leaves_no_trace(made: list[EntityCorrection], extra: EntityCorrection) -> None:
    back = corrections.taken_back(extra, now=NOW + timedelta(days=1))
    assert corrected(FOUND, [*made, back], TEXT) == corrected(FOUND, made, TEXT)
    again = corrections.given_again(back, now=NOW + timedelta(days=2))
    assert corrected(FOUND, [*made, again], TEXT) == corrected(FOUND, [*made, extra], TEXT)
