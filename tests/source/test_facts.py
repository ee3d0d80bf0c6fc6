"""The facts of statements: imports, guards, classes, functions, values, lines."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from flake8_inventree_plugin.source.facts import NO_BRANCH, Branch, Parameter, from_json, to_json
from flake8_inventree_plugin.source.parse import read_facts
from tests.source.reading import facts_of, piece
from tests.source.test_positions import SNIPPETS, modules


def test_imports() -> None:
    text = "import a.b, c as d\nfrom . import (e as f,  # ,\n    g)\nfrom ..h import *\n"
    facts = facts_of(text)
    assert [(item.module, item.name, item.alias, item.bound) for item in facts.imports] == [
        ("a.b", None, None, "a"),
        ("c", None, "d", "d"),
        (".", "e", "f", "f"),
        (".", "g", None, "g"),
        ("..h", "*", None, "*"),
    ]
    assert [piece(text, item.range) for item in facts.imports] == ["a.b", "c as d", "e as f", "g", "*"]
    assert [item.statement for item in facts.imports[1:4]] == [(1, 1, 1, 19), (2, 1, 3, 7), (2, 1, 3, 7)]


def test_type_checking() -> None:
    text = (
        "if typing.TYPE_CHECKING:\n    if x: from a import b\nelse: import c\n"
        "if not TYPE_CHECKING: import d\nif TYPE_CHECKING or e: import f\n"
    )
    assert [item.type_checking for item in facts_of(text).imports] == [True, False, False, False]


def test_guards_of_try() -> None:
    text = (
        "try:\n    from a import b\nexcept (ImportError, c.D):\n    b = None\n    if e: f = 1\n"
        "    elif g: h = 1\n    else: i = 1\nexcept X():\n    raise\nexcept:\n    return_ = 1\n"
        "else:\n    j = 1\nfinally:\n    k = 1\n"
    )
    facts = facts_of(text)
    guard = facts.guards["1"]
    assert guard.kind == "try"
    assert guard.tests == [["ImportError", "c.D"], ["?"], []]
    assert guard.binds == [["b", "f", "h", "i"], [], ["return_"]]
    assert guard.ends == [False, True, False]
    assert guard.body_binds == ["b"]
    arms = {item.name: facts.branches[item.branch] for item in facts.assignments}
    assert arms["b"] == Branch(1, "try", "handler", 0, NO_BRANCH)
    assert arms["return_"] == Branch(1, "try", "handler", 2, NO_BRANCH)
    assert arms["j"] == Branch(1, "try", "else", 0, NO_BRANCH)
    assert arms["k"] == Branch(1, "try", "finally", 0, NO_BRANCH)
    assert (arms["h"].arm, arms["h"].handler, facts.branches[arms["h"].parent].arm) == ("body", 1, "handler")


def test_guards_of_if() -> None:
    facts = facts_of("if a.b: c = 1\nelif d(e) > f and not g.h: i = 1\nelse: j = 1\n")
    guard = facts.guards["1"]
    compared = [["call", "d", [["name", "e"]], []], ["name", "f"]]
    assert guard.tests == [["name", "a.b"], ["and", ["compare", ">", *compared], ["not", ["name", "g.h"]]]]
    assert guard.names == [["a.b"], ["e", "d", "f", "g.h"]]
    assert [
        (facts.branches[item.branch].arm, facts.branches[item.branch].handler) for item in facts.assignments
    ] == [
        ("body", 0),
        ("body", 1),
        ("else", 2),
    ]


def test_other_branches() -> None:
    text = "with a(b): c = 1\nfor d in e: f = 1\nelse: g = 1\nwhile h: i = 1\nmatch j:\n    case 1: k = 1\n    case _: l = 1\nm = 1\n"
    facts = facts_of(text)
    found = [facts.branches[item.branch] if item.branch != NO_BRANCH else None for item in facts.assignments]
    assert found == [
        Branch(1, "with", "body", 0, NO_BRANCH),
        Branch(2, "other", "body", 0, NO_BRANCH),
        Branch(2, "other", "else", 0, NO_BRANCH),
        Branch(3, "other", "body", 0, NO_BRANCH),
        Branch(4, "other", "body", 0, NO_BRANCH),
        Branch(4, "other", "body", 1, NO_BRANCH),
        None,
    ]
    assert facts.guards["1"].tests == [["call", "a", [["name", "b"]], []]]


def test_classes() -> None:
    text = "@a\nclass B(C, d.E[f], metaclass=G):\n    '''h'''\n    i = 1\n    if j: i = 2\n    k: int = 3\n    class L: m = 4\n"
    facts = facts_of("from c import C\nimport d\n" + text)
    outer, inner = facts.classes
    assert [(base.name, base.imports) for base in outer.bases] == [("C", [0]), ("d.E", [1])]
    assert outer.decorators == [["name", "a"]]
    assert outer.docstring
    assert [(item.name, item.value, item.branch) for item in outer.attributes] == [
        ("i", ["const", 1], NO_BRANCH),
        ("i", ["const", 2], 0),
        ("k", ["const", 3], NO_BRANCH),
    ]
    assert (inner.name, inner.owner, inner.function_level) == ("L", 0, False)


def test_functions() -> None:
    text = (
        "@a.b(1)\nasync def f(c, /, d, e=1, *g, h, i=2, **j):\n    'k'\n    return 'l'\n"
        "class M:\n    def n(self): return\n    def o(self):\n        def p(): return 1\n        return 2\n"
        "if q:\n    def r(): 's'\ndef t(): u; return 3\n"
    )
    facts = facts_of(text)
    found = {item.name: item for item in facts.functions}
    assert list(found) == ["f", "n", "o", "r", "t"]
    assert found["f"].parameters == [
        Parameter("c", "positional-only", False),
        Parameter("d", "positional", False),
        Parameter("e", "positional", True),
        Parameter("g", "*", False),
        Parameter("h", "keyword-only", False),
        Parameter("i", "keyword-only", True),
        Parameter("j", "**", False),
    ]
    assert found["f"].decorators == [["call", "a.b", [["const", 1]], []]]
    assert {name: item.returns for name, item in found.items()} == {
        "f": ["const", "l"],
        "n": ["const", None],
        "o": None,
        "r": None,
        "t": None,
    }
    assert {name for name, item in found.items() if item.docstring} == {"f", "r"}
    assert {name for name, item in found.items() if item.is_async} == {"f"}
    assert {name: item.owner for name, item in found.items() if item.owner >= 0} == {"n": 0, "o": 0}
    assert found["r"].branch == 0


@pytest.mark.parametrize(
    ("source", "expression"),
    [
        ("'a\\n' \"b\"", ["join", [["const", "a\n"], ["const", "b"]]]),
        ("r'\\d'", ["const", "\\d"]),
        ("b'a'", ["unknown"]),
        ("'''a\r\nb'''", ["const", "a\nb"]),
        ("f'a{b}{{'", ["join", [["const", "a"], ["name", "b"], ["const", "{"]]]),
        ("f'{a!r}'", ["unknown"]),
        ("1_000", ["const", 1000]),
        ("0x1F", ["const", 31]),
        ("-1.5", ["const", -1.5]),
        ("-True", ["unknown"]),
        ("1e999", ["unknown"]),
        ("[1, *a]", ["unknown"]),
        ("(a.b, None)", ["tuple", [["name", "a.b"], ["const", None]]]),
        ("{'a': 1, **b}", ["dict", [[["const", "a"], ["const", 1]], [None, ["name", "b"]]]]),
        ("{1}", ["set", [["const", 1]]]),
        ("a + 'b'", ["add", ["name", "a"], ["const", "b"]]),
        ("a - b", ["unknown"]),
        ("_('a')", ["call", "_", [["const", "a"]], []]),
        ("a.b(c, d=1)", ["call", "a.b", [["name", "c"]], [["d", ["const", 1]]]]),
        ("a(*b)", ["unknown"]),
        ("a()()", ["unknown"]),
        ("lambda: 1", ["unknown"]),
        ("'a' 'b' f'{c}'", ["join", [["const", "a"], ["const", "b"], ["join", [["name", "c"]]]]]),
    ],
)
def test_values(source: str, expression: object) -> None:
    [item] = facts_of(f"x = {source}\n").assignments
    assert item.value == expression


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x = 1\n", None),
        ("__all__ = ['a', 'b']\n", ["a", "b"]),
        ("__all__ = ('a',) + ('b',)\n__all__ += ['c', 'a']\n", ["a", "b", "c"]),
        ("__all__ = ['a'] + other\n", None),
        ("__all__ = ['a']\n__all__ += other.__all__\n", None),
        ("def f():\n    __all__ = ['a']\n", None),
    ],
)
def test_exports(text: str, names: list[str] | None) -> None:
    assert facts_of(text).exports == names


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("\n  \n# a\n", 0),
        ("'''a\n\nb\n'''\nc = 1  # d\n", 1),
        ("'a' 'b'\nc\n", 1),
        ("('''a\nb''')\n", 0),
        ("'a'; b = 1\n", 1),
        ("'''a\n''' ; b = 1\n", 1),
        ("x = '''a\n# b\n\nc'''\n", 3),
        ("x = 1\n'a'\n", 2),
        ("def f(): 'a'\n", 1),
        ("def f():\n    'a'\n    # b\n    return (\n        1\n    )\n", 4),
        ("class A:\n    '''a\n    b'''\n\n    def f(self):\n        '''c'''\n", 2),
        ("x = 1\r\r\n\x0c\n", 1),
        ("f'''a\nb'''\n", 2),
        ("b'a'\n", 1),
    ],
)
def test_code_lines(text: str, count: int) -> None:
    assert facts_of(text).code_lines == count


def test_lines_and_generated() -> None:
    assert facts_of("").lines == 0
    assert facts_of("a").lines == 1
    assert facts_of("a\r\nb\rc\n\x0c\n").lines == 4
    assert facts_of("#\n#\n#\n#\n# DO NOT EDIT\n").generated
    assert facts_of("# @generated\n").generated
    assert not facts_of("#\n#\n#\n#\n#\n# DO NOT EDIT\n").generated


def test_suppressions_cover_what_flake8_joins() -> None:
    text = "a = '''\n'''  # noqa\nb = c(\n    d)  # noqa: INV\ne = \\\n    f  # NOQA\n# g \\\nh  # noqa\n"
    assert [(item.first, item.last) for item in facts_of(text).suppressions] == [
        (1, 2),
        (4, 4),
        (5, 6),
        (8, 8),
    ]


@pytest.mark.parametrize("text", SNIPPETS.values(), ids=SNIPPETS.keys())
def test_facts_survive_json(text: str) -> None:
    facts = facts_of(text)
    assert _again(to_json(facts)) == json.loads(json.dumps(to_json(facts)))


def _again(row: object) -> object:
    written = json.dumps(row, allow_nan=False)
    return json.loads(json.dumps(to_json(from_json(json.loads(written)))))


@settings(max_examples=50, deadline=None)
@given(modules())
def test_facts_of_generated_modules_survive_json(text: str) -> None:
    row = to_json(read_facts(text.encode()))
    assert _again(row) == json.loads(json.dumps(row))
