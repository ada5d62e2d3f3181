"""Each rule for a request: all well, each kind, two at once, just beside the limit."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks import PACK
from checks.ajo import payload_kinds
from checks.ajo.payload import LINTS
from diagnostics import Beside, CampaignAnswer, Kind, Request, Severity
from diagnostics.requests.reader import read_requests

BASE = "https://platform.adobe.io/ajo/im/executions/"
HEADERS = (
    "Authorization: Bearer $TOKEN",
    "x-api-key: c1d2",
    "x-gw-ims-org-id: A1B2@AdobeOrg",
    "x-sandbox-name: prod",
    "Content-Type: application/json",
)
RECIPIENT = {
    "type": "aep",
    "userId": "kim@example.org",
    "namespace": "email",
    "channelData": {"emailAddress": "kim@example.org"},
    "context": {"locale": "fr", "shop": {"name": "x"}},
}
PAYLOAD = {"requestId": "r1", "campaignId": "c1", "recipients": [RECIPIENT]}
Change = Callable[[dict[str, Any]], object]


def a_command(
    payload: object = PAYLOAD,
    *,
    url: str = f"{BASE}unitary",
    headers: tuple[str, ...] = HEADERS,
    more: str = "",
) -> Request:
    told = " ".join(f"-H '{each}'" for each in headers)
    body = json.dumps(payload).replace("'", "'\\''")
    (request,) = read_requests(f"curl -X POST '{url}' {told} {more} -d '{body}'", "r")
    return request


def changed(change: Change) -> dict[str, Any]:
    payload = copy.deepcopy(PAYLOAD)
    change(payload)
    return payload


def recipient(**fields: object) -> dict[str, Any]:
    return {**copy.deepcopy(RECIPIENT), **fields}


def codes(request: Request, beside: Beside = Beside()) -> list[str]:  # noqa: B008 - frozen
    return sorted(remark.kind.code for lint in LINTS for remark in lint.judge(request, beside))


def test_the_pack_holds_these_rules_and_their_kinds() -> None:
    assert PACK.lints == LINTS
    assert [lint.id for lint in LINTS] == sorted({lint.id for lint in LINTS})
    named = {each for each in vars(payload_kinds).values() if isinstance(each, Kind)}
    assert {kind for lint in LINTS for kind in lint.kinds} == named
    for lint in LINTS:
        assert [kind.code for kind in lint.kinds] == sorted({kind.code for kind in lint.kinds})


@pytest.mark.parametrize("endpoint", ["unitary", "highthroughput"])
def test_a_good_request_has_nothing_to_tell(endpoint: str) -> None:
    payload = {**PAYLOAD, "recipients": [recipient(type="external")]}
    assert codes(a_command(payload, url=f"{BASE}{endpoint}")) == []


def test_a_good_audience_request_has_nothing_to_tell() -> None:
    payload = {
        "campaignId": "c1", "audience": {"id": "a"}, "context": {"a": "b"}, "schedule": {"executeAt": "2026-12-01T09:00:00.5Z"},
    }  # fmt: skip
    assert codes(a_command(payload, url=f"{BASE}audience")) == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://platform.adobe.io/ajo/im/executions", ["PL101"]),
        ("https://platform.adobe.io/im/executions/unitary", ["PL101"]),
        ("https://cjm.adobe.io/imp/message/unitary", ["PL102"]),
        ("https://platform-stage.adobe.io/ajo/im/executions/unitary", ["PL103"]),
        ("https://example.org/ajo/im/executions/unitary", ["PL104"]),
        ("http://platform.adobe.io/ajo/im/executions/unitary", ["PL105"]),
        ("platform.adobe.io/ajo/im/executions/unitary", ["PL105"]),
        (f"{BASE}unitary/?x=1", []),
        ("https://[x/unitary", ["PL101", "PL104"]),
    ],
)
def test_the_address(url: str, expected: list[str]) -> None:
    assert codes(a_command(url=url)) == expected


def test_the_method() -> None:
    assert codes(a_command(more="-X GET")) == ["PL106"]


@pytest.mark.parametrize("gone", range(5))
def test_each_header_is_needed(gone: int) -> None:
    headers = tuple(each for number, each in enumerate(HEADERS) if number != gone)
    # curl adds a content type of its own, which is the wrong one.
    assert codes(a_command(headers=headers)) == ["PL114" if gone == 4 else "PL111"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("-H 'authorization: Bearer $X'", ["PL112"]),
        ("-H 'X-Request-Id: 1'", ["PL113"]),
        ("-H 'Accept: a' -H 'Accept: b'", []),
        ("-m 59.9", ["PL141"]),
        ("-m 60", []),
        ("--retry 1 -k", ["PL142", "PL143"]),
        ("--retry 0", []),
        ("-u me:pass", ["PL152"]),
    ],
)
def test_headers_and_options(more: str, expected: list[str]) -> None:
    assert codes(a_command(more=more)) == expected


@pytest.mark.parametrize(
    ("number", "header", "expected"),
    [
        (0, "Authorization: $TOKEN", []),
        (0, "Authorization: abc", ["PL115"]),
        (2, "x-gw-ims-org-id: A1B2", ["PL115"]),
        (2, "x-gw-ims-org-id: <org>", []),
        (3, "x-sandbox-name: Prod", ["PL115"]),
        (4, "Content-Type: text/plain", ["PL114"]),
        (4, "content-type: application/json; charset=utf-8", []),
    ],
)
def test_the_form_of_headers(number: int, header: str, expected: list[str]) -> None:
    headers = (*HEADERS[:number], header, *HEADERS[number + 1 :])
    assert codes(a_command(headers=headers)) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda p: p.pop("requestId"), ["PL122"]),
        (lambda p: p.update(requestId=" "), ["PL122"]),
        (lambda p: p.update(requestId=7), ["PL123"]),
        (lambda p: p.update(recipients=RECIPIENT), ["PL123"]),
        (lambda p: p.update(recipients=[]), ["PL124"]),
        (lambda p: p.update(recipients=[recipient(userId=f"u{n}@x.org") for n in range(20)]), []),
        (lambda p: p.update(recipients=[recipient(userId=f"u{n}@x.org") for n in range(21)]), ["PL124"]),
        (lambda p: p["recipients"].append(recipient()), ["PL125"]),
        (lambda p: p["recipients"].append("x"), ["PL123"]),
        (lambda p: p["recipients"][0].pop("namespace"), ["PL122"]),
        (lambda p: p["recipients"][0].update(type="AEP"), ["PL126"]),
        (lambda p: p["recipients"][0].update(type="external", mergePolicyName="m"), ["PL127"]),
        (lambda p: p["recipients"][0].update(channelData=[]), ["PL123"]),
        (lambda p: p["recipients"][0].update(adress="x"), ["PL128"]),
        (lambda p: p.update(recepients=[]), ["PL128"]),
        (lambda p: p.update(context={"a": "b"}), ["PL127"]),
        (lambda p: p["recipients"][0]["context"].update(system="x"), ["PL132"]),
        (lambda p: p["recipients"][0]["context"].update(n=1, b=True, z=None, a=["x"]), ["PL133"] * 4),
        (lambda p: p["recipients"][0]["context"]["shop"].update(n=1), ["PL133"]),
        (lambda p: p["recipients"][0]["channelData"].update(emailAddress="kim@example"), ["PL134"]),
        (lambda p: p["recipients"][0]["channelData"].update(emailAddress="Kim <k@x.org>"), ["PL134"]),
        (lambda p: p["recipients"][0]["channelData"].update(emailAddress=5), ["PL123"]),
        (lambda p: p["recipients"][0].update(userId="kim"), ["PL134"]),
        (lambda p: p["recipients"][0].update(userId="kim", namespace="CRM"), []),
        (lambda p: p["recipients"][0].update(userId="{{user}}"), []),
        (lambda p: (p.pop("campaignId"), p["recipients"][0].pop("type")), ["PL122", "PL122"]),
    ],
)  # fmt: skip
def test_the_payload(change: Change, expected: list[str]) -> None:
    assert codes(a_command(changed(change))) == expected


@pytest.mark.parametrize("payload", [[], "x", 7, None])
def test_a_payload_that_is_no_object(payload: object) -> None:
    assert codes(a_command(payload)) == ["PL123"]


def test_no_payload_at_all() -> None:
    (request,) = read_requests(f"curl -X POST {BASE}unitary", "r")
    assert "PL121" in codes(request)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (200_000, None),
        (200_001, Severity.WARNING),
        (204_800, Severity.WARNING),
        (204_801, Severity.CRITICAL),
    ],
)
def test_the_size_of_the_context(size: int, expected: Severity | None) -> None:
    request = a_command(
        changed(lambda p: p["recipients"][0].update(context={"a": "x" * (size - 8)}))
    )
    found = [one for lint in LINTS for one in lint.judge(request, Beside())]
    assert [(one.kind.code, one.severity or one.kind.severity) for one in found] == (
        [("PL131", expected)] if expected else []
    )


def test_the_context_of_all_recipients_counts_together() -> None:
    many = [recipient(userId=f"u{n}@x.org", context={"a": "x" * 20_000}) for n in range(11)]
    assert codes(a_command({**PAYLOAD, "recipients": many})) == ["PL131"]


@pytest.mark.parametrize(("size", "expected"), [(5_000, []), (5_200, ["PL135"])])
def test_the_data_of_a_push_in_high_throughput(size: int, expected: list[str]) -> None:
    push = recipient(type="external", channelData={"pushInfo": {}}, context={"a": "x" * size})
    payload = {**PAYLOAD, "recipients": [push]}
    assert codes(a_command(payload, url=f"{BASE}highthroughput")) == expected
    assert codes(a_command(payload)) == []


def test_high_throughput_takes_external_alone() -> None:
    assert codes(a_command(url=f"{BASE}highthroughput")) == ["PL126"]


def test_fields_of_another_endpoint_in_an_audience_call() -> None:
    payload = {
        "campaignId": "c",
        "recipients": [],
        "audience": {},
        "schedule": {"executeAt": "soon"},
    }
    assert codes(a_command(payload, url=f"{BASE}audience")) == ["PL122", "PL123", "PL124", "PL127"]


def test_a_key_that_stands_twice() -> None:
    text = '{"requestId": "a", "campaignId": "c", "recipients": [{"type":"aep","type":"aep","userId":"u","namespace":"n"}]}'
    (request,) = read_requests(text, "r")
    (remark,) = [one for lint in LINTS for one in lint.judge(request, Beside())]
    assert remark.kind.code == "PL137"
    assert text[request.offset(remark.at) :].startswith('"type":"aep","userId"')


def test_a_request_id_that_was_used_before() -> None:
    first, other = a_command(), a_command({**PAYLOAD, "requestId": "r2"})
    assert codes(a_command(), Beside(earlier=(other, first))) == ["PL136"]
    assert codes(a_command(), Beside(earlier=(other,))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TOKEN=eyJhbGciOiJSUzI1NiJ9.e30.abc", ["PL151"]),
        ("Bearer 0123456789abcdef01", ["PL151"]),
        ("Bearer $ADOBE_ACCESS_TOKEN_X", []),
        ("client_secret=p8eabcdefgh", ["PL152"]),
        ('\\"clientSecret\\": \\"abcdefgh\\"', ["PL152"]),
        ("CLIENT_SECRET=$SECRET", []),
        ("p8e-abcdefghijklmnop", ["PL152"]),
        ("jwt_token=x", ["PL152"]),
    ],
)
def test_secrets_anywhere_in_the_text(text: str, expected: list[str]) -> None:
    command = f"curl -X POST '{BASE}unitary' " + " ".join(f"-H '{each}'" for each in HEADERS)
    (request,) = read_requests(f"# {text}\n{command} -d '{json.dumps(PAYLOAD)}'", "r")
    assert codes(request) == expected


def test_the_ended_way_to_a_token() -> None:
    (request,) = read_requests("curl https://ims-na1.adobelogin.com/ims/exchange/jwt -X POST", "r")
    assert codes(request) == ["PL153"]


@pytest.mark.parametrize(
    ("campaign", "expected"),
    [
        (CampaignAnswer(campaign_id="c1"), []),
        (CampaignAnswer(campaign_id="c2"), ["PL163"]),
        (CampaignAnswer(campaign_id="c1", is_high_throughput=True), ["PL161"]),
        (CampaignAnswer(campaign_id="c1", category="Marketing"), ["PL161"]),
        (CampaignAnswer(campaign_id="c1", category="Transactional", is_high_throughput=False), []),
        (CampaignAnswer(campaign_id="c1", category="Transactional"), []),
        (CampaignAnswer(campaign_id="c1", namespace="Email"), []),
        (CampaignAnswer(campaign_id="c1", namespace="ECID"), ["PL162"]),
    ],
)
def test_against_a_campaign(campaign: CampaignAnswer, expected: list[str]) -> None:
    assert codes(a_command(), Beside(campaign=campaign)) == expected


def test_the_campaign_says_what_a_bare_payload_is_for() -> None:
    (request,) = read_requests(json.dumps(PAYLOAD), "r")
    assert codes(request) == []
    assert codes(request, Beside(endpoint="highthroughput")) == ["PL126"]
    assert codes(
        request, Beside(campaign=CampaignAnswer(campaign_id="c1", is_high_throughput=True))
    ) == ["PL126"]


def test_a_hars_missing_token_is_a_remark_only() -> None:
    headers = [{"name": n, "value": v} for n, v in (each.split(": ") for each in HEADERS[1:])]
    call = {
        "method": "POST",
        "url": f"{BASE}unitary",
        "headers": headers,
        "postData": {"text": json.dumps(PAYLOAD)},
    }
    (request,) = read_requests(json.dumps({"log": {"entries": [{"request": call}]}}), "r")
    (remark,) = [one for lint in LINTS for one in lint.judge(request, Beside())]
    assert (remark.kind.code, remark.severity) == ("PL111", Severity.INFO)


ANY = st.recursive(
    st.text(max_size=4) | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from([*PAYLOAD, *RECIPIENT, "audience", "schedule", "system", "pushInfo", "é x"]), inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


@settings(deadline=None)
@given(ANY, st.sampled_from(["unitary", "highthroughput", "audience", None]))
def test_any_json_is_judged_and_yields_declared_kinds_at_places_in_the_text(
    value: Any, endpoint: str | None
) -> None:
    text = json.dumps(value)
    (request,) = read_requests(text, "r")
    campaign = CampaignAnswer(campaign_id="c", namespace="email", category="Transactional")
    for lint in LINTS:
        for remark in lint.judge(
            request, Beside(endpoint=endpoint, campaign=campaign, earlier=(request,))
        ):
            assert remark.kind in lint.kinds
            assert 0 <= request.offset(remark.at) <= len(text)
            assert remark.message
