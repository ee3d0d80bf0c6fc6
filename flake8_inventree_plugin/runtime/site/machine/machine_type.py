"""The base classes of machines."""

from flake8_inventree_plugin.runtime.framework.machines import (
    BaseDriver,
    BaseMachineType,
    MachineProperty,
    MachineStatus,
)

__all__ = ["BaseDriver", "BaseMachineType", "MachineProperty", "MachineStatus"]
