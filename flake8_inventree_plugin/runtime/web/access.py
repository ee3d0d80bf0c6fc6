"""Who may see what: nothing without a login, but webhooks and the login itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from rest_framework import permissions
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from flake8_inventree_plugin.runtime.framework.mixins.urls import PLUGIN_BASE
from flake8_inventree_plugin.runtime.framework.release import since

PUBLIC = frozenset({"login", "style", "api-webhook", "api-token"})
"""The names of the addresses that need no login; those of plugins have a namespace, and cannot be among them.

Webhooks verify their senders themselves, and who asks for a token says who he is.
"""

_PAGES_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# The browsable API and the administration have scripts of their own, and styles in their attributes.
_SCRIPTS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ANSWER = "Authentication credentials were not provided."

View = Callable[[HttpRequest], HttpResponse]


class ApiTokenAuthentication(TokenAuthentication):
    """Takes "Authorization: Token <key>", and "Bearer" in place of "Token", as InvenTree does."""

    def get_model(self) -> Any:
        """InvenTree's own tokens."""
        return apps.get_model("users", "ApiToken")

    def authenticate(self, request: Any) -> Any:
        """The user and his token; None where the request names none."""
        keyword = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")[0].rstrip(":").lower()
        self.keyword = "Bearer" if keyword == "bearer" else "Token"
        return super().authenticate(request)

    def authenticate_credentials(self, key: str) -> Any:
        """The user of a key. Raises AuthenticationFailed for one that nobody has."""
        token = self.get_model().objects.select_related("user").filter(key=key, revoked=False).first()
        if token is None or not token.user.is_active:
            raise AuthenticationFailed("Invalid token.")
        return token.user, token


class LoginRequired:
    """Middleware: lets nobody through whom it does not know, not even to an address that does not exist."""

    def __init__(self, get_response: View) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to a request."""
        if not _is_public(request) and not request.user.is_authenticated and not _has_token(request):
            return _refusal(request)
        return self._get_response(request)


def _is_public(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).view_name in PUBLIC
    except Resolver404:
        return False


def _has_token(request: Any) -> bool:
    try:
        found = ApiTokenAuthentication().authenticate(request)
    except AuthenticationFailed:
        return False
    if found is None:
        return False
    request.user = found[0]
    return True


def _refusal(request: HttpRequest) -> HttpResponse:
    """As InvenTree answers: the API with a status, pages with the way to the login."""
    if request.path_info.startswith("/api/"):
        return JsonResponse({"detail": _ANSWER}, status=401, headers={"WWW-Authenticate": "Token"})
    if request.path_info.startswith(f"/{PLUGIN_BASE}/") and since("1.2"):
        return HttpResponse("Unauthorized", status=401, content_type="text/plain")
    return redirect_to_login(request.get_full_path())


class ContentSecurityPolicy:
    """Middleware: says what the runtime's own pages may load. Pages of plugins say it themselves."""

    def __init__(self, get_response: View) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to a request."""
        response = self._get_response(request)
        if not request.path_info.startswith(f"/{PLUGIN_BASE}/"):
            has_scripts = request.path_info.startswith(("/api/", "/admin/"))
            response.headers.setdefault(
                "Content-Security-Policy", _SCRIPTS_POLICY if has_scripts else _PAGES_POLICY
            )
        return response


class IsStaffOrReads(permissions.IsAuthenticated):
    """Whoever is logged in reads; only the staff writes."""

    def has_permission(self, request: Any, view: Any) -> bool:
        """Whether this request may."""
        reads = request.method in permissions.SAFE_METHODS
        return super().has_permission(request, view) and (reads or request.user.is_staff)


class IsSuperuser(permissions.IsAuthenticated):
    """Only the administrator."""

    def has_permission(self, request: Any, view: Any) -> bool:
        """Whether this request may."""
        return super().has_permission(request, view) and request.user.is_superuser
