"""The forms of the pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape

from flake8_inventree_plugin.runtime.framework.definitions import Definition
from flake8_inventree_plugin.runtime.framework.mixins.settings import setting_row, write_setting
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, Failures, describe
from flake8_inventree_plugin.runtime.web.overview import plain


class JSONField(forms.CharField):
    """JSON as text; empty for nothing."""

    def __init__(self, kind: type = object, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 2}), **options)
        self._kind = kind

    def clean(self, value: Any) -> Any:
        """The value that the text says. Raises ValidationError."""
        text = super().clean(value)
        if not text:
            return None
        try:
            found = json.loads(text)
        except ValueError as error:
            raise ValidationError(f"This is no JSON: {error}") from None
        if not isinstance(found, self._kind):
            raise ValidationError("A JSON object is expected.")
        return found


class ActionForm(forms.Form):
    """Which action is called, and what it gets."""

    prefix = "action"
    name = forms.ChoiceField(label="Action")
    data = JSONField(label="Data (JSON)")

    def __init__(self, actions: Iterable[tuple[str, str]], *args: Any) -> None:
        super().__init__(*args)
        self.fields["name"].choices = [(name, f"{name} ({owner})") for name, owner in actions]


class EventForm(forms.Form):
    """Which event is sent, and its arguments."""

    prefix = "event"
    name = forms.CharField(
        label="Event", max_length=200, widget=forms.TextInput(attrs={"list": "known-events"})
    )
    data = JSONField(dict, label="Keyword arguments (JSON object)")


class SettingsForm(forms.Form):
    """The settings of one plugin; with a user, those that he has for himself.

    What is protected is never sent to the browser: left empty, it stays as it is.
    """

    def __init__(self, plugin: Any, user: Any = None, data: Any = None) -> None:
        self.plugin, self.user = plugin, user
        self._shown: dict[str, str] = {}
        super().__init__(data, prefix="own" if user is not None else "all")
        for key in plugin.user_settings if user is not None else plugin.settings:
            with JOURNAL.guard("hook", "settings", type(plugin), member=key):
                row = setting_row(plugin, key, user)
                if not row.declaration.hidden:
                    self.fields[key] = _field(key, row)
                    self._shown[key] = row.value

    def save(self) -> list[str]:
        """Write what changed, and return the keys; what a declaration does not allow becomes an error."""
        return [key for key, text in list(self._changes()) if self._write(key, text)]

    def _changes(self) -> Iterator[tuple[str, str]]:
        for key, value in self.cleaned_data.items():
            text = str(value)
            is_kept = not text and isinstance(self.fields[key].widget, forms.PasswordInput)
            if not is_kept and text != self._shown[key]:
                yield key, text

    def _write(self, key: str, text: str) -> bool:
        try:
            write_setting(self.plugin, key, text, self.user)
        except ValidationError as error:
            self.add_error(key, [plain(message) for message in error.messages])
        except Failures as error:
            JOURNAL.failure("hook", "settings", type(self.plugin), error, member=key)
            self.add_error(key, plain(describe(error)))
        else:
            return True
        return False


def _field(key: str, row: Any) -> forms.Field:
    declaration: Definition = row.declaration
    # Django shows help texts as they are.
    unit = f" [{plain(row.units)}]" if row.units else ""
    options: dict[str, Any] = {
        "label": f"{plain(declaration.name or key)}{unit}",
        "help_text": escape(plain(declaration.description)),
        "required": False,
        "initial": row.value,
    }
    if declaration.protected:
        widget = forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"})
        if row.value:
            options["help_text"] += " A value is set; leave this empty to keep it."
        return forms.CharField(**{**options, "initial": None}, widget=widget)
    if declaration.kind == "boolean":
        return forms.BooleanField(**{**options, "initial": Definition.is_true(row.value)})
    choices = declaration.choices()
    if choices is not None:
        shown = [(str(value), plain(name)) for value, name in choices]
        if row.value not in dict(shown):
            shown.insert(0, (row.value, f"{plain(row.value)} (no longer offered)" if row.value else "---"))
        return forms.ChoiceField(**options, choices=shown)
    return forms.CharField(**options, max_length=LONGEST_VALUE, strip=False)


LONGEST_VALUE = 2000
