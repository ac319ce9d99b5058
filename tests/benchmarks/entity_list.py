"""How fast the Entities tab of a long book is: 500 entities, named tens of thousands of times in 10 MB.

    python tests/benchmarks/entity_list.py /tmp/book

The book and its names are made up, and the names are found by what is known of them, not by an engine: what is
measured is what the screen does with findings. Each figure is processor time in milliseconds, the median of
several runs; a key is measured to the drawn lines, without what the toolkit and the terminal add.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import process_time

from annotations.anchoring.quote import quote_span
from annotations.history import History
from annotations.ids import new_id
from annotations.model import Annotator
from reader.app.widgets.entity_list import EntitiesPane
from reader.bulk import Wish, mentioned, open_to_notes
from reader.entities.corrections import corrected, dismiss
from reader.entities.index import MentionIndex
from reader.entities.model import Entity, Findings, Mention
from reader.session import Session

ENTITIES, LENGTH = 500, 10_000_000
WIDTH, HEIGHT = 38, 40

_SYLLABLES = ("ba", "do", "ki", "lu", "mer", "nan", "pol", "ris", "sta", "tev", "vo", "zan")
_RESTS = (
    "the road was long and nobody had counted the carts",
    "it had rained since the morning and the river stood high",
    "there was little to eat and less to say",
    "the letters had come late again",
)


def made_up() -> tuple[str, tuple[Entity, ...]]:
    """A book, and its entities: a few are named often, most seldom."""
    chance = random.Random(7)
    names: dict[str, None] = {}
    while len(names) < ENTITIES:
        names[" ".join("".join(chance.choices(_SYLLABLES, k=3)).capitalize() for _ in range(2))] = None
    weights = [1 / (n + 1) ** 0.8 for n in range(ENTITIES)]
    lines: list[str] = []
    length = 0
    while length < LENGTH:
        who = chance.choices(list(names), weights, k=4)
        lines.append(" ".join(f"{name} said that {chance.choice(_RESTS)}; {chance.choice(_RESTS)}." for name in who))
        length += len(lines[-1]) + 2
    text = "\n\n".join(lines)
    found: dict[str, list[Mention]] = {}
    for match in re.finditer(r"[A-Z]\w+ [A-Z]\w+", text):
        found.setdefault(match[0], []).append(Mention(start=match.start(), end=match.end(), text=match[0]))
    return text, tuple(
        Entity(id=f"person:{name}", name=name, kind="person", mentions=tuple(mentions))
        for name, mentions in found.items()
    )


def timed(what: str, act: Callable[[], object], runs: int = 9) -> None:
    """Print the median of some runs."""
    taken = []
    for _ in range(runs):
        begun = process_time()
        act()
        taken.append((process_time() - begun) * 1000)
    print(f"{what:44} {statistics.median(taken):8.2f} ms")


def main() -> None:
    """Measure the list, then what is done to all mentions of one entity."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="for the history of what is done; it is made")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    text, entities = made_up()
    print(f"{len(entities)} entities, {sum(len(one.mentions) for one in entities):,} mentions, {len(text):,} letters")

    findings = Findings(entities=entities, final=True)
    timed("shown for the first time", lambda: shown(findings, len(text)))
    pane = shown(findings, len(text))
    timed("shown anew", lambda: pane.show(findings, len(text)))
    timed("put in order of the text", lambda: MentionIndex(entities))
    right = [dismiss(entities[3], now=datetime.now(UTC))]
    timed("one correction applied", lambda: corrected(entities, right, text))
    for key in ("down", "pagedown", "G", "g"):
        timed(f"key: {key}", partial(press, pane, key), runs=51)
    timed("key: a letter of the filter", partial(narrow, pane))

    most = max(entities, key=lambda one: len(one.mentions))
    session = Session(
        Annotator(id="mira"),
        lambda passage: quote_span(text, *passage),
        lambda note: (),
        lambda kept: None,
        History(folder / f"{new_id()}.jsonl", Path("book")),
        new_id=new_id,
        warn=print,
    )
    print(f"{most.name}: {len(most.mentions):,} mentions")
    timed("its mentions listed", lambda: mentioned(most, session.book, lambda start, end: text[start:end]))
    passages = open_to_notes(mentioned(most, session.book, lambda start, end: text[start:end]))
    wish = Wish(color="yellow", entity=most.id)
    timed("a note on each", lambda: session.annotate_each(passages, wish, "highlight"), runs=1)
    timed("all taken back", session.undo, runs=1)


def shown(findings: Findings, length: int) -> EntitiesPane:
    """A pane that lists the findings."""
    pane = EntitiesPane()
    pane.list.resize(WIDTH, HEIGHT)
    pane.list.has_focus = True
    pane.show(findings, length)
    return pane


def press(pane: EntitiesPane, key: str) -> None:
    """A key, to the drawn lines."""
    pane.list.key(key)
    pane.list.draw_lines()


def narrow(pane: EntitiesPane) -> None:
    """Two letters in the filter, to the drawn lines."""
    pane.filter.value = "ba"
    pane.narrow()
    pane.list.draw_lines()


if __name__ == "__main__":
    main()
