"""Small functions."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from wsgiref.util import FileWrapper

from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.html import strip_tags

from flake8_inventree_plugin.runtime.framework.addresses import (
    construct_absolute_url,
    download_image_from_url,
)
from flake8_inventree_plugin.runtime.framework.barcodes import hash_barcode
from flake8_inventree_plugin.runtime.framework.exceptions import log_error

__all__ = [
    "DownloadFile",
    "WrapWithQuotes",
    "clean_decimal",
    "construct_absolute_url",
    "current_date",
    "current_time",
    "decimal2string",
    "download_image_from_url",
    "extract_int",
    "generateTestKey",
    "getMediaUrl",
    "getStaticUrl",
    "hash_barcode",
    "inheritors",
    "isNull",
    "is_bool",
    "log_error",
    "normalize",
    "pui_url",
    "remove_non_printable_characters",
    "str2bool",
    "str2int",
    "strip_html_tags",
]

_TRUE = ("1", "y", "yes", "t", "true", "ok", "on")
_FALSE = ("0", "n", "no", "none", "f", "false", "off")


def str2bool(text: Any, test: bool = True) -> bool:
    """Whether a text means yes; with `test` false, whether it means no."""
    return str(text).strip().lower() in (_TRUE if test else _FALSE)


def is_bool(text: Any) -> bool:
    """Whether a text means yes or no."""
    return str2bool(text) or str2bool(text, False)


def str2int(text: Any, default: Any = None) -> Any:
    """A text as number, or the default."""
    try:
        return int(text)
    except (TypeError, ValueError):
        return default


def isNull(text: Any) -> bool:  # noqa: N802 - InvenTree's name
    """Whether a text means nothing."""
    return str(text).strip().lower() in ("top", "null", "none", "empty", "false", "-1", "")


def normalize(d: Any) -> Decimal:
    """A number without zeros at its end."""
    number = Decimal(d).normalize()
    exponent = number.as_tuple().exponent
    return number.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else number


def decimal2string(d: Any) -> str:
    """A number as text, without zeros at its end."""
    return f"{normalize(d):f}"


def clean_decimal(number: Any) -> Decimal:
    """A text as number, 0 where it is none."""
    try:
        return normalize(str(number).replace(",", "."))
    except InvalidOperation:
        return Decimal(0)


def extract_int(
    reference: Any, clip: int = 0x7FFFFFFF, try_hex: bool = False, allow_negative: bool = False
) -> int:
    """The first number in a text, or 0."""
    digits = ""
    for character in str(reference):
        if character.isdecimal():
            digits += character
        elif digits:
            break
    return min(int(digits or 0), clip)


def generateTestKey(test_name: str) -> str:  # noqa: N802 - InvenTree's name
    """A name without spaces and special characters."""
    return "".join(
        character for character in str(test_name).lower() if character.isidentifier() or character.isdecimal()
    )


def current_time(local: bool = True) -> datetime:
    """Now."""
    return timezone.localtime() if local else timezone.now()


def current_date() -> date:
    """Today."""
    return timezone.localdate()


def strip_html_tags(value: str, raise_error: bool = True, field_name: str | None = None) -> str:
    """A text without HTML."""
    return str(strip_tags(value)).strip()


def remove_non_printable_characters(value: str, **_: Any) -> str:
    """A text without control characters."""
    return "".join(character for character in value if character.isprintable())


def getStaticUrl(filename: str) -> str:  # noqa: N802 - InvenTree's name
    """The address of a static file."""
    return f"{settings.STATIC_URL}{filename}"


def getMediaUrl(filename: Any) -> str:  # noqa: N802 - InvenTree's name
    """The address of an uploaded file."""
    return f"{settings.MEDIA_URL}{filename}"


def WrapWithQuotes(text: str, quote: str = '"') -> str:  # noqa: N802 - InvenTree's name
    """A text between quotes."""
    return f"{quote}{text.strip(quote)}{quote}"


def DownloadFile(  # noqa: N802 - InvenTree's name
    data: Any, filename: str, content_type: str = "application/text", inline: bool = False
) -> StreamingHttpResponse:
    """An answer that is a file."""
    content = data.encode() if isinstance(data, str) else data
    response = StreamingHttpResponse(FileWrapper(io.BytesIO(content)), content_type=content_type)
    response["Content-Length"] = len(content)
    response["Content-Disposition"] = f"{'inline' if inline else 'attachment'}; filename={filename}"
    return response


def inheritors(cls: Any, subclasses: bool = True) -> set[Any]:
    """The subclasses of a class."""
    found: set[Any] = set()
    for child in cls.__subclasses__():
        found |= {child} | (inheritors(child) if subclasses else set())
    return found


def pui_url(subpath: str) -> str:
    """The address of a page of the web interface."""
    return f"/web/{subpath.lstrip('/')}"
