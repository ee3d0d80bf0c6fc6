"""Bytes of a Python file -> facts; whatever the bytes are, this never raises.

The file is read as Python reads it (PEP 263), screened, parsed once with libcst, and collected.
"""

from __future__ import annotations

import codecs
import io
import re
import tokenize
from typing import NamedTuple

from flake8_inventree_plugin.garbage import uncollected
from flake8_inventree_plugin.source.facts import FileFacts
from flake8_inventree_plugin.source.lines import Lines

# Every character that Python's syntax is made of, and two escapes that some codecs would evaluate.
_ASCII = bytes(range(32, 127)).replace(b"\\", b"") + b"\t\n\f\r \\u0041 \\x41"
_LAST_TOKEN = re.compile(r"(?:\w+|[^\w\s])\Z")
_UNFINISHED = re.compile("never closed|unterminated")
_PLACE = re.compile(r"error at (\d+):(\d+)")


class DecodingError(ValueError):
    """Bytes that are no text in the encoding they declare; `line` and `column` tell where."""

    def __init__(self, line: int, column: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.column = column
        self.reason = reason


class Decoded(NamedTuple):
    """The text of a file without its byte order mark, line ends as they are; its encoding; the mark."""

    text: str
    encoding: str
    bom: bytes


def decode(data: bytes) -> Decoded:
    """The text of a Python file, as PEP 263 says.

    Raises DecodingError, a ValueError, where Python would refuse the bytes.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DecodingError(1, 1, "the file is UTF-16, which Python does not read; save it as UTF-8")
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    content = data[len(bom) :]
    try:
        found, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        if "unknown" not in str(error):
            # The first two lines may not be UTF-8: where?
            _decode_with(content, "utf-8")
        raise DecodingError(1, 1, str(error)) from None
    encoding = "utf-8" if found == "utf-8-sig" else found
    if encoding not in ("utf-8", "iso-8859-1"):
        try:
            is_ascii = _ASCII.decode(encoding) == _ASCII.decode("ascii")
        except (LookupError, UnicodeError):
            is_ascii = False
        if not is_ascii:
            raise DecodingError(1, 1, f"{encoding} is no encoding for Python source")
    return Decoded(_decode_with(content, encoding), encoding, bom)


def _decode_with(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, "replace")
        reason = f"byte 0x{content[error.start]:02x} is not {encoding}"
        raise DecodingError(*Lines(before).position(len(before)), reason) from None
    except UnicodeError as error:
        raise DecodingError(1, 1, f"not {encoding}: {error}") from None


def read_facts(data: bytes) -> FileFacts:
    """The facts of a file; `FileFacts.error` tells where and why where it cannot be read."""
    # A run that only decodes need not compile the patterns of the screen.
    from flake8_inventree_plugin.source.screen import MAXIMUM_BYTES, screen

    if len(data) > MAXIMUM_BYTES:
        return FileFacts(error=(1, 1, f"the file is larger than {MAXIMUM_BYTES} bytes", False))
    try:
        text = decode(data).text
    except DecodingError as error:
        return FileFacts(error=(error.line, error.column, error.reason, False))
    if "\0" in text:
        return FileFacts(
            error=(*Lines(text).position(text.index("\0")), "source code holds a NUL byte", False)
        )
    if refused := screen(text):
        # Python's own compiler may overflow the stack, too, of what is nested much deeper.
        too_deep = screen(text, times=5) is not None
        return FileFacts(error=(*refused, False)) if too_deep else _unreadable(text, refused)
    return _collected(text)


def _collected(text: str) -> FileFacts:
    import libcst

    from flake8_inventree_plugin.source.collect import collect
    from flake8_inventree_plugin.source.cursor import MisalignedError

    try:
        with uncollected():
            return collect(libcst.parse_module(text), text)
    except libcst.ParserSyntaxError as error:
        return _unreadable(text, (*_place(error, text), "libcst cannot read what stands here"))
    except MisalignedError as error:
        place = Lines(text).position(error.offset)
        return _unreadable(text, (*place, "libcst reads something else than what stands here"))
    except RecursionError:
        return _unreadable(text, (1, 1, "the code is nested too deep for the parser"))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        # libcst's native code panics with an exception that is no Exception.
        return _unreadable(text, (1, 1, f"libcst fails: {type(error).__name__}"))


def _place(error: object, text: str) -> tuple[int, int]:
    """Where libcst's parser stopped. Only the text of its message tells, and it names the token behind."""
    match = _PLACE.search(str(getattr(error, "message", "")))
    if match is None:
        return 1, 1
    lines = Lines(text)
    line = min(int(match.group(1)), len(lines.starts))
    before = text[: lines.starts[line - 1] + int(match.group(2))].rstrip(" \t\f\r\n\\")
    token = _LAST_TOKEN.search(before, lines.starts[lines.position(len(before))[0] - 1])
    return lines.position(token.start() if token else len(before))


def _unreadable(text: str, place: tuple[int, int, str]) -> FileFacts:
    """The error of a text that our parser cannot read; where Python cannot either, Python tells why."""
    import warnings

    lines = Lines(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<plugin>", "exec", dont_inherit=True)
    except SyntaxError as error:
        if error.lineno is None or not 1 <= error.lineno <= len(lines.starts):
            return FileFacts(error=(place[0], place[1], error.msg, False))
        if error.lineno < place[0] and not _UNFINISHED.search(error.msg):
            # libcst read on beyond that place: it only knows a newer grammar.
            return FileFacts(error=(place[0], place[1], "invalid syntax", False))
        width = len(lines.line(error.lineno).rstrip("\r\n"))
        column = min(max(error.offset or 1, 1), width + 1)
        return FileFacts(error=(error.lineno, column, error.msg, False))
    except Exception:
        # Too much for Python, too.
        return FileFacts(error=(*place, False))
    return FileFacts(error=(*place, True))
