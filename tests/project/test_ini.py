import configparser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.project.ini import IniError, parse

TEXT = """\
# comment = no
[metadata]
name = demo
description : a = b  # kept
empty =
long =
    first
    ; dropped
    second: x

    third

[options.entry_points]
  inventree_plugins =
      Demo = demo:ü
"""


def values(text: str) -> dict[str, dict[str, str]]:
    return {
        name: {key: option.value for key, option in section.options.items()}
        for name, section in parse(text).items()
    }


def test_comments_are_no_options():
    assert set(values(TEXT)) == {"metadata", "options.entry_points"}
    assert set(values(TEXT)["metadata"]) == {"name", "description", "empty", "long"}


def test_values_are_stripped_and_joined():
    assert values(TEXT)["metadata"] == {
        "name": "demo",
        "description": "a = b  # kept",
        "empty": "",
        "long": "\nfirst\nsecond: x\n\nthird",
    }


def test_places():
    sections = parse(TEXT)
    assert sections["metadata"].range == Range(2, 1, 2, 11)
    options = sections["metadata"].options
    assert options["name"].range == Range(3, 1, 3, 12)
    assert options["empty"].range == Range(5, 1, 5, 8)
    assert options["long"].range == Range(6, 1, 11, 10)
    entry_points = sections["options.entry_points"].options["inventree_plugins"]
    assert entry_points.range == Range(14, 3, 15, 20)


def test_a_list_has_its_items_on_lines_or_between_separators():
    options = parse("[a]\nlines =\n  x, y\n  # z\n\n  ü\none = x , , yy,z # kept\nnone =\n")["a"].options
    assert options["lines"].items(",") == [(3, 3, "x, y"), (6, 3, "ü")]
    assert options["one"].items(",") == [(7, 7, "x"), (7, 13, "yy"), (7, 16, "z # kept")]
    assert options["one"].items(",")[1].range == Range(7, 13, 7, 15)
    assert options["none"].items(",") == []


def test_defaults_go_to_every_section():
    assert values("[DEFAULT]\na = 1\n[x]\nb = 2\n[y]\na = 3\n") == {
        "x": {"a": "1", "b": "2"},
        "y": {"a": "3"},
    }


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("a = 1\n", 1, 1, "stands before the first [section]"),
        ("\ufeff[a]\n", 1, 1, "stands before the first [section]"),
        ("[a]\nb = 1\n\n  [a]\n", None, None, None),
        ("[a]\n[a]\n", 2, 1, "a second section [a]"),
        ("[a]\nb = 1\nb = 2\n", 3, 1, "a second option 'b' in [a]"),
        ("[a]\r\n\r\n  just words\r\n", 3, 3, "neither a [section] nor an `option = value`"),
        ("[a]\n= 1\n", 2, 1, "neither a [section] nor an `option = value`"),
        ("[a\nb = 1\n", 1, 1, "stands before the first [section]"),
    ],
)
def test_errors_name_the_place(text, line, column, reason):
    if line is None:
        # Indented, so it is one more line of the value.
        assert values(text) == {"a": {"b": "1\n\n[a]"}}
        return
    with pytest.raises(IniError) as caught:
        parse(text)
    assert (caught.value.line, caught.value.column, caught.value.reason) == (line, column, reason)


pieces = st.sampled_from(
    [
        "[a]",
        "[b.c]",
        "[DEFAULT]",
        "[",
        "]",
        "k",
        "l-m",
        "=",
        ":",
        " ",
        "  ",
        "\t",
        "\n",
        "\n",
        "\n    ",
        "#",
        ";",
        "v",
        "ü",
    ]
)


@given(st.lists(pieces, max_size=30).map("".join))
@settings(max_examples=500)
def test_everything_is_read_as_configparser_reads_it(text):
    expected = configparser.RawConfigParser()
    expected.optionxform = str
    try:
        expected.read_string(text)
    except configparser.Error:
        with pytest.raises(IniError) as caught:
            parse(text)
        lines = text.split("\n")
        assert 1 <= caught.value.line <= len(lines)
        assert 1 <= caught.value.column <= len(lines[caught.value.line - 1])
        return
    assert values(text) == {name: dict(expected[name]) for name in expected.sections()}


@given(st.lists(pieces, max_size=30).map("".join))
def test_options_stand_where_they_say(text):
    lines = text.split("\n")
    try:
        sections = parse(text)
    except IniError:
        return
    for section in sections.values():
        for name, option in section.options.items():
            place = option.range
            assert lines[place.line - 1][place.column - 1 :].startswith(name)
            for number, column, value in option.lines:
                assert lines[number - 1][column - 1 :].startswith(value)
            assert place.end_column <= len(lines[place.end_line - 1]) + 1
