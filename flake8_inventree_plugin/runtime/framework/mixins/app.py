"""AppMixin: the plugin is a Django app with models of its own."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.template.utils import get_app_template_dirs

from flake8_inventree_plugin.runtime.framework.problems import JOURNAL
from flake8_inventree_plugin.runtime.framework.release import as_released


@as_released("plugin.mixins.AppMixin")
class AppMixin:
    """Registers the plugin's package as an app."""

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "App registration"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("app", "has_app", AppMixin)  # type: ignore[attr-defined]

    @property
    def has_app(self) -> bool:
        """Always true."""
        return True


def app_path(cls: type) -> str:
    """The package that becomes an app: the top-level one of the plugin."""
    return cls.__module__.partition(".")[0]


def activate(plugin: Any) -> None:
    """Register the app, its models and its admin pages, and create its tables if migrations are run at once.

    Only this app is touched: where it fails, it is taken out again. Raises what fails.
    """
    cls = type(plugin)
    name = app_path(cls)
    if not hasattr(import_module(name), "__path__"):
        raise TypeError(f"{name} is a single file; an app has to be a package")
    if apps.is_installed(name):
        return
    config = AppConfig.create(name)
    if config.label in apps.app_configs:
        raise ValueError(f"there is another app {config.label!r}")
    config.apps = apps
    # Empty until they are imported; Django asks all apps for their models when it clears its cache.
    config.models = apps.all_models[config.label]
    apps.app_configs[config.label] = config
    try:
        config.import_models()
        apps.clear_cache()
        get_app_template_dirs.cache_clear()
        config.ready()
    except BaseException:
        del apps.app_configs[config.label]
        apps.all_models.pop(config.label, None)
        apps.clear_cache()
        raise
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, name]
    with JOURNAL.guard("activate", "app", cls, member=f"{name}.admin"):
        if find_spec(f"{name}.admin") is not None:
            import_module(f"{name}.admin")
    with JOURNAL.guard("activate", "migrations", cls, member=f"{name}.migrations"):
        migrate(config, run=settings.RUN_PLUGIN_MIGRATIONS)


def migrate_plugin(plugin: Any) -> list[str]:
    """Run the migrations of a plugin's app that are pending; see migrate."""
    name = app_path(type(plugin))
    return [done for config in apps.get_app_configs() if config.name == name for done in migrate(config)]


def migrate(config: Any, run: bool = True) -> list[str]:
    """Run the pending migrations of an app, or only look for them, and return their names.

    Raises what fails, and LookupError for models without any.
    """
    executor = Executor(connection)
    if config.label in executor.loader.unmigrated_apps:
        if list(config.get_models()):
            raise LookupError("the models have no migrations, so that their tables are never created")
        return []
    targets = [node for node in executor.loader.graph.leaf_nodes() if node[0] == config.label]
    plan = executor.migration_plan(targets)
    if run:
        executor.migrate(targets, plan=plan)
    return [migration.name for migration, _ in plan]


def pending_migrations() -> list[str]:
    """The migrations of plugins that have not been run, as "app.name"."""
    executor = Executor(connection)
    return [
        f"{migration.app_label}.{migration.name}"
        for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())
    ]


class Loader(MigrationLoader):
    """Knows that InvenTree's own apps are there without migrations, whatever a plugin's depend on."""

    def check_key(self, key: tuple[str, str], current_app: str) -> tuple[str, str] | None:
        """The migration that is meant; None for one that needs not be run."""
        if key[0] in self.unmigrated_apps:
            return None
        found: tuple[str, str] | None = super().check_key(key, current_app)
        return found


class Executor(MigrationExecutor):
    """Runs migrations with our loader."""

    def __init__(self, connection: Any, progress_callback: Any = None) -> None:
        # Django's own makes its own loader, which refuses dependencies that are not there.
        self.connection, self.progress_callback = connection, progress_callback
        self.loader = Loader(connection)
        self.recorder = MigrationRecorder(connection)


def models_of(plugin: Any) -> list[Any]:
    """The models of a plugin's app."""
    name = app_path(type(plugin))
    return [
        model for config in apps.get_app_configs() if config.name == name for model in config.get_models()
    ]
