"""Something is imported from Django or REST framework that those of a targeted release do not have.

A server brings its own Django: 3.2 up to InvenTree 0.13, 4.2 in 0.14 to 1.1, 5.2 from 1.2 on. What Django
removes in between is gone for plugins too: `url` and the `ugettext` family since 0.14, `NullBooleanField`,
`get_storage_class`, `timezone.utc`. A plugin that imports it does not load there.

Targeted releases, guards and the levels of imports are those of `name-not-in-release`. Not reported is what
no release is known to have: not all of Django is.

What to do: use what came instead; all of it works on the older releases as well, unless the message says
otherwise.

**Fix safety.** The fix is safe: it is offered where what came instead has the same meaning. `url(…)` becomes
`re_path(…)`, which takes the same regular expressions, never `path(…)`. Uses are renamed with the import;
where other files take the name from there, or the new name is taken, the old name stays as an alias.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.moved_names import missing_names
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports every such name where it is imported or used."""
    yield from missing_names(project, RULE)


_IMPORT = "from plugin import InvenTreePlugin\n"
_CLASS = "\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_SINCE_0_16 = _CLASS + "    MIN_VERSION = '0.16.0'\n"

RULE = Rule(
    code="INV302",
    name="host-name-not-in-release",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/",
    guide="keep you imports clean - the APIs for plugins and mixins are young and evolving",
    good=(
        Example(
            "from django.urls import include, path, re_path\n"
            "from django.utils.translation import gettext_lazy as _\n" + _IMPORT + _SINCE_0_16
        ),
        Example(
            "from django.conf.urls import url\n" + _IMPORT + _CLASS,
            note="Nothing is declared: the plugin is for the releases that have the name.",
        ),
        Example(
            "import django\n" + _IMPORT + "\nif django.VERSION < (4, 0):\n"
            "    from django.conf.urls import url as re_path\nelse:\n    from django.urls import re_path\n"
            + _SINCE_0_16,
            note="Behind a test on the version.",
        ),
        Example(
            "try:\n    from django.utils.translation import ugettext_lazy as _\nexcept ImportError:\n"
            "    from django.utils.translation import gettext_lazy as _\n" + _IMPORT + _SINCE_0_16,
            note="Whatever name the release has.",
        ),
    ),
    bad=(
        Example(
            "from django.conf.urls import include, url\nfrom django.urls import path\n"
            + _IMPORT
            + _SINCE_0_16
            + "\n    def setup_urls(self):\n"
            "        return [url(r'^a/(?P<pk>\\d+)/', self.show), url('b', None)]\n",
            at=("1:39",),
            fixed="from django.conf.urls import include\nfrom django.urls import path, re_path\n"
            + _IMPORT
            + _SINCE_0_16
            + "\n    def setup_urls(self):\n"
            "        return [re_path(r'^a/(?P<pk>\\d+)/', self.show), re_path('b', None)]\n",
        ),
        Example(
            "from django.utils.translation import ugettext_lazy as _  # texts\n" + _IMPORT + _SINCE_0_16,
            at=("1:38",),
            fixed="from django.utils.translation import gettext_lazy as _  # texts\n" + _IMPORT + _SINCE_0_16,
            note="The alias stays.",
        ),
        Example(
            "from django.utils import translation\n"
            + _IMPORT
            + _SINCE_0_16
            + "    TITLE = translation.ugettext_lazy('Demo')\n",
            at=("8:13",),
            fixed="from django.utils import translation\n"
            + _IMPORT
            + _SINCE_0_16
            + "    TITLE = translation.gettext_lazy('Demo')\n",
            note="Through the module.",
        ),
        Example(
            "from django.core.files.storage import get_storage_class\n" + _IMPORT + _SINCE_0_16,
            at=("1:39",),
            note="Gone since InvenTree 1.2; what came instead is used in another way.",
        ),
    ),
)
