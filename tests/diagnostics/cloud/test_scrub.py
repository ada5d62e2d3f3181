from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.cloud.scrub import scrubbed
from tests.support.cloud import jwt


@pytest.mark.parametrize(
    "text",
    [
        f"token {jwt(a='canary')} was refused",
        "Authorization: Bearer canary-0123",
        "client_secret=canary&x=1",
        '{"access_token": "canary"}',
        "{'refresh_token': 'canary'}",
        "AccountKey=canary==;x",
        "?sv=1&sig=canary%3D&se=2",
        "password: canary",
    ],
)
def test_a_secret_in_a_message_is_hidden(text: str) -> None:
    assert "canary" not in scrubbed(text)


@pytest.mark.parametrize(
    "text",
    [
        "AADSTS7000215: Invalid client secret provided.",
        "The client 'ops' with object id '1' does not have authorization",
        "the keys and the design of the assignment",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert scrubbed(text) == text


def test_terminal_tricks_are_taken_out() -> None:
    assert scrubbed("a\x1b[31mb\u202ec\r\nd") == "a [31mb c d"


@given(st.text(max_size=400))
def test_the_text_is_one_short_line(text: str) -> None:
    shown = scrubbed(text, 50)
    assert len(shown) <= 50
    assert shown.splitlines() in ([shown], [])
