"""What stands for the parts of InvenTree that the runtime does not have.

A plugin may import them, inherit from them and name them in annotations. Using them raises `NotInRuntime`,
which tells that something was not tried: no defect of the plugin.
"""

from __future__ import annotations

from typing import Any, NoReturn


class NotInRuntime(Exception):  # noqa: N818 - it is no error of the plugin
    """Something of InvenTree was used that the runtime does not have; the text is its dotted name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not in the runtime")
        self.name = name


class Stub:
    """The base class of classes whose base is a placeholder."""

    def __init__(self, *_: object, **__: object) -> None:
        raise NotInRuntime(self._placeholder_name)

    _placeholder_name = ""


class Placeholder:
    """Stands for one object. Its attributes are placeholders too, so that a chain of names can be written."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return f"<placeholder of {self._name}>"

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        """The class to inherit from instead, an ordinary one: it gets along with any metaclass."""
        return (type(self._name.rpartition(".")[2], (Stub,), {"_placeholder_name": self._name}),)

    def __getattr__(self, name: str) -> Placeholder:
        if name.startswith("__"):
            raise AttributeError(name)
        if name.startswith("_"):
            raise NotInRuntime(f"{self._name}.{name}")
        return Placeholder(f"{self._name}.{name}")

    def _used(self, *_: object, **__: object) -> NoReturn:
        raise NotInRuntime(self._name)

    __call__ = __bool__ = __iter__ = __len__ = __contains__ = _used
    __getitem__ = __setitem__ = __delitem__ = __enter__ = _used
    __lt__ = __le__ = __gt__ = __ge__ = __int__ = __float__ = __index__ = _used
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __str__ = _used

    def __exit__(self, *_: object) -> None:
        """Never reached: entering raises."""

    def __instancecheck__(self, instance: object) -> bool:
        return False

    def __subclasscheck__(self, subclass: type) -> bool:
        return False

    def __or__(self, other: object) -> Any:
        return self

    __ror__ = __or__


def placeholder(name: str) -> Any:
    """What stands for an object of InvenTree; for an exception a class, as `except` takes nothing else."""
    last = name.rpartition(".")[2]
    if last.endswith(("Error", "Exception")):
        return type(last, (Exception,), {"__module__": name.rpartition(".")[0]})
    return Placeholder(name)
