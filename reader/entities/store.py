"""Entities kept from one opening of a document to the next, in files that may be thrown away at any time."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zlib
from pathlib import Path

from reader.documents.model import Document
from reader.entities.model import Findings
from reader.entities.wire import entity_from_wire, entity_to_wire

KEPT = 200
"""Documents whose entities are kept; those not opened for longest go first."""


class EntityStore:
    """A folder of findings, one file for a document and an engine of one version."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, document: Document, engine: str, version: str) -> Findings | None:
        """The findings of this engine for this very text, or None. A file that is damaged is no findings."""
        path = self._path(document, engine, version)
        try:
            value = json.loads(zlib.decompress(path.read_bytes()))
            findings = Findings(
                entities=tuple(entity_from_wire(one, document.text) for one in value["entities"]),
                engine=engine,
                progress=1.0,
                final=True,
                note=str(value["note"]),
            )
            os.utime(path)
        except (OSError, ValueError, KeyError, TypeError, zlib.error):
            # Absent, or cut short by a full disk: found anew, which costs a second and nothing else.
            return None
        return findings

    def write(self, document: Document, findings: Findings, version: str) -> bool:
        """Keep final findings; False when the folder cannot be written, which is no error: they are only a cache."""
        path = self._path(document, findings.engine, version)
        value = {"note": findings.note, "entities": [entity_to_wire(entity) for entity in findings.entities]}
        data = zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 6)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as file:
                file.write(data)
            Path(file.name).replace(path)
            self._tidy()
        except OSError:
            return False
        return True

    def _path(self, document: Document, engine: str, version: str) -> Path:
        # The date and the blocks matter as much as the text: "Wednesday" is a day of the week before that date.
        key = hashlib.sha256()
        for part in (document.fingerprint, document.date, document.language, document.loader, engine, version):
            key.update(part.encode() + b"\0")
        return self._folder / f"{key.hexdigest()[:40]}.json.z"

    def _tidy(self) -> None:
        kept = sorted(self._folder.glob("*.json.z"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[KEPT:]:
            path.unlink(missing_ok=True)
