"""Print a document as postil understands it: as text, Markdown or JSON."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reader.documents.model import Document

_EXAMPLES = """\
examples:
  postil show article.txt                  its paragraphs, one a line, parted by blank lines
  postil show article.txt --json | jq .title
  pdftotext -layout report.pdf - | postil show - --markdown > report.md
  postil show letter.txt --encoding koi8-r
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("source", metavar="SOURCE", help="a path, a URL, or - for standard input")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--text", dest="form", action="store_const", const="text", help="canonical text (the default)")
    how.add_argument("--markdown", dest="form", action="store_const", const="markdown", help="with its structure")
    how.add_argument("--json", dest="form", action="store_const", const="json", help="text, blocks and offsets")
    parser.add_argument("--encoding", metavar="NAME", help="read it in this encoding instead of guessing")
    parser.add_argument("--allow-local", action="store_true", help="fetch a URL even from a private network")
    parser.add_argument("--refresh", action="store_true", help="fetch a URL anew, though its page was kept")
    parser.set_defaults(form="text")


def run(arguments: argparse.Namespace) -> int:
    """Print the document to standard output, and what should be known of it to standard error."""
    from reader.documents.load import load

    document = load(
        arguments.source,
        encoding=arguments.encoding,
        allow_local=arguments.allow_local,
        refresh=arguments.refresh,
    )
    for warning in document.warnings:
        print(f"postil: {warning}", file=sys.stderr)
    out = sys.stdout
    if hasattr(out, "reconfigure"):
        out.reconfigure(encoding="utf-8", errors="backslashreplace")
    if arguments.form == "json":
        out.write(as_json(document))
    elif arguments.form == "markdown":
        from reader.documents.as_markdown import as_markdown

        out.write(as_markdown(document))
    else:
        out.write(document.text + "\n")
    out.flush()
    return 0


def as_json(document: Document) -> str:
    """One JSON object on one line; offsets count code points of `text`."""
    import json

    return (
        json.dumps(
            {
                "title": document.title,
                "byline": document.byline,
                "date": document.date,
                "source": document.source,
                "fingerprint": document.fingerprint,
                "text": document.text,
                "blocks": [
                    {"kind": block.kind, "start": block.start, "end": block.end, "level": block.level}
                    for block in document.blocks
                ],
            },
            ensure_ascii=False,
        )
        + "\n"
    )
