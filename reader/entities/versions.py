"""Versions of the engines that ship, told without loading one: what was kept of a search is found by them."""

from __future__ import annotations

LISTS = "11"
"""Of the lists and rules that all engines share. Raised whenever the same text may give other entities; results kept
of an earlier version are then made anew."""

SHIPPED = {"refined": f"{LISTS}.2", "fast": LISTS, "rules": LISTS}
