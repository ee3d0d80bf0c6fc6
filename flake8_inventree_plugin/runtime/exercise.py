"""Tries loaded plugins: calls what can be called safely, as the chosen release calls it."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.urls import URLPattern, resolve, reverse

from flake8_inventree_plugin.inventree.catalogue import framework_classes, name_releases
from flake8_inventree_plugin.runtime.dummies import make_rows, values
from flake8_inventree_plugin.runtime.framework.base import PluginBase, plugin_key
from flake8_inventree_plugin.runtime.framework.definitions import Definition
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, Failures, class_name, describe
from flake8_inventree_plugin.runtime.framework.registry import REGISTRY
from flake8_inventree_plugin.runtime.framework.release import current, hook_arguments, member, since
from flake8_inventree_plugin.runtime.hooks import HOOKS, REACHES_OUT, Hook
from flake8_inventree_plugin.runtime.request import Call, Recorder, Stage, Step
from flake8_inventree_plugin.runtime.results import Check, anything
from flake8_inventree_plugin.runtime.start import ADMIN

_MIXINS = "plugin.mixins."
_LONGEST_RESULT = 300
_MASK = "***"


class Exercise:
    """Tries one plugin. `values` are what hooks are given, `attempts` counts what was refused so far."""

    def __init__(
        self, plugin: Any, values: dict[str, Any], record: Recorder, attempts: Callable[[], int]
    ) -> None:
        self.plugin = plugin
        self.cls = type(plugin)
        self.name = class_name(self.cls)
        self.values = values
        self._record = record
        self._attempts = attempts
        self._secrets: list[str] = []
        self._unset: list[str] = []
        """The settings without a value that were read."""

    def run(self) -> None:
        """Tries everything that the plugin's mixins offer."""
        registered = PluginBase.registered(self.plugin)
        if "settings" in registered:
            self._watch_settings()
        own: dict[str, Callable[[], None]] = {
            "settings": self._settings,
            "schedule": self._schedule,
            "urls": self._urls,
            "navigation": self._navigation,
        }
        for key, exercise in own.items():
            if key in registered:
                exercise()
        for mixin in self._mixins():
            self._hooks(mixin)

    def _mixins(self) -> Iterator[str]:
        """The mixins of the plugin, by the names that `plugin.mixins` exports."""
        module = sys.modules.get("plugin.mixins")
        for dotted in sorted(framework_classes()):
            name = dotted.removeprefix(_MIXINS)
            if name == dotted or current() not in name_releases("plugin.mixins", name):
                continue
            cls = getattr(module, name, None)
            if isinstance(cls, type) and isinstance(self.plugin, cls):
                yield name

    def _watch_settings(self) -> None:
        """Remembers which settings without a value are read: a hook may well raise without them."""
        get_setting = self.plugin.get_setting

        def watched(key: str, *arguments: Any, **keywords: Any) -> Any:
            value = get_setting(key, *arguments, **keywords)
            if value in ("", None):
                self._unset.append(key)
            return value

        self.plugin.get_setting = watched

    # What a mixin is given.

    def _settings(self) -> None:
        for key, declared in self.plugin.settings.items():
            definition = Definition(key, declared)

            def default(definition: Definition = definition) -> str:
                text = definition.text(definition.default)
                if definition.protected and text:
                    self._secrets.append(text)
                if text:
                    definition.validate(text)
                else:
                    definition.choices()
                return definition.shown(text)

            self._call("settings", "SETTINGS", f"default of {key}", default, kind="settings", refuses=True)

    def _schedule(self) -> None:
        for key, task in self.plugin.scheduled_tasks.items():
            resolve = functools.partial(self._task, task)
            self._call("schedule", "SCHEDULED_TASKS", f"task {key}", resolve, kind="schedule")

    def _task(self, task: dict[str, Any]) -> str:
        """Resolves a task's function and looks whether it can be called; runs nothing."""
        from django.utils.module_loading import import_string

        function = task["func"]
        found = import_string(function) if "." in function else getattr(self.plugin, function)
        arguments = task.get("args", ())
        # Bound as the worker calls it; TypeError says which arguments are missing.
        inspect.signature(found).bind(*(arguments if isinstance(arguments, (list, tuple)) else ()))
        return f"{function} can be called"

    def _urls(self) -> None:
        from flake8_inventree_plugin.runtime.framework.mixins.urls import refresh

        refresh()
        for pattern in _patterns(self.plugin.urls or (), f"plugin:{plugin_key(self.cls, self.plugin)}"):
            self._call("urls", "URLS", pattern.shown, pattern.resolve, kind="urls")

    def _navigation(self) -> None:
        from flake8_inventree_plugin.runtime.framework.mixins.navigation import links

        for link in links(self.plugin):
            self._record(Call(self.name, "navigation", f"link {self._text(link.name)}", link.address))

    # Hooks.

    def _hooks(self, mixin: str) -> None:
        if mixin == "ActionMixin" and not since("0.7"):
            self.plugin.user, self.plugin.data = self.values["user"], self.values["data"]
        if mixin == "BarcodeMixin" and not since("0.9"):
            self._validate_barcode()
        if mixin == "LabelPrintingMixin":
            self._label()
        for hook in HOOKS.get(mixin, ()):
            self._hook(mixin, hook)
        for name in REACHES_OUT.get(mixin, ()):
            if self._is_own(name):
                JOURNAL.note(self.cls, f"{name} was not called: it would reach people or other machines")

    def _label(self) -> None:
        from flake8_inventree_plugin.runtime.framework.mixins import label

        template, item = self.values["label_instance"], self.values["stock_item"]
        if template is None or item is None:
            JOURNAL.note(self.cls, "print_label was not called: the runtime has no label to print")
            return
        template.width, template.height = 50, 25
        what = "print_label" if self._is_own("print_label") else "print_labels"
        if self._is_own(what):
            self._call(
                "LabelPrintingMixin",
                what,
                f"{what}() of one label",
                lambda: label.print_for(self.plugin, template, [item], self.values["request"], {}),
            )

    def _validate_barcode(self) -> None:
        def validate() -> Any:
            self.plugin.init(self.values["barcode_data"])
            return self.plugin.validate()

        if self._is_own("validate"):
            self._call("BarcodeMixin", "validate", "validate()", validate)

    def _hook(self, mixin: str, hook: Hook) -> None:
        method = getattr(self.plugin, hook.name, None)
        if method is None or not self._is_own(hook.name):
            return
        described = self._arguments(method, mixin, hook.name)
        if described is None:
            JOURNAL.note(self.cls, f"{hook.name} was not called: the runtime has nothing to give it")
            return
        arguments, keywords = described
        shown = ", ".join([*map(self._argument, arguments), *(f"{name}=…" for name in keywords)])
        self._call(
            mixin,
            hook.name,
            f"{hook.name}({shown})",
            lambda: method(*arguments, **keywords),
            check=hook.check,
            refuses=hook.refuses,
        )

    def _arguments(
        self, method: Callable[..., Any], mixin: str, hook: str
    ) -> tuple[list[Any], dict[str, Any]] | None:
        """What the release gives a hook; None where there is nothing to give."""
        class_name = f"{_MIXINS}{mixin}"
        try:
            found = hook_arguments(method, class_name, hook, self._extra(class_name, hook))
        except KeyError:
            variant = member(class_name, hook)
            if variant is None:
                return None
            names = [name for name in variant.parameters[1:] if not name.startswith("*")]
            positional = [name for name in names if not name.endswith("=")]
            if any(name not in self.values for name in positional):
                return None
            found = [self.values[name] for name in positional], {}
            if hook == "process_event":
                found = found[0], {"id": getattr(self.values["part"], "pk", 1), "model": "Part"}
        if any(value is None for value in (*found[0], *found[1].values())):
            return None
        return found

    def _extra(self, class_name: str, hook: str) -> dict[str, Any]:
        """The values for a hook; without those that only other hooks are given by keyword."""
        variant = member(class_name, hook)
        named = {name.strip("*=") for name in variant.parameters} if variant is not None else set()
        return _Values(self.values, named)

    def _is_own(self, name: str) -> bool:
        """Whether the plugin's own code defines a member, not the framework's."""
        owner = next((cls for cls in self.cls.__mro__ if name in vars(cls)), None)
        module = sys.modules.get(owner.__module__) if owner is not None else None
        return module is not None and JOURNAL.is_own(getattr(module, "__file__", None) or "")

    # Calling.

    def _call(
        self,
        mixin: str,
        member: str,
        what: str,
        function: Callable[[], Any],
        *,
        check: Check = anything,
        kind: str = "hook",
        refuses: bool = False,
    ) -> None:
        from django.core.exceptions import ObjectDoesNotExist, ValidationError

        self._record(Step("hook", self.name, member if kind != "hook" else what.partition("(")[0]))
        stage: Stage = "hook" if kind == "hook" else "activate"
        before = self._attempts()
        self._unset.clear()
        try:
            result = function()
        except Failures as error:
            if refuses and kind == "hook" and isinstance(error, ValidationError):
                self._record(Call(self.name, mixin, what, f"refused: {self._text(error.messages)}"))
            elif self._is_known(describe(error)):
                JOURNAL.note(self.cls, f"{what} was not tried to its end: {describe(error)}")
            elif kind == "hook" and self._unset:
                unset = ", ".join(dict.fromkeys(self._unset))
                JOURNAL.note(self.cls, f"{what} was not tried to its end: there is no value for {unset}")
            elif self._attempts() > before:
                JOURNAL.note(self.cls, f"{what} was not tried to its end: it uses what is off")
            elif isinstance(error, OperationalError) and self._lacks_tables():
                JOURNAL.note(self.cls, f"{what} was not tried to its end: the plugin's tables are missing")
            elif isinstance(error, ObjectDoesNotExist):
                JOURNAL.note(self.cls, f"{what} was not tried to its end: {error}")
            else:
                JOURNAL.failure(stage, kind, self.cls, error, member=member)
            return
        self._record(Call(self.name, mixin, what, self._text(result)))
        if wrong := check(result):
            JOURNAL.problem(stage, "result", self.cls, f"{member}: {wrong}", member=member)

    def _is_known(self, text: str) -> bool:
        """Whether the same has been reported of this plugin already: one cause, one finding."""
        return any(problem.plugin == self.name and text in problem.message for problem in JOURNAL.problems)

    def _lacks_tables(self) -> bool:
        """Whether it is known already that the plugin's app or its tables could not be set up."""
        return any(
            problem.plugin == self.name and problem.kind in ("app", "migrations")
            for problem in JOURNAL.problems
        )

    def _argument(self, value: Any) -> str:
        name = next((name for name, other in self.values.items() if other is value), "")
        return name or self._text(value)

    def _text(self, value: Any) -> str:
        """A value as a short text, without the plugin's secrets."""
        try:
            text = value if isinstance(value, str) else repr(value)
        except Exception as error:
            text = f"<{type(value).__name__}, whose repr raises {type(error).__name__}>"
        for secret in self._secrets:
            text = text.replace(secret, _MASK)
        return text[:_LONGEST_RESULT]


class _Pattern(NamedTuple):
    """A URL pattern of the plugin, with what precedes its name and its route."""

    namespace: str
    before: str
    pattern: URLPattern

    @property
    def shown(self) -> str:
        """Route and name."""
        name = f" ({self.namespace}:{self.pattern.name})" if self.pattern.name else ""
        return f"{self.before}{self.pattern.pattern}{name}"

    def resolve(self) -> str:
        """The name of the view; for a pattern with a name and without arguments, also where it is.

        Raises what Django raises where the name leads nowhere.
        """
        view = self.pattern.callback
        if not callable(view):
            raise TypeError(f"{view!r} is no view")
        called = getattr(view, "__name__", type(view).__name__)
        has_arguments = "<" in self.before or "(" in self.before or self.pattern.pattern.regex.groups
        if not self.pattern.name or has_arguments:
            return called
        address = reverse(f"{self.namespace}:{self.pattern.name}")
        resolve(unquote(address))
        return f"{called} at {address}"


def _patterns(items: Any, namespace: str, before: str = "", depth: int = 10) -> Iterator[_Pattern]:
    """All URL patterns, also those within others."""
    for item in items:
        if isinstance(item, URLPattern):
            yield _Pattern(namespace, before, item)
        elif depth:
            inner = f"{namespace}:{item.namespace}" if item.namespace else namespace
            yield from _patterns(item.url_patterns, inner, f"{before}{item.pattern}", depth - 1)


class _Values(dict[str, Any]):
    """The values of a hook that is called with "**": only what the mixin's own method names."""

    def __init__(self, values: dict[str, Any], named: set[str]) -> None:
        super().__init__(values)
        self._named = named

    def items(self) -> Any:
        """What "**" stands for."""
        return [(name, value) for name, value in super().items() if name in self._named]


def try_plugins(record: Recorder, attempts: Callable[[], int]) -> None:
    """Tries all plugins of this process, one after the other."""
    given = values(make_rows(), get_user_model()._default_manager.get(username=ADMIN))
    for plugin in list(REGISTRY.plugins.values()):
        with JOURNAL.guard("hook", "hook", type(plugin)):
            Exercise(plugin, given, record, attempts).run()
