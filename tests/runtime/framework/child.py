"""Runs the checks of one module in one release: only this process imports Django, and has the server's names.

Usage: python -m tests.runtime.framework.child MODULE RELEASE FOLDER. Writes JSON: check -> "" or what failed.
"""

import importlib
import json
import sys
import traceback
from pathlib import Path
from types import SimpleNamespace

from flake8_inventree_plugin.runtime import importing
from flake8_inventree_plugin.runtime.request import PluginSource, Request
from flake8_inventree_plugin.runtime.start import start


def sources_of(folder: Path, modules, distributions, entry_points) -> list[PluginSource]:
    """One project for each folder or file in a folder."""
    found = []
    for place in sorted(folder.iterdir()):
        name = place.stem
        found.append(
            PluginSource(
                root=str(folder),
                packages={name: str(place)},
                modules=[module for module in modules if module.partition(".")[0] == name],
                entry_points=entry_points.get(name, []),
                distribution=distributions.get(name, {}),
            )
        )
    return found


def main(module: str, release: str, folder: str) -> None:
    checks = importlib.import_module(module)
    plugins = Path(folder) / "plugins"
    scratch = Path(folder) / "scratch"
    scratch.mkdir()
    sources = sources_of(
        plugins, checks.MODULES, getattr(checks, "DISTRIBUTIONS", {}), getattr(checks, "ENTRY_POINTS", {})
    )
    importing.install(sources, release)
    lines = []
    registry = start(Request(sources, release, str(scratch)), lines.append)

    from django.contrib.auth.models import User

    from flake8_inventree_plugin.runtime.framework.problems import JOURNAL

    runtime = SimpleNamespace(
        registry=registry, journal=JOURNAL, lines=lines, release=release, user=User.objects.get()
    )
    results = {}
    for name, check in list(vars(checks).items()):
        if name.startswith("check_"):
            try:
                check(runtime)
                results[name] = ""
            except Exception:
                results[name] = traceback.format_exc()
    print("\n" + json.dumps(results))


if __name__ == "__main__":
    main(*sys.argv[1:])
