from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.cosmos.revoked import BY_CODE, REVOKED_KINDS, is_confirmed, kind_of, number_in
from tests.checks.cosmos.situations import (
    CODES,
    CONFIRMED,
    LEGACY,
    NO_REASON,
    REVOKED,
    revoked_text,
)


@pytest.mark.parametrize("code", REVOKED)
def test_the_number_in_the_text_decides(code: int) -> None:
    kind = kind_of(revoked_text("of something in another language", code))
    assert kind is not None
    assert kind.code == CODES[code]


@pytest.mark.parametrize("code", REVOKED)
def test_without_a_number_the_words_decide(code: int) -> None:
    kind = kind_of(revoked_text(REVOKED[code], None))
    assert kind is not None
    assert kind.code == CODES[code]


@pytest.mark.parametrize("code", [4001, 4004, 4007, 4008, 4013, 4019])
def test_numbers_of_the_providers_side_blame_nobody_here(code: int) -> None:
    kind = kind_of(revoked_text("of something", code))
    assert kind is not None
    assert kind.code == "CO112"


@pytest.mark.parametrize(
    "text",
    [
        "",
        CONFIRMED,
        LEGACY,
        "Access is being verified.",
        revoked_text("the moon is full", None),
        revoked_text("the moon is full", 4099),
    ],
)
def test_what_is_new_is_not_guessed(text: str) -> None:
    assert kind_of(text) is None


def test_no_reason_is_a_kind_of_its_own() -> None:
    kind = kind_of(NO_REASON)
    assert kind is not None
    assert kind.code == "CO111"


@pytest.mark.parametrize("ending", ["", " ", ". ", "\n", "  "])
def test_the_confirmation_may_end_as_it_likes(ending: str) -> None:
    assert is_confirmed(CONFIRMED.rstrip(".") + ending)
    assert is_confirmed(CONFIRMED.upper() + ending)


@pytest.mark.parametrize(
    "text", ["", "not confirmed", f"{CONFIRMED} not", f"no {CONFIRMED}", NO_REASON]
)
def test_nothing_else_is_a_confirmation(text: str) -> None:
    assert not is_confirmed(text)


@given(st.text())
def test_no_text_is_both_confirmed_and_revoked(text: str) -> None:
    assert not (is_confirmed(text) and kind_of(text))


@given(st.sampled_from(sorted(BY_CODE)), st.text(alphabet=st.characters(exclude_characters="()")))
def test_any_reason_with_a_known_number_is_that_number(code: int, reason: str) -> None:
    text = revoked_text(reason, code)
    assert number_in(text) == code
    assert kind_of(text) is BY_CODE[code]


def test_every_code_has_one_kind_and_every_kind_is_named_once() -> None:
    assert len(REVOKED_KINDS) == len(set(REVOKED_KINDS))
    assert {*CODES.values(), "CO111", "CO112"} == {kind.code for kind in REVOKED_KINDS}
