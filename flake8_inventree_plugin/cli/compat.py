"""`inventree-lint compat`: on which InvenTree releases a plugin runs, and what stops it elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from flake8_inventree_plugin.cli import EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE
from flake8_inventree_plugin.cli.checking import Outcome
from flake8_inventree_plugin.cli.reporting import no_plugin
from flake8_inventree_plugin.engine import Result, Settings, display_path, read_project
from flake8_inventree_plugin.inventree.catalogue import successors
from flake8_inventree_plugin.inventree.releases import RELEASES, ReleaseSet
from flake8_inventree_plugin.project.layout import NoSuchPathError, discover
from flake8_inventree_plugin.project.loading import available_jobs
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.obstacles import Obstacle
from flake8_inventree_plugin.project.target import runs_on, unknown_release, verdict
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.rules import rule_by_code

RUNS = "runs"
BREAKS = "breaks"


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to report.",
    show_default=True,
)
@click.option("--no-cache", is_flag=True, help="Read every file anew, and remember nothing.")
def compat(paths: Sequence[Path], *, output_format: str, no_cache: bool) -> int:
    """Tell where plugins run, and what stops them elsewhere.

    PATH is a file or folder of a plugin; the current folder where none is given. The verdict follows from the
    source alone; nothing is executed. Exit status 1 where the plugin breaks on a release that it declares, or
    runs on none.
    """
    settings = Settings({}, use_cache=not no_cache, jobs=available_jobs())
    try:
        roots = discover(paths or [Path()])
    except NoSuchPathError as error:
        raise click.UsageError(str(error)) from error
    read = [read_project(root, settings) for root in roots]
    projects = [project for project in read if project.plugins]
    if not projects:
        click.echo(no_plugin(Outcome([Result(project, (), 0) for project in read])), err=True)
        return EXIT_USAGE
    if output_format == "json":
        if len(projects) > 1:
            raise click.UsageError(
                f"there are {len(projects)} plugin projects below this path; name one for JSON"
            )
        click.echo(json.dumps(as_json(projects[0]), indent=2))
    else:
        encoding = sys.stdout.encoding or "utf-8"
        click.echo(
            "\n\n".join("\n".join(visible(line, encoding) for line in lines(item)) for item in projects)
        )
    return EXIT_FINDINGS if any(breaks_its_promise(project) for project in projects) else EXIT_CLEAN


def breaks_its_promise(project: Project) -> bool:
    """Whether the plugin breaks on a release that it is declared for, or runs on none at all."""
    runs = runs_on(project.obstacles)
    return bool(project.target.releases - runs) if project.target.declared else not runs


def as_json(project: Project) -> dict[str, Any]:
    """The verdict release by release, as `--output-format json` prints it."""
    return {
        "root": project.root.as_posix(),
        "declared": list(project.target.releases) if project.target.declared else None,
        "releases": [
            {
                "release": release,
                "static": BREAKS if found else RUNS,
                "obstacles": [_obstacle_json(project, obstacle) for obstacle in found],
            }
            for release, found in by_release(project)
        ],
    }


def by_release(project: Project) -> Iterator[tuple[str, list[Obstacle]]]:
    """Every known release, and what stops the plugin there."""
    for release in RELEASES:
        yield release, [obstacle for obstacle in project.obstacles if release not in obstacle.releases]


def _obstacle_json(project: Project, obstacle: Obstacle) -> dict[str, Any]:
    rule = rule_by_code(obstacle.rule)
    return {
        "code": obstacle.rule,
        "rule": rule.name if rule is not None else "",
        "name": obstacle.name,
        "path": display_path(project.root, obstacle.path),
        "line": obstacle.range.line,
        "column": obstacle.range.column,
        "first": obstacle.releases.first if obstacle.releases else None,
        "last": obstacle.releases.last if obstacle.releases else None,
        "instead": instead(obstacle),
    }


def instead(obstacle: Obstacle) -> str | None:
    """What came in the place of a name, and on which releases; None where nothing is known."""
    found = [item for item in successors(obstacle.name) if item.releases - obstacle.releases]
    return (
        "; ".join(
            f"{item.new} (InvenTree {item.releases})" + (f": {item.note.rstrip('.')}" if item.note else "")
            for item in found
        )
        or None
    )


def lines(project: Project) -> Iterator[str]:
    """The table of releases and the list of obstacles, for people."""
    names = ", ".join(plugin.name for plugin in project.concrete_plugins) or "plugin"
    yield f"{names} ({display_path(project.root, '')})"
    yield verdict(project.obstacles)
    yield ""
    yield "InvenTree   declared   verdict"
    declared = project.target.releases if project.target.declared else None
    for release, found in by_release(project):
        mark = "" if declared is None else "yes" if release in declared else "no"
        yield f"{release:<11} {mark:<10} {_verdict(found)}".rstrip()
    if unknown := unknown_release(project.target):
        yield unknown
    if declared is None:
        yield "Nothing is declared: no `target`, no MIN_VERSION or MAX_VERSION."
    if project.obstacles:
        yield ""
        yield "What stops it"
    for obstacle in project.obstacles:
        place = f"{display_path(project.root, obstacle.path)}:{obstacle.range.line}:{obstacle.range.column}"
        yield f"{place}: {obstacle.rule} {obstacle.name}"
        yield f"  works on {_span(obstacle.releases)}"
        if (successor := instead(obstacle)) is not None:
            yield f"  instead: {successor}"


def _verdict(found: Sequence[Obstacle]) -> str:
    if not found:
        return RUNS
    names = list(dict.fromkeys(obstacle.name for obstacle in found))
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return f"{BREAKS}: {', '.join(names[:2])}{more}"


def _span(releases: ReleaseSet) -> str:
    return f"InvenTree {releases}" if releases else "no known release"
