"""UserInterfaceMixin: panels, dashboards and more for the web interface."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract

CONTRACT = Contract(
    "UserInterfaceMixin",
    marks=(
        "get_ui_features",
        "get_ui_panels",
        "get_ui_dashboard_items",
        "get_ui_navigation_items",
        "get_ui_spotlight_actions",
        "get_ui_primary_actions",
        "get_ui_template_editors",
        "get_ui_template_previews",
    ),
    idle="define what it should show, such as `get_ui_panels`",
)
