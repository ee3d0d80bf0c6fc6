"""The CI of a project: which workflows there are, and whether any of them runs by the clock.

Workflows are read as data, never run. What another file or the server decides is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from flake8_inventree_plugin.findings import START, Range
from flake8_inventree_plugin.project.workflows import (
    WORKFLOWS_WITHOUT_INVENTREE,
    documents,
    find_files,
    is_workflow_elsewhere,
    walk,
)

_SYSTEMS = (
    (re.compile(r"\.github/workflows/"), "GitHub"),
    (re.compile(r"\.(?:forgejo|gitea)/workflows/"), "Forgejo"),
    (re.compile(r"\.gitlab-ci\.ya?ml"), "GitLab"),
    (re.compile(r"\.woodpecker(?:/|\.ya?ml)"), "Woodpecker"),
)
OTHER_CI = (
    ".appveyor.yml",
    ".build.yml",
    ".buildkite/pipeline.yml",
    ".circleci/config.yml",
    ".cirrus.yml",
    ".drone.yml",
    ".semaphore/semaphore.yml",
    ".travis.yml",
    "Jenkinsfile",
    "appveyor.yml",
    "azure-pipelines.yml",
    "bitbucket-pipelines.yml",
)
"""Files of CI systems that are not read."""

_TRIGGERS = ("on", "true", "workflow", "when")
_JOBS = ("jobs", "steps", "pipeline")
_SCHEDULED = re.compile(r"CI_PIPELINE_SOURCE\W{0,9}(?:==|=~)\W{0,9}.{0,80}?schedule")


class Workflow(NamedTuple):
    """A workflow file of a known system: "GitHub", "Forgejo" (or Gitea), "GitLab" or "Woodpecker".

    `is_scheduled` and `calls_elsewhere` (it takes jobs from another repository or file that is not read) are
    None where the file is no YAML. `on_changes`: proposed changes start it. `triggers` and `jobs` are the
    ranges of the keys below which it says when it runs and what.
    """

    path: str
    system: str
    is_scheduled: bool | None = None
    calls_elsewhere: bool | None = None
    on_changes: bool = False
    triggers: Range = START
    jobs: Range = START


def workflows(root: Path, read: Callable[[str], bytes | None]) -> list[Workflow]:
    """The workflows of a project, the most telling one first: what runs on every change, by path."""
    found = []
    for path in find_files(root):
        system = next((name for pattern, name in _SYSTEMS if pattern.match(path)), "")
        data = read(path) if system else None
        if data is not None:
            found.append(_workflow(path, system, data.decode("utf-8", "replace")))
    return sorted(found, key=lambda workflow: (not workflow.on_changes, workflow.path))


def has_other_ci(read: Callable[[str], bytes | None]) -> bool:
    """Whether a project has a CI that is not read."""
    return any(read(path) is not None for path in OTHER_CI)


def is_whole_repository(root: Path) -> bool:
    """Whether a folder may be all of a repository: no folder of a larger one, which may have a CI that is not
    looked for, and no unpacked source distribution, which has left the CI behind."""
    if (root / ".git").exists():
        return True
    return not (root / "PKG-INFO").exists() and not any((above / ".git").exists() for above in root.parents)


def _workflow(path: str, system: str, text: str) -> Workflow:
    nodes = documents(text)
    if nodes is None:
        return Workflow(path, system)
    pairs = [pair for node in nodes for pair in _pairs(node)]
    triggers = _key(pairs, _TRIGGERS)
    if system in ("GitHub", "Forgejo"):
        events = _names(value for key, value in pairs if _text(key).lower() in ("on", "true"))
        is_scheduled, on_changes = "schedule" in events, "pull_request" in events
        elsewhere = any(
            is_workflow_elsewhere(uses)
            and uses.partition("/.github/")[0].lower() not in WORKFLOWS_WITHOUT_INVENTREE
            for uses in _values(nodes, "uses")
        )
    elif system == "GitLab":
        is_scheduled, on_changes = _is_scheduled_on_gitlab(nodes), True
        elsewhere = any(_text(key) == "include" for key, _ in pairs)
    else:
        conditions = [value for key, value in _all_pairs(nodes) if _text(key) == "when"]
        events = _names(value for key, value in _all_pairs(conditions) if _text(key) == "event")
        is_scheduled = "cron" in events or any(_text(key) == "cron" for key, _ in _all_pairs(conditions))
        on_changes, elsewhere = True, False
    return Workflow(path, system, is_scheduled, elsewhere, on_changes, triggers, _key(pairs, _JOBS))


def _is_scheduled_on_gitlab(nodes: list[Any]) -> bool:
    """Whether a job asks for scheduled pipelines; the schedules themselves are kept on the server."""
    for node in walk(nodes):
        pairs = {_text(key): value for key, value in _pairs(node)}
        if "only" in pairs and any(_text(item) == "schedules" for item in walk([pairs["only"]])):
            return True
        condition = _text(pairs["if"]) if "if" in pairs else ""
        if _SCHEDULED.search(condition) and not ("when" in pairs and _text(pairs["when"]) == "never"):
            return True
    return False


def _names(nodes: Iterable[Any]) -> set[str]:
    """The names in a text, a list of texts, or as keys of a mapping."""
    found = set()
    for node in nodes:
        found |= {_text(node)} | {_text(key) for key, _ in _pairs(node)}
        found |= {_text(item) for item in node.value if not isinstance(item, (str, tuple))}
    return found


def _values(nodes: list[Any], name: str) -> Iterator[str]:
    return (_text(value) for key, value in _all_pairs(nodes) if _text(key) == name)


def _all_pairs(nodes: list[Any]) -> Iterator[tuple[Any, Any]]:
    return (pair for node in walk(nodes) for pair in _pairs(node))


def _pairs(node: Any) -> list[tuple[Any, Any]]:
    """The items of a mapping, [] for any other node."""
    return [] if isinstance(node.value, str) else [item for item in node.value if isinstance(item, tuple)]


def _text(node: Any) -> str:
    return node.value if isinstance(node.value, str) else ""


def _key(pairs: list[tuple[Any, Any]], names: tuple[str, ...]) -> Range:
    """The range of the first key of these names; of the first key, where there is none of them."""
    keys = [key for key, _ in pairs]
    key = next((key for name in names for key in keys if _text(key).lower() == name), next(iter(keys), None))
    if key is None:
        return START
    start, end = key.start_mark, key.end_mark
    return Range(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
