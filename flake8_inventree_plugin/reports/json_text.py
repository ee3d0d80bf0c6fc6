"""JSON that any parser reads, whatever the plugin's texts are, and whatever log it ends up in."""

from __future__ import annotations

import json
from typing import Any

from flake8_inventree_plugin.reports.escaping import LOG_COMMAND


def json_text(value: Any) -> str:
    """A value as JSON in ASCII, ending with a line feed."""
    # Only strings can hold the beginning of a log command; "#" may be written as an escape in any of them.
    return LOG_COMMAND.sub(r"#\\u0023", json.dumps(value, indent=2)) + "\n"


def without_surrogates(text: str) -> str:
    """Strict parsers refuse a lone surrogate, which a path that is not UTF-8 has; it becomes text."""
    return text.encode("utf-8", "backslashreplace").decode()
