"""Where the keys and values inside a display stand: `{"a": [{"b": 1}]}`.

Facts keep the place of a whole value only. Few findings point into one, so its text is parsed again for them.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.source.lines import Lines


def inner_range(
    text: str, whole: Range, path: Sequence[str | int], at: Literal["key", "value"] = "value"
) -> Range:
    """The range of what a path of keys and indices leads to inside the display that stands at `whole`.

    With `at="key"` it is that of the last key itself, or of the item of a list. Where the path leaves what is
    written there, through a name, a call or `**`, it is that of what it leaves. `whole` where its text cannot
    be parsed.
    """
    found, lines = _parsed(text, whole)
    if found is None:
        return whole
    for position, key in enumerate(path):
        entry = _entry(found, key)
        if entry is None:
            break
        found = entry[at == "value" or position < len(path) - 1]
    return _range_of(found, lines, whole)


@lru_cache(maxsize=1)
def _parsed(text: str, whole: Range) -> tuple[ast.expr | None, Lines]:
    """The display, None where its text cannot be parsed, and its lines; the next finding is often in the same
    one."""
    lines = Lines(text)
    written = text[lines.offset(whole.line, whole.column) : lines.offset(whole.end_line, whole.end_column)]
    inner = Lines(f"({written})")
    try:
        return ast.parse(f"({written})", mode="eval").body, inner
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None, inner


def _entry(node: ast.expr, key: str | int) -> tuple[ast.expr, ast.expr] | None:
    """The key and the value of an entry of a display; of a list the item as both."""
    if isinstance(node, ast.Dict):
        # Of equal keys the last one counts.
        for name, value in zip(reversed(node.keys), reversed(node.values), strict=True):
            if isinstance(name, ast.Constant) and name.value == key:
                return name, value
    elif isinstance(node, (ast.List, ast.Tuple)) and isinstance(key, int) and key < len(node.elts):
        return node.elts[key], node.elts[key]
    return None


def _range_of(node: ast.expr, lines: Lines, whole: Range) -> Range:
    """The range in the file of a part of the text at `whole`, which was put into parentheses."""

    def place(line: int, column: int) -> tuple[int, int]:
        # Python counts columns in bytes of UTF-8.
        column = len(lines.line(line).encode()[:column].decode(errors="replace"))
        return whole.line + line - 1, column + (whole.column - 1 if line == 1 else 1)

    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return Range(*place(node.lineno, node.col_offset), *place(node.end_lineno, node.end_col_offset))
