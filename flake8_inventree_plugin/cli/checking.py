"""Checks projects, applies fixes and reports: what several commands do."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TextIO

import click

from flake8_inventree_plugin.cli import EXIT_CLEAN, EXIT_FAILED, EXIT_FINDINGS, EXIT_USAGE
from flake8_inventree_plugin.engine import Result, Settings, check_project, display_path, read_project
from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.layout import Root
from flake8_inventree_plugin.project.loading import Reader
from flake8_inventree_plugin.project.obstacles import Obstacle
from flake8_inventree_plugin.project.target import unknown_release, verdict
from flake8_inventree_plugin.reports import Located, Summary
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
    from flake8_inventree_plugin.fixes.apply import fix_until_stable, unified_diff, write

    # What the baseline counts is mended too: it is there to become less.
    settings = replace(settings, overrides={**settings.overrides, "counted": None})

    def find(contents: Mapping[str, bytes]) -> Sequence[Finding]:
        project = read_project(run.root, settings, {**run.buffers, **contents})
        return check_project(project, run.requested, comments=not settings.isolated).findings

    reader = Reader(run.root.folder, run.buffers)
    fixes = fix_until_stable(find, reader.read, unsafe=unsafe)
    for path, content in sorted(fixes.contents.items()):
        if diff:
            shown = visible(display_path(run.root.folder, path))
            outcome.diffs.append(unified_diff(shown, reader.read(path) or b"", content))
            continue
        try:
            write(run.root.folder / path, content)
        except OSError as error:
            fixes.refuse(path, f"it cannot be written: {error.strerror or error}")
            outcome.failed_to_write = True
    for path, reason in fixes.refused.items():
        outcome.refused[display_path(run.root.folder, path)] = reason
    outcome.fixed += fixes.fixed


def report(outcome: Outcome, output_format: str, *, diff: bool) -> None:
    """Prints what projects gave: the findings, or with `diff` only what fixes would change."""
    items = [item for result in outcome.results for item in _located(result)]
    found = [item.finding for item in items]
    with_plugin = [result for result in outcome.results if result.project.plugins]
    summary = Summary(
        errors=sum(finding.severity is Severity.ERROR for finding in found),
        warnings=sum(finding.severity is Severity.WARNING for finding in found),
        advice=sum(finding.severity is Severity.ADVICE for finding in found),
        suppressed=sum(result.suppressed for result in outcome.results),
        baselined=sum(result.baselined for result in outcome.results),
        fixable=sum(finding.fix is not None and finding.fix.safe for finding in found),
        fixable_unsafe=sum(finding.fix is not None and not finding.fix.safe for finding in found),
        files=sum(len(result.project.files) for result in with_plugin),
        fixed=0 if diff else len(outcome.fixed),
    )
    for path, reason in outcome.refused.items():
        click.echo(visible(f"{path}: not fixed, {reason}", _encoding(sys.stderr)), err=True)
    for line in (*_failures_elsewhere(outcome), *outcome.notes):
        click.echo(visible(line, _encoding(sys.stderr)), err=True)
    if not with_plugin and not found:
        click.echo(no_plugin(outcome), err=True)
        if output_format == "text":
            return
    if diff:
        _show_diff(b"".join(outcome.diffs))
        click.echo("\n".join(filter(None, [summary.counts, summary.fixes])), err=True)
        return
    verdicts = [
        line
        for result in with_plugin
        for line in (unknown_release(result.project.target), verdict(list(_obstacles(result))))
        if line
    ]
    render(output_format, items, summary, verdicts)


def render(output_format: str, items: Sequence[Located], summary: Summary, verdicts: Sequence[str]) -> None:
    """Prints the report in one of `FORMATS`."""
    if output_format == "json":
        from flake8_inventree_plugin.reports import json_report

        click.echo(json_report.render(items, summary))
    elif output_format == "github":
        from flake8_inventree_plugin.reports import github

        click.echo(github.render(items, summary, encoding=_encoding(sys.stdout)), nl=False)
    else:
        from flake8_inventree_plugin.reports import text

        colored = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        report = text.render(items, summary, verdicts, color=colored, encoding=_encoding(sys.stdout))
        click.echo(report, nl=False, color=colored)


def _encoding(stream: TextIO) -> str:
    return stream.encoding or "utf-8"


def no_plugin(outcome: Outcome) -> str:
    """What to say where no project has a plugin."""
    files = sum(len(result.project.files) for result in outcome.results)
    return (
        f"No InvenTree plugin found in {files} Python file{'' if files == 1 else 's'}: none defines a class "
        "that reaches InvenTreePlugin (IntegrationPluginBase up to 0.7). Is the path right?"
    )


def _located(result: Result) -> Iterator[Located]:
    """The findings of a project with the lines on which they begin."""
    lines: dict[str, list[str]] = {}
    for finding in result.findings:
        if finding.path not in lines:
            lines[finding.path] = _lines(result.project.read(finding.path))
        line = lines[finding.path][finding.range.line - 1 : finding.range.line]
        shown = display_path(result.project.root, finding.path)
        yield Located(finding, shown, line[0].rstrip("\r\n") if line else None)


def _obstacles(result: Result) -> Iterator[Obstacle]:
    """A project's obstacles with their paths as they are shown."""
    for obstacle in result.project.obstacles:
        yield obstacle._replace(path=display_path(result.project.root, obstacle.path))


def _lines(data: bytes | None) -> list[str]:
    from flake8_inventree_plugin.source.parse import decode
    from flake8_inventree_plugin.suppressions import split_lines

    try:
        return [] if data is None else split_lines(decode(data).text)
    except ValueError:
        return []


def _failures_elsewhere(outcome: Outcome) -> Iterator[str]:
    """What keeps the linter from its work and stands in no file that was asked for."""
    for result in outcome.results:
        for failure in result.failures:
            if failure not in result.findings:
                place = display_path(result.project.root, failure.path)
                yield f"{place}:{failure.range.line}: {failure.code} {failure.message}"


def _show_diff(diff: bytes) -> None:
    """Prints a diff byte for byte, so that `patch` can apply it; to a terminal without control characters."""
    if sys.stdout.isatty():
        for line in diff.decode(errors="backslashreplace").splitlines():
            click.echo(visible(line, _encoding(sys.stdout)))
    else:
        click.echo(diff, nl=False)


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
