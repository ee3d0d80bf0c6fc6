"""Machines: their types, and the drivers that plugins bring."""

from __future__ import annotations

from typing import Any, ClassVar, TypedDict

from rest_framework import serializers

from flake8_inventree_plugin.runtime.framework.statuses import StatusCode


class MachineProperty(TypedDict, total=False):
    """Something that a driver tells about a machine."""

    key: str
    value: Any
    group: str | None
    type: str


class MachineStatus(StatusCode):
    """The status of a machine; subclasses have the values."""


class BaseDriver:
    """The base class of drivers."""

    SLUG: str
    NAME: str
    DESCRIPTION: str
    MACHINE_SETTINGS: ClassVar[dict[str, Any]] = {}
    machine_type: str
    USE_MACHINE_HOOKS = False

    def __init__(self) -> None:
        self._errors: list[Any] = []

    @property
    def errors(self) -> list[Any]:
        """What the driver reported."""
        return self._errors

    def init_driver(self) -> None:
        """Override: called when the driver is found."""

    def init_machine(self, machine: Any) -> None:
        """Override: called for each machine."""

    def update_machine(self, old_machine_state: dict[str, Any], machine: Any) -> None:
        """Override: called when a machine was changed."""

    def restart_machine(self, machine: Any) -> None:
        """Override: restart a machine."""

    def get_machines(self, **kwargs: Any) -> list[Any]:
        """The machines of this driver: here there are none."""
        return []

    def handle_error(self, error: Any) -> None:
        """Remember an error."""
        self._errors.append(error)


class BaseMachineType:
    """The base class of machines."""

    SLUG: str
    NAME: str
    DESCRIPTION: str
    base_driver: type[BaseDriver]
    MACHINE_SETTINGS: ClassVar[dict[str, Any]] = {}
    MACHINE_STATUS: Any = MachineStatus
    default_machine_status: Any = None


class LabelPrinterBaseDriver(BaseDriver):
    """The base class of drivers of label printers."""

    machine_type = "label-printer"
    USE_BACKGROUND_WORKER = True

    class PrintingOptionsSerializer(serializers.Serializer):
        """The options that people can choose; drivers inherit from it."""

        copies = serializers.IntegerField(default=1, min_value=1, max_value=100)

    def print_label(self, machine: Any, label: Any, item: Any, **kwargs: Any) -> None:
        """Override: print one label."""

    def print_labels(self, machine: Any, label: Any, items: Any, **kwargs: Any) -> Any:
        """Override: print several labels."""
        for item in items:
            self.print_label(machine, label, item, **kwargs)

    def get_printing_options_serializer(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The serializer of the options that people can choose, or None."""
        found = self.PrintingOptionsSerializer
        return None if found is None else found(*args, **kwargs)

    @property
    def machine_plugin(self) -> Any:
        """The plugin that prints by way of machines: here there is none."""
        return None


class LabelPrinterStatus(MachineStatus):
    """The status of a label printer."""

    CONNECTED = 100
    UNKNOWN = 101
    PRINTING = 110
    NO_MEDIA = 301
    PAPER_JAM = 302
    DISCONNECTED = 400


class LabelPrinterMachine(BaseMachineType):
    """A label printer."""

    SLUG = "label-printer"
    NAME = "Label Printer"
    DESCRIPTION = "Directly print labels for various items."
    base_driver = LabelPrinterBaseDriver
    MACHINE_STATUS = LabelPrinterStatus
    default_machine_status = LabelPrinterStatus.UNKNOWN


def check_driver(cls: Any) -> None:
    """Raise what the server raises for a class that is no usable driver."""
    _check(cls, BaseDriver, ("SLUG", "NAME", "DESCRIPTION", "machine_type"))
    if issubclass(cls, LabelPrinterBaseDriver):
        own = [
            name
            for name in ("print_label", "print_labels")
            if getattr(cls, name) is not getattr(LabelPrinterBaseDriver, name)
        ]
        if not own:
            raise NotImplementedError(f"`{cls.__name__}` overrides neither print_label nor print_labels")


def check_type(cls: Any) -> None:
    """Raise what the server raises for a class that is no usable type of machines."""
    _check(
        cls,
        BaseMachineType,
        ("SLUG", "NAME", "DESCRIPTION", "base_driver", "MACHINE_STATUS", "default_machine_status"),
    )


def _check(cls: Any, base: type, needed: tuple[str, ...]) -> None:
    if not (isinstance(cls, type) and issubclass(cls, base)):
        raise TypeError(f"{cls!r} is no subclass of {base.__name__}")
    for name in needed:
        if getattr(cls, name, None) is None:
            raise NotImplementedError(f"`{cls.__name__}` has no {name}")
