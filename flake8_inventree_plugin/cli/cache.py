"""`inventree-lint cache`: where facts are kept between runs, how large that is, and how to be rid of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from flake8_inventree_plugin.cache import CachedFile, cache_folder, cached_files, clear
from flake8_inventree_plugin.reports.escaping import visible


@click.group(invoke_without_command=True)
@click.pass_context
def cache(context: click.Context) -> None:
    """Tell where facts are kept between runs, and how large they are.

    They may be removed at any time; then files are parsed once more.
    """
    if context.invoked_subcommand is None:
        folder = _folder()
        click.echo(visible(f"{folder}: {_amount(cached_files(folder))}"))


@cache.command("clear")
def clear_command() -> None:
    """Remove the facts of all projects."""
    folder = _folder()
    try:
        removed = clear(folder)
    except OSError as error:
        raise click.ClickException(visible(f"{folder}: {error.strerror or error}")) from error
    click.echo(visible(f"{folder}: removed {_amount(removed)}"))


def _folder() -> Path:
    try:
        return cache_folder()
    except RuntimeError as error:
        raise click.ClickException(
            f"There is no place for a cache, so nothing is kept: {error} Set XDG_CACHE_HOME to have one."
        ) from error


def _amount(files: Sequence[CachedFile]) -> str:
    projects = sum(file.is_finished for file in files)
    size = sum(file.size for file in files)
    return f"{projects} project{'' if projects == 1 else 's'}, {size / 2**20:.1f} MiB"
