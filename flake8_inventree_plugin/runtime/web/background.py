"""What runs beside the answers: queued tasks at once, scheduled ones as often as InvenTree's worker looks."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable

from django.db import connections

from flake8_inventree_plugin.runtime.framework import tasks

PAUSE = 1
"""Seconds between two looks at the queue."""
SCHEDULE_PAUSE = 30
"""Seconds between two looks at the schedules."""

_BUSY = threading.Lock()


def run(work: Callable[[], Iterable[tasks.Outcome]]) -> list[tasks.Outcome]:
    """Do something that runs tasks, and nothing of the kind at the same time; then run what that queued."""
    with _BUSY:
        return [*work(), *tasks.run_queue()]


class Background(threading.Thread):
    """Runs tasks until it is told to stop."""

    def __init__(self) -> None:
        super().__init__(name="background", daemon=True)
        self._stopping = threading.Event()
        self._parent = os.getppid()

    def run(self) -> None:
        """Look again and again; ends the process when nobody is left who would."""
        next_schedules = 0.0
        while not self._stopping.wait(PAUSE):
            if os.getppid() != self._parent:
                os._exit(0)
            is_time = time.monotonic() >= next_schedules
            if is_time:
                next_schedules = time.monotonic() + SCHEDULE_PAUSE
            try:
                run(tasks.run_due if is_time else list)
            except Exception as error:
                # Such as a locked database: the next look may be luckier.
                print(f"background: {error}")
            finally:
                connections.close_all()

    def stop(self) -> None:
        """Look no more, and wait for what runs now."""
        self._stopping.set()
        self.join(PAUSE * 5)
