"""Checks that several contracts make of the dictionaries in a plugin's members."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

_SIMILAR = 0.8


def absent(entry: Mapping[Any, Any], key: str) -> bool:
    """Whether a dictionary certainly has no such key; one with an unknown key may have it."""
    return key not in entry and all(isinstance(name, (str, int, float, type(None))) for name in entry)


def near_misses(entry: Mapping[Any, Any], known: Collection[str]) -> dict[str, str]:
    """The keys of a dictionary that look like a known key written wrong -> that key.

    A key is only meant where the dictionary has not got it as well.
    """
    return {
        key: meant
        for key in entry
        if isinstance(key, str) and key not in known and (meant := _meant(key, known)) and meant not in entry
    }


def _meant(key: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    lowered = key.strip().lower()
    if lowered in known:
        return lowered
    swapped = [name for name in known if sorted(name) == sorted(lowered)]
    return next(iter(swapped or get_close_matches(lowered, sorted(known), 1, _SIMILAR)), "")
