from __future__ import annotations

from dataclasses import replace

import pytest

from checks.cosmos.facts import AttachedIdentity
from checks.entra import cmk_application
from checks.entra.default_principal import judge
from checks.entra.facts import Role
from diagnostics import IdentityKind, ResourceId
from tests.checks.entra.situations import (
    ACCOUNT,
    IDENTITY,
    a_default,
    an_account,
    codes,
    only,
    only_open,
    seen,
)

SYSTEM = a_default(Role.SYSTEM_ASSIGNED)
NOBODYS = an_account(identity_type="None", attached=())
OTHER = ResourceId.parse(f"{IDENTITY}-of-another")
ANOTHERS = an_account(
    attached=(AttachedIdentity(identity=OTHER, principal_id=None, client_id=None),)
)


@pytest.mark.parametrize(
    ("principal", "account", "expected"),
    [
        (a_default(), an_account(), []),
        (a_default(is_attached=False), ANOTHERS, ["EN112"]),
        (a_default(is_attached=False), NOBODYS, ["EN112"]),
        (a_default(Role.FEDERATED_APPLICATION, is_attached=False), NOBODYS, ["EN112"]),
        (a_default(is_attached=False), an_account(attached=()), ["EN160?"]),  # a list was promised
        (a_default(is_attached=False), an_account(identity_type="", attached=()), ["EN160?"]),
        (replace(SYSTEM, object_id=None), an_account(identity_type=""), ["EN160?"]),
        (a_default(Role.FIRST_PARTY), an_account(identity_type="None"), []),
        (SYSTEM, an_account(identity_type="SystemAssigned"), []),
        (SYSTEM, an_account(identity_type="SystemAssigned,UserAssigned"), []),
        (SYSTEM, an_account(identity_type="systemassigned"), []),
        (replace(SYSTEM, object_id=None), an_account(identity_type="UserAssigned"), ["EN113"]),
        (replace(SYSTEM, object_id=None), an_account(identity_type="None"), ["EN113"]),
        (
            replace(SYSTEM, object_id=None),
            an_account(identity_type="SystemAssigned"),
            ["EN160?"],
        ),
        (
            a_default(identity_kind=IdentityKind.DELEGATED_USER_ASSIGNED, is_attached=None),
            an_account(),
            ["EN160?"],
        ),
    ],
)
def test_the_default_identity_must_be_one_the_account_has(
    principal: object, account: object, expected: list[str]
) -> None:
    assert codes(judge(principal, seen(account))) == expected  # type: ignore[arg-type]


def test_an_identity_that_is_not_attached_is_named_with_what_is() -> None:
    found = only(judge(a_default(is_attached=False), seen(NOBODYS)))
    assert found.subject == str(IDENTITY)
    assert "it lists: none" in found.message
    assert any("properties.defaultIdentity" in line for line in found.evidence)


def test_a_switched_off_system_identity_shows_the_type_that_was_read() -> None:
    account = an_account(identity_type="None")
    found = only(judge(replace(SYSTEM, object_id=None), seen(account)))
    assert found.subject == str(ACCOUNT)
    assert f"identity.type = None ({ACCOUNT})" in found.evidence


def test_without_the_application_s_id_the_principal_is_an_open_question() -> None:
    known = a_default(Role.CMK_APPLICATION)
    assert codes(cmk_application.judge(known, seen())) == []
    question = only_open(cmk_application.judge(replace(known, app_id=None), seen()))
    assert question.kind.code == "EN160"
    assert "application" in question.do
