"""Machines, as plugins import them."""

from flake8_inventree_plugin.runtime.framework.machines import BaseDriver, BaseMachineType, MachineStatus

__all__ = ["BaseDriver", "BaseMachineType", "MachineStatus"]
