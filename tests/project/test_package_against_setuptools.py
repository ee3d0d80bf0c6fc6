"""Made-up packages: what is read from their files is what setuptools writes into their metadata."""

from __future__ import annotations

import email
import subprocess
import sys
from configparser import RawConfigParser
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from tests.project.packaging_files import SETUPTOOLS, declared, fields

setuptools = pytest.importorskip("setuptools", minversion="61")
VERSION = int(setuptools.__version__.partition(".")[0])

MODULES = {"demo/__init__.py": '__version__ = "2.5"\n', "demo/core.py": "", "README.md": "# Readme\n"}
VALUES = {"demo.__version__": "2.5"}
PROJECT = SETUPTOOLS + '[project]\nname = "demo"\n'
SETUP_PY = (
    "import setuptools\nfrom demo import __version__\n\nsetuptools.setup(\n    name='demo', version=__version__,"
    " description='D ' + __version__, author='A', author_email='a@x.org', license='MIT', url='https://home',\n"
    "    project_urls={'S': 'https://s'}, keywords='inventree plugin, b', classifiers=('Framework :: Django',),\n"
    "    packages=['demo'], entry_points={'inventree_plugins': ['A = demo.core:P', 'B=demo:Q'], 'other': 'x = y:z'},\n)\n"
)
SETUP_CFG = """\
[metadata]
name = demo
version = attr: demo.__version__
summary = D = 100%%
long_description = file: README.md
author = A
author_email = a@x.org
license = MIT
url = https://home
project_urls =
    Source = https://s?x=1
    Bug=https://b
keywords = inventree, x y
classifiers =
    Framework :: Django
    Topic :: Home Automation

[options]
packages = demo

[options.entry_points]
inventree_plugins =
    # no
    Demo = demo.core:P
    Two=demo.core:P
other.group = a = b:c, d = e:f
"""
CASES = {
    "project": {
        "pyproject.toml": PROJECT
        + 'version = "1.0"\ndescription = "D"\nreadme = "README.md"\nlicense = { text = "MIT" }\n'
        'authors = [{ name = "A", email = "a@x.org" }, { name = "B" }, { email = "c@x.org" }]\n'
        'keywords = ["inventree", "x"]\nclassifiers = ["Framework :: Django"]\n'
        '[project.urls]\nHomepage = "https://h"\n"Bug Tracker" = "https://b"\n'
        '[project.entry-points."inventree_plugins"]\nDemo = "demo.core:P"\n'
    },
    "dynamic": {
        "pyproject.toml": PROJECT
        + 'dynamic = ["version", "readme", "entry-points", "classifiers"]\n[tool.setuptools.dynamic]\n'
        'version = { attr = "demo.__version__" }\nclassifiers = { file = "classifiers.txt" }\n'
        'readme = { file = ["README.md", "MORE.md"] }\nentry-points = { file = "entry_points.txt" }\n',
        "MORE.md": "More.\n",
        "classifiers.txt": "Framework :: Django\nFramework :: Flake8\n",
        "entry_points.txt": "[inventree_plugins]\nDemo = demo.core:P\n",
    },
    "version file": {
        "pyproject.toml": PROJECT
        + 'dynamic = ["version"]\n[tool.setuptools.dynamic]\nversion = { file = "VERSION" }\n',
        "VERSION": "3.1\n",
    },
    "setup.cfg": {"setup.cfg": SETUP_CFG},
    "setup.py": {"setup.py": SETUP_PY},
    "setup.py and setup.cfg": {
        "setup.py": "import setuptools\nsetuptools.setup(name='script', version='2', packages=['demo'], description='',"
        " author_email='', entry_points={'inventree_plugins': ['A = demo.core:P']})\n",
        "setup.cfg": SETUP_CFG.replace("name = demo", "name = cfg"),
    },
    "project and setup.py, all dynamic": {
        "pyproject.toml": PROJECT
        + 'dynamic = ["version", "description", "authors", "license", "urls", "keywords", '
        '"classifiers", "entry-points"]\n',
        "setup.py": SETUP_PY,
    },
    "project and setup.py, nothing dynamic": {
        "pyproject.toml": PROJECT + 'version = "1"\n',
        "setup.py": SETUP_PY,
    },
    "project and setup.cfg, scripts": {
        "pyproject.toml": PROJECT + 'version = "1"\nscripts.a = "b:c"\n',
        "setup.cfg": "[options.entry_points]\ninventree_plugins = B = demo.core:P\n",
    },
}
RESETS = 69
"""The first version of setuptools that resets what `[project]` does not list as dynamic."""


def metadata(folder: Path, files: dict[str, str]) -> tuple[Message, list[str]]:
    for path, text in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    program = ["setup.py"] if "setup.py" in files else ["-c", "import setuptools; setuptools.setup()"]
    command = [sys.executable, *program, "-q", "egg_info", "--egg-base", "."]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (info,) = folder.glob("*.egg-info")
    groups = RawConfigParser(delimiters=("=",))
    groups.optionxform = str  # type: ignore[assignment, method-assign]
    groups.read(info / "entry_points.txt")
    entry_points = [
        f"{group}: {name} = {target}" for group in groups.sections() for name, target in groups[group].items()
    ]
    return email.message_from_string((info / "PKG-INFO").read_text()), entry_points


def expected(message: Message, entry_points: list[str]) -> dict[str, Any]:
    values = {
        "name": message["Name"],
        "version": message["Version"],
        "description": message["Summary"],
        "author": message["Author"],
        "author_email": message["Author-email"],
        "license": message["License"] or message["License-Expression"],
        "readme": message.get_payload().strip(),
        "urls": dict(url.split(", ", 1) for url in message.get_all("Project-URL", [])),
        "home_page": message["Home-page"],
        "classifiers": message.get_all("Classifier", []),
        "keywords": (message["Keywords"] or "").split(",") if message["Keywords"] else [],
        "entry_points": sorted(item for item in entry_points if not item.startswith("console_scripts: ")),
    }
    # Versions before 61 or so write UNKNOWN for what there is not.
    return {name: value for name, value in values.items() if value and value != "UNKNOWN"}


@pytest.mark.parametrize("case", CASES)
def test_metadata(case, tmp_path):
    if "nothing dynamic" in case and VERSION < RESETS:
        pytest.skip(f"setuptools resets fields from {RESETS} on")
    files = {**MODULES, **CASES[case]}
    found = fields(declared(files, VALUES))
    for name in ("dependencies", "optional_dependencies"):
        found.pop(name, None)
    if "readme" in found:
        found["readme"] = found["readme"].strip()
    found["entry_points"] = sorted(found["entry_points"]) if "entry_points" in found else []
    assert {name: value for name, value in found.items() if value} == expected(*metadata(tmp_path, files))
