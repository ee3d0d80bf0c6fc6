"""MailMixin: see mails that the server sends and receives."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract, overriding

CONTRACT = Contract(
    "MailMixin",
    marks=("process_mail_in", "process_mail_out"),
    needs=(
        overriding("MailMixin", "process_mail_out", "every mail that is sent logs an error"),
        overriding("MailMixin", "process_mail_in", "every mail that is received logs an error"),
    ),
)
