"""What is known of a value without running the code that makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class Unknown:
    """The class of `UNKNOWN`."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()
"""The value of what cannot be known from the source; never reported as missing or invalid."""


@dataclass(frozen=True, slots=True)
class Known:
    """A value known from the source. Containers may hold UNKNOWN inside."""

    value: Any


Value = Known | Unknown


class Missing:
    """The class of `MISSING`."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()
"""Stands for the value of what is certainly not there."""
