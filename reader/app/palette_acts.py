"""The acts of the reading screen in the command palette, each with its key."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from reader.app.keys import shown
from reader.app.screens.annotating import AnnotatingScreen


class ActsProvider(Provider):
    """What there is to do on the reading screen."""

    async def discover(self) -> Hits:
        """Everything, in the order of the help."""
        if isinstance(self.screen, AnnotatingScreen):
            board = self.screen.keyboard
            for group in board.groups:
                for act in group.acts:
                    keys = "  ".join(shown(key) for key in board.keys[act.id])
                    yield DiscoveryHit(act.says, partial(self.screen.perform, act), help=keys)

    async def search(self, query: str) -> Hits:
        """What fits the words that were typed."""
        if not isinstance(self.screen, AnnotatingScreen):
            return
        matcher = self.matcher(query)
        board = self.screen.keyboard
        for group in board.groups:
            for act in group.acts:
                score = matcher.match(act.says)
                if score > 0:
                    keys = "  ".join(shown(key) for key in board.keys[act.id])
                    yield Hit(score, matcher.highlight(act.says), partial(self.screen.perform, act), help=keys)
