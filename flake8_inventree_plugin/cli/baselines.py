"""`--baseline` and `--write-baseline`: reads the file, tells where it counts too much, and lets it shrink."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from flake8_inventree_plugin.baseline import (
    Baseline,
    BaselineError,
    Excess,
    excesses,
    folder_of_file,
    parse,
    render,
)
from flake8_inventree_plugin.cli.checking import Outcome, Run, in_words
from flake8_inventree_plugin.engine import Result, display_path
from flake8_inventree_plugin.project.layout import find_root
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.rules import rule_by_code
from flake8_inventree_plugin.suppressions import UNSUPPRESSIBLE

_SHOWN = 10
"""How many entries are named that count too much."""


def read(file: Path, runs: Sequence[Run], *, isolated: bool, must_exist: bool) -> Baseline:
    """The baseline that the command line names, empty where there may be none.

    Raises click.UsageError, which names the file and line, where it is none or cannot serve these projects.
    """
    folder = folder_of_file(file)
    for run in runs:
        if len(runs) > 1 and not run.root.folder.is_relative_to(folder):
            raise click.UsageError(
                visible(f"{file}: the baseline of several projects must lie in a folder above them all")
            )
        if isolated and folder.is_relative_to(run.root.folder):
            raise click.UsageError(
                visible(f"{file}: with --isolated the baseline must lie outside of the project")
            )
    try:
        return Baseline(folder, parse(file.read_bytes()))
    except FileNotFoundError as error:
        if must_exist:
            raise click.UsageError(visible(f"{file}: there is no such baseline")) from error
        return Baseline(folder)
    except OSError as error:
        raise click.UsageError(visible(f"{file}: {error.strerror or error}")) from error
    except BaselineError as error:
        raise click.UsageError(visible(f"{file}:{error.line}: {error.reason}")) from error


def notes(runs: Iterable[Run], outcome: Outcome) -> list[str]:
    """What the baselines in use count although it is there no longer, a line for each entry."""
    found = [
        excess for run, result in zip(runs, outcome.results, strict=True) for excess in _excesses(run, result)
    ]
    lines = [
        f"baseline: {item.counted} {item.code} counted in {item.path}, {item.left or 'none'} left"
        for item in found[:_SHOWN]
    ]
    if len(found) > _SHOWN:
        lines.append(f"baseline: {len(found) - _SHOWN} more entries count too much")
    return [*lines, "baseline: --write-baseline with the same file lets it shrink"] if found else []


def _excesses(run: Run, result: Result) -> list[Excess]:
    """The entries of a project that count too much; none where the linter could not do its work."""
    baseline = result.project.config.counted
    if baseline is None or not _is_reliable(result):
        return []
    numbers = baseline.count(run.root.folder, result.audible)
    return excesses(baseline, numbers, _entries(run, result, baseline))


def _is_reliable(result: Result) -> bool:
    return not any(finding.code in UNSUPPRESSIBLE for finding in result.audible)


def _entries(run: Run, result: Result, baseline: Baseline) -> Iterator[tuple[str, str]]:
    """The entries that this run can judge: in this project, for rules that ran or are no more."""
    root = run.root
    base = baseline.folder if root.folder.is_relative_to(baseline.folder) else root.folder
    for path, code in baseline.counts:
        rule = rule_by_code(code)
        ran = rule is None or rule.always or result.project.config.selects_rule(code, rule.severity)
        if ran and find_root(base / path) == root:
            yield path, code


def write(file: Path, runs: Sequence[Run], outcome: Outcome, baseline: Baseline) -> list[str]:
    """Writes a new baseline with what was found, or lets the one there is shrink to what is left of it.

    Takes what is newly counted out of `outcome`. Returns what to tell the user. Raises click.ClickException
    where the file cannot be written.
    """
    name = visible(str(file))
    if not any(result.project.plugins for result in outcome.results):
        return [f"{name}: not written, there is no plugin"]
    for result in outcome.results:
        if not _is_reliable(result):
            place = display_path(result.project.root, "")
            return [f"{name}: not written, what the linter could not read in {place} cannot be counted"]
    counts = dict(baseline.counts)
    if file.exists():
        for run, result in zip(runs, outcome.results, strict=True):
            for excess in _excesses(run, result):
                counts[excess.path, excess.code] = excess.left
    else:
        for index, result in enumerate(outcome.results):
            selected = filter(result.project.config.selects, result.audible)
            counts.update(baseline.count(result.project.root, selected))
            outcome.results[index] = replace(
                result, findings=(), baselined=result.baselined + len(result.findings)
            )
    _write(file, render(counts).encode())
    fewer = sum(baseline.counts.values()) - sum(counts.values())
    lines = [f"{name}: counts {in_words(sum(counts.values()))}" + (f", {fewer} fewer" if fewer > 0 else "")]
    new = sum(len(result.findings) for result in outcome.results)
    if new:
        lines.append(f"{name}: {in_words(new)} not in it, and it can only shrink: mend, or delete it first")
    return lines


def _write(file: Path, data: bytes) -> None:
    from flake8_inventree_plugin.files import write as write_file

    try:
        if not (file.is_file() and file.read_bytes() == data):
            write_file(file, data)
    except OSError as error:
        raise click.UsageError(visible(f"{file}: cannot be written: {error.strerror or error}")) from error
