"""How often each rule was broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flake8_inventree_plugin.reports import Located


@dataclass(frozen=True, slots=True)
class RuleCount:
    """The findings of one rule; `fixable` of them have a fix, safe or not."""

    code: str
    name: str
    count: int
    fixable: int


def counts(items: Sequence[Located]) -> list[RuleCount]:
    """The counts of the rules that were broken, the most frequent first."""
    names = {item.finding.code: item.finding.name for item in items}
    found = Counter(item.finding.code for item in items)
    fixable = Counter(item.finding.code for item in items if item.finding.fix is not None)
    return [
        RuleCount(code, names[code], count, fixable[code])
        for code, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def lines(items: Sequence[Located]) -> list[str]:
    """The counts as lines, with an empty one at their end; none where nothing was found."""
    found = counts(items)
    if not found:
        return []
    width = len(str(found[0].count))
    name = max(len(rule.name) for rule in found)
    shown = [
        f"{rule.count:>{width}}  {rule.code}  {rule.name:<{name}}"
        + (f"  {rule.fixable} fixable" if rule.fixable else "")
        for rule in found
    ]
    return [*(line.rstrip() for line in shown), ""]
