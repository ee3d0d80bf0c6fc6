"""`inventree-lint try`: load plugins in a process of their own, call what can be called, and report."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

import click

from flake8_inventree_plugin.cli import EXIT_FAILED, EXIT_USAGE
from flake8_inventree_plugin.cli.checking import Outcome, exit_status
from flake8_inventree_plugin.cli.reporting import choose_output, no_plugin, report
from flake8_inventree_plugin.cli.trying import default_release, plugin_class, plugin_source, with_living
from flake8_inventree_plugin.config import check_target
from flake8_inventree_plugin.engine import Result, Settings, check_project, display_path, read_project
from flake8_inventree_plugin.inventree.releases import parse_target
from flake8_inventree_plugin.project.layout import NoSuchPathError, Root, discover
from flake8_inventree_plugin.project.loading import available_jobs
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.reports import FORMATS, Trial
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.runtime.launch import NOT_INSTALLED, Ended, run, unfinished
from flake8_inventree_plugin.runtime.limits import limits as described
from flake8_inventree_plugin.runtime.request import Call, Loaded, Note, Problem, Request

INSTALL = "pip install 'flake8-inventree-plugin[runtime]'"
_LONGEST_TEXT = 300
_MIB = 2**20


def known_release(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """The callback of an option for a release: its feature release, such as "1.2". Raises BadParameter."""
    if value is None:
        return None
    try:
        check_target(value)
    except ValueError as error:
        raise click.BadParameter(visible(str(error))) from error
    return parse_target(value).last


@click.command("try")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--release",
    callback=known_release,
    metavar="RELEASE",
    help="Behave as this InvenTree; by default the newest that the plugin is meant for.",
)
@click.option("--allow-network", is_flag=True, help="Let the plugin use the network and other programs.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="End a project's plugins after this time.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=0),
    default=2048,
    show_default=True,
    metavar="MIB",
    help="Memory that they may use, where the platform can limit it; 0: no limit.",
)
@click.option("--output-format", type=click.Choice(FORMATS), help="How to report.")
def try_plugin(
    paths: Sequence[Path],
    *,
    release: str | None,
    allow_network: bool,
    timeout: float,
    memory: int,
    output_format: str | None,
) -> int:
    """Load plugins, call what can be called safely, and report what fails.

    PATH is a file or folder of a plugin; the current folder where none is given. The plugins of each project
    are executed with the rights of your user, in a process of their own with a database of their own, behind
    something that behaves as InvenTree does. Beside what was seen there, what `check` finds for that release
    is reported too.
    """
    output = choose_output(output_format, None, statistics=False)
    try:
        roots = discover(paths or [Path()])
    except NoSuchPathError as error:
        raise click.UsageError(visible(str(error))) from error
    limits = Limits(allow_network, memory * _MIB, timeout)
    outcome = Outcome()
    tried: list[Tried] = []
    for root in roots:
        project = read_project(root, Settings({}, jobs=available_jobs()))
        if any(project.concrete_plugins):
            chosen = release or default_release(project)
            announce(project, chosen, allow_network=allow_network, memory=limits.memory, seconds=timeout)
            tried.append(try_project(root, chosen, limits))
            outcome.results.append(tried[-1].result)
        else:
            outcome.results.append(check_project(project))
    if not tried:
        click.echo(no_plugin(outcome), err=True)
        return EXIT_USAGE
    report(outcome, output, trials=[item.trial for item in tried])
    if output.terminal == "text":
        for item in tried:
            _show(["", *told(item.trial)], sys.stdout)
    _show([line for item in tried for line in failures(item)], sys.stderr)
    if any(item.has_failed for item in tried):
        return EXIT_FAILED
    return EXIT_USAGE if any(item.needs for item in tried) else exit_status(outcome)


class Limits(NamedTuple):
    """What plugins may use: memory in bytes (0: no limit), time in seconds."""

    allow_network: bool = False
    memory: int = 0
    seconds: float = 60


class Tried(NamedTuple):
    """A project whose plugins were loaded as a release does it.

    `result` has the findings: those of the rules, and what was seen.
    """

    project: Project
    release: str
    ended: Ended
    result: Result

    @property
    def notes(self) -> list[Note]:
        """What was not tried, each once."""
        return list(dict.fromkeys(line for line in self.ended.lines if isinstance(line, Note)))

    @property
    def trial(self) -> Trial:
        """What was loaded and called, and what was not tried."""
        lines = self.ended.lines
        loaded = {line.plugin: line for line in lines if isinstance(line, Loaded)}
        classes = [plugin_class(self.project, name) for name in loaded]
        return Trial(
            display_path(self.project.root, ""),
            self.release,
            list(loaded.values()),
            [line for line in lines if isinstance(line, Call)],
            [plugin.name for plugin in self.project.concrete_plugins if plugin not in classes],
            self.notes,
        )

    @property
    def needs(self) -> list[Note]:
        """What was not tried because a package is not installed, one for each package."""
        return list({note.needs: note for note in reversed(self.notes) if note.needs}.values())[::-1]

    @property
    def has_failed(self) -> bool:
        """Whether the runtime itself did not start."""
        return not self.ended.has_begun and self.ended.status != NOT_INSTALLED


def try_project(root: Root, release: str, limits: Limits) -> Tried:
    """Loads the plugins of a project in a process of their own, and calls what can be called safely."""
    project = read_project(root, Settings({"target": release}, jobs=available_jobs()))
    with tempfile.TemporaryDirectory(prefix="inventree-lint-", ignore_cleanup_errors=True) as scratch:
        request = Request(
            [plugin_source(project)],
            release,
            str(Path(scratch).resolve()),
            allow_network=limits.allow_network,
            memory=limits.memory,
            seconds=limits.seconds,
        )
        ended = run(request, limits.seconds)
    problems = [line for line in ended.lines if isinstance(line, Problem)]
    last = unfinished(ended)
    if last is not None:
        problems.append(last)
    result = check_project(project, living=lambda static: with_living(project, problems, release, static))
    return Tried(project, release, ended, result)


def announce(project: Project, release: str, *, allow_network: bool, memory: int, seconds: float) -> None:
    """Says, before it is done, that plugins are executed, and what holds them."""
    names = ", ".join(plugin.name for plugin in project.concrete_plugins)
    held, free = described(allow_network=allow_network, memory=memory, seconds=seconds)
    lines = [
        f"Executing {names} ({display_path(project.root, '')}) as InvenTree {release} would, with the rights "
        "of your user: do not try plugins that you do not trust.",
        f"This is no sandbox. Limits, best effort: {'; '.join(held)}.",
    ]
    if free:
        lines.append(f"Not limited here: {', '.join(free)}.")
    _show(lines, sys.stderr)


def _show(lines: Iterable[str], stream: TextIO) -> None:
    """Prints lines with text of plugins in them."""
    for line in lines:
        click.echo(visible(line, stream.encoding or "utf-8"), file=stream)


def told(trial: Trial) -> Iterator[str]:
    """What was loaded and called, and what was not tried, for people."""
    for plugin in trial.loaded:
        yield f"{plugin.plugin} was loaded as by InvenTree {trial.release}"
        for key, value in plugin.metadata.items():
            yield f"  {key}: {_short(value)}"
        yield f"  mixins: {', '.join(plugin.mixins) or 'none'}"
        for call in trial.calls:
            if call.plugin == plugin.plugin:
                yield f"  {call.mixin}: {call.what} -> {_short(call.result)}"
    if not trial.loaded:
        yield f"{', '.join(trial.not_loaded)}: no plugin was loaded"
    for note in trial.not_tried:
        about = f"{note.plugin}: " if note.plugin else ""
        yield f"Not tried: {about}{_short(note.message)}"


def failures(tried: Tried) -> Iterator[str]:
    """What kept plugins from being tried that is no fault of theirs, and what to do about it."""
    for note in tried.needs:
        if note.plugin:
            yield f"{note.plugin} was not tried: it {note.message}; install that into this environment."
        else:
            yield f"{note.message}: {INSTALL}"
    if tried.has_failed:
        yield "The runtime did not start, which is no fault of the plugin:"
        yield from tried.ended.output.splitlines()


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}..."
