"""What the fix of noncanonical imports keeps, whatever an import looks like and wherever it stands."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator, Mapping
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_inventree_plugin.engine import Settings, findings, read_project
from flake8_inventree_plugin.findings import Finding
from flake8_inventree_plugin.fixes.apply import Outcome, fix_until_stable
from flake8_inventree_plugin.inventree.catalogue import canonical_home, is_implementation
from flake8_inventree_plugin.project.layout import Root
from flake8_inventree_plugin.rules import rule_by_code
from tests.support import write_files

_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_PATH = "demo/other.py"

_MODULES = {
    "plugin": ["InvenTreePlugin", "registry", "MixinNotImplementedError"],
    "plugin.mixins": ["SettingsMixin", "UrlsMixin", "EventMixin", "ActionMixin"],
    "plugin.registry": ["registry"],
    "plugin.helpers": ["MixinNotImplementedError", "MixinImplementationError", "render_template"],
    "plugin.plugin": ["InvenTreePlugin"],
    "plugin.base.integration.mixins": [
        "SettingsMixin",
        "UrlsMixin",
        "AppMixin",
        "MixinNotImplementedError",
        "os",
    ],
    "plugin.base.event.mixins": ["EventMixin"],
    "typing": ["Any", "ClassVar"],
    "part.models": ["Part"],
}
_COMMENTS = ["# one", "# zwei ü (x)", "# noqa: F401", "# a, b, (", "# noqa"]


@st.composite
def _items(draw: st.DrawFn, module: str) -> list[str]:
    names = draw(st.lists(st.sampled_from(_MODULES[module]), min_size=1, max_size=4, unique=True))
    return [f"{name} as {alias}" if (alias := draw(_ALIAS)) else name for name in names]


_ALIAS = st.sampled_from(["", "", "", "other", "_x"])
_COMMENT = st.sampled_from(["", "", *_COMMENTS])


@st.composite
def _statement(draw: st.DrawFn, indentation: str) -> str:
    """An import statement, in one of the many ways to write one; without the line end."""
    module = draw(st.sampled_from(list(_MODULES)))
    items = draw(_items(module))
    form = draw(
        st.sampled_from(["plain", "plain", "backslash", "inline", "lines", "lines", "packed", "hanging"])
    )
    head = f"from {module} import "
    tail = draw(_COMMENT)
    tail = f"  {tail}" if tail else ""
    if form == "plain":
        return head + ", ".join(items) + tail
    if form == "backslash":
        return head + f", \\\n{indentation}   ".join(items) + tail
    comma = draw(st.sampled_from(["", ","]))
    if form == "inline":
        space = draw(st.sampled_from(["", " "]))
        return f"{head}({space}{', '.join(items)}{comma}{space}){tail}"
    inner = indentation + draw(st.sampled_from(["    ", "\t", "  "]))
    if form == "packed":
        return f"{head}(\n{inner}{', '.join(items)}{comma}\n{indentation}){tail}"
    if form == "hanging":
        return f"{head}({f',{chr(10)}{inner}        '.join(items)}{comma}){tail}"
    lines = []
    for number, item in enumerate(items):
        if above := draw(_COMMENT):
            lines.append(f"{inner}{above}")
        behind = draw(_COMMENT)
        separator = "," if number < len(items) - 1 else comma
        lines.append(f"{inner}{item}{separator}{'  ' + behind if behind else ''}")
    first = draw(_COMMENT)
    return f"{head}({'  ' + first if first else ''}\n{chr(10).join(lines)}\n{indentation}){tail}"


@st.composite
def _block(draw: st.DrawFn, indentation: str) -> str:
    """Some statements, most of them imports."""
    parts = []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["import", "import", "import", "code", "blank", "comment", "several"]))
        if kind == "import":
            parts.append(indentation + draw(_statement(indentation)))
        elif kind == "code":
            parts.append(f"{indentation}value_{number} = 'é from plugin import x'  # code {number}")
        elif kind == "blank":
            parts.append("")
        elif kind == "comment":
            parts.append(f"{indentation}# {number} from plugin.registry import registry")
        else:
            module = draw(st.sampled_from(list(_MODULES)))
            parts.append(f"{indentation}x = 1; from {module} import {', '.join(draw(_items(module)))}; y = 2")
    parts.append(f"{indentation}end = ()")
    return "\n".join(parts)


@st.composite
def _module(draw: st.DrawFn) -> str:
    unit = draw(st.sampled_from(["    ", "\t", "  "]))
    parts = []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(
            st.sampled_from(["block", "block", "if", "def", "class", "try", "with", "one line", "docstring"])
        )
        if kind == "block":
            parts.append(draw(_block("")))
        elif kind == "if":
            parts.append(f"if TYPE_CHECKING:\n{draw(_block(unit))}\nelse:\n{draw(_block(unit))}")
        elif kind == "def":
            parts.append(f"def function_{number}():\n{draw(_block(unit))}")
        elif kind == "class":
            inside = f"\n{unit}def method(self):\n{draw(_block(unit * 2))}"
            parts.append(f"class Class{number}:\n{draw(_block(unit))}{inside}")
        elif kind == "try":
            parts.append(f"try:\n{draw(_block(unit))}\nexcept ImportError:\n{draw(_block(unit))}")
        elif kind == "with":
            parts.append(f"with suppress(ImportError):\n{draw(_block(unit))}")
        elif kind == "docstring":
            parts.append('"""\nfrom plugin import (\n"""')
        else:
            module = draw(st.sampled_from(list(_MODULES)))
            parts.append(f"if flag: from {module} import {', '.join(draw(_items(module)))}")
    text = "\n".join(parts) + draw(st.sampled_from(["\n", ""]))
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Root:
    folder = tmp_path_factory.mktemp("project").resolve()
    files = {"pyproject.toml": "[project]\nname = 'demo'\n", "demo/__init__.py": "", "demo/core.py": _PLUGIN}
    return Root(write_files(folder, files))


def _fix(root: Root, text: str) -> Outcome:
    rule = rule_by_code("INV203")
    assert rule is not None
    data = text.encode()

    def find(contents: Mapping[str, bytes]) -> list[Finding]:
        buffers = {_PATH: contents.get(_PATH, data)}
        project = read_project(root, Settings({}, use_cache=False), buffers)
        assert project.by_path[_PATH].facts.error is None
        return findings(project, [rule])

    return fix_until_stable(find, lambda _: data)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=_module())
def test_an_import_is_moved_and_nothing_else(root: Root, text: str) -> None:
    ast.parse(text)
    outcome = _fix(root, text)
    assert outcome.refused == {}
    after = outcome.contents.get(_PATH, text.encode()).decode()
    assert _bindings(ast.parse(after)) == _bindings(ast.parse(text))
    assert _comments(after) == _comments(text)
    assert _outside_imports(after) == _outside_imports(text)
    if "\r\n" in text:
        assert "\n" not in after.replace("\r\n", "")
    else:
        assert "\r" not in after
    assert _fix(root, after).contents == {}


def _bindings(tree: ast.AST) -> list[tuple[str, set[tuple[str, str]]]]:
    """What each block of code binds by imports: local names, and what they are, wherever it is imported from."""
    return [(where, found) for where, found in _blocks(tree, "module")]


def _blocks(node: ast.AST, where: str) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    for field in ("body", "orelse", "handlers", "finalbody"):
        statements = getattr(node, field, None)
        if not isinstance(statements, list):
            continue
        found = set()
        for statement in statements:
            if isinstance(statement, ast.ImportFrom):
                for alias in statement.names:
                    name = alias.asname or alias.name
                    found.add((name, _meaning(statement.module or "", alias.name)))
        yield f"{where}.{field}", found
        for number, statement in enumerate(s for s in statements if hasattr(s, "body")):
            yield from _blocks(statement, f"{where}.{field}[{number}]")


def _meaning(module: str, name: str) -> str:
    home = canonical_home(name)
    return f"{home[0]}.{name}" if home is not None and is_implementation(module, name) else f"{module}.{name}"


def _comments(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(StringIO(text, newline="").readline)
    return sorted(token.string.rstrip("\r") for token in tokens if token.type == tokenize.COMMENT)


def _outside_imports(text: str) -> str:
    """The text without its import statements and comments, and without blanks at line ends and blank lines."""
    lines = text.replace("\r\n", "\n").split("\n")
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line.encode()) + 1)
    data = bytearray("\n".join(lines).encode())
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            start = offsets[node.lineno - 1] + node.col_offset
            end = offsets[node.end_lineno - 1] + node.end_col_offset
            data[start:end] = b"\0" * (end - start)
    rest = data.replace(b"\0", b"").decode()
    # In front of a semicolon, a second import of the same statement may stand.
    kept = [re.sub(r"(?:; *)+", "; ", line).rstrip("; ") for line in rest.split("\n")]
    return "\n".join(line for line in kept if line.strip() and not line.strip().startswith("#"))
