"""Step 2: what somebody did to the permissions on the key, or to the caller's on the data."""

from __future__ import annotations

import copy
from collections.abc import Callable

from diagnostics.simulator import ids, resources, roles
from diagnostics.simulator.clock import days_ago
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import (
    BOTH,
    KEYS,
    OWN,
    POLICY_WORLDS,
    RBAC_WORLDS,
    add_policy,
    custom_role,
    deny,
    holder_of,
    move_role,
    take_policies,
    take_roles,
    the_account,
    the_vault,
)
from diagnostics.simulator.reading import entries, part, props, text
from diagnostics.simulator.world import World

_CUSTOM_ROLE = "55555555-eeee-4000-8000-000000000001"


def _group_membership(world: World) -> None:
    move_role(world, ids.VAULT_ID, principal=ids.KEY_USERS_GROUP)


def _custom(*, data: list[str], not_data: list[str]) -> Callable[[World], None]:
    def apply(world: World) -> None:
        custom_role(world, _CUSTOM_ROLE, "Campaign key reader", data, not_data)
        move_role(world, ids.VAULT_ID, _CUSTOM_ROLE)

    return apply


def _old_object_id(world: World) -> None:
    """The principal was deleted and made anew; the role stayed with the former object id."""
    who = holder_of(world)
    document = copy.deepcopy(world.need(f"graph:/{ids.TENANT}/serviceprincipals/{who}"))
    document |= {"id": ids.OLD_IDENTITY_OID, "deletedDateTime": days_ago(4)}
    document["@odata.type"] = "#microsoft.graph.servicePrincipal"
    world.put(f"graph:/{ids.TENANT}/deleteditems/{ids.OLD_IDENTITY_OID}", document)
    move_role(world, ids.VAULT_ID, principal=ids.OLD_IDENTITY_OID)


def _policy_while_rbac(world: World) -> None:
    take_roles(world)
    add_policy(world)


def _role_while_policies(world: World) -> None:
    who = holder_of(world)
    take_policies(world)
    resources.assign(world, ids.VAULT_ID, roles.CRYPTO_SERVICE_ENCRYPTION_USER, who)


def _denied(world: World) -> None:
    deny(world)


def _conditional(world: World) -> None:
    grant = move_role(world, ids.VAULT_ID)
    grant["properties"] |= {
        "condition": "((@Resource[Microsoft.KeyVault/vaults/keys:name] StringEquals 'reports-cmk'))",
        "conditionVersion": "2.0",
    }
    grant["x-condition-holds"] = False


def _policy_changed(**changes: object) -> Callable[[World], None]:
    def apply(world: World) -> None:
        take_policies(world)
        add_policy(world, **changes)

    return apply


def _data_role(scope: str) -> Callable[[World], None]:
    """Give the caller's data-plane role at a scope below the account; empty takes it away."""

    def apply(world: World) -> None:
        account = text(the_account(world), "id")
        for key, document in list(world.under(f"{account}/sqlroleassignments/")):
            if text(props(document), "principalId") == ids.CALLER_OID:
                world.remove(key)
        if scope:
            resources.assign_data_role(
                world, account, roles.COSMOS_DATA_READER, ids.CALLER_OID, f"{account}/{scope}"
            )

    return apply


def _no_policies(world: World) -> None:
    take_policies(world)


def _no_roles(world: World) -> None:
    take_roles(world)


def _moved(scope: str, role: str = "") -> Callable[[World], None]:
    def apply(world: World) -> None:
        move_role(world, scope, role)

    return apply


def _without_unwrap(world: World) -> None:
    policies = entries(props(the_vault(world)), "accessPolicies")
    who = holder_of(world)
    for policy in policies:
        if text(policy, "objectId") == who:
            part(policy, "permissions")["keys"] = ["get", "wrapKey"]


_FAULTS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "key-access-missing",
        "Somebody took the identity's role on the vault away.",
        RBAC_WORLDS,
        _no_roles,
    ),
    (
        "group-membership-removed",
        "The role is given to a group, and somebody took the identity out of the group.",
        OWN,
        _group_membership,
    ),
    (
        "role-on-another-vault",
        "Somebody gave the role at another vault.",
        BOTH,
        _moved(ids.OTHER_VAULT_ID),
    ),
    (
        "role-on-another-key",
        "Somebody gave the role at another key of the vault.",
        BOTH,
        _moved(ids.OTHER_KEY_ID),
    ),
    (
        "role-without-unwrap",
        "Somebody replaced the role by a custom one that lacks unwrap.",
        BOTH,
        _custom(data=[f"{KEYS}/read", f"{KEYS}/wrap/action"], not_data=[]),
    ),
    (
        "role-with-not-data-actions",
        "Somebody replaced the role by a custom one that takes unwrap away again.",
        BOTH,
        _custom(data=[f"{KEYS}/*"], not_data=[f"{KEYS}/unwrap/action"]),
    ),
    (
        "owner-role-only",
        "Somebody gave the identity Owner instead of a role for keys.",
        BOTH,
        _moved(ids.VAULT_ID, roles.OWNER),
    ),
    (
        "key-vault-contributor-only",
        "Somebody gave the identity Key Vault Contributor instead of a role for keys.",
        BOTH,
        _moved(ids.VAULT_ID, roles.KEY_VAULT_CONTRIBUTOR),
    ),
    (
        "role-on-old-object-id",
        "The principal was deleted and made anew; the role is still given to its former object id.",
        BOTH,
        _old_object_id,
    ),
    (
        "policy-while-rbac-in-force",
        "Somebody gave an access policy while the vault uses Azure RBAC.",
        OWN,
        _policy_while_rbac,
    ),
    (
        "role-while-policies-in-force",
        "Somebody gave a role while the vault uses access policies.",
        ("own-account-policies",),
        _role_while_policies,
    ),
    (
        "denied-by-assignment",
        "A deployment stack denies the identity the keys of the vault's group.",
        BOTH,
        _denied,
    ),
    (
        "access-policy-without-unwrap",
        "Somebody took unwrap out of the identity's access policy.",
        POLICY_WORLDS,
        _without_unwrap,
    ),
    (
        "access-policy-for-another-tenant",
        "Somebody wrote the access policy for another tenant.",
        ("own-account-policies",),
        _policy_changed(tenantId=ids.OTHER_TENANT),
    ),
    (
        "access-policy-bound-to-application",
        "Somebody bound the access policy to an application.",
        ("own-account-policies",),
        _policy_changed(applicationId=ids.BILLING_APP),
    ),
    (
        "access-policy-removed",
        "Somebody removed the identity's access policy.",
        POLICY_WORLDS,
        _no_policies,
    ),
    (
        "conditional-role",
        "Somebody put a condition on the role that the key does not meet.",
        OWN,
        _conditional,
    ),
    (
        "cosmos-data-role-missing",
        "Somebody took the caller's Cosmos DB data-plane role away.",
        OWN,
        _data_role(""),
    ),
    (
        "cosmos-data-role-on-database",
        "Somebody narrowed the caller's Cosmos DB data-plane role to one database.",
        OWN,
        _data_role(f"dbs/{ids.DATABASE}"),
    ),
    (
        "cosmos-data-role-on-container",
        "Somebody narrowed the caller's Cosmos DB data-plane role to one container.",
        OWN,
        _data_role(f"dbs/{ids.DATABASE}/colls/{ids.CONTAINER}"),
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply)
    for name, title, worlds, apply in _FAULTS
)
