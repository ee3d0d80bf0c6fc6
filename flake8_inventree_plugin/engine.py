"""Runs the rules over a project; both faces report what comes out of here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flake8_inventree_plugin.cache import open_cache
from flake8_inventree_plugin.config import Config
from flake8_inventree_plugin.findings import Finding
from flake8_inventree_plugin.project.layout import Root
from flake8_inventree_plugin.project.loading import Progress, Reader, load_config, load_project
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules import all_rules, known_codes, rule_by_code
from flake8_inventree_plugin.rules.reading import unused_suppression
from flake8_inventree_plugin.rules.rule import Check, Rule


@dataclass(frozen=True, slots=True)
class Settings:
    """What a command line (or flake8's options) asks for, the same for every project it is given.

    `overrides` are fields of `Config` that win over the project's own file; those that are None do not, but
    with `counted` among them the project's own baseline is left alone.
    `also_select` are codes in addition to those that the project selects. `config` takes the place of the
    project's own configuration; `isolated` does without that, and without the project's suppressions.
    """

    overrides: Mapping[str, Any]
    also_select: tuple[str, ...] = ()
    config: Config | None = None
    isolated: bool = False
    use_cache: bool = True
    jobs: int = 1


def read_project(
    root: Root,
    settings: Settings,
    buffers: Mapping[str, bytes] | None = None,
    progress: Progress | None = None,
) -> Project:
    """The project at a root, with its configuration; `buffers` hold unsaved contents by relative path.

    `progress` hears the number of files parsed and of all.
    """
    reader = Reader(root.folder, buffers)
    config = settings.config
    if config is None and not (settings.isolated or root.scope):
        config = load_config(reader, known_codes(), use_baseline="counted" not in settings.overrides)
    config = config or Config()
    config = config.overridden(
        **settings.overrides, extend_select=(*config.extend_select, *settings.also_select)
    )
    if settings.isolated:
        # Where no comment counts, none is unused.
        config = config.overridden(ignore={**config.ignore, "INV002": ""})
    return load_project(
        root,
        config,
        reader,
        cache=open_cache(root.folder / root.scope) if settings.use_cache else None,
        jobs=settings.jobs,
        progress=progress or (lambda done, total: None),
    )


def findings(project: Project, rules: Iterable[Rule] | None = None) -> list[Finding]:
    """Every defect that the rules find, in order, before selection and suppression.

    A rule that raises becomes a finding itself and hides none of the others'.
    """
    ran = [rule for rule in (all_rules() if rules is None else rules) if rule.always or project.plugins]
    found: dict[tuple[object, ...], Finding] = {}

    def collect(rule: Rule, check: Check) -> None:
        try:
            for finding in check(project):
                found.setdefault((finding.code, *finding.sort_key), finding)
        except Exception as error:
            failure = _failure(project, rule, error)
            found.setdefault((failure.code, *failure.sort_key), failure)

    for rule in ran:
        collect(rule, rule.check)
    if unused_suppression.RULE in ran:
        shown = {(*place_in_python(project, finding)[:2], finding.code) for finding in found.values()}
        collect(unused_suppression.RULE, lambda project: unused_suppression.unused(project, shown, ran))
    return sorted(found.values(), key=lambda finding: finding.sort_key)


def _failure(project: Project, rule: Rule, error: Exception) -> Finding:
    failed = rule_by_code("INV003")
    assert failed is not None
    path, place = project.anchor
    return failed.finding(
        f"rule {rule.code} ({rule.name}) failed on this project with {type(error).__name__}: {error}; "
        "what it would have found is missing, everything else was checked",
        "report it with the command and the project; until then the rule can be left out with "
        f"`--ignore {rule.code}`",
        path,
        place,
    )


def place_in_python(project: Project, finding: Finding) -> tuple[str, int, int]:
    """The Python file, line and column (1-based) at which a finding can be shown and suppressed.

    A finding caused outside Python is shown on the project's anchor.
    """
    if finding.path in project.by_path:
        return finding.path, finding.range.line, finding.range.column
    path, place = project.anchor
    return path, place.line, place.column


def is_silenced(project: Project, finding: Finding) -> bool:
    """Whether a `# noqa` comment stands where a finding can be suppressed."""
    path, line, _ = place_in_python(project, finding)
    return path in project.by_path and project.names.index(path).suppressions.silence(finding, line)


_FAILURES = frozenset({"INV003", "INV004"})


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one project: what is reported, and how many findings comments or the baseline silenced.

    `audible` are all findings of the project that no comment silences, also those that are not selected, not
    asked for or in the baseline. `failures` say that the linter was configured wrongly or failed, so that the
    rest cannot be relied on; also those that stand outside the files asked for.
    """

    project: Project
    findings: tuple[Finding, ...]
    suppressed: int = 0
    baselined: int = 0
    audible: tuple[Finding, ...] = ()
    failures: tuple[Finding, ...] = ()


def check_project(
    project: Project,
    requested: Sequence[str] | None = None,
    *,
    comments: bool = True,
    show_silenced: bool = False,
    living: Callable[[list[Finding]], list[Finding]] | None = None,
) -> Result:
    """The findings of a project that its configuration, `# noqa` comments and its baseline leave.

    `requested` are the paths asked for; None means the whole project. A finding counts as in a file when it
    would be shown there by flake8. Without `comments`, no `# noqa` counts. With `show_silenced`, those that
    one silences are kept, for a host that reads the comments itself. `living` adds to what the rules find
    what was seen where the plugin was loaded.
    """
    config = project.config
    wanted = None if requested is None else set(requested)
    rules = [rule for rule in all_rules() if rule.always or config.selects_rule(rule.code, rule.severity)]
    audible: list[Finding] = []
    silenced: list[Finding] = []
    found = findings(project, rules)
    for finding in found if living is None else living(found):
        (silenced if comments and is_silenced(project, finding) else audible).append(finding)
    selected = [finding for finding in audible if config.selects(finding)]
    uncounted = config.counted.uncounted(project.root, selected) if config.counted else selected

    def asked_for(found: Iterable[Finding]) -> list[Finding]:
        return [
            item
            for item in found
            if config.selects(item) and (wanted is None or place_in_python(project, item)[0] in wanted)
        ]

    left = asked_for(uncounted)
    hidden = asked_for(silenced)
    reported = sorted([*left, *hidden], key=lambda item: item.sort_key) if show_silenced else left
    return Result(
        project,
        tuple(reported),
        suppressed=0 if show_silenced else len(hidden),
        baselined=len(asked_for(selected)) - len(left),
        audible=tuple(audible),
        failures=tuple(finding for finding in selected if finding.code in _FAILURES),
    )


def display_path(project_root: Path, path: str) -> str:
    """A path for people: relative to the current folder where the file lies below it, else absolute."""
    full = project_root / path
    try:
        return full.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return full.as_posix()
