"""Rules over a project: what a broken rule costs, where findings are shown, and which are left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flake8_inventree_plugin import engine
from flake8_inventree_plugin.config import Config, Problem
from flake8_inventree_plugin.engine import (
    Result,
    Settings,
    check_project,
    display_path,
    findings,
    is_silenced,
    place_in_python,
    read_project,
)
from flake8_inventree_plugin.findings import Finding, Range, Severity
from flake8_inventree_plugin.project.layout import Root
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules import rule_by_code
from flake8_inventree_plugin.rules.rule import Rule
from tests.support import project_of, write_files

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):{comment}\n    NAME = 'Demo'\n"
FILES = {
    "pyproject.toml": "",
    "demo/__init__.py": "",
    "demo/core.py": PLUGIN.format(comment=""),
    "demo/other.py": "x = 1\n",
}


def rule(
    code: str, *places: tuple[str, int], severity: Severity = Severity.WARNING, always: bool = False
) -> Rule:
    """A rule that finds something at the start of some lines."""

    def check(project: Project) -> Iterator[Finding]:
        for path, line in places:
            yield made.finding(f"{code} says", "do this", path, Range(line, 1, line, 2))

    made = Rule(code, f"name-{code}", severity, check, "https://example.org", always=always)
    return made


def broken(code: str, error: BaseException, *places: tuple[str, int], always: bool = False) -> Rule:
    """A rule that raises, after it has found something."""
    inner = rule(code, *places)

    def check(project: Project) -> Iterator[Finding]:
        yield from inner.check(project)
        raise error

    return Rule(code, f"name-{code}", Severity.WARNING, check, "", always=always)


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts other rules in place of the catalogue."""

    def use(*rules: Rule) -> None:
        monkeypatch.setattr(engine, "all_rules", lambda: rules)

    return use


def places(found: tuple[Finding, ...] | list[Finding]) -> list[tuple[str, str, int]]:
    return [(finding.code, finding.path, finding.range.line) for finding in found]


# Finding


def test_findings_are_sorted_by_place_then_code() -> None:
    rules = [
        rule("INV203", ("demo/core.py", 2), ("demo/__init__.py", 9)),
        rule("INV101", ("demo/core.py", 2), ("demo/core.py", 1)),
    ]
    assert places(findings(project_of(FILES), rules)) == [
        ("INV203", "demo/__init__.py", 9),
        ("INV101", "demo/core.py", 1),
        ("INV101", "demo/core.py", 2),
        ("INV203", "demo/core.py", 2),
    ]


def test_the_same_finding_counts_once() -> None:
    twice = rule("INV203", ("demo/core.py", 2), ("demo/core.py", 2))
    assert places(findings(project_of(FILES), [twice, twice])) == [("INV203", "demo/core.py", 2)]


def test_only_some_rules_speak_without_a_plugin() -> None:
    project = project_of({"demo.py": "x = 1\n"})
    rules = [rule("INV203", ("demo.py", 1)), rule("INV004", ("demo.py", 1), always=True)]
    assert places(findings(project, rules)) == [("INV004", "demo.py", 1)]


def test_catalogue_is_used_by_default(use: Any) -> None:
    use(rule("INV203", ("demo/core.py", 1)))
    assert places(findings(project_of(FILES))) == [("INV203", "demo/core.py", 1)]


@pytest.mark.parametrize(
    "error", [ValueError("odd\nvalue"), RecursionError(), AssertionError(), KeyError("x")]
)
def test_broken_rule_hides_nothing(error: Exception) -> None:
    rules = [
        broken("INV101", error, ("demo/core.py", 1)),
        rule("INV203", ("demo/core.py", 2)),
        broken("INV204", error),
    ]
    found = findings(project_of(FILES), rules)
    assert places(found) == [
        ("INV101", "demo/core.py", 1),
        ("INV203", "demo/core.py", 2),
        ("INV003", "demo/core.py", 4),
        ("INV003", "demo/core.py", 4),
    ]
    first, second = found[2:]
    assert first.message.startswith(
        f"rule INV101 (name-INV101) failed on this project with {type(error).__name__}: {error}; "
    )
    assert "`--ignore INV101`" in first.advice
    assert second.message.startswith("rule INV204 (name-INV204) failed")
    assert first.severity is Severity.ERROR


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3)])
def test_who_ends_the_run_ends_it(error: BaseException) -> None:
    with pytest.raises(type(error)):
        findings(project_of(FILES), [broken("INV101", error)])


def test_broken_rule_in_a_project_without_files() -> None:
    found = findings(project_of({}), [broken("INV001", ValueError("x"), always=True)])
    assert places(found) == [("INV003", "pyproject.toml", 1)]


# Places


def test_what_lies_outside_python_is_shown_on_the_anchor() -> None:
    project = project_of(FILES)
    inside, outside = findings(project, [rule("INV601", ("demo/other.py", 1), ("pyproject.toml", 7))])
    assert place_in_python(project, inside) == ("demo/other.py", 1, 1)
    assert place_in_python(project, outside) == ("demo/core.py", 4, 7)


def test_comment_on_the_anchor_silences_what_lies_outside_python(use: Any) -> None:
    use(rule("INV601", ("pyproject.toml", 1)), rule("INV101", ("demo/core.py", 4)))
    project = project_of({**FILES, "demo/core.py": PLUGIN.format(comment="  # noqa: INV601")})
    assert places(check_project(project).findings) == [("INV101", "demo/core.py", 4)]


def test_nothing_is_silenced_where_there_is_no_file() -> None:
    project = project_of({"pyproject.toml": "# noqa\n"})
    [found] = findings(project, [rule("INV601", ("pyproject.toml", 1), always=True)])
    assert not is_silenced(project, found)


# What is left


def test_comments(use: Any) -> None:
    use(
        rule("INV203", ("demo/core.py", 1), ("demo/core.py", 4)),
        rule("INV001", ("demo/core.py", 4), always=True),
    )
    project = project_of({**FILES, "demo/core.py": PLUGIN.format(comment="  # noqa")})
    result = check_project(project)
    assert places(result.findings) == [("INV203", "demo/core.py", 1), ("INV001", "demo/core.py", 4)]
    assert result.suppressed == 1
    everything = check_project(project, show_silenced=True)
    assert len(everything.findings) == 3
    assert everything.suppressed == 0


def test_selection_comes_before_suppression(use: Any) -> None:
    use(rule("INV203", ("demo/core.py", 4)), rule("INV101", ("demo/core.py", 4)))
    files = {**FILES, "demo/core.py": PLUGIN.format(comment="  # noqa")}
    assert check_project(project_of(files, select=("INV1",))).suppressed == 1
    assert check_project(project_of(files, ignore={"INV": ""})).suppressed == 0


def test_what_is_not_selected_does_not_run(use: Any) -> None:
    """So a rule that fails can be left out, as its failure advises."""
    use(broken("INV101", ValueError("x")), rule("INV203", ("demo/core.py", 1)))
    assert {code for code, *_ in places(check_project(project_of(FILES)).findings)} == {"INV003", "INV203"}
    for config in ({"ignore": {"INV101": ""}}, {"select": ("INV2",)}):
        result = check_project(project_of(FILES, **config))
        assert places(result.findings) == [("INV203", "demo/core.py", 1)]
        assert result.failures == ()


def test_what_says_that_the_linter_failed_is_never_deselected(use: Any) -> None:
    use(
        rule("INV001", ("demo/core.py", 1), always=True),
        rule("INV203", ("demo/core.py", 1)),
        broken("INV501", ValueError()),
    )
    found = check_project(project_of(FILES, select=("INV501",))).findings
    assert [finding.code for finding in found] == ["INV001", "INV003"]


def test_advice(use: Any) -> None:
    use(rule("INV106", ("demo/core.py", 1), severity=Severity.ADVICE))
    assert check_project(project_of(FILES)).findings == ()
    assert len(check_project(project_of(FILES, advice=True)).findings) == 1
    assert len(check_project(project_of(FILES, select=("INV106",))).findings) == 1


@pytest.mark.parametrize(
    ("requested", "expected"),
    [
        (None, ["INV203", "INV601", "INV501"]),
        ([], []),
        (["demo/core.py"], ["INV203", "INV601"]),
        (["demo/other.py"], ["INV501"]),
        (["demo/other.py", "demo/core.py"], ["INV203", "INV601", "INV501"]),
        (["pyproject.toml"], []),
        (["missing.py"], []),
    ],
)
def test_requested_files(use: Any, requested: list[str] | None, expected: list[str]) -> None:
    use(
        rule("INV203", ("demo/core.py", 1)),
        rule("INV501", ("demo/other.py", 1)),
        rule("INV601", ("pyproject.toml", 1)),
    )
    found = check_project(project_of(FILES), requested).findings
    assert sorted(finding.code for finding in found) == sorted(expected)


def test_failures_count_whatever_was_requested(use: Any) -> None:
    invalid = rule_by_code("INV004")
    assert invalid is not None
    use(broken("INV501", ValueError("x")), invalid, rule("INV203", ("demo/other.py", 1)))
    project = project_of(FILES, problems=(Problem("selct", "is no key"),))
    result = check_project(project, ["demo/other.py"])
    assert places(result.findings) == [("INV203", "demo/other.py", 1)]
    assert places(result.failures) == [("INV003", "demo/core.py", 4), ("INV004", "pyproject.toml", 1)]
    assert check_project(project).failures == result.failures
    assert Result(project, ()).failures == ()


# Reading


def test_settings_come_before_the_projects_own(tmp_path: Path) -> None:
    text = '[tool.inventree-lint]\ntarget = "1.0"\nmax-lines = 5\nextend-select = ["INV1"]\nselct = 1\n'
    write_files(tmp_path, {**FILES, "pyproject.toml": text})

    def config(settings: Settings, scope: str = "") -> Config:
        return read_project(Root(tmp_path, scope), settings).config

    plain = config(Settings({}, use_cache=False))
    assert (plain.target, plain.max_lines, plain.extend_select) == ("1.0", 5, ("INV1",))
    assert [problem.key for problem in plain.problems] == ["selct"]
    asked = config(Settings({"target": "1.2", "select": None}, also_select=("INV2",), use_cache=False))
    assert (asked.target, asked.select, asked.extend_select) == ("1.2", None, ("INV1", "INV2"))
    assert config(Settings({"advice": True}, use_cache=False), scope="demo") == Config(advice=True)
    isolated = config(Settings({"advice": True}, isolated=True, use_cache=False))
    assert isolated == Config(advice=True, ignore={"INV002": ""})


def test_cache_is_used_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    root = Root(write_files(tmp_path / "p", FILES))
    heard: list[tuple[int, int]] = []

    def read(use_cache: bool) -> None:
        read_project(root, Settings({}, use_cache=use_cache), progress=lambda *state: heard.append(state))

    read(False)
    assert not (tmp_path / "cache").exists()
    read(True)
    assert len(heard) == 6
    read(True)
    assert len(heard) == 6


def test_buffers(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    buffers = {"demo/core.py": b"x = 1\n", "new.py": PLUGIN.format(comment="").encode()}
    project = read_project(Root(tmp_path), Settings({}, use_cache=False), buffers)
    assert [plugin.path for plugin in project.plugins] == ["new.py"]


def test_display_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p").mkdir()
    monkeypatch.chdir(tmp_path / "p")
    assert display_path(tmp_path / "p", "demo/core.py") == "demo/core.py"
    assert display_path(tmp_path / "p/demo", "core.py") == "demo/core.py"
    assert display_path(tmp_path, "core.py") == (tmp_path / "core.py").as_posix()
