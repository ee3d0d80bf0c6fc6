"""What a setup.py declares to setuptools, without ever running it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.project.declarations import (
    Declarations,
    Located,
    ValueOf,
    directories,
    entry_point,
    entry_points_of_text,
    is_truthy,
    requirement_lines,
    text_value,
    texts_value,
    unknown_entry_point,
    unknown_fields,
    version_value,
)
from flake8_inventree_plugin.source.facts import NO_BRANCH, Assignment, FileFacts, Import, Reference
from flake8_inventree_plugin.source.values import UNKNOWN, Expression, Known, Value, evaluate

FILE = "setup.py"

_SETUP_FUNCTIONS = frozenset({"setuptools.setup", "distutils.core.setup"})
_MAXIMUM_SOURCE = 100_000
_TOKEN = r"""(?sx)(?P<comment>\#[^\n]*)
    | ('''|\"\"\"|'|")(?:\\.|(?!\2).)*\2
    | (?P<open>[(\[{]) | (?P<close>[)\]}]) | (?P<comma>,)
    | (?P<keyword>\w+)\s*=(?!=)
    | \w+ | \S"""


@dataclass(slots=True)
class SetupCall:
    """The call of `setup()` in a setup.py: its keywords and their values.

    `range` is that of the function's name; `ranges` are those of the keywords with their values, as far as
    they can be told. `is_whole` is false where there are keywords that cannot be told (`**`).
    """

    range: Range
    keywords: dict[str, Value] = field(default_factory=dict)
    ranges: dict[str, Range] = field(default_factory=dict)
    is_whole: bool = True
    source: str = ""

    def range_of(self, keyword: str, text: str = "") -> Range:
        """Where a keyword stands or, given a text that the file has only once, that text."""
        if text and self.source.count(text) == 1:
            offset = self.source.index(text)
            return Range(*_place(self.source, offset), *_place(self.source, offset + len(text)))
        return self.ranges.get(keyword, self.range)


def setup_call(facts: FileFacts, source: bytes, value_of: ValueOf) -> SetupCall | None:
    """The call of `setup()` that a setup.py makes, None where there is none to be seen.

    `facts` and `source` are those of the file. Of several calls only what they agree on is known.
    """
    text = source.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    names = _Names(facts, value_of)
    calls = [reference for reference in facts.references if names.is_setup(reference)]
    if not calls:
        return None
    found = _read_call(calls[0], names, text)
    for other in (_read_call(call, names, text) for call in calls[1:]):
        found.is_whole = found.is_whole and other.is_whole
        for keyword in {*found.keywords, *other.keywords}:
            if found.keywords.get(keyword) != other.keywords.get(keyword):
                found.keywords[keyword] = UNKNOWN
    return found


def _read_call(reference: Reference, names: _Names, text: str) -> SetupCall:
    keywords = {name: evaluate(expression, names) for name, expression in reference.keywords}
    is_whole = keywords.pop("**", None) is None and not reference.arguments
    return SetupCall(reference.range, keywords, _keyword_ranges(text, reference.range), is_whole, text)


class _Names:
    """The names of a setup.py, for `values.evaluate`."""

    def __init__(self, facts: FileFacts, value_of: ValueOf) -> None:
        self.facts = facts
        self.value_elsewhere = value_of
        self.evaluating: set[str] = set()

    def value_of(self, name: str) -> Value:
        root, _, rest = name.partition(".")
        imports = self.imports(root)
        assignment = self.assignment(root)
        if imports:
            origin = self.origin_of(name)
            certain = len(imports) == 1 and imports[0].branch == NO_BRANCH and assignment is None
            return self.value_elsewhere(origin) if origin and certain else UNKNOWN
        if assignment is None or root in self.evaluating:
            return UNKNOWN
        if rest:
            module = self.loaded_module(assignment.value)
            return self.value_elsewhere(f"{module}.{rest}") if module else UNKNOWN
        self.evaluating.add(root)
        value = evaluate(assignment.value, self)
        self.evaluating.discard(root)
        return value

    def origin_of(self, name: str) -> str:
        root, _, rest = name.partition(".")
        origins = {_origin(item) for item in self.imports(root)}
        origin = origins.pop() if len(origins) == 1 else ""
        return f"{origin}.{rest}" if origin and rest else origin

    def imports(self, name: str) -> list[Import]:
        return [item for item in self.facts.imports if item.bound == name and not item.function_level]

    def assignment(self, name: str) -> Assignment | None:
        """The one assignment that gives a name its value."""
        found = [item for item in self.facts.assignments if item.name == name]
        is_certain = len(found) == 1 and found[0].branch == NO_BRANCH and name not in self.facts.other_names
        return found[0] if is_certain else None

    def is_setup(self, reference: Reference) -> bool:
        if reference.context != "call":
            return False
        if reference.kind == "unbound":
            return reference.path == ["setup"]
        origins = {_origin(self.facts.imports[index]) for index in reference.imports}
        return any(".".join([origin, *reference.path[1:]]) in _SETUP_FUNCTIONS for origin in origins)

    def loaded_module(self, expression: Expression) -> str:
        """The module that `module_from_spec(spec_from_file_location(name, path))` loads, "" where it is none.

        InvenTree's plugin creator writes setup.py files that read the version in this way.
        """
        arguments = self.arguments(expression, "importlib.util.module_from_spec")
        arguments = self.arguments(self.assigned(arguments[:1]), "importlib.util.spec_from_file_location")
        path = self.assigned(arguments[1:2])
        parts = self.arguments(path, "os.path.join") or [path]
        if parts and self.arguments(parts[0], "os.path.dirname") == [["name", "__file__"]]:
            parts = parts[1:]
        if not parts or any(part[0] != "const" or not isinstance(part[1], str) for part in parts):
            return ""
        location = "/".join(part[1] for part in parts).removeprefix("./")
        return location.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def arguments(self, expression: Expression, function: str) -> list[Expression]:
        """The positional arguments of a call of a function, [] for anything else."""
        is_call = expression[0] == "call" and self.origin_of(expression[1]) == function
        return list(expression[2]) if is_call else []

    def assigned(self, expressions: list[Expression]) -> Expression:
        """An expression, or what its name was assigned."""
        if not expressions:
            return ["unknown"]
        if expressions[0][0] == "name" and (assignment := self.assignment(expressions[0][1])) is not None:
            return assignment.value
        return expressions[0]


def _origin(item: Import) -> str:
    if item.name is not None:
        return f"{item.module}.{item.name}"
    return item.module if item.alias else item.bound


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _keyword_ranges(text: str, call: Range) -> dict[str, Range]:
    """The keywords of the call whose function's name stands at `call`, each with its value."""
    ranges: dict[str, Range] = {}
    if len(text) > _MAXIMUM_SOURCE:
        return ranges
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: call.end_line - 1]) + call.end_column - 1
    depth = 0
    keyword, keyword_start, end = "", 0, 0
    for token in re.compile(_TOKEN).finditer(text, start):
        kind = token.lastgroup
        if kind == "comment":
            continue
        if depth == 1 and kind in ("comma", "close") and keyword:
            ranges.setdefault(keyword, Range(*_place(text, keyword_start), *_place(text, end)))
            keyword = ""
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif kind == "keyword" and depth == 1 and not keyword:
            keyword, keyword_start = token["keyword"], token.start()
        if depth == 0:
            break
        end = token.end()
    return ranges


_TEXTS = {
    "name": "name",
    "description": "description",
    "author": "author",
    "author_email": "author_email",
    "license": "license",
    "home_page": "url",
    "readme": "long_description",
}
"""Field -> keyword."""


def setup_py_declarations(call: SetupCall) -> Declarations:
    """What a call of `setup()` declares."""
    found = Declarations()
    keywords = {name: value for name, value in call.keywords.items() if value != Known(None)}
    is_whole = call.is_whole and not _is_asked_for(keywords, "pbr")
    if not is_whole:
        found.fields = unknown_fields(FILE, call.range)
    readers = {field: (keyword, text_value) for field, keyword in _TEXTS.items()} | {
        "urls": ("project_urls", _table),
        "classifiers": ("classifiers", _list),
        "keywords": ("keywords", _comma_separated),
        "dependencies": ("install_requires", _requirements),
        "optional_dependencies": ("extras_require", _extras),
    }
    for name, (keyword, reader) in readers.items():
        if keyword in keywords:
            value = keywords[keyword]
            known = reader(value.value) if isinstance(value, Known) else UNKNOWN
            found.fields[name] = Located(known, FILE, call.range_of(keyword))
    if "version" in keywords:
        found.fields["version"] = Located(version_value(keywords["version"]), FILE, call.range_of("version"))
    if _is_asked_for(keywords, "use_scm_version"):
        found.fields["version"] = Located(UNKNOWN, FILE, call.range_of("use_scm_version"))
    if "entry_points" in keywords:
        items = _entry_points(keywords["entry_points"], call)
        found.fields["entry_points"] = Located(Known(items), FILE, call.range_of("entry_points"))
    _directories(keywords, found)
    return found


def _is_asked_for(keywords: dict[str, Value], keyword: str) -> bool:
    return keyword in keywords and is_truthy(Located(keywords[keyword], "", Range(1, 1, 1, 1)))


def _list(value: Any) -> Value:
    return Known(list(value)) if isinstance(value, (list, tuple)) else UNKNOWN


def _comma_separated(value: Any) -> Value:
    if isinstance(value, str):
        return Known([item.strip() for item in value.split(",") if item.strip()])
    return _list(value)


def _requirements(value: Any) -> Value:
    return Known(requirement_lines(value)) if isinstance(value, str) else _list(value)


def _table(value: Any) -> Value:
    return Known(dict(value)) if isinstance(value, dict) else UNKNOWN


def _extras(value: Any) -> Value:
    if not isinstance(value, dict):
        return UNKNOWN
    groups = {name: _requirements(items) for name, items in value.items()}
    if not all(isinstance(items, Known) for items in groups.values()):
        return UNKNOWN
    return Known({name: items.value for name, items in groups.items() if isinstance(items, Known)})


def _entry_points(value: Value, call: SetupCall) -> list[Any]:
    def range_of(item: str) -> Range:
        return call.range_of("entry_points", item)

    if not isinstance(value, Known):
        return [UNKNOWN]
    if isinstance(value.value, str):
        return entry_points_of_text(value.value, FILE, lambda _, item: range_of(item))
    if not isinstance(value.value, dict):
        return [UNKNOWN]
    found: list[Any] = []
    for group, items in value.value.items():
        if not isinstance(group, str) or not isinstance(items, (str, list, tuple)):
            found += unknown_entry_point(group)
            continue
        for item in items.splitlines() if isinstance(items, str) else items:
            if not isinstance(item, str):
                found += unknown_entry_point(group)
            elif item.strip() and not item.strip().startswith("#"):
                found += entry_point(group, item, FILE, range_of(item.strip()))
    return found


def _directories(keywords: dict[str, Value], found: Declarations) -> None:
    package_dir = keywords.get("package_dir")
    if isinstance(package_dir, Known) and isinstance(package_dir.value, dict):
        pairs = package_dir.value.items()
        found.package_directories += directories(
            (package, path) for package, path in pairs if isinstance(package, str) and isinstance(path, str)
        )
    for keyword, attribute in (("packages", "packages"), ("py_modules", "modules")):
        value = keywords.get(keyword)
        if isinstance(value, Known) and isinstance(items := _list(value.value), Known):
            names = texts_value(items.value)
            setattr(found, attribute, names.value if isinstance(names, Known) else None)
