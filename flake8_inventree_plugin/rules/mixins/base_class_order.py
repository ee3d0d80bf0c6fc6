"""The plugin's base class stands left of a mixin, so the mixin comes too late.

Python looks a plugin class's members up from left to right, and each mixin of InvenTree registers itself when
its `__init__` is called in that order. Before InvenTree 0.7 the base class does not pass the call on: a mixin
to the right of it is never registered, without any message, and the plugin does nothing. From 0.7 on both
register, but what the base class and the mixin both define is taken from the base class.

```python
class Demo(InvenTreePlugin, ActionMixin):  # ActionMixin comes too late
class Demo(ActionMixin, InvenTreePlugin):  # right
```

Base classes of the project itself are followed. Classes that are no mixins of InvenTree may stand anywhere.

Where a base class of the project stands left of a mixin, there is no fix: its members would no longer win
over those of the mixin. Name the mixin before it, or among its own bases.

**Fix safety:** before 0.7 the fix gives the plugin the mixin it was meant to have. From 0.7 on it changes
which class an attribute is taken from, so there it is applied only with `--unsafe-fixes`; also where another
class stands between the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Fix, Severity
from flake8_inventree_plugin.inventree import catalogue
from flake8_inventree_plugin.inventree.releases import ReleaseSet
from flake8_inventree_plugin.project.model import PLUGIN_BASES, PluginClass, Project, framework_name, merged
from flake8_inventree_plugin.project.names import Names, Outside, Own
from flake8_inventree_plugin.rules.rule import Example, Rule

_BEFORE_0_7 = ReleaseSet.before("0.7")
_MAXIMUM_DEPTH = 50

Node = Own | str
"""A class: one of the project, or the canonical name of one of InvenTree's, or "?…" for any other."""


def check(project: Project) -> Iterator[Finding]:
    """Reports plugin classes whose own list of bases puts a mixin behind the plugin's base class."""
    graph = _Hierarchy(project.names)
    for plugin in project.plugins:
        own = Own(plugin.path, "class", plugin.name, plugin.index)
        found = _misplaced(graph, own)
        if found is not None:
            yield _finding(project, plugin, graph.bases(own), *found)


def _finding(
    project: Project, plugin: PluginClass, nodes: list[Node], first: int, last: int, mixins: list[str]
) -> Finding:
    bases = plugin.definition.bases
    base = bases[first].name
    names = " and ".join(mixins)
    before, since = bool(project.target.releases & _BEFORE_0_7), bool(project.target.releases - _BEFORE_0_7)
    lost = f"the server never registers {names}"
    wins = f"what {base} also defines is not taken from {names}"
    if before and since:
        consequence = f"before InvenTree 0.7 {lost}, from 0.7 on {wins}"
    else:
        consequence = lost if before else wins
    return RULE.finding(
        f"{plugin.name} names {base} before {names}: {consequence}",
        f"name {bases[last].name} before {base}",
        plugin.path,
        plugin.definition.range,
        fix=_fix(plugin, nodes, first, last, safe=before and not since),
    )


def _fix(plugin: PluginClass, nodes: list[Node], first: int, last: int, *, safe: bool) -> Fix | None:
    bases = plugin.definition.bases
    if nodes[first] not in PLUGIN_BASES:
        return None
    description = f"move {bases[first].name} behind {bases[last].name}"
    if not safe:
        description += (
            "; unsafe, because from InvenTree 0.7 on it changes which class an attribute is taken from"
        )
    elif not all(_is_mixin(node) for node in nodes[first + 1 : last + 1]):
        safe = False
        description += "; unsafe, because it also moves behind classes that are no mixins of InvenTree"
    ranges = [list(base.range) for base in bases[first : last + 1]]
    return Fix("base_class_order", description, safe, {"bases": ranges})


def _misplaced(graph: _Hierarchy, own: Own) -> tuple[int, int, list[str]] | None:
    """Finds mixins that come too late because of this very list of bases.

    Returns the index of the base that stands too far left, that of the last one that belongs before it, and
    the names of the mixins.
    """
    nodes = graph.bases(own)
    order = graph.order(own)
    orders = [graph.order(node) or [] for node in nodes]
    if order is None:
        return None
    late = _late_mixins(order)
    if any(isinstance(node, str) and node.startswith("?") for node in order):
        # A class that we do not know can bring a mixin earlier, unless this list itself says the order.
        late &= _late_mixins(nodes)
    for item in orders:
        late -= _late_mixins(item)
    if not late:
        return None
    first = next(index for index, item in enumerate(orders) if not PLUGIN_BASES.isdisjoint(item))
    last = max(index for index, item in enumerate(orders) if not late.isdisjoint(item))
    if last <= first:
        return None
    return first, last, [node.rpartition(".")[2] for node in order if isinstance(node, str) and node in late]


def _late_mixins(order: list[Node]) -> set[str]:
    base = next((index for index, node in enumerate(order) if node in PLUGIN_BASES), len(order))
    return {node for node in order[base:] if isinstance(node, str) and _is_mixin(node)}


def _is_mixin(node: Node) -> bool:
    return isinstance(node, str) and node.startswith("plugin.mixins.") and node.endswith("Mixin")


class _Hierarchy:
    """The classes above those of a project, as far as they are known."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._orders: dict[Node, list[Node] | None] = {}

    def bases(self, node: Node) -> list[Node]:
        """The bases of a class, in order."""
        if isinstance(node, str):
            latest = list(catalogue.bases(node))[-1:]
            return [base for bases in latest for base in bases if base.startswith("plugin.")]
        result: list[Node] = []
        for number, base in enumerate(self.names.files[node.path].classes[node.index].bases):
            origins = self.names.resolve(node.path, base.name, base.imports or None) if base.name else []
            found: Node = f"?{node.path}:{node.index}:{number}"
            for origin in origins:
                if isinstance(origin, Own) and origin.kind == "class":
                    found = origin
                elif isinstance(origin, Outside):
                    found = framework_name(origin.name) or found
            result.append(found)
        return result

    def order(self, node: Node, depth: int = 0) -> list[Node] | None:
        """The order in which Python looks members up (its C3 linearisation); None where there is none."""
        if node not in self._orders:
            # A class that is among its own bases has no order.
            self._orders[node] = None
            bases = self.bases(node)
            orders = [self.order(base, depth + 1) for base in bases] if depth < _MAXIMUM_DEPTH else [None]
            known = [order for order in orders if order is not None]
            behind = merged([*known, bases]) if len(known) == len(orders) else None
            self._orders[node] = None if behind is None else [node, *behind]
        return self._orders[node]


_IMPORTS = "from plugin import InvenTreePlugin\nfrom plugin.mixins import ActionMixin, SettingsMixin\n\n\n"

RULE = Rule(
    code="INV401",
    name="base-class-order",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#simple-example",
    guide="pick the mixins you need (they help reduce custom code and keep the system reliable if internal "
    "calls change)",
    good=(
        Example(
            _IMPORTS + "class Demo(ActionMixin, SettingsMixin, InvenTreePlugin):\n    NAME = 'Demo'\n",
            note="The mixins first, the base class last.",
        ),
        Example(
            _IMPORTS + "class Helper:\n    pass\n\n\n"
            "class Demo(ActionMixin, InvenTreePlugin, Helper):\n    NAME = 'Demo'\n",
            note="What is no mixin of InvenTree may stand anywhere.",
        ),
        Example(
            _IMPORTS + "class Base(SettingsMixin, InvenTreePlugin):\n    pass\n\n\n"
            "class Demo(ActionMixin, Base):\n    NAME = 'Demo'\n",
            note="A base class of the project itself.",
        ),
    ),
    bad=(
        Example(
            _IMPORTS + "class Demo(InvenTreePlugin, ActionMixin):\n    NAME = 'Demo'\n",
            at=("5:7",),
            fixed=_IMPORTS + "class Demo(ActionMixin, InvenTreePlugin):\n    NAME = 'Demo'\n",
        ),
        Example(
            _IMPORTS + "class Demo(\n    SettingsMixin,\n    InvenTreePlugin,  # the base\n"
            "    ActionMixin,  # what it does\n):\n    NAME = 'Demo'\n",
            at=("5:7",),
            fixed=_IMPORTS + "class Demo(\n    SettingsMixin,\n    ActionMixin,  # what it does\n"
            "    InvenTreePlugin,  # the base\n):\n    NAME = 'Demo'\n",
            note="Comments move with the class they stand at.",
        ),
        Example(
            "from plugin import IntegrationPluginBase\nfrom plugin.mixins import ActionMixin\n\n\n"
            "class Demo(IntegrationPluginBase, ActionMixin):\n    PLUGIN_NAME = 'Demo'\n",
            at=("5:7",),
            fixed="from plugin import IntegrationPluginBase\nfrom plugin.mixins import ActionMixin\n\n\n"
            "class Demo(ActionMixin, IntegrationPluginBase):\n    PLUGIN_NAME = 'Demo'\n",
            note="A plugin of the 0.6 generation.",
        ),
        Example(
            _IMPORTS + "class Base(InvenTreePlugin):\n    pass\n\n\n"
            "class Demo(Base, ActionMixin):\n    NAME = 'Demo'\n",
            at=("9:7",),
            note="Through a base class of the project itself; this has no fix.",
        ),
    ),
)
