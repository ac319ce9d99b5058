"""The JSON Schema of a notes file, draft 7: for editors and for other programs.

postil itself reads notes with `annotations.codec`, which says more precisely what is wrong and what to do.
"""

from __future__ import annotations

from pathlib import Path

SCHEMA_FILE = "postil-notes-1.schema.json"
"""The name that the head of every notes file tells editors: a file in the same folder, which `postil check --schema`
makes. The 1 is the version of the schema."""


def schema_text() -> str:
    """The schema as JSON."""
    return Path(__file__).with_name("notes.schema.json").read_text("utf-8")
