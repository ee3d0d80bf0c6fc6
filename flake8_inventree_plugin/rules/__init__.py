"""The rules, one module each, in packages by the guide's sections."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from flake8_inventree_plugin.rules.rule import Rule

SECTIONS = {
    "0": "Reading",
    "1": "Define the metadata",
    "2": "Keep your imports clean, do not use internal functions",
    "3": "Runs where it says it runs",
    "4": "Pick your building blocks",
    "5": "Keep it simple, use mixins where possible",
    "6": "Deliver as a package",
    "7": "Test your plugin regularly",
    "8": "Plugin will be treated as an app",
}
"""The first digit of a code -> the section of the guide that its rules enforce."""


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    rules = []
    for section in pkgutil.iter_modules(__path__):
        if section.ispkg:
            package = importlib.import_module(f"{__name__}.{section.name}")
            for module in pkgutil.iter_modules(package.__path__):
                rules.append(importlib.import_module(f"{package.__name__}.{module.name}").RULE)
    return tuple(sorted(rules, key=lambda rule: rule.code))


@functools.cache
def known_codes() -> tuple[str, ...]:
    """The codes of every rule, in order."""
    return tuple(rule.code for rule in all_rules())


def rule_by_code(code: str) -> Rule | None:
    """The rule with a code or name, None where there is none."""
    return next((rule for rule in all_rules() if code in (rule.code, rule.name)), None)
