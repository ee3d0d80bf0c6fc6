"""`inventree-lint check`: lint, report, and mend what can be mended."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import click

from flake8_inventree_plugin.cli import EXIT_CLEAN, EXIT_FAILED, EXIT_FINDINGS, EXIT_USAGE
from flake8_inventree_plugin.config import check_codes, check_target
from flake8_inventree_plugin.engine import Result, Settings, check_project, display_path, read_project
from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.layout import NoSuchPathError, Root, discover, find_root
from flake8_inventree_plugin.project.loading import UNNAMED, Reader, available_jobs
from flake8_inventree_plugin.project.target import verdict
from flake8_inventree_plugin.reports import FORMATS, Located, Summary
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.reports.progress import progress
from flake8_inventree_plugin.rules import known_codes


def _codes(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    codes = tuple(item.strip() for item in value.split(",") if item.strip())
    try:
        check_codes(codes, known_codes())
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return codes


def _target(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        try:
            check_target(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error
    return value


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--fix", is_flag=True, help="Mend what can be mended safely.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="With --fix or --diff: also mend what may change behaviour."
)
@click.option(
    "--target",
    callback=_target,
    metavar="RANGE",
    help='InvenTree releases to check for, such as "1.2" or ">=0.16,<1.3".',
)
@click.option("--select", callback=_codes, metavar="CODES", help="Report only these codes or prefixes.")
@click.option("--extend-select", callback=_codes, metavar="CODES", help="Report these codes too.")
@click.option("--ignore", callback=_codes, metavar="CODES", help="Do not report these codes or prefixes.")
@click.option("--advice", is_flag=True, help="Report good practice too; it never fails the run.")
@click.option(
    "--output-format", type=click.Choice(FORMATS), default="text", help="How to report.", show_default=True
)
@click.option("--isolated", is_flag=True, help="Ignore the project's own configuration and suppressions.")
@click.option("--no-cache", is_flag=True, help="Read every file anew, and remember nothing.")
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Processes to read files with; all cores by default."
)
@click.option("--exit-zero", is_flag=True, help="End with status 0 even if there are findings.")
@click.option("--stdin-filename", metavar="FILE", help="With PATH -: which file standard input is.")
def check(
    paths: Sequence[Path],
    *,
    fix: bool,
    diff: bool,
    unsafe_fixes: bool,
    target: str | None,
    select: tuple[str, ...] | None,
    extend_select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    advice: bool,
    output_format: str,
    isolated: bool,
    no_cache: bool,
    jobs: int | None,
    exit_zero: bool,
    stdin_filename: str | None,
) -> int:
    """Lint InvenTree plugins.

    PATH is a file, a folder, or - for standard input; the current folder where none is given. A file is
    checked together with the project that it belongs to.
    """
    if fix and diff:
        raise click.UsageError("--fix and --diff exclude each other: --diff only shows what --fix would do.")
    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff.")
    overrides = {
        "target": target,
        "select": select,
        "ignore": None if ignore is None else dict.fromkeys(ignore, ""),
        "advice": advice or None,
    }
    settings = Settings(
        overrides,
        also_select=extend_select or (),
        isolated=isolated,
        use_cache=not no_cache,
        jobs=jobs or available_jobs(),
    )
    runs = _runs(paths, stdin_filename)
    if fix and any(run.buffers for run in runs):
        raise click.UsageError("--fix cannot write to standard input; use --diff.")

    if diff and output_format != "text":
        raise click.UsageError("--diff prints a diff, not a report: it goes with no --output-format.")

    outcome = _Outcome()
    with progress() as show:
        for run in runs:
            _check_root(run, settings, outcome, show, fix=fix, diff=diff, unsafe=unsafe_fixes)
    _report(outcome, output_format, diff=diff)
    return _status(outcome, exit_zero=exit_zero)


@dataclass(frozen=True, slots=True)
class _Run:
    """One project to check: the files asked for, and contents that are not those on disk."""

    root: Root
    requested: list[str]
    buffers: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class _Outcome:
    """What all projects together gave."""

    results: list[Result] = field(default_factory=list)
    fixed: list[Finding] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    diffs: list[str] = field(default_factory=list)
    failed_to_write: bool = False


def _runs(paths: Sequence[Path], stdin_filename: str | None) -> list[_Run]:
    names = [str(path) for path in paths]
    if "-" in names:
        if len(names) > 1:
            raise click.UsageError("- stands for standard input and goes with no other PATH.")
        return [_standard_input(stdin_filename)]
    if stdin_filename is not None:
        raise click.UsageError("--stdin-filename goes with the PATH -.")
    try:
        found = discover(paths or [Path()])
    except NoSuchPathError as error:
        raise click.UsageError(str(error)) from error
    return [_Run(root, requested) for root, requested in found.items()]


def _standard_input(filename: str | None) -> _Run:
    data = sys.stdin.buffer.read()
    if filename is None:
        return _Run(Root(Path.cwd(), UNNAMED), [UNNAMED], {UNNAMED: data})
    root = find_root(Path(filename))
    path = Path(os.path.abspath(filename)).relative_to(root.folder).as_posix()
    return _Run(root, [path], {path: data})


def _check_root(
    run: _Run,
    settings: Settings,
    outcome: _Outcome,
    show: Callable[[int, int], None],
    *,
    fix: bool,
    diff: bool,
    unsafe: bool,
) -> None:
    contents: dict[str, bytes] = {}
    if fix or diff:
        contents = _fix(run, settings, outcome, diff=diff, unsafe=unsafe)
    buffers = {**run.buffers, **contents} if diff else run.buffers
    project = read_project(run.root, settings, buffers, show)
    outcome.results.append(check_project(project, run.requested, comments=not settings.isolated))


def _fix(run: _Run, settings: Settings, outcome: _Outcome, *, diff: bool, unsafe: bool) -> dict[str, bytes]:
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


def _report(outcome: _Outcome, output_format: str, *, diff: bool) -> None:
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
        click.echo(_no_plugin(outcome), err=True)
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


def _no_plugin(outcome: _Outcome) -> str:
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


def _status(outcome: _Outcome, *, exit_zero: bool) -> int:
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
