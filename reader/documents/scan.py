"""Where some letters stand in the bytes of a long text: quick, and only good enough to say which parts to look at.

Positions are bytes of the file. Whatever a needle finds has to be looked for again in the part that holds it; what it
passes over holds no match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.documents.largetext import LargeText

_CHUNK = 1 << 20
_BROKEN = rb"(?:(?:-|\xc2\xad|\xe2\x80\x90|\xef\xbf\xbe|\x02)?[ \t\r]*\n\s*|\xef\xbf\xbe|\x02|\xc2\xad)?"
"""What may stand inside a word of a text in which words are broken at line ends."""


class Needle:
    """Letters to look for in raw bytes."""

    def __init__(self, letters: str, flow: LargeText, *, case: bool) -> None:
        """Prepare to look for letters without white space among them."""
        self.flow = flow
        self._codec = flow.codec
        self._letters = letters if case else letters.lower()
        self._small = not case and letters.lower() != letters.upper()
        self._decoded = self._small and not letters.isascii()
        self._bytes = b"" if self._decoded else self._letters.encode(self._codec, "replace")
        self._pattern: re.Pattern[bytes] | None = None
        if flow.plan.hyphenated and not flow.plan.single:
            spelled = _BROKEN.join(re.escape(letter.encode(self._codec, "replace")) for letter in self._letters)
            self._pattern = re.compile(spelled, re.IGNORECASE if self._small else 0)
        self._overlap = 64 + 16 * len(letters)

    def after(self, part: int) -> Iterator[tuple[int, bool]]:
        """Positions of hits behind a part, at least one for each part that has any; False marks how far it is."""
        position, size = self.flow.position(part + 1), self.flow.size
        while position < size:
            data = self.flow.read(position, _CHUNK + self._overlap)
            if not data:
                return
            at = 0
            hits = self._hits(data)
            for hit in hits:
                if hit < at or hit >= _CHUNK:
                    continue
                yield position + hit, True
                at = self.flow.position(self.flow.part_at(position + hit) + 1) - position
            position += _CHUNK
            yield min(position, size - 1), False

    def before(self, part: int) -> Iterator[tuple[int, bool]]:
        """Positions of hits before a part, the last first; as `after`."""
        end = self.flow.position(part)
        while end > 0:
            begin = max(0, end - _CHUNK)
            data = self.flow.read(begin, end - begin + self._overlap)
            at = end - begin
            for hit in sorted(self._hits(data), reverse=True):
                if hit >= at:
                    continue
                yield begin + hit, True
                at = self.flow.position(self.flow.part_at(begin + hit)) - begin
            end = begin
            yield begin, False

    def _hits(self, data: bytes) -> Iterator[int]:
        """Where it stands in some bytes, in order; now and then where it does not."""
        if self._pattern is not None:
            for found in self._pattern.finditer(data):
                yield found.start()
        elif self._decoded:
            yield from self._decoded_hits(data)
        else:
            if self._small:
                data = data.lower()
            at = data.find(self._bytes)
            while at >= 0:
                yield at
                at = data.find(self._bytes, at + 1)

    def _decoded_hits(self, data: bytes) -> Iterator[int]:
        text = data.decode(self._codec, "replace")
        small = text.lower()
        share = len(data) / max(1, len(text))
        at = small.find(self._letters)
        position = last = 0
        while at >= 0:
            # Letters are counted back into bytes; a few that are longer in small letters may shift it a little.
            position += len(text[last:at].encode(self._codec, "replace"))
            last = at
            slack = 64 + int(share * abs(len(small) - len(text)))
            for near in (position - slack, position + slack):
                yield max(0, min(len(data) - 1, near))
            at = small.find(self._letters, at + 1)
