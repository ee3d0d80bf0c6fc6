"""Facts kept between runs, by content: a file that has not changed is never parsed again.

One JSON file per project in the platform's cache folder. Nothing in it can execute; a damaged or foreign one
is ignored and written anew. It is replaced atomically, so parallel runs never see half a file; where two
write at once, one run's facts are collected again next time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flake8_inventree_plugin.source.facts import FileFacts, from_json, to_json

MAXIMUM_PROJECTS = 200
"""How many projects are remembered; those not used for longest are forgotten."""


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
        self._rows: dict[str, Any] = self._read()
        self._used: dict[str, Any] = {}
        self._changed = False

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

        content = json.dumps({"fingerprint": self._fingerprint, "facts": self._used}, separators=(",", ":"))
        with contextlib.suppress(OSError):
            folder = self._path.parent
            folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=folder, suffix=".tmp")
            try:
                with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogatepass") as file:
                    file.write(content)
                Path(name).replace(self._path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            _forget_old(folder)

    def _read(self) -> dict[str, Any]:
        try:
            stored = json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(stored, dict) or stored.get("fingerprint") != self._fingerprint:
            return {}
        with contextlib.suppress(OSError):
            # What has not been used for longest is forgotten first.
            os.utime(self._path)
        facts = stored.get("facts")
        return facts if isinstance(facts, dict) else {}


def _key(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _fingerprint() -> str:
    """What facts depend on beside the file: our own code that collects them, libcst, and the host's Python.

    Reproducible packages carry the same time of change in every release, but not that of their installation.
    """
    from flake8_inventree_plugin import findings, source, suppressions

    files = [Path(str(module.__file__)) for module in (findings, suppressions)]
    files += Path(source.__path__[0]).glob("*.py")
    parser = find_spec("libcst")
    if parser is not None and parser.origin:
        files.append(Path(parser.origin))
    stamps = [sys.version]
    for path in sorted(files):
        status = path.stat()
        stamps.append(f"{path} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}")
    return hashlib.sha256("|".join(stamps).encode(errors="surrogateescape")).hexdigest()


def _forget_old(folder: Path) -> None:
    files = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for path in files[:-MAXIMUM_PROJECTS]:
        path.unlink(missing_ok=True)
