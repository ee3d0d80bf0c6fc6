from __future__ import annotations

import json

import pytest

from flake8_inventree_plugin.runtime.request import (
    Call,
    Done,
    Line,
    Loaded,
    Note,
    PluginSource,
    Problem,
    Request,
    Step,
    from_line,
    to_line,
)

LINES: list[Line] = [
    Step("init", "demo.Demo"),
    Problem(
        "INV802", "init", "init", "demo.Demo", "it raises\nValueError: \udc80", "/demo.py", 3, traceback="…"
    ),
    Note("demo.Demo", "needs a package", needs="yaml"),
    Loaded("demo.Demo", "demo", "/demo.py", {"slug": "demo"}, ["action"]),
    Call("demo.Demo", "action", "get_result()", "True"),
    Done(),
]


@pytest.mark.parametrize("line", LINES, ids=lambda line: type(line).__name__)
def test_a_line_comes_back_as_it_was_written(line: Line) -> None:
    text = to_line(line)
    assert "\n" not in text
    assert from_line(text) == line


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        '{"type": "unknown"}',
        '{"type": ["done"]}',
        '{"type": "done", "more": 1}',
        '{"type": "step"}',
        to_line(LINES[0])[:-2],
        *(
            json.dumps({**json.loads(to_line(LINES[number])), name: value})
            for number, name, value in [
                (1, "line", True),
                (1, "line", "3"),
                (1, "message", None),
                (3, "metadata", {"slug": 1}),
                (3, "metadata", []),
                (3, "mixins", [1]),
                (3, "mixins", "action"),
            ]
        ),
    ],
)
def test_what_the_child_did_not_write_is_no_line(text: str) -> None:
    assert from_line(text) is None


def test_a_request_comes_back_as_it_was_written() -> None:
    source = PluginSource(
        "/demo", {"demo": "/demo/demo"}, ["demo.core"], [("demo", "demo.core:Demo")], {"name": "demo"}
    )
    request = Request(
        [source, PluginSource("/other")], "1.2", "/scratch", memory=2**30, mode="serve", port=80
    )
    assert Request.from_json(request.to_json()) == request
    assert "\n" not in request.to_json()
