"""INV610: which licence a text or name means, and when two statements contradict each other."""

from __future__ import annotations

import pytest

from flake8_inventree_plugin.rules.licenses import License, agree, licenses_of_name, licenses_of_text
from tests.support import codes, findings_of

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass {}(InvenTreePlugin):\n    NAME = 'Demo'\n"
PROJECT = '[project]\nname = "demo"\nversion = "1"\n'
MIT = "Permission is hereby granted, free of\n  charge, to any person obtaining\n  a copy of"
GPL2 = "  GNU GENERAL PUBLIC LICENSE\n   Version 2, June 1991\n"
GPL3 = "  GNU GENERAL PUBLIC LICENSE\n   Version 3, 29 June 2007\n … the Apache License, Version 2.0 …"
BSD = "Redistribution and use in source and binary forms, with or without\nmodification, are permitted"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", set()),
        ("All rights reserved", set()),
        ("This is not the MIT License", set()),
        (MIT, {License("MIT")}),
        ("# The MIT License\n\n> " + MIT.replace("\n  ", "\n> "), {License("MIT")}),
        (
            "Permission to use, copy, modify, and/or distribute this software for any\npurpose",
            {License("ISC")},
        ),
        ("Apache License\n  Version 2.0, January 2004", {License("Apache", 2)}),
        (GPL2, {License("GPL", 2)}),
        (GPL3, {License("GPL", 3)}),
        ("GNU LESSER GENERAL PUBLIC LICENSE\n Version 2.1, February 1999", {License("LGPL", 2)}),
        ("GNU LESSER GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007", {License("LGPL", 3)}),
        ("GNU AFFERO GENERAL PUBLIC LICENSE\n Version 3, 19 November 2007", {License("AGPL", 3)}),
        (f"{BSD}\n", {License("BSD", 2)}),
        (f"{BSD} …\n3. Neither the name of the copyright holder", {License("BSD", 3)}),
        (f"{BSD} …\nThe names of its contributors may not be used to endorse", {License("BSD", 3)}),
        ("Mozilla Public License Version 2.0\n=====", {License("MPL", 2)}),
        ("This is free and unencumbered software released into the public domain.", {License("Unlicense")}),
        ("CC0 1.0 Universal", {License("CC0")}),
        ("EUROPEAN UNION PUBLIC LICENCE v. 1.2", {License("EUPL", 1)}),
        (MIT + "\nApache License, Version 2.0", {License("MIT"), License("Apache", 2)}),
    ],
)
def test_texts(text: str, found: set[License]) -> None:
    assert licenses_of_text(text) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("", set()),
        ("see the file", set()),
        ("MIT (see LICENSE)", set()),
        ("MIT or my own", set()),
        ("permit", set()),
        ("MIT", {License("MIT")}),
        ("MIT License", {License("MIT")}),
        ("Apache-2.0", {License("Apache")}),
        ("Apache Software License", {License("Apache")}),
        ("MIT OR Apache-2.0", {License("MIT"), License("Apache")}),
        ("MIT/Apache", {License("MIT"), License("Apache")}),
        ("GPL", {License("GPL")}),
        ("GPLv2", {License("GPL", 2)}),
        ("GPL-3.0-only", {License("GPL", 3)}),
        ("GPL-3.0-or-later", {License("GPL", 3, True)}),
        ("GPL-2.0+", {License("GPL", 2, True)}),
        ("GNU General Public License v3 or later (GPLv3+)", {License("GPL", 3, True)}),
        ("GNU General Public License v2 (GPLv2)", {License("GPL", 2)}),
        ("GNU Lesser General Public License v3 (LGPLv3)", {License("LGPL", 3)}),
        ("GNU Affero General Public License v3", {License("AGPL", 3)}),
        ("AGPL-3.0-or-later", {License("AGPL", 3, True)}),
        ("BSD License", {License("BSD")}),
        ("BSD-3-Clause", {License("BSD", 3)}),
        ("0BSD", {License("0BSD")}),
        ("Mozilla Public License 2.0 (MPL 2.0)", {License("MPL")}),
        ("ISC License (ISCL)", {License("ISC")}),
        ("Other/Proprietary License", set()),
        ("Proprietary", {License("proprietary")}),
        ("EUPL-1.2", {License("EUPL")}),
        (MIT, {License("MIT")}),
    ],
)
def test_names(name: str, found: set[License]) -> None:
    assert licenses_of_name(name) == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("MIT", "ISC", False),
        ("MIT", "MIT OR ISC", True),
        ("GPL-3.0", "GPL", True),
        ("GPL-3.0", "GPL-2.0", False),
        ("GPL-3.0", "GPL-2.0-or-later", True),
        ("GPL-2.0", "GPL-3.0-or-later", False),
        ("GPL-3.0", "LGPL-3.0", False),
        ("GPL-3.0", "AGPL-3.0", False),
        ("BSD", "BSD-3-Clause", True),
        ("BSD-2-Clause", "BSD-3-Clause", False),
        ("BSD", "0BSD", False),
    ],
)
def test_agreement_is_mutual(one: str, other: str, same: bool) -> None:
    assert agree(licenses_of_name(one), licenses_of_name(other)) is same
    assert agree(licenses_of_name(other), licenses_of_name(one)) is same


@pytest.mark.parametrize(
    ("files", "at"),
    [
        # Several files: one in common is enough, and one that is not recognised makes all of them unknown.
        ({"LICENSE-MIT": MIT, "LICENSE-GPL": GPL3, "pyproject.toml": PROJECT + 'license = "MIT"\n'}, []),
        ({"LICENSE": GPL3, "LICENSE.other": "mine", "pyproject.toml": PROJECT + 'license = "MIT"\n'}, []),
        ({"COPYING": GPL3, "pyproject.toml": PROJECT + 'license = "MIT"\n'}, ["pyproject.toml:4:1"]),
        ({"LICENCE.md": GPL3, "pyproject.toml": PROJECT + 'license = {text = "MIT"}\n'}, ["pyproject.toml:4:1"]),
        ({"LICENSES/GPL-3.0-only.txt": GPL3, "pyproject.toml": PROJECT + 'license = "MIT"\n'}, ["pyproject.toml:4:1"]),
        ({"licensing.md": GPL3, "pyproject.toml": PROJECT + 'license = "MIT"\n'}, []),
        ({"demo/LICENSE": GPL3, "pyproject.toml": PROJECT + 'license = "MIT"\n'}, []),
        # The metadata among themselves.
        (
            {"pyproject.toml": PROJECT + 'license = "MIT"\nclassifiers = ["License :: OSI Approved", "License :: OSI Approved :: BSD License"]\n'},
            ["pyproject.toml:5:1"],
        ),
        ({"pyproject.toml": PROJECT + 'license = "MIT"\nclassifiers = ["License :: OSI Approved"]\n'}, []),
        ({"pyproject.toml": PROJECT + 'license = "MIT"\nclassifiers = ["License :: Free for non-commercial use", "License :: Odd"]\n'}, []),
        ({"LICENSE": MIT, "setup.py": "from setuptools import setup\n\nsetup(license='GPLv3')\n"}, ["setup.py:3:7"]),
        ({"LICENSE": MIT, "setup.py": "from setuptools import setup\n\nsetup(license=read())\n"}, []),
        ({"LICENSE": MIT, "setup.cfg": "[metadata]\nlicense = file: LICENSE\n"}, []),
    ],
)  # fmt: skip
def test_statements(files: dict[str, str], at: list[str]) -> None:
    assert codes({"demo/__init__.py": PLUGIN.format("Demo"), **files}, "INV610") == [
        f"{place} INV610" for place in at
    ]


def test_one_cause_is_one_finding_that_names_all() -> None:
    files = {
        "LICENSE": GPL3,
        "pyproject.toml": PROJECT
        + 'license = {text = """MIT\nReally"""}\nclassifiers = ["License :: OSI Approved :: MIT License"]\n',
        "demo/__init__.py": PLUGIN.format("Demo") + "    LICENSE = 'MIT'\n",
        "demo/other.py": PLUGIN.format("Other") + "    LICENSE = 'ISC'\n",
        "demo/more.py": PLUGIN.format("More") + "    LICENSE = UNKNOWN\n",
    }
    (finding,) = findings_of(files, "INV610")
    assert (finding.path, finding.range.line) == ("pyproject.toml", 6)
    assert finding.message == (
        'the licences contradict each other: LICENSE is GPL-3, a classifier says "MIT License", '
        'Demo says "MIT", Other says "ISC", so nobody knows which holds'
    )
