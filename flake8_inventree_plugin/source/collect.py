"""One read-only pass over a libcst tree that collects the facts of a file.

`CSTNode.visit` rebuilds every node and libcst's metadata providers cost several parses, so this module walks
the tree itself, in source order, with a `Cursor` that tells where each leaf stands. What a name means is
looked up when the whole file has been walked, because a scope's names may be bound below their uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import libcst as cst

from flake8_inventree_plugin.source.cursor import Cursor
from flake8_inventree_plugin.source.expressions import (
    always_leaves,
    bound_names,
    build_expression,
    called_names,
    docstring,
    dotted_name,
    exception_names,
    exports,
    is_endless,
    parameters,
    returned,
    side_by_side,
)
from flake8_inventree_plugin.source.facts import (
    MODULE,
    NO_BRANCH,
    Assignment,
    Base,
    Branch,
    Class,
    Comparison,
    EnvironmentUse,
    FileFacts,
    Function,
    Guard,
    Import,
    RequestUse,
)
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
    return _Collector(text).run(module)


class _Collector:
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
        _HANDLERS[type(node)](self, node)

    def visit_all(self, nodes: Iterable[Any]) -> None:
        for node in nodes:
            _HANDLERS[type(node)](self, node)

    def visit_nothing(self, node: Any) -> None:
        """For nodes without leaves."""

    def visit_block(self, node: Any) -> None:
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
        self.visit_body(suite.body)

    # Leaves

    def visit_number(self, node: Any) -> None:
        self.locate(node.value)

    def visit_string(self, node: cst.SimpleString) -> None:
        self.cursor.string(node.value)

    def visit_strings(self, node: cst.ConcatenatedString) -> None:
        self.visit_all(side_by_side(node))

    def visit_formatted_string(self, node: Any) -> None:
        cursor = self.cursor
        start = cursor.locate(node.start)
        index = len(cursor.strings)
        cursor.strings.append((start, start))
        self.visit_parts(node.parts)
        cursor.end_formatted_string(index, start, node.end)

    def visit_parts(self, parts: Iterable[Any]) -> None:
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
        name = node.value
        start = self.locate(name)
        self.use([name], "load", start, self.cursor.offset, ())

    def visit_chain(self, node: Any) -> None:
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
                self.visit_table(node, steps)
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
                        self.add_lookup(key, path, start, end)
                path.append("[]")
        if start >= 0:
            self.use(path, context, start, end, arguments)
            if len(path) > 1 and path[1] in _MAY_CHANGE:
                self.add_change(path, context)

    def visit_slice(self, node: Any) -> None:
        if type(node) is cst.Index:
            self.visit(node.value)
            return
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                self.visit(part)

    def use(self, path: list[str], context: str, start: int, end: int, arguments: Sequence[cst.Arg]) -> None:
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
            end = len(self.cursor.text[:dot].rstrip())
            self.add_lookup(node.args[0].value, path[:-1], start, end)

    def add_change(self, path: list[str], context: str) -> None:
        """Notes that the value of a name is changed in place: `TABLE["a"] = 1`, `TABLE["a"].update(b)`."""
        if path[1] != "[]" or context in ("store", "delete") or path[-1] in _CHANGING:
            self.changes.append(self.uses[-1])

    def add_environment_use(
        self, variable: Any, module: list[str], start: int, end: int, *, is_read: bool
    ) -> None:
        """Keeps a use of an environment variable; `module` is what stands before `environ` or `getenv`."""
        if module in ([], ["os"]):
            place = self.lines.between(start, end)
            self.facts.environment_uses.append(EnvironmentUse(build_expression(variable), place, is_read))

    def visit_table(self, node: cst.Dict, steps: Sequence[Any]) -> None:
        """Visits a dictionary display in which something is looked up."""
        first = steps[0]
        sought: Any = None
        if type(first) is cst.Subscript and isinstance(first.slice[0].slice, cst.Index):
            sought = first.slice[0].slice.value
        elif type(first) is cst.Attribute and first.attr.value == "get" and len(steps) > 1:
            sought = steps[1].args[0].value if type(steps[1]) is cst.Call and steps[1].args else None
        parameter = sought.value if type(sought) is cst.Name and sought.value in self.parameters else ""
        for element in node.elements:
            if type(element) is cst.DictElement:
                if parameter:
                    self.compare(parameter, element.key)
                else:
                    self.visit(element.key)
            self.visit(element.value)

    def add_lookup(self, key: Any, path: list[str], start: int, end: int) -> None:
        """Keeps the lookup of a parameter in something that has a name."""
        if type(key) is cst.Name and key.value in self.parameters and "()" not in path and "[]" not in path:
            self.add_comparison(key.value, ["name", ".".join(path)], start, end)

    def add_comparison(self, parameter: str, value: Expression, start: int, end: int) -> None:
        place = self.lines.between(start, end)
        self.facts.comparisons.append(
            Comparison(parameter, value, place, self.owner, self.function, self.branch)
        )

    def compare(self, parameter: str, node: Any) -> None:
        """Visits what a parameter is compared with, and keeps it."""
        first_string = len(self.cursor.strings)
        self.visit(node)
        value = build_expression(node)
        if value[0] == "name":
            self.add_comparison(parameter, value, self.uses[-1].start, self.uses[-1].end)
            return
        items = value[1] if value[0] in ("list", "tuple", "set") else [value]
        texts = [item for item in items if item[0] == "const" and isinstance(item[1], str)]
        strings = self.cursor.strings[first_string:]
        if len(strings) == len(texts):
            for item, span in zip(texts, strings, strict=True):
                self.add_comparison(parameter, item, *span)

    def visit_argument(self, node: cst.Arg) -> None:
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
        self.delete(node.target)

    def delete(self, node: Any) -> None:
        if isinstance(node, (cst.Tuple, cst.List)):
            for element in node.elements:
                self.delete(element.value)
            return
        if isinstance(node, cst.Name) and self.scope.kind == "function":
            # `del` makes a name local, but binds it to nothing.
            self.scope.target(node.value).names.setdefault(node.value, [])
        self.visit_steps(node, "delete")

    def visit_global(self, node: cst.Global) -> None:
        for item in node.names:
            self.locate(item.name.value)
            self.scope.global_names.add(item.name.value)

    def visit_nonlocal(self, node: cst.Nonlocal) -> None:
        for item in node.names:
            self.locate(item.name.value)
            self.scope.nonlocal_names.add(item.name.value)

    def visit_type_parameters(self, node: cst.TypeParameters | None, parent: Scope) -> Scope:
        """The scope that type parameters make, `parent` where there are none."""
        if node is None:
            return parent
        self.scope = scope = Scope("types", parent, parent.owner)
        for item in node.params:
            variable = item.param
            scope.names.setdefault(variable.name.value, []).append((NO_IMPORT, NO_BRANCH))
            self.locate(variable.name.value)
            if isinstance(variable, cst.TypeVar) and variable.bound is not None:
                self.visit(variable.bound)
            if item.default is not None:
                self.visit(item.default)
        return scope

    # Imports

    def visit_import(self, node: Any) -> None:
        is_from = hasattr(node, "module")
        kind = type(node).__name__
        start = self.locate("lazy") if kind.startswith("Lazy") else -1
        keyword = self.locate("from" if is_from else "import")
        start = keyword if start < 0 else start
        module = ""
        if is_from:
            name = dotted_name(node.module)
            module = "." * len(node.relative) + name
            for part in name.split(".") if name else ():
                self.locate(part)
            self.locate("import")
        added: list[Import] = []
        if isinstance(node.names, cst.ImportStar):
            position = self.text.find("*", self.cursor.offset)
            self.cursor.offset = position + 1
            added.append(self.add_import(module, "*", None, position))
        else:
            added = [self.visit_alias(module, alias, is_from=is_from) for alias in node.names]
        if is_from and node.lpar is not None:
            self.cursor.closing_parenthesis()
        statement = self.lines.between(start, self.cursor.offset)
        for item in added:
            item.statement = statement

    def visit_alias(self, module: str, alias: cst.ImportAlias, *, is_from: bool) -> Import:
        name = dotted_name(alias.name)
        first, *others = name.split(".")
        start = self.locate(first)
        for part in others:
            self.locate(part)
        bound = None
        if alias.asname is not None:
            bound = dotted_name(alias.asname.name)
            self.locate("as")
            self.locate(bound)
        if is_from:
            return self.add_import(module, name, bound, start)
        return self.add_import(name, None, bound, start)

    def add_import(self, module: str, name: str | None, alias: str | None, start: int) -> Import:
        place = self.lines.between(start, self.cursor.offset)
        item = Import(
            module,
            name,
            alias,
            place,
            place,
            function_level=self.function_depth > 0,
            branch=self.branch,
            type_checking=self.is_type_checking(),
            in_class=self.scope.kind == "class",
        )
        self.facts.imports.append(item)
        if name != "*":
            self.bind(item.bound, len(self.facts.imports) - 1, kept=self.scope.kind == "module")
        return item

    def is_type_checking(self) -> bool:
        index = self.branch
        while index != NO_BRANCH:
            branch = self.facts.branches[index]
            if branch.kind == "if" and branch.arm == "body":
                test = self.facts.guards[str(branch.statement)].tests[branch.handler]
                if test[0] == "name" and test[1].split(".")[-1] == "TYPE_CHECKING":
                    return True
            index = branch.parent
        return False

    # Classes and functions

    def visit_class(self, node: cst.ClassDef) -> None:
        for decorator in node.decorators:
            self.visit(decorator.decorator)
        self.locate("class")
        name = node.name.value
        start = self.locate(name)
        outer = self.scope
        self.bind(name, kept=True)
        item = Class(
            name,
            self.lines.between(start, self.cursor.offset),
            [],
            [build_expression(decorator.decorator) for decorator in node.decorators],
            self.owner if outer.kind == "class" else MODULE,
            function_level=self.function_depth > 0,
            branch=self.branch,
            docstring=bool(docstring(node.body.body)),
        )
        index = len(self.facts.classes)
        self.facts.classes.append(item)
        self.scope = parent = self.visit_type_parameters(node.type_parameters, outer)
        if node.bases or node.keywords:
            self.cursor.opening_parenthesis()
        for argument in node.bases:
            self.visit_base(item, argument)
        for argument in node.keywords:
            if argument.star == "*":
                self.visit_base(item, argument)
            else:
                self.visit_argument(argument)
        outer_owner = self.owner
        self.scope, self.owner = Scope("class", parent, index), index
        self.visit_suite(node.body)
        self.scope, self.owner = outer, outer_owner

    def visit_base(self, item: Class, argument: cst.Arg) -> None:
        value: Any = argument.value
        if isinstance(value, cst.Subscript):
            value = value.value
        name = "" if argument.star else dotted_name(value)
        start, first_string = self.cursor.next_item(), len(self.cursor.strings)
        self.visit(argument.value)
        end = self.cursor.end_item(start, first_string)
        if name:
            # The last use is that of the name itself: those in its subscript end before.
            start, end = self.uses[-1].start, self.uses[-1].end
        base = Base(name, [], self.lines.between(start, end))
        item.bases.append(base)
        self.bases.append((base, self.scope))

    def visit_function(self, node: cst.FunctionDef) -> None:
        for decorator in node.decorators:
            self.visit(decorator.decorator)
        self.locate("def")
        name = node.name.value
        start = self.locate(name)
        outer = self.scope
        is_method = outer.kind == "class"
        is_kept = is_method or self.function_depth == 0
        self.bind(name, kept=is_kept or outer.kind != "module")
        decorators = [build_expression(decorator.decorator) for decorator in node.decorators]
        if is_kept:
            self.facts.functions.append(
                Function(
                    name,
                    self.lines.between(start, self.cursor.offset),
                    parameters(node.params),
                    decorators,
                    self.owner if is_method else MODULE,
                    self.branch,
                    docstring=bool(docstring(node.body.body)),
                    returns=returned(node.body),
                    is_async=node.asynchronous is not None,
                )
            )
        outer_function, outer_parameters = self.function, (self.parameters, self.all_parameters)
        if is_kept:
            self.function = name
            self.all_parameters = frozenset(
                parameter.name.value for parameter in (*node.params.posonly_params, *node.params.params)
            )
            self.parameters = self.all_parameters if is_method else frozenset()
        self.scope = parent = self.visit_type_parameters(node.type_parameters, outer)
        scope = Scope("function", parent, self.owner)
        if is_method:
            scope.receiver = _receiver(node, decorators)
        self.visit_parameters(node.params, scope)
        if node.returns is not None:
            self.visit(node.returns.annotation)
        self.scope = scope
        self.function_depth += 1
        self.visit_suite(node.body)
        self.function_depth -= 1
        self.scope, self.function = outer, outer_function
        self.parameters, self.all_parameters = outer_parameters

    def visit_parameters(self, node: cst.Parameters, scope: Scope) -> None:
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
            self.locate(name)
            if parameter.annotation is not None:
                self.visit(parameter.annotation.annotation)
            if parameter.default is not None:
                self.visit(parameter.default)

    def visit_lambda(self, node: cst.Lambda) -> None:
        outer = self.scope
        scope = Scope("function", outer, self.owner)
        self.visit_parameters(node.params, scope)
        self.scope = scope
        self.visit(node.body)
        self.scope = outer

    # Assignments

    def visit_assign(self, node: cst.Assign) -> None:
        self.assign([target.target for target in node.targets], node.value)

    def visit_annotated(self, node: cst.AnnAssign) -> None:
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
        target = node.target
        if isinstance(target, cst.Name):
            if target.value == "__all__" and self.scope is self.module_scope:
                self.exports_added.append(build_expression(node.value))
            self.visit(target)
            self.bind(target.value)
        else:
            self.visit_steps(target, "store")
        self.visit(node.value)

    # Branches

    def begin(self, guard: Guard) -> int:
        """Numbers a compound statement."""
        statement = len(self.facts.guards) + 1
        self.facts.guards[str(statement)] = guard
        return statement

    def enter(self, statement: int, kind: str, arm: str, handler: int, parent: int) -> None:
        self.branch = len(self.facts.branches)
        self.facts.branches.append(Branch(statement, kind, arm, handler, parent))

    def visit_if(self, node: cst.If) -> None:
        guard = Guard("if", [], [], [], [])
        statement = self.begin(guard)
        outer = self.branch
        arm: Any = node
        number = 0
        while type(arm) is cst.If:
            guard.tests.append(build_expression(arm.test))
            first_use = len(self.uses)
            self.visit(arm.test)
            guard.names.append(
                list(dict.fromkeys(_dotted_path(use.path) for use in self.uses[first_use:])),
            )
            self.enter(statement, "if", "body", number, outer)
            self.visit(arm.body)
            self.branch = outer
            arm = arm.orelse
            number += 1
        if arm is not None:
            self.enter(statement, "if", "else", number, outer)
            self.visit(arm.body)
            self.branch = outer

    def visit_try(self, node: Any) -> None:
        guard = Guard("try", [], [], [], bound_names(node.body))
        statement = self.begin(guard)
        outer = self.branch
        self.enter(statement, "try", "body", 0, outer)
        self.visit(node.body)
        for number, handler in enumerate(node.handlers):
            self.branch = outer
            guard.tests.append(exception_names(handler.type))
            guard.binds.append(bound_names(handler.body))
            guard.ends.append(always_leaves(handler.body))
            if handler.type is not None:
                self.visit(handler.type)
            self.enter(statement, "try", "handler", number, outer)
            if handler.name is not None:
                # Bound in the handler alone, and deleted at its end.
                name = handler.name.name.value
                self.scope.target(name).names.setdefault(name, []).append((NO_IMPORT, self.branch))
                self.locate(name)
            self.visit(handler.body)
        for arm, block in (("else", node.orelse), ("finally", node.finalbody)):
            if block is not None:
                self.enter(statement, "try", arm, 0, outer)
                self.visit(block.body)
        self.branch = outer

    def visit_with(self, node: cst.With) -> None:
        guard = Guard("with", [], [], [], [])
        statement = self.begin(guard)
        outer = self.branch
        for item in node.items:
            guard.tests.append(build_expression(item.item))
            self.visit(item.item)
            if item.asname is not None:
                self.bind_target(item.asname.name)
        self.enter(statement, "with", "body", 0, outer)
        self.visit(node.body)
        self.branch = outer

    def visit_for(self, node: cst.For) -> None:
        self.bind_target(node.target)
        self.visit(node.iter)
        self.visit_loop(node)

    def visit_while(self, node: cst.While) -> None:
        self.visit(node.test)
        self.visit_loop(node)

    def visit_loop(self, node: cst.For | cst.While) -> None:
        outer = self.branch
        guard = Guard("other", [], [], [], [])
        if type(node) is cst.While and is_endless(node.test):
            names, leaves = called_names(node.body)
            guard = Guard("endless", [], [], [leaves], [], [names])
        statement = self.begin(guard)
        self.enter(statement, "other", "body", 0, outer)
        self.visit(node.body)
        if node.orelse is not None:
            self.enter(statement, "other", "else", 0, outer)
            self.visit(node.orelse.body)
        self.branch = outer

    def visit_match(self, node: cst.Match) -> None:
        self.locate("match")
        subject = node.subject
        self.visit(subject)
        parameter = subject.value if type(subject) is cst.Name and subject.value in self.parameters else ""
        outer = self.branch
        statement = self.begin(Guard("other", [], [], [], []))
        for number, case in enumerate(node.cases):
            self.locate("case")
            self.enter(statement, "other", "body", number, outer)
            if parameter:
                self.visit_cases(parameter, case.pattern)
            else:
                self.visit(case.pattern)
            if case.guard is not None:
                self.visit(case.guard)
            self.visit(case.body)
            self.branch = outer

    # Patterns

    def visit_cases(self, parameter: str, pattern: Any) -> None:
        """Visits the pattern that a parameter is matched with, and keeps its values."""
        if type(pattern) is cst.MatchOr:
            for element in pattern.patterns:
                self.visit_cases(parameter, element.pattern)
        elif type(pattern) is cst.MatchValue:
            self.compare(parameter, pattern.value)
        else:
            self.visit(pattern)

    def visit_capture(self, node: Any) -> None:
        """`pattern as name`, `*name`, `**name` or a name alone; the name stands last."""
        pattern = getattr(node, "pattern", None)
        if pattern is not None:
            self.visit(pattern)
        if node.name is not None:
            self.bind_target(node.name)
        elif pattern is None:
            self.locate("_")

    def visit_match_mapping(self, node: cst.MatchMapping) -> None:
        for element in node.elements:
            self.visit(element.key)
            self.visit(element.pattern)
        if node.rest is not None:
            self.bind_target(node.rest)

    def visit_match_class(self, node: cst.MatchClass) -> None:
        self.visit(node.cls)
        for element in node.patterns:
            self.visit(element.value)
        for keyword in node.kwds:
            self.locate(keyword.key.value)
            self.visit(keyword.pattern)

    # Other expressions and statements

    def visit_type_alias(self, node: cst.TypeAlias) -> None:
        self.locate("type")
        self.bind_target(node.name)
        outer = self.scope
        self.scope = self.visit_type_parameters(node.type_parameters, outer)
        self.visit(node.value)
        self.scope = outer

    def visit_comprehension(self, node: Any) -> None:
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

    def visit_comparison(self, node: cst.Comparison) -> None:
        left = node.left
        if not self.parameters or len(node.comparisons) > 1:
            self.visit(left)
            for target in node.comparisons:
                self.visit(target.comparator)
            return
        right = node.comparisons[0].comparator
        if type(right) is cst.Name and right.value in self.parameters and type(left) is not cst.Name:
            self.compare(right.value, left)
            self.visit(right)
            return
        self.visit(left)
        if type(left) is cst.Name and left.value in self.parameters:
            self.compare(left.value, right)
        else:
            self.visit(right)

    def visit_elements(self, node: Any) -> None:
        for element in node.elements:
            value = element.value
            _HANDLERS[type(value)](self, value)

    def visit_dict(self, node: cst.Dict) -> None:
        for element in node.elements:
            if type(element) is cst.DictElement:
                self.visit(element.key)
            self.visit(element.value)


def _receiver(node: cst.FunctionDef, decorators: list[Expression]) -> tuple[str, str] | None:
    """A method's first parameter and whether it is "self" or "cls"; None for a static method."""
    found = (*node.params.posonly_params, *node.params.params)
    names = {decorator[1] for decorator in decorators if decorator[0] == "name"}
    if not found or "staticmethod" in names:
        return None
    implicit = node.name.value in ("__new__", "__init_subclass__", "__class_getitem__")
    return found[0].name.value, "cls" if implicit or "classmethod" in names else "self"


def _dotted_path(path: list[str]) -> str:
    return ".".join(step for step in path if step not in ("()", "[]"))


def _fields(*names: str) -> Callable[[_Collector, Any], None]:
    """A handler that visits the nodes in some fields; a field may hold None."""
    if len(names) == 1:
        name = names[0]

        def visit_field(collector: _Collector, node: Any) -> None:
            child = getattr(node, name)
            if child is not None:
                _HANDLERS[type(child)](collector, child)

        return visit_field

    def visit_fields(collector: _Collector, node: Any) -> None:
        for name in names:
            child = getattr(node, name)
            if child is not None:
                _HANDLERS[type(child)](collector, child)

    return visit_fields


def _list(name: str) -> Callable[[_Collector, Any], None]:
    """A handler that visits the nodes in a field that is a list."""

    def visit_list(collector: _Collector, node: Any) -> None:
        for child in getattr(node, name):
            _HANDLERS[type(child)](collector, child)

    return visit_list


_OF_REQUESTS = frozenset({"FILES", "POST", "auth", "body", "data", "read", "user"})
_TELLING = frozenset({"get", "getattr", "getenv", "hasattr"})
"""Functions whose calls are kept as facts of their own."""
_USED_AT_ONCE = frozenset({"Timer", "get_setting", "get_user_setting"})
"""Functions, or methods of the plugin, whose arguments rules ask about although another call follows:
`Timer(60, run).start()`, `self.get_setting("KEY").strip()`."""
_CHANGING = frozenset(
    {"append", "clear", "extend", "insert", "pop", "popitem", "remove", "setdefault", "update"}
)
"""Methods that change a dictionary or a list."""
_MAY_CHANGE = _CHANGING | {"[]"}
_STEPS = frozenset({cst.Attribute, cst.Call, cst.Subscript})
_LITERAL_TEXTS = frozenset(
    getattr(cst, name) for name in ("FormattedStringText", "TemplatedStringText") if hasattr(cst, name)
)
_BY_NAME: dict[str, Callable[[_Collector, Any], None]] = {
    # Statements
    "SimpleStatementLine": _Collector.visit_block,
    "SimpleStatementSuite": _Collector.visit_block,
    "IndentedBlock": _Collector.visit_block,
    "Else": _fields("body"),
    "Finally": _fields("body"),
    "Expr": _fields("value"),
    "Return": _fields("value"),
    "Raise": _fields("exc", "cause"),
    "From": _fields("item"),
    "Assert": _fields("test", "msg"),
    "Pass": _Collector.visit_nothing,
    "Break": _Collector.visit_nothing,
    "Continue": _Collector.visit_nothing,
    "Assign": _Collector.visit_assign,
    "AnnAssign": _Collector.visit_annotated,
    "AugAssign": _Collector.visit_augmented,
    "Del": _Collector.visit_del,
    "Global": _Collector.visit_global,
    "Nonlocal": _Collector.visit_nonlocal,
    "Import": _Collector.visit_import,
    "ImportFrom": _Collector.visit_import,
    "LazyImport": _Collector.visit_import,
    "LazyImportFrom": _Collector.visit_import,
    "ClassDef": _Collector.visit_class,
    "FunctionDef": _Collector.visit_function,
    "If": _Collector.visit_if,
    "Try": _Collector.visit_try,
    "TryStar": _Collector.visit_try,
    "With": _Collector.visit_with,
    "For": _Collector.visit_for,
    "While": _Collector.visit_while,
    "Match": _Collector.visit_match,
    "TypeAlias": _Collector.visit_type_alias,
    # Patterns
    "MatchValue": _fields("value"),
    "MatchSingleton": _fields("value"),
    "MatchList": _list("patterns"),
    "MatchTuple": _list("patterns"),
    "MatchSequenceElement": _fields("value"),
    "MatchStar": _Collector.visit_capture,
    "MatchAs": _Collector.visit_capture,
    "MatchMapping": _Collector.visit_match_mapping,
    "MatchClass": _Collector.visit_match_class,
    "MatchOr": _list("patterns"),
    "MatchOrElement": _fields("pattern"),
    # Leaves
    "Name": _Collector.visit_name,
    "Integer": _Collector.visit_number,
    "Float": _Collector.visit_number,
    "Imaginary": _Collector.visit_number,
    "Ellipsis": _Collector.visit_nothing,
    "SimpleString": _Collector.visit_string,
    "FormattedString": _Collector.visit_formatted_string,
    "TemplatedString": _Collector.visit_formatted_string,
    "ConcatenatedString": _Collector.visit_strings,
    # Expressions
    "Attribute": _Collector.visit_chain,
    "Call": _Collector.visit_chain,
    "Subscript": _Collector.visit_chain,
    "Lambda": _Collector.visit_lambda,
    "NamedExpr": _Collector.visit_named,
    "IfExp": _fields("body", "test", "orelse"),
    "Await": _fields("expression"),
    "Yield": _fields("value"),
    "UnaryOperation": _fields("expression"),
    "BinaryOperation": _Collector.visit_operands,
    "BooleanOperation": _Collector.visit_operands,
    "Comparison": _Collector.visit_comparison,
    "Tuple": _Collector.visit_elements,
    "List": _Collector.visit_elements,
    "Set": _Collector.visit_elements,
    "StarredElement": _fields("value"),
    "Dict": _Collector.visit_dict,
    "GeneratorExp": _Collector.visit_comprehension,
    "ListComp": _Collector.visit_comprehension,
    "SetComp": _Collector.visit_comprehension,
    "DictComp": _Collector.visit_comprehension,
    "StarredDictComp": _Collector.visit_comprehension,
}
# Some node types are newer than the oldest libcst that will do.
_HANDLERS = {getattr(cst, name): handler for name, handler in _BY_NAME.items() if hasattr(cst, name)}
