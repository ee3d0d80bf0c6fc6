"""The Django settings of the runtime, as a function of what it is asked to do."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from flake8_inventree_plugin.inventree.catalogue import module_releases
from flake8_inventree_plugin.runtime.request import Request

# InvenTree's own apps of which the runtime has models; a release has only some of them.
_SERVER_APPS = (
    "InvenTree",
    "common",
    "plugin",
    "users",
    "company",
    "part",
    "stock",
    "build",
    "order",
    "label",
    "report",
    "machine",
)
_FRAMEWORK_APPS = (
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_q",
)


def settings_for(request: Request) -> dict[str, Any]:
    """The settings; only loopback is served, and nothing is written outside the scratch folder."""
    scratch = Path(request.scratch)
    apps = [app for app in _SERVER_APPS if request.release in module_releases(app)]
    return {
        "INVENTREE_RELEASE": request.release,
        "BASE_DIR": scratch,
        "DEBUG": False,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        "SITE_URL": f"http://127.0.0.1:{request.port}" if request.port else "http://127.0.0.1",
        "INSTALLED_APPS": [*apps, *_FRAMEWORK_APPS],
        # All apps but those of plugins get their tables without migrations, which is quicker.
        "MIGRATION_MODULES": {app.rpartition(".")[2]: None for app in (*apps, *_FRAMEWORK_APPS)},
        "DATABASES": {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(scratch / "database.sqlite3"),
                # Requests and tasks wait for each other instead of failing.
                "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
            }
        },
        "DEFAULT_AUTO_FIELD": "django.db.models.AutoField",
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "flake8_inventree_plugin.runtime.web.access.ContentSecurityPolicy",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "flake8_inventree_plugin.runtime.web.access.LoginRequired",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            "flake8_inventree_plugin.runtime.web.failures.RecordFailures",
        ],
        "ROOT_URLCONF": "InvenTree.urls",
        "TEMPLATES": [_templates()],
        "STATIC_URL": "/static/",
        "STATIC_ROOT": str(scratch / "static"),
        "MEDIA_URL": "/media/",
        "MEDIA_ROOT": str(scratch / "media"),
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        "LOGIN_URL": "/login/",
        "LOGIN_REDIRECT_URL": "/",
        # Cookies do not know ports, and there may be several servers.
        "SESSION_COOKIE_NAME": f"sessionid_{request.port}",
        "LANGUAGE_CODE": "en-us",
        "TIME_ZONE": "UTC",
        "USE_TZ": True,
        "LOGGING_CONFIG": None,
        "REST_FRAMEWORK": {
            "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
            "DEFAULT_AUTHENTICATION_CLASSES": [
                "flake8_inventree_plugin.runtime.web.access.ApiTokenAuthentication",
                "rest_framework.authentication.SessionAuthentication",
                "flake8_inventree_plugin.runtime.framework.authentication.ApiTokenAuthentication",
            ],
        },
        "Q_CLUSTER": {"name": "InvenTree", "orm": "default", "retry": 600, "timeout": 300, "max_attempts": 5},
        # On a server, an administrator runs them.
        "RUN_PLUGIN_MIGRATIONS": request.mode == "try",
        **_switches(),
    }


def _switches() -> dict[str, Any]:
    """What a server's administrator switches, so that all mixins work."""
    return {
        "PLUGINS_ENABLED": True,
        "PLUGINS_INSTALL_DISABLED": True,
        "PLUGIN_TESTING": False,
        "PLUGIN_TESTING_SETUP": False,
        "PLUGIN_TESTING_EVENTS": True,
        "PLUGINS_MANDATORY": [],
        "TESTING": False,
        "CUSTOM_LOGO": None,
        "CUSTOM_SPLASH": None,
        "CUSTOMIZE": {},
        "GLOBAL_SETTINGS_OVERRIDES": {},
    }


def _templates() -> dict[str, Any]:
    """Templates of the runtime come first, so that no plugin replaces one; then those of plugins."""
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(Path(__file__).parent / "web" / "templates")],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "loaders": [
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
                "flake8_inventree_plugin.runtime.framework.templates.PluginTemplateLoader",
            ],
            "libraries": {"plugin_extras": "plugin.templatetags.plugin_extras"},
        },
    }
