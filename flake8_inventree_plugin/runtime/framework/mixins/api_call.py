"""APICallMixin: requests to another server."""

from __future__ import annotations

import json as json_package
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote_plus, urlsplit

import requests

from flake8_inventree_plugin.runtime.framework.errors import MixinNotImplementedError
from flake8_inventree_plugin.runtime.framework.release import as_released, since

TIMEOUT = 10
"""Seconds that a call may take where the plugin gives no timeout."""


@as_released("plugin.mixins.APICallMixin")
class APICallMixin:
    """Calls the server whose address and token are settings of the plugin."""

    API_METHOD = "https"
    API_URL_SETTING: str | None = None
    API_TOKEN_SETTING: str | None = None
    API_TOKEN = "Bearer"

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "API calls"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("api_call", "has_api_call", APICallMixin)  # type: ignore[attr-defined]

    @property
    def has_api_call(self) -> bool:
        """True; raises where the names of the two settings are missing."""
        refusal = MixinNotImplementedError if since("0.7") else ValueError
        for name in ("API_URL_SETTING", "API_TOKEN_SETTING"):
            if not getattr(self, name):
                raise refusal(f"`{type(self).__name__}` has no {name}")
        return True

    @property
    def api_url(self) -> str:
        """The address of the other server."""
        return f"{self.API_METHOD}://{self.get_setting(self.API_URL_SETTING)}"  # type: ignore[attr-defined]

    @property
    def api_headers(self) -> dict[str, str]:
        """The headers of a call: the token under its own name, and from 0.10 on as authorization."""
        headers = {"Content-Type": "application/json"}
        if not self.API_TOKEN_SETTING and since("0.7"):
            return headers
        token = self.get_setting(self.API_TOKEN_SETTING)  # type: ignore[attr-defined]
        if token or not since("0.10"):
            headers[self.API_TOKEN] = str(token)
        if token and since("0.10"):
            headers["Authorization"] = f"{self.API_TOKEN} {token}"
        return headers

    def api_build_url_args(self, arguments: Mapping[str, Any]) -> str:
        """The arguments as the query of an address, encoded; several values of one are joined by commas."""
        pairs = []
        for name, value in arguments.items():
            if isinstance(value, Iterable) and not (isinstance(value, (str, bytes)) and since("0.9")):
                value = ",".join(str(item) for item in value)
            pairs.append(f"{quote_plus(str(name))}={quote_plus(str(value), safe=',')}")
        return f"?{'&'.join(pairs)}"

    def api_call(
        self,
        endpoint: str,
        method: str = "GET",
        url_args: Mapping[str, Any] | None = None,
        data: Any = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        simple_response: bool = True,
        endpoint_is_url: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Call an endpoint; returns what its JSON says, or the response if it shall not be simple.

        Up to 0.8 `data` is sent as JSON, later as it is. Raises ValueError for an address that is neither
        http nor https or for both kinds of data, and what requests raises.
        """
        if data is not None and json is not None:
            raise ValueError("You can either pass `data` or `json` to this function.")
        body = data if since("0.9") else json_package.dumps(data)
        if json is not None:
            body = json_package.dumps(json)
        address = endpoint + (self.api_build_url_args(url_args) if url_args else "")
        if not endpoint_is_url:
            address = f"{self.api_url}/{address.removeprefix('/')}"
        if urlsplit(address).scheme.lower() not in ("http", "https"):
            raise ValueError(f"{address[:100]!r} is neither http nor https")
        arguments: dict[str, Any] = {"timeout": TIMEOUT, **kwargs}
        if body is not None and not (data is None and json is None):
            arguments["data"] = body
        response = requests.request(
            method=method, url=address, headers={**self.api_headers, **(headers or {})}, **arguments
        )
        return response.json() if simple_response else response
