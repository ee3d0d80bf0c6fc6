from __future__ import annotations

from io import StringIO

import pytest

from flake8_inventree_plugin.reports import progress as module
from flake8_inventree_plugin.reports.progress import bar, progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(module.time, "monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setenv("TERM", "xterm")
    return Clock(monkeypatch)


def test_nothing_is_written_where_nobody_watches(clock: Clock) -> None:
    stream = StringIO()
    with progress(stream) as show:
        clock.now += 10
        show(1, 2)
    assert stream.getvalue() == ""


def test_nothing_is_written_to_a_dumb_terminal(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    stream = Terminal()
    with progress(stream) as show:
        clock.now += 10
        show(1, 2)
    assert stream.getvalue() == ""


def test_nothing_is_written_in_a_short_run(clock: Clock) -> None:
    stream = Terminal()
    with progress(stream) as show:
        clock.now += 0.4
        show(2, 2)
    assert stream.getvalue() == ""


def test_a_long_run_is_shown_now_and_then_and_erased(clock: Clock) -> None:
    stream = Terminal()
    with progress(stream) as show:
        for done, seconds in ((1, 1.0), (2, 0.01), (3, 0.2)):
            clock.now += seconds
            show(done, 3)
    assert stream.getvalue() == f"\r\x1b[K{bar(1, 3)}\r\x1b[K{bar(3, 3)}\r\x1b[K"


def test_an_interrupted_run_is_erased_too(clock: Clock) -> None:
    stream = Terminal()

    def interrupted() -> None:
        with progress(stream) as show:
            clock.now += 1
            show(1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_bar() -> None:
    assert bar(0, 3) == f"Reading [{' ' * 30}] 0/3"
    assert bar(1, 3) == f"Reading [{'#' * 10}{' ' * 20}] 1/3"
    assert bar(3, 3) == f"Reading [{'#' * 30}] 3/3"
    assert bar(0, 0) == f"Reading [{'#' * 30}] 0/0"
