"""Facts kept between runs, by content: a file that has not changed is never parsed again.

One JSON file per project in the platform's cache folder, headed by a digest of what it holds and of what
wrote it: a damaged or foreign file, or another version's, is ignored and written anew. Nothing in it can
execute. It is replaced atomically, so parallel runs never see half a file. Of processes that need the facts
of one project at once, as those of flake8 do, one collects them, and the others wait for what it has found.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from flake8_inventree_plugin.source.facts import FileFacts, from_json, to_json

MAXIMUM_PROJECTS = 200
"""How many projects are remembered; those not used for longest are forgotten."""
MAXIMUM_BYTES = 256 << 20
"""How large all of them together may be."""
MAXIMUM_PROJECT_BYTES = 64 << 20
"""How large one of them may be, some 50,000 files of ordinary size; what does not fit is not remembered."""

_NAME = re.compile(r"[0-9a-f]{32}\.(?:json|lock|\w+\.tmp)")
_PATIENCE_SECONDS = 60.0
"""How long to wait for a process that collects facts before doing it too."""
_UNFINISHED_SECONDS = 3600
"""After this time a file that is not finished belongs to a run that was killed."""


def cache_folder() -> Path:
    """Where the platform keeps what may be thrown away, with a folder of ours in it.

    Raises RuntimeError where a user without a home folder has not said where.
    """
    variable = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME"
    base = Path(os.environ.get(variable, ""))
    if not base.is_absolute():
        default = {"win32": "AppData/Local", "darwin": "Library/Caches"}.get(sys.platform, ".cache")
        base = Path.home() / default
    return base / "flake8-inventree-plugin"


def open_cache(root: Path) -> Cache | None:
    """The cache of a project, None where there is no place for one."""
    try:
        return Cache(root, cache_folder())
    except RuntimeError:
        return None


class Cache:
    """The facts of one project's files from earlier runs."""

    def __init__(self, root: Path, folder: Path) -> None:
        digest = hashlib.sha256(os.fsencode(root)).hexdigest()[:32]
        self._path = folder / f"{digest}.json"
        self._fingerprint = _fingerprint()
        self._read_from = (0, 0)
        self._rows: dict[str, Any] = self._read()
        self._used: dict[str, Any] = {}
        self._changed = False

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Waits while another process collects facts of this project, and learns what it has found.

        Where nothing can be locked, or the other one takes too long, nobody waits: that costs time, no more.
        """
        before = self._read_from
        with _locked(self._path.with_suffix(".lock")):
            with contextlib.suppress(OSError):
                if _stamp(self._path.lstat()) != before:
                    self._rows = self._read()
            yield

    def get(self, data: bytes) -> FileFacts | None:
        """The facts of a file with this content, None where they are not known."""
        key = _key(data)
        row = self._rows.get(key)
        if row is None:
            return None
        try:
            facts = from_json(json.loads(row))
        except (TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError):
            return None
        self._used[key] = row
        return facts

    def put(self, data: bytes, facts: FileFacts) -> None:
        """Remembers the facts of a file with this content."""
        self._used[_key(data)] = json.dumps(to_json(facts), separators=(",", ":"))
        self._changed = True

    def save(self) -> None:
        """Writes what this run used, so that facts of files that are gone are forgotten.

        A cache that cannot be written costs time, nothing else.
        """
        if not self._changed:
            return
        import tempfile

        content = json.dumps(dict(self._fitting()), separators=(",", ":")).encode()
        with contextlib.suppress(OSError):
            folder = self._path.parent
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=folder, prefix=f"{self._path.stem}.", suffix=".tmp")
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(self._digest(content) + b"\n" + content)
                Path(name).replace(self._path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            _forget_old(folder)

    def _fitting(self) -> Iterator[tuple[str, str]]:
        size = 0
        for key, row in self._used.items():
            size += len(key) + len(row)
            if size > MAXIMUM_PROJECT_BYTES // 2:
                return
            yield key, row

    def _read(self) -> dict[str, Any]:
        try:
            status = self._path.lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAXIMUM_PROJECT_BYTES:
                return {}
            digest, _, content = self._path.read_bytes().partition(b"\n")
        except OSError:
            return {}
        self._read_from = _stamp(status)
        if digest != self._digest(content):
            return {}
        with contextlib.suppress(OSError):
            # What has not been used for longest is forgotten first.
            os.utime(self._path)
        rows: dict[str, Any] = json.loads(content)
        return rows

    def _digest(self, content: bytes) -> bytes:
        return hashlib.sha256(self._fingerprint.encode() + content).hexdigest().encode()


def _stamp(status: os.stat_result) -> tuple[int, int]:
    """What tells a file from the one that replaces it."""
    return status.st_ino, status.st_size


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Holds a lock that ends with the process, for as long as the platform has one."""
    try:
        import fcntl

        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(path, flags, 0o600)
    except (ImportError, OSError):
        yield
        return
    try:
        give_up = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < give_up:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.02)
            except OSError:
                break
        yield
    finally:
        os.close(descriptor)


def _key(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _fingerprint() -> str:
    """What facts depend on beside the file: our own code that collects them, libcst, and the host's Python.

    Reproducible packages carry the same time of change in every release, but not that of their installation.
    """
    from flake8_inventree_plugin import findings, known, source, suppressions

    files = [Path(str(module.__file__)) for module in (findings, known, suppressions)]
    files += Path(source.__path__[0]).glob("*.py")
    parser = find_spec("libcst")
    if parser is not None and parser.origin:
        files.append(Path(parser.origin))
    stamps = [sys.version]
    for path in sorted(files):
        status = path.stat()
        stamps.append(f"{path} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}")
    return hashlib.sha256("|".join(stamps).encode(errors="surrogateescape")).hexdigest()


class CachedFile(NamedTuple):
    """A file of ours in the cache folder: finished, or what a run that is at it or was killed has written."""

    path: Path
    size: int
    modified: float

    @property
    def is_finished(self) -> bool:
        """Whether it holds the facts of a project."""
        return self.path.suffix == ".json"


def cached_files(folder: Path) -> list[CachedFile]:
    """Our files in the cache folder, the one used last first; whatever else lies there is none of them."""
    found: list[CachedFile] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if _NAME.fullmatch(entry.name) and not entry.is_dir(follow_symlinks=False):
                    # Another run may remove it at any time.
                    with contextlib.suppress(OSError):
                        status = entry.stat(follow_symlinks=False)
                        found.append(CachedFile(folder / entry.name, status.st_size, status.st_mtime))
    except OSError:
        pass
    return sorted(found, key=lambda file: file.modified, reverse=True)


def clear(folder: Path) -> list[CachedFile]:
    """Removes our files from the cache folder, and the folder where nothing else is in it; returns them.

    Raises OSError where one cannot be removed.
    """
    files = cached_files(folder)
    for file in files:
        file.path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        folder.rmdir()
    return files


def _forget_old(folder: Path) -> None:
    """Keeps the cache within its bounds, and removes what killed runs have left."""
    projects = size = 0
    for file in cached_files(folder):
        if file.is_finished:
            projects += 1
            size += file.size
            is_old = projects > MAXIMUM_PROJECTS or size > MAXIMUM_BYTES
        else:
            is_old = file.modified < time.time() - _UNFINISHED_SECONDS
        if is_old:
            with contextlib.suppress(OSError):
                file.path.unlink()
