"""Facts about what surrounds a plugin: environment variables, HTTP requests, endless loops."""

from __future__ import annotations

import json

import pytest

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.source.facts import (
    EnvironmentUse,
    FileFacts,
    Guard,
    RequestUse,
    from_json,
    to_json,
)
from tests.source.reading import facts_of


def facts(text: str) -> FileFacts:
    found = facts_of(text)
    assert from_json(json.loads(json.dumps(to_json(found)))) == found
    return found


# Environment variables


@pytest.mark.parametrize(
    "text",
    [
        "x = request.environ['A']",
        "x = self.environ.get('A')",
        "x = os.path.environ['A']",
        "x = environ",
        "x = os.environ.items()",
        "x = os.get('A')",
        "x = f().environ['A']",
        "x = os.getenv()",
        "x = os.environ[1:2]",
    ],
)
def test_no_environment_variable(text: str) -> None:
    assert facts(text).environment_uses == []


@pytest.mark.parametrize(
    ("text", "columns", "is_read"),
    [
        ("x = os.environ['A']", (5, 15), True),
        ("x = environ['A']", (5, 12), True),
        ("x = os.environ['A'].lower()", (5, 15), True),
        ("x = os.environ.get('A', 'b')", (5, 19), True),
        ("x = os.getenv('A')", (5, 14), True),
        ("x = getenv(key='A')", (5, 11), True),
        ("os.environ['A'] = 'b'", (1, 11), False),
        ("del os.environ['A']", (5, 15), False),
    ],
)
def test_environment_variables(text: str, columns: tuple[int, int], is_read: bool) -> None:
    place = Range(1, columns[0], 1, columns[1])
    assert facts(text).environment_uses == [EnvironmentUse(["const", "A"], place, is_read)]


def test_names_of_environment_variables() -> None:
    text = "import os\n\ndef f():\n    return os.environ[NAME], os.environ[name()], os.environ[f'{x!r}']\n"
    variables = [use.variable for use in facts(text).environment_uses]
    assert variables == [["name", "NAME"], ["call", "name", [], []], ["unknown"]]


# Requests


def test_requests() -> None:
    text = (
        "def view(request, other):\n    return request.body, request.GET, other.user.name, local.body\n\n\n"
        "class A:\n    def post(self, request):\n        def inner():\n            return request.POST\n"
        "        return inner, request.POST, self.data\n\n\nrequest.body\n"
    )
    assert facts(text).request_uses == [
        RequestUse(-1, "view", "request", "body"),
        RequestUse(-1, "view", "other", "user"),
        RequestUse(0, "post", "request", "POST"),
        RequestUse(0, "post", "self", "data"),
    ]


# Loops


@pytest.mark.parametrize(
    "loop",
    [
        "while x:\n    f()\n",
        "while not x:\n    f()\n",
        "while not x.done():\n    f()\n",
        "while False:\n    f()\n",
        "for x in y:\n    f()\n",
    ],
)
def test_loops_that_end(loop: str) -> None:
    assert [guard.kind for guard in facts(loop).guards.values()] == ["other"]


@pytest.mark.parametrize(
    ("loop", "leaves", "names"),
    [
        ("while True:\n    f()\n    a.g(h(1))\n", False, {"f", "g", "h"}),
        ("while 1:\n    pass\n", False, set()),
        ("while not stopped.is_set():\n    f()\n", False, {"f"}),
        ("while not self.stopped.is_set():\n    f()\n", False, {"f"}),
        ("while True:\n    f()()\n", False, {"f"}),
        ("while True:\n    for x in y:\n        break\n", False, set()),
        ("while True:\n    def f():\n        return 1\n", False, set()),
        ("while True:\n    if x:\n        break\n", True, set()),
        ("while True:\n    try:\n        f()\n    except E:\n        raise\n", True, {"f"}),
    ],
)
def test_endless_loops(loop: str, leaves: bool, names: set[str]) -> None:
    guard = facts(loop).guards["1"]
    assert guard == Guard("endless", [], [], [leaves], [], guard.names)
    assert set(guard.names[0]) == names


def test_return_leaves_a_loop() -> None:
    loop = facts("def f():\n    while True:\n        for x in y:\n            return x\n").guards["1"]
    assert (loop.kind, loop.ends) == ("endless", [True])


# Calls and products


def test_timers_are_calls_of_their_own() -> None:
    text = "import threading\n\nthreading.Timer(5 * 60, run).start()\nthreading.Timer(1, run)\n"
    calls = [(item.path, item.context, item.arguments) for item in facts(text).references]
    assert calls == [
        (["threading", "Timer"], "call", [["const", 300], ["name", "run"]]),
        (["threading", "Timer", "()", "start"], "call", []),
        (["threading", "Timer"], "call", [["const", 1], ["name", "run"]]),
    ]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("self.get_setting('A')", [("get_setting", "call", ["A"])]),
        ("self.other('A').strip()", [("other.().strip", "call", [])]),
        ("self.shop.get_setting('A').strip()", [("shop.get_setting.().strip", "call", [])]),
        ("get_setting('A').strip()", []),
        ("make().get_setting('A').strip()", []),
        (
            "self.get_setting('A').split('B')",
            [("get_setting", "call", ["A"]), ("get_setting.().split", "call", ["B"])],
        ),
        (
            "self.get_user_setting('A', user)['x'].y",
            [("get_user_setting", "call", ["A"]), ("get_user_setting.().[].y", "load", [])],
        ),
    ],
)
def test_settings_are_read_by_calls_of_their_own(call: str, expected: list[object]) -> None:
    found = facts(f"class A:\n    def f(self, user):\n        return {call}\n").references
    shown = [
        (".".join(item.path[1:]), item.context, [value for kind, value in item.arguments if kind == "const"])
        for item in found
    ]
    assert shown == expected
    assert all(item.range.line == 3 and item.range.column == 16 for item in found)
    assert [item.range.end_column for item in found if item.path[1:] == ["get_setting"]] == [
        32 for name, *_ in expected if name == "get_setting"
    ]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("60 * 60 * 24", ["const", 86400]),
        ("0.5 * 3", ["const", 1.5]),
        ("-2 * 3", ["const", -6]),
        ("'-' * 3", ["unknown"]),
        ("True * 3", ["unknown"]),
        ("x * 3", ["unknown"]),
        ("10 ** 3", ["unknown"]),
        ("999999999 * 999999999", ["unknown"]),
        ("1e200 * 1e200", ["unknown"]),
    ],
)
def test_products(expression: str, value: list[object]) -> None:
    assert facts(f"x = {expression}\n").assignments[0].value == value
