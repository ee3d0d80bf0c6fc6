"""LICENSE is no SPDX expression, so tools cannot tell which licence is meant.

SPDX gives each licence one short identifier: "MIT" and not "MIT License", "Apache-2.0" and not "Apache 2".
"BSD" or "GPL" leave open which of several licences is meant. The names are at https://spdx.org/licenses/.

A licence of your own is `LicenseRef-` and a name, such as "LicenseRef-Proprietary".

Not reported: a value that cannot be known without running the plugin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.metadata_values import OPTIONS_URL, known_values, shown
from flake8_inventree_plugin.rules.rule import Example, Rule

_COMMON = frozenset(
    {
        "AGPL-3.0-only",
        "AGPL-3.0-or-later",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "GPL-2.0-only",
        "GPL-2.0-or-later",
        "GPL-3.0-only",
        "GPL-3.0-or-later",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "MIT",
        "MPL-2.0",
    }
)
"""Identifiers for which the list of all of them need not be loaded."""

# A name without blanks, signs, "license", "version", "the", "v" and ".0" -> the identifiers that it may mean.
_NEAREST = {
    "agpl3": ("AGPL-3.0-only", "AGPL-3.0-or-later"),
    "gnuagpl3": ("AGPL-3.0-only", "AGPL-3.0-or-later"),
    "apache": ("Apache-2.0",),
    "apache2": ("Apache-2.0",),
    "apachesoftware": ("Apache-2.0",),
    "apachesoftware2": ("Apache-2.0",),
    "bsd": ("BSD-3-Clause", "BSD-2-Clause"),
    "bsd2": ("BSD-2-Clause",),
    "bsd2clause": ("BSD-2-Clause",),
    "2clausebsd": ("BSD-2-Clause",),
    "bsd3": ("BSD-3-Clause",),
    "bsd3clause": ("BSD-3-Clause",),
    "3clausebsd": ("BSD-3-Clause",),
    "newbsd": ("BSD-3-Clause",),
    "gpl": ("GPL-3.0-only", "GPL-3.0-or-later"),
    "gpl2": ("GPL-2.0-only", "GPL-2.0-or-later"),
    "gnugpl2": ("GPL-2.0-only", "GPL-2.0-or-later"),
    "gpl2+": ("GPL-2.0-or-later",),
    "gpl3": ("GPL-3.0-only", "GPL-3.0-or-later"),
    "gnugpl3": ("GPL-3.0-only", "GPL-3.0-or-later"),
    "gnugeneralpublic3": ("GPL-3.0-only", "GPL-3.0-or-later"),
    "gpl3+": ("GPL-3.0-or-later",),
    "isc": ("ISC",),
    "lgpl3": ("LGPL-3.0-only", "LGPL-3.0-or-later"),
    "gnulgpl3": ("LGPL-3.0-only", "LGPL-3.0-or-later"),
    "lgpl3+": ("LGPL-3.0-or-later",),
    "mit": ("MIT",),
    "expat": ("MIT",),
    "mpl": ("MPL-2.0",),
    "mpl2": ("MPL-2.0",),
    "mozillapublic2": ("MPL-2.0",),
    "publicdomain": ("CC0-1.0", "Unlicense"),
    "commercial": ("LicenseRef-Proprietary",),
    "proprietary": ("LicenseRef-Proprietary",),
    "allrightsreserved": ("LicenseRef-Proprietary",),
}

_MAXIMUM_LENGTH = 500


def check(project: Project) -> Iterator[Finding]:
    """Reports each licence that is known to be no SPDX expression."""
    for member, value in known_values(project, "LICENSE"):
        text = str(value)
        if is_expression(text):
            continue
        nearest = " or ".join(f'"{identifier}"' for identifier in nearest_identifiers(text))
        yield RULE.finding(
            f"LICENSE {shown(text)} is no SPDX expression, so tools cannot tell which licence it means",
            f"write {nearest}"
            if nearest
            else 'write an identifier from spdx.org/licenses, or "LicenseRef-" and a name',
            member.path,
            member.range,
        )


def is_expression(text: str) -> bool:
    """Whether a text is an SPDX licence expression, in any case."""
    if text in _COMMON:
        return True
    if len(text) > _MAXIMUM_LENGTH:
        return False
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return False
    return True


def nearest_identifiers(text: str) -> tuple[str, ...]:
    """The SPDX identifiers that the common name of a licence may mean."""
    words = re.findall(r"[a-z0-9.+]+", text[:_MAXIMUM_LENGTH].lower())
    kept = (word for word in words if word not in ("the", "license", "licence", "licensed", "version", "v"))
    name = re.sub(r"v(?=[0-9])|(?<=[0-9])\.0(?![0-9])|\.", "", "".join(kept))
    return _NEAREST.get(name, ())


_PLUGIN = """\
from plugin import InvenTreePlugin


class DemoPlugin(InvenTreePlugin):
    NAME = "Demo"
"""

RULE = Rule(
    code="INV114",
    name="invalid-license",
    severity=Severity.ADVICE,
    check=check,
    url=OPTIONS_URL,
    guide="use what you want - OSI approved is &hearts;",
    bad=(
        Example(f'{_PLUGIN}    LICENSE = "MIT License"\n', at=("6:5",)),
        Example(f'{_PLUGIN}    LICENSE = "GPL"\n', at=("6:5",), note="Which of them?"),
    ),
    good=(
        Example(f'{_PLUGIN}    LICENSE = "LicenseRef-Proprietary"\n', note="A licence of one's own."),
        Example(f'{_PLUGIN}    LICENSE = "MIT OR Apache-2.0"\n'),
        Example(f'{_PLUGIN}    LICENSE = "MIT"\n'),
    ),
)
