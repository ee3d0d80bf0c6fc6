"""Writes files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


def overwrite(path: Path, data: bytes) -> None:
    """Replaces a file's content atomically; its mode stays, and a link keeps pointing to it.

    Raises OSError where that is not possible, also where there is no such file; then all is as it was.
    """
    target = path.resolve()
    status = target.stat()
    with _beside(target, data) as name:
        if hasattr(os, "chown"):
            # What the superuser writes stays its owner's.
            with contextlib.suppress(OSError):
                os.chown(name, status.st_uid, status.st_gid)
        Path(name).chmod(status.st_mode)
        Path(name).replace(target)


def write(path: Path, data: bytes) -> None:
    """The same for a file that need not exist. What is no regular file (/dev/stdout, a pipe) is written to.

    Raises OSError where that is not possible.
    """
    if path.is_file():
        overwrite(path, data)
    elif path.exists():
        path.write_bytes(data)
    else:
        target = path.resolve()
        with _beside(target, data) as name:
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(target)


@contextlib.contextmanager
def _beside(target: Path, data: bytes) -> Iterator[str]:
    """A file with this content in the folder of another; it is removed again where what follows fails."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield name
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    """What new files must not allow; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
