"""Audit records of a vault in the forms in which they are exported."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.triage.occurrence import Place
from diagnostics.triage.triaged import Access
from diagnostics.triage.turning import Turning
from diagnostics.triage.vault_audit import accesses, is_good, is_refused
from tests.diagnostics.triage.occurrences import APPLICATION, BEGAN, VAULT

PLACE = Place(path="audit.json", offset=0, line=1)
PRINCIPAL = "22222222-aaaa-4000-8000-000000000002"
KEY = f"https://{VAULT}/keys/ajo-cmk"
AT = datetime(2026, 11, 23, 13, 58, 2, 269122, tzinfo=UTC)
_OBJECT_ID = "http://schemas.microsoft.com/identity/claims/objectidentifier"

SETTING = {
    "time": "2026-11-23T13:58:02.2691226Z",
    "resourceId": "/SUBSCRIPTIONS/S/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/KV-AJO",
    "operationName": "KeyUnwrap",
    "category": "AuditEvent",
    "resultType": "Success",
    "resultSignature": "OK",
    "callerIpAddress": "20.1.2.3",
    "identity": {"claim": {_OBJECT_ID: PRINCIPAL, "appid": APPLICATION}},
    "properties": {
        "id": f"{KEY}/0123456789abcdef",
        "requestUri": f"{KEY}/0123456789abcdef/unwrapkey?api-version=7.0",
        "httpStatusCode": 200,
    },
}
DIAGNOSTICS = {
    "TimeGenerated": "2026-11-23T13:58:02.269122Z",
    "ResourceId": SETTING["resourceId"],
    "OperationName": "KeyUnwrap",
    "ResultSignature": "OK",
    "httpStatusCode_d": 200.0,
    "identity_claim_appid_g": APPLICATION,
    "identity_claim_http_schemas_microsoft_com_identity_claims_objectidentifier_g": PRINCIPAL,
    "id_s": f"{KEY}/0123456789abcdef",
}
DEDICATED = {
    "TimeGenerated": "2026-11-23T13:58:02.269122Z",
    "_ResourceId": SETTING["resourceId"],
    "OperationName": "KeyUnwrap",
    "ResultSignature": "OK",
    "HttpStatusCode": 200,
    "Identity": json.dumps({"claim": {_OBJECT_ID: PRINCIPAL, "appid": APPLICATION}}),
    "RequestUri": f"{KEY}/0123456789abcdef/unwrapkey",
}
SAME = Access(
    at=AT,
    place=PLACE,
    operation="KeyUnwrap",
    vault=VAULT,
    key_uri=KEY,
    application=APPLICATION,
    principal=PRINCIPAL,
    status=200,
    result="OK",
)


def read(text: str, *header: str) -> list[Access]:
    return list(accesses(text, PLACE, header))


@pytest.mark.parametrize("record", [SETTING, DIAGNOSTICS, DEDICATED])
def test_every_form_says_the_same(record: dict[str, object]) -> None:
    line = json.dumps(record)
    assert read(line) == [SAME]
    assert read(json.dumps({"records": [record, record]})) == [SAME, SAME]
    assert read(json.dumps({"stream": "stdout", "log": line})) == [SAME]
    assert read(f"2026-11-23 13:58:03 INFO forwarded {line}") == [SAME]
    escaped = json.dumps(line)[1:-1]
    assert read(f'2026-11-23 13:58:03 INFO forwarded "{escaped}" to the hub') == [SAME]
    assert read(line + ",") == [SAME], "a line of a list that is written over several lines"


def test_a_table_is_read_by_its_header() -> None:
    header = ("TimeGenerated [UTC]", *list(DIAGNOSTICS)[1:])
    row = ",".join(
        ['"11/23/2026, 1:58:02.269 PM"', *(f'"{each}"' for each in list(DIAGNOSTICS.values())[1:])]
    )
    (one,) = read(row, *header)
    assert one.at == AT.replace(microsecond=0)
    assert (one.key_uri, one.application, one.status) == (KEY, APPLICATION, 200)
    assert read(row) == [], "without its header a row says nothing"


@pytest.mark.parametrize(
    ("changes", "good", "refused"),
    [
        ({}, True, False),
        ({"resultSignature": "Forbidden", "properties": {"httpStatusCode": 403}}, False, True),
        ({"resultSignature": "Not Found", "properties": {}}, False, True),
        ({"resultSignature": "Unauthorized", "properties": {"httpStatusCode": 401}}, False, True),
        # The first call of every client: it asks whom to sign in with.
        (
            {
                "resultSignature": "Unauthorized",
                "identity": {},
                "properties": {"httpStatusCode": 401},
            },
            False,
            False,
        ),
        ({"resultSignature": "", "properties": {"httpStatusCode": 429}}, False, False),
        ({"resultSignature": "", "properties": {"httpStatusCode": 500}}, False, False),
    ],
)
def test_good_and_refused_and_neither(
    changes: dict[str, object], good: bool, refused: bool
) -> None:
    (one,) = read(json.dumps(SETTING | changes))
    assert (is_good(one), is_refused(one)) == (good, refused)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(SETTING | {"operationName": "VaultGet"}),
        json.dumps(SETTING | {"time": "yesterday"}),
        json.dumps({"KeyUnwrap": [1, None, "KeyUnwrap"]}),
        "a KeyUnwrap of which nothing is known",
        json.dumps(SETTING)[:-20],
        "[" * 5000 + "KeyUnwrap",
        "",
    ],
)
def test_what_is_no_such_record_is_passed_over(text: str) -> None:
    assert read(text) == []


@given(st.text(max_size=80), st.integers(0, 400))
def test_no_text_makes_it_fail(noise: str, cut: int) -> None:
    read((json.dumps(SETTING)[:cut] + noise) + json.dumps(SETTING)[cut:])


def an_access(
    after_s: float, status: int, *, who: str = APPLICATION, vault: str = VAULT
) -> Access:
    return Access(
        at=BEGAN + timedelta(seconds=after_s),
        place=PLACE,
        operation="KeyUnwrap",
        vault=vault,
        key_uri=KEY,
        application=who,
        principal="",
        status=status,
        result="",
    )


@given(st.lists(st.tuples(st.integers(-50, 50), st.sampled_from([200, 403]))), st.randoms())
def test_the_turn_is_found_in_any_order(seen: list[tuple[int, int]], shuffler: object) -> None:
    shuffler.shuffle(seen)  # type: ignore[attr-defined]
    turning = Turning(BEGAN)
    for after, status in seen:
        turning.add(an_access(after, status))
    good = max((after for after, status in seen if status == 200 and after <= 0), default=None)
    later = [a for a, status in seen if status == 403 and (good is None or a > good)]
    turns = turning.result()
    assert len(turns) == bool(seen)
    for turn in turns:
        assert (turn.last_good is None) == (good is None)
        assert turn.last_good is None or turn.last_good.at == BEGAN + timedelta(seconds=good or 0)
        first = turn.first_refused
        assert (first.at if first else None) == (
            BEGAN + timedelta(seconds=min(later)) if later else None
        )
        assert turn.refused == len(later)


def test_who_was_refused_stands_before_who_is_served_as_before() -> None:
    turning = Turning(BEGAN)
    for access in (
        an_access(-9, 200, who="others"),
        an_access(9, 200, who="others"),
        an_access(-300, 200),
        an_access(-120, 403),
        an_access(-600, 200, who="long silent"),
        an_access(-60, 200, who="silent"),
        an_access(-30, 403, who="refused later"),
    ):
        turning.add(access)
    order = [turn.identity for turn in turning.result()]
    assert order == [APPLICATION, "refused later", "silent", "long silent", "others"]


def test_only_the_vaults_that_the_errors_name_are_looked_at() -> None:
    turning = Turning(BEGAN, [VAULT])
    turning.add(an_access(-9, 200, vault="kv-other.vault.azure.net"))
    assert turning.result() == ()
    turning.add(an_access(-9, 200, vault="KV-AJO".lower()))
    assert [turn.vault for turn in turning.result()] == ["kv-ajo"]


def test_looking_back_ends_when_everybody_was_once_served() -> None:
    turning = Turning(BEGAN)
    assert not turning.is_settled()
    turning.add(an_access(-1, 403))
    assert not turning.is_settled()
    turning.add(an_access(-2, 200))
    assert turning.is_settled()
