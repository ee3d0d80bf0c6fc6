"""MailMixin: the plugin sees mails that come and go."""

from __future__ import annotations

from typing import Any

from flake8_inventree_plugin.runtime.framework.errors import lacking
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL
from flake8_inventree_plugin.runtime.framework.release import as_released


@as_released("plugin.mixins.MailMixin")
class MailMixin:
    """Is called for each mail."""

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "Mail"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("mail", True, MailMixin)  # type: ignore[attr-defined]

    def process_mail_out(self, mail: Any, *args: Any, **kwargs: Any) -> None:
        """Override: a mail goes out."""
        raise lacking(self, "MailMixin", "process_mail_out")

    def process_mail_in(self, mail: Any, *args: Any, **kwargs: Any) -> None:
        """Override: a mail came in."""
        raise lacking(self, "MailMixin", "process_mail_in")


def process(direction: str, mail: Any) -> bool:
    """Tell all plugins of a mail that went "out" or came "in"; true where none failed."""
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    before = len(JOURNAL.problems)
    hook = f"process_mail_{direction}"
    for plugin in REGISTRY.with_mixin("mail"):
        with JOURNAL.guard("hook", "hook", type(plugin), member=hook):
            getattr(plugin, hook)(mail)
    return len(JOURNAL.problems) == before
