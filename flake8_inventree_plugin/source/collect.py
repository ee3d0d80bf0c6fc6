"""One read-only pass over a libcst tree that collects the facts of a file.

`CSTNode.visit` rebuilds every node and libcst's metadata providers cost several parses, so this module walks
the tree itself, in source order, with a `Cursor` that tells where each leaf stands. What a name means is
looked up when the whole file has been walked, because a scope's names may be bound below their uses.

`Collector` visits names, assignments and most expressions itself. For the rest there are functions that take
it: in `imports`, `definitions`, `branches` and `comparisons`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import libcst as cst

from flake8_inventree_plugin.source.branches import (
    visit_capture,
    visit_for,
    visit_if,
    visit_match,
    visit_match_class,
    visit_match_mapping,
    visit_try,
    visit_while,
    visit_with,
)
from flake8_inventree_plugin.source.comparisons import add_lookup, visit_comparison, visit_table
from flake8_inventree_plugin.source.cursor import Cursor
from flake8_inventree_plugin.source.definitions import (
    visit_class,
    visit_function,
    visit_lambda,
    visit_type_alias,
)
from flake8_inventree_plugin.source.expressions import (
    build_expression,
    docstring,
    exports,
    side_by_side,
)
from flake8_inventree_plugin.source.facts import (
    CHANGING_METHODS,
    MODULE,
    NO_BRANCH,
    Assignment,
    Base,
    EnvironmentUse,
    FileFacts,
    RequestUse,
)
from flake8_inventree_plugin.source.imports import visit_import
from flake8_inventree_plugin.source.lines import Lines, Span, count_code_lines, joined_lines
from flake8_inventree_plugin.source.scopes import NO_IMPORT, Scope
from flake8_inventree_plugin.source.uses import Use, resolve_changes, resolve_uses
from flake8_inventree_plugin.source.values import Expression
from flake8_inventree_plugin.suppressions import collect_suppressions


def collect(module: cst.Module, text: str) -> FileFacts:
    """The facts of a file: `module` is its tree, `text` its decoded content without a byte order mark.

    Raises MisalignedError where tree and text do not agree, and RecursionError where the tree is nested
    deeper than Python's own stack.
    """
    return Collector(text).run(module)


class Collector:
    """What is known of a file at the place that has been reached, and the facts so far.

    `owner`, `function` and `branch` say where that is, as in `Reference`. `parameters` are those of the
    method around it, `all_parameters` also those of a function.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.cursor = Cursor(text)
        self.locate = self.cursor.locate
        self.lines = Lines(text)
        self.facts = FileFacts()
        self.module_scope = self.scope = Scope("module", None)
        self.owner = MODULE
        self.function = ""
        self.parameters: frozenset[str] = frozenset()
        self.all_parameters: frozenset[str] = frozenset()
        self.function_depth = 0
        self.branch = NO_BRANCH
        self.docstrings: list[Span] = []
        self.exports_added: list[Expression] = []
        self.uses: list[Use] = []
        self.request_uses: dict[RequestUse, None] = {}
        self.changes: list[Use] = []
        self.bases: list[tuple[Base, Scope]] = []

    def run(self, module: cst.Module) -> FileFacts:
        """Walks the whole tree and gives its facts."""
        self.visit_body(module.body)
        facts, lines, cursor = self.facts, self.lines, self.cursor
        resolve_uses(facts, self.uses, self.bases, lines)
        resolve_changes(facts, self.changes)
        facts.request_uses = list(self.request_uses)
        facts.lines = lines.count
        facts.code_lines = count_code_lines(lines, self.docstrings, cursor.string_texts)
        first_lines = "".join(lines.line(number) for number in range(1, min(5, len(lines.starts)) + 1))
        facts.generated = "@generated" in first_lines or "DO NOT EDIT" in first_lines
        facts.exports = exports(facts.assignments, self.exports_added)
        if "noqa" in self.text.lower():
            joined = joined_lines(lines, cursor.strings, cursor.string_texts, cursor.formatted_strings)
            facts.suppressions = collect_suppressions(self.text, joined, cursor.strings)
        return facts

    # Walking

    def visit(self, node: Any) -> None:
        """Visits a node as its type asks for."""
        _HANDLERS[type(node)](self, node)

    def visit_all(self, nodes: Iterable[Any]) -> None:
        """Visits nodes in order."""
        for node in nodes:
            _HANDLERS[type(node)](self, node)

    def visit_nothing(self, node: Any) -> None:
        """For nodes without leaves."""

    def visit_block(self, node: Any) -> None:
        """The statements of a line or a block."""
        for statement in node.body:
            _HANDLERS[type(statement)](self, statement)

    def visit_body(self, body: Sequence[Any]) -> None:
        """The body of a module, class or function, which may start with a docstring."""
        literals = docstring(body)
        if literals:
            first = len(self.cursor.strings)
            self.visit(body[0])
            start, end = self.cursor.strings[first][0], self.cursor.strings[first + len(literals) - 1][1]
            self.docstrings.append((start, end))
            body = body[1:]
        self.visit_all(body)

    def visit_suite(self, suite: Any) -> None:
        """The block of a class or function."""
        self.visit_body(suite.body)

    # Leaves

    def visit_number(self, node: Any) -> None:
        """A number."""
        self.locate(node.value)

    def visit_string(self, node: cst.SimpleString) -> None:
        """A string literal."""
        self.cursor.string(node.value)

    def visit_strings(self, node: cst.ConcatenatedString) -> None:
        """String literals side by side."""
        self.visit_all(side_by_side(node))

    def visit_formatted_string(self, node: Any) -> None:
        """An f-string or t-string."""
        cursor = self.cursor
        start = cursor.locate(node.start)
        index = len(cursor.strings)
        cursor.strings.append((start, start))
        self.visit_parts(node.parts)
        cursor.end_formatted_string(index, start, node.end)

    def visit_parts(self, parts: Iterable[Any]) -> None:
        """The texts and fields of a formatted string, or of the format of a field."""
        cursor = self.cursor
        for part in parts:
            if type(part) in _LITERAL_TEXTS:
                cursor.literal_text(part.value)
                continue
            start = cursor.exactly("{") + 1
            first_string = len(cursor.strings)
            self.visit(part.expression)
            if part.format_spec:
                cursor.end_field(start, first_string, has_format=True)
                self.visit_parts(part.format_spec)
                cursor.exactly("}")
            else:
                cursor.end_field(start, first_string, has_format=False)

    # Names that are used

    def visit_name(self, node: cst.Name) -> None:
        """A name alone."""
        name = node.value
        start = self.locate(name)
        self.use([name], "load", start, self.cursor.offset, ())

    def visit_chain(self, node: Any) -> None:
        """A name or another expression with what follows it."""
        self.visit_steps(node, "load")

    def visit_steps(self, node: Any, context: str) -> None:
        """A name, or any other expression, with the attributes, calls and subscripts that follow it."""
        steps: list[Any] = []
        kind = type(node)
        while kind in _STEPS:
            steps.append(node)
            node = node.func if kind is cst.Call else node.value
            kind = type(node)
        steps.reverse()
        cursor = self.cursor
        if kind is not cst.Name:
            if kind is cst.Dict and self.parameters:
                visit_table(self, node, steps)
            else:
                _HANDLERS[kind](self, node)
            start, path = -1, [""]
        else:
            start, path = cursor.locate(node.value), [node.value]
        end = cursor.offset
        arguments: Sequence[cst.Arg] = ()
        last: Any = steps[-1] if steps else None
        for step in steps:
            kind = type(step)
            if kind is cst.Attribute:
                attribute = step.attr.value
                offset = cursor.offset
                # Nothing but the attribute can follow right behind a dot.
                if cursor.text.startswith("." + attribute, offset):
                    cursor.offset = offset + 1 + len(attribute)
                else:
                    cursor.locate(attribute)
                path.append(attribute)
                end = cursor.offset
            elif kind is cst.Call:
                for argument in step.args:
                    if argument.keyword is not None:
                        cursor.locate(argument.keyword.value)
                    value = argument.value
                    _HANDLERS[type(value)](self, value)
                if path[-1] in _TELLING and step.args:
                    self.add_call(step, path, start, end)
                if step is last:
                    context, arguments = "call", step.args
                else:
                    if path[-1] in _USED_AT_ONCE and (path[-1] == "Timer" or path[:-1] == ["self"]):
                        self.use(list(path), "call", start, end, step.args)
                    path.append("()")
            else:
                for element in step.slice:
                    self.visit_slice(element.slice)
                if start >= 0 and type(step.slice[0].slice) is cst.Index:
                    key = step.slice[0].slice.value
                    if path[-1] == "environ":
                        is_read = step is not last or context == "load"
                        self.add_environment_use(key, path[:-1], start, end, is_read=is_read)
                    elif self.parameters:
                        add_lookup(self, key, path, start, end)
                path.append("[]")
        if start >= 0:
            self.use(path, context, start, end, arguments)
            if len(path) > 1 and path[1] in _MAY_CHANGE:
                self.add_change(path, context)

    def visit_slice(self, node: Any) -> None:
        """What stands in the brackets of a subscript, one of several."""
        if type(node) is cst.Index:
            self.visit(node.value)
            return
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                self.visit(part)

    def use(self, path: list[str], context: str, start: int, end: int, arguments: Sequence[cst.Arg]) -> None:
        """Notes the use of a name and of what follows it, see `Use`."""
        scope = self.scope
        bindings = len(scope.names.get(path[0], ()))
        if len(path) > 1 and path[1] in _OF_REQUESTS and path[0] in self.all_parameters:
            self.request_uses[RequestUse(self.owner, self.function, path[0], path[1])] = None
        if not bindings and scope.kind == "class" and scope.parent is not None:
            # A class body looks a name that it has not bound yet up outside: `registry = registry`.
            scope = scope if path[0] in scope.global_names else scope.outside()
        self.uses.append(
            Use(
                path,
                context,
                start,
                end,
                self.owner,
                self.function,
                self.branch,
                scope,
                bindings,
                arguments,
            )
        )

    def add_call(self, node: cst.Call, path: list[str], start: int, end: int) -> None:
        """Keeps what calls of some functions tell: `hasattr(x, "name")`, `TABLE.get(parameter)`."""
        name = path[-1]
        if name in ("hasattr", "getattr") and len(path) == 1 and len(node.args) > 1:
            kind, *values = build_expression(node.args[1].value)
            if kind == "const" and isinstance(values[0], str) and values[0] not in self.facts.probed:
                self.facts.probed.append(values[0])
        elif start < 0:
            return
        elif name == "getenv" or (name == "get" and path[-2:-1] == ["environ"]):
            module = path[: -1 if name == "getenv" else -2]
            self.add_environment_use(node.args[0].value, module, start, end, is_read=True)
        elif name == "get" and self.parameters and len(path) > 1:
            dot = self.cursor.text.rindex(".", start, end)
            end = start + len(self.cursor.text[start:dot].rstrip())
            add_lookup(self, node.args[0].value, path[:-1], start, end)

    def add_change(self, path: list[str], context: str) -> None:
        """Notes that the value of a name is changed in place: `TABLE["a"] = 1`, `TABLE["a"].update(b)`."""
        if path[1] != "[]" or context in ("store", "delete") or path[-1] in CHANGING_METHODS:
            self.changes.append(self.uses[-1])

    def add_environment_use(
        self, variable: Any, module: list[str], start: int, end: int, *, is_read: bool
    ) -> None:
        """Keeps a use of an environment variable; `module` is what stands before `environ` or `getenv`."""
        if module in ([], ["os"]):
            place = self.lines.between(start, end)
            self.facts.environment_uses.append(EnvironmentUse(build_expression(variable), place, is_read))

    def visit_argument(self, node: cst.Arg) -> None:
        """An argument of a class statement."""
        if node.keyword is not None:
            self.locate(node.keyword.value)
        self.visit(node.value)

    # Names that are bound

    def bind(self, name: str, index: int = NO_IMPORT, *, kept: bool = False) -> None:
        """Notes that a name is bound here; `kept` tells that another fact says so too."""
        scope = self.scope.target(name)
        scope.names.setdefault(name, []).append((index, self.branch))
        if kept and scope is self.scope:
            return
        if scope.kind == "module":
            self.facts.other_names.append(name)
        elif scope.kind == "class":
            self.facts.classes[scope.owner].other_names.append(name)

    def bind_target(self, node: Any) -> None:
        """Binds the names of an assignment target; its subscripts and attributes are uses."""
        kind = type(node)
        if kind is cst.Name:
            self.bind(node.value)
            self.locate(node.value)
        elif kind is cst.Tuple or kind is cst.List:
            for element in node.elements:
                self.bind_target(element.value)
        elif kind is cst.StarredElement:
            self.bind_target(node.value)
        else:
            self.visit_steps(node, "store")

    def visit_named(self, node: cst.NamedExpr) -> None:
        """`name := value` binds in the scope around a comprehension."""
        scope = self.scope
        while self.scope.kind == "comprehension" and self.scope.parent is not None:
            self.scope = self.scope.parent
        self.bind_target(node.target)
        self.scope = scope
        self.visit(node.value)

    def visit_del(self, node: cst.Del) -> None:
        """A `del` statement."""
        self.delete(node.target)

    def delete(self, node: Any) -> None:
        """Notes what a `del` statement deletes."""
        if isinstance(node, (cst.Tuple, cst.List)):
            for element in node.elements:
                self.delete(element.value)
            return
        if isinstance(node, cst.Name) and self.scope.kind == "function":
            # `del` makes a name local, but binds it to nothing.
            self.scope.target(node.value).names.setdefault(node.value, [])
        self.visit_steps(node, "delete")

    def visit_global(self, node: cst.Global) -> None:
        """The names of a `global` statement."""
        for item in node.names:
            self.locate(item.name.value)
            self.scope.global_names.add(item.name.value)

    def visit_nonlocal(self, node: cst.Nonlocal) -> None:
        """The names of a `nonlocal` statement."""
        for item in node.names:
            self.locate(item.name.value)
            self.scope.nonlocal_names.add(item.name.value)

    # Assignments

    def visit_assign(self, node: cst.Assign) -> None:
        """An assignment, which may have several targets."""
        self.assign([target.target for target in node.targets], node.value)

    def visit_annotated(self, node: cst.AnnAssign) -> None:
        """An assignment with an annotation, or an annotation alone."""
        if node.value is not None:
            self.assign([node.target], node.value, node.annotation.annotation)
            return
        if isinstance(node.target, cst.Name):
            # Without a value, the annotation makes a name local to its function but binds nothing.
            if self.scope.kind == "function":
                self.scope.target(node.target.value).names.setdefault(node.target.value, [])
            self.locate(node.target.value)
        else:
            self.visit(node.target)
        self.visit(node.annotation.annotation)

    def assign(self, targets: list[Any], value: Any, annotation: Any = None) -> None:
        """Visits an assignment, and keeps it where it gives names of a module or class a value."""
        cursor = self.cursor
        keeps = self.scope.kind in ("module", "class")
        named: list[tuple[str, int]] = []
        start = cursor.offset
        for target in targets:
            first_string = len(cursor.strings)
            if isinstance(target, cst.Name):
                named.append((target.value, cursor.locate(target.value)))
            else:
                self.bind_target(target)
            if annotation is not None:
                self.visit(annotation)
            start = cursor.equals(start, first_string)
        first_string = len(cursor.strings)
        self.visit(value)
        for name, _ in named:
            self.bind(name, kept=keeps)
        if not (keeps and named):
            return
        expression = build_expression(value)
        end = cursor.end_value(start, first_string)
        value_range = self.lines.between(start, end)
        in_module = self.scope.kind == "module"
        attributes = self.facts.assignments if in_module else self.facts.classes[self.owner].attributes
        for name, offset in named:
            if self.scope.target(name) is self.scope:
                place = self.lines.between(offset, end)
                attributes.append(Assignment(name, expression, place, value_range, self.branch))

    def visit_augmented(self, node: cst.AugAssign) -> None:
        """An augmented assignment."""
        target = node.target
        if isinstance(target, cst.Name):
            if target.value == "__all__" and self.scope is self.module_scope:
                self.exports_added.append(build_expression(node.value))
            self.visit(target)
            self.bind(target.value)
        else:
            self.visit_steps(target, "store")
        self.visit(node.value)

    # Other expressions

    def visit_comprehension(self, node: Any) -> None:
        """A comprehension, in a scope of its own."""
        outer = self.scope
        self.scope = Scope("comprehension", outer, self.owner)
        for field in ("key", "elt", "value"):
            part = getattr(node, field, None)
            if part is not None:
                self.visit(part)
        loop, around = node.for_in, outer
        while loop is not None:
            self.bind_target(loop.target)
            # The first iterable is evaluated outside the comprehension.
            inner, self.scope = self.scope, around
            self.visit(loop.iter)
            self.scope = around = inner
            for condition in loop.ifs:
                self.visit(condition.test)
            loop = loop.inner_for_in
        self.scope = outer

    def visit_operands(self, node: Any) -> None:
        """A binary or boolean operation; a chain of them is nested on the left, so it is taken apart."""
        right: list[Any] = []
        while type(node) is cst.BinaryOperation or type(node) is cst.BooleanOperation:
            right.append(node.right)
            node = node.left
        self.visit(node)
        while right:
            self.visit(right.pop())

    def visit_elements(self, node: Any) -> None:
        """The items of a list, tuple or set."""
        for element in node.elements:
            value = element.value
            _HANDLERS[type(value)](self, value)

    def visit_dict(self, node: cst.Dict) -> None:
        """A dictionary display."""
        for element in node.elements:
            if type(element) is cst.DictElement:
                self.visit(element.key)
            self.visit(element.value)


def _fields(*names: str) -> Callable[[Collector, Any], None]:
    """A handler that visits the nodes in some fields; a field may hold None."""
    if len(names) == 1:
        name = names[0]

        def visit_field(collector: Collector, node: Any) -> None:
            child = getattr(node, name)
            if child is not None:
                _HANDLERS[type(child)](collector, child)

        return visit_field

    def visit_fields(collector: Collector, node: Any) -> None:
        for name in names:
            child = getattr(node, name)
            if child is not None:
                _HANDLERS[type(child)](collector, child)

    return visit_fields


def _list(name: str) -> Callable[[Collector, Any], None]:
    """A handler that visits the nodes in a field that is a list."""

    def visit_list(collector: Collector, node: Any) -> None:
        for child in getattr(node, name):
            _HANDLERS[type(child)](collector, child)

    return visit_list


_OF_REQUESTS = frozenset({"FILES", "POST", "auth", "body", "data", "read", "user"})
_TELLING = frozenset({"get", "getattr", "getenv", "hasattr"})
"""Functions whose calls are kept as facts of their own."""
_USED_AT_ONCE = frozenset({"Timer", "get_setting", "get_user_setting"})
"""Functions, or methods of the plugin, whose arguments rules ask about although another call follows:
`Timer(60, run).start()`, `self.get_setting("KEY").strip()`."""
_MAY_CHANGE = CHANGING_METHODS | {"[]"}
_STEPS = frozenset({cst.Attribute, cst.Call, cst.Subscript})
_LITERAL_TEXTS = frozenset(
    getattr(cst, name) for name in ("FormattedStringText", "TemplatedStringText") if hasattr(cst, name)
)
_BY_NAME: dict[str, Callable[[Collector, Any], None]] = {
    # Statements
    "SimpleStatementLine": Collector.visit_block,
    "SimpleStatementSuite": Collector.visit_block,
    "IndentedBlock": Collector.visit_block,
    "Else": _fields("body"),
    "Finally": _fields("body"),
    "Expr": _fields("value"),
    "Return": _fields("value"),
    "Raise": _fields("exc", "cause"),
    "From": _fields("item"),
    "Assert": _fields("test", "msg"),
    "Pass": Collector.visit_nothing,
    "Break": Collector.visit_nothing,
    "Continue": Collector.visit_nothing,
    "Assign": Collector.visit_assign,
    "AnnAssign": Collector.visit_annotated,
    "AugAssign": Collector.visit_augmented,
    "Del": Collector.visit_del,
    "Global": Collector.visit_global,
    "Nonlocal": Collector.visit_nonlocal,
    "Import": visit_import,
    "ImportFrom": visit_import,
    "LazyImport": visit_import,
    "LazyImportFrom": visit_import,
    "ClassDef": visit_class,
    "FunctionDef": visit_function,
    "If": visit_if,
    "Try": visit_try,
    "TryStar": visit_try,
    "With": visit_with,
    "For": visit_for,
    "While": visit_while,
    "Match": visit_match,
    "TypeAlias": visit_type_alias,
    # Patterns
    "MatchValue": _fields("value"),
    "MatchSingleton": _fields("value"),
    "MatchList": _list("patterns"),
    "MatchTuple": _list("patterns"),
    "MatchSequenceElement": _fields("value"),
    "MatchStar": visit_capture,
    "MatchAs": visit_capture,
    "MatchMapping": visit_match_mapping,
    "MatchClass": visit_match_class,
    "MatchOr": _list("patterns"),
    "MatchOrElement": _fields("pattern"),
    # Leaves
    "Name": Collector.visit_name,
    "Integer": Collector.visit_number,
    "Float": Collector.visit_number,
    "Imaginary": Collector.visit_number,
    "Ellipsis": Collector.visit_nothing,
    "SimpleString": Collector.visit_string,
    "FormattedString": Collector.visit_formatted_string,
    "TemplatedString": Collector.visit_formatted_string,
    "ConcatenatedString": Collector.visit_strings,
    # Expressions
    "Attribute": Collector.visit_chain,
    "Call": Collector.visit_chain,
    "Subscript": Collector.visit_chain,
    "Lambda": visit_lambda,
    "NamedExpr": Collector.visit_named,
    "IfExp": _fields("body", "test", "orelse"),
    "Await": _fields("expression"),
    "Yield": _fields("value"),
    "UnaryOperation": _fields("expression"),
    "BinaryOperation": Collector.visit_operands,
    "BooleanOperation": Collector.visit_operands,
    "Comparison": visit_comparison,
    "Tuple": Collector.visit_elements,
    "List": Collector.visit_elements,
    "Set": Collector.visit_elements,
    "StarredElement": _fields("value"),
    "Dict": Collector.visit_dict,
    "GeneratorExp": Collector.visit_comprehension,
    "ListComp": Collector.visit_comprehension,
    "SetComp": Collector.visit_comprehension,
    "DictComp": Collector.visit_comprehension,
    "StarredDictComp": Collector.visit_comprehension,
}
# Some node types are newer than the oldest libcst that will do.
_HANDLERS = {getattr(cst, name): handler for name, handler in _BY_NAME.items() if hasattr(cst, name)}
