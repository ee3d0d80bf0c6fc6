"""Ranges as the data files write them: "0.6,0.9-1.1,1.3+".

They stand for some of an ordered list of releases or versions, of which bit n of a mask is the nth; `+` means
up to the newest. What was written with one list is only understood with the same one.
"""

from __future__ import annotations

from collections.abc import Iterable

Positions = dict[str, int]
"""The list, oldest first, each with its place."""


def positions(ordered: Iterable[str]) -> Positions:
    """The form in which these functions take a list."""
    return {item: index for index, item in enumerate(ordered)}


def encode(mask: int, known: Positions, comma: str = ",", dash: str = "-") -> str:
    """The runs of neighbouring items, as text."""
    runs: list[list[str]] = []
    for item, index in known.items():
        if not mask >> index & 1:
            continue
        if index and mask >> (index - 1) & 1:
            runs[-1].append(item)
        else:
            runs.append([item])
    newest = next(reversed(known), "")
    return comma.join(
        f"{run[0]}+" if run[-1] == newest else dash.join((run[0], run[-1]) if len(run) > 1 else run)
        for run in runs
    )


def decode(text: str, known: Positions) -> int:
    """The inverse of `encode`. Raises KeyError for an unknown item."""
    mask = 0
    for part in filter(None, text.split(",")):
        if part.endswith("+"):
            first, end = known[part[:-1]], len(known)
        else:
            start, _, last = part.partition("-")
            first, end = known[start], known[last or start] + 1
        mask |= (1 << end) - (1 << first) if end > first else 0
    return mask
