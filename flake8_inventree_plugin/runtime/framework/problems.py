"""What goes wrong with a plugin, kept apart from everything else that runs."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from flake8_inventree_plugin.inventree.catalogue import (
    host_module_releases,
    host_name_releases,
    is_server_module,
)
from flake8_inventree_plugin.runtime.limits import Refused
from flake8_inventree_plugin.runtime.placeholders import NotInRuntime
from flake8_inventree_plugin.runtime.request import CODES, Line, Note, PluginSource, Problem, Stage

_LONGEST_MESSAGE = 500

# What ends a step of a plugin without ending the process: SystemExit is an author's `exit()`.
Failures = (Exception, SystemExit)


class Journal:
    """Everything that was found out about plugins: problems and notes, and whoever else wants to know.

    `errors` is what `registry.errors` has in InvenTree: stage -> entries of `{where: text}`.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.notes: list[Note] = []
        self.errors: dict[str, list[dict[str, str]]] = {}
        self.sources: list[PluginSource] = []
        self.listener: Callable[[Line], None] = lambda line: None

    def problem(
        self,
        stage: Stage,
        kind: str,
        plugin: type | str,
        message: str,
        *,
        error: BaseException | None = None,
        member: str = "",
    ) -> None:
        """Record that something fails; `plugin` is the class, or a text that names what failed instead."""
        name = plugin if isinstance(plugin, str) else class_name(plugin)
        file, line = self._place(error, plugin)
        text = "".join(traceback.format_exception(error)) if error else ""
        is_memory = isinstance(error, MemoryError)
        found = Problem(
            "INV806" if is_memory else CODES[stage],
            stage,
            "memory" if is_memory else kind,
            "" if isinstance(plugin, str) else name,
            _one_line(message),
            file,
            line,
            member,
            text,
        )
        # What fails on each call is said once.
        same = (found.kind, found.plugin, found.message)
        if any((known.kind, known.plugin, known.message) == same for known in self.problems):
            return
        self.problems.append(found)
        self.errors.setdefault(_upstream_stage(stage, name), []).append({name: found.message})
        self.listener(found)

    def note(self, plugin: type | str, message: str, needs: str = "") -> None:
        """Record that something was not tried."""
        name = plugin if isinstance(plugin, str) else class_name(plugin)
        note = Note(name, _one_line(message), needs)
        if note not in self.notes:
            self.notes.append(note)
            self.listener(note)

    def failure(
        self, stage: Stage, kind: str, plugin: type | str, error: BaseException, *, member: str = ""
    ) -> None:
        """Record what an exception means: a problem of the plugin, or something that cannot be tried here."""
        if cause := self._beyond(error):
            self.note(plugin, *cause)
            return
        self.problem(stage, kind, plugin, describe(error), error=error, member=member)

    @contextmanager
    def guard(self, stage: Stage, kind: str, plugin: type | str, *, member: str = "") -> Iterator[None]:
        """Run a step of a plugin; what it raises is recorded and goes no further."""
        try:
            yield
        except Failures as error:
            self.failure(stage, kind, plugin, error, member=member)

    def _beyond(self, error: BaseException) -> tuple[str, str] | None:
        """What an exception says about this runtime rather than about the plugin, and the missing package."""
        seen: set[int] = set()
        cause: BaseException | None = error
        while cause is not None and id(cause) not in seen:
            seen.add(id(cause))
            if isinstance(cause, (NotInRuntime, Refused)):
                return str(cause), ""
            cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
        if isinstance(error, ImportError) and (name := _host_name(error)):
            return f"uses {name}, which the release has, but not the Django that the runtime is made of", ""
        match = _APP_MISSING.match(str(error)) if isinstance(error, RuntimeError) else None
        # A model of the plugin's own is a matter of the plugin.
        if match and not any(match[1] in source.packages for source in self.sources):
            return f"needs the app {match[1]} of the server, which is not here", ""
        if isinstance(error, ModuleNotFoundError) and error.name:
            top = error.name.partition(".")[0]
            if top == "plugins":
                return "imports itself from plugins, a server's folder for plugins, which is not here", ""
            own = any(top in source.packages for source in self.sources)
            if not own and not is_server_module(error.name) and top not in ("django", "rest_framework"):
                return f"needs {top}, which is not installed here", top
        return None

    def _place(self, error: BaseException | None, plugin: type | str) -> tuple[str, int]:
        """The innermost place of a traceback in a plugin's own code; else the plugin's class."""
        found = ("", 0)
        if isinstance(error, SyntaxError) and error.filename and self.is_own(error.filename):
            return error.filename, error.lineno or 0
        for file, line in _frames(error.__traceback__ if error else None):
            if self.is_own(file):
                found = (file, line)
        return found

    def is_own(self, file: str) -> bool:
        """Whether a file is a plugin's own."""
        path = Path(file)
        return any(
            path == Path(place) or path.is_relative_to(place)
            for source in self.sources
            for place in source.packages.values()
        )


def _host_name(error: ImportError) -> str:
    """What an import of Django or REST framework missed that they have in this release, "" for any other."""
    from flake8_inventree_plugin.runtime.framework.release import current

    module = error.name or ""
    if isinstance(error, ModuleNotFoundError):
        return module if current() in host_module_releases(module) else ""
    match = _MISSING_NAME.match(error.msg or "")
    if match is None or current() not in host_name_releases(module, match[1]):
        return ""
    return f"{module}.{match[1]}"


_APP_MISSING = re.compile(r"Model class (\w+)[\w.]* doesn't declare an explicit app_label")
_MISSING_NAME = re.compile(r"cannot import name '(\w+)'")


def describe(error: BaseException) -> str:
    """An exception as one line of text, whatever its own text does."""
    try:
        text = str(error)
        if isinstance(error, ImportError) and error.path:
            # Where the runtime or a library lies says nothing about the plugin.
            text = text.removesuffix(f" ({error.path})")
    except Exception:
        text = ""
    return _one_line(f"{type(error).__name__}: {text}" if text else type(error).__name__)


def class_name(plugin: type) -> str:
    """A plugin's class as "module.Class"."""
    return f"{plugin.__module__}.{plugin.__qualname__}"


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_MESSAGE]


def _upstream_stage(stage: Stage, name: str) -> str:
    """The key under which InvenTree's registry files such an error."""
    return {"import": "discovery", "init": f"{name.rpartition('.')[2]}:init_plugin"}.get(stage, "general")


def _frames(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next


JOURNAL = Journal()
"""That of this process."""
