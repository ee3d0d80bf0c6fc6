"""Nothing in the package's metadata says that it is a plugin for InvenTree, so people do not find it.

PyPI is searched by words and by classifiers, GitHub by topics. A plugin that has none of them is found only
by those who know its name.

```toml
[project]
keywords = ["inventree"]
classifiers = ["Framework :: InvenTree"]
```

One of the two is enough; any keyword with the word "inventree" counts. Where the repository keeps its
topics in `.github/settings.yml`, `inventree` or `inventreeplugins` should be among them.

Not reported are metadata that are not known without a build. Topics that are set on GitHub's page only
cannot be seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flake8_inventree_plugin.findings import Finding, Range, Severity
from flake8_inventree_plugin.project.declarations import Located
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.package import Package
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.values import Known

_SETTINGS = (".github/settings.yml", ".github/settings.yaml")
_TOPICS = frozenset({"inventree", "inventreeplugins"})


def check(project: Project) -> Iterator[Finding]:
    """Reports a package without keyword and classifier, and topics without those of the guide."""
    package = project.package
    if package is None:
        return
    if not _has_tag(package):
        path, place = _place(project, package)
        yield RULE.finding(
            "neither a keyword nor a classifier of the package names InvenTree, so people who look for "
            "plugins do not find it",
            'add the keyword "inventree" or the classifier "Framework :: InvenTree"',
            path,
            place,
        )
    yield from _topics(project)


def _has_tag(package: Package) -> bool:
    """Whether a keyword or classifier names InvenTree; what is not known may."""
    words = [word for located in (package.keywords, package.classifiers) for word in _words(located)]
    return any(not isinstance(word, str) or "inventree" in word.lower() for word in words)


def _words(located: Located | None) -> list[Any]:
    if located is None:
        return []
    return list(located.value.value) if isinstance(located.value, Known) else [None]


def _place(project: Project, package: Package) -> tuple[str, Range]:
    """Where a keyword would stand: beside the other keywords, else the classifiers, else the name."""
    found = next(filter(None, (package.keywords, package.classifiers, package.name)), None)
    return (found.path, found.range) if found is not None else project.anchor


def _topics(project: Project) -> Iterator[Finding]:
    for path in _SETTINGS:
        data = project.read(path)
        if data is None or b"topics" not in data:
            continue
        found = _topics_node(data)
        if found is not None and _TOPICS.isdisjoint(found[0]):
            yield RULE.finding(
                "the topics of the repository do not name InvenTree, so people who look for plugins do not "
                "find it",
                "add the topics inventree and inventreeplugins",
                path,
                found[1],
            )


def _topics_node(data: bytes) -> tuple[list[str], Range] | None:
    """The topics in a settings.yml, lower-cased, and where they stand; None where none can be read."""
    import yaml

    try:
        node = yaml.compose(data, yaml.SafeLoader)
        for key in ("repository", "topics"):
            node = _value(node, key)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    if isinstance(node, yaml.ScalarNode):
        words = node.value.split(",")
    elif isinstance(node, yaml.SequenceNode):
        words = [item.value for item in node.value if isinstance(item, yaml.ScalarNode)]
    else:
        return None
    start, end = node.start_mark, node.end_mark
    place = Range(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
    return [word.strip().lower() for word in words if word.strip()], place


def _value(node: Any, key: str) -> Any:
    """The value of a key in a YAML mapping, None where there is none."""
    pairs = node.value if node is not None and node.id == "mapping" else []
    return next((value for name, value in pairs if name.value == key), None)


_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_PROJECT = '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n'


def _files(metadata: str, **more: str) -> dict[str, str]:
    return {"pyproject.toml": _PROJECT + metadata, "demo/__init__.py": _PLUGIN, **more}


RULE = Rule(
    code="INV608",
    name="missing-discovery-tags",
    severity=Severity.ADVICE,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/how_to/",
    guide="tag your GitHub repo with 'inventree' and 'inventreeplugins' to make discovery easier",
    good=(
        Example(_files('keywords = ["inventree", "labels"]\n'), note="A keyword."),
        Example(_files('classifiers = ["Framework :: InvenTree"]\n'), note="A classifier."),
        Example(_files('dynamic = ["keywords"]\n'), note="Keywords that are not known."),
        Example(
            _files(
                'keywords = ["inventree"]\n',
                **{".github/settings.yml": "repository:\n  topics: labels, inventreeplugins\n"},
            ),
            note="A topic.",
        ),
        Example({"demo.py": _PLUGIN}, note="No package: that is INV601."),
    ),
    bad=(
        Example(_files(""), at=("pyproject.toml:2:1",)),
        Example(_files('keywords = ["labels"]\n'), at=("pyproject.toml:4:1",), note="Other keywords."),
        Example(
            _files(
                'keywords = ["inventree"]\n',
                **{".github/settings.yml": "repository:\n  name: demo\n  topics:\n    - labels\n"},
            ),
            at=(".github/settings.yml:4:5",),
            note="Other topics.",
        ),
    ),
)
