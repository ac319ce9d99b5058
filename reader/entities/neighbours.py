"""What names tell about each other: those that stand in a row, and small words that belong to a place's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reader.entities.found import Found, Label
from reader.entities.page import Page

_AND = r"(?:and|or|y|e|o|u|et|ou|und|oder)"
_ROW = re.compile(rf",[ \u00a0](?:{_AND}[ \u00a0])?|[ \u00a0]{_AND}[ \u00a0]")
_PLACES = re.compile(
    r"\b(?:towns|cities|villages|provinces|regions|districts|suburbs|islands|villes|localités|régions|communes|"
    r"départements|quartiers|îles|ciudades|pueblos|localidades|municipios|provincias|regiones|barrios|islas|"
    r"Städten?|Dörfern?|Orten?|Gemeinden|Regionen|Provinzen|Inseln)(?: [a-zà-ÿ-]+){0,2}"
    r"(?:[ \u00a0](?:of|like|such as|de|d['’]|comme|como|von|wie))?[ \u00a0]?(?<=[ \u00a0'’])$"
)
"""What says of a row behind it that it is one of places."""
_IN = re.compile(r"[ \u00a0](?:in|from|at|of)[ \u00a0][A-ZÀ-Þ]")
_SMALL = re.compile(r"[ \u00a0]([a-z]+)\b")
ROW = 3
"""Names that make a row."""


def rows(found: Sequence[Found], page: Page) -> Iterator[list[int]]:
    """Indices of names that stand in a row: `Lima, Arequipa and Puno`."""
    row: list[int] = []
    for index, one in enumerate(found):
        if row and not _ROW.fullmatch(page.text, found[row[-1]].end, one.start):
            if len(row) >= ROW:
                yield row
            row = []
        row.append(index)
    if len(row) >= ROW:
        yield row


def of_one_row(found: Sequence[Found], page: Page) -> list[Found]:
    """Names in a row are of one kind: those that most of them have, where all but a few agree."""
    result = list(found)
    for row in rows(found, page):
        counts: Counter[Label] = Counter(found[index].label for index in row)
        label, count = counts.most_common(1)[0]
        first = found[row[0]].start
        if _PLACES.search(page.text[max(first - 60, 0) : first]):
            label, count = "place", len(row)
        if count < 2 or count <= len(row) / 2 or label not in ("person", "place", "organisation"):
            continue
        for index in row:
            if not (label == "place" and _is_a_person_apart(found[index], page)):
                result[index] = found[index]._replace(label=label)
    return result


def _is_a_person_apart(one: Found, page: Page) -> bool:
    """Whether somebody stands at the end of a row of places: `from Lima, Peru, and Ana Paz in Ica`."""
    name = page.text[one.start : one.end]
    return one.label == "person" and " " in name and _IN.match(page.text, one.end) is not None


def with_tails(found: Sequence[Found], page: Page) -> list[Found]:
    """Places with the small word that ends their name: `Limpopo province`, `Pan-American highway`."""
    text, tails = page.text, page.lexicon.place_tails
    result = list(found)
    ends = {one.end: index for index, one in enumerate(found)}
    fresh: list[Found] = []
    for index, word in enumerate(page.words):
        if word.text not in tails or not index:
            continue
        last = page.words[index - 1]
        if text[last.end : word.start] != " " or not last.capital or last.first:
            continue
        known = ends.get(last.end)
        if known is not None:
            label, name = found[known].label, text[found[known].start : last.end]
            if label in ("place", "organisation", "person") or (label == "group" and "-" in name):
                result[known] = found[known]._replace(end=word.end, label="place")
        elif last.text.lower() not in page.gazetteer.common and not any(o.start <= last.start < o.end for o in fresh):
            fresh.append(Found(last.start, word.end, "place"))
    return sorted([*result, *fresh])
