"""How well the article of a web page is found: F1 on Scrapinghub's article extraction benchmark.

    python tests/benchmarks/html_articles.py PATH/article-extraction-benchmark [--worst 20]

Scored by the benchmark's own `evaluate.py`, on the body alone: title, byline and captions are no part of it. While
the rules were made, pages whose key begins with 8 to f were held out, but for six that had failed altogether.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from reader.documents.html import decode_page, read_html
from reader.documents.model import Document


def body_of(document: Document) -> str:
    """The words of the article itself."""
    kept = [b for b in document.blocks if b.kind not in ("title", "byline", "caption", "rule")]
    return "\n\n".join(document.text[block.start : block.end] for block in kept)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("benchmark", type=Path, help="a checkout of the benchmark")
    parser.add_argument("--worst", type=int, default=0, help="name the pages that fared worst")
    arguments = parser.parse_args()
    sys.path.insert(0, str(arguments.benchmark))
    import evaluate  # type: ignore[import-not-found]  # the benchmark's own, in the folder that was given

    truth = json.loads((arguments.benchmark / "ground-truth.json").read_text(encoding="utf-8"))
    found: dict[str, dict[str, str]] = {}
    times: list[float] = []
    for key, page in truth.items():
        data = gzip.decompress((arguments.benchmark / "html" / f"{key}.html.gz").read_bytes())
        began = time.process_time()
        document = read_html(decode_page(data, source=key), source=key, address=page["url"])
        times.append(time.process_time() - began)
        found[key] = {"articleBody": body_of(document)}
    for name, keys in (
        ("all", list(truth)),
        ("looked at", [key for key in truth if key < "8"]),
        ("held out", [key for key in truth if key >= "8"]),
    ):
        scores = evaluate.evaluate({key: truth[key] for key in keys}, {key: found[key] for key in keys}, 200)
        figures = ", ".join(f"{score} {scores[score]:.4f}" for score in ("f1", "f1_std", "precision", "recall"))
        print(f"{name}: {len(keys)} pages, {figures}")
    times.sort()
    print(f"CPU ms a page: mean {1000 * sum(times) / len(times):.1f}, median {1000 * times[len(times) // 2]:.1f}")
    rows = []
    for key, page in truth.items():
        counts = evaluate.string_shingle_matching(true=page["articleBody"], pred=found[key]["articleBody"])
        precision, recall = evaluate.precision_score(*counts), evaluate.recall_score(*counts)
        rows.append((2 * precision * recall / ((precision + recall) or 1), precision, recall, page["url"]))
    for f1, precision, recall, url in sorted(rows)[: arguments.worst]:
        print(f"{f1:.3f} P {precision:.3f} R {recall:.3f} {url}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
