"""SingleNotificationMethod: a way to notify users one by one, up to 0.17."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Consequence, Contract, Need, overriding
from flake8_inventree_plugin.inventree.releases import ReleaseSet

_RELEASES = ReleaseSet.since("0.7") & ReleaseSet.before("1.0")
NOT_SENT = "the method is left out whenever something is to be sent"
METHOD_NAME = Need(("METHOD_NAME",), (Consequence(_RELEASES, NOT_SENT),), raises="NotImplementedError")

CONTRACT = Contract(
    "SingleNotificationMethod",
    needs=(
        METHOD_NAME,
        overriding("SingleNotificationMethod", "get_targets", NOT_SENT, raises="NotImplementedError"),
        overriding("SingleNotificationMethod", "send", NOT_SENT, raises="NotImplementedError"),
    ),
)
