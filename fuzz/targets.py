"""What is fuzzed: source text, project layouts, configuration. Each target takes bytes, and must not raise.

A target checks more than that nothing is raised: places lie in the file, facts survive the cache, the linter
has no failure of its own (INV003), and fixes leave what parses.
"""

from __future__ import annotations

import ast
import json
import random
import tempfile
from pathlib import Path

from flake8_inventree_plugin.engine import Settings, check_project, read_project
from flake8_inventree_plugin.fixes.apply import fix_until_stable
from flake8_inventree_plugin.project.layout import Root
from flake8_inventree_plugin.source.facts import from_json, to_json
from flake8_inventree_plugin.source.parse import read_facts
from flake8_inventree_plugin.toml import TomlError, parse

PLUGIN = b"""from plugin import InvenTreePlugin
from plugin.base.integration.SettingsMixin import SettingsMixin


class Demo(SettingsMixin, InvenTreePlugin):
    NAME = "Demo"
    SETTINGS = {"KEY": {"name": "key", "validator": bool}}
"""
PYPROJECT = b"""[project]
name = "demo"
dynamic = ["version"]

[project.entry-points.inventree_plugins]
Demo = "demo:Demo"

[tool.inventree-lint]
target = ">=1.0"
"""
NAMES = [
    "pyproject.toml", "setup.cfg", "setup.py", "demo/__init__.py", "demo/core.py", "demo/models.py",
    "demo/migrations/0001_initial.py", "demo/version.py", "README.md", "LICENSE", ".github/workflows/ci.yml",
    "src/demo/core.py", "tests/test_core.py", "MANIFEST.in", ".gitlab-ci.yml", "requirements.txt", "tox.ini",
]  # fmt: skip


def source(data: bytes) -> None:
    """A Python file is read; what is known of it can be kept, and its places lie in the file."""
    facts = read_facts(data)
    assert from_json(json.loads(json.dumps(to_json(facts)))) == facts
    if facts.error is not None:
        line, column, reason, _ = facts.error
        assert min(line, column) >= 1
        assert reason
        assert line <= data.count(b"\n") + data.count(b"\r") + data.count(b"\0") + 1


def project(data: bytes) -> None:
    """A project is linted and fixed: bytes beyond the first are cut at NUL bytes into the contents of files.

    The first byte says which names they have.
    """
    names = random.Random(data[:1]).sample(NAMES, len(NAMES))
    lint({"demo.py": PLUGIN, **dict(zip(names, data[1:].split(b"\0"), strict=False))})


def configuration(data: bytes) -> None:
    """Any bytes as pyproject.toml and as setup.cfg."""
    try:
        parse(data)
    except TomlError as error:
        in_file = 1 <= error.line <= data.count(b"\n") + 1 and error.column >= 1
        if not in_file:
            raise
    for name in ("pyproject.toml", "setup.cfg"):
        lint({"demo.py": PLUGIN, name: data})


def plugin(data: bytes) -> None:
    """Any bytes as the body of a plugin class in a project that is whole."""
    body = b"".join(b"    " + line + b"\n" for line in data.split(b"\n"))
    lint({"pyproject.toml": PYPROJECT, "demo.py": PLUGIN + body})


def lint(files: dict[str, bytes]) -> None:
    """Lints files as one project, fixes it, and checks what comes out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for path, content in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

        def find(contents: dict[str, bytes]) -> list:
            read = read_project(Root(folder), Settings({"advice": True}, use_cache=False), contents)
            found = check_project(read).findings
            failures = [finding.message for finding in found if finding.code == "INV003"]
            assert not failures, failures
            for finding in found:
                assert min(finding.range.line, finding.range.column) >= 1
            return list(found)

        def read(path: str) -> bytes | None:
            return files.get(path)

        outcome = fix_until_stable(find, read, unsafe=True)
        assert not [reason for reason in outcome.refused.values() if "undo" in reason], outcome.refused
        for path, content in outcome.contents.items():
            if path.endswith(".py"):
                ast.parse(content)


TARGETS = {target.__name__: target for target in (source, project, configuration, plugin)}
