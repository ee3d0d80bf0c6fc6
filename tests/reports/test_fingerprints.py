from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_inventree_plugin.findings import START, Range
from flake8_inventree_plugin.reports import Located
from flake8_inventree_plugin.reports.fingerprints import fingerprints
from tests.reports.samples import located
from tests.reports.test_escaping import ANY_TEXT

PLACE = Range(3, 5, 3, 9)
LINE = "    NAME = 1"


def one(**fields: object) -> str:
    values: dict[str, object] = {"place": PLACE, "line": LINE, **fields}
    return fingerprints([located(**values)])[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "fields",
    [
        {"code": "INV602"},
        {"path": "demo/other.py"},
        {"message": "it is another"},
        {"line": "    NAME = 2"},
        {"line": None},
        {"place": START},
    ],
)
def test_what_makes_it_another_finding(fields: dict[str, object]) -> None:
    assert one(**fields) != one()


@pytest.mark.parametrize(
    "fields",
    [
        {"place": Range(40, 9, 40, 13)},
        {"line": "\tNAME  =  1 "},
        {"advice": "mend it otherwise"},
        {"url": "https://example.org"},
    ],
)
def test_what_leaves_it_the_same(fields: dict[str, object]) -> None:
    assert one(**fields) == one()


def test_numbers_in_the_message_do_not_count() -> None:
    assert one(message="512 lines, see line 7") == one(message="600 lines, see line 12")


def test_the_first_line_of_a_file_does_not_matter_for_the_whole() -> None:
    assert one(place=START, line="import os") == one(place=START, line="import sys")


def test_moved_lines_move_no_fingerprint() -> None:
    lines = ["a = 1", "b = 2", "a = 1"]
    before = [located(line=line, place=Range(row, 1, row, 2)) for row, line in enumerate(lines, 1)]
    after = [located(line=line, place=Range(row, 1, row, 2)) for row, line in enumerate(lines, 11)]
    assert fingerprints(before) == fingerprints(after)


@given(
    st.lists(
        st.tuples(ANY_TEXT, st.sampled_from(["a", "b"]), st.sampled_from(["x", "x 1", None])), max_size=8
    )
)
def test_all_are_different_and_the_same_each_time(found: list[tuple[str, str, str | None]]) -> None:
    items: list[Located] = [
        located(message=message, path=path, line=line, place=PLACE) for message, path, line in found
    ]
    first = fingerprints(items)
    assert len(set(first)) == len(items)
    assert fingerprints(items) == first
