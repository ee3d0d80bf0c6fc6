import pytest

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.source.values import UNKNOWN
from tests.project.packaging_files import declared, fields, located, package_of, text_at

FULL = """\
[metadata]
name = demo
version = attr: demo.__version__
description = A demo, = 100%% fine
long_description = file: README.md, NEWS.md
author = A
author-email = a@x.org
license = MIT
url = https://home
project_urls =
    Source = https://code?a=1
    Bugs=https://bugs
keywords = inventree, two words
classifiers =
    # Framework :: No
    Framework :: InvenTree
    Topic :: X

[options]
packages = find:
package_dir =
    = src
install_requires =
    requests>=2; python_version > "3"
    rich

[options.extras_require]
test = pytest; hypothesis

[options.packages.find]
where = src

[options.entry_points]
inventree_plugins =
    # Old = demo:Old
    Demo = demo.core:Demo
    Two=demo:Two
other.group = a = b:c, d = e:f
"""


@pytest.mark.parametrize(
    "text",
    ["", "[flake8]\nignore = E501\n", "[tool:pytest]\naddopts = -q\n", "[metadata]\nlicense_files = LICENSE\n", "[flake8]\nbroken\n"],
)  # fmt: skip
def test_tool_configuration_alone_is_no_package(text):
    assert package_of({"setup.cfg": text}) is None
    assert package_of({"setup.cfg": text, "pyproject.toml": "[tool.ruff]\n"}) is None


def test_every_field():
    files = {"setup.cfg": FULL, "README.md": "a", "NEWS.md": "b"}
    package = declared(files, {"demo.__version__": "1.2"})
    assert package.files == ("setup.cfg",)
    assert fields(package) == {
        "name": "demo",
        "version": "1.2",
        "description": "A demo, = 100% fine",
        "author": "A",
        "author_email": "a@x.org",
        "license": "MIT",
        "readme": "a\nb",
        "urls": {"Source": "https://code?a=1", "Bugs": "https://bugs"},
        "home_page": "https://home",
        "classifiers": ["Framework :: InvenTree", "Topic :: X"],
        "keywords": ["inventree", "two words"],
        "dependencies": ['requests>=2; python_version > "3"', "rich"],
        "optional_dependencies": {"test": ["pytest", "hypothesis"]},
        "entry_points": [
            "inventree_plugins: Demo = demo.core:Demo",
            "inventree_plugins: Two = demo:Two",
            "other.group: a = b:c",
            "other.group: d = e:f",
        ],
    }
    assert package.package_directories == (("", "src"), ("", "src"))
    assert package.source_roots == ["src"]


def test_places():
    files = {"setup.cfg": FULL}
    package = declared(files)
    assert located(package, files, "version") == "setup.cfg: version = attr: demo.__version__"
    assert located(package, files, "author_email") == "setup.cfg: author-email = a@x.org"
    assert located(package, files, "urls").endswith("Bugs=https://bugs")
    assert [text_at(files, item.path, item.range) for item in package.entry_points] == [
        "Demo = demo.core:Demo",
        "Two=demo:Two",
        "a = b:c",
        "d = e:f",
    ]
    assert package.entry_points[0].range == Range(36, 5, 36, 26)


def test_other_names_of_options():
    text = "[metadata]\nName = demo\nsummary = S\nhome-page = https://home\nclassifier = C\nversion = file: VERSION\n"
    assert fields(declared({"setup.cfg": text, "VERSION": "1.0\n"})) == {
        "name": "demo",
        "version": "1.0",
        "description": "S",
        "home_page": "https://home",
        "classifiers": ["C"],
    }
    assert fields(declared({"setup.cfg": text}))["version"] is UNKNOWN


def test_a_value_that_asks_for_another_option_is_unknown():
    package = declared({"setup.cfg": "[metadata]\nname = demo\ndescription = %(name)s\nlicense = 100%\n"})
    assert fields(package) == {"name": "demo", "description": UNKNOWN, "license": UNKNOWN}


def test_an_attribute_that_cannot_be_told_is_unknown():
    assert fields(declared({"setup.cfg": "[metadata]\nversion = attr: demo.V\n"}))["version"] is UNKNOWN


TEXT_OF_ENTRY_POINTS = (
    "[metadata]\nname = demo\n[options]\nentry_points =\n  [inventree_plugins]\n  A = demo:A\n"
)
SECTION_OF_ENTRY_POINTS = "[options.entry_points]\ninventree_plugins = B = demo:B\n"


def test_entry_points_as_text():
    package = declared({"setup.cfg": TEXT_OF_ENTRY_POINTS})
    assert fields(package)["entry_points"] == ["inventree_plugins: A = demo:A"]
    assert package.entry_points[0].range == Range(6, 3, 6, 13)


def test_entry_points_in_a_file():
    text = "[options]\nentry_points = file: entry_points.txt\n"
    package = declared({"setup.cfg": text, "entry_points.txt": "[inventree_plugins]\nA = demo:A\n"})
    assert [(item.name, item.path, item.range) for item in package.entry_points] == [
        ("A", "entry_points.txt", Range(2, 1, 2, 11))
    ]
    assert declared({"setup.cfg": text}).entry_points_unknown


def test_the_first_of_two_ways_to_write_entry_points_counts():
    assert fields(declared({"setup.cfg": TEXT_OF_ENTRY_POINTS + SECTION_OF_ENTRY_POINTS}))[
        "entry_points"
    ] == ["inventree_plugins: A = demo:A"]
    assert fields(declared({"setup.cfg": SECTION_OF_ENTRY_POINTS + TEXT_OF_ENTRY_POINTS}))[
        "entry_points"
    ] == ["inventree_plugins: B = demo:B"]


def test_a_line_that_is_no_entry_point_is_unknown_in_the_group_that_matters():
    assert declared({"setup.cfg": "[options.entry_points]\ninventree_plugins = Demo\n"}).entry_points_unknown
    assert not declared({"setup.cfg": "[options.entry_points]\nother = Demo\n"}).entry_points_unknown


def test_explicit_packages():
    package = declared({"setup.cfg": "[options]\npackages =\n  demo\n  demo.sub\npy_modules = one, two\n"})
    assert package.packages == ("demo", "demo.sub")
    assert package.modules == ("one", "two")
    assert package.files == ("setup.cfg",)


def test_a_broken_file_makes_what_it_could_say_unknown():
    files = {
        "setup.cfg": "[metadata]\nname = demo\n\nname = other\n",
        "setup.py": "import setuptools\nsetuptools.setup(version='1.0')\n",
    }
    package = declared(files)
    assert package.errors == [("setup.cfg", 4, 1, "a second option 'name' in [metadata]")]
    assert package.files == ("setup.cfg", "setup.py")
    assert fields(package)["version"] == "1.0"
    assert fields(package)["name"] is UNKNOWN
    assert package.entry_points_unknown


def test_a_broken_file_for_other_tools_is_an_error_but_says_nothing():
    package = declared({"setup.cfg": "[flake8]\nbroken\n", "pyproject.toml": '[project]\nname = "demo"\n'})
    assert package.errors == [("setup.cfg", 2, 1, "neither a [section] nor an `option = value`")]
    assert package.files == ("pyproject.toml",)
    assert fields(package) == {"name": "demo"}


def test_a_file_that_is_not_utf_8_is_an_error():
    package = declared({"setup.cfg": "[metadata]\nname = ü".encode() + b"\xff\n"})
    assert package.errors == [("setup.cfg", 2, 9, "not valid UTF-8")]
    assert fields(package)["name"] is UNKNOWN
