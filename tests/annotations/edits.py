"""A file of notes, and what hands of all kinds could do to its lines."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.annotations.strategies import AWKWARD

FILE = """\
# Mine.
postil: 1
document:
  title: Mass protests
annotator:
  id: ana

annotations:

# About the march:
- id: 01a20963-09b5-73a6-917f-e10ae6435041
  spans:
  - exact: thousands have marched
    start: 50
    end: 72
  color: yellow
  comment: |-
    Where does this

      come from?
  created: "2026-01-23T17:10:15Z"
  modified: "2026-01-23T17:10:15Z"

- id: 01a20963-09b5-73a6-917f-e10aa10b5789
  tags: [strike, a/b]  # later
  created: "2026-01-23T17:10:15Z"
  modified: "2026-01-23T17:10:15Z"
# The end.
"""

LINES = [
    *("# a comment", "  # a comment", "      # a comment", "", "   ", "\t", "- id: x", "- ", "-", "  - exact: a"),
    *("key: value", "  key: value", "    key: value", "  key:", "  key:  value", "  key: value  ", "  key: a # b"),
    *(
        '  key: "a',
        '  key: "a"',
        '  "key": a',
        "  'key': a",
        "  key: |-",
        "  key: |+",
        "  key: >",
        "    text",
        "text",
    ),
    *(
        "  key: [a, b]",
        "  key: [a,",
        "  ]",
        "  key: {a: b}",
        "---",
        "...",
        "%YAML 1.1",
        "annotations:",
        "annotations: []",
    ),
    *(
        "entities:",
        "  ? a",
        "  : b",
        "  key: &a b",
        "  key: *a",
        "  key: !!str a",
        "  <<: {a: b}",
        "  key: 2026-01-01",
    ),
    *(
        "annotations: []",
        "  key: 012",
        "  key: 1e3",
        "  key: yes",
        "  key: ~",
        "  key: =",
        "  key: a: b",
        "  key: -",
        "  : b",
        "  created: x",
    ),
]
edits = st.tuples(
    st.sampled_from(["insert", "delete", "double", "swap", "indent", "dedent", "append", "cut"]),
    st.integers(0, 200),
    st.sampled_from(LINES) | st.sampled_from(AWKWARD),
)


def edited(text: str, changes: list[tuple[str, int, str]]) -> str:
    lines = text.split("\n")
    for act, place, words in changes:
        at = place % len(lines)
        if act == "insert":
            lines.insert(at, words)
        elif act == "delete" and len(lines) > 1:
            del lines[at]
        elif act == "double":
            lines.insert(at, lines[at])
        elif act == "swap":
            lines[at], lines[-1 - at] = lines[-1 - at], lines[at]
        elif act == "indent":
            lines[at] = "  " + lines[at]
        elif act == "dedent":
            lines[at] = lines[at][2:]
        elif act == "append":
            lines[at] += words
        elif act == "cut":
            lines[at] = lines[at][: place % (len(lines[at]) + 1)]
    return "\n".join(lines)
