"""Training data for spaCy: JSON Lines of texts with labelled stretches, or a DocBin. Offsets count code points.

A DocBin can only be made where spaCy is installed; the JSON form needs nothing.

Source: spaCy's documentation of its training formats.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.format import Export, Format, Option, Settings
from annotations.formats.labels import Label, labels
from annotations.formats.losses import Holding, Losses

_HOLDS: frozenset[Holding] = frozenset({"tags"})


def _write(bundle: Bundle, settings: Settings) -> Export:
    losses = Losses()
    pieces = list(_stream([bundle], settings, losses))
    if settings["form"] == "docbin":
        return Export(data=b"".join(piece for piece in pieces if isinstance(piece, bytes)), losses=losses)
    return Export(data="".join(piece for piece in pieces if isinstance(piece, str)), losses=losses)


def _stream(bundles: Iterable[Bundle], settings: Settings, losses: Losses) -> Iterator[str | bytes]:
    if settings["form"] == "docbin":
        yield _docbin(bundles, settings, losses)
        return
    for bundle in bundles:
        losses.merge(bundle.survey(_HOLDS))
        found = labels(bundle, what=settings["labels"])
        kept = found if settings["overlaps"] == "spans" else _apart(found, losses)
        key = "spans" if settings["overlaps"] == "spans" else "entities"
        stretches = [{"start": label.start, "end": label.end, "label": label.label} for label in kept]
        yield json.dumps({"text": bundle.document.text, key: stretches}, ensure_ascii=False) + "\n"


def _apart(found: Iterable[Label], losses: Losses) -> list[Label]:
    """The labels of which none lies on another: spaCy's entities may not overlap. The longer one stays."""
    kept: list[Label] = []
    for label in sorted(found, key=lambda label: (label.start - label.end, label.start, label.label)):
        if any(label.start < other.end and label.end > other.start for other in kept):
            losses.add("label that lies on another")
        else:
            kept.append(label)
    return sorted(kept, key=lambda label: label.start)


def _docbin(bundles: Iterable[Bundle], settings: Settings, losses: Losses) -> bytes:
    try:
        import spacy
        from spacy.tokens import DocBin
    except ImportError as error:
        raise FormatError(
            "a DocBin can only be made where spaCy is installed",
            hint="Install spaCy beside postil, or export with --set form=json.",
        ) from error
    blank: Any = spacy.blank(settings["language"])
    box: Any = DocBin(store_user_data=False)
    for bundle in bundles:
        losses.merge(bundle.survey(_HOLDS))
        doc = blank(bundle.document.text)
        found = labels(bundle, what=settings["labels"])
        kept = found if settings["overlaps"] == "spans" else _apart(found, losses)
        spans = []
        for label in kept:
            span = doc.char_span(label.start, label.end, label=label.label, alignment_mode="expand")
            if span is None:
                losses.add("label on no token")
                continue
            if (span.start_char, span.end_char) != (label.start, label.end):
                losses.add("span widened to the edges of its tokens")
            spans.append(span)
        if settings["overlaps"] == "spans":
            doc.spans["sc"] = spans
        else:
            from spacy.util import filter_spans

            doc.ents = filter_spans(spans)
        box.add(doc)
    data: bytes = box.to_bytes()
    return data


FORMAT = Format(
    name="spacy",
    summary="training data for spaCy: JSON Lines, or a DocBin",
    suffixes=(".jsonl", ".spacy"),
    holds=_HOLDS,
    entities=True,
    options=(
        Option(name="form", summary="docbin needs spaCy", default="json", choices=("json", "docbin")),
        Option(name="labels", summary="what becomes a label", default="entities", choices=("entities", "tags")),
        Option(
            name="overlaps",
            summary="entities: none may lie on another; spans: all are kept, for a span categoriser",
            default="entities",
            choices=("entities", "spans"),
        ),
        Option(name="language", summary="of the tokenizer for a DocBin", default="en"),
    ),
    write=_write,
    stream=_stream,
)
