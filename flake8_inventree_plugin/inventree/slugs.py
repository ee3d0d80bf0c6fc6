"""How an InvenTree server makes the key of a plugin out of its SLUG or NAME."""

from __future__ import annotations

import re


def slugify(text: str) -> str:
    """What Django's `django.utils.text.slugify` makes of a text: lower case ASCII words joined by dashes.

    Letters lose their accents, all other non-ASCII characters are dropped. The rules are those of Django 3.2
    and later, so of every InvenTree release with plugins.
    """
    if not text.isascii():
        import unicodedata

        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    kept = re.sub(r"[^a-z0-9_\s-]", "", text.lower())
    return re.sub(r"[-\s]+", "-", kept).strip("-_")
