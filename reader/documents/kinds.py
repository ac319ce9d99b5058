"""What a block is: title, heading, byline, caption, item, quote; told from its words and where it stands."""

from __future__ import annotations

from itertools import groupby, pairwise

from reader.documents.bylines import has_date, is_byline, is_date
from reader.documents.groups import Group
from reader.documents.looks import CLOSERS

_MAIL_KINDS = {
    **dict.fromkeys(("from", "von", "de"), "byline"),
    **dict.fromkeys(("date", "sent", "datum"), "dateline"),
    **dict.fromkeys(("subject", "betreff", "objet", "asunto"), "title"),
}
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
    for index, group in enumerate(groups):
        _name(groups, index, group)
    _name_questions(groups)
    if head and groups:
        _name_head(groups[:8])
    if tail and len(groups) > 1:
        _name_tail(groups)
    _unname_lists(groups)


def _name(groups: list[Group], index: int, group: Group) -> None:
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
    elif _is_heading(groups, index, group):
        group.kind, group.level = "heading", 2


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
    if first.text.lower().startswith(_MAIL):
        _name_mail(groups)
        return
    if (
        first.kind in ("paragraph", "heading")
        and len(first.text) <= 200
        and len(groups) > 1
        and not _ends_sentence(first.text)
        and any(sign.isalnum() for sign in first.text)
    ):
        first.kind, first.level = "title", 0
    for group in groups[1:]:
        if group.kind not in ("paragraph", "heading"):
            continue
        if is_byline(group.text):
            group.kind, group.level = "byline", 0
        elif is_date(group.text):
            group.kind, group.level = "dateline", 0


def _name_mail(groups: list[Group]) -> None:
    """The head of a mail: who wrote it, when, and on what."""
    for group in groups:
        field = group.text.partition(":")[0].lower()
        kind = _MAIL_KINDS.get(field, "")
        if kind and group.kind in ("paragraph", "heading"):
            group.kind, group.level = kind, 0


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
    if len(text) > 90 or group.forced is False or (not text[0].isalnum() and text[0] not in "“‘\"'¿¡"):
        return False
    last = text.rstrip(CLOSERS)[-1:]
    if last in ".…,;:" or text[-1] in ",;:" or text[0].islower():
        return False
    if index + 1 >= len(groups) or groups[index + 1].rule:
        return False
    return any(sign.isalpha() for sign in text)


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
