"""Tokens of the API."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed


class ApiTokenAuthentication(TokenAuthentication):
    """`Authorization: Token <key>`, with a key of `users.ApiToken` that is not revoked."""

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        """The user of a token, and the token. Raises AuthenticationFailed."""
        tokens = apps.get_model("users", "ApiToken")._default_manager
        token = tokens.select_related("user").filter(key=key, revoked=False).first()
        if token is None or not token.user.is_active:
            raise AuthenticationFailed("Invalid token.")
        return token.user, token
