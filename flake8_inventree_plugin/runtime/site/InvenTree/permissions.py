"""Who may use the API."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from rest_framework import permissions

__all__ = [
    "AllowAnyOrReadScope",
    "IsAdminOrAdminScope",
    "IsAuthenticatedOrReadScope",
    "IsStaffOrReadOnly",
    "IsStaffOrReadOnlyScope",
    "IsSuperuser",
    "IsSuperuserOrSuperScope",
    "RolePermission",
    "auth_exempt",
]


class RolePermission(permissions.IsAuthenticated):
    """Whoever is logged in: the roles of groups are not looked at here."""


class IsAuthenticatedOrReadScope(permissions.IsAuthenticated):
    """Whoever is logged in."""


class AllowAnyOrReadScope(permissions.AllowAny):
    """Everybody."""


class IsSuperuser(permissions.IsAuthenticated):
    """Superusers."""

    def has_permission(self, request: Any, view: Any) -> bool:
        """Whether a request is allowed."""
        return bool(request.user and request.user.is_superuser)


class IsSuperuserOrSuperScope(IsSuperuser):
    """Superusers."""


class IsAdminOrAdminScope(permissions.IsAdminUser):
    """Members of the staff."""


class IsStaffOrReadOnly(permissions.IsAuthenticated):
    """Members of the staff; whoever is logged in may read."""

    def has_permission(self, request: Any, view: Any) -> bool:
        """Whether a request is allowed."""
        if not super().has_permission(request, view):
            return False
        return bool(request.user.is_staff or request.method in permissions.SAFE_METHODS)


class IsStaffOrReadOnlyScope(IsStaffOrReadOnly):
    """Members of the staff; whoever is logged in may read."""


def auth_exempt(view_func: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that needs no login."""

    @wraps(view_func)
    def exempt(*args: Any, **kwargs: Any) -> Any:
        return view_func(*args, **kwargs)

    exempt.auth_exempt = True  # type: ignore[attr-defined]
    return exempt
