"""Where the settings are, what they are, and a way to change them."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from reader.config import Settings
    from reader.people import Chosen

_EXAMPLES = """\
examples:
  postil config                   every setting in force, as YAML
  postil config edit              open config.yaml in $VISUAL or $EDITOR; a new one explains every line
  postil config path              where config.yaml is, or would be
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "act",
        nargs="?",
        choices=("show", "path", "edit"),
        default="show",
        help="show the settings (the default), print the path of config.yaml, or edit it",
    )
    parser.add_argument("--json", action="store_true", help="with show: as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; after an edit, check the file."""
    from reader.config import config_path, read_settings

    path = config_path()
    if arguments.act == "path":
        print(path)
    elif arguments.act == "edit":
        edit(path)
        _checked(read_settings(path))
    else:
        settings = _checked(read_settings(path))
        print(_as_json(settings) if arguments.json else _as_yaml(settings), end="")
    return 0


def edit(path: Path) -> None:
    """Open the file in the person's editor; a new one is made first, which changes nothing and explains all.

    Raises: ConfigError, when the file cannot be made or the editor not run.
    """
    import os
    import shlex
    import subprocess

    from reader.config import ConfigError, default_annotator, template

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(template(default_annotator()), "utf-8")
    except OSError as error:
        raise ConfigError(
            f"cannot make {path}: {error.strerror}", hint="Set POSTIL_CONFIG_DIR to a folder of your own."
        ) from error
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    try:
        done = subprocess.run([*shlex.split(editor, posix=os.name != "nt"), str(path)], check=False)
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"the editor '{editor}' cannot be run: {error}", hint=f"Set EDITOR to yours, or edit {path} yourself."
        ) from error
    if done.returncode:
        raise ConfigError(f"the editor '{editor}' ended with {done.returncode}", hint=f"The settings are in {path}.")


def _checked(settings: Settings) -> Settings:
    """The settings, when every key in them is given to an act that exists."""
    from reader.app.keys import keyboard

    keyboard(settings.keys)
    return settings


def _values(settings: Settings) -> dict[str, object]:
    from reader.config import default_annotator

    me = settings.annotator or default_annotator()
    return {
        "annotator": {"id": me.id, "name": me.name},
        "theme": settings.theme,
        "measure": settings.measure,
        "pace": settings.pace,
        "color": settings.color,
        "show": {
            "comments": settings.comments,
            "sidebar": settings.sidebar,
            "links": settings.links,
            "pictures": settings.pictures,
        },
        "landmarks": settings.landmarks,
        "people": {who: _chosen(choice) for who, choice in settings.people},
        "entities": {"engine": settings.engine},
        "keys": {choice.act: list(choice.keys) for choice in settings.keys},
    }


def _chosen(choice: Chosen) -> dict[str, str]:
    said = {"initials": choice.initials, "color": choice.color or ""}
    return {name: value for name, value in said.items() if value}


def _as_json(settings: Settings) -> str:
    import json

    return json.dumps({"path": str(settings.path), **_values(settings)}, ensure_ascii=False, indent=2) + "\n"


def _as_yaml(settings: Settings) -> str:
    import yaml

    where = settings.path if settings.path.exists() else f"{settings.path} (not there yet: all defaults)"
    body: str = yaml.safe_dump(_values(settings), sort_keys=False, allow_unicode=True, default_flow_style=None)
    return f"# {where}\n{body}"
