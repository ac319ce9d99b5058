"""Any YAML that people write, through PyYAML: plain values, where each stands, and what is wrong with it.

Lines count from 0 inside this module and from 1 in a `YamlProblem`, as columns do. Stricter than YAML where that
keeps notes safe: a key given twice, anchors and aliases, tags, and nesting past `DEEPEST` are refused. A time that is
not in quotes is text here, as in YAML 1.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

DEEPEST = 60
"""Levels of lists and mappings in each other."""

LONGEST_KEY = 128
"""Code points of a key: YAML readers give up on a `key:` past 1024 once it is escaped."""

_TAG = "tag:yaml.org,2002:"
_TOO_DEEP = "this is nested too deeply"
_TOO_DEEP_REMEDY = "Remove the brackets that nothing needs."


class YamlProblem(Exception):  # noqa: N818 - it is turned into an error where the path of the file is known
    """Text that is no YAML, or YAML that no notes file may hold. `line` and `column` count from 1."""

    def __init__(self, what: str, line: int, column: int, remedy: str) -> None:
        super().__init__(what)
        self.line = line
        self.column = column
        self.remedy = remedy


@dataclass(slots=True)
class Node:
    """One value and where it stands: `line` and `column` of its first character, `end` the line after its last."""

    kind: Literal["text", "list", "mapping"]
    line: int
    column: int
    end: int
    flow: bool = False
    """Written between brackets or braces."""
    value: Any = None
    """Of a scalar."""
    members: list[Node] = field(default_factory=list)
    """Of a list; of a mapping its values, in the order of `keys`."""
    keys: list[Node] = field(default_factory=list)
    known: set[object] = field(default_factory=set)
    """The values of `keys`."""

    def plain(self) -> Any:
        """The value as Python's mappings, lists, text, numbers, booleans and None."""
        if self.kind == "text":
            return self.value
        if self.kind == "list":
            return [member.plain() for member in self.members]
        return {key.value: member.plain() for key, member in zip(self.keys, self.members, strict=True)}

    def at(self, path: tuple[str | int, ...]) -> Node:
        """The value at `path`, or the nearest around it that exists."""
        node = self
        for step in path:
            if node.kind == "list" and isinstance(step, int) and step < len(node.members):
                node = node.members[step]
            elif node.kind == "mapping" and any(key.value == step for key in node.keys):
                node = node.members[[key.value for key in node.keys].index(step)]
            else:
                break
        return node


def read_nodes(text: str) -> Node:
    """The one YAML document in `text`; an empty one is a scalar None. Raises: YamlProblem."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _document(yaml.parse(text, Loader=loader), yaml)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if "nesting depth" in (error.problem or ""):  # libyaml's own limit, met while it looks ahead for a key
            raise YamlProblem(_TOO_DEEP, line, column, _TOO_DEEP_REMEDY) from error
        what = f"this is not valid YAML: {error.problem or error.context}"
        raise YamlProblem(what, line, column, "Correct this line, or restore the file from a backup.") from error
    except yaml.reader.ReaderError as error:
        # libyaml counts bytes here and PyYAML characters, so the character is looked for.
        found = yaml.reader.Reader.NON_PRINTABLE.search(text)
        line, column = _place_of_character(text, found.start() if found else 0)
        what = f"YAML does not allow the character U+{ord(found[0]) if found else 0:04X} as it is"
        raise YamlProblem(what, line, column, 'Remove it, or write it as "\\u…" in double quotes.') from error


def comments(text: str) -> list[tuple[int, str]]:
    """The comments in a valid YAML `text`: line, and the words from `#` on."""
    import re

    import yaml

    comment = re.compile(r"(?:^|(?<=\s))#[^\r\n\x85\u2028\u2029]*", re.MULTILINE)
    found: list[tuple[int, str]] = []
    end = line = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        start = token.start_mark.index
        gap = comment.finditer(text, end, start)
        found += [(line + text.count("\n", end, match.start()), match[0]) for match in gap]
        if token.end_mark.index > end:
            end, line = token.end_mark.index, token.end_mark.line
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            head = text[start : text.index("\n", start)] if "\n" in text[start:] else text[start:]
            found += [(token.start_mark.line, match[0]) for match in comment.finditer(head)]
    return found


def _document(events: Iterator[Any], yaml: Any) -> Node:
    open_nodes: list[Node] = []
    root: Node | None = None
    for event in events:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _problem(event, "anchors and aliases are not used in notes files", "Write the value out.")
        if isinstance(event, yaml.ScalarEvent):
            node = _scalar(event, yaml)
        elif isinstance(event, yaml.CollectionStartEvent):
            mapping = isinstance(event, yaml.MappingStartEvent)
            if not event.implicit:
                raise _tag_problem(event)
            if len(open_nodes) == DEEPEST:
                raise _problem(event, _TOO_DEEP, _TOO_DEEP_REMEDY)
            node = _node(event, "mapping" if mapping else "list")
            node.flow = bool(event.flow_style)
        elif isinstance(event, yaml.CollectionEndEvent):
            node = open_nodes.pop()
            node.end = event.end_mark.line + 1 if node.flow else node.members[-1].end if node.members else node.end
            continue
        elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
            raise _problem(event, "a second document begins here", "Keep one `---` at most.")
        else:
            continue
        if open_nodes:
            _add(open_nodes[-1], node, event)
        elif root is None:
            root = node
        if node.kind != "text":
            open_nodes.append(node)
    return root or Node("text", 0, 0, 0)


def _add(parent: Node, node: Node, event: Any) -> None:
    if parent.kind == "list" or len(parent.keys) > len(parent.members):
        parent.members.append(node)
        return
    if node.kind != "text" or (isinstance(node.value, str) and len(node.value) > LONGEST_KEY):
        raise _problem(event, "this key is not a short text", f"Use a word of at most {LONGEST_KEY} characters.")
    if node.value in parent.known:
        raise _problem(event, f"the key `{node.value}` is given twice", "Keep one of the two.")
    parent.keys.append(node)
    parent.known.add(node.value)


def _scalar(event: Any, yaml: Any) -> Node:
    node = _node(event, "text")
    block = event.style in ("|", ">")
    node.end = event.end_mark.line + (0 if block and event.end_mark.column == 0 else 1)
    text = event.value
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise _problem(event, "half of a surrogate pair is no character", "Remove it.")
    if event.tag not in (None, "!", f"{_TAG}str"):
        raise _tag_problem(event)
    node.value = _resolved(text, event, yaml) if event.tag is None and event.implicit[0] else text
    return node


def _resolved(text: str, event: Any, yaml: Any) -> object:
    """The value of bare words, as PyYAML's `SafeLoader` takes them; times stay text."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    candidates = [*resolvers.get(text[:1], []), *resolvers.get(None, [])]
    tag = next((tag for tag, pattern in candidates if pattern.match(text)), None)
    if tag == f"{_TAG}merge":
        raise _problem(event, "`<<` is not used in notes files", "Write the keys out.")
    kind = tag.removeprefix(_TAG) if tag else ""
    if kind == "null":
        return None
    if kind not in ("bool", "int", "float"):
        return text
    try:
        return getattr(_constructor(), f"construct_yaml_{kind}")(yaml.ScalarNode(tag, text))
    except ValueError as error:
        raise _problem(event, f"{text[:40]} is no number", "Put it in quotes.") from error


@cache
def _constructor() -> Any:
    from yaml.constructor import SafeConstructor

    return SafeConstructor()


def _node(event: Any, kind: Literal["text", "list", "mapping"]) -> Node:
    return Node(kind, event.start_mark.line, event.start_mark.column, event.end_mark.line + 1)


def _problem(event: Any, what: str, remedy: str) -> YamlProblem:
    return YamlProblem(what, event.start_mark.line + 1, event.start_mark.column + 1, remedy)


def _tag_problem(event: Any) -> YamlProblem:
    return _problem(event, f"tags such as {event.tag} are not used in notes files", "Remove the tag.")


def _place_of_character(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, position - before.rfind("\n")
