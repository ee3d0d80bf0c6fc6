"""Which file has the last word; what is asserted here was seen in setuptools 84's own metadata."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_inventree_plugin.source.values import UNKNOWN
from tests.project.packaging_files import SETUPTOOLS, declared, entry_points, fields, package_of

PROJECT = SETUPTOOLS + '[project]\nname = "demo"\n'
ENTRY_POINT = "[options.entry_points]\ninventree_plugins = B = demo:B\n"


def setup_py(keywords: str) -> str:
    return f"import setuptools\nsetuptools.setup({keywords})\n"


def test_no_packaging_files_are_no_package():
    assert package_of({}) is None
    assert package_of({"README.md": "x"}) is None


def test_setup_py_goes_before_setup_cfg_unless_it_is_empty():
    package = declared(
        {
            "setup.py": setup_py(
                "name='script', version='2', description='', author_email=UNKNOWN, "
                "entry_points={'inventree_plugins': ['A = demo:A']}"
            ),
            "setup.cfg": "[metadata]\nname = cfg\nversion = 1\ndescription = D\nauthor_email = a@x\nlicense = MIT\n"
            + ENTRY_POINT,
        }
    )
    assert package.files == ("setup.cfg", "setup.py")
    assert fields(package) == {
        "name": "script",
        "version": "2",
        "description": "D",
        "author_email": UNKNOWN,
        "license": "MIT",
        "entry_points": ["inventree_plugins: A = demo:A"],
    }


OTHERS = {
    "setup.py": setup_py(
        "name='other', version='4', description='d', keywords='k', classifiers=['C'], install_requires=['r'], "
        "extras_require={'e': ['r']}, project_urls={'s': 'u'}, license='MIT', long_description='l', "
        "author='A', author_email='a@x', url='https://home', entry_points={'inventree_plugins': ['A = demo:A']}"
    )
}


def test_project_resets_what_it_does_not_list_as_dynamic():
    package = declared({"pyproject.toml": PROJECT, **OTHERS})
    assert package.files == ("pyproject.toml", "setup.py")
    # These come through, although setuptools says that it ignores them.
    assert fields(package) == {
        "name": "demo",
        "author": "A",
        "author_email": "a@x",
        "home_page": "https://home",
        "entry_points": ["inventree_plugins: A = demo:A"],
    }


def test_dynamic_fields_come_from_setup_py():
    dynamic = (
        "version description keywords classifiers dependencies optional-dependencies urls license readme authors "
        "entry-points"
    )
    text = PROJECT + "dynamic = [" + ", ".join(f'"{key}"' for key in dynamic.split()) + "]\n"
    assert fields(declared({"pyproject.toml": text, **OTHERS})) == {
        "name": "demo",
        "version": "4",
        "description": "d",
        "author": "A",
        "author_email": "a@x",
        "license": "MIT",
        "readme": "l",
        "urls": {"s": "u"},
        "home_page": "https://home",
        "classifiers": ["C"],
        "keywords": ["k"],
        "dependencies": ["r"],
        "optional_dependencies": {"e": ["r"]},
        "entry_points": ["inventree_plugins: A = demo:A"],
    }


def test_authors_are_filled_up_from_setup_cfg():
    cfg = "[metadata]\nauthor = C\nauthor_email = c@x\n"
    package = declared({"pyproject.toml": PROJECT + 'authors = [{ name = "N" }]\n', "setup.cfg": cfg})
    assert fields(package) == {"name": "demo", "author": "N", "author_email": "c@x"}
    package = declared({"pyproject.toml": PROJECT + "authors = []\n", "setup.cfg": cfg})
    assert fields(package) == {"name": "demo", "author": "C", "author_email": "c@x"}


def test_a_dynamic_author_without_an_address_has_none():
    files = {"pyproject.toml": PROJECT + 'dynamic = ["authors"]\n', "setup.cfg": "[metadata]\nauthor = C\n"}
    assert fields(declared(files)) == {"name": "demo", "author": "C"}


@pytest.mark.parametrize(
    ("project", "scripts", "kept"),
    [
        ("", "", True),
        ("[project.entry-points]\n", "", True),
        ('dynamic = ["entry-points"]\n', "", True),
        ('dynamic = ["entry-points", "scripts"]\n', "console_scripts = a = b:c\n", True),
        ('scripts.a = "b:c"\n', "", False),
        ("scripts = {}\n", "", False),
        ('dynamic = ["entry-points"]\nscripts.a = "b:c"\n', "", False),
        ('dynamic = ["entry-points"]\n', "console_scripts = a = b:c\n", False),
        ("", "gui_scripts = a = b:c\n", False),
        ('entry-points.other.a = "b:c"\n', "", False),
    ],
)
def test_entry_points_of_setup_cfg_beside_project(project, scripts, kept):
    package = declared({"pyproject.toml": PROJECT + project, "setup.cfg": ENTRY_POINT + scripts})
    assert ("inventree_plugins: B = demo:B" in entry_points(package)) is kept
    assert not package.entry_points_unknown
    ignored = [item.name for item in package.ignored_entry_points if item.group == "inventree_plugins"]
    assert ignored == ([] if kept else ["B"])


@pytest.mark.parametrize(
    "backend", ["hatchling.build", "flit_core.buildapi", "pdm.backend", "uv_build", "maturin"]
)
def test_other_backends_do_not_look_at_the_files_of_setuptools(backend):
    text = f'[project]\nname = "demo"\n[build-system]\nbuild-backend = "{backend}"\n'
    package = declared(
        {"pyproject.toml": text, "setup.cfg": "[metadata]\nlicense = MIT\n" + ENTRY_POINT, **OTHERS}
    )
    assert package.files == ("pyproject.toml",)
    assert fields(package) == {"name": "demo"}
    assert [item.name for item in package.ignored_entry_points] == ["A"]


def test_a_broken_setup_cfg_is_no_error_where_nobody_reads_it():
    text = '[project]\nname = "demo"\n[build-system]\nbuild-backend = "hatchling.build"\n'
    assert declared({"pyproject.toml": text, "setup.cfg": "[flake8]\nbroken\n"}).errors == []


def test_a_backend_of_the_projects_own_may_read_everything():
    text = '[build-system]\nbuild-backend = "own"\nbackend-path = ["."]\n'
    assert fields(declared({"pyproject.toml": text, "setup.cfg": "[metadata]\nname = demo\n"})) == {
        "name": "demo"
    }


TEXTS = st.text(alphabet="[]{}=\"'#.,\n ab", max_size=40)


@given(
    st.dictionaries(st.sampled_from(["pyproject.toml", "setup.cfg", "setup.py"]), TEXTS),
    st.sampled_from(["", PROJECT, "[tool.poetry]\n", "[metadata]\nname=a\n", "[options.entry_points]\n", "import setuptools\n"]),
)  # fmt: skip
def test_any_files_are_read(texts, start):
    files = {path: start + text for path, text in texts.items()}
    package = package_of(files)
    if package is None:
        return
    lines = {path: text.split("\n") for path, text in files.items()}
    places = [(error.path, error.line, error.column) for error in package.errors]
    places += [(item.path, item.range.line, item.range.column) for item in package.entry_points]
    for name in fields(package):
        value = getattr(package, name)
        if name != "entry_points":
            places += [(value.path, *value.range[:2]), (value.path, *value.range[2:])]
    for path, line, column in places:
        assert 1 <= line <= len(lines[path])
        assert 1 <= column <= len(lines[path][line - 1]) + 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | st.sampled_from(["", "a", "a = b:c"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["file", "attr", "text", "name", "a", "inventree_plugins"]), inner, max_size=2
        )
    ),
    max_leaves=5,
)
PROJECT_KEYS = (
    "name version readme license authors urls keywords dependencies dynamic optional-dependencies entry-points "
    "classifiers"
)
KEYS = [("project", key) for key in PROJECT_KEYS.split()] + [
    ("tool", "setuptools", "dynamic"),
    ("tool", "setuptools", "package-dir"),
    ("tool", "setuptools", "packages"),
    ("tool", "hatch", "version"),
    ("tool", "hatch", "build"),
    ("tool", "poetry", "authors"),
    ("tool", "poetry", "dependencies"),
    ("tool", "poetry", "extras"),
    ("tool", "poetry", "plugins"),
    ("tool", "poetry", "packages"),
    ("tool", "poetry", "urls"),
    ("tool", "flit", "metadata"),
    ("tool", "flit", "entrypoints"),
    ("build-system", "requires"),
    ("build-system", "build-backend"),
]


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value or 0)


@given(
    st.dictionaries(st.sampled_from(KEYS), JSON, max_size=5),
    st.sampled_from([None, "setuptools", "hatchling", "poetry", "flit", "pdm", "uv_build"]),
)
def test_any_types_in_pyproject_are_read(values, backend):
    text = "".join(f"{'.'.join(path)} = {toml(value)}\n" for path, value in values.items())
    if backend and ("build-system", "build-backend") not in values:
        text += f'build-system.build-backend = "{backend}"\n'
    package = package_of({"pyproject.toml": text})
    if package is not None:
        assert package.files == ("pyproject.toml",)
        assert package.errors == []
