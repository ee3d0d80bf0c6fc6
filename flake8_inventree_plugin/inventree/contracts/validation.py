"""ValidationMixin: accept, refuse or generate what users enter."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract

CONTRACT = Contract(
    "ValidationMixin",
    marks=(
        "validate_model_instance",
        "validate_model_deletion",
        "validate_part_name",
        "validate_part_ipn",
        "validate_part_parameter",
        "validate_batch_code",
        "generate_batch_code",
        "validate_serial_number",
        "convert_serial_to_int",
        "increment_serial_number",
        "get_latest_serial_number",
    ),
    idle="define what it should validate, such as `validate_part_name`",
)
