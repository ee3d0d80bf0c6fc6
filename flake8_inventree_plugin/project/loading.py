"""Reads a project from disk (and from an editor's unsaved buffer) into the model that rules ask."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from flake8_inventree_plugin.baseline import Baseline, BaselineError
from flake8_inventree_plugin.baseline import parse as parse_baseline
from flake8_inventree_plugin.cache import Cache
from flake8_inventree_plugin.config import FILE, TABLE, Config, Problem, read_config
from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.inventree.releases import (
    ReleaseSet,
    is_beyond_known,
    parse_target,
    version_range,
)
from flake8_inventree_plugin.project.hooks import hook_obstacles
from flake8_inventree_plugin.project.layout import (
    Role,
    Root,
    app_folders,
    is_excluded,
    python_files,
    role_of,
)
from flake8_inventree_plugin.project.machines import machine_obstacles
from flake8_inventree_plugin.project.members import final_obstacles, member_obstacles
from flake8_inventree_plugin.project.migrations import migration_obstacles
from flake8_inventree_plugin.project.model import File, PluginClass, Project, find_plugins, member_of
from flake8_inventree_plugin.project.names import Names, known_text
from flake8_inventree_plugin.project.obstacles import Obstacle, import_obstacles
from flake8_inventree_plugin.project.package import SetupCall, read_package, setup_call
from flake8_inventree_plugin.project.target import Target, inferred
from flake8_inventree_plugin.source.facts import FileFacts
from flake8_inventree_plugin.source.values import Known

_BASE_NAMES = (b"InvenTreePlugin", b"IntegrationPluginBase", b"InvenTreePluginBase", b"ActionPlugin")
"""A project in whose files none of these words stands has no plugin class, and need not be parsed."""

_MAXIMUM_FILE_SIZE = 20 * 1024 * 1024
UNNAMED = "stdin"
"""What a text from standard input is called that has no file name; flake8 calls it so."""

_WORTH_A_POOL = 200_000
"""Bytes of source below which starting processes costs more than it saves."""


Progress = Callable[[int, int], None]
"""Hears the number of files done and of all."""


class Reader:
    """Reads files of one root; `buffers` hold the unsaved content of some, by path relative to it."""

    def __init__(self, folder: Path, buffers: Mapping[str, bytes] | None = None) -> None:
        self.folder = folder
        self.buffers = buffers or {}
        self.errors: dict[str, str] = {}
        self._inside = os.path.join(os.path.realpath(folder), "")  # noqa: PTH118
        self._real_folders: dict[str, str] = {}

    def read(self, path: str) -> bytes | None:
        """The content of a file, None where there is none or it cannot be read (then `errors` says why).

        Only regular files below the root are opened: whatever `path` says, no link and no ".." leads out.
        """
        if path in self.buffers:
            return self.buffers[path]
        try:
            full = self._in_real_folder(path)
            status = os.lstat(full)
            if stat.S_ISLNK(status.st_mode):
                full = os.path.realpath(full, strict=True)
                status = os.lstat(full)
            if not (full.startswith(self._inside) and stat.S_ISREG(status.st_mode)):
                return None
            if status.st_size > _MAXIMUM_FILE_SIZE:
                self.errors[path] = f"it is larger than {_MAXIMUM_FILE_SIZE // 2**20} MiB"
                return None
            return Path(full).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as error:
            self.errors[path] = f"{getattr(error, 'strerror', None) or error}"
            return None

    def _in_real_folder(self, path: str) -> str:
        """The path by the real folder. Looking that up once for each folder makes large trees cheap."""
        folder, name = os.path.split(path)
        if folder not in self._real_folders:
            self._real_folders[folder] = os.path.realpath(self.folder / folder, strict=True)
        return os.path.join(self._real_folders[folder], name)  # noqa: PTH118


def load_config(
    reader: Reader, known_codes: tuple[str, ...], file: str = FILE, *, use_baseline: bool = True
) -> Config | None:
    """The configuration in a file of the root; None where it has none.

    Its `problems` tell what is wrong with it. Without `use_baseline` the baseline that it names is not read.
    """
    data = reader.read(file)
    if file in reader.errors:
        return Config(problems=(Problem("", reader.errors[file]),))
    if data is None or TABLE.encode() not in data:
        return None
    from flake8_inventree_plugin.toml import TomlError, parse

    try:
        document = parse(data)
    except TomlError as error:
        place = Range(error.line, error.column, error.line, error.column)
        return Config(problems=(Problem("", f"line {error.line}: {error.reason}", place),))
    tool = document.get("tool")
    table: Any = tool.get(TABLE) if isinstance(tool, dict) else None
    if table is None:
        return None
    config = read_config(table, known_codes)
    if use_baseline and config.baseline is not None:
        config = _with_baseline(config, config.baseline, reader)
    return config if not config.problems else _with_places(config, data)


def _with_baseline(config: Config, file: str, reader: Reader) -> Config:
    data = reader.read(file)
    if data is None:
        reason = reader.errors.get(file) or "there is no such file below this folder"
        hint = f"`inventree-lint check --write-baseline {file}` writes one"
        reason = f'names "{file}": {reason}; {hint}'
    else:
        try:
            counts = parse_baseline(data)
        except BaselineError as error:
            reason = f'names "{file}", which is wrong in line {error.line}: {error.reason}'
        else:
            return config.overridden(counted=Baseline((reader.folder / file).parent, counts))
    return config.overridden(problems=(*config.problems, Problem("baseline", reason)))


def key_places(data: bytes) -> dict[tuple[str | int, ...], Range]:
    """Where the keys of a configuration file stand, see `toml_ranges`."""
    from flake8_inventree_plugin.toml_ranges import key_ranges

    return key_ranges(data.decode("utf-8", errors="replace").removeprefix("\ufeff"))


def _with_places(config: Config, data: bytes) -> Config:
    from flake8_inventree_plugin.toml_ranges import nearest_range

    ranges = key_places(data)
    problems = (
        problem._replace(place=nearest_range(ranges, ("tool", TABLE, problem.key)))
        for problem in config.problems
    )
    return config.overridden(problems=tuple(problems))


def load_project(
    root: Root,
    config: Config,
    reader: Reader,
    *,
    cache: Cache | None = None,
    jobs: int = 1,
    progress: Progress,
) -> Project:
    """Everything that rules need to know about a project; `progress` hears how far the parser is."""
    paths = [] if root.scope in reader.buffers else python_files(root, config.exclude)
    paths += [
        path
        for path in reader.buffers
        if path not in paths and _is_python(path, root) and not is_excluded(path, config.exclude)
    ]
    paths.sort()
    contents = {path: reader.read(path) for path in paths}
    facts = _facts(contents, reader, cache, jobs, progress)
    names = Names(facts)
    package = None
    if not root.scope:
        package = read_package(reader.read, _setup_call(reader, facts.get("setup.py"), names), names.value_of)
        directories = package.source_roots if package is not None else ()
        if directories:
            names = Names(facts, directories)
    readable = [path for path, item in facts.items() if item.error is None]
    plugins = find_plugins(
        names, [path for path in readable if role_of(path, has_plugin_class=True) is Role.PACKAGE]
    )
    defining = {plugin.path for plugin in plugins}
    files = tuple(
        File(path, role_of(path, has_plugin_class=path in defining), item) for path, item in facts.items()
    )
    package_code = [file.path for file in files if file.role is Role.PACKAGE and file.facts.error is None]
    migrations = [file.path for file in files if file.role is Role.MIGRATION and file.facts.error is None]
    found = [
        *import_obstacles(names, package_code),
        *hook_obstacles(names, plugins),
        *final_obstacles(names, plugins),
        *member_obstacles(names, plugins),
        *migration_obstacles(names, plugins, migrations),
        *machine_obstacles(names, plugins, package_code),
    ]
    return Project(
        root=root.folder,
        config=config,
        files=files,
        names=names,
        package=package,
        plugins=plugins,
        target=_target(config, names, plugins, found),
        obstacles=tuple(found),
        read=reader.read,
        is_unnamed=root.scope == UNNAMED and UNNAMED in reader.buffers,
        inventree_files=_inventree_files(root, reader, plugins),
        app_folders=_app_folders(root, plugins, facts),
    )


def _is_python(path: str, root: Root) -> bool:
    """Whether an unsaved text is Python; a fix may hold the new text of any file."""
    return path.endswith(".py") or path == root.scope


def _inventree_files(root: Root, reader: Reader, plugins: Iterable[PluginClass]) -> dict[str, bytes]:
    if root.scope or not any(plugin.has_mixin("AppMixin") for plugin in plugins):
        return {}
    from flake8_inventree_plugin.project.workflows import read_files

    return read_files(root.folder, reader.read)


def _app_folders(
    root: Root, plugins: Iterable[PluginClass], by_path: Container[str]
) -> dict[str, frozenset[str]]:
    folders = {
        folder
        for plugin in plugins
        if plugin.has_mixin("AppMixin")
        for folder in app_folders(plugin.path, by_path)
    }
    return {folder: frozenset(_names_in(root.folder, folder)) for folder in folders}


def _names_in(root: Path, folder: str) -> list[str]:
    try:
        full = (root / folder).resolve()
        return [item.name for item in full.iterdir()] if full.is_relative_to(root.resolve()) else []
    except OSError:
        return []


def _setup_call(reader: Reader, facts: FileFacts | None, names: Names) -> SetupCall | None:
    data = reader.read("setup.py") if facts is not None and facts.error is None else None
    return None if data is None or facts is None else setup_call(facts, data, names.value_of)


def _facts(
    contents: Mapping[str, bytes | None],
    reader: Reader,
    cache: Cache | None,
    jobs: int,
    progress: Progress,
) -> dict[str, FileFacts]:
    facts: dict[str, FileFacts] = {}
    missing: dict[str, bytes] = {}
    if not any(data is not None and any(word in data for word in _BASE_NAMES) for data in contents.values()):
        facts = {path: FileFacts() for path, data in contents.items() if data is not None}
        contents = {path: None for path, data in contents.items() if data is None}
    for path, data in contents.items():
        if data is None:
            reason = reader.errors.get(path, "it is no regular file, or is gone")
            facts[path] = FileFacts(error=(1, 1, reason, False))
            continue
        known = cache.get(data) if cache is not None else None
        if known is not None:
            facts[path] = known
        else:
            missing[path] = data
    if cache is None:
        facts |= _collect(missing, jobs, progress)
    elif missing:
        with cache.alone():
            facts |= _collect_with(cache, missing, reader, jobs, progress)
    return dict(sorted(facts.items()))


def _collect(contents: Mapping[str, bytes], jobs: int, progress: Progress) -> dict[str, FileFacts]:
    facts: dict[str, FileFacts] = {}
    for path, item in _read_all(contents, jobs):
        facts[path] = item
        progress(len(facts), len(contents))
    return facts


def _collect_with(
    cache: Cache, contents: Mapping[str, bytes], reader: Reader, jobs: int, progress: Progress
) -> dict[str, FileFacts]:
    """The facts of files, those from the cache that another process has put there meanwhile."""
    facts = {path: known for path, data in contents.items() if (known := cache.get(data)) is not None}
    found = _collect({path: contents[path] for path in contents.keys() - facts.keys()}, jobs, progress)
    for path, item in found.items():
        if path not in reader.buffers:
            cache.put(contents[path], item)
    cache.save()
    return facts | found


def _read_all(contents: Mapping[str, bytes], jobs: int) -> Iterator[tuple[str, FileFacts]]:
    from flake8_inventree_plugin.source.parse import read_facts

    processes = min(jobs, len(contents))
    if processes < 2 or sum(map(len, contents.values())) < _WORTH_A_POOL:
        yield from ((path, read_facts(data)) for path, data in contents.items())
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(processes, initializer=_ignore_interrupts) as pool:
        # An interrupted run ends when those that are being read are done.
        chunk = min(max(1, len(contents) // (processes * 4)), 10)
        yield from zip(contents, pool.map(read_facts, contents.values(), chunksize=chunk), strict=True)


def _ignore_interrupts() -> None:
    """A terminal interrupts workers, too; they end with the process that started them, which says so."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def available_jobs() -> int:
    """How many processes this one may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _target(config: Config, names: Names, plugins: tuple[PluginClass, ...], found: list[Obstacle]) -> Target:
    if config.target is not None:
        unknown = config.target if is_beyond_known(config.target) else ""
        return Target(parse_target(config.target), declared=True, source="the target", unknown=unknown)
    declared: ReleaseSet | None = None
    unknown = ""
    for plugin in plugins:
        admitted = None if plugin.is_abstract else declared_range(names, plugin)
        if admitted:
            # Several plugins in one package are installed together.
            declared = (declared & admitted or declared | admitted) if declared is not None else admitted
            minimum = member_of(names, plugin, "MIN_VERSION")
            lowest = known_text(minimum.value) if minimum is not None else None
            if lowest is not None and is_beyond_known(lowest):
                unknown = lowest
    if declared is not None:
        source = "MIN_VERSION" if unknown else "MIN_VERSION and MAX_VERSION"
        return Target(declared, declared=True, source=source, unknown=unknown)
    return inferred(found)


def declared_range(names: Names, plugin: PluginClass) -> ReleaseSet | None:
    """The releases that a plugin's MIN_VERSION and MAX_VERSION admit; None where it declares neither, or
    something that is not known or not a version. What only an unknown base may declare counts as missing."""
    values = [
        found.value if found is not None and found.assignment is not None else Known(None)
        for found in (member_of(names, plugin, name) for name in ("MIN_VERSION", "MAX_VERSION"))
    ]
    lowest, highest = map(known_text, values)
    if (lowest is None and highest is None) or any(
        known_text(value) is None and value != Known(None) for value in values
    ):
        return None
    try:
        return version_range(lowest, highest)
    except ValueError:
        return None
