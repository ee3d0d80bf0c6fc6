"""What a project's CI, container and requirement files say about the InvenTree that they run.

Files are read as data, never run. What a variable stands for is looked up in the same file; where it cannot
be told, the version is unknown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

_YAML = ("*.yml", "*.yaml")
_CONTAINERS = (
    "docker-compose*.yml",
    "docker-compose*.yaml",
    "compose*.yml",
    "compose*.yaml",
    "Dockerfile*",
    "*.Dockerfile",
    "Containerfile*",
    "devcontainer.json",
    ".devcontainer.json",
)
_SCRIPTS = ("*.sh", "Makefile", "tox.ini", "requirements*.txt")
_PACKAGING = ("pyproject.toml", "setup.cfg", "setup.py")

_PLACES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (".github/workflows", _YAML),
    (".github/actions/*", _YAML),
    (".forgejo/workflows", _YAML),
    (".gitea/workflows", _YAML),
    (".woodpecker", _YAML),
    (".gitlab", _YAML),
    (".gitlab/*", _YAML),
    ("", (".gitlab-ci.yml", ".gitlab-ci.yaml", ".woodpecker.yml", ".woodpecker.yaml", *_PACKAGING)),
    ("", (*_CONTAINERS, *_SCRIPTS)),
    *(
        (folder, (*_CONTAINERS, *_SCRIPTS))
        for folder in (
            ".devcontainer",
            ".ci",
            "ci",
            "scripts",
            "docker",
            "requirements",
            "dev",
            "development",
        )
    ),
)
"""Folders of a project (`*` is any one folder) and the files in them that may say which InvenTree is used."""

_MAXIMUM_FILES = 100
_MAXIMUM_DEPTH = 100
_MAXIMUM_BYTES = 1024 * 1024
_MAXIMUM_BYTES_IN_ALL = 4 * _MAXIMUM_BYTES

WORKFLOWS_WITHOUT_INVENTREE = frozenset({"matmair/inventree-meta-plugin"})
"""Repositories whose reusable workflows run nothing against InvenTree: they lint and publish."""


class Use(NamedTuple):
    """A place where a file asks for InvenTree itself.

    `version` is the tag, branch or commit as written, "" where none is given, None where it cannot be told.
    """

    path: str
    version: str | None

    @property
    def is_pin(self) -> bool:
        """Whether it asks for InvenTree's stable branch, a release or one commit."""
        return self.version is not None and bool(_PIN.fullmatch(self.version))


_PIN = re.compile(
    r"stable(?:[-_.@].*)?"
    r"|v?\d+\.\d+(?:\.(?:\d+|x))?(?:[-._]?(?:a|b|rc)\.?\d+)?(?:@.*)?"
    r"|sha256:[0-9a-f]+|[0-9a-f]{40}",
    re.IGNORECASE,
)


def find_files(folder: Path) -> list[str]:
    """The files of a project that may say which InvenTree is used: POSIX paths relative to its root.

    Only the known folders are listed, and no link is followed.
    """
    found: dict[str, None] = {}
    for place, patterns in _PLACES:
        for parent in _folders(folder, place):
            for entry in _entries(folder / parent):
                if entry.is_file(follow_symlinks=False) and any(fnmatchcase(entry.name, p) for p in patterns):
                    found[f"{parent}/{entry.name}" if parent else entry.name] = None
    return list(found)[:_MAXIMUM_FILES]


def _folders(root: Path, place: str) -> list[str]:
    folders = [""]
    for part in place.split("/") if place else []:
        folders = [
            f"{folder}/{entry.name}" if folder else entry.name
            for folder in folders
            for entry in _entries(root / folder)
            if entry.is_dir(follow_symlinks=False) and fnmatchcase(entry.name, part)
        ]
    return folders


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def read_files(folder: Path, read: Callable[[str], bytes | None]) -> dict[str, bytes]:
    """The content of those of a project's files that mention InvenTree and may say which one is used."""
    files: dict[str, bytes] = {}
    for path in find_files(folder):
        data = read(path) or b""
        if len(data) <= _MAXIMUM_BYTES and b"inventree" in data.lower():
            files[path] = data
        if sum(map(len, files.values())) > _MAXIMUM_BYTES_IN_ALL:
            break
    return files


def inventree_uses(files: Mapping[str, bytes]) -> list[Use]:
    """Every use of InvenTree in the given files, content by path."""
    uses: dict[Use, None] = {}
    for path, data in files.items():
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        content = _yaml_content(text) if path.endswith((".yml", ".yaml")) else None
        for version in _versions(content or _text_content(path, text)):
            uses[Use(path, version)] = None
    return list(uses)


def is_workflow_elsewhere(uses: str) -> bool:
    """Whether what a job `uses` is a workflow of another repository."""
    return "/.github/workflows/" in uses and not uses.startswith("./")


# What a file says


@dataclass(slots=True)
class _Content:
    """The texts in a file, the values that names have in it, and what it takes from other repositories: the
    versions of InvenTree's, and reusable workflows."""

    texts: list[str] = field(default_factory=list)
    variables: dict[str, list[str]] = field(default_factory=dict)
    versions: list[str] = field(default_factory=list)
    workflows: list[str] = field(default_factory=list)

    def add_value(self, name: str, value: str) -> None:
        """Notes what a name may stand for; whole sentences and scripts are no version."""
        values = self.variables.setdefault(name, [])
        if value and len(value) <= 200 and not re.search(r"\s", value) and len(values) < 20:
            values.append(value)


_COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
_ANY_COMMENT = re.compile(r"(?:^|(?<=\s))(?:#|//).*$", re.MULTILINE)
_ASSIGNMENT = re.compile(r"""(?:^|[\s;&])([A-Za-z_]\w{0,60})=["']?([^\s"';&]+)""")
_DEFINITION = re.compile(
    r"""(?<![\w-])([A-Za-z_][\w-]{0,60})["']?[ \t]{0,9}[=:][ \t]{0,9}["']?([^\s"',;}]+)"""
)
_GIT_REQUIREMENT = re.compile(r"""git\+[^\s"']+|\bgit\s{0,9}=\s{0,9}["'][^"'\n]*["'][^\[\]{}]{0,200}""")
_GIT_TABLE = re.compile(
    r"""\bgit\s{0,9}=\s{0,9}["'](?P<address>[^"'\n]*)["']"""
    r"""[^\[\]{}]{0,200}?\b(?:branch|tag|rev)\s{0,9}=\s{0,9}["'](?P<version>[^"'\n]*)"""
)


def _yaml_content(text: str) -> _Content | None:
    """What a YAML file says; None where it is none."""
    import yaml

    nodes = documents(text)
    if nodes is None:
        return None
    content = _Content()
    for node in walk(nodes):
        if isinstance(node.value, str):
            script = _COMMENT.sub("", node.value)
            content.texts.append(script)
            for name, value in _ASSIGNMENT.findall(script):
                content.add_value(name, value)
        elif isinstance(node, yaml.MappingNode):
            pairs = [(key.value, value) for key, value in node.value if isinstance(key.value, str)]
            _add_mapping(content, pairs)
    return content


def documents(text: str) -> list[Any] | None:
    """The documents of a YAML file as trees of nodes, nothing in them interpreted; None where it is none."""
    import yaml

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        if _is_too_deep(text, loader):
            return None
        return [node for node in yaml.compose_all(text, Loader=loader) if node is not None]
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _is_too_deep(text: str, loader: Any) -> bool:
    """Whether so much is nested in each other that composing it would overflow the stack and end the process,
    as in PyYAML before 6.0.4. Reading events does not recurse."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAXIMUM_DEPTH:
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return False


def walk(nodes: Iterable[Any]) -> Iterator[Any]:
    """Nodes and the values below them, each once, however often the file refers to it: a small file cannot
    become a large one."""
    pending = list(nodes)[::-1]
    seen: set[int] = set()
    while pending:
        node = pending.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if not isinstance(node.value, str):
            # A mapping's items are pairs.
            pending += [item[1] if isinstance(item, tuple) else item for item in reversed(node.value)]


def _add_mapping(content: _Content, pairs: list[tuple[str, Any]]) -> None:
    for key, node in pairs:
        if isinstance(node.value, str):
            content.add_value(key, node.value)
            continue
        for item in node.value:
            # A mapping's items are pairs; the value of an input is its default.
            name, value = item if isinstance(item, tuple) else (None, item)
            if (name is None or name.value == "default") and isinstance(value.value, str):
                content.add_value(key, value.value)
    texts = {key: node.value for key, node in pairs if isinstance(node.value, str)}
    if _REPOSITORY.search(texts.get("repository", "")):
        content.versions.append(texts.get("ref", ""))
    uses = texts.get("uses", "")
    if is_workflow_elsewhere(uses):
        content.workflows.append(uses)


def _text_content(path: str, text: str) -> _Content:
    """What any other file says: its lines without comments."""
    text = _ANY_COMMENT.sub("", text)
    if path in _PACKAGING:
        # Other addresses in these files only mention InvenTree.
        text = "\n".join(match[0] for match in _GIT_REQUIREMENT.finditer(text))
    content = _Content([text])
    for name, value in _DEFINITION.findall(text):
        content.add_value(name, value)
    for match in _GIT_TABLE.finditer(text):
        if _REPOSITORY.search(match["address"]):
            content.versions.append(match["version"])
    return content


# What variables stand for

_UNKNOWN = "\0"
_VARIABLE = re.compile(
    r"\$\{\{(?P<expression>.{0,300}?)\}\}"
    r"|\$\{(?P<braced>[A-Za-z_]\w{0,60})(?::?[-=](?P<default>[^}\n]{0,200}))?\}"
    r"|\$(?P<plain>[A-Za-z_]\w{0,60})"
)
_LITERAL = re.compile(r"'([^']*)'")
_NAME = re.compile(r"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*")
_MAXIMUM_VARIANTS = 32
_MAXIMUM_REPLACEMENTS = 50
_MAXIMUM_LENGTH = 20_000


def _expanded(text: str, variables: Mapping[str, list[str]]) -> list[str]:
    """A text with its variables replaced, once for each value they may have, or by something unknown."""
    variants = [text]
    if len(text) > _MAXIMUM_LENGTH:
        return variants
    for _ in range(_MAXIMUM_REPLACEMENTS):
        replaced: list[str] = []
        for variant in variants:
            match = _VARIABLE.search(variant)
            values = _values(match, variables) or [_UNKNOWN] if match else []
            # A variable has the same value wherever it stands.
            replaced += [variant.replace(match[0], value) for value in values] if match else [variant]
        replaced = [variant for variant in dict.fromkeys(replaced) if len(variant) <= 2 * _MAXIMUM_LENGTH]
        if replaced == variants:
            break
        variants = replaced[:_MAXIMUM_VARIANTS]
    return [_VARIABLE.sub(_UNKNOWN, variant) for variant in variants]


def _values(match: re.Match[str], variables: Mapping[str, list[str]]) -> list[str]:
    expression = match["expression"]
    if expression is None:
        values = list(variables.get(match["braced"] or match["plain"], []))
        return values if match["default"] is None else [*values, match["default"].strip("\"'")]
    literals = _LITERAL.findall(expression)
    # `fromJSON('["stable", "latest"]')`
    values = [
        item for text in literals for item in (re.findall(r'"([^"]*)"', text) if text[:1] == "[" else [text])
    ]
    for name in _NAME.findall(_LITERAL.sub("", expression)):
        values += variables.get(name.rpartition(".")[2], [])
    return values


# Where InvenTree is asked for

_REPOSITORY = re.compile(r"(?<![\w.-])[\w-]+/inventree(?:\.git)?(?![\w-])", re.IGNORECASE)
_IMAGE = re.compile(r"(?<![\w-])inventree/inventree(?::|@(?=sha256:))(?P<version>[^\s\"'`,;)\]}]*)")
_UNTAGGED_IMAGE = re.compile(r"(?:^|\bFROM[ \t]+|\w\.io/)inventree/inventree(?=\s|$)")
_GIT_ADDRESS = re.compile(rf"git\+\S{{1,200}}?{_REPOSITORY.pattern}(?![@#/.\w])", re.IGNORECASE)
_REFERENCE = re.compile(
    rf"{_REPOSITORY.pattern}(?:(?:/[\w.-]+){{0,8}}@|\#)(?P<version>[^\s\"'`#?,;)\]}}]+)", re.IGNORECASE
)
_ADDRESS = re.compile(
    rf"://[^\s\"']{{0,200}}?{_REPOSITORY.pattern}"
    r"(?:/(?:tree|archive|raw|zip|zipball|tarball|tar\.gz|releases/download))?(?:/refs/(?:heads|tags))?"
    r"/(?P<version>[^\s/\"'`#?,;)\]}]+)",
    re.IGNORECASE,
)
_GIT_COMMAND = re.compile(r"\b(?P<name>clone|checkout|switch|reset)\b(?P<arguments>[^\n;&|]*)")
_BRANCH = re.compile(r"\s(?:-b|--branch)(?:\s+|=)[\"']?(?P<version>[^\s\"']+)")
_REMOTE = re.compile(r"^(?:origin/|upstream/|(?:refs/)?tags/)")
_ARCHIVE = re.compile(r"\.(?:zip|tar\.gz|tgz)$")
_VERSION_NAME = re.compile(r"inventree[_-](?:tag|version|branch|ref|release)", re.IGNORECASE)


def _versions(content: _Content) -> Iterator[str | None]:
    variables = content.variables
    named = [value for name, values in variables.items() if _VERSION_NAME.fullmatch(name) for value in values]
    for version in (*named, *content.versions):
        yield from _known(_expanded(version, variables))
    for workflow in content.workflows:
        repository = workflow.partition("/.github/")[0].lower()
        if "inventree" in repository and repository not in WORKFLOWS_WITHOUT_INVENTREE:
            yield None
    for text in content.texts:
        joined = re.sub(r"\\\n[ \t]*", " ", text)
        for variant in _expanded(joined, variables) if "$" in joined else [joined]:
            yield from _known(_versions_in(variant))


def _known(versions: Iterable[str]) -> Iterator[str | None]:
    return (None if _UNKNOWN in version or "$" in version else version for version in versions)


_MENTION = re.compile("/inventree", re.IGNORECASE)
_MAXIMUM_MENTIONS = 200
_AROUND = 300


def _versions_in(text: str) -> Iterator[str]:
    """The versions of InvenTree that a text without variables asks for."""
    for mention in islice(_MENTION.finditer(text), _MAXIMUM_MENTIONS):
        # Only what is near: the patterns are slow on long texts.
        start = max(0, mention.start() - _AROUND)
        near = text[start : mention.end() + _AROUND]
        for pattern in (_IMAGE, _REFERENCE, _ADDRESS):
            for match in pattern.finditer(near):
                yield _ARCHIVE.sub("", match["version"])
        if _UNTAGGED_IMAGE.search(text, start, mention.end() + 1) or _GIT_ADDRESS.search(near):
            yield ""
    yield from _cloned_versions(text)


def _cloned_versions(text: str) -> Iterator[str]:
    """What a script clones of InvenTree, and then checks out."""
    commands = [
        (match["name"], match["arguments"])
        for match in _GIT_COMMAND.finditer(text)
        if "git" in text[max(0, match.start() - 50) : match.start()]
    ]
    clones = [text for name, text in commands if name == "clone" and _REPOSITORY.search(text)]
    checkouts = [text for name, text in commands if name != "clone"] if clones else []
    for arguments in clones:
        branch = _BRANCH.search(arguments)
        if branch or not checkouts:
            yield branch["version"] if branch else ""
    for arguments in checkouts:
        yield from (_REMOTE.sub("", word.strip("\"'")) for word in arguments.split())
