from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from flake8_inventree_plugin.reports import Report, Summary
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.reports.job_summary import LIMIT, render
from tests.reports.samples import DATE, ONE_ERROR, located, needed
from tests.reports.test_escaping import ANY_TEXT

VERDICT = "Runs on InvenTree 0.12+"


def test_nothing_found() -> None:
    assert render(Report([], Summary(files=2), [VERDICT])) == (
        "### inventree-lint: No findings in 2 files\n\n<p><code>Runs on InvenTree 0.12+</code></p>\n\n"
    )


def test_one_finding() -> None:
    assert render(Report([DATE], ONE_ERROR, [VERDICT])) == (
        "### inventree-lint: 1 error in 3 files\n"
        "\n"
        "<table>\n"
        "<tr><th>Place</th><th>Rule</th><th>Finding</th></tr>\n"
        "<tr><td><code>demo/core.py:4:20</code></td>"
        '<td><a href="https://docs.inventree.org/en/stable/plugins/metadata/">INV113</a> '
        "invalid-publish-date (error)</td>"
        "<td><code>PUBLISH_DATE &quot;22.02.2222&quot; of SampleActionPlugin is no ISO date, so the plugin list "
        "answers 500</code><br>help: <code>write it as &quot;2222-02-22&quot;</code></td></tr>\n"
        "</table>\n"
        "\n"
        "1 can be mended with --fix\n"
        "\n"
        "<p><code>Runs on InvenTree 0.12+</code></p>\n"
        "\n"
    )


def test_rule_without_a_page() -> None:
    assert "<td>INV601 not-a-package (warning)</td>" in render(Report([located()], Summary(warnings=1)))


class _Reader(HTMLParser):
    """The texts in `<code>`, all other text, and every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.code: list[str] = []
        self.other: list[str] = []
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))
        if tag == "code":
            self._inside = True
            self.code.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "code"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.code[-1] += data
        else:
            self.other.append(data)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_untrusted_text_is_nothing_but_text(message: str, advice: str, path: str, verdict: str) -> None:
    markdown = needed("markdown_it")
    report = Report([located(message=message, advice=advice, path=path)], Summary(warnings=1), [verdict])
    reader = _Reader()
    reader.feed(markdown.MarkdownIt("commonmark").render(render(report)))
    reader.close()
    assert reader.code == [visible(text) for text in (f"{path}:1:1", message, advice, verdict)]
    assert [tag for tag, _ in reader.tags] == [
        *["h3", "table", "tr", "th", "th", "th", "tr", "td", "code", "td", "td", "code", "br", "code"],
        *["p", "code"],
    ]
    assert all(not attributes for _, attributes in reader.tags)
    assert " ".join(filter(None, map(str.strip, reader.other))) == (
        "inventree-lint: 1 warning Place Rule Finding INV601 not-a-package (warning) help:"
    )


def test_untrusted_text_makes_no_row_and_no_markup() -> None:
    message = "</code></td></tr></table>\n\n# Hello @all <img src=x onerror=y> ![](https://example.org/x.png)"
    shown = render(Report([located(message=message)], Summary(warnings=1)))
    assert shown.count("\n\n") == 2
    assert "&lt;/code&gt;&lt;/td&gt;" in shown
    assert "\\n\\n# Hello @all &lt;img src=x onerror=y&gt;" in shown


@given(st.integers(-10, 3000), st.integers(0, 12), st.integers(0, 2))
def test_the_limit_is_kept(limit: int, count: int, verdicts: int) -> None:
    items = [located(message=f"Größe {number}") for number in range(count)]
    report = Report(items, Summary(warnings=count, fixable=count), [VERDICT] * verdicts)
    shown = render(report, limit=limit)
    assert len(shown.encode()) <= max(limit, 0)
    rows = shown.count("<tr><td>")
    if shown and rows < count:
        assert f"The log has {count - rows} more." in shown
    elif shown:
        assert "The log has" not in shown
    if not shown:
        assert limit < 100
    if len(render(report).encode()) <= limit - len("The log has 12 more.\n\n"):
        assert shown == render(report)


def test_a_huge_report_is_cut() -> None:
    items = [located(message="x" * 1000, path=f"demo/{number}.py") for number in range(2000)]
    shown = render(Report(items, Summary(warnings=2000)))
    assert LIMIT - 2000 < len(shown.encode()) <= LIMIT
    rows = shown.count("<tr><td>")
    assert 900 < rows < 1000
    assert shown.endswith(f"</table>\n\nThe log has {2000 - rows} more.\n\n")
