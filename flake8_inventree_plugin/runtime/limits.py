"""What the child may use: time, memory, no network. Best effort, no sandbox.

Nothing here keeps a plugin that means harm from anything: it runs with the user's own rights. The limits are
for the mistakes of honest ones.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

try:
    import resource
except ImportError:  # There is none on Windows.
    resource = None  # type: ignore[assignment]

_FILE_SIZE = 256 * 2**20
"""Bytes that a file may have which the child writes."""

_CONNECTING = frozenset(
    {
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.getnameinfo",
        "socket.sendmsg",
        "socket.sendto",
    }
)
_STARTING = frozenset(
    {
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
        "os.system",
        "pty.spawn",
        "subprocess.Popen",
    }
)


class Refused(PermissionError):  # noqa: N818
    """The plugin did what it may not; for the plugin it looks as where the system refuses it."""


class NetworkRefused(Refused):
    """An attempt to use the network while it is off."""


class ProgramRefused(Refused):
    """An attempt to start another program while the network is off: nothing could hold that program."""


class Attempt(NamedTuple):
    """One attempt that was refused: `target` is the address or program; `file` and `line` are the innermost
    place of the code that made it for which `is_plugin_file` holds, "" and 0 where there is none."""

    error: Refused
    target: str
    file: str
    line: int


def limits(*, allow_network: bool, memory: int, seconds: float) -> tuple[list[str], list[str]]:
    """What holds on this platform, and what does not: half sentences for people."""
    held = [f"it is ended after {seconds:g} s"] if seconds else []
    missing: list[str] = []
    (held if resource is not None and memory else missing).append(
        f"memory is limited to {memory // 2**20} MiB" if resource is not None and memory else "memory"
    )
    if allow_network:
        missing.append("the network")
    else:
        held.append("Python's ways to the network and to other programs are off")
    return held, missing


def limit_resources(memory: int, seconds: float) -> None:
    """Limits this process's memory (bytes, 0: not at all), processor time and the size of files it writes.

    Does nothing where the platform has no such limits.
    """
    if resource is None:
        return
    wanted = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, _FILE_SIZE)]
    if seconds:
        wanted.append((resource.RLIMIT_CPU, int(seconds) + 5))
    if memory:
        wanted.append((resource.RLIMIT_AS, memory))
    for kind, value in wanted:
        _, hard = resource.getrlimit(kind)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # macOS refuses to limit the address space.
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):
            continue


def network_off(
    is_plugin_file: Callable[[str], bool], refused: Callable[[Attempt], None], port: int = 0
) -> None:
    """Refuses from now on what leads to the network, and tells `refused` of each attempt.

    `port` is one on the loopback that the runtime itself listens on (0: none). Cannot be undone.
    """
    busy = threading.local()

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if (event not in _CONNECTING and event not in _STARTING) or getattr(busy, "now", False):
            return
        if event == "socket.bind" and _is_loopback(arguments[1], port):
            return
        busy.now = True
        try:
            attempt = _attempt(event, arguments, is_plugin_file)
            refused(attempt)
        finally:
            busy.now = False
        raise attempt.error

    sys.addaudithook(audit)


def _is_loopback(address: Any, port: int) -> bool:
    """Whether a socket is bound to the loopback at the runtime's own port, or at any free one: libraries do
    that to learn what the machine can."""
    return isinstance(address, tuple) and address[0] in ("127.0.0.1", "::1") and address[1] in (0, port)


def _attempt(event: str, arguments: tuple[Any, ...], is_plugin_file: Callable[[str], bool]) -> Attempt:
    file, line = _place(is_plugin_file)
    if event in _STARTING:
        program = arguments[0] if arguments else sys.executable
        target = program if isinstance(program, str) else repr(program)
        return Attempt(
            ProgramRefused(f"no other program is started while the network is off: {target}"),
            target,
            file,
            line,
        )
    target = _address(event, arguments)
    return Attempt(NetworkRefused(f"the network is off: {target}"), target, file, line)


def _address(event: str, arguments: tuple[Any, ...]) -> str:
    """Host and port as far as an audit event says them."""
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
        found = arguments[1] if len(arguments) > 1 else None
        parts = found[:2] if isinstance(found, tuple) else (found,)
    else:
        parts = arguments[:2] if event == "socket.getaddrinfo" else arguments[:1]
    shown = [part.decode("ascii", "replace") if isinstance(part, bytes) else str(part) for part in parts]
    return ":".join(item for item in shown if item != "None") or "somewhere"


def _place(is_plugin_file: Callable[[str], bool]) -> tuple[str, int]:
    frame = sys._getframe(1)
    while frame is not None:
        if is_plugin_file(frame.f_code.co_filename):
            return frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back  # type: ignore[assignment]
    return "", 0
