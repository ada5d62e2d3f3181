from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.errors import ConfigError
from diagnostics.requests.curl import read_curl
from diagnostics.requests.mapped import line_and_column
from diagnostics.requests.reader import read_requests
from diagnostics.requests.record import Request
from tests.diagnostics.requests import quoted

Quote = Callable[[str], str]
URL = "https://platform.adobe.io/ajo/im/executions/unitary"
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)
VALUES = st.recursive(
    TEXTS | st.integers(-9, 9) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
PAYLOADS = st.dictionaries(TEXTS, VALUES, max_size=4)


def one(text: str) -> Request:
    (request,) = read_requests(text, "r")
    return request


@pytest.mark.parametrize(
    ("quote", "join"),
    [
        (quoted.sh_single, " \\\n  "),
        (quoted.sh_double, " \\\r\n "),
        (quoted.sh_ansi, " "),
        (quoted.powershell_single, " `\n  "),
        (quoted.powershell_double, " `\r\n "),
        (quoted.cmd_carets, " ^\n  "),
        (quoted.cmd_carets, " ^\r\n  "),
    ],
)
@settings(deadline=None)  # the machine may be busy
@given(payload=PAYLOADS)
def test_any_payload_comes_back_from_any_quoting(
    quote: Quote, join: str, payload: dict[str, object]
) -> None:
    body = json.dumps(payload, ensure_ascii=False)
    parts = ["curl -X POST", quote(URL), "-H", quote("x-api-key: a"), "--data-raw", quote(body)]
    request = one(join.join(parts))
    assert request.body == payload
    assert (request.method, request.url) == ("POST", URL)
    assert request.headers[0][:2] == ("x-api-key", "a")


# Without backslashes in the values: on one line nothing tells cmd from sh, and sh is believed.
@pytest.mark.parametrize("quote", [quoted.runtime, quoted.runtime_doubled])
@settings(deadline=None)  # the machine may be busy
@given(payload=st.dictionaries(st.text("abc _-", min_size=1), st.text("abc {}:,'"), min_size=1))
def test_a_payload_with_windows_quoting_on_one_line_comes_back(
    quote: Quote, payload: dict[str, str]
) -> None:
    request = one(f"curl -d {quote(json.dumps(payload))} {URL}")
    assert request.body == payload


@pytest.mark.parametrize("body", [r"""'{\"a\": \"b c\"}'""", """'{""a"": ""b c""}'"""])
def test_windows_powershell_passes_double_quotes_to_the_programs_own_parser(body: str) -> None:
    assert one(f"curl.exe -d {body} {URL}").body == {"a": "b c"}


@settings(deadline=None)  # the machine may be busy
@given(st.text() | st.text("curl -d'\"\\^`$({})\n@H:X ", max_size=60).map("curl ".__add__))
def test_no_text_crashes(text: str) -> None:
    with suppress(ConfigError):
        assert read_requests(text, "r")


@settings(deadline=None)  # the machine may be busy
@given(
    st.dictionaries(st.text("ab", min_size=1), st.text('xy"\\ é\n', max_size=9), min_size=1),
    st.sampled_from([quoted.sh_single, quoted.sh_double, quoted.cmd_carets]),
)
def test_the_place_of_a_value_is_where_it_stands_in_the_original(
    payload: dict[str, str], quote: Quote
) -> None:
    text = f"curl {URL} \\\n -d {quote(json.dumps(payload))}"
    if quote is quoted.cmd_carets:
        text = text.replace("\\\n", "^\n", 1)
    request = one(text)
    for key in payload:
        at = request.offset((key,))
        assert text[at:].lstrip("\\^").startswith('"')
        assert text[:at].rstrip("\\^ ").endswith(":")


def test_letters_are_taken_apart_and_what_changes_nothing_is_named() -> None:
    request = one(
        f"curl -sSLXPUT {URL} -d'{{}}' --compressed --connect-timeout 3 -m30 --retry 2 -k"
    )
    assert request.method == "PUT"
    assert request.notes == (
        "ignored, they change nothing of the request: --silent, --show-error, --location, --compressed, --connect-timeout",
    )
    assert [(one.name, one.value) for one in request.options] == [
        ("--max-time", "30"), ("--retry", "2"), ("--insecure", ""),
    ]  # fmt: skip


def test_data_makes_it_a_post_and_curl_adds_its_content_type() -> None:
    assert [header[:2] for header in one(f"curl {URL} -d '{{}}'").headers] == [
        ("content-type", "application/x-www-form-urlencoded")
    ]
    assert one(f"curl {URL} --json '{{}}'").headers[0].value == "application/json"
    assert one(f"curl {URL} -d '{{}}' -H content-type:").headers == ()
    assert one(f"curl {URL}").method == "GET"


def test_only_the_command_is_read_and_variables_stay() -> None:
    text = f'$ TOKEN=x curl -H "Authorization: Bearer $(jq -r ".t" x)" {URL} -d \'{{}}\' | jq . ; rm x'
    request = one(text)
    assert request.headers[0].value == 'Bearer $(jq -r ".t" x)'
    assert request.url == URL


@pytest.mark.parametrize(
    ("command", "words", "place"),
    [
        ("curl -d @payload.json x", "in another file", "1:7"),
        ("curl \\\n --data-urlencode a=b x", "--data-urlencode of curl is refused", "2:2"),
        ("curl -F a=b x", "--form of curl is refused", "1:7"),
        ("curl -K c x", "--config of curl is refused", "1:7"),
        ("curl --frobnicate=eyJsecret x", "the option --frobnicate of curl is refused", "1:6"),
        ("curl -? x", "this option of curl is refused", "1:7"),
        ("curl -X", "--request has no value", "1:7"),
        ("curl -d '{", "quotation that begins here with '", "1:9"),
        ("curl x -d '{\"a\":\n oops}'", "no JSON", "2:2"),
        ("curl -H @h x", "headers are in another file", "1:9"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(command: str, words: str, place: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_requests(command, "r")
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"r:{place}: ")
    assert "secret" not in str(caught.value)


def test_lines_and_columns_count_from_one() -> None:
    assert line_and_column("ab\r\ncd", 4) == (2, 1)
    assert line_and_column("", 0) == (1, 1)
    assert read_curl("curl", "r").url is None
