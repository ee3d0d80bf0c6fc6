"""Where the leaves of a libcst tree stand in the source text, without libcst's position provider.

The provider costs several parses. But between two leaves of the tree (names, numbers, strings) stand only
white space, comments, keywords and punctuation. So whoever walks the tree in source order finds each leaf as
the next occurrence of its text as a whole word outside comments. Words that are keywords in one place and
names in another (`match`, `case`, `type`, `lazy`, `_`) must be passed like leaves where they are keywords.
"""

from __future__ import annotations

import re

from flake8_inventree_plugin.source.lines import Span

# In source that parses, any character beyond ASCII outside strings and comments is part of a name.
_TOKEN = re.compile(r"#[^\r\n]*|[0-9A-Za-z_\x80-\U0010ffff]+|[\"']|\.[0-9]")
_BRACKET = re.compile(r"#[^\r\n]*|([(\[{])|[)\]}]")
_FIELD_END = re.compile(r"#[^\r\n]*|[()\[\]{}:]")
_ITEM_END = re.compile(r"#[^\r\n]*|[()\[\]{},]")
_VALUE_END = re.compile(r"\\(?:\r\n|\r|\n)|[()\[\]{}\r\n;]|#[^\r\n]*")
_EQUALS = re.compile(r"#[^\r\n]*|[()\[\]{}]|[=!<>:]=|=(?:[ \t\f]|\\(?:\r\n|\r|\n))*")
_PARENTHESIS = re.compile(r"(?:#[^\r\n]*|[^)#])*\)")
_OPENING = re.compile(r"(?:#[^\r\n]*|[^(#])*\(")
_FIRST = re.compile(r"(?:#[^\r\n]*|[\s,\\])*")


class MisalignedError(Exception):
    """The text and the tree do not agree: `offset` is where the next leaf was looked for."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Cursor:
    """A place in a text: behind the leaf that was passed last.

    `strings` has all string literals passed so far, ordered by their start; `string_texts` the literal texts
    of more than one line, without the replacement fields of f-strings; `formatted_strings` the f-strings of
    more than one line.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.strings: list[Span] = []
        self.string_texts: list[Span] = []
        self.formatted_strings: list[Span] = []

    def locate(self, leaf: str) -> int:
        """Passes the next occurrence of a leaf; returns where it starts."""
        text = self.text
        search = _TOKEN.search
        match = search(text, self.offset)
        while match:
            start, end = match.span()
            if text.startswith(leaf, start):
                leaf_end = start + len(leaf)
                # A longer word is another name, unless it is a number with a keyword right behind: `1if x`.
                if end <= leaf_end or leaf[0] in ".0123456789":
                    self.offset = leaf_end
                    return start
            match = search(text, end)
        raise MisalignedError(self.offset)

    def string(self, value: str) -> int:
        """Passes a string literal; returns where it starts."""
        start = self.locate(value)
        span = (start, self.offset)
        self.strings.append(span)
        if "\n" in value or "\r" in value:
            self.string_texts.append(span)
        return start

    def exactly(self, value: str) -> int:
        """Passes text that must stand right here; returns where it starts."""
        start = self.offset
        if not self.text.startswith(value, start):
            raise MisalignedError(start)
        self.offset = start + len(value)
        return start

    def literal_text(self, value: str) -> None:
        """Passes the literal text of an f-string that stands right here."""
        start = self.exactly(value)
        if "\n" in value or "\r" in value:
            self.string_texts.append((start, self.offset))

    def end_formatted_string(self, index: int, start: int, quotes: str) -> None:
        """Passes the closing quotes of an f-string; `index` is its place in `strings`."""
        self.exactly(quotes)
        span = self.strings[index] = (start, self.offset)
        if "\n" in self.text[start : self.offset] or "\r" in self.text[start : self.offset]:
            self.formatted_strings.append(span)

    def end_field(self, start: int, first_string: int, *, has_format: bool) -> None:
        """Passes the rest of a replacement field, whose expression starts at `start`: its closing brace, or
        the colon before its format."""
        text = self.text
        offset = self.offset
        depth = self.open_brackets(start, first_string)
        if depth == 0 and not has_format and text.startswith("}", offset):
            self.offset = offset + 1
            return
        for match in _FIELD_END.finditer(text, offset):
            token = match.group()
            if token in "([{":
                depth += 1
            elif depth == 0 and (token == "}" or (token == ":" and has_format)):
                self.offset = match.end()
                return
            elif token in ")]}":
                depth -= 1
        raise MisalignedError(offset)

    def end_value(self, start: int, first_string: int) -> int:
        """Where the value of an assignment ends that starts at `start` and whose last leaf was passed."""
        text = self.text
        depth = self.open_brackets(start, first_string)
        end = len(text)
        for match in _VALUE_END.finditer(text, self.offset):
            token = match.group()
            if token in "([{":
                depth += 1
            elif token in ")]}":
                depth -= 1
            elif depth <= 0 and token[0] in "\r\n;#":
                end = match.start()
                break
        return start + len(text[start:end].rstrip(" \t\f\r\n\\"))

    def end_item(self, start: int, first_string: int) -> int:
        """Passes the rest of an item of a list in brackets that starts at `start`; returns where it ends."""
        depth = self.open_brackets(start, first_string)
        for match in _ITEM_END.finditer(self.text, self.offset):
            token = match.group()
            if depth == 0 and token in ",)]}":
                self.offset = start + len(self.text[start : match.start()].rstrip(" \t\f\r\n\\"))
                return self.offset
            if token in "([{":
                depth += 1
            elif token in ")]}":
                depth -= 1
        raise MisalignedError(self.offset)

    def open_brackets(self, start: int, first_string: int) -> int:
        """How many brackets are open here that were opened since `start`.

        `first_string` is the index of the first string literal since then. Brackets that were opened
        before and close behind `start` do not count.
        """
        text = self.text
        depth = 0
        for string_start, string_end in (*self.strings[first_string:], (self.offset, self.offset)):
            if string_start < start:
                continue
            for match in _BRACKET.finditer(text, start, string_start):
                if match.group(1):
                    depth += 1
                elif depth and match.group()[0] != "#":
                    depth -= 1
            start = string_end
        return depth

    def equals(self, start: int, first_string: int) -> int:
        """Passes the `=` of an assignment that starts at or behind `start`; returns where its value does."""
        text = self.text
        depth = self.open_brackets(start, first_string)
        for match in _EQUALS.finditer(text, self.offset):
            token = match.group()
            if token in "([{":
                depth += 1
            elif token in ")]}":
                # A target without leaves, `[] = x`, may follow brackets that a statement before it closes.
                depth = max(depth - 1, 0)
            elif depth == 0 and token[0] == "=" and token[:2] != "==":
                self.offset = match.end()
                return self.offset
        raise MisalignedError(self.offset)

    def closing_parenthesis(self) -> None:
        """Passes the next closing parenthesis outside comments."""
        match = _PARENTHESIS.match(self.text, self.offset)
        if match is None:
            raise MisalignedError(self.offset)
        self.offset = match.end()

    def opening_parenthesis(self) -> None:
        """Passes the next opening parenthesis outside comments."""
        match = _OPENING.match(self.text, self.offset)
        if match is None:
            raise MisalignedError(self.offset)
        self.offset = match.end()

    def next_item(self) -> int:
        """Where the next item of a list starts, behind blanks, commas and comments."""
        match = _FIRST.match(self.text, self.offset)
        return match.end() if match else self.offset
