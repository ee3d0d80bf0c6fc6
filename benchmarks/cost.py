"""What linting costs beside the parse that it cannot avoid, on plugins you name.

    python benchmarks/cost.py FOLDER...

For each plugin repository: the CPU time of `inventree-lint check` cold (no cache) and warm (nothing changed),
and of a process that only imports libcst and parses the same files, alternating, the median of several runs.
The budget: cold at most 1.4 x the parse + 0.35 s, warm at most 0.2 s.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from flake8_inventree_plugin.project.layout import discover

PARSE = """
import sys, time, libcst
start = time.process_time()
for path in sys.argv[1:]:
    data = open(path, "rb").read()
    try:
        libcst.parse_module(data)
    except Exception:
        pass
print(time.process_time() - start)
"""


def cpu_seconds(command: list[str], environment: dict[str, str]) -> tuple[float, str]:
    """The user and system time of a process and its children, and what it printed."""
    before = os.times()
    output = subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used, output


def main() -> None:
    """Measures and prints one row a plugin."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    print(f"{'plugin':40} {'files':>5} {'parse':>7} {'cold':>7} {'budget':>7} {'warm':>7}")
    totals = [0.0, 0.0, 0.0, 0.0]
    for folder in arguments.folders:
        files = [str(root.folder / file) for root, found in discover([folder]).items() for file in found]
        if not files:
            continue
        with tempfile.TemporaryDirectory() as cache:
            environment = {**os.environ, "XDG_CACHE_HOME": cache}
            # An installed package has its bytecode; measuring compilation would say nothing of users.
            environment.pop("PYTHONDONTWRITEBYTECODE", None)
            lint = [sys.executable, "-m", "flake8_inventree_plugin", "check", "--jobs", "1", str(folder)]
            parse: list[float] = []
            cold: list[float] = []
            warm: list[float] = []
            cpu_seconds(lint, environment)
            for _ in range(arguments.runs):
                parse.append(float(cpu_seconds([sys.executable, "-c", PARSE, *files], environment)[1]))
                cold.append(cpu_seconds([*lint, "--no-cache"], environment)[0])
                warm.append(cpu_seconds(lint, environment)[0])
        row = [statistics.median(parse), statistics.median(cold), 0.0, statistics.median(warm)]
        row[2] = 1.4 * row[0] + 0.35
        totals = [total + value for total, value in zip(totals, row, strict=True)]
        print(
            f"{folder.name[:40]:40} {len(files):5} " + " ".join(f"{value:7.3f}" for value in row), flush=True
        )
    print(f"{'all':46} " + " ".join(f"{value:7.3f}" for value in totals))


if __name__ == "__main__":
    main()
