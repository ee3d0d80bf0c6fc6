"""Checks projects, applies fixes and reports: what several commands do."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

import click

from flake8_inventree_plugin.cli import EXIT_CLEAN, EXIT_FAILED, EXIT_FINDINGS, EXIT_USAGE
from flake8_inventree_plugin.engine import Result, Settings, check_project, display_path, read_project
from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.layout import Root
from flake8_inventree_plugin.project.loading import Reader
from flake8_inventree_plugin.project.target import verdict
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
    diffs: list[str] = field(default_factory=list)
    failed_to_write: bool = False


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
    contents: dict[str, bytes] = {}
    if fix or diff:
        contents = _fix(run, settings, outcome, diff=diff, unsafe=unsafe)
    buffers = {**run.buffers, **contents} if diff else run.buffers
    project = read_project(run.root, settings, buffers, show)
    outcome.results.append(check_project(project, run.requested, comments=not settings.isolated))


def _fix(run: Run, settings: Settings, outcome: Outcome, *, diff: bool, unsafe: bool) -> dict[str, bytes]:
    """Computes all fixes of a project, and writes or shows them; returns the new contents."""
    from flake8_inventree_plugin.fixes.apply import fix_until_stable, unified_diff, write

    def find(contents: Mapping[str, bytes]) -> Sequence[Finding]:
        project = read_project(run.root, settings, {**run.buffers, **contents})
        return check_project(project, run.requested, comments=not settings.isolated).findings

    reader = Reader(run.root.folder, run.buffers)
    fixes = fix_until_stable(find, reader.read, unsafe=unsafe)
    for path, reason in fixes.refused.items():
        outcome.refused[display_path(run.root.folder, path)] = reason
    for path, content in sorted(fixes.contents.items()):
        shown = display_path(run.root.folder, path)
        if diff:
            outcome.diffs.append(unified_diff(shown, reader.read(path) or b"", content))
            continue
        try:
            write(run.root.folder / path, content)
        except OSError as error:
            outcome.refused[shown] = f"it cannot be written: {error.strerror or error}"
            outcome.failed_to_write = True
    outcome.fixed += fixes.fixed
    return fixes.contents


def report(outcome: Outcome, output_format: str, *, diff: bool) -> None:
    """Prints what projects gave: the findings, or with `diff` only what fixes would change."""
    items = [
        Located(finding, display_path(result.project.root, finding.path), _source_line(result, finding))
        for result in outcome.results
        for finding in result.findings
    ]
    found = [item.finding for item in items]
    with_plugin = [result for result in outcome.results if result.project.plugins]
    summary = Summary(
        errors=sum(finding.severity is Severity.ERROR for finding in found),
        warnings=sum(finding.severity is Severity.WARNING for finding in found),
        advice=sum(finding.severity is Severity.ADVICE for finding in found),
        suppressed=sum(result.suppressed for result in outcome.results),
        fixable=sum(finding.fix is not None and finding.fix.safe for finding in found),
        fixable_unsafe=sum(finding.fix is not None and not finding.fix.safe for finding in found),
        files=sum(len(result.project.files) for result in with_plugin),
        fixed=len(outcome.fixed),
    )
    for path, reason in outcome.refused.items():
        click.echo(visible(f"{path}: not fixed, {reason}", _encoding(sys.stderr)), err=True)
    if diff:
        click.echo("".join(outcome.diffs), nl=False)
        return
    if not with_plugin and not found:
        click.echo(no_plugin(outcome), err=True)
        if output_format == "text":
            return
    verdicts = [verdict(result.project.obstacles) for result in with_plugin]
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


def _source_line(result: Result, finding: Finding) -> str | None:
    """The line that a finding stands on, None where it cannot be shown."""
    from flake8_inventree_plugin.source.parse import decode
    from flake8_inventree_plugin.suppressions import split_lines

    data = result.project.read(finding.path)
    if data is None:
        return None
    try:
        lines = split_lines(decode(data).text)
    except ValueError:
        return None
    return lines[finding.range.line - 1].rstrip("\r\n") if finding.range.line <= len(lines) else None


def exit_status(outcome: Outcome, *, exit_zero: bool = False) -> int:
    """The exit status of a run."""
    found = [finding for result in outcome.results for finding in result.findings]
    if outcome.failed_to_write or any(finding.code == "INV003" for finding in found):
        return EXIT_FAILED
    if any(finding.code == "INV004" for finding in found):
        return EXIT_USAGE
    if not found and not any(result.project.plugins for result in outcome.results):
        return EXIT_USAGE
    if exit_zero or all(finding.severity is Severity.ADVICE for finding in found):
        return EXIT_CLEAN
    return EXIT_FINDINGS
