"""What anchoring must achieve: on edits of one's own making always, on a benchmark's cases where they are at hand."""

from __future__ import annotations

import gzip
import json
import lzma
import os
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from annotations.anchoring.place import nothing, place_all
from annotations.anchoring.placement import Placement
from annotations.anchoring.quote import quote_span
from annotations.model import Annotation

CASES = Path(os.environ.get("POSTIL_SHARED", Path(__file__).parents[4] / "shared")) / "anchoring"
OLD, NEW = "0" * 64, "1" * 64
WHEN = datetime(2026, 1, 2, tzinfo=UTC)

EVERY = 9
"""One pair of texts in so many is looked at, to be quick."""

EDITS = [
    # A text, the passage, the text as it is today, and the passage as it is today.
    ("A cold wind blew.", "cold wind", "A cold wind blew. And then it stopped.", "cold wind"),
    (
        "The mill was built in 1840 by two brothers. It burnt down in 1871, and nobody rebuilt it.",
        "It burnt down in 1871",
        "The mill was built in 1840 by two brothers. It burned down in the spring of 1871, and nobody rebuilt it.",
        "It burned down in the spring of 1871",
    ),
    (
        "She sells maps. He sells lamps. They share a shop, a cat, and the rent of a room upstairs.",
        "They share a shop, a cat, and the rent",
        "They share a shop, a cat, and the rent of a room upstairs. She sells maps. He sells lamps.",
        "They share a shop, a cat, and the rent",
    ),
    (
        "First the ministry denied it. Then the ministry said that it had known all along, and nothing more.",
        "First the ministry denied it.",
        "Then the ministry said that it had known all along, and nothing more.",
        None,
    ),
    (
        "Rain fell on the tents all night. In the morning the river had risen by a metre.",
        "the river had risen by a metre",
        "Rain fell on the tents all night. In the mor-\nning the  river had *risen* by a metre.",
        "the  river had *risen* by a metre",
    ),
    (
        "Le café était fermé. L’après-midi, on jouait aux cartes sous le ﬁguier.",
        "on jouait aux cartes sous le ﬁguier",
        "Le cafe était fermé. L'apres-midi, on jouait aux cartes sous le figuier.",
        "on jouait aux cartes sous le figuier",
    ),
    (
        "駅前の古い本屋は昨年閉店した。店主は今、隣町で小さな喫茶店を営んでいる。",
        "店主は今、隣町で小さな喫茶店を営んでいる",
        "駅前の古い本屋は三年前に閉店した。店主は今、隣町で静かな喫茶店を営んでいる。",
        "店主は今、隣町で静かな喫茶店を営んでいる",
    ),
]


def placed(old: str, new: str, spans: Sequence[tuple[int, int]], *, kept: bool) -> list[Placement]:
    notes = [
        Annotation(id=f"{n:04}", spans=(quote_span(old, *span),), created=WHEN, modified=WHEN)
        for n, span in enumerate(spans)
    ]
    recall = {OLD: old}.get if kept else nothing
    places = place_all(notes, new, fingerprint=NEW, default_fingerprint=OLD, recall=recall)
    return [places[note.id][0] for note in notes]


@pytest.mark.parametrize(("old", "passage", "new", "today"), EDITS)
def test_with_the_old_text_a_passage_is_where_a_reader_sees_it(
    old: str, passage: str, new: str, today: str | None
) -> None:
    start = old.index(passage)
    (place,) = placed(old, new, [(start, start + len(passage))], kept=True)
    assert (new[slice(*place.span)] if place.span else None) == today
    assert place.status in ("exact", "moved", "changed", "orphan")


@pytest.mark.parametrize(("old", "passage", "new", "today"), EDITS)
def test_without_it_a_passage_is_there_or_in_doubt(old: str, passage: str, new: str, today: str | None) -> None:
    start = old.index(passage)
    (place,) = placed(old, new, [(start, start + len(passage))], kept=False)
    if place.status in ("exact", "moved", "changed"):
        assert place.span is not None
        assert new[slice(*place.span)] == today


class Figures:
    """What became of many cases, in percent."""

    def __init__(self) -> None:
        self.alive = self.gone = self.right = self.wrong = self.orphans = 0

    def add(self, case: dict[str, Any], place: Placement) -> None:
        answer = place.span if place.status in ("exact", "moved", "changed") else None
        truths = [] if case["truth"] is None else [case["truth"], *case.get("alt", [])]
        self.alive += bool(truths)
        self.gone += not truths
        if answer is None:
            self.orphans += not truths
            return
        shares = [
            max(0, min(answer[1], end) - max(answer[0], start)) / (max(answer[1], end) - min(answer[0], start))
            for start, end in truths
        ]
        self.right += max(shares, default=0.0) >= 0.8
        self.wrong += max(shares, default=0.0) == 0.0

    def percent(self) -> tuple[float, float, float]:
        """Surviving passages placed right; wrong ones, of all; those that are gone, orphaned."""
        right, wrong = self.right / self.alive, self.wrong / (self.alive + self.gone)
        return 100 * right, 100 * wrong, 100 * self.orphans / max(1, self.gone)


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, str, list[dict[str, Any]]]]:
    if not (CASES / "dev.jsonl.gz").is_file():
        pytest.skip("the benchmark's cases are not at hand")
    about: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(CASES / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for case in map(json.loads, lines):
            about[case["old"], case["new"]].append(case)
    chosen = list(about)[::EVERY]
    wanted = {text for pair in chosen for text in pair}
    with lzma.open(CASES / "dev-texts.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts = {text["id"]: text["text"] for text in map(json.loads, lines) if text["id"] in wanted}
    return [(texts[old], texts[new], about[old, new]) for old, new in chosen]


@pytest.mark.parametrize(
    ("kept", "right", "wrong", "orphaned"), [(True, 97.0, 0.25, 98.5), (False, 92.5, 0.45, 98.0)],
    ids=["text kept", "quotes only"],
)  # fmt: skip
def test_figures_of_a_benchmark_hold(
    pairs: list[tuple[str, str, list[dict[str, Any]]]], kept: bool, right: float, wrong: float, orphaned: float
) -> None:
    figures = Figures()
    for old, new, about in pairs:
        places = placed(old, new, [(case["start"], case["end"]) for case in about], kept=kept)
        for case, place in zip(about, places, strict=True):
            figures.add(case, place)
    found = figures.percent()
    assert found[0] >= right, found
    assert found[1] <= wrong, found
    assert found[2] >= orphaned, found


def test_with_the_old_text_typography_ocr_and_pdf_lose_nothing(
    pairs: list[tuple[str, str, list[dict[str, Any]]]],
) -> None:
    mechanical = {"reflow", "hyphenate", "smart-quotes", "ascii-quotes", "nfd", "soft-hyphen", "ligature", "ocr"}
    mechanical |= {"markup-off", "reextract", "pdf", "pdf-pdf", "kept-reflow"}
    figures = Figures()
    for old, new, about in pairs:
        if {case["kind"] for case in about} & mechanical:
            places = placed(old, new, [(case["start"], case["end"]) for case in about], kept=True)
            for case, place in zip(about, places, strict=True):
                if case["kind"] in mechanical:
                    figures.add(case, place)
    assert figures.percent()[:2] == (100.0, 0.0)
