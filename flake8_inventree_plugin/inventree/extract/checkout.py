"""The files of an InvenTree checkout that say what a release is."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

SERVER_ROOTS = ("src/backend/InvenTree/", "InvenTree/")
"""Where the server's modules lie: from 0.15 on, and before."""

REQUIREMENTS = ("src/backend/requirements.txt", "requirements.txt")
CONTAINERS = ("contrib/container/Dockerfile", "Dockerfile", "docker/Dockerfile")

_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_BLOB = "100"
"""How the modes of files begin; links (120000) and submodules (160000) are left out."""


class CheckoutError(ValueError):
    """A checkout that cannot be read; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """Path from the checkout's root (with "/") -> content; commit and its date are empty without git."""

    files: Mapping[str, bytes]
    commit: str = ""
    date: str = ""


def read_checkout(folder: Path, ref: str | None = None) -> Checkout:
    """Reads a git repository (bare, or with a work tree) at a ref, HEAD unless told, or else a plain folder.

    From git only what is committed is read, nothing is checked out. Raises CheckoutError.
    """
    if (folder / ".git").exists() or ((folder / "HEAD").is_file() and (folder / "objects").is_dir()):
        return _from_git(folder, ref or "HEAD")
    if ref is not None:
        raise CheckoutError(f'"{folder}" is not a git repository, so it has no "{ref}".')
    return Checkout({path: (folder / path).read_bytes() for path in sorted(_paths(folder)) if _wanted(path)})


def _wanted(path: str) -> bool:
    return (path.endswith(".py") and path.startswith(SERVER_ROOTS)) or path in REQUIREMENTS + CONTAINERS


def _paths(folder: Path) -> Iterator[str]:
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "node_modules"]
        for name in files:
            path = Path(root, name)
            if not path.is_symlink():
                yield path.relative_to(folder).as_posix()


def _from_git(folder: Path, ref: str) -> Checkout:
    commit = _git(folder, "rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
    if not _COMMIT.fullmatch(commit):
        raise CheckoutError(f'git found no commit for "{ref}" in {folder}.')
    date = _git(folder, "show", "--no-patch", "--format=%cs", commit).decode().strip()
    blobs = {}
    for line in _git(folder, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        header, _, name = line.partition(b"\t")
        path = os.fsdecode(name)
        if header and _wanted(path):
            mode, _, blob = header.decode().split()
            if mode.startswith(_BLOB):
                blobs[path] = blob
    answer = _git(folder, "cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in blobs.values()))
    files, position = {}, 0
    for path in blobs:
        end = answer.index(b"\n", position)
        found = answer[position:end].split()
        if len(found) != 3:
            raise CheckoutError(f"git lacks the content of {path} at {commit}.")
        position = end + 1 + int(found[2])
        files[path] = answer[end + 1 : position]
        position += 1
    return Checkout(files, commit, date)


def _git(folder: Path, *arguments: str, stdin: str = "") -> bytes:
    # A hook of git that runs us says by variables which repository is meant; we mean this one.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            input=stdin.encode(),
            capture_output=True,
            check=False,
            env=environment,
        )
    except OSError as error:
        raise CheckoutError(f"git cannot be run: {error.strerror}.") from None
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise CheckoutError(f"git {arguments[0]} failed in {folder}: {reason[-1]}")
    return done.stdout
