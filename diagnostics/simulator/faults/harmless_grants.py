"""Odd but healthy permissions: grants given in unusual ways, refusals that do not apply."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from diagnostics.simulator import access, ids, resources, roles
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import (
    BOTH,
    KEYS,
    OWN,
    RBAC_WORLDS,
    add_policy,
    custom_role,
    deny,
    holder_of,
    move_role,
    the_account,
)
from diagnostics.simulator.reading import props, text
from diagnostics.simulator.world import World

_WILDCARD_ROLE = "55555555-eeee-4000-8000-000000000002"
_WRAPPING_ROLE = "55555555-eeee-4000-8000-000000000003"
_LACKING_ROLE = "55555555-eeee-4000-8000-000000000004"
_MANY, _THOUSANDS = 230, 2050  # role assignments: three pages, and two dozen


def _through_group(world: World) -> None:
    into_groups(world, holder_of(world))
    move_role(world, ids.VAULT_ID, principal=ids.KEY_USERS_GROUP)


def into_groups(world: World, who: str) -> None:
    """Put somebody into the group of the key's users, through another group."""
    outer = world.need(f"graph:/{ids.TENANT}/groups/{ids.KEY_USERS_GROUP}")
    inner = world.need(f"graph:/{ids.TENANT}/groups/{ids.ONCALL_GROUP}")
    inner["x-members"] = [*inner["x-members"], who]
    outer["x-members"] = [ids.ONCALL_GROUP]


def _at(scope: str, role: str = "") -> Callable[[World], None]:
    def apply(world: World) -> None:
        move_role(world, scope, role)

    return apply


def _adding_up(world: World) -> None:
    """Reading by one role, wrapping and unwrapping by another at a higher scope."""
    who = holder_of(world)
    custom_role(world, _WRAPPING_ROLE, "Key wrapper", [f"{KEYS}/*wrap/action"])
    move_role(world, ids.VAULT_ID, roles.KEY_VAULT_READER)
    resources.assign(world, ids.VAULT_GROUP_ID, _WRAPPING_ROLE, who)


def _taken_and_given(world: World) -> None:
    """What one role takes away counts inside that role only."""
    who = holder_of(world)
    custom_role(world, _LACKING_ROLE, "Key user less", [f"{KEYS}/*"], [f"{KEYS}/unwrap/action"])
    resources.assign(world, ids.SUBSCRIPTION_ID, _LACKING_ROLE, who)


def _conditional_beside_plain(world: World) -> None:
    grant = world.need(
        resources.assign(world, ids.SUBSCRIPTION_ID, roles.CRYPTO_USER, holder_of(world))
    )
    grant["properties"] |= {
        "condition": "((@Resource[Microsoft.KeyVault/vaults/keys:name] StringEquals 'reports-cmk'))",
        "conditionVersion": "2.0",
    }
    grant["x-condition-holds"] = False


def _denied(**changes: Any) -> Callable[[World], None]:  # noqa: ANN401 - fields of a document
    """Put a deny assignment at the vault's group that leaves the identity its key."""

    def apply(world: World) -> None:
        deny(world, **changes)

    return apply


def _denied_but_spared(world: World) -> None:
    everyone = [{"id": access.EVERYONE, "type": "SystemDefined"}]
    spared = [{"id": holder_of(world), "type": "ServicePrincipal"}]
    deny(world, principals=everyone, excludePrincipals=spared)


def _denied_but_spared_group(world: World) -> None:
    into_groups(world, holder_of(world))
    everyone = [{"id": access.EVERYONE, "type": "SystemDefined"}]
    spared = [{"id": ids.KEY_USERS_GROUP, "type": "Group"}]
    deny(world, principals=everyone, excludePrincipals=spared)


def _upper_case(world: World) -> None:
    who = holder_of(world)
    for document in access.assignments(world):
        fields = props(document)
        if text(fields, "principalId") == who:
            for name in ("principalId", "scope", "roleDefinitionId"):
                fields[name] = text(fields, name).upper()
    fields = props(the_account(world))
    head, _, identity = text(fields, "defaultIdentity").partition("=")
    fields["defaultIdentity"] = f"{head}={identity.upper()}" if identity else head
    name = f"{ids.VAULT}.{world.cloud.vault_suffix}"
    fields["keyVaultKeyUri"] = text(fields, "keyVaultKeyUri").replace(name, name.upper())


def _wildcard(world: World) -> None:
    everything, purge = ["Microsoft.KeyVault/*/keys/*"], [f"{KEYS}/purge/action"]
    custom_role(world, _WILDCARD_ROLE, "Every key but no purge", everything, purge)
    move_role(world, ids.VAULT_ID, _WILDCARD_ROLE)


def _without_subscription(world: World) -> None:
    """Built-in roles are also named without a subscription before them."""
    who = holder_of(world)
    for document in access.assignments(world):
        fields = props(document)
        if text(fields, "principalId") == who:
            _, _, tail = text(fields, "roleDefinitionId").partition("/providers/")
            fields["roleDefinitionId"] = f"/providers/{tail}"


def _many(count: int, scope: str) -> Callable[[World], None]:
    def apply(world: World) -> None:
        for number in range(count):
            who = str(uuid.uuid5(uuid.NAMESPACE_URL, f"somebody-{number}"))
            resources.assign(world, scope, roles.READER, who, "User")

    return apply


_ROWS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "grant-through-group",
        "The role is given to a group in which the identity is through another group.",
        (*BOTH, "own-account-system"),
        _through_group,
    ),
    (
        "grant-at-resource-group",
        "The role is given at the vault's resource group.",
        BOTH,
        _at(ids.VAULT_GROUP_ID),
    ),
    (
        "grant-at-subscription",
        "The role is given at the subscription.",
        (*BOTH, "own-account-usgov"),
        _at(ids.SUBSCRIPTION_ID),
    ),
    (
        "grant-at-management-group",
        "The role is given at the management group.",
        (*BOTH, "own-account-federated"),
        _at(ids.MANAGEMENT_GROUP_ID),
    ),
    (
        "grant-on-the-very-key",
        "The role is given on the single key.",
        (*BOTH, "own-account-federated"),
        _at(ids.KEY_ID),
    ),
    (
        "grants-that-add-up",
        "Two roles at two scopes give together what the key needs.",
        BOTH,
        _adding_up,
    ),
    (
        "crypto-user-role",
        "The identity holds Key Vault Crypto User.",
        BOTH,
        _at(ids.VAULT_ID, roles.CRYPTO_USER),
    ),
    (
        "crypto-officer-role",
        "The identity holds Key Vault Crypto Officer.",
        BOTH,
        _at(ids.VAULT_ID, roles.CRYPTO_OFFICER),
    ),
    (
        "administrator-role",
        "The identity holds Key Vault Administrator.",
        BOTH,
        _at(ids.VAULT_ID, roles.KEY_VAULT_ADMINISTRATOR),
    ),
    ("wildcard-role", "The role names the keys' operations by a wildcard.", BOTH, _wildcard),
    (
        "taken-by-one-role-given-by-another",
        "One role takes unwrap away again, and another one gives it.",
        BOTH,
        _taken_and_given,
    ),
    (
        "conditional-role-beside-a-plain-one",
        "A role whose condition does not hold lies beside one without a condition.",
        BOTH,
        _conditional_beside_plain,
    ),
    (
        "role-named-without-subscription",
        "The assignment names its role without a subscription.",
        BOTH,
        _without_subscription,
    ),
    (
        "denied-but-excluded",
        "A deny assignment for everyone spares the identity.",
        (*BOTH, "own-account-system", "own-account-federated"),
        _denied_but_spared,
    ),
    (
        "denied-but-group-excluded",
        "A deny assignment for everyone spares a group in which the identity is.",
        BOTH,
        _denied_but_spared_group,
    ),
    (
        "deny-not-for-child-scopes",
        "A deny assignment at the vault's group does not apply below it.",
        BOTH,
        _denied(doNotApplyToChildScopes=True),
    ),
    (
        "deny-of-secrets",
        "A deny assignment forbids the identity the vault's secrets.",
        BOTH,
        _denied(dataActions=["Microsoft.KeyVault/vaults/secrets/*"]),
    ),
    (
        "deny-of-management",
        "A deployment stack forbids everybody to delete the vault.",
        BOTH,
        _denied(
            dataActions=[],
            actions=["*/delete"],
            principals=[{"id": access.EVERYONE, "type": "SystemDefined"}],
        ),
    ),
    (
        "deny-of-somebody-else",
        "A deny assignment forbids the keys to another principal.",
        BOTH,
        _denied(principals=[{"id": ids.REPORTS_OID, "type": "ServicePrincipal"}]),
    ),
    (
        "both-models-filled",
        "The vault uses Azure RBAC and carries an old access policy too.",
        RBAC_WORLDS,
        add_policy,
    ),
    (
        "upper-case-identifiers",
        "Somebody wrote the identifiers in capitals.",
        ("own-account", "own-account-federated", "own-account-usgov"),
        _upper_case,
    ),
    (
        "paged-assignments",
        "The vault has more role assignments than one page holds.",
        BOTH,
        _many(_MANY, ids.VAULT_ID),
    ),
    (
        "thousands-of-assignments",
        "The subscription has thousands of role assignments of others.",
        OWN,
        _many(_THOUSANDS, ids.SUBSCRIPTION_ID),
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply) for name, title, worlds, apply in _ROWS
)
