"""Every reading of every port, against the simulator, in both clouds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from diagnostics.cloud.network import mapped_resolver
from diagnostics.cloud.session import Session, SessionLook, SessionOptions
from diagnostics.clouds import PUBLIC, US_GOVERNMENT
from diagnostics.errors import Denied, NotFound
from diagnostics.evidence import Seen
from diagnostics.names import AppId, KeyUri, ObjectId, SubscriptionId
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.worlds import build
from tests.support.cloud import Anything, caught
from tests.support.cloud_ids import ACCOUNT, IDENTITY, SUBSCRIPTION, VAULT
from tests.support.serving import serving

WORLDS = {"own-account": PUBLIC, "own-account-usgov": US_GOVERNMENT}
HERE = SubscriptionId(SUBSCRIPTION)
Read = Callable[[Callable[[SessionLook], Awaitable[Anything]]], Anything]


@pytest.fixture(scope="module", params=WORLDS)
def simulator(request: pytest.FixtureRequest) -> Anything:
    with serving(build(request.param)) as running:
        yield running
    assert running.crashes == []


@pytest.fixture
def read(simulator: Simulator) -> Anything:
    """Run readings in one session and give their answers."""

    def run(work: Callable[[SessionLook], Awaitable[Anything]]) -> Anything:
        async def all_of_it() -> Anything:
            options = SessionOptions(
                cloud=simulator.world.cloud,
                environ=simulator.environ(),
                proxy=simulator.proxy_url,
                ca=simulator.ca_file,
            )
            async with Session(options) as session:
                return await work(session.look(None, Seen()))

        return asyncio.run(all_of_it())

    return run


def test_who_is_signed_in(simulator: Simulator, read: Read) -> None:
    reading = read(lambda look: look.entra.sign_in())
    environ = simulator.environ()
    assert (str(reading.tenant), str(reading.app_id)) == (
        environ["AZURE_TENANT_ID"],
        environ["AZURE_CLIENT_ID"],
    )
    assert (reading.is_user, reading.is_guest, reading.user_name) == (False, False, None)
    assert abs(reading.server_skew_s) < 5
    assert {name for name, _ in reading.claims} >= {"aud", "iss", "exp"}


def test_a_graph_token_tells_its_permissions(simulator: Simulator, read: Read) -> None:
    reading = read(lambda look: look.entra.token(simulator.world.cloud.graph_scope))
    assert reading.obtained
    assert reading.audience == f"https://{simulator.world.cloud.graph}"
    assert "Application.Read.All" in reading.roles


def test_what_resource_manager_shows(read: Read) -> None:
    async def work(look: SessionLook) -> Anything:
        arm = look.arm
        return {
            "subscription": (await arm.subscription(HERE)).require_text("tenantId"),
            "account": (await arm.account(ACCOUNT)).require_text("properties.documentEndpoint"),
            "vault": (await arm.vault(VAULT)).require_text("properties.vaultUri"),
            "found": await arm.find_vault(HERE, "KV-AJO"),
            "absent": await arm.find_vault(HERE, "kv-other"),
            "deleted": await arm.deleted_vaults(HERE),
            "key": (await arm.key(VAULT, "cosmos-cmk")).part("properties.attributes"),
            "versions": len(await arm.key_versions(VAULT, "cosmos-cmk")),
            "identity": (await arm.identity(IDENTITY)).require_text("properties.principalId"),
            "credentials": await arm.federated_credentials(IDENTITY),
            "assignments": len(await arm.sql_role_assignments(ACCOUNT)),
            "definitions": len(await arm.sql_role_definitions(ACCOUNT)),
        }

    seen = read(work)
    assert seen["found"] == VAULT
    assert (seen["absent"], seen["deleted"], seen["credentials"]) == (None, (), ())
    assert seen["key"].flag("enabled") is True
    assert min(seen["versions"], seen["assignments"], seen["definitions"]) >= 1
    assert seen["vault"].startswith("https://kv-ajo.vault.")
    assert seen["account"].startswith("https://cosmos-ajo.documents.azure.")


def test_what_graph_shows(simulator: Simulator, read: Read) -> None:
    key_vault = AppId(simulator.world.cloud.key_vault_app_id)
    nobody = "99999999-0000-4000-8000-000000000000"

    async def work(look: SessionLook) -> Anything:
        graph = look.msgraph
        by_app = await graph.service_principal_of(key_vault)
        by_id = await graph.service_principal(ObjectId.parse(by_app.require_text("id")))
        principal = (await look.arm.identity(IDENTITY)).require_text("properties.principalId")
        return (
            by_app.text("appId") == by_id.text("appId") == str(key_vault),
            await graph.groups_of(ObjectId.parse(principal)),
            await graph.deleted_service_principals(),
            await graph.deleted_applications(),
            await caught(graph.service_principal_of(AppId(nobody))),
            await caught(graph.application(AppId(nobody))),
            await caught(graph.federated_credentials(ObjectId(nobody))),
        )

    same, groups, deleted, deleted_apps, *absent = read(work)
    assert same
    assert all(isinstance(group, ObjectId) for group in groups)
    assert (deleted, deleted_apps) == ((), ())
    assert [type(error) for error in absent] == [NotFound] * 3
    assert absent[0].code == "Request_ResourceNotFound"


def test_what_azure_rbac_shows(read: Read) -> None:
    async def work(look: SessionLook) -> Anything:
        rbac = look.authorization
        principal = (await look.arm.identity(IDENTITY)).require_text("properties.principalId")
        return (
            await rbac.role_assignments(str(VAULT)),
            await rbac.role_assignments(str(VAULT), assigned_to=ObjectId.parse(principal)),
            await rbac.role_definitions(str(VAULT)),
            await rbac.deny_assignments(str(VAULT)),
            await rbac.caller_actions(VAULT),
        )

    everybody, its_own, definitions, denials, own = read(work)
    assert len(everybody) > len(its_own) >= 1
    known = {definition.require_text("id").lower() for definition in definitions}
    assert its_own[0].require_text("properties.roleDefinitionId").lower() in known
    assert denials == ()
    assert "*/read" in (own.permissions[0].texts("actions") or ())


def test_a_key_that_is_not_soft_deleted_is_not_found(simulator: Simulator, read: Read) -> None:
    key = KeyUri(f"kv-ajo.{simulator.world.cloud.vault_suffix}", "cosmos-cmk")
    error = read(lambda look: caught(look.keyvault.deleted_key(key)))
    assert isinstance(error, NotFound)
    hosts = [entry for entry in simulator.log if entry.host == key.host and entry.method == "GET"]
    assert [bool(entry.caller) for entry in hosts[-2:]] == [False, True]


def test_the_gateway_answers_one_metadata_read(simulator: Simulator, read: Read) -> None:
    endpoint = f"https://cosmos-ajo.{simulator.world.cloud.cosmos_suffix}:443/"
    before = len(simulator.log)
    reading = read(lambda look: look.cosmos.read_account(endpoint))
    assert (reading.status, reading.sub_status, reading.message) == (200, None, "")
    assert reading.account.require_text("id") == "cosmos-ajo"
    assert (
        reading.scope_used == f"https://cosmos-ajo.{simulator.world.cloud.cosmos_suffix}/.default"
    )
    sent = [entry for entry in simulator.log[before:] if entry.method == "GET"]
    assert [entry.path for entry in sent] == ["/"]


def test_a_missing_role_is_denied_with_the_permission() -> None:
    world = build("own-account")
    for key in [key for key, _ in world.under("/subscriptions") if "/roleassignments/" in key]:
        world.remove(key)
    with serving(world) as bare:
        options = SessionOptions(environ=bare.environ(), proxy=bare.proxy_url, ca=bare.ca_file)

        async def work() -> Anything:
            async with Session(options) as session:
                look = session.look(None, Seen())
                return (
                    await caught(look.arm.vault(VAULT)),
                    await caught(look.authorization.role_assignments(str(VAULT))),
                )

        errors = asyncio.run(work())
    assert {type(error) for error in errors} == {Denied}
    assert [error.permissions[0].name for error in errors] == [
        "Microsoft.KeyVault/vaults/read",
        "Microsoft.Authorization/roleAssignments/read",
    ]


def test_the_direct_way_needs_no_proxy_and_sees_names() -> None:
    with serving(build("own-account")) as direct:
        options = SessionOptions(
            environ=direct.environ(), ca=direct.ca_file, resolver=mapped_resolver(direct.resolve)
        )

        async def work() -> Anything:
            async with Session(options) as session:
                names = session.look(None, Seen()).names
                return (
                    (await names.resolve("kv-ajo.vault.azure.net")).resolved,
                    (await names.resolve("absent.example")).resolved,
                    (await session.look(None, Seen()).entra.sign_in()).credential,
                    session.is_simulated,
                )

        assert asyncio.run(work()) == (True, False, "environment (client secret)", True)
