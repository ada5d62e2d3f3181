from __future__ import annotations

import pytest

from checks.ajo.facts import GatewayAnswer
from checks.ajo.gateway import CHECK
from checks.ajo.kinds import BY_GATEWAY_CODE
from tests.checks.ajo.situations import CLIENT, an_answer, codes, judged


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("401013", "AJ201"),
        ("403000", "AJ202"),
        ("403003", "AJ203"),
        ("403010", "AJ204"),
        ("403025", "AJ205"),
        ("403027", "AJ206"),
        ("400003", "AJ207"),
        ("429050", "AJ208"),
    ],
)
def test_each_refusal_of_the_gateway_has_its_kind(code: str, expected: str) -> None:
    answer = an_answer(status=int(code[:3]), error_code=code, message="No.")
    assert codes(CHECK, answer) == [expected]
    (said,) = judged(CHECK, answer)
    assert code in said.message
    assert "never sees such a call" in said.message
    assert said.subject == CLIENT


def test_every_kind_of_refusal_is_known_by_one_code() -> None:
    assert len(set(BY_GATEWAY_CODE.values())) == len(BY_GATEWAY_CODE) == 8


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (an_answer(), []),
        (an_answer(is_json=False), []),
        (an_answer(request_id=""), ["AJ501?"]),
        (an_answer(status=500), ["AJ501"]),
        (an_answer(status=503, problem="CJMRT-110001-500"), ["AJ501"]),
        (an_answer(status=499), ["AJ501?"]),
        (an_answer(status=404), ["AJ501?"]),
        (an_answer(status=401, problem="CJMRT-000013-401"), ["AJ501?"]),
        (an_answer(status=500, error_code="500999"), ["AJ501?"]),
    ],
)
def test_what_is_answered_behind_the_gateway(answer: GatewayAnswer, expected: list[str]) -> None:
    assert codes(CHECK, answer) == expected


def test_how_long_to_wait_is_told() -> None:
    (said,) = judged(CHECK, an_answer(status=429, error_code="429050", retry_after_s=30.0))
    assert "wait 30 s" in said.message


def test_the_number_of_the_request_goes_to_support() -> None:
    assert an_answer().for_support() == (("x-request-id", f"rq-1 ({an_answer().endpoint})"),)
    assert an_answer(request_id="").for_support() == ()
