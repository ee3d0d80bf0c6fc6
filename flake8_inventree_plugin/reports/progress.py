"""How far reading the files has come: one line on a terminal's standard error, erased when it is done."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

DELAY = 0.5
"""Seconds before the bar appears: a run over unchanged files ends sooner."""

_INTERVAL = 0.1
_BAR = 30
_ERASE = "\r\x1b[K"


@contextmanager
def progress(stream: TextIO | None = None) -> Iterator[Callable[[int, int], None]]:
    """Gives a function to call with the number of files done and of all; it is silent where nobody watches.

    Drawn by hand: a library's bar would cost every install a dependency, and its threads do not go with the
    processes that read files.
    """
    stream = sys.stderr if stream is None else stream
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda done, total: None
        return
    next_time = time.monotonic() + DELAY
    is_shown = False

    def show(done: int, total: int) -> None:
        nonlocal next_time, is_shown
        now = time.monotonic()
        if now >= next_time:
            next_time = now + _INTERVAL
            is_shown = True
            stream.write(_ERASE + bar(done, total))
            stream.flush()

    try:
        yield show
    finally:
        if is_shown:
            stream.write(_ERASE)
            stream.flush()


def bar(done: int, total: int) -> str:
    """The line for a state: "Reading [#####     ] 17/34"."""
    full = _BAR * min(done, total) // total if total else _BAR
    return f"Reading [{'#' * full}{' ' * (_BAR - full)}] {done}/{total}"
