"""What a block is: title, heading, byline, caption, item, quote; told from its words and where it stands."""

from __future__ import annotations

from itertools import groupby, pairwise

from reader.documents.bylines import has_date, is_byline, is_date
from reader.documents.groups import Group
from reader.documents.looks import CLOSERS
from reader.documents.titles import FIELDS, HEAD
from reader.documents.verbatim import is_contents

_MAIL = ("from:", "to:", "date:", "subject:", "von:", "return-path:", "received:", "message-id:")

_CREDITS = (
    "photo by", "photo:", "photograph", "image:", "photo credit", "credit:", "picture:", "photo/", "foto:", "foto/",
    "getty images", "ap photo", "reuters/", "afp/", "(photo", "[photo", "(ap)", "(reuters)", "via getty", "bild:",
    "crédit",     "illustration by", "screenshot", "courtesy of", "wikimedia commons", "/ap]", "/ap)", "shutterstock",
)  # fmt: skip
_FIGURES = (
    "figure ",
    "fig. ",
    "image ",
    "photo ",
    "table ",
    "abb. ",
    "abbildung ",
    "foto ",
    "figura ",
    "map ",
    "chart ",
)


def name_kinds(groups: list[Group], *, head: bool, tail: bool) -> None:
    """Write kind and level into each group; `head` and `tail` say whether the document begins and ends with them."""
    labels = repeated_labels(groups)
    for index, group in enumerate(groups):
        _name(groups, index, group, labels)
    _name_sections(groups)
    _name_questions(groups)
    _unname_fields(groups)
    if head and groups:
        _name_head(groups)
    if tail and len(groups) > 1:
        _name_tail(groups)
    _unname_lists(groups)


def _name(groups: list[Group], index: int, group: Group, labels: set[str]) -> None:
    text = group.text
    if group.kind != "paragraph":
        return
    if group.rule:
        group.kind = "rule"
    elif group.label:
        group.kind, group.level = "item", max(1, group.depth)
    elif text.startswith("[^") and "]:" in text[:8]:
        group.kind = "footnote"
        group.label = text[2 : text.index("]")]
    elif group.depth:
        group.kind, group.level = "quote", group.depth
    elif is_caption(text):
        group.kind = "caption"
    elif label_of(text) not in labels and _is_heading(groups, index, group):
        group.kind, group.level = "heading", 2


_TURNS = 3
"""Blocks that begin with one label from which it is the name of somebody who speaks, or of a field."""
_DIVISIONS = frozenset(
    "scene act chapter part book section step figure table szene akt kapitel teil scène acte chapitre partie "
    "escena acto capítulo parte".split()
)
"""Labels that head what comes after them, however often they come."""


def repeated_labels(groups: list[Group]) -> set[str]:
    """The labels that several blocks begin with: of the turns of a play or an interview, or of fields."""
    seen: dict[str, int] = {}
    for group in groups:
        label = label_of(group.text)
        if label:
            seen[label] = seen.get(label, 0) + 1
    return {label for label, count in seen.items() if count >= _TURNS and label.lower() not in _DIVISIONS}


def label_of(text: str) -> str:
    """What a block begins with that may name a speaker or a field: `Ana Ruiz:`, `Fran.`; empty if nothing does."""
    colon = text.find(":", 0, 30)
    if colon > 0 and text[colon + 1 : colon + 2] in (" ", "\n", "") and text[0].isupper():
        return text[:colon] if text.count(" ", 0, colon) < 3 else ""
    word, _, rest = text.partition(" ")
    name = word[:-1]
    return name if rest and word[-1:] == "." and 2 <= len(name) <= 10 and name.isalpha() and name[0].isupper() else ""


_SECTIONS = 3
"""Numbers in order from which short lines that begin with them head sections."""


def _name_sections(groups: list[Group]) -> None:
    """The headings of a contract or a law, which are numbered through and may end with a full stop: `4. Fees.`"""
    found: list[Group] = []
    for group, after in pairwise(groups):
        number, _, words = group.text.partition(". ")
        if (
            group.kind in ("paragraph", "heading")
            and group.forced
            and len(group.lines) == 1
            and len(group.text) <= _SHORT
            and number.isdigit()
            and len(number) <= 3
            and words[:1].isupper()
            and ". " not in words
            and after.kind != "item"
        ):
            if found and int(number) != int(found[-1].text.partition(".")[0]) + 1:
                _head(found)
                found = []
            found.append(group)
    _head(found)


_SHORT = 70


def _head(groups: list[Group]) -> None:
    if len(groups) >= _SECTIONS and groups[0].text.startswith(("0. ", "1. ")):
        for group in groups:
            group.kind, group.level = "heading", 2


def _unname_fields(groups: list[Group]) -> None:
    """Fields with their values, one below the other, head nothing."""
    for fields, run in groupby(groups, key=lambda group: ":" in group.text[:30] and bool(label_of(group.text))):
        listed = list(run) if fields else []
        if len(listed) >= _TURNS:
            for group in listed:
                if group.kind == "heading" and label_of(group.text).lower().split()[0] not in _DIVISIONS:
                    group.kind, group.level = "paragraph", 0


_LONGEST_QUESTION = 300
_QUESTIONS = 3
"""Questions with their answers from which a document is an interview."""
_HEADINGS_ON_END = 4
"""Headings under each other from which they are lines of a list."""


def _name_questions(groups: list[Group]) -> None:
    """The questions of an interview head their answers, however long they are."""
    questions = [
        group
        for group, answer in pairwise(groups)
        if group.kind == answer.kind == "paragraph"
        and group.text.rstrip(CLOSERS)[-1:] == "?"
        and len(group.text) <= min(_LONGEST_QUESTION, len(answer.text))
        and answer.text.rstrip(CLOSERS)[-1:] != "?"
    ]
    if len(questions) >= _QUESTIONS:
        for group in questions:
            group.kind, group.level = "heading", 2


def _unname_lists(groups: list[Group]) -> None:
    """Names or titles one below the other head nothing."""
    for kind, run in groupby(groups, key=lambda group: group.kind):
        listed = list(run) if kind == "heading" else []
        if len(listed) >= _HEADINGS_ON_END:
            for group in listed:
                group.kind, group.level = "paragraph", 0


def _name_head(groups: list[Group]) -> None:
    """The first blocks: title, byline, date."""
    first = groups[0]
    small = first.text.lower()
    if small.startswith(_MAIL) or (small.startswith("from ") and "@" in small[:80]):
        _name_fields(groups[:HEAD])
        return
    front = {FIELDS.get(group.text.partition(":")[0].lower()) for group in groups[:_FRONT]}
    if {"title", "byline"} <= front:
        _name_fields(groups[:_FRONT])
        return
    if (
        first.kind in ("paragraph", "heading")
        and not _kept(first)
        and len(first.text) <= 200
        and len(groups) > 1
        and not _ends_sentence(first.text)
        and any(sign.isalnum() for sign in first.text)
    ):
        first.kind, first.level = "title", 0
    elif _kept(first) or first.kind == "code":
        heading = next((group for group in groups[1:4] if group.kind == "heading"), None)
        if heading is not None:
            heading.kind, heading.level = "title", 0
    for group in groups[1:8]:
        if group.kind not in ("paragraph", "heading"):
            continue
        if is_byline(group.text):
            group.kind, group.level = "byline", 0
        elif is_date(group.text):
            group.kind, group.level = "dateline", 0


_FRONT = 16
"""Blocks at the head of an edition that may be its fields: `Title: …`, `Author: …`."""


def _kept(group: Group) -> bool:
    """Whether the lines stand one below the other as in the source, as they do in verse."""
    return len(group.lines) > 1 and group.lines[0].verse


def _name_fields(groups: list[Group]) -> None:
    """The head of a mail or an edition: who wrote it, when, and on what. The first field of a kind counts."""
    found: set[str] = set()
    for group in groups:
        kind = FIELDS.get(group.text.partition(":")[0].lower(), "")
        if kind and kind not in found and group.kind in ("paragraph", "heading"):
            group.kind, group.level = kind, 0
            found.add(kind)
        elif group.kind == "heading" and ":" in group.text[:30] and label_of(group.text):
            group.kind, group.level = "paragraph", 0


def _name_tail(groups: list[Group]) -> None:
    """The last block: who wrote it, where it appeared and when."""
    last = groups[-1]
    text = last.text
    if last.kind not in ("paragraph", "heading", "dateline") or len(text) > 90 or _ends_sentence(text):
        return
    if has_date(text) or text[0] in "—–-" or is_byline(text):
        last.kind, last.level = "signature", 0


def _ends_sentence(text: str) -> bool:
    return text.rstrip(CLOSERS)[-1:] == "." and text[-4:] != "..."


def _is_heading(groups: list[Group], index: int, group: Group) -> bool:
    """A short line on its own that begins large and does not end like a sentence."""
    text = group.text
    if _kept(group) or _signs_verse(groups, index):
        return False
    if len(text) > 90 or group.forced is False or (not text[0].isalnum() and text[0] not in "“‘\"'¿¡"):
        return False
    last = text.rstrip(CLOSERS)[-1:]
    if last == "." and not _is_cried(text):
        return False
    if last in _GOES_ON or text[-1] in _GOES_ON or text[0].islower() or text.startswith(("http:", "https:")):
        return False
    if index + 1 >= len(groups) or groups[index + 1].rule:
        return False
    return any(sign.isalpha() for sign in text)


_GOES_ON = frozenset("…,;:。，；：、")
"""What no heading ends with."""


def _signs_verse(groups: list[Group], index: int) -> bool:
    """Whether a short line between verse and prose may be the name of whoever wrote the verse."""
    text = groups[index].text
    if index < 2 or not _kept(groups[index - 1]) or is_contents(groups[index - 1].lines[0].text) or text.isupper():
        return False
    words = text.split()
    if len(words) > 4 or any(sign.isdigit() for sign in text) or not all(word[0].isupper() for word in words):
        return False
    return index + 1 < len(groups) and not _kept(groups[index + 1])


def _is_cried(text: str) -> bool:
    """Whether a line is in capitals, one word of it long enough to be none of somebody's initials."""
    return text.isupper() and any(len(word.strip(".,;:")) > 3 for word in text.split())


def is_caption(text: str) -> bool:
    """A credit in brackets at the end, or the word for a picture at the start."""
    if len(text) > 600:
        return False
    small = text.lower()
    if small.startswith(_FIGURES):
        number = small.split(None, 2)[1].rstrip(".:")
        if number.isdigit() or small.split(None, 1)[0].endswith(":"):
            return True
    if any(credit in small[:14] for credit in ("photo:", "image:", "photo by", "caption:", "foto:", "bild:")):
        return True
    tail = small[-70:]
    if text[-1] in "])":
        inner = tail[max(tail.rfind("["), tail.rfind("(")) + 1 :]
        return any(credit in inner or credit[1:] in inner for credit in _CREDITS) or inner.startswith(
            ("photo", "image", "source:", "credit")
        )
    return any(credit in tail for credit in ("photo by ", "photo: ", "credit: ", "getty images", "ap photo"))
