"""What a rule reports: one defect, at one place, with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple


class Severity(str, Enum):
    """How much a finding matters; errors and warnings make the exit status 1."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class Range(NamedTuple):
    """A piece of a file: lines 1-based, columns 1-based in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Range(1, 1, 1, 1)
"""Where a finding stands that concerns a whole file."""


@dataclass(frozen=True, slots=True)
class Fix:
    """How a finding is mended: the module of `fixes` that does it, and what it needs to know.

    `arguments` are JSON values. An unsafe fix may change what the plugin does; `description` says what it
    does, in the imperative, and for an unsafe one why it is unsafe. `path` is the file that it changes, ""
    for the one that the finding stands in.
    """

    name: str
    description: str
    safe: bool = True
    arguments: dict[str, Any] = field(default_factory=dict)
    path: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect.

    `path` is POSIX, relative to the project's root. `message` is one sentence on what is wrong and why it
    matters, `advice` one on what to do. Where the cause lies outside Python (`pyproject.toml`, a workflow),
    `path` names that file; flake8 shows such a finding on the project's anchor.
    """

    code: str
    name: str
    severity: Severity
    message: str
    advice: str
    path: str
    range: Range
    url: str = ""
    fix: Fix | None = None

    @property
    def fixed_path(self) -> str:
        """The file that the fix changes."""
        return (self.fix.path if self.fix is not None else "") or self.path

    @property
    def sort_key(self) -> tuple[str, Range, str, str]:
        """Order of reports: by place, then by code."""
        return (self.path, self.range, self.code, self.message)
