"""`inventree-lint upgrade`: mend what can be mended for one InvenTree release, and list what cannot."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from flake8_inventree_plugin.cli import EXIT_USAGE
from flake8_inventree_plugin.cli.checking import Outcome, Run, check_root, exit_status
from flake8_inventree_plugin.cli.reporting import Output, no_plugin, report, report_diff
from flake8_inventree_plugin.config import check_target
from flake8_inventree_plugin.engine import Settings
from flake8_inventree_plugin.project.layout import NoSuchPathError, discover
from flake8_inventree_plugin.project.loading import available_jobs
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.reports.progress import progress

CODES = ("INV3", "INV101", "INV116", "INV203")
"""What an upgrade is about: all that depends on the release."""


def _release(_: click.Context, __: click.Parameter, value: str) -> str:
    try:
        check_target(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return value


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--to", "release", required=True, callback=_release, metavar="RELEASE", help='Such as "1.4".')
@click.option("--diff", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--no-cache", is_flag=True, help="Read every file anew, and remember nothing.")
def upgrade(paths: Sequence[Path], *, release: str, diff: bool, no_cache: bool) -> int:
    """Mend a plugin for one InvenTree release, and list what is left to do by hand.

    PATH is a file or folder of a plugin; the current folder where none is given. Fixes that change what the
    plugin does on other releases are applied too, and named. Exit status 1 while something is left.
    """
    # What is left to do is left to do, whatever a baseline counts.
    overrides = {"target": release, "select": CODES, "counted": None}
    settings = Settings(overrides, use_cache=not no_cache, jobs=available_jobs())
    try:
        roots = discover(paths or [Path()])
    except NoSuchPathError as error:
        raise click.UsageError(str(error)) from error
    outcome = Outcome()
    with progress() as show:
        for root, requested in roots.items():
            check_root(Run(root, requested), settings, outcome, show, fix=not diff, diff=diff, unsafe=True)
    if not any(result.project.plugins for result in outcome.results):
        click.echo(no_plugin(outcome), err=True)
        return EXIT_USAGE
    encoding = (sys.stderr if diff else sys.stdout).encoding or "utf-8"
    for line in _changes(outcome):
        click.echo(visible(line, encoding), err=diff)
    if diff:
        report_diff(outcome)
    else:
        report(outcome, Output())
    return exit_status(outcome)


def _changes(outcome: Outcome) -> list[str]:
    """One line for each finding that was mended; an unsafe fix's description says what it may change."""
    return [
        f"{finding.path}:{finding.range.line}: {finding.code} {finding.fix.description}"
        for finding in outcome.fixed
        if finding.fix is not None
    ]
