"""What the rules on metadata share: which values there are, which are missing, and how messages show them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flake8_inventree_plugin.inventree.releases import ALL
from flake8_inventree_plugin.project.discovery import READS_PACKAGES, PackageField, is_empty, package_lookup
from flake8_inventree_plugin.project.model import Member, PluginClass, Project
from flake8_inventree_plugin.source.values import Known

OPTIONS_URL = "https://docs.inventree.org/en/stable/plugins/develop/#plugin-options"
"""InvenTree's own page on a plugin's metadata."""

DECLARE_THE_METADATA = (
    "Do not forget to declare the metadata for your plugin, those will be used in the settings."
)
"""The guide's sentence on metadata."""

_SHOWN = 60


def known_values(project: Project, name: str) -> Iterator[tuple[Member, Any]]:
    """The values of a class attribute that are known and not empty, and where they stand.

    One that several plugins inherit comes several times; equal findings are reported once.
    """
    for plugin in project.concrete_plugins:
        member = project.member(plugin, name)
        if member is None or not isinstance(member.value, Known) or is_empty(member):
            continue
        yield member, member.value.value


def plugins_lacking(
    project: Project, name: str, field: PackageField | None = None
) -> Iterator[tuple[PluginClass, str]]:
    """The concrete plugins without a class attribute, which a server does not find in the package either.

    The text says why it does not find there what the package declares; "" where there is nothing to say.
    """
    for plugin in project.concrete_plugins:
        if not is_empty(project.member(plugin, name)):
            continue
        if field is None:
            yield plugin, ""
            continue
        lookup = package_lookup(project, plugin, field)
        if project.target.concerns(ALL - lookup.releases):
            says_why = lookup.reason and (lookup.releases or project.target.releases & READS_PACKAGES)
            yield plugin, f"; {lookup.reason}" if says_why else ""


def shown(value: object) -> str:
    """A value as messages show it: in double quotes, cut where it is long."""
    text = str(value)
    return f'"{text}"' if len(text) <= _SHOWN else f'"{text[:_SHOWN]}…"'
