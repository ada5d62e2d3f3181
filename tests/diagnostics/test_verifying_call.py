"""What a test call adds to a verdict, on plain records."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.adobe_names import Endpoint
from diagnostics.report.build import Judged
from diagnostics.report.call_view import call_view
from diagnostics.triage.recognised import Certainty, Recognised
from diagnostics.triggering.record import TestCall
from diagnostics.verifying import EXIT_CODES, Verdict, verify
from diagnostics.verifying_call import Showed, showed
from tests.diagnostics.test_verifying import (
    BROKEN,
    ELSEWHERE,
    HOUR,
    KEY,
    LATER,
    REVOKED,
    UNSEEN,
    cause,
    fine,
    of,
    run_of,
)
from tests.support.reporting import LOST, NOW, a_repair, an_outcome

REVOKED_TEXT = Recognised(
    signature_id="cmk.4000",
    code="4000",
    category="token-acquisition",
    certainty=Certainty.CERTAIN,
    kind="CO101",
    excerpt="",
    why="",
)


def a_call(status: int | None = 202, **fields: object) -> TestCall:
    given_ = {"duration_ms": 1200, "execution_id": "HUMA-1" if status == 202 else "", **fields}
    return TestCall(
        campaign="c",
        sandbox="prod",
        endpoint=Endpoint.UNITARY,
        payload="p.json",
        recipients=1,
        ordinals=(1,),
        request_id="r",
        sent_at=NOW,
        status=status,
        **given_,  # type: ignore[arg-type]
    )


THE_KEY = a_call(500, problem="CJMRT-110100-500", recognised=(REVOKED_TEXT,))
FAILED = a_call(500, problem="CJMRT-110100-500")
GATEWAY = a_call(401, gateway_code="401013")
CAMPAIGN = a_call(400, problem="CJMRT-000071-400")
NO_ANSWER = a_call(None, lost="no answer within 75 s")
ADOBES = run_of(
    an_outcome(of(LOST), check=KEY),
    causes=(
        cause(LOST, repair=a_repair(waits=(HOUR, ELSEWHERE), escalate_after=timedelta(hours=2))),
    ),
)


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (a_call(), Showed.ACCEPTED),
        (a_call(202, execution_id=""), Showed.NOTHING),
        (a_call(200, execution_id="HUMA-1"), Showed.NOTHING),
        (THE_KEY, Showed.THE_KEY),
        (FAILED, Showed.FAILED),
        (GATEWAY, Showed.REFUSED),
        (CAMPAIGN, Showed.REFUSED),
        (a_call(429, gateway_code="429050"), Showed.NOTHING),
        (a_call(503, problem="CJMRT-110100-503"), Showed.NOTHING),
        (a_call(502), Showed.NOTHING),
        (a_call(500, x_request_id="adobes-1"), Showed.FAILED),
        (a_call(503, x_request_id="adobes-1"), Showed.NOTHING),
        (a_call(400), Showed.NOTHING),
        (a_call(302), Showed.NOTHING),
        (NO_ANSWER, Showed.NOTHING),
    ],
)
def test_what_an_answer_shows(call: TestCall, what: Showed) -> None:
    assert showed(call) is what


def with_call(call: TestCall | None, *outcomes: object) -> Judged:
    now = run_of(*(outcomes or fine(KEY)), at=LATER)  # type: ignore[arg-type]
    return replace(now, run=replace(now.run, test_call=call))


def verdict(
    call: TestCall | None, *outcomes: object, before: Judged = ADOBES, **more: object
) -> Verdict:
    return verify(before, with_call(call, *outcomes), since=None, **more).verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (None, Verdict.NOT_VISIBLE),
        (a_call(), Verdict.REPAIRED),
        (THE_KEY, Verdict.NOT_YET),
        (FAILED, Verdict.STILL),
        (GATEWAY, Verdict.ELSE),
        (CAMPAIGN, Verdict.ELSE),
        (NO_ANSWER, Verdict.CANNOT_TELL),
    ],
)
def test_where_the_effect_is_not_visible_the_call_decides(
    call: TestCall | None, expected: Verdict
) -> None:
    assert verdict(call) is expected


def test_the_same_text_after_every_wait_is_still_broken_and_overdue() -> None:
    said = verify(ADOBES, with_call(THE_KEY), since=LATER - timedelta(hours=25))
    assert (said.verdict, said.is_overdue, said.is_by_call) == (Verdict.STILL, True, True)


def test_a_clean_target_whose_call_fails_is_something_else() -> None:
    clean = run_of(*fine(KEY))
    assert verdict(a_call(), before=clean) is Verdict.NOTHING
    assert verdict(THE_KEY, before=clean) is Verdict.ELSE
    assert verdict(NO_ANSWER, before=clean) is Verdict.CANNOT_TELL


def test_what_is_read_as_broken_stays_so_beside_a_call_that_works() -> None:
    now = run_of(an_outcome(of(LOST), check=KEY), causes=(cause(LOST),), at=LATER)
    now = replace(now, run=replace(now.run, test_call=a_call()))
    assert verify(BROKEN, now, since=None).verdict is Verdict.STILL


def test_what_was_not_seen_stays_unseen_beside_a_call_that_works() -> None:
    unseen = an_outcome(UNSEEN, check=KEY)
    assert verdict(a_call(), unseen) is Verdict.CANNOT_TELL
    assert verdict(CAMPAIGN, unseen) is Verdict.ELSE


CALLS = [None, a_call(), THE_KEY, FAILED, GATEWAY, CAMPAIGN, NO_ANSWER, a_call(429), a_call(302)]
SCENES = [fine(KEY), (an_outcome(UNSEEN, check=KEY),), (an_outcome(of(REVOKED), check=KEY),)]


@given(
    st.sampled_from(CALLS),
    st.sampled_from(SCENES),
    st.sampled_from([ADOBES, BROKEN, run_of(*fine(KEY))]),
)
def test_only_an_accepted_call_makes_anything_better(
    call: TestCall | None, outcomes: tuple[object, ...], before: Judged
) -> None:
    without, with_it = (verdict(each, *outcomes, before=before) for each in (None, call))
    if call is None or not call.is_accepted:
        assert with_it is without or EXIT_CODES[with_it] != 0


@pytest.mark.parametrize("call", CALLS[1:])
def test_every_answer_is_told_in_words(call: TestCall) -> None:
    view = call_view(call, {})
    assert view.answer
    assert view.look_at
    assert "60 s" in view.took


def test_an_answer_after_the_sixty_seconds_is_said_to_be_late() -> None:
    view = call_view(a_call(duration_ms=62_000), {})  # type: ignore[arg-type]
    assert "62.0 s of the 60 s" in view.took
    assert "duplicate" in view.took
