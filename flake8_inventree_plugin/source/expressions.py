"""Static expressions (see `values`) and other small facts of a libcst tree, without positions."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any

import libcst as cst

from flake8_inventree_plugin.source.facts import Assignment, Parameter
from flake8_inventree_plugin.source.values import UNKNOWN_EXPRESSION, Expression

_MAXIMUM_ITEMS = 5_000
_MAXIMUM_DIGITS = 50
_MAXIMUM_PRODUCT = 10**15
_SCALARS = {"True": True, "False": False, "None": None}
IMPORTS = tuple(
    getattr(cst, name)
    for name in ("Import", "ImportFrom", "LazyImport", "LazyImportFrom")
    if hasattr(cst, name)
)
"""The node types of import statements; the lazy ones are newer than the oldest libcst that will do."""

_COMPARISONS: dict[Any, str] = {
    cst.LessThan: "<",
    cst.LessThanEqual: "<=",
    cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=",
    cst.Equal: "==",
    cst.NotEqual: "!=",
}
_DISPLAYS: dict[Any, str] = {cst.List: "list", cst.Tuple: "tuple", cst.Set: "set"}


def build_expression(node: Any) -> Expression:
    """The static expression of a node; what has more than 5,000 parts is unknown."""
    return _Builder().build(node)


def dotted_name(node: Any) -> str:
    """The dotted name that a Name or a chain of Attributes spells, "" for any other node."""
    if type(node) is cst.Name:
        return node.value
    parts: list[str] = []
    while type(node) is cst.Attribute:
        parts.append(node.attr.value)
        node = node.value
    if type(node) is not cst.Name:
        return ""
    parts.append(node.value)
    return ".".join(reversed(parts))


class _Builder:
    def __init__(self) -> None:
        self.count = 0

    def build(self, node: Any) -> Expression:
        self.count += 1
        if self.count > _MAXIMUM_ITEMS:
            return UNKNOWN_EXPRESSION
        kind = type(node)
        if kind is cst.SimpleString:
            value = string_value(node)
            return UNKNOWN_EXPRESSION if value is None else ["const", value]
        if kind is cst.Name:
            return ["const", _SCALARS[node.value]] if node.value in _SCALARS else ["name", node.value]
        if kind is cst.Attribute:
            name = dotted_name(node)
            return ["name", name] if name else UNKNOWN_EXPRESSION
        if kind is cst.Integer or kind is cst.Float:
            return _number(node)
        if kind is cst.UnaryOperation:
            return self.build_unary(node)
        if kind in _DISPLAYS:
            if any(type(element) is cst.StarredElement for element in node.elements):
                return UNKNOWN_EXPRESSION
            return [_DISPLAYS[kind], [self.build(element.value) for element in node.elements]]
        if kind is cst.Dict:
            return self.build_dict(node)
        if kind is cst.ConcatenatedString:
            return ["join", [self.build(part) for part in side_by_side(node)]]
        if kind is cst.FormattedString:
            return self.build_formatted(node)
        if kind is cst.BinaryOperation and type(node.operator) is cst.Add:
            return ["add", self.build(node.left), self.build(node.right)]
        if kind is cst.BinaryOperation and type(node.operator) is cst.Multiply:
            return _product(self.build(node.left), self.build(node.right))
        if kind is cst.Call:
            return self.build_call(node)
        if kind is cst.Comparison:
            return self.build_comparison(node)
        if kind is cst.BooleanOperation:
            name = "and" if type(node.operator) is cst.And else "or"
            return [name, self.build(node.left), self.build(node.right)]
        if kind is cst.Subscript:
            return self.build_item(node)
        return UNKNOWN_EXPRESSION

    def build_comparison(self, node: cst.Comparison) -> Expression:
        if len(node.comparisons) != 1:
            return UNKNOWN_EXPRESSION
        target = node.comparisons[0]
        operator = _COMPARISONS.get(type(target.operator))
        if operator is None:
            return UNKNOWN_EXPRESSION
        return ["compare", operator, self.build(node.left), self.build(target.comparator)]

    def build_item(self, node: cst.Subscript) -> Expression:
        """`value[3]` and `value[:2]`; any other subscript is unknown."""
        if len(node.slice) != 1:
            return UNKNOWN_EXPRESSION
        index = node.slice[0].slice
        if isinstance(index, cst.Index) and not index.star:
            return ["item", self.build(node.value), self.build(index.value)]
        if isinstance(index, cst.Slice) and index.lower is None and index.step is None and index.upper:
            return ["head", self.build(node.value), self.build(index.upper)]
        return UNKNOWN_EXPRESSION

    def build_unary(self, node: cst.UnaryOperation) -> Expression:
        inner = self.build(node.expression)
        if type(node.operator) is cst.Not:
            return ["not", inner]
        if type(node.operator) is cst.Minus and inner[0] == "const" and type(inner[1]) in (int, float):
            return ["const", -inner[1]]
        return UNKNOWN_EXPRESSION

    def build_dict(self, node: cst.Dict) -> Expression:
        items = [
            [self.build(item.key) if isinstance(item, cst.DictElement) else None, self.build(item.value)]
            for item in node.elements
        ]
        return UNKNOWN_EXPRESSION if self.count > _MAXIMUM_ITEMS else ["dict", items]

    def build_formatted(self, node: cst.FormattedString) -> Expression:
        if "r" in node.start.lower():
            return UNKNOWN_EXPRESSION
        parts: list[Expression] = []
        for part in node.parts:
            if isinstance(part, cst.FormattedStringText):
                if "\\" in part.value:
                    return UNKNOWN_EXPRESSION
                text = part.value.replace("{{", "{").replace("}}", "}")
                parts.append(["const", text.replace("\r\n", "\n").replace("\r", "\n")])
            elif isinstance(part, cst.FormattedStringExpression) and not (
                part.conversion or part.format_spec or part.equal
            ):
                parts.append(self.build(part.expression))
            else:
                return UNKNOWN_EXPRESSION
        return ["join", parts]

    def build_call(self, node: cst.Call) -> Expression:
        name = dotted_name(node.func)
        if not name or any(argument.star for argument in node.args):
            return UNKNOWN_EXPRESSION
        arguments = [self.build(argument.value) for argument in node.args if argument.keyword is None]
        keywords = [
            [argument.keyword.value, self.build(argument.value)]
            for argument in node.args
            if argument.keyword is not None
        ]
        return ["call", name, arguments, keywords]


def _number(node: cst.Integer | cst.Float) -> Expression:
    if len(node.value) > _MAXIMUM_DIGITS:
        return UNKNOWN_EXPRESSION
    value = int(node.value, 0) if isinstance(node, cst.Integer) else float(node.value)
    # JSON has no infinity.
    return ["const", value] if math.isfinite(value) else UNKNOWN_EXPRESSION


def _product(left: Expression, right: Expression) -> Expression:
    """The product of two numbers: `60 * 60`. It is computed here, so that values know nothing but sums."""
    if not all(part[0] == "const" and type(part[1]) in (int, float) for part in (left, right)):
        return UNKNOWN_EXPRESSION
    product = left[1] * right[1]
    return ["const", product] if abs(product) <= _MAXIMUM_PRODUCT else UNKNOWN_EXPRESSION


def string_value(node: cst.SimpleString) -> str | None:
    """The value of a string literal, None for bytes and for what cannot be evaluated."""
    value = node.value
    if value[0] not in "\"'":
        prefix = node.prefix
        if "b" in prefix:
            return None
        is_raw = "r" in prefix
    else:
        prefix, is_raw = "", False
    if "\\" in value and not is_raw:
        try:
            with warnings.catch_warnings():
                # The literal is the plugin's; an invalid escape in it is not ours to print.
                warnings.simplefilter("ignore")
                result = node.evaluated_value
        except (ValueError, SyntaxError):
            return None
        return result if isinstance(result, str) else None
    quote = len(node.quote)
    text = value[len(prefix) + quote : -quote]
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def exports(assignments: list[Assignment], additions: list[Expression]) -> list[str] | None:
    """The names that `__all__` lists, None where there is none or where it is not known statically.

    `additions` are what `__all__ += …` adds.
    """
    values = [item.value for item in assignments if item.name == "__all__"]
    if not values:
        return None
    names: list[str] = []
    for value in (*values, *additions):
        more = _strings(value)
        if more is None:
            return None
        names += more
    return list(dict.fromkeys(names))


def _strings(value: Expression) -> list[str] | None:
    if value[0] == "add":
        left, right = _strings(value[1]), _strings(value[2])
        return None if left is None or right is None else left + right
    if value[0] not in ("list", "tuple"):
        return None
    if not all(item[0] == "const" and isinstance(item[1], str) for item in value[1]):
        return None
    return [item[1] for item in value[1]]


def parameters(node: cst.Parameters) -> list[Parameter]:
    """The parameters of a function, in order."""
    result = [Parameter(p.name.value, "positional-only", p.default is not None) for p in node.posonly_params]
    result += [Parameter(p.name.value, "positional", p.default is not None) for p in node.params]
    if isinstance(node.star_arg, cst.Param):
        result.append(Parameter(node.star_arg.name.value, "*", False))
    result += [Parameter(p.name.value, "keyword-only", p.default is not None) for p in node.kwonly_params]
    if node.star_kwarg is not None:
        result.append(Parameter(node.star_kwarg.name.value, "**", False))
    return result


def docstring(body: Sequence[Any]) -> list[cst.SimpleString]:
    """The string literals that make up the docstring that a body starts with."""
    if not body:
        return []
    first = body[0]
    if isinstance(first, cst.SimpleStatementLine):
        if not first.body:
            return []
        first = first.body[0]
    return _literals(first.value) if isinstance(first, cst.Expr) else []


def side_by_side(node: Any) -> list[Any]:
    """The strings that stand side by side, as libcst nests them to the right; or a string alone."""
    parts: list[Any] = []
    while type(node) is cst.ConcatenatedString:
        parts.append(node.left)
        node = node.right
    parts.append(node)
    return parts


def _literals(node: Any) -> list[cst.SimpleString]:
    """The literals of a plain string or of several side by side; [] where one is bytes or an f-string."""
    parts = side_by_side(node)
    is_plain = all(type(part) is cst.SimpleString and "b" not in part.prefix for part in parts)
    return parts if is_plain else []


def exception_names(node: Any) -> list[str]:
    """The dotted names of the exceptions that a handler catches, "?" for what is no name; [] catches all."""
    if node is None:
        return []
    if isinstance(node, cst.Tuple):
        return [dotted_name(element.value) or "?" for element in node.elements]
    return [dotted_name(node) or "?"]


def statements(body: cst.BaseSuite) -> list[Any]:
    """The statements of a block, small statements on one line taken apart."""
    found: list[Any] = []
    for line in body.body:
        if isinstance(line, cst.SimpleStatementLine):
            found.extend(line.body)
        else:
            found.append(line)
    return found


def always_leaves(body: cst.BaseSuite) -> bool:
    """Whether a block ends with raise, return, continue or break."""
    found = statements(body)
    return bool(found) and isinstance(found[-1], (cst.Raise, cst.Return, cst.Continue, cst.Break))


def is_endless(test: Any) -> bool:
    """Whether a loop with this test goes on until something else ends it: `while True`, `while not
    stopped.is_set()`."""
    expression = build_expression(test)
    if expression[0] == "not":
        inner = expression[1]
        return bool(inner[0] == "call" and inner[1].endswith(".is_set"))
    return bool(expression[0] == "const" and expression[1])


def called_names(body: cst.BaseSuite) -> tuple[list[str], bool]:
    """What the body of a loop calls, each by its last name, and whether anything in it leaves the loop."""
    names: dict[str, None] = {}
    leaves = False
    pending: list[tuple[Any, bool]] = [(body, False)]
    while pending:
        node, is_inner = pending.pop()
        if isinstance(node, (cst.FunctionDef, cst.ClassDef, cst.Lambda)):
            continue
        if isinstance(node, cst.Call):
            name = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
            if isinstance(name, cst.Name):
                names[name.value] = None
        leaves |= isinstance(node, (cst.Return, cst.Raise)) or (isinstance(node, cst.Break) and not is_inner)
        is_inner |= isinstance(node, (cst.For, cst.While))
        pending += [(child, is_inner) for child in node.children]
    return list(names), leaves


def returned(body: cst.BaseSuite) -> Expression | None:
    """What a function returns whose body is one return statement, after a docstring."""
    found = statements(body)
    if docstring(body.body):
        found = found[1:]
    if len(found) == 1 and isinstance(found[0], cst.Return):
        value = found[0].value
        return ["const", None] if value is None else build_expression(value)
    return None


def bound_names(body: cst.BaseSuite) -> list[str]:
    """The names that the statements of a block bind, also inside its own `if`, `try` and `with` blocks."""
    names: list[str] = []
    for statement in statements(body):
        if isinstance(statement, (cst.FunctionDef, cst.ClassDef)):
            names.append(statement.name.value)
        elif isinstance(statement, cst.Assign):
            for target in statement.targets:
                names += _target_names(target.target)
        elif isinstance(statement, cst.AnnAssign):
            if statement.value is not None:
                names += _target_names(statement.target)
        elif isinstance(statement, IMPORTS):
            if not isinstance(statement.names, cst.ImportStar):
                names += [_bound_by_alias(alias, statement) for alias in statement.names]
        elif isinstance(statement, (cst.If, cst.Try, cst.With)):
            names += bound_names(statement.body)
            for field in ("handlers", "orelse", "finalbody"):
                others = getattr(statement, field, None) or ()
                for other in others if isinstance(others, Sequence) else (others,):
                    # An `elif` is an If in place of an Else.
                    names += bound_names(other.body)
                    while isinstance(other, cst.If) and other.orelse is not None:
                        other = other.orelse
                        names += bound_names(other.body)
    return names


def _target_names(node: Any) -> list[str]:
    if isinstance(node, cst.Name):
        return [node.value]
    if isinstance(node, (cst.Tuple, cst.List)):
        return [name for element in node.elements for name in _target_names(element.value)]
    return []


def _bound_by_alias(alias: cst.ImportAlias, statement: Any) -> str:
    if alias.asname is not None:
        return dotted_name(alias.asname.name)
    name = dotted_name(alias.name)
    return name if hasattr(statement, "module") else name.split(".")[0]
