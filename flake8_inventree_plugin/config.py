"""How a project wants to be linted: `[tool.inventree-lint]` in its pyproject.toml, and what overrides it.

| key | value |
| --- | --- |
| `target` | a release ("1.2") or a range (">=0.16,<1.3") |
| `select` | codes or prefixes that are reported; all where it is missing |
| `extend-select` | codes or prefixes in addition |
| `ignore` | codes or prefixes that are not reported: a list, or a table code -> reason |
| `per-file-ignores` | a table path pattern -> codes or prefixes |
| `exclude` | names or path patterns of files and folders that are left out |
| `max-lines` | code lines that INV501 allows, 1000 where it is missing |
| `advice` | true: report advice too |
| `baseline` | the baseline file, relative to this file's folder: what it counts is not reported |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from typing import Any, NamedTuple

from flake8_inventree_plugin.baseline import Baseline
from flake8_inventree_plugin.findings import START, Finding, Range, Severity
from flake8_inventree_plugin.inventree.releases import InvalidTarget, parse_target

FILE = "pyproject.toml"
TABLE = "inventree-lint"
DEFAULT_MAX_LINES = 1000

_CODE = re.compile(r"[A-Z]{1,3}[0-9]{0,3}")

ALWAYS_SELECTED = frozenset({"INV001", "INV003", "INV004"})
"""Codes that say that the linter could not do its work: a clean report would be wrong without them."""


class Problem(NamedTuple):
    """A part of the configuration that is wrong: its key ("" for the whole file), what is wrong, where."""

    key: str
    reason: str
    place: Range = START


@dataclass(frozen=True, slots=True)
class Config:
    """One project's settings; `problems` are what INV004 reports.

    `baseline` is the file that the configuration names, `counted` what the baseline in use counts.
    """

    target: str | None = None
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: dict[str, str] = field(default_factory=dict)
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    max_lines: int = DEFAULT_MAX_LINES
    advice: bool = False
    baseline: str | None = None
    counted: Baseline | None = None
    problems: tuple[Problem, ...] = ()

    def overridden(self, **values: Any) -> Config:
        """This configuration with the values that are not None in place of its own."""
        return replace(self, **{key: value for key, value in values.items() if value is not None})

    def selects(self, finding: Finding) -> bool:
        """Whether a finding is reported.

        Advice has to be asked for: by `advice`, or by its full code in `select` or `extend-select`.
        """
        code = finding.code
        if code in ALWAYS_SELECTED:
            return True
        return self.selects_rule(code, finding.severity) and not any(
            _longest_prefix(code, codes) >= 0 and _matches(finding.path, pattern)
            for pattern, codes in self.per_file_ignores
        )

    def selects_rule(self, code: str, severity: Severity) -> bool:
        """Whether findings of a rule may be reported that are of this severity: the more specific of `select`
        and `ignore` wins, as in flake8."""
        asked = (*(self.select or ()), *self.extend_select)
        if severity is Severity.ADVICE and not self.advice and code not in asked:
            return False
        chosen = _longest_prefix(code, asked if self.select is not None else ("", *asked))
        return chosen >= 0 and _longest_prefix(code, self.ignore) < max(chosen, 1)


def _longest_prefix(code: str, prefixes: Iterable[str]) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=-1)


def _matches(path: str, pattern: str) -> bool:
    pattern = pattern.removeprefix("./")
    return (
        fnmatch(path, pattern)
        or fnmatch(path, pattern.rstrip("/") + "/*")
        or ("/" not in pattern and fnmatch(path.rpartition("/")[2], pattern))
    )


def read_config(table: Any, known_codes: Sequence[str]) -> Config:
    """The configuration that a `[tool.inventree-lint]` table holds; never raises, see `Config.problems`."""
    if not isinstance(table, dict):
        return Config(problems=(Problem(f"tool.{TABLE}", "is not a table"),))
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in table.items():
        reader = _READERS.get(key)
        if reader is None:
            known = ", ".join(sorted(_READERS))
            problems.append(Problem(str(key), f"is no key of this table; there are {known}"))
            continue
        try:
            values[key.replace("-", "_")] = reader(value, known_codes)
        except ValueError as error:
            problems.append(Problem(key, str(error)))
    return Config(**values, problems=tuple(problems))


def _read_target(value: Any, _: Sequence[str]) -> str:
    if not isinstance(value, str):
        raise ValueError('is not a string such as "1.2" or ">=0.16,<1.3"')
    check_target(value)
    return value


def check_target(text: str) -> None:
    """Raises ValueError, with a sentence for the user, where `text` names no known release."""
    try:
        parse_target(text)
    except InvalidTarget as error:
        raise ValueError(str(error)) from error


def _read_codes(value: Any, known_codes: Sequence[str]) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError('is not a list of codes such as ["INV2", "INV501"]')
    check_codes(value, known_codes)
    return tuple(value)


def check_codes(codes: Iterable[str], known_codes: Sequence[str]) -> None:
    """Raises ValueError where an item is neither a rule's code nor the beginning of one."""
    for code in codes:
        if not (_CODE.fullmatch(code) and any(known.startswith(code) for known in known_codes)):
            hint = " (the codes are listed by `inventree-lint rules`)"
            raise ValueError(f'names no rule: "{code}"{hint}')


def _read_ignore(value: Any, known_codes: Sequence[str]) -> dict[str, str]:
    if isinstance(value, dict):
        if not all(isinstance(reason, str) for reason in value.values()):
            raise ValueError("has a reason that is not a string")
        check_codes(value, known_codes)
        return dict(value)
    return dict.fromkeys(_read_codes(value, known_codes), "")


def _read_per_file_ignores(value: Any, known_codes: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        raise ValueError('is not a table such as {"demo/legacy.py" = ["INV203"]}')
    if "" in value:
        raise ValueError("has an empty pattern")
    return tuple((pattern, _read_codes(codes, known_codes)) for pattern, codes in value.items())


def _read_exclude(value: Any, _: Sequence[str]) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise ValueError('is not a list of names or path patterns such as ["legacy", "demo/gen_*.py"]')
    return tuple(value)


def _read_max_lines(value: Any, _: Sequence[str]) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("is not a number of lines above 0")
    return value


def _read_advice(value: Any, _: Sequence[str]) -> bool:
    if not isinstance(value, bool):
        raise ValueError("is neither true nor false")
    return value


def _read_baseline(value: Any, _: Sequence[str]) -> str:
    parts = value.split("/") if isinstance(value, str) else []
    if not value or not parts or not parts[0] or ".." in parts or "\\" in value or ":" in value:
        raise ValueError('is not the path of a file below this one\'s folder, such as "baseline.json"')
    return str(value)


_READERS: dict[str, Callable[[Any, Sequence[str]], Any]] = {
    "target": _read_target,
    "select": _read_codes,
    "extend-select": _read_codes,
    "ignore": _read_ignore,
    "per-file-ignores": _read_per_file_ignores,
    "exclude": _read_exclude,
    "max-lines": _read_max_lines,
    "advice": _read_advice,
    "baseline": _read_baseline,
}

KEYS = tuple(_READERS)
"""The keys of the table."""
