"""InvenTree's feature releases, sets of them, and the ways people write such sets.

A feature release is "1.2"; its patch releases 1.2.0, 1.2.1, … count as one, because names and signatures
are known by feature release only. The newest known one stands for all later ones too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flake8_inventree_plugin.inventree.ranges import decode, encode, positions

DATA = Path(__file__).parent / "data"

RELEASES: tuple[str, ...] = tuple(json.loads((DATA / "releases.json").read_bytes()))
"""The feature releases, oldest first. The last one may be in development."""

DEVELOPMENT_NAMES = {"0.18": "1.0"}
"""Names that a release had while it was developed; plugins still write them."""

_INDEX = positions(RELEASES)
_NUMBERS = tuple((int(major), int(minor)) for major, minor in (release.split(".") for release in RELEASES))

# Longer texts are nonsense, and a hostile one must not keep us busy.
_MAXIMUM_LENGTH = 100
_LARGE = 10**9
_VERSION = re.compile(
    r"v?([0-9]{1,6})\.([0-9]{1,6})(?:\.([0-9]{1,6}|[x*]))?(?:[ ._-]?(?:dev|a|alpha|b|beta|rc)[ ._-]?[0-9]*)?",
    re.IGNORECASE,
)
_DEVELOPMENT_NAME = re.compile(rf"(?<![0-9.])({'|'.join(map(re.escape, DEVELOPMENT_NAMES))})(?![0-9])")
_SERVER_PATTERN = re.compile(r".*(\d+)\.(\d+)\.(\d+).*\n?")


class InvalidTarget(ValueError):  # noqa: N818
    """A text that names no release; its message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class ReleaseSet:
    """Some of `RELEASES`; bit n of the mask stands for `RELEASES[n]`."""

    mask: int

    @classmethod
    def of(cls, *releases: str) -> ReleaseSet:
        """The named releases. Raises InvalidTarget for an unknown one, as `since` and `before` do."""
        mask = 0
        for release in releases:
            mask |= 1 << _index(release)
        return cls(mask)

    @classmethod
    def since(cls, release: str) -> ReleaseSet:
        """A release and all later ones."""
        return cls(ALL.mask >> _index(release) << _index(release))

    @classmethod
    def before(cls, release: str) -> ReleaseSet:
        """All releases older than this one."""
        return cls((1 << _index(release)) - 1)

    def __or__(self, other: ReleaseSet) -> ReleaseSet:
        return ReleaseSet(self.mask | other.mask)

    def __and__(self, other: ReleaseSet) -> ReleaseSet:
        return ReleaseSet(self.mask & other.mask)

    def __sub__(self, other: ReleaseSet) -> ReleaseSet:
        return ReleaseSet(self.mask & ~other.mask)

    def __contains__(self, release: object) -> bool:
        return release in _INDEX and bool(self.mask >> _INDEX[str(release)] & 1)

    def __iter__(self) -> Iterator[str]:
        return (release for index, release in enumerate(RELEASES) if self.mask >> index & 1)

    def __len__(self) -> int:
        return self.mask.bit_count()

    def __bool__(self) -> bool:
        return self.mask != 0

    @property
    def first(self) -> str:
        """The oldest release. Raises ValueError for the empty set."""
        return min(self, key=_index)

    @property
    def last(self) -> str:
        """The newest release. Raises ValueError for the empty set."""
        return max(self, key=_index)

    def __str__(self) -> str:
        """For people: runs with a dash between ("0.6, 0.9 – 1.1"), "1.2+" up to the newest one, "none"."""
        return encode(self.mask, _INDEX, ", ", " – ") or "none"

    def __repr__(self) -> str:
        return f"<ReleaseSet {self}>"


ALL = ReleaseSet((1 << len(RELEASES)) - 1)
NONE = ReleaseSet(0)


def format_ranges(releases: ReleaseSet) -> str:
    """A set as the data files write it: "0.6,0.9-1.1,1.3+"; `+` = up to the newest release."""
    return encode(releases.mask, _INDEX)


@cache
def parse_ranges(text: str) -> ReleaseSet:
    """The inverse of `format_ranges`. Raises InvalidTarget (a ValueError) for an unknown release."""
    try:
        return ReleaseSet(decode(text, _INDEX))
    except KeyError as error:
        raise InvalidTarget(f'"{error.args[0]}" is not a known InvenTree release.') from None


def parse_target(text: str) -> ReleaseSet:
    """What a user means by a release ("1.2", "1.2.3", "0.18.x") or a PEP 440 range (">=0.16,<1.3").

    A feature release is in a range when any of its patch releases is: ">=1.2.3" and ">1.2" include 1.2,
    "<1.3" does not include 1.3. What only future releases match is the newest known one.
    Raises InvalidTarget for anything else, and for a range that no release matches.
    """
    text = text.strip()
    if len(text) > _MAXIMUM_LENGTH:
        raise InvalidTarget(f"A target has at most {_MAXIMUM_LENGTH} characters, this one {len(text)}.")
    version = _version(text)
    if version is None:
        return _matching(text)
    major, minor, _ = version
    if (major, minor) > _NUMBERS[-1]:
        return ReleaseSet.of(RELEASES[-1])
    if (major, minor) not in _NUMBERS:
        raise InvalidTarget(f'"{text}" is not a known InvenTree release ({ALL.first} to {ALL.last}).')
    return ReleaseSet.of(f"{major}.{minor}")


def is_beyond_known(text: str) -> bool:
    """Whether a target or version asks for a release that is newer than the newest known one: "9.9", ">=9.9".

    An upper end above it, as in ">=1.2,<2.0", asks for nothing unknown.
    """
    version = _version(text.strip())
    if version is not None:
        return version[:2] > _NUMBERS[-1]
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        specifiers = SpecifierSet(text)
    except InvalidSpecifier:
        return False
    lowest = (item.version.removesuffix(".*") for item in specifiers if item.operator in _LOWER_ENDS)
    return any((_version(end) or (0, 0))[:2] > _NUMBERS[-1] for end in lowest)


_LOWER_ENDS = frozenset({">=", ">", "==", "===", "~="})


def version_range(minimum: str | None, maximum: str | None) -> ReleaseSet:
    """The releases that a plugin's MIN_VERSION and MAX_VERSION are meant to admit; both ends included.

    A feature release counts when any of its patch releases is admitted, so a minimum of "1.1.3" admits 1.1.
    Empty when the minimum lies above the maximum or the maximum below the oldest known release.
    Raises InvalidTarget for a text that is no version. What the server makes of it tells `server_version`.
    """
    major, minor, patch = _required_version("0.0" if minimum is None else minimum)
    low = (major, minor, patch or 0)
    major, minor, patch = _required_version("999999.0" if maximum is None else maximum)
    high = (major, minor, _LARGE if patch is None else patch)
    mask = 0
    for index, (major, minor) in enumerate(_NUMBERS):
        newest = index == len(_NUMBERS) - 1
        end = (_LARGE, 0, _LARGE) if newest else (major, minor, _LARGE)
        if max(low, (major, minor, 0)) <= min(high, end):
            mask |= 1 << index
    return ReleaseSet(mask)


def server_version(text: str) -> list[int]:
    """What an InvenTree server reads in a MIN_VERSION or MAX_VERSION; it compares these lists.

    It looks for the last place where three numbers are joined by dots, and the first of them loses all but
    its last digit: "1.5.0 dev" is [1, 5, 0], "10.2.3" is [0, 2, 3]. "9.0" and everything else without three
    numbers is [], which as a minimum lets every server load the plugin and as a maximum none; up to 1.0 such
    a text raised AttributeError instead.
    Source: `inventreeVersionTuple` in InvenTree/version.py, used by `check_version` in plugin/plugin.py.
    """
    if len(text) > _MAXIMUM_LENGTH:
        return []
    match = _SERVER_PATTERN.fullmatch(text)
    return [int(number) for number in match.groups()] if match else []


def _index(release: str) -> int:
    try:
        return _INDEX[release]
    except KeyError:
        raise InvalidTarget(f'"{release}" is not a known InvenTree release.') from None


def _version(text: str) -> tuple[int, int, int | None] | None:
    """Major, minor and patch number (None where it is left open); None for a text that is no version."""
    match = _VERSION.fullmatch(text)
    if not match:
        return None
    major, minor = int(match[1]), int(match[2])
    release = DEVELOPMENT_NAMES.get(f"{major}.{minor}")
    if release:
        major, minor = _NUMBERS[_INDEX[release]]
    return major, minor, int(match[3]) if match[3] and match[3].isdecimal() else None


def _required_version(text: str) -> tuple[int, int, int | None]:
    version = _version(text.strip())
    if version is None:
        raise InvalidTarget(f'"{text[:_MAXIMUM_LENGTH]}" is not a version such as "{RELEASES[-1]}.0".')
    return version


def _matching(text: str) -> ReleaseSet:
    """The releases in a PEP 440 range."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        specifiers = SpecifierSet(_DEVELOPMENT_NAME.sub(lambda match: DEVELOPMENT_NAMES[match[1]], text))
    except InvalidSpecifier:
        specifiers = SpecifierSet()
    if not specifiers:
        raise InvalidTarget(
            f'"{text}" is neither an InvenTree release, such as "{RELEASES[-1]}", '
            f'nor a range, such as ">={RELEASES[0]},<{RELEASES[-1]}".'
        )
    # Between the numbers that the range mentions its answer does not change: trying these and their
    # neighbours is trying all patch releases.
    dotted = re.findall(r"[0-9]+(?:\.[0-9]+)*", str(specifiers))
    mentioned = [tuple(int(number) for number in version.split(".")) for version in dotted]
    patches = {0}
    for number in sum(mentioned, ()):
        patches |= {max(number - 1, 0), number, number + 1}

    def matches(major: int, minor: int) -> bool:
        return any(specifiers.contains(f"{major}.{minor}.{patch}") for patch in patches)

    releases = ReleaseSet(sum(1 << index for index, numbers in enumerate(_NUMBERS) if matches(*numbers)))
    if releases:
        return releases
    for version in mentioned:
        major, minor = (*version, 0)[:2]
        for later in ((major, minor), (major, minor + 1), (major + 1, 0)):
            if later > _NUMBERS[-1] and matches(*later):
                return ReleaseSet.of(RELEASES[-1])
    raise InvalidTarget(f'No known InvenTree release ({ALL.first} to {ALL.last}) matches "{text}".')
