"""Writes the names that a star import stands for."""

from __future__ import annotations

from flake8_inventree_plugin.findings import Finding, Range
from flake8_inventree_plugin.fixes.import_statement import LINE_LENGTH, in_parentheses, statement, written
from flake8_inventree_plugin.fixes.source import Edit, Source


def edits(source: Source, finding: Finding) -> list[Edit]:
    """The edit that puts names in the place of the star, or statements in the place of the statement."""
    assert finding.fix is not None
    arguments = finding.fix.arguments
    here = statement(source, Range(*arguments["statement"]))
    if here is None or here.module != arguments["module"] or [item.text for item in here.items] != ["*"]:
        return []
    newline, indentation = source.newline, here.indentation
    imports: list[tuple[str, list[str]]] = [(module, names) for module, names in arguments["imports"]]
    if len(imports) == 1:
        module, names = imports[0]
        star = here.items[0]
        listed = ", ".join(names)
        length = star.start - here.line_start + len(listed) + len(module) - len(here.module)
        if here.is_first_on_line and here.is_last_on_line and length > LINE_LENGTH and len(names) > 1:
            listed = in_parentheses(names, indentation, newline)
        edit = Edit(star.start, star.end, listed)
        return [edit] if module == here.module else [here.moved_to(module), edit]
    if not (here.is_first_on_line and here.is_last_on_line):
        text = "; ".join(f"from {module} import {', '.join(names)}" for module, names in imports)
        return [Edit(here.start, here.end, text)]
    statements = [written(module, names, indentation, newline) for module, names in imports]
    return [Edit(here.start, here.end, f"{newline}{indentation}".join(statements))]
