"""The installation instructions, or a dependency, point to the file or tag of one release.

Who follows such instructions gets that release for ever: a server installs its plugins anew from what
stands in its `plugins.txt`, so an update never comes. The guide asks to point to the latest release
instead:

- the package's name, where it is on PyPI: `pip install inventree-demo`;
- GitHub's `https://github.com/me/demo/releases/latest/download/demo.tar.gz`, GitLab's
  `https://gitlab.com/me/demo/-/releases/permalink/latest/downloads/demo.tar.gz`;
- the repository without a tag: `git+https://github.com/me/demo`.

Instructions are the README and the other documents (`docs/`, `INSTALL.md`), in lines that install or
download something, or give a line for `plugins.txt`. Only what installs this plugin itself counts: its
repository has the name of the package, or is among its URLs. Dependencies are those of the package that
name the archive or wheel of one release.

Not reported are changelogs, badges and links to a release's page; documents that also tell how to install
the latest release; lines that speak of a specific or older version; and the tags of other projects'
repositories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from flake8_inventree_plugin.findings import Finding, Range, Severity
from flake8_inventree_plugin.project.declarations import Located, read_text
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.names import known_text
from flake8_inventree_plugin.project.other_files import documents
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.values import Known

_REPOSITORY = r"(?:https?|ssh|git)://[\w.@:-]+/(?P<repository>[\w.-]+(?:/[\w.-]+)+?)"
_VERSION = r"[\w.-]{0,40}?\d{1,8}\.\d{1,8}[\w.-]{0,40}?"
_REST = r"[^\s)\]\"'`<>]+"
_ARCHIVE = r"\.(?:whl|tar\.gz|tgz|tar\.bz2|zip)"
_PINNED_FILE = (
    rf"{_REPOSITORY}(?:/-)?/(?:releases/download/{_VERSION}/{_REST}|releases/{_VERSION}/downloads/{_REST}"
    rf"|archive/(?:refs/tags/)?{_VERSION}(?:{_ARCHIVE}|/{_REST}{_ARCHIVE}))"
)
_PINNED = r"/(?:releases|archive)/|git\+\S{1,300}@"
"""Most documents have nothing of the kind, and need not be looked at line by line."""
_END = r"(?=[\s)\]\"'`<>#;,]|$)"
_PINNED_TAG = rf"git\+{_REPOSITORY}(?:\.git)?@{_VERSION}{_END}"
_REPOSITORY_AND_REST = rf"{_REPOSITORY}(?:\.git)?(?P<rest>[/@]{_REST})?{_END}"

_INSTALLS = r"\b(?:pip3?|pipx|uv|poetry|pdm)\b.*\b(?:install|add|inject)\b"
_FETCHES = rf"(?i:\bdownload|\binstall|\bwget\b|\bcurl\b)|{_INSTALLS}"
# A line for plugins.txt: a requirement with an address, or a bare name.
_REQUIREMENT = (
    r"[\s>$*-]*`{0,3}(?:-e\s+)?(?:[\w.\[\]-]+(?:\s*@\s*(?=\S))?)?(?:(?:git\+)?https?://\S+)?`{0,3}\s*$"
)
_OTHER_VERSIONS = (
    r"(?i)\b(?:specific|particular|certain|older|old|previous|earlier|legacy|pin|fixed|downgrad)"
)
_HISTORY = r"(?i)change[ _-]?log|changes|history|release[ _-]?notes|news|migrat|upgrad"
_MAXIMUM_LINE = 1000


class _Pin(NamedTuple):
    """An address that leads to one release: where it stands in its line, its repository and the release."""

    start: int
    end: int
    address: str
    repository: str


def check(project: Project) -> Iterator[Finding]:
    """Reports instructions and dependencies that are bound to one release."""
    yield from _dependencies(project)
    yield from _instructions(project)


def _dependencies(project: Project) -> Iterator[Finding]:
    package = project.package
    for located in (package.dependencies, package.optional_dependencies) if package is not None else ():
        for requirement in _requirements(located):
            match = re.search(_PINNED_FILE, requirement)
            if located is not None and match is not None:
                yield RULE.finding(
                    f"the dependency {requirement.partition('@')[0].strip()} is the file of one release "
                    f"({match[0]}), so it is never updated",
                    "name the package and a range of versions, or the file of the latest release",
                    located.path,
                    _place_of(project, located, match[0]),
                )


def _requirements(located: Located | None) -> list[str]:
    """The requirements that are known; extras have them in groups."""
    value = located.value.value if located is not None and isinstance(located.value, Known) else []
    groups = value.values() if isinstance(value, dict) else [value]
    return [item for group in groups for item in group if isinstance(item, str)]


def _place_of(project: Project, located: Located, text: str) -> Range:
    """Where a text stands in the file of a value, or the value itself."""
    lines = (read_text(project.read, located.path) or "").split("\n")
    for number, line in enumerate(lines, 1):
        if number >= located.range.line and text in line:
            column = line.index(text) + 1
            return Range(number, column, number, column + len(text))
    return located.range


def _instructions(project: Project) -> Iterator[Finding]:
    found = [item for item in documents(project) if not re.search(_HISTORY, item[0].rpartition("/")[2])]
    if not any(re.search(_PINNED, text) for _, text in found):
        return
    pins: list[tuple[str, int, _Pin]] = []
    own = _OwnNames(project)
    for path, text in found:
        for number, line in _installing_lines(text):
            if own.is_latest(line):
                return
            pins += [(path, number, pin) for pin in _pins(line) if own.has(pin.repository)]
    for path, number, pin in pins:
        yield RULE.finding(
            f"the instructions install one release for ever ({pin.address}), so the plugin is not updated",
            "point to the latest release: the package's name on PyPI, the 'latest' release endpoint, or the "
            "repository without a tag",
            path,
            Range(number, pin.start + 1, number, pin.end + 1),
        )


def _installing_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that tell how to install something, with their numbers; not those of a changelog."""
    history_level = 0
    in_block = False
    before = ""
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("```"):
            in_block = not in_block
            continue
        level = 0 if in_block else len(line) - len(line.lstrip("#"))
        if level and (not history_level or level <= history_level):
            history_level = level if re.search(_HISTORY, line) else 0
        is_other = (
            bool(history_level) or len(line) > _MAXIMUM_LINE or re.search(_OTHER_VERSIONS, before + line)
        )
        if not is_other and (re.search(_FETCHES, line) or re.match(_REQUIREMENT, line)):
            yield number, line
        before = line if line.strip() else before


def _pins(line: str) -> Iterator[_Pin]:
    for pattern in (_PINNED_FILE, _PINNED_TAG):
        for match in re.finditer(pattern, line):
            yield _Pin(match.start(), match.end(), match[0], match["repository"])


class _OwnNames:
    """What the plugin's own package and repository are called."""

    def __init__(self, project: Project) -> None:
        package = project.package
        located = [package.name] if package is not None else []
        self.names = {
            _plain(text) for item in located if item is not None and (text := known_text(item.value))
        }
        self.addresses: set[str] = set()
        urls = [package.urls, package.home_page] if package is not None else []
        texts = [text for item in urls if item is not None for text in _texts(item)]
        for plugin in project.concrete_plugins:
            member = project.member(plugin, "WEBSITE")
            texts.append((known_text(member.value) if member is not None else None) or "")
        for text in texts:
            match = re.match(r"https?://[^/]+/([\w.-]+/[\w.-]+)", text)
            if match is not None:
                self.addresses.add(match[1].removesuffix(".git").lower())

    def has(self, repository: str) -> bool:
        """Whether a repository ("owner/name") is the plugin's own."""
        repository = repository.removesuffix(".git").lower()
        return repository in self.addresses or _plain(repository.rpartition("/")[2]) in self.names

    def is_latest(self, line: str) -> bool:
        """Whether a line installs the newest release of the plugin."""
        words = re.split(r"[\s`\"']+", line.strip(" \t`>$*-"))
        if re.search(_INSTALLS, line) or len(words) == 1:
            for word, following in zip(words, [*words[1:], ""], strict=True):
                name = re.match(r"[\w.-]*\w", word)
                is_bound = "==" in word or following == "@" or "://" in word
                if name is not None and not is_bound and _plain(name[0]) in self.names:
                    return True
        return any(
            self.has(match["repository"]) and _is_latest(match["rest"] or "")
            for match in re.finditer(_REPOSITORY_AND_REST, line)
        )


def _is_latest(rest: str) -> bool:
    """Whether what follows a repository's address leads to its newest release or branch."""
    if "latest" in rest or not rest.strip("/"):
        return True
    return rest.startswith(("@", "/archive/", "/-/archive/")) and not re.search(_VERSION, rest)


def _texts(located: Located) -> list[str]:
    value = located.value.value if isinstance(located.value, Known) else ""
    return [
        text for text in (value.values() if isinstance(value, dict) else [value]) if isinstance(text, str)
    ]


def _plain(name: str) -> str:
    """A distribution's name as tools compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_PROJECT = '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n'
_RELEASES = "https://github.com/me/inventree-demo/releases"


def _files(readme: str, metadata: str = "") -> dict[str, str]:
    return {
        "README.md": f"# Demo\n\n{readme}",
        "pyproject.toml": _PROJECT + metadata,
        "demo/__init__.py": _PLUGIN,
    }


RULE = Rule(
    code="INV607",
    name="pinned-download",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/install/",
    guide="Point to the 'latest' release endpoint when installing to make sure the update function works",
    good=(
        Example(_files(f"pip install {_RELEASES}/latest/download/demo.tar.gz\n"), note="The latest release."),
        Example(_files("pip install git+https://github.com/me/inventree-demo\n"), note="No tag."),
        Example(
            _files(
                "pip install inventree-demo\n\n"
                "or pip install git+https://github.com/me/inventree-demo@v1.2.0\n"
            ),
            note="The newest release first.",
        ),
        Example(
            _files("For an older server: `pip install git+https://github.com/me/inventree-demo@v1.2.0`\n"),
            note="For those who need a specific version.",
        ),
        Example(
            _files(f"## Changelog\n\n### 1.2.0\n\n[Download]({_RELEASES}/download/v1.2.0/demo.zip)\n"),
            note="A changelog.",
        ),
        Example(
            _files("pip install git+https://github.com/others/printer-driver@v3.1\n"),
            note="Another project.",
        ),
    ),
    bad=(
        Example(
            _files(f"pip install {_RELEASES}/download/v1.2.0/demo.tar.gz\n"),
            at=("README.md:3:13",),
            note="The file of one release.",
        ),
        Example(
            _files("```\ninventree-demo @ git+https://github.com/me/inventree-demo@v1.2.0\n```\n"),
            at=("README.md:4:18",),
            note="A tag, for `plugins.txt`.",
        ),
        Example(
            _files(
                "",
                'dependencies = [\n    "driver @ https://gitlab.com/others/driver/-/archive/v3.1/driver-v3.1.zip",\n]\n',
            ),
            at=("pyproject.toml:5:15",),
            note="A dependency that is never updated.",
        ),
    ),
)
