"""What the server answers."""

from __future__ import annotations

from typing import Any, NamedTuple


class Answer(NamedTuple):
    """The status of an HTTP answer, and the value that becomes its JSON."""

    status: int
    body: Any
