from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from checks.doctor import signed_in
from checks.doctor.caller_rights import judge
from diagnostics import CallerRights, ObjectId, Seen, SignIn, TenantId, Unknown, ports

NOW = datetime(2026, 11, 23, 3, 14, tzinfo=UTC)
RIGHTS = CallerRights(
    observed_at=NOW,
    action_sets=(),
    scopes_read=("/subscriptions/22222222-bbbb-4000-8000-000000000001",),
    graph_permissions=(),
    directory_roles=(),
    graph_read=True,
    holders=(),
)
LACKS = CallerRights(
    observed_at=NOW,
    action_sets=(),
    scopes_read=("/subscriptions/22222222-bbbb-4000-8000-000000000001",),
    graph_permissions=(),
    directory_roles=(),
    graph_read=False,
    holders=(),
    holders_denied=(ports.ROLE_ASSIGNMENTS_READ,),
)


def test_having_few_rights_is_no_fault() -> None:
    assert list(judge(RIGHTS, Seen())) == []


def test_what_could_not_be_read_about_rights_stays_open() -> None:
    token, holders = list(judge(LACKS, Seen()))
    assert isinstance(token, Unknown)
    assert isinstance(holders, Unknown)
    assert token.kind.code == "SF101"
    assert holders.permissions == (ports.ROLE_ASSIGNMENTS_READ,)


def test_a_login_alone_is_neither_right_nor_wrong() -> None:
    login = SignIn(
        observed_at=NOW,
        credential="Azure CLI",
        passed_over=(("environment", "AZURE_CLIENT_ID is not set"),),
        tenant=TenantId("11111111-aaaa-4000-8000-000000000001"),
        object_id=ObjectId("44444444-0000-4000-8000-0000000000ca"),
        app_id=None,
        user_name="guest@contoso.example",
        is_user=True,
        is_guest=True,
    )
    assert list(signed_in.judge(login, Seen())) == []


def test_where_no_resource_was_read_the_rights_there_stay_open() -> None:
    (opened,) = judge(replace(RIGHTS, scopes_read=()), Seen())
    assert isinstance(opened, Unknown)
    assert opened.kind.code == "SF108"
