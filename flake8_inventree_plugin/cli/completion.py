"""`inventree-lint completion`: what a shell needs to complete commands, options and codes."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from flake8_inventree_plugin.cli import NAME

_VARIABLE = "_INVENTREE_LINT_COMPLETE"
"""The variable by which click is asked; the script that is printed sets it."""


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes a shell complete this command.

    \b
    bash: echo 'eval "$(inventree-lint completion bash)"' >> ~/.bashrc
    zsh:  echo 'eval "$(inventree-lint completion zsh)"' >> ~/.zshrc
    fish: inventree-lint completion fish > ~/.config/fish/completions/inventree-lint.fish
    """
    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(context.find_root().command, {}, NAME, _VARIABLE).source())
