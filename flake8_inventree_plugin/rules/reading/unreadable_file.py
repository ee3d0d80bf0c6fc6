"""A Python file of the project cannot be read, so what stands in it was not checked.

The file is not valid Python, its bytes are not text in the encoding it declares, or it is beyond the limits
below which the parser is safe (size, nesting). The rest of the project is still checked, but a rule that
needs this file may find less, or take something for missing that stands in it.

The parser is libcst. It refuses a few constructs that Python accepts, such as a parenthesised target of an
annotation, `(x): int = 1`; the message says so where that is the reason.

This finding cannot be suppressed.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Range, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports every file whose facts are an error."""
    for file in project.files:
        if file.facts.error is None:
            continue
        line, column, reason, valid = file.facts.error
        place = Range(line, column, line, column)
        if valid:
            message = f"the file is valid Python, but our parser cannot read it: {reason}"
            advice = (
                "write the construct in another way, or exclude the file; the rest of the project was checked"
            )
        else:
            message = f"the file cannot be read: {reason}"
            advice = "mend it, or exclude the file; the rest of the project was checked"
        yield RULE.finding(message, advice, file.path, place)


RULE = Rule(
    code="INV001",
    name="unreadable-file",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/",
    always=True,
    bad=(
        Example(
            "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin:\n    NAME = 'Demo'\n",
            at=("4:27",),
            note="A syntax error.",
        ),
    ),
    good=(
        Example("from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"),
    ),
)
