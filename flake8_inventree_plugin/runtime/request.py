"""What the parent asks of the child process, and what the child reports: plain data, JSON both ways.

The request is one JSON object on the child's standard input. The report is the file `REPORT` in the scratch
folder: one JSON object a line, flushed after each step, so that the parent knows what ran when the child was
killed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

REPORT = "report.jsonl"
"""The report's file name in the scratch folder."""


@dataclass(frozen=True, slots=True)
class PluginSource:
    """One project whose plugins are to be loaded, as the parent read it statically.

    `root` is its folder, absolute and without links. `packages` are its own top-level names -> the absolute
    path of the package's folder or the module's file; nothing else of the root can be imported. `modules` are
    the dotted modules that define plugin classes. `entry_points` are those of the group `inventree_plugins`:
    name and "module:attribute". `distribution` is what the package declares of itself, as far as known:
    `name`, `version`, `summary`, `author_email`, `license`, `project_url`.
    """

    root: str
    packages: dict[str, str] = field(default_factory=dict)
    modules: list[str] = field(default_factory=list)
    entry_points: list[tuple[str, str]] = field(default_factory=list)
    distribution: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """What the child shall do.

    `release` is the feature release of InvenTree to behave as ("1.2"). `scratch` is an existing folder for
    everything that is written: database, media, static files, the report. `memory` is the limit in bytes,
    `seconds` that of time (0: none). `port` and `password` are for `serve`.
    """

    sources: list[PluginSource]
    release: str
    scratch: str
    allow_network: bool = False
    memory: int = 0
    seconds: float = 0
    mode: Literal["try", "serve"] = "try"
    port: int = 0
    password: str = ""

    def to_json(self) -> str:
        """The request as one line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Request:
        """The request that a line says."""
        values: dict[str, Any] = json.loads(text)
        values["sources"] = [_source(source) for source in values["sources"]]
        return cls(**values)


def _source(values: dict[str, Any]) -> PluginSource:
    values["entry_points"] = [(name, target) for name, target in values["entry_points"]]
    return PluginSource(**values)


Stage = Literal["import", "init", "metadata", "activate", "hook", "serve"]
"""What the child does with a plugin, in this order."""

CODES: dict[Stage, str] = {
    "import": "INV801",
    "init": "INV802",
    "activate": "INV803",
    "hook": "INV804",
    "metadata": "INV805",
}
"""The rule of group 8 that speaks of a stage; INV806 speaks of limits in all of them."""


@dataclass(frozen=True, slots=True)
class Step:
    """Begins: what the next lines are about, and whom to blame when the child is killed."""

    stage: Stage
    plugin: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that fails.

    `code` is the rule of group 8 that names the stage (see CODES), or the limit. `kind` says what it is, for
    the rules that name the cause and for the consequence on a release: "import", "final-override", "init",
    "mixin-refused", "super-init", "version-range", "publish-date", "slug-empty", "slug-duplicate",
    "slug-changed", "metadata", "settings", "schedule", "app", "migrations", "urls", "navigation", "hook",
    "result", "time", "memory", "network", "ended".

    `plugin` is the plugin's class as "module.Class", "" where there is none yet. `message` says in one
    sentence what happened, without the consequence. `file` (absolute) and `line` (1-based) are the innermost
    place in the plugin's own code, "" and 0 where there is none. `member` is the name of the class attribute,
    hook or setting that it is about; where importing failed, the module or entry point.
    """

    code: str
    stage: Stage
    kind: str
    plugin: str
    message: str
    file: str = ""
    line: int = 0
    member: str = ""
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was not tried, and why: no finding.

    `needs` is the top-level name of a package that is not installed, "" where that is not the reason.
    """

    plugin: str
    message: str
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plugin that was loaded: `metadata` are the texts that its properties gave, `mixins` their keys."""

    plugin: str
    slug: str
    file: str
    metadata: dict[str, str] = field(default_factory=dict)
    mixins: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Call:
    """Something that was called and returned: `what` was asked, and what came back, as short texts."""

    plugin: str
    mixin: str
    what: str
    result: str


@dataclass(frozen=True, slots=True)
class Done:
    """The last line of a child that came to its end."""


Line = Step | Problem | Note | Loaded | Call | Done
Recorder = Callable[[Line], None]
"""Takes the lines of the report as they come."""

_LINES: dict[str, type[Line]] = {
    "step": Step,
    "problem": Problem,
    "note": Note,
    "loaded": Loaded,
    "call": Call,
    "done": Done,
}
_NAMES = {kind: name for name, kind in _LINES.items()}


def to_line(line: Line) -> str:
    """A line of the report, without its line feed."""
    return json.dumps({"type": _NAMES[type(line)], **asdict(line)})


def from_line(text: str) -> Line | None:
    """What a line of the report says; None for one that was cut short, or that the child did not write."""
    try:
        values = json.loads(text)
        kind = _LINES[values.pop("type")]
        known = {item.name: item.type for item in fields(kind)}
        if set(values) != set(known) or not all(_fits(values[name], known[name]) for name in known):
            return None
        return kind(**values)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _fits(value: Any, declared: Any) -> bool:
    """Whether a value from a report has its field's type; the plugin runs in the process that wrote it."""
    if declared == "int":
        return type(value) is int
    if declared == "list[str]":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if declared == "dict[str, str]":
        return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    return isinstance(value, str)
