"""Slugs as Django's documentation of `django.utils.text.slugify` describes them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_inventree_plugin.inventree.slugs import slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Joel is a slug", "joel-is-a-slug"),
        (" Joel is a slug ", "joel-is-a-slug"),
        ("Hello, World!", "hello-world"),
        ("spam & eggs", "spam-eggs"),
        ("Multiple---dash and  space ", "multiple-dash-and-space"),
        ("\t whitespace-in-value \n", "whitespace-in-value"),
        ("underscore_in-value", "underscore_in-value"),
        ("__strip__underscore-value___", "strip__underscore-value"),
        ("--strip-dash-value---", "strip-dash-value"),
        ("__strip-mixed-value---", "strip-mixed-value"),
        ("_ -strip-mixed-value _-", "strip-mixed-value"),
        ("spam & ıçüş", "spam-cus"),
        ("Ünïcödé \uff26ull ½", "unicode-full-12"),
        ("a\u00a0b", "a-b"),
        ("a\u200bb", "ab"),
        ("İstanbul", "istanbul"),
        ("12.5", "125"),
        ("示例", ""),
        ("---", ""),
        ("_", ""),
        ("!?", ""),
        ("", ""),
    ],
)
def test_slugify(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text())
def test_a_slug_is_lower_case_ascii_and_its_own_slug(text: str) -> None:
    slug = slugify(text)
    assert re.fullmatch(r"([a-z0-9]([a-z0-9_-]*[a-z0-9])?)?", slug)
    assert "--" not in slug
    assert slugify(slug) == slug
    assert slugify(text.lower()) == slug or not text.isascii()
