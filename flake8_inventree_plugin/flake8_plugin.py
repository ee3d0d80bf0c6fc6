"""flake8's face: shows, file by file, what the engine finds in the project that the file belongs to.

flake8 checks files one at a time and in several processes, so every process works the findings of a project
out for itself (from the cache, where it can) and shows those that stand in the file at hand.
"""

from __future__ import annotations

import ast
import functools
import io
import os
import tokenize
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flake8_inventree_plugin.garbage import skip_last_search, uncollected
from flake8_inventree_plugin.reports.escaping import visible

if TYPE_CHECKING:
    from flake8.options.manager import OptionManager

    from flake8_inventree_plugin.engine import Settings
    from flake8_inventree_plugin.findings import Finding
    from flake8_inventree_plugin.project.layout import Root
    from flake8_inventree_plugin.project.model import Project

_FULL_CODE_LENGTH = len("INV101")


class Flake8Plugin:
    """The entry point INV."""

    target: str | None = None
    advice: bool = False
    select: tuple[str, ...] = ()
    options: Namespace | None = None

    def __init__(self, tree: ast.AST, filename: str, lines: Sequence[str]) -> None:
        """`tree` makes flake8 call the plugin once a file; `lines` are what is checked, saved or not."""
        self.filename = filename
        self.lines = lines

    @staticmethod
    def add_options(manager: OptionManager) -> None:
        """Registers our options; the rest of the configuration is read from pyproject.toml."""
        manager.add_option(
            "--inventree-target",
            metavar="RANGE",
            parse_from_config=True,
            help='InvenTree releases to check for, such as "1.2" or ">=0.16,<1.3"',
        )
        manager.add_option(
            "--inventree-advice",
            action="store_true",
            default=False,
            parse_from_config=True,
            help="report good practice too",
        )

    @classmethod
    def parse_options(cls, options: Namespace) -> None:
        """Takes over flake8's options, at the start of a run.

        Raises SystemExit, with a sentence for the user, where the target is no release.
        """
        forget()
        if options.inventree_target is not None:
            from flake8_inventree_plugin.config import check_target

            try:
                check_target(options.inventree_target)
            except ValueError as error:
                raise SystemExit(f"--inventree-target: {error}") from error
        cls.target = options.inventree_target
        cls.advice = options.inventree_advice
        cls.options = options
        asked = [*(options.select or ()), *(options.extend_select or ())]
        cls.select = tuple(
            code for code in asked if len(code) == _FULL_CODE_LENGTH and code.startswith("INV")
        )

    def run(self) -> Iterator[tuple[int, int, str, type[Any]]]:
        """The findings of this file: line (1-based), column (0-based), text, and the class flake8 wants."""
        from flake8_inventree_plugin.project.loading import UNNAMED

        if not self.filename.endswith(".py") and self.filename not in (UNNAMED, "-"):
            return
        try:
            from flake8_inventree_plugin.engine import Settings, place_in_python

            settings = Settings({"target": self.target, "advice": self.advice or None}, self.select)
            skip_last_search()
            with uncollected():
                project, path, found = _checked(self.filename, self.lines, settings)
            for finding in found:
                place, line, column = place_in_python(project, finding)
                if place == path and not self._is_left_out(finding):
                    yield line, column - 1, _text(project, finding), type(self)
        except Exception as error:
            # An exception here would end the whole run of flake8, with everybody's findings.
            text = f"INV003 the linter failed with {type(error).__name__}: {error}; please report it"
            yield 1, 0, visible(text), type(self)

    def _is_left_out(self, finding: Finding) -> bool:
        """Whether a comment is only unused because flake8 leaves out what it silences, or all comments."""
        if finding.code != "INV002" or finding.fix is None or self.options is None:
            return False
        if self.options.disable_noqa:
            return True
        from flake8.style_guide import Decision, StyleGuideManager

        # flake8 has a manager of its own, but shows it to no plugin. Nothing is formatted with this one.
        nothing: Any = None
        guide = StyleGuideManager(self.options, nothing).style_guide_for(self.filename)
        return guide.should_report_error(finding.fix.arguments["code"]) is not Decision.Selected


def _text(project: Project, finding: Finding) -> str:
    where = "" if finding.path in project.by_path else f"{finding.path}:{finding.range.line}: "
    return visible(f"{finding.code} {where}{finding.message}; {finding.advice}")


def _checked(
    filename: str, lines: Sequence[str], settings: Settings
) -> tuple[Project, str, tuple[Finding, ...]]:
    """The project of a file, the file's path in it, and what flake8 may show of the project."""
    from flake8_inventree_plugin.project.layout import Root, find_root
    from flake8_inventree_plugin.project.loading import UNNAMED

    key = (settings.overrides["target"], settings.overrides["advice"], settings.also_select)
    text = "".join(lines)
    if filename in (UNNAMED, "-") and not Path(filename).exists():
        return _with_buffer(Root(Path.cwd(), UNNAMED), UNNAMED, text, settings)
    root = find_root(Path(filename))
    path = Path(os.path.abspath(filename)).relative_to(root.folder).as_posix()
    if _is_saved(Path(filename), text):
        project, found = _saved(root, key)
        return project, path, found
    return _with_buffer(root, path, text, settings)


def forget() -> None:
    """Forgets the projects that this process has read.

    A process may run flake8 more than once, as the server of an editor does: files change in between.
    """
    from flake8_inventree_plugin.project.layout import forget_roots

    forget_roots()
    _saved.cache_clear()


@functools.lru_cache(maxsize=64)
def _saved(
    root: Root, key: tuple[str | None, bool | None, tuple[str, ...]]
) -> tuple[Project, tuple[Finding, ...]]:
    from flake8_inventree_plugin.engine import Settings, check_project, read_project

    target, advice, select = key
    project = read_project(root, Settings({"target": target, "advice": advice}, select))
    return project, check_project(project, show_silenced=True).findings


def _with_buffer(
    root: Root, path: str, text: str, settings: Settings
) -> tuple[Project, str, tuple[Finding, ...]]:
    from flake8_inventree_plugin.engine import check_project, read_project

    project = read_project(root, settings, {path: _encoded(text)})
    return project, path, check_project(project, show_silenced=True).findings


def _is_saved(path: Path, text: str) -> bool:
    """Whether the file on disk holds what flake8 was given; flake8 makes every line end a line feed."""
    from flake8_inventree_plugin.source.parse import decode

    try:
        saved = decode(path.read_bytes()).text
    except (OSError, ValueError):
        return False
    return saved == text or saved.replace("\r\n", "\n").replace("\r", "\n") == text


def _encoded(text: str) -> bytes:
    """A buffer's text in the encoding that it declares."""
    data = text.encode("utf-8", errors="surrogatepass")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return text.encode(encoding)
    except (SyntaxError, LookupError, UnicodeEncodeError):
        return data
