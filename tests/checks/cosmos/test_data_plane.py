from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.cosmos.data_plane import CHECK, judge
from checks.cosmos.facts import AccountFacts, DataPlaneAnswer
from checks.cosmos.revoked import BY_CODE
from diagnostics import Finding, Seen, Severity, Unknown
from tests.checks.cosmos.situations import (
    CODES,
    LEGACY,
    NO_REASON,
    REVOKED,
    an_answer,
    codes,
    healthy,
    revoked_text,
)
from tests.checks.keyvault.situations import ACCOUNT

OLD_STATUS = revoked_text(REVOKED[4000], 4000)
revoked = replace(healthy, cmk_status=OLD_STATUS)
silent = replace(healthy, cmk_status=None)
without_key = replace(healthy, cmk_status=None, key_uri=None, key_uri_text=None)
FIREWALL = (
    "Request originated from IP 198.51.100.9 through public internet. This is blocked by your Cosmos DB account"
    " firewall settings. More info: https://aka.ms/cosmosdb-tsg-forbidden"
)
OLD_FIREWALL = (
    "Request originated from client IP {198.51.100.9} through public internet. This is blocked by your Cosmos DB"
    " account firewall settings."
)


def said(answer: DataPlaneAnswer, account: AccountFacts = healthy) -> list[str]:
    return codes(judge(answer, Seen([account])))


def first(answer: DataPlaneAnswer, account: AccountFacts = healthy) -> Finding:
    found = next(iter(judge(answer, Seen([account]))))
    assert isinstance(found, Finding)
    return found


@pytest.mark.parametrize("account", [healthy, silent, without_key])
def test_an_answer_is_all_well(account: AccountFacts) -> None:
    assert said(an_answer(), account) == []


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_each_sub_status_of_the_key_is_its_kind(code: int) -> None:
    assert said(an_answer(403, code), revoked) == [BY_CODE[code].code]


@pytest.mark.parametrize("code", REVOKED)
def test_the_text_alone_is_enough(code: int) -> None:
    message = f"Message: {{Errors: [{revoked_text(REVOKED[code], code)}]}}"
    assert said(an_answer(403, None, message), revoked) == [CODES[code]]


def test_a_sub_status_of_the_key_counts_only_with_403() -> None:
    assert said(an_answer(412, 4000), revoked) == ["CO312"]


@pytest.mark.parametrize(
    ("status", "sub_status", "message", "expected"),
    [
        (403, 3, "The requested operation cannot be performed at this region", "CO311"),
        (403, 1008, "Database Account cosmos-ajo does not exist", "CO307"),
        (409, None, "Conflict", "CO313?"),
        (410, 1008, "The partition is moving", "CO313?"),
        (401, 5002, "Entra is off", "CO312"),
        (401, 5003, "", "CO301"),
        (401, 5004, "", "CO301"),
        (401, 5005, "", "CO305"),
        (401, 5006, "", "CO305"),
        (401, 5007, "issued by the authority [x] which is not trusted", "CO304"),
        (401, 5008, "Provided AAD token is intended for [x]", "CO303"),
        (401, 5011, "", "CO301"),
        (401, 5013, "The token is revoked", "CO301"),
        (403, 5300, "", "CO310"),
        (403, 5301, "does not have required RBAC permissions", "CO310"),
        (403, 5302, "", "CO310"),
        (403, 5303, "", "CO310"),
        (403, 5306, "", "CO310"),
        (403, 5307, "", "CO306"),
        (403, 5313, "", "CO306"),
        (403, 5400, "", "CO310"),
        (403, 0, FIREWALL, "CO306"),
        (403, None, OLD_FIREWALL, "CO306"),
        (403, 1014, "Partition key reached maximum size", "CO312"),
        (403, 4099, "", "CO312"),
        (404, None, "Not found", "CO312"),
        (401, None, "", "CO312"),
        (408, None, "Request timed out.", "CO313?"),
        (449, 5350, "Retry", "CO313?"),
        (500, None, "", "CO313?"),
        (503, None, "Service unavailable", "CO313?"),
    ],
)
def test_every_answer_beside_a_healthy_status(
    status: int, sub_status: int | None, message: str, expected: str
) -> None:
    assert said(an_answer(status, sub_status, message)) == [expected]


@pytest.mark.parametrize("status", [401, 408, 500])
@pytest.mark.parametrize("account", [revoked, silent])
def test_with_a_key_that_is_not_confirmed_the_revoked_state_may_wear_a_disguise(
    status: int, account: AccountFacts
) -> None:
    assert said(an_answer(status), account) == ["CO113"]


@pytest.mark.parametrize(
    ("status", "sub_status", "expected"),
    [(401, None, "CO312"), (408, None, "CO313?"), (401, 5003, "CO301"), (401, 5099, "CO312")],
)
def test_without_a_key_or_with_a_number_there_is_no_disguise(
    status: int, sub_status: int | None, expected: str
) -> None:
    account = without_key if sub_status is None else revoked
    assert said(an_answer(status, sub_status), account) == [expected]


@pytest.mark.parametrize(("message", "expected"), [(LEGACY, "CO111"), (NO_REASON, "CO111")])
def test_revoked_without_a_reason(message: str, expected: str) -> None:
    assert said(an_answer(403, None, message), revoked) == [expected]


def test_the_number_in_the_text_goes_before_the_header_and_the_difference_is_said() -> None:
    answer = an_answer(403, 4002, revoked_text(REVOKED[4018], 4018))
    assert said(answer, revoked) == ["CO105"]
    assert "its text says 4018, its header 4002" in first(answer, revoked).message


def test_the_older_words_do_not_hide_the_number() -> None:
    assert said(an_answer(403, 4018, LEGACY), revoked) == ["CO105"]


def test_a_revoked_token_is_not_the_key() -> None:
    found = first(an_answer(401, 5013, "revoked"))
    assert "nothing to do with the key" in found.message


# --- the two planes against each other ---


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_confirmed_status_and_refusal_are_called_what_they_are(code: int) -> None:
    assert said(an_answer(403, code)) == ["CO308", BY_CODE[code].code]


def test_the_contradiction_names_both_sides() -> None:
    found = first(an_answer(403, 4000, "refused"))
    assert found.severity is Severity.WARNING
    assert "403/4000" in found.message
    assert found.evidence == (
        "GET https://cosmos-ajo.documents.azure.com/ = 403/4000 (data plane)",
        f"properties.customerManagedKeyStatus = {healthy.cmk_status} ({ACCOUNT})",
    )


def test_the_contradiction_without_a_number_quotes_the_status_alone() -> None:
    found = first(an_answer(403, None, LEGACY))
    assert "(403)" in found.message
    assert "None" not in found.message


def test_revoked_status_and_an_answer() -> None:
    assert said(an_answer(), revoked) == ["CO309"]


@pytest.mark.parametrize("account", [revoked, silent])
def test_planes_that_agree_or_say_nothing_do_not_contradict(account: AccountFacts) -> None:
    assert said(an_answer(403, 4000), account) == ["CO101"]


@pytest.mark.parametrize("sub_status", [3, 1008, 5301, 5307])
def test_a_refusal_for_another_reason_is_no_contradiction(sub_status: int) -> None:
    assert "CO308" not in said(an_answer(403, sub_status))


def test_a_status_of_a_new_kind_is_not_taken_for_revoked() -> None:
    account = replace(healthy, cmk_status="Access is being verified.")
    assert said(an_answer(), account) == []


# --- whatever comes ---


@given(
    status=st.integers(400, 599),
    sub_status=st.none() | st.integers(0, 6000),
    message=st.text(max_size=80),
    account=st.sampled_from([healthy, revoked, silent, without_key]),
)
def test_every_refusal_says_something_that_is_declared(
    status: int, sub_status: int | None, message: str, account: AccountFacts
) -> None:
    verdicts = list(judge(an_answer(status, sub_status, message), Seen([account])))
    assert verdicts
    for each in verdicts:
        assert isinstance(each, Finding | Unknown)
        assert each.kind in CHECK.kinds


def test_the_evidence_names_the_activity_and_cuts_long_words() -> None:
    found = first(an_answer(403, 5301, "x" * 1000))
    assert "activity 3b2a" in found.evidence[0]
    assert len(found.evidence[1]) < 400
