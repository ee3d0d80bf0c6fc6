"""INV607: what is an installation instruction, and what binds it to one release."""

from __future__ import annotations

import time

import pytest

from tests.support import codes

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n    WEBSITE = 'https://github.com/Me/Other-Name/wiki'\n"
PROJECT = '[project]\nname = "inventree_demo"\nversion = "1"\n'
GITHUB = "https://github.com/me/inventree-demo"


def places(files: dict[str, str], metadata: str = "") -> list[str]:
    return codes({"pyproject.toml": PROJECT + metadata, "demo/__init__.py": PLUGIN, **files}, "INV607")


@pytest.mark.parametrize(
    "line",
    [
        # Not the plugin's own, not an instruction, or not one release.
        "pip install git+https://github.com/me/another@v1.2.3",
        f"[![build]({GITHUB}/releases/download/v1.2.3/badge.svg)]({GITHUB})",
        f"See the [release]({GITHUB}/releases/tag/v1.2.3).",
        f"What changed: {GITHUB}/compare/v1.2.2...v1.2.3",
        f"Install from {GITHUB}/releases",
        f"pip install {GITHUB}/releases/latest/download/x.zip",
        f"pip install {GITHUB}/archive/main.zip",
        f"pip install {GITHUB}/archive/refs/heads/main.tar.gz",
        f"pip install git+{GITHUB}.git",
        f"pip install git+{GITHUB}@main",
        f"pip install git+{GITHUB}@v<version>",
        f"pip install {GITHUB}/releases/download/$VERSION/x.zip",
        "https://gitlab.com/me/inventree-demo/-/releases/permalink/latest/downloads/x.whl",
        "pip install inventree-demo==1.2.3",
        # Spoken of as one of several.
        f"To install an older version: `pip install git+{GITHUB}@v1.2.3`",
        f"You can pin a version:\n\n```\npip install git+{GITHUB}@v1.2.3\n```",
        f"## Upgrade from 1.0\n\n```sh\n# first\npip install git+{GITHUB}@v1.2.3\n```\n### Next\npip install git+{GITHUB}@v1.2.4",
        # Something else installs the newest.
        f"pip install inventree_demo\npip install git+{GITHUB}@v1.2.3",
        f"pip install git+{GITHUB}@v1.2.3\n\n`pip3 install -U Inventree.Demo`.",
        f"pip install 'inventree-demo[all]>=1'\npip install git+{GITHUB}@v1.2.3",
        f"In plugins.txt:\n```\ninventree-demo\n```\npip install git+{GITHUB}@v1.2.3",
        f"pip install git+{GITHUB}@v1.2.3\nDownload {GITHUB}/releases/latest/download/x.zip",
        f"uv pip install git+{GITHUB}@v1.2.3 {'x' * 1000}",
    ],
)
def test_not_reported(line: str) -> None:
    assert places({"README.md": line}) == []


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (f"pip install git+{GITHUB}@v1.2.3", 13),
        (f"pip install git+{GITHUB}.git@1.2.3#egg=x", 13),
        ("poetry add git+ssh://git@github.com/me/inventree-demo.git@v1.2", 12),
        (f"* `pip3 install 'inventree-demo @ git+{GITHUB}@release-1.2.3'`", 35),
        (f"git+{GITHUB}@v1.2.3", 1),
        (f"$ inventree-demo@git+{GITHUB}@v1.2.3", 18),
        (f"wget {GITHUB}/archive/refs/tags/v1.2.3.zip", 6),
        (f"curl -LO {GITHUB}/archive/1.2.3.tar.gz", 10),
        (f"[Download the wheel]({GITHUB}/releases/download/v1.2.3/demo-1.2.3-py3-none-any.whl)", 22),
        ("pip install https://gitlab.com/group/sub/inventree-demo/-/archive/v1.2.3/inventree-demo-v1.2.3.zip", 13),
        ("pip install https://gitlab.com/me/inventree-demo/-/releases/v1.2.3/downloads/x.whl", 13),
        ("pip install https://codeberg.org/me/inventree-demo/releases/download/1.2.3/x.whl", 13),
        ("pip install git+https://github.com/me/other-name@v1.2.3", 13),
        (f"pip install git+{GITHUB}@v1.2.3 # not inventree-demo==1.0", 13),
    ],
)  # fmt: skip
def test_reported(line: str, column: int) -> None:
    assert places({"README.md": f"# Demo\n\n{line}\n"}) == [f"README.md:3:{column} INV607"]


def test_documents() -> None:
    line = f"pip install git+{GITHUB}@v1.2.3\n"
    found = places(
        {
            "README.rst": line,
            "INSTALL.txt": "\r\n" + line,
            "CHANGELOG.md": line,
            "RELEASE_NOTES.md": line,
            "docs/how/to.md": line,
            "docs/script.py": "# " + line,
            "demo/notes.md": line,
        }
    )
    assert found == ["INSTALL.txt:2:13 INV607", "README.rst:1:13 INV607", "docs/how/to.md:1:13 INV607"]


def test_history_ends_with_the_next_chapter() -> None:
    text = f"## Changelog\n### 1.0\npip install git+{GITHUB}@v1.0\n## Use\npip install git+{GITHUB}@v1.1\n"
    assert places({"README.md": text}) == ["README.md:5:13 INV607"]


FILE = "https://github.com/others/driver/archive/refs/tags/v3.1.tar.gz"


@pytest.mark.parametrize(
    ("metadata", "at"),
    [
        (f'dependencies = ["x", "driver @ {FILE}"]\n', ["pyproject.toml:4:32"]),
        (f'dependencies = [\n  "driver @ {FILE}", # {FILE}\n]\n', ["pyproject.toml:5:13"]),
        (f'optional-dependencies = {{ a = ["driver @ {FILE}"] }}\n', ["pyproject.toml:4:42"]),
        (
            'dependencies = ["driver @ https:\\u002f/github.com/others/driver/archive/v3.1.zip"]\n',
            ["pyproject.toml:4:1"],
        ),
        ('dependencies = ["driver @ git+https://github.com/others/driver@v3.1"]\n', []),
        ('dependencies = ["driver @ https://github.com/others/driver/archive/main.zip"]\n', []),
        ('dynamic = ["dependencies"]\n', []),
    ],
)
def test_dependencies(metadata: str, at: list[str]) -> None:
    assert places({}, metadata) == [f"{place} INV607" for place in at]


def test_without_a_package_the_website_tells_the_repository() -> None:
    files = {"demo.py": PLUGIN, "README.md": "pip install git+https://github.com/me/other-name@v1.2\n"}
    assert codes(files, "INV607") == ["README.md:1:13 INV607"]
    assert codes({**files, "demo.py": PLUGIN.replace("WEBSITE", "NOTHING")}, "INV607") == []


@pytest.mark.parametrize(
    "line",
    [
        "pip install " + "https://a/" * 95,
        "pip install git+https://a/b/c@" + "1." * 450,
        "install https://a/b/releases/download/" + "1" * 900,
        "pip " * 240,
        "https://" + "a/" * 480,
    ],
)
def test_hostile_lines_take_no_time(line: str) -> None:
    started = time.process_time()
    places({"README.md": "\n".join([line] * 200)})
    assert time.process_time() - started < 3
