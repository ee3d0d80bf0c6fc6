"""What a name means: scopes as Python has them."""

from __future__ import annotations

import pytest

from flake8_inventree_plugin.source.facts import MODULE, NO_BRANCH, Reference
from tests.source.reading import facts_of


def uses(text: str) -> list[tuple[str, str]]:
    """The kind and the dotted path of each reference that is kept."""
    return [(item.kind, ".".join(item.path)) for item in facts_of(text).references]


def imports_of(text: str, path: str) -> list[str | None]:
    """The names of the imports that the last reference with a path may come from."""
    facts = facts_of(text)
    found = [item for item in facts.references if ".".join(item.path) == path]
    return [facts.imports[index].name for index in found[-1].imports] if found else []


NOT_THE_IMPORT = {
    "a parameter": "from p import x\ndef f(x): x\n",
    "a parameter of a lambda": "from p import x\nlambda x: x\n",
    "a local": "from p import x\ndef f():\n    x = 1\n    x\n",
    "a local bound below its use": "from p import x\ndef f():\n    x\n    x = 1\n",
    "a loop's target": "from p import x\ndef f():\n    for x in y: x\n",
    "a comprehension's target": "from p import x\n[x for x in y]\n",
    "a name of the function around": "from p import x\ndef f():\n    x = 1\n    def g(): x\n",
    "the name of an exception": "from p import x\ndef f():\n    try: y\n    except E as x: x\n",
    "a walrus": "from p import x\ndef f():\n    (x := 1)\n    x\n",
    "a walrus in a comprehension": "from p import x\ndef f():\n    [(x := a) for a in b]\n    x\n",
    "a with": "from p import x\ndef f():\n    with y as (x, z): x\n",
    "a capture": "from p import x\ndef f():\n    match y:\n        case [x, *z] | {**z}: x\n",
    "a nested function": "from p import x\ndef f():\n    def x(): pass\n    x\n",
    "a deleted local": "from p import x\ndef f():\n    x\n    del x\n",
    "an annotated local": "from p import x\ndef f():\n    x: int\n    x\n",
    "a type parameter": "from p import x\ndef f[x](a: x) -> x: pass\nclass A[x](B[x]): pass\ntype C[x] = x\n",
    "a keyword": "from p import x\nf(x=1)\n",
    "an attribute": "from p import x\na.x\n",
    "rebound at module level": "from p import x\nx = 1\nx\n",
    "a name of the class, in the class": "from p import x\nclass A:\n    x = 1\n    y = x\n",
}


@pytest.mark.parametrize("text", NOT_THE_IMPORT.values(), ids=NOT_THE_IMPORT.keys())
def test_a_name_that_something_else_binds_is_not_the_import(text: str) -> None:
    assert [path for kind, path in uses(text) if kind == "import"] in ([], ["x"] * text.count("del x"))


THE_IMPORT = {
    "module level": "from p import x\nx\n",
    "in a function": "from p import x\ndef f(): x\n",
    "imported below": "def f(): x\nfrom p import x\n",
    "a default": "from p import x\ndef f(x=x): pass\n",
    "an annotation": "from p import x\ndef f(x: x): pass\n",
    "a decorator": "from p import x\n@x\ndef x(): pass\n",
    "a default of a lambda": "from p import x\nlambda x=x: 1\n",
    "the first iterable": "from p import x\n[x for x in x]\n",
    "a name of the class, in its method": "from p import x\nclass A:\n    x = 1\n    def f(self): x\n",
    "a name of the class, in a comprehension": "from p import x\nclass A:\n    x = 1\n    y = [x for _ in z]\n",
    "not bound yet in the class": "from p import x\nclass A:\n    x = x\n",
    "not bound yet at module level": "from p import x\nx = x()\n",
    "global": "from p import x\ndef f():\n    global x\n    x\n",
    "global in the function around": "from p import x\ndef f():\n    global x\n    def g(): x\n",
    "in a branch": "from p import x\nif y: x = 1\nx\n",
    "except ImportError": "try: from p import x\nexcept ImportError: x = None\nx\n",
    "None first": "x = None\ntry: from p import x\nexcept ImportError: pass\nx\n",
    "nonlocal": "def f():\n    from p import x\n    def g():\n        nonlocal x\n        x\n",
    "the name of an exception is gone behind its handler": "from p import x\ntry: y\nexcept E as x: pass\nx\n",
    "a class inside a class sees no names of the outer": (
        "from p import x\nclass A:\n    x = 1\n    class B:\n        y = x\n"
    ),
    "in an f-string": "from p import x\nf'{a:{x}}'\n",
}


@pytest.mark.parametrize("text", THE_IMPORT.values(), ids=THE_IMPORT.keys())
def test_a_name_that_the_import_binds_is_the_import(text: str) -> None:
    assert [path.split(".")[0] for kind, path in uses(text) if kind == "import"] == ["x"]


def test_a_name_may_come_from_several_imports() -> None:
    text = "try: from p import a as x\nexcept ImportError: from q import b as x\nx\n"
    assert imports_of(text, "x") == ["a", "b"]


def test_an_import_in_a_function_is_seen_there_alone() -> None:
    facts = facts_of("def f():\n    from p import x\n    x.y()\nx.z\n")
    assert [(item.path, item.function) for item in facts.references] == [(["x", "y"], "f")]
    assert facts.imports[0].function_level


def test_receivers() -> None:
    text = (
        "class A:\n"
        "    def f(this): this.a; (lambda: this.b); [this.c for this in d]\n"
        "    @classmethod\n    def g(cls): cls.e\n"
        "    @staticmethod\n    def h(self): self.i\n"
        "    def __new__(cls): cls.j\n"
        "    def k(self):\n        self = l\n        self.m\n"
        "    def n(self):\n        def o(self): self.p\n        super().q(); super(A, self).r\n"
        "def s(self): self.t; super().u\n"
    )
    assert uses(text) == [
        ("self", "this.a"),
        ("self", "this.b"),
        ("cls", "cls.e"),
        ("cls", "cls.j"),
        ("super", "super.().q"),
        ("class", "A"),
        ("self", "self"),
        ("super", "super.().r"),
    ]


def test_owner_function_and_branch() -> None:
    text = (
        "from p import x\nclass A:\n    x.a\n    def f(self):\n        def g(): x.b\n"
        "        if y:\n            x.c\ndef h(): x.d\n"
    )
    found = [(item.path[1], item.owner, item.function, item.branch) for item in facts_of(text).references]
    assert found == [
        ("a", 0, "", NO_BRANCH),
        ("b", 0, "f", NO_BRANCH),
        ("c", 0, "f", 0),
        ("d", MODULE, "h", NO_BRANCH),
    ]


def only(text: str) -> Reference:
    [item] = facts_of(text).references
    return item


def test_contexts() -> None:
    start = "import x\n"
    assert only(start + "x.a\n").context == "load"
    assert only(start + "x.a = 1\n").context == "store"
    assert only(start + "x.a += 1\n").context == "store"
    assert only(start + "for x.a in b: pass\n").context == "store"
    assert only(start + "[c, *x.a] = b\n").context == "store"
    assert only(start + "del (x.a, b)\n").context == "delete"
    assert only(start + "del x\n").context == "delete"
    call = only(start + "x.a('b', *c, d=1, **e)\n")
    assert (call.context, call.arguments, call.keywords) == (
        "call",
        [["const", "b"], ["unknown"]],
        [("d", ["const", 1]), ("**", ["unknown"])],
    )
    chain = only(start + "x.a('b')[c].d\n")
    assert (chain.context, chain.path, chain.arguments) == ("load", ["x", "a", "()", "[]", "d"], [])
    assert chain.range == (2, 1, 2, 14)


def test_names_that_a_star_import_may_bind() -> None:
    assert uses("from p import *\nx.a; len(b)\ndef f(c): c; d\n") == [
        ("unbound", "x.a"),
        ("unbound", "b"),
        ("unbound", "len"),
        ("unbound", "d"),
    ]
    assert uses("x.a; len(b)\n") == []


def test_other_names() -> None:
    text = (
        "for a, b in c: pass\nwith d as e: (f := 1)\ng, h = 1, 2\ntry: pass\nexcept E as i: pass\n"
        "def j():\n    global k\n    k = 1\nclass L:\n    import m\n    n: int\n    for o in p: pass\n    q += 1\n"
        "[r for r in s]\nimport t\nu = 1\n"
    )
    facts = facts_of(text)
    assert facts.other_names == ["a", "b", "e", "f", "g", "h", "k"]
    assert facts.classes[0].other_names == ["m", "o", "q"]
    assert [item.name for item in facts.assignments] == ["u"]


@pytest.mark.parametrize(
    "text",
    [
        "A['x']",
        "A.x = 1",
        "A.x['y'] = 1",
        "A.get('x')",
        "A['x'].get('y')",
        "A.x.update(y=1)",
        "b[A['x']] = A",
        "(lambda A: A.update(x=1))",
        "[A.pop() for A in b]",
        "def f(A): A['x'] = 1",
        "def f():\n    A = {}\n    A['x'] = 1",
        "class B:\n    A = {}\n    def f(self): self.A['x'] = 1",
    ],
)
def test_names_whose_value_is_not_changed(text: str) -> None:
    found = facts_of(f"A = {{}}\n{text}\n")
    assert found.other_names == []
    assert [item.other_names for item in found.classes] == [[] for _ in found.classes]


@pytest.mark.parametrize(
    "text",
    [
        "A['x'] = 1",
        "A['x']['y'] = 1",
        "A['x'].y = 1",
        "A['x'] += 1",
        "A[0], b.c = 1, 2",
        "del A['x']",
        "for A['x'] in b: pass",
        "A.update(x=1)",
        "A.clear()",
        "A['x'].update(y=1)",
        "A.setdefault('x', {}).get('y')",
        "c = A.pop('x')",
        "if b:\n    A['x'] = 1",
        "A['x'] = 1\nA['y'] = 1",
        "add = A.append",
    ],
)
def test_names_whose_value_is_changed(text: str) -> None:
    assert facts_of(f"A = {{}}\n{text}\n").other_names == ["A"]
    assert facts_of(f"def f():\n{indented(text)}\nA = {{}}\n").other_names == ["A"]
    in_class = facts_of(f"A = {{}}\nclass B:\n    A = {{}}\n{indented(text)}\n")
    assert (in_class.other_names, in_class.classes[0].other_names) == ([], ["A"])
    # The class has no such name yet.
    outside = facts_of(f"A = {{}}\nclass B:\n{indented(text)}\n    A = {{}}\n")
    assert (outside.other_names, outside.classes[0].other_names) == (["A"], [])


def test_only_assigned_names_have_a_value_that_is_changed() -> None:
    text = "import a\na.update()\ndef b(): pass\nb['x'] = 1\nclass C:\n    import d\nC['x'] = 1\ne['x'] = 1\n"
    found = facts_of(text)
    assert (found.other_names, found.classes[0].other_names) == ([], ["d"])


def indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
