"""Starts the child process that loads plugins, holds it to its time, and reads what it reports.

The child is Python in isolated mode: neither the environment nor the current folder says what it imports.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flake8_inventree_plugin.runtime.request import (
    CODES,
    REPORT,
    Done,
    Line,
    Problem,
    Request,
    Stage,
    Step,
    from_line,
)

SCRIPT = Path(__file__).parent / "bootstrap.py"

OUTPUT = "output.txt"
"""What the child and its plugins print, in the scratch folder."""

REQUIREMENTS = ("django", "rest_framework", "django_q", "requests")
"""What the runtime is made of, by the names that are imported; the extra `runtime` installs it."""

NOT_INSTALLED = 4
"""The exit status of a child that cannot import these."""

_INHERITED = ("PATH", "LANG", "TZ", "SYSTEMROOT", "COVERAGE_PROCESS_CONFIG")
"""All of the environment that a child gets, and LC_*; nothing in it is secret."""

_LONGEST_REPORT = 64 * 2**20
_SHOWN_OUTPUT = 4000


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: `status` is its exit status, below 0 the signal that killed it; `output` the end of
    what it printed. `seconds` is the time that it took."""

    lines: list[Line]
    status: int
    seconds: float
    is_timed_out: bool = False
    output: str = field(default="", repr=False)

    @property
    def is_complete(self) -> bool:
        """Whether the child came to its end by itself."""
        return any(isinstance(line, Done) for line in self.lines)

    @property
    def has_begun(self) -> bool:
        """Whether the child came to the first plugin; else what ended it is not a plugin's fault."""
        return any(isinstance(line, Step) for line in self.lines)


def environment(scratch: str, inherited: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a child: what it needs of the parent's, with the folders of the user replaced."""
    given = os.environ if inherited is None else inherited
    kept = {name: value for name, value in given.items() if name in _INHERITED or name.startswith("LC_")}
    folders = ("HOME", "USERPROFILE", "TMPDIR", "TMP", "TEMP")
    return {**kept, **dict.fromkeys(folders, scratch), "PYTHONIOENCODING": "utf-8"}


def start(request: Request) -> subprocess.Popen[bytes]:
    """Starts a child in its scratch folder, as the head of a process group of its own."""
    scratch = Path(request.scratch)
    with (scratch / OUTPUT).open("wb") as output:
        child = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=scratch,
            env=environment(request.scratch),
            start_new_session=True,
        )
    assert child.stdin is not None
    try:
        child.stdin.write(request.to_json().encode())
        child.stdin.close()
    except BrokenPipeError:  # It ended before it read; its output says why.
        pass
    return child


def end(child: subprocess.Popen[bytes]) -> None:
    """Kills a child, and whatever it started that is still in its process group."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.wait()


def stop(child: subprocess.Popen[bytes], seconds: float = 5) -> None:
    """Asks a child to end, and kills it after so many seconds."""
    child.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(seconds)
    end(child)


def run(request: Request, seconds: float) -> Ended:
    """Runs a child to its end, or for so many seconds."""
    began = time.monotonic()
    child = start(request)
    is_timed_out = False
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        is_timed_out = True
    finally:
        status = child.poll()
        end(child)
    return Ended(
        read_report(request.scratch),
        child.returncode if status is None else status,
        time.monotonic() - began,
        is_timed_out,
        _tail(Path(request.scratch) / OUTPUT),
    )


def unfinished(ended: Ended) -> Problem | None:
    """What a child that did not come to its end says about the plugin that it was at, None for others."""
    if ended.is_complete or not ended.has_begun:
        return None
    step = [line for line in ended.lines if isinstance(line, Step)][-1]
    what = f"{_DOING[step.stage]} {step.what}".strip()
    code, kind = "INV806", "time"
    if ended.is_timed_out:
        message = f"{what} was not over when the time was, and was ended"
    elif ended.status < 0:
        name = signal.Signals(-ended.status).name
        kind = "time" if name == "SIGXCPU" else "memory"
        message = f"{what} ended the process by the signal {name}"
    else:
        code, kind = CODES.get(step.stage, "INV801"), "ended"
        message = f"{what} ended the process with the status {ended.status}"
    return Problem(code, step.stage, kind, step.plugin, message, member=step.what, traceback=ended.output)


_DOING: dict[Stage, str] = {
    "import": "importing",
    "init": "creating the plugin",
    "metadata": "reading the metadata",
    "activate": "setting up",
    "hook": "calling",
    "serve": "serving",
}


def read_report(scratch: str) -> list[Line]:
    """The lines that a child has reported so far."""
    try:
        with (Path(scratch) / REPORT).open("rb") as report:
            text = report.read(_LONGEST_REPORT).decode(errors="replace")
    except FileNotFoundError:
        return []
    found = map(from_line, text.split("\n"))
    return [line for line in found if line is not None]


def _tail(path: Path) -> str:
    data = path.read_bytes() if path.is_file() else b""
    return data[-_SHOWN_OUTPUT:].decode(errors="replace").strip()
