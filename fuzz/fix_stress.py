"""Fixes copies of projects, and holds the result against what fixes promise.

    python fuzz/fix_stress.py FOLDER...

Each folder is copied and fixed twice, with safe fixes and with unsafe ones too. For each file that changes:
the result parses; the new text outside the lines that a diff names is the old one; every top-level statement
that no edit touches has the tree it had, and so has each member of a class; a second run changes nothing.
Files that have no finding with a fix do not change at all. Prints what was broken; then the exit status is 1.
"""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

PLUGIN_FILES = ("*.py", "*.toml", "*.cfg")


def contents(folder: Path) -> dict[Path, bytes]:
    """The files of a folder that fixes may change."""
    return {
        path.relative_to(folder): path.read_bytes()
        for pattern in PLUGIN_FILES
        for path in folder.rglob(pattern)
        if path.is_file() and not path.is_symlink()
    }


def check(folder: Path, *arguments: str) -> list[dict[str, object]]:
    """What the linter finds in a folder."""
    command = [sys.executable, "-m", "flake8_inventree_plugin", "check", "--no-cache", "--output-format=json"]
    done = subprocess.run([*command, *arguments, str(folder)], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 2) or not done.stdout:
        raise SystemExit(f"{folder}: status {done.returncode}: {done.stderr}")
    found: list[dict[str, object]] = json.loads(done.stdout)["findings"]
    return found


def statements(tree: ast.Module) -> Counter[str]:
    """The trees of a module's statements, those in classes and below conditions one by one."""
    found: Counter[str] = Counter()
    pending: list[ast.stmt] = [*tree.body]
    while pending:
        statement = pending.pop()
        inner: list[ast.stmt] = []
        for field in ("body", "orelse", "finalbody", "handlers"):
            inner += [item for item in getattr(statement, field, None) or [] if isinstance(item, ast.stmt)]
            for handler in getattr(statement, "handlers", None) or []:
                inner += handler.body
        if inner:
            pending += inner
        else:
            found[ast.dump(statement)] += 1
    return found


def problems(path: Path, before: bytes, after: bytes, fixes: int) -> list[str]:
    """What is wrong with a changed file."""
    if path.suffix != ".py":
        return []
    try:
        old, new = statements(ast.parse(before)), statements(ast.parse(after))
    except SyntaxError as error:
        return [f"does not parse: {error}"]
    wrong = []
    # One fix changes, removes or adds the statements of one place.
    if sum((old - new).values()) > 2 * fixes or sum((new - old).values()) > 3 * fixes:
        wrong.append(f"{fixes} fixes changed {(old - new).total()} statements into {(new - old).total()}")
    old_lines, new_lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    lost = Counter(old_lines) - Counter(new_lines)
    comments = [line for line in lost if line.lstrip().startswith(b"#") and b"noqa" not in line]
    if comments:
        wrong.append(f"lost the comment {comments[0]!r}")
    if (before.count(b"\r\n") == before.count(b"\n") > 0) and after.count(b"\r\n") != after.count(b"\n"):
        wrong.append("mixed line ends")
    if before.startswith(b"\xef\xbb\xbf") != after.startswith(b"\xef\xbb\xbf"):
        wrong.append("byte order mark")
    return wrong


def stress(folder: Path, arguments: list[str]) -> tuple[int, int, list[str]]:
    """Fixes a copy of a folder; returns the numbers of fixes and of changed files, and what is wrong."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name).resolve() / folder.name
        shutil.copytree(folder, copy, symlinks=True, ignore=shutil.ignore_patterns(".git", "node_modules"))
        before = contents(copy)
        unsafe = "--unsafe-fixes" in arguments
        found = check(copy)
        fixable: Counter[Path] = Counter()
        for finding in found:
            fix = finding["fix"]
            if isinstance(fix, dict) and (fix["safe"] or unsafe):
                place = Path(str(finding["path"]))
                # A fix that mends another file names it.
                named = [path for path in before if path.name in str(fix["description"]).split()]
                for path in named or [place]:
                    fixable[path if named else place] += 1
        check(copy, *arguments)
        after = contents(copy)
        wrong = []
        changed = [
            path for path in sorted(before.keys() | after.keys()) if before.get(path) != after.get(path)
        ]
        fixes = 0
        for path in changed:
            places = (path, copy / path)
            count = sum(number for place, number in fixable.items() if place in places)
            fixes += count
            if path not in before or path not in after:
                wrong.append(f"{path}: appeared or vanished")
            else:
                # A fix may uncover others.
                found_wrong = problems(path, before[path], after[path], max(count, 1) + 1)
                wrong += [f"{path}: {text}" for text in found_wrong]
            if not count:
                wrong.append(f"{path}: changed, but no finding has a fix there")
        check(copy, *arguments)
        if contents(copy) != after:
            wrong.append("a second run changes more")
        return fixes, len(changed), wrong


def main() -> int:
    """Fixes copies of all folders; returns the exit status."""
    bad = 0
    for arguments in (["--fix"], ["--fix", "--unsafe-fixes"]):
        totals = [0, 0]
        for name in sys.argv[1:]:
            fixes, files, wrong = stress(Path(name), arguments)
            totals = [totals[0] + fixes, totals[1] + files]
            bad += len(wrong)
            for text in wrong:
                print(f"{name} {' '.join(arguments)}: {text}", flush=True)
        print(
            f"{' '.join(arguments)}: {totals[0]} fixes in {totals[1]} files of {len(sys.argv) - 1} projects"
        )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
