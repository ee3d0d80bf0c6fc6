"""Which dates a server reads, held against `datetime.fromisoformat` where the Python at hand allows it."""

from __future__ import annotations

import sys
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_inventree_plugin.rules.iso_dates import SINCE_3_7, SINCE_3_11, in_iso_form, readable_since

_EVERYWHERE = [
    "2222-02-22",
    "2024-02-29",
    "0001-01-01",
    "9999-12-31",
    "2022-02-22T12",
    "2022-02-22 12:30",
    "2022-02-22T12:30:10",
    "2022-02-22T12:30:10.123",
    "2022-02-22T12:30:10.123456",
    "2023-02-16T20:55:08.914461+00:00",
    "2022-02-22T12:30:10-23:59:59.999999",
    "2022-02-22T12+01:00",
    "2022-02-22T12:30:10+01:00:30",
    "2022-02-22é12",
    "2022-02-22\x0012",
    "2025-10-01:00:00",
    # Not documented, but so it is.
    "2022-02-22T12.123",
    "2022-02-22T12:30:10:123",
    "2022-02-22T12:30:10 +01:00",
    "2022-02-22T12:+01:00",
    "2022-02-22T12:30:10+00:99",
]
_SINCE_3_11 = [
    "20220222",
    "2022-W08",
    "2022W08",
    "2022-W08-2",
    "2022W082",
    "2022-W08-2T12",
    "2022W08T12",
    "20220222T1230",
    "20220222 123010",
    "2022-02-22T12:30Z",
    "2022-02-22T12:30:10.5",
    "2022-02-22T12:30:10,5Z",
    "2022-02-22T12:30:10.1234567",
    "2022-02-22T12:30:10+0100",
    "2022-02-22 12:30:10 +0100",
    "2022-02-22T12+01",
    "2022-02-22T12:30:10+01:00.123",
]
_NOWHERE = [
    "",
    " ",
    "22.02.2222",
    "2022-2-22",
    "2022/02/22",
    "2023-02-30",
    "2023-02-29",
    "2023-13-01",
    "0000-01-01",
    "2022-02",
    "2022",
    "2022-053",
    "2022-02-22T",
    "2022-02-22Z",
    "2022-02-22T12:",
    "2022-02-22T25",
    "2022-02-22T24:00",
    "2022-02-22T12:60",
    "2022-02-22T12:30:60",
    "2022-02-22T12:30:10+24:00",
    "2022-02-22T12:30:10-",
    "2022-02-22T12z",
    "2022-02-22T12:30:10.",
    "2022-02-22T1230:10",
    "202202-22",
    "2022-0222",
    "2022W08-2",
    "2022-W0812",
    "2022-W53-1",
    "2022-W08-0",
    "20230230",
    " 2022-02-22",
    "2022-02-22 ",
    "2022-02-22\n",
    "٢٠٢٢-02-22",
    "22 February 2222",
    "unreleased",
    "2222-02-22 " + "0" * 1000 + "x",
]


@pytest.mark.parametrize("text", _EVERYWHERE)
def test_read_by_every_python(text: str) -> None:
    assert readable_since(text) == SINCE_3_7
    datetime.fromisoformat(text)


@pytest.mark.parametrize("text", _SINCE_3_11)
def test_read_since_3_11(text: str) -> None:
    assert readable_since(text) == SINCE_3_11
    if sys.version_info >= (3, 11):
        datetime.fromisoformat(text)
    else:
        with pytest.raises(ValueError, match="Invalid isoformat"):
            datetime.fromisoformat(text)


# Python 3.14 reads 24:00 as midnight; no release is for that one alone.
_MIDNIGHT = "2022-02-22T24:00"


@pytest.mark.parametrize("text", _NOWHERE)
def test_read_by_no_python(text: str) -> None:
    assert readable_since(text) is None
    if text != _MIDNIGHT or sys.version_info < (3, 14):
        with pytest.raises(ValueError):  # noqa: PT011
            datetime.fromisoformat(text)


def test_what_is_written_is_read() -> None:
    moment = datetime.fromisoformat("2023-02-16T20:55:08.914461+02:00")
    for text in (
        moment.isoformat(),
        moment.date().isoformat(),
        str(moment),
        moment.isoformat(timespec="hours"),
    ):
        assert readable_since(text) == SINCE_3_7


_PIECES = st.sampled_from(
    ["2022", "02", "22", "-", ":", ".", "T", "W", "Z", "+", " ", "1", "08", "12", "123", "/", "é"]
)
_NEARLY = st.one_of(
    st.text(alphabet="0123456789-:.+TWZ/ ", max_size=30),
    st.lists(_PIECES, max_size=14).map("".join),
    st.lists(_PIECES, max_size=9).map(lambda pieces: "2022-02-22" + "".join(pieces)),
    st.lists(_PIECES, max_size=6).map(lambda pieces: "2022-02-22T12:30:10" + "".join(pieces)),
    st.datetimes().map(datetime.isoformat),
)


def _is_read(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


@given(_NEARLY)
@pytest.mark.skipif(sys.version_info >= (3, 11), reason="later Pythons read more")
def test_the_old_form_is_what_python_3_10_reads(text: str) -> None:
    assert (readable_since(text) == SINCE_3_7) is _is_read(text)


@given(_NEARLY)
@pytest.mark.skipif(sys.version_info < (3, 11), reason="earlier Pythons read less")
def test_what_we_take_for_readable_is_read(text: str) -> None:
    if readable_since(text) is not None:
        assert _is_read(text)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("22.02.2222", "2222-02-22"),
        ("17/5/2023", "2023-05-17"),
        ("5/17/2023", "2023-05-17"),
        ("5-17-2023", "2023-05-17"),
        ("05.05.2023", "2023-05-05"),
        ("2023/05/17", "2023-05-17"),
        ("2023-5-7", "2023-05-07"),
        ("2023.05.06", "2023-05-06"),
        (" 2023-05-17 ", "2023-05-17"),
        ("20230517", "2023-05-17"),
        ("2022-W08-2", "2022-02-22"),
        ("2022-02-22T12:30Z", "2022-02-22T12:30:00+00:00"),
        ("2022-02-22 12:30:10 +0130", "2022-02-22T12:30:10+01:30"),
        ("2022-02-22T12:30:10,5-0130", "2022-02-22T12:30:10.500000-01:30"),
        # In doubt, or no date at all.
        ("05/06/2023", None),
        ("05.06.2023", None),
        ("2023-02-30", None),
        ("2023/17/05", None),
        ("13.13.2023", None),
        ("30.02.2023", None),
        ("22.02-2222", None),
        ("22.02.22", None),
        ("May 2023", None),
        ("unreleased", None),
        ("", None),
        ("2" * 1000, None),
    ],
)
def test_in_iso_form(text: str, iso: str | None) -> None:
    assert in_iso_form(text) == iso


@given(st.dates(), st.sampled_from("./-"))
def test_a_date_in_another_form_stays_the_same_date(day: date, separator: str) -> None:
    year, month, number = f"{day.year:04}", str(day.month), str(day.day)
    assert in_iso_form(separator.join((year, month, number))) == day.isoformat()
    expected = day.isoformat() if day.day > 12 or day.day == day.month else None
    assert in_iso_form(separator.join((number, month, year))) == expected
    assert in_iso_form(separator.join((month, number, year))) == expected


@given(_NEARLY)
def test_an_iso_form_is_read_everywhere(text: str) -> None:
    iso = in_iso_form(text)
    if iso is not None:
        assert readable_since(iso) == SINCE_3_7
        assert _is_read(iso)
