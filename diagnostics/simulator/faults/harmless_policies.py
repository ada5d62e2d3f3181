"""Odd but healthy access policies."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import ids, resources, roles
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import (
    POLICY_WORLDS,
    add_policy,
    holder_of,
    take_policies,
    the_vault,
)
from diagnostics.simulator.faults.harmless_grants import into_groups
from diagnostics.simulator.reading import entries, part, props, text
from diagnostics.simulator.world import World

_POLICIES = ("own-account-policies",)


def _role_beside_policies(world: World) -> None:
    resources.assign(world, ids.VAULT_ID, roles.CRYPTO_SERVICE_ENCRYPTION_USER, holder_of(world))


def _policy(*keys: str) -> Callable[[World], None]:
    """Write the policy's key permissions anew."""

    def apply(world: World) -> None:
        who = holder_of(world)
        for policy in entries(props(the_vault(world)), "accessPolicies"):
            if text(policy, "objectId") == who:
                part(policy, "permissions")["keys"] = list(keys)

    return apply


def _policy_of_group(world: World) -> None:
    into_groups(world, holder_of(world))
    take_policies(world)
    add_policy(world, objectId=ids.KEY_USERS_GROUP)


def _policies_adding_up(world: World) -> None:
    """Reading by the identity's own policy, wrapping by its group's."""
    _policy("get")(world)
    into_groups(world, holder_of(world))
    wrapping = {"keys": ["wrapKey", "unwrapKey"], "secrets": [], "certificates": []}
    add_policy(world, objectId=ids.KEY_USERS_GROUP, permissions=wrapping)


def _policy_in_capitals(world: World) -> None:
    for policy in entries(props(the_vault(world)), "accessPolicies"):
        policy["objectId"] = text(policy, "objectId").upper()
        policy["tenantId"] = text(policy, "tenantId").upper()


def _model_not_said(world: World) -> None:
    props(the_vault(world)).pop("enableRbacAuthorization")


_ROWS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "role-beside-policies",
        "The vault uses access policies, and the identity holds a role too.",
        POLICY_WORLDS,
        _role_beside_policies,
    ),
    (
        "policy-with-all",
        "The access policy gives all key permissions by one word.",
        POLICY_WORLDS,
        _policy("all"),
    ),
    (
        "policy-in-other-letter-case",
        "The access policy writes its permissions in another letter case.",
        POLICY_WORLDS,
        _policy("GET", "WrapKey", "unwrapkey"),
    ),
    (
        "policy-of-a-group",
        "The access policy is for a group in which the identity is through another group.",
        _POLICIES,
        _policy_of_group,
    ),
    (
        "policies-that-add-up",
        "The identity's policy and its group's give together what the key needs.",
        _POLICIES,
        _policies_adding_up,
    ),
    (
        "policy-in-capitals",
        "Somebody wrote the access policies' identifiers in capitals.",
        POLICY_WORLDS,
        _policy_in_capitals,
    ),
    (
        "permission-model-not-said",
        "The vault does not say its permission model: it uses access policies.",
        POLICY_WORLDS,
        _model_not_said,
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply) for name, title, worlds, apply in _ROWS
)
