"""What the declaration of a setting means."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError

_TRUE = frozenset({"1", "y", "yes", "t", "true", "ok", "on"})
_MASK = "***"


class Definition(NamedTuple):
    """The declaration of a setting: an entry of SETTINGS, empty for an unknown setting."""

    key: str
    values: dict[str, Any]

    @staticmethod
    def is_true(text: Any) -> bool:
        """Whether a text means yes."""
        return str(text).strip().lower() in _TRUE

    @property
    def name(self) -> str:
        """The name for people."""
        return str(self.values.get("name", ""))

    @property
    def description(self) -> str:
        """The description for people."""
        return str(self.values.get("description", ""))

    @property
    def default(self) -> Any:
        """The value of a setting that was never set; a callable default is called."""
        found = self.values.get("default", "")
        return found() if callable(found) else found

    @property
    def protected(self) -> bool:
        """Whether the value is shown to nobody."""
        return bool(self.values.get("protected", False))

    @property
    def hidden(self) -> bool:
        """Whether the setting is not shown at all."""
        return bool(self.values.get("hidden", False))

    @property
    def model(self) -> str:
        """The model that the value is a key of, as "app.model"; "" for another setting."""
        return str(self.values.get("model") or "")

    @property
    def kind(self) -> str:
        """boolean, integer, related field or string, as the server's API says."""
        if self._is(bool):
            return "boolean"
        if self._is(int):
            return "integer"
        return "related field" if self.model else "string"

    def choices(self) -> list[tuple[Any, Any]] | None:
        """The allowed values with their names, None where all are; raises what a callable raises."""
        found = self.values.get("choices")
        if found is None:
            return None
        return [(value, name) for value, name in (found() if callable(found) else found)]

    def text(self, value: Any) -> str:
        """A value as it is stored."""
        if value is None:
            return ""
        if self._is(bool):
            return str(self.is_true(value))
        return str(getattr(value, "pk", value)) if self.model else str(value)

    def value(self, text: str) -> Any:
        """A stored text as the plugin gets it: truth or number where the declaration says so, else text."""
        if self._is(bool):
            return self.is_true(text)
        if self._is(int):
            try:
                return int(text)
            except ValueError:
                return self.default
        return text

    def shown(self, text: str) -> str:
        """A stored text as people see it."""
        return _MASK if self.protected and text else text

    def validate(self, text: str) -> None:
        """Raise ValidationError for a text that the declaration does not allow."""
        choices = self.choices()
        if choices is not None and text not in {str(value) for value, _ in choices}:
            raise ValidationError({"value": "Chosen value is not a valid option"})
        if self._is(int):
            _numeric(int, text, "Value must be an integer value")
        elif self._is(float) and text:
            _numeric(float, text, "Value must be a valid number")
        if self.model and text:
            self._validate_model(text)
        for validator in self._validators():
            if validator not in (bool, int, float, str):
                validator(self.value(text))

    def notify(self, event: str, setting: Any) -> None:
        """Call what the declaration wants to be called (`before_save`, `after_save`)."""
        function = self.values.get(event)
        if callable(function):
            function(setting)

    def _is(self, python: type) -> bool:
        return python in self._validators()

    def _validators(self) -> list[Any]:
        found = self.values.get("validator")
        if found is None:
            return []
        return list(found) if isinstance(found, (list, tuple)) else [found]

    def _validate_model(self, text: str) -> None:
        try:
            model = apps.get_model(self.model)
            exists = (
                model._default_manager.filter(**self.values.get("model_filters") or {})
                .filter(pk=text)
                .exists()
            )
        except (LookupError, ValueError, TypeError) as error:
            raise ValidationError({"value": f"There is no {self.model} {text}"}) from error
        if not exists:
            raise ValidationError({"value": f"There is no {self.model} {text}"})


def _numeric(kind: type, text: str, message: str) -> None:
    try:
        kind(text)
    except ValueError:
        raise ValidationError({"value": message}) from None
