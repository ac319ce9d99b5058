"""The engines that find entities: those that ship, and plug-ins that join by the entry point `postil.entities`."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from annotations.errors import UsageError
from reader.entities.model import Recogniser

GROUP = "postil.entities"

SHIPPED = {
    "refined": "reader.entities.refined:RefinedRecogniser",
    "fast": "reader.entities.english:EnglishRecogniser",
    "rules": "reader.entities.recognise:RulesRecogniser",
}
"""Name -> where the engine is. A plug-in of the same name takes its place."""

DEFAULT = "refined"


def names() -> list[str]:
    """Names of all engines at hand, the shipped ones first."""
    return list(dict.fromkeys([*SHIPPED, *(point.name for point in entry_points(group=GROUP))]))


def engine(name: str = DEFAULT) -> Recogniser:
    """The engine of that name, ready to work.

    Raises: UsageError, if there is none of that name.
    """
    point = next(iter(entry_points(group=GROUP, name=name)), None)
    if point is None and name in SHIPPED:
        point = EntryPoint(name=name, value=SHIPPED[name], group=GROUP)
    if point is None:
        raise UsageError(f"no entity engine is called {name}", hint=f"Choose one of: {', '.join(names())}.")
    recogniser: Recogniser = point.load()()
    return recogniser
