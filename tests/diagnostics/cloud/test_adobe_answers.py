"""The four forms in which Adobe refuses, and what others on the way say instead."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.cloud.adobe_answers import adobe_document, adobe_failure, answer_of, said_in
from diagnostics.cloud.adobe_ports import CAMPAIGN_READ
from diagnostics.cloud.answers import Reply
from diagnostics.errors import Denied, LookError, NotFound, Throttled, Unexpected
from tests.support.small import NOW

GATEWAY = {"error_code": "403003", "message": "Api Key is invalid"}
PROBLEM = {
    "type": "https://ns.adobe.com/aep/errors/MSG-000052-400",
    "title": "An error has occurred",
    "status": 400,
}
NOTIFICATION = {
    "type": "about:blank",
    "title": "Permission Denied",
    "message": "no campaign for you",
    "status": 403,
    "error-chain": [{"serviceId": "CJMCMP", "errorCode": "CJMCMP-2061-400"}],
}
SPRING = {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "No handler"}
ABSENT = {"type": "https://ns.adobe.com/aep/errors/not-found", "title": "Not Found", "status": 404}
HTML = b"<html><body><h1>403 Forbidden</h1>openresty</body></html>"


def a_reply(status: int, body: object, **headers: str) -> Reply:
    return Reply(
        api="Adobe",
        endpoint="GET https://platform.adobe.io/x",
        status=status,
        headers={"x-request-id": "r-1", **headers},
        body=body if isinstance(body, bytes) else json.dumps(body).encode(),
        observed_at=NOW,
    )


def test_each_form_gives_its_code_and_its_sentence() -> None:
    said = [
        said_in(json.dumps(body).encode()) for body in (GATEWAY, PROBLEM, NOTIFICATION, SPRING)
    ]
    assert [(each.error_code, each.problem) for each in said] == [
        ("403003", ""),
        ("", "MSG-000052-400"),
        ("", "CJMCMP-2061-400"),
        ("", ""),
    ]
    assert [each.message for each in said] == [
        "Api Key is invalid",
        "An error has occurred",
        "no campaign for you",
        "No handler",
    ]
    assert [each.is_nobodys for each in said] == [False, False, False, True]
    assert not said_in(HTML).is_json


@pytest.mark.parametrize(
    ("status", "body", "kind", "code", "names_permission"),
    [
        (403, GATEWAY, Denied, "403003", False),
        (401, {"error_code": "401013", "message": "x"}, Denied, "401013", False),
        (
            401,
            {**PROBLEM, "type": f"{PROBLEM['type'][:-14]}CJMRT-000013-401"},
            Denied,
            "CJMRT-000013-401",
            False,
        ),
        (403, NOTIFICATION, Denied, "CJMCMP-2061-400", True),
        (403, b"", Denied, "", True),
        (403, HTML, Unexpected, "", False),
        (401, HTML, Unexpected, "", False),
        (404, ABSENT, NotFound, "", False),
        (404, {**NOTIFICATION, "error-chain": []}, NotFound, "", False),
        (404, SPRING, Unexpected, "", False),
        (404, HTML, Unexpected, "", False),
        (404, b"", Unexpected, "", False),
        (
            429,
            {"error_code": "429050", "message": "too many requests"},
            Throttled,
            "429050",
            False,
        ),
        (500, PROBLEM, Unexpected, "MSG-000052-400", False),
        (302, b"", Unexpected, "", False),
        (200, b"[]", Unexpected, "NotJson", False),
    ],
)
def test_each_refusal_is_of_its_sort(
    status: int, body: object, kind: type[LookError], code: str, *, names_permission: bool
) -> None:
    with pytest.raises(LookError) as told:
        adobe_document(a_reply(status, body), CAMPAIGN_READ)
    assert (type(told.value), told.value.code) == (kind, code)
    assert told.value.permissions == ((CAMPAIGN_READ,) if names_permission else ())
    assert (told.value.request_id, told.value.status) == ("r-1", status)


def test_a_body_that_is_empty_without_a_number_of_the_gateway_is_nobodys_word() -> None:
    reply = a_reply(403, b"", **{"x-request-id": ""})
    assert type(adobe_failure(reply)) is Unexpected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(
                [
                    "error_code",
                    "type",
                    "message",
                    "title",
                    "detail",
                    "error",
                    "error-chain",
                    "errorCode",
                    "code",
                ]
            ),
            inner,
        )
    ),
    max_leaves=12,
)


@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()), st.integers(201, 599))
def test_any_answer_is_read_without_a_crash(body: bytes, status: int) -> None:
    reply = a_reply(status, body, **{"retry-after": "7"})
    answer: Any = answer_of(reply, None)
    assert (answer.status, answer.retry_after_s, answer.request_id) == (status, 7.0, "r-1")
    assert isinstance(adobe_failure(reply, (CAMPAIGN_READ,)), LookError)
