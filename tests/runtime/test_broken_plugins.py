"""One bad plugin harms nobody: each kind beside a healthy one, which must not notice."""

from __future__ import annotations

import pytest

from flake8_inventree_plugin.runtime.request import Problem
from tests.runtime.trying import FIXTURES, calls, living, loaded, tried

HEALTHY = {
    "default of GREETING": "hello",
    "task greet": "greet can be called",
    "greeting/ (plugin:healthy:greeting)": "show at /plugin/healthy/greeting/",
    "perform_action(user, data=…)": "None",
    "get_result(user, data)": "hello",
    "get_info(user, data)": "{'user': 'admin'}",
}

BROKEN = {
    "broken-schedule": ("schedule", "broken/core.py:19:63 INV404", True),
    "date-not-iso": ("publish-date", "broken/core.py:13:5 INV113", True),
    "duplicate-slug": ("slug-duplicate", "imitation/core.py:6:7 INV115", False),
    "empty-slug": ("slug-empty", "broken/core.py:9:5 INV115", False),
    "import-error": ("import", "broken/core.py:21:1 INV801", False),
    "init-error": ("init", "broken/core.py:21:9 INV802", False),
    "missing-super-init": ("super-init", "broken/core.py:18:9 INV410", False),
    "models-without-migrations": ("migrations", "broken/core.py:7:7 INV605", True),
    "urls-raise": ("init", "broken/core.py:21:9 INV802", False),
    "wrong-version-range": ("version-range", "broken/core.py:17:5 INV802", False),
}
"""Fixture -> the kind of problem, the finding, and whether the broken plugin is loaded all the same."""


def test_every_fixture_is_tried() -> None:
    assert sorted(BROKEN) == sorted(path.name for path in (FIXTURES / "broken").iterdir())


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_broken_beside_healthy(name: str) -> None:
    kind, finding, is_loaded = BROKEN[name]
    result = tried(FIXTURES / "broken" / name)
    assert result.ended.is_complete, result.ended.output
    kinds = {line.kind for line in result.ended.lines if isinstance(line, Problem)}
    assert kinds == {kind}
    assert living(result) == [finding]
    assert ("broken.core.BrokenPlugin" in loaded(result)) is is_loaded
    assert "healthy.core.HealthyPlugin" in loaded(result)
    assert calls(result, "healthy.core.HealthyPlugin") == HEALTHY
