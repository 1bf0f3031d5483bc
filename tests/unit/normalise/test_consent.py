"""Consent: yes, no, or words kept without an answer."""

import pytest

from leadfold.normalise import consent


@pytest.mark.parametrize(
    ("raw", "given"),
    [
        ("yes", True), ("TRUE", True), ("1", True), ("on", True), ("ja", True), ("Ja takk", True),
        ("jo", True), ("ναι", True), ("ΝΑΙ", True), ("כן", True), ("kyllä", True), ("✓", True),
        ("opt-in", True), ("I agree", True), ("Jeg samtykker", True), ("Jag godkänner", True),
        ("accepted", True), ("no", False), ("false", False), ("0", False), ("nei", False),
        ("Nei takk", False), ("nej", False), ("όχι", False), ("לא", False), ("opt-out", False),
        ("not accepted", False), ("ei", False),
        ("Jeg samtykker til å bli kontaktet på telefon og e-post", True),
        ("Yes, I would like to receive offers from you by e-mail", True),
        ("Jeg ønsker ikke å samtykke til at dere ringer", None),
        ("Kanskje", None), ("Se vedlagt", None),
    ],
)  # fmt: skip
def test_words_are_understood(raw, given):
    found = consent.parse(raw)
    assert found is not None
    assert (found.given, found.text) == (given, raw)


@pytest.mark.parametrize(
    ("raw", "given", "channels"),
    [
        ('{"email": true, "sms": true}', True, {"email": True, "sms": True}),
        ('{"email": "ja", "phone": "nei"}', None, {"email": True, "phone": False}),
        ('{"marketing": {"granted": false}}', False, {"marketing": False}),
        ('["I agree"]', True, {}),
        ("[]", None, {}),
        ("{not json", None, {}),
        ('{"email": 1e400}', None, {}),
    ],
)
def test_structures_are_understood(raw, given, channels):
    found = consent.parse(raw)
    assert found is not None
    assert (found.given, dict(found.channels)) == (given, channels)


def test_nothing_said_is_nothing():
    assert consent.parse("  ") is None
