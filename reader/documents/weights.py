"""What each sign between two lines weighs, when it is asked whether a block ends there.

Log-odds, added up: above zero, a block ends. Fitted by logistic regression (L2) to every pair of neighbouring lines
of 38 articles in four languages, laid out in some dozen ways; figures on articles that were left out of the fit
stand in `tests/benchmarks/README.md`.
"""

from __future__ import annotations

_FITTED: dict[str, float] = {
    "always": -1.88,
    "room 0": -1.32,
    "room 1": -2.21,
    "room 2": -2.32,
    "room 3": -2.58,
    "room 4": -2.63,
    "room 5": -2.01,
    "room 6": -0.14,
    "room 7": -0.16,
    "room 8": 0.71,
    "room 9": 1.71,
    "room 10": 3.49,
    "room 11": 5.58,
    "small letter next": -2.63,
    "small letter next, no room": -0.05,
    "stop": 2.27,
    "stop, capital next": 1.46,
    "stop, capital next, no room": -0.81,
    "letter, capital next": 0.60,
    "comma": -0.66,
    "colon": 3.14,
    "colon, no room": 1.20,
    "colon, room, small letter next": 0.10,
    "hyphen": -0.22,
    "link word": -0.85,
    "dash next": -0.19,
    "number of a list next": 0.03,
    "in a list": 0.78,
    "in a list, capital next": -0.47,
    "gap where few have one": 0.84,
    "gap where some have one": 0.91,
    "gap where most have one": 3.38,
    "gap, small letter next": 0.61,
    "two gaps more": -0.00,
    "no gap where some have one": 0.25,
    "no gap where most have one": 0.12,
    "no gap where all have one": -1.41,
    "indent": 2.06,
    "indent where most have one": 1.86,
    "indent, hanging": -0.78,
    "no indent where some have one": -0.74,
    "no indent where most have one": -1.77,
    "back from an indent": 0.03,
    "page": 0.08,
    "page, stop": -0.01,
    "digit next": -1.03,
    "quotation next": 0.08,
    "turn next": 2.87,
    "after the first line": -2.88,
    "closer than usual, at the head": -1.34,
    "date or byline beside": 4.00,
    "line of its own next": -0.03,
    "heading next": -0.50,
    "heading next, stop, no room": 3.30,
    "heading shape": 1.55,
    "heading shape, gap": -0.75,
    "margin unknown": 0.00,
}
"""The rooms are what is left at the end of the line before, from less than none to all of it."""

_SET: dict[str, float] = {
    # A news story often leads with a sentence of one line.
    "one line that leads": 1.62,
    # These are rules rather than signs; articles have too few of them to fit a weight to.
    "gap, never inside a sentence": 6.0,
    "bullet next": 6.0,
    "next number of a list": 6.0,
    "one of many dashes next": 5.0,
    "turn after turn": 6.0,
    "quote depth": 8.0,
    "code or verse beside": 9.0,
}

WEIGHTS: dict[str, float] = {**_FITTED, **_SET}
