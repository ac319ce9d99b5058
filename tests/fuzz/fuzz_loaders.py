"""Spoils files and opens them, for as long as it is told to: named errors or sound documents, soon, and nothing else.

    nice python tests/fuzz/fuzz_loaders.py --seconds 3600             every loader in turn
    nice python tests/fuzz/fuzz_loaders.py --seconds 600 --format epub

A file that breaks a promise is written to `--findings`, and its examples go into `test_regressions.py` for good. What
is being opened lies there as `NAME-now`, so that a crash of a library in C leaves its file behind.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from annotations.errors import SourceError
from reader.documents import registry
from reader.documents.loader import FlowLoader, LoadOptions
from reader.documents.origin import Origin
from tests.fuzz import seeds
from tests.fuzz.invariants import check_document, check_flow

SLOWEST = 5.0
"""Seconds that no small file may take."""

MOST_MEMORY = 3 << 30

NATIVE = {"pdf"}
"""Formats that a library in C reads, which could end the process."""

MARKS = """< > & ; ]]> <![CDATA[ <!-- --> </p> <p> <table> <tr><td> <sup> <pre> <svg> <math> <hr/> <li> <w:p> </w:p>
<w:t>x</w:t> <w:del/> <w:ins> </w:ins> <w:tbl> &#0; &#x202e; &#55296; &nbsp; &bogus; [^1] [a]( ![ *** \\ ` é %PDF-1.7
e\u0301 \u202e \ufeff 한 \U0001f9d1\u200d\U0001f692 <ruby> <q> hidden <td> <title/> <ol>
</html> <body> <frameset>""".split()

SNIPPETS = [
    *(mark.encode() for mark in MARKS),
    *(b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\x1b[2J", b"PK\x03\x04"),
    *(b"# ", b"> ", b"- ", b"1. ", b"```\n", b"| a |\n|---|\n", b"[^1]: x\n", b"---\n"),
    *(b"<a href='#x'>1</a>", b" id='x'", b"<!DOCTYPE html>", b"<?xml version='1.0' encoding='utf-16'?>"),
    *(b'w:val="99999999999"', b'w:val="-1"', b"<ol start='-5'>"),
    *(b"<w:fldChar w:fldCharType='end'/>", b"<w:fldChar w:fldCharType='begin'/>"),
    *(b"9" * 40, b"a" * 3000, b"<b>" * 300, b"> " * 200, b"[" * 500, b"\n" * 50, b" " * 500),
]


@st.composite
def spoiled(draw: st.DrawFn, data: bytes) -> bytes:
    """A file with some bytes cut, doubled, moved, changed, or put in."""
    made = bytearray(data)
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(made)))
        end = min(len(made), at + draw(st.sampled_from([0, 1, 2, 5, 17, 80, 400])))
        act = draw(st.sampled_from(["cut", "double", "move", "snippet", "byte", "end"]))
        if act == "cut":
            del made[at:end]
        elif act == "double":
            made[at:at] = made[at:end] * draw(st.sampled_from([1, 2, 40]))
        elif act == "move":
            piece = made[at:end]
            del made[at:end]
            there = draw(st.integers(0, len(made)))
            made[there:there] = piece
        elif act == "snippet":
            made[at:end] = draw(st.sampled_from(SNIPPETS))
        elif act == "byte" and at < len(made):
            made[at] = draw(st.integers(0, 255))
        elif act == "end":
            del made[at:]
        del made[1 << 20 :]
    return bytes(made)


@st.composite
def spoiled_archives(draw: st.DrawFn, members: Mapping[str, str]) -> bytes:
    """An archive with spoiled members, and now and then spoiled itself."""
    made: dict[str, str | bytes] = dict(members)
    for name in draw(st.lists(st.sampled_from(sorted(members)), max_size=3)):
        if draw(st.integers(0, 9)) == 0:
            made.pop(name, None)
        elif name in made:
            content = made[name]
            made[name] = draw(spoiled(content.encode() if isinstance(content, str) else content))
    data = seeds.packed(made)
    return draw(spoiled(data)) if draw(st.integers(0, 9)) == 0 else data


NUMBERS = [b"0", b"-1", b"1e9", b"99999999999", b"0.0001", b"-32768", b"595", b"7"]
OPERATORS = b"Tj TJ Td TD Tm T* Tf TL Tc Tw Tz Ts Tr BT ET q Q cm Do BDC EMC ' \"".split()


@st.composite
def drawn(draw: st.DrawFn, content: bytes) -> bytes:
    """What a page draws, with other numbers and operators here and there."""
    words = content.split(b" ")
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(words) - 1))
        if words[at][:1].isdigit():
            words[at] = draw(st.sampled_from(NUMBERS))
        else:
            words.insert(at, draw(st.sampled_from([*OPERATORS, *NUMBERS])))
    return b" ".join(words)


@st.composite
def spoiled_pages(draw: st.DrawFn) -> bytes:
    """A PDF file with spoiled pages in an order of their own, or spoiled in its structure, or both."""
    pages = draw(st.lists(st.sampled_from(seeds.PDF_PAGES), min_size=1, max_size=12))
    made = [draw(spoiled(draw(drawn(page)))) if draw(st.booleans()) else page for page in pages]
    data = seeds.pdf(made)
    return draw(spoiled(data)) if draw(st.booleans()) else data


FILES: dict[str, st.SearchStrategy[bytes]] = {
    "text": spoiled(seeds.TEXT.encode()),
    "markdown": spoiled(seeds.MARKDOWN.encode()),
    "html": spoiled(seeds.HTML.encode()),
    "epub": spoiled_archives(seeds.EPUB),
    "docx": spoiled_archives(seeds.DOCX),
    "pdf": spoiled_pages(),
}


def open_all_ways(name: str, data: bytes) -> str:
    """Open a file as a document and as a flow; say what came of it. Raises whatever must not happen."""
    loader = registry.loader_named(name)
    options = LoadOptions()
    try:
        document = loader.load(data, source=f"x.{name}", options=options)
    except SourceError as error:
        return "refused" if error.hint else "refused without a hint"
    if not document.blocks:
        return "empty"
    check_document(document)
    again = loader.load(data, source=f"x.{name}", options=options)
    assert again.text == document.text, "the same bytes gave another text"
    if isinstance(loader, FlowLoader):
        flow = loader.flow(Origin(f"x.{name}", data=data), options=options)
        if flow is not None:
            check_flow(flow, document)
    return "read"


def fuzz(name: str, seconds: float, findings: Path) -> bool:
    """Spoil and open files of one format until the time is over. True when nothing was found."""
    until = time.monotonic() + seconds
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    found = 0
    round_ = time.time_ns()
    findings.mkdir(parents=True, exist_ok=True)
    now = findings / f"{name}-now"
    while time.monotonic() < until:
        round_ += 1
        last = b""

        @seed(round_)
        @settings(
            max_examples=200,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(FILES[name])
        def once(data: bytes) -> None:
            nonlocal slowest, last
            last = data
            if name in NATIVE:
                now.write_bytes(data)
            began = time.process_time()
            outcomes[open_all_ways(name, data)] += 1
            took = time.process_time() - began
            slowest = max(slowest, took)
            assert took < SLOWEST, f"{took:.1f} seconds"

        try:
            once()
        except Exception:  # noqa: BLE001 - anything at all is a finding
            found += 1
            path = findings / f"{name}-{round_}"
            path.write_bytes(last)
            path.with_suffix(".txt").write_text(traceback.format_exc())
            print(f"{name}: found {path}", flush=True)
            if found > 20:
                break
    now.unlink(missing_ok=True)
    found += outcomes["refused without a hint"]
    print(f"{name}: {seconds:.0f} s, {dict(outcomes)}, slowest {slowest:.2f} s, {found} found", flush=True)
    return not found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="in all")
    parser.add_argument("--format", choices=sorted(FILES), action="append", help="only this one")
    parser.add_argument("--findings", type=Path, default=Path("findings"))
    arguments = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    names = arguments.format or sorted(FILES)
    sound = [fuzz(name, arguments.seconds / len(names), arguments.findings) for name in names]
    return 0 if all(sound) else 1


if __name__ == "__main__":
    sys.exit(main())
