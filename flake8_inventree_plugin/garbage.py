"""Work without the search for cyclic garbage, which costs up to half of the time where much is built."""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Keeps the collector still. Facts and trees have no cycles, so what is left is freed all the same."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # Makes all that was built old; as young objects they would be searched at once.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


@functools.cache
def skip_last_search() -> None:
    """Spares the search that Python makes when the process ends, when nothing needs to be freed."""
    atexit.register(gc.freeze)
