"""Which mentions name the same thing, and which never do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.entities.across import together
from reader.entities.aliases import date_name, display_name, merge
from reader.entities.found import Found, Label
from reader.entities.lexicon import lexicon
from reader.entities.model import Entity, Mention, ResolvedDate
from reader.entities.shortened import is_acronym, is_short_form
from reader.entities.spelling import fold, surface


def groups(label: Label, *names: str, between: str = " met ") -> list[set[str]]:
    """What becomes one entity of the names, written one after the other."""
    text, found = "", []
    for name in names:
        text += between if text else ""
        found.append(Found(len(text), len(text) + len(name), label))
        text += name
    return [{text[found[i].start : found[i].end] for i in group} for group in merge(found, text)]


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("person", ("Dina Boluarte", "Boluarte")),
        ("person", ("Dina Boluarte", "D. Boluarte")),
        ("person", ("José Luis Pérez", "Jose Perez")),
        ("person", ("Boluarte", "Dina Boluarte")),
        ("organisation", ("World Health Organization", "WHO")),
        ("organisation", ("Ministry of Foreign Affairs", "MFA")),
        ("organisation", ("Paxar Corp", "Paxar")),
        ("organisation", ("Dominion Textiles Inc", "Dominion")),
        ("organisation", ("NV DSM", "DSM")),
        ("organisation", ("International Business Machines Corp", "IBM")),
        ("organisation", ("Burlington Industries Inc", "Burlington Industries")),
        ("organisation", ("the World Bank", "World Bank's")),
        ("place", ("United States", "US", "U.S.", "USA")),
        ("place", ("Alabama", "Ala.")),
        ("place", ("Ganges river", "Ganges")),
        ("place", ("Vila Nova de Cerveira", "Cerveira")),
        ("organisation", ("Miami Dolphins", "Dolphins")),
        ("organisation", ("Western Sydney Wanderers", "Wanderers")),
        ("organisation", ("PAC", "PACs")),
        ("organisation", ("U.S. Food and Drug Administration", "FDA")),
        ("organisation", ("VfL Bochum", "Bochum")),
        ("organisation", ("Schalke 04", "Schalke")),
        ("organisation", ("Steaua Bucharest", "Steaua")),
        ("organisation", ("Seattle Mariners", "Seattle")),
        ("organisation", ("U.S. Treasury Department", "Treasury Department")),
        ("organisation", ("Commerce Department", "Commerce")),
        ("organisation", ("World Socialist Web Site", "World Socialist")),
        ("group", ("Peruvian", "Peruvians")),
    ],
)
def test_short_forms_join_their_long_form(label: Label, names: tuple[str, ...]) -> None:
    assert groups(label, *names) == [set(names)]


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("person", ("Pedro Castillo", "Maria Castillo")),
        ("person", ("Kim Il-sung", "Kim Jong-il")),
        ("organisation", ("World Bank", "World Health Organization")),
        ("organisation", ("Bank of China", "Bank of Japan")),
        ("place", ("Guinea", "Equatorial Guinea")),
        ("place", ("York", "New York")),
        ("place", ("Quebec", "Quebec City")),
        ("organisation", ("Manchester United", "Manchester City")),
    ],
)
def test_two_full_names_that_differ_are_two(label: Label, names: tuple[str, ...]) -> None:
    assert groups(label, *names) == [{name} for name in names]


def test_a_surname_of_two_people_is_the_one_who_was_named_last() -> None:
    text = "Pedro Castillo left. Maria Castillo came. Castillo spoke."
    found = [
        Found(text.index(name), text.index(name) + len(name), "person")
        for name in ("Pedro Castillo", "Maria Castillo")
    ]
    found.append(Found(text.rindex("Castillo"), text.rindex("Castillo") + 8, "person"))
    assert merge(found, text) == [[0], [1, 2]]


def test_a_short_form_in_brackets_joins_even_where_it_is_no_acronym() -> None:
    assert groups("organisation", "Tokyo Electric Power Company", "Tepco", between=" (") == [
        {"Tokyo Electric Power Company"},
        {"Tepco"},
    ]
    text = "Tokyo Electric Power Company (Tepco) failed."
    assert merge([Found(0, 28, "organisation"), Found(30, 35, "organisation")], text) == [[0, 1]]


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        ("Lionel Messi, known as La Pulga, scored.", "Lionel Messi", "La Pulga"),
        ("Kevin Federline, nicknamed “K-Fed”, danced.", "Kevin Federline", "K-Fed"),
        ("Luiz Inácio “Lula” da Silva won. Then Lula spoke.", "Luiz Inácio “Lula” da Silva", "Lula"),
    ],
)
def test_a_nickname_that_the_text_gives_is_an_alias(text: str, long: str, short: str) -> None:
    start, end = text.index(long), text.rindex(short)
    found = [Found(start, start + len(long), "person"), Found(end, end + len(short), "person")]
    assert merge(found, text) == [[0, 1]]


def test_names_of_two_kinds_are_never_one() -> None:
    text = "Washington met Washington"
    assert merge([Found(0, 10, "place"), Found(15, 25, "person")], text) == [[0], [1]]


def test_dates_that_are_the_same_day_are_one() -> None:
    text = "Friday; 06.01.2023; Monday"
    found = [Found(0, 6, "date"), Found(8, 18, "date"), Found(20, 26, "date")]
    assert merge(found, text, ["2023-01-06", "2023-01-06", "2023-01-02"]) == [[0, 1], [2]]


def test_what_two_mentions_share_is_without_article_case_and_accents() -> None:
    assert surface("the  World Bank’s") == "World Bank"
    assert fold("Perú") == fold("PERU")
    assert fold("Al-Shabaab") == fold("al Shabaab")


def test_acronyms_may_leave_small_words_out() -> None:
    assert is_acronym("USA", "United States of America")
    assert is_acronym("U.S.A.", "United States of America")
    assert is_acronym("FDA", "U.S. Food and Drug Administration")
    assert not is_acronym("US", "U.S.")
    assert not is_acronym("WHO", "World Bank")
    assert not is_acronym("WHO", "")
    assert is_short_form("Cfius", "Committee on Foreign Investment in the United States")
    assert not is_short_form("Xyz", "World Bank")


def test_an_entity_is_called_by_its_fullest_form() -> None:
    assert display_name(["Boluarte", "D. Boluarte", "Dina Boluarte", "Boluarte"]) == "Dina Boluarte"
    assert date_name(["Friday, Janaury 6, 2023", "Friday", "January 6"], lexicon("en")) == "January 6"


def entity(name: str, count: int, *aliases: str, date: str = "") -> Entity:
    mentions = tuple(Mention(start=n, end=n + 1, text=name) for n in range(count))
    resolved = ResolvedDate(value=date, precision="day") if date else None
    return Entity(
        id=f"x:{name}",
        name=name,
        kind="date" if date else "person",
        aliases=aliases,
        mentions=mentions,
        date=resolved,
    )


def test_a_surname_in_one_document_is_the_full_name_of_another() -> None:
    rows = together([[entity("Dina Boluarte", 2, "Boluarte")], [entity("Boluarte", 3)], [entity("Ana Paz", 1)]])
    assert [(row.name, row.counts) for row in rows] == [("Dina Boluarte", (2, 3, 0)), ("Ana Paz", (0, 0, 1))]


def test_a_surname_of_two_people_in_other_documents_is_not_guessed() -> None:
    rows = together([[entity("Pedro Paz", 1), entity("Ana Paz", 1)], [entity("Paz", 1)]])
    assert len(rows) == 3


def test_the_same_day_in_other_words_is_one_row() -> None:
    rows = together([[entity("Friday", 1, date="2023-01-06")], [entity("6 January", 2, date="2023-01-06")]])
    assert [row.counts for row in rows] == [(1, 2)]


@given(
    st.lists(st.tuples(st.sampled_from(["Ana Paz", "Paz", "A. Paz", "Paz Corp", "AP", "Lima"]), st.integers(0, 3)))
)
def test_every_mention_is_in_just_one_group(names: list[tuple[str, int]]) -> None:
    labels: list[Label] = ["person", "organisation", "place", "group"]
    text, found = "", []
    for name, label in names:
        found.append(Found(len(text), len(text) + len(name), labels[label]))
        text += name + "; "
    merged = merge(found, text)
    assert sorted(index for group in merged for index in group) == list(range(len(found)))
    assert all(len({found[index].label for index in group}) == 1 for group in merged)
