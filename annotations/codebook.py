"""The codebook: the tags that people working on the same documents have agreed on. Kept as `postil.codebook.yaml`.

    codebook: 1
    tags:
      claim:
        meaning: A statement that could be checked.
        color: red
        key: C
      claim/number:
        meaning: A claim with a figure in it.

A tag may name its `parent`; without one, `claim/number` belongs under `claim`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from annotations.errors import PostilError
from annotations.model import COLORS, Color

FILE_NAME = "postil.codebook.yaml"
VERSION = 1
MAX_BYTES = 1_000_000


class CodebookError(PostilError):
    """The codebook cannot be used as it is: where, and what to change."""

    def __init__(self, what: str, *, path: Path | None = None, line: int | None = None, hint: str) -> None:
        place = f"{path or FILE_NAME}" + (f":{line}" if line else "")
        super().__init__(f"{place}: {what}", hint=hint)
        self.path = path
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One agreed tag."""

    tag: str
    meaning: str = ""
    color: Color | None = None
    key: str = ""
    """A single character that labels a passage with this tag, after the key that opens the tag keys."""
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """The agreed tags, in the order of the file."""

    codes: tuple[Code, ...] = ()
    path: Path | None = None

    def code(self, tag: str) -> Code | None:
        """What the codebook says of a tag."""
        return next((code for code in self.codes if code.tag == tag), None)

    def color(self, tags: Iterable[str]) -> Color | None:
        """The colour of a new note with these tags: that of the first that has one, itself or by what it is under."""
        for tag in tags:
            code = self.code(tag)
            while code is not None:
                if code.color is not None:
                    return code.color
                code = self.code(code.parent) if code.parent else None
        return None

    def by_key(self) -> Mapping[str, Code]:
        """The tags that a single key gives."""
        return {code.key: code for code in self.codes if code.key}

    def strangers(self, tags: Iterable[str]) -> tuple[str, ...]:
        """The tags that are not agreed; none while the codebook is empty."""
        known = {code.tag for code in self.codes}
        return tuple(tag for tag in tags if known and tag not in known)


def find(beside: Path) -> Path | None:
    """The codebook that holds for a document: beside it, or in a folder above up to the root of its repository.

    Outside a repository only the document's own folder is looked at: a stray file further up must not change what
    people see.
    """
    folder = beside if beside.is_dir() else beside.parent
    above = [folder, *folder.resolve().parents]
    root = next((level for level, path in enumerate(above) if (path / ".git").exists()), 0)
    return next((path / FILE_NAME for path in above[: root + 1] if (path / FILE_NAME).is_file()), None)


def read(path: Path) -> Codebook:
    """Read a codebook.

    Raises: CodebookError, with the line, if the file cannot be read or says what a codebook cannot.
    """
    try:
        data = path.read_bytes()
        text = data.decode()
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(
            f"cannot be read: {error}", path=path, hint="Save it as UTF-8, readable for you."
        ) from error
    if len(data) > MAX_BYTES:
        raise CodebookError("is too long for a codebook", path=path, hint="A codebook is a list of tags.")
    return parse(text, path=path)


def parse(text: str, *, path: Path | None = None) -> Codebook:
    """The codebook that a text says.

    Raises: CodebookError, with the line.
    """
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise CodebookError(
            f"is not YAML: {getattr(error, 'problem', error)}",
            path=path,
            line=mark.line + 1 if mark else None,
            hint="Mend the line, or start again from the example in the documentation.",
        ) from error
    if root is None:
        return Codebook(path=path)

    def wrong(node: yaml.Node, what: str, hint: str) -> CodebookError:
        return CodebookError(what, path=path, line=node.start_mark.line + 1, hint=hint)

    def mapping(node: yaml.Node, what: str) -> list[tuple[yaml.Node, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            raise wrong(node, f"{what} must be a mapping", "Write `name: value` lines.")
        return list(node.value)

    def string(node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise wrong(node, f"{what} must be a text", "Write it on one line, in quotes if need be.")
        return str(node.value)

    top = {string(key, "a key"): value for key, value in mapping(root, "a codebook")}
    version = top.get("codebook")
    if version is None or string(version, "`codebook`") != str(VERSION):
        raise wrong(
            version or root, "is of a version this postil does not know", f"Begin with `codebook: {VERSION}`."
        )
    codes: dict[str, Code] = {}
    keys: dict[str, str] = {}
    for name, node in mapping(top["tags"], "`tags`") if "tags" in top else []:
        tag = string(name, "a tag").strip().lstrip("#")
        if not tag or any(part.strip() != part or not part for part in tag.split("/")):
            raise wrong(name, f"{tag!r} is no tag", "Parts of a tag are parted by `/`, and none is empty.")
        if tag in codes:
            raise wrong(name, f"the tag {tag!r} stands here twice", "Keep one of the two.")
        is_empty = isinstance(node, yaml.ScalarNode) and node.value in ("", "~", "null")
        given = {} if is_empty else {string(k, "a key"): v for k, v in mapping(node, f"what {tag!r} means")}
        said = {key: string(value, f"`{key}` of {tag!r}") for key, value in given.items()}
        unknown = [key for key in said if key not in ("meaning", "color", "colour", "key", "parent")]
        if unknown:
            raise wrong(
                given[unknown[0]], f"`{unknown[0]}` of {tag!r} is not known", "Use meaning, color, key, parent."
            )
        color = said.get("color", said.get("colour"))
        if color is not None and color not in COLORS:
            node_of_color = given["color" if "color" in given else "colour"]
            raise wrong(node_of_color, f"{color!r} is no colour of postil", f"Use one of {', '.join(COLORS)}.")
        key = said.get("key", "")
        if key and (len(key) != 1 or key in keys):
            taken = f" and belongs to {keys[key]!r}" if key in keys else ""
            raise wrong(
                given["key"], f"the key {key!r} of {tag!r} cannot be used{taken}", "Give a free single character."
            )
        if key:
            keys[key] = tag
        parent = said.get("parent", tag.rpartition("/")[0])
        codes[tag] = Code(
            tag=tag,
            meaning=said.get("meaning", ""),
            color=next((known for known in COLORS if known == color), None),
            key=key,
            parent=parent,
        )
    _refuse_circles(codes, path)
    return Codebook(codes=tuple(codes.values()), path=path)


def _refuse_circles(codes: Mapping[str, Code], path: Path | None) -> None:
    for tag in codes:
        seen = {tag}
        parent = codes[tag].parent
        while parent in codes:
            if parent in seen:
                raise CodebookError(
                    f"the tag {tag!r} is its own ancestor", path=path, hint="Take one `parent` of the circle out."
                )
            seen.add(parent)
            parent = codes[parent].parent
