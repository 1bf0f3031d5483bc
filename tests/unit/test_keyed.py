"""Keyed hashes: equal for equal values, and they reveal nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.keyed import KeyedHash

KEYED = KeyedHash(b"a secret of tests, 32 bytes long")


@given(st.text(), st.text())
def test_equal_values_have_equal_keys_and_others_others(one, other):
    assert (KEYED.of("phone", one) == KEYED.of("phone", other)) == (one == other)


@given(st.text(min_size=4))
def test_a_key_tells_nothing_and_fits_into_a_path(value):
    key = KEYED.of("phone", value)
    assert key.startswith("v1.")
    assert len(key) == 46
    assert "/" not in key
    assert "#" not in key


def test_kinds_and_secrets_keep_equal_values_apart():
    other = KeyedHash(b"another secret of tests, 32 bytes")
    hashes = {KEYED.of("phone", "x"), KEYED.of("email", "x"), other.of("phone", "x")}
    assert len(hashes) == 3


@pytest.mark.parametrize("secret", [b"", b"short", b"x" * 31])
def test_a_short_secret_is_refused(secret):
    with pytest.raises(ValueError, match="32 bytes"):
        KeyedHash(secret)


def test_text_that_is_no_unicode_has_a_key():
    assert KEYED.of("phone", "\ud800") != KEYED.of("phone", "\ud801")
