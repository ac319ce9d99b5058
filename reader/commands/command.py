"""What the module of a command offers to `reader.cli`, which loads it only when the command is given."""

from __future__ import annotations

import argparse
from typing import Protocol


class Command(Protocol):
    """A module in this folder. Its docstring's first line is the command's help.

    Results go to standard output, messages to standard error. An error that a person can put right is raised
    as `PostilError`; `reader.cli` is the one place that prints it.
    """

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments and examples."""
        ...

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it, and return the exit code: 0 done, 1 the check failed."""
        ...


def module_of(word: str) -> str:
    """The module of a command: `_` for `-`, and `import_` for a word that Python keeps for itself."""
    import keyword

    name = word.replace("-", "_")
    return f"reader.commands.{name}{'_' * keyword.iskeyword(name)}"
