"""`inventree-lint rules`: list the rules, or explain one."""

from __future__ import annotations

import difflib
import sys

import click
from click.shell_completion import CompletionItem

from flake8_inventree_plugin.reports.escaping import encodable, visible
from flake8_inventree_plugin.rules import all_rules
from flake8_inventree_plugin.rules.pages import by_section, explanation
from flake8_inventree_plugin.rules.rule import Rule

_HINTS = 5
"""How many near matches are named at most."""


RUFF = """# In pyproject.toml; in ruff.toml the table is [lint].
[tool.ruff.lint]
external = ["INV"]
"""
"""What keeps ruff from deleting `# noqa: INV…` comments, whose codes it does not know."""


def _complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes and names of rules."""
    if incomplete[:1].islower():
        return [CompletionItem(rule.name) for rule in all_rules() if rule.name.startswith(incomplete)]
    return [
        CompletionItem(rule.code, help=rule.name) for rule in all_rules() if rule.code.startswith(incomplete)
    ]


@click.command()
@click.argument("code", required=False, shell_complete=_complete)
@click.option(
    "--ruff", is_flag=True, help="Print the setting that makes ruff keep `# noqa: INV...` comments."
)
def rules(code: str | None, *, ruff: bool) -> None:
    """List the rules, or explain one.

    CODE is a rule's code, such as INV203, or its name.
    """
    if ruff and code is not None:
        raise click.UsageError("--ruff goes with no CODE.")
    if ruff:
        click.echo(RUFF, nl=False)
        return
    text = listing(all_rules()) if code is None else explanation(_find(code))
    click.echo(encodable(text, sys.stdout.encoding), nl=False)


def listing(found: tuple[Rule, ...]) -> str:
    """Every rule in one line, by section."""
    width = max(len(rule.name) for rule in found)
    lines = []
    for title, members in by_section(found).items():
        lines += [title, *(_line(rule, width) for rule in members), ""]
    return "\n".join([*lines, "Explain one: inventree-lint rules CODE", ""])


def _line(rule: Rule, width: int) -> str:
    fix = "fix" if rule.fixable else ""
    return f"  {rule.code}  {rule.name:{width}}  {rule.severity.value:7}  {fix:3}  {rule.summary}"


def _find(code: str) -> Rule:
    known = {key: rule for rule in all_rules() for key in (rule.code, rule.name)}
    wanted = code.upper() if code.upper() in known else code.lower()
    if wanted in known:
        return known[wanted]
    near = [key for key in known if len(code) > 1 and key.lower().startswith(code.lower())]
    near += difflib.get_close_matches(code.upper(), [key for key in known if key.isupper()], 3, 0.8)
    near += difflib.get_close_matches(code.lower(), [key for key in known if key.islower()], 3)
    nearest = list(dict.fromkeys(near))[:_HINTS]
    hint = f"Did you mean {' or '.join(nearest)}?" if nearest else "`inventree-lint rules` lists them all."
    raise click.UsageError(f'There is no rule "{visible(code)}". {hint}')
