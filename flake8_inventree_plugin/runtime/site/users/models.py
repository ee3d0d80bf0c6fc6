"""Owners, tokens and roles."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import models

from flake8_inventree_plugin.runtime.framework.permissions import check_user_permission, check_user_role

__all__ = ["ApiToken", "Owner", "RuleSet", "UserProfile", "check_user_permission", "check_user_role"]


class Owner(models.Model):
    """A user or a group that something belongs to."""

    owner_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, null=True, blank=True)
    owner_id = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "users"
        unique_together = (("owner_type", "owner_id"),)

    def __str__(self) -> str:
        return f"{self.owner} ({self.label()})"

    @classmethod
    def create(cls, obj: Any) -> Any:
        """The owner that stands for a user or a group; it is made."""
        return cls.objects.get_or_create(
            owner_type=ContentType.objects.get_for_model(type(obj)), owner_id=obj.pk
        )[0]

    @classmethod
    def get_owner(cls, user_or_group: Any) -> Any:
        """The owner that stands for a user or a group, or None."""
        if not isinstance(user_or_group, (User, Group)):
            return None
        return cls.create(user_or_group)

    @property
    def owner(self) -> Any:
        """The user or the group."""
        model = self.owner_type.model_class() if self.owner_type else None
        return model and model._default_manager.filter(pk=self.owner_id).first()

    def label(self) -> str:
        """user or group."""
        return str(self.owner_type.model) if self.owner_type else ""

    def is_user_allowed(self, user: Any, include_group: bool = False) -> bool:
        """Whether a user is, or belongs to, the owner."""
        owner = self.owner
        return owner == user or (isinstance(owner, Group) and owner.user_set.filter(pk=user.pk).exists())


class RuleSet(models.Model):
    """What a group may do."""

    name = models.CharField(max_length=50)
    group = models.ForeignKey(Group, related_name="rule_sets", on_delete=models.CASCADE)
    can_view = models.BooleanField(default=False)
    can_add = models.BooleanField(default=False)
    can_change = models.BooleanField(default=False)
    can_delete = models.BooleanField(default=False)

    class Meta:
        """Django's settings of the table."""

        app_label = "users"
        unique_together = (("name", "group"),)


class ApiToken(models.Model):
    """A token of the API."""

    key = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=100, blank=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    revoked = models.BooleanField(default=False)

    class Meta:
        """Django's settings of the table."""

        app_label = "users"


class UserProfile(models.Model):
    """What is known about a user."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    language = models.CharField(max_length=10, blank=True, null=True)
    metadata = models.JSONField(blank=True, null=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "users"
