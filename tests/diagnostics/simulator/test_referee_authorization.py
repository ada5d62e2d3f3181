"""The simulator's role assignments against azure-mgmt-authorization, by the calls that the doctor makes: its own client reads them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError
from azure.identity import EnvironmentCredential
from azure.identity.aio import EnvironmentCredential as AsyncCredential
from azure.mgmt.authorization import AuthorizationManagementClient
from azure.mgmt.authorization.aio import AuthorizationManagementClient as AsyncClient

from diagnostics.simulator import ids, resources, roles
from diagnostics.simulator.scenarios import inject
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.serving import serving
from tests.support.simulated import surround

pytestmark = pytest.mark.referee
VAULT = (ids.VAULT_GROUP, "Microsoft.KeyVault", "", "vaults", ids.VAULT)


@pytest.fixture
def world() -> World:
    return build("own-account")


@pytest.fixture
def simulator(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    with serving(world) as running:
        surround(monkeypatch, running)
        yield running
    assert running.crashes == []


@pytest.fixture
def client(simulator: Simulator) -> Iterator[AuthorizationManagementClient]:
    assert simulator.log == []
    with AuthorizationManagementClient(EnvironmentCredential(), ids.SUBSCRIPTION) as made:
        yield made


def test_it_follows_every_page(world: World, client: AuthorizationManagementClient) -> None:
    inject(world, "paged-assignments")
    found = list(client.role_assignments.list_for_scope(ids.VAULT_ID, filter="atScope()"))
    assert len(found) > 230
    assert len({one.id for one in found}) == len(found)


def test_it_reads_what_one_may(client: AuthorizationManagementClient) -> None:
    own = list(client.permissions.list_for_resource(*VAULT))
    assert ["*/read"] in [block.actions for block in own]


def test_it_reads_role_definitions(client: AuthorizationManagementClient) -> None:
    named = list(client.role_definitions.list(ids.VAULT_ID, filter="roleName eq 'Reader'"))
    assert [role.role_name for role in named] == ["Reader"]
    everything = list(client.role_definitions.list(ids.VAULT_ID))
    assert len(everything) > 10
    assert all(role.permissions and role.assignable_scopes for role in everything)


def test_it_reads_assignments_of_a_principal_and_its_groups(
    world: World, client: AuthorizationManagementClient
) -> None:
    world.need(f"graph:/{ids.TENANT}/groups/{ids.KEY_USERS_GROUP}")["x-members"] = [
        ids.IDENTITY_OID
    ]
    resources.assign(world, ids.VAULT_ID, roles.CRYPTO_USER, ids.KEY_USERS_GROUP, "Group")
    chosen = f"atScope() and assignedTo('{ids.IDENTITY_OID}')"
    found = list(client.role_assignments.list_for_scope(ids.VAULT_ID, filter=chosen))
    assert {one.principal_id for one in found} == {ids.IDENTITY_OID, ids.KEY_USERS_GROUP}
    assert {one.principal_type for one in found} == {"ServicePrincipal", "Group"}
    assert all(one.created_on and one.scope for one in found)


def test_a_condition_arrives(world: World, client: AuthorizationManagementClient) -> None:
    inject(world, "conditional-role")
    found = client.role_assignments.list_for_scope(ids.VAULT_ID, filter="atScope()")
    assert [one.condition_version for one in found if one.condition] == ["2.0"]


def test_nothing_is_denied(client: AuthorizationManagementClient) -> None:
    assert list(client.deny_assignments.list_for_scope(ids.VAULT_ID, filter="atScope()")) == []


def test_it_reads_a_deny_assignment(world: World, client: AuthorizationManagementClient) -> None:
    inject(world, "denied-by-assignment")
    (found,) = client.deny_assignments.list_for_scope(ids.VAULT_ID, filter="atScope()")
    assert found.scope == ids.VAULT_GROUP_ID
    assert [one.id for one in found.principals] == [ids.IDENTITY_OID]
    assert [one.id for one in found.exclude_principals] == [ids.ADMINS_GROUP]
    assert found.permissions[0].data_actions == ["Microsoft.KeyVault/vaults/keys/*"]
    assert (found.is_system_protected, found.do_not_apply_to_child_scopes) == (True, False)


def test_a_refusal_arrives_with_its_code(
    world: World, client: AuthorizationManagementClient
) -> None:
    for key, doc in list(world.under("/")):
        if "/roleassignments/" in key and doc["properties"]["principalId"] == ids.CALLER_OID:
            world.remove(key)
    with pytest.raises(HttpResponseError) as caught:
        list(client.role_assignments.list_for_scope(ids.VAULT_ID, filter="atScope()"))
    assert caught.value.status_code == 403
    assert caught.value.error is not None
    assert caught.value.error.code == "AuthorizationFailed"


Listing = Callable[[AsyncClient], Any]


@pytest.mark.parametrize(
    "listing",
    [
        lambda client: client.role_assignments.list_for_scope(ids.VAULT_ID, filter="atScope()"),
        lambda client: client.role_definitions.list(ids.VAULT_ID),
        lambda client: client.deny_assignments.list_for_scope(ids.VAULT_ID),
        lambda client: client.permissions.list_for_resource(*VAULT),
        lambda client: client.role_assignment_schedule_instances.list_for_scope(
            ids.VAULT_ID, filter="atScope()"
        ),
        lambda client: client.role_assignment_schedule_requests.list_for_scope(
            ids.VAULT_ID, filter=f"principalId eq '{ids.IDENTITY_OID}'"
        ),
    ],
    ids=["assignments", "definitions", "denials", "permissions", "instances", "requests"],
)
def test_its_asynchronous_half_reads_the_same(
    world: World, simulator: Simulator, listing: Listing
) -> None:
    inject(world, "denied-by-assignment")
    inject(world, "role-ending")

    async def all_of_it() -> int:
        settings = {"connection_verify": str(simulator.ca_file)}
        async with (
            AsyncCredential(**settings) as credential,
            AsyncClient(credential, ids.SUBSCRIPTION, **settings) as client,
        ):
            return len([each async for each in listing(client)])

    assert asyncio.run(all_of_it()) > 0


def test_it_reads_when_a_role_ends(world: World, client: AuthorizationManagementClient) -> None:
    inject(world, "role-ending")
    (one,) = client.role_assignment_schedule_instances.list_for_scope(
        ids.KEY_ID, filter="atScope()"
    )
    (asked,) = client.role_assignment_schedule_requests.list_for_scope(
        ids.KEY_ID, filter=f"principalId eq '{ids.IDENTITY_OID}'"
    )
    given = list(client.role_assignments.list_for_scope(ids.KEY_ID, filter="atScope()"))
    assert one.origin_role_assignment_id in {each.id for each in given}
    assert (one.status, one.assignment_type, one.member_type) == (
        "Provisioned",
        "Assigned",
        "Direct",
    )
    assert asked.schedule_info.expiration.end_date_time == one.end_date_time
    assert (asked.request_type, asked.status) == ("AdminAssign", "Provisioned")
