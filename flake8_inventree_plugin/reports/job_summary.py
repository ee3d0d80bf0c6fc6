"""The summary of a GitHub Actions job: Markdown that GitHub shows on the page of the run.

The findings are a table in HTML, as GitHub's own toolkit writes it: Markdown takes it as it is, so that only
HTML's characters need escapes. What comes from the plugin stands in `<code>`, in which GitHub makes no links,
mentions and emoji.
"""

from __future__ import annotations

from html import escape

from flake8_inventree_plugin.reports import Located, Report
from flake8_inventree_plugin.reports.escaping import visible

LIMIT = 1024 * 1024
"""Bytes that GitHub shows of a step; it drops a summary that is longer."""

_HEAD = "<table>\n<tr><th>Place</th><th>Rule</th><th>Finding</th></tr>\n"
_FOOT = "</table>\n\n"


def render(report: Report, *, limit: int = LIMIT) -> str:
    """The summary in no more than `limit` bytes of UTF-8; "" where not even the counts fit."""
    title = f"### inventree-lint: {report.summary.counts}\n\n"
    end = "".join(f"<p><code>{_text(verdict)}</code></p>\n\n" for verdict in report.verdicts)
    if report.summary.fixes:
        end = f"{report.summary.fixes}\n\n{end}"
    rows = [_row(item) for item in report.items]
    room = limit - _bytes(title, _HEAD, _FOOT, _more(len(rows)), end)
    shown = 0
    while shown < len(rows) and _bytes(rows[shown]) <= room:
        room -= _bytes(rows[shown])
        shown += 1
    if shown:
        more = _more(len(rows) - shown) if shown < len(rows) else ""
        return "".join([title, _HEAD, *rows[:shown], _FOOT, more, end])
    short = title + (_more(len(rows)) if rows else "")
    return next((text for text in (short + end, short) if _bytes(text) <= limit), "")


def _row(item: Located) -> str:
    finding = item.finding
    place = f"{item.path}:{finding.range.line}:{finding.range.column}"
    rule = f'<a href="{_text(finding.url)}">{finding.code}</a>' if finding.url else finding.code
    return (
        f"<tr><td><code>{_text(place)}</code></td>"
        f"<td>{rule} {finding.name} ({finding.severity.value})</td>"
        f"<td><code>{_text(finding.message)}</code><br>help: <code>{_text(finding.advice)}</code></td></tr>\n"
    )


def _more(count: int) -> str:
    return f"The log has {count} more.\n\n"


def _text(text: str) -> str:
    return escape(visible(text))


def _bytes(*texts: str) -> int:
    return sum(len(text.encode()) for text in texts)
