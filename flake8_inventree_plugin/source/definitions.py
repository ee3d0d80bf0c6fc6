"""Facts about classes and functions, and the scopes that they, lambdas and type aliases make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.source.expressions import (
    build_expression,
    docstring,
    dotted_name,
    parameters,
    returned,
)
from flake8_inventree_plugin.source.facts import MODULE, NO_BRANCH, Base, Class, Function
from flake8_inventree_plugin.source.scopes import NO_IMPORT, Scope
from flake8_inventree_plugin.source.values import Expression

if TYPE_CHECKING:
    from flake8_inventree_plugin.source.collect import Collector


def visit_class(collector: Collector, node: cst.ClassDef) -> None:
    """Keeps a class and what its body says."""
    name, outer = node.name.value, collector.scope
    place, decorators = _visit_header(collector, node, "class")
    collector.bind(name, kept=True)
    item = Class(
        name,
        place,
        [],
        decorators,
        collector.owner if outer.kind == "class" else MODULE,
        function_level=collector.function_depth > 0,
        branch=collector.branch,
        docstring=bool(docstring(node.body.body)),
    )
    index = len(collector.facts.classes)
    collector.facts.classes.append(item)
    collector.scope = parent = _visit_type_parameters(collector, node.type_parameters, outer)
    if node.bases or node.keywords:
        collector.cursor.opening_parenthesis()
    for argument in node.bases:
        _visit_base(collector, item, argument)
    for argument in node.keywords:
        if argument.star == "*":
            _visit_base(collector, item, argument)
        else:
            collector.visit_argument(argument)
    outer_owner = collector.owner
    collector.scope, collector.owner = Scope("class", parent, index), index
    collector.visit_suite(node.body)
    collector.scope, collector.owner = outer, outer_owner


def _visit_header(
    collector: Collector, node: cst.ClassDef | cst.FunctionDef, keyword: str
) -> tuple[Range, list[Expression]]:
    """Visits what a definition begins with, up to its name: the place of that, and the decorators."""
    for decorator in node.decorators:
        collector.visit(decorator.decorator)
    collector.locate(keyword)
    start = collector.locate(node.name.value)
    decorators = [build_expression(decorator.decorator) for decorator in node.decorators]
    return collector.lines.between(start, collector.cursor.offset), decorators


def _visit_base(collector: Collector, item: Class, argument: cst.Arg) -> None:
    value: Any = argument.value
    if isinstance(value, cst.Subscript):
        value = value.value
    name = "" if argument.star else dotted_name(value)
    start, first_string = collector.cursor.next_item(), len(collector.cursor.strings)
    collector.visit(argument.value)
    end = collector.cursor.end_item(start, first_string)
    if name:
        # The last use is that of the name itself: those in its subscript end before.
        start, end = collector.uses[-1].start, collector.uses[-1].end
    base = Base(name, [], collector.lines.between(start, end))
    item.bases.append(base)
    collector.bases.append((base, collector.scope))


def visit_function(collector: Collector, node: cst.FunctionDef) -> None:
    """Keeps a function of a module or class; nested ones are only visited."""
    name, outer = node.name.value, collector.scope
    place, decorators = _visit_header(collector, node, "def")
    is_method = outer.kind == "class"
    is_kept = is_method or collector.function_depth == 0
    collector.bind(name, kept=is_kept or outer.kind != "module")
    if is_kept:
        collector.facts.functions.append(
            Function(
                name,
                place,
                parameters(node.params),
                decorators,
                collector.owner if is_method else MODULE,
                collector.branch,
                docstring=bool(docstring(node.body.body)),
                returns=returned(node.body),
                is_async=node.asynchronous is not None,
            )
        )
    outer_function, outer_parameters = collector.function, (collector.parameters, collector.all_parameters)
    if is_kept:
        collector.function = name
        collector.all_parameters = frozenset(
            parameter.name.value for parameter in (*node.params.posonly_params, *node.params.params)
        )
        collector.parameters = collector.all_parameters if is_method else frozenset()
    collector.scope = parent = _visit_type_parameters(collector, node.type_parameters, outer)
    scope = Scope("function", parent, collector.owner)
    if is_method:
        scope.receiver = _receiver(node, decorators)
    _visit_parameters(collector, node.params, scope)
    if node.returns is not None:
        collector.visit(node.returns.annotation)
    collector.scope = scope
    collector.function_depth += 1
    collector.visit_suite(node.body)
    collector.function_depth -= 1
    collector.scope, collector.function = outer, outer_function
    collector.parameters, collector.all_parameters = outer_parameters


def _visit_parameters(collector: Collector, node: cst.Parameters, scope: Scope) -> None:
    """Defaults and annotations belong to the scope outside, the names to the function's own."""
    found: list[Any] = [
        *node.posonly_params,
        *node.params,
        node.star_arg,
        *node.kwonly_params,
        node.star_kwarg,
    ]
    for parameter in found:
        if type(parameter) is not cst.Param:
            continue
        name = parameter.name.value
        scope.names.setdefault(name, []).append((NO_IMPORT, NO_BRANCH))
        collector.locate(name)
        if parameter.annotation is not None:
            collector.visit(parameter.annotation.annotation)
        if parameter.default is not None:
            collector.visit(parameter.default)


def visit_lambda(collector: Collector, node: cst.Lambda) -> None:
    """Visits a lambda, in a scope of its own."""
    outer = collector.scope
    scope = Scope("function", outer, collector.owner)
    _visit_parameters(collector, node.params, scope)
    collector.scope = scope
    collector.visit(node.body)
    collector.scope = outer


def _visit_type_parameters(collector: Collector, node: cst.TypeParameters | None, parent: Scope) -> Scope:
    """The scope that type parameters make, `parent` where there are none."""
    if node is None:
        return parent
    collector.scope = scope = Scope("types", parent, parent.owner)
    for item in node.params:
        variable = item.param
        scope.names.setdefault(variable.name.value, []).append((NO_IMPORT, NO_BRANCH))
        collector.locate(variable.name.value)
        if isinstance(variable, cst.TypeVar) and variable.bound is not None:
            collector.visit(variable.bound)
        if item.default is not None:
            collector.visit(item.default)
    return scope


def visit_type_alias(collector: Collector, node: cst.TypeAlias) -> None:
    """`type Name[T] = value`."""
    collector.locate("type")
    collector.bind_target(node.name)
    outer = collector.scope
    collector.scope = _visit_type_parameters(collector, node.type_parameters, outer)
    collector.visit(node.value)
    collector.scope = outer


def _receiver(node: cst.FunctionDef, decorators: list[Expression]) -> tuple[str, str] | None:
    """A method's first parameter and whether it is "self" or "cls"; None for a static method."""
    found = (*node.params.posonly_params, *node.params.params)
    names = {decorator[1] for decorator in decorators if decorator[0] == "name"}
    if not found or "staticmethod" in names:
        return None
    implicit = node.name.value in ("__new__", "__init_subclass__", "__class_getitem__")
    return found[0].name.value, "cls" if implicit or "classmethod" in names else "self"
