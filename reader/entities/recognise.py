"""A document's entities: mentions found, merged and named."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.documents.model import Document
from reader.entities import aliases, dates, timeline
from reader.entities.found import SURE, Found, kind_of
from reader.entities.gazetteer import gazetteer
from reader.entities.language import NAMES, detect
from reader.entities.lexicon import lexicon
from reader.entities.model import Entity, Findings, Mention, Near, ResolvedDate, at_start
from reader.entities.page import Page
from reader.entities.settling import settled
from reader.entities.spelling import fold, surface
from reader.entities.versions import SHIPPED


class RulesRecogniser:
    """Names of more than one word, dates, and what their own words tell: needs no model, in four languages."""

    name = "rules"
    version = SHIPPED["rules"]

    def recognise(
        self, document: Document, *, near: Near = at_start, partial: Callable[[Findings], None] | None = None
    ) -> Findings:
        """See `reader.entities.model.Recogniser`. It is quick: `near` changes nothing."""
        text = document.text
        language = detect(text, declared=document.language)
        page = Page(document, language)
        written = [date for date in dates.find_dates(text, language) if page.holds(date.start)]
        dated = [Found(date.start, date.end, "date", SURE) for date in written]
        entities = assemble(document, settled([], dated, page), written, language)
        return Findings(
            entities=tuple(entities), engine=self.name, progress=1.0, final=True, note=rules_note(language)
        )


def rules_note(language: str) -> str:
    """What to tell the reader of a text whose names were found by rules alone."""
    if language in NAMES:
        return f"{NAMES[language]} text: names were found by rules alone, so some are missing."
    return "This language has no rules of its own: names and dates are a rough guess."


def assemble(
    document: Document, found: Sequence[Found], written: Sequence[dates.WrittenDate], language: str = "en"
) -> list[Entity]:
    """Mentions that do not overlap, as entities in order of first mention."""
    text = document.text
    words = lexicon(language)
    ordered = sorted(found)
    today = timeline.document_date(document, written)
    known = timeline.with_years(written, today)
    countries = gazetteer(words.language).countries
    resolved = {date.start: timeline.resolve(date, text, today, language) for date in known}
    values: list[ResolvedDate | None] = [resolved.get(one.start) if one.label == "date" else None for one in ordered]
    heads = {fold(head) for head in words.organisation_heads} if words.organisation_first else frozenset[str]()
    entities: list[Entity] = []
    taken: set[str] = set()
    for group in aliases.merge(
        ordered, text, [value.value if value else None for value in values], heads, genitives=words.language == "de"
    ):
        members = [ordered[index] for index in group]
        forms = [surface(text[one.start : one.end]) for one in members]
        kind = kind_of(members[0].label)
        name = aliases.date_name(forms, words) if kind == "date" else aliases.display_name(forms)
        if kind == "place" and words.language == "de" and name[:-1] in countries:
            name = name.removesuffix("s")  # "Russlands"
        # Two entities of one name (a surname that two people share) are told apart by a number.
        identity, number = f"{kind}:{name}", 1
        while identity in taken:
            number += 1
            identity = f"{kind}:{name}#{number}"
        taken.add(identity)
        entities.append(
            Entity(
                id=identity,
                name=name,
                kind=kind,
                aliases=tuple(form for form in dict.fromkeys(forms) if form != name),
                mentions=tuple(
                    Mention(start=one.start, end=one.end, text=text[one.start : one.end]) for one in members
                ),
                date=values[group[0]],
            )
        )
    return entities
