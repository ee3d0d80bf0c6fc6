"""Which texts `datetime.fromisoformat` reads, on which Python, and what a date in another form may mean.

The answers do not depend on the Python that runs the linter. Python 3.7 to 3.10 read what `isoformat` writes;
3.11 widened that to most of ISO 8601.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

PythonVersion = tuple[int, int]

SINCE_3_7: PythonVersion = (3, 7)
SINCE_3_11: PythonVersion = (3, 11)

_MAXIMUM_LENGTH = 100
# Up to 3.10. Between the time and the sign of its offset any one character may stand, and a colon may stand
# for the point before a fraction of a second.
_OLD = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:.([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})(?::(?:[0-9]{3}){1,2}(?=\Z|[+-]))?)?)?"
    r"(?:\.(?:[0-9]{3}){1,2}|[^+-](?=[+-]))?"
    r"([+-][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{6})?)?)?)?",
    re.DOTALL,
)
_NEW = re.compile(
    r"(?:(?P<year>[0-9]{4})(?P<dash>-?)(?P<month>[0-9]{2})(?P=dash)(?P<day>[0-9]{2})"
    r"|(?P<week_year>[0-9]{4})(?P<week_dash>-?)W(?P<week>[0-9]{2})(?:(?P=week_dash)(?P<weekday>[0-9]))?)"
    r"(?:[^0-9](?P<hour>[0-9]{2})"
    r"(?:(?P<colon>:?)(?P<minute>[0-9]{2})(?:(?P=colon)(?P<second>[0-9]{2}))?)?"
    r"(?:[.,](?P<fraction>[0-9]+))?(?P<zone>Z| ?[+-][0-9:.,]+)?)?",
    re.DOTALL,
)
_ZONE = re.compile(r"([0-9]{2})(?:(:?)([0-9]{2})(?:\2([0-9]{2}))?)?(?:[.,]([0-9]+))?")
_YEAR_FIRST = re.compile(r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")


def readable_since(text: str) -> PythonVersion | None:
    """The oldest Python whose `datetime.fromisoformat` reads a text, None where none does."""
    if len(text) > _MAXIMUM_LENGTH:
        return None
    if _is_old_form(text):
        return SINCE_3_7
    return SINCE_3_11 if _read_new_form(text) is not None else None


def in_iso_form(text: str) -> str | None:
    """A date that is written in another form as every Python reads it; None where its meaning is in doubt.

    "22.02.2222" can only be the 22nd of February; "05/06/2023" may be in May or in June.
    """
    text = text.strip()
    if len(text) > _MAXIMUM_LENGTH:
        return None
    if _is_old_form(text):
        return text
    value = _read_new_form(text)
    if value is not None:
        return value.isoformat()
    if match := _YEAR_FIRST.fullmatch(text):
        return _iso(int(match[1]), int(match[3]), int(match[4]))
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if first > 12 or first == second:
            return _iso(year, second, first)
        if second > 12:
            return _iso(year, first, second)
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _is_old_form(text: str) -> bool:
    match = _OLD.fullmatch(text)
    if match is None:
        return False
    year, month, day, hour, minute, second = (int(number or 0) for number in match.groups()[:6])
    if match[7] is not None and _offset(match[7]) is None:
        return False
    try:
        datetime(year, month, day, hour, minute, second)
    except ValueError:
        return False
    return True


def _read_new_form(text: str) -> date | datetime | None:
    match = _NEW.fullmatch(text)
    if match is None:
        return None
    try:
        if match["week"]:
            day = date.fromisocalendar(
                int(match["week_year"]), int(match["week"]), int(match["weekday"] or 1)
            )
        else:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        if match["hour"] is None:
            return day
        hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
        zone = None
        if match["zone"]:
            offset = timedelta() if match["zone"] == "Z" else _offset(match["zone"].strip())
            if offset is None:
                return None
            zone = timezone(offset)
        microsecond = int((match["fraction"] or "")[:6].ljust(6, "0"))
        return datetime(day.year, day.month, day.day, hour, minute, second, microsecond, zone)
    except ValueError:
        return None


def _offset(text: str) -> timedelta | None:
    """The offset that a sign and a time spell, None where that is no offset: it must be less than a day."""
    match = _ZONE.fullmatch(text[1:])
    if match is None:
        return None
    hours, minutes, seconds = (int(match[group] or 0) for group in (1, 3, 4))
    microseconds = int((match[5] or "")[:6].ljust(6, "0"))
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=microseconds)
    if offset >= timedelta(days=1):
        return None
    return -offset if text[0] == "-" else offset
