"""INV101 to INV107: metadata that a plugin has not, and that a server does not find in the package either."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import codes, findings_of

GUIDE = (Path(__file__).parent.parent / "fixtures" / "guide" / "sample.py").read_text(encoding="utf-8")
GROUP = [f"INV{number}" for number in (*range(101, 108), *range(111, 119))]

IMPORT = "from plugin import InvenTreePlugin\n\n\n"
PLUGIN = f"{IMPORT}class Demo(InvenTreePlugin):\n"
OLD_PLUGIN = "from plugin import IntegrationPluginBase\n\n\nclass Demo(IntegrationPluginBase):\n"
COMPLETE = "    NAME = 'Demo'\n    WEBSITE = 'https://example.com'\n    AUTHOR = 'A'\n    DESCRIPTION = 'D'\n    VERSION = '1.0'\n"
ENTRY_POINT = '\n[project.entry-points.inventree_plugins]\nDemo = "demo:Demo"\n'


def package(
    body: str, *, name: str = "our-demo", metadata: str = "", entry_point: str = ENTRY_POINT
) -> dict[str, str]:
    """A packaged plugin `demo.Demo`."""
    return {
        "pyproject.toml": f'[project]\nname = "{name}"\n{metadata or VERSION}{entry_point}',
        "demo.py": PLUGIN + body,
    }


VERSION = 'version = "1.0"\n'
URLS = f'{VERSION}\n[project.urls]\nHome = "https://example.com"\n'
AUTHORS = f'{VERSION}authors = [{{ name = "A", email = "a@example.com" }}]\n'
NAMELESS_AUTHORS = f'{VERSION}authors = [{{ email = "a@example.com" }}]\n'
AUTHORS_WITHOUT_EMAIL = f'{VERSION}authors = [{{ name = "A" }}]\n'
DESCRIPTION = f'{VERSION}description = "D"\n'


# The guide's own sample


@pytest.mark.parametrize(
    "files",
    [
        {"sample.py": GUIDE},
        {
            "pyproject.toml": '[project]\nname = "sample"\nversion = "1.2.3"\n'
            '\n[project.entry-points.inventree_plugins]\nSampleActionPlugin = "sample:SampleActionPlugin"\n',
            "sample.py": GUIDE,
        },
        {
            "pyproject.toml": '[project]\nname = "inventree-sample"\nversion = "1.2.3"\nlicense = "MIT"\n'
            '\n[project.entry-points.inventree_plugins]\nSampleActionPlugin = "sample.core:SampleActionPlugin"\n',
            "sample/__init__.py": "",
            "sample/core.py": GUIDE,
        },
    ],
    ids=["file", "module", "package"],
)
def test_the_guides_sample_has_a_wrong_date_and_nothing_else(files: dict[str, str]) -> None:
    path = next(path for path, text in files.items() if text == GUIDE)
    found = [place for code in GROUP for place in codes(files, code)]
    assert found == [f"{path}:18:5 INV113"]


# INV101


@pytest.mark.parametrize(
    "files",
    [
        {"demo.py": f"{PLUGIN}    NAME = 'Demo'\n"},
        {"demo.py": f"{PLUGIN}    NAME = name()\n"},
        {"demo.py": f"{PLUGIN}    NAME: str = 'Demo'\n"},
        {"demo.py": f"{PLUGIN}    @property\n    def NAME(self):\n        return 'Demo'\n"},
        {"demo.py": f"{PLUGIN}    if True:\n        NAME = 'Demo'\n"},
        {"demo.py": f"{PLUGIN}    pass\n\n\nDemo.NAME = 'Demo'\n"},
        {"demo.py": f"import other\n{IMPORT}class Demo(other.Named, InvenTreePlugin):\n    pass\n"},
        {"demo.py": f"{PLUGIN}    pass\n\n\nclass Child(Demo):\n    NAME = 'Child'\n"},
        {"demo.py": f"import abc\n{IMPORT}class Demo(InvenTreePlugin, abc.ABC):\n    pass\n"},
        {"demo.py": f"{PLUGIN}    NAME = 'Demo'\n\n\nclass Child(Demo):\n    pass\n"},
        {"demo.py": f"{OLD_PLUGIN}    PLUGIN_NAME = 'Demo'\n"},
        # Served with a warning: INV116.
        package("    PLUGIN_NAME = 'Demo'\n"),
        # A test, and what is no plugin.
        {"tests/test_demo.py": f"{PLUGIN}    pass\n", "demo.py": f"{PLUGIN}    NAME = 'Demo'\n"},
        {"demo.py": f"{PLUGIN}    NAME = 'Demo'\n\n\nclass Other:\n    pass\n"},
    ],
)
def test_has_a_name(files: dict[str, str]) -> None:
    assert codes(files, "INV101") == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("    pass\n", "Demo has no NAME, so a server passes over it without a trace"),
        ("    NAME = None\n", "Demo has no NAME, so a server passes over it without a trace"),
        (
            "    NAME = ''\n    PLUGIN_NAME = ''\n",
            "Demo has no NAME, so a server passes over it without a trace",
        ),
        (
            "    PLUGIN_NAME = 'Demo'\n",
            "Demo has a PLUGIN_NAME, but no NAME, so from InvenTree 0.7 on a server passes over it without a trace",
        ),
    ],
)
def test_has_no_name_in_a_folder(body: str, message: str) -> None:
    (finding,) = findings_of({"demo.py": PLUGIN + body}, "INV101")
    assert finding.message == message
    assert finding.range == (4, 7, 4, 11)


def test_has_no_name_behind_an_entry_point() -> None:
    (finding,) = findings_of(package("    pass\n"), "INV101")
    assert finding.message == "Demo has no NAME, so a server serves it with an empty name and an empty key"


def test_a_name_for_0_6_needs_an_entry_point_of_its_own() -> None:
    other = '\n[project.entry-points.inventree_plugins]\nOther = "demo:Other"\n'
    body = "    PLUGIN_NAME = 'Demo'\n\n\nclass Other(InvenTreePlugin):\n    NAME = 'Other'\n"
    assert codes(package(body, entry_point=other), "INV101") == ["demo.py:4:7 INV101"]
    assert codes(package(body, entry_point=""), "INV101") == ["demo.py:4:7 INV101"]


@pytest.mark.parametrize(
    ("target", "body", "count"),
    [
        ("0.6", "    PLUGIN_NAME = 'Demo'\n", 0),
        ("0.6", "    NAME = 'Demo'\n", 1),
        ("0.6", "    pass\n", 1),
        (">=0.6,<0.8", "    NAME = 'Demo'\n", 1),
        (">=0.6,<0.8", "    PLUGIN_NAME = 'Demo'\n", 1),
        (">=0.6,<0.8", "    NAME = PLUGIN_NAME = 'Demo'\n", 0),
        ("0.7", "    NAME = 'Demo'\n", 0),
        ("0.7", "    PLUGIN_NAME = 'Demo'\n", 1),
        (None, "    NAME = 'Demo'\n", 0),
        (None, "    PLUGIN_NAME = 'Demo'\n", 0),
        (None, "    pass\n", 1),
    ],
)
def test_the_target_decides_which_name_counts(target: str | None, body: str, count: int) -> None:
    # Inferred, this is 0.6 to 0.7.
    assert len(codes({"demo.py": OLD_PLUGIN + body}, "INV101", target=target)) == count


def test_on_0_6_the_message_says_which_name_is_read() -> None:
    (finding,) = findings_of({"demo.py": f"{OLD_PLUGIN}    NAME = 'Demo'\n"}, "INV101", target="0.6")
    assert "no PLUGIN_NAME, which is what InvenTree 0.6 reads" in finding.message
    assert finding.advice == "set PLUGIN_NAME in the class"


# INV102 to INV105


@pytest.mark.parametrize("code", ["INV102", "INV103", "INV104", "INV105"])
def test_a_complete_plugin(code: str) -> None:
    assert codes({"demo.py": PLUGIN + COMPLETE}, code) == []
    assert (
        codes(
            {"demo.py": f"import other\n{IMPORT}class Demo(other.Base, InvenTreePlugin):\n    pass\n"}, code
        )
        == []
    )
    base = {
        "base.py": PLUGIN + COMPLETE,
        "demo.py": "from base import Demo\n\n\nclass Child(Demo):\n    SLUG = 'x'\n",
    }
    assert codes(base, code) == []


@pytest.mark.parametrize(
    ("code", "name"),
    [("INV102", "WEBSITE"), ("INV103", "AUTHOR"), ("INV104", "DESCRIPTION"), ("INV105", "VERSION")],
)
def test_missing_none_and_empty(code: str, name: str) -> None:
    for body in ("    NAME = 'Demo'\n", f"    {name} = None\n", f"    {name} = ''\n"):
        (finding,) = findings_of({"demo.py": PLUGIN + body}, code)
        assert (finding.path, finding.range) == ("demo.py", (4, 7, 4, 11))
        assert finding.message.startswith(f"Demo has no {name}, so ")
        assert ";" not in finding.message


@pytest.mark.parametrize(
    ("code", "metadata"),
    [
        ("INV102", URLS),
        ("INV103", AUTHORS),
        ("INV103", NAMELESS_AUTHORS),
        ("INV104", DESCRIPTION),
        ("INV105", VERSION),
        ("INV105", 'dynamic = ["version"]\n'),
        ("INV102", 'version = "1"\ndynamic = ["urls"]\n'),
    ],
)
def test_found_in_the_package(code: str, metadata: str) -> None:
    for name in ("demo", "Demo", "DEMO"):
        files = package("    NAME = 'Demo'\n", name=name, metadata=metadata)
        assert codes(files, code) == []
        assert codes(files, code, target=">=0.8") == []
        # Older servers do not look there.
        assert codes(files, code, target=">=0.7") == ["demo.py:4:7 INV" + code[3:]]
    (finding,) = findings_of(
        package("    NAME = 'Demo'\n", name="demo", metadata=metadata), code, target="0.7"
    )
    assert finding.message.endswith("but releases before 0.8 do not look there")


@pytest.mark.parametrize(
    ("code", "metadata"),
    [("INV102", URLS), ("INV103", AUTHORS), ("INV104", DESCRIPTION), ("INV105", VERSION)],
)
def test_a_package_of_another_name_is_not_found(code: str, metadata: str) -> None:
    (finding,) = findings_of(package("    NAME = 'Demo'\n", metadata=metadata), code)
    assert finding.message.endswith(
        'but a server looks for a package named "Demo" or "demo", and this is "our-demo"'
    )


def test_names_are_compared_normalised() -> None:
    files = {
        "pyproject.toml": f'[project]\nname = "Our.Demo--Plugin"\n{URLS}'
        '\n[project.entry-points.inventree_plugins]\nDemo = "our_demo_plugin.core:Demo"\n',
        "src/our_demo_plugin/__init__.py": "",
        "src/our_demo_plugin/core.py": f"{PLUGIN}    NAME = 'Demo'\n",
    }
    assert codes(files, "INV102") == []


def test_the_module_of_the_class_counts_not_that_of_the_entry_point() -> None:
    files = {
        "pyproject.toml": f'[project]\nname = "facade"\n{URLS}'
        '\n[project.entry-points.inventree_plugins]\nDemo = "facade:Demo"\n',
        "facade/__init__.py": "from inner.core import Demo\n",
        "inner/__init__.py": "",
        "inner/core.py": f"{PLUGIN}    NAME = 'Demo'\n",
    }
    assert codes(files, "INV102") == ["inner/core.py:4:7 INV102"]


def test_without_an_entry_point_no_package_is_looked_at() -> None:
    (finding,) = findings_of(
        package("    NAME = 'Demo'\n", name="demo", metadata=URLS, entry_point=""), "INV102"
    )
    assert finding.message.endswith(
        "; pyproject.toml declares a URL, but a server looks there only for what an entry point names"
    )


@pytest.mark.parametrize(
    "entry_point",
    [
        '\n[project.entry-points]\ninventree_plugins = { Demo = "elsewhere:Demo" }\n',
        '\n[project.entry-points]\ninventree_plugins = { Any = "elsewhere:plugin" }\n',
        '\n[project.entry-points]\ninventree_plugins = { Demo = "demo:Missing" }\n',
    ],
)
def test_an_entry_point_that_cannot_be_followed_is_another_matter(entry_point: str) -> None:
    assert (
        codes(package("    NAME = 'Demo'\n", name="demo", metadata=URLS, entry_point=entry_point), "INV102")
        == []
    )


def test_an_entry_point_that_is_ignored_is_another_matter() -> None:
    files = package("    NAME = 'Demo'\n", name="demo", metadata=URLS, entry_point="")
    files["setup.cfg"] = "[options.entry_points]\ninventree_plugins =\n    Demo = demo:Demo\n"
    assert codes(files, "INV102") == []


def test_home_page_and_author_without_email_are_not_read() -> None:
    setup = (
        "from setuptools import setup\n\nsetup(name='demo', version='1', url='https://example.com', author='A',\n"
        "    entry_points={'inventree_plugins': ['Demo = demo:Demo']})\n"
    )
    files = {"setup.py": setup, "demo.py": f"{PLUGIN}    NAME = 'Demo'\n"}
    (website,) = findings_of(files, "INV102")
    (author,) = findings_of(files, "INV103")
    assert website.message.endswith(
        "; setup.py declares a URL, but as Home-page, and a server reads Project-URL only"
    )
    assert author.message.endswith(
        "; setup.py declares an author, but without e-mail, and a server reads Author-email only"
    )
    # Before 0.8 that would not help.
    (website,) = findings_of(files, "INV102", target="0.7")
    assert website.message == "Demo has no WEBSITE, so users find no place to file issues or to reach you"
    found = setup.replace("url=", "project_urls={'Code': 'x'}, url=").replace(
        "author=", "author_email='a@b.c', author="
    )
    assert codes({**files, "setup.py": found}, "INV102") == []
    assert codes({**files, "setup.py": found}, "INV103") == []


def test_an_unreadable_pyproject_may_say_anything() -> None:
    files = {"pyproject.toml": "[project\n", "demo.py": f"{PLUGIN}    NAME = 'Demo'\n"}
    for code in ("INV101", "INV102", "INV103", "INV104", "INV105", "INV106"):
        assert codes(files, code) == []


def test_each_of_several_plugins_is_reported() -> None:
    text = f"{PLUGIN}    NAME = 'Demo'\n\n\nclass Other(InvenTreePlugin):\n    NAME = 'Other'\n"
    assert codes({"demo.py": text}, "INV102") == ["demo.py:4:7 INV102", "demo.py:8:7 INV102"]


# INV106, INV107


@pytest.mark.parametrize(
    "metadata",
    [
        'version = "1"\nlicense = "MIT"\n',
        'version = "1"\nlicense = { text = "MIT" }\n',
        'version = "1"\nclassifiers = ["License :: OSI Approved :: MIT License"]\n',
        'version = "1"\ndynamic = ["classifiers"]\n',
        'version = "1"\ndynamic = ["license"]\n',
    ],
)
def test_a_license_anywhere_in_the_package_counts(metadata: str) -> None:
    assert codes(package("    NAME = 'Demo'\n", metadata=metadata), "INV106") == []


@pytest.mark.parametrize("metadata", ["", 'version = "1"\nclassifiers = ["Framework :: InvenTree"]\n'])
def test_no_license(metadata: str) -> None:
    assert codes(package("    NAME = 'Demo'\n", metadata=metadata), "INV106") == ["demo.py:4:7 INV106"]
    assert codes(package("    LICENSE = 'MIT'\n", metadata=metadata), "INV106") == []


def test_publish_date() -> None:
    assert codes({"demo.py": f"{PLUGIN}    PUBLISH_DATE = None\n"}, "INV107") == ["demo.py:4:7 INV107"]
    assert codes({"demo.py": f"{PLUGIN}    PUBLISH_DATE = 'soon'\n"}, "INV107") == []
