"""What is spared of the search for cyclic garbage, and what is left as it was."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest

from flake8_inventree_plugin.garbage import uncollected


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    yield
    gc.enable()


def test_the_collector_is_on_again_afterwards_even_after_an_error() -> None:
    was_on = []

    def fail() -> None:
        was_on.append(gc.isenabled())
        raise ValueError("x")

    with pytest.raises(ValueError, match="x"), uncollected():
        fail()
    assert was_on == [False]
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()


def test_what_was_built_is_not_searched_at_once_but_still_at_last() -> None:
    with uncollected():
        built = [[] for _ in range(100_000)]
    assert gc.get_count()[0] < 10_000
    assert any(item is built for item in gc.get_objects(generation=2))


def test_nothing_is_left_to_search_when_the_process_ends() -> None:
    program = (
        "import atexit, gc\n"
        "atexit.register(lambda: print(len(gc.get_objects()) < 1000))\n"
        "from flake8_inventree_plugin.garbage import skip_last_search\n"
        "skip_last_search()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
