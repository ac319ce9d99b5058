"""What the first screen needs to know of the settings, read at a glance.

`reader.config` reads `config.yaml` properly, with a parser that takes longer to load than the first screen may take.
Here its lines are looked at one by one: `measure: 72`, `theme: postil-light`, `sidebar: false`. A file that says
these things in another way is shown for a moment as if it did not say them; nothing else depends on it.
"""

from __future__ import annotations

import os
import sys

from reader.frame import NARROWEST, WIDEST


class Glance:
    """The settings that change the first screen."""

    __slots__ = ("comments", "keys", "links", "measure", "sidebar", "theme")

    def __init__(self) -> None:
        self.measure = 80
        self.theme = ""
        self.sidebar = True
        self.comments = True
        self.links = True
        self.keys = False
        """True when some keys were chosen by the person."""


def settings() -> Glance:
    """What `config.yaml` seems to say; the defaults where there is none."""
    try:
        with open(config_file(), encoding="utf-8") as file:  # noqa: PTH123 - pathlib is not wanted here
            return look(file.read())
    except (OSError, UnicodeDecodeError):
        return Glance()


def look(text: str) -> Glance:
    """What the text of a `config.yaml` seems to say."""
    seen = Glance()
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        name, value = name.strip(), value.partition(" #")[0].strip().strip("\"'")
        if not colon:
            continue
        if name == "keys" and not line[:1].isspace():
            seen.keys = True
        elif name == "measure" and value.isascii() and value.isdigit():
            seen.measure = min(max(int(value), NARROWEST), WIDEST)
        elif name == "theme":
            seen.theme = value
        elif name in ("sidebar", "comments", "links") and value.lower() in ("false", "no", "off"):
            setattr(seen, name, False)
    return seen


def config_file() -> str:
    """Path of `config.yaml`: what `reader.config.config_path` says, told without loading `platformdirs`."""
    folder = os.environ.get("POSTIL_CONFIG_DIR")
    if folder:
        return f"{folder}/config.yaml"
    home = os.path.expanduser("~")  # noqa: PTH111 - pathlib is not wanted here
    if sys.platform == "darwin":
        return f"{home}/Library/Application Support/postil/config.yaml"
    base = os.environ.get("XDG_CONFIG_HOME", "").strip() or f"{home}/.config"
    return f"{base}/postil/config.yaml"
