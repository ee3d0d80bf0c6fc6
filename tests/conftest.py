"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes says nothing on a machine that does other work too.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
