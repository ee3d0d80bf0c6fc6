"""`--add-suppressions`: silences what is found where it is found, and says why."""

from __future__ import annotations

from collections import defaultdict

from flake8_inventree_plugin.cli.checking import Outcome, Run, in_words
from flake8_inventree_plugin.engine import (
    Settings,
    check_project,
    display_path,
    place_in_python,
    read_project,
)
from flake8_inventree_plugin.suppressions import UNSUPPRESSIBLE


def add_suppressions(run: Run, settings: Settings, outcome: Outcome, reason: str) -> None:
    """Writes a comment for every finding of a project that is reported and can be suppressed.

    What happened to which file is told in the outcome's notes; what cannot be suppressed stays reported.
    """
    from flake8_inventree_plugin.files import overwrite
    from flake8_inventree_plugin.fixes.noqa_comments import add_comments

    project = read_project(run.root, settings, run.buffers)
    result = check_project(project, run.requested)
    if result.failures:
        outcome.notes.append("Nothing was suppressed: the linter could not do its work.")
        return
    places: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for finding in result.findings:
        if finding.code not in UNSUPPRESSIBLE:
            path, line, _ = place_in_python(project, finding)
            places[path][line].append(finding.code)
    done = files = 0
    for path, codes in places.items():
        shown = display_path(run.root.folder, path)
        data = project.read(path)
        if data is None:
            outcome.notes.append(f"{shown}: nothing suppressed, it is gone")
            continue
        suppressed = add_comments(data, codes, reason)
        for line, problem in sorted(suppressed.refused.items()):
            outcome.notes.append(f"{shown}:{line}: {', '.join(codes[line])} not suppressed, {problem}")
        if suppressed.content == data:
            continue
        try:
            overwrite(run.root.folder / path, suppressed.content)
        except OSError as error:
            outcome.notes.append(f"{shown}: cannot be written: {error.strerror or error}")
            outcome.failed_to_write = True
            continue
        files += 1
        done += sum(len(found) for line, found in codes.items() if line not in suppressed.refused)
    outcome.notes.append(f"{in_words(done)} suppressed in {in_words(files, 'file')}")
