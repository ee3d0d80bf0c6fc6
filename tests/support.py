"""Small projects for tests, and what the linter says of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from flake8_inventree_plugin.engine import Settings, check_project, findings, read_project
from flake8_inventree_plugin.findings import Finding
from flake8_inventree_plugin.fixes.apply import Outcome, fix_until_stable
from flake8_inventree_plugin.project.layout import Root
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules import all_rules, rule_by_code
from flake8_inventree_plugin.rules.rule import Rule


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes the files of a project below a folder, byte for byte."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


_FOLDERS = tempfile.TemporaryDirectory()
"""Rules may read a project's files when they run, so these stay until the tests end."""


def project_of(files: Mapping[str, str | bytes], **config: object) -> Project:
    """A project with these files; `config` overrides fields of its configuration, such as `target="1.2"`."""
    root = write_files(Path(tempfile.mkdtemp(dir=_FOLDERS.name)).resolve(), files)
    return read_project(Root(root), Settings(config, use_cache=False))


def findings_of(files: Mapping[str, str | bytes], code: str, **config: object) -> list[Finding]:
    """What one rule finds in a project."""
    return [f for f in findings(project_of(files, **config), _rules([code])) if f.code in (code, "INV003")]


def _rules(codes: Iterable[str]) -> list[Rule]:
    """The rules with some codes; INV002 judges what all the others found."""
    if "INV002" in codes:
        return list(all_rules())
    rules = [rule_by_code(code) for code in codes]
    assert None not in rules, codes
    return [rule for rule in rules if rule is not None]


def codes(files: Mapping[str, str | bytes], code: str, **config: object) -> list[str]:
    """The findings of one rule as "path:line:column CODE"."""
    return [place(finding) for finding in findings_of(files, code, **config)]


def place(finding: Finding) -> str:
    """A finding as "path:line:column CODE"."""
    return f"{finding.path}:{finding.range.line}:{finding.range.column} {finding.code}"


def all_codes(files: Mapping[str, str | bytes], **config: object) -> list[str]:
    """Everything that is reported for a project, after selection and suppression."""
    return [place(finding) for finding in check_project(project_of(files, **config)).findings]


def fix(files: Mapping[str, str | bytes], only: Iterable[str], *, unsafe: bool = False) -> Outcome:
    """Fixes the findings of some rules until nothing more can be fixed."""
    chosen = tuple(only)
    rules = _rules(chosen)
    current = {
        path: content if isinstance(content, bytes) else content.encode() for path, content in files.items()
    }

    def find(contents: Mapping[str, bytes]) -> list[Finding]:
        return [f for f in findings(project_of({**current, **contents}), rules) if f.code in chosen]

    return fix_until_stable(find, current.get, unsafe=unsafe)


def fixed(files: Mapping[str, str | bytes], *only: str, unsafe: bool = False) -> dict[str, str]:
    """All files of a project after the fixes of some rules."""
    before = {
        path: content if isinstance(content, bytes) else content.encode() for path, content in files.items()
    }
    after = {**before, **fix(files, only, unsafe=unsafe).contents}
    return {path: content.decode() for path, content in after.items()}
