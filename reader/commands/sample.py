"""Read the sample article that ships with postil."""

from __future__ import annotations

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's words."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = (
        "The article is copied to your data folder first, so that you may mark it as you like and find your notes\n"
        "again. Without `--path` it is opened for reading."
    )
    parser.add_argument("--path", action="store_true", help="only print where the copy is")


def run(arguments: argparse.Namespace) -> int:
    """Print where the copy is; or open it, as `postil SOURCE` does."""
    from reader.sample import copy

    path = copy()
    if arguments.path:
        print(path)
        return 0
    from reader.app.start import load

    return load(str(path))(None)
