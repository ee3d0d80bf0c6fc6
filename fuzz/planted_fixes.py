"""Plants what fixes mend into any Python code, and holds the result against what it must be, byte for byte.

    python fuzz/planted_fixes.py FOLDER...

Each Python file below the folders, for example of the standard library, gets imports and plugin classes
between the statements of its blocks and at its end, and `# noqa` comments there and behind statements; its
name draws the places. Newlines, encoding and indentation are its own. Many files make one project, which is
fixed safely, then unsafely too, then once more. Each time a file must be what it was, with just those plants
mended that a finding with such a fix names; files that cannot be read, or that it says it left alone, do
not change. Prints the counts and what was broken; then the exit status is 1.
"""

from __future__ import annotations

import ast
import difflib
import io
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import tokenize
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from fix_stress import contents

from flake8_inventree_plugin.source.parse import read_facts

_BASE = "from plugin import InvenTreePlugin as {0}Base\n"
_OLD = "from plugin.base.integration.SettingsMixin import SettingsMixin as {0}Mixin\n"
_NEW = "from plugin.mixins import SettingsMixin as {0}Mixin\n"
IMPORT = [("INV203", _OLD, _NEW)]
RENAMED = [
    (
        "INV306",
        "from django.utils.encoding import force_text as {0}\n",
        "from django.utils.encoding import force_str as {0}\n",
    )
]
CLASS = [
    ("INV203", _BASE + _OLD, _BASE + _NEW),
    ("INV401", "class {0}({0}Base, {0}Mixin):\n", "class {0}({0}Mixin, {0}Base):\n"),
    ("INV101", "\tPLUGIN_NAME = '{0}'\n", "\tNAME = '{0}'\n"),
    (
        "INV113",
        "\tPUBLISH_DATE = (  # ours\n\t\t'2024/01/05')\n",
        "\tPUBLISH_DATE = (  # ours\n\t\t'2024-01-05')\n",
    ),
    ("INV116", "\tPLUGIN_SLUG = '{0}'; x = 1\n", "\tSLUG = '{0}'; x = 1\n"),
]
LINES = [
    (
        "INV203",
        "from plugin.registry import (  # a\n\tregistry as {0},  # b\n\t# c\n)\n",
        "from plugin import (  # a\n\tregistry as {0},  # b\n\t# c\n)\n",
    )
]
COMMENT = [("INV002", "# noqa: INV203\n", "")]
BEHIND = [("INV002", "  # noqa: INV203", "")]
LISTED = [("INV002", "  # noqa:E501,INV203 # so", "  # noqa:E501 # so")]
"""What is planted, piece by piece: the code whose fix mends it, the text, and what comes of it.
{0} is a name of its own, a tab one more level of indentation."""

PYPROJECT = (
    '[project]\nname = "demo"\nversion = "1"\n[tool.inventree-lint]\nignore = { INV602 = "too many" }\n'
)
FILES = 300
"""So many files are one project."""


class Piece(NamedTuple):
    """A piece of a planted file: its text, and what that becomes where `code` is mended at its plant.

    `plant` is 0 for the file's own text.
    """

    before: str
    after: str
    code: str = ""
    plant: int = 0


def places(text: str) -> tuple[list[tuple[int, str]], list[int]]:
    """The offsets of the lines that statements begin, with their indentation, and of the ends of lines right
    behind statements."""
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)
    offsets = [0, *itertools.accumulate(map(len, lines))]
    tree = ast.parse(text)
    future = [
        node.lineno for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"
    ]
    starts: set[tuple[int, str]] = set()
    ends: set[int] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt):
            continue
        decorators = [item.lineno for item in getattr(node, "decorator_list", ())]
        number = min([node.lineno, *decorators])
        code = lines[number - 1].lstrip(" \t\f")
        indentation = lines[number - 1].removesuffix(code)
        is_first = code.startswith("@") if decorators else node.col_offset == len(indentation)
        is_continued = number > 1 and lines[number - 2].rstrip("\r\n").endswith("\\")
        if is_first and not is_continued and not code.startswith("elif") and number > max([0, *future]):
            starts.add((offsets[number - 1], indentation))
        assert node.end_lineno is not None
        last = lines[node.end_lineno - 1].rstrip("\r\n")
        if not hasattr(node, "body") and len(last.encode()) == node.end_col_offset:
            ends.add(offsets[node.end_lineno - 1] + len(last))
    return sorted(starts), sorted(ends)


def planted(text: str, name: str) -> list[Piece]:
    """The pieces of a file's text and of what is planted in it."""
    chance = random.Random(name)
    starts, ends = places(text)
    found = re.search(r"\r\n|\r|\n", text)
    newline = found[0] if found else "\n"
    is_ended = not text or text[-1] in "\r\n"
    kinds = itertools.cycle((CLASS, IMPORT, COMMENT, RENAMED, LINES))
    plants = [
        (start, indentation, kind)
        for (start, indentation), kind in zip(
            chance.sample(starts, min(10, len(starts))), kinds, strict=False
        )
    ]
    plants += [(end, "", chance.choice((BEHIND, LISTED))) for end in chance.sample(ends, min(4, len(ends)))]
    plants.append((len(text), "", chance.choice((IMPORT, RENAMED, CLASS))))
    pieces: list[Piece] = []
    position = 0
    # Behind a statement comes before the end of the file.
    for number, (offset, indentation, kind) in enumerate(sorted(plants, key=lambda plant: plant[0]), 1):
        pieces.append(Piece(text[position:offset], text[position:offset]))
        position = offset
        is_last = number == len(plants)
        if is_last and not is_ended:
            pieces.append(Piece(newline, newline))
        for code, *texts in kind:
            before, after = (
                "".join(
                    indentation
                    + line.replace("\t", "\t" if "\t" in indentation else "    ").replace("\n", newline)
                    for line in item.format(f"Planted{number}").splitlines(keepends=True)
                )
                for item in texts
            )
            if is_last and not is_ended and code == kind[-1][0]:
                before, after = before.removesuffix(newline), after.removesuffix(newline)
            pieces.append(Piece(before, after, code, number))
    return pieces


def expected(pieces: list[Piece], fixable: set[tuple[int, str]]) -> tuple[str, int]:
    """The text once what is found in it (line, code) is mended, and how many pieces that changes."""
    lines: dict[int, set[int]] = {}
    position = 1
    for piece in pieces:
        count = len(re.findall(r"\r\n|\r|\n", piece.before))
        lines.setdefault(piece.plant, set()).update(range(position, position + max(count, 1)))
        position += count
    mended = [any((line, piece.code) in fixable for line in lines[piece.plant]) for piece in pieces]
    text = "".join(piece.after if yes else piece.before for piece, yes in zip(pieces, mended, strict=True))
    return text, sum(mended)


class Planted(NamedTuple):
    """A file of the project: where it came from, its encoding, its pieces; none where it is unreadable."""

    origin: Path
    encoding: str
    pieces: list[Piece]


def build(files: list[Path], root: Path) -> dict[Path, Planted]:
    """Writes a project of these files; returns them by their path in it."""
    for folder in ("demo", "tests"):
        (root / folder).mkdir(parents=True)
    (root / "pyproject.toml").write_text(PYPROJECT)
    result: dict[Path, Planted] = {}
    for number, origin in enumerate(files):
        data = origin.read_bytes()
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
            pieces = planted(data.decode(encoding), origin.name)
            data = "".join(piece.before for piece in pieces).encode(encoding)
            ast.parse(data)
        except (SyntaxError, ValueError):
            encoding, pieces = "", []
        if read_facts(data).error is not None:
            pieces = []
        path = Path("demo" if pieces else "tests", f"f{number}.py")
        (root / path).write_bytes(data)
        result[path] = Planted(origin, encoding, pieces)
    return result


def check(root: Path, *arguments: str) -> tuple[list[dict[str, Any]], set[Path]]:
    """Checks the project; returns the findings with a fix, and the files that it says it left alone."""
    command = [sys.executable, "-m", "flake8_inventree_plugin", "check", "--output-format=json"]
    folders = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"), f"{root}.home")
    done = subprocess.run(
        [*command, *arguments, "."],
        cwd=root,
        env={**os.environ, **folders},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 1:
        raise SystemExit(f"status {done.returncode}: {done.stderr}")
    alone = re.findall("^(.*): not fixed, ", done.stderr, re.MULTILINE)
    return [item for item in json.loads(done.stdout)["findings"] if item["fix"]], set(map(Path, alone))


def stress(files: list[Path], counts: Counter[str]) -> list[str]:
    """Fixes a project of these files; returns what is wrong."""
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve() / "demo"
        built = build(files, root)
        counts["files"] += len(built)
        counts["unreadable"] += sum(not planted.pieces for planted in built.values())
        counts["planted"] += sum(bool(piece.code) for item in built.values() for piece in item.pieces)
        before = contents(root)
        found, _ = check(root)
        for step, *arguments in (("safely",), ("unsafely", "--unsafe-fixes"), ("again", "--unsafe-fixes")):
            _, refused = check(root, "--fix", *arguments)
            counts[f"left alone {step}"] += len(refused)
            fixable: dict[Path, set[tuple[int, str]]] = {}
            for finding in found:
                if finding["fix"]["safe"] or arguments:
                    fixable.setdefault(Path(finding["path"]), set()).add((finding["line"], finding["code"]))
            after = contents(root)
            if before.keys() != after.keys():
                wrong.append(f"appeared or vanished: {before.keys() ^ after.keys()}")
            for path, (origin, encoding, pieces) in built.items():
                content = before[path]
                if pieces and path not in refused:
                    text, mended = expected(pieces, fixable.get(path, set()))
                    counts[f"mended {step}"] += mended
                    content = text.encode(encoding)
                    ast.parse(content)
                if after.get(path) != content:
                    lines = content.splitlines(keepends=True), after.get(path, b"").splitlines(keepends=True)
                    difference = difflib.diff_bytes(difflib.unified_diff, *lines)
                    shown = b"".join(itertools.islice(difference, 30))
                    wrong.append(f"{origin} {step}:\n{shown.decode(errors='backslashreplace')}")
    return wrong


def main() -> int:
    """Fixes projects of all files; returns the exit status."""
    files = [
        path
        for name in sys.argv[1:]
        for path in sorted(Path(name).rglob("*.py"))
        if "site-packages" not in path.parts and path.is_file() and not path.is_symlink()
    ]
    bad = 0
    counts: Counter[str] = Counter()
    for start in range(0, len(files), FILES):
        wrong = stress(files[start : start + FILES], counts)
        bad += len(wrong)
        print("\n".join([*wrong, f"{dict(counts)}, {bad} promises broken"]), flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
