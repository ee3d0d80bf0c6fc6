"""What hatchling puts into a wheel: everything in the packages that .gitignore and `exclude` do not mean.

Source: hatchling/builders/config.py, and `WheelBuilderConfig` in hatchling/builders/wheel.py.
"""

from __future__ import annotations

from typing import Any

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.project.builds.data_files import LeftOut
from flake8_inventree_plugin.project.builds.patterns import Ignored
from flake8_inventree_plugin.project.declarations import read_text
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.pyproject import FILE, Document, strings

_GITIGNORE = ".gitignore"
_ALWAYS_LEFT_OUT = ["*.py[cdo]", "/dist"]


def left_out_by_hatch(project: Project, document: Document, folder: str, paths: list[str]) -> LeftOut | None:
    """Which of the data files in a package's folder the wheel lacks; None where a hook may add some."""
    build = document.table("tool", "hatch", "build").data
    wheel = document.table("tool", "hatch", "build", "targets", "wheel").data

    def setting(key: str) -> Any:
        return wheel.get(key, build.get(key))

    special = ("hooks", "skip-excluded-dirs", "only-packages")
    if any(build.get(key) or wheel.get(key) for key in special) or project.read(".hgignore") is not None:
        return None
    ignored = [] if setting("ignore-vcs") else (read_text(project.read, _GITIGNORE) or "").split("\n")
    excluded = Ignored([*_ALWAYS_LEFT_OUT, *ignored, *strings(setting("exclude"))])
    selected = [path.strip("/") for path in strings(setting("only-include")) or strings(setting("packages"))]
    forced = [path.strip("/") for path in _table(setting("force-include"))]
    included = [] if selected else strings(setting("include"))
    wanted = Ignored(included)
    artifacts = Ignored(strings(setting("artifacts")))

    def is_built(path: str) -> bool:
        if _lies_in(path, forced) or artifacts.line(path) is not None:
            return True
        is_included = not included or wanted.line(path) is not None
        return is_included and excluded.line(path) is None

    if (selected and not _lies_in(folder, selected)) or not is_built(f"{folder}/__init__.py"):
        # The package as a whole is built in another way, or not at all.
        return None
    missing = [path for path in paths if not is_built(path)]
    number = Ignored(ignored).line(missing[0]) if missing else None
    if number is not None:
        place = Range(number + 1, 1, number + 1, len(ignored[number]) + 1)
        return LeftOut(
            missing,
            "hatchling leaves out what .gitignore ignores",
            "name its folder in `artifacts` in [tool.hatch.build] of pyproject.toml",
            _GITIGNORE,
            place,
        )
    return LeftOut(
        missing,
        "hatchling's `include` and `exclude` leave such files out",
        "include its folder in [tool.hatch.build] of pyproject.toml",
        FILE,
        document.range(("tool", "hatch", "build")),
    )


def _lies_in(path: str, folders: list[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
