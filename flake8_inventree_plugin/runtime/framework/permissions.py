"""Whether a user may do something."""

from __future__ import annotations

from typing import Any

from django.apps import apps


def check_user_role(user: Any, role: Any, permission: str, **_: Any) -> bool:
    """Whether a user has a role: superusers have all, others what their groups have."""
    if user.is_superuser:
        return True
    rules = apps.get_model("users", "RuleSet")._default_manager.filter(
        group__in=user.groups.all(), name=str(getattr(role, "value", role))
    )
    return bool(rules.filter(**{f"can_{permission}": True}).exists())


def check_user_permission(user: Any, model: Any, permission: str, **_: Any) -> bool:
    """Whether a user has a permission on a model."""
    return bool(user.has_perm(f"{model._meta.app_label}.{permission}_{model._meta.model_name}"))
