"""What a rule is: metadata, examples and a check, together in one module.

The module's docstring is the rule's page. The examples are run as tests and printed on the page.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

from flake8_inventree_plugin.findings import Finding, Fix, Range, Severity
from flake8_inventree_plugin.project.model import Project

Check = Callable[[Project], Iterator[Finding]]

EXAMPLE_FILE = "demo/core.py"
"""Where an example that is a single text is saved; it lies in a package with a pyproject.toml."""


class Example(NamedTuple):
    """Source that shows a rule at work.

    `source` is the text of `EXAMPLE_FILE`, or all files of a project by path. `at` are the places of the
    findings expected, "line:column" in `EXAMPLE_FILE` or "path:line:column". `fixed` is what the rule's fix
    makes of `source`: the text of `EXAMPLE_FILE`, or the files that change. `note` is one line for the page.
    """

    source: str | dict[str, str]
    at: tuple[str, ...] = ()
    fixed: str | dict[str, str] | None = None
    note: str = ""

    @property
    def files(self) -> dict[str, str]:
        """All files of the example's project."""
        if isinstance(self.source, dict):
            return self.source
        return {**_PROJECT, EXAMPLE_FILE: self.source}


_PROJECT = {
    "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n',
    "demo/__init__.py": "",
}


class Rule(NamedTuple):
    """One rule of the catalogue.

    `guide` is the sentence of "How to plugin" that it enforces, "" where it follows from how the server
    works. `url` is the page of InvenTree's documentation that argues for it. `always`: it speaks also in a
    project without a plugin class.
    """

    code: str
    name: str
    severity: Severity
    check: Check
    url: str
    guide: str = ""
    bad: tuple[Example, ...] = ()
    good: tuple[Example, ...] = ()
    always: bool = False

    @property
    def page(self) -> str:
        """The docstring of the rule's module, Markdown: the first line is its summary."""
        return (sys.modules[self.check.__module__].__doc__ or "").strip()

    @property
    def summary(self) -> str:
        """One line on what the rule finds."""
        return self.page.partition("\n")[0]

    @property
    def fixable(self) -> bool:
        """Whether it has a fix: some bad example shows it."""
        return any(example.fixed is not None for example in self.bad)

    @property
    def is_living(self) -> bool:
        """Whether it speaks only where a plugin is loaded; its `check` finds nothing."""
        return self.code.startswith("INV8")

    def finding(
        self,
        message: str,
        advice: str,
        path: str,
        place: Range,
        *,
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of this rule: `message` says what is wrong and why it matters, `advice` what to do."""
        return Finding(
            self.code, self.name, severity or self.severity, message, advice, path, place, self.url, fix
        )
