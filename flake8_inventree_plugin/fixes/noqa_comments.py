"""Writes `# noqa` comments where findings are: `--add-suppressions`.

A comment goes where flake8 looks for it: at the end of the finding's physical line, or of the lines that a
string or a backslash makes one. It reads `# noqa: INV203  # the reason`: behind a second `#` no word of the
reason is taken for a code. Where codes are silenced already, ours join them.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flake8_inventree_plugin.findings import START, Finding, Severity
from flake8_inventree_plugin.fixes.source import Edit, Source, apply_edits
from flake8_inventree_plugin.source.parse import decode, read_facts
from flake8_inventree_plugin.suppressions import Suppression, is_suppressed, split_lines

_MEANING = re.compile(r"noqa|coding[:=]", re.IGNORECASE)


def check_reason(reason: str) -> None:
    """Raises ValueError, with a sentence for the user, where a text cannot be the reason in a comment."""
    if not reason.strip():
        raise ValueError("it is empty; say why these findings are accepted")
    if not reason.isprintable():
        raise ValueError("it has a line end or another character that a comment cannot show")
    if _MEANING.search(reason):
        raise ValueError('"noqa" and "coding:" would mean something in a comment')


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A file's new content, and by line why findings could not be suppressed there."""

    content: bytes
    refused: Mapping[int, str]


def add_comments(data: bytes, codes: Mapping[int, Sequence[str]], reason: str) -> Suppressed:
    """Suppresses, in a Python file, the codes given by line (1-based)."""
    try:
        decoded = decode(data)
        source = Source(decoded.text)
        endings = _endings(source.text)
    except (ValueError, SyntaxError, tokenize.TokenError):
        return _nothing(data, codes, "this Python cannot read the file")
    refused: dict[int, str] = {}
    wanted: dict[int, list[str]] = {}
    for line, here in sorted(codes.items()):
        ending = endings.get(line)
        problem = "there is no such line" if ending is None else ending.problem
        if ending is None or problem:
            refused[line] = problem
        else:
            wanted.setdefault(ending.last, []).extend(here)
    edits = [_edit(source, endings[last], sorted(set(found)), reason) for last, found in wanted.items()]
    text = apply_edits(source.text, edits)
    try:
        content = decoded.bom + text.encode(decoded.encoding)
    except UnicodeEncodeError:
        return _nothing(data, codes, f"the reason cannot be written in {decoded.encoding}")
    if not _is_same_code(data, content, source.text, text):
        return _nothing(data, codes, "the comments would change the code")
    facts = read_facts(content)
    for line in codes.keys() - refused.keys():
        if not all(_is_silent(code, line, facts.suppressions) for code in codes[line]):
            return _nothing(data, codes, "flake8 would not see the comment")
    return Suppressed(content, refused)


def _nothing(data: bytes, codes: Mapping[int, Sequence[str]], reason: str) -> Suppressed:
    return Suppressed(data, dict.fromkeys(codes, reason))


class _Ending(NamedTuple):
    """The end of lines that flake8 reads as one.

    `last` is the last of them, `comment` the comment there and `column` (1-based) where that begins, `noqa`
    the span of the codes that it silences, in the comment. `problem` says why none can be written there.
    """

    last: int
    column: int = 0
    comment: str = ""
    noqa: tuple[int, int] | None = None
    problem: str = ""


def _endings(text: str) -> dict[int, _Ending]:
    """For every line the end of the lines that flake8 reads as one with it (see its `FileProcessor`).

    Raises what `tokenize` raises.
    """
    lines = [re.sub(r"\r\n?", "\n", line) for line in split_lines(text)]
    if not lines:
        return {1: _Ending(1)}
    endings: dict[int, _Ending] = {}
    first, comment, column, depth = 0, "", 0, 0
    for token in tokenize.generate_tokens(iter([*lines, ""]).__next__):
        name = tokenize.tok_name[token.type]
        if name in ("ENDMARKER", "DEDENT"):
            continue
        depth += name.endswith("STRING_START") - name.endswith("STRING_END")
        first = first or token.start[0]
        if token.type == tokenize.COMMENT:
            comment, column = token.string, token.start[1] + 1
        if token.type in (tokenize.NL, tokenize.NEWLINE):
            last = token.start[0]
            joined = "".join(lines[first - 1 : last])
            problem = "no comment can stand inside of a string" if depth else _problem(joined, last, comment)
            ending = _Ending(last, column, comment, _codes(comment), problem)
            endings.update(dict.fromkeys(range(first, last + 1), ending))
            first, comment, column = 0, "", 0
    return endings


def _problem(joined: str, last: int, comment: str) -> str:
    from flake8.defaults import NOQA_INLINE_REGEXP

    if last == 1 and comment.startswith("#!"):
        return "the line says how the file is run"
    start = len(joined.removesuffix("\n")) - len(comment)
    match = NOQA_INLINE_REGEXP.search(joined)
    if match and match.start() < start:
        return 'flake8 reads the "# noqa" in the string before any comment'
    return ""


def _codes(comment: str) -> tuple[int, int] | None:
    from flake8.defaults import NOQA_INLINE_REGEXP

    match = NOQA_INLINE_REGEXP.search(comment)
    return match.span("codes") if match and match["codes"] else None


def _edit(source: Source, ending: _Ending, codes: Sequence[str], reason: str) -> Edit:
    """Adds codes and the reason to the comment at a line's end, or writes one."""
    line = source.line(ending.last).rstrip("\r\n")
    comment = ending.comment
    listed = ", ".join(codes)
    if ending.noqa is not None:
        start, end = ending.noqa
        end = start + len(comment[start:end].rstrip(", \t"))
        comment = f"{comment[:end]}, {listed}{comment[end:]}"
    else:
        comment = f"{comment}  # noqa: {listed}" if line.strip() else f"# noqa: {listed}"
    if not comment.endswith(f"# {reason}"):
        comment = f"{comment}  # {reason}"
    column = ending.column or len(line) + 1
    offset = source.offset(ending.last, column)
    newline = "" if source.text else "\n"
    return Edit(offset, offset + len(ending.comment), comment + newline)


def _is_same_code(before: bytes, after: bytes, text_before: str, text_after: str) -> bool:
    """Whether two contents of a file differ in comments only."""
    try:
        if decode(after).text != text_after:
            return False
        return decode(before).text == text_before and _tokens(text_before) == _tokens(text_after)
    except (ValueError, SyntaxError, tokenize.TokenError):
        return False


def _tokens(text: str) -> list[tuple[int, str]]:
    ignored = (tokenize.COMMENT, tokenize.NL)
    tokens = tokenize.generate_tokens(io.StringIO(text, newline=None).readline)
    return [(token.type, token.string) for token in tokens if token.type not in ignored]


def _is_silent(code: str, line: int, suppressions: Sequence[Suppression]) -> bool:
    finding = Finding(code, "", Severity.ERROR, "", "", "", START._replace(line=line))
    return is_suppressed(finding, line, suppressions)
