"""Settings, webhooks, and tables that hang on other models."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from flake8_inventree_plugin.runtime.framework.definitions import Definition
from flake8_inventree_plugin.runtime.framework.models import InvenTreeMetadataModel, MetaMixin
from flake8_inventree_plugin.runtime.framework.release import since
from flake8_inventree_plugin.runtime.framework.webhooks import VerificationMethod, Webhook

__all__ = [
    "Attachment",
    "BaseInvenTreeSetting",
    "CustomUnit",
    "DataOutput",
    "InvenTreeSetting",
    "InvenTreeUserSetting",
    "MetaMixin",
    "NotesImage",
    "NotificationEntry",
    "NotificationMessage",
    "Parameter",
    "ParameterTemplate",
    "PriceBreak",
    "ProjectCode",
    "VerificationMethod",
    "WebhookEndpoint",
    "WebhookMessage",
]


class BaseInvenTreeSetting(models.Model):
    """A value, as text, under a key whose declaration says what it means."""

    SETTINGS: ClassVar[dict[str, dict[str, Any]]] = {}
    typ = ""
    extra_unique_fields: tuple[str, ...] = ()

    key = models.CharField(max_length=50)
    value = models.CharField(max_length=2000, blank=True)

    class Meta:
        """Django's settings of the table."""

        abstract = True

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"

    # By key.

    @classmethod
    def get_setting_definition(cls, key: str, **kwargs: Any) -> dict[str, Any]:
        """What is declared about a setting; empty for an unknown one."""
        return cls.SETTINGS.get(str(key).strip().upper(), {})

    @classmethod
    def definition(cls, key: str, **kwargs: Any) -> Definition:
        """The declaration, with what it means."""
        return Definition(str(key).strip().upper(), cls.get_setting_definition(key, **kwargs))

    @classmethod
    def get_setting_name(cls, key: str, **kwargs: Any) -> str:
        """The name for people."""
        return cls.definition(key, **kwargs).name

    @classmethod
    def get_setting_description(cls, key: str, **kwargs: Any) -> str:
        """The description for people."""
        return cls.definition(key, **kwargs).description

    @classmethod
    def get_setting_default(cls, key: str, **kwargs: Any) -> Any:
        """The value of a setting that was never set."""
        return cls.definition(key, **kwargs).default

    @classmethod
    def get_setting_choices(cls, key: str, **kwargs: Any) -> Any:
        """The values that a setting may have, with their names; None where all are allowed."""
        return cls.definition(key, **kwargs).choices()

    @classmethod
    def get_setting_object(cls, key: str, **kwargs: Any) -> Any:
        """The row of a setting; it is made, with the default, where the setting is declared."""
        key = str(key).strip().upper()
        found = cls._rows(**kwargs).filter(key__iexact=key).first()
        definition = cls.definition(key, **kwargs)
        if found is None and definition.values and kwargs.get("create", True):
            found = cls(key=key, value=definition.text(definition.default), **cls._filters(**kwargs))
            found.save()
        return found

    @classmethod
    def get_setting(cls, key: str, backup_value: Any = None, **kwargs: Any) -> Any:
        """The value of a setting: true or false, a number or a text, as its declaration says."""
        row = cls.get_setting_object(key, **kwargs)
        definition = cls.definition(key, **kwargs)
        if row is None:
            return (
                "" if backup_value is None and not definition.values else (backup_value or definition.default)
            )
        if not row.value and backup_value is not None:
            return backup_value
        return definition.value(row.value)

    @classmethod
    def set_setting(
        cls, key: str, value: Any, change_user: Any = None, create: bool = True, **kwargs: Any
    ) -> None:
        """Set a setting. A user who is no member of the staff changes nothing.

        Raises ValidationError for a value that the declaration does not allow.
        """
        if change_user is not None and not change_user.is_staff:
            return
        key = str(key).strip().upper()
        row = cls._rows(**kwargs).filter(key__iexact=key).first()
        if row is None:
            if not create:
                return
            row = cls(key=key, **cls._filters(**kwargs))
        row.value = cls.definition(key, **kwargs).text(value)
        row.save()

    @classmethod
    def _filters(cls, **kwargs: Any) -> dict[str, Any]:
        return {name: kwargs.get(name) for name in cls.extra_unique_fields}

    @classmethod
    def _rows(cls, **kwargs: Any) -> Any:
        return cls.objects.filter(**cls._filters(**kwargs))

    # Of one row.

    @property
    def declaration(self) -> Definition:
        """What is declared about this setting."""
        return self.definition(self.key, **{name: getattr(self, name) for name in self.extra_unique_fields})

    @property
    def name(self) -> str:
        """The name for people."""
        return self.declaration.name

    @property
    def description(self) -> str:
        """The description for people."""
        return self.declaration.description

    @property
    def units(self) -> str:
        """The unit of the value."""
        return str(self.declaration.values.get("units", ""))

    @property
    def default_value(self) -> Any:
        """The value of a setting that was never set."""
        return self.declaration.default

    @property
    def protected(self) -> bool:
        """Whether the value is shown to nobody."""
        return self.declaration.protected

    @property
    def required(self) -> bool:
        """Whether the plugin needs a value."""
        return bool(self.declaration.values.get("required", False))

    def choices(self) -> Any:
        """The values that are allowed, with their names, or None."""
        return self.declaration.choices()

    def valid_options(self) -> list[Any] | None:
        """The values that are allowed, or None."""
        choices = self.choices()
        return None if choices is None else [choice[0] for choice in choices]

    def is_choice(self) -> bool:
        """Whether only some values are allowed."""
        return self.choices() is not None

    def setting_type(self) -> str:
        """boolean, integer, related field or string."""
        return self.declaration.kind

    def is_bool(self) -> bool:
        """Whether the value is true or false."""
        return self.setting_type() == "boolean"

    def is_int(self) -> bool:
        """Whether the value is a number."""
        return self.setting_type() == "integer"

    def as_bool(self) -> bool:
        """The value as truth."""
        return Definition.is_true(self.value)

    def as_int(self) -> int:
        """The value as number, or the default."""
        try:
            return int(self.value)
        except ValueError:
            return int(self.default_value or 0)

    def clean(self) -> None:
        """Raise ValidationError for a value that the declaration does not allow."""
        super().clean()
        declaration = self.declaration
        longest = 2000 if since("0.12") else 200
        if len(self.key) > 50:
            raise ValidationError({"key": "The key of a setting has at most 50 characters"})
        if len(str(self.value)) > longest:
            raise ValidationError({"value": f"The value of a setting has at most {longest} characters"})
        declaration.validate(self.value)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Check and store the value; calls what the declaration wants to be called before and after."""
        self.clean()
        self.declaration.notify("before_save", self)
        super().save(*args, **kwargs)
        self.declaration.notify("after_save", self)


class InvenTreeSetting(BaseInvenTreeSetting):
    """A setting of the server."""

    typ = "inventree"
    SETTINGS = {
        name: {"name": name.replace("_", " ").capitalize(), "validator": bool, "default": True}
        for name in (
            "ENABLE_PLUGINS_URL",
            "ENABLE_PLUGINS_NAVIGATION",
            "ENABLE_PLUGINS_APP",
            "ENABLE_PLUGINS_SCHEDULE",
            "ENABLE_PLUGINS_EVENTS",
            "ENABLE_PLUGINS_INTERFACE",
            "ENABLE_PLUGINS_MAILS",
            "BARCODE_ENABLE",
            "REPORT_ENABLE",
            "LABEL_ENABLE",
        )
    } | {
        "INVENTREE_INSTANCE": {"name": "Server instance name", "default": "InvenTree"},
        "INVENTREE_COMPANY_NAME": {"name": "Company name", "default": "My company name"},
        "INVENTREE_BASE_URL": {"name": "Base URL", "default": ""},
        "INVENTREE_DEFAULT_CURRENCY": {"name": "Default currency", "default": "USD"},
        "INVENTREE_DOWNLOAD_FROM_URL": {"name": "Download from URL", "validator": bool, "default": False},
        "INVENTREE_DOWNLOAD_IMAGE_MAX_SIZE": {"name": "Download limit", "validator": int, "default": 1},
        "INVENTREE_DOWNLOAD_FROM_URL_USER_AGENT": {"name": "User agent", "default": ""},
        "CURRENCY_CODES": {"name": "Supported currencies", "default": "AUD,CAD,CNY,EUR,GBP,JPY,NZD,USD"},
        "CURRENCY_UPDATE_PLUGIN": {"name": "Currency update plugin", "default": ""},
        "BARCODE_GENERATION_PLUGIN": {"name": "Barcode generation plugin", "default": ""},
        "LABEL_DPI": {"name": "Resolution of labels", "validator": int, "default": 300},
    }

    key = models.CharField(max_length=50, unique=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "common"


class InvenTreeUserSetting(BaseInvenTreeSetting):
    """A setting of a user."""

    typ = "user"
    extra_unique_fields = ("user",)
    SETTINGS: ClassVar[dict[str, dict[str, Any]]] = {
        "LABEL_DEFAULT_PRINTER": {"name": "Default label printer", "default": ""},
        "DATE_DISPLAY_FORMAT": {"name": "Date format", "default": "YYYY-MM-DD"},
    }

    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE)

    class Meta:
        """Django's settings of the table."""

        app_label = "common"
        unique_together = (("key", "user"),)


class WebhookEndpoint(Webhook):
    """An address to which others send messages."""

    endpoint_id = models.CharField(max_length=255, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=255, blank=True, null=True)
    active = models.BooleanField(default=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, blank=True, null=True)
    token = models.CharField(max_length=255, blank=True, null=True, default=uuid.uuid4)
    secret = models.CharField(max_length=255, blank=True, null=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "common"


class WebhookMessage(models.Model):
    """A message that was received."""

    message_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    host = models.CharField(max_length=255)
    header = models.TextField(blank=True, null=True)
    body = models.JSONField(blank=True, null=True)
    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.SET_NULL, blank=True, null=True)
    worked_on = models.BooleanField(default=False)

    class Meta:
        """Django's settings of the table."""

        app_label = "common"


class PriceBreak(MetaMixin):
    """A price from a quantity on."""

    quantity = models.DecimalField(
        max_digits=15, decimal_places=5, default=1, validators=[MinValueValidator(1)]
    )
    price = models.DecimalField(max_digits=19, decimal_places=6, null=True)
    price_currency = models.CharField(max_length=3, default="USD")

    class Meta:
        """Django's settings of the table."""

        abstract = True


class NotificationEntry(MetaMixin):
    """A notification that was sent."""

    key = models.CharField(max_length=250)
    uid = models.IntegerField()

    class Meta:
        """Django's settings of the table."""

        app_label = "common"
        unique_together = (("key", "uid"),)


class NotificationMessage(models.Model):
    """A message in a user's list."""

    target_object_id = models.PositiveIntegerField(null=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True)
    category = models.CharField(max_length=250)
    name = models.CharField(max_length=250)
    message = models.CharField(max_length=250, blank=True, null=True)
    creation = models.DateTimeField(auto_now_add=True)
    read = models.BooleanField(default=False)

    class Meta:
        """Django's settings of the table."""

        app_label = "common"


class ProjectCode(InvenTreeMetadataModel):
    """A code for orders of one project."""

    code = models.CharField(max_length=50, unique=True)
    description = models.CharField(max_length=200, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "common"

    def __str__(self) -> str:
        return self.code


class CustomUnit(models.Model):
    """A unit that an administrator added."""

    name = models.CharField(max_length=50, unique=True)
    symbol = models.CharField(max_length=10, blank=True)
    definition = models.CharField(max_length=50)

    class Meta:
        """Django's settings of the table."""

        app_label = "common"


class NotesImage(models.Model):
    """An image in somebody's notes."""

    image = models.FileField(upload_to="notes")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)
    date = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "common"


class Attachment(InvenTreeMetadataModel):
    """A file or a link that hangs on another object."""

    model_type = models.CharField(max_length=100)
    model_id = models.PositiveIntegerField()
    attachment = models.FileField(upload_to="attachments", null=True, blank=True)
    link = models.URLField(max_length=2000, null=True, blank=True)
    comment = models.CharField(max_length=250, blank=True)
    upload_user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)
    upload_date = models.DateField(auto_now_add=True, null=True)
    file_size = models.PositiveIntegerField(default=0)

    class Meta:
        """Django's settings of the table."""

        app_label = "common"


class ParameterTemplate(InvenTreeMetadataModel):
    """What a parameter is called."""

    name = models.CharField(max_length=100, unique=True)
    units = models.CharField(max_length=25, blank=True)
    description = models.CharField(max_length=250, blank=True)
    checkbox = models.BooleanField(default=False)
    choices = models.CharField(max_length=5000, blank=True)
    enabled = models.BooleanField(default=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "common"

    def __str__(self) -> str:
        return self.name


class Parameter(InvenTreeMetadataModel):
    """A parameter of another object."""

    model_type = models.ForeignKey("contenttypes.ContentType", on_delete=models.CASCADE)
    model_id = models.PositiveIntegerField()
    template = models.ForeignKey(ParameterTemplate, on_delete=models.CASCADE, related_name="parameters")
    data = models.CharField(max_length=500)
    data_numeric = models.FloatField(default=None, null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "common"
        unique_together = (("model_type", "model_id", "template"),)


class DataOutput(models.Model):
    """A file that is made in the background."""

    created = models.DateField(auto_now_add=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True)
    total = models.PositiveIntegerField(default=1)
    progress = models.PositiveIntegerField(default=0)
    complete = models.BooleanField(default=False)
    output_type = models.CharField(max_length=100, blank=True, null=True)
    template_name = models.CharField(max_length=100, blank=True, null=True)
    plugin = models.CharField(max_length=100, blank=True, null=True)
    output = models.FileField(upload_to="data_output", blank=True, null=True)
    errors = models.JSONField(blank=True, null=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "common"

    def mark_complete(self, progress: int = 100, output: Any = None) -> None:
        """The file is there."""
        self.complete, self.progress, self.output = True, progress, output
        self.save()

    def mark_failure(self, error: Any = None) -> None:
        """There will be no file."""
        self.complete, self.errors = False, {"error": str(error)}
        self.save()
