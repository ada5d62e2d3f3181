"""Five megabytes of what somebody might paste, or plant in a log: answered in seconds, in bounded memory."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.signatures import SIGNATURES
from diagnostics.triage.normalise import WINDOW
from diagnostics.triage.recognise import recognise

SIZE = 5_000_000
SECONDS = 20.0  # of processor, for the machine may be busy; it takes 1 to 4
CMK = (
    "Access to your account is currently revoked because the Azure Cosmos DB service is unable to obtain the AAD "
    "authentication token for the account's default identity; see cmk-troubleshooting-guide (4000).\n"
)


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        ("\\", []),
        ("&amp;", []),
        ("&#", []),
        ("1 ", []),
        ("substatus:\n\n ", []),
        ("Sub Status: 4000 ", ["cmk.4000"]),
        (CMK, ["cmk.4000"]),
        ("database account x does not exis ", []),
        ("eyJaaaaaa.", []),
        ("a@a.", []),
        ("\u0301", []),
        ("\ud83d", []),
        ("> ", []),
    ],
    ids=lambda value: repr(value)[:12] if isinstance(value, str) else "",
)
def test_a_long_hostile_text_is_answered_in_seconds(seed: str, expected: list[str]) -> None:
    text = (seed * (SIZE // len(seed) + 1))[:SIZE]
    began = time.thread_time()
    found = recognise(text, SIGNATURES)
    assert time.thread_time() - began < SECONDS
    assert [item.signature_id for item in found] == expected


def test_memory_does_not_grow_with_the_text() -> None:
    text = CMK * (SIZE // 5 // len(CMK))
    tracemalloc.start()
    recognise(text, SIGNATURES[:5])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200 * WINDOW


@given(st.text(max_size=2000))
def test_any_text_is_answered_and_what_is_shown_can_be_written(text: str) -> None:
    for item in recognise(text, SIGNATURES):
        item.excerpt.encode()


@given(st.binary(max_size=2000))
def test_bytes_read_as_text_are_answered(data: bytes) -> None:
    recognise(data.decode("latin-1"), SIGNATURES)
    recognise(data.decode("utf-8", "surrogateescape"), SIGNATURES)
