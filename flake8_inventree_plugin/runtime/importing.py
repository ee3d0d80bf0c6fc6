"""What the child can import: the plugin's own packages, and InvenTree as one release has it.

Both are looked for before anything that is installed, InvenTree first, as on a server.
"""

# ruff: noqa: PTH112, PTH113, PTH118
# Import works with text paths.

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import FileFinder, ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import find_spec, spec_from_file_location
from pathlib import Path
from pkgutil import resolve_name
from types import ModuleType
from typing import Any

from flake8_inventree_plugin.inventree.catalogue import (
    canonical_home,
    has_module,
    host_name_releases,
    is_implementation,
    is_server_module,
    module_names,
    module_releases,
    moved_names,
    name_releases,
    server_modules,
    successors,
)
from flake8_inventree_plugin.runtime.placeholders import placeholder
from flake8_inventree_plugin.runtime.request import PluginSource

SITE = str(Path(__file__).parent / "site")
"""The folder of the packages that the runtime has under their names on a server."""


class OutsideError(ImportError):
    """A module of a plugin that lies outside the plugin's folder."""


class PluginFinder(MetaPathFinder):
    """Finds the plugins' own packages under their real names, and nothing else that lies beside them."""

    def __init__(self, sources: Iterable[PluginSource]) -> None:
        self._places = {
            name: (os.path.realpath(source.root), path)
            for source in sources
            for name, path in source.packages.items()
        }

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's spec, None for one that is no plugin's. Raises OutsideError where a link, or a changed
        `__path__`, leads out of the plugin's folder."""
        top = fullname.partition(".")[0]
        if top not in self._places:
            return None
        root, place = self._places[top]
        spec = (
            _top_level(fullname, place) if fullname == top else PathFinder.find_spec(fullname, path, target)
        )
        if spec is None:
            return None
        # A namespace package has no origin; Python 3.10 says "namespace" in some places.
        places = [spec.origin] if spec.has_location and spec.origin else []
        for found in (*places, *(spec.submodule_search_locations or ())):
            if not Path(os.path.realpath(found)).is_relative_to(root):
                raise OutsideError(
                    f"{fullname} lies outside the plugin's folder, and was not run", name=fullname
                )
        if isinstance(spec.loader, SourceFileLoader):
            spec.loader = _PluginLoader(spec.loader.name, spec.loader.path)
        return spec


class _PluginLoader(SourceFileLoader):
    """Loads a module of a plugin, and leaves no bytecode in its folder, nor trusts any that lies there."""

    def get_code(self, fullname: str) -> Any:
        return self.source_to_code(self.get_data(self.path), self.path)


def _top_level(name: str, place: str) -> ModuleSpec | None:
    if not os.path.isdir(place):
        return spec_from_file_location(name, place)
    initial = os.path.join(place, "__init__.py")
    if os.path.isfile(initial):
        return spec_from_file_location(name, initial, submodule_search_locations=[place])
    spec = ModuleSpec(name, None, is_package=True)
    spec.submodule_search_locations = [place]
    return spec


class ReleaseFinder(MetaPathFinder):
    """Finds InvenTree's packages, cut to one release.

    A module that the release does not have is not there, and neither is a name in one. Where a module or name
    of the release is not in `site`, there is a placeholder; where it only is another place of what `plugin`
    or `plugin.mixins` exports, there is that. Modules of `site` of which the catalogue knows nothing are the
    runtime's own and always there.
    """

    def __init__(self, release: str, site: str = SITE) -> None:
        self.release = release
        self.site = site

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a top-level package; what lies below is found by way of its `__path__`."""
        return self.entry(self.site).find_spec(fullname, target) if "." not in fullname else None

    def entry(self, folder: str) -> _SiteFolder:
        """Finds the modules in a folder of the site.

        A hook for `sys.path_hooks`: raises ImportError for other folders.
        """
        if folder != self.site and not folder.startswith(self.site + os.sep):
            raise ImportError("not a folder of the runtime", path=folder)
        return _SiteFolder(folder, self.release)


class _SiteFolder(FileFinder):
    """Finds what one folder of the site has; `pkgutil` lists it as any other folder."""

    def __init__(self, folder: str, release: str) -> None:
        loader: Any = functools.partial(_Loader, release=release)
        super().__init__(folder, (loader, [".py"]))
        self._release = release

    def find_spec(self, fullname: str, target: ModuleType | None = None) -> ModuleSpec | None:
        is_known = has_module(fullname) and is_server_module(fullname)
        if is_known and self._release not in module_releases(fullname):
            return None
        spec = super().find_spec(fullname, target)
        if spec is not None and spec.loader is not None:
            return spec
        if not is_known:
            return None
        is_package = any(name.startswith(f"{fullname}.") for name in server_modules())
        made = ModuleSpec(fullname, _PlaceholderLoader(self._release), is_package=is_package)
        if is_package:
            made.submodule_search_locations = [os.path.join(self.path, fullname.rpartition(".")[2])]
        return made


class _Loader(SourceFileLoader):
    def __init__(self, fullname: str, path: str, release: str) -> None:
        super().__init__(fullname, path)
        self._release = release

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return ServedModule(spec.name, self._release)


class _PlaceholderLoader(Loader):
    def __init__(self, release: str) -> None:
        self._release = release

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return ServedModule(spec.name, self._release)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing: all names are looked up when they are asked for."""


class ServedModule(ModuleType):
    """A module of the server with exactly the names that it has in a release.

    Only attribute access is cut, so that code of the module itself can use all that it defines.
    """

    def __init__(self, name: str, release: str) -> None:
        super().__init__(name)
        self.__dict__["__release__"] = release

    def __getattribute__(self, name: str) -> Any:
        if name == "__all__":
            return _public_names(self)
        if not name.startswith("__") and _is_cut(self, name):
            raise _no_attribute(self, name)
        return super().__getattribute__(name)

    def __getattr__(self, name: str) -> Any:
        module, release = self.__name__, self.__dict__["__release__"]
        if name.startswith("__") or release not in name_releases(module, name):
            raise _no_attribute(self, name)
        if release in module_releases(f"{module}.{name}"):
            # A submodule is bound when it is imported; `from package import module` then imports it.
            raise _no_attribute(self, name)
        home = canonical_home(name)
        if home is not None and is_implementation(module, name) and release in home[1]:
            found = getattr(import_module(home[0]), name)
        else:
            found = placeholder(f"{module}.{name}")
        self.__dict__[name] = found
        return found

    def __dir__(self) -> list[str]:
        return sorted({*(name for name in self.__dict__ if name.startswith("__")), *_public_names(self)})


def _is_cut(module: ServedModule, name: str) -> bool:
    fields = ModuleType.__getattribute__(module, "__dict__")
    return _lacks(fields["__name__"], name, fields["__release__"])


@functools.cache
def _lacks(module: str, name: str, release: str) -> bool:
    return name in module_names(module) and release not in name_releases(module, name)


def _public_names(module: ServedModule) -> list[str]:
    fields = ModuleType.__getattribute__(module, "__dict__")
    release = fields["__release__"]
    served = {name for name in fields if not name.startswith("_") and not _is_cut(module, name)}
    of_release = {
        name
        for name in module_names(fields["__name__"])
        if not name.startswith("_") and release in name_releases(fields["__name__"], name)
    }
    return sorted(served | of_release)


def _no_attribute(module: ServedModule, name: str) -> AttributeError:
    fields = ModuleType.__getattribute__(module, "__dict__")
    return AttributeError(f"module {fields['__name__']!r} has no attribute {name!r}", name=name, obj=module)


def install(sources: Sequence[PluginSource], release: str, site: str = SITE) -> None:
    """Makes the plugins and InvenTree importable in this process.

    No folder of a plugin stays on `sys.path`, where an editable installation has put it; and no bytecode that
    lies in one is read or written, for Python would not look at the source then.
    """
    inventree = ReleaseFinder(release, site)
    sys.path[:] = [entry for entry in sys.path if entry and not _is_in_a_plugin(entry, sources)]
    sys.path_hooks.insert(0, inventree.entry)
    sys.meta_path[:0] = [inventree, PluginFinder(sources)]
    sys.path_importer_cache.clear()


def _is_in_a_plugin(entry: str, sources: Sequence[PluginSource]) -> bool:
    place = Path(os.path.realpath(entry))
    if any(place.is_relative_to(os.path.realpath(prefix)) for prefix in (sys.prefix, sys.base_prefix)):
        # A virtual environment may well lie in the plugin's folder.
        return False
    return any(place.is_relative_to(os.path.realpath(source.root)) for source in sources)


def restore_host_names(release: str) -> None:
    """Puts back what the Django of a release has and today's has not, where something else means the same."""
    for dotted in moved_names():
        module, _, name = dotted.rpartition(".")
        if release not in host_name_releases(module, name) or find_spec(module) is None:
            continue
        host = import_module(module)
        safe = [item for item in successors(dotted) if item.safe]
        if safe and not hasattr(host, name):
            setattr(host, name, resolve_name(safe[-1].new))
