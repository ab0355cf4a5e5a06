"""The search for keys takes time in proportion to the text, whatever the text is."""

from __future__ import annotations

import pytest

from certify.documents.secrets import is_stand_in, secrets_in

HOSTILE = {
    "token headers": "eyJ" + "eyJhbGciOiJIUzI1NiJ9." * 20_000,
    "token without end": ("eyJ" + "A" * 1990 + ".eyJ") * 200,
    "key openings": "-----BEGIN " + "PRIVATE KEY-----" * 20_000,
    "openings in a row": ("-----BEGIN RSA " + "PRIVATE KEY-----\nProc-Type: 4,ENC\n") * 10_000,
    "signatures": "&sig=" + "A" * 400_000,
    "many signatures": "&sig=AAA" * 60_000,
    "client secrets": "a.~-" * 60_000 + "8Q~" * 20_000,
    "model keys": "sk-" + "A" * 200_000 + "T3BlbkFJ" * 5_000,
    "account keys": "AccountKey=" + "/" * 300_000,
    "webhooks": "hooks.slack.com/services/T" * 10_000,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_searched_in_bounded_time(name: str) -> None:
    list(secrets_in(HOSTILE[name] * 4))


@pytest.mark.parametrize(
    "value", ["", "xxxxxxxxxxxxxxxx", "YOUR_API_KEY_1234", "<key>", "0000000000000000abc"]
)
def test_words_of_documentation_stand_for_a_secret(value: str) -> None:
    assert is_stand_in(value)


def test_a_random_value_stands_for_nothing_else() -> None:
    assert not is_stand_in("q7Rz2LmX84vWc1Rb")
