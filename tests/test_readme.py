"""What the README shows is what a newcomer sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_inventree_plugin.cli import run

REPOSITORY = Path(__file__).parent.parent


def test_output_is_real(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    assert run(["check", "--no-cache", "tests/fixtures/first-plugin"]) == 1
    output = capsys.readouterr().out
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("<!-- output -->\n```\n")[2].partition("```\n<!-- /output -->")[0]
    assert shown == output


@pytest.mark.parametrize(
    "link",
    [
        "docs/json.md",
        "docs/reports.md",
        "docs/ci.md",
        "docs/editors.md",
        "action.yml",
        "templates/inventree-lint.yml",
        "rules/README.md",
        "CONTRIBUTING.md",
        "docs/architecture.md",
    ],
)
def test_links_lead_somewhere(link: str) -> None:
    assert f"({link})" in (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert (REPOSITORY / link).is_file()
