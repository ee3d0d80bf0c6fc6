"""JSON that any parser reads, whatever the plugin's texts are, and whatever log it ends up in."""

from __future__ import annotations

import json
from typing import Any

from flake8_inventree_plugin.reports.escaping import LOG_COMMAND


def json_text(value: Any) -> str:
    """A value as JSON in ASCII, ending with a line feed.

    Strict parsers refuse a lone surrogate, which a path that is not UTF-8 has; it becomes text.
    """
    # Only strings can hold the beginning of a log command; "#" may be written as an escape in any of them.
    return LOG_COMMAND.sub(r"#\\u0023", json.dumps(_without_surrogates(value), indent=2)) + "\n"


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    return [_without_surrogates(item) for item in value] if isinstance(value, (list, tuple)) else value
