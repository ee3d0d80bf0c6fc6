"""What the fix of moved names keeps, whatever an import looks like and wherever it stands."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Mapping
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_inventree_plugin.engine import Settings, findings, read_project
from flake8_inventree_plugin.findings import Finding
from flake8_inventree_plugin.fixes.apply import Outcome, fix_until_stable
from flake8_inventree_plugin.project.layout import Root
from flake8_inventree_plugin.rules import rule_by_code
from tests.support import write_files

_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_PATH = "demo/other.py"
_CODES = ("INV301", "INV302", "INV306")

_MODULES = {
    "users.models": ["check_user_role", "Owner", "split_model", "RuleSet"],
    "users.permissions": ["check_user_permission"],
    "django.conf.urls": ["url", "include"],
    "django.urls": ["path"],
    "django.utils.translation": ["ugettext_lazy", "ugettext", "gettext", "activate"],
    "InvenTree.status_codes": ["StockStatus", "StockHistoryCode"],
    "part.models": ["Part", "PartParameter"],
    "plugin": ["IntegrationPluginBase", "registry"],
    "typing": ["Any"],
}
_COMMENTS = ["# one", "# zwei ü (x)", "# noqa: F401", "# a, b, ("]
_COMMENT = st.sampled_from(["", "", "", *_COMMENTS])


@st.composite
def _statement(draw: st.DrawFn, indentation: str) -> str:
    module = draw(st.sampled_from(list(_MODULES)))
    names = draw(st.lists(st.sampled_from(_MODULES[module]), min_size=1, max_size=3, unique=True))
    items = [f"{name} as {name}_x" if draw(st.integers(0, 4)) == 0 else name for name in names]
    form = draw(st.sampled_from(["plain", "plain", "backslash", "lines", "several"]))
    head, tail = f"from {module} import ", draw(_COMMENT)
    tail = f"  {tail}" if tail else ""
    if form == "plain":
        return head + ", ".join(items) + tail
    if form == "several":
        return f"x = 1; {head}{', '.join(items)}; y = 2{tail}"
    if form == "backslash":
        return head + ", \\\n    ".join(items) + tail
    inner = indentation + "    "
    lines = [f"{inner}{item},{'  ' + comment if (comment := draw(_COMMENT)) else ''}" for item in items]
    return f"{head}(\n{chr(10).join(lines)}\n{indentation}){tail}"


@st.composite
def _module(draw: st.DrawFn) -> str:
    parts = []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["module", "module", "def", "try", "if", "class"]))
        unit = draw(st.sampled_from(["    ", "\t"])) if kind != "module" else ""
        body = "\n".join(unit + draw(_statement(unit)) for _ in range(draw(st.integers(1, 3))))
        if kind == "module":
            parts.append(body)
        elif kind == "def":
            use = draw(
                st.sampled_from(["url('a')", "check_user_role(1)", "ugettext ( 'é' )", "é = url, Owner"])
            )
            parts.append(f"def function_{number}():\n{body}\n{unit}return [{use.replace('é = ', '')}]")
        elif kind == "try":
            parts.append(f"try:\n{body}\nexcept ImportError:\n{unit}pass  # try")
        elif kind == "if":
            parts.append(f"if flag:\n{body}\nelse:\n{unit}x = 'é'  # if")
        else:
            parts.append(f"class Class{number}:\n{body}\n{unit}NAME = 'from users.models import x'")
    parts += draw(
        st.lists(
            st.sampled_from(
                ["URLS = [url('a', 1)]", "é = 'é'; t = ugettext_lazy('url')", "check_user_role", "url = url"]
            ),
            max_size=3,
        )
    )
    text = "\n".join(parts) + "\n"
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Root:
    root = tmp_path_factory.mktemp("project").resolve()
    files = {"pyproject.toml": "[project]\nname = 'demo'\n", "demo/__init__.py": "", "demo/core.py": _PLUGIN}
    return Root(write_files(root, files))


def _fix(root: Root, text: str, target: str) -> Outcome:
    rules = [rule for rule in map(rule_by_code, _CODES) if rule is not None]

    def find(contents: Mapping[str, bytes]) -> list[Finding]:
        buffers = {_PATH: contents.get(_PATH, text.encode())}
        return findings(read_project(root, Settings({"target": target}, use_cache=False), buffers), rules)

    return fix_until_stable(find, lambda _: text.encode())


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=_module(), target=st.sampled_from(["1.2", ">=0.16", "<0.14", ">=0.7"]))
def test_an_import_is_moved_and_nothing_is_lost(folder: Root, text: str, target: str) -> None:
    ast.parse(text)
    before = _findings(folder, text, target)
    outcome = _fix(folder, text, target)
    assert outcome.refused == {}
    after = outcome.contents.get(_PATH, text.encode()).decode()
    assert _comments(after) == _comments(text)
    assert ("\r" in after) == ("\r\n" in text)
    assert after.count("\n") == after.count("\r\n") or "\r" not in after
    assert _fix(folder, after, target).contents == {}
    # None is added: what is left was there.
    assert set(_findings(folder, after, target)) <= set(before)
    assert _used(after) >= {name for name in _used(text) if name in ("Part", "Owner", "include", "path")}


def _findings(root: Root, text: str, target: str) -> list[tuple[str, str]]:
    rules = [rule for rule in map(rule_by_code, _CODES) if rule is not None]
    project = read_project(root, Settings({"target": target}, use_cache=False), {_PATH: text.encode()})
    return [(found.code, found.message.split("`")[1]) for found in findings(project, rules)]


def _comments(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(StringIO(text, newline="").readline)
    return sorted(token.string.rstrip("\r") for token in tokens if token.type == tokenize.COMMENT)


def _used(text: str) -> set[str]:
    """The names that are imported, by the names they have there."""
    return {
        alias.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
