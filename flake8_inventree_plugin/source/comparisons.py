"""Facts about what a method compares its parameters with, or looks up by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst

from flake8_inventree_plugin.source.expressions import build_expression
from flake8_inventree_plugin.source.facts import Comparison
from flake8_inventree_plugin.source.values import Expression

if TYPE_CHECKING:
    from flake8_inventree_plugin.source.collect import Collector


def visit_table(collector: Collector, node: cst.Dict, steps: Sequence[Any]) -> None:
    """Visits a dictionary display in which something is looked up."""
    first = steps[0]
    sought: Any = None
    if type(first) is cst.Subscript and isinstance(first.slice[0].slice, cst.Index):
        sought = first.slice[0].slice.value
    elif type(first) is cst.Attribute and first.attr.value == "get" and len(steps) > 1:
        sought = steps[1].args[0].value if type(steps[1]) is cst.Call and steps[1].args else None
    parameter = sought.value if type(sought) is cst.Name and sought.value in collector.parameters else ""
    for element in node.elements:
        if type(element) is cst.DictElement:
            if parameter:
                compare(collector, parameter, element.key)
            else:
                collector.visit(element.key)
        collector.visit(element.value)


def add_lookup(collector: Collector, key: Any, path: list[str], start: int, end: int) -> None:
    """Keeps the lookup of a parameter in something that has a name."""
    if type(key) is cst.Name and key.value in collector.parameters and "()" not in path and "[]" not in path:
        _add_comparison(collector, key.value, ["name", ".".join(path)], start, end)


def _add_comparison(collector: Collector, parameter: str, value: Expression, start: int, end: int) -> None:
    place = collector.lines.between(start, end)
    collector.facts.comparisons.append(
        Comparison(parameter, value, place, collector.owner, collector.function, collector.branch)
    )


def compare(collector: Collector, parameter: str, node: Any) -> None:
    """Visits what a parameter is compared with, and keeps it."""
    first_string = len(collector.cursor.strings)
    collector.visit(node)
    value = build_expression(node)
    if value[0] == "name":
        _add_comparison(collector, parameter, value, collector.uses[-1].start, collector.uses[-1].end)
        return
    items = value[1] if value[0] in ("list", "tuple", "set") else [value]
    texts = [item for item in items if item[0] == "const" and isinstance(item[1], str)]
    strings = collector.cursor.strings[first_string:]
    if len(strings) == len(texts):
        for item, span in zip(texts, strings, strict=True):
            _add_comparison(collector, parameter, item, *span)


def visit_comparison(collector: Collector, node: cst.Comparison) -> None:
    """Visits a comparison, and keeps what a parameter is compared with."""
    left = node.left
    if not collector.parameters or len(node.comparisons) > 1:
        collector.visit(left)
        for target in node.comparisons:
            collector.visit(target.comparator)
        return
    right = node.comparisons[0].comparator
    if type(right) is cst.Name and right.value in collector.parameters and type(left) is not cst.Name:
        compare(collector, right.value, left)
        collector.visit(right)
        return
    collector.visit(left)
    if type(left) is cst.Name and left.value in collector.parameters:
        compare(collector, left.value, right)
    else:
        collector.visit(right)
