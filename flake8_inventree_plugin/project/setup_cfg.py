"""What a setup.cfg declares to setuptools."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flake8_inventree_plugin.project.declarations import (
    Declarations,
    Located,
    Read,
    ValueOf,
    directories,
    entry_point,
    entry_points_of_file,
    entry_points_of_text,
    files_value,
    requirement_lines,
    version_value,
)
from flake8_inventree_plugin.project.ini import Option, Section, parse
from flake8_inventree_plugin.source.values import UNKNOWN, Known, Value

FILE = "setup.cfg"

_PACKAGING_SECTION = r"(?m)^[ \t]*\[(?:metadata|options)[\].]"

# Other names that setuptools accepts for its options.
_ALIASES = {"summary": "description", "home_page": "url", "classifier": "classifiers"}


def mentions_packaging(text: str) -> bool:
    """Whether a setup.cfg, readable or not, has a section that is meant for setuptools."""
    return re.search(_PACKAGING_SECTION, text) is not None


def setup_cfg_declarations(text: str, read: Read, value_of: ValueOf) -> Declarations:
    """What a setup.cfg with this text declares. Raises ini.IniError."""
    sections = parse(text)
    metadata = _options(sections.get("metadata"))
    options = _options(sections.get("options"))
    found = Declarations()

    def declare(field: str, option: Option | None, reader: Callable[[str], Value]) -> None:
        if option is not None:
            value = option.value.replace("%%", "")
            # A `%` has to be doubled; else it asks for the value of another option.
            known = UNKNOWN if "%" in value else reader(option.value.replace("%%", "%"))
            found.fields[field] = Located(known, FILE, option.range)

    def text_or_file(value: str) -> Value:
        return files_value(read, _list(value[5:], ",")) if value.startswith("file:") else Known(value)

    def version(value: str) -> Value:
        if value.startswith("attr:"):
            return version_value(value_of(value[5:].strip()))
        found_version = version_value(text_or_file(value))
        return found_version if found_version != Known("") else UNKNOWN

    for field in ("name", "author", "author_email", "license"):
        declare(field, metadata.get(field), Known)
    declare("home_page", metadata.get("url"), Known)
    declare("version", metadata.get("version"), version)
    declare("description", metadata.get("description"), text_or_file)
    declare("readme", metadata.get("long_description"), text_or_file)
    declare("keywords", metadata.get("keywords"), lambda value: Known(_list(value, ",")))
    declare(
        "classifiers", metadata.get("classifiers"), lambda value: _then(text_or_file(value), _lines_or_commas)
    )
    declare("urls", metadata.get("project_urls"), lambda value: Known(_dict(value)))
    declare(
        "dependencies",
        options.get("install_requires"),
        lambda value: _then(text_or_file(value), _requirements),
    )
    if (extras := sections.get("options.extras_require")) is not None:
        groups = {name: _requirements(option.value) for name, option in extras.options.items()}
        found.fields["optional_dependencies"] = Located(Known(groups), FILE, extras.range)
    _entry_points(sections, options, read, found)
    _directories(sections, options, found)
    return found


def _options(section: Section | None) -> dict[str, Option]:
    """The options of a section by the name that setuptools knows."""
    result: dict[str, Option] = {}
    for name, option in section.options.items() if section else ():
        name = name.replace("-", "_").lower()
        result.setdefault(_ALIASES.get(name, name), option)
    return result


def _then(value: Value, convert: Callable[[str], Any]) -> Value:
    return Known(convert(value.value)) if isinstance(value, Known) else UNKNOWN


def _list(text: str, separator: str) -> list[str]:
    """A list has an item on each line or, on a single line, separators."""
    items = text.splitlines() if "\n" in text else text.split(separator)
    return [item.strip() for item in items if item.strip()]


def _lines_or_commas(text: str) -> list[str]:
    return _list(text, ",")


def _requirements(text: str) -> list[str]:
    return requirement_lines("\n".join(_list(text, ";")))


def _dict(text: str) -> dict[str, str]:
    pairs = (item.partition("=") for item in _list(text, ","))
    return {key.strip(): value.strip() for key, equals, value in pairs if equals}


def _entry_points(
    sections: dict[str, Section], options: dict[str, Option], read: Read, found: Declarations
) -> None:
    option = options.get("entry_points")
    items: list[Any]
    if option is not None:
        if option.value.startswith("file:"):
            items = entry_points_of_file(option.value[5:].strip(), read)
        else:
            lines = option.lines
            items = entry_points_of_text(option.value, FILE, lambda number, _: lines[number - 1].range)
        found.fields["entry_points"] = Located(Known(items), FILE, option.range)
    # setuptools reads the sections in the order of the file and keeps what it has first.
    section = sections.get("options.entry_points")
    if section is not None and section.options and (option is None or _stands_before(section, option)):
        items = []
        for group, targets in section.options.items():
            for item in targets.items(","):
                if not item.text.startswith("#"):
                    items += entry_point(group, item.text, FILE, item.range)
        found.fields["entry_points"] = Located(Known(items), FILE, section.range)


def _stands_before(section: Section, option: Option) -> bool:
    return section.range.line < option.line


def _directories(sections: dict[str, Section], options: dict[str, Option], found: Declarations) -> None:
    if (package_dir := options.get("package_dir")) is not None:
        found.package_directories += directories(_dict(package_dir.value).items())
    packages = options.get("packages")
    if packages is not None and packages.value.strip() in ("find:", "find_namespace:"):
        where = _options(sections.get("options.packages.find")).get("where")
        if where is not None:
            # setuptools takes the first of them only.
            found.package_directories += directories(("", path) for path in _lines_or_commas(where.value)[:1])
    elif packages is not None:
        found.packages = _lines_or_commas(packages.value)
    if (modules := options.get("py_modules")) is not None:
        found.modules = _lines_or_commas(modules.value)
