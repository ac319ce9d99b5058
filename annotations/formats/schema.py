"""JSON Schemas that ship with the formats: what breaks a rule is named by its place and the rule's description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

Validator = Callable[[object], object]


def fault(schema: str, value: object) -> str | None:
    """What is wrong with a JSON value, or None: `target.selector: must have an exact quote`.

    Args:
        schema: Name of the schema, as `w3c`: `w3c.schema.json` beside this module.
        value: What `json` made of a file.
    """
    from fastjsonschema import JsonSchemaValueException

    try:
        # Most values keep the rules: which rule is broken is asked only when one is, for that takes twice the time.
        _validator(schema, detailed=False)(value)
    except RecursionError:
        return "is nested too deeply"
    except JsonSchemaValueException:
        try:
            _validator(schema, detailed=True)(value)
        except JsonSchemaValueException as error:
            return f"{_place(error.path)}{_reason(error)}"
        raise
    return None


def source(schema: str) -> dict[str, Any]:
    """The schema itself, for editors and other programs."""
    import json

    text = files("annotations.formats").joinpath(f"{schema}.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def _validator(schema: str, *, detailed: bool) -> Validator:
    from fastjsonschema import compile as compiled

    made: Validator = compiled(source(schema), use_default=False, detailed_exceptions=detailed)
    return made


def _place(path: list[str]) -> str:
    """`first.items[3].target: ` of `data`, `first`, `items`, `3`, `target`."""
    place = "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in path[1:])
    return f"{place.removeprefix('.')}: " if place else ""


def _reason(error: Any) -> str:
    if error.rule == "required" and isinstance(error.value, Mapping):
        missing = [key for key in error.rule_definition if key not in error.value]
        return f"has no {' and no '.join(missing)}"
    described = error.definition.get("description") if isinstance(error.definition, Mapping) else None
    return str(described or error.message)
