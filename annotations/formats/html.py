"""One self-contained page: the article with its marks, the notes beside them, filters, and an index of entities.

The page has no scripts and asks the network for nothing: filters are style rules, and its own policy forbids the
rest. Offsets count code points.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from annotations.formats.bundle import Bundle
from annotations.formats.format import Export, Format, Settings
from annotations.formats.losses import HOLDINGS

if TYPE_CHECKING:
    from jinja2 import Template


def _write(bundle: Bundle, settings: Settings) -> Export:
    from markupsafe import Markup

    from annotations.formats.page import Page, beside

    values = Page(bundle).values()
    people, tags, rows = values["people"], values["tags"], values["rows"]
    assert isinstance(people, list)
    assert isinstance(tags, list)
    assert isinstance(rows, list)
    sheet = files("annotations.formats").joinpath("page.css").read_text("utf-8")
    style = sheet + beside(rows) + filters(len(tags), len(people))
    text = _template().render(values, style=Markup(style), policy=policy(style))  # noqa: S704 - nothing of a note in it
    return Export(data=text, losses=bundle.survey(FORMAT.holds))


def policy(style: str) -> str:
    """What the page may do: be shown in this very style, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def filters(tags: int, people: int) -> str:
    """The rules that hide notes and their marks by what is ticked, without a script.

    A note is shown when it has one of the ticked tags, and its author is ticked; nothing ticked is everything.
    """
    rules = [
        "body:has(.ft:checked) :is(.n,.ref){display:none}",
        "body:has(.ft:checked) mark{background:none;text-decoration:none}",
    ]
    for tag in range(tags):
        ticked = f"body:has(#t{tag}:checked)"
        rules.append(f"{ticked} .n.t{tag}{{display:block}}{ticked} .ref.t{tag}{{display:inline}}")
        rules.append(f"{ticked} mark.t{tag}{{background:var(--mark);text-decoration:underline 2px var(--under)}}")
    for person in range(people):
        others = f"body:has(.fp:checked):not(:has(#p{person}:checked))"
        rules.append(f"{others} :is(.n,.ref).p{person}{{display:none!important}}")
        rules.append(f"{others} mark.p{person}{{background:none!important;text-decoration:none!important}}")
    return "\n".join(rules) + "\n"


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    return environment.from_string(files("annotations.formats").joinpath("page.html.jinja").read_text("utf-8"))


FORMAT = Format(
    name="html",
    summary="one page to read, filter, print and mail: the article with its notes beside it",
    suffixes=(".html",),
    holds=HOLDINGS - {"modified", "deleted", "context", "latest place", "variant", "extra"},
    entities=True,
    write=_write,
)
