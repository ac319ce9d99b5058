"""Print a script that completes postil's words in bash, zsh or fish."""

from __future__ import annotations

import argparse
import importlib
from dataclasses import dataclass

from reader.commands.command import module_of

_EXAMPLES = """\
examples:
  postil completion bash > ~/.local/share/bash-completion/completions/postil
  postil completion zsh > ~/.zfunc/_postil           with fpath+=~/.zfunc before compinit in .zshrc
  postil completion fish > ~/.config/fish/completions/postil.fish
"""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command."""

    names: tuple[str, ...]
    says: str
    values: tuple[str, ...]
    """What may follow it; empty for any word, or where nothing follows."""
    takes: bool
    """Whether a word must follow it."""


@dataclass(frozen=True, slots=True)
class Words:
    """What may be typed after a command and its sub-commands."""

    path: tuple[str, ...]
    """The words before: `("note", "add")`; empty after `postil` itself."""
    commands: tuple[tuple[str, str], ...]
    """Sub-commands, or fixed words, with what each does."""
    options: tuple[Option, ...]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell that will read the script")


def run(arguments: argparse.Namespace) -> int:
    """Print the script. `arguments.commands` is the table of all commands, which `reader.cli` passes on."""
    print({"bash": bash, "zsh": zsh, "fish": fish}[arguments.shell](words_of(arguments.commands)), end="")
    return 0


def words_of(commands: dict[str, str]) -> list[Words]:
    """Everything that can be typed, read off the parsers themselves."""
    root = argparse.ArgumentParser(prog="postil")
    root.add_argument("--version", action="store_true", help="print the version")
    words = [Words((), tuple(commands.items()), _options(root))]
    for command in commands:
        parser = argparse.ArgumentParser(prog=f"postil {command}")
        importlib.import_module(module_of(command)).configure(parser)
        words += _walk((command,), parser)
    return words


def _walk(path: tuple[str, ...], parser: argparse.ArgumentParser) -> list[Words]:
    found: list[tuple[str, str]] = []
    below: list[Words] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            says = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, child in action.choices.items():
                found.append((name, says.get(name, "")))
                below += _walk((*path, name), child)
        elif not action.option_strings and action.choices:
            found += [(str(choice), "") for choice in action.choices]
    return [Words(path, tuple(found), _options(parser)), *below]


def _options(parser: argparse.ArgumentParser) -> tuple[Option, ...]:
    return tuple(
        Option(
            tuple(action.option_strings),
            (action.help or "").split(";")[0].replace("%%", "%"),
            tuple(str(choice) for choice in action.choices or ()),
            action.nargs != 0,
        )
        for action in parser._actions
        if action.option_strings and action.help != argparse.SUPPRESS
    )


def bash(words: list[Words]) -> str:
    """The script for bash: words of the command typed so far, else files."""
    cases = []
    for node in words:
        offered = [name for name, _ in node.commands] + [name for option in node.options for name in option.names]
        cases.append(f'    "{" ".join(node.path)}") words="{" ".join(offered)}" ;;')
    values = [f'    "{before}") words="{" ".join(offered)}" ;;' for before, offered in _valued(words)]
    steps = "|".join(f'"{" ".join(node.path)}"' for node in words if node.path)
    return f"""\
# completion of postil for bash
_postil() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} path="" next words="" at
  for ((at = 1; at < COMP_CWORD; at++)); do
    next="${{path:+$path }}${{COMP_WORDS[at]}}"
    case "$next" in {steps}) path=$next ;; esac
  done
  case "${{path:+$path }}${{COMP_WORDS[COMP_CWORD - 1]}}" in
{chr(10).join(values)}
  esac
  if [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case "$path" in
{chr(10).join(cases)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))
}}
complete -o filenames -F _postil postil
"""


def zsh(words: list[Words]) -> str:
    """The script for zsh: each word with what it does, else files."""
    cases = []
    for node in words:
        offered = list(node.commands) + [(name, option.says) for option in node.options for name in option.names]
        listed = " ".join(_quoted(f"{name}:{says}") for name, says in offered)
        cases.append(f'    "{" ".join(node.path)}") offers=({listed}) ;;')
    values = [f'    "{before}") compadd -- {" ".join(offered)}; return ;;' for before, offered in _valued(words)]
    steps = "|".join(f'"{" ".join(node.path)}"' for node in words if node.path)
    return f"""\
#compdef postil
# completion of postil for zsh
_postil() {{
  local spoken="" next at
  local -a offers
  for ((at = 2; at < CURRENT; at++)); do
    next="${{spoken:+$spoken }}$words[at]"
    case "$next" in ({steps}) spoken=$next ;; esac
  done
  case "${{spoken:+$spoken }}$words[CURRENT-1]" in
{chr(10).join(values)}
  esac
  case "$spoken" in
{chr(10).join(cases)}
  esac
  _describe postil offers
  _files
}}
if [ "$funcstack[1]" = "_postil" ]; then _postil "$@"; else compdef _postil postil; fi
"""


def fish(words: list[Words]) -> str:
    """The script for fish: each word with what it does; files where a source may stand."""
    lines = ["# completion of postil for fish"]
    paths = [node.path for node in words if node.path]
    for node in words:
        first = [path[0] for path in paths if len(path) == 1]
        if not node.path:
            condition = "not __fish_seen_subcommand_from " + " ".join(first)
        else:
            condition = "; and ".join(f"__fish_seen_subcommand_from {word}" for word in node.path)
            deeper = [path[-1] for path in paths if len(path) == len(node.path) + 1 and path[:-1] == node.path]
            if deeper:
                condition += "; and not __fish_seen_subcommand_from " + " ".join(deeper)
        head = f"complete -c postil -n {_quoted(condition)}"
        for name, says in node.commands:
            lines.append(f"{head} -a {_quoted(name)} -d {_quoted(says)}")
        for option in node.options:
            names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
            takes = f" -x -a {_quoted(' '.join(option.values))}" if option.values else " -r" if option.takes else ""
            lines.append(f"{head} {names}{takes} -d {_quoted(option.says)}")
    return "\n".join(lines) + "\n"


def _valued(words: list[Words]) -> list[tuple[str, tuple[str, ...]]]:
    """Each option that takes one of a few words: all that is typed up to it, and those words."""
    return [
        (" ".join((*node.path, name)), option.values)
        for node in words
        for option in node.options
        for name in option.names
        if option.values
    ]


def _quoted(text: str) -> str:
    """In single quotes, which all three shells take to the letter; what says no backslash needs no more."""
    return "'" + text.replace("'", "'\\''") + "'"
