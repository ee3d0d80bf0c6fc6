"""What a run found, as text: one module an output format, each a pure function from data to text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from flake8_inventree_plugin.findings import Finding, Range

if TYPE_CHECKING:
    from flake8_inventree_plugin.runtime.request import Call, Loaded, Note

FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit")
"""The values of `--output-format`."""

FOR_PEOPLE = ("text", "github")
"""The formats that say nothing where there is no plugin: "No findings" would be misunderstood."""

WITH_STATISTICS = (*FOR_PEOPLE, "json")
"""The formats that can show counts by rule."""


class Replacement(NamedTuple):
    """What a fix puts in the place of a piece of the file."""

    place: Range
    text: str


class Located(NamedTuple):
    """A finding as it is shown.

    `path` is the file for people: relative to the current folder where it lies below it. `source_line` is the
    line that the finding begins on, without its end; None where there is none to show. `replacements` are
    what its fix does, where that was asked for and is known.
    """

    finding: Finding
    path: str
    source_line: str | None = None
    replacements: tuple[Replacement, ...] = ()


class Summary(NamedTuple):
    """The counts of a run.

    `errors`, `warnings` and `advice` are the findings reported. `fixable` of them have a safe fix,
    `fixable_unsafe` others an unsafe one. `suppressed` were silenced by a comment, `baselined` are counted by
    a baseline, and `fixed` were mended in this run; none of them is reported. `files` were checked.
    """

    errors: int = 0
    warnings: int = 0
    advice: int = 0
    suppressed: int = 0
    fixable: int = 0
    fixable_unsafe: int = 0
    files: int = 0
    fixed: int = 0
    baselined: int = 0

    @property
    def counts(self) -> str:
        """One line: "3 errors, 2 warnings in 12 files; 1 suppressed"."""
        found = [
            _number(self.errors, "error"),
            _number(self.warnings, "warning"),
            f"{self.advice} advice" if self.advice else "",
        ]
        parts = [", ".join(filter(None, found)) or "No findings"]
        if self.files:
            parts[0] += f" in {_number(self.files, 'file')}"
        if self.fixed:
            parts.append(f"{self.fixed} fixed")
        if self.suppressed:
            parts.append(f"{self.suppressed} suppressed")
        if self.baselined:
            parts.append(f"{self.baselined} in the baseline")
        return "; ".join(parts)

    @property
    def fixes(self) -> str:
        """One line on what the fixes could mend, "" where that is nothing."""
        unsafe = "--fix --unsafe-fixes"
        if not self.fixable:
            return f"{self.fixable_unsafe} can be mended with {unsafe}" if self.fixable_unsafe else ""
        more = f", {self.fixable_unsafe} more with {unsafe}" if self.fixable_unsafe else ""
        return f"{self.fixable} can be mended with --fix{more}"


class Trial(NamedTuple):
    """What was seen of a project's plugins, beside findings, where they were loaded as a release does it.

    `path` is the project's folder as it is shown. `not_loaded` are the names of the plugin classes that were
    not loaded.
    """

    path: str
    release: str
    loaded: Sequence[Loaded] = ()
    calls: Sequence[Call] = ()
    not_loaded: Sequence[str] = ()
    not_tried: Sequence[Note] = ()


class Report(NamedTuple):
    """All there is to report of a run.

    `verdicts` say what is ignored and why, and where each plugin runs. With `statistics`, formats that can
    show counts by rule do. `trials` are those of `try`, None where nothing was tried.
    """

    items: Sequence[Located]
    summary: Summary = Summary()
    verdicts: Sequence[str] = ()
    exit_status: int = 0
    statistics: bool = False
    trials: Sequence[Trial] | None = None


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}" if count else ""
