"""The engines that find entities: those that ship, and plug-ins that join by the entry point `postil.entities`.

Those that ship stand in a table, so that the first names of an article need not wait for a search of all installed
distributions for plug-ins.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from annotations.errors import UsageError
from reader.entities import versions

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from reader.entities.model import Recogniser

GROUP = "postil.entities"

SHIPPED = {
    "refined": "reader.entities.refined:RefinedRecogniser",
    "fast": "reader.entities.english:EnglishRecogniser",
    "rules": "reader.entities.recognise:RulesRecogniser",
}
"""Name -> where the engine is, as an entry point has it. A plug-in has a name of its own."""

DEFAULT = "refined"


def names() -> list[str]:
    """Names of all engines at hand, the shipped ones first."""
    return list(dict.fromkeys([*SHIPPED, *(point.name for point in _plug_ins())]))


def engine(name: str = DEFAULT) -> Recogniser:
    """The engine of that name, ready to work.

    Raises: UsageError, if there is none of that name.
    """
    if name in SHIPPED:
        module, _, attribute = SHIPPED[name].partition(":")
        shipped: Recogniser = getattr(import_module(module), attribute)()
        return shipped
    for point in _plug_ins():
        if point.name == name:
            plug_in: Recogniser = point.load()()
            return plug_in
    raise UsageError(f"no entity engine is called {name}", hint=f"Choose one of: {', '.join(names())}.")


def version_of(name: str) -> str:
    """The version of the engine of that name. Raises: UsageError, if there is none."""
    return versions.SHIPPED.get(name) or engine(name).version


def _plug_ins() -> list[EntryPoint]:
    from importlib.metadata import entry_points

    return list(entry_points(group=GROUP))
