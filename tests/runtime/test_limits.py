"""What holds a child. The limits are set in processes of their own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flake8_inventree_plugin.runtime import limits
from tests.runtime.isolated import run_isolated
from tests.support import write_files

needs_resource = pytest.mark.skipif(limits.resource is None, reason="the platform has no such limits")

OFF = """\
from flake8_inventree_plugin.runtime.limits import network_off
found = []
network_off(lambda file: file.endswith("own.py"), found.append, port={port})
def outcome(function, *arguments):
    try:
        function(*arguments)
    except OSError as error:
        print(type(error).__name__, error)
    else:
        print("done")
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "outcome(socket.create_connection, ('example.com', 80))",
            "NetworkRefused the network is off: example.com:80",
        ),
        ("outcome(socket.gethostbyname, 'example.com')", "NetworkRefused the network is off: example.com"),
        ("outcome(socket.gethostbyaddr, '192.0.2.1')", "NetworkRefused the network is off: 192.0.2.1"),
        (
            "outcome(socket.getaddrinfo, b'example.com', None)",
            "NetworkRefused the network is off: example.com",
        ),
        (
            "outcome(socket.socket().connect, ('192.0.2.1', 80))",
            "NetworkRefused the network is off: 192.0.2.1:80",
        ),
        ("outcome(socket.socket().bind, ('0.0.0.0', 0))", "NetworkRefused the network is off: 0.0.0.0:0"),
        (
            "outcome(socket.socket().bind, ('127.0.0.1', 80))",
            "NetworkRefused the network is off: 127.0.0.1:80",
        ),
        (
            "outcome(socket.socket(type=socket.SOCK_DGRAM).sendto, b'x', ('192.0.2.1', 53))",
            "NetworkRefused the network is off: 192.0.2.1:53",
        ),
        (
            "outcome(socket.getnameinfo, ('192.0.2.1', 53), 0)",
            "NetworkRefused the network is off: ('192.0.2.1', 53)",
        ),
        (
            "outcome(socket.socket(socket.AF_UNIX).connect, '/run/other.sock')",
            "NetworkRefused the network is off: /run/other.sock",
        ),
        (
            "outcome(urllib.request.urlopen, 'http://192.0.2.1/')",
            "URLError <urlopen error the network is off: 192.0.2.1:80>",
        ),
        (
            "outcome(subprocess.run, ['curl', 'x'])",
            "ProgramRefused no other program is started while the network",
        ),
        (
            "outcome(os.system, 'curl x')",
            "ProgramRefused no other program is started while the network is off: b",
        ),
        ("outcome(os.fork)", "ProgramRefused no other program is started while the network is off: "),
        # What stays possible.
        ("outcome(socket.socketpair)", "done"),
        ("outcome(socket.socket().bind, ('127.0.0.1', 0))", "done"),
        ("outcome(open, '/dev/null')", "done"),
    ],
)
def test_the_network_is_off(tmp_path: Path, code: str, expected: str) -> None:
    begin = f"import os, socket, subprocess, urllib.request\n{OFF.format(port=0)}"
    assert run_isolated(begin + code, tmp_path).startswith(expected)


def test_each_attempt_is_told_with_its_place(tmp_path: Path) -> None:
    own = write_files(
        tmp_path, {"own.py": "def call():\n    import socket\n    socket.gethostbyname('a.example')\n"}
    )
    code = (
        f"{OFF.format(port=0)}import runpy\n"
        f"call = runpy.run_path({str(own / 'own.py')!r})['call']\n"
        "try:\n    call()\nexcept Exception:\n    pass\n"
        "for item in found:\n    print(item.target, item.file, item.line)\n"
    )
    assert run_isolated(code, tmp_path) == f"a.example {own / 'own.py'} 3\n"


def test_the_runtime_may_listen_where_it_serves(tmp_path: Path) -> None:
    code = (
        "import socket\n"
        "free = socket.socket()\nfree.bind(('127.0.0.1', 0))\nport = free.getsockname()[1]\nfree.close()\n"
        f"{OFF.replace('{port}', 'port')}"
        "outcome(socket.socket().bind, ('127.0.0.1', port))\n"
        "outcome(socket.socket().bind, ('0.0.0.0', port))\n"
    )
    shown = run_isolated(code, tmp_path).splitlines()
    assert shown[0] == "done"
    assert shown[1].startswith("NetworkRefused the network is off: 0.0.0.0:")


@needs_resource
@pytest.mark.skipif(sys.platform != "linux", reason="others do not limit the address space")
def test_memory_is_limited(tmp_path: Path) -> None:
    code = (
        "from flake8_inventree_plugin.runtime.limits import limit_resources\n"
        "limit_resources(512 * 2**20, 0)\n"
        "try:\n    held = bytearray(2**30)\nexcept MemoryError:\n    print('refused')\n"
    )
    assert run_isolated(code, tmp_path) == "refused\n"


@needs_resource
def test_files_and_processor_time_are_limited(tmp_path: Path) -> None:
    code = (
        "import resource\n"
        "from flake8_inventree_plugin.runtime.limits import limit_resources\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (100, 1000))\n"
        "limit_resources(0, 10.5)\n"
        "print(resource.getrlimit(resource.RLIMIT_CPU), resource.getrlimit(resource.RLIMIT_CORE))\n"
        "try:\n"
        "    with open('large', 'wb') as file:\n"
        "        file.truncate(2**40)\n"
        "except OSError as error:\n"
        "    print(error.strerror)\n"
        # A limit that is lower already stays.
        "limit_resources(0, 1000)\n"
        "print(resource.getrlimit(resource.RLIMIT_CPU))\n"
    )
    assert run_isolated(code, tmp_path) == "(15, 15) (0, 0)\nFile too large\n(15, 15)\n"


def test_what_the_platform_refuses_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing:
        RLIM_INFINITY = -1
        RLIMIT_CORE = RLIMIT_FSIZE = RLIMIT_CPU = RLIMIT_AS = 0
        asked = 0

        @staticmethod
        def getrlimit(kind: int) -> tuple[int, int]:
            return -1, -1

        @classmethod
        def setrlimit(cls, kind: int, values: tuple[int, int]) -> None:
            cls.asked += 1
            raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(limits, "resource", Refusing)
    limits.limit_resources(2**30, 10)
    assert Refusing.asked == 4


def test_what_holds_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    off = "Python's ways to the network and to other programs are off"
    assert limits.limits(allow_network=True, memory=0, seconds=10) == (
        ["it is ended after 10 s"],
        ["memory", "the network"],
    )
    monkeypatch.setattr(limits, "resource", object())
    assert limits.limits(allow_network=False, memory=2**30, seconds=1.5) == (
        ["it is ended after 1.5 s", "memory is limited to 1024 MiB", off],
        [],
    )
    monkeypatch.setattr(limits, "resource", None)
    assert limits.limits(allow_network=False, memory=2**30, seconds=10) == (
        ["it is ended after 10 s", off],
        ["memory"],
    )
    limits.limit_resources(1, 1)
