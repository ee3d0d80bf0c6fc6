"""Static expressions and what they evaluate to, without ever running the plugin's code.

An expression is a JSON list, its first item the kind:

| expression | meaning |
| --- | --- |
| `["const", value]` | a string, number, True, False, None |
| `["name", "a.b.c"]` | a dotted name |
| `["list", [items]]`, `["tuple", …]`, `["set", …]` | a display |
| `["dict", [[key, value], …]]` | a display; a key is None for `**value` |
| `["join", [parts]]` | an f-string, or strings side by side |
| `["add", left, right]` | `left + right` |
| `["call", "dotted.name", [arguments], [[keyword, value], …]]` | a call |
| `["compare", ">=", left, right]` | a comparison; `<`, `<=`, `>`, `>=`, `==` or `!=` |
| `["and", left, right]`, `["or", …]`, `["not", operand]` | what tests are made of |
| `["item", value, index]`, `["head", value, length]` | `value[index]`, `value[:length]` |
| `["unknown"]` | anything else |

The value of tests is unknown here; `project.guards` asks them about releases.
"""

from __future__ import annotations

from typing import Any, Protocol

from flake8_inventree_plugin.known import UNKNOWN, Known, Value

__all__ = ["UNKNOWN", "Known", "Value", "evaluate"]

Expression = list[Any]
UNKNOWN_EXPRESSION: Expression = ["unknown"]


TRANSLATIONS = frozenset(
    f"django.utils.translation.{name}"
    for name in ("gettext", "gettext_lazy", "gettext_noop", "ugettext", "ugettext_lazy", "ugettext_noop")
)
_MAXIMUM_LENGTH = 100_000
_MAXIMUM_DEPTH = 50


class Names(Protocol):
    """Where an evaluation looks names up."""

    def value_of(self, name: str) -> Value:
        """The value of a dotted name."""
        ...

    def origin_of(self, name: str) -> str:
        """The absolute dotted name of what a name was imported from, "" where that is not known."""
        ...


def evaluate(expression: Expression, names: Names, depth: int = 0) -> Value:
    """The value of an expression, UNKNOWN where it depends on anything that is not static."""
    if depth > _MAXIMUM_DEPTH:
        return UNKNOWN
    kind = expression[0]
    if kind == "const":
        return Known(expression[1])
    if kind == "name":
        return names.value_of(expression[1])
    if kind in ("list", "tuple", "set"):
        items = [_inner(item, names, depth) for item in expression[1]]
        # A set is kept as a tuple: its items may be unhashable here where they are unknown.
        return Known(items if kind == "list" else tuple(items))
    if kind == "dict":
        return _dict(expression[1], names, depth)
    if kind == "join":
        return _text([evaluate(part, names, depth + 1) for part in expression[1]])
    if kind == "add":
        return _add(evaluate(expression[1], names, depth + 1), evaluate(expression[2], names, depth + 1))
    if kind == "call":
        return _call(expression, names, depth)
    return UNKNOWN


def _inner(expression: Expression, names: Names, depth: int) -> Any:
    value = evaluate(expression, names, depth + 1)
    return value.value if isinstance(value, Known) else UNKNOWN


def _dict(items: list[list[Any]], names: Names, depth: int) -> Value:
    result: dict[Any, Any] = {}
    for key_expression, value_expression in items:
        value = _inner(value_expression, names, depth)
        if key_expression is None:
            if not isinstance(value, dict):
                return UNKNOWN
            result.update(value)
            continue
        key = _inner(key_expression, names, depth)
        try:
            result[key] = value
        except TypeError:
            return UNKNOWN
    return Known(result)


def _text(parts: list[Value]) -> Value:
    text = ""
    for part in parts:
        if not isinstance(part, Known) or not isinstance(part.value, (str, int, float)):
            return UNKNOWN
        text += str(part.value)
        if len(text) > _MAXIMUM_LENGTH:
            return UNKNOWN
    return Known(text)


def _add(left: Value, right: Value) -> Value:
    if not (isinstance(left, Known) and isinstance(right, Known)):
        return UNKNOWN
    one: Any = left.value
    other: Any = right.value
    if type(one) not in (str, list, tuple) or type(one) is not type(other):
        return UNKNOWN
    return UNKNOWN if len(one) + len(other) > _MAXIMUM_LENGTH else Known(one + other)


def _call(expression: Expression, names: Names, depth: int) -> Value:
    _, function, arguments, keywords = expression
    if not arguments or keywords or len(arguments) != 1:
        return UNKNOWN
    origin = names.origin_of(function)
    if origin in TRANSLATIONS:
        return evaluate(arguments[0], names, depth + 1)
    if function == "str" and not origin:
        return _text([evaluate(arguments[0], names, depth + 1)])
    return UNKNOWN
