"""Tries small projects for tests."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from flake8_inventree_plugin.cli.try_plugin import Limits, Tried, try_project
from flake8_inventree_plugin.project.layout import Root
from flake8_inventree_plugin.runtime.request import Call, Loaded
from tests.support import place, write_files

FIXTURES = Path(__file__).parents[1] / "fixtures"


def tried(
    source: Path | Mapping[str, str | bytes], release: str = "1.2", limits: Limits | None = None
) -> Tried:
    """A folder or files of a project, tried as a release does it."""
    limits = limits or Limits(memory=2 * 2**30)
    if isinstance(source, Path):
        return try_project(Root(source), release, limits)
    with tempfile.TemporaryDirectory() as folder:
        root = write_files(Path(folder).resolve() / "project", source)
        return try_project(Root(root), release, limits)


def living(result: Tried) -> list[str]:
    """The findings of group 8, and those of others that say that they were seen, as "path:line:column CODE"."""
    return [
        place(finding)
        for finding in result.result.findings
        if finding.code.startswith("INV8") or "seen where it was loaded" in finding.message
    ]


def loaded(result: Tried) -> list[str]:
    """The plugin classes that were loaded."""
    return [line.plugin for line in result.ended.lines if isinstance(line, Loaded)]


def calls(result: Tried, plugin: str = "") -> dict[str, str]:
    """What was called of a plugin, or of all, and what came back."""
    return {
        line.what: line.result
        for line in result.ended.lines
        if isinstance(line, Call) and plugin in ("", line.plugin)
    }
