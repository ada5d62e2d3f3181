"""The commands a person would type, run by the real azure-cli: what they print is the world, and what they ask is known.

The requests are those that azure-cli 2.91 was seen to send; of another version the api-versions are not compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import pytest

from diagnostics.simulator import access, ids, roles
from diagnostics.simulator.directory import principal_key
from diagnostics.simulator.revoked_texts import CONFIRMED
from diagnostics.simulator.world import Doc, World, served
from diagnostics.simulator.worlds import build, key_uri
from tests.support import az
from tests.support.az import Ran
from tests.support.serving import serving

pytestmark = az.REFEREE
SUBSCRIPTION = f"management.azure.com {ids.SUBSCRIPTION_ID}"
AUTHORIZATION = "providers/Microsoft.Authorization"
VAULT = f"management.azure.com {ids.VAULT_ID}"
ACCOUNT = f"management.azure.com {ids.ACCOUNT_ID}"
HOST = f"{ids.VAULT}.vault.azure.net"
TOKEN = f"POST login.microsoftonline.com /{ids.TENANT}/oauth2/v2.0/token"
FIND = (
    "GET graph.microsoft.com /v1.0/servicePrincipals "
    f"servicePrincipalNames/any(c:c eq '{ids.FEDERATED_APP}')"
)
BY_IDS = "POST graph.microsoft.com /v1.0/directoryObjects/getByIds"
READ_VAULT = f"GET {VAULT} 2026-02-01"


class Command(NamedTuple):
    """A row of what was seen: the words, the requests, and what of the print-out is the world's."""

    words: str
    requests: tuple[str, ...]
    is_the_worlds: Callable[[Any, World], bool]


def is_subscription(printed: Any, _world: World) -> bool:
    (one,) = printed
    user = {"name": ids.CALLER_APP, "type": "servicePrincipal"}
    return (one["id"], one["tenantId"], one["state"], one["user"]) == (
        ids.SUBSCRIPTION,
        ids.TENANT,
        "Enabled",
        user,
    )


def is_principal(printed: Any, world: World) -> bool:
    printed.pop("@odata.context")
    return bool(printed == served(world.need(principal_key(ids.FEDERATED_OID))))


def are_assignments(printed: Any, world: World) -> bool:
    held = [
        doc
        for doc in access.assignments(world)
        if doc["properties"]["principalId"] == ids.FEDERATED_OID
    ]
    found = [(one["id"], one["scope"], one["roleDefinitionName"]) for one in printed]
    name = "Key Vault Crypto Service Encryption User"
    return bool(held) and found == [(doc["id"], doc["properties"]["scope"], name) for doc in held]


def is_vault(printed: Any, world: World) -> bool:
    return agrees(world.need(ids.VAULT_ID), printed, "id", "name", "location", "tags") and agrees(
        world.need(ids.VAULT_ID)["properties"],
        printed["properties"],
        *("tenantId", "sku", "vaultUri", "enableRbacAuthorization", "enablePurgeProtection"),
        *("softDeleteRetentionInDays", "publicNetworkAccess", "provisioningState"),
    )


def is_key(printed: Any, world: World) -> bool:
    fields = world.need(ids.KEY_ID)["properties"]
    attributes = agrees(
        fields["attributes"], printed["attributes"], "enabled", "recoveryLevel", "exportable"
    )
    return attributes and (printed["key"]["kid"], printed["key"]["keyOps"]) == (
        fields["keyUriWithVersion"],
        fields["keyOps"],
    )


def is_account(printed: Any, world: World) -> bool:
    document = world.need(ids.ACCOUNT_ID)
    names = ("documentEndpoint", "keyVaultKeyUri", "defaultIdentity", "disableLocalAuth")
    return (
        agrees(document, printed, "id", "kind", "location")
        and agrees(document["properties"], printed, *names)
        and printed["customerManagedKeyStatus"] == CONFIRMED
        and list(printed["identity"]["userAssignedIdentities"]) == [ids.IDENTITY_ID]
    )


def are_data_roles(printed: Any, world: World) -> bool:
    held = [doc for _, doc in world.under(f"{ids.ACCOUNT_ID}/sqlRoleAssignments/")]
    names = ("principalId", "roleDefinitionId", "scope")
    return len(held) == len(printed) and all(
        agrees(doc["properties"], one, *names) for doc, one in zip(held, printed, strict=True)
    )


def is_raw_account(printed: Any, world: World) -> bool:
    shown = printed["properties"].pop("customerManagedKeyStatus")
    real = served(world.need(ids.ACCOUNT_ID))
    fields = {
        key: value for key, value in real["properties"].items() if not key.endswith("UriVersion")
    }
    return bool(shown == CONFIRMED and printed == {**real, "properties": fields})


def agrees(document: Doc, printed: Doc, *names: str) -> bool:
    return {name: printed.get(name) for name in names} == {name: document[name] for name in names}


COMMANDS = {
    "login": Command("", (
        f"GET login.microsoftonline.com /{ids.TENANT}/v2.0/.well-known/openid-configuration",
        TOKEN,
        "GET management.azure.com /subscriptions 2022-12-01",
    ), is_subscription),
    "principal": Command(f"ad sp show --id {ids.FEDERATED_APP}", (
        TOKEN,
        FIND,
        f"GET graph.microsoft.com /v1.0/servicePrincipals/{ids.FEDERATED_OID}",
    ), is_principal),
    "roles": Command(f"role assignment list --assignee {ids.FEDERATED_APP} --all", (
        FIND,
        f"GET {SUBSCRIPTION}/{AUTHORIZATION}/roleAssignments principalId eq '{ids.FEDERATED_OID}' 2022-04-01",
        f"GET {SUBSCRIPTION}/{AUTHORIZATION}/roleDefinitions 2022-05-01-preview",
        BY_IDS,
    ), are_assignments),
    "roles at the vault": Command(f"role assignment list --assignee {ids.FEDERATED_APP} --scope {ids.VAULT_ID} --include-inherited", (
        FIND,
        f"GET {VAULT}/{AUTHORIZATION}/roleAssignments atScope() 2022-04-01",
        f"GET {VAULT}/{AUTHORIZATION}/roleDefinitions 2022-05-01-preview",
        BY_IDS,
    ), are_assignments),
    "vault": Command(f"keyvault show -n {ids.VAULT} -g {ids.VAULT_GROUP}", (READ_VAULT,), is_vault),
    "vault by its name alone": Command(f"keyvault show -n {ids.VAULT}", (
        f"GET {SUBSCRIPTION}/resources resourceType eq 'Microsoft.KeyVault/vaults' and name eq '{ids.VAULT}' 2015-11-01",
        READ_VAULT,
    ), is_vault),
    "key": Command(f"keyvault key show --vault-name {ids.VAULT} -n {ids.KEY}", (
        f"GET {HOST} /keys/{ids.KEY} 7.6-preview.2",
        TOKEN,
        f"GET {HOST} /keys/{ids.KEY} 7.6-preview.2",
    ), is_key),
    "key by its address": Command(f"keyvault key show --id https://{HOST}/keys/{ids.KEY}/{ids.KEY_VERSION}", (
        f"GET {HOST} /keys/{ids.KEY}/{ids.KEY_VERSION} 7.6-preview.2",
        f"GET {HOST} /keys/{ids.KEY}/{ids.KEY_VERSION} 7.6-preview.2",
    ), is_key),
    "account": Command(f"cosmosdb show -n {ids.ACCOUNT} -g {ids.ACCOUNT_GROUP}", (f"GET {ACCOUNT} 2026-03-15",), is_account),
    "data roles": Command(f"cosmosdb sql role assignment list -a {ids.ACCOUNT} -g {ids.ACCOUNT_GROUP}", (
        f"GET {ACCOUNT}/sqlRoleAssignments 2026-03-15",
    ), are_data_roles),
    "any address": Command(f"rest --method get --url https://management.azure.com{ids.ACCOUNT_ID}?api-version=2024-11-15", (
        f"GET {ACCOUNT} 2024-11-15",
    ), is_raw_account),
}  # fmt: skip
BY_HAND = ("login", "principal", "roles", "vault", "key", "account", "data roles")


@cache
def world() -> World:
    return build("own-account-federated")


@cache
def ran() -> dict[str, Ran]:
    """Run all of them in their order, in one session of one person."""
    with serving(world()) as simulator:
        found = {
            name: az.run(simulator, *command.words.split())
            if command.words
            else az.sign_in(simulator)
            for name, command in COMMANDS.items()
        }
    assert simulator.crashes == []
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_prints_the_world(name: str) -> None:
    done = ran()[name]
    assert done.code == 0, done.said
    assert COMMANDS[name].is_the_worlds(json.loads(done.printed), world()), done.printed


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_asks_what_it_was_seen_to_ask(name: str) -> None:
    seen, wanted = ran()[name].requests, COMMANDS[name].requests
    if not az.version().startswith("2.91."):
        seen, wanted = map(without_versions, (seen, wanted))
    assert seen == wanted


def without_versions(requests: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(re.sub(r" (\d{4}-\d\d-\d\d|7\.\d)\S*$", "", line) for line in requests)


def test_looking_by_hand_takes_sixteen_requests() -> None:
    assert sum(len(ran()[name].requests) for name in BY_HAND) == 16


def test_a_command_warns_of_nothing() -> None:
    said = {name: done.said for name, done in ran().items() if done.said}
    assert said == {}


def test_the_role_is_the_one_that_the_key_needs() -> None:
    (one,) = json.loads(ran()["roles"].printed)
    assert one["roleDefinitionId"].endswith(roles.CRYPTO_SERVICE_ENCRYPTION_USER)
    assert one["principalName"] == ids.FEDERATED_APP
    assert key_uri(world()) == json.loads(ran()["account"].printed)["keyVaultKeyUri"]


def test_signing_in_asks_the_same_without_being_told_to_trust_the_authority() -> None:
    with serving(build("own-account")) as simulator:
        done = az.sign_in(simulator, AZURE_CORE_INSTANCE_DISCOVERY="true")
    assert done.code == 0, done.said
    assert json.loads(done.printed)[0]["id"] == ids.SUBSCRIPTION
    assert done.requests == COMMANDS["login"].requests
