"""WEBSITE is not an absolute http or https URL, so the link in the plugin's settings leads nowhere.

The server makes a link of it as it is. "example.com" or "/docs" would lead to a page of the server itself.

Not reported: a value that cannot be known without running the plugin.

To mend it, write the whole address, such as "https://example.com/demo".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.metadata_values import OPTIONS_URL, known_values, shown
from flake8_inventree_plugin.rules.rule import Example, Rule

_HOST = r"(?:\[[0-9A-Fa-f:.]+\]|[^\s/?#@:\[\]\\]+)"
_URL = re.compile(rf"https?://(?:[^\s/?#@]*@)?{_HOST}(?::[0-9]{{1,5}})?(?:[/?#]\S*)?", re.IGNORECASE)


def check(project: Project) -> Iterator[Finding]:
    """Reports each website that is known to be no URL."""
    for member, value in known_values(project, "WEBSITE"):
        if is_web_address(str(value)):
            continue
        yield RULE.finding(
            f"WEBSITE {shown(value)} is no absolute http or https URL, so the server's link leads nowhere",
            'write the whole address, such as "https://example.com/demo"',
            member.path,
            member.range,
        )


def is_web_address(text: str) -> bool:
    """Whether a text is an absolute http or https URL with a host; blanks around it do no harm."""
    return _URL.fullmatch(text.strip()) is not None


_PLUGIN = """\
from plugin import InvenTreePlugin


class DemoPlugin(InvenTreePlugin):
    NAME = "Demo"
"""

RULE = Rule(
    code="INV111",
    name="invalid-website",
    severity=Severity.WARNING,
    check=check,
    url=OPTIONS_URL,
    guide="At least provide a weblink so users can file issues / reach you.",
    bad=(
        Example(f'{_PLUGIN}    WEBSITE = "example.com/demo"\n', at=("6:5",)),
        Example(
            f'{_PLUGIN}    WEBSITE = "https://example.com/demo",\n',
            at=("6:5",),
            note="The comma makes it a tuple.",
        ),
    ),
    good=(
        Example(f"{_PLUGIN}    WEBSITE = get_website()\n", note="A value that is not known."),
        Example(f'{_PLUGIN}    WEBSITE = "http://localhost:8000"\n'),
        Example(f'{_PLUGIN}    WEBSITE = "https://example.com/demo"\n'),
    ),
)
