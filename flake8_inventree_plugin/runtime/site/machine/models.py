"""Machines that were set up."""

from __future__ import annotations

import uuid

from django.db import models


class MachineConfig(models.Model):
    """A machine."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(unique=True, max_length=255)
    machine_type = models.CharField(max_length=255)
    driver = models.CharField(max_length=255)
    active = models.BooleanField(default=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "machine"

    def __str__(self) -> str:
        return self.name
