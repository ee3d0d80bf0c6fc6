from __future__ import annotations

import pytest

from flake8_inventree_plugin.inventree.python_versions import oldest_python, running_before
from flake8_inventree_plugin.inventree.releases import ALL, NONE, RELEASES, ReleaseSet


def test_every_release_has_one() -> None:
    assert [oldest_python(release) for release in RELEASES] == ["3.9"] * 14 + ["3.11"] * 3 + ["3.12"]
    with pytest.raises(KeyError):
        oldest_python("0.5")


def test_running_before() -> None:
    assert running_before((3, 9)) == NONE
    assert running_before((3, 11)) == ReleaseSet.before("1.2")
    assert running_before((3, 12)) == ReleaseSet.before("1.5")
    assert running_before((3, 13)) == ALL
