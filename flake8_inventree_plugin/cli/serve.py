"""`inventree-lint serve`: run plugins in a server of their own until Ctrl-C."""

from __future__ import annotations

import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import click

from flake8_inventree_plugin.cli import (
    EXIT_CLEAN,
    EXIT_FAILED,
    EXIT_FINDINGS,
    EXIT_INTERRUPTED,
    EXIT_USAGE,
)
from flake8_inventree_plugin.cli.try_plugin import INSTALL, announce, known_release
from flake8_inventree_plugin.cli.trying import default_release, plugin_source
from flake8_inventree_plugin.engine import Settings, read_project
from flake8_inventree_plugin.inventree.consequences import consequence
from flake8_inventree_plugin.project.layout import NoSuchPathError, discover
from flake8_inventree_plugin.project.loading import available_jobs
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.runtime import launch
from flake8_inventree_plugin.runtime.request import (
    REPORT,
    Line,
    Loaded,
    Note,
    PluginSource,
    Problem,
    Request,
    Step,
    from_line,
)

USER = "admin"
_HOST = "127.0.0.1"
_PAUSE = 0.1
_MEMORY = 2048 * 2**20


@click.command("serve")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--release",
    callback=known_release,
    metavar="RELEASE",
    help="Behave as this InvenTree; by default the newest that each plugin is meant for.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Where to listen on 127.0.0.1; 0: a free port.",
)
@click.option("--allow-network", is_flag=True, help="Let the plugins use the network and other programs.")
def serve(paths: Sequence[Path], *, release: str | None, port: int, allow_network: bool) -> int:
    """Run plugins in a small server of their own, with pages and the API.

    PATH is a file or folder of a plugin; the current folder where none is given. The plugins are executed
    with the rights of your user, behind something that behaves as InvenTree does, with a database of its own
    that is gone afterwards. Plugins that cannot be in one process are served apart, each on the next port.
    Only this machine can reach them. Ctrl-C ends everything.
    """
    try:
        roots = discover(paths or [Path()])
    except NoSuchPathError as error:
        raise click.UsageError(visible(str(error))) from error
    found = (read_project(root, Settings({}, jobs=available_jobs())) for root in roots)
    projects = [project for project in found if any(project.concrete_plugins)]
    if not projects:
        _say("No plugin was found.", err=True)
        return EXIT_USAGE
    groups = together((release or default_release(project), project) for project in projects)
    ports = [_claim(port + index if port else 0) for index in range(len(groups))]
    if len(groups) > 1:
        _say(
            f"{' and '.join(group.names for group in groups)} are served apart: they have modules of the "
            "same name, or are meant for different releases.",
            err=True,
        )
    for group in groups:
        for project in group.projects:
            announce(project, group.release, allow_network=allow_network, memory=_MEMORY, seconds=0)
    password = secrets.token_urlsafe(12)
    signal.signal(signal.SIGTERM, _end)
    with ExitStack() as stack:
        servers: list[Server] = []
        try:
            for group, taken in zip(groups, ports, strict=True):
                folder = tempfile.TemporaryDirectory(prefix="inventree-lint-", ignore_cleanup_errors=True)
                request = Request(
                    group.sources,
                    group.release,
                    str(Path(stack.enter_context(folder)).resolve()),
                    allow_network=allow_network,
                    memory=_MEMORY,
                    mode="serve",
                    port=taken,
                    password=password,
                )
                child = launch.start(request)
                stack.callback(launch.stop, child)
                servers.append(Server(group, request, child))
            return _follow(servers, password)
        except KeyboardInterrupt:
            _say("Interrupted." if not any(server.address for server in servers) else "Ended.", err=True)
            return EXIT_CLEAN if any(server.address for server in servers) else EXIT_INTERRUPTED


def _end(number: int, _: object) -> None:
    raise SystemExit(128 + number)


@dataclass
class Group:
    """Projects whose plugins can be in one process: one release, and no top-level name twice."""

    release: str
    projects: list[Project] = field(default_factory=list)
    sources: list[PluginSource] = field(default_factory=list)

    @property
    def names(self) -> str:
        """Their plugins, for people."""
        plugins = (plugin.name for project in self.projects for plugin in project.concrete_plugins)
        return ", ".join(plugins)

    def admits(self, release: str, source: PluginSource) -> bool:
        """Whether another project can join."""
        names = {name for item in self.sources for name in item.packages}
        return release == self.release and names.isdisjoint(source.packages)


def together(projects: Iterable[tuple[str, Project]]) -> list[Group]:
    """Projects with their releases, in as few groups as their names allow."""
    groups: list[Group] = []
    for release, project in projects:
        source = plugin_source(project)
        group = next((group for group in groups if group.admits(release, source)), None)
        if group is None:
            group = Group(release)
            groups.append(group)
        group.projects.append(project)
        group.sources.append(source)
    return groups


def _claim(port: int) -> int:
    """A port that is free now; for 0, any. Raises UsageError for one that is taken."""
    if port > 65535:
        raise click.UsageError("there are no more ports")
    with socket.socket() as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError as error:
            raise click.UsageError(
                f"port {port} cannot be used: {error.strerror}; choose another with --port, or 0 for any"
            ) from error
        number: int = probe.getsockname()[1]
        return number


@dataclass
class Server:
    """A child that serves plugins. `address` is "" until it does."""

    group: Group
    request: Request
    child: subprocess.Popen[bytes]
    address: str = ""
    lines: list[Line] = field(default_factory=list)
    _read: dict[str, int] = field(default_factory=dict)

    def news(self) -> list[Line]:
        """What it reported since the last time."""
        found = [line for text in self._new_lines(REPORT) if (line := from_line(text)) is not None]
        self.lines += found
        return found

    def output(self) -> Iterator[str]:
        """What it and its plugins printed since the last time."""
        return self._new_lines(launch.OUTPUT)

    def _new_lines(self, name: str) -> Iterator[str]:
        path = Path(self.request.scratch, name)
        if not path.is_file():
            return
        with path.open("rb") as file:
            file.seek(self._read.get(name, 0))
            text = file.read()
        whole, line_feed, _ = text.rpartition(b"\n")
        self._read[name] = self._read.get(name, 0) + len(whole) + len(line_feed)
        if line_feed:
            yield from whole.decode(errors="replace").split("\n")


def _follow(servers: list[Server], password: str) -> int:
    """Tell what the servers do until none is left; returns the exit status."""
    running = list(servers)
    status = EXIT_CLEAN
    is_told = False
    while running:
        for server in list(running):
            has_ended = server.child.poll() is not None
            for line in server.news():
                _tell(server, line)
            for text in server.output():
                _say(text, err=True)
            if has_ended:
                running.remove(server)
                status = max(status, _ended(server))
        if running and not is_told and all(server.address for server in running):
            is_told = True
            _say(f"Log in as {USER} with the password {password}. Ctrl-C ends everything.")
        time.sleep(_PAUSE)
    return status


def _tell(server: Server, line: Line) -> None:
    release = server.request.release
    if isinstance(line, Step) and line.stage == "serve":
        server.address = line.what
        _say(f"Serving {server.group.names} as InvenTree {release} at {line.what}")
    elif isinstance(line, Loaded):
        _say(f"{line.plugin} was loaded: {', '.join(line.mixins) or 'no mixins'}", err=True)
    elif isinstance(line, Problem):
        effect = consequence(line.kind, release)
        place = f" ({line.file}:{line.line})" if line.file else ""
        tail = f"; on InvenTree {release} {effect}" if effect else ""
        _say(f"{line.plugin or line.member}: {line.message}{place}{tail}", err=True)
    elif isinstance(line, Note):
        about = f"{line.plugin}: " if line.plugin else ""
        how = f": {INSTALL}" if line.needs and not line.plugin else ""
        _say(f"Not tried: {about}{line.message}{how}", err=True)


def _ended(server: Server) -> int:
    """Say why a server ended by itself; returns the exit status that this means."""
    status = server.child.returncode
    if status == launch.NOT_INSTALLED:
        return EXIT_USAGE
    last = launch.unfinished(launch.Ended(server.lines, status, 0))
    if last is None:
        _say(f"The server of {server.group.names} did not start, which is no fault of the plugins.", err=True)
        return EXIT_FAILED
    _say(f"The server of {server.group.names} is gone: {last.message}", err=True)
    return EXIT_FINDINGS


def _say(text: str, *, err: bool = False) -> None:
    stream = sys.stderr if err else sys.stdout
    click.echo(visible(text, stream.encoding or "utf-8"), err=err)
    stream.flush()
