"""What is measured: real plugins, a large tree and tiny files, and the tools; kept in `benchmarks/.inputs`.

The plugins are wheels pinned by hash (`plugins.txt`), fetched once by pip; a wheel, unlike an sdist, is
unpacked without running anything of the plugin's build. The trees are generated from a seed, so that they are
the same everywhere.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE / ".inputs"

_PLUGIN = '''"""A plugin with many modules."""

from plugin import InvenTreePlugin
from plugin.mixins import EventMixin, SettingsMixin


class LargePlugin(EventMixin, SettingsMixin, InvenTreePlugin):
    """Counts what happens."""

    NAME = "LargePlugin"
    AUTHOR = "The authors"
    DESCRIPTION = "A plugin with many modules"
    VERSION = "1.0.0"
    WEBSITE = "https://example.com/"
    SETTINGS = {"LIMIT": {"name": "Limit", "validator": int, "default": 10}}

    def process_event(self, event, *args, **kwargs):
        """Counts an event."""
        return self.get_setting("LIMIT")
'''

_FUNCTION = '''
def {name}(items, limit={number}, *, verbose=False):
    """Returns the {noun}s of `items` up to `limit`.

    Those without a {noun} are left out.
    """
    found = {{}}
    for index, item in enumerate(items):
        if index >= limit:
            break
        {noun} = getattr(item, "{noun}", None)
        if {noun} is None or {noun} < {number}:  # nothing to count
            continue
        found.setdefault({noun}, []).append((item.pk, f"{{item}}: {{{noun}:.2f}}"))
    if verbose:
        logger.info("%s {noun}s of %s", len(found), len(items))
    return {{key: sorted(value, reverse=True)[:limit] for key, value in found.items()}}
'''

_CLASS = '''
class {title}{noun_title}:
    """Keeps the {noun}s of a {thing}."""

    unit = "{noun}"
    levels = [{number}, {number} + 1, "{thing}", None]

    def __init__(self, {thing}, owner=None):
        self.{thing} = {thing}
        self.owner = owner or {thing}.owner
        self._known = {{}}

    @property
    def total(self):
        """The sum of all {noun}s."""
        return sum(entry["{noun}"] * {number} for entry in self._known.values() if entry["active"])

    def update(self, **changes):
        """Takes {noun}s over; returns what was new."""
        try:
            new = {{key: value for key, value in changes.items() if key not in self._known}}
        except (KeyError, ValueError) as error:
            raise RuntimeError(f"no {noun} in {{changes!r}}") from error
        with self.{thing}.lock:
            self._known.update(new)
        return new
'''

_NOUNS = ["price", "weight", "stock", "length", "height", "amount", "volume", "reserve"]
_THINGS = ["part", "location", "supplier", "order", "build", "company", "category", "machine"]


def tools() -> Path:
    """The folder of the other tools' commands, in an environment without this linter."""
    folder = FOLDER / "tools"
    if not folder.exists():
        _environment(folder, "--requirement", HERE / "tools.txt")
    return folder / "bin"


def install_ours() -> None:
    """Installs this linter as it is now, as users have it: an editable install starts more slowly."""
    folder = FOLDER / "ours"
    if not folder.exists():
        _environment(folder, "setuptools>=77", HERE.parent)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--force-reinstall"]
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", HERE.parent], check=True)


def versions(python: Path) -> list[str]:
    """The names and versions of what an environment measures with, and of the other tools."""
    names = ["flake8-inventree-plugin", "libcst", "flake8"]
    program = f"from importlib.metadata import version\nfor name in {names}: print(name, version(name))"
    ours = subprocess.run([python, "-c", program], check=True, capture_output=True, text=True)
    others = (HERE / "tools.txt").read_text().split()
    return [*ours.stdout.splitlines(), *(line.replace("==", " ") for line in others if "flake8" not in line)]


def _environment(folder: Path, *requirements: str | Path) -> None:
    """A new environment with what is required; it is complete or not there at all."""
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    try:
        subprocess.run(
            [folder / "bin" / "python", "-m", "pip", "install", "--quiet", *requirements], check=True
        )
    except BaseException:
        shutil.rmtree(folder)
        raise


def plugins() -> list[Path]:
    """The folders of the real plugins, downloaded when they are not there yet."""
    wheels = FOLDER / "wheels"
    if not wheels.exists():
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        arguments = ["--require-hashes", "--dest", str(wheels), "--requirement", str(HERE / "plugins.txt")]
        subprocess.run([*pip, *arguments], check=True)
    folders = []
    for wheel in sorted(wheels.glob("*.whl")):
        folder = FOLDER / "plugins" / wheel.name.split("-")[0]
        if not folder.exists():
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder)
            # What makes a folder a project of its own, as in the plugin's repository.
            (folder / "pyproject.toml").write_text('[build-system]\nrequires = ["setuptools"]\n')
        folders.append(folder)
    return folders


def large_tree(files: int = 1000) -> Path:
    """A plugin of so many files of ordinary code, some 90 lines each."""
    folder = FOLDER / f"tree-{files}"
    if not folder.exists():
        sizes = random.Random(files)
        _write(folder, {f"part_{index // 50}/module_{index}.py": module(sizes, 4) for index in range(files)})
    return folder


def tiny_files(files: int = 1000) -> Path:
    """A plugin of so many files of a few lines each."""
    folder = FOLDER / f"tiny-{files}"
    if not folder.exists():
        _write(
            folder, {f"part_{index // 50}/value_{index}.py": f"LIMIT = {index}\n" for index in range(files)}
        )
    return folder


def module(chance: random.Random, blocks: int) -> str:
    """The text of a module of ordinary code."""
    lines = ['"""What the plugin keeps."""\n\nimport logging\n\nlogger = logging.getLogger(__name__)\n']
    for index in range(blocks):
        noun, thing = chance.choice(_NOUNS), chance.choice(_THINGS)
        names = {"noun": noun, "thing": thing, "noun_title": noun.title(), "title": thing.title()}
        block = chance.choice([_FUNCTION, _CLASS])
        lines.append(block.format(name=f"{thing}_{noun}_{index}", number=chance.randrange(2, 90), **names))
    return "\n".join(lines)


def _write(folder: Path, modules: dict[str, str]) -> None:
    """A project of these modules; it is complete or not there at all."""
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    package = unfinished / "large_plugin"
    for path, text in {"__init__.py": "", "core.py": _PLUGIN, **modules}.items():
        file = package / path
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent / "__init__.py").touch()
        file.write_text(text)
    (unfinished / "pyproject.toml").write_text(
        '[project]\nname = "large-plugin"\nversion = "1.0.0"\n\n'
        '[project.entry-points.inventree_plugins]\nlarge = "large_plugin.core:LargePlugin"\n'
    )
    unfinished.rename(folder)
