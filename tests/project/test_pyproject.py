import pytest

from flake8_inventree_plugin.findings import START, Range
from flake8_inventree_plugin.source.values import UNKNOWN
from tests.project.packaging_files import (
    SETUPTOOLS,
    declared,
    entry_points,
    fields,
    located,
    package_of,
)

FULL = """\
[project]
name = "inventree-demo"
version = "1.0"
description = "A demo"
readme = "README.md"
license = { text = "MIT" }
authors = [
    { name = "A", email = "a@x.org" },
    { name = "B" },
    { email = "c@x.org" },
]
keywords = ["inventree", "demo"]
classifiers = ["Framework :: InvenTree"]
dependencies = ["requests>=2"]
optional-dependencies.test = ["pytest"]

[project.urls]
Homepage = "https://home"
"Bug Tracker" = "https://bugs"

[project.entry-points."inventree_plugins"]
Demo = "demo.core:Demo"

[project.entry-points.other]
x = "y:z [extra]"
"""


def project(text: str, backend: str = "setuptools.build_meta") -> dict[str, str]:
    return {
        "pyproject.toml": f'[build-system]\nbuild-backend = "{backend}"\n[project]\nname = "demo"\n{text}'
    }


# What is no package


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[tool.ruff]\nline-length = 100\n",
        SETUPTOOLS,
        "[project]\n",
        "project = 5\n",
        "[tool.poetry]\n",
        '[tool.poetry]\npackage-mode = false\nname = "x"\n',
        '[project]\nname = "x"\n[tool.poetry]\npackage-mode = false\n[build-system]\nbuild-backend = "poetry.core.masonry.api"\n',
        '[tool.flit.module]\nname = "x"\n',
        '[tool.poetry]\nname = "x"\n' + SETUPTOOLS,
    ],
)
def test_tool_configuration_alone_is_no_package(text):
    assert package_of({"pyproject.toml": text}) is None


# [project]


def test_what_is_not_there_is_none():
    package = declared(project(""))
    assert fields(package) == {"name": "demo"}
    assert package.files == ("pyproject.toml",)
    assert package.entry_points == []
    assert not package.entry_points_unknown
    assert package.errors == []


def test_every_field():
    package = declared({"pyproject.toml": FULL, "README.md": "# Demo\r\n"})
    assert fields(package) == {
        "name": "inventree-demo",
        "version": "1.0",
        "description": "A demo",
        "author": "B",
        "author_email": "A <a@x.org>, c@x.org",
        "license": "MIT",
        "readme": "# Demo\n",
        "urls": {"Homepage": "https://home", "Bug Tracker": "https://bugs"},
        "classifiers": ["Framework :: InvenTree"],
        "keywords": ["inventree", "demo"],
        "dependencies": ["requests>=2"],
        "optional_dependencies": {"test": ["pytest"]},
        "entry_points": ["inventree_plugins: Demo = demo.core:Demo", "other: x = y:z [extra]"],
    }
    assert [item.name for item in package.plugin_entry_points] == ["Demo"]
    assert [(item.module, item.attribute) for item in package.entry_points] == [
        ("demo.core", "Demo"),
        ("y", "z"),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("name", 'name = "inventree-demo"'),
        ("license", 'license = { text = "MIT" }'),
        ("urls", "[project.urls]"),
        ("optional_dependencies", 'optional-dependencies.test = ["pytest"]'),
        ("keywords", 'keywords = ["inventree", "demo"]'),
    ],
)
def test_places(name, text):
    files = {"pyproject.toml": FULL}
    assert located(declared(files), files, name) == f"pyproject.toml: {text}"


def test_an_author_without_an_address_has_no_author_email():
    package = declared(project('authors = [{ name = "A" }]'))
    assert fields(package) == {"name": "demo", "author": "A"}


def test_entry_points_have_their_own_places():
    package = declared({"pyproject.toml": FULL})
    assert [(item.path, item.range) for item in package.entry_points] == [
        ("pyproject.toml", Range(22, 1, 22, 24)),
        ("pyproject.toml", Range(25, 1, 25, 18)),
    ]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("version = 1", "version"),
        ("authors = 'me'", "author_email"),
        ("license = { text = 1 }", "license"),
        ("license = {}", "license"),
        ("readme = { content-type = 'text/plain' }", "readme"),
        ("readme = '../README.md'", "readme"),
        ("readme = '/README.md'", "readme"),
        ("urls = { a = 1 }", "urls"),
        ("keywords = 'a'", "keywords"),
        ("dependencies = [1]", "dependencies"),
        ("optional-dependencies = { a = 'b' }", "optional_dependencies"),
    ],
)
def test_what_has_the_wrong_type_is_unknown(text, field):
    assert fields(declared(project(text)))[field] is UNKNOWN


def test_a_readme_that_does_not_exist_is_empty():
    assert fields(declared(project('readme = "README.md"')))["readme"] == ""
    assert fields(declared(project('readme = { text = "x", content-type = "text/plain" }')))["readme"] == "x"


def test_a_license_file_is_read():
    files = project('license = { file = "LICENSE" }') | {"LICENSE": "The licence"}
    assert fields(declared(files))["license"] == "The licence"


def test_a_group_that_is_no_table_hides_its_entry_points():
    package = declared(project('entry-points.inventree_plugins = "a = b:c"'))
    assert package.entry_points_unknown
    assert not declared(project('entry-points.other = "a = b:c"')).entry_points_unknown
    assert declared(project("entry-points = 5")).entry_points_unknown


# dynamic


def test_a_dynamic_field_that_nobody_gives_is_unknown():
    package = declared(project('dynamic = ["version", "entry-points", "authors", "optional-dependencies"]'))
    assert fields(package) == {
        "name": "demo",
        "version": UNKNOWN,
        "author": UNKNOWN,
        "author_email": UNKNOWN,
        "optional_dependencies": UNKNOWN,
    }
    assert package.version is not None
    assert package.version.range == Range(5, 1, 5, 74)
    assert package.entry_points_unknown


SETUPTOOLS_DYNAMIC = """\
dynamic = ["version", "readme", "description", "dependencies", "entry-points", "classifiers", "optional-dependencies"]
[tool.setuptools.dynamic]
version = { attr = "demo.VERSION" }
readme = { file = ["README.md", "NEWS.md"], content-type = "text/markdown" }
description = { file = "description.txt" }
dependencies = { file = "requirements.txt" }
entry-points = { file = "entry_points.txt" }
classifiers = { file = "classifiers.txt" }
optional-dependencies.test = { file = "requirements.txt" }
"""


def test_setuptools_reads_files_and_attributes():
    files = project(SETUPTOOLS_DYNAMIC) | {
        "README.md": "a",
        "NEWS.md": "b",
        "description.txt": "Short",
        "requirements.txt": "# no\nrequests\n\n  rich>=1\n",
        "entry_points.txt": "# no\n[inventree_plugins]\n  Demo = demo:Demo\n",
        "classifiers.txt": "Framework :: InvenTree\nTopic :: X\n",
    }
    package = declared(files, {"demo.VERSION": "1.2"})
    assert fields(package) == {
        "name": "demo",
        "version": "1.2",
        "description": "Short",
        "readme": "a\nb",
        "classifiers": ["Framework :: InvenTree", "Topic :: X"],
        "dependencies": ["requests", "rich>=1"],
        "optional_dependencies": {"test": ["requests", "rich>=1"]},
        "entry_points": ["inventree_plugins: Demo = demo:Demo"],
    }
    assert (package.entry_points[0].path, package.entry_points[0].range) == (
        "entry_points.txt",
        Range(3, 3, 3, 19),
    )
    assert located(package, files, "version") == 'pyproject.toml: version = { attr = "demo.VERSION" }'


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.0", "1.0"), ((1, 2, "a3"), "1.2.a3"), ([1, 2], "1.2"), (1.5, "1.5"), (None, UNKNOWN)],
)
def test_an_attribute_becomes_a_version_as_setuptools_makes_it(version, expected):
    text = 'dynamic = ["version"]\n[tool.setuptools.dynamic]\nversion = { attr = " demo.V " }\n'
    assert fields(declared(project(text), {"demo.V": version}))["version"] == expected


def test_a_version_from_a_file():
    files = project('dynamic = ["version"]\n[tool.setuptools.dynamic]\nversion = { file = "VERSION" }\n')
    assert fields(declared(files | {"VERSION": "1.2\n"}))["version"] == "1.2"
    assert fields(declared(files))["version"] is UNKNOWN


def test_a_version_tool_is_unknown():
    text = SETUPTOOLS.replace('"setuptools"', '"setuptools", "setuptools_scm"')
    files = {"pyproject.toml": text + "[tool.setuptools_scm]\n", "setup.cfg": "[metadata]\nname = demo\n"}
    assert fields(declared(files)) == {"name": "demo", "version": UNKNOWN}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import x\n__version__ = '1.2'\n", "1.2"),
        ('VERSION = "v1.3"', "1.3"),
        ("version: str = '1.4'\n__version__ = '1.5'", "1.4"),
        ("my_version = '1.4'\n__version__ = '1.5'", "1.5"),
        ("  __version__ = '1.2'", UNKNOWN),
        ("__version__ = f()", UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_hatch_finds_the_version_by_its_pattern(source, expected):
    files = project(
        'dynamic = ["version"]\n[tool.hatch.version]\npath = "demo/about.py"\n', "hatchling.build"
    )
    if source is not None:
        files["demo/about.py"] = source
    assert fields(declared(files))["version"] == expected


@pytest.mark.parametrize(
    "settings",
    ['source = "vcs"', 'path = "about.py"\npattern = "x"', 'source = "code"\npath = "about.py"', "path = 1"],
)
def test_hatch_versions_that_are_not_written_down_are_unknown(settings):
    files = project(f'dynamic = ["version"]\n[tool.hatch.version]\n{settings}\n', "hatchling.build")
    assert fields(declared(files | {"about.py": "__version__ = '1'"}))["version"] is UNKNOWN


def test_pdm_finds_the_version_by_its_pattern():
    files = project(
        'dynamic = ["version"]\n[tool.pdm.version]\nsource = "file"\npath = "about.py"\n', "pdm.backend"
    )
    assert fields(declared(files | {"about.py": "__version__ = '1.2' # x\n"}))["version"] == "1.2"
    files = project('dynamic = ["version"]\n[tool.pdm.version]\nsource = "scm"\n', "pdm.backend")
    assert fields(declared(files))["version"] is UNKNOWN


def test_flit_takes_version_and_description_from_the_module():
    files = project('dynamic = ["version", "description"]\n', "flit_core.buildapi")
    values = {"demo.__version__": "1.2", "demo.__doc__": "\nShort.\n\nLong.\n"}
    assert fields(declared(files, values)) == {"name": "demo", "version": "1.2", "description": "Short."}
    files = project('dynamic = ["version"]\n[tool.flit.module]\nname = "other"\n', "flit_core.buildapi")
    assert fields(declared(files, {"other.__version__": "2"}))["version"] == "2"


# Poetry

POETRY = """\
[tool.poetry]
name = "demo"
version = "1.2"
description = "D"
authors = ["A B <a@x.org>", "C <c@x.org>"]
license = "MIT"
readme = ["README.md", "MORE.md"]
homepage = "https://home"
repository = "https://code"
keywords = ["inventree"]
classifiers = ["Framework :: InvenTree"]
packages = [{ include = "demo", from = "src" }]

[tool.poetry.urls]
"Bug Tracker" = "https://bugs"

[tool.poetry.dependencies]
python = "^3.9"
requests = "^2.1"
rich = { version = ">=10, <20", extras = ["x"], optional = true }
zpl = { git = "https://github.com/x/zpl", branch = "main" }
wheel = { url = "https://x/y.whl" }
local = { path = "../x" }
two = [{ version = ">=1" }, { version = "*" }]

[tool.poetry.extras]
color = ["rich"]

[tool.poetry.plugins."inventree_plugins"]
Demo = "demo.core:Demo"

[build-system]
build-backend = "poetry.core.masonry.api"
"""


def test_poetry():
    files = {"pyproject.toml": POETRY, "README.md": "a", "MORE.md": "b"}
    package = declared(files)
    assert fields(package) == {
        "name": "demo",
        "version": "1.2",
        "description": "D",
        "author": "A B",
        "author_email": "a@x.org",
        "license": "MIT",
        "readme": "a\nb",
        "urls": {"Homepage": "https://home", "Repository": "https://code", "Bug Tracker": "https://bugs"},
        "classifiers": ["Framework :: InvenTree"],
        "keywords": ["inventree"],
        "dependencies": [
            "requests",
            "zpl @ git+https://github.com/x/zpl@main",
            "wheel @ https://x/y.whl",
            "local",
            "two>=1",
            "two",
        ],
        "optional_dependencies": {"color": ["rich[x]>=10,<20"]},
        "entry_points": ["inventree_plugins: Demo = demo.core:Demo"],
    }
    assert package.package_directories == (("demo", "src/demo"),)
    assert package.source_roots == ["src"]
    assert (
        located(package, files, "author_email")
        == 'pyproject.toml: authors = ["A B <a@x.org>", "C <c@x.org>"]'
    )
    assert package.entry_points[0].range == Range(30, 1, 30, 24)


def test_poetry_is_the_backend_where_none_is_named():
    assert fields(declared({"pyproject.toml": '[tool.poetry]\nname = "demo"\n'})) == {"name": "demo"}


def test_a_poetry_author_without_an_address():
    package = declared({"pyproject.toml": '[tool.poetry]\nname = "demo"\nauthors = ["Only Name"]\n'})
    assert fields(package) == {"name": "demo", "author": "Only Name"}


def test_poetry_2_takes_project_first_and_its_own_table_for_the_rest():
    text = (
        'dynamic = ["version", "dependencies", "license"]\nauthors = [{ name = "A", email = "a@x" }, { email = "b@x" }]\n'
        'entry-points.inventree_plugins.Demo = "demo:New"\n'
        '[tool.poetry]\nname = "old"\nversion = "1.3"\nauthors = ["Z <z@x>"]\nkeywords = ["k"]\n'
        '[tool.poetry.dependencies]\nrequests = ">=2"\n[tool.poetry.plugins.inventree_plugins]\nDemo = "demo:Old"\n'
    )
    assert fields(declared(project(text, "poetry.core.masonry.api"))) == {
        "name": "demo",
        "version": "1.3",
        "author": "A",
        "author_email": "a@x",
        "license": UNKNOWN,
        "keywords": ["k"],
        "dependencies": ["requests>=2"],
        "entry_points": ["inventree_plugins: Demo = demo:New"],
    }


def test_a_dynamic_poetry_version_is_unknown():
    text = (
        '[tool.poetry]\nname = "demo"\nversion = "0.0.0"\n[tool.poetry-dynamic-versioning]\nenable = true\n'
        '[build-system]\nrequires = ["poetry-core", "poetry-dynamic-versioning"]\n'
        'build-backend = "poetry_dynamic_versioning.backend"\n'
    )
    assert fields(declared({"pyproject.toml": text})) == {"name": "demo", "version": UNKNOWN}


# Flit before it had [project]


def test_old_flit():
    text = (
        '[tool.flit.metadata]\nmodule = "demo"\ndist-name = "inventree-demo"\nauthor = "A"\nauthor-email = "a@x"\n'
        'home-page = "https://home"\nlicense = "MIT"\ndescription-file = "README.md"\nkeywords = "a,b"\n'
        'requires = ["requests"]\nclassifiers = ["C"]\n[tool.flit.metadata.urls]\nSource = "https://code"\n'
        '[tool.flit.entrypoints.inventree_plugins]\nDemo = "demo:Demo"\n'
    )
    package = declared({"pyproject.toml": text, "README.md": "r"}, {"demo.__version__": "1.1"})
    assert fields(package) == {
        "name": "inventree-demo",
        "version": "1.1",
        "description": UNKNOWN,
        "author": "A",
        "author_email": "a@x",
        "license": "MIT",
        "readme": "r",
        "urls": {"Source": "https://code"},
        "home_page": "https://home",
        "classifiers": ["C"],
        "keywords": ["a", "b"],
        "dependencies": ["requests"],
        "entry_points": ["inventree_plugins: Demo = demo:Demo"],
    }


# Where the modules are


@pytest.mark.parametrize(
    ("backend", "text", "expected", "roots"),
    [
        ("setuptools.build_meta", "", (), []),
        ("setuptools.build_meta", '[tool.setuptools.packages.find]\nwhere = ["src", "."]\n', (("", "src"), ("", "")), ["src", ""]),
        ("setuptools.build_meta", '[tool.setuptools.packages.find]\nwhere = [""]\n', (("", ""),), [""]),
        ("setuptools.build_meta", '[tool.setuptools.package-dir]\n"" = "src"\n', (("", "src"),), ["src"]),
        ("setuptools.build_meta", '[tool.setuptools.package-dir]\ndemo = "code/demo"\n', (("demo", "code/demo"),), ["code"]),
        ("setuptools.build_meta", '[tool.setuptools.package-dir]\ndemo = "code"\n', (("demo", "code"),), []),
        ("setuptools.build_meta", '[tool.setuptools.packages.find]\nwhere = ["../x", "/y"]\n', (), []),
        ("hatchling.build", '[tool.hatch.build.targets.wheel]\npackages = ["src/demo"]\n', (("demo", "src/demo"),), ["src"]),
        ("hatchling.build", '[tool.hatch.build]\nsources = ["src"]\n', (("", "src"),), ["src"]),
        ("pdm.backend", '[tool.pdm.build]\npackage-dir = "src"\n', (("", "src"),), ["src"]),
        ("uv_build", "", (("", "src"),), ["src"]),
        ("uv_build", '[tool.uv.build-backend]\nmodule-root = ""\n', (("", ""),), [""]),
    ],
)  # fmt: skip
def test_directories(backend, text, expected, roots):
    package = declared(project(text, backend))
    assert package.package_directories == expected
    assert package.source_roots == roots


def test_explicit_packages_and_modules():
    package = declared(project('[tool.setuptools]\npackages = ["demo", "demo.sub"]\npy-modules = ["one"]\n'))
    assert package.packages == ("demo", "demo.sub")
    assert package.modules == ("one",)
    assert declared(project("")).packages is None


# What cannot be read


def test_a_broken_file_makes_everything_unknown_and_is_an_error():
    package = declared({"pyproject.toml": '[project]\nname = "demo"\nversion = \n'})
    assert package.errors == [("pyproject.toml", 3, 11, "Invalid value")]
    assert package.files == ("pyproject.toml",)
    assert set(fields(package).values()) == {UNKNOWN}
    assert len(fields(package)) == 13
    assert package.entry_points_unknown
    assert package.name is not None
    assert package.name.range == START


def test_a_file_that_is_not_utf_8_is_an_error():
    package = declared({"pyproject.toml": b"[project]\nname = '\xff'\n"})
    assert package.errors == [("pyproject.toml", 2, 9, "not valid UTF-8")]
    assert entry_points(package) == []
