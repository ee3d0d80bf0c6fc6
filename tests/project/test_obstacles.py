"""What works on some releases only, at every level and by every way to import; and what is guarded."""

from __future__ import annotations

import pytest

from tests.support import project_of

_PLUGIN = "from plugin import registry\nfrom plugin import InvenTreePlugin\n"
_CLASS = "\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"


def _obstacles(text: str, **others: str) -> list[str]:
    """The obstacles in a module `other`, as "line:column name releases"."""
    files = {f"demo/{name.replace('__', '/')}.py": content for name, content in others.items()}
    project = project_of(
        {
            "demo/__init__.py": "",
            "demo/core.py": "from plugin import InvenTreePlugin\n" + _CLASS,
            "demo/other.py": text,
            **files,
        }
    )
    assert project.names.files["demo/other.py"].error is None
    return [
        f"{item.range.line}:{item.range.column} {item.name} {item.releases}".replace("\u2013", "-")
        for item in project.obstacles
        if item.path == "demo/other.py"
    ]


# What must not be reported


@pytest.mark.parametrize(
    "text",
    [
        # On every release, or not InvenTree's.
        "from part.models import Part",
        "import part.models",
        "from plugin import registry",
        "from django.urls import path, re_path",
        "from django.utils.translation import gettext_lazy as _",
        "import json, os.path",
        "from build import ProjectBuilder\nimport build\nbuild.ProjectBuilder('.')",
        "from report import render",
        "from web import x\nfrom plugins.y import z\nimport manage",
        "from django.nowhere import anything\nfrom django.urls import nothing",
        # The catalogue leaves these out.
        "from part.test_api import PartAPITest\nfrom part.migrations import x\nfrom InvenTree.tests.x import y",
        # Seen by type checkers only.
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from part.models import PartParameter",
        "import typing\nif typing.TYPE_CHECKING:\n    import label.models",
        # A handler that binds the name.
        "try:\n    from part.models import PartParameter\nexcept ImportError:\n    PartParameter = None",
        "try:\n    from part.models import PartParameter as P\nexcept ModuleNotFoundError:\n    P = None",
        "try:\n    from part.models import PartParameter\nexcept Exception:\n    class PartParameter:\n        pass",
        "try:\n    from part.models import PartParameter\nexcept (AttributeError, ImportError) as e:\n"
        "    def PartParameter():\n        pass",
        "try:\n    from part.models import PartParameter\nexcept:\n    PartParameter = None",
        "try:\n    import label.models as models\nexcept builtins.ImportError:\n    import report.models as models",
        "try:\n    from part.models import PartParameter\nexcept ValueError:\n    raise\nexcept ImportError:\n"
        "    PartParameter = None\nelse:\n    x = 1\nfinally:\n    y = 2",
        "try:\n    from part.models import PartParameter\nexcept ImportError:\n    PartParameter, x = None, 1",
        "try:\n    try:\n        from part.models import PartParameter\n    finally:\n        x = 1\n"
        "except ImportError:\n    PartParameter = None",
        # A handler that binds nothing, where the name is not used without it.
        "try:\n    from part.models import PartParameter\n    PartParameter.objects\nexcept ImportError:\n    pass",
        "HAS = False\ntry:\n    from part.models import PartParameter\n    HAS = True\nexcept ImportError:\n"
        "    pass\nif HAS:\n    class X(PartParameter):\n        pass",
        "def f():\n    try:\n        from part.models import PartParameter\n    except ImportError:\n"
        "        return None\n    return PartParameter",
        "def f():\n    try:\n        from part.models import PartParameter\n    except ImportError:\n"
        "        raise ValueError('needs 1.1') from None\n    return PartParameter",
        "def f():\n    for x in y:\n        try:\n            from part.models import PartParameter\n"
        "        except ImportError:\n            continue",
        "from contextlib import suppress\nwith suppress(ImportError):\n    from part.models import PartParameter",
        "import contextlib\nwith contextlib.suppress(ValueError, ModuleNotFoundError):\n    import label.models",
        # A fallback for the releases that lack the first.
        "try:\n    from users.permissions import check_user_role\nexcept ImportError:\n"
        "    from users.models import check_user_role",
        "try:\n    from common.models import Parameter\nexcept ImportError:\n"
        "    from part.models import PartParameter as Parameter",
        "try:\n    import ujson as json\nexcept ImportError:\n    from label.models import json",
        "try:\n    x()\nexcept ValueError:\n    from label.models import y",
        # Where the first import worked.
        "try:\n    from report.models import LabelOutput\nexcept ImportError:\n    LabelOutput = None\nelse:\n"
        "    from report.models import LabelTemplate",
        # Behind a question for the version or for the name itself.
        "from InvenTree.version import inventreeVersionTuple\nif inventreeVersionTuple() < (1, 2):\n"
        "    from part.models import PartParameter\nelse:\n    from common.models import Parameter",
        "import part.models\nif hasattr(part.models, 'PartParameter'):\n    part.models.PartParameter()",
        "import part.models\nx = part.models.PartParameter if hasattr(part.models, 'PartParameter') else None",
        "import part.models\n\n\ndef f():\n    if not hasattr(part.models, 'PartParameter'):\n"
        "        return None\n    return part.models.PartParameter",
        "import part.models\nPartParameter = getattr(part.models, 'PartParameter', None)",
        "import part.models\ntry:\n    x = part.models.PartParameter\nexcept AttributeError:\n    x = None",
        "import part.models\nfrom contextlib import suppress\nwith suppress(AttributeError):\n"
        "    x = part.models.PartParameter",
        "import part.models\npart.models.PartParameter = None\ndel part.models.PartParameter",
        # Dynamic imports of what is always there, or guarded.
        "from importlib import import_module\nimport_module('part.models')\nimport_module(name)\nimport_module()",
        "from importlib import import_module\nimport_module('.x', 'demo')\nimport_module('demo.x')",
        "import importlib\ntry:\n    m = importlib.import_module('label.models')\nexcept ImportError:\n    m = None",
        "def import_module(x):\n    pass\n\n\nimport_module('label.models')",
        # Star imports.
        "from part.models import *\nPart.objects\nprint(json)",
        "from part.models import *\nfrom somewhere import *\nPartParameter()",
        "from part.models import *\nfrom .mine import *\nPartParameter()",
    ],
)
def test_no_obstacle(text: str) -> None:
    assert _obstacles(text + "\n", mine="PartParameter = 1\n") == []


def test_own_modules_come_first() -> None:
    text = "from .plugin import X\nfrom label.models import Y\nfrom part.models import Z, PartParameter\n"
    project = project_of(
        {
            "plugin.py": _PLUGIN + _CLASS,
            "label/__init__.py": "",
            "label/models.py": "Y = 1\n",
            "other.py": text.replace(".plugin", "plugin"),
            "part/__init__.py": "",
            "part/models.py": "Z = PartParameter = 1\n",
        }
    )
    # `plugin.X` is no name of the project's own plugin.py, so that INV312 speaks.
    assert [item.name for item in project.obstacles] == ["plugin.InvenTreePlugin"]


# What must be reported


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from part.models import Part, PartParameter", ["1:31 part.models.PartParameter 0.6 - 1.1"]),
        ("from part.models import PartParameter as P", ["1:25 part.models.PartParameter 0.6 - 1.1"]),
        ("import label.models", ["1:8 label.models 0.6 - 0.15"]),
        ("import os, label.models as m", ["1:12 label.models 0.6 - 0.15"]),
        ("from label import models", ["1:19 label.models 0.6 - 0.15"]),
        ("from label.models import LabelTemplate", ["1:26 label.models.LabelTemplate 0.6 - 0.15"]),
        ("from InvenTree.models import Nothing", ["1:30 InvenTree.models.Nothing none"]),
        ("from plugin import Nothing", ["1:20 plugin.Nothing none"]),
        ("import plugin.nothing", ["1:8 plugin.nothing none"]),
        ("from django.conf.urls import url", ["1:30 django.conf.urls.url 0.6 - 0.13"]),
        (
            "from django.utils.translation import ugettext_lazy as _",
            ["1:38 django.utils.translation.ugettext_lazy 0.6 - 0.13"],
        ),
        ("import django.utils.datetime_safe", ["1:8 django.utils.datetime_safe 0.6 - 1.1"]),
        # At every level.
        ("def f():\n    import label.models", ["2:12 label.models 0.6 - 0.15"]),
        (
            "class A:\n    class B:\n        from part.models import PartParameter",
            ["3:33 part.models.PartParameter 0.6 - 1.1"],
        ),
        ("class A:\n    async def f(self):\n        import label.models", ["3:16 label.models 0.6 - 0.15"]),
        ("for x in y:\n    import label.models", ["2:12 label.models 0.6 - 0.15"]),
        ("if settings.DEBUG:\n    import label.models", ["2:12 label.models 0.6 - 0.15"]),
        ("with open('x') as f:\n    import label.models", ["2:12 label.models 0.6 - 0.15"]),
        # Guards that do not help.
        ("try:\n    import label.models\nfinally:\n    pass", ["2:12 label.models 0.6 - 0.15"]),
        (
            "try:\n    import label.models\nexcept ValueError:\n    label = None",
            ["2:12 label.models 0.6 - 0.15"],
        ),
        ("try:\n    import label.models\nexcept ImportError:\n    raise", ["2:12 label.models 0.6 - 0.15"]),
        (
            "try:\n    import label.models\nexcept ImportError as e:\n    raise RuntimeError('x') from e",
            ["2:12 label.models 0.6 - 0.15"],
        ),
        (
            "try:\n    x = 1\nexcept ImportError:\n    pass\nelse:\n    import label.models",
            ["6:12 label.models 0.6 - 0.15"],
        ),
        (
            "try:\n    x = 1\nexcept ImportError:\n    pass\nfinally:\n    import label.models",
            ["6:12 label.models 0.6 - 0.15"],
        ),
        (
            "try:\n    from part.models import PartParameter\nexcept ImportError:\n    pass\n\n\n"
            "class X(PartParameter):\n    pass",
            ["2:29 part.models.PartParameter 0.6 - 1.1"],
        ),
        (
            "from contextlib import suppress\nwith suppress(KeyError):\n    import label.models",
            ["3:12 label.models 0.6 - 0.15"],
        ),
        (
            "from contextlib import suppress\nwith suppress(ImportError):\n"
            "    from part.models import PartParameter\nX = PartParameter",
            ["3:29 part.models.PartParameter 0.6 - 1.1"],
        ),
        # A fallback that fails itself.
        (
            "try:\n    from users.permissions import check_user_role\nexcept ImportError:\n"
            "    from users.model import check_user_role",
            [],
        ),
        (
            "try:\n    from common.models import Parameter\nexcept ImportError:\n"
            "    from plugin.parameters import Parameter",
            ["4:35 plugin.parameters.Parameter 1.2+"],
        ),
        (
            "try:\n    from common.models import Parameter\nexcept ImportError:\n"
            "    try:\n        from part.models import PartParameter as Parameter\n"
            "    except ImportError:\n        from plugin.x import Parameter",
            [],
        ),
        (
            "try:\n    from report.models import LabelTemplate\nexcept ImportError:\n    x = 1\nelse:\n"
            "    from common.models import Parameter",
            ["6:31 common.models.Parameter 0.6 - 0.15, 1.2+"],
        ),
        # A version test that lets it through on a release that lacks it.
        (
            "from InvenTree.version import inventreeVersionTuple\nif inventreeVersionTuple() < (1, 4):\n"
            "    from part.models import PartParameter",
            ["3:29 part.models.PartParameter 0.6 - 1.1, 1.4+"],
        ),
        # Through a module.
        ("import part.models\npart.models.PartParameter()", ["2:1 part.models.PartParameter 0.6 - 1.1"]),
        (
            "import part.models as m\n\n\ndef f():\n    return m.PartParameter.objects.all()",
            ["5:12 part.models.PartParameter 0.6 - 1.1"],
        ),
        (
            "from part import models as m\nm.Part\nm.PartParameter\nm.PartParameter",
            ["3:1 part.models.PartParameter 0.6 - 1.1"],
        ),
        (
            "from django.utils import translation\ntranslation.ugettext('x')",
            ["2:1 django.utils.translation.ugettext 0.6 - 0.13"],
        ),
        (
            "import label.models\nlabel.models.LabelTemplate\nlabel.models.LabelOutput",
            ["1:8 label.models 0.6 - 0.15", "3:1 label.models.LabelOutput 0.13 - 0.15"],
        ),
        (
            "import part.models\ntry:\n    x = part.models.PartParameter\nexcept KeyError:\n    x = 1",
            ["3:9 part.models.PartParameter 0.6 - 1.1"],
        ),
        # Dynamic imports.
        (
            "import importlib\nm = importlib.import_module('label.models')",
            ["2:5 label.models 0.6 - 0.15"],
        ),
        (
            "from importlib import import_module as load\nload('label.models')",
            ["2:1 label.models 0.6 - 0.15"],
        ),
        (
            "from django.utils.module_loading import import_string\nimport_string('part.models.PartParameter')",
            ["2:1 part.models.PartParameter 0.6 - 1.1"],
        ),
        (
            "import importlib\ntry:\n    importlib.import_module('label.models')\nexcept ImportError:\n    raise",
            ["3:5 label.models 0.6 - 0.15"],
        ),
        # Star imports.
        ("from label.models import *", ["1:26 label.models 0.6 - 0.15"]),
        (
            "from part.models import *\n\n\nclass X(PartParameter):\n    pass\n\n\nPartParameter()",
            ["4:9 part.models.PartParameter 0.6 - 1.1"],
        ),
        (
            "from plugin import *\nfrom plugin.mixins import *\n\n\nclass X(PanelMixin, InvenTreePlugin):\n    pass",
            ["5:9 plugin.mixins.PanelMixin 0.7 - 0.17", "5:21 plugin.InvenTreePlugin 0.7+"],
        ),
    ],
)
def test_obstacles(text: str, expected: list[str]) -> None:
    assert _obstacles(text + "\n") == expected
