"""Findings for the tests of the reports."""

from __future__ import annotations

import importlib
import os
from typing import Any

import pytest

from flake8_inventree_plugin.findings import Finding, Fix, Range, Severity
from flake8_inventree_plugin.reports import Located, Summary

DATE = Located(
    Finding(
        code="INV113",
        name="invalid-publish-date",
        severity=Severity.ERROR,
        message='PUBLISH_DATE "22.02.2222" of SampleActionPlugin is no ISO date, so the plugin list answers 500',
        advice='write it as "2222-02-22"',
        path="core.py",
        range=Range(4, 20, 4, 32),
        url="https://docs.inventree.org/en/stable/plugins/metadata/",
        fix=Fix("publish_date", 'Write the date as "2222-02-22"'),
    ),
    "demo/core.py",
    '    PUBLISH_DATE = "22.02.2222"',
)

_START = Range(1, 1, 1, 1)

ONE_ERROR = Summary(errors=1, fixable=1, files=3)


def located(
    *,
    message: str = "it is wrong",
    advice: str = "mend it",
    path: str = "demo/core.py",
    place: Range = _START,
    line: str | None = None,
    severity: Severity = Severity.WARNING,
    fix: Fix | None = None,
    code: str = "INV601",
    url: str = "",
) -> Located:
    return Located(
        Finding(code, "not-a-package", severity, message, advice, path, place, url, fix), path, line
    )


def needed(module: str) -> Any:
    """A package that reports are held against. A developer may lack it, CI may not."""
    return importlib.import_module(module) if os.environ.get("CI") else pytest.importorskip(module)
