"""Draws the pictures of the README and the docs: the real program on the sample article, as SVG.

    python docs/pictures/make.py

Everything happens in a temporary folder; nothing of the person who runs it is read or written.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

NOTES: Sequence[tuple[str, str, Sequence[str], str]] = (
    ("the last boat across the Minho no longer leaves at dusk", "yellow", ["ferry"], ""),
    ("“I wanted to visit my sister without asking anyone for a lift.”", "green", ["voices/Couto"], ""),
    (
        "There has never been a toll",
        "blue",
        ["claim", "to-check"],
        "He says it himself: *less road and more water*. Ask the council for the petition.",
    ),
    ("312 members", "orange", ["numbers"], "Saraiva has the same number further down."),
    ("7.4 passengers after 9 p.m.", "orange", ["numbers"], ""),
)
"""Words, colour, tags and comment of the notes in the pictures."""


TABLE = """\
# Boats that crossed before the bridge

Three boats went over between the two landings before the road bridge opened.

| Boat | What is known of her | Built | Passengers |
|---|---|---|---|
| Santa Lucía | {lucia} | 1974 | 12,450 |
| Lobo do Mar | {lobo} | 1912 | 801 |
| Rosa | Sank at her moorings. | 1898 | 77 |

The pilot's book has never been printed.
"""
CELLS = {
    "lucia": "Carried cars until 2004, then lay in a shed outside Tomiño, where children knew her as the house "
    "without a street.",
    "lobo": "In the year of the flood she did not sail for eleven weeks. Her pilot kept his notes all the same, in a "
    "school book with a blue cover.",
}
"""A table whose cells are longer than their columns."""


async def picture(name: str, article: Path, keys: Sequence[str], *, size: tuple[int, int], theme: str = "") -> None:
    """Run the program, press keys, and keep what it shows."""
    from annotations.model import Annotator
    from reader.app.app import PostilApp
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.config import Settings
    from reader.documents.load import open_flow

    settings = Settings(path=article.parent / "config.yaml", annotator=Annotator(id="ana", name="Ana"), theme=theme)
    app = PostilApp(open_flow(str(article)), settings)
    async with app.run_test(size=size) as pilot:
        screen = app.screen
        assert isinstance(screen, AnnotatingScreen)
        while not (screen.session is not None and screen.names.complete):  # names come from a process of their own
            await pilot.pause(0.1)
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause(0.5)
        svg = app.export_screenshot(title=f"postil {article.name}")
    # Fonts of the reader's own machine: a picture must not fetch anything.
    svg = re.sub(r"@font-face\s*{.*?}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")
    (HERE / f"{name}.svg").write_text(svg + "\n", "utf-8")
    print(f"{name}.svg")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["POSTIL_DATA_DIR"] = str(Path(folder) / "data")
        os.environ["POSTIL_CONFIG_DIR"] = str(Path(folder) / "config")
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        os.environ.pop("NO_COLOR", None)
        from reader.cli import main as postil

        article = Path(folder) / "ferry.txt"
        article.write_bytes((ROOT / "reader" / "sample" / "ferry.txt").read_bytes())
        for quote, color, tags, comment in NOTES:
            words = ["note", "add", str(article), "--quote", quote, "--color", color, "--by", "ana"]
            words += [word for tag in tags for word in ("--tag", tag)]
            if postil([*words, *(["--comment", comment] if comment else [])]):
                return 1
        reply = [
            "--quote",
            "fog from Caminha to Valença",
            "--color",
            "pink",
            "--by",
            "bo",
            "--comment",
            "True in May too.",
        ]
        if postil(["note", "add", str(article), *reply]):
            return 1
        asyncio.run(picture("reading", article, ["j"] * 5, size=(120, 36)))
        asyncio.run(picture("notes", article, ["j"] * 5 + ["l"], size=(120, 36), theme="postil-light"))
        asyncio.run(picture("narrow", article, ["j"] * 6, size=(72, 30)))
        boats = Path(folder) / "boats.md"
        boats.write_text(TABLE.format(**CELLS), "utf-8")
        quote = "Her pilot kept his notes all the same, in a school book with a blue cover."
        words = ["--quote", quote, "--color", "green", "--by", "ana", "--comment", "Where is it now?"]
        if postil(["note", "add", str(boats), *words]):
            return 1
        asyncio.run(picture("table", boats, ["j"] * 2, size=(96, 24)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
