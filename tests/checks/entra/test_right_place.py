from __future__ import annotations

import pytest

from checks.entra.facts import RightPlace, foreign_answer, unproven_absence
from checks.entra.right_place import judge
from tests.checks.entra.situations import (
    OTHER_TENANT,
    SUBSCRIPTION,
    TENANT,
    a_place,
    codes,
    only,
    only_open,
    seen,
)

NOT_FOUND = {
    "subscription_visible": False,
    "subscription_tenant": None,
    "subscription_answer": "404 SubscriptionNotFound",
}
DENIED = {
    "subscription_visible": None,
    "subscription_tenant": None,
    "subscription_answer": "403 AuthorizationFailed",
    "subscription_denied": True,
}
NO_SUBSCRIPTION = {
    "subscription": None,
    "subscription_visible": None,
    "subscription_tenant": None,
}


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (a_place(), []),
        (a_place(target_tenant=None), []),
        (a_place(**NO_SUBSCRIPTION), []),
        (a_place(token_tenant=OTHER_TENANT), ["EN201"]),
        (a_place(target_tenant=OTHER_TENANT), ["EN201"]),
        (a_place(target_tenant=None, subscription_tenant=OTHER_TENANT), ["EN201"]),
        (a_place(**NOT_FOUND), ["EN203"]),
        (a_place(token_tenant=OTHER_TENANT, **NOT_FOUND), ["EN201", "EN203"]),
        (a_place(**DENIED), ["SF102?"]),
        (a_place(is_guest=True), ["EN202"]),
        (a_place(is_guest=True, token_tenant=OTHER_TENANT), ["EN201", "EN202"]),
        (a_place(target_tenant=None, **NO_SUBSCRIPTION), ["EN204?"]),
        (
            a_place(
                target_tenant=None,
                **{**NOT_FOUND, "subscription_answer": "401 InvalidAuthenticationTokenTenant"},
            ),
            ["EN201", "EN203"],
        ),
    ],
)
def test_tenant_subscription_and_guest_are_told_each_by_itself(
    place: RightPlace, expected: list[str]
) -> None:
    assert codes(judge(place, seen())) == expected


def test_a_refused_read_of_the_subscription_names_the_right_that_was_missing() -> None:
    question = only_open(judge(a_place(**DENIED), seen()))
    (permission,) = question.permissions
    assert permission.name == "Microsoft.Resources/subscriptions/read"
    assert permission.scope == f"/subscriptions/{SUBSCRIPTION}"


def test_a_configuration_that_alone_differs_is_what_the_message_blames() -> None:
    found = only(judge(a_place(target_tenant=OTHER_TENANT), seen()))
    assert found.message.startswith(f"The configuration names tenant {OTHER_TENANT}")
    assert f"tenant = {OTHER_TENANT} (configuration)" in found.evidence


def test_a_foreign_login_is_named_with_both_tenants() -> None:
    found = only(judge(a_place(token_tenant=OTHER_TENANT), seen()))
    assert str(OTHER_TENANT) in found.message
    assert str(TENANT) in found.message
    assert "ops@contoso.example" in found.message


@pytest.mark.parametrize(
    ("place", "in_directory", "believed"),
    [
        (a_place(), True, True),
        (a_place(), False, True),
        (None, True, False),
        (None, False, False),
        (a_place(token_tenant=OTHER_TENANT), True, False),
        (a_place(token_tenant=OTHER_TENANT), False, False),
        (a_place(target_tenant=None, **NO_SUBSCRIPTION), True, False),
        (a_place(**DENIED), False, False),
        (a_place(**DENIED), True, True),
        (a_place(**NO_SUBSCRIPTION), False, False),
    ],
)
def test_an_absence_is_believed_only_in_the_right_place(
    place: RightPlace | None, in_directory: bool, believed: bool
) -> None:
    question = unproven_absence(place, "The thing", in_directory=in_directory)
    assert (question is None) is believed
    if question:
        assert question.do.startswith("az login --tenant ")
        assert question.kind.code == "EN204"


def test_the_line_that_settles_the_place_names_the_target_s_tenant() -> None:
    question = unproven_absence(a_place(token_tenant=OTHER_TENANT), "It", in_directory=True)
    assert question is not None
    assert question.do == f"az login --tenant {TENANT}"


def test_a_presence_in_a_foreign_directory_proves_nothing() -> None:
    assert foreign_answer(a_place(), "It") is None
    assert foreign_answer(None, "It") is None
    question = foreign_answer(a_place(token_tenant=OTHER_TENANT), "It")
    assert question is not None
    assert question.do == f"az login --tenant {TENANT}"
