"""The licence file, the package's metadata and the plugin class name different licences.

Who wants to use the plugin, or to change it, does not know which of them holds. Most often one of them was
left as a template had it.

The text of the licence file at the root is recognised for MIT, Apache-2.0, the GNU licences, BSD, MPL-2.0,
ISC, the Unlicense, CC0 and EUPL. It is compared with the `license` and the classifiers of the package and
with `LICENSE` in the plugin classes.

Only what is beyond doubt is reported. "GPL-3.0-only" does not contradict "GPL-3.0-or-later", nor "BSD" a
text with three clauses. Where several licences are named, or there are several files, one in common is
enough. Texts and names that are not recognised, and values that are not known, say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from flake8_inventree_plugin.findings import START, Finding, Range, Severity
from flake8_inventree_plugin.project.declarations import Located, read_text
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.names import known_text
from flake8_inventree_plugin.project.other_files import names
from flake8_inventree_plugin.project.package import Package
from flake8_inventree_plugin.rules.licenses import License, agree, licenses_of_name, licenses_of_text
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.values import Known

_FILE = re.compile(r"(?:un)?licen[cs]es?\b|copying\b", re.IGNORECASE)
_FOLDER = "LICENSES"


class _Statement(NamedTuple):
    """What some place says of the licence: half a sentence, and what it means."""

    words: str
    licenses: frozenset[License]
    path: str
    range: Range


def check(project: Project) -> Iterator[Finding]:
    """Reports the first statement that contradicts one before it."""
    said: list[_Statement] = []
    for statement in _statements(project):
        if statement.licenses and statement.words not in [other.words for other in said]:
            said.append(statement)
    for number, later in enumerate(said):
        if all(agree(later.licenses, earlier.licenses) for earlier in said[:number]):
            continue
        yield RULE.finding(
            f"the licences contradict each other: {', '.join(statement.words for statement in said)}, so "
            "nobody knows which holds",
            "name the same licence in all places",
            later.path,
            later.range,
        )
        return


def _statements(project: Project) -> Iterator[_Statement]:
    yield from _file(project)
    if project.package is not None:
        yield from _metadata(project.package)
    for plugin in project.concrete_plugins:
        member = project.member(plugin, "LICENSE")
        text = known_text(member.value) if member is not None else None
        if member is not None and text:
            yield _Statement(
                f"{plugin.name} {_shown(text)}", licenses_of_name(text), member.path, member.value_range
            )


def _file(project: Project) -> Iterator[_Statement]:
    """The licence files; nothing where one of them is not recognised."""
    paths = [name for name in names(project) if _FILE.match(name)]
    paths += [f"{_FOLDER}/{name}" for name in names(project, _FOLDER)]
    texts = [licenses_of_text(read_text(project.read, path) or "") for path in paths]
    if texts and all(texts):
        found = frozenset[License]().union(*texts)
        words = "/".join(
            sorted(f"{item.family}{f'-{item.version}' if item.version else ''}" for item in found)
        )
        yield _Statement(f"{paths[0]} is {words}", found, paths[0], START)


def _metadata(package: Package) -> Iterator[_Statement]:
    name = package.license
    text = known_text(name.value) if name is not None else None
    if name is not None and text:
        yield _Statement(f"{name.path} {_shown(text)}", licenses_of_name(text), name.path, name.range)
    classifiers = _license_classifiers(package.classifiers)
    if package.classifiers is not None and classifiers:
        meant = [licenses_of_name(item.rpartition("::")[2]) for item in classifiers]
        yield _Statement(
            f"a classifier {_shown(' and '.join(item.rpartition(':: ')[2] for item in classifiers))}",
            frozenset[License]().union(*meant) if all(meant) else frozenset(),
            package.classifiers.path,
            package.classifiers.range,
        )


def _license_classifiers(classifiers: Located | None) -> list[str]:
    if classifiers is None or not isinstance(classifiers.value, Known):
        return []
    return [
        item
        for item in classifiers.value.value
        if isinstance(item, str) and item.startswith("License ::") and item != "License :: OSI Approved"
    ]


def _shown(text: str) -> str:
    first, _, rest = text.strip().partition("\n")
    return f'says "{first[:60]}{" …" if rest or len(first) > 60 else ""}"'


_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_MIT = (
    "MIT License\n\nCopyright (c) 2025 Me\n\nPermission is hereby granted, free of charge, to any person "
    "obtaining a copy\nof this software …\n"
)
_GPL = (
    "                    GNU GENERAL PUBLIC LICENSE\n                       Version 3, 29 June 2007\n\n …\n"
)
_PROJECT = '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n'


def _files(text: str, metadata: str, member: str = "") -> dict[str, str]:
    return {"LICENSE": text, "pyproject.toml": _PROJECT + metadata, "demo/__init__.py": _PLUGIN + member}


RULE = Rule(
    code="INV610",
    name="license-mismatch",
    severity=Severity.ADVICE,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/metadata/",
    guide="use what you want - OSI approved is &hearts;",
    good=(
        Example(
            _files(
                _MIT,
                'license = "MIT"\nclassifiers = ["License :: OSI Approved :: MIT License"]\n',
                '    LICENSE = "MIT"\n',
            ),
            note="All say the same.",
        ),
        Example(
            _files(_GPL, 'license = "GPL-3.0-only"\n', '    LICENSE = "GPL-3.0-or-later"\n'),
            note="The same licence, and a question of later ones.",
        ),
        Example(_files(_MIT, 'license = "MIT OR Apache-2.0"\n'), note="One of the two is in the file."),
        Example(_files(_MIT, 'license = {file = "LICENSE"}\n'), note="The metadata take the file."),
        Example(_files("Ask me.\n", 'license = "MIT"\n'), note="A text that is not recognised."),
    ),
    bad=(
        Example(
            _files(_GPL, 'classifiers = ["License :: OSI Approved :: MIT License"]\n'),
            at=("pyproject.toml:4:1",),
            note="The text of one licence, the classifier of another.",
        ),
        Example(
            _files(_MIT, 'license = "MIT"\n', '    LICENSE = "GPL-3.0-or-later"\n'),
            at=("demo/__init__.py:6:15",),
            note="The class names another.",
        ),
    ),
)
