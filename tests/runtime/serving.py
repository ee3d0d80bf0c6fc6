"""Starts `inventree-lint serve` on copies of fixtures, and talks to it as a browser and as a client would."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

requests = pytest.importorskip("requests")
pytest.importorskip("django")

FIXTURES = Path(__file__).parents[1] / "fixtures" / "runtime" / "serving"
COMMAND = [sys.executable, "-c", "from flake8_inventree_plugin.cli import main; main()", "serve"]
_READY = 90


class Serving:
    """A running server, and somebody who is logged in."""

    def __init__(self, process: subprocess.Popen[str], lines: list[str], errors: Path) -> None:
        self.process = process
        self.lines = lines
        self._errors = errors
        self.addresses = [found[1] for line in lines if (found := re.search(r" at (http://\S+/)$", line))]
        self.address = self.addresses[0]
        told = re.fullmatch(
            r"Log in as (\w+) with the password (\S+)\. Ctrl-C ends everything\.\n", lines[-1]
        )
        assert told is not None, lines
        self.user, self.password = told[1], told[2]
        self.token = self.new_token(self.user, self.password)
        self.browser = self.log_in(self.user, self.password)

    @property
    def errors(self) -> str:
        """What was printed on standard error so far."""
        return self._errors.read_text()

    def new_token(self, user: str, password: str, address: str = "") -> str:
        answer = requests.get(f"{address or self.address}api/user/token/", auth=(user, password), timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()["token"]

    def log_in(self, user: str, password: str) -> Browser:
        browser = Browser(self.address)
        page = browser.post("login/", {"username": user, "password": password, "next": "/"})
        assert page.status_code == 302, page.text
        return browser

    def api(self, method: str, path: str, json: object = None, token: str = "", **options: object):
        """A request of a client with a token."""
        return requests.request(
            method,
            f"{self.address}api/{path}",
            json=json,
            headers={"Authorization": f"Token {token or self.token}"},
            timeout=30,
            allow_redirects=False,
            **options,
        )

    def action(self, name: str, data: object = None, **options: object):
        """The answer of an action."""
        return self.api("POST", "action/", {"action": name, "data": data}, **options)

    def result(self, name: str, data: object = None) -> object:
        """What an action returns."""
        answer = self.action(name, data)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def add_user(self, name: str, password: str) -> None:
        """Adds a user who may do nothing in particular."""
        self.browser.add(
            "auth/user",
            {"username": name, "usable_password": "true", "password1": password, "password2": password},
        )


class Browser:
    """Keeps cookies, and fills the hidden fields of forms."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = requests.Session()

    def get(self, path: str = "", **options: object):
        return self.session.get(self.address + path, timeout=30, allow_redirects=False, **options)

    def post(self, path: str, values: dict[str, str], page: str | None = None):
        """Sends a form with the token of the page on which it stands."""
        token = re.search(
            r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path if page is None else page).text
        )
        assert token is not None
        return self.session.post(
            self.address + path,
            {**values, "csrfmiddlewaretoken": token[1]},
            timeout=30,
            allow_redirects=False,
        )

    def add(self, model: str, values: dict[str, str]) -> int:
        """Adds a row by way of the administration; returns its key."""
        answer = self.post(f"admin/{model}/add/", {**values, "_continue": "1"})
        assert answer.status_code == 302, re.findall(r'class="errorlist.*?</ul>', answer.text, re.DOTALL)
        found = re.search(r"/(\d+)/(?:change|password)/", answer.headers["Location"])
        assert found is not None, answer.headers
        return int(found[1])

    def messages(self) -> list[str]:
        """What the start page tells about what was just done."""
        return re.findall(r'<li class="\w+">(.*?)</li>', self.get().text, re.DOTALL)


def begin(folder: Path, *arguments: str) -> tuple[subprocess.Popen[str], Path]:
    """Starts the command; its standard error goes to a file in the folder."""
    errors = folder / "errors.txt"
    # What a killed command leaves behind goes with the test's folder.
    environment = {**os.environ, "TMPDIR": str(folder)}
    with errors.open("w") as stream:
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            stdout=subprocess.PIPE,
            stderr=stream,
            text=True,
            cwd=folder,
            env=environment,
        )
    return process, errors


def ready(process: subprocess.Popen[str], errors: Path) -> list[str]:
    """The lines on standard output until everything is served."""
    assert process.stdout is not None
    lines: list[str] = []
    while not lines or not lines[-1].startswith("Log in as"):
        line = process.stdout.readline()
        assert line, errors.read_text()
        lines.append(line)
    return lines


def copied(folder: Path, *names: str) -> list[str]:
    """Copies of fixtures, outside this project."""
    return [str(shutil.copytree(FIXTURES / name, folder / Path(name).name)) for name in names]


@contextmanager
def serving(folder: Path, *names: str, options: tuple[str, ...] = ()) -> Iterator[Serving]:
    """Serves copies of fixtures until the block ends."""
    process, errors = begin(folder, *copied(folder, *names), "--port", "0", *options)
    try:
        yield Serving(process, ready(process, errors), errors)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_READY)
        assert process.stdout is not None
        process.stdout.close()
