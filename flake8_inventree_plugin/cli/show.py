"""`--show-settings` and `--show-files`: what a run would do, for the puzzled. Nothing is linted."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from flake8_inventree_plugin.cli.checking import Run, in_words
from flake8_inventree_plugin.config import FILE, KEYS, TABLE, Config
from flake8_inventree_plugin.engine import Settings, display_path, read_project
from flake8_inventree_plugin.project.layout import Role, walk_project
from flake8_inventree_plugin.project.model import File, Project
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.rules.reading.invalid_configuration import describe
from flake8_inventree_plugin.suppressions import silences_file

DEFAULT = "default"
COMMAND_LINE = "command line"

_WITHOUT = {
    "target": "what the plugin declares, else where it runs",
    "select": "every rule",
    "baseline": "none",
}
"""What holds where a setting has no value."""


def show_settings(runs: Iterable[Run], settings: Settings, config_file: Path | None) -> None:
    """Prints the settings in effect for each project, and where each comes from."""
    for run in runs:
        project = read_project(run.root, settings, run.buffers)
        rows = list(_settings(project, run, settings, config_file))
        _print_table(run, rows)
        target = project.target
        origin = target.source if target.declared else "inferred from what the plugin uses"
        _print(f"  Judged for InvenTree {target.releases} ({origin})")
        for problem in project.config.problems:
            _print(f"  Wrong in line {problem.place.line}: {describe(problem)}")


def _settings(
    project: Project, run: Run, settings: Settings, config_file: Path | None
) -> Iterator[tuple[str, str, str]]:
    config = project.config
    broken = {problem.key for problem in config.problems}
    places = {} if "" in broken else _places(run, settings, config_file)
    for key in KEYS:
        origins = [places[key]] if key in places and key not in broken else []
        if settings.overrides.get(key) is not None:
            origins = [COMMAND_LINE]
        if key == "extend-select" and settings.also_select:
            origins.append(COMMAND_LINE)
        if key == "baseline" and "counted" in settings.overrides:
            origins = [COMMAND_LINE]
        yield key, _value(config, key), ", ".join(origins) or DEFAULT
    yield "isolated", _written(settings.isolated), COMMAND_LINE if settings.isolated else DEFAULT


def _value(config: Config, key: str) -> str:
    if key == "baseline" and config.counted is not None:
        number = sum(config.counted.counts.values())
        return f"{config.baseline or config.counted.folder} ({in_words(number)})"
    value = getattr(config, key.replace("-", "_"))
    if key == "per-file-ignores":
        value = dict(value)
    if key == "ignore" and not any(value.values()):
        value = list(value)
    return _WITHOUT[key] if value is None else _written(value)


def _written(value: Any) -> str:
    """A value as TOML has it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_written(item)}" for key, item in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def _places(run: Run, settings: Settings, config_file: Path | None) -> dict[str, str]:
    """Where the keys of the configuration file in use stand."""
    from flake8_inventree_plugin.project.loading import Reader, key_places

    if config_file is not None:
        data: bytes | None = config_file.read_bytes()
        shown = str(config_file)
    elif settings.isolated or run.root.scope:
        return {}
    else:
        data = Reader(run.root.folder).read(FILE)
        shown = display_path(run.root.folder, FILE)
    return {
        str(path[2]): f"{shown}:{place.line}"
        for path, place in key_places(data or b"").items()
        if path[:2] == ("tool", TABLE) and len(path) == 3
    }


def show_files(runs: Iterable[Run], settings: Settings) -> None:
    """Prints the files of each project with what they are for, and what is left out and why."""
    for run in runs:
        project = read_project(run.root, settings, run.buffers)
        rows = [(file.role.value, file.path, _remark(file, run)) for file in project.files]
        left_out = [place for place in walk_project(run.root, project.config.exclude) if place.left_out]
        rows += [("left out", place.path, place.left_out) for place in left_out]
        _print_table(run, rows)


def _remark(file: File, run: Run) -> str:
    if file.path not in run.requested:
        return "read, but not asked for"
    if file.facts.error is not None:
        return f"cannot be read: {file.facts.error[2]}"
    if silences_file(file.facts.suppressions):
        return "silenced by `# flake8: noqa`"
    return "" if file.role is Role.PACKAGE else "not held to the guide"


def _print_table(run: Run, rows: list[tuple[str, str, str]]) -> None:
    _print(str(run.root.folder / run.root.scope))
    widths = [max((len(visible(row[column])) for row in rows), default=0) for column in (0, 1)]
    for first, second, third in rows:
        _print(f"  {first:{widths[0]}}  {visible(second):{min(widths[1], 60)}}  {third}".rstrip())


def _print(line: str) -> None:
    click.echo(visible(line, sys.stdout.encoding or "utf-8"))
