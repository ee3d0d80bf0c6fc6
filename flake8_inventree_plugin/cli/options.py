"""Values of options that several commands take: read, refused and completed alike."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flake8_inventree_plugin.config import FILE, TABLE, Config, check_codes, check_target
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.rules import all_rules, known_codes

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

FILE_PATH = click.Path(path_type=Path, dir_okay=False)


def codes(_: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """Codes or prefixes, separated by commas."""
    if value is None:
        return None
    found = tuple(item.strip() for item in value.split(",") if item.strip())
    if parameter.name == "select" and not found:
        raise click.BadParameter("it names no code, so every plugin would be clean")
    try:
        check_codes(found, known_codes())
    except ValueError as error:
        raise click.BadParameter(visible(str(error))) from error
    return found


def complete_codes(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes that the last of a list of codes may become."""
    from click.shell_completion import CompletionItem

    before, comma, last = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{rule.code}", help=rule.name)
        for rule in all_rules()
        if rule.code.startswith(last.strip().upper())
    ]


def target(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """A release or a range of releases."""
    if value is not None:
        try:
            check_target(value)
        except ValueError as error:
            raise click.BadParameter(visible(str(error))) from error
    return value


def reason(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """The reason in a comment."""
    if value is None:
        return None
    from flake8_inventree_plugin.fixes.noqa_comments import check_reason

    try:
        check_reason(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return value.strip()


def read_configuration(file: Path, *, use_baseline: bool) -> Config:
    """The configuration in a file that the command line names.

    Raises click.UsageError, which names the file and line, where it holds none or a wrong one.
    """
    from flake8_inventree_plugin.project.loading import Reader, load_config

    real = file.resolve()
    config = load_config(Reader(real.parent), known_codes(), real.name, use_baseline=use_baseline)
    if config is None:
        reason = f"no table [tool.{TABLE}]" if real.is_file() else "no such file"
        raise click.UsageError(visible(f"--config {file}: {reason}; it is a TOML file such as {FILE}"))
    for problem in config.problems:
        raise click.UsageError(visible(f"{file}:{problem.place.line}: {problem.key} {problem.reason}"))
    return config
