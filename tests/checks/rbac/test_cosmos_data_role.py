from __future__ import annotations

from dataclasses import replace

import pytest

from checks.rbac.cosmos_data_role import judge
from checks.rbac.data_roles import READ_ITEMS, READ_METADATA
from checks.rbac.facts import DataRoles, RoleAssignment, RoleDefinition
from diagnostics import ObjectId, Seen, SignIn, ports
from tests.checks.rbac.situations import NOW, STRANGER, SUBSCRIPTION, TEAM, TENANT, a_block

ACCOUNT = f"{SUBSCRIPTION}/resourceGroups/rg-ajo/providers/Microsoft.DocumentDB/databaseAccounts/cosmos-ajo"
CALLER = ObjectId("77777777-0000-4000-8000-000000000001")


def a_role(name: str, *actions: str) -> RoleDefinition:
    return RoleDefinition(id=name, name=f"role {name}", blocks=(a_block(actions),))


READER = a_role("reader", READ_METADATA, READ_ITEMS)
PING = a_role("ping", READ_METADATA)
ITEMS = a_role("items", "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/*")


def given(
    role: RoleDefinition | str, scope: str = ACCOUNT, who: ObjectId = CALLER
) -> RoleAssignment:
    return RoleAssignment(
        id="a",
        principal=who,
        principal_type="",
        role_id=role if isinstance(role, str) else role.id,
        scope=scope,
        condition=None,
        created_on=None,
    )


def roles(*held: RoleAssignment) -> DataRoles:
    return DataRoles(
        observed_at=NOW,
        principal=CALLER,
        account=ACCOUNT,
        assignments=held,
        definitions=(READER, PING, ITEMS),
    )


def known(*, user: str | None = None) -> Seen:
    sign_in = SignIn(
        observed_at=NOW,
        credential="Azure CLI",
        passed_over=(),
        tenant=TENANT,
        object_id=CALLER,
        app_id=None,
        user_name=user,
        is_user=bool(user),
        is_guest=None,
    )
    return Seen((sign_in,))


def codes(held: DataRoles) -> list[str]:
    return [one.kind.code for one in judge(held, known())]


CONTAINER = f"{ACCOUNT}/dbs/ajo/colls/profiles"


@pytest.mark.parametrize(
    ("situation", "held", "expected"),
    [
        ("reader of the account", roles(given(READER)), []),
        ("metadata is enough without a container", roles(given(PING)), []),
        ("any case, trailing slash", roles(given(READER, ACCOUNT.upper() + "/")), []),
        ("relative root", roles(given(READER, "/")), []),
        ("nobody has any", roles(), ["RB201"]),
        ("only others have narrow ones", roles(given(ITEMS, CONTAINER, STRANGER)), ["RB201"]),
        ("on a database", roles(given(READER, f"{ACCOUNT}/dbs/ajo")), ["RB202"]),
        ("on a container", roles(given(READER, CONTAINER)), ["RB202"]),
        ("on a container, relative", roles(given(READER, "/dbs/ajo/colls/profiles")), ["RB202"]),
        ("items without metadata", roles(given(ITEMS)), ["RB202"]),
        ("unread role", roles(given("unread")), ["RB203"]),
        ("unread role below", roles(given("unread", CONTAINER)), ["RB202"]),
        ("perhaps a group's", roles(given(READER, who=TEAM)), ["RB203"]),
        ("a group's", replace(roles(given(READER, who=TEAM)), groups=(TEAM,)), []),
        ("another group's", replace(roles(given(READER, who=TEAM)), groups=()), ["RB201"]),
        (
            "items of the container too",
            replace(
                roles(given(PING), given(ITEMS, CONTAINER)), database="ajo", container="profiles"
            ),
            [],
        ),
        (
            "items of another container",
            replace(
                roles(given(PING), given(ITEMS, CONTAINER)), database="ajo", container="other"
            ),
            ["RB202"],
        ),
        (
            "items of one container where the database is named",
            replace(roles(given(PING), given(ITEMS, CONTAINER)), database="ajo"),
            ["RB202"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_callers_data_roles_reach(
    situation: str, held: DataRoles, expected: list[str]
) -> None:
    assert codes(held) == expected, situation


def test_the_sentence_says_role_place_and_what_is_lacking() -> None:
    (found,) = judge(
        roles(given(READER, f"{ACCOUNT}/dbs/ajo")), known(user="robin@contoso.example")
    )
    assert found.message == (
        f'This login robin@contoso.example ({CALLER}) holds "role reader" at the database ajo, which lacks'
        f" {READ_METADATA} at the account cosmos-ajo."
    )


def test_an_unread_group_names_the_right_to_read_it() -> None:
    unread = replace(roles(given(READER, who=TEAM)), groups_not_read="refused", groups_denied=True)
    (unknown,) = judge(unread, known())
    assert unknown.permissions == (ports.GROUP_READ,)
    assert "refused" in unknown.reason


def test_a_group_unread_for_another_reason_wants_another_run_and_no_right() -> None:
    unread = replace(roles(given(READER, who=TEAM)), groups_not_read="asked to slow down")
    (unknown,) = judge(unread, known())
    assert (unknown.permissions, unknown.do) == ((), "run again")
