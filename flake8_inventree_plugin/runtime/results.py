"""What the server can use of what a hook returns: half sentences on what is wrong, "" where nothing is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Check = Callable[[Any], str]


def anything(_: Any) -> str:
    """The server does not look at it."""
    return ""


def nothing_or_dictionary(value: Any) -> str:
    """A dictionary, or something false for "not mine"."""
    return (
        "" if not value or isinstance(value, dict) else f"it returns {_kind(value)}, not a dictionary or None"
    )


def list_of_dictionaries(value: Any) -> str:
    """A list of dictionaries, or something false for none."""
    if not value:
        return ""
    if not isinstance(value, (list, tuple)):
        return f"it returns {_kind(value)}, not a list"
    strange = next((item for item in value if not isinstance(item, dict)), None)
    return "" if strange is None else f"it returns a list with {_kind(strange)}, not of dictionaries"


def panels(value: Any) -> str:
    """A list of dictionaries with a title and what to show."""
    found = list_of_dictionaries(value)
    if found:
        return found
    for panel in value or ():
        missing = [key for key in ("title",) if key not in panel]
        if not any(key in panel for key in ("content", "content_template")):
            missing.append("content")
        if missing:
            return f"it returns a panel without {' and '.join(missing)}"
    return ""


def features(value: Any) -> str:
    """A list of user interface features, each with a key."""
    found = list_of_dictionaries(value)
    if found:
        return found
    return "it returns a feature without a key" if any("key" not in item for item in value or ()) else ""


def a_list(value: Any) -> str:
    """A list, or something false for none."""
    return (
        "" if not value or isinstance(value, (list, tuple, set)) else f"it returns {_kind(value)}, not a list"
    )


def a_text(value: Any) -> str:
    """A text, or nothing."""
    return "" if value is None or isinstance(value, str) else f"it returns {_kind(value)}, not a text"


def a_dictionary(value: Any) -> str:
    """A dictionary."""
    return "" if isinstance(value, dict) else f"it returns {_kind(value)}, not a dictionary"


def json_value(value: Any) -> str:
    """Something that an answer of the API can hold."""
    from rest_framework.utils.encoders import JSONEncoder

    try:
        json.dumps(value, cls=JSONEncoder)
    except (TypeError, ValueError) as error:
        return f"it returns {_kind(value)}, which no answer of the API can hold: {error}"
    return ""


def _kind(value: Any) -> str:
    name = type(value).__name__
    return f"an {name}" if name[:1].lower() in "aeiou" else f"a {name}"
