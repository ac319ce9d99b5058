"""What each sign between two lines weighs, when it is asked whether a block ends there.

Log-odds, added up: above zero, a block ends. Fitted by logistic regression (L2) to every pair of neighbouring lines
of 38 articles in four languages, laid out in some dozen ways, by `tests/benchmarks/reflow_fit.py`, which also says
how well such weights do on articles that they were not fitted to.
"""

from __future__ import annotations

FITTED: dict[str, float] = {
    "always": -0.73,
    "room 0": -0.86,
    "room 1": -2.16,
    "room 2": -2.24,
    "room 3": -2.50,
    "room 4": -2.62,
    "room 5": -1.81,
    "room 6": -0.37,
    "room 7": -0.39,
    "room 8": 0.41,
    "room 9": 1.67,
    "room 10": 3.44,
    "room 11": 6.69,
    "small letter next": -3.31,
    "small letter next, no room": -0.02,
    "stop": 2.18,
    "stop, capital next": 0.65,
    "stop, capital next, no room": -1.33,
    "letter, capital next": -0.85,
    "comma": -0.88,
    "colon": 3.58,
    "colon, no room": -0.52,
    "colon, room, small letter next": -0.13,
    "hyphen": -0.61,
    "link word": -1.49,
    "dash next": -0.00,
    "number of a list next": 0.15,
    "in a list": 0.52,
    "in a list, capital next": -0.12,
    "gap where few have one": 1.06,
    "gap where some have one": 1.65,
    "gap where most have one": 3.46,
    "gap, small letter next": -1.00,
    "two gaps more": -0.04,
    "no gap where some have one": 0.40,
    "no gap where most have one": -0.71,
    "no gap where all have one": -1.69,
    "indent": 1.81,
    "indent, hanging": -2.21,
    "no indent where some have one": -0.98,
    "no indent where most have one": -2.44,
    "back from an indent": 1.68,
    "page": 0.49,
    "page, stop": -0.08,
    "digit next": -1.58,
    "quotation next": 1.98,
    "turn next": 2.49,
    "after the first line": -2.76,
    "closer than usual, at the head": -2.63,
    "date or byline beside": 4.30,
    "line of its own next": 0.17,
    "heading next": -0.83,
    "heading next, stop, no room": 3.74,
    "heading shape": 1.93,
    "heading shape, gap": -0.10,
    "margin unknown": 0.00,
}
"""The rooms are what is left at the end of the line before, from less than none to all of it."""

RULES: dict[str, float] = {
    # A news story often leads with a sentence of one line.
    "one line that leads": 2.2,
    # These are rules rather than signs; articles have too few of them to fit a weight to.
    "gap, never inside a sentence": 6.0,
    "indent where most have one": 3.0,
    "bullet next": 6.0,
    "next number of a list": 6.0,
    "one of many dashes next": 5.0,
    "turn after turn": 6.0,
    "quote depth": 8.0,
    "code or verse beside": 9.0,
}

WEIGHTS: dict[str, float] = {**FITTED, **RULES}
