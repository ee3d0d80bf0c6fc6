"""The facts of what a method's parameters are compared with, and of attributes that are asked for."""

from __future__ import annotations

import json

import pytest

from flake8_inventree_plugin.source.facts import from_json, to_json
from tests.source.reading import facts_of, piece


def method(body: str) -> str:
    return f"class A:\n    def handle(self, event, *names, **rest):\n        {body}\n"


@pytest.mark.parametrize(
    "text",
    [
        "def handle(event):\n    event == 'a'\n",
        method("self == 1; name = 'a'; name == 'a'"),
        method("event < 'a' < 'b'"),
        method("event == f'a'; event == 'a' 'b'; event == 1; event == name()"),
        method("event.name == 'a'; event[0] == 'a'; len(event) == 1"),
        method("T()[event]; T[event:]; T[0].get(event); self.get(); {'a': 1}[0]; {'a': 1}.get('b')"),
        method("(lambda event: 1)(2)"),
        "class A:\n    def f(self, event): pass\n    x = event == 'a'\n",
    ],
)
def test_what_is_no_comparison_of_a_parameter(text: str) -> None:
    assert facts_of(text).comparisons == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("event == 'a' or 'b' != event", [("'a'", ["const", "a"]), ("'b'", ["const", "b"])]),
        ("event in ('a', # ,\n  'b')", [("'a'", ["const", "a"]), ("'b'", ["const", "b"])]),
        ("event not in ['a', X.b]", [("'a'", ["const", "a"])]),
        ("if not event in {'a'}: pass", [("'a'", ["const", "a"])]),
        ("x = 1 if (event) == ('a') else 2", [("'a'", ["const", "a"])]),
        ("event in self.NAMES", [("self.NAMES", ["name", "self.NAMES"])]),
        ("TABLE[event](1)", [("TABLE", ["name", "TABLE"])]),
        ("self.TABLE.get(event, None)", [("self.TABLE", ["name", "self.TABLE"])]),
        ("{'a': 'x', b: 1, **c}[event]", [("'a'", ["const", "a"]), ("b", ["name", "b"])]),
        ("{'a': 'x'}.get(event)", [("'a'", ["const", "a"])]),
        (
            "match event:\n            case 'a' | 'b': pass\n            case E.c: pass\n            case _: pass",
            [("'a'", ["const", "a"]), ("'b'", ["const", "b"]), ("E.c", ["name", "E.c"])],
        ),
    ],
)
def test_comparisons_of_a_parameter(body: str, found: list[tuple[str, list[object]]]) -> None:
    text = method(body)
    facts = facts_of(text)
    assert [(piece(text, item.range), item.value) for item in facts.comparisons] == found
    assert {(item.parameter, item.owner, item.function) for item in facts.comparisons} == {
        ("event", 0, "handle")
    }
    assert from_json(json.loads(json.dumps(to_json(facts)))) == facts


def test_comparison_knows_its_branch() -> None:
    facts = facts_of(method("if a:\n            event == 'a'\n        event == 'b'"))
    assert [facts.branches[item.branch].kind if item.branch >= 0 else "" for item in facts.comparisons] == [
        "if",
        "",
    ]


def test_attributes_asked_for() -> None:
    facts = facts_of(
        "hasattr(a, 'b') and getattr(c, 'd', None)\nhasattr(a, e)\nx.hasattr(a, 'f')\nhasattr(a)\n"
        "def f():\n    return 1 if hasattr(self, 'b') else hasattr(self, 'g')\n"
    )
    assert facts.probed == ["b", "d", "g"]
