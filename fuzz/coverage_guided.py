"""Fuzzes one target, guided by coverage: what reaches new code is kept and changed further.

    pip install atheris
    python fuzz/coverage_guided.py TARGET [--minutes 10] [--corpus FOLDER]

TARGET is one of `targets.TARGETS`. The seeds are the rules' own examples and the tests' fixtures. A crash
prints its input; put it into `tests/test_fuzz.py`, and mend what it shows.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

import atheris

WORDS = [
    "class ", "def ", "self.", "lambda ", "import ", "from plugin import ", "plugin.mixins",
    "InvenTreePlugin", "NAME = ", "SLUG = ", "MIN_VERSION = ", "PUBLISH_DATE = ", "SETTINGS = {",
    "URLS = [", "SCHEDULED_TASKS = {", "# noqa", "# noqa: INV101", "[project]", "[tool.inventree-lint]",
    "target = ", "entry-points", "\r\n", "match x:", "case ", "async ", "await ", "yield ", "f'{",
    "[options]", "[metadata]", "version = attr:", "try:", "except ImportError:", "if TYPE_CHECKING:",
    "@property", "setup(", "on: push", "uses: ", "&a", "*a",
]  # fmt: skip


def seeds(folder: Path) -> None:
    """Writes the seeds."""
    from targets import PLUGIN, PYPROJECT

    from flake8_inventree_plugin.rules import all_rules

    texts = [PLUGIN, PYPROJECT]
    for rule in all_rules():
        for example in (*rule.bad, *rule.good):
            texts += [text.encode(errors="surrogatepass") for text in example.files.values()]
    root = Path(__file__).parent.parent
    texts += [path.read_bytes() for path in sorted((root / "tests/fixtures").rglob("*.py"))]
    for number, text in enumerate(texts):
        (folder / f"seed{number}").write_bytes(text)


def main() -> None:
    """Runs until the time is over or a target fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target")
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    arguments = parser.parse_args()
    with atheris.instrument_imports(include=["flake8_inventree_plugin"]):
        import flake8_inventree_plugin as package

        # What is imported later, where it is needed, would not be instrumented.
        for name in (
            "cache",
            "engine",
            "fixes",
            "inventree",
            "project",
            "rules",
            "source",
            "suppressions",
            "toml",
        ):
            module = importlib.import_module(f"{package.__name__}.{name}")
            for found in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{module.__name__}."):
                importlib.import_module(found.name)
        import targets
    corpus = arguments.corpus or Path(tempfile.mkdtemp())
    corpus.mkdir(exist_ok=True)
    seeds(corpus)
    dictionary = Path(tempfile.mkdtemp()) / "words"
    escaped = ["".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS]
    dictionary.write_text("".join(f'"{word}"\n' for word in escaped))
    options = [f"-max_total_time={int(60 * arguments.minutes)}", "-timeout=20", "-rss_limit_mb=1024"]
    options += ["-max_len=4000", f"-dict={dictionary}", str(corpus)]
    atheris.Setup([sys.argv[0], *options], targets.TARGETS[arguments.target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
