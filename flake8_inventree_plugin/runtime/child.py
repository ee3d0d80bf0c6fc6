"""The child process: reads a request, loads the plugins, tries or serves them, and reports."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from flake8_inventree_plugin.runtime import limits
from flake8_inventree_plugin.runtime.importing import install, restore_host_names
from flake8_inventree_plugin.runtime.launch import NOT_INSTALLED, REQUIREMENTS
from flake8_inventree_plugin.runtime.request import REPORT, Done, Line, Note, Problem, Request, Step, to_line

_LOADING = frozenset({"import", "init", "metadata", "activate"})
"""The stages that every start of a server goes through."""


class Recording:
    """Writes the report, and knows what the child is at when something is refused."""

    def __init__(self, report: TextIO) -> None:
        self.attempts = 0
        self._report = report
        self._step: Step | None = None
        self._places: set[tuple[str, int]] = set()

    def __call__(self, line: Line) -> None:
        """Adds a line, which can then be read at once."""
        if isinstance(line, Step):
            self._step = line
        self._report.write(f"{to_line(line)}\n")
        self._report.flush()

    def refused(self, attempt: limits.Attempt) -> None:
        """Reports an attempt to do what is off: a problem while plugins are loaded, else not tried."""
        self.attempts += 1
        step = self._step
        if step is None:
            return
        if isinstance(attempt.error, limits.NetworkRefused) and step.stage in _LOADING:
            if (attempt.file, attempt.line) in self._places:
                return
            self._places.add((attempt.file, attempt.line))
            message = f"it uses the network ({attempt.target}) while the server loads it"
            self(
                Problem(
                    "INV806",
                    step.stage,
                    "network",
                    step.plugin,
                    message,
                    attempt.file,
                    attempt.line,
                    member=step.what,
                )
            )
        else:
            self(Note(step.plugin, f"{step.what or step.stage}: {attempt.error}"))


def main() -> int:
    """Does what the request on standard input asks; returns the exit status."""
    request = Request.from_json(sys.stdin.buffer.read().decode())
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - open as long as the process lives
    with Path(request.scratch, REPORT).open("a", encoding="utf-8") as report:
        record = Recording(report)
        limits.limit_resources(request.memory, request.seconds)
        install(request.sources, request.release)
        missing = next((name for name in REQUIREMENTS if find_spec(name) is None), None)
        if missing is not None:
            record(Note("", f"the runtime needs {missing}, which is not installed", needs=missing))
            return NOT_INSTALLED
        if not request.allow_network:
            limits.network_off(_is_plugin_file(request), record.refused, request.port)
        # What follows imports Django, and InvenTree by way of the finders.
        from flake8_inventree_plugin.runtime.start import start

        restore_host_names(request.release)
        start(request, record)
        if request.mode == "try":
            from flake8_inventree_plugin.runtime.exercise import try_plugins

            try_plugins(record, lambda: record.attempts)
        else:
            from flake8_inventree_plugin.runtime.web.server import serve

            serve(request.port, record)
        record(Done())
    return 0


def _is_plugin_file(request: Request) -> Callable[[str], bool]:
    places = tuple(place for source in request.sources for place in source.packages.values())
    return lambda file: file.startswith(places)
