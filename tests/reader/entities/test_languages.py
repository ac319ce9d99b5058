"""Rules alone, in Spanish, French and German: what the words around a name, and in it, tell."""

from __future__ import annotations

import pytest

from reader.documents.model import Block, Document
from reader.entities.model import Findings
from reader.entities.recognise import RulesRecogniser


def found(language: str, *paragraphs: str, date: str = "") -> Findings:
    text, blocks = "", []
    for paragraph in paragraphs:
        text += "\n\n" if text else ""
        blocks.append(Block(kind="paragraph", start=len(text), end=len(text) + len(paragraph)))
        text += paragraph
    document = Document(
        title="", source="-", text=text, blocks=tuple(blocks), loader="test/1", language=language, date=date
    )
    return RulesRecogniser().recognise(document)


def named(language: str, *paragraphs: str) -> set[tuple[str, str]]:
    return {(mention.text, one.kind) for one in found(language, *paragraphs).entities for mention in one.mentions}


ES = "La noticia es que el resto de los vecinos ya no lo sabe, como se dijo en la plaza."
FR = "La nouvelle est que les gens du village ne le savent pas, comme on le dit sur la place."
DE = "Die Nachricht ist, dass es die Leute im Dorf noch nicht wissen, wie man auf dem Platz sagt."


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Lo contó ayer el Tribunal Supremo Bernardo Arizmendi.", "Bernardo Arizmendi", "person"),
        ("Lo mostró en la Asamblea Carmen Olmedo con prisa.", "Carmen Olmedo", "person"),
        ("Según Álvaro Cámara, nadie lo vio.", "Álvaro Cámara", "person"),
        ("La foto es de Costa Press y de nadie más.", "Costa Press", "organisation"),
        ("Lo publicó ayer el semanario El Candil de la comarca.", "El Candil", "organisation"),
        ("La nota salió de la Presidencia del Consejo por la noche.", "Presidencia del Consejo", "organisation"),
        (
            "Habla la Plataforma por una Vivienda Digna del barrio.",
            "Plataforma por una Vivienda Digna",
            "organisation",
        ),
        ("Ganó la carrera del GP de Portugal con ventaja.", "GP de Portugal", "event"),
        ("Queda basura en La Pradera de Santa Elvira tras el baile.", "La Pradera de Santa Elvira", "place"),
        ("Habla el ministerio de Agricultura del país.", "ministerio de Agricultura", "organisation"),
        ("Navegan en aguas del Atlántico Norte desde el lunes.", "Atlántico Norte", "place"),
    ],
)
def test_spanish_names_are_told_by_their_words_and_neighbours(text: str, name: str, kind: str) -> None:
    assert (name, kind) in named("es", text, ES)


def test_a_question_begins_with_its_mark() -> None:
    assert not named("es", 'Y preguntó: "¿Tenemos que irnos de aquí?" Nadie le contestó.', ES)


def test_a_spanish_surname_is_the_first_of_the_two() -> None:
    people = [
        one
        for one in found("es", "Habló Elena Robledo Ibáñez con la prensa. Para Robledo, no es nada.", ES).entities
        if one.kind == "person"
    ]
    assert [one.name for one in people] == ["Elena Robledo Ibáñez"]
    assert people[0].aliases == ("Robledo",)


def test_a_given_name_is_the_person_whose_full_name_was_read() -> None:
    text = "Habló George Ferriol con todos. A nadie le gusta, pues fue cosa de George y punto."
    assert ("George", "person") in named("es", text, ES)


def test_an_organisation_is_called_by_its_head_once_it_was_named() -> None:
    text = "Habló la Asociación Vecinal Monte Claro. Dice la Asociación que no. Toda asociación lo sabe."
    entities = [one for one in found("es", text, ES).entities if one.kind == "organisation"]
    assert [(one.name, len(one.mentions)) for one in entities] == [("Asociación Vecinal Monte Claro", 2)]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Ils pêchent dans l'Atlantique Nord depuis lundi.", "Atlantique Nord", "place"),
        ("Elle parle pour l'Union populaire et sociale du canton.", "Union populaire et sociale", "organisation"),
        (
            "Selon le ministère des Affaires maritimes, oui.",
            "ministère des Affaires maritimes",
            "organisation",
        ),
        ("C'est l'avis de la start-up bretonne Armorix, dit-on.", "Armorix", "organisation"),
        ("Il travaille pour Kerlann, une association de marins.", "Kerlann", "organisation"),
        ("Il est second du navire de pêche Korrigan depuis dix ans.", "Korrigan", "other"),
        ("Un avion est parti : l'Airbus A320 de la compagnie.", "Airbus A320", "other"),
    ],
)
def test_french_names_are_told_by_their_words_and_neighbours(text: str, name: str, kind: str) -> None:
    assert (name, kind) in named("fr", text, FR)


@pytest.mark.parametrize(
    "text",
    [
        "Dans la rue, un Bolivien attend et trois Danoises chantent.",
        "Cela dure depuis la fin du XIXe siècle, dit le chef de l'Etat.",
        "C'est le ministre des Transports qui le dit.",
    ],
)
def test_what_has_a_capital_in_french_and_names_nobody(text: str) -> None:
    assert not named("fr", text, FR)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Das meint man auch bei der Großbank Hellkamp in der Stadt.", "Hellkamp", "organisation"),
        ("Es brannte im Kreis Osterwangen bis zum Morgen.", "Osterwangen", "place"),
        ("Das meint auch Fraktionschefin Ruhlandt seit dem Streit.", "Ruhlandt", "person"),
        ("Der Knall war in Elmshorn (Oberes Auetal) zu hören.", "Oberes Auetal", "place"),
    ],
)
def test_german_names_are_told_by_the_nouns_before_them(text: str, name: str, kind: str) -> None:
    assert (name, kind) in named("de", text, DE)


@pytest.mark.parametrize(
    ("language", "text", "name", "kind"),
    [
        ("de", 'Das Ensemble "Die letzte Fähre" zeigt es.', "Die letzte Fähre", "organisation"),
        ("de", "Der Verein „Offene Tür“ lädt dazu ein.", "Offene Tür", "organisation"),
        ("es", "Lo dice el colectivo «Barrio Vivo» desde ayer.", "Barrio Vivo", "organisation"),
        ("fr", "C'est le film « La Nuit des phares » qui gagne.", "La Nuit des phares", "work"),
    ],
)
def test_what_is_in_quotation_marks_is_what_the_word_before_says(
    language: str, text: str, name: str, kind: str
) -> None:
    assert (name, kind) in named(language, text, {"de": DE, "es": ES, "fr": FR}[language])


def test_a_valley_is_one_word_with_its_river() -> None:
    text = "Die Flut kam im Ohmtal an. Das Kapital im Haupttal war weg, im letzten Quartal."
    assert named("de", text, DE) == {("Ohmtal", "place")}


def test_a_part_of_a_day_is_of_its_weekday() -> None:
    dates = found("de", "Es war am Dienstagabend.", DE, date="2024-04-24").entities
    assert [(one.name, one.date and one.date.value) for one in dates] == [("Dienstagabend", "2024-04-23")]


def test_a_french_paper_is_the_same_behind_au_and_du() -> None:
    text = "Elle l'a dit au Figaro, et un lecteur du Monde l'a lu. Il a gagné la Coupe du Monde."
    papers = {name for name, kind in named("fr", text, FR) if kind == "organisation"}
    assert papers == {"Figaro", "Monde"}


def test_a_town_hall_is_one_with_its_town() -> None:
    assert ("Ayuntamiento de Madrid", "organisation") in named("es", "Lo niega el Ayuntamiento de Madrid hoy.", ES)


@pytest.mark.parametrize(
    ("language", "text", "name", "kind"),
    [
        ("es", "Lo dijo ayer Ursula von der Hecke en la sala.", "Ursula von der Hecke", "person"),
        ("es", "El fuego de Los Alcornoques (Almería) sigue vivo.", "Los Alcornoques", "place"),
        ("es", "El pueblo de Zarbatán no tiene agua.", "Zarbatán", "place"),
        ("es", "Navegan por el golfo Pérsico desde ayer.", "golfo Pérsico", "place"),
        ("es", "Se activa el Plan Candela en la comarca.", "Plan Candela", "other"),
        ("es", "Hay un atasco en la N-340 por la obra.", "N-340", "other"),
        ("es", "Llegaron los Reyes Alfonso XII y los suyos.", "Alfonso XII", "person"),
        ("es", "Lo contó a EFE Zaherit Alwahed ayer mismo.", "Zaherit Alwahed", "person"),
        ("es", "Vuelan con Ita Airways desde el martes.", "Ita Airways", "organisation"),
        ("es", "Se reunió con la Liga Fluvial y la Unión Norte.", "Liga Fluvial", "organisation"),
        ("fr", "On se bat dans la région de Zarbinsk depuis lundi.", "Zarbinsk", "place"),
        ("fr", "Le navire passe par la mer Noire la nuit.", "mer Noire", "place"),
        ("fr", "Selon JD Vance, tout va bien.", "JD Vance", "person"),
        ("de", "Das erklärte Ahmad al-Masri am Abend.", "Ahmad al-Masri", "person"),
        (
            "de",
            "Das Bundesamt für Naturschutz und Boden warnt davor.",
            "Bundesamt für Naturschutz und Boden",
            "organisation",
        ),
        ("de", "Nun ist Sebastian Ruhlands Karriere vorbei.", "Sebastian Ruhlands", "person"),
        ("de", "Laut Peter Ruhland Erwin Korbel fehlt er.", "Erwin Korbel", "person"),
    ],
)
def test_a_name_is_as_long_as_it_is_and_of_its_kind(language: str, text: str, name: str, kind: str) -> None:
    assert (name, kind) in named(language, text, {"de": DE, "es": ES, "fr": FR}[language])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Habló la ministra de Transición Ecológica ayer."),
        ("es", "Lo dice el Gobierno de Pedersen, y nadie más."),
        ("fr", "L'indice des prix monte. L'ONG et le PDG le disent."),
        ("fr", "Ainsi a parlé hier Le Premier ministre. ALERTE INCENDIE MAJEUR - rien."),
        ("de", "Das ist aus Eisen. Das Eisen ist alt. Daran liegt es."),
    ],
)
def test_what_has_a_capital_and_is_no_place_person_or_company(language: str, text: str) -> None:
    names = named(language, text, {"de": DE, "es": ES, "fr": FR}[language])
    assert names <= {("Gobierno", "organisation"), ("Pedersen", "person")}


def test_a_body_is_one_whatever_small_words_and_heads_it_goes_by() -> None:
    text = (
        "Lo dice el Tribunal Supremo. El Supremo calla. Calla la Presidencia del Gobierno, o Presidencia de Gobierno."
    )
    names = [(one.name, len(one.mentions)) for one in found("es", text, ES).entities]
    assert names == [("Tribunal Supremo", 2), ("Presidencia del Gobierno", 2)]


def test_a_day_that_would_be_far_ahead_is_of_the_year_that_its_month_had() -> None:
    text = "Fue el 13 de marzo de 2021 y el 14 de marzo. El 30 de enero hablará."
    dates = [one.date.value for one in found("es", text, ES, date="2022-01-13").entities if one.date]
    assert dates == ["2021-03-13", "2021-03-14", "2022-01-30"]


def test_what_is_played_read_or_seen_is_a_work() -> None:
    assert ("Hotel Anker", "work") in named("de", 'Am Abend hatte das Theaterstück "Hotel Anker" seine Premiere.', DE)


def test_a_german_noun_is_no_town_behind_its_article() -> None:
    assert not named("de", "Dann kam eine Dame mit einem Hund. Sie blieb nicht lange.", DE)


def test_a_paper_in_a_credit_is_who_made_the_picture() -> None:
    assert ("Bild", "organisation") not in named("de", "Tanz auf der Bühne | Bild: Tanja Ohm", DE)


def test_a_country_that_stands_in_the_genitive_alone_goes_by_its_name() -> None:
    countries = found("de", "Er sprach über die Wirtschaft Russlands und die Zukunft von Laos.", DE).entities
    assert [one.name for one in countries] == ["Russland", "Laos"]


def test_a_german_genitive_is_the_same_name() -> None:
    people = found("de", "Das sagt Anna Ruhland. Es ist Ruhlands Haus.", DE).entities
    assert [(one.name, len(one.mentions)) for one in people] == [("Anna Ruhland", 2)]


def test_a_day_has_the_year_that_the_text_gave_it_before() -> None:
    text = "Fue el 13 de marzo de 2021, dice. Ese 13 de marzo no llovió; el 14 de marzo tampoco."
    dates = [one.date.value for one in found("es", text, ES, date="2022-04-02").entities if one.date]
    assert dates == ["2021-03-13", "2022-03-14"]
