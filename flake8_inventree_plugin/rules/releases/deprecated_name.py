"""A name still works on the targeted releases, but is announced to go, or has moved and is kept for a while.

`IntegrationPluginBase` still worked on 0.7, with a warning, and was gone in 0.8; `PanelMixin` was announced
to go in 0.17 and went in 1.0; the status codes moved from `InvenTree.status_codes` to the apps in 0.16, and
the old place re-exports them until further notice. The next release may be the one on which the plugin does
not load.

Reported are imports of such names, and attributes of imported modules, where every targeted release has the
name, and one of them is the release that announced its end or a later one; for a name that moved, where every
targeted release has the new place already. Where no release is targeted, this must hold for all releases on
which the plugin runs.

Not reported: names that a targeted release lacks (`name-not-in-release`); places of classes of the plugin
framework (`noncanonical-import`); metadata (`legacy-metadata`); guarded imports.

What to do: use what came instead, as soon as all targeted releases have it.

**Fix safety.** The fix is safe: it is offered where what came instead has the same meaning and is there on
all targeted releases. It is the fix of `name-not-in-release`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Range, Severity
from flake8_inventree_plugin.inventree.catalogue import (
    HOST_DISTRIBUTIONS,
    canonical_home,
    defined_releases,
    deprecation,
    is_implementation,
    successors,
)
from flake8_inventree_plugin.inventree.releases import ALL, ReleaseSet
from flake8_inventree_plugin.project.breaks import safe_successor
from flake8_inventree_plugin.project.model import File, Project
from flake8_inventree_plugin.project.obstacles import Obstacle, is_caught, name_uses, required
from flake8_inventree_plugin.rules.moved_names import moved_fix
from flake8_inventree_plugin.rules.rule import Example, Rule

_ANNOUNCED_BY_HOSTS = {
    # Django 3.1 and 3.0, which no release before InvenTree 0.6 had, announced the end of these for 4.0.
    "django.conf.urls.url": "0.14",
    "django.utils.translation.ugettext": "0.14",
    "django.utils.translation.ugettext_lazy": "0.14",
    "django.utils.translation.ugettext_noop": "0.14",
    "django.utils.translation.ungettext": "0.14",
    "django.utils.translation.ungettext_lazy": "0.14",
    "django.utils.encoding.force_text": "0.14",
    "django.utils.encoding.smart_text": "0.14",
    "django.utils.http.is_safe_url": "0.14",
    "django.utils.http.urlquote": "0.14",
    "django.utils.http.urlquote_plus": "0.14",
    "django.utils.http.urlunquote": "0.14",
    "django.utils.http.urlunquote_plus": "0.14",
    "django.utils.text.unescape_entities": "0.14",
    "django.db.models.NullBooleanField": "0.14",
}
"""Names of Django that were deprecated in all versions which releases before this one install."""


def check(project: Project) -> Iterator[Finding]:
    """Reports each such name once a file, where it is imported or first used."""
    targeted = project.target.releases
    if not targeted:
        return
    for file in project.package_files:
        for use in name_uses(project.names, file.path):
            found = _finding(project, file, use.name, use.range, use.import_index, targeted)
            if found is not None:
                yield found


def _finding(
    project: Project, file: File, name: str, place: Range, index: int, targeted: ReleaseSet
) -> Finding | None:
    has_it = required(name, is_module=False)[1]
    if not has_it or targeted - has_it or (index >= 0 and is_caught(project.names.index(file.path), index)):
        return None
    why = _end(project, name, targeted) or _move(name, targeted)
    if why is None:
        return None
    message, new = why
    obstacle = Obstacle(RULE.code, file.path, place, name, has_it, index)
    successor = safe_successor(name, targeted)
    return RULE.finding(
        message,
        f"use `{new}`" if new else "do without it",
        file.path,
        place,
        fix=moved_fix(project, obstacle, targeted, targeted) if successor is not None else None,
    )


def _end(project: Project, name: str, targeted: ReleaseSet) -> tuple[str, str] | None:
    """What to say of a name whose end is announced, and what came instead."""
    known = deprecation(name)
    announced = known.announced if known is not None else None
    removed = known.removed if known is not None else None
    new = known.successor if known is not None else None
    if name in _ANNOUNCED_BY_HOSTS:
        announced, removed = ALL.first, _ANNOUNCED_BY_HOSTS[name]
        found = safe_successor(name, targeted)
        new = found.new if found is not None else new
    if announced is None or removed is None or not project.target.concerns(ReleaseSet.since(announced)):
        return None
    said = "" if name in _ANNOUNCED_BY_HOSTS else f", as announced with {announced}"
    message = f"`{name}` still works on the targeted releases, but is gone from InvenTree {removed} on{said}"
    return message, new or ""


def _move(name: str, targeted: ReleaseSet) -> tuple[str, str] | None:
    """What to say of a name that InvenTree only keeps at its old place, and its new place."""
    module, _, last = name.rpartition(".")
    if (
        name.partition(".")[0] in HOST_DISTRIBUTIONS
        or canonical_home(last)
        or is_implementation(module, last)
    ):
        return None
    if defined_releases(module, last) & targeted or not any(
        item.old == name and item.safe for item in successors(name)
    ):
        return None
    successor = safe_successor(name, targeted)
    if successor is None or not defined_releases(module, last):
        # It never was at home there.
        return None
    return (
        f"`{name}` moved to `{successor.new}` in InvenTree {successor.releases.first}; the old place is only "
        "kept for a while",
        successor.new,
    )


_CLASS = "\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_IMPORT = "from plugin import InvenTreePlugin\n"

RULE = Rule(
    code="INV306",
    name="deprecated-name",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#imports",
    guide="keep you imports clean - the APIs for plugins and mixins are young and evolving",
    good=(
        Example("from stock.status_codes import StockStatus\n" + _IMPORT + _CLASS),
        Example(
            "from InvenTree.status_codes import StockStatus\n" + _IMPORT + _CLASS,
            note="Nothing is declared: on releases up to 0.15 it has no other place.",
        ),
        Example(
            "try:\n    from stock.status_codes import StockStatus\nexcept ImportError:\n"
            "    from InvenTree.status_codes import StockStatus\n"
            + _IMPORT
            + _CLASS
            + "    MIN_VERSION = '0.12.0'\n",
            note="Whatever place the release has.",
        ),
        Example(
            "from plugin import InvenTreePlugin\nfrom plugin.mixins import PanelMixin\n\n\n"
            "class Demo(PanelMixin, InvenTreePlugin):\n    NAME = 'Demo'\n    MIN_VERSION = '0.12.0'\n"
            "    MAX_VERSION = '0.16.9'\n",
            note="Nothing was announced yet.",
        ),
    ),
    bad=(
        Example(
            "from InvenTree.status_codes import StockStatus\n"
            + _IMPORT
            + _CLASS
            + "    MIN_VERSION = '0.16.0'\n",
            at=("1:36",),
            fixed="from stock.status_codes import StockStatus\n"
            + _IMPORT
            + _CLASS
            + "    MIN_VERSION = '0.16.0'\n",
            note="All targeted releases have the new place.",
        ),
        Example(
            "from plugin import InvenTreePlugin\nfrom plugin.mixins import PanelMixin\n\n\n"
            "class Demo(PanelMixin, InvenTreePlugin):\n    NAME = 'Demo'\n    MIN_VERSION = '0.12.0'\n"
            "    MAX_VERSION = '0.17.9'\n",
            at=("2:27",),
            note="Announced with 0.17.",
        ),
        Example(
            "from django.utils.translation import ugettext_lazy as _\n"
            "from django.urls import path\nfrom django.conf.urls import url\n"
            + _IMPORT
            + _CLASS
            + "    TITLE = _('Demo')\n    MIN_VERSION = '0.9.0'\n    MAX_VERSION = '0.13.9'\n\n"
            "    def setup_urls(self):\n        return [url('a', None), path('b', None)]\n",
            at=("1:38", "3:30"),
            fixed="from django.utils.translation import gettext_lazy as _\n"
            "from django.urls import path, re_path\n"
            + _IMPORT
            + _CLASS
            + "    TITLE = _('Demo')\n    MIN_VERSION = '0.9.0'\n    MAX_VERSION = '0.13.9'\n\n"
            "    def setup_urls(self):\n        return [re_path('a', None), path('b', None)]\n",
            note="Works with Django 3.2, which has the new names too.",
        ),
    ),
)
