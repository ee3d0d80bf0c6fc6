"""The `inventree-lint` command: one module a subcommand, imported only when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flake8_inventree_plugin.garbage import skip_last_search, uncollected

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

NAME = "inventree-lint"
EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_FAILED = 3
EXIT_INTERRUPTED = 130

_COMMANDS = {
    "check": "Lint plugins: files, folders, or the current folder.",
    "rules": "List the rules, or explain one.",
    "compat": "Tell where plugins run, and what stops them elsewhere.",
    "upgrade": "Mend what can be mended for one release, and list what cannot.",
    "try": "Load plugins, call what can be called safely, and report what fails.",
    "serve": "Run plugins in a small server of their own, with pages and the API.",
    "catalogue": "Compare InvenTree releases, or add one.",
    "cache": "Tell where facts are kept between runs, or clear them.",
    "completion": "Print what makes a shell complete this command.",
}

_MODULES = {"try": "try_plugin"}
"""The module of a command, and its function there, where they cannot have the command's name."""


class _Commands(click.Group):
    """Finds subcommands by name without importing the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        name = _MODULES.get(cmd_name, cmd_name)
        module = importlib.import_module(f"flake8_inventree_plugin.cli.{name}")
        command: click.Command = getattr(module, name)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Completes a subcommand's name or an option."""
        from click.shell_completion import CompletionItem

        commands = {name: text for name, text in _COMMANDS.items() if name.startswith(incomplete)}
        items = [CompletionItem(name, help=text) for name, text in commands.items()]
        return [*items, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        from flake8_inventree_plugin.inventree.releases import RELEASES

        newest = RELEASES[-1]
        click.echo(f"inventree-lint {version('flake8-inventree-plugin')} (knows InvenTree up to {newest})")
        ctx.exit()


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version.",
)
@click.pass_context
def inventree_lint(context: click.Context) -> int | None:
    """Tells the author of an InvenTree plugin what is wrong with it, before any server does.

    Exit status: 0 clean (also when everything was fixed), 1 findings, 2 wrong usage or configuration or no
    plugin found, 3 the linter itself failed, 130 interrupted.
    """
    if context.invoked_subcommand is None:
        # What click does of its own depends on its version.
        click.echo(context.get_help(), err=True)
        return EXIT_USAGE
    return None


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and ends the process with its exit status."""
    _open_missing_streams()
    skip_last_search()
    with uncollected():
        sys.exit(run(arguments))


def _open_missing_streams() -> None:
    """Some parents start processes without them; what would be opened next would take their place."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            # It stays open as long as the process.
            setattr(sys, name, Path(os.devnull).open("r" if name == "stdin" else "w"))  # noqa: SIM115


def _check_current_folder() -> None:
    try:
        Path.cwd()
    except OSError as error:
        raise click.ClickException(f"The current folder cannot be used: {error.strerror}") from error


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit status.

    Where the reader of the output has gone (`| head`), click ends the process with status 1.
    """
    try:
        _check_current_folder()
        status = inventree_lint.main(
            args=None if arguments is None else list(arguments),
            prog_name=NAME,
            standalone_mode=False,
        )
        return status if isinstance(status, int) else EXIT_CLEAN
    except click.ClickException as error:
        error.show()
        return EXIT_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return EXIT_INTERRUPTED
    except Exception as error:
        if os.environ.get("INVENTREE_LINT_TRACEBACK"):
            raise
        click.echo(
            f"inventree-lint failed: {type(error).__name__}: {error}\n"
            "This is a defect of the linter. Set INVENTREE_LINT_TRACEBACK=1 to see where it happened.",
            err=True,
        )
        return EXIT_FAILED
