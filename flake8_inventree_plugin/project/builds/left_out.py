"""Which of a package's data files a build would leave out, and what in the packaging files is the reason."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.project.builds.data_files import LeftOut, data_files, package_folders
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.pyproject import FILE, Document


def left_out(project: Project) -> Iterator[LeftOut]:
    """The data files of each package that the build of a project leaves out, as far as that is certain.

    Flit takes all files of a package. What other backends do is not known.
    """
    if project.package is None or project.package.errors:
        return
    for folder in package_folders(project):
        paths = sorted(data_files(project, folder))
        if paths:
            document = Document(project.read(FILE) or b"")
            found = _left_out(project, document, folder, paths)
            if found is not None and found.paths:
                yield found


def _left_out(project: Project, document: Document, folder: str, paths: list[str]) -> LeftOut | None:
    """Which of the data files in a package's folder are left out, None where that cannot be told."""
    if document.backend == "setuptools":
        from flake8_inventree_plugin.project.builds.setuptools_data import left_out_by_setuptools

        return left_out_by_setuptools(project, document, folder, paths)
    if document.backend == "hatch":
        from flake8_inventree_plugin.project.builds.hatch_data import left_out_by_hatch

        return left_out_by_hatch(project, document, folder, paths)
    if document.backend == "poetry":
        from flake8_inventree_plugin.project.builds.poetry_data import left_out_by_poetry

        return left_out_by_poetry(project, document, folder, paths)
    return None
