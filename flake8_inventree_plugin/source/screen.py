"""A look at a text before the parser gets it: what would make libcst overflow the stack or run for hours.

libcst's parser recurses in native code, so a text that is nested too deep ends the process, and no `except`
catches that. On brackets in `case` patterns and behind `del` it takes exponential time. The screen adds up
what all that is nested in each other costs, and refuses a text that costs too much.

Measured with libcst 1.9 on Linux x86-64, on a main thread with a stack of 1 MiB: it stands 152 nested
parentheses, 144 lists or calls, 128 f-strings, 40 blocks, 416 lambdas (70 in each other's defaults), 608
`for` in a comprehension, 672 conditional expressions, chains of 704 attributes or 830 binary operations,
calls or subscripts, 960 `not`, signs or `elif`, and 1,100 strings side by side. The costs below are these in
KiB; the limit leaves a third of that stack free. (Windows gives a main thread 2 MB, Linux and macOS 8 MiB.)
"""

from __future__ import annotations

import re

from flake8_inventree_plugin.source.lines import Lines

MAXIMUM_BYTES = 1 << 20
MAXIMUM_LINES = 50_000
MAXIMUM_SIGNS = 100_000
"""Operators, brackets, strings, comments, line ends and some keywords: for each of them, with the names
between, the parser takes up to 70 µs and its tree up to 8 KiB. (Large test suites have 90,000 in a file.)"""
MAXIMUM_NESTING = 680.0
"""What all that is nested in each other may cost: 26 blocks, 71 brackets or 450 operators."""
MAXIMUM_BRACKETS = {"case": 5, "del": 15}
"""Brackets in each other in a `case` pattern or after `del`; each level of them can make the parser four
times slower, or 1.8 times. (Ordinary code has at most 16 anywhere.)"""

_BLOCK = 26.0
_BRACKET = 8.0
_LAMBDA = 2.6
_LAMBDA_DEFAULT = 12.2
_LOOP = 1.8
_OPERATOR = 1.5
_STRING = 1.0
_ELIF = 1.1

_CODE = re.compile(
    r"""\#[^\r\n]* | \\(?:\r\n|[\s\S])? | (?:\r\n|[\r\n])[ \t\f]* | [()\[\]{},;:.] | [-+*/%@&|^~<>=!]+
    | '''[^'\\]*(?:(?:\\[\s\S]|'(?!''))[^'\\]*)*''' | \"""[^"\\]*(?:(?:\\[\s\S]|"(?!""))[^"\\]*)*\"""
    | '(?!'')[^'\\\r\n]*(?:\\(?:\r\n|[\s\S])[^'\\\r\n]*)*'
    | "(?!"")[^"\\\r\n]*(?:\\(?:\r\n|[\s\S])[^"\\\r\n]*)*"
    | ''' | \""" | ['"] | \b(?:and|await|case|del|else|for|if|in|is|lambda|match|not|or)\b""",
    re.VERBOSE,
)
_PREFIX_ENDS = frozenset("fFtTrR")
_PREFIX = re.compile(r"(?<![0-9A-Za-z_\x80-\U0010ffff])(?:[fFtT][rR]?|[rR][fFtT])\Z")
_TEXT = re.compile(r"\\(?:N\{[^{}\r\n]*\}|\r\n|[^{}])?|\{\{?|[}'\"\r\n]")
_RAW_TEXT = re.compile(r"\\(?:\r\n|[^{}])?|\{\{?|[}'\"\r\n]")
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_COSTS = {
    **dict.fromkeys((".", "+", "-", "*", "/", "%", "@", "&", "|", "^", "~", "<", ">"), _OPERATOR),
    **dict.fromkeys(
        ("and", "await", "case", "del", "else", "if", "in", "is", "match", "not", "or"), _OPERATOR
    ),
    "for": _LOOP,
    "lambda": _LAMBDA,
}
_WORDS = frozenset({"case", "del", "if", "lambda", "match"})


def screen(text: str, *, times: int = 1) -> tuple[int, int, str] | None:
    """The line, the column and the reason why a text is not given to the parser; None where it may be.

    A text that is no Python passes: the parser stops where the text stops being Python, and up to there it
    was looked at. `times` multiplies the limits on nesting.
    """
    if text.count("\n") + text.count("\r") - text.count("\r\n") >= MAXIMUM_LINES:
        return MAXIMUM_LINES + 1, 1, f"the file has more than {MAXIMUM_LINES} lines"
    try:
        _Screen(text, times).run()
    except _RefusedError as error:
        return *Lines(text).position(error.offset), error.reason
    return None


class _RefusedError(Exception):
    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(offset, reason)
        self.offset = offset
        self.reason = reason


class _Level:
    """A statement, a pair of brackets, an f-string (`quotes`), or a field in one (`end` and `quotes`).

    In an item (what commas separate) with operators that cost `operators` and the dearest bracket `inner`,
    no node is nested deeper than both together. `tallest` is the most that an item before cost. `lambdas` is
    what the item's lambdas cost, `open_lambdas` of them are at their parameters.
    """

    __slots__ = (
        "cost",
        "end",
        "in_text",
        "inner",
        "lambdas",
        "open_lambdas",
        "operators",
        "pattern",
        "quotes",
        "tallest",
    )

    def __init__(self, end: str, cost: float, quotes: str = "", pattern: re.Pattern[str] = _TEXT) -> None:
        self.end = end
        self.cost = cost
        self.quotes = quotes
        self.pattern = pattern
        self.in_text = bool(quotes) and not end
        self.operators = self.inner = self.tallest = self.lambdas = 0.0
        self.open_lambdas = 0


class _Screen:
    """`around` is what the blocks and brackets around the current level cost."""

    def __init__(self, text: str, times: int) -> None:
        self.text = text
        self.maximum = MAXIMUM_NESTING * times
        self.times = times
        self.level = _Level("", 0.0)
        self.outer: list[_Level] = []
        self.blocks: list[tuple[int, float]] = [(0, 0.0)]
        self.around = 0.0
        self.seen_match = False
        self.statement = self.signs = 0
        # The word before the brackets of which there may be few.
        self.word_before = ""

    def run(self) -> None:
        offset: int | None = 0
        while offset is not None:
            offset = self.formatted_text(offset) if self.level.in_text else self.code(offset)

    def code(self, offset: int) -> int | None:
        """Goes on from an offset; returns where f-string text goes on, None at the end."""
        text = self.text
        level = self.level
        costs = _COSTS
        for match in _CODE.finditer(text, offset):
            self.signs += 1
            if self.signs > MAXIMUM_SIGNS:
                raise _RefusedError(
                    match.start(), f"the file has more than {MAXIMUM_SIGNS} operators, brackets and line ends"
                )
            token = match.group()
            cost = costs.get(token)
            if cost is not None:
                level.operators += cost
                if token in _WORDS:
                    self.word(token, match.start())
                continue
            first = token[0]
            if first == "," or token == "=":
                level.operators += level.inner
                if level.operators > level.tallest:
                    level.tallest = level.operators
                    self.check(match.start())
                if not level.open_lambdas:
                    level.lambdas = 0.0
                elif first == "=":
                    level.lambdas += _LAMBDA_DEFAULT
                # The commas between the parameters of a lambda do not end it.
                level.operators, level.inner = level.lambdas, 0.0
            elif first in "\r\n":
                if not self.outer:
                    self.new_line(match)
                    level = self.level
            elif first in "([{":
                level = self.open(_Level(_CLOSERS[first], _BRACKET), match.start())
            elif first in ")]}":
                if first != level.end:
                    return None
                level = self.close(match.start())
                if level.in_text:
                    return match.end()
            elif first in "'\"":
                level.operators += _STRING
                start = match.start()
                quotes = token[:3] if token.startswith(("'''", '"""')) else first
                if text[start - 1 : start] in _PREFIX_ENDS and (
                    prefix := _PREFIX.search(text, max(start - 2, 0), start)
                ):
                    pattern = _RAW_TEXT if "r" in prefix.group().lower() else _TEXT
                    self.open(_Level("", _STRING, quotes, pattern), start)
                    return start + len(quotes)
                if token == quotes:
                    # It has no end.
                    break
            elif first == ":":
                if level.open_lambdas:
                    level.open_lambdas -= 1
                elif not self.outer:
                    self.word_before = ""
                elif level.quotes:
                    level.in_text = True
                    return match.end()
            elif first == ";":
                if not self.outer:
                    level = self.new_statement(match.end())
            elif first not in "#\\":
                # Each sign counts: `--x` is two operations.
                level.operators += _OPERATOR * len(token)
        self.check(len(text))
        return None

    def formatted_text(self, offset: int) -> int | None:
        """Goes on in the text or the format of an f-string; returns where code goes on, None at the end."""
        text = self.text
        level = self.level
        while match := level.pattern.search(text, offset):
            token = match.group()
            offset = match.end()
            self.signs += 1
            if token[0] == "{":
                if token == "{{" and not level.end:
                    continue
                self.open(_Level("}", _BRACKET, level.quotes, level.pattern), match.start())
                return match.start() + 1
            if token == "}":
                if level.end:
                    self.close(match.start())
                    return offset
            elif token in "\r\n":
                if len(level.quotes) == 1:
                    return None
            elif token[0] != "\\" and text.startswith(level.quotes, match.start()):
                if level.end:
                    return None
                self.close(match.start())
                return match.start() + len(level.quotes)
        return None

    def open(self, level: _Level, offset: int) -> _Level:
        self.around += self.level.operators + level.cost
        self.outer.append(self.level)
        self.level = level
        if self.around > self.maximum:
            self.check(offset)
        if self.word_before and len(self.outer) > MAXIMUM_BRACKETS[self.word_before] * self.times:
            most = MAXIMUM_BRACKETS[self.word_before]
            raise _RefusedError(offset, f"more than {most} nested brackets follow `{self.word_before}`")
        return level

    def close(self, offset: int) -> _Level:
        level = self.level
        height = level.cost + max(level.tallest, level.operators + level.inner)
        self.level = outer = self.outer.pop()
        self.around -= outer.operators + level.cost
        if height > outer.inner:
            outer.inner = height
        if not level.quotes:
            # A call or a subscript takes its place in a chain; the fields of an f-string stand side by side.
            outer.operators += _OPERATOR
        if self.around + outer.operators + outer.inner > self.maximum:
            self.check(offset)
        return outer

    def word(self, token: str, offset: int) -> None:
        """`lambda` anywhere; the others matter only outside brackets."""
        if token == "lambda":
            self.level.lambdas += _LAMBDA
            self.level.open_lambdas += 1
        elif not self.outer:
            if offset == self.statement:
                self.seen_match = self.seen_match or token == "match"
                if token == "del" or (token == "case" and self.seen_match):
                    self.word_before = token
            elif token == "if":
                self.word_before = ""

    def check(self, offset: int) -> None:
        level = self.level
        if self.around + max(level.tallest, level.operators + level.inner) > self.maximum:
            raise _RefusedError(offset, "the code is nested too deep for the parser")

    def new_line(self, match: re.Match[str]) -> None:
        """Starts a new statement unless the line is blank or a comment; its indentation tells its block."""
        start = match.end()
        if self.text[start : start + 1] in ("", "#", "\r", "\n"):
            return
        self.new_statement(start)
        width = len(match.group().lstrip("\r\n").expandtabs())
        blocks = self.blocks
        last, cost = blocks[-1]
        continues = self.text.startswith(("elif", "else"), start)
        if width == last and not continues and cost in (0.0, _BLOCK):
            return
        while len(blocks) > 1 and blocks[-1][0] > width:
            blocks.pop()
        if blocks[-1][0] < width:
            blocks.append((width, _BLOCK))
        elif continues:
            blocks[-1] = (width, blocks[-1][1] + _ELIF)
        else:
            blocks[-1] = (width, _BLOCK if len(blocks) > 1 else 0.0)
        self.around = sum(cost for _, cost in blocks)
        self.check(start)

    def new_statement(self, start: int) -> _Level:
        """Ends a statement and starts the next."""
        level = self.level
        if self.around + max(level.tallest, level.operators + level.inner) > self.maximum:
            self.check(start)
        self.level = level = _Level("", 0.0)
        self.statement = start
        self.word_before = ""
        return level
