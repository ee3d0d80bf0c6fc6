"""APICallMixin: call the API of another service, with address and token from the plugin's settings."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.inventree.contracts.consequences import always
from flake8_inventree_plugin.inventree.contracts.contract import (
    Contract,
    Kind,
    Need,
    Violation,
    is_empty,
    reached,
)
from flake8_inventree_plugin.inventree.contracts.plugin import PluginUnderTest
from flake8_inventree_plugin.inventree.contracts.settings import unknown_setting
from flake8_inventree_plugin.known import Known

API_URL_SETTING = Need(
    ("API_URL_SETTING",),
    always("every call goes to an address that does not exist"),
    raises="MixinNotImplementedError",
    advice="let API_URL_SETTING name the setting that has the address, or override `api_url`",
)

_METHODS = ("https", "http")


def check(plugin: PluginUnderTest) -> Iterator[Violation]:
    """What the calls lack: the address, the token, and the settings that hold them."""
    has_url = plugin.has("api_url") is not False or _always_given(plugin, "endpoint_is_url")
    has_headers = (
        plugin.has("api_headers") is not False
        or is_empty(plugin, "API_TOKEN_SETTING")
        or _always_given(plugin, "headers")
    )
    if not has_url and is_empty(plugin, "API_URL_SETTING"):
        yield CONTRACT.missing(plugin.name, API_URL_SETTING)
    elif not (has_url and has_headers) and plugin.has("get_setting") is False:
        if "SettingsMixin" not in reached(plugin):
            yield Violation(
                Kind.MISSING_COMPANION,
                CONTRACT.mixin,
                "SettingsMixin",
                f"`{plugin.name}` has APICallMixin, but no SettingsMixin",
                f"add SettingsMixin to the bases of `{plugin.name}`, left of the plugin base class",
                always("the first call raises AttributeError, as there is no `get_setting`"),
            )
        else:
            yield from unknown_setting(plugin, "API_URL_SETTING") if not has_url else ()
            yield from unknown_setting(plugin, "API_TOKEN_SETTING") if not has_headers else ()
    yield from _invalid_method(plugin) if not has_url else ()


def _always_given(plugin: PluginUnderTest, argument: str) -> bool:
    """Whether there are calls, and each gives an argument that makes the mixin's own default unnecessary."""
    calls = plugin.calls("api_call")
    return bool(calls) and all(call.keywords is None or argument in call.keywords for call in calls)


def _invalid_method(plugin: PluginUnderTest) -> Iterator[Violation]:
    method = plugin.value("API_METHOD")
    if isinstance(method, Known) and method.value not in _METHODS:
        yield Violation(
            Kind.INVALID,
            CONTRACT.mixin,
            "API_METHOD",
            f"`{plugin.name}.API_METHOD` is {method.value!r}, but it is what stands before `://`",
            'write "https" or "http"',
            always("every call goes to an address that does not exist"),
        )


CONTRACT = Contract(
    "APICallMixin",
    marks=("API_URL_SETTING", "API_TOKEN_SETTING"),
    helpers=("api_call", "api_build_url_args"),
    companions=("SettingsMixin",),
    checks=(check,),
)
