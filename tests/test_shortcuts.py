"""Whatever saves time changes no result: the cache, the look for a base class's name, processes, a silent GC."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flake8_inventree_plugin.engine import Settings, check_project, read_project
from flake8_inventree_plugin.findings import Finding
from flake8_inventree_plugin.project import loading
from flake8_inventree_plugin.project.layout import discover
from flake8_inventree_plugin.rules import all_rules
from flake8_inventree_plugin.source import parse
from tests.support import write_files

FIXTURES = Path(__file__).parent / "fixtures"
ADVICE = {"advice": True}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """All fixture repositories, a bad example of each rule, and files that cannot be read."""
    # Below this repository they would belong to it where they have no root of their own.
    fixtures = tmp_path_factory.mktemp("copy") / "fixtures"
    shutil.copytree(FIXTURES, fixtures)
    folder = tmp_path_factory.mktemp("examples")
    for rule in all_rules():
        for example in rule.bad[:1]:
            write_files(folder / rule.code, {"pyproject.toml": "", **example.files})
    write_files(
        folder / "broken", {"pyproject.toml": "", "a.py": "(\n", "b.py": "class InvenTreePlugin: x\n"}
    )
    return [fixtures, folder]


def results(folders: list[Path], settings: Settings) -> dict[Path, tuple[tuple[Finding, ...], int, int]]:
    """Findings, suppressed ones and the number of plugins by root."""
    found = {}
    for root in discover(folders):
        project = read_project(root, settings)
        result = check_project(project)
        found[root.folder / root.scope] = (result.findings, result.suppressed, len(project.plugins))
    return found


def test_results_are_the_same_with_and_without(
    folders: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))

    @contextlib.contextmanager
    def collecting() -> Iterator[None]:
        yield

    with monkeypatch.context() as without:
        # Every file is parsed, one after the other, and Python collects its garbage.
        without.setattr(loading, "_BASE_NAMES", (b"",))
        without.setattr(parse, "uncollected", collecting)
        expected = results(folders, Settings(ADVICE, use_cache=False))
    assert sum(len(findings) for findings, _, _ in expected.values()) > 100
    assert results(folders, Settings(ADVICE, use_cache=False)) == expected
    assert results(folders, Settings(ADVICE)) == expected
    # The second time, everything is known.
    monkeypatch.setattr(parse, "read_facts", lambda data: pytest.fail("it was parsed again"))
    assert results(folders, Settings(ADVICE)) == expected


def test_several_processes_find_the_same(folders: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    expected = results(folders[:1], Settings(ADVICE, use_cache=False))
    monkeypatch.setattr(loading, "_WORTH_A_POOL", 0)
    assert results(folders[:1], Settings(ADVICE, use_cache=False, jobs=2)) == expected


def test_a_project_in_which_no_base_class_is_named_is_left_alone(tmp_path: Path) -> None:
    """That is no shortcut, but what is promised: it has no plugin, whatever cannot be read in it."""
    write_files(tmp_path, {"pyproject.toml": "", "a.py": "import os\n", "b.py": "class (:\n"})
    assert results([tmp_path], Settings(ADVICE, use_cache=False)) == {tmp_path: ((), 0, 0)}
