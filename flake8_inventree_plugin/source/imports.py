"""Facts about import statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from flake8_inventree_plugin.source.expressions import dotted_name
from flake8_inventree_plugin.source.facts import NO_BRANCH, Import

if TYPE_CHECKING:
    from flake8_inventree_plugin.source.collect import Collector


def visit_import(collector: Collector, node: Any) -> None:
    """Keeps the names that an import statement binds."""
    is_from = hasattr(node, "module")
    kind = type(node).__name__
    start = collector.locate("lazy") if kind.startswith("Lazy") else -1
    keyword = collector.locate("from" if is_from else "import")
    start = keyword if start < 0 else start
    module = ""
    if is_from:
        name = dotted_name(node.module)
        module = "." * len(node.relative) + name
        for part in name.split(".") if name else ():
            collector.locate(part)
        collector.locate("import")
    added: list[Import] = []
    if isinstance(node.names, cst.ImportStar):
        position = collector.text.find("*", collector.cursor.offset)
        collector.cursor.offset = position + 1
        added.append(_add_import(collector, module, "*", None, position))
    else:
        added = [_visit_alias(collector, module, alias, is_from=is_from) for alias in node.names]
    if is_from and node.lpar is not None:
        collector.cursor.closing_parenthesis()
    statement = collector.lines.between(start, collector.cursor.offset)
    for item in added:
        item.statement = statement


def _visit_alias(collector: Collector, module: str, alias: cst.ImportAlias, *, is_from: bool) -> Import:
    name = dotted_name(alias.name)
    first, *others = name.split(".")
    start = collector.locate(first)
    for part in others:
        collector.locate(part)
    bound = None
    if alias.asname is not None:
        bound = dotted_name(alias.asname.name)
        collector.locate("as")
        collector.locate(bound)
    if is_from:
        return _add_import(collector, module, name, bound, start)
    return _add_import(collector, name, None, bound, start)


def _add_import(collector: Collector, module: str, name: str | None, alias: str | None, start: int) -> Import:
    place = collector.lines.between(start, collector.cursor.offset)
    item = Import(
        module,
        name,
        alias,
        place,
        place,
        function_level=collector.function_depth > 0,
        branch=collector.branch,
        type_checking=_is_type_checking(collector),
        in_class=collector.scope.kind == "class",
    )
    collector.facts.imports.append(item)
    if name != "*":
        collector.bind(item.bound, len(collector.facts.imports) - 1, kept=collector.scope.kind == "module")
    return item


def _is_type_checking(collector: Collector) -> bool:
    index = collector.branch
    while index != NO_BRANCH:
        branch = collector.facts.branches[index]
        if branch.kind == "if" and branch.arm == "body":
            test = collector.facts.guards[str(branch.statement)].tests[branch.handler]
            if test[0] == "name" and test[1].split(".")[-1] == "TYPE_CHECKING":
                return True
        index = branch.parent
    return False
