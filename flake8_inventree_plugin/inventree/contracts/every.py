"""All contracts, and all that a plugin breaks of them."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.inventree.contracts import (
    action,
    api_call,
    app,
    barcode,
    base,
    bulk_notification_method,
    currency_exchange,
    data_export,
    event,
    icon_pack,
    label_printing,
    locate,
    machine_driver,
    mail,
    navigation,
    notification,
    panel,
    report,
    schedule,
    settings,
    settings_content,
    single_notification_method,
    supplier,
    supplier_barcode,
    transition,
    urls,
    user_interface,
    validation,
)
from flake8_inventree_plugin.inventree.contracts.contract import Violation, inherited, reached
from flake8_inventree_plugin.inventree.contracts.plugin import PluginUnderTest

CONTRACTS = {
    module.CONTRACT.mixin: module.CONTRACT
    for module in (
        action,
        api_call,
        app,
        barcode,
        bulk_notification_method,
        currency_exchange,
        data_export,
        event,
        icon_pack,
        label_printing,
        locate,
        machine_driver,
        mail,
        navigation,
        notification,
        panel,
        report,
        schedule,
        settings,
        settings_content,
        single_notification_method,
        supplier,
        supplier_barcode,
        transition,
        urls,
        user_interface,
        validation,
    )
}
"""The contract of each class that `plugin.mixins` exports in some release."""


def violations(plugin: PluginUnderTest) -> Iterator[Violation]:
    """How a plugin breaks the contracts of its mixins, or behaves as if it had one that it has not."""
    mixins = reached(plugin)
    # What another mixin makes use of is not idle.
    used = {companion.mixin for mixin in mixins for companion in CONTRACTS[mixin].companions}
    used = used.union(*map(inherited, mixins))
    yield from base.check(plugin)
    for mixin, contract in CONTRACTS.items():
        if mixin not in mixins:
            yield from contract.strays(plugin)
        else:
            yield from contract.violations(plugin)
            if mixin not in used:
                yield from contract.idleness(plugin)
    yield from app.check_without(plugin)
