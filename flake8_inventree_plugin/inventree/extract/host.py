"""What an unpacked or installed Django, REST framework or whole environment offers."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distributions
from pathlib import Path

from flake8_inventree_plugin.inventree.extract.environment import normalised
from flake8_inventree_plugin.inventree.extract.modules import parse_modules
from flake8_inventree_plugin.inventree.extract.tables import Fact, module_facts

_DJANGO = re.compile(r"^VERSION *= *\(([0-9]+), *([0-9]+), *([0-9]+)", re.MULTILINE)
_REST_FRAMEWORK = re.compile(r"^__version__ *= *['\"]([0-9]+)\.([0-9]+)(?:\.([0-9]+))?", re.MULTILINE)
_VERSIONS = {"django": _DJANGO, "rest_framework": _REST_FRAMEWORK}


def read_hosts(folder: Path) -> dict[str, tuple[str, frozenset[Fact]]]:
    """The frameworks that lie in a folder such as `site-packages` -> version, and what their modules bind.

    Migrations are left out. Raises CheckoutError for a file that this Python cannot parse.
    """
    found = {}
    for name, pattern in _VERSIONS.items():
        version = None
        package = folder / name
        if (package / "__init__.py").is_file():
            version = pattern.search((package / "__init__.py").read_text("utf-8", errors="replace"))
        if version:
            files = {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in sorted(package.rglob("*.py"))
            }
            modules = parse_modules(files, _left_out)
            found[name] = (".".join(filter(None, version.groups())), module_facts(modules))
    return found


def _left_out(parts: tuple[str, ...]) -> bool:
    return "migrations" in parts and parts[:2] != ("django", "db")


def read_import_names(folder: Path) -> dict[str, list[str]]:
    """The distributions installed in a folder -> the top-level names by which they are imported."""
    found = {}
    for distribution in distributions(path=[str(folder)]):
        names = _top_level_names(distribution)
        if names:
            found[normalised(distribution.metadata["Name"])] = names
    return found


def _top_level_names(distribution: Distribution) -> list[str]:
    names = set()
    for path in distribution.files or ():
        first = path.parts[0]
        if len(path.parts) == 1:
            first = first.partition(".")[0] if path.suffix in {".py", ".so", ".pyd"} else ""
        elif path.suffix not in {".py", ".so", ".pyd"}:
            continue
        if first.isidentifier() and not first.startswith("_"):
            names.add(first)
    return sorted(names)
