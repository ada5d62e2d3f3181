from __future__ import annotations

from dataclasses import replace

import pytest

from checks.cosmos.facts import AccountFacts, PastedError, PastedItem
from checks.cosmos.pasted_error import CHECK, judge
from diagnostics import Evidence, Finding, Seen, Severity
from tests.checks.cosmos.situations import (
    HOST,
    REVOKED,
    an_answer,
    an_item,
    codes,
    healthy,
    revoked_text,
)
from tests.checks.keyvault.situations import ACCOUNT, NOW

revoked = replace(healthy, cmk_status=revoked_text(REVOKED[4000], 4000))
here = replace(healthy, location="West Europe")


def pasted(*items: PastedItem) -> PastedError:
    return PastedError(observed_at=NOW, items=items)


def said(item: PastedItem, *seen: Evidence) -> list[str]:
    return codes(judge(pasted(item), Seen(seen)))


def found(item: PastedItem, *seen: Evidence) -> Finding:
    (one,) = judge(pasted(item), Seen(seen))
    assert isinstance(one, Finding)
    return one


@pytest.mark.parametrize("kind", sorted({kind.code for kind in CHECK.kinds} - {"CO314"}))
def test_what_was_recognised_is_found(kind: str) -> None:
    assert said(an_item(kind)) == [kind]


@pytest.mark.parametrize("kind", ["", "KV205", "EN101", "XX999"])
def test_what_other_checks_look_at_themselves_is_left_to_them(kind: str) -> None:
    assert said(an_item(kind)) == []


def test_the_sentence_names_certainty_and_reason_and_keeps_the_excerpt() -> None:
    one = found(an_item("CO113", code="", certainty="possible", why="408 alone proves nothing."))
    assert "recognised as possible: 408 alone proves nothing." in one.message
    assert ".." not in one.message
    assert one.evidence == ('text = "Forbidden (403); Substatus: 4000" (pasted error)',)


@pytest.mark.parametrize(("code", "times"), [("4000", 1), ("4001", 1), ("", 0)])
def test_the_number_is_said_once(code: str, times: int) -> None:
    kind = "CO101" if code == "4000" else "CO112"
    assert found(an_item(kind, code=code)).message.count(f"({code})") == times


@pytest.mark.parametrize(
    ("account", "status", "expected"),
    [
        (healthy, 200, "CO314"),
        (healthy, 403, "CO101"),
        (healthy, None, "CO101"),
        (revoked, 200, "CO101"),
        (replace(healthy, cmk_status=None), 200, "CO101"),
        (None, None, "CO101"),
    ],
)
def test_a_text_is_over_only_where_both_planes_are_seen_healthy(
    account: AccountFacts | None, status: int | None, expected: str
) -> None:
    seen = [each for each in (account, an_answer(status) if status else None) if each]
    assert said(an_item(), *seen) == [expected]


@pytest.mark.parametrize("kind", ["CO113", "CO311", "CO315", "CO310", "CO306"])
def test_only_the_revoked_state_is_called_over(kind: str) -> None:
    assert said(an_item(kind), healthy, an_answer()) == [kind]


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("", "CO314"),
        (HOST, "CO314"),
        (HOST.upper(), "CO314"),
        ("cosmos-ajo-westeurope.documents.azure.com", "CO314"),
        ("cosmos-ajo-2.documents.azure.com", "CO101"),
        ("cosmos-other.documents.azure.com", "CO101"),
    ],
)
def test_a_text_about_another_account_is_not_over(host: str, expected: str) -> None:
    assert said(an_item(account_host=host), here, an_answer()) == [expected]


@pytest.mark.parametrize(
    ("host", "is_said"),
    [
        ("cosmos-other.documents.azure.com", True),
        ("cosmos-ajo-northeurope.documents.azure.com", False),
        (HOST, False),
        ("", False),
    ],
)
def test_another_account_is_named_as_such(host: str, is_said: bool) -> None:
    message = found(an_item(account_host=host), revoked, an_answer()).message
    assert ("which is not the account cosmos-ajo" in message) is is_said


def test_a_text_that_is_over_is_about_the_account_that_was_looked_at() -> None:
    one = found(an_item(), healthy, an_answer())
    assert one.subject == str(ACCOUNT)
    assert "(4000)" in one.message


def test_several_things_in_one_text_are_all_said() -> None:
    both = pasted(an_item("CO101"), an_item("CO310", code="5301"), an_item(""))
    assert codes(judge(both, Seen([healthy, an_answer()]))) == ["CO314", "CO310"]


def test_a_text_whose_reason_the_account_does_not_give_any_more_weighs_less() -> None:
    other = replace(healthy, cmk_status=revoked_text(REVOKED[4018], 4018))
    one = found(an_item("CO101"), other)
    assert one.severity is Severity.WARNING
    assert one.because == (
        "the account itself names another reason now: Access is revoked: the key is disabled or expired (4018)"
    )
    same = found(an_item("CO101"), revoked)
    assert (same.severity, same.because) == (Severity.CRITICAL, "")
    nowhere = found(an_item("CO101"))
    assert (nowhere.severity, nowhere.because) == (Severity.CRITICAL, "")
    caller = found(an_item("CO306"), other)
    assert (caller.severity, caller.because) == (Severity.CRITICAL, "")
