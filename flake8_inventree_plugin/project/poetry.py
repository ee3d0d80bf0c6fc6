"""What Poetry's own table in a pyproject.toml declares."""

from __future__ import annotations

from typing import Any

from flake8_inventree_plugin.project.declarations import (
    Located,
    Read,
    files_value,
    text_value,
    texts_value,
)
from flake8_inventree_plugin.project.pyproject import Document, Table, strings, text_table, texts_table
from flake8_inventree_plugin.source.values import UNKNOWN, Known

_STANDARD_OPERATORS = ("==", ">=", "<=", "~=", "!=", "<", ">")


def makes_package(document: Document) -> bool:
    """Whether Poetry builds a package, and not only manages an environment."""
    poetry = document.table("tool", "poetry").data
    return poetry.get("package-mode") is not False and bool(poetry or document.table("project").data)


def poetry_declarations(document: Document, read: Read) -> dict[str, Located]:
    """The fields that `[tool.poetry]` gives, with the author of `[project]`, where that has one."""
    poetry = document.table("tool", "poetry")
    fields: dict[str, Located] = {}
    readers = {
        "name": text_value,
        "version": text_value,
        "description": text_value,
        "license": text_value,
        "readme": lambda value: files_value(read, value),
        "classifiers": texts_value,
        "keywords": texts_value,
    }
    for key, reader in readers.items():
        if key in poetry.data:
            fields[key] = poetry.located(key, reader(poetry.data[key]))
    if "version" in fields and document.has_version_tool:
        fields["version"] = poetry.located("version", UNKNOWN)
    fields.update(_author(document))
    urls = {
        key.capitalize(): poetry.data[key]
        for key in ("homepage", "repository", "documentation")
        if isinstance(poetry.data.get(key), str)
    }
    if urls or "urls" in poetry.data:
        custom = text_table(poetry.data.get("urls", {}))
        key = next((key for key in ("homepage", "repository", "documentation") if key in poetry.data), "urls")
        value = Known({**urls, **custom.value}) if isinstance(custom, Known) else UNKNOWN
        fields["urls"] = poetry.located(key, value)
    if "plugins" in poetry.data:
        given = isinstance(poetry.data["plugins"], dict)
        items = poetry.table("plugins").entry_points() if given else [UNKNOWN]
        fields["entry_points"] = poetry.located("plugins", Known(items))
    _poetry_dependencies(poetry, fields)
    return fields


def _author(document: Document) -> dict[str, Located]:
    """Poetry takes the first author only, and name and address apart."""
    for table in (document.table("project"), document.table("tool", "poetry")):
        authors = table.data.get("authors")
        if not isinstance(authors, list) or not authors:
            continue
        author = authors[0]
        if isinstance(author, str):
            name, _, address = author.partition("<")
            parts: dict[str, Any] = {
                "author": name.strip(),
                "author_email": address.partition(">")[0].strip(),
            }
        elif isinstance(author, dict):
            parts = {"author": author.get("name"), "author_email": author.get("email")}
        else:
            continue
        return {field: table.located("authors", text_value(text)) for field, text in parts.items() if text}
    return {}


def _poetry_dependencies(poetry: Table, fields: dict[str, Located]) -> None:
    dependencies = poetry.table("dependencies").data
    required: list[str] = []
    by_name: dict[str, list[str]] = {}
    for name, constraints in dependencies.items():
        if name.lower() == "python":
            continue
        for constraint in constraints if isinstance(constraints, list) else [constraints]:
            requirement = _poetry_requirement(name, constraint)
            by_name.setdefault(name, []).append(requirement)
            if not (isinstance(constraint, dict) and constraint.get("optional") is True):
                required.append(requirement)
    if "dependencies" in poetry.data:
        fields["dependencies"] = poetry.located("dependencies", Known(required))
    if "extras" in poetry.data:
        extras = texts_table(poetry.data["extras"])
        if isinstance(extras, Known):
            extras = Known(
                {
                    e: [r for name in names for r in by_name.get(name, [name])]
                    for e, names in extras.value.items()
                }
            )
        fields["optional_dependencies"] = poetry.located("extras", extras)


def _poetry_requirement(name: str, constraint: Any) -> str:
    """A requirement as other tools write it; Poetry's own kinds of version ranges are left out."""
    if isinstance(constraint, dict):
        extras = strings(constraint.get("extras"))
        name = f"{name}[{','.join(extras)}]" if extras else name
        if isinstance(git := constraint.get("git"), str):
            reference = next((constraint[k] for k in ("rev", "tag", "branch") if k in constraint), None)
            return f"{name} @ git+{git}" + (f"@{reference}" if isinstance(reference, str) else "")
        if isinstance(url := constraint.get("url"), str):
            return f"{name} @ {url}"
        constraint = constraint.get("version")
    parts = constraint.replace(" ", "").split(",") if isinstance(constraint, str) else [""]
    is_standard = all(part.startswith(_STANDARD_OPERATORS) for part in parts)
    return name + ",".join(parts) if is_standard else name
