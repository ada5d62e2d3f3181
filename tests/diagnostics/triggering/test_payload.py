"""A payload is read strictly: what two readers could read differently is refused."""

from __future__ import annotations

import json

import pytest

from diagnostics.errors import ConfigError
from diagnostics.triggering.payload import read_payload
from tests.support.triggering import a_payload, a_recipient


def read(payload: object) -> bytes:
    text = payload if isinstance(payload, str) else json.dumps(payload)
    return read_payload(text, "p.json").body("ours-1")


def test_what_is_sent_is_what_was_read_with_our_own_request_id() -> None:
    assert json.loads(read(a_payload())) == a_payload(requestId="ours-1")


REFUSED: dict[str, tuple[object, str]] = {
    "no JSON": ('{"campaignId": "c",\n  oops}', "line 2, column 3"),
    "no object": ("[1]", "not a JSON object"),
    "a name twice": ('{"campaignId": "a", "campaignId": "b", "recipients": []}', "twice"),
    "a name twice, deep": (
        json.dumps(a_payload()).replace('"locale"', '"x": 1, "x": 2, "locale"'),
        "twice",
    ),
    "a name twice, once escaped": (
        json.dumps(a_payload()).replace('"userId"', '"user\\u0049d": "evil@x.example", "userId"'),
        "twice",
    ),
    "no number of JSON's": (
        json.dumps(a_payload(a_recipient(context={"n": float("nan")}))),
        "NaN",
    ),
    "a number that is none": (json.dumps(a_payload()).replace('"fr"', "1e999"), "too large"),
    "an audience": (a_payload(audience={"id": "a"}), "audience"),
    "a schedule": (a_payload(schedule={"executeAt": "2027-01-01T00:00:00Z"}), "audience"),
    "a context for all": (a_payload(context={}), "audience"),
    "a field nobody documents": (a_payload(cc=["x"]), "not documented: 'cc'"),
    "a recipient's field nobody documents": (a_payload(a_recipient(bcc="x")), "'bcc'"),
    "a look-alike of a field": (a_payload({**a_recipient(), "ch\u0430nnelData": {}}), "\\u0430"),
    "no recipients": ({"requestId": "r", "campaignId": "c"}, "not a list of named recipients"),
    "no recipient": ({"campaignId": "c", "recipients": []}, "not a list of named recipients"),
    "too many": (a_payload(*[a_recipient(userId=str(n)) for n in range(21)]), "1 to 20"),
    "one twice": (a_payload(a_recipient(), a_recipient()), "twice"),
    "a recipient that is none": ({"campaignId": "c", "recipients": ["x"]}, "not an object"),
    "no identity": (a_payload(a_recipient(userId=None)), "recipients[0].userId"),
    "an identity that is no text": (a_payload(a_recipient(userId=["a"])), "recipients[0].userId"),
    "a type nobody documents": (a_payload(a_recipient(type="AEP")), "recipients[0].type"),
    "a context that is no object": (a_payload(a_recipient(context="x")), "context"),
    "a request id that is no text": (a_payload(requestId=7), "requestId"),
    "too deep": ("[" * 100_000, "nested"),
    "too large": (a_payload(a_recipient(context={"x": "y" * 600_000})), "too large"),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_refused(name: str) -> None:
    payload, words = REFUSED[name]
    with pytest.raises(ConfigError) as caught:
        read(payload)
    assert words in str(caught.value)
