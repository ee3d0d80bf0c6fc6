"""The base classes of plugins, as each release has them."""

from __future__ import annotations

import inspect
import re
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from flake8_inventree_plugin.inventree.catalogue import members, python_versions
from flake8_inventree_plugin.inventree.releases import server_version
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL
from flake8_inventree_plugin.runtime.framework.release import as_released, current, since

# What `datetime.fromisoformat` takes before Python 3.11.
_OLD_ISO_FORMAT = re.compile(
    r"\d{4}-\d\d-\d\d(?:.\d\d(?::\d\d(?::\d\d(?:\.\d{3}(?:\d{3})?)?)?)?(?:[+-]\d\d:\d\d(?::\d\d(?:\.\d{6})?)?)?)?"
)

# The metadata that a package declares -> the key that `_get_package_metadata` gives it.
_PACKAGE_KEYS = {
    "author_email": "author",
    "summary": "description",
    "version": "version",
    "project_url": "website",
    "license": "license",
}


class MixinBase:
    """Knows which mixins a plugin has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._mixins: dict[str, str] = {}
        self._mixinreg: dict[str, dict[str, Any]] = {}
        # At 0.6 a mixin behind the base class was never reached.
        if since("0.7"):
            super().__init__(*args, **kwargs)

    def mixin(self, key: str) -> bool:
        """Whether the plugin has a mixin."""
        return str(key).lower() in self._mixins

    def mixin_enabled(self, key: str) -> bool:
        """Whether a mixin of the plugin is switched on: by an attribute that the mixin names, or always."""
        switch = self._mixins.get(str(key).lower())
        if switch is None:
            return False
        value = getattr(self, switch, True) if isinstance(switch, str) else switch
        return bool(value() if callable(value) else value)

    def add_mixin(self, key: str, fnc_enabled: Any = True, cls: type | None = None) -> None:
        """Called by each mixin for itself."""
        self._mixins[str(key)] = fnc_enabled
        self.setup_mixin(key, cls=cls)

    def setup_mixin(self, key: str, cls: type | None = None) -> None:
        """Remember the human name of a mixin."""
        meta = getattr(cls or self, "MixinMeta", None)
        human = getattr(meta, "MIXIN_NAME", key)
        self._mixinreg[str(key)] = {"key": str(key), "human_name": human, "cls": cls}

    def get_registered_mixins(self, with_base: bool = False, with_cls: bool = True) -> dict[str, Any]:
        """The mixins of the plugin, by key."""
        return {
            key: {name: value for name, value in entry.items() if with_cls or name != "cls"}
            for key, entry in self._mixinreg.items()
            if with_base or key != "base"
        }

    @property
    def registered_mixins(self) -> Any:
        """The mixins of the plugin: a list up to 0.11, then a dictionary."""
        found = MixinBase.registered(self)
        return found if since("0.12") else list(found.values())

    def registered(self) -> dict[str, Any]:
        """The mixins of the plugin, by key, in every release."""
        return {key: entry for key, entry in self._mixinreg.items() if key != "base"}


class MetaBase:
    """Knows what a plugin is called."""

    NAME = ""
    SLUG: str | None = None
    TITLE: str | None = None

    def get_meta_value(self, key: str, old_key: str | None = None, default: Any = None, **kwargs: Any) -> Any:
        """A value of the class, also under the name that it had before 0.7."""
        value = getattr(self, key, None)
        if value is None and old_key:
            value = getattr(self, old_key, None)
            if value is not None:
                warnings.warn(f"{old_key} is now {key}", DeprecationWarning, stacklevel=2)
        return kwargs.get("__default", default) if value is None else value

    def plugin_name(self) -> str:
        """NAME."""
        return str(declared(type(self), "NAME", self))

    def plugin_slug(self) -> str:
        """The key of the plugin in addresses and in the database."""
        return plugin_key(type(self), self)

    def plugin_title(self) -> str:
        """The name for people."""
        return str(declared(type(self), "TITLE", self) or self.plugin_name())

    @property
    def name(self) -> str:
        """See plugin_name."""
        return self.plugin_name()

    @property
    def slug(self) -> str:
        """See plugin_slug."""
        return self.plugin_slug()

    @property
    def human_name(self) -> str:
        """See plugin_title."""
        return self.plugin_title()

    def plugin_config(self, raise_error: bool = False) -> Any:
        """The plugin's row in the database, or None."""
        from django.apps import apps

        return (
            apps.get_model("plugin", "PluginConfig").objects.filter(key=plugin_key(type(self), self)).first()
        )

    def is_active(self) -> bool:
        """Whether the plugin is switched on."""
        config = self.plugin_config()
        return bool(config and config.active)


def declared(cls: type, name: str, plugin: Any = None) -> Any:
    """NAME, SLUG or TITLE as this release reads it: PLUGIN_NAME at 0.6, later only a fallback."""
    source = cls if plugin is None else plugin
    if not since("0.7"):
        return getattr(source, f"PLUGIN_{name}", None)
    value = getattr(source, name, None)
    return getattr(source, f"PLUGIN_{name}", None) if value is None else value


def plugin_key(cls: type, plugin: Any = None) -> str:
    """The key under which this release files a plugin; "" where none of its letters is ASCII."""
    text = declared(cls, "SLUG", plugin) or declared(cls, "NAME", plugin) or ""
    key: str = slugify(str(text).lower())
    return key


class VersionMixin:
    """Knows on which releases a plugin wants to run."""

    MIN_VERSION: str | None = None
    MAX_VERSION: str | None = None

    def check_version(self, latest: Any = None) -> bool:
        """Whether this release lies between MIN_VERSION and MAX_VERSION, as the server reads them.

        A minimum or maximum within the feature release counts as met: it stands for all its patch releases.
        Up to 1.0, raises AttributeError for a text without three numbers.
        """
        major, minor = (int(number) for number in current().split("."))
        low, high = self._bound("MIN_VERSION"), self._bound("MAX_VERSION")
        return (low is None or low <= [major, minor, 10**6]) and (high is None or high >= [major, minor, 0])

    def _bound(self, name: str) -> list[int] | None:
        text = getattr(self, name, None)
        if text is None:
            return None
        numbers = server_version(str(text))
        if not numbers and not since("1.1"):
            raise AttributeError(f"{name} {str(text)[:50]!r} has no three numbers")
        return numbers


def _is_builtin(self: Any) -> bool:
    """Whether the plugin is one of InvenTree's own: here never."""
    return False


class PluginBase(VersionMixin, MixinBase, MetaBase):
    """What every generation of base classes shares."""

    AUTHOR: str | None = None
    DESCRIPTION: str | None = None
    PUBLISH_DATE: str | None = None
    VERSION: str | None = None
    WEBSITE: str | None = None
    LICENSE: str | None = None

    # The column `admin source` of later releases.
    ADMIN_SOURCE: str | None = None

    def __init__(self) -> None:
        super().__init__()
        self.add_mixin("base")
        self.define_package()

    @property
    def description(self) -> str:
        """DESCRIPTION, what the package says, or the name."""
        return self._text("DESCRIPTION", "description") or self.plugin_name()

    @property
    def author(self) -> str:
        """AUTHOR, or what the package says."""
        return self._text("AUTHOR", "author") or "No author found"

    @property
    def pub_date(self) -> Any:
        """PUBLISH_DATE as a date; without one, None (up to 0.7 a text).

        Raises ValueError where the Python of this release cannot read it.
        """
        if not self.PUBLISH_DATE:
            return None if since("0.8") else "No date found"
        return _iso_date(str(self.PUBLISH_DATE))

    @property
    def version(self) -> Any:
        """VERSION, or what the package says."""
        return self._text("VERSION", "version")

    @property
    def website(self) -> Any:
        """WEBSITE, or what the package says."""
        return self._text("WEBSITE", "website")

    @property
    def license(self) -> Any:
        """LICENSE, or what the package says."""
        return self._text("LICENSE", "license")

    def _text(self, attribute: str, package_key: str) -> Any:
        return getattr(self, attribute, None) or (
            package_metadata(type(self)).get(package_key) if since("0.8") else None
        )

    @property
    def is_sample(self) -> bool:
        """Whether the plugin is one of InvenTree's samples: here never."""
        return False

    is_builtin: Any = _is_builtin

    @classmethod
    def check_is_sample(cls) -> bool:
        """See is_sample."""
        return False

    @classmethod
    def check_is_builtin(cls) -> bool:
        """See is_builtin."""
        return False

    def is_mandatory(self) -> bool:
        """Whether the server cannot do without the plugin: here never."""
        return False

    @classmethod
    def is_editable(cls) -> bool:
        """Whether the package was installed in a way that its files can be changed."""
        return False

    @classmethod
    def check_is_package(cls) -> bool:
        """Whether the plugin is installed as a package: here when it has an entry point."""
        source = source_of(cls)
        return bool(source and source.entry_points)

    @property
    def _is_package(self) -> bool:
        return type(self).check_is_package() if hasattr(type(self), "check_is_package") else False

    @classmethod
    def file(cls) -> Path:
        """The file that defines the plugin."""
        return Path(inspect.getfile(cls))

    @classmethod
    def path(cls) -> Path:
        """The folder of that file."""
        return Path(inspect.getfile(cls)).parent

    @classmethod
    def check_package_path(cls) -> str:
        """The module for a package, else the file."""
        return cls.__module__ if cls.check_is_package() else str(Path(inspect.getfile(cls)))

    @property
    def package_path(self) -> str:
        """See check_package_path."""
        return type(self).__module__

    @classmethod
    def check_package_install_name(cls) -> str | None:
        """The name of the distribution."""
        source = source_of(cls)
        return source.distribution.get("name") if source else None

    @property
    def package_install_name(self) -> str | None:
        """See check_package_install_name."""
        source = source_of(type(self))
        return source.distribution.get("name") if source else None

    @property
    def settings_url(self) -> str:
        """Where the settings of the plugin are shown."""
        return f"/settings/plugin/{plugin_key(type(self), self)}/"

    def _get_package_commit(self) -> dict[str, str]:
        return {}

    @classmethod
    def _get_package_metadata(cls) -> dict[str, str]:
        return package_metadata(cls)

    def define_package(self) -> None:
        """Read what is known about the plugin's package."""
        self.package = package_metadata(type(self))

    def get_admin_source(self) -> str | None:
        """The script that shows the plugin's own page of settings."""
        return self.plugin_static_file(self.ADMIN_SOURCE) if self.ADMIN_SOURCE else None

    def get_admin_context(self) -> dict[str, Any] | None:
        """What that script is given."""
        return None

    def plugin_static_file(self, *args: str, check_exists: bool = True, check_hash: bool = True) -> str:
        """The address of a file below the plugin's `static` folder."""
        return "/".join(
            [settings.STATIC_URL.rstrip("/"), "plugins", plugin_key(type(self), self), *map(str, args)]
        )

    def get_static_path(self) -> Path:
        """The folder of the plugin's static files."""
        return Path(inspect.getfile(type(self))).parent / "static"

    def hashed_file_lookup(self, *args: str) -> str | None:
        """The name of a built file for that of its source: here there is no manifest."""
        return None


def source_of(cls: type) -> Any:
    """The project that a plugin's class comes from, or None."""
    top = cls.__module__.partition(".")[0]
    return next((source for source in JOURNAL.sources if top in source.packages), None)


def package_metadata(cls: type) -> dict[str, str]:
    """What the package of a plugin declares, by the names of the plugin's properties."""
    source = source_of(cls)
    found = source.distribution if source else {}
    return {_PACKAGE_KEYS[key]: value for key, value in found.items() if key in _PACKAGE_KEYS and value}


def _iso_date(text: str) -> datetime:
    image = python_versions(current())[1] or python_versions(current())[0] or "3.9"
    if tuple(map(int, image.split("."))) < (3, 11) and not _OLD_ISO_FORMAT.fullmatch(text):
        raise ValueError(f"Invalid isoformat string: {text[:50]!r}")
    return datetime.fromisoformat(text)


def final_members() -> Iterator[str]:
    """The methods of the base class that no plugin may override in this release."""
    for name, variants in members("plugin.InvenTreePlugin").items():
        if any(variant.enforced and current() in variant.releases for variant in variants):
            yield name


class InvenTreePlugin(PluginBase):
    """The base class of plugins from 0.7 on."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        own = vars(cls)
        for name in final_members():
            if name in own:
                raise TypeError(
                    f"INVE-E11: Plugin '{cls.__name__}' cannot override final method '{name}' "
                    "from InvenTreePlugin."
                )


class InvenTreePluginBase:
    """The root of plugins at 0.6."""

    PLUGIN_NAME = ""
    PLUGIN_SLUG: str | None = None
    PLUGIN_TITLE: str | None = None


def _integration_plugin_base() -> type:
    """`IntegrationPluginBase`: the base class of plugins at 0.6, at 0.7 another name for it that warns."""
    if since("0.7"):

        class Renamed(InvenTreePlugin):
            """The name that the base class had at 0.6."""

            def __init__(self, *args: Any, **kwargs: Any) -> None:
                warnings.warn(
                    "IntegrationPluginBase is now InvenTreePlugin", DeprecationWarning, stacklevel=2
                )
                super().__init__(*args, **kwargs)

        found: type = Renamed
    else:

        class Original(PluginBase, InvenTreePluginBase):
            """The base class of plugins at 0.6."""

        found = Original
    found.__name__ = found.__qualname__ = "IntegrationPluginBase"
    return found


if not since("1.0"):
    PluginBase.is_builtin = property(_is_builtin)
IntegrationPluginBase: Any = _integration_plugin_base()
if since("0.7"):
    as_released("plugin.InvenTreePlugin")(InvenTreePlugin)
else:
    as_released("plugin.IntegrationPluginBase", "plugin.InvenTreePlugin")(IntegrationPluginBase)


def mark_final(method: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a method that plugins may not override."""
    method.__final__ = True  # type: ignore[attr-defined]
    return method


BASES: tuple[type, ...] = (InvenTreePlugin, IntegrationPluginBase)
"""What the registry takes for a plugin: the subclasses of these."""
