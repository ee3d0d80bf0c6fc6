"""How tests of the reading room read a text and check positions against libcst's own."""

from __future__ import annotations

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.source.collect import collect
from flake8_inventree_plugin.source.cursor import Cursor
from flake8_inventree_plugin.source.facts import FileFacts
from flake8_inventree_plugin.source.lines import Lines
from flake8_inventree_plugin.source.parse import read_facts

_PASSED_KEYWORDS = frozenset({"from", "import", "as", "class", "def", "match", "case", "type", "_", "lazy"})


def facts_of(text: str) -> FileFacts:
    """The facts of a text that can be read."""
    facts = read_facts(text.encode())
    assert facts.error is None, facts.error
    return facts


def piece(text: str, place: Range) -> str:
    """What stands at a range."""
    starts = Lines(text).starts
    return text[starts[place.line - 1] + place.column - 1 : starts[place.end_line - 1] + place.end_column - 1]


def check_positions(text: str) -> FileFacts:
    """Holds every leaf against libcst's position provider, and every fact against the text at its range."""
    module = cst.parse_module(text)
    located: set[tuple[int, str]] = set()
    locate = Cursor.locate

    def recorded(self: Cursor, leaf: str) -> int:
        start = locate(self, leaf)
        located.add((start, leaf))
        return start

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Cursor, "locate", recorded)
        facts = collect(module, text)
    if module.code == text:
        _check_leaves(text, module, located)
    check_facts(text, facts)
    return facts


def _check_leaves(text: str, module: cst.Module, located: set[tuple[int, str]]) -> None:
    starts = Lines(text).starts
    expected: set[tuple[int, str]] = set()
    kinds = (cst.Name, cst.Integer, cst.Float, cst.Imaginary, cst.SimpleString)
    for node, place in MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider).items():
        if isinstance(node, kinds):
            expected.add((starts[place.start.line - 1] + place.start.column, node.value))
    # An attribute right behind its dot is passed without a search.
    missing = {(start, leaf) for start, leaf in expected - located if text[start - 1] != "."}
    assert not missing
    extra = {leaf for _, leaf in located - expected if leaf[-1] not in "'\""}
    assert extra <= _PASSED_KEYWORDS


def check_facts(text: str, facts: FileFacts) -> None:
    for item in facts.imports:
        found = _without_gaps(piece(text, item.range))
        name = item.name or item.module
        assert found == (f"{name}as{item.alias}" if item.alias else name)
        statement = piece(text, item.statement)
        assert statement.startswith(("import", "from", "lazy"))
        assert statement.endswith((")", "*", item.alias or name.split(".")[-1])) or "," in statement
    for named in (*facts.classes, *facts.functions):
        assert piece(text, named.range) == named.name
    for item in facts.classes:
        for base in item.bases:
            if base.name:
                assert _without_gaps(piece(text, base.range)) == base.name
    for attribute in (*facts.assignments, *(a for item in facts.classes for a in item.attributes)):
        whole, value = piece(text, attribute.range), piece(text, attribute.value_range)
        assert whole.startswith(attribute.name)
        assert whole.endswith(value)
        # The value is an expression of its own.
        cst.parse_expression(f"(\n{value}\n)")
    for use in facts.references:
        names = [step for step in use.path if step not in ("()", "[]")]
        found = piece(text, use.range)
        assert found.startswith(names[0])
        assert found.endswith(names[-1])


def _without_gaps(found: str) -> str:
    lines = [line.split("#")[0] for line in found.splitlines()]
    return "".join("".join(lines).replace("\\", " ").split())
