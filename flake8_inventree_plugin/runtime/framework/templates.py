"""Templates of plugins."""

from __future__ import annotations

import inspect
from pathlib import Path

from django.template.loaders.filesystem import Loader


class PluginTemplateLoader(Loader):
    """Finds templates in the `templates` folder beside each loaded plugin; links do not lead out of it."""

    def get_dirs(self) -> list[str]:
        """The folders, by plugin."""
        from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

        found = []
        for plugin in REGISTRY.plugins.values():
            home = Path(inspect.getfile(type(plugin))).parent.resolve()
            folder = (home / "templates").resolve()
            if folder.is_relative_to(home) and folder.is_dir():
                found.append(str(folder))
        return found
