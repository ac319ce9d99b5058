"""Fits the weights of `reader.documents.weights` again, and says how well such weights do on texts they never saw.

    PYTHONPATH=. python tests/benchmarks/reflow_fit.py ../shared/reflow            cross-validated figures
    PYTHONPATH=. python tests/benchmarks/reflow_fit.py ../shared/reflow --write    fit to everything, and write

What is fitted to: the benchmark's own layouts and extractions, and the same articles set here in every face that
`widths` knows, in five layouts. The folds part articles, so that no article is in both halves. Rules (`RULES` in
`weights`) are not fitted, and pairs of lines that a rule decides are left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from reader.documents import reflow, weights
from reader.documents.evidence import signs
from reader.documents.lines import SOFT_HYPHENS, Line, read_lines
from reader.documents.looks import Look
from reader.documents.plan import fit
from reader.documents.widths import FACES

FOLDS = 5
RIDGE = 0.5
RULES = frozenset(weights.RULES) - {"one line that leads"}
NAMES = list(weights.FITTED)
PLACE = {name: number for number, name in enumerate(NAMES)}


class Case(NamedTuple):
    """One article in one layout."""

    article: str
    layout: str
    raw: str
    weight: float


class Pairs(NamedTuple):
    """The pairs of lines of a case that no rule decides."""

    article: str
    rows: list[list[int]]
    """Numbers of the signs that each pair has."""
    ends: list[bool]
    """Whether a block ends there."""
    weight: float


def load_scorer(folder: Path) -> ModuleType:
    """The benchmark's `score.py`."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases(folder: Path, gold: dict[str, list[dict[str, str]]]) -> Iterator[Case]:
    """All layouts of the benchmark, those made here, and the beginnings of some of both."""
    chance = random.Random(7)
    found: list[Case] = []
    for path in sorted((folder / "raw").glob("*.txt")):
        article, layout = path.name[:-4].split(".", 1)
        found.append(Case(article, layout, path.read_bytes().decode(), 1.5 if "-" in layout else 1.0))
    for article, blocks in sorted(gold.items()):
        made = ("spaced", "flush", "indented", "gaps", "paged")
        found += [Case(article, layout, laid_out(blocks, layout, chance), 0.5) for layout in made]
    for case in found:
        yield case
        if chance.random() < 0.35:
            yield Case(case.article, case.layout, beginning(case.raw, chance.choice((6, 9, 14, 22))), 0.3)


def beginning(raw: str, count: int) -> str:
    """The first lines that are not blank."""
    kept: list[str] = []
    for line in raw.split("\n"):
        kept.append(line)
        count -= bool(line.strip())
        if not count:
            break
    return "\n".join(kept)


def laid_out(blocks: list[dict[str, str]], layout: str, chance: random.Random) -> str:
    """An article in lines that are full in some face, with bullets, indents, blank lines or pages."""
    widths = chance.choice(FACES)[1]
    margin = chance.uniform(5400, 12000)
    bullet = chance.choice(("• ", "• ", "- ", "* ", "– ", ""))
    indent = " " * chance.randint(2, 5) if layout == "indented" else ""
    narrow = {"title": chance.choice((1, 0.8, 0.6)), "heading": chance.choice((1, 0.9, 0.8))}
    pieces: list[tuple[bool, list[str]]] = []
    before = ""
    for block in blocks:
        kind = block["kind"]
        lead = bullet if kind == "item" else indent if kind == "paragraph" else ""
        lines = set_lines(lead, block["text"], widths, margin * narrow.get(kind, 1))
        apart = layout == "gaps" and not (kind == before == "item" and chance.random() < 0.7)
        apart = apart or (layout == "indented" and kind in ("title", "heading"))
        pieces.append((apart, lines))
        before = kind
    if layout == "gaps" or layout == "indented":
        return "".join("\n" * apart + "\n".join(lines) + "\n" for apart, lines in pieces)
    lines = [line for _, piece in pieces for line in piece]
    if layout == "flush":
        return "\n".join(lines) + "\n"
    page = chance.randint(30, 45)
    pages = [lines[at : at + page] for at in range(0, len(lines), page)]
    if layout == "spaced":
        return "".join(" " + " \n\n".join(lines) + " \n" for lines in pages)
    number = chance.choice(("Page %d", "%d", "- %d -"))
    return "\f".join("\n".join(lines) + "\n\n" + number % at + "\n" for at, lines in enumerate(pages, 1))


def set_lines(lead: str, text: str, widths: bytes, margin: float) -> list[str]:
    """A paragraph in lines no wider than the margin."""

    def width(words: str) -> int:
        return sum(widths[letter] for letter in words.encode("cp1252", "replace"))

    words = text.split()
    lines = [lead + words[0]]
    at = width(lines[0])
    for word in words[1:]:
        more = width(f" {word}")
        if at + more > margin:
            lines.append(word)
            at = width(word)
        else:
            lines[-1] += f" {word}"
            at += more
    return lines


def pairs(case: Case, gold: list[dict[str, str]], scorer: ModuleType) -> Pairs | None:
    """The pairs of lines of a case; None where every line is a block."""
    text, lines = read_lines(case.raw)
    lines = reflow.in_order(lines)
    looks = [Look(line) for line in lines]
    plan = fit(text, lines, looks)
    if plan.single:
        return None
    rows: list[list[int]] = []
    ends: list[bool] = []
    for on, end in zip(signs(lines, looks, plan, head=True), block_ends(lines, gold, scorer), strict=True):
        if not RULES.intersection(on):
            rows.append([PLACE[sign] for sign in on if sign in PLACE])
            ends.append(end)
    return Pairs(case.article, rows, ends, case.weight / max(4, sum(ends))) if rows else None


def block_ends(lines: list[Line], gold: list[dict[str, str]], scorer: ModuleType) -> list[bool]:
    """Whether a block of the article ends with each line but the last, found by aligning the letters."""
    bounds: set[int] = set()
    article = printed = ""
    for block in gold:
        bounds.add(len(article))
        article += scorer.stream(block["text"])
    after: list[int] = []
    for line in lines:
        printed += scorer.stream(line.text.rstrip(SOFT_HYPHENS))
        after.append(len(printed))
    places = scorer.align(printed, article)
    found: list[bool] = []
    for end in after[:-1]:
        before = max((place for place in places[max(0, end - 60) : end] if place >= 0), default=-1) + 1
        following = next((place for place in places[end : end + 60] if place >= 0), -1)
        found.append(before in bounds or following in bounds)
    return found


def fitted(found: list[Pairs]) -> dict[str, float]:
    """Weights by logistic regression with an L2 penalty, by Newton's method."""
    rows = [row for one in found for row in one.rows]
    signs_on = np.zeros((len(rows), len(NAMES)))
    for number, row in enumerate(rows):
        signs_on[number, row] = 1
    ends = np.array([end for one in found for end in one.ends], dtype=float)
    share = np.array([one.weight for one in found for _ in one.ends])
    share /= share.mean()
    odds = np.zeros(len(NAMES))
    for _ in range(12):
        likely = 1 / (1 + np.exp(-signs_on @ odds))
        slope = signs_on.T @ (share * (ends - likely)) - RIDGE * odds
        curve = (signs_on * (share * likely * (1 - likely))[:, None]).T @ signs_on + RIDGE * np.eye(len(NAMES))
        odds += np.linalg.solve(curve, slope)
    return {name: round(float(weight), 2) for name, weight in zip(NAMES, odds, strict=True)}


def scored(chosen: list[Case], gold: dict[str, list[dict[str, str]]], scorer: ModuleType) -> dict[str, list[Any]]:
    """What the benchmark says of cases, by layout."""
    found: dict[str, list[Any]] = {}
    for case in chosen:
        text, made = reflow.blocks(case.raw)
        result = [(kind, text[start:end]) for kind, start, end, *_ in made]
        found.setdefault(case.layout, []).append(scorer.score_case(gold[case.article], result, case.raw))
    return found


def report(found: dict[str, list[Any]]) -> None:
    """Print means by layout, and of layouts by hand and extractions from PDFs."""
    keys = ("P", "R", "F1", "exact")
    table = {layout: [float(np.mean([one[key] for one in ones])) for key in keys] for layout, ones in found.items()}
    parts = {
        "LAID OUT": [row for layout, row in table.items() if "-" not in layout],
        "FROM PDF": [row for layout, row in table.items() if "-" in layout],
    }
    table = {layout: row for layout, row in table.items() if "-" not in layout}
    table |= {name: [float(value) for value in np.mean(rows, axis=0)] for name, rows in parts.items()}
    for layout, row in table.items():
        print(f"{layout:12}" + "".join(f"{key:>7} {value:.3f}" for key, value in zip(keys, row, strict=True)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the benchmark: gold/, raw/, score.py")
    parser.add_argument("--write", action="store_true", help="write reader/documents/weights.py")
    parser.add_argument("--by", choices=("article", "source"), default="article", help="what the folds part")
    arguments = parser.parse_args()
    scorer = load_scorer(arguments.folder)
    gold = {path.stem: json.loads(path.read_text())["blocks"] for path in (arguments.folder / "gold").glob("*.json")}
    everything = list(cases(arguments.folder, gold))
    found = [one for case in everything if (one := pairs(case, gold[case.article], scorer))]
    if arguments.write:
        write(fitted(found))
        return
    articles = sorted(gold)
    random.Random(0).shuffle(articles)
    fold = {article: number % FOLDS for number, article in enumerate(articles)}
    if arguments.by == "source":
        fold = {name: 0 if name.startswith("blog") else 1 if name.startswith("guide") else 2 for name in articles}
    results: dict[str, list[Any]] = {}
    for number in sorted(set(fold.values())):
        weights.WEIGHTS.update(fitted([one for one in found if fold[one.article] != number]))
        held_out = [case for case in everything if fold[case.article] == number and case.weight >= 1]
        for layout, ones in scored(held_out, gold, scorer).items():
            results.setdefault(layout, []).extend(ones)
    report(results)


def write(found: dict[str, float]) -> None:
    """Put the weights into the module, whose other lines stay."""
    path = Path(weights.__file__)
    text = path.read_text()
    begin = text.index("FITTED: dict[str, float] = {")
    end = text.index("}\n", begin)
    lines = "".join(f'    "{name}": {weight:.2f},\n' for name, weight in found.items())
    path.write_text(f"{text[:begin]}FITTED: dict[str, float] = {{\n{lines}{text[end:]}")


if __name__ == "__main__":
    main()
