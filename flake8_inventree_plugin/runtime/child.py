"""The child process: reads a request, loads the plugins, tries or serves them, and reports.

`launch` starts it as a script in isolated mode; then nothing but what is installed can be imported, not even
this package, so it first makes itself known.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path


def main() -> int:
    """Does what the request on standard input asks; returns the exit status."""
    from flake8_inventree_plugin.runtime import limits
    from flake8_inventree_plugin.runtime.importing import install
    from flake8_inventree_plugin.runtime.launch import NOT_INSTALLED, REQUIREMENTS
    from flake8_inventree_plugin.runtime.request import REPORT, Done, Line, Note, Request, to_line

    request = Request.from_json(sys.stdin.buffer.read().decode())
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - open as long as the process lives
    sys.pycache_prefix = str(Path(request.scratch, "bytecode"))
    with Path(request.scratch, REPORT).open("a", encoding="utf-8") as report:

        def record(line: Line) -> None:
            report.write(f"{to_line(line)}\n")
            report.flush()

        limits.limit_resources(request.memory, request.seconds)
        install(request.sources, request.release)
        missing = next((name for name in REQUIREMENTS if find_spec(name) is None), None)
        if missing is not None:
            record(Note("", f"the runtime needs {missing}, which is not installed", needs=missing))
            return NOT_INSTALLED
        if request.mode == "try":
            from flake8_inventree_plugin.runtime.exercise import try_plugins

            try_plugins(request, record)
        record(Done())
    return 0


def make_importable() -> None:
    """Makes this package importable, and nothing that lies beside it."""
    from importlib.util import module_from_spec, spec_from_file_location

    folder = Path(__file__).parents[1]
    spec = spec_from_file_location(
        folder.name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    sys.modules[folder.name] = package = module_from_spec(spec)
    spec.loader.exec_module(package)


if __name__ == "__main__":
    make_importable()
    from flake8_inventree_plugin.runtime.child import main as run

    sys.exit(run())
