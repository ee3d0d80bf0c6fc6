"""SettingsMixin: settings that users change in the web interface."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flake8_inventree_plugin.inventree.contracts.consequences import always
from flake8_inventree_plugin.inventree.contracts.contract import (
    Consequence,
    Contract,
    Key,
    Kind,
    Violation,
    reached,
)
from flake8_inventree_plugin.inventree.contracts.plugin import Call, PluginUnderTest
from flake8_inventree_plugin.inventree.contracts.schema import near_misses
from flake8_inventree_plugin.known import MISSING, UNKNOWN, Known

SETTING_KEYS = (
    "name",
    "description",
    "units",
    "validator",
    "default",
    "choices",
    "protected",
    "hidden",
    "required",
    "model",
    "model_filters",
    "before_save",
    "after_save",
    "confirm",
    "confirm_text",
    "requires_restart",
)
"""What InvenTree reads in the definition of a setting, in some release."""

_MEMBERS = {
    "SETTINGS": ("get_setting", "set_setting"),
    "USER_SETTINGS": ("get_user_setting", "set_user_setting"),
}
"""Where settings are defined -> by what they are read and written."""

_ADDED = {"SupplierMixin": frozenset({"SUPPLIER"})}
"""The settings that other mixins add."""

_MAXIMUM_LENGTH = 50

_API_FAILS = always("the list of the plugin's settings answers 500")
_NOT_FOUND = always(
    "InvenTree looks settings up in upper case, so it finds neither default nor validator of this one"
)
_IGNORED = always("nothing reads it")
_EMPTY = always("reading it gives an empty text")

_SECRETS = re.compile(
    r"(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|APIKEY"
    r"|(?:API|ACCESS|SECRET|PRIVATE|AUTH|ACCOUNT|CLIENT|LICEN[CS]E|ENCRYPTION|SIGNING|WEBHOOK)_?KEY)$"
)
"""Keys of settings that hold a secret; those that only tell something of one ("TOKEN_URL") end otherwise."""
_SECRET_NAMES = re.compile(
    r"\b(?:password|passphrase|client secret|(?:api|access|auth) token|api[ -]key)\s*$", re.IGNORECASE
)
"""Names of settings that hold a secret, whatever their keys."""
_READABLE = always("every user who can log in can read it over the API")


def check(plugin: PluginUnderTest) -> Iterator[Violation]:
    """What is wrong with the definitions of settings, and which of those that are used have none."""
    for member, functions in _MEMBERS.items():
        value = plugin.value(member)
        if isinstance(value, Known):
            yield from invalid_settings(plugin.name, member, value.value)
            yield from _secrets(plugin.name, member, value.value)
        keys = setting_keys(plugin, member)
        for function in functions if keys is not None else ():
            for call in plugin.calls(function):
                yield from _unknown(plugin, member, keys or frozenset(), call)


def setting_keys(plugin: PluginUnderTest, member: str = "SETTINGS") -> frozenset[str] | None:
    """The settings of a plugin, in upper case; None where they are not all known."""
    value = plugin.value(member)
    added = frozenset[str]().union(*(_ADDED.get(mixin, ()) for mixin in reached(plugin)))
    if value is MISSING:
        return added
    if not isinstance(value, Known) or plugin.uses("settings"):
        return None
    settings = {} if value.value is None else value.value
    if not isinstance(settings, dict) or not all(isinstance(key, str) for key in settings):
        return None
    return frozenset(key.strip().upper() for key in settings) | added


def unknown_setting(plugin: PluginUnderTest, member: str) -> Iterator[Violation]:
    """The violation of a plugin whose member names a setting, where there is no such setting."""
    value, keys = plugin.value(member), setting_keys(plugin)
    if keys is None or not isinstance(value, Known) or not isinstance(value.value, str) or not value.value:
        return
    if value.value.strip().upper() not in keys:
        yield Violation(
            Kind.UNKNOWN_SETTING,
            CONTRACT.mixin,
            member,
            f"`{member}` of `{plugin.name}` names the setting `{value.value}`, which is not in SETTINGS",
            f"define `{value.value}` in SETTINGS, or name another one",
            _EMPTY,
        )


def invalid_settings(plugin_name: str, member: str, settings: Any) -> Iterator[Violation]:
    """What is wrong with a value of SETTINGS or USER_SETTINGS, which may hold UNKNOWN."""
    if settings is None or settings is UNKNOWN:
        return
    if not isinstance(settings, dict):
        text = f"`{plugin_name}.{member}` is no dictionary"
        yield _invalid(member, (), text, "make it a dictionary of settings by key", _API_FAILS)
        return
    for key, definition in settings.items():
        if key is UNKNOWN:
            continue
        name = f"setting `{key}` of `{plugin_name}`"
        yield from _invalid_key(member, name, key)
        if isinstance(definition, dict):
            yield from _invalid_definition(member, name, key, definition)
        elif definition is not UNKNOWN:
            text = f"{name} is no dictionary"
            yield _invalid(
                member, (key,), text, "describe it with `name`, `description`, `default` …", _API_FAILS
            )


def _invalid_key(member: str, name: str, key: Any) -> Iterator[Violation]:
    if not isinstance(key, str):
        text = f"the key of {name} is no text"
        yield _invalid(member, (key,), text, "use a text in upper case", _API_FAILS, "key")
    elif key != key.strip().upper():
        upper = key.strip().upper()
        yield _invalid(
            member, (key,), f"{name} is not in upper case", f"rename it to `{upper}`", _NOT_FOUND, "key"
        )
    elif len(key) > _MAXIMUM_LENGTH:
        text = f"the key of {name} has {len(key)} characters, the database has room for {_MAXIMUM_LENGTH}"
        yield _invalid(member, (key,), text, "shorten it", always("it cannot be stored"), "key")


def _invalid_definition(
    member: str, name: str, key: Any, definition: Mapping[Any, Any]
) -> Iterator[Violation]:
    for miss, meant in near_misses(definition, SETTING_KEYS).items():
        yield Violation(
            Kind.NEAR_MISS,
            CONTRACT.mixin,
            member,
            f"{name} has a key `{miss}`, which looks like `{meant}`",
            f"rename it to `{meant}`",
            _IGNORED,
            (key, miss),
            "key",
        )
    validator = definition.get("validator", UNKNOWN)
    if isinstance(validator, (str, int, float)):
        text = f"the validator of {name} is {validator!r}, neither a type nor a function"
        advice = "use bool, int, float, a function or a list of these, not their names"
        yield _invalid(
            member, (key, "validator"), text, advice, always("no value is ever checked or converted")
        )
    choices = definition.get("choices", UNKNOWN)
    if isinstance(choices, (list, tuple)):
        for index, choice in enumerate(choices):
            if choice is UNKNOWN or (isinstance(choice, (list, tuple)) and len(choice) == 2):
                continue
            text = f"choice {index + 1} of {name} is no pair of value and text"
            yield _invalid(
                member,
                (key, "choices", index),
                text,
                "write (value, text)",
                always("the choices are shown wrong, and storing one fails"),
            )
    elif isinstance(choices, (dict, str, int, float)) and choices:
        text = f"the choices of {name} are no list"
        advice = "make it a list of (value, text)"
        yield _invalid(
            member,
            (key, "choices"),
            text,
            advice,
            always("the choices are shown wrong, and storing one fails"),
        )
    model = definition.get("model", UNKNOWN)
    if isinstance(model, str) and model.count(".") != 1:
        text = f'{name} names the model "{model}", which is not of the form "app.model"'
        yield _invalid(
            member,
            (key, "model"),
            text,
            'write it like "company.company"',
            always("no such object can be chosen"),
        )


def _invalid(
    member: str,
    path: tuple[Key, ...],
    text: str,
    advice: str,
    consequences: tuple[Consequence, ...],
    at: Any = "value",
) -> Violation:
    return Violation(Kind.INVALID, CONTRACT.mixin, member, text, advice, consequences, path, at)


def _secrets(plugin_name: str, member: str, settings: Any) -> Iterator[Violation]:
    for key, definition in settings.items() if isinstance(settings, dict) else ():
        if not isinstance(key, str) or not isinstance(definition, dict) or not _is_secret(key, definition):
            continue
        if (
            any(name is UNKNOWN for name in definition)
            or definition.get("protected")
            or "model" in definition
        ):
            continue
        if "choices" in definition or _is_number(definition):
            continue
        yield Violation(
            Kind.UNPROTECTED_SECRET,
            CONTRACT.mixin,
            member,
            f"setting `{key}` of `{plugin_name}` looks like a secret, but is not protected",
            'add `"protected": True`',
            _READABLE,
            (key,),
            "key",
        )


def _is_secret(key: str, definition: Mapping[Any, Any]) -> bool:
    if _SECRETS.search(key.upper()):
        return True
    name = definition.get("name")
    # With a validator it may be a switch: "Ask for a password".
    return isinstance(name, str) and "validator" not in definition and bool(_SECRET_NAMES.search(name))


def _is_number(definition: Mapping[Any, Any]) -> bool:
    """Whether a setting is a switch or a number; types are not known statically, a default is."""
    return isinstance(definition.get("default"), (bool, int, float))


def _unknown(plugin: PluginUnderTest, member: str, keys: frozenset[str], call: Call) -> Iterator[Violation]:
    if not isinstance(call.argument, Known) or not isinstance(call.argument.value, str):
        return
    if call.keywords is None or "backup_value" in call.keywords:
        return
    key = call.argument.value
    if key.strip().upper() not in keys:
        yield Violation(
            Kind.UNKNOWN_SETTING,
            CONTRACT.mixin,
            member,
            f"`{plugin.name}` uses the setting `{key}`, which {member} does not define",
            f"define `{key}` in {member}, or use one that is there",
            _EMPTY,
            place=call.place,
        )


CONTRACT = Contract(
    "SettingsMixin",
    marks=("SETTINGS", "USER_SETTINGS"),
    helpers=("get_setting", "set_setting", "get_user_setting", "set_user_setting", "check_settings"),
    checks=(check,),
    idle="define SETTINGS",
)
