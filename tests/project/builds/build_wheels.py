"""Builds the wheel of each folder named on the command line with a backend's own hook, and prints what is in
it as JSON. Run as a process of its own, since a backend changes its process."""

from __future__ import annotations

import importlib
import io
import json
import os
import sys
import tempfile
import zipfile
from contextlib import redirect_stdout
from pathlib import Path


def _contents(folder: str, backend: str) -> list[str]:
    os.chdir(folder)
    module, _, attribute = backend.partition(":")
    hooks = importlib.import_module(module)
    with tempfile.TemporaryDirectory() as target, redirect_stdout(io.StringIO()):
        name = (getattr(hooks, attribute) if attribute else hooks).build_wheel(target)
        with zipfile.ZipFile(Path(target, name)) as wheel:
            return wheel.namelist()


def main() -> None:
    """Each build has a child process that begins with the backend already loaded."""
    backend, *folders = sys.argv[1:]
    importlib.import_module(backend.partition(":")[0])
    built: dict[str, list[str]] = {}
    for folder in folders:
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            with os.fdopen(writer, "w") as answer:
                json.dump(_contents(folder, backend), answer)
                answer.flush()
                os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as answer:
            text = answer.read()
        os.waitpid(child, 0)
        built[folder] = json.loads(text) if text else []
    print(json.dumps(built))


if __name__ == "__main__":
    main()
