"""Lets a method take more arguments, and use them instead of attributes of `self`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import libcst as cst
import libcst.matchers as m
from libcst.metadata import MetadataWrapper, PositionProvider

from flake8_inventree_plugin.findings import Finding
from flake8_inventree_plugin.fixes.source import Edit, Source


def edits(source: Source, finding: Finding) -> list[Edit]:
    """The new parameters and uses; nothing where the method itself has other things of these names.

    `finding.range` is the name of the method. The fix's arguments: `before` are pairs of a parameter and the
    name that goes in front of it; `behind` the names that follow the positional ones, with the default None;
    `last` what follows all; `uses` line, column, text and new text of what is replaced.
    """
    assert finding.fix is not None
    arguments = finding.fix.arguments
    positions = MetadataWrapper(source.module, unsafe_skip_copy=True).resolve(PositionProvider)
    method = _method_at(source.module, positions, finding.range[:2])
    if method is None:
        return []
    replaced = _replacements(source, arguments["uses"])
    new = {name.strip("*") for name in (*arguments["behind"], *arguments["last"])}
    new |= {name for _, name in arguments["before"]}
    if replaced is None or _has_own(method, new):
        return []
    parameters = method.params
    if parameters.posonly_params:
        return []
    result = list(replaced)
    by_name = {item.name.value: item for item in parameters.params}
    for other, name in arguments["before"]:
        if other not in by_name:
            return []
        place = positions[by_name[other]].start
        start = source.offset(place.line, place.column + 1)
        result.append(Edit(start, start, f"{name}, "))
    behind = [f"{name}=None" for name in arguments["behind"]]
    last: Sequence[str] = arguments["last"]
    keyword_part = [
        item for item in (parameters.star_arg, *parameters.kwonly_params) if isinstance(item, cst.Param)
    ]
    if not parameters.params:
        return []
    if not keyword_part:
        behind, last = [*behind, *last], ()
    if behind:
        result.append(_added(source, positions, parameters.params[-1], behind))
    if last:
        result.append(_added(source, positions, keyword_part[-1], last))
    return result


def _method_at(
    module: cst.Module, positions: Mapping[cst.CSTNode, Any], place: tuple[int, int]
) -> cst.FunctionDef | None:
    for node in m.findall(module, m.FunctionDef()):
        assert isinstance(node, cst.FunctionDef)
        start = positions[node.name].start
        if (start.line, start.column + 1) == place:
            return node
    return None


def _replacements(source: Source, uses: Sequence[Sequence[Any]]) -> list[Edit] | None:
    """The edits that put new texts in the place of old ones; None where an old one is not there."""
    result = []
    for line, column, old, new in uses:
        start = source.offset(line, column)
        if source.text[start : start + len(old)] != old:
            return None
        result.append(Edit(start, start + len(old), new))
    return result


def _has_own(method: cst.FunctionDef, names: Collection[str]) -> bool:
    """Whether a method uses or binds a name for something else than what `self` has under that name."""

    class Finder(cst.CSTVisitor):
        found = False

        def visit_Assign(self, node: cst.Assign) -> bool:  # noqa: N802
            # `user = self.user` may stay.
            target = node.targets[0].target
            return not (
                len(node.targets) == 1
                and isinstance(target, cst.Name)
                and isinstance(node.value, cst.Attribute)
                and node.value.attr.value == target.value
                and m.matches(node.value.value, m.Name("self"))
            )

        def visit_Attribute(self, node: cst.Attribute) -> bool:  # noqa: N802
            node.value.visit(self)
            return False

        def visit_Arg(self, node: cst.Arg) -> bool:  # noqa: N802
            node.value.visit(self)
            return False

        def visit_Name(self, node: cst.Name) -> None:  # noqa: N802
            self.found = self.found or node.value in names

    finder = Finder()
    method.body.visit(finder)
    return finder.found


def _end(source: Source, positions: Mapping[cst.CSTNode, Any], node: cst.Param) -> int:
    """The offset behind a parameter; libcst's own position ends with its name."""
    last: cst.CSTNode = node.default or node.annotation or node.name
    place = positions[last].end
    end = source.offset(place.line, place.column + 1)
    for _ in getattr(last, "rpar", ()):
        end = source.text.index(")", end) + 1
    return end


def _added(
    source: Source, positions: Mapping[cst.CSTNode, Any], node: cst.Param, names: Sequence[str]
) -> Edit:
    """Adds parameters behind one, on lines of their own where that one has its own."""
    start = positions[node].start
    indent = source.line(start.line)[: start.column]
    end = _end(source, positions, node)
    line, column = source.position(end)
    rest = source.line(line)[column - 1 :].strip()
    separator = f",{source.newline}{indent}" if not indent.strip() and rest in (",", "") else ", "
    return Edit(end, end, separator + separator.join(names))
