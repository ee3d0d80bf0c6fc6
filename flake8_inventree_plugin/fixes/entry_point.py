"""Adds an entry point to pyproject.toml, in the form that the file already has."""

from __future__ import annotations

import re
from typing import Any

from flake8_inventree_plugin.findings import Finding, Range
from flake8_inventree_plugin.fixes.source import Edit, Source, apply_edits
from flake8_inventree_plugin.toml import TomlError, parse
from flake8_inventree_plugin.toml_ranges import Path, key_ranges

_KEY = re.compile(r"""(?:[A-Za-z0-9_-]+|"[^"\\\n]*"|'[^'\n]*')""")
_PAIR = re.compile(
    rf"""(?P<key>(?:{_KEY.pattern}\s*\.\s*)*)(?P<name>{_KEY.pattern})(?P<equals>\s*=\s*)["']"""
)
"""A key, the last part of which is the entry point's name, up to the quote of its value."""
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BLANKS = " \t"


def edits(source: Source, finding: Finding) -> list[Edit]:
    """The line or table to add; nothing where the file would not say that, and all it said, and no more."""
    assert finding.fix is not None
    arguments = finding.fix.arguments
    table: Path = tuple(arguments["table"])
    name, target = arguments["name"], arguments["target"]
    try:
        before = parse(source.text.encode())
        place = _Document(source).addition(table, name, target)
        if place is None:
            return []
        after = parse(apply_edits(source.text, [place]).encode())
    except TomlError:
        return []
    return [place] if after == _with_entry_point(before, table, name, target) else []


def _with_entry_point(data: dict[str, Any], table: Path, name: str, target: str) -> dict[str, Any] | None:
    """The document with an entry point more, None where it has one of that name."""
    if not table:
        return None if name in data else {**data, name: target}
    inner = data.get(str(table[0]), {})
    changed = _with_entry_point(inner, table[1:], name, target) if isinstance(inner, dict) else None
    return None if changed is None else {**data, str(table[0]): changed}


class _Document:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.ranges = key_ranges(source.text)

    def addition(self, table: Path, name: str, target: str) -> Edit | None:
        """The edit that adds the entry point: to its table, to the inline table around it, or a new table;
        None where the document has no table of that tool."""
        inside = [path for path in self.ranges if path[:-1] == table and not self.is_header(path)]
        if table in self.ranges and self.is_header(table):
            line = self.pair_like(inside, name, target)
            return self.new_line(self.ranges[max(inside, key=self.start, default=table)], line)
        for length in range(len(table), 0, -1):
            if self.is_inline_table(table[:length]):
                pair = f'{_key(name)} = "{target}"'
                for key in reversed(table[length:]):
                    pair = f"{_key(str(key))} = {{ {pair} }}"
                item = self.new_item(self.ranges[table[:length]], pair)
                return item if inside else self.alone(item)
        if inside:
            # A table of dotted keys.
            return self.new_line(
                self.ranges[max(inside, key=self.start)], self.pair_like(inside, name, target)
            )
        return self.new_table(table, f'{_key(name)} = "{target}"')

    def start(self, path: Path) -> int:
        return self.source.span(self.ranges[path])[0]

    def is_header(self, path: Path) -> bool:
        return self.text[self.start(path)] == "["

    def is_inline_table(self, path: Path) -> bool:
        """Whether a key's own pair ends with an inline table; those inside it stand at the same key."""
        if path not in self.ranges or self.is_header(path):
            return False
        pair = self.source.text_at(self.ranges[path])
        value = re.match(rf"(?:{_KEY.pattern}\s*\.\s*)*(?P<name>{_KEY.pattern})\s*=\s*\{{", pair)
        return value is not None and value["name"].strip("\"'") == path[-1]

    def pair_like(self, others: list[Path], name: str, target: str) -> str:
        """`name = "target"` with the quotes, spaces and dotted prefix of the last entry point before it."""
        last = self.source.text_at(self.ranges[max(others, key=self.start)]) if others else ""
        like = _PAIR.match(last)
        if like is None:
            return f'{_key(name)} = "{target}"'
        quote = last[like.end() - 1]
        key_quote = like["name"][0] if like["name"][0] in "\"'" else ""
        key = f"{key_quote}{name}{key_quote}" if key_quote else _key(name)
        equals = " = " if like["equals"].strip(_BLANKS) != like["equals"] else "="
        return f"{like['key']}{key}{equals}{quote}{target}{quote}"

    def new_line(self, above: Range, text: str) -> Edit:
        """The edit that puts a line below another, indented as that one."""
        first = self.source.line(above.line)
        indent = first[: len(first) - len(first.lstrip(_BLANKS))]
        return self.below(above.end_line, [indent + text])

    def new_item(self, pair: Range, item: str) -> Edit:
        """The edit that adds an item to the inline table that ends a pair."""
        end = self.source.span(pair)[1] - 1
        inside = self.text[:end].rstrip(_BLANKS)
        if inside.endswith("{"):
            return Edit(len(inside), end, f" {item} ")
        return Edit(len(inside), len(inside), f", {item}")

    def new_table(self, table: Path, pair: str) -> Edit | None:
        """The edit that puts a table below the last one of the same tool, or at the end of the file."""
        depth = 2 if table[0] == "tool" else 1
        own = [place for path, place in self.ranges.items() if path[:depth] == table[:depth]]
        if not own:
            return None
        number = max(place.end_line for place in own)
        # Comments right below belong to it, unless they stand on the next table.
        comments = number
        while self.source.line(comments + 1).lstrip(_BLANKS).startswith("#"):
            comments += 1
        if not self.source.line(comments + 1).strip():
            number = comments
        header = f"[{'.'.join(_key(str(key)) for key in table)}]"
        return self.alone(self.below(number, ["", header, pair]))

    def alone(self, edit: Edit) -> Edit:
        """The same edit with the character before it: the edits of other fixes there overlap it, and wait
        until their table exists."""
        start = edit.start - 1
        return Edit(start, edit.end, self.text[start : edit.start] + edit.text)

    def below(self, number: int, lines: list[str]) -> Edit:
        """The edit that puts lines below the one of a number."""
        newline = self.source.newline
        line = self.source.line(number)
        offset = self.source.offset(number, 1) + len(line)
        text = "".join(f"{item}{newline}" for item in lines)
        if not line.endswith("\n"):
            # The last line, which has no end, keeps that.
            text = newline + text.removesuffix(newline)
        return Edit(offset, offset, text)


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else f'"{name}"'
