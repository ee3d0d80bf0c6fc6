"""Renames an attribute of a plugin class and its uses in the file, or removes it beside its successor."""

from __future__ import annotations

from collections.abc import Collection

import libcst as cst
import libcst.matchers as m
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from flake8_inventree_plugin.findings import Finding, Range
from flake8_inventree_plugin.fixes.source import Edit, Source


def edits(source: Source, finding: Finding) -> list[Edit]:
    """The renamings; nothing where a use cannot be followed, or where removing would lose a comment.

    The fix's arguments are the `old` and the `new` name, the `place` of the assignment (line and column),
    whether to `remove` it, and the `classes` of the file that inherit from each other.
    """
    assert finding.fix is not None
    arguments = finding.fix.arguments
    old: str = arguments["old"]
    uses = _Uses(old, arguments["classes"])
    source.module.visit(uses)
    positions = MetadataWrapper(source.module, unsafe_skip_copy=True).resolve(PositionProvider)

    def range_of(node: cst.CSTNode) -> Range:
        place = positions[node]
        assert isinstance(place, CodeRange)
        return Range(place.start.line, place.start.column + 1, place.end.line, place.end.column + 1)

    in_class = {range_of(name)[:2]: statement for name, statement in uses.in_classes}
    attributes = [range_of(name) for name in uses.attributes]
    line, column = arguments["place"]
    statement = in_class.pop((line, column), None)
    if statement is None or uses.is_doubtful or (uses.is_in_module and in_class):
        return []
    starts = [source.offset(*place) for place in in_class]
    starts += [source.span(place)[0] for place in attributes]
    target = source.offset(line, column)
    if any(source.text[start : start + len(old)] != old for start in (target, *starts)):
        return []
    result = [Edit(start, start + len(old), arguments["new"]) for start in starts]
    if not arguments["remove"]:
        return sorted([*result, Edit(target, target + len(old), arguments["new"])])
    removal = _removal(source, statement, range_of(statement))
    # In the class body a use may stand where the new name is not bound yet.
    return sorted([*result, removal]) if removal is not None and not in_class else []


def _removal(source: Source, statement: cst.BaseSmallStatement, place: Range) -> Edit | None:
    """Deletes the lines of an assignment; None where anything else stands on them, or a comment in it."""
    several = isinstance(statement, cst.Assign) and len(statement.targets) > 1
    if several or m.findall(statement, m.Comment()):
        return None
    first, last = (
        source.offset(place.line, 1),
        source.offset(place.end_line, 1) + len(source.line(place.end_line)),
    )
    start, end = source.span(place)
    if source.text[first:start].strip() or source.text[end:last].strip():
        return None
    return Edit(first, last, "")


class _Uses(cst.CSTVisitor):
    """Finds the uses of a class attribute that can be told by their form."""

    def __init__(self, name: str, classes: Collection[str]) -> None:
        self.name = name
        self.classes = classes
        self.attributes: list[cst.Name] = []
        """The names in `self.NAME`, `cls.NAME`, `super().NAME` and `TheClass.NAME`."""
        self.in_classes: list[tuple[cst.Name, cst.BaseSmallStatement | None]] = []
        """The names in a class body, and the statements they are in."""
        self.is_in_module = False
        """The module itself has something of that name."""
        self.is_doubtful = False
        """It may be used in a way that cannot be followed."""
        self._scopes: list[str] = []
        self._visited: set[str] = set()
        self._statement: cst.BaseSmallStatement | None = None

    # `_scopes` has the names of the classes and "" for each function around a place.

    def _visit_inside(self, scope: str, body: cst.CSTNode) -> None:
        self._scopes.append(scope)
        body.visit(self)
        self._scopes.pop()

    def visit_ClassDef(self, node: cst.ClassDef) -> bool:  # noqa: N802
        for part in (*node.decorators, *node.bases, *node.keywords):
            part.visit(self)
        name = node.name.value
        # By its name alone nobody can tell which of two classes is meant.
        self.is_doubtful = self.is_doubtful or (name in self.classes and name in self._visited)
        self._visited.add(name)
        self._visit_inside(name, node.body)
        return False

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:  # noqa: N802
        for part in (*node.decorators, node.params):
            part.visit(self)
        self._visit_inside("", node.body)
        return False

    def visit_Lambda(self, node: cst.Lambda) -> bool:  # noqa: N802
        node.params.visit(self)
        self._visit_inside("", node.body)
        return False

    def visit_Param(self, node: cst.Param) -> bool:  # noqa: N802
        if node.default is not None:
            node.default.visit(self)
        return False

    def visit_Arg(self, node: cst.Arg) -> bool:  # noqa: N802
        node.value.visit(self)
        return False

    def visit_Assign(self, node: cst.Assign) -> None:  # noqa: N802
        self._statement = node

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:  # noqa: N802
        self._statement = node

    def visit_Name(self, node: cst.Name) -> None:  # noqa: N802
        if node.value == self.name:
            if not self._scopes:
                self.is_in_module = True
            elif self._scopes[-1] in self.classes:
                self.in_classes.append((node, self._statement))

    def visit_SimpleString(self, node: cst.SimpleString) -> None:  # noqa: N802
        self.is_doubtful = self.is_doubtful or node.raw_value == self.name

    def visit_Attribute(self, node: cst.Attribute) -> bool:  # noqa: N802
        if node.attr.value == self.name:
            self._add_attribute(node)
        node.value.visit(self)
        return False

    def _add_attribute(self, node: cst.Attribute) -> None:
        base = node.value
        owner = next((scope for scope in reversed(self._scopes) if scope), "")
        if m.matches(base, m.Name("self") | m.Name("cls") | m.Call(m.Name("super"))):
            if owner in self.classes:
                self.attributes.append(node.attr)
        elif isinstance(base, cst.Name) and base.value in self.classes:
            self.attributes.append(node.attr)
        else:
            self.is_doubtful = True
