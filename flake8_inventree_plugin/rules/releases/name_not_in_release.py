"""Something is imported from InvenTree that a targeted release does not have.

The names and modules that a plugin may import change with every release: `IntegrationPluginBase` is gone
since 0.8, `PanelMixin` since 1.0, `part.models.PartParameter` since 1.2, and outside `plugin` nothing is
promised at all. A server on which an import fails does not load the plugin; an import inside a function fails
when that function runs.

Imports count at every level, and so do attributes of imported modules (`part.models.PartParameter` behind
`import part.models`), names that only a star import can have brought in, and
`importlib.import_module("label.models")`.

Which releases are targeted says `target` in the configuration, else `MIN_VERSION` and `MAX_VERSION`. Without
either, a plugin is meant for the releases on which it runs, and only what no known release has is reported; a
name that only a release newer than those that the linter knows has is reported as well.

Not reported: what is guarded, by a `try` whose handler binds the name or that the function is left from, by a
test on the version or for the name itself, by `if TYPE_CHECKING`; the project's own modules of the same name;
what `wrong-version-range` reports: that the declared range admits older releases than those that have the
name, or that `MAX_VERSION` admits releases that no longer have it.

What to do: use what came instead. Where both places are needed, try the new one first.

**Fix safety.** The fix is safe: it is offered where what came instead has the same meaning. It renames the
uses in the file along with the import; where other files take the name from there, or the new name is taken,
the old name stays as an alias. Where a targeted release has the old place only, the import is tried:

```python
try:
    from users.permissions import check_user_role
except ImportError:
    from users.models import check_user_role
```
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
_SINCE_1_0 = _CLASS + "    MIN_VERSION = '1.0.0'\n"
_SINCE_0_16 = _CLASS + "    MIN_VERSION = '0.16.0'\n"

RULE = Rule(
    code="INV301",
    name="name-not-in-release",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#imports",
    guide="keep you imports clean - the APIs for plugins and mixins are young and evolving",
    good=(
        Example(
            _IMPORT + "from part.models import PartParameter\n" + _CLASS,
            note="Nothing is declared: the plugin is for the releases that have the name.",
        ),
        Example(
            "try:\n    from users.permissions import check_user_role\nexcept ImportError:\n"
            "    from users.models import check_user_role\n" + _IMPORT + _SINCE_0_16,
            note="Whatever place the release has.",
        ),
        Example(
            "from InvenTree.version import inventreeVersionTuple\n" + _IMPORT + "\n"
            "if tuple(inventreeVersionTuple()) < (1, 2):\n    from part.models import PartParameter\n"
            + _SINCE_0_16,
            note="Behind a test on the version.",
        ),
        Example(
            "import part.models\n" + _IMPORT + _SINCE_0_16 + "\n    def parameters(self):\n"
            "        if hasattr(part.models, 'PartParameter'):\n"
            "            return part.models.PartParameter.objects.all()\n        return []\n",
            note="Only where it is there.",
        ),
        Example(
            {
                "demo/__init__.py": "",
                "demo/label/__init__.py": "",
                "demo/label/models.py": "LabelTemplate = 1\n",
                "demo/core.py": _IMPORT + "from .label.models import LabelTemplate\n" + _SINCE_1_0,
            },
            note="A module of the project itself.",
        ),
    ),
    bad=(
        Example(
            _IMPORT + "from InvenTree.models import InvenTreeUser\n" + _CLASS,
            at=("2:30",),
            note="No release has it.",
        ),
        Example(
            _IMPORT + "from part.models import Part, PartParameter\n" + _SINCE_0_16,
            at=("2:31",),
            note="Gone since 1.2; what came instead is another model.",
        ),
        Example(
            _IMPORT + "from users.models import check_user_role, Owner  # who may\n" + _SINCE_1_0,
            at=("2:26",),
            fixed=_IMPORT
            + "from users.permissions import check_user_role\nfrom users.models import Owner  # who may\n"
            + _SINCE_1_0,
            note="Moved in 1.0.",
        ),
        Example(
            _IMPORT
            + _SINCE_0_16
            + "\n    def may(self, user):\n        from users.models import check_user_role  # old\n\n"
            "        return check_user_role(user, 'part', 'view')\n",
            at=("9:34",),
            fixed=_IMPORT + _SINCE_0_16 + "\n    def may(self, user):\n        try:\n"
            "            from users.permissions import check_user_role\n        except ImportError:\n"
            "            from users.models import check_user_role  # old\n\n"
            "        return check_user_role(user, 'part', 'view')\n",
            note="Both places are needed.",
        ),
        Example(
            "from plugin import IntegrationPluginBase\n\n\n"
            "class Demo(IntegrationPluginBase):\n    NAME = 'Demo'\n    MIN_VERSION = '1.0.0'\n\n"
            "    def base(self):\n        return IntegrationPluginBase\n",
            at=("1:20",),
            fixed="from plugin import InvenTreePlugin\n\n\n"
            "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n    MIN_VERSION = '1.0.0'\n\n"
            "    def base(self):\n        return InvenTreePlugin\n",
            note="The base class of the guide's own generation.",
        ),
        Example(
            "import part.models\n" + _IMPORT + _SINCE_1_0 + "\n    def first(self):\n"
            "        return part.models.PartParameter.objects.first()\n",
            at=("10:16",),
            note="Through the module.",
        ),
    ),
)
