"""How well mentions of one thing are brought together, on mentions that people marked and linked to Wikidata.

    python tests/benchmarks/measure_aliases.py aida-conll-test.benchmark.jsonl --conll test.conllu
    python tests/benchmarks/measure_aliases.py msnbc.benchmark.jsonl --errors 20

The JSON Lines are those of ELEVANT (`text`, and `labels` with `span`, `entity_id`, `type`); the CoNLL-2003 file, in
the columns of WikiNEuRal, tells the kinds that AIDA's mentions were given. Only the merging is measured, in per cent
of B-cubed, beside what equal strings alone would reach. Nothing here asserts anything.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from reader.entities import aliases
from reader.entities.found import Found, Label

CONLL: dict[str, Label] = {"PER": "person", "ORG": "organisation", "LOC": "place"}
WIKIDATA: dict[str, Label] = {"Q215627": "person", "Q27096213": "place", "Q43229": "organisation"}
"""Classes of people, of places and of organisations; in the order in which a thing of several is taken."""


class Linked(NamedTuple):
    """A document's mentions, in order, with what each one names."""

    text: str
    found: list[Found]
    things: list[str]


class BCubed:
    """Precision and recall, averaged over mentions."""

    def __init__(self) -> None:
        self.precision = self.recall = 0.0
        self.mentions = 0

    def add(self, groups: Iterable[Sequence[int]], things: Sequence[str]) -> None:
        """Count the groups of one document against what its mentions name."""
        sizes = Counter(things)
        for group in groups:
            shared = Counter(things[index] for index in group)
            for index in group:
                self.precision += shared[things[index]] / len(group)
                self.recall += shared[things[index]] / sizes[things[index]]
        self.mentions += len(things)

    def f(self) -> float:
        """Their harmonic mean, in per cent."""
        both = self.precision + self.recall
        return 200 * self.precision * self.recall / both / max(1, self.mentions) if both else 0.0


def documents(path: Path, conll: Path | None) -> Iterator[Linked]:
    """The documents of a file, without pronouns and what is unknown or of another kind."""
    tokens = iter(_tokens(conll)) if conll else None
    for line in path.read_text("utf-8").splitlines():
        value = json.loads(line)
        kinds = _kinds(value["text"], tokens) if tokens else None
        marked = set()
        for label in value["labels"]:
            start, end = label["span"]
            kind = kinds.get(start) if kinds is not None else _class(label)
            if kind and label["entity_id"].startswith("Q") and not label.get("coref"):
                marked.add((start, end, kind, label["entity_id"]))
        apart: list[tuple[int, int, Label, str]] = []
        for one in sorted(marked):
            if not apart or one[0] >= apart[-1][1]:
                apart.append(one)
        yield Linked(value["text"], [Found(*one[:3]) for one in apart], [one[3] for one in apart])


def _class(label: dict[str, Any]) -> Label | None:
    classes = label["type"].split("|")
    return next((kind for name, kind in WIKIDATA.items() if name in classes), None)


def _tokens(conll: Path) -> Iterator[tuple[str, str]]:
    for line in conll.read_text("utf-8").splitlines():
        if line.strip():
            _, token, label = line.split("\t")[:3]
            if token != "-DOCSTART-":
                yield token, label


def _kinds(text: str, tokens: Iterator[tuple[str, str]]) -> dict[int, Label]:
    """Offset -> kind, for a text whose words are the next ones of the corpus, letters hidden or not."""
    kinds, at = {}, 0
    for word in text.split(" "):
        token, label = next(tokens)
        if len(token) != len(word):
            raise SystemExit(f"The files do not go together: {word!r} in one is {token!r} in the other.")
        if label[2:] in CONLL:
            kinds[at] = CONLL[label[2:]]
        at += len(word) + 1
    return kinds


def by(keys: Iterable[Hashable]) -> list[list[int]]:
    """Groups of equal keys."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        groups[key].append(index)
    return list(groups.values())


def main() -> int:
    """Measure one file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--conll", type=Path, help="the same documents with their kinds")
    parser.add_argument("--errors", type=int, default=0, help="how many to list")
    arguments = parser.parse_args()
    ours, same = BCubed(), BCubed()
    errors: Counter[str] = Counter()
    for text, found, things in documents(arguments.file, arguments.conll):
        groups = aliases.merge(found, text)
        names = [text[one.start : one.end] for one in found]
        ours.add(groups, things)
        same.add(by(name.casefold() for name in names), things)
        for group in groups:
            different = {things[index]: names[index] for index in reversed(group)}
            errors.update(" with ".join(different.values()) for _ in different if len(different) > 1)
        of = {index: number for number, group in enumerate(groups) for index in group}
        for group in by(things):
            parts = {of[index]: names[index] for index in reversed(group)}
            errors.update(" apart from ".join(parts.values()) for _ in parts if len(parts) > 1)
    print(f"{arguments.file.name}: {ours.mentions} mentions, B-cubed {ours.f():.2f}; equal strings {same.f():.2f}")
    for words, count in errors.most_common(arguments.errors):
        print(f"    {count}: {words}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
