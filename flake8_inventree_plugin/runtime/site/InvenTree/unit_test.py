"""What tests of plugins inherit from."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.test import TestCase
from rest_framework.test import APITestCase

__all__ = ["InvenTreeAPITestCase", "InvenTreeTestCase", "PluginMixin", "UserMixin"]


class UserMixin:
    """Tests as a user who may do everything."""

    username = "testuser"
    password = "mypassword"
    email = "test@testing.com"
    superuser = False
    is_staff = True
    auto_login = True
    roles: Any = ()

    def setUp(self) -> None:
        """Create the user and log in."""
        super().setUp()  # type: ignore[misc]
        self.user = get_user_model().objects.create_user(
            self.username, self.email, self.password, is_staff=self.is_staff, is_superuser=True
        )
        if self.auto_login:
            self.client.force_login(self.user)  # type: ignore[attr-defined]


class PluginMixin:
    """Knows the plugins that are loaded."""

    def setUp(self) -> None:
        """Look them up."""
        from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

        super().setUp()  # type: ignore[misc]
        self.plugin_confs = list(REGISTRY.plugins.values())


class InvenTreeTestCase(UserMixin, TestCase):
    """A test."""


class InvenTreeAPITestCase(UserMixin, APITestCase):
    """A test of the API."""

    def get(self, url: str, data: Any = None, expected_code: Any = 200, **kwargs: Any) -> Any:
        """GET, and compare the status."""
        return self._compare(self.client.get(url, data or {}, **kwargs), expected_code)

    def post(self, url: str, data: Any = None, expected_code: Any = 201, **kwargs: Any) -> Any:
        """POST, and compare the status."""
        return self._compare(self.client.post(url, data or {}, format="json", **kwargs), expected_code)

    def patch(self, url: str, data: Any = None, expected_code: Any = 200, **kwargs: Any) -> Any:
        """PATCH, and compare the status."""
        return self._compare(self.client.patch(url, data or {}, format="json", **kwargs), expected_code)

    def delete(self, url: str, data: Any = None, expected_code: Any = 204, **kwargs: Any) -> Any:
        """DELETE, and compare the status."""
        return self._compare(self.client.delete(url, data or {}, format="json", **kwargs), expected_code)

    def _compare(self, response: Any, expected: Any) -> Any:
        if expected is not None:
            assert response.status_code == expected, getattr(response, "data", None)
        return response
