"""All contracts, and all that a plugin breaks of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

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
from flake8_inventree_plugin.inventree.contracts.contract import Kind, Violation, inherited, reached
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


NOTIFICATION_METHODS = frozenset({"BulkNotificationMethod", "SingleNotificationMethod"})
"""What `plugin.mixins` exports that is no mixin: classes inherit from it that need be no plugin."""


def violations(plugin: PluginUnderTest) -> Iterator[Violation]:
    """How a plugin breaks the contracts of its mixins, or behaves as if it had one that it has not."""
    mixins = reached(plugin)
    if methods := mixins & NOTIFICATION_METHODS:
        for method in methods:
            yield from CONTRACTS[method].violations(plugin)
        return
    yield from base.check(plugin)
    missing = set()
    heirless = mixins.difference(*map(inherited, mixins))
    for mixin in sorted(mixins):
        contract = CONTRACTS[mixin]
        # A mixin that inherits from another one brings what that needs.
        for violation in contract.violations(plugin) if mixin in heirless else contract.flaws(plugin):
            if violation.kind is Kind.MISSING_COMPANION:
                missing.add(violation.member)
            yield violation
    yield from _idleness(plugin, heirless)
    for mixin, contract in CONTRACTS.items():
        if mixin not in mixins and mixin not in missing:
            yield from contract.strays(plugin)
    yield from app.check_without(plugin)


def _idleness(plugin: PluginUnderTest, mixins: Collection[str]) -> Iterator[Violation]:
    """The mixins of which nothing is used, neither by the plugin nor by another mixin."""
    idle = {mixin: list(CONTRACTS[mixin].idleness(plugin)) for mixin in sorted(mixins)}
    used: set[str] = set()
    for mixin, violations_of_it in idle.items():
        if not violations_of_it:
            used.update(CONTRACTS[mixin].companions)
    for mixin, violations_of_it in idle.items():
        if mixin not in used:
            yield from violations_of_it
