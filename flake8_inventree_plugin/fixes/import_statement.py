"""The text of one `from … import …` statement: where its parts stand, and how to take names out or put some
in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.fixes.source import Edit, Source

LINE_LENGTH = 88
"""A statement that would be longer gets a line a name."""

_TOKEN = re.compile(r"(#[^\r\n]*)|(\w+|[.*(),])|(?:[ \t\f\r\n]|\\(?:\r\n|\r|\n))+")
_REST_OF_LINE = re.compile(r"[ \t\f]*(#[^\r\n]*)?(?:\r\n|\r|\n|\Z)")
_ITEM_END = re.compile(r"[ \t\f]*,?[ \t\f]*(#[^\r\n]*)?(\r\n|\r|\n)")


class Item(NamedTuple):
    """An imported name; `start` and `end` are offsets of "name as alias"."""

    name: str
    alias: str | None
    start: int
    end: int

    @property
    def text(self) -> str:
        """The item as it is usually written."""
        return f"{self.name} as {self.alias}" if self.alias else self.name


@dataclass(frozen=True, slots=True)
class Statement:
    """A `from … import …` statement.

    Offsets are into the file's text: of the statement, and of its module with the leading dots. `close` is
    that of the closing parenthesis, None where there is none. `comments` are those inside; `comment` is the
    one behind the statement.
    """

    source: Source
    start: int
    end: int
    module: str
    module_start: int
    module_end: int
    items: tuple[Item, ...]
    close: int | None
    comments: tuple[str, ...]

    # Where it stands

    @property
    def line_start(self) -> int:
        """The offset at which the statement's first line starts."""
        return self.source.offset(self.source.position(self.start)[0], 1)

    @property
    def indentation(self) -> str:
        """What stands left of the statement on its first line."""
        return self.source.text[self.line_start : self.start]

    @property
    def is_first_on_line(self) -> bool:
        """Whether only white space stands left of the statement."""
        return not self.indentation.strip(" \t\f")

    @property
    def is_last_on_line(self) -> bool:
        """Whether only white space or a comment follows on the line."""
        return _REST_OF_LINE.match(self.source.text, self.end) is not None

    @property
    def comment(self) -> str:
        """The comment behind the statement, "" where there is none."""
        match = _REST_OF_LINE.match(self.source.text, self.end)
        return (match.group(1) or "") if match else ""

    @property
    def is_one_line(self) -> bool:
        """Whether the statement starts and ends on one line."""
        return self.source.position(self.start)[0] == self.source.position(self.end)[0]

    # Edits

    def taken_out(self, items: Sequence[Item]) -> tuple[list[Edit], str] | None:
        """The edits that take some, not all, of the names out, and the comment that goes with them.

        None where a comment stands in the way.
        """
        edits: list[Edit] = []
        comment = ""
        chosen = [item in items for item in self.items]
        index = 0
        while index < len(chosen):
            if not chosen[index]:
                index += 1
                continue
            last = index
            while last + 1 < len(chosen) and chosen[last + 1]:
                last += 1
            if last + 1 < len(chosen):
                start, end = self.items[index].start, self.items[last + 1].start
            else:
                start, end = self.items[index - 1].end, self.items[last].end
            if "#" in self.source.text[start:end]:
                # A comment belongs to the name that stands alone on its line.
                line = self._own_line(self.items[index])
                if line is None or last != index or comment:
                    return None
                start, end, comment = line
            edits.append(Edit(start, end, ""))
            index = last + 1
        return edits, comment

    def _own_line(self, item: Item) -> tuple[int, int, str] | None:
        """The line of a name that stands alone on it, with its end, and its comment."""
        text = self.source.text
        first, last = self.source.position(item.start)[0], self.source.position(item.end)[0]
        start = self.source.offset(first, 1)
        match = _ITEM_END.match(text, item.end)
        if self.close is None or first != last or match is None or text[start : item.start].strip(" \t\f"):
            return None
        return start, match.end(), match.group(1) or ""

    def comment_of(self, item: Item) -> str:
        """The comment behind a name on its line, "" where there is none."""
        match = _ITEM_END.match(self.source.text, item.end)
        return (match.group(1) or "") if match and self.close is not None else ""

    def with_names(self, names: Sequence[str], comment: str = "") -> list[Edit] | None:
        """The edits that put names in behind the last one; None where their comment finds no place."""
        if not names:
            return None if comment else []
        text, newline = self.source.text, self.source.newline
        last = self.items[-1]
        line_start = self.source.offset(self.source.position(last.start)[0], 1)
        prefix = text[line_start : last.start]
        match = _ITEM_END.match(text, last.end)
        if self.close is not None and not prefix.strip(" \t\f") and line_start > self.start:
            # One name a line, or something like it.
            if match is None:
                if comment:
                    return None
                return [Edit(last.end, last.end, "".join(f",{newline}{prefix}{name}" for name in names))]
            ends_with_comma = "," in text[last.end : match.end()].partition("#")[0]
            lines = f",{newline}{prefix}".join(names)
            added = f"{newline}{prefix}{lines}{',' if ends_with_comma else ''}"
            added += f"  {comment}" if comment else ""
            rest = text[last.end : match.start(2)]
            return [Edit(last.end, match.start(2), f"{'' if ends_with_comma else ','}{rest}{added}")]
        if comment:
            return None
        edit = Edit(last.end, last.end, "".join(f", {name}" for name in names))
        if self._is_too_long(edit.text):
            return [self._one_a_line(names)]
        return [edit]

    def _is_too_long(self, added: str) -> bool:
        if not (self.is_first_on_line and self.is_last_on_line and self.is_one_line):
            return False
        return not self.comment and self.end - self.line_start + len(added) > LINE_LENGTH

    def _one_a_line(self, names: Sequence[str]) -> Edit:
        everything = [*(item.text for item in self.items), *names]
        start = self.items[0].start
        if self.close is not None:
            start = self.source.text.index("(", self.module_end)
        return Edit(start, self.end, in_parentheses(everything, self.indentation, self.source.newline))

    def removed(self) -> Edit | None:
        """The edit that removes the statement with its line; None where something else stands there."""
        match = _REST_OF_LINE.match(self.source.text, self.end)
        if match is None or match.group(1) or self.comments or not self.is_first_on_line:
            return None
        return Edit(self.line_start, match.end(), "")

    def moved_to(self, module: str) -> Edit:
        """The edit that imports everything from another module."""
        return Edit(self.module_start, self.module_end, module)


def statement(source: Source, place: Range) -> Statement | None:
    """The statement that a range covers; None where the text there is anything but `from … import names`."""
    start, end = source.span(place)
    comments: list[str] = []
    words: list[tuple[str, int]] = []
    position = start
    while position < end:
        match = _TOKEN.match(source.text, position, end)
        if match is None:
            return None
        if match.group(1):
            comments.append(match.group(1))
        elif match.group(2):
            words.append((match.group(2), position))
        position = match.end()
    texts = [word for word, _ in words]
    if not texts or texts[0] != "from" or "import" not in texts:
        return None
    split = texts.index("import")
    if split < 2:
        return None
    close = None
    inner = words[split + 1 :]
    if inner and inner[0][0] == "(":
        if inner[-1][0] != ")":
            return None
        close = inner[-1][1]
        inner = inner[1:-1]
    items = _items(inner)
    if items is None:
        return None
    last_word, last_start = words[split - 1]
    return Statement(
        source,
        start,
        end,
        "".join(texts[1:split]),
        words[1][1],
        last_start + len(last_word),
        items,
        close,
        tuple(comments),
    )


def _items(words: list[tuple[str, int]]) -> tuple[Item, ...] | None:
    items: list[Item] = []
    group: list[tuple[str, int]] = []
    for word, offset in (*words, (",", -1)):
        if word != ",":
            group.append((word, offset))
            continue
        texts = [text for text, _ in group]
        if len(texts) == 1:
            alias = None
        elif len(texts) == 3 and texts[1] == "as":
            alias = texts[2]
        elif not texts and offset == -1 and items:
            break
        else:
            return None
        last, last_offset = group[-1]
        items.append(Item(texts[0], alias, group[0][1], last_offset + len(last)))
        group = []
    return tuple(items) or None


def in_parentheses(names: Sequence[str], indentation: str, newline: str) -> str:
    """Names in parentheses, one a line."""
    inner = indentation + ("\t" if indentation.startswith("\t") else "    ")
    return f"({newline}{''.join(f'{inner}{name},{newline}' for name in names)}{indentation})"


def written(module: str, names: Sequence[str], indentation: str, newline: str) -> str:
    """An import statement that starts behind `indentation`."""
    text = f"from {module} import {', '.join(names)}"
    if len(indentation) + len(text) <= LINE_LENGTH or len(names) == 1:
        return text
    return f"from {module} import {in_parentheses(names, indentation, newline)}"
