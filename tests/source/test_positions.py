"""Every leaf stands where libcst's own position provider says, and every fact where its text is."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import libcst as cst
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.source.reading import check_positions, facts_of, piece

SNIPPETS = {
    "nothing": "",
    "a comment alone": "# match case type x\n",
    "no final newline": "x = y",
    "comments with the words of names": "# x y\nx = (  # y\n    y  # x\n)  # x = y\n",
    "soft keywords as names": "match = case = type = _ = lazy = 1\nmatch(case, type, _)[lazy].match.case\n",
    "soft keywords in their own statements": (
        "match match:\n    case case if case: type\n    case _: _\n    case match.case: pass\n"
        "    case type(case=_, *_) if _: pass\n    case {'a': _, **rest}: pass\n    case [_, *_] | (_ as _x): pass\n"
        "    case -1 | 1+2j | 'a' 'b' | None: pass\n"
    ).replace("type(case=_, *_)", "type(_, case=_)"),
    "soft keyword type": "type type[type] = type\ntype X[T: (int, str), *Ts, **P] = dict[T, P]\n",
    "generics": "class A[T: int = str](B[T], metaclass=M):\n    def f[U](self: U, *a: T) -> U: return a\n",
    "f-strings in f-strings": "x = f'{a!r:>{b}}{c=}{{d}}' f\"{f'{e}'}\" + f'{f}'\n",
    "f-strings of Python 3.12": "x = f'{a['b']}{f'{c + f'{d}'}'}{\n  e  # d }\n}'\ny = g\n",
    "f-string with brackets": "x = f'{ {a: [b]}[c] }{(lambda d: d)(e)}{f(g)[h:i]:{j}x}{k!s  }'; l\n",
    "f-string in several lines": 'x = f"""\n# {a}\n{b:\n>3}\n"""; c = d\n',
    "raw f-string": "x = rf'\\{a}\\' b'; c = d\n".replace("\\' b", "b"),
    "t-string": "x = t'{a:{b}} c' ; d = e\n",
    "strings side by side": "x = ('a' \"b\"  # c\n     r'd' f'{e}' b)\n".replace(" b)", " 'b')"),
    "string prefixes that are names": "r = R = b = f = u = 1; x = r, R'r', b, b'b', f, rb'f', u, u'u'\n",
    "numbers with keywords behind": "x = 1if y else 2or z\nz = [1for b in c]\nw = .5if d else 1.\n",
    "numbers": "x = .5 + 5. + 1_0.5e-3 + 0x1F + 1j + .5j + a.b5 + (1).real + 1..real\n",
    "non-ASCII identifiers": "café = ñandú = 'é😀'; हिन्दी = café.ñandú(हिन्दी=1); x℘ = ª·b\n".replace(
        "x℘", "℘x"
    ),
    "CRLF": "# a\r\nx = (\r\n  a,\r\n)\r\nclass A(B):\r\n\ty = '''\r\n  '''\r\n",
    "CR": "x = a\ry = b\r",
    "mixed newlines": "x = a\r\ny = b\rz = c\n",
    "tabs and form feeds": "\x0cx\t=\ta\n\x0c\nif x:\n\ty = b\n\x0cz = c\n",
    "line continuation": "x \\\n = \\\n a \\\n . b \\\n ( c )\nfrom a \\\n import b \\\n as c\n",
    "lambdas": "x = lambda a, b=c, *d, e=f, **g: lambda: (a, b, d, e, g)\n",
    "decorators": "@a.b(c)\n@d\nasync def e(f: g = h, /, i=j, *k: l, m: n, **o) -> p: await q\n@r\nclass s: t\n",
    "comprehensions": "x = [a for b in c if d for e in b]; {f: g for f, g in h}; {i async for i in j}\n",
    "walrus": "if (a := b) and [c := d for e in f]: g = (h := 1)\n",
    "assignments": "a = b = (c, d) = e, *f = g\nh[i:] = j.k = l\nm: n = o\np.q: r\ns += t\n",
    "more than one equals sign": "a: (b, (c:=...)) = d == e\nf[g(h=...)] = i = {j: k == l}\nm: n == ... = o\n",
    "values without leaves": "a = []\nb = ()\nc = x[:]\nd = ...\ne = (\n)  # f\n[]\n",
    "targets without leaves": "f(x, [y])\n[] = a\n() = [] = b = c\n(z)\n() \\\n = d; h(i)[:] = [] = (e)\nj(k=())\n[] = g\n",
    "values that end late": "a = x[1:]  # b\nb = f(y)[...](); c = (z)\nd = [\n  1,  # ]\n]\n",
    "statements": "try: a\nexcept* (b, c) as d: e\nelse: f\nfinally: g\nwith (h as i, j): k\nassert l, m\n",
    "loops": "async def f():\n    async for a, b in c: d\n    else: e\n    while f: break\n    del g.h, i[j], k\n",
    "imports": "import a.b as c, d\nfrom . import (e as f,  # g\n    h, )\nfrom ..i.j import *\nfrom .k import l as l\n",
    "import of soft keywords": "import match, case as type\nfrom lazy import _ as match, case\n",
    "bases": "class A(B, (C), D.E[F], *G, metaclass=H, **I): J\nclass K(L(M), N if O else P): pass\n",
    "yield": "def f():\n    x = yield a\n    y = yield from b\n    raise c from d\n    return\n",
    "starred": "f(*a, b, *c, **d, e=f)\nx = [*a, *b]; y = {**c, 'd': e, **f}; z = {*g}\nh[*i, j]\n",
    "global": "def f():\n    global a, b\n    def g():\n        nonlocal c\n        c = a\n    c = 1\n",
}


@pytest.mark.parametrize("text", SNIPPETS.values(), ids=SNIPPETS.keys())
def test_every_leaf_of_a_snippet_is_found(text: str) -> None:
    check_positions(text)


def test_lazy_import() -> None:
    if not hasattr(cst, "LazyImport"):
        pytest.skip("libcst does not know lazy imports")
    facts = check_positions("lazy = 1\nlazy import lazy as a\nlazy from lazy import lazy\n")
    assert [(item.module, item.name, item.alias) for item in facts.imports] == [
        ("lazy", None, "a"),
        ("lazy", "lazy", None),
    ]


def test_values_end_where_they_end() -> None:
    text = SNIPPETS["values that end late"]
    values = [piece(text, item.value_range) for item in facts_of(text).assignments]
    assert values == ["x[1:]", "f(y)[...]()", "(z)", "[\n  1,  # ]\n]"]
    text = SNIPPETS["more than one equals sign"]
    values = [piece(text, item.value_range) for item in facts_of(text).assignments]
    assert values == ["d == e", "{j: k == l}", "o"]
    text = SNIPPETS["values without leaves"]
    values = [piece(text, item.value_range) for item in facts_of(text).assignments]
    assert values == ["[]", "()", "x[:]", "...", "(\n)"]


def test_bases_stand_where_they_stand() -> None:
    text = SNIPPETS["bases"]
    first, second = facts_of(text).classes
    assert [(base.name, piece(text, base.range)) for base in first.bases] == [
        ("B", "B"),
        ("C", "C"),
        ("D.E", "D.E"),
        ("", "*G"),
    ]
    assert [piece(text, base.range) for base in second.bases] == ["L(M)", "N if O else P"]


def test_columns_count_code_points() -> None:
    [use] = facts_of("from a import b\n'é😀'; b\n").references
    assert use.range == (2, 7, 2, 8)


STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib"))


@pytest.mark.parametrize(
    "name",
    [
        "argparse.py",
        "dataclasses.py",
        "enum.py",
        "ast.py",
        "json/decoder.py",
        "asyncio/tasks.py",
        "this.py",
    ],
)
def test_every_leaf_of_a_standard_module_is_found(name: str) -> None:
    check_positions((STANDARD_LIBRARY / name).read_bytes().decode())


NAMES = st.sampled_from(
    ["a", "b", "match", "case", "type", "_", "lazy", "f", "r", "b1", "é", "self", "inner", "x1if", "print"]
)
GAPS = st.sampled_from(["", " ", "  ", "\t", "\\\n", " \\\n\t", "\x0c"])
INNER_GAPS = st.sampled_from(["", " ", "\n", "  # a b ( match '\n", "\r\n\t", "\\\n", '\n\n   # "\n'])
LEAVES = st.one_of(
    NAMES,
    st.sampled_from(["1", ".5", "0x1f", "1e-5", "2j", "1_0", "...", "None", "True"]),
    st.sampled_from(["'a'", '"b # ("', "r'\\'", "b'['", "'''a\n# b\n'''", "u'é'", "''"]).map(
        lambda text: text if text != "r'\\'" else "r'\\d'"
    ),
)


@st.composite
def expressions(draw: st.DrawFn, depth: int = 3) -> str:
    """An expression in which any two tokens have an unusual gap between them."""
    if depth == 0:
        return draw(LEAVES)
    g = draw(GAPS)
    i = draw(INNER_GAPS)
    inner = expressions(depth - 1)
    a, b = draw(inner), draw(inner)
    name = draw(NAMES)
    quote = draw(st.sampled_from(["'''", '"""']))
    field = draw(NAMES)
    return draw(
        st.sampled_from(
            [
                f"({i}{a}{i})",
                f"({i}{a}{i},{i}{b}{i})",
                f"[{i}{a}{i},{i}{b},{i}]",
                f"{{{i}{a}{i}:{i}{b}{i}}}",
                f"{name}{g}.{g}{field}",
                f"{name}{g}({i}{a}{i},{i}{field}{i}={i}{b}{i})",
                f"{name}{g}[{i}{a}{i}:{i}{b}{i}]",
                f"({i}{a} {g}if {g}{b} {g}else {g}{name})",
                f"({i}{a} {i}and {i}not {i}{b})",
                f"({a}{i}+{i}-{i}{b})",
                f"({i}lambda {name}{i}={i}{a}{i}:{i}{b})",
                f"[{i}{a} {i}for {name} {i}in {b}]",
                f"({i}{name}{i}:={i}{a})",
                f"f{quote}{field}{{{a.replace(quote, '')}{g}!r:{{{name}}}}}{{{{ {{{field}=}}{quote}",
                f"f{quote}{{{name}}}\n# {name} {quote}",
                f"({i}'a'{i}f{quote}{{{name}}}{quote}{i})",
            ]
        )
    )


@st.composite
def modules(draw: st.DrawFn) -> str:
    """A module of a few statements."""
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        a, b = draw(expressions()), draw(expressions(2))
        g, i, name, other = draw(GAPS), draw(INNER_GAPS), draw(NAMES), draw(NAMES)
        lines.append(
            draw(
                st.sampled_from(
                    [
                        f"{name}{g}={g}{a}{g}",
                        f"{name} = {other}{g} ={g}{a} # {name} = {other}",
                        f"{name}: {b} = {a}",
                        f"{name}.{other}{g}={g}{a};{g}{other}",
                        f"from {name} import ({i}{other} {i}as {name}{i},{i}{name}{i})",
                        f"import {name}{g}.{g}{other} as {name}",
                        f"@{b}{newline}class {name}({i}{other}{i}, ({b}),{i}metaclass={a}): {name} = {b}",
                        f"def {name}({i}{other}: {b} = {a}, {i}*, a9{i}): {name} = {other}",
                        f"match {a}:{newline} case {name}: {b}{newline} case _: {other}",
                        f"type {name}[{other}: {b}] = {a}",
                        f"if {a}:{newline}\t{name} = {b}{newline}elif {b}:{newline}\tpass",
                        f"del {name}, {other}",
                        f"return_{name} = {a}",
                    ]
                )
            )
        )
    return newline.join(lines) + newline


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(modules())
def test_every_leaf_of_a_generated_module_is_found(text: str) -> None:
    try:
        cst.parse_module(text)
    except cst.ParserSyntaxError:
        assume(False)
    check_positions(text)
