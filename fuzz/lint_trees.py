"""Lints every Python file below some folders as if it were a plugin's: no crash, no hang.

    python fuzz/lint_trees.py FOLDER...

A copy of each folder's Python files, with a plugin beside them so that all are read, is linted as one
project; before that each file is read alone, in a process of its own where that takes long or ends it. Prints
how many files there were, which could not be read although Python can, and what took longest. The exit status
is 1 where a process died, a file took more than 10 seconds, or the linter failed.
"""

from __future__ import annotations

import collections
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECONDS = 10
PLUGIN = """from plugin import InvenTreePlugin


class Demo(InvenTreePlugin):
    NAME = "Demo"
"""
READ = """
import sys, time
from pathlib import Path
from flake8_inventree_plugin.source.parse import read_facts
for name in sys.stdin:
    data = Path(name[:-1]).read_bytes()
    start = time.process_time()
    error = read_facts(data).error
    print(time.process_time() - start, error is not None, error is not None and error[3], error, flush=True)
"""


def copy(folder: Path, target: Path) -> list[Path]:
    """Copies a folder's Python files, without links; installed packages are no part of it."""
    files: list[Path] = []
    for path in sorted(folder.rglob("*.py")):
        if "site-packages" in path.parts or path.is_symlink() or not path.is_file():
            continue
        copied = target / "copied" / path.relative_to(folder)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copied)
        files.append(copied)
    (target / "pyproject.toml").write_text('[project]\nname = "demo"\nversion = "1"\n')
    (target / "demo.py").write_text(PLUGIN)
    return files


def read_each(files: list[Path], root: Path) -> int:
    """Reads each file; returns how many are bad."""
    bad = unreadable = 0
    slowest: list[tuple[float, str]] = []
    pending = [*files]
    while pending:
        child = subprocess.Popen(
            [sys.executable, "-c", READ], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert child.stdin is not None
        assert child.stdout is not None
        while pending:
            path = pending.pop(0)
            child.stdin.write(f"{path}\n")
            child.stdin.flush()
            answer = child.stdout.readline()
            if not answer:
                print(f"{path.relative_to(root)} ended the process with status {child.wait()}")
                bad += 1
                break
            seconds, failed, valid, error = answer.split(" ", 3)
            slowest.append((float(seconds), str(path.relative_to(root))))
            unreadable += failed == "True"
            if valid == "True":
                print(f"valid, but {path.relative_to(root)}: {error.strip()}")
        child.stdin.close()
        child.wait()
    slowest.sort(reverse=True)
    total = sum(seconds for seconds, _ in slowest)
    print(f"{len(files)} files read in {total:.1f} s, {unreadable} of them unreadable; longest:")
    for seconds, name in slowest[:3]:
        print(f"    {seconds:.1f} s {name}")
    return bad + sum(seconds > SECONDS for seconds, _ in slowest)


def lint(root: Path) -> int:
    """Lints the whole copy; returns how many defects of the linter show."""
    start = time.monotonic()
    command = [sys.executable, "-m", "flake8_inventree_plugin", "check", "--no-cache", "--output-format=json"]
    done = subprocess.run([*command, str(root)], capture_output=True, text=True, check=False)
    if done.returncode != 1:
        print(f"status {done.returncode}: {done.stderr[-1000:]}")
        return 1
    codes = collections.Counter(finding["code"] for finding in json.loads(done.stdout)["findings"])
    print(f"linted as a whole in {time.monotonic() - start:.1f} s: {dict(sorted(codes.items()))}", flush=True)
    return codes["INV003"]


def main() -> int:
    """Lints all folders; returns the exit status."""
    bad = 0
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as work:
            root = Path(work)
            print(f"{name}:", flush=True)
            bad += read_each(copy(Path(name), root), root)
            bad += lint(root)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
