"""Measures the linter beside other tools, and against its budgets.

    python benchmarks/run.py [--runs 5] [--only SECTION]

Fetches what it measures once (pinned: `plugins.txt`, `tools.txt`) into `benchmarks/.inputs`; from then on it
needs no network. Writes `benchmarks/README.md` and `benchmarks/cost.svg`.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import inputs
from measure import Case, measure

import report

PARSE = """
import sys, libcst
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        libcst.parse_module(file.read())
"""
IMPORT = "import libcst"
OURS = inputs.FOLDER / "ours" / "bin" / "python"
LINT = [str(OURS), "-m", "flake8_inventree_plugin", "check"]
FLAKE8 = [str(OURS), "-m", "flake8", "--isolated"]


class Workplace:
    """Copies of what is measured, in a folder of their own with a cache of its own."""

    def __init__(self, folder: Path, sources: Sequence[Path]) -> None:
        self.folder = folder
        self.cache = folder / "cache"
        for name in ("fixit.toml", "private_import.py"):
            shutil.copy(inputs.HERE / name, folder)
        self.projects = [Path(shutil.copytree(source, folder / source.name)) for source in sources]
        self.files = [str(file) for project in self.projects for file in sorted(project.rglob("*.py"))]
        self.names = [project.name for project in self.projects]
        self._edits = itertools.count()

    def forget(self) -> None:
        """Empties the cache."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def save(self) -> None:
        """Changes the largest file, as an editor does that saves it."""
        path = Path(self.largest)
        text = path.read_text().split("\n# edit ")[0]
        path.write_text(f"{text}\n# edit {next(self._edits)}\n")

    @property
    def largest(self) -> str:
        """The largest file."""
        return max(self.files, key=lambda file: Path(file).stat().st_size)

    def case(self, name: str, command: Sequence[str], prepare: Callable[[], None] = lambda: None) -> Case:
        """A command that runs in this workplace."""
        return Case(name, command, prepare, {"XDG_CACHE_HOME": str(self.cache)}, self.folder)

    def parse(self, files: Sequence[str]) -> tuple[Case, Case]:
        """Parsing the files, and what a process costs that parses none."""
        return (
            self.case("libcst.parse_module", [str(OURS), "-c", PARSE, *files]),
            self.case("libcst imported", [str(OURS), "-c", IMPORT]),
        )


def beside_others(place: Workplace, runs: int) -> list[Case]:
    """Every tool on the same files, one process each where the tool lets one choose."""
    bin_ = inputs.tools()
    names = place.names
    cases = [
        place.case("inventree-lint, cold", [*LINT, "--jobs", "1", *names], place.forget),
        place.case("inventree-lint, one file changed", [*LINT, "--jobs", "1", *names], place.save),
        place.case("inventree-lint, warm", [*LINT, "--jobs", "1", *names]),
        place.parse(place.files)[0],
        place.case("flake8 with it, cold", [*FLAKE8, "--jobs", "1", *names], place.forget),
        place.case("flake8 with it, warm", [*FLAKE8, "--jobs", "1", *names]),
        place.case("flake8 alone", [str(bin_ / "flake8"), "--isolated", "--jobs", "1", *names]),
        place.case("Fixit, one rule", [str(bin_ / "fixit"), "--quiet", "lint", *names]),
        place.case(
            "pylint", [str(bin_ / "pylint"), "--jobs", "1", "--disable", "import-error", *place.files]
        ),
        place.case("ruff", [str(bin_ / "ruff"), "check", "--isolated", "--no-cache", "--exit-zero", *names]),
    ]
    measure(cases, runs)
    return cases


def budgets(source: Path, folder: Path, runs: int) -> report.Budgets:
    """One project against its budgets."""
    place = Workplace(folder, [source])
    parse, imported = place.parse(place.files)
    parse_one, _ = place.parse([place.largest])
    lint = [*LINT, "--jobs", "1", *place.names]
    plain = [str(inputs.tools() / "flake8"), "--isolated", "--jobs", "1", place.largest]
    cold = place.case("cold", lint, place.forget)
    changed = place.case("one file changed", lint, place.save)
    warm = place.case("warm", lint)
    flake8 = place.case("flake8, one file saved", [*FLAKE8, "--jobs", "1", place.largest], place.save)
    alone = place.case("flake8 alone, one file", plain)
    measure([parse, parse_one, imported, cold, changed, warm, flake8, alone], runs)
    start = imported.median.cpu
    return report.Budgets(
        name=source.name,
        files=len(place.files),
        parse=parse.median.cpu - start,
        parse_one=parse_one.median.cpu - start,
        cold=cold.median.cpu,
        warm=warm.median.cpu,
        changed=changed.median.cpu,
        flake8=flake8.median.cpu,
        flake8_alone=alone.median.cpu,
        peak=cold.median.peak,
    )


def processes(place: Workplace, runs: int) -> list[Case]:
    """What several processes save, cold."""
    cases = [
        place.case(f"inventree-lint --jobs {jobs}", [*LINT, "--jobs", jobs, *place.names], place.forget)
        for jobs in "12"
    ] + [
        place.case(f"flake8 with it, --jobs {jobs}", [*FLAKE8, "--jobs", jobs, *place.names], place.forget)
        for jobs in "12"
    ]
    measure(cases, runs)
    return cases


def main() -> None:
    """Measures and writes the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=["others", "budgets", "growth", "processes"])
    arguments = parser.parse_args()
    runs = arguments.runs
    wanted = [arguments.only] if arguments.only else ["others", "budgets", "growth", "processes"]
    inputs.install_ours()
    found = report.Results(inputs.versions(OURS), runs)
    with tempfile.TemporaryDirectory() as temporary:
        new = (Path(temporary) / str(number) for number in itertools.count())

        def place(*sources: Path) -> Workplace:
            folder = next(new)
            folder.mkdir()
            return Workplace(folder, sources)

        def empty() -> Path:
            folder = next(new)
            folder.mkdir()
            return folder

        if "others" in wanted:
            for title, sources in (
                ("Six plugins", inputs.plugins()),
                ("A tree of 1,000 files", [inputs.large_tree()]),
                ("1,000 tiny files", [inputs.tiny_files()]),
            ):
                found.others[title] = beside_others(place(*sources), runs)
        if "budgets" in wanted:
            for source in [*inputs.plugins(), inputs.large_tree(), inputs.tiny_files()]:
                found.budgets.append(budgets(source, empty(), runs))
        if "growth" in wanted:
            for files in (1, 10, 100, 1000):
                tree = place(inputs.large_tree(files))
                parse, imported = tree.parse(tree.files)
                cold = tree.case("cold", [*LINT, "--jobs", "1", *tree.names], tree.forget)
                measure([parse, imported, cold], runs)
                found.growth.append((files, parse.median.cpu - imported.median.cpu, cold.median))
        if "processes" in wanted:
            found.processes = processes(place(inputs.large_tree()), runs)
    report.write(found, whole=arguments.only is None)


if __name__ == "__main__":
    main()
