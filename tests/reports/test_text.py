from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_inventree_plugin.findings import Fix, Range, Severity
from flake8_inventree_plugin.reports import Report, Summary
from flake8_inventree_plugin.reports.text import WIDTH, excerpt, render
from tests.reports.samples import DATE, ONE_ERROR, located
from tests.reports.test_escaping import ANY_TEXT

SGR = re.compile(r"\x1b\[[0-9;]*m")


def test_nothing_found() -> None:
    report = render(Report([], Summary(files=12, suppressed=1), ["Runs on InvenTree 0.12 and later"]))
    assert report == "No findings in 12 files; 1 suppressed\nRuns on InvenTree 0.12 and later\n"


def test_one_finding() -> None:
    assert render(Report([DATE], ONE_ERROR, ["Runs on InvenTree 0.12 and later"])) == (
        "demo/core.py:4:20: INV113 invalid-publish-date (error)\n"
        '  PUBLISH_DATE "22.02.2222" of SampleActionPlugin is no ISO date, so the plugin list answers 500\n'
        '  4 |     PUBLISH_DATE = "22.02.2222"\n'
        "    |                    ^^^^^^^^^^^^\n"
        '  help: write it as "2222-02-22" (--fix does it)\n'
        "  more: inventree-lint rules INV113\n"
        "\n"
        "1 error in 3 files\n"
        "1 can be mended with --fix\n"
        "Runs on InvenTree 0.12 and later\n"
    )


def test_several_findings() -> None:
    unsafe = Fix(
        "base_class_order",
        "Move the base class behind the mixins, which changes the order of methods",
        safe=False,
    )
    items = [
        located(severity=Severity.ADVICE, line=""),
        located(line="class Demo(A, B):", place=Range(10, 7, 10, 11), fix=unsafe),
        located(code="INV609", path="/abs/README.md"),
    ]
    assert render(Report(items, Summary(warnings=2, advice=1, fixable_unsafe=1, files=1), [])) == (
        "demo/core.py:1:1: INV601 not-a-package (advice)\n"
        "  it is wrong\n"
        "  help: mend it\n"
        "  more: inventree-lint rules INV601\n"
        "\n"
        "demo/core.py:10:7: INV601 not-a-package (warning)\n"
        "  it is wrong\n"
        "  10 | class Demo(A, B):\n"
        "     |       ^^^^\n"
        "  help: mend it\n"
        "  fix: Move the base class behind the mixins, which changes the order of methods (--fix --unsafe-fixes does it)\n"
        "\n"
        "/abs/README.md:1:1: INV609 not-a-package (warning)\n"
        "  it is wrong\n"
        "  help: mend it\n"
        "  more: inventree-lint rules INV609\n"
        "\n"
        "2 warnings, 1 advice in 1 file\n"
        "1 can be mended with --fix --unsafe-fixes\n"
    )


@pytest.mark.parametrize(
    ("summary", "counts", "fixes"),
    [
        (Summary(), "No findings", ""),
        (Summary(files=1, fixed=3), "No findings in 1 file; 3 fixed", ""),
        (Summary(errors=3, warnings=2, suppressed=1), "3 errors, 2 warnings; 1 suppressed", ""),
        (
            Summary(
                errors=1, warnings=1, advice=2, suppressed=1, fixed=4, files=2, fixable=2, fixable_unsafe=1
            ),
            "1 error, 1 warning, 2 advice in 2 files; 4 fixed; 1 suppressed",
            "2 can be mended with --fix, 1 more with --fix --unsafe-fixes",
        ),
    ],
)
def test_summary(summary: Summary, counts: str, fixes: str) -> None:
    assert (summary.counts, summary.fixes) == (counts, fixes)


@pytest.mark.parametrize(
    ("line", "place", "source", "carets"),
    [
        ("import part", Range(1, 8, 1, 12), "import part", "       ^^^^"),
        ("no extent", Range(1, 4, 1, 4), "no extent", "   ^"),
        ("at the end(", Range(1, 12, 1, 12), "at the end(", "           ^"),
        ("beyond", Range(1, 40, 1, 44), "beyond", "      ^"),
        ("goes on (  ", Range(1, 9, 3, 2), "goes on (  ", "        ^"),
        ("\tif\tx:", Range(1, 5, 1, 6), "    if    x:", "          ^"),
        ("部品 = part", Range(1, 6, 1, 10), "部品 = part", "       ^^^^"),
        ("x = '部品'", Range(1, 6, 1, 8), "x = '部品'", "     ^^^^"),
        ("e\u0301 = part", Range(1, 6, 1, 10), "e\u0301 = part", "    ^^^^"),
        ("a\x1bb", Range(1, 2, 1, 3), "a\\x1bb", " ^^^^"),
        ("x = '\u202e' + y", Range(1, 12, 1, 13), "x = '\\u202e' + y", "                ^"),
        ("x[::2]", Range(1, 3, 1, 5), "x[::2]", "  ^^"),
        ("::", Range(1, 1, 1, 3), "::", "^^"),
    ],
)
def test_excerpt(line: str, place: Range, source: str, carets: str) -> None:
    assert excerpt(line, place) == (source, carets)


def test_excerpt_in_another_encoding() -> None:
    assert excerpt("é = 部", Range(1, 5, 1, 6), "latin-1") == ("é = \\u90e8", "    ^^^^^^")


def test_a_line_that_just_fits_is_not_cut() -> None:
    line = "x" * WIDTH
    assert excerpt(line, Range(1, WIDTH, 1, WIDTH + 1)) == (line, " " * (WIDTH - 1) + "^")


def test_a_long_line_is_cut_behind_a_place_near_its_start() -> None:
    source, carets = excerpt("import part" + " " * 10 + "#" * WIDTH, Range(1, 8, 1, 12))
    assert source == "import part" + " " * 10 + "#" * (WIDTH - 24) + "..."
    assert carets == "       ^^^^"


def test_a_long_line_is_cut_around_a_place_in_its_middle() -> None:
    line = "a" * 500 + "part" + "z" * 500
    source, carets = excerpt(line, Range(1, 501, 1, 505))
    assert source == "..." + "a" * 25 + "part" + "z" * 65 + "..."
    assert len(source) == WIDTH
    assert carets == " " * 28 + "^^^^"


def test_a_long_line_is_cut_before_a_place_at_its_end() -> None:
    assert excerpt("a" * 500 + "part", Range(1, 501, 1, 505)) == (
        "..." + "a" * 25 + "part",
        " " * 28 + "^^^^",
    )


def test_carets_end_where_a_long_place_is_cut() -> None:
    source, carets = excerpt("x = '" + "a" * 500 + "'", Range(1, 5, 1, 507))
    assert source == "x = '" + "a" * 89 + "..."
    assert carets == " " * 4 + "^" * 90


def test_a_line_of_a_million_characters() -> None:
    source, carets = excerpt("\u0301" * 1_000_000, Range(1, 500_000, 1, 600_000))
    assert len(source) <= 2 * WIDTH
    assert carets == " " * 3 + "^"


PLACES = st.tuples(st.integers(1, 300), st.integers(0, 300), st.integers(0, 1)).map(
    lambda drawn: Range(1, drawn[0], 1 + drawn[2], drawn[0] + drawn[1])
)


@given(ANY_TEXT | st.text("ab 部\t\u0301", min_size=90, max_size=300), PLACES)
def test_excerpts_are_short_and_marked(line: str, place: Range) -> None:
    source, carets = excerpt(line, place)
    assert re.fullmatch(" *\\^+", carets)
    assert len(carets) <= WIDTH + 1
    columns = sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in source
    )
    assert columns <= WIDTH


@given(
    ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, PLACES, st.sampled_from(["utf-8", "ascii", "cp1252"])
)
def test_untrusted_text_stays_text(
    message: str, advice: str, path: str, line: str, verdict: str, place: Range, encoding: str
) -> None:
    fix = Fix("x", message, safe=False)
    items = [located(message=message, advice=advice, path=path, line=line, place=place, fix=fix)]
    plain = render(Report(items, Summary(warnings=1), [verdict]), encoding=encoding)
    plain.encode(encoding)
    for character in plain.replace("\n", ""):
        assert unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    for shown in plain.splitlines():
        assert not shown.lstrip().startswith("::")
        assert not re.search(r"##[A-Za-z]*\[", shown)
    colored = render(Report(items, Summary(warnings=1), [verdict]), color=True, encoding=encoding)
    assert colored != plain
    assert SGR.sub("", colored) == plain


def test_colors() -> None:
    report = render(Report([DATE], ONE_ERROR, []), color=True)
    assert report.splitlines()[0] == (
        "\x1b[1mdemo/core.py:4:20:\x1b[0m \x1b[1;31mINV113\x1b[0m invalid-publish-date \x1b[1;31m(error)\x1b[0m"
    )
    assert SGR.sub("", report) == render(Report([DATE], ONE_ERROR, []))


def test_no_markup_is_interpreted() -> None:
    report = render(
        Report([located(message="[bold]x[/bold] *y* {z} %s")], Summary(warnings=1), []), color=True
    )
    assert "  [bold]x[/bold] *y* {z} %s\n" in report
