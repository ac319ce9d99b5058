"""Code gets its colours when the reader comes to it, and keeps its letters and its notes."""

from __future__ import annotations

from pathlib import Path

from tests.reader.app.person import Reader, reading

STORY = "# Roads\n\nWords.\n\n```python\ndef road(n):\n    return n  # one\n```\n\n```nonesuch\ndef\n```\n"


def looks(reader: Reader, words: str) -> set[str]:
    return {look[0] for runs in reader.reading.view.rows() for text, look in runs if text.strip() == words}


async def test_code_on_the_screen_is_coloured_and_notes_lie_over_it(article: Path) -> None:
    article.write_text(STORY, "utf-8")
    async with reading(article) as reader:
        before = ["".join(text for text, _ in runs) for runs in reader.reading.view.rows()]
        await reader.until(lambda: "accent" in looks(reader, "def"))
        assert looks(reader, "# one") == {"muted"}
        assert ["".join(text for text, _ in runs) for runs in reader.reading.view.rows()] == before
        view = reader.reading.view
        view.jump_to(view.flow.part(0).text.index("def road"))
        await reader.press("h")
        assert {look[1] for runs in view.rows() for text, look in runs if text.strip() == "return"} == {"yellow"}
