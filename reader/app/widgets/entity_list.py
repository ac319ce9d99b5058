"""The Entities tab: who, where and when in groups, with how often and where in the text. Widths are cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.message import Message

from reader.app.listbox import ListBox
from reader.app.widgets.pane import Filter, Pane
from reader.app.widgets.words import one_line
from reader.cells import fit
from reader.chrome import LOOKING, excuse
from reader.entities.model import KINDS, Entity, EntityKind, Findings
from reader.entities.succession import successor
from reader.entities.wording import calendar, first_day
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
    height: int = 1
    stops: bool = True

    @property
    def key(self) -> str:
        return self.entity.id


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """What is to be said of how the entities were found."""

    words: str
    height: int
    stops: bool = False
    key: str = "remark"


class EntityList(ListBox[GroupRow | EntityRow | RemarkRow]):
    """The groups and their entities. The entity under the cursor shows its other names, too."""

    _here = _chosen = ""

    def __init__(self, *, empty: str) -> None:
        super().__init__(empty=empty)
        self._length = 0
        self._strips: dict[str, tuple[Entity, str]] = {}

    def measure_against(self, length: int) -> None:
        """Let the strips stand for a text of `length` code points."""
        if length != self._length:
            self._length = length
            self._strips.clear()

    def _strip(self, entity: Entity) -> str:
        """Made when its row is first seen, for a book has ten thousand; and kept, for one may be named as often."""
        known = self._strips.get(entity.id)
        if known is None or known[0] is not entity:
            known = self._strips[entity.id] = entity, strip_of(entity, self._length)
        return known[1]

    def mark(self, *, here: str | None = None, chosen: str | None = None) -> None:
        """Mark the entity that the reader points at, and the one whose mentions are marked, by id; empty: none."""
        now = self._here if here is None else here, self._chosen if chosen is None else chosen
        if now != (self._here, self._chosen):
            self._here, self._chosen = now
            self.changed()

    @property
    def entity(self) -> Entity | None:
        """The one under the cursor."""
        return self.current.entity if isinstance(self.current, EntityRow) else None

    def draw(self, row: GroupRow | EntityRow | RemarkRow, width: int, *, is_open: bool) -> list[list[Run]]:
        if isinstance(row, RemarkRow):
            return excuse(row.words, width)[: row.height]
        if isinstance(row, GroupRow):
            sign = "▸" if row.folded else "▾"
            return [[(f" {sign} ", ("accent", "", 0)), (f"{TITLES[row.kind]} {row.count}", ("strong", "", BOLD))]]
        entity = row.entity
        count = f"{len(entity.mentions):>4} "
        strip = self._strip(entity)
        room = max(width - 3 - len(count) - len(strip), 4)
        chosen, here = entity.id == self._chosen, entity.id == self._here
        lines: list[list[Run]] = [
            [
                (f"{'●' if chosen else ' '}{'›' if here else ' '} ", ("accent", "", BOLD)),
                (fit(_title(entity), room), ("text", "", BOLD if chosen or here else 0)),
                (count, ("muted", "", 0)),
                (strip, ("mention", "", 0)),
            ]
        ]
        if is_open:
            further = [one_line(alias) for alias in entity.aliases]
            if entity.url:
                further.append(f"↗ {one_line(entity.url)}")
            if further:
                lines.append([(f"   {fit(' · '.join(further), width - 4)}", ("muted", "", 0))])
        return lines


def _title(entity: Entity) -> str:
    """The name; of a date that is known, the day first, so that the group reads as a timeline."""
    name = one_line(entity.name)
    if entity.date is None:
        return name
    day = calendar(entity.date)
    return name if name == day else f"{day:<10} {name}"


def strip_of(entity: Entity, length: int) -> str:
    """Where in a text of `length` code points the entity is named, as a small chart."""
    if length <= 0:
        return ""
    counts = [0] * STRIP
    for mention in entity.mentions:
        counts[min(mention.start * STRIP // length, STRIP - 1)] += 1
    # One mention is a low bar, not a full one: entities must be comparable with each other, as long as there is room.
    highest = len(_BARS) - 1
    most = max(max(counts), highest - 1)
    return "".join(_BARS[1 + -(-n * (highest - 1) // most) if n else 0] for n in counts)


def grouped(
    entities: Iterable[Entity],
    *,
    folded: frozenset[EntityKind] = frozenset(),
    wanted: str = "",
    order: Order = "count",
) -> list[GroupRow | EntityRow]:
    """The rows: groups in the order of `KINDS`, in each the entities in their `order`; dates in the order of time.

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
            if kind == "date":
                found.sort(key=lambda entity: (entity.date is None, first_day(entity.date) if entity.date else ""))
            rows += map(EntityRow, found)
    return rows


class EntitiesPane(Pane):
    """The filter, and the entities it leaves."""

    ACTS: ClassVar[dict[str, str]] = {
        "c": "menu",
        "x": "dismiss",
        "r": "rename",
        "t": "kind",
        "m": "merge",
        "s": "sort",
        "h": "highlight",
    }
    """Key -> an act of `reader.app.entity_acts`."""

    @dataclass
    class Wanted(Message):
        """An entity was chosen: the text should show its next mention, and mark all of them."""

        entity: Entity

    @dataclass
    class Asked(Message):
        """Something is to be done with the entity under the cursor, or with the list."""

        act: str
        """An act of `reader.app.entity_acts`."""

    filter: Filter
    list: EntityList

    def __init__(self) -> None:
        super().__init__(EntityList(empty=LOOKING), Filter(""))
        self.order: Order = "count"
        self._findings: Findings | None = None
        self.filter.placeholder = self._invitation
        self._folded: frozenset[EntityKind] = frozenset()

    @property
    def _invitation(self) -> str:
        if self._findings is not None and not self._findings.final and self._findings.entities:
            return f"/ filter · looking, {self._findings.progress:.0%}"
        return f"/ filter · s: {ORDERS[self.order]}"

    @property
    def entities(self) -> Sequence[Entity]:
        """What was found."""
        return self._findings.entities if self._findings else ()

    def show(self, findings: Findings, length: int) -> None:
        """List what was found in a text of `length` code points. The cursor stays on its entity, and on its line."""
        before = {one.id: one for one in self.entities}
        self._findings = findings
        self.list.measure_against(length)
        self.filter.placeholder = self._invitation

        def heir(key: str) -> str | None:
            now = successor(before[key], findings.entities) if key in before else None
            return now.id if now is not None else None

        self.refresh_list(heir)

    def refresh_list(self, heirs: Callable[[str], str | None] | None = None) -> None:
        """List the entities anew; `heirs` tells what those that are gone have become."""
        if self._findings is None:
            return
        wanted = self.filter.value.strip()
        empty = self._findings.note or ("No names or dates found." if not wanted else "No name is like that.")
        rows: list[GroupRow | EntityRow | RemarkRow] = list(
            grouped(self._findings.entities, folded=self._folded, wanted=wanted, order=self.order)
        )
        if rows and self._findings.note:
            lines = excuse(self._findings.note, max(self.list.width - 1, 1))
            rows = [RemarkRow(self._findings.note, len(lines)), *rows]
        self.list.show(rows, empty=empty if self._findings.final or wanted else LOOKING, heirs=heirs)

    def sort(self) -> None:
        """Take the next order."""
        orders = tuple(ORDERS)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.filter.placeholder = self._invitation
        self.refresh_list()

    def narrow(self) -> None:
        """List what the filter leaves."""
        self.refresh_list()

    def choose(self) -> None:
        """Fold a group, or go to an entity."""
        row = self.list.current
        if isinstance(row, GroupRow):
            self._folded ^= {row.kind}
            self.refresh_list()
        elif isinstance(row, EntityRow):
            self.tell(self.Wanted(row.entity))

    def act(self, key: str) -> bool:
        """Ask for what a key stands for."""
        act = self.ACTS.get(key)
        if act is not None:
            self.tell(self.Asked(act))
        return act is not None

    def menu(self) -> bool:
        """Ask for what can be done with the entity under the cursor."""
        self.tell(self.Asked("menu"))
        return True
