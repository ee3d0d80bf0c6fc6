"""Facts about statements that run their blocks or not, and about the patterns of `match`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from flake8_inventree_plugin.source.comparisons import compare
from flake8_inventree_plugin.source.expressions import (
    always_leaves,
    bound_names,
    build_expression,
    called_names,
    exception_names,
    is_endless,
)
from flake8_inventree_plugin.source.facts import Branch, Guard
from flake8_inventree_plugin.source.scopes import NO_IMPORT

if TYPE_CHECKING:
    from flake8_inventree_plugin.source.collect import Collector


def _begin(collector: Collector, guard: Guard) -> int:
    """Numbers a compound statement."""
    statement = len(collector.facts.guards) + 1
    collector.facts.guards[str(statement)] = guard
    return statement


def _enter(collector: Collector, statement: int, kind: str, arm: str, handler: int, parent: int) -> None:
    collector.branch = len(collector.facts.branches)
    collector.facts.branches.append(Branch(statement, kind, arm, handler, parent))


def visit_if(collector: Collector, node: cst.If) -> None:
    """Visits an `if` with all its `elif` and `else`."""
    guard = Guard("if", [], [], [], [])
    statement = _begin(collector, guard)
    outer = collector.branch
    arm: Any = node
    number = 0
    while type(arm) is cst.If:
        guard.tests.append(build_expression(arm.test))
        first_use = len(collector.uses)
        collector.visit(arm.test)
        guard.names.append(
            list(dict.fromkeys(_dotted_path(use.path) for use in collector.uses[first_use:])),
        )
        _enter(collector, statement, "if", "body", number, outer)
        collector.visit(arm.body)
        collector.branch = outer
        arm = arm.orelse
        number += 1
    if arm is not None:
        _enter(collector, statement, "if", "else", number, outer)
        collector.visit(arm.body)
        collector.branch = outer


def visit_try(collector: Collector, node: Any) -> None:
    """Visits a `try` with its handlers."""
    guard = Guard("try", [], [], [], bound_names(node.body))
    statement = _begin(collector, guard)
    outer = collector.branch
    _enter(collector, statement, "try", "body", 0, outer)
    collector.visit(node.body)
    for number, handler in enumerate(node.handlers):
        collector.branch = outer
        guard.tests.append(exception_names(handler.type))
        guard.binds.append(bound_names(handler.body))
        guard.ends.append(always_leaves(handler.body))
        if handler.type is not None:
            collector.visit(handler.type)
        _enter(collector, statement, "try", "handler", number, outer)
        if handler.name is not None:
            # Bound in the handler alone, and deleted at its end.
            name = handler.name.name.value
            collector.scope.target(name).names.setdefault(name, []).append((NO_IMPORT, collector.branch))
            collector.locate(name)
        collector.visit(handler.body)
    for arm, block in (("else", node.orelse), ("finally", node.finalbody)):
        if block is not None:
            _enter(collector, statement, "try", arm, 0, outer)
            collector.visit(block.body)
    collector.branch = outer


def visit_with(collector: Collector, node: cst.With) -> None:
    """Visits a `with`, which may handle what its block raises."""
    guard = Guard("with", [], [], [], [])
    statement = _begin(collector, guard)
    outer = collector.branch
    for item in node.items:
        guard.tests.append(build_expression(item.item))
        collector.visit(item.item)
        if item.asname is not None:
            collector.bind_target(item.asname.name)
    _enter(collector, statement, "with", "body", 0, outer)
    collector.visit(node.body)
    collector.branch = outer


def visit_for(collector: Collector, node: cst.For) -> None:
    """Visits a `for` loop."""
    collector.bind_target(node.target)
    collector.visit(node.iter)
    _visit_loop(collector, node)


def visit_while(collector: Collector, node: cst.While) -> None:
    """Visits a `while` loop."""
    collector.visit(node.test)
    _visit_loop(collector, node)


def _visit_loop(collector: Collector, node: cst.For | cst.While) -> None:
    outer = collector.branch
    guard = Guard("other", [], [], [], [])
    if type(node) is cst.While and is_endless(node.test):
        names, leaves = called_names(node.body)
        guard = Guard("endless", [], [], [leaves], [], [names])
    statement = _begin(collector, guard)
    _enter(collector, statement, "other", "body", 0, outer)
    collector.visit(node.body)
    if node.orelse is not None:
        _enter(collector, statement, "other", "else", 0, outer)
        collector.visit(node.orelse.body)
    collector.branch = outer


def visit_match(collector: Collector, node: cst.Match) -> None:
    """Visits a `match`, and keeps the values that a parameter is matched with."""
    collector.locate("match")
    subject = node.subject
    collector.visit(subject)
    parameter = subject.value if type(subject) is cst.Name and subject.value in collector.parameters else ""
    outer = collector.branch
    statement = _begin(collector, Guard("other", [], [], [], []))
    for number, case in enumerate(node.cases):
        collector.locate("case")
        _enter(collector, statement, "other", "body", number, outer)
        if parameter:
            _visit_cases(collector, parameter, case.pattern)
        else:
            collector.visit(case.pattern)
        if case.guard is not None:
            collector.visit(case.guard)
        collector.visit(case.body)
        collector.branch = outer


def _visit_cases(collector: Collector, parameter: str, pattern: Any) -> None:
    """Visits the pattern that a parameter is matched with, and keeps its values."""
    if type(pattern) is cst.MatchOr:
        for element in pattern.patterns:
            _visit_cases(collector, parameter, element.pattern)
    elif type(pattern) is cst.MatchValue:
        compare(collector, parameter, pattern.value)
    else:
        collector.visit(pattern)


def visit_capture(collector: Collector, node: Any) -> None:
    """`pattern as name`, `*name`, `**name` or a name alone; the name stands last."""
    pattern = getattr(node, "pattern", None)
    if pattern is not None:
        collector.visit(pattern)
    if node.name is not None:
        collector.bind_target(node.name)
    elif pattern is None:
        collector.locate("_")


def visit_match_mapping(collector: Collector, node: cst.MatchMapping) -> None:
    """`{"key": pattern, **rest}`."""
    for element in node.elements:
        collector.visit(element.key)
        collector.visit(element.pattern)
    if node.rest is not None:
        collector.bind_target(node.rest)


def visit_match_class(collector: Collector, node: cst.MatchClass) -> None:
    """`Name(pattern, keyword=pattern)`."""
    collector.visit(node.cls)
    for element in node.patterns:
        collector.visit(element.value)
    for keyword in node.kwds:
        collector.locate(keyword.key.value)
        collector.visit(keyword.pattern)


def _dotted_path(path: list[str]) -> str:
    return ".".join(step for step in path if step not in ("()", "[]"))
