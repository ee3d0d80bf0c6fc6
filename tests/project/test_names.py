"""What names mean across files, as Python would resolve them, and what values they have."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest

from flake8_inventree_plugin.project.names import Names, Outside, Own, class_at, known_text, own_modules
from flake8_inventree_plugin.source.facts import MODULE
from flake8_inventree_plugin.source.parse import read_facts
from flake8_inventree_plugin.source.values import UNKNOWN, Known


def names_of(files: Mapping[str, str], *source_roots: str) -> Names:
    return Names({path: read_facts(text.encode()) for path, text in files.items()}, source_roots)


def resolve(files: Mapping[str, str] | str, dotted: str, path: str = "demo.py") -> list[str]:
    """The origins of a name, in short: "plugin.X" outside, "path kind name" inside."""
    names = names_of({"demo.py": files} if isinstance(files, str) else files)
    return [
        origin.name if isinstance(origin, Outside) else f"{origin.path} {origin.kind} {origin.name}".rstrip()
        for origin in names.resolve(path, dotted)
    ]


def value(files: Mapping[str, str] | str, dotted: str = "X", path: str = "demo.py", cls: int = MODULE) -> Any:
    """The value of a name used in a file: a Python value or UNKNOWN."""
    names = names_of({"demo.py": files} if isinstance(files, str) else files)
    found = names.value_in(path, cls, dotted)
    return found.value if isinstance(found, Known) else UNKNOWN


# Imports from outside


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        ("import part", "part.models.Part", ["part.models.Part"]),
        ("import part.models", "part.models.Part", ["part.models.Part"]),
        ("import part.models as pm", "pm.Part", ["part.models.Part"]),
        ("import part.models as pm", "part", []),
        ("import part.models, stock", "stock.x", ["stock.x"]),
        ("from plugin import mixins", "mixins.ActionMixin", ["plugin.mixins.ActionMixin"]),
        ("from plugin import mixins as m", "m.ActionMixin", ["plugin.mixins.ActionMixin"]),
        ("from plugin import (InvenTreePlugin as A, registry)", "A", ["plugin.InvenTreePlugin"]),
        ("from plugin import InvenTreePlugin as A", "InvenTreePlugin", []),
        ("from plugin import A\nfrom other import A", "A", ["other.A"]),
        ("from plugin import A\nA = None", "A", ["demo.py value A"]),
        ("A = None\nfrom plugin import A", "A", ["plugin.A"]),
        ("from plugin import A\ndef A(): ...", "A", ["demo.py function A"]),
        ("from plugin import A\nclass A: ...", "A", ["demo.py class A"]),
        ("from plugin import A\nfor A in []: ...", "A", ["plugin.A", "demo.py value A"]),
        ("for A in []: ...\nfrom plugin import A", "A", ["plugin.A", "demo.py value A"]),
        ("from plugin import A\nB = A", "B", ["plugin.A"]),
        ("from plugin import A\nB = A.c.d", "B", ["plugin.A.c.d"]),
        ("from plugin import A\nB = A()", "B", ["demo.py value B"]),
        ("def f():\n    from plugin import A", "A", []),
        ("class C:\n    from plugin import A", "C.A", ["demo.py member A"]),
        ("class C:\n    x = 1", "C.x", ["demo.py member x"]),
        ("class C:\n    x = 1", "C.x.y", []),
        ("X = 1", "X.real", []),
        ("def f(): ...", "f.x", []),
        ("", "A", []),
    ],
)
def test_imports(source: str, name: str, expected: list[str]) -> None:
    assert resolve(source, name) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("try:\n    from plugin import A\nexcept ImportError:\n    from old import A", ["plugin.A", "old.A"]),
        (
            "try:\n    from plugin import A\nexcept ImportError:\n    A = None",
            ["plugin.A", "demo.py value A"],
        ),
        (
            "A = None\ntry:\n    from plugin import A\nexcept ImportError:\n    pass",
            ["demo.py value A", "plugin.A"],
        ),
        ("if x:\n    from plugin import A\nelse:\n    from old import A", ["plugin.A", "old.A"]),
        ("if x:\n    from plugin import A\nfrom old import A", ["old.A"]),
        ("from old import A\nif x:\n    from plugin import A", ["old.A", "plugin.A"]),
        ("if x:\n    from plugin import A\nelse:\n    from plugin import A", ["plugin.A"]),
        ("if x:\n    def A(): ...\nelse:\n    class A: ...", ["demo.py function A", "demo.py class A"]),
    ],
)
def test_branches(source: str, expected: list[str]) -> None:
    assert resolve(source, "A") == expected


def test_imports_that_a_reference_names() -> None:
    """Where the file knows which imports a use may come from, only those count."""
    source = "from a import X\ndef f():\n    from b import X\n    X.run()\nX.run()\n"
    names = names_of({"demo.py": source})
    assert names.resolve("demo.py", "X.y", [1]) == [Outside("b.X.y")]
    assert names.resolve("demo.py", "X.y", [0, 1]) == [Outside("a.X.y"), Outside("b.X.y")]
    inner, outer = names.files["demo.py"].references
    assert names.reference("demo.py", inner) == [Outside("b.X.run")]
    assert names.reference("demo.py", outer) == [Outside("a.X.run")]


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("registry.get_plugin('x').slug", "plugin.registry.get_plugin"),
        ("registry.plugins['x'].slug", "plugin.registry.plugins"),
        ("registry('x')", "plugin.registry"),
    ],
)
def test_references_end_at_calls(use: str, expected: str) -> None:
    names = names_of({"demo.py": f"from plugin import registry\n{use}\n"})
    [reference] = names.files["demo.py"].references
    assert names.reference("demo.py", reference) == [Outside(expected)]


# The project's own modules


PACKAGE = {
    "demo/__init__.py": "from .core import Plugin, helper as help_me\nfrom . import base\nfrom .sub import *\n",
    "demo/core.py": "from .base import Base\nfrom . import constants\nclass Plugin(Base): ...\ndef helper(): ...\n",
    "demo/base.py": "from plugin import InvenTreePlugin as Base\n",
    "demo/constants.py": "VERSION = '1'\n",
    "demo/sub/__init__.py": "from ..core import Plugin as Deep\nfrom ..base import *\n_hidden = 1\n",
    "demo/sub/inner.py": "from ... import nothing\nfrom .. import core\nfrom ..core import constants as c\nimport demo.core as dc\n",
}


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("demo/__init__.py", "Plugin", ["demo/core.py class Plugin"]),
        ("demo/__init__.py", "help_me", ["demo/core.py function helper"]),
        ("demo/__init__.py", "base", ["demo/base.py module"]),
        ("demo/__init__.py", "base.Base", ["plugin.InvenTreePlugin"]),
        ("demo/__init__.py", "Deep", ["demo/core.py class Plugin"]),
        ("demo/__init__.py", "Base", ["plugin.InvenTreePlugin"]),
        ("demo/__init__.py", "_hidden", []),
        ("demo/__init__.py", "constants", ["demo/constants.py module"]),
        ("demo/__init__.py", "sub.inner", ["demo/sub/inner.py module"]),
        ("demo/core.py", "Base", ["plugin.InvenTreePlugin"]),
        ("demo/core.py", "constants.VERSION", ["demo/constants.py value VERSION"]),
        ("demo/core.py", "constants.MISSING", []),
        ("demo/sub/inner.py", "nothing", []),
        ("demo/sub/inner.py", "core.Plugin", ["demo/core.py class Plugin"]),
        ("demo/sub/inner.py", "c.VERSION", ["demo/constants.py value VERSION"]),
        ("demo/sub/inner.py", "dc.helper", ["demo/core.py function helper"]),
    ],
)
def test_package(path: str, name: str, expected: list[str]) -> None:
    assert resolve(PACKAGE, name, path) == expected
    src = {f"src/{file}": text for file, text in PACKAGE.items()}
    moved = [item.replace("demo/", "src/demo/") for item in expected]
    assert resolve(src, name, f"src/{path}") == moved


@pytest.mark.parametrize(
    ("statement", "name", "expected"),
    [
        ("import demo", "demo.Plugin", ["demo/core.py class Plugin"]),
        ("import demo.core", "demo.core.Plugin", ["demo/core.py class Plugin"]),
        ("import demo.sub.inner as i", "i.core", ["demo/core.py module"]),
        ("from demo import Plugin as P", "P", ["demo/core.py class Plugin"]),
        ("from demo import core", "core.helper", ["demo/core.py function helper"]),
        ("from demo import missing", "missing", []),
        ("from demo.missing import x", "x", ["demo.missing.x"]),
        ("from demo import *", "Plugin", ["demo/core.py class Plugin"]),
        ("from .demo import Plugin", "Plugin", ["demo/core.py class Plugin"]),
        ("from ..demo import Plugin", "Plugin", []),
        ("from .missing import Plugin", "Plugin", []),
    ],
)
def test_absolute_imports(statement: str, name: str, expected: list[str]) -> None:
    assert resolve({**PACKAGE, "run.py": statement}, name, "run.py") == expected


def test_namespace_packages() -> None:
    """Folders without an `__init__.py` are packages for Python, too."""
    files = {
        "demo/core.py": "from . import base\nfrom .sub import deep\nfrom .sub.deep import D\nfrom demo import base as b\n",
        "demo/base.py": "class Base: ...\n",
        "demo/sub/deep.py": "class D: ...\n",
        "run.py": "import demo.core\nfrom demo.sub import deep\nfrom demo import nothing\n",
    }
    for name in ("base.Base", "b.Base"):
        assert resolve(files, name, "demo/core.py") == ["demo/base.py class Base"]
    for name in ("deep.D", "D"):
        assert resolve(files, name, "demo/core.py") == ["demo/sub/deep.py class D"]
    assert resolve(files, "demo.core.D", "run.py") == ["demo/sub/deep.py class D"]
    assert resolve(files, "demo.sub.deep.D", "run.py") == ["demo/sub/deep.py class D"]
    assert resolve(files, "deep.D", "run.py") == ["demo/sub/deep.py class D"]
    assert resolve(files, "nothing", "run.py") == ["demo.nothing"]


def test_package_comes_before_module() -> None:
    files = {
        "demo.py": "X = 1",
        "demo/__init__.py": "X = 2",
        "a/x.py": "",
        "a/x/__init__.py": "",
        "a/y.py": "from .x import Y",
    }
    assert own_modules(files)["demo"] == "demo/__init__.py"
    assert names_of(files).own_module("a/y.py", ".x") == "a/x/__init__.py"
    assert names_of(files).own_module("a/y.py", "a.x") == "a/x/__init__.py"


def test_own_modules_come_before_inventrees() -> None:
    files = {
        "plugin.py": "from plugin import InvenTreePlugin\nfrom plugin import Own\nclass Own: ...\n",
        "common/__init__.py": "class Mine: ...\n",
        "report.py": "def build(): ...\n",
        "demo.py": "from plugin import Own, InvenTreePlugin\nfrom common import Mine, models\nimport report\nfrom plugin import mixins\nimport plugin.mixins\nimport common.nothing\n",
    }
    assert resolve(files, "Own") == ["plugin.py class Own"]
    assert resolve(files, "InvenTreePlugin") == ["plugin.InvenTreePlugin"]
    assert resolve(files, "Mine") == ["common/__init__.py class Mine"]
    assert resolve(files, "models") == ["common.models"]
    assert resolve(files, "report.build") == ["report.py function build"]
    assert resolve(files, "mixins.ActionMixin") == ["plugin.mixins.ActionMixin"]
    assert resolve(files, "InvenTreePlugin", "plugin.py") == ["plugin.InvenTreePlugin"]
    names = names_of(files)
    assert [
        names.own_module("demo.py", module) for module in ("plugin", "plugin.mixins", "common", "stock")
    ] == [
        "plugin.py",
        None,
        "common/__init__.py",
        None,
    ]
    assert names.own_module("plugin.py", "plugin") is None


def test_package_that_imports_itself() -> None:
    files = {
        "demo/__init__.py": "from demo import core\nfrom demo.core import A\n",
        "demo/core.py": "class A: ...\n",
    }
    assert resolve(files, "core.A", "demo/__init__.py") == ["demo/core.py class A"]
    assert resolve(files, "A", "demo/__init__.py") == ["demo/core.py class A"]


@pytest.mark.parametrize(
    ("paths", "source_roots", "expected"),
    [
        (["demo/__init__.py", "demo/core.py"], [], {"demo": "demo/__init__.py", "demo.core": "demo/core.py"}),
        (
            ["src/demo/__init__.py", "demo/__init__.py"],
            [],
            {"demo": "src/demo/__init__.py", "src.demo": "src/demo/__init__.py"},
        ),
        (["src/__init__.py", "src/a.py"], [], {"src": "src/__init__.py", "src.a": "src/a.py"}),
        (
            ["backend/demo/__init__.py"],
            [],
            {"demo": "backend/demo/__init__.py", "backend.demo": "backend/demo/__init__.py"},
        ),
        (["tests/demo/__init__.py"], [], {"tests.demo": "tests/demo/__init__.py"}),
        (["lib/demo.py", "demo.py"], ["lib/"], {"demo": "lib/demo.py", "lib.demo": "lib/demo.py"}),
        (["lib/demo.py", "demo.py"], ["."], {"demo": "demo.py", "lib.demo": "lib/demo.py"}),
        (["__init__.py", "core.py"], [], {"core": "core.py"}),
    ],
)
def test_own_modules(paths: list[str], source_roots: list[str], expected: dict[str, str]) -> None:
    assert own_modules(paths, source_roots) == expected


def test_many_packages_take_no_time() -> None:
    start = time.process_time()
    paths = [f"packages/p{n}/demo{n}/{name}.py" for n in range(4000) for name in ("__init__", "core")]
    modules = own_modules(paths)
    assert modules["demo7.core"] == "packages/p7/demo7/core.py"
    assert modules["packages.p7.demo7"] == "packages/p7/demo7/__init__.py"
    assert time.process_time() - start < 2


def test_submodules() -> None:
    names = names_of(
        {"demo/__init__.py": "", "demo/a.py": "", "demo/b/c.py": "", "demo/ab.py": "", "__init__.py": ""}
    )
    assert [name for name in ("a", "b", "c", "ab", "x") if names.has_submodule("demo/__init__.py", name)] == [
        "a",
        "b",
        "ab",
    ]
    assert names.has_submodule("__init__.py", "demo")
    assert not names.has_submodule("demo/a.py", "b")


# Star imports


def test_star_imports() -> None:
    files = {
        "public.py": "A = 1\n_B = 2\nfrom os import path\n",
        "listed.py": "__all__ = ['_C', 'D']\n_C = 1\nD = 2\nE = 3\n",
        "demo.py": "from public import *\nfrom listed import *\nfrom plugin import *\nfrom strange import *\n",
    }
    expected = {
        "A": ["public.py value A"],
        "_B": [],
        "path": ["os.path"],
        "_C": ["listed.py value _C"],
        "D": ["listed.py value D"],
        "E": [],
        "InvenTreePlugin": ["plugin.InvenTreePlugin"],
        "_private": [],
        "unknown": [],
    }
    assert {name: resolve(files, name) for name in expected} == expected


def test_last_star_import_wins() -> None:
    files = {"a.py": "X = 1\nY = 1\n", "b.py": "X = 2\n", "demo.py": "from a import *\nfrom b import *\n"}
    assert value(files) == 2
    assert value(files, "Y") == 1


def test_star_imports_in_a_circle() -> None:
    files = {f"m{n}.py": "\n".join(f"from m{m} import *" for m in range(30) if m != n) for n in range(30)}
    files["m7.py"] += "\nX = 'found'\n"
    names = names_of(files)
    start = time.process_time()
    assert [names.value_in(f"m{n}.py", MODULE, "X") for n in range(30)] == [Known("found")] * 30
    assert names.resolve("m1.py", "missing") == []
    assert time.process_time() - start < 2


# Circles and depth


def test_imports_in_a_circle() -> None:
    files = {
        "a.py": "from b import X, Y\n",
        "b.py": "from a import X\ntry:\n    from a import Y\nexcept ImportError:\n    class Y: ...\n",
    }
    assert resolve(files, "X", "a.py") == []
    for path in ("a.py", "b.py"):
        names = names_of(files)
        assert names.resolve(path, "Y") == [Own("b.py", "class", "Y", 0)]
        assert names.resolve("b.py" if path == "a.py" else "a.py", "Y") == [Own("b.py", "class", "Y", 0)]


def test_alias_of_itself() -> None:
    assert resolve("X = X", "X") == ["demo.py value X"]
    assert resolve("X = Y\nY = X", "X") == ["demo.py value X"]
    assert value("X = Y\nY = X") is UNKNOWN


def test_long_chains_end() -> None:
    aliases = "from plugin import A0\n" + "\n".join(f"A{n} = A{n - 1}" for n in range(1, 600))
    assert resolve(aliases, "A50") == ["plugin.A0"]
    assert resolve(aliases, "A599") == ["demo.py value A599"]
    modules = {f"m{n}.py": f"from m{n - 1} import X" for n in range(1, 600)}
    assert resolve({**modules, "m0.py": "X = 1"}, "X", "m50.py") == ["m0.py value X"]
    assert resolve({**modules, "m0.py": "X = 1"}, "X", "m599.py") == []


def test_many_branches_take_no_time() -> None:
    lines = ["from plugin import A0"]
    for n in range(1, 60):
        lines.append(f"if x:\n    A{n} = A{n - 1}\nelse:\n    A{n} = A{n - 1}")
    start = time.process_time()
    assert resolve("\n".join(lines), "A59") == ["plugin.A0"]
    assert time.process_time() - start < 2


# Values


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'a'", "a"),
        ("'a' 'b'", "ab"),
        ("f'{A}-{B}'", "a-1"),
        ("f'{A!r}'", UNKNOWN),
        ("f'{B:03}'", UNKNOWN),
        ("f'{missing}'", UNKNOWN),
        ("A + 'b'", "ab"),
        ("A + B", UNKNOWN),
        ("[A] + ['b']", ["a", "b"]),
        ("str(B)", "1"),
        ("_('a')", "a"),
        ("gettext_lazy(A)", "a"),
        ("other(A)", UNKNOWN),
        ("{'k': A, **MORE}", {"k": "a", "m": 1}),
        ("{'k': A, **missing}", UNKNOWN),
        ("{'k': missing}", {"k": UNKNOWN}),
        ("A if B else 'c'", UNKNOWN),
        ("A.upper()", UNKNOWN),
        ("C.x", "cx"),
        ("C.missing", UNKNOWN),
        ("C().x", UNKNOWN),
        ("CHANGED", UNKNOWN),
        ("TWICE", UNKNOWN),
        ("AUGMENTED", UNKNOWN),
        ("BRANCHED", UNKNOWN),
        ("CONDITIONAL", UNKNOWN),
        ("LOOPED", UNKNOWN),
        ("outside", UNKNOWN),
        ("function", UNKNOWN),
        ("C", UNKNOWN),
        ("UNPACKED", UNKNOWN),
        ("ANNOTATED", "n"),
        ("FIRST", "same"),
    ],
)
def test_values(expression: str, expected: Any) -> None:
    source = f"""
from django.utils.translation import gettext_lazy, gettext_lazy as _
from somewhere import outside
A = 'a'
B = 1
MORE = {{'m': 1}}
class C:
    x = 'cx'
def function(): ...
def change():
    global CHANGED
    CHANGED = 2
CHANGED = 1
TWICE = 1
TWICE = 2
AUGMENTED = 'x'
AUGMENTED += 'y'
if A:
    BRANCHED = 1
else:
    BRANCHED = 2
CONDITIONAL = 1
if A:
    CONDITIONAL = 2
for LOOPED in 'ab': ...
UNPACKED, UNPACKED_TOO = 1, 2
ANNOTATED: str = 'n'
FIRST = SECOND = 'same'
X = {expression}
"""
    assert value(source) == expected


def test_values_from_other_files() -> None:
    files = {
        "demo/__init__.py": "from .version import PLUGIN_VERSION\n__version__ = PLUGIN_VERSION\n",
        "demo/version.py": "MAJOR = '1'\nPLUGIN_VERSION = f'{MAJOR}.2'\n",
        "demo/core.py": "from . import __version__, version\nimport demo\nfrom plugin import VERSION as THEIRS\n",
    }
    names = names_of(files)
    for dotted in (
        "__version__",
        "version.PLUGIN_VERSION",
        "demo.__version__",
        "demo.version.PLUGIN_VERSION",
    ):
        assert names.value_in("demo/core.py", MODULE, dotted) == Known("1.2"), dotted
    assert names.value_in("demo/core.py", MODULE, "THEIRS") is UNKNOWN
    assert names.value_in("demo/core.py", MODULE, "demo") is UNKNOWN
    assert names.value_of("demo.__version__") == Known("1.2")
    assert names.value_of("demo.version.MAJOR") == Known("1")
    for dotted in ("demo.MISSING", "missing.VERSION", "demo", "demo.version", "", "."):
        assert names.value_of(dotted) is UNKNOWN, dotted


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("X = 'x'", "x"),
        ("X = VERSION", "1"),
        ("VERSION = VERSION\n    X = VERSION", "1"),
        ("VERSION = '2'\n    X = VERSION", "2"),
        ("VERSION = '2'\n    VERSION = VERSION + '.0'\n    X = VERSION", UNKNOWN),
        ("X = Y\n    Y = X", UNKNOWN),
        ("X = Base.VERSION", "base"),
        ("X = Base.MISSING", UNKNOWN),
        ("X = Demo.X", UNKNOWN),
        ("if VERSION:\n        X = 'x'", UNKNOWN),
        ("X = 'x'\n    if VERSION:\n        X = 'y'", UNKNOWN),
        ("X = 'x'\n    X = 'y'", "y"),
        ("X = 'x'\n    X += 'y'", UNKNOWN),
        ("def X(self): ...", UNKNOWN),
        ("class X: ...", UNKNOWN),
        ("Y = 'x'", "missing"),
        ("class Inner:\n        X = 'x'", "missing"),
        ("def f(self):\n        X = 'x'", "missing"),
    ],
)
def test_class_values(body: str, expected: Any) -> None:
    source = f"VERSION = '1'\nclass Base:\n    VERSION = 'base'\nclass Demo:\n    {body}\n"
    names = names_of({"demo.py": source})
    found = names.class_value("demo.py", 1, "X")
    assert (found.value if isinstance(found, Known) else found or "missing") == expected


def test_class_in_a_branch_has_its_values() -> None:
    names = names_of(
        {"demo.py": "if x:\n    class Demo:\n        X = 'x'\n        if y:\n            Y = 'y'\n"}
    )
    assert names.class_value("demo.py", 0, "X") == Known("x")
    assert names.class_value("demo.py", 0, "Y") is UNKNOWN


def test_values_in_class_bodies() -> None:
    names = names_of({"demo.py": "A = 'module'\nclass Demo:\n    B = 'class'\n"})
    assert names.value_in("demo.py", 0, "A") == Known("module")
    assert names.value_in("demo.py", 0, "B") == Known("class")
    assert names.value_in("demo.py", MODULE, "B") is UNKNOWN
    assert names.evaluate("demo.py", ["add", ["name", "A"], ["name", "B"]], 0) == Known("moduleclass")
    assert names.evaluate("demo.py", ["add", ["name", "A"], ["name", "B"]]) is UNKNOWN


def test_guarded_translation_is_still_one() -> None:
    source = "try:\n    from django.utils.translation import gettext_lazy as _\nexcept ImportError:\n    def _(text): return text\n"
    assert value(source + "X = _('text')") == "text"


def test_hostile_values_end() -> None:
    """Values that double, that are nested, and chains of them: neither time nor stack without end."""
    start = time.process_time()
    doubled = "A0 = ''\n" + "\n".join(f"A{n} = A{n - 1} + A{n - 1}" for n in range(1, 100))
    assert value(doubled, "A5") == ""
    assert value(doubled, "A99") is UNKNOWN
    nested = "A0 = ()\n" + "\n".join(f"A{n} = (A{n - 1}, A{n - 1})" for n in range(1, 15))
    assert value(nested + "\nX = {A14: 1}", "A3") == ((((), ()), ((), ())), (((), ()), ((), ())))
    value(nested + "\nX = {A14: 1}")
    deep = "A0 = ''\n" + "\n".join(f"A{n} = {'[' * 40}A{n - 1}{']' * 40}" for n in range(1, 60))
    value(deep, "A59")
    assert value("A0 = 'x'\n" + "\n".join(f"A{n} = A{n - 1}" for n in range(1, 600)), "A599") is UNKNOWN
    assert time.process_time() - start < 5


def test_small_helpers() -> None:
    assert known_text(Known("x")) == "x"
    assert [known_text(item) for item in (Known(1), Known(None), UNKNOWN, None)] == [None] * 4
    names = names_of({"demo.py": "class A: ...\nclass B: ...\n"})
    assert class_at(names.files, Own("demo.py", "member", "x", 1)).name == "B"


def test_file_that_cannot_be_parsed_has_unknown_names() -> None:
    files = {
        "demo/__init__.py": "",
        "demo/broken.py": "class A(:\n",
        "demo/core.py": "from .broken import A\n",
    }
    assert resolve(files, "A", "demo/core.py") == []
