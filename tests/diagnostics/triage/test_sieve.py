"""What the sieve lets go of, recognition would have let go of, too."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checks.signatures import SIGNATURES
from diagnostics.triage.decoding import decoded
from diagnostics.triage.plan import plans_of
from diagnostics.triage.recognise import recognise_planned
from diagnostics.triage.sieve import sieve_of
from tests.diagnostics.triage.test_stems import ALTERNATIVES, as_written, written

PLANS = plans_of(SIGNATURES)
SIEVE = sieve_of(SIGNATURES)
HEALTHY = (
    '{"operationName":"KeyWrap","resultType":"Success","properties":{"httpStatusCode":200,"isRbacAuthorized":true}}',
    "2026-01-15T02:07:02Z [INF] Outbox: batch of 4000 written, Substatus: none, ActivityId: 84c1eebc-3212-4233-ab4e-aec552661678",
    "2026-01-15 02:37:58 WARN SessionTokenHelper - read 404 sub-status 1002 at 73179e64-b7ca-46dc-a983-6aab391424e9",
    '{"status":403,"msg":"refresh token revoked, user signed out","path":"C:\\\\new\\\\reports"}',
    "client address 10.0.0.1 is authorized",
)


def passes(text: str) -> bool:
    assert SIEVE is not None, "the tests install Hyperscan"
    return SIEVE.passes(text.encode("utf-8", errors="surrogatepass"))


@given(data=st.data())
def test_what_is_recognised_passes_however_it_is_written(data: st.DataObject) -> None:
    _, literals = data.draw(st.sampled_from(ALTERNATIVES))
    text = data.draw(written(literals))
    if recognise_planned(text, PLANS):
        assert passes(text)


@given(
    st.sampled_from(ALTERNATIVES),
    st.lists(st.integers(0, 400), max_size=6),
    st.sampled_from(("\n", "\r\n", "\n> ", "\\\n", "*", "`", '\\"', "\x1b[31m", "&#32;", "\\u0020", "\\n", "\u200b")),
    st.booleans(),
)  # fmt: skip
def test_a_text_that_is_broken_anywhere_passes_if_it_is_recognised(
    alternative: tuple[object, tuple[str, ...]],
    breaks: list[int],
    by: str,
    is_quoted: bool,
) -> None:
    text = " / ".join(as_written(one)[0] for one in alternative[1]) + " HTTP 403 "
    for place in sorted((place % len(text) for place in breaks), reverse=True):
        text = text[:place] + by + text[place:]
    text = json.dumps({"log": text}) if is_quoted else text
    if recognise_planned(text, PLANS):
        assert passes(text)


@given(st.text())
@example("Substatus: 4000\n2026-01-15")
@example("x-ms-substatus=04000-1")
@example('"subStatusCode":\t40\n00')
@example("Sub Status:\\n 4000")
def test_any_text_that_is_recognised_passes(text: str) -> None:
    text = f"status 403 {text}"
    if recognise_planned(decoded(text.encode("utf-8", errors="surrogatepass")), PLANS):
        assert passes(text)


def test_every_form_of_every_signature_passes() -> None:
    for _, literals in ALTERNATIVES:
        for form in as_written(literals[0]):
            text = " / ".join((form, *literals[1:])) + " status 403"
            for said in (text, text.upper(), json.dumps(text), json.dumps(json.dumps(text))):
                if recognise_planned(said, PLANS):
                    assert passes(said), said


@pytest.mark.parametrize("text", HEALTHY)
def test_records_of_a_healthy_day_do_not_pass(text: str) -> None:
    assert not recognise_planned(text, PLANS)
    assert not passes(text)


@pytest.mark.referee
def test_every_sample_of_a_real_error_passes() -> None:
    fixtures = os.environ.get("AJO_DOCTOR_FIXTURES")
    path = Path(fixtures or "").parent / "reference" / "error-samples.jsonl"
    if not fixtures or not path.is_file():
        pytest.skip("AJO_DOCTOR_FIXTURES names no folder that has the samples beside it")
    samples = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    known = [text for text in samples if recognise_planned(text, PLANS)]
    assert len(known) >= 39
    assert [text for text in known if not (passes(text) and passes(json.dumps(text)))] == []
