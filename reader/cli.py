"""The `postil` command: arguments in, exit codes out, the one place that prints errors.

Importing this module costs next to nothing, and opening a document imports no argument parser: the first screen is
painted before anything else is loaded. Each command is a module of `reader.commands`, loaded when it is given.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.firstpaint import FirstScreen

COMMANDS: dict[str, str] = {
    "sample": "read the sample article that ships with postil",
    "note": "make, list, change, answer, delete and restore notes",
    "open": "list the documents of a folder",
    "show": "print a document as postil understands it",
    "entities": "print who, where and when: the entities in one document or several",
    "entity": "put them right: rename, merge, split, dismiss, add, link",
    "tags": "list, rename and merge tags across files",
    "anchor": "say where every note stands in the document as it is now",
    "agree": "say how far annotators agree",
    "share": "pack the notes on a document into one file to hand on",
    "receive": "take in notes that somebody handed you",
    "merge": "put two versions of one person's notes together",
    "diff": "show what changed between two files of notes",
    "git": "let git merge and compare notes note by note",
    "check": "validate files of notes",
    "tidy": "let go of old deleted notes and of texts that no note is about",
    "export": "write notes in another format",
    "import": "read notes that other programs have written",
    "config": "settings: show them, edit them, find their file",
    "completion": "print a completion script for bash, zsh or fish",
}
"""Word of the command -> what it does, in the order that `--help` lists them. `reader.commands.command` finds the
module."""

_EXAMPLES = """\
examples:
  postil article.txt              read and annotate; every change is saved at once, beside the article
  postil                          documents read lately, a file browser, and the sample
  postil sample                   the sample article, to try things out on
  postil note list article.txt    the notes, without a screen; --json for programs
  postil COMMAND --help           what a command does, with examples
"""

EXIT_DONE, EXIT_CHECK_FAILED, EXIT_USAGE, EXIT_ERROR = 0, 1, 2, 3


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    words = sys.argv[1:] if argv is None else argv
    from annotations.errors import PostilError, UsageError

    try:
        if not words and sys.stdin.isatty() and sys.stdout.isatty():
            from reader.app.start import load

            return load(None)(None)
        if words == ["sample"]:
            from reader.sample import copy

            return _read(str(copy()))
        if _names_a_source(words):
            return _read(words[0])
        return _run(words)
    except PostilError as error:
        print(f"postil: {error}", file=sys.stderr)
        print(f"        {error.hint}", file=sys.stderr)
        return EXIT_USAGE if isinstance(error, UsageError) else EXIT_ERROR
    except BrokenPipeError:
        # The reader of our output went away; nothing more can be said to it, not even at interpreter exit.
        sys.stdout = None
        return EXIT_DONE
    except KeyboardInterrupt:
        return 130


def _read(source: str) -> int:
    """Open a document: its first screen is painted before the toolkit is loaded."""
    if source.startswith("postil://"):
        from reader.links import follow

        source = follow(source)
    from reader import firstpaint

    first = firstpaint.begin(source)
    if first is None:
        from reader.app.start import load

        return load(source)(None)

    def loaded() -> Callable[[FirstScreen | None], int]:
        from reader.app.start import load

        return load(source, first.flow)

    return int(firstpaint.while_loading(first, loaded)(first))


def _names_a_source(words: list[str]) -> bool:
    """True for `postil SOURCE` and nothing else: what is opened most, and without an argument parser."""
    return len(words) == 1 and words[0] not in COMMANDS and (words[0] == "-" or not words[0].startswith("-"))


def _run(words: list[str]) -> int:
    import argparse
    import importlib

    if words[:1] in (["--version"], ["-V"]):
        from importlib.metadata import version

        print(f"postil {version('postil')}")
        return EXIT_DONE
    from reader.commands.command import module_of

    parser = argparse.ArgumentParser(
        prog="postil",
        description="Read and annotate articles in a terminal.",
        usage="postil [SOURCE] | postil COMMAND ...",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", "-V", action="store_true", help="print the version")
    commands = parser.add_subparsers(prog="postil", dest="command", metavar="COMMAND")
    given = next((word for word in words if word in COMMANDS), None)
    module = None
    for word, summary in COMMANDS.items():
        command = commands.add_parser(word, help=summary, description=summary)
        if word == given:
            module = importlib.import_module(module_of(word))
            module.configure(command)
            command.set_defaults(commands=COMMANDS)
    arguments = parser.parse_args(words)
    if module is None:
        parser.print_help()
        return EXIT_USAGE
    return int(module.run(arguments))


if __name__ == "__main__":
    sys.exit(main())
