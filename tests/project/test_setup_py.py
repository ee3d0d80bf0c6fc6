import pytest

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.source.values import UNKNOWN, Known
from tests.project.packaging_files import call_of, declared, fields, located, text_at

FULL = '''\
# setup(name="comment")
"""setup(name='docstring')"""
import setuptools
from demo.version import VERSION

CLASSIFIERS = ["Framework :: InvenTree"]

setuptools.setup(
    name="de" + "mo",
    version=VERSION,
    description=f"Demo {VERSION}",  # trailing, name="x"
    long_description=open("README.md").read(),
    author="A",
    author_email="a@x.org",
    license="MIT",
    url="https://home",
    project_urls={"Source": "https://code"},
    keywords="inventree plugin, two",
    classifiers=CLASSIFIERS,
    packages=setuptools.find_packages(where="src"),
    package_dir={"": "src"},
    install_requires=["requests", VERSION],
    extras_require={"test": ["pytest"]},
    entry_points={
        "inventree_plugins": [
            "Demo = demo.core:Demo",
            "Two=demo:Two",
        ],
        "other": "a = b:c",
    },
)
'''


def of(*keywords: str, before: str = "") -> dict[str, str]:
    return {
        "setup.py": f"from setuptools import setup, find_packages\n{before}\nsetup({', '.join(keywords)})\n"
    }


def test_every_field():
    package = declared({"setup.py": FULL}, {"demo.version.VERSION": "1.2"})
    assert package.files == ("setup.py",)
    assert fields(package) == {
        "name": "demo",
        "version": "1.2",
        "description": "Demo 1.2",
        "author": "A",
        "author_email": "a@x.org",
        "license": "MIT",
        "readme": UNKNOWN,
        "urls": {"Source": "https://code"},
        "home_page": "https://home",
        "classifiers": ["Framework :: InvenTree"],
        "keywords": ["inventree plugin", "two"],
        "dependencies": ["requests", "1.2"],
        "optional_dependencies": {"test": ["pytest"]},
        "entry_points": [
            "inventree_plugins: Demo = demo.core:Demo",
            "inventree_plugins: Two = demo:Two",
            "other: a = b:c",
        ],
    }
    assert not package.entry_points_unknown
    assert package.source_roots == ["src"]
    assert package.packages is None


def test_places():
    files = {"setup.py": FULL}
    package = declared(files)
    assert located(package, files, "name") == 'setup.py: name="de" + "mo"'
    assert located(package, files, "description") == 'setup.py: description=f"Demo {VERSION}"'
    assert located(package, files, "readme") == 'setup.py: long_description=open("README.md").read()'
    assert located(package, files, "classifiers") == "setup.py: classifiers=CLASSIFIERS"
    assert [text_at(files, item.path, item.range) for item in package.entry_points] == [
        "Demo = demo.core:Demo",
        "Two=demo:Two",
        "a = b:c",
    ]
    assert package.entry_points[0].range == Range(26, 14, 26, 35)


def test_an_entry_point_that_is_written_twice_stands_at_its_keyword():
    files = of('entry_points={"inventree_plugins": ["A = a:b"]}', before="x = 'A = a:b'")
    item = declared(files).entry_points[0]
    assert text_at(files, item.path, item.range) == 'entry_points={"inventree_plugins": ["A = a:b"]}'


@pytest.mark.parametrize(
    "source",
    [
        "import setuptools\nsetuptools.setup(name='demo')\n",
        "import setuptools as s\ns.setup(name='demo')\n",
        "from setuptools import setup as s\ns(name='demo')\n",
        "from distutils.core import setup\nsetup(name='demo')\n",
        "import distutils.core\ndistutils.core.setup(name='demo')\n",
        "from setuptools import *\nsetup(name='demo')\n",
        "try:\n    from setuptools import setup\nexcept ImportError:\n    from distutils.core import setup\nsetup(name='demo')\n",
        "import setuptools\nif __name__ == '__main__':\n    setuptools.setup(name='demo')\n",
        "import setuptools\ndef main():\n    setuptools.setup(name='demo')\nmain()\n",
    ],
)
def test_the_call_is_found_by_whatever_name(source):
    call = call_of(source)
    assert call is not None
    assert call.keywords == {"name": Known("demo")}


@pytest.mark.parametrize(
    "source",
    [
        "",
        "setup(name='demo')\n",
        "from other import setup\nsetup(name='demo')\n",
        "import setuptools\nsetuptools.find_packages(name='demo')\n",
        "import setuptools\nprint(setuptools.setup)\n",
        "import setuptools\nsetuptools.setup(\n",
    ],
)
def test_where_no_call_is_seen_everything_is_unknown(source):
    assert call_of(source) is None
    package = declared({"setup.py": source})
    assert package.files == ("setup.py",)
    assert set(fields(package).values()) == {UNKNOWN}
    assert package.entry_points_unknown


def test_a_call_without_keywords_declares_nothing():
    package = declared({"setup.py": "import setuptools\nsetuptools.setup()\n"})
    assert (package.files, fields(package), package.entry_points_unknown) == (("setup.py",), {}, False)


@pytest.mark.parametrize(
    ("keyword", "before", "field", "expected"),
    [
        ("version=V", "V = '1.0'", "version", "1.0"),
        ("version=1.5", "", "version", "1.5"),
        ("version=(1, 2)", "", "version", "1.2"),
        ("version='.'.join(V)", "V = ['1']", "version", UNKNOWN),
        ("version=V", "V = '1'\nV = '2'", "version", UNKNOWN),
        ("version=V", "if x:\n    V = '1'", "version", UNKNOWN),
        ("version=V", "V = V + '1'", "version", UNKNOWN),
        ("version=V", "for V in x:\n    pass", "version", UNKNOWN),
        ("version=V", "", "version", UNKNOWN),
        ("version=V", "from demo import V", "version", "7"),
        ("version=demo.V", "import demo", "version", "7"),
        ("version=d.V", "import demo as d", "version", "7"),
        ("version=demo.sub.V", "import demo.sub", "version", "8"),
        ("version=V", "from .demo import V", "version", UNKNOWN),
        ("version=V", "try:\n    from demo import V\nexcept ImportError:\n    V = '0'", "version", UNKNOWN),
        ("version=about['V']", "about = {'V': '1'}", "version", UNKNOWN),
        ("version=f()", "def f():\n    return '1'", "version", UNKNOWN),
        ("use_scm_version=True", "", "version", UNKNOWN),
        ("version='1', use_scm_version=False", "", "version", "1"),
        ("name=None, version='1'", "", "version", "1"),
        ("name=5", "", "name", UNKNOWN),
        ("author_email=''", "", "author_email", ""),
        ("keywords=['a', 'b c']", "", "keywords", ["a", "b c"]),
        ("keywords=5", "", "keywords", UNKNOWN),
        ("classifiers=('a', X)", "", "classifiers", ["a", UNKNOWN]),
        ("classifiers=C", "C = ['a']\nC.append('b')", "classifiers", UNKNOWN),
        ("classifiers=C", "C = ['a']\nC += ['b']", "classifiers", UNKNOWN),
        ("classifiers=C", "C = ['a']\nC[0] = 'b'", "classifiers", UNKNOWN),
        ("classifiers=C + ['b']", "C = ['a']", "classifiers", ["a", "b"]),
        ("install_requires='''\na\n# no\nb>=1\n'''", "", "dependencies", ["a", "b>=1"]),
        ("install_requires=open('r.txt').readlines()", "", "dependencies", UNKNOWN),
        ("extras_require={'a': 'x\\ny'}", "", "optional_dependencies", {"a": ["x", "y"]}),
        ("extras_require={'a': f()}", "", "optional_dependencies", UNKNOWN),
        ("project_urls={'a': X}", "", "urls", {"a": UNKNOWN}),
        ("project_urls=[]", "", "urls", UNKNOWN),
    ],
)
def test_values(keyword, before, field, expected):
    package = declared(of(keyword, before=before), {"demo.V": "7", "demo.sub.V": "8"})
    assert fields(package)[field] == expected


@pytest.mark.parametrize(
    ("value", "before", "expected", "unknown"),
    [
        ('{"inventree_plugins": ["A = a:b"]}', "", ["inventree_plugins: A = a:b"], False),
        ('{"inventree_plugins": ("A = a:b", X)}', "", ["inventree_plugins: A = a:b"], True),
        ('{"inventree_plugins": [], "console_scripts": [X]}', "", [], False),
        ('{"inventree_plugins": "A = a:b\\n# no\\nB=c:d"}', "", ["inventree_plugins: A = a:b", "inventree_plugins: B = c:d"], False),
        ('"[inventree_plugins]\\nA = a:b\\n[x]\\n"', "", ["inventree_plugins: A = a:b"], False),
        ('{X: ["A = a:b"]}', "", [], True),
        ('{"inventree_plugins": {"A": "a:b"}}', "", [], True),
        ('{"inventree_plugins": ["A"]}', "", [], True),
        ("EPS", "EPS = {'inventree_plugins': ['A = a:b']}", ["inventree_plugins: A = a:b"], False),
        ("EPS", "EPS = {}\nEPS['inventree_plugins'] = ['A = a:b']", [], True),
        ("EPS", "EPS = {}\nEPS.update(inventree_plugins=['A = a:b'])", [], True),
        ("f()", "", [], True),
        ("5", "", [], True),
        ("None", "", [], False),
        ("{}", "", [], False),
    ],
)  # fmt: skip
def test_entry_points(value, before, expected, unknown):
    package = declared(of(f"entry_points={value}", before=before))
    assert fields(package).get("entry_points", []) == expected
    assert package.entry_points_unknown is unknown


def test_unknown_keywords_make_the_rest_unknown():
    package = declared(of("name='demo'", "**settings"))
    found = fields(package)
    assert found.pop("name") == "demo"
    assert set(found.values()) == {UNKNOWN}
    assert package.entry_points_unknown


def test_pbr_takes_everything_from_elsewhere():
    assert fields(declared(of("pbr=True", "name='demo'")))["version"] is UNKNOWN


def test_several_calls_are_known_where_they_agree():
    files = {
        "setup.py": "import setuptools\nif x:\n    setuptools.setup(name='demo', version='1')\n"
        "else:\n    setuptools.setup(name='demo', version='2', license='MIT')\n"
    }
    assert fields(declared(files)) == {"name": "demo", "version": UNKNOWN, "license": UNKNOWN}


CREATOR = """\
import importlib
import importlib.util
import os
import setuptools

module_path = os.path.join(os.path.dirname(__file__), {parts})
spec = importlib.util.spec_from_file_location("demo", module_path)
demo = importlib.util.module_from_spec(spec)
spec.loader.exec_module(demo)

setuptools.setup(name="demo", version=demo.PLUGIN_VERSION)
"""


@pytest.mark.parametrize(
    ("parts", "version"),
    [
        ('"demo", "__init__.py"', "1.1"),
        ('"demo", "version.py"', "1.2"),
        ('"demo/version.py"', "1.2"),
        ('NAME, "version.py"', UNKNOWN),
        ('"other", "__init__.py"', UNKNOWN),
    ],
)
def test_the_version_as_the_plugin_creator_reads_it(parts, version):
    values = {"demo.PLUGIN_VERSION": "1.1", "demo.version.PLUGIN_VERSION": "1.2"}
    assert fields(declared({"setup.py": CREATOR.format(parts=parts)}, values))["version"] == version


def test_explicit_packages():
    package = declared(of("packages=['demo', 'demo.sub']", "py_modules=('one',)"))
    assert package.packages == ("demo", "demo.sub")
    assert package.modules == ("one",)
    assert declared(of("packages=find_packages()")).packages is None
    assert declared(of("packages=['demo', X]")).packages is None


def test_line_ends_do_not_move_places():
    files = {"setup.py": "import setuptools\r\nsetuptools.setup(\r\n  name='ü', version='1'\r\n)\r\n"}
    package = declared(files)
    assert package.version is not None
    assert package.version.range == Range(3, 13, 3, 24)
