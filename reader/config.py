"""Settings: what a person chose in `config.yaml`, read once at start and passed to whoever needs it.

The measure is in terminal columns. Reading a file that does not exist gives the defaults and loads no YAML parser:
that is the common case, and it is on the way to the first screen.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from annotations.errors import PostilError

if TYPE_CHECKING:
    from yaml.nodes import Node

    from annotations.model import Annotator, Color
    from reader.people import Chosen

_LINUX = sys.platform.startswith("linux")

OFF = "off"
"""Instead of an engine: names and dates are not looked for."""

PictureChoice = Literal["auto", "kitty", "iterm", "sixel", "cells"]
PICTURES: tuple[PictureChoice, ...] = ("auto", "kitty", "iterm", "sixel", "cells")
"""How pictures may be drawn: as the terminal can as far as is known, in a protocol of `reader.graphics`, in cells."""

NARROWEST, WIDEST = 30, 120
"""Bounds of the measure, in columns."""

SLOWEST, FASTEST = 50, 2000
"""Bounds of the pace, in words a minute."""


class ConfigError(PostilError):
    """`config.yaml` says something that postil does not understand. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChoice:
    """The keys that a person gave to an act."""

    act: str
    keys: tuple[str, ...]
    """As people write them, `ctrl+r`; empty to leave the act without a key."""
    place: str = ""
    """File, line and column, for a message about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person chose."""

    path: Path
    """The file; it need not exist."""
    annotator: Annotator | None = None
    """None: `default_annotator()`."""
    theme: str = ""
    """Name of a theme; empty: postil's own, dark or light as the terminal is."""
    measure: int = 80
    color: Color = "yellow"
    """Of a highlight made with one key."""
    comments: bool = True
    """Show comments unfolded under their passage."""
    sidebar: bool = True
    """Show the sidebar where the screen is wide enough."""
    links: bool = True
    """Show links as hyperlinks of the terminal, where it can."""
    pictures: PictureChoice = "auto"
    """How pictures are drawn; `auto`: in the terminal's own pixels, where it is known to have them."""
    pace: int = 240
    """Words that the person reads in a minute."""
    landmarks: bool = True
    """Put short snippets of the text into files of notes: False for whoever may not pass any text on."""
    people: tuple[tuple[str, Chosen], ...] = ()
    """Annotators' ids, and what they are to be known by."""
    engine: str = "refined"
    """Of the search for names and dates: `refined`, `fast`, `rules`, that of a plug-in, or `OFF`."""
    keys: tuple[KeyChoice, ...] = ()


def config_path() -> Path:
    """Where `config.yaml` is: in the folder that `POSTIL_CONFIG_DIR` names, else in the system's place for it."""
    folder = os.environ.get("POSTIL_CONFIG_DIR")
    if folder:
        return Path(folder) / "config.yaml"
    if _LINUX:
        # As platformdirs says, which takes longer to load than to say.
        base = os.environ.get("XDG_CONFIG_HOME", "").strip()
        return (Path(base) if base else Path("~/.config").expanduser()) / "postil" / "config.yaml"
    import platformdirs

    return Path(platformdirs.user_config_dir("postil", appauthor=False)) / "config.yaml"


def read_settings(path: Path | None = None) -> Settings:
    """The settings in `path`, else in `config_path()`; the defaults where there is no such file.

    Raises: ConfigError, naming line and column, for a file that cannot be read or understood.
    """
    path = path or config_path()
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Settings(path=path)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(
            f"cannot read {path}: {reason}", hint="Mend the file, or move it away to use the defaults."
        ) from error
    return parse_settings(text, path)


def parse_settings(text: str, path: Path) -> Settings:
    """The settings that `text` says; `path` is for messages.

    Raises: ConfigError, naming line and column.
    """
    import yaml

    try:
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else f"{path}"
        raise ConfigError(f"{where}: {error.problem}", hint=_REMEDY) from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: {error}", hint=_REMEDY) from error
    return Settings(path=path) if node is None else _Reader(path).settings(node)


def default_annotator() -> Annotator:
    """Who writes notes when the settings do not say: POSTIL_ANNOTATOR, or the system's user with the name git knows.

    Somebody named by the variable goes by that name: git's is of whoever the computer belongs to.

    Runs git, which takes a few milliseconds: not on the way to the first screen.
    """
    import getpass

    from annotations.model import Annotator

    if named := annotator_id(os.environ.get("POSTIL_ANNOTATOR", "")):
        return Annotator(id=named)
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # no such user in the system's list, as in some containers
        user = ""
    return Annotator(id=annotator_id(user) or "reader", name=_name_in_git())


def annotator_id(name: str) -> str:
    """`name` as an id for file names: lower-case letters, digits, `-`, `_` and `.`; empty when nothing is left."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-.").lower()


def remember_choice(path: Path, key: str, value: str) -> None:
    """Set one setting in the file and leave every other line as it is; a file that is not there is made.

    Args:
        path: Of `config.yaml`.
        key: A setting of the outermost level with a plain value, `theme` or `measure`.
        value: As it is to stand in the file.

    Raises: ConfigError, when the file cannot be read, understood or written.
    """
    text = path.read_text("utf-8") if path.exists() else template(default_annotator())
    line = f"{key}: {value}"
    for pattern in (rf"^{key}:.*$", rf"^# {key}:.*$"):
        changed, count = re.subn(pattern, lambda _: line, text, count=1, flags=re.MULTILINE)
        if count:
            break
    else:
        changed = text + ("" if text.endswith("\n") or not text else "\n") + line + "\n"
    parse_settings(changed, path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        fresh.write_text(changed, "utf-8")
        fresh.replace(path)
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be written: {error.strerror}", hint="The choice holds until you quit."
        ) from error


def template(annotator: Annotator) -> str:
    """A `config.yaml` that changes nothing and explains everything, for `annotator` to begin with."""
    import json

    return _TEMPLATE.format(id=annotator.id, name=json.dumps(annotator.name, ensure_ascii=False))


def _name_in_git() -> str:
    import subprocess

    try:
        done = subprocess.run(
            ["git", "config", "--get", "user.name"], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


_REMEDY = "Mend the line with `postil config edit`; `postil config show` prints every setting with its default."

_BOOLEANS = {"true": True, "false": False, "yes": True, "no": False, "on": True, "off": False}


class _Reader:
    """Walks the nodes of the file, and says where each thing that is wrong stands."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def settings(self, root: Node) -> Settings:
        settings: dict[str, object] = {"path": self._path}
        readers = {
            "annotator": self._annotator,
            "theme": self._word,
            "measure": self._measure,
            "pace": self._pace,
            "color": self._color,
            "show": self._show,
            "landmarks": self._landmarks,
            "people": self._people,
            "entities": self._entities,
            "keys": self._keys,
        }
        for key, node in self._pairs(root, "the file", readers):
            value = readers[key](node)
            if isinstance(value, dict):
                settings |= value
            else:
                settings[key] = value
        return Settings(**settings)  # type: ignore[arg-type]  # each reader above gives its field's type

    def _annotator(self, node: Node) -> Annotator | None:
        fields = {key: (self._word(value), value) for key, value in self._pairs(node, "annotator", ("id", "name"))}
        if "id" not in fields:
            return None
        name = fields.get("name", ("", node))[0]
        given, where = fields["id"]
        if not re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", given):
            raise self._wrong(where, f"an annotator's id has letters, digits, '-', '_' and '.', not {given!r}")
        from annotations.model import Annotator

        return Annotator(id=given, name=name)

    def _measure(self, node: Node) -> int:
        return self._number(node, "measure", NARROWEST, WIDEST)

    def _pace(self, node: Node) -> int:
        return self._number(node, "pace", SLOWEST, FASTEST)

    def _number(self, node: Node, key: str, least: int, most: int) -> int:
        word = self._word(node)
        if not word.isascii() or not word.isdigit() or not least <= int(word) <= most:
            raise self._wrong(node, f"{key} is a whole number from {least} to {most}, not {word!r}")
        return int(word)

    def _color(self, node: Node) -> Color:
        word = self._word(node)
        from annotations.model import COLORS

        for color in COLORS:
            if color == word:
                return color
        raise self._wrong(node, f"color is one of {', '.join(COLORS)}, not {word!r}")

    def _show(self, node: Node) -> dict[str, bool | str]:
        known = ("comments", "sidebar", "links", "pictures")
        return {
            key: self._pictures(value) if key == "pictures" else self._truth(value, key)
            for key, value in self._pairs(node, "show", known)
        }

    def _pictures(self, node: Node) -> PictureChoice:
        word = self._word(node).lower()
        for choice in PICTURES:
            if choice == word:
                return choice
        raise self._wrong(node, f"pictures is one of {', '.join(PICTURES)}, not {word!r}")

    def _landmarks(self, node: Node) -> bool:
        return self._truth(node, "landmarks")

    def _people(self, node: Node) -> tuple[tuple[str, Chosen], ...]:
        from reader.people import LONGEST, Chosen

        people = []
        letters: dict[str, str] = {}
        for who, value in self._pairs(node, "people"):
            given = dict(self._pairs(value, who, ("initials", "color")))
            initials = self._word(given["initials"]) if "initials" in given else ""
            if len(initials) > LONGEST or not initials.isprintable() or " " in initials:
                raise self._wrong(given["initials"], f"initials are up to {LONGEST} characters, not {initials!r}")
            if initials and letters.setdefault(initials.casefold(), who) != who:
                raise self._wrong(
                    given["initials"], f"{initials!r} stands for {letters[initials.casefold()]} already"
                )
            people.append(
                (who, Chosen(initials=initials, color=self._color(given["color"]) if "color" in given else None))
            )
        return tuple(people)

    def _entities(self, node: Node) -> dict[str, str]:
        fields = {key: (self._word(value), value) for key, value in self._pairs(node, "entities", ("engine",))}
        if "engine" not in fields:
            return {}
        word, where = fields["engine"]
        if word.lower() in ("off", "false", "no"):
            return {"engine": OFF}
        if not re.fullmatch(r"[A-Za-z][\w.-]*", word):
            raise self._wrong(where, f"entities.engine is refined, fast, off, or an engine's name, not {word!r}")
        return {"engine": word}

    def _keys(self, node: Node) -> tuple[KeyChoice, ...]:
        from yaml.nodes import SequenceNode

        choices = []
        for key, value in self._pairs(node, "keys"):
            words = (
                [self._word(item) for item in value.value] if isinstance(value, SequenceNode) else [self._word(value)]
            )
            keys = tuple(word for word in words if word)
            choices.append(KeyChoice(act=key, keys=keys, place=self._place(value)))
        return tuple(choices)

    def _pairs(self, node: Node, what: str, known: Iterable[str] | None = None) -> list[tuple[str, Node]]:
        from yaml.nodes import MappingNode, ScalarNode

        if isinstance(node, ScalarNode) and not node.value:
            return []
        if not isinstance(node, MappingNode):
            raise self._wrong(node, f"{what} must be a mapping, `name: value` on each line")
        pairs = [(self._word(key), value) for key, value in node.value]
        seen: set[str] = set()
        for (name, _), (key, _) in zip(pairs, node.value, strict=True):
            if name in seen:
                raise self._wrong(key, f"'{name}' stands here twice")
            seen.add(name)
            if known is not None and name not in (names := list(known)):
                raise self._wrong(key, f"{what} has no setting '{name}'; it has {', '.join(names)}")
        return pairs

    def _truth(self, node: Node, what: str) -> bool:
        word = self._word(node).lower()
        if word not in _BOOLEANS:
            raise self._wrong(node, f"{what} is true or false, not {word!r}")
        return _BOOLEANS[word]

    def _word(self, node: Node) -> str:
        from yaml.nodes import ScalarNode

        if not isinstance(node, ScalarNode):
            raise self._wrong(node, "one word or number must stand here")
        if node.style is None and node.value in ("~", "null"):
            return ""
        return str(node.value)

    def _place(self, node: Node) -> str:
        return f"{self._path}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"

    def _wrong(self, node: Node, what: str) -> ConfigError:
        return ConfigError(f"{self._place(node)}: {what}", hint=_REMEDY)


_TEMPLATE = """\
# postil's settings. Every line is optional: what is not said here, or stands behind a #, is as shown.

# Who writes the notes. The id stands in the names of your notes files, so choose it once; the name is shown.
annotator:
  id: {id}
  name: {name}

# The theme: postil-dark, postil-light, or any that ctrl+p lists. Without this line it follows the terminal.
# theme: postil-dark

# The longest line of text, in columns, from 30 to 120.
# measure: 80

# The colour of a highlight made with one key: yellow, green, blue, pink, orange, purple, red or grey.
# color: yellow

# How many words you read in a minute, for the reading times in the outline and the header.
# pace: 240

# show:
#   comments: true    # unfolded under their passage
#   sidebar: true     # where the screen is wide enough
#   links: true       # as hyperlinks of the terminal, where it can
#   pictures: auto    # in the terminal's own pixels where it can: kitty, iterm or sixel; else in cells

# Short snippets of the text in your notes file, which help your notes to find their passages on a computer that does
# not have the text they were made in. Say false if you may not pass any of the text on.
# landmarks: true

# What people are known by beside their notes, by their ids. Without this, postil gives each of them initials and a
# colour of their own.
# people:
#   ben:
#     initials: BN
#     color: green

# How names and dates are looked for: refined (quickly, then better while you read), fast (quickly), or off.
# entities:
#   engine: refined

# Your own keys, by the id that the help (?) shows beside each act. One key or a list; [] for none.
# keys:
#   note.highlight: [h, H]
#   note.comment: ctrl+e
"""
