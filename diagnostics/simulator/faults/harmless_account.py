"""Odd but healthy identities and accounts."""

from __future__ import annotations

import copy
from collections.abc import Callable

from diagnostics.simulator import directory, ids, resources, roles
from diagnostics.simulator.clock import days_ago
from diagnostics.simulator.consequences import STATUS_TEXT
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import (
    BOTH,
    OWN,
    application_of,
    holder_of,
    perimeter,
    principal_of,
    set_account,
    the_account,
)
from diagnostics.simulator.reading import entries, part, props, text
from diagnostics.simulator.revoked_texts import CONFIRMED
from diagnostics.simulator.world import World

_FEDERATED = ("own-account-federated",)
_APPLICATIONS = ("own-account-federated", "adobe-managed")
_MANAGED = ("own-account", "own-account-system", "own-account-policies")
_OTHER_IDENTITY = f"{ids.IDENTITY_ID}-reports"
_DATA_ROLE = "55555555-eeee-4000-8000-000000000009"
_DB = "Microsoft.DocumentDB/databaseAccounts"


def _second_identity(world: World) -> None:
    """Attach another identity, and switch the account's own one on."""
    block = part(the_account(world), "identity")
    listed = part(block, "userAssignedIdentities")
    listed[_OTHER_IDENTITY] = {"principalId": ids.REPORTS_OID, "clientId": ids.REPORTS_APP}
    block |= {
        "type": "SystemAssigned, UserAssigned",
        "principalId": ids.SYSTEM_OID,
        "tenantId": ids.TENANT,
    }


def _certificate_expired(world: World) -> None:
    """Azure renews these by itself: the list may lag behind."""
    who = principal_of(world)
    who["keyCredentials"] = [directory.certificate("CN=managed", issued=120, expires=30)]


def _old_secret(world: World) -> None:
    old = directory.password("first", issued=800, expires=70)
    application_of(world)["passwordCredentials"].insert(0, old)


def _second_federation(world: World) -> None:
    other = directory.federated_credential(world, ids.OTHER_TENANT, ids.REPORTS_OID)
    other |= {"id": "77777777-ffff-4000-8000-000000000002", "name": "pipeline"}
    entries(application_of(world), "x-federatedIdentityCredentials").insert(0, other)


def _not_disabled(world: World) -> None:
    principal_of(world)["disabledByMicrosoftStatus"] = "NotDisabled"


def _namesake_deleted(world: World) -> None:
    """An application of the same name was deleted; it has another id."""
    gone = copy.deepcopy(principal_of(world))
    gone |= {"id": ids.OLD_IDENTITY_OID, "appId": ids.NEW_IDENTITY_CLIENT}
    gone |= {"servicePrincipalNames": [ids.NEW_IDENTITY_CLIENT], "deletedDateTime": days_ago(4)}
    gone["@odata.type"] = "#microsoft.graph.servicePrincipal"
    world.put(directory.deleted_key(ids.OLD_IDENTITY_OID), gone)


def _others_disabled(world: World) -> None:
    for who in (ids.REPORTS_OID, ids.BILLING_OID):
        world.need(directory.principal_key(who))["accountEnabled"] = False


def _status(text_of: str) -> Callable[[World], None]:
    return lambda world: world.put(
        f"{STATUS_TEXT}{text(the_account(world), 'id')}", {"text": text_of}
    )


def _regions(world: World) -> None:
    """Two regions, the second of which writes since a failover."""
    fields = props(the_account(world))
    first = entries(fields, "locations")[0]
    host = text(first, "documentEndpoint").replace(ids.LOCATION, "northeurope")
    second = {**first, "locationName": "North Europe", "documentEndpoint": host}
    second["id"] = text(first, "id").replace(ids.LOCATION, "northeurope")
    fields |= {
        "locations": [{**second, "failoverPriority": 0}, {**first, "failoverPriority": 1}],
        "writeLocations": [second],
        "readLocations": [second, {**first, "failoverPriority": 1}],
        "enableAutomaticFailover": True,
    }


def _caller_by_group(world: World) -> None:
    for document in _data_grants(world):
        props(document)["principalId"] = ids.KEY_USERS_GROUP
    group = world.need(f"graph:/{ids.TENANT}/groups/{ids.KEY_USERS_GROUP}")
    group["x-members"] = [ids.CALLER_OID]


def _caller_by_custom_role(world: World) -> None:
    account = text(the_account(world), "id")
    world.put(
        f"{account}/sqlRoleDefinitions/{_DATA_ROLE}",
        {
            "id": f"{account}/sqlRoleDefinitions/{_DATA_ROLE}",
            "name": _DATA_ROLE,
            "type": f"{_DB}/sqlRoleDefinitions",
            "properties": {
                "roleName": "ajo-doctor ping",
                "type": "CustomRole",
                "assignableScopes": [account],
                "permissions": [{"dataActions": [f"{_DB}/readMetadata"], "notDataActions": []}],
            },
        },
    )
    for document in _data_grants(world):
        world.remove(text(document, "id"))
    resources.assign_data_role(world, account, _DATA_ROLE, ids.CALLER_OID, account)


def _data_grants(world: World) -> list[dict[str, object]]:
    prefix = f"{text(the_account(world), 'id')}/sqlroleassignments/"
    found = [doc for _, doc in world.under(prefix)]
    return [doc for doc in found if text(props(doc), "principalId") == ids.CALLER_OID]


def _owner_besides(world: World) -> None:
    resources.assign(world, ids.SUBSCRIPTION_ID, roles.OWNER, holder_of(world))


def _perimeter_with_way_out(world: World) -> None:
    perimeter(world, outbound=[f"*.{world.cloud.vault_suffix}"])


def _perimeter_learning(world: World) -> None:
    perimeter(world, outbound=[], mode="Learning")


_ROWS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "second-identity-attached",
        "The account has further identities beside its default one.",
        ("own-account", "own-account-policies"),
        _second_identity,
    ),
    (
        "managed-certificate-expired",
        "The directory lists an expired certificate for the managed identity.",
        _MANAGED,
        _certificate_expired,
    ),
    (
        "old-secret-beside-a-new-one",
        "The application carries an expired secret beside a valid one.",
        _FEDERATED,
        _old_secret,
    ),
    (
        "second-federated-credential",
        "The application trusts a pipeline beside the account's identity.",
        _FEDERATED,
        _second_federation,
    ),
    (
        "not-disabled-by-microsoft",
        "The directory says in words that Microsoft did not disable the application.",
        _APPLICATIONS,
        _not_disabled,
    ),
    (
        "namesake-deleted",
        "Another application of the same name was deleted.",
        _APPLICATIONS,
        _namesake_deleted,
    ),
    (
        "other-principals-disabled",
        "Principals of other programs are disabled.",
        BOTH,
        _others_disabled,
    ),
    (
        "owner-besides",
        "The identity is Owner of the subscription, too.",
        BOTH,
        _owner_besides,
    ),
    (
        "status-with-trailing-space",
        "The healthy status ends in blanks of several kinds.",
        OWN,
        _status(f"{CONFIRMED} \u00a0"),
    ),
    (
        "status-without-trailing-space",
        "The healthy status ends without a blank.",
        OWN,
        _status(CONFIRMED.strip()),
    ),
    (
        "account-of-several-regions",
        "The account has two regions, and the second one writes since a failover.",
        OWN,
        _regions,
    ),
    (
        "account-firewall-lets-caller-in",
        "The account's firewall lets the caller's network in.",
        OWN,
        set_account(ipRules=[{"ipAddressOrRange": "198.51.100.0/24"}]),
    ),
    (
        "local-auth-on",
        "The account takes account keys as well.",
        OWN,
        set_account(disableLocalAuth=False),
    ),
    (
        "serverless-account",
        "The account is serverless.",
        OWN,
        set_account(capabilities=[{"name": "EnableServerless"}]),
    ),
    (
        "default-identity-not-said",
        "The account does not say its default identity: it is the first-party one.",
        ("own-account-first-party",),
        set_account(defaultIdentity=None),
    ),
    (
        "key-version-not-said",
        "The account does not say which version of the key it uses.",
        OWN,
        set_account(keyVaultKeyUriVersion=None),
    ),
    (
        "perimeter-with-a-way-out",
        "The account's network perimeter lets it out to the vault.",
        OWN,
        _perimeter_with_way_out,
    ),
    (
        "perimeter-only-learning",
        "The account's network perimeter only writes down what it would refuse.",
        OWN,
        _perimeter_learning,
    ),
    (
        "data-role-through-group",
        "The caller holds its data-plane role through a group.",
        OWN,
        _caller_by_group,
    ),
    (
        "data-role-of-ones-own",
        "The caller's data-plane role is a custom one that reads metadata alone.",
        OWN,
        _caller_by_custom_role,
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply) for name, title, worlds, apply in _ROWS
)
