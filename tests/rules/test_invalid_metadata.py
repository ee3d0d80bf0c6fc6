"""INV111 to INV118: metadata that is there and wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_inventree_plugin.inventree.releases import server_version
from flake8_inventree_plugin.rules.metadata.invalid_license import is_expression, nearest_identifiers
from flake8_inventree_plugin.rules.metadata.invalid_version import is_version
from flake8_inventree_plugin.rules.metadata.invalid_website import is_web_address
from flake8_inventree_plugin.rules.metadata.version_mismatch import is_same_version
from tests.support import codes, findings_of, fixed

IMPORT = "from plugin import InvenTreePlugin\n\n\n"
PLUGIN = f"{IMPORT}class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
LINE = 6
"""The line behind PLUGIN."""

ATTRIBUTES = {
    "INV111": "WEBSITE",
    "INV112": "VERSION",
    "INV113": "PUBLISH_DATE",
    "INV114": "LICENSE",
    "INV118": "MIN_VERSION",
}


@pytest.mark.parametrize(("code", "name"), ATTRIBUTES.items())
@pytest.mark.parametrize(
    "value", ["get()", "imported", "imported.value", "f'{imported}'", "'' + imported", "None", "''"]
)
def test_what_is_not_known_or_not_there_is_not_wrong(code: str, name: str, value: str) -> None:
    files = {"demo.py": f"from elsewhere import imported\n{PLUGIN}    {name} = {value}\n"}
    assert codes(files, code) == []


@pytest.mark.parametrize(("code", "name"), ATTRIBUTES.items())
def test_a_conditional_value_is_not_known(code: str, name: str) -> None:
    files = {"demo.py": f"import sys\n{PLUGIN}    if sys.argv:\n        {name} = 'no such thing'\n"}
    assert codes(files, code) == []


@pytest.mark.parametrize(("code", "name"), ATTRIBUTES.items())
def test_a_wrong_value_stands_on_its_assignment_once(code: str, name: str) -> None:
    files = {
        "values.py": "WRONG = 'no such thing'\n",
        "base.py": f"from values import WRONG\n{IMPORT}class Base(InvenTreePlugin):\n    {name} = WRONG\n",
        "demo.py": "from base import Base\n\n\nclass One(Base):\n    NAME = 'One'\n\n\nclass Two(Base):\n    NAME = 'Two'\n",
    }
    (finding,) = findings_of(files, code)
    assert (finding.path, finding.range) == ("base.py", (6, 5, 6, 13 + len(name)))
    assert finding.message.startswith(f'{name} "no such thing" ')
    assert finding.fix is None


@pytest.mark.parametrize(("code", "name"), ATTRIBUTES.items())
def test_a_long_value_is_cut(code: str, name: str) -> None:
    (finding,) = findings_of({"demo.py": f"{PLUGIN}    {name} = '{'no such thing ' * 100}'\n"}, code)
    assert len(finding.message) < 300


# INV111


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com",
        "http://example.com/",
        "HTTPS://Example.COM/a?b=c#d",
        "https://example.com?x",
        "https://user:secret@example.com:8080/a@b",
        "http://localhost",
        "http://127.0.0.1:8000/x",
        "http://[::1]:8000/x",
        "https://müller.example/ä",
        " https://example.com ",
    ],
)
def test_is_web_address(text: str) -> None:
    assert is_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "example.com",
        "www.example.com",
        "//example.com",
        "/docs",
        "https://",
        "https:///docs",
        "https:example.com",
        "https//example.com",
        "https://?x",
        "https://:80",
        "https://@",
        "https://example.com:port",
        "https://exa mple.com",
        "https://example.com/a b",
        "ftp://example.com",
        "mailto:a@example.com",
        "see https://example.com",
        "",
    ],
)
def test_is_no_web_address(text: str) -> None:
    assert not is_web_address(text)


# INV112, INV117


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "1.2",
        "1.2.3",
        "0.0.0",
        "1.2.3.4",
        "v1.2.3",
        "2024.01.05",
        "1.0rc1",
        "1.0.0-alpha.1",
        "1.0.0-x.y.z+b.1",
        "1!2.0",
    ],
)
def test_is_version(text: str) -> None:
    assert is_version(text)


@pytest.mark.parametrize(
    "text", ["", "latest", "1.x", "1.2.3-", "1..2", "version 1", "1.2.3 beta x", "1.0.0-alpha..1", "1" * 1000]
)
def test_is_no_version(text: str) -> None:
    assert not is_version(text)


def test_a_version_may_be_a_number() -> None:
    assert codes({"demo.py": f"{PLUGIN}    VERSION = 1.2\n"}, "INV112") == []
    assert codes({"demo.py": f"{PLUGIN}    VERSION = (1, 2)\n"}, "INV112") == [f"demo.py:{LINE}:5 INV112"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1.0", "1.0.0", True),
        ("v1.0", "1", True),
        ("1.0.0-rc1", "1.0rc1", True),
        ("1.0.0-x.y", "1.0.0-x.y", True),
        ("1.0", "1.0.1", False),
        ("1.0", "1.0.post1", False),
        ("1.0.0-x.y", "1.0.0", False),
    ],
)
def test_is_same_version(one: str, other: str, same: bool) -> None:
    assert is_same_version(one, other) is same
    assert is_same_version(other, one) is same


def _package(version: str, declared: str) -> dict[str, str]:
    return {
        "pyproject.toml": f'[project]\nname = "demo"\n{declared}\n',
        "demo.py": f"{PLUGIN}    VERSION = {version}\n",
    }


@pytest.mark.parametrize(
    ("version", "declared"),
    [
        ("'1.0'", 'version = "1.0.0"'),
        ("'1.0'", 'dynamic = ["version"]'),
        ("version('demo')", 'version = "2.0"'),
        ("'1.0'", ""),
        ("None", 'version = "2.0"'),
        # INV112 and the build speak of these.
        ("'latest'", 'version = "2.0"'),
        ("'1.0'", 'version = "latest"'),
    ],
)
def test_no_mismatch(version: str, declared: str) -> None:
    assert codes(_package(version, declared), "INV117") == []


def test_mismatch() -> None:
    (finding,) = findings_of(_package("'1.0.0'", 'version = "1.1.0"'), "INV117")
    assert (finding.path, finding.range) == ("demo.py", (LINE, 5, LINE, 22))
    assert finding.message == (
        'VERSION "1.0.0" is not version "1.1.0" of the package (pyproject.toml), so the server shows one and pip another'
    )


# INV113


def _date(value: str, **config: object) -> list[str]:
    return [
        f.message
        for f in findings_of({"demo.py": f"{PLUGIN}    PUBLISH_DATE = {value}\n"}, "INV113", **config)
    ]


def test_a_form_that_only_newer_pythons_read() -> None:
    assert _date("'20230517'", target=">=1.2") == []
    assert _date("20230517", target=">=1.2") == []
    # Inferred: it holds on some of the releases only.
    assert _date("'20230517'") == []
    (finding,) = findings_of({"demo.py": f"{PLUGIN}    PUBLISH_DATE = 20230517\n"}, "INV113", target="1.0")
    assert finding.fix is None
    (message,) = _date("'20230517'", target=">=1.1")
    assert message.startswith(
        'PUBLISH_DATE "20230517" is read by Python 3.11 and later only, and InvenTree 1.1 also runs on Python 3.9, where '
    )
    (message,) = _date("'2023-05-17T12:00Z'", target="<0.14")
    assert "InvenTree 0.13 also runs on Python 3.9" in message


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"22.02.2222"', '"2222-02-22"'),
        ("'22.02.2222'", "'2222-02-22'"),
        ('"""22.02.2222"""', '"""2222-02-22"""'),
        ("r'22.02.2222'", "r'2222-02-22'"),
        ("'2023/05/17'  # released", "'2023-05-17'  # released"),
        ("' 2023-05-17'", "'2023-05-17'"),
        ("(\n        '2023/05/17'\n    )", "(\n        '2023-05-17'\n    )"),
        (
            "( # '1'\n    # \"2\"\n    '2023/05/17' # '3'\n )",
            "( # '1'\n    # \"2\"\n    '2023-05-17' # '3'\n )",
        ),
        ("('22.02.2222'  # released\n    )", "('2222-02-22'  # released\n    )"),
        ("\\\n        '2023/05/17'", "\\\n        '2023-05-17'"),
    ],
)
def test_a_date_is_mended_in_its_quotes(before: str, after: str) -> None:
    text = f"{PLUGIN}    LICENSE = 'Ä'; PUBLISH_DATE = {before}\r\n    X = 1\r\n"
    result = fixed({"demo.py": text}, "INV113")["demo.py"]
    assert result == text.replace(before, after)


@pytest.mark.parametrize(
    "value",
    [
        "'05/06/2023'",
        "'30.02.2023'",
        "'22.02.' '2222'",
        "f'22.02.2222'",
        "'22.\\x302.2222'",
        "'22.02.' + '2222'",
        "DATE",
    ],
)
def test_a_date_in_doubt_or_written_in_another_way_is_left_alone(value: str) -> None:
    text = f"DATE = '22.02.2222'\n{PLUGIN}    PUBLISH_DATE = {value}\n"
    (finding,) = findings_of({"demo.py": text}, "INV113")
    assert finding.range[:2] == (7, 5)
    assert finding.fix is None or value.startswith(("(", "'22.\\x"))
    assert fixed({"demo.py": text}, "INV113")["demo.py"] == text


# INV114


@pytest.mark.parametrize(
    "text",
    [
        "MIT",
        "mit",
        "GPL-3.0+",
        "GPL-3.0-or-later",
        "MIT OR Apache-2.0",
        "LicenseRef-Own",
        "(MIT AND BSD-2-Clause)",
    ],
)
def test_is_expression(text: str) -> None:
    assert is_expression(text)


@pytest.mark.parametrize(
    "text", ["", "MIT License", "GPL", "Apache 2.0", "MIT,", "MIT OR", "(MIT", "(" * 10_000, "Proprietary"]
)
def test_is_no_expression(text: str) -> None:
    assert not is_expression(text)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("MIT License", ("MIT",)),
        ("The MIT License", ("MIT",)),
        ("Apache License, Version 2.0", ("Apache-2.0",)),
        ("Apache 2.0", ("Apache-2.0",)),
        ("GPLv3", ("GPL-3.0-only", "GPL-3.0-or-later")),
        ("GNU GPL v3.0", ("GPL-3.0-only", "GPL-3.0-or-later")),
        ("GPLv3+", ("GPL-3.0-or-later",)),
        ("BSD", ("BSD-3-Clause", "BSD-2-Clause")),
        ("3-Clause BSD License", ("BSD-3-Clause",)),
        ("Proprietary", ("LicenseRef-Proprietary",)),
        ("All rights reserved", ("LicenseRef-Proprietary",)),
        ("Our own", ()),
    ],
)
def test_nearest_identifiers(text: str, nearest: tuple[str, ...]) -> None:
    assert nearest_identifiers(text) == nearest
    assert all(is_expression(identifier) for identifier in nearest)


# INV115


def _two(first: str, second: str) -> dict[str, str]:
    return {
        "one.py": f"{IMPORT}class One(InvenTreePlugin):\n{first}",
        "two.py": f"{IMPORT}class Two(InvenTreePlugin):\n{second}",
    }


@pytest.mark.parametrize(
    "files",
    [
        _two("    NAME = 'A'\n", "    NAME = 'B'\n"),
        _two("    NAME = 'A'\n    SLUG = 'x'\n", "    NAME = 'A'\n    SLUG = 'y'\n"),
        _two("    NAME = 'A'\n    SLUG = 'x'\n", "    NAME = 'A'\n"),
        _two("    NAME = name()\n", "    NAME = name()\n"),
        _two("    pass\n", "    pass\n"),
        {"demo.py": f"{PLUGIN}\n\nclass Child(Demo):\n    NAME = 'Child'\n"},
        # An abstract base, and one of two definitions of a class.
        {
            "demo.py": f"{IMPORT}class Base(InvenTreePlugin):\n    SLUG = 'x'\n\n\nclass Demo(Base):\n    NAME = 'Demo'\n"
        },
        {
            "demo.py": f"import sys\n{IMPORT}if sys.argv:\n    class Demo(InvenTreePlugin):\n        NAME = 'Demo'\nelse:\n"
            "    class Demo(InvenTreePlugin):\n        NAME = 'Demo'\n"
        },
        # Only one of them is loaded.
        {
            "pyproject.toml": '[project]\nname = "demo"\nversion = "1"\n'
            '\n[project.entry-points.inventree_plugins]\nTwo = "two:Two"\n',
            **_two("    NAME = 'A'\n", "    NAME = 'A'\n"),
        },
    ],
)
def test_keys_that_differ(files: dict[str, str]) -> None:
    assert codes(files, "INV115") == []


@pytest.mark.parametrize(
    "files",
    [
        _two("    NAME = 'A b'\n", "    NAME = 'A-B'\n"),
        _two("    NAME = 'Something'\n    SLUG = 'x'\n", "    NAME = 'X'\n"),
        {
            "pyproject.toml": '[project]\nname = "demo"\nversion = "1"\n'
            '\n[project.entry-points.inventree_plugins]\nOne = "one:One"\nTwo = "two:Two"\n',
            **_two("    NAME = 'A'\n", "    NAME = 'A'\n"),
        },
    ],
)
def test_keys_that_are_the_same(files: dict[str, str]) -> None:
    (finding,) = findings_of(files, "INV115")
    assert (finding.path, finding.range) == ("two.py", (4, 7, 4, 10))
    assert "and so has One (one.py:4)" in finding.message


def test_a_subclass_shares_the_key_of_its_base() -> None:
    assert codes({"demo.py": f"{PLUGIN}\n\nclass Child(Demo):\n    pass\n"}, "INV115") == [
        "demo.py:8:7 INV115"
    ]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("    NAME = '示例'\n", 5),
        ("    NAME = ' '\n", 5),
        ("    NAME = 'Demo'\n    SLUG = '__'\n", 6),
        ("    NAME = '示例'\n    SLUG = ''\n", 5),
        ("    SLUG = None\n    NAME = '示例'\n", 6),
    ],
)
def test_an_empty_key(body: str, line: int) -> None:
    files = {"demo.py": f"{IMPORT}class Demo(InvenTreePlugin):\n{body}"}
    assert codes(files, "INV115") == [f"demo.py:{line}:5 INV115"]


def test_on_0_6_the_old_names_make_the_key() -> None:
    text = "from plugin import IntegrationPluginBase\n\n\nclass Demo(IntegrationPluginBase):\n"
    files = {"demo.py": f"{text}    PLUGIN_NAME = 'Demo'\n    PLUGIN_SLUG = '-'\n"}
    assert codes(files, "INV115", target="0.6") == ["demo.py:6:5 INV115"]
    assert codes(files, "INV115", target="0.7") == []
    # Inferred, 0.6 to 0.7: it holds on one of them only.
    assert codes(files, "INV115") == []


# INV118


def _range(low: str | None = None, high: str | None = None) -> dict[str, str]:
    text = PLUGIN
    for name, value in (("MIN_VERSION", low), ("MAX_VERSION", high)):
        text += f"    {name} = {value}\n" if value is not None else ""
    return {"demo.py": text}


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("'1.0.0'", None),
        (None, "'1.0.0'"),
        ("'0.9.0'", "'1.10.3'"),
        ("'1.0.0'", "'1.0.0'"),
        ("'1.4.0.dev0'", None),
        ("'v1.2.3'", None),
        ("'1.5.0 dev'", None),
        ("'0.18.0'", None),
        ("'0.18.x'", None),
        ("'0.18'", "'1.2.0'"),
        ("''", None),
        ("None", "''"),
        ("imported", "'1.0.0'"),
    ],
)
def test_a_range_that_the_server_reads_as_it_is_meant(low: str | None, high: str | None) -> None:
    assert codes(_range(low, high), "INV118") == []


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [
        (
            "'9.0'",
            None,
            'MIN_VERSION "9.0" is not of three numbers, so every server from 1.1 on loads the plugin',
        ),
        (
            "1.2",
            None,
            'MIN_VERSION "1.2" is not of three numbers, so every server from 1.1 on loads the plugin',
        ),
        (
            None,
            "'1.x'",
            'MAX_VERSION "1.x" is not of three numbers, so no server from 1.1 on loads the plugin',
        ),
        (
            None,
            "(1, 2, 0)",
            'MAX_VERSION "(1, 2, 0)" is not of three numbers, so no server from 1.1 on loads',
        ),
        ("'10.2.3'", None, 'MIN_VERSION "10.2.3" is read as 0.2.3 by the server'),
        ("'1.2.3.4'", None, 'MIN_VERSION "1.2.3.4" is read as 2.3.4 by the server'),
        (
            "'1.2.0'",
            "'1.1.9'",
            'MIN_VERSION "1.2.0" is above MAX_VERSION "1.1.9", so no server loads the plugin',
        ),
        ("'1.10.0'", "'1.9.0'", 'MIN_VERSION "1.10.0" is above MAX_VERSION "1.9.0"'),
        ("''", "'1.2.0'", 'MIN_VERSION "" is not of three numbers'),
        ("'0.180.0.0'", None, 'MIN_VERSION "0.180.0.0" is read as 0.0.0'),
    ],
)
def test_a_range_that_the_server_misreads(low: str | None, high: str | None, message: str) -> None:
    (finding,) = findings_of(_range(low, high), "INV118")
    assert finding.message.startswith(message)
    assert (finding.path, finding.range.line, finding.range.column) == ("demo.py", LINE, 5)


def test_the_advice_completes_a_short_version() -> None:
    (finding,) = findings_of(_range("'1.2'"), "INV118")
    assert finding.advice == 'write three numbers: "1.2.0"'


def test_older_servers_do_not_look_at_the_range() -> None:
    assert codes(_range("'1.2'"), "INV118", target="<0.9") == []
    assert codes(_range("'1.2'"), "INV118", target="<0.10") == [f"demo.py:{LINE}:5 INV118"]


def test_what_is_misread_is_not_compared() -> None:
    assert codes(_range("'1.2.0'", "'1.0'"), "INV118") == [f"demo.py:{LINE + 1}:5 INV118"]
    assert codes(_range("'10.2.0'", "'0.1.0'"), "INV118") == [f"demo.py:{LINE}:5 INV118"]


@given(st.tuples(st.integers(0, 9), st.integers(0, 99), st.integers(0, 99)))
def test_three_numbers_are_read_as_they_are_written(numbers: tuple[int, int, int]) -> None:
    text = ".".join(map(str, numbers))
    assert server_version(text) == list(numbers)
    assert codes(_range(f"'{text}'"), "INV118") == []
