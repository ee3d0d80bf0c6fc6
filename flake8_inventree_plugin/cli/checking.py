"""Checks projects and applies fixes: what several commands do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flake8_inventree_plugin.cli import EXIT_CLEAN, EXIT_FAILED, EXIT_FINDINGS, EXIT_USAGE
from flake8_inventree_plugin.engine import Result, Settings, check_project, display_path, read_project
from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.layout import Root
from flake8_inventree_plugin.project.loading import Reader
from flake8_inventree_plugin.reports.escaping import visible


@dataclass(frozen=True, slots=True)
class Run:
    """One project to check: the files asked for, and contents that are not those on disk."""

    root: Root
    requested: list[str]
    buffers: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """What all projects together gave."""

    results: list[Result] = field(default_factory=list)
    fixed: list[Finding] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    diffs: list[bytes] = field(default_factory=list)
    failed_to_write: bool = False
    notes: list[str] = field(default_factory=list)


def check_root(
    run: Run,
    settings: Settings,
    outcome: Outcome,
    show: Callable[[int, int], None],
    *,
    fix: bool,
    diff: bool,
    unsafe: bool,
) -> None:
    """Checks one project and adds what comes out; with `fix` or `diff` its fixes are applied first."""
    if fix or diff:
        _fix(run, settings, outcome, diff=diff, unsafe=unsafe)
    project = read_project(run.root, settings, run.buffers, show)
    outcome.results.append(check_project(project, run.requested, comments=not settings.isolated))


def _fix(run: Run, settings: Settings, outcome: Outcome, *, diff: bool, unsafe: bool) -> None:
    """Computes all fixes of a project, and writes them or notes their diff."""
    from flake8_inventree_plugin.files import overwrite
    from flake8_inventree_plugin.fixes.apply import fix_until_stable, unified_diff

    # What the baseline counts is mended too: it is there to become less.
    settings = replace(settings, overrides={**settings.overrides, "counted": None})

    def find(contents: Mapping[str, bytes]) -> Sequence[Finding]:
        project = read_project(run.root, settings, {**run.buffers, **contents})
        return check_project(project, run.requested, comments=not settings.isolated).findings

    reader = Reader(run.root.folder, run.buffers)
    before: dict[str, bytes | None] = {}

    def read(path: str) -> bytes | None:
        return before.setdefault(path, reader.read(path))

    fixes = fix_until_stable(find, read, unsafe=unsafe)
    for path, content in sorted(fixes.contents.items()):
        if reader.read(path) != before[path]:
            fixes.refuse(path, "it has changed since it was read; run this again")
            continue
        if diff:
            shown = visible(display_path(run.root.folder, path))
            outcome.diffs.append(unified_diff(shown, reader.read(path) or b"", content))
            continue
        try:
            overwrite(run.root.folder / path, content)
        except OSError as error:
            fixes.refuse(path, f"it cannot be written: {error.strerror or error}")
            outcome.failed_to_write = True
    for path, reason in fixes.refused.items():
        outcome.refused[display_path(run.root.folder, path)] = reason
    outcome.fixed += fixes.fixed


def in_words(count: int, noun: str = "finding") -> str:
    """A number of things: "1 finding", "2 findings"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def exit_status(outcome: Outcome, *, exit_zero: bool = False) -> int:
    """The exit status of a run."""
    found = [finding for result in outcome.results for finding in result.findings]
    failures = {failure.code for result in outcome.results for failure in result.failures}
    if outcome.failed_to_write or "INV003" in failures:
        return EXIT_FAILED
    if "INV004" in failures:
        return EXIT_USAGE
    if not found and not any(result.project.plugins for result in outcome.results):
        return EXIT_USAGE
    if exit_zero or all(finding.severity is Severity.ADVICE for finding in found):
        return EXIT_CLEAN
    return EXIT_FINDINGS
