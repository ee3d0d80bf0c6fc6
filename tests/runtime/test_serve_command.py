"""The command `serve`: what it prints, how it ends, and plugins that cannot be in one process."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.runtime.serving import COMMAND, begin, copied, ready, requests, serving


def _run(folder, *arguments):
    return subprocess.run(
        [*COMMAND, *arguments], cwd=folder, capture_output=True, text=True, timeout=90, check=False
    )


def _answers(address):
    try:
        return requests.get(address, timeout=5).ok
    except requests.ConnectionError:
        return False


def test_a_port_that_is_taken(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = _run(tmp_path, *copied(tmp_path, "twin"), "--port", str(port))
    assert ended.returncode == 2
    assert f"port {port} cannot be used" in ended.stderr
    assert "Executing" not in ended.stderr


def test_no_plugin(tmp_path):
    (tmp_path / "nothing.py").write_text("x = 1\n")
    ended = _run(tmp_path)
    assert (ended.returncode, ended.stderr) == (2, "No plugin was found.\n")


def test_no_such_path(tmp_path):
    ended = _run(tmp_path, "missing")
    assert ended.returncode == 2
    assert "missing" in ended.stderr


def test_a_plugin_that_ends_the_process(tmp_path):
    (tmp_path / "ending.py").write_text(
        "import os\nfrom plugin import InvenTreePlugin\n\n\n"
        "class EndingPlugin(InvenTreePlugin):\n    NAME = 'Ending'\n\n\nos._exit(7)\n"
    )
    ended = _run(tmp_path, "ending.py", "--port", "0")
    assert ended.returncode == 1
    assert (
        "The server of EndingPlugin is gone: importing ending ended the process with the status 7"
        in ended.stderr
    )


@pytest.fixture(scope="module")
def apart(tmp_path_factory):
    with serving(
        tmp_path_factory.mktemp("serve"), "guide", "broken_import", options=("--release", "1.1")
    ) as found:
        yield found


def test_the_sample_of_the_guide(tmp_path):
    with serving(tmp_path, "../../guide", options=("--release", "0.6")) as server:
        answer = server.api("POST", "action/sample/", {})
        assert answer.json()["info"] == {"user": "admin", "hello": "world"}
        assert answer.json()["result"] is True
        assert "Invalid isoformat string: &#x27;22.02.2222&#x27;" in server.browser.get().text
        deadline = time.monotonic() + 20
        while "Action plugin in action!" not in server.errors and time.monotonic() < deadline:
            time.sleep(0.1)
        assert "Action plugin in action!\n" in server.errors


@pytest.mark.xdist_group("apart")
def test_what_is_printed(apart):
    assert len(apart.lines) == 2
    assert apart.lines[0].startswith("Serving ActingPlugin, ")
    assert "of your user: do not try plugins that you do not trust." in apart.errors
    assert apart.password not in apart.errors


@pytest.mark.xdist_group("apart")
def test_the_browser_needs_no_script(apart):
    page = apart.browser.get().text
    assert "<script" not in page
    assert page.count("<h1>") == 1
    assert '<html lang="en">' in page
    labelled = set(re.findall(r'<label for="([^"]+)"', page))
    inputs = set(re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', page))
    assert inputs == labelled


def test_plugins_with_modules_of_one_name_are_served_apart(tmp_path):
    first = tmp_path / "first"
    second = tmp_path / "second"
    first.mkdir()
    second.mkdir()
    copied(first, "twin")
    copied(second, "twin")
    file = second / "twin" / "acting.py"
    file.write_text(file.read_text().replace("Twin", "Other").replace('"twin"', '"other"'))
    process, errors = begin(tmp_path, "first/twin", "second/twin", "--port", "0")
    try:
        lines = ready(process, errors)
        assert len(lines) == 3
        found = {}
        password = re.search(r"password (\S+)\. ", lines[-1])[1]
        for line in lines[:-1]:
            name, address = re.fullmatch(r"Serving (\w+) as InvenTree \S+ at (\S+)\n", line).groups()
            token = requests.get(f"{address}api/user/token/", auth=("admin", password), timeout=30).json()[
                "token"
            ]
            answer = requests.post(
                f"{address}api/action/",
                json={"action": "sample"},
                headers={"Authorization": f"Token {token}"},
                timeout=30,
            )
            found[name] = answer.json()["result"]
        assert found == {"TwinPlugin": "twin", "OtherPlugin": "other"}
        assert "TwinPlugin and OtherPlugin are served apart" in errors.read_text()
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_ctrl_c_ends_everything(tmp_path):
    process, errors = begin(tmp_path, *copied(tmp_path, "twin"), "--port", "0")
    lines = ready(process, errors)
    address = re.search(r" at (\S+)", lines[0])[1]
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert errors.read_text().endswith("Ended.\n")
    assert not _answers(address)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_server_does_not_outlive_the_command(tmp_path):
    process, errors = begin(tmp_path, *copied(tmp_path, "twin"), "--port", "0")
    lines = ready(process, errors)
    address = re.search(r" at (\S+)", lines[0])[1]
    process.kill()
    process.communicate(timeout=60)
    deadline = time.monotonic() + 30
    while _answers(address) and time.monotonic() < deadline:
        time.sleep(0.3)
    assert not _answers(address)
