"""TransitionMixin: decide whether orders and builds change their state."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.inventree.contracts.consequences import always
from flake8_inventree_plugin.inventree.contracts.contract import Consequence, Contract, Kind, Need, Violation
from flake8_inventree_plugin.inventree.contracts.plugin import PluginUnderTest
from flake8_inventree_plugin.inventree.releases import ReleaseSet
from flake8_inventree_plugin.known import UNKNOWN, Known


def check(plugin: PluginUnderTest) -> Iterator[Violation]:
    """What is wrong with TRANSITION_HANDLERS."""
    handlers = plugin.value("TRANSITION_HANDLERS")
    if not isinstance(handlers, Known) or plugin.has("get_transition_handlers") is not False:
        return
    if handlers.value and not isinstance(handlers.value, list):
        yield Violation(
            Kind.INVALID,
            CONTRACT.mixin,
            "TRANSITION_HANDLERS",
            f"`{plugin.name}.TRANSITION_HANDLERS` is no list",
            "make it a list of instances of TransitionMethod",
            always("none of them is ever asked (INVE-E9)"),
            raises="TypeError",
        )
        return
    for index, handler in enumerate(handlers.value or ()):
        if handler is not UNKNOWN:
            yield Violation(
                Kind.INVALID,
                CONTRACT.mixin,
                "TRANSITION_HANDLERS",
                f"entry {index + 1} of `{plugin.name}.TRANSITION_HANDLERS` is no TransitionMethod",
                "make it an instance of a class that inherits from TransitionMethod",
                always("it is dropped (INVE-E9)"),
                (index,),
            )


CONTRACT = Contract(
    "TransitionMixin",
    marks=("TRANSITION_HANDLERS", "get_transition_handlers"),
    needs=(
        Need(
            ("TRANSITION_HANDLERS",),
            (Consequence(ReleaseSet.since("1.0"), "no change of state ever asks the plugin"),),
            instead=("get_transition_handlers",),
        ),
    ),
    checks=(check,),
)
