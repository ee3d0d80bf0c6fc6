"""A `# noqa` comment names a code that silences nothing on its line, or that no rule has.

Such a comment is left over: the defect is gone, it moved to another line, or the code is misspelt. It hides
the next defect of that kind that comes to its line, and tells readers of a problem that is not there.

Only full codes are judged, and only those of rules that ran. Not reported are

- blanket comments (`# noqa`, `# flake8: noqa`), the beginning of a code (`# noqa: INV2`), other tools' codes;
- codes of rules that are deselected, ignored or counted in a baseline for the file, of advice that was not
  asked for, and of the rules that speak only where a plugin is loaded (INV8…);
- codes that no comment silences (INV001, INV003, INV004);
- a comment that lists INV002 too: `# noqa: INV203, INV002` says that INV203 is not always needed;
- anything in a file that is no part of the plugin (tests, migrations, documentation, build scripts), in a
  project that has no plugin or that could not be read and checked completely, and in text from standard input
  without a file name;
- anything with `--isolated` or flake8's `--disable-noqa`, where no comment counts.

In flake8 a rule also counts as deselected where flake8's own `select`, `ignore`, `extend-ignore` or
`per-file-ignores` leaves its code out.

Some findings depend on the target. A comment that is needed on one of several targets only is unused on the
others; name INV002 beside the code, or declare all of them as one target (`target = ">=0.16,<1.3"`).

ruff's own rules RUF100 (in older ruff) and RUF102 (from 0.15 on) remove codes that ruff does not know, unless
its configuration says that another tool has them. `inventree-lint rules --ruff` prints the setting:

```toml
[tool.ruff.lint]
external = ["INV"]
```

Fix safety: the fix removes the code from the comment, and the comment where nothing else is left in it. Other
codes and the text behind the codes stay. A comment that mentions `noqa` a second time is left alone, because
the second would begin to count.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator

from flake8_inventree_plugin.findings import START, Finding, Fix, Range, Severity
from flake8_inventree_plugin.project.layout import Role
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules import rule_by_code
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.suppressions import (
    UNSUPPRESSIBLE,
    Suppression,
    listed_codes,
    silences_file,
    split_lines,
)

_FULL_CODE = re.compile(r"INV[0-9]{3}")
_INCOMPLETE = frozenset({"INV003", "INV004"})


def check(project: Project) -> Iterator[Finding]:
    """Nothing: the engine calls `unused` when all other rules have run."""
    return iter(())


def unused(
    project: Project, shown: Collection[tuple[str, int, str]], ran: Collection[Rule]
) -> Iterator[Finding]:
    """The codes in comments that silence nothing.

    `shown` are the path, line and code of every finding before any is silenced, where it is shown in Python;
    `ran` are the rules that found them.
    """
    if project.is_unnamed or not _INCOMPLETE.isdisjoint(code for *_, code in shown):
        return
    if any(file.role is Role.PACKAGE and file.facts.error is not None for file in project.files):
        return
    lines: dict[tuple[str, str], list[int]] = {}
    for path, line, code in sorted(shown):
        lines.setdefault((path, code), []).append(line)
    by_code = {rule.code: rule for rule in ran}
    for file in project.package_files:
        suppressions = [item for item in file.facts.suppressions if "INV" in item.text]
        if not suppressions or silences_file(file.facts.suppressions):
            continue
        for item in suppressions:
            for code, finding in _judged(file.path, item):
                rule = by_code.get(code)
                if rule is None:
                    if rule_by_code(code) is None:
                        yield finding
                elif rule.is_living:
                    continue
                elif _is_reported(project, rule, file.path):
                    on = lines.get((file.path, code), [])
                    if bisect_left(on, item.first) == bisect_right(on, item.last):
                        yield finding


def _is_reported(project: Project, rule: Rule, path: str) -> bool:
    """Whether findings of a rule in a file are reported: selected, and not counted in a baseline."""
    counted = project.config.counted
    if counted is not None and (counted.path_of(project.root, path), rule.code) in counted.counts:
        return False
    return project.config.selects(rule.finding("", "", path, START))


def _judged(path: str, item: Suppression) -> Iterator[tuple[str, Finding]]:
    """Each full code that a comment lists, with what to say of it where it is not used."""
    listed = listed_codes(item)
    if listed is None or any(item.text[start:end] == RULE.code for start, end in listed.codes):
        return
    # A comment ends its line, which is the last of those that it counts for.
    line_start = len(item.text) - len(split_lines(item.text)[-1])
    for start, end in listed.codes:
        code = item.text[start:end]
        if not _FULL_CODE.fullmatch(code) or code in UNSUPPRESSIBLE:
            continue
        known = rule_by_code(code)
        if known is not None:
            message = (
                f"`# noqa: {code}` silences nothing: {known.name} finds nothing on this line, and the "
                "comment would hide the next defect of that kind"
            )
            advice = f"remove {code} from the comment"
        else:
            message = f"`# noqa: {code}` silences nothing: no rule has this code"
            advice = "correct the code, or remove it from the comment"
        codes = [[begin - line_start + 1, stop - line_start + 1] for begin, stop in listed.codes]
        arguments = {"code": code, "comment": listed.start - line_start + 1, "codes": codes}
        fix = Fix("unused_suppression", f"Remove {code} from the comment.", arguments=arguments)
        yield (
            code,
            RULE.finding(
                message,
                advice,
                path,
                Range(item.last, start - line_start + 1, item.last, end - line_start + 1),
                fix=fix,
            ),
        )


_PLUGIN = (
    "from plugin import InvenTreePlugin\nfrom plugin.plugin import InvenTreePlugin as Again{comment}\n\n\n"
    "class Demo(InvenTreePlugin):\n    NAME = 'Demo'{other}\n"
)


def _example(
    comment: str = "",
    other: str = "",
    *,
    at: tuple[str, ...] = (),
    fixed: tuple[str, str] | None = None,
    note: str,
) -> Example:
    return Example(
        _PLUGIN.format(comment=comment, other=other),
        at,
        None if fixed is None else _PLUGIN.format(comment=fixed[0], other=fixed[1]),
        note,
    )


RULE = Rule(
    code="INV002",
    name="unused-suppression",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/",
    good=(
        _example("  # noqa: INV203 until 1.3", note="It silences a finding."),
        _example(other="  # noqa", note="Without a code."),
        _example(other="  # noqa: INV2, E501", note="The beginning of a code, and another tool's code."),
        _example(other="  # noqa: INV107", note="Advice that was not asked for."),
        _example(other="  # noqa: INV203, INV002", note="A comment that is to stay."),
        Example(
            {
                "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n\n'
                '[tool.inventree-lint]\nignore = ["INV112"]\n',
                "demo/__init__.py": "",
                "demo/core.py": _PLUGIN.format(comment="", other="  # noqa: INV112"),
            },
            note="A rule that is ignored.",
        ),
    ),
    bad=(
        _example(
            other="  # noqa: INV111", at=("6:28",), fixed=("", ""), note="Nothing is wrong on this line."
        ),
        _example(
            "  # noqa: INV203, INV201, F401 because of 0.8",
            at=("2:69",),
            fixed=("  # noqa: INV203, F401 because of 0.8", ""),
            note="One of several codes.",
        ),
        _example(
            other="  # noqa: INV999 shown in the list of plugins",
            at=("6:28",),
            fixed=("", "  # shown in the list of plugins"),
            note="A code that no rule has.",
        ),
    ),
)
