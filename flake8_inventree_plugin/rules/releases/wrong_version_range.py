"""MIN_VERSION and MAX_VERSION admit releases on which the plugin breaks.

Since 0.9 a server keeps a plugin inactive whose range it lies outside of, and says why. A range that is too
wide promises users that the plugin runs, and what they get is one that cannot be imported.

Reported is a MIN_VERSION, or a missing one beside a MAX_VERSION, that admits releases older than something
that the plugin needs; and a MAX_VERSION that admits releases from which something is gone. The message names
what is in the way. Only MIN_VERSION and MAX_VERSION count here, whatever the configuration targets.

Not reported here but where it is used, as `name-not-in-release`: what is gone from the newest releases where
there is no MAX_VERSION, for then the code is what has to move on; what has a successor with the same meaning,
which mends it without narrowing anything; what all admitted releases lack; and whatever the target of the
configuration finds missing there. Guarded imports are no obstacles.

What to do: narrow the range, or guard the import.

**Fix safety.** The fix is unsafe: it turns the plugin off on servers where it may work in part, and judges
by feature release, so a patch release that would do is left out. It writes three numbers, as the server reads
them: `"1.2.0"` as the minimum, `"1.1.99"` as the maximum. It leaves ranges alone that are not literals of the
class itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Fix, Severity
from flake8_inventree_plugin.project.breaks import WrongRange, breaks
from flake8_inventree_plugin.project.model import Member, Project
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each end of each declared range that is too wide, on its assignment."""
    reasons: dict[object, str] = {}
    for wrong in breaks(project).ranges:
        if wrong.admitted.first != wrong.left.first:
            yield _finding(wrong, "MIN_VERSION", reasons)
        if wrong.admitted.last != wrong.left.last:
            yield _finding(wrong, "MAX_VERSION", reasons)


def _finding(wrong: WrongRange, name: str, reasons: dict[object, str]) -> Finding:
    """The finding about one end; `reasons` keeps what is in the way of each kind of range."""
    is_minimum = name == "MIN_VERSION"
    given = wrong.minimum if is_minimum else wrong.maximum
    place = given or wrong.maximum
    assert place is not None
    end = wrong.left.first if is_minimum else wrong.left.last
    version = f"{end}.0" if is_minimum else f"{end}.99"
    too_many = [
        release for release in wrong.admitted - wrong.left if (_key(release) < _key(end)) == is_minimum
    ]
    if (name, wrong.kind) not in reasons:
        reasons[name, wrong.kind] = _in_the_way(wrong, too_many)
    span = too_many[0] if len(too_many) == 1 else f"{too_many[0]} to {too_many[-1]}"
    admits = f"{name} admits" if given else f"without a {name}, the range admits"
    return RULE.finding(
        f"{admits} InvenTree {span}, where `{wrong.plugin.name}` breaks: {reasons[name, wrong.kind]}",
        f'write {name} = "{version}", or guard what these releases do not have',
        place.path,
        place.range,
        fix=_fix(wrong, name, given, place, version),
    )


def _in_the_way(wrong: WrongRange, releases: list[str]) -> str:
    found = [item for item in wrong.obstacles if any(release not in item.releases for release in releases)]
    listed = ", ".join(
        f"`{item.name}` ({item.releases}; {item.path}:{item.range.line})" for item in found[:3]
    )
    return listed + (f" and {len(found) - 3} more" if len(found) > 3 else "")


def _key(release: str) -> tuple[int, ...]:
    return tuple(map(int, release.split(".")))


def _fix(wrong: WrongRange, name: str, given: Member | None, place: Member, version: str) -> Fix | None:
    assignment = place.assignment
    if place.path != wrong.plugin.path or assignment is None or assignment.value[0] != "const":
        return None
    if not any(assignment is item for item in wrong.plugin.definition.attributes):
        # Another class shares it.
        return None
    return Fix(
        "version_range",
        f'Write {name} = "{version}"; servers outside of the range will keep the plugin inactive',
        safe=False,
        arguments={
            "name": name,
            "version": version,
            "value": list(place.value_range),
            "is_new": given is None,
        },
    )


_IMPORTS = "from plugin import InvenTreePlugin\nfrom plugin.mixins import UserInterfaceMixin\n"
_CLASS = "\n\nclass Demo(UserInterfaceMixin, InvenTreePlugin):\n    NAME = 'Demo'\n"

RULE = Rule(
    code="INV308",
    name="wrong-version-range",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#plugin-options",
    guide="keep you imports clean - the APIs for plugins and mixins are young and evolving",
    good=(
        Example(_IMPORTS + _CLASS + "    MIN_VERSION = '0.17.0'\n"),
        Example(
            "from plugin import InvenTreePlugin\n\n"
            "try:\n    from plugin.mixins import UserInterfaceMixin\nexcept ImportError:\n"
            "    UserInterfaceMixin = object\n" + _CLASS + "    MIN_VERSION = '0.12.0'\n",
            note="Guarded.",
        ),
        Example(
            "from users.models import check_user_role\n" + _IMPORTS + _CLASS + "    MIN_VERSION = '0.17.0'\n"
            "    MAX_VERSION = '1.1.99'\n",
            note="`name-not-in-release` tells what came instead, with the same meaning.",
        ),
        Example(
            "from part.models import PartParameter\n" + _IMPORTS + _CLASS + "    MIN_VERSION = '0.17.0'\n",
            note="Gone since 1.2: `name-not-in-release` reports the import.",
        ),
        Example(
            _IMPORTS + _CLASS,
            note="Nothing is declared.",
        ),
    ),
    bad=(
        Example(
            _IMPORTS + _CLASS + "    MIN_VERSION = '0.12.0'  # tested\n",
            at=("7:5",),
            fixed=_IMPORTS + _CLASS + "    MIN_VERSION = '0.17.0'  # tested\n",
            note="The mixin came with 0.17.",
        ),
        Example(
            "from part.models import PartParameter\n"
            + _IMPORTS
            + _CLASS
            + '    MIN_VERSION = "0.16.2"\n    MAX_VERSION = "1.3.0"\n',
            at=("8:5", "9:5"),
            fixed="from part.models import PartParameter\n"
            + _IMPORTS
            + _CLASS
            + '    MIN_VERSION = "0.17.0"\n    MAX_VERSION = "1.1.99"\n',
            note="Both ends.",
        ),
        Example(
            _IMPORTS + _CLASS + "    MAX_VERSION = '1.1.0'\n",
            at=("7:5",),
            fixed=_IMPORTS + _CLASS + "    MIN_VERSION = '0.17.0'\n    MAX_VERSION = '1.1.0'\n",
            note="Without a minimum, every older server may activate it.",
        ),
    ),
)
