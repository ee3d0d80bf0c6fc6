"""Reports what projects gave: on the terminal, in a file beside it, and in the summary of a GitHub job."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import click

from flake8_inventree_plugin.cli.checking import Outcome, exit_status
from flake8_inventree_plugin.engine import Result, display_path
from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.obstacles import Obstacle
from flake8_inventree_plugin.project.target import unknown_release, verdict
from flake8_inventree_plugin.reports import (
    FOR_PEOPLE,
    WITH_STATISTICS,
    Located,
    Replacement,
    Report,
    Summary,
    Trial,
)
from flake8_inventree_plugin.reports.escaping import visible


@dataclass(frozen=True, slots=True)
class Output:
    """Where reports go: `terminal` is the format there, `file` gets one in the format `file_format`.

    `statistics` adds the counts by rule.
    """

    terminal: str = "text"
    file: Path | None = None
    file_format: str = "text"
    statistics: bool = False


def choose_output(output_format: str | None, file: Path | None, *, statistics: bool) -> Output:
    """The output that the options of a command line ask for; GitHub Actions gets its own format.

    Raises click.UsageError where the options do not go together.
    """
    terminal = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    if file is None:
        terminal = output_format or terminal
    elif not file.absolute().parent.is_dir():
        raise click.UsageError(visible(f"--output-file {file}: there is no such folder."))
    if statistics and terminal not in WITH_STATISTICS:
        raise click.UsageError(f"--statistics goes with the formats {', '.join(WITH_STATISTICS)}.")
    return Output(terminal, file, output_format or "text", statistics)


def report_diff(outcome: Outcome) -> None:
    """Prints only what fixes would change, and the counts."""
    _show_notes(outcome)
    found = [finding for result in outcome.results for finding in result.findings]
    summary = _summary(outcome, found, fixed=0)
    if not _with_plugin(outcome) and not found:
        click.echo(no_plugin(outcome), err=True)
        return
    _show_diff(b"".join(outcome.diffs))
    click.echo("\n".join(filter(None, [summary.counts, summary.fixes])), err=True)


def report(
    outcome: Outcome, output: Output, *, exit_zero: bool = False, trials: Sequence[Trial] | None = None
) -> None:
    """Reports the findings of projects, and what `try` saw beside them.

    A file that cannot be written is noted in the outcome, and the terminal gets its report all the same.
    """
    with_fixes = output.terminal == "sarif" or (output.file is not None and output.file_format == "sarif")
    items = [item for result in outcome.results for item in _located(result, with_fixes=with_fixes)]
    found = [item.finding for item in items]
    with_plugin = _with_plugin(outcome)
    made = Report(
        items,
        _summary(outcome, found, fixed=len(outcome.fixed)),
        (*_ignored(with_plugin), *_verdicts(with_plugin)),
        exit_status(outcome, exit_zero=exit_zero),
        statistics=output.statistics,
        trials=trials,
    )
    _show_notes(outcome)
    if output.file is not None:
        _write(output.file, rendered(output.file_format, made), outcome)
    if not with_plugin and not found:
        click.echo(no_plugin(outcome), err=True)
        if output.terminal in FOR_PEOPLE:
            return
    color = output.terminal == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    text = rendered(output.terminal, made, color=color, encoding=_encoding(sys.stdout))
    click.echo(text, nl=False, color=color)
    if output.terminal == "github" and (path := os.environ.get("GITHUB_STEP_SUMMARY")):
        _append_job_summary(Path(path), made)


def _ignored(results: Iterable[Result]) -> Iterator[str]:
    """One line on what the configuration ignores and why, as far as it says why."""
    reasons = {
        f"{code} ({reason})": None
        for result in results
        for code, reason in result.project.config.ignore.items()
        if reason
    }
    if reasons:
        yield f"Ignored: {', '.join(reasons)}"


def _verdicts(results: Iterable[Result]) -> Iterator[str]:
    """Lines on where each plugin runs."""
    for result in results:
        yield from filter(None, [unknown_release(result.project.target), verdict(list(_obstacles(result)))])


def rendered(output_format: str, made: Report, *, color: bool = False, encoding: str = "utf-8") -> str:
    """A report in one of `FORMATS`, ending with a line feed; `encoding` can write all of it."""
    if output_format == "json":
        from flake8_inventree_plugin.reports import json_report

        return json_report.render(made)
    if output_format == "github":
        from flake8_inventree_plugin.reports import github

        return github.render(made, encoding=encoding)
    if output_format == "gitlab":
        from flake8_inventree_plugin.reports import gitlab

        return gitlab.render(made)
    if output_format == "sarif":
        from flake8_inventree_plugin.reports import sarif

        return sarif.render(made)
    if output_format == "junit":
        from flake8_inventree_plugin.reports import junit

        return junit.render(made)
    from flake8_inventree_plugin.reports import text

    return text.render(made, color=color, encoding=encoding)


def _write(path: Path, text: str, outcome: Outcome) -> None:
    from flake8_inventree_plugin.files import write

    try:
        write(path, text.encode())
    except OSError as error:
        outcome.failed_to_write = True
        _complain(f"{path}: the report cannot be written: {error.strerror or error}")


def _append_job_summary(path: Path, made: Report) -> None:
    """Adds to the summary of the job; where that is not possible, the log has everything all the same."""
    from flake8_inventree_plugin.reports.job_summary import LIMIT, render

    try:
        used = path.stat().st_size if path.exists() else 0
        with path.open("ab") as file:
            file.write(render(made, limit=LIMIT - used).encode())
    except OSError as error:
        _complain(f"{path}: the job summary cannot be written: {error.strerror or error}")


def _complain(line: str) -> None:
    click.echo(visible(line, _encoding(sys.stderr)), err=True)


def _encoding(stream: TextIO) -> str:
    return stream.encoding or "utf-8"


def _with_plugin(outcome: Outcome) -> list[Result]:
    return [result for result in outcome.results if result.project.plugins]


def _summary(outcome: Outcome, found: list[Finding], *, fixed: int) -> Summary:
    return Summary(
        errors=sum(finding.severity is Severity.ERROR for finding in found),
        warnings=sum(finding.severity is Severity.WARNING for finding in found),
        advice=sum(finding.severity is Severity.ADVICE for finding in found),
        suppressed=sum(result.suppressed for result in outcome.results),
        baselined=sum(result.baselined for result in outcome.results),
        fixable=sum(finding.fix is not None and finding.fix.safe for finding in found),
        fixable_unsafe=sum(finding.fix is not None and not finding.fix.safe for finding in found),
        files=sum(len(result.project.files) for result in _with_plugin(outcome)),
        fixed=fixed,
    )


def no_plugin(outcome: Outcome) -> str:
    """What to say where no project has a plugin."""
    files = sum(len(result.project.files) for result in outcome.results)
    return (
        f"No InvenTree plugin found in {files} Python file{'' if files == 1 else 's'}: none defines a class "
        "that reaches InvenTreePlugin (IntegrationPluginBase up to 0.7). Is the path right?"
    )


def _located(result: Result, *, with_fixes: bool) -> Iterator[Located]:
    """The findings of a project with the lines on which they begin, and with what their fixes replace."""
    by_path: dict[str, list[Finding]] = {}
    for finding in result.findings:
        by_path.setdefault(finding.path, []).append(finding)
    for path, found in by_path.items():
        data = result.project.read(path)
        # Stripped once: many findings may stand on one very long line.
        lines = [line.rstrip("\r\n") for line in _lines(data)]
        shown = display_path(result.project.root, path)
        fixes = _replacements(path, data, found) if with_fixes else [()] * len(found)
        for finding, replacements in zip(found, fixes, strict=True):
            line = lines[finding.range.line - 1 : finding.range.line]
            yield Located(finding, shown, line[0] if line else None, replacements)


def _replacements(path: str, data: bytes | None, found: list[Finding]) -> list[tuple[Replacement, ...]]:
    if data is None or not any(finding.fix for finding in found):
        return [()] * len(found)
    from flake8_inventree_plugin.fixes.apply import replacements

    return [
        tuple(Replacement(place, text) for place, text in mine) for mine in replacements(path, data, found)
    ]


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


def _show_notes(outcome: Outcome) -> None:
    """Tells what was not fixed, what keeps the linter from its work elsewhere, and what else is to say."""
    for path, reason in outcome.refused.items():
        _complain(f"{path}: not fixed, {reason}")
    for result in outcome.results:
        for failure in result.failures:
            if failure not in result.findings:
                place = display_path(result.project.root, failure.path)
                _complain(f"{place}:{failure.range.line}: {failure.code} {failure.message}")
    for note in outcome.notes:
        _complain(note)


def _show_diff(diff: bytes) -> None:
    """Prints a diff byte for byte, so that `patch` can apply it; to a terminal without control characters."""
    if sys.stdout.isatty():
        for line in diff.decode(errors="backslashreplace").splitlines():
            click.echo(visible(line, _encoding(sys.stdout)))
    else:
        click.echo(diff, nl=False)
