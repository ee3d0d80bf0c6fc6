"""The hash of a barcode."""

from __future__ import annotations

import hashlib
import string


def hash_barcode(barcode_data: object) -> str:
    """MD5 of the printable characters: a name for the barcode, no protection."""
    text = "".join(character for character in str(barcode_data).strip() if character in string.printable)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
