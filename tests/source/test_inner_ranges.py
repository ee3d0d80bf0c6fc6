"""Where the parts of a display stand."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.source.inner_ranges import inner_range
from flake8_inventree_plugin.source.lines import Lines

TEXT = "class A:\n    B = {\n        'ä': [{'x': 1}, other],\n        'c': 2, 'c': 3, **more,\n    }\n"
WHOLE = Range(2, 9, 5, 6)


def written(text: str, place: Range) -> str:
    lines = Lines(text)
    return text[lines.offset(*place[:2]) : lines.offset(*place[2:])]


@pytest.mark.parametrize(
    ("path", "at", "expected"),
    [
        ((), "value", WHOLE),
        (("ä",), "key", Range(3, 9, 3, 12)),
        (("ä",), "value", Range(3, 14, 3, 31)),
        (("ä", 0), "value", Range(3, 15, 3, 23)),
        (("ä", 0), "key", Range(3, 15, 3, 23)),
        (("ä", 0, "x"), "key", Range(3, 16, 3, 19)),
        (("ä", 0, "x"), "value", Range(3, 21, 3, 22)),
        # Of equal keys the last one counts.
        (("c",), "value", Range(4, 22, 4, 23)),
        # It leaves what is written there.
        (("ä", 1, "x"), "value", Range(3, 25, 3, 30)),
        (("missing", "x"), "key", WHOLE),
        (("ä", 9), "value", Range(3, 14, 3, 31)),
        (("ä", "x"), "value", Range(3, 14, 3, 31)),
    ],
)
def test_place(path: tuple[str | int, ...], at: str, expected: Range) -> None:
    assert inner_range(TEXT, WHOLE, path, at) == expected  # type: ignore[arg-type]


def test_first_line_of_the_value() -> None:
    text = "NAVIGATION = [{'ä': 'x', 'link': 1}]\r\n"
    assert written(text, inner_range(text, Range(1, 14, 1, 37), (0, "link"), "key")) == "'link'"


@pytest.mark.parametrize("text", ["A = {'a': }", "A = {'a': \0}", "A = {'a': " + "(" * 300 + ")" * 300 + "}"])
def test_what_cannot_be_parsed_stands_where_it_is(text: str) -> None:
    whole = Range(1, 5, 1, len(text) + 1)
    assert inner_range(text, whole, ("a",)) == whole


keys = st.one_of(st.text(max_size=5), st.integers(0, 99))
values = st.recursive(
    st.one_of(keys, st.none(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=15,
)


@given(values, st.sampled_from(["", "ä = 1; ", "\n\n", "x = '''\n'''; "]), st.booleans())
def test_what_stands_there_is_what_the_path_leads_to(value: object, before: str, wide: bool) -> None:
    display = repr(value).replace(", ", ",\n   " if wide else ", ")
    if ast.literal_eval(f"({display})") != value:
        # A text that holds a comma was changed, too.
        display = repr(value)
    text = f"{before}A = {display}  # end\n"
    start = len(before) + 4
    whole = Lines(text).between(start, start + len(display))

    def paths(item: object, path: tuple[str | int, ...]) -> list[tuple[tuple[str | int, ...], object]]:
        entries = (
            item.items() if isinstance(item, dict) else enumerate(item) if isinstance(item, list) else ()
        )
        return [(path, item), *(found for key, inner in entries for found in paths(inner, (*path, key)))]

    for path, item in paths(value, ()):
        found = written(text, inner_range(text, whole, path))
        assert ast.literal_eval(f"({found})") == item
        if path:
            key = written(text, inner_range(text, whole, path, "key"))
            assert ast.literal_eval(f"({key})") in (path[-1], item)
