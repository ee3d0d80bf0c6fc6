"""Something of InvenTree is replaced at run time: an attribute of one of its modules, classes or objects.

A patch of `Part.get_price` changes the server for everyone: other plugins, the API, the background worker if
it loads the plugin too. It is undone by nothing, not even by switching the plugin off, and any update of
InvenTree may break it without an error. "If you want to change how InvenTree base mechanics and business
logic work, a plugin will not be sufficient."

Reported are assignments to and deletions of attributes of what is imported from InvenTree, under any alias,
and `setattr` and `delattr` on it. Not reported are objects that the plugin gets from a call (`part =
Part.objects.get(…); part.name = …`), the plugin's own classes, also those that inherit from InvenTree's, and
entries of a dictionary (`registry.x["y"] = …`). Tests are exempt.

What to do: use a mixin that is made for it (`ValidationMixin`, `EventMixin`, `UserInterfaceMixin`), or
propose the change to the InvenTree project.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.inventree_names import is_inventrees
from flake8_inventree_plugin.project.model import File, Project
from flake8_inventree_plugin.project.names import Outside
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.facts import Reference

_SETTERS = frozenset({"setattr", "delattr"})


def check(project: Project) -> Iterator[Finding]:
    """Reports every assignment, deletion and `setattr` that changes something of InvenTree."""
    for file in project.package_files:
        for reference in file.facts.references:
            patched = _patched(project, file, reference)
            if patched is not None:
                yield RULE.finding(
                    f"`{patched}` is InvenTree's: replacing it changes the server for everyone, and any "
                    "release may break the patch without an error",
                    "use a mixin's hook, or propose the change to InvenTree",
                    file.path,
                    reference.range,
                )


def _patched(project: Project, file: File, reference: Reference) -> str | None:
    """The absolute name of what a reference replaces, None where that is nothing of InvenTree's."""
    path = reference.path
    if reference.kind == "builtin":
        target = _set_object(project, file, reference)
        if target is None:
            return None
        names, attribute = target.path, reference.arguments[1]
        name = attribute[1] if attribute[0] == "const" else "…"
        return _owned(project, file, target, names, str(name))
    if reference.context not in ("store", "delete") or reference.kind not in ("import", "unbound"):
        return None
    return _owned(project, file, reference, path[:-1], path[-1])


def _owned(project: Project, file: File, reference: Reference, path: list[str], name: str) -> str | None:
    if not path or not {"()", "[]"}.isdisjoint((*path, name)):
        return None
    for origin in project.names.resolve(file.path, ".".join(path), reference.imports or None):
        if isinstance(origin, Outside) and is_inventrees(project.names, origin.name):
            return f"{origin.name}.{name}"
    return None


def _set_object(project: Project, file: File, call: Reference) -> Reference | None:
    """The reference that is the first argument of a `setattr` or `delattr`."""
    if call.path[0] not in _SETTERS or call.context != "call" or len(call.arguments) < 2:
        return None
    expression = call.arguments[0]
    if expression[0] != "name":
        return None
    # It stands right behind the parenthesis, or on a line of its own.
    line, column = call.range.end_line, call.range.end_column + 1
    index = project.names.index(file.path)
    first = index.references_from((line, column), (line, column))
    for other in (*first, *index.references_from((line + 1, 1), (line + 1, sys.maxsize))):
        if other.kind in ("import", "unbound") and ".".join(other.path) == expression[1]:
            return other
    return None


_PLUGIN = "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"

RULE = Rule(
    code="INV206",
    name="patched-internals",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#models-and-other-internal-inventree-apis",
    guide="If you want to change how InvenTree base mechanics and business logic work, a plugin will not "
    "be sufficient.",
    good=(
        Example(
            "from part.models import Part\nfrom plugin import InvenTreePlugin, registry\n\n\n"
            "class Child(Part):\n    pass\n\n\nChild.color = 'red'\n\n\n"
            + _PLUGIN
            + "\n    def rename(self, pk):\n        part = Part.objects.get(pk=pk)\n"
            "        part.name = 'new'\n"
            "        part.save()\n        registry.get_plugin('demo').count = 1\n        self.count = 2\n",
            note="Objects from a call, the plugin's own classes, the plugin itself.",
        ),
        Example(
            "import logging as part\n\nfrom django.conf import settings\n"
            "from plugin import InvenTreePlugin\n\n"
            "part.raiseExceptions = False\nsettings.DEMO = True\n\n\n" + _PLUGIN,
            note="Other packages.",
        ),
    ),
    bad=(
        Example(
            "import part.models\nfrom plugin import InvenTreePlugin, registry\n"
            "from stock.models import StockItem as Item\n"
            "\n\ndef price(self):\n    return 1\n\n\npart.models.Part.get_price = price\n"
            "del Item.serialized\n\n\n"
            + _PLUGIN
            + "\n    def activate(self):\n        registry.plugin_modules = []\n",
            at=("10:1", "11:5", "18:9"),
        ),
        Example(
            "from part.models import Part\nfrom plugin import InvenTreePlugin\n\n\n"
            'setattr(Part, "get_price", lambda self: 1)\n\n\n' + _PLUGIN,
            at=("5:1",),
        ),
    ),
)
