"""The pass over the document, step by step: each step's own doing, on texts that show it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.documents.model import Block, Document
from reader.entities.casing import recased
from reader.entities.cleaning import addresses, cleaned, is_group
from reader.entities.found import SURE, Found, Label, around, outside, with_longer, without_overlaps
from reader.entities.language import detect
from reader.entities.lexicon import lexicon
from reader.entities.names import find_names, photographers, publishers
from reader.entities.neighbours import of_one_row, with_tails
from reader.entities.page import Page
from reader.entities.repeats import acronyms, companies, lone_capitals, one_kind_each, repeated, settlements, surnames
from reader.entities.settling import Trust, headed_runs, settled, with_sure
from reader.entities.sure import long_places, sure_names


def page(*paragraphs: str, language: str = "en") -> Page:
    text, blocks = "", []
    for paragraph in paragraphs:
        text += "\n\n" if text else ""
        blocks.append(Block(kind="paragraph", start=len(text), end=len(text) + len(paragraph)))
        text += paragraph
    return Page(Document(title="", source="-", text=text, blocks=tuple(blocks), loader="test/1"), language)


def mark(on: Page, *names: tuple[str, Label]) -> list[Found]:
    """Each name where it stands first behind the one before."""
    found, at = [], 0
    for name, label in names:
        start = on.text.index(name, at)
        found.append(Found(start, start + len(name), label))
        at = start + len(name)
    return found


def read(on: Page, found: list[Found]) -> list[tuple[str, str]]:
    return [(on.text[one.start : one.end], one.label) for one in found]


@pytest.mark.parametrize(
    ("text", "seen", "label", "expected"),
    [
        ("He met the World Bank's men.", "the World Bank's", "organisation", ["World Bank"]),
        ("Then President Dina Boluarte left.", "President Dina Boluarte", "person", ["Dina Boluarte"]),
        ("Then president Pedro Castillo left.", "president Pedro Castillo", "person", ["Pedro Castillo"]),
        ("“Maria Paz” said", "“Maria Paz”", "person", ["Maria Paz"]),
        ("at Cordoba, Argentina, now", "Cordoba, Argentina", "place", ["Cordoba", "Argentina"]),
        (
            "the Ministry of Trade, Industry and Energy",
            "Ministry of Trade, Industry and Energy",
            "organisation",
            None,
        ),
        ("with Yoon Suk-yeol now", "Yoon Suk", "person", ["Yoon Suk-yeol"]),
        ("a US-based firm", "US", "place", ["US"]),
        ("World Health Organization (WHO) said", "World Health Organization (WHO", "organisation", None),
        ("from AP/Martin Mejia today", "AP/Martin Mejia", "person", ["AP", "Martin Mejia"]),
        ("REUTERS / Dado Zaqic", "REUTERS / Dado Zaqic", "organisation", ["REUTERS", "Dado Zaqic"]),
        ("with Moon Jae-in now", "Moon Jae", "person", ["Moon Jae-in"]),
        (
            "at Glasgow's Southern General Hospital",
            "Glasgow's Southern General Hospital",
            "organisation",
            ["Glasgow", "Southern General Hospital"],
        ),
        ("the Communist Party of Greece", "Communist Party of", "organisation", ["Communist Party of Greece"]),
        ("hit back at Petros Tzomakas, a", "Petros", "person", ["Petros Tzomakas"]),
        ("with Maria Monday and", "Maria", "person", ["Maria"]),
        (
            "the University of Zaq in Braga",
            "University of Zaq in Braga",
            "organisation",
            ["University of Zaq", "Braga"],
        ),
        ("at Chick-fil-A now", "Chick-fil", "organisation", ["Chick-fil-A"]),
        ("the Paris-based bank", "Paris", "place", ["Paris"]),
        ("the Prime Minister said", "Prime Minister", "person", []),
        ("It cost US$3 million", "US", "place", []),
        ("The GDP fell", "GDP", "organisation", []),
        ("after 12 days", "12 days", "organisation", []),
        ("Noting Obama left", "Noting Obama", "person", ["Obama"]),
        ("Uzbek Lazizbek Mullojonov won", "Uzbek Lazizbek Mullojonov", "person", ["Lazizbek Mullojonov"]),
        ("The Minister of Public Works said", "Minister of Public Works", "organisation", []),
    ],
)
def test_a_mention_is_trimmed_to_its_name(text: str, seen: str, label: Label, expected: list[str] | None) -> None:
    on = page(text)
    found = [name for name, _ in read(on, cleaned(mark(on, (seen, label)), on))]
    if expected is None:
        expected = ["World Health Organization", "WHO"] if "WHO" in seen else [seen]
    assert found == expected


def test_peoples_are_neither_people_nor_places() -> None:
    english = lexicon("en")
    assert all(
        is_group(name, english) for name in ("Peruvian", "Peruvians", "South Korean", "Anglo-American", "Maoist")
    )
    assert not any(is_group(name, english) for name in ("Peru", "Castillo", "Korea"))
    on = page("The Peruvian press")
    assert read(on, cleaned(mark(on, ("Peruvian", "person")), on)) == [("Peruvian", "group")]


def test_addresses_hold_no_names() -> None:
    text = "See https://example.org/Lima-Peru or ask Ana@Example.com, @Maria, and www.Time.com now."
    assert [text[one.start : one.end] for one in addresses(text)] == [
        "https://example.org/Lima-Peru",
        "Ana@Example.com",
        "@Maria",
        "www.Time.com",
    ]


def test_the_name_of_a_file_in_the_place_of_a_picture_is_no_name() -> None:
    text = "On the beach.\n\nSand Castle.JPG\n\nA map.png lay there, said Ana."
    assert [text[one.start : one.end] for one in addresses(text)] == ["Sand Castle.JPG"]


def test_certain_places_are_found_but_not_as_parts_of_other_names() -> None:
    on = page("In Peru and Ukraine-Russia talks, they met Cuba Gooding. LIMA – The UN left Kenya.")
    assert read(on, sure_names(on)) == [
        ("Peru", "place"),
        ("Ukraine", "place"),
        ("Russia", "place"),
        ("LIMA", "place"),
        ("UN", "organisation"),
        ("Kenya", "place"),
    ]


def test_a_certain_name_gives_way_to_a_longer_one_that_holds_it() -> None:
    on = page("The Pontifical Catholic University of Peru is in Peru.")
    seen = mark(on, ("Pontifical Catholic University of Peru", "organisation"), ("Peru", "organisation"))
    assert read(on, with_sure(seen, sure_names(on))) == [
        ("Pontifical Catholic University of Peru", "organisation"),
        ("Peru", "place"),
    ]


def test_a_run_that_ends_in_an_organisations_word_takes_in_what_was_seen_inside() -> None:
    on = page("He called the Dubai Police twice.")
    seen = mark(on, ("Dubai", "place"))
    runs = mark(on, ("Dubai Police", "organisation"))
    assert read(on, with_longer(seen, headed_runs(runs, on))) == [("Dubai Police", "organisation")]


def test_one_name_has_one_kind_in_a_document() -> None:
    on = page("Eskom said no.", "Then Eskom said yes, and the company Eskom closed.")
    seen = mark(on, ("Eskom", "person"), ("Eskom", "organisation"), ("Eskom", "organisation"))
    assert {label for _, label in read(on, one_kind_each(seen, on))} == {"organisation"}


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Lawyer Wilfredo Zaq spoke.", "Wilfredo Zaq", "person"),
        ("the guerrilla group Sendero Luminoso", "Sendero Luminoso", "organisation"),
        ("the Zaqi Corporation grew", "Zaqi Corporation", "organisation"),
        ("the Zaqi River rose", "Zaqi River", "place"),
        ("Zaqi, 45, left", "Zaqi", "person"),
        ("in the town of Zaqi", "Zaqi", "place"),
        ("under the Zaqi Planning Act", "Zaqi Planning Act", "other"),
        ("with Zaqi in neighbouring Galicia", "Galicia", "place"),
        ("a bus from Zaqi to Vaqi", "Zaqi", "place"),
        ("a bus from Zaqi to Vaqi", "Vaqi", "place"),
        ("deputy mayor of Zaqi,", "Zaqi", "place"),
        ("the Zaqi-based firm", "Zaqi", "place"),
        ("at Zaqi, Portugal.", "Zaqi", "place"),
        ("Zaqi, in the north of Portugal", "Zaqi", "place"),
        ("the ferry Santa Zaqi left", "Santa Zaqi", "other"),
        ("Vila Nova de Zaqi fell silent", "Vila Nova de Zaqi", "place"),
        ("the Linhas do Alto Zaqi", "Linhas do Alto Zaqi", "organisation"),
        ("MILAN (Reuters) - Zaqi fell.", "MILAN", "place"),
        ("They met Petro Zaqi, a member of another party", "Petro Zaqi", "person"),
    ],
)
def test_what_stands_around_a_name_tells_its_kind(text: str, name: str, expected: str) -> None:
    on = page(text)
    seen = [one._replace(weight=0.3) for one in mark(on, (name, "other"))]
    ((_, label),) = read(on, one_kind_each(seen, on))
    assert label == expected


def test_a_town_that_is_a_surname_too_is_a_town_where_the_words_say_so() -> None:
    on = page("She teaches at the university in Braga.")
    assert read(on, one_kind_each(mark(on, ("Braga", "person")), on)) == [("Braga", "place")]
    on = page("Braga said no.")
    assert read(on, one_kind_each(mark(on, ("Braga", "person")), on)) == [("Braga", "person")]


def test_what_speaks_for_a_surname_speaks_for_the_full_name() -> None:
    on = page("It owes much to Zaqa Rocha Vouto. Ms. Vouto waited. Vouto said so.")
    seen = mark(on, ("Zaqa Rocha Vouto", "organisation"), ("Vouto", "person"), ("Vouto", "person"))
    assert {label for _, label in read(on, one_kind_each(seen, on))} == {"person"}


def test_a_listed_town_of_several_words_is_one_name() -> None:
    on = page("It was built in Viana do Castelo, and sold in São Paulo to Benito Juárez.")
    seen = mark(on, ("Viana", "place"), ("Castelo", "person"))
    assert read(on, with_longer(seen, long_places(on))) == [("Viana do Castelo", "place")]
    assert [name for name, _ in read(on, long_places(on))] == ["Viana do Castelo", "São Paulo"]


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ("World Socialist 06.01.2023", ["World Socialist"]),
        ("Estuary Courier, 5 May 2023", ["Estuary Courier"]),
        ("Maria Zaq 06.01.2023", []),
        ("06.01.2023", []),
    ],
)
def test_who_signs_without_a_given_name_is_a_publisher(signature: str, expected: list[str]) -> None:
    block = Block(kind="signature", start=0, end=len(signature))
    document = Document(title="", source="-", text=signature, blocks=(block,), loader="test/1")
    assert [name for name, _ in read(Page(document, "en"), publishers(Page(document, "en")))] == expected


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("fr", "Il est revenu de l'Argentine avec Jean-Claude Zaq.", {"Argentine"}),
        ("fr", "Saisi jeudi, le Conseil d'État a tranché.", {"Conseil d'État"}),
        ("fr", "Ils vont des Champs-Élysées à Paris.", {"Paris"}),
        ("fr", "Ils se rendent à la Zaquille, disent-ils.", {"Zaquille"}),
        ("es", "La Defensoría del Pueblo de Perú informó ayer.", {"Defensoría del Pueblo de Perú"}),
        ("es", "Precisó Zacarías Zaqueo a su llegada.", {"Zacarías Zaqueo"}),
        ("de", "Gegen Eintracht Frankfurt verlor der SV Wehen.", {"Eintracht Frankfurt", "SV Wehen"}),
        ("en", "Under Queen Elizabeth II. The end came.", {"Elizabeth II"}),
    ],
)
def test_names_are_whole_in_every_language(language: str, text: str, names: set[str]) -> None:
    on = page(text, language=language)
    assert names <= {name for name, _ in read(on, settled([], [], on))}


def test_who_took_a_picture_is_named_in_its_credit() -> None:
    on = page("They stand and wait. [AP Photo/Martin Zaq]", "He was there. [Photo/Zaqi Zaq]")
    assert read(on, photographers(on)) == [("Martin Zaq", "person")]


def test_a_town_is_called_by_the_end_of_its_name() -> None:
    on = page("In Vila Nova de Zaqi it rains.", "The Zaqi council said so.")
    seen = mark(on, ("Vila Nova de Zaqi", "place"), ("Zaqi", "person"))
    assert {label for _, label in read(on, settlements(seen, on))} == {"place"}


def test_who_is_interviewed_is_no_town() -> None:
    on = page("In an interview with La República, she explained it.")
    assert read(on, one_kind_each(mark(on, ("La República", "place")), on)) == [("La República", "organisation")]


def test_a_page_that_has_forgotten_its_words_finds_the_same_ones() -> None:
    on = page("Maria Zaq left.", "Zaq was tired.")
    before = (list(on.words), on.small, on.large)
    on.forget()
    assert (on.words, on.small, on.large) == before


def test_a_lone_surname_is_the_person_whose_full_name_was_read() -> None:
    on = page("Sam Harmse came. Later Harmse went to China with Ana China.")
    seen = mark(on, ("Sam Harmse", "person"), ("Harmse", "organisation"), ("China", "place"), ("Ana China", "person"))
    assert [label for _, label in read(on, surnames(seen, on))] == ["person", "person", "place", "person"]


def test_a_short_form_in_brackets_is_of_the_long_forms_kind_everywhere() -> None:
    on = page("The Grand Renaissance Dam (GRD) is full.", "They say GRD holds.")
    seen = mark(on, ("Grand Renaissance Dam", "place"), ("GRD", "organisation"))
    assert read(on, acronyms(seen, on)) == [("Grand Renaissance Dam", "place"), ("GRD", "place"), ("GRD", "place")]


def test_a_name_that_was_found_once_is_found_everywhere() -> None:
    on = page("Maria Zaq left.", "Zaq was tired. So was Maria Zaq.")
    assert read(on, repeated(mark(on, ("Maria Zaq", "person")), on)) == [
        ("Maria Zaq", "person"),
        ("Zaq", "person"),
        ("Maria Zaq", "person"),
    ]


def test_common_words_are_not_repeated_as_names() -> None:
    on = page("The band Time played.", "Time is short. The time has come.")
    assert len(repeated(mark(on, ("Time", "organisation")), on)) == 1


def test_unknown_abbreviations_are_organisations_when_the_text_treats_them_so() -> None:
    on = page("The host of the ATV news met an XQZ man about COVID and the GDP.")
    assert read(on, lone_capitals([], on)) == [("ATV", "organisation")]


def test_names_in_a_row_are_of_one_kind() -> None:
    on = page("in Lima, Arequipa, Puno and Cusco")
    seen = mark(on, ("Lima", "place"), ("Arequipa", "place"), ("Puno", "organisation"), ("Cusco", "place"))
    assert {label for _, label in read(on, of_one_row(seen, on))} == {"place"}
    on = page("from Ica, Peru")
    seen = mark(on, ("Ica", "organisation"), ("Peru", "place"))
    assert of_one_row(seen, on) == seen


@pytest.mark.parametrize(
    "text",
    [
        "He went to the towns of Abba, Zirrek and Luniz.",
        "dans les villes de Abba, Zirrek et Luniz.",
        "en los pueblos de Abba, Zirrek y Luniz.",
        "in den Städten Abba, Zirrek und Luniz.",
    ],
)
def test_a_row_behind_a_word_for_places_is_one_of_places(text: str) -> None:
    on = page(text)
    seen = mark(on, ("Abba", "person"), ("Zirrek", "organisation"), ("Luniz", "organisation"))
    assert {label for _, label in read(on, of_one_row(seen, on))} == {"place"}


def test_somebody_at_the_end_of_a_row_of_places_is_no_place() -> None:
    on = page("Luis Ramos wrote from Ica, Peru, and Ana Quay in Lima.")
    seen = mark(on, ("Ica", "place"), ("Peru", "place"), ("Ana Quay", "person"), ("Lima", "place"))
    assert of_one_row(seen, on) == seen


def test_a_small_word_may_end_a_places_name() -> None:
    on = page("the southern Pan-American highway and Limpopo province")
    assert read(on, with_tails(mark(on, ("Limpopo", "place")), on)) == [
        ("Pan-American highway", "place"),
        ("Limpopo province", "place"),
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "He met Dr. Ana Lucia Paz at Harvard University near Lake Victoria.",
            {"Ana Lucia Paz", "Harvard University"},
        ),
        ("es", "Según el presidente Luis Arce Catacora, la Universidad de Chile calla.", {"Universidad de Chile"}),
        (
            "fr",
            "Selon Emmanuel Macron et la Banque de France.",
            {"Emmanuel Macron", "Banque de France"},
        ),
        ("de", "Bundeskanzlerin Angela Merkel sprach mit der Siemens AG.", {"Angela Merkel", "Siemens AG"}),
    ],
)
def test_rules_alone_know_names_by_their_own_words(language: str, text: str, expected: set[str]) -> None:
    assert expected <= {text[one.start : one.end] for one in find_names(page(text, language=language))}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "The unrest grew after the suspension of rights and the deployment of troops in the south.",
            "en",
        ),
        ("La protesta creció tras la suspensión de los derechos y el despliegue de tropas en el sur del país.", "es"),
        (
            "La contestation a grandi après la suspension des droits et le déploiement des troupes dans le sud.",
            "fr",
        ),
        (
            "Die Unruhen nahmen zu, nachdem die Rechte ausgesetzt und Truppen in den Süden geschickt wurden.",
            "de",
        ),
    ],
)
def test_the_language_is_told_by_its_small_words(text: str, language: str) -> None:
    assert detect(text) == language


def test_a_language_that_is_not_known_is_said_to_be_none() -> None:
    text = "Protesty nasiliły się po zawieszeniu praw obywatelskich i wysłaniu wojska na południe kraju w środę rano "
    text += "oraz aresztowaniu przywódców związków zawodowych, którzy wzywali robotników i studentów do strajku."
    assert detect(text) == ""
    assert detect("Hi", declared="fr-FR") == "fr"


FOUND = st.builds(
    lambda start, length, label, weight: Found(start, start + length, label, weight),
    st.integers(0, 40),
    st.integers(1, 10),
    st.sampled_from(["person", "place"]),
    st.sampled_from([0.5, 1.0, SURE]),
)


@given(st.lists(FOUND))
def test_what_is_kept_does_not_overlap_and_nothing_free_is_lost(found: list[Found]) -> None:
    kept = without_overlaps(found)
    assert all(a.end <= b.start for a, b in pairwise(kept))
    assert outside(found, kept) == []
    assert set(kept) <= set(found)


@given(st.lists(FOUND), st.lists(FOUND))
def test_what_is_outside_touches_nothing(found: list[Found], other: list[Found]) -> None:
    taken = without_overlaps(other)
    for one in outside(found, taken):
        assert all(one.end <= t.start or t.end <= one.start for t in taken)
    for one in around(found, taken):
        assert any(one.start <= t.start and t.end <= one.end for t in taken)


def test_capitals_that_an_engine_made_nothing_of_are_looked_at_again_only_if_it_is_not_trusted() -> None:
    on = page("Then the Zorblatt Ministry spoke, and nobody else did.")
    assert [one.label for one in settled([], [], on)] == ["organisation"]
    assert settled([], [], on, Trust(runs=False)) == []


def test_a_run_with_an_organisations_word_makes_a_trusted_engines_name_whole() -> None:
    on = page("She lives on Calle del Faro, and works at Hellkamp Economics.")
    seen = mark(on, ("Faro", "person"), ("Economics", "organisation"))
    whole = [("Calle del Faro", "place"), ("Hellkamp Economics", "organisation")]
    assert read(on, settled(seen, [], on, Trust(runs=False))) == whole


@pytest.mark.parametrize(
    ("text", "seen", "whole"),
    [
        ("Then director Royce Pellman spoke.", "Pellman", "Royce Pellman"),
        ("They played with Seo Woo-jin again.", "Woo-jin", "Seo Woo-jin"),
        ("In Lisbon Pellman spoke.", "Pellman", "Pellman"),
        ("On Monday Woo-jin spoke.", "Woo-jin", "Woo-jin"),
    ],
)
def test_a_person_of_whom_the_end_was_seen_is_named_in_full(text: str, seen: str, whole: str) -> None:
    on = page(text)
    assert read(on, cleaned(mark(on, (seen, "person")), on)) == [(whole, "person")]


def test_a_full_name_that_was_found_once_is_whole_everywhere() -> None:
    on = page("Then Zorba Quillmark spoke. They heard Zorba Quillmark twice.")
    seen = mark(on, ("Zorba Quillmark", "person"), ("Zorba", "place"))
    assert read(on, repeated(seen, on)) == [("Zorba Quillmark", "person")] * 2


def test_what_a_company_is_called_without_its_trade_is_no_person() -> None:
    on = page("They asked Nordstet, for Nordstet Group is large. Anna Pellman owns Pellman Research, says Pellman.")
    names = mark(on, ("Nordstet", "person"), ("Nordstet Group", "organisation"), ("Anna Pellman", "person"))
    names += mark(on, ("Pellman Research", "organisation"))
    last = on.text.rindex("Pellman")
    found = companies([*names, Found(last, last + 7, "person")], on)
    assert [one.label for one in found] == ["organisation", "organisation", "person", "organisation", "person"]


@pytest.mark.parametrize(
    ("text", "seen", "label", "expected"),
    [
        ("He drove a Nissan Zorblatt home.", "Nissan Zorblatt", "person", ("Nissan Zorblatt", "other")),
        ("He works at Nissan Motor now.", "Nissan Motor", "organisation", ("Nissan Motor", "organisation")),
        ("He works at Nissan now.", "Nissan", "organisation", ("Nissan", "organisation")),
        ("They began Project Quillmark in haste.", "Quillmark", "person", ("Project Quillmark", "other")),
        ("They gave to Project Bread at last.", "Project Bread", "organisation", ("Project Bread", "organisation")),
        ("Then Hurricane Zorba came.", "Zorba", "person", ("Hurricane Zorba", "event")),
        ("He drove a Seat van home.", "Seat van", "person", ("Seat", "person")),
    ],
)
def test_models_undertakings_and_storms_are_nobody(
    text: str, seen: str, label: Label, expected: tuple[str, str]
) -> None:
    on = page(text)
    assert read(on, cleaned(mark(on, (seen, label)), on)) == [expected]


def test_a_ship_is_what_the_word_before_one_of_its_names_says() -> None:
    on = page("The ferry Santa Berta left. Santa Berta was built in 1974, and Santa Berta is old.")
    seen = [Found(at, at + 11, "place") for at in (10, 28, 63)]
    assert {one.label for one in one_kind_each(seen, on)} == {"other"}


def test_a_word_that_only_begins_a_sentence_is_no_name() -> None:
    on = page("Invest in bread, they say; invest in it. Waves came. Waves spoke, and then Waves left.")
    assert read(on, cleaned(mark(on, ("Invest", "organisation"), ("Waves", "organisation")), on)) == [
        ("Waves", "organisation")
    ]


@pytest.mark.parametrize(
    ("text", "seen", "name"),
    [
        ("I left the QUCC I was in.", "QUCC I", "QUCC"),
        ("In WW I. Then", "WW I", "WW I"),
        ("They asked for Peace and left.", "Peace and", "Peace"),
    ],
)
def test_a_name_ends_where_the_sentence_goes_on(text: str, seen: str, name: str) -> None:
    on = page(text)
    assert read(on, cleaned(mark(on, (seen, "organisation")), on)) == [(name, "organisation")]


def test_a_line_in_capitals_of_common_words_names_nobody() -> None:
    on = page("AN UNUSUAL LETTER", "He got a letter, and that was all.", "STRANGE CALL")
    assert find_names(on) == []
    assert recased(on).split("\n\n")[::2] == ["an unusual letter", "strange call"]


def test_the_word_of_the_lists_counts_less_against_an_engine_that_is_trusted() -> None:
    on = page("They bought shares of Maria Gonzalez on Monday, and of others.")
    seen = [Found(on.text.index("Maria"), on.text.index(" on"), "organisation", 1.2)]
    assert [one.label for one in settled(seen, [], on)] == ["person"]
    assert [one.label for one in settled(seen, [], on, Trust(lists=0.4))] == ["organisation"]


@given(st.text(alphabet="ABcde fgh.,-'’/()\n0159", max_size=200))
def test_any_text_is_settled_into_names_that_do_not_overlap(text: str) -> None:
    on = page(text) if text.strip() else page("x")
    raw = [Found(match, min(len(on.text), match + 7), "person") for match in range(0, max(0, len(on.text) - 7), 9)]
    found = settled(raw, [], on)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= one.start < one.end <= len(on.text) for one in found)
