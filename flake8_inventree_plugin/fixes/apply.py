"""Applies the fixes of findings to files: only what a fix names changes, or nothing does."""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flake8_inventree_plugin.findings import Finding, Range
from flake8_inventree_plugin.fixes.source import Edit, Source, apply_edits
from flake8_inventree_plugin.source.parse import Decoded, decode

MAXIMUM_PASSES = 20
"""A fix can uncover the next finding; more often than this, two fixes undo each other."""


@dataclass(slots=True)
class Outcome:
    """What fixing did: new contents by path, the findings mended, and why others were left alone."""

    contents: dict[str, bytes] = field(default_factory=dict)
    fixed: list[Finding] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    def refuse(self, path: str, reason: str) -> None:
        """Leaves a file as it is on disk."""
        self.refused[path] = reason
        self.contents.pop(path, None)
        self.fixed = [finding for finding in self.fixed if finding.fixed_path != path]


def fix_until_stable(
    find: Callable[[Mapping[str, bytes]], Iterable[Finding]],
    read: Callable[[str], bytes | None],
    *,
    unsafe: bool = False,
) -> Outcome:
    """Fixes findings until none is left that can be fixed; nothing is written.

    `find` tells the findings for given new contents by path, `read` a file's content on disk.
    """
    outcome = Outcome()
    changed: set[str] = set()
    for _ in range(MAXIMUM_PASSES):
        changed.clear()
        for path, found in _by_path(find(outcome.contents), unsafe=unsafe).items():
            data = outcome.contents.get(path)
            data = read(path) if data is None else data
            if data is None or path in outcome.refused:
                continue
            result = fix_file(path, data, found)
            if isinstance(result, str):
                outcome.refuse(path, result)
                continue
            content, fixed = result
            if content != data:
                outcome.contents[path] = content
                outcome.fixed += fixed
                changed.add(path)
        if not changed:
            break
    for path in changed:
        outcome.refuse(path, "its fixes undo each other")
    return outcome


def _by_path(found: Iterable[Finding], *, unsafe: bool) -> dict[str, list[Finding]]:
    result: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.fix is not None and (finding.fix.safe or unsafe):
            result.setdefault(finding.fixed_path, []).append(finding)
    return result


def fix_file(path: str, data: bytes, found: Sequence[Finding]) -> tuple[bytes, list[Finding]] | str:
    """The file's content after the fixes of these findings, and those findings that it mends.

    A fix that overlaps an earlier one waits for the next pass; but what findings of other files insert at one
    place goes there one after the other. Returns the reason where the file is left alone.
    """
    try:
        decoded = decode(data) if path.endswith(".py") else Decoded(data.decode(), "utf-8", b"")
    except ValueError as error:
        return f"it cannot be read: {error}"
    source = Source(decoded.text)
    if not _is_sound(path, source):
        return "our parser does not give its text back unchanged"
    edits: list[Edit] = []
    fixed: list[Finding] = []
    for finding in found:
        mine = _edits(source, finding)
        if mine and set(mine) <= set(edits):
            # The fix of another finding of the same statement mends this one too.
            fixed.append(finding)
        elif mine and not any(
            _overlap(edit, other) and not (finding.path != path and _are_insertions(edit, other))
            for edit in mine
            for other in edits
        ):
            edits += mine
            fixed.append(finding)
    try:
        text = apply_edits(source.text, edits)
    except ValueError as error:
        return f"a fix contradicts itself: {error}"
    if text != source.text and not _is_sound(path, Source(text)):
        return "the result could not be parsed"
    try:
        return decoded.bom + text.encode(decoded.encoding), fixed
    except UnicodeEncodeError:
        return f"the result cannot be written in its encoding, {decoded.encoding}"


def replacements(path: str, data: bytes, found: Sequence[Finding]) -> list[list[tuple[Range, str]]]:
    """For each finding of a file, what its fix alone puts in the place of what, in order.

    Nothing where a finding has no fix, or the file is one that is left alone.
    """
    fixable = [finding for finding in found if finding.fix is not None]
    if isinstance(fix_file(path, data, fixable), str):
        return [[] for _ in found]
    source = Source(decode(data).text)
    return [
        [
            (Range(*source.position(edit.start), *source.position(edit.end)), edit.text)
            for edit in sorted(_edits(source, finding))
        ]
        for finding in found
    ]


def _edits(source: Source, finding: Finding) -> list[Edit]:
    """What the fix of a finding changes, nothing where it has none."""
    if finding.fix is None:
        return []
    module = importlib.import_module(f"flake8_inventree_plugin.fixes.{finding.fix.name}")
    edits: list[Edit] = module.edits(source, finding)
    return edits


def _overlap(one: Edit, other: Edit) -> bool:
    return (one.start < other.end and other.start < one.end) or one.start == other.start


def _are_insertions(one: Edit, other: Edit) -> bool:
    return one.start == one.end == other.start == other.end


def _is_sound(path: str, source: Source) -> bool:
    """Whether a file parses, and a Python file's tree gives its text back."""
    if path.endswith(".toml"):
        from flake8_inventree_plugin.toml import TomlError, parse

        try:
            parse(source.text.encode())
        except TomlError:
            return False
    if path.endswith(".py"):
        import libcst

        try:
            return source.module.code == source.text
        except (libcst.ParserSyntaxError, libcst.CSTValidationError, RecursionError):
            return False
    return True


def unified_diff(path: str, before: bytes, after: bytes) -> bytes:
    """A unified diff between two contents of a file, in its own encoding and with its own line ends.

    `path` is what it is called in the diff.
    """
    import difflib

    # Git, too, ends a name that holds a space with a tab.
    name = path.lstrip("/").encode() + (b"\t" if " " in path else b"")
    lines = difflib.diff_bytes(
        difflib.unified_diff, _lines(before), _lines(after), b"a/" + name, b"b/" + name, lineterm=b"\n"
    )
    return b"".join(
        line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n" for line in lines
    )


def _lines(data: bytes) -> list[bytes]:
    """The lines of a file as `patch` sees them, with their ends: at line feeds only."""
    return io.BytesIO(data).readlines()
