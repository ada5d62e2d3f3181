from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.errors import ConfigError
from diagnostics.requests.jsontext import load_noting, node_at, places
from diagnostics.requests.reader import read_campaign, read_requests

URL = "https://platform.adobe.io/ajo/im/executions/unitary"
JSON = st.recursive(
    st.text(max_size=6) | st.integers() | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=20,
)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    children = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value if isinstance(value, list) else ())
    )
    return [
        (path, value),
        *(found for key, inner in children for found in paths(inner, (*path, key))),
    ]


@settings(deadline=None)
@given(JSON, st.sampled_from([None, 1]), st.booleans())
def test_every_value_is_found_where_it_stands(value: Any, indent: int | None, plain: bool) -> None:
    text = " \n" + json.dumps(value, indent=indent, ensure_ascii=plain) + "\n"
    root = places(text)
    for path, inner in paths(value):
        node = node_at(root, path)
        assert json.loads(text[node.at : node.end], strict=False) == inner


def test_a_path_that_is_not_there_leads_to_what_would_hold_it() -> None:
    text = '{"a": [{"b": 1}]}'
    assert node_at(places(text), ("a", 0, "c")).at == 7
    assert node_at(places(text), ("a", 5)).at == 6


def test_keys_that_stand_twice_are_noted() -> None:
    text = '{"a": {"b": 1, "b": 2}}'
    assert load_noting(text) == ({"a": {"b": 2}}, True)
    assert node_at(places(text), ("a",)).twice == [("b", 15)]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('{"requestId":\n  oops}', "2:3", "expecting value"),
        ('{"a": NaN}', "1:1", "NaN"),
        ("[" * 5000 + "]" * 5000, "1:1", "nested deeper"),
        ("[" * 120 + "]" * 120, "1:1", "nested deeper"),
        ('{"a": ' + "9" * 5000 + "}", "1:1", "no JSON"),
        ("hello", "1:1", "no JSON"),
        ("Invoke-RestMethod -Uri x", "1:1", "refused"),
        (
            '{"log": {"entries": [{"request": {"url": "https://x"}}]}}',
            "1:21",
            "no call to the campaign API (1 other",
        ),
        ('{"log": {}}', "1:1", "no list log.entries"),
    ],
)
def test_what_is_no_request_is_told_with_line_and_column(
    text: str, place: str, words: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read_requests(text, "f")
    assert str(caught.value).startswith(f"f:{place}: ")
    assert words in str(caught.value)


def har(*requests: dict[str, Any]) -> str:
    return json.dumps({"log": {"entries": [{"request": each} for each in requests]}}, indent=1)


def a_call(body: str, url: str = URL, method: str = "POST") -> dict[str, Any]:
    headers = [{"name": ":method", "value": "POST"}, {"name": "X-Api-Key", "value": "a"}, None]
    return {"method": method, "url": url, "headers": headers, "postData": {"text": body}}


def test_the_calls_of_a_har_are_found_among_others() -> None:
    text = har(
        {"method": "GET", "url": "https://example.org"},
        a_call("", method="OPTIONS"),
        a_call("grant_type=x", "https://ims-na1.adobelogin.com/ims/token/v3"),
        a_call('{"requestId": "\u00e9\\n\U0001f600"}'),
    )
    ims, call = read_requests(text, "f")
    assert (ims.payload, ims.is_first) == (None, True)
    assert (call.body, call.is_first, call.form) == ({"requestId": "é\n😀"}, False, "har")
    assert [header[:2] for header in call.headers] == [("x-api-key", "a")]


@settings(deadline=None)
@given(st.dictionaries(st.text("ab", min_size=1), st.text(max_size=5), min_size=1))
def test_places_inside_a_hars_payload_are_those_of_the_file(payload: dict[str, str]) -> None:
    text = har(a_call(json.dumps(payload)))
    (call,) = read_requests(text, "f")
    assert call.body == payload
    for key in payload:
        assert text[call.offset((key,)) :].startswith('\\"')
        assert text[: call.offset((key,))].endswith(": ")


@settings(deadline=None)
@given(JSON)
def test_any_har_is_read_or_told(value: Any) -> None:
    for text in (
        json.dumps({"log": value}),
        json.dumps({"log": {"entries": [value, {"request": value}]}}),
        json.dumps(
            {
                "log": {
                    "entries": [
                        {"request": {"url": URL, "headers": value, "postData": {"text": value}}}
                    ]
                }
            }
        ),
    ):
        try:
            assert read_requests(text, "f")
        except ConfigError as error:
            told = str(error)
            if not told.startswith("f:"):
                raise


def test_a_saved_campaign_is_read_alone_or_as_a_list_of_one() -> None:
    campaign = {
        "campaignId": "c",
        "category": "Marketing",
        "highThroughputMode": False,
        "identityNamespace": "",
    }
    for value in (campaign, {"data": [campaign]}):
        read = read_campaign(json.dumps(value), "f")
        assert (read.campaign_id, read.category, read.is_high_throughput, read.namespace) == (
            "c",
            "Marketing",
            False,
            None,
        )


@pytest.mark.parametrize("text", ["{}", "[]", '{"data": []}', '{"campaignId": 1}', "{"])
def test_what_is_no_campaign_is_told(text: str) -> None:
    with pytest.raises(ConfigError):
        read_campaign(text, "f")
