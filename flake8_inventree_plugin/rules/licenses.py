"""Which licence a text or a name means, as far as that is beyond doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


class License(NamedTuple):
    """A licence: its family, and the version, 0 where that is left open; `or_later` admits newer ones."""

    family: str
    version: int = 0
    or_later: bool = False

    def agrees_with(self, other: License) -> bool:
        """Whether both may mean the same licence."""
        if self.family != other.family:
            return False
        return (
            self.version == other.version
            or not (self.version and other.version)
            or (self.or_later and other.version > self.version)
            or (other.or_later and self.version > other.version)
        )


def agree(some: Iterable[License], others: Iterable[License]) -> bool:
    """Whether two statements have a licence in common; each may name several."""
    others = list(others)
    return any(one.agrees_with(other) for one in some for other in others)


# A phrase of the licence's own text, in lower case and with single blanks.
_PHRASES = {
    r"permission is hereby granted, free of charge, to any person obtaining a copy": License("MIT"),
    r"permission to use, copy, modify,? and(?:/or)? distribute this software for any": License("ISC"),
    r"apache license,? version 2\.0": License("Apache", 2),
    r"gnu general public license version 2, june 1991": License("GPL", 2),
    r"gnu general public license version 3, 29 june 2007": License("GPL", 3),
    r"gnu lesser general public license version 2\.1, february 1999": License("LGPL", 2),
    r"gnu lesser general public license version 3, 29 june 2007": License("LGPL", 3),
    r"gnu affero general public license version 3, 19 november 2007": License("AGPL", 3),
    r"mozilla public license,? version 2\.0": License("MPL", 2),
    r"this is free and unencumbered software released into the public domain": License("Unlicense"),
    r"cc0 1\.0 universal": License("CC0"),
    r"european union public licence v\. ?1\.2": License("EUPL", 1),
}
_BSD = "redistribution and use in source and binary forms, with or without modification, are permitted"
_THIRD_CLAUSE = re.compile(r"neither the names? of|names? of .{1,200} may not be used to endorse")

_NAMES = {
    r"\bmit\b|\bexpat\b": "MIT",
    r"\bisc\b|\biscl\b": "ISC",
    r"apache|\basl\b": "Apache",
    r"agpl|affero": "AGPL",
    r"lgpl|lesser general public|library general public": "LGPL",
    r"(?<![al])gpl|(?<!affero )(?<!lesser )(?<!library )general public": "GPL",
    r"\b0bsd\b": "0BSD",
    r"(?<!0)bsd": "BSD",
    r"\bmpl|mozilla": "MPL",
    r"unlicense": "Unlicense",
    r"\bcc0\b": "CC0",
    r"\beupl\b|european union public": "EUPL",
    r"proprietary|commercial|all rights reserved": "proprietary",
}
_VERSIONED = frozenset({"AGPL", "LGPL", "GPL", "BSD"})
_OR_LATER = re.compile(r"\+|or[- ]later|or any later|or[- ]newer")
_MAXIMUM_NAME = 200
_MAXIMUM_TEXT = 100_000


def licenses_of_text(text: str) -> frozenset[License]:
    """The licences whose full text a file holds; none where it holds none that is known."""
    words = " ".join(
        re.sub(r"[#*>=_/-]{2,}|^\W+", " ", text[:_MAXIMUM_TEXT].lower(), flags=re.MULTILINE).split()
    )
    found = {license for phrase, license in _PHRASES.items() if re.search(phrase, words)}
    if _BSD in words:
        found.add(License("BSD", 3 if _THIRD_CLAUSE.search(words) else 2))
    if any(license.family.endswith("GPL") for license in found):
        # The texts of the GNU licences name other licences.
        found = {license for license in found if license.family.endswith("GPL")}
    return frozenset(found)


def licenses_of_name(name: str) -> frozenset[License]:
    """The licences that an SPDX expression, a classifier or any other short name means.

    None where some part of it may mean anything else. A longer text is taken for that of a licence.
    """
    if len(name) > _MAXIMUM_NAME or "\n" in name.strip():
        return licenses_of_text(name)
    found = set()
    for part in re.split(r"\band\b|\bor\b(?![- ](?:any|later|newer))|[/,;|()]", name.lower()):
        if not part.strip():
            continue
        families = [family for pattern, family in _NAMES.items() if re.search(pattern, part)]
        if len(families) != 1:
            return frozenset()
        version = re.search(r"\d", part.replace("0bsd", "")) if families[0] in _VERSIONED else None
        number = int(version[0]) if version else 0
        found.add(License(families[0], number, _OR_LATER.search(part) is not None))
    return frozenset(found)
