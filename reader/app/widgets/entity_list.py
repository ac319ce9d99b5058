"""The Entities tab: who, where and when in groups, with how often and where in the text. Widths are cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from reader.app.typeahead import give_focus
from reader.app.widgets.inputs import FilterInput
from reader.app.widgets.rows import Rows
from reader.app.widgets.words import one_line
from reader.cells import fit
from reader.entities.model import KINDS, Entity, EntityKind, Findings
from reader.palette import BOLD

if TYPE_CHECKING:
    from reader.drawing import Run

TITLES: dict[EntityKind, str] = {
    "person": "People",
    "organisation": "Organisations",
    "place": "Places",
    "date": "Dates",
    "event": "Events",
    "work": "Works",
    "other": "Others",
}

STRIP = 8
"""Cells of the strip that shows where in the document an entity is named."""

Order = Literal["count", "mention", "name"]
ORDERS: dict[Order, str] = {"count": "most often first", "mention": "as they come", "name": "by name"}
"""How the entities of a group may be ordered, and what that is called."""

_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A kind of entity, folded or open."""

    kind: EntityKind
    count: int
    folded: bool
    height: int = 1
    stops: bool = True

    @property
    def key(self) -> str:
        return f"group:{self.kind}"


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One entity."""

    entity: Entity
    strip: str
    height: int = 1
    stops: bool = True

    @property
    def key(self) -> str:
        return self.entity.id


class EntityList(Rows[GroupRow | EntityRow]):
    """The groups and their entities. The entity under the cursor shows its other names, too."""

    KEYS: ClassVar[dict[str, str]] = {
        **Rows.KEYS,
        "c": "act('menu')",
        "x": "act('dismiss')",
        "r": "act('rename')",
        "t": "act('kind')",
        "m": "act('merge')",
        "s": "act('sort')",
        "h": "act('highlight')",
    }

    @dataclass
    class Asked(Message):
        """Something is to be done with the entity under the cursor, or with the list."""

        act: str
        """An act of `reader.app.entity_acts`."""

    def action_act(self, act: str) -> None:
        """Ask for an act."""
        self.post_message(self.Asked(act))

    @property
    def entity(self) -> Entity | None:
        """The one under the cursor."""
        return self.current.entity if isinstance(self.current, EntityRow) else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The right button: what can be done with this entity."""
        if event.button != 3:
            return
        event.stop()
        index = self._row_at(event.y + self.scroll_offset.y)
        if index >= 0:
            self._go(index)
            self.action_act("menu")

    def on_click(self, event: events.Click) -> None:
        """The left button chooses; the right one has done its work."""
        if event.button == 3:
            event.stop()
            event.prevent_default()

    def draw(self, row: GroupRow | EntityRow, width: int, *, is_open: bool) -> list[list[Run]]:
        if isinstance(row, GroupRow):
            sign = "▸" if row.folded else "▾"
            return [[(f" {sign} ", ("accent", "", 0)), (f"{TITLES[row.kind]} {row.count}", ("strong", "", BOLD))]]
        count = f"{len(row.entity.mentions):>4} "
        room = max(width - 3 - len(count) - len(row.strip) - 1, 4)
        lines: list[list[Run]] = [
            [
                (f"   {fit(one_line(row.entity.name), room)}", ("text", "", 0)),
                (count, ("muted", "", 0)),
                (row.strip, ("mention", "", 0)),
            ]
        ]
        if is_open:
            further = [one_line(alias) for alias in row.entity.aliases]
            if row.entity.date is not None:
                further.insert(0, row.entity.date.value)
            if row.entity.url:
                further.append(f"↗ {one_line(row.entity.url)}")
            if further:
                lines.append([(f"   {fit(' · '.join(further), width - 4)}", ("muted", "", 0))])
        return lines


def strip_of(entity: Entity, length: int) -> str:
    """Where in a text of `length` code points the entity is named, as a small chart."""
    if length <= 0:
        return ""
    counts = [0] * STRIP
    for mention in entity.mentions:
        counts[min(mention.start * STRIP // length, STRIP - 1)] += 1
    # One mention is a low bar, not a full one: entities must be comparable with each other.
    return "".join(_BARS[min(n + bool(n), len(_BARS) - 1)] for n in counts)


def grouped(
    entities: Iterable[Entity],
    *,
    length: int,
    folded: frozenset[EntityKind] = frozenset(),
    wanted: str = "",
    order: Order = "count",
) -> list[GroupRow | EntityRow]:
    """The rows: groups in the order of `KINDS`, in each the entities in their `order`.

    With `wanted`, only entities with that in a name, and no group is folded.
    """
    by_kind: dict[EntityKind, list[Entity]] = {}
    looked_for = wanted.casefold()
    for entity in entities:
        if not looked_for or any(looked_for in name.casefold() for name in (entity.name, *entity.aliases)):
            by_kind.setdefault(entity.kind, []).append(entity)
    rows: list[GroupRow | EntityRow] = []
    for kind in KINDS:
        found = by_kind.get(kind, [])
        if not found:
            continue
        closed = kind in folded and not looked_for
        rows.append(GroupRow(kind, len(found), closed))
        if not closed:
            found.sort(key=lambda entity: (entity.mentions[0].start, entity.id))
            if order == "count":
                found.sort(key=lambda entity: -len(entity.mentions))
            elif order == "name":
                found.sort(key=lambda entity: entity.name.casefold())
            rows += [EntityRow(entity, strip_of(entity, length)) for entity in found]
    return rows


class EntitiesPane(Vertical):
    """The filter, and the entities it leaves."""

    DEFAULT_CSS = """
    EntitiesPane { height: 1fr; padding-left: 1; }
    """

    @dataclass
    class Wanted(Message):
        """An entity was chosen: the text should show its next mention, and mark all of them."""

        entity: Entity

    def __init__(self) -> None:
        super().__init__()
        self.order: Order = "count"
        self.filter = FilterInput(placeholder=self._invitation)
        self.list = EntityList(empty="Looking for names and dates …")
        self._findings: Findings | None = None
        self._length = 0
        self._folded: frozenset[EntityKind] = frozenset()

    @property
    def _invitation(self) -> str:
        return f"/ filter · s: {ORDERS[self.order]}"

    def compose(self) -> ComposeResult:
        yield self.filter
        yield self.list

    @property
    def entities(self) -> Sequence[Entity]:
        """What was found."""
        return self._findings.entities if self._findings else ()

    def show(self, findings: Findings, length: int) -> None:
        """List what was found in a text of `length` code points. The cursor stays on its entity."""
        self._findings = findings
        self._length = length
        self.refresh_list()

    def refresh_list(self) -> None:
        """List the entities anew."""
        if self._findings is None:
            return
        wanted = self.filter.value.strip()
        empty = self._findings.note or ("No names or dates found." if not wanted else "No name is like that.")
        rows = grouped(
            self._findings.entities, length=self._length, folded=self._folded, wanted=wanted, order=self.order
        )
        self.list.show(rows, empty=empty if self._findings.final or wanted else "Looking for names and dates …")

    def sort(self) -> None:
        """Take the next order."""
        orders = tuple(ORDERS)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.filter.placeholder = self._invitation
        self.refresh_list()

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self.refresh_list()

    @on(FilterInput.Left)
    def _to_list(self, event: FilterInput.Left) -> None:
        event.stop()
        give_focus(self.list)

    @on(Rows.Chosen)
    def _choose(self, event: Rows.Chosen) -> None:
        event.stop()
        row = event.row
        if isinstance(row, GroupRow):
            self._folded ^= {row.kind}
            self.refresh_list()
        elif isinstance(row, EntityRow):
            self.post_message(self.Wanted(row.entity))
