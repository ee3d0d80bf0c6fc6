"""PUBLISH_DATE is not a date that the server can read, and that takes down its list of plugins.

The server reads the text with Python's `datetime.fromisoformat` whenever somebody looks at the plugin. That
raises an error for a date in any other form, and one such plugin is enough: on 0.6 the list of plugins and
its page in the administration answer with error 500, on today's releases the whole start page of the API,
actions and barcodes do so too. Then the plugin cannot even be switched off there, only in the database.

InvenTree's own guide had such a date until 2024 ("22.02.2222").

Python 3.11 learnt to read more of ISO 8601, such as "20220222", "2022-W08-2" and a trailing "Z". These are
reported where a targeted release also runs on an older Python, where they raise.

Not reported: a `date` or `datetime` object, and any other value that cannot be known without running the
plugin.

To mend it, write the date as YYYY-MM-DD.

**Fix safety.** The fix rewrites a date whose meaning is not in doubt: "22.02.2222" can only be the 22nd of
February. It leaves "05/06/2023" alone, which may be in May or in June, and dates that do not exist.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Fix, Severity
from flake8_inventree_plugin.inventree.python_versions import oldest_python, running_before
from flake8_inventree_plugin.project.model import Member, Project
from flake8_inventree_plugin.rules.metadata_values import (
    DECLARE_THE_METADATA,
    OPTIONS_URL,
    known_values,
    shown,
)
from flake8_inventree_plugin.rules.rule import Example, Rule

_CONSEQUENCE = "the plugin list, and on newer releases most of the API, answers with error 500"


def check(project: Project) -> Iterator[Finding]:
    """Reports each date that `datetime.fromisoformat` is known to refuse on the Python of a targeted
    release."""
    for member, value in known_values(project, "PUBLISH_DATE"):
        # Few plugins have a date.
        from flake8_inventree_plugin.rules.iso_dates import SINCE_3_7, SINCE_3_11, in_iso_form, readable_since

        text = str(value)
        since = readable_since(text)
        if since == SINCE_3_7:
            continue
        message = f"PUBLISH_DATE {shown(text)} is no ISO date, so {_CONSEQUENCE}"
        if since == SINCE_3_11:
            older = running_before(SINCE_3_11)
            if not project.target.concerns(older):
                continue
            release = (project.target.releases & older).last
            message = (
                f"PUBLISH_DATE {shown(text)} is read by Python 3.11 and later only, and InvenTree {release} "
                f"also runs on Python {oldest_python(release)}, where {_CONSEQUENCE}"
            )
        iso = in_iso_form(text)
        yield RULE.finding(
            message,
            f'write "{iso}"' if iso else "write an existing date as YYYY-MM-DD",
            member.path,
            member.range,
            fix=_fix(member, value, iso),
        )


def _fix(member: Member, value: object, iso: str | None) -> Fix | None:
    assignment = member.assignment
    if iso is None or not isinstance(value, str) or assignment is None or assignment.value[0] != "const":
        return None
    return Fix(
        "replace_date",
        f'write the date as "{iso}"',
        arguments={"date": value, "iso": iso, "range": list(member.value_range)},
    )


_PLUGIN = """\
from plugin import InvenTreePlugin


class DemoPlugin(InvenTreePlugin):
    NAME = "Demo"
"""

RULE = Rule(
    code="INV113",
    name="invalid-publish-date",
    severity=Severity.ERROR,
    check=check,
    url=OPTIONS_URL,
    guide=DECLARE_THE_METADATA,
    bad=(
        Example(
            f'{_PLUGIN}    PUBLISH_DATE = "22.02.2222"  # the guide\'s own\n',
            at=("6:5",),
            fixed=f'{_PLUGIN}    PUBLISH_DATE = "2222-02-22"  # the guide\'s own\n',
        ),
        Example(
            f"{_PLUGIN}    PUBLISH_DATE = '2023/5/7'\n",
            at=("6:5",),
            fixed=f"{_PLUGIN}    PUBLISH_DATE = '2023-05-07'\n",
            note="A year that comes first leaves no doubt.",
        ),
        Example(
            f'{_PLUGIN}    MAX_VERSION = "1.1.0"\n    PUBLISH_DATE = "20230517"\n',
            at=("7:5",),
            fixed=f'{_PLUGIN}    MAX_VERSION = "1.1.0"\n    PUBLISH_DATE = "2023-05-17"\n',
            note="Read by Python 3.11, but InvenTree 1.1 also runs on 3.9.",
        ),
        Example(
            f'{_PLUGIN}    PUBLISH_DATE = "05/06/2023"\n',
            at=("6:5",),
            note="No fix: May or June? Nobody knows.",
        ),
        Example(f'{_PLUGIN}    PUBLISH_DATE = "2023-02-30"\n', at=("6:5",), note="There is no such day."),
    ),
    good=(
        Example(
            f"from datetime import date\n\n{_PLUGIN}    PUBLISH_DATE = date(2023, 5, 17)\n",
            note="An object, whose text is in ISO form.",
        ),
        Example(
            f'{_PLUGIN}    MIN_VERSION = "1.2.0"\n    PUBLISH_DATE = "20230517"\n',
            note="InvenTree 1.2 needs Python 3.11, which reads this.",
        ),
        Example(f"{_PLUGIN}    PUBLISH_DATE = None\n"),
        Example(f'{_PLUGIN}    PUBLISH_DATE = "2023-05-17T12:30:00+02:00"\n'),
        Example(f'{_PLUGIN}    PUBLISH_DATE = "2023-05-17"\n'),
    ),
)
