"""Step 2 where access policies decide: what somebody did to them."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import ids, resources, roles
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import (
    POLICY_WORLDS,
    add_policy,
    deleted_twin,
    holder_of,
    into_group,
    take_policies,
    the_vault,
)
from diagnostics.simulator.reading import entries, part, props, text
from diagnostics.simulator.world import World

_POLICIES = ("own-account-policies",)


def _role_while_policies(world: World) -> None:
    who = holder_of(world)
    take_policies(world)
    resources.assign(world, ids.VAULT_ID, roles.CRYPTO_SERVICE_ENCRYPTION_USER, who)


def _policy_changed(**changes: object) -> Callable[[World], None]:
    def apply(world: World) -> None:
        take_policies(world)
        add_policy(world, **changes)

    return apply


def _no_policies(world: World) -> None:
    take_policies(world)


def _with(*keys: str) -> Callable[[World], None]:
    """Leave the identity's policy these key permissions."""

    def apply(world: World) -> None:
        who = holder_of(world)
        for policy in entries(props(the_vault(world)), "accessPolicies"):
            if text(policy, "objectId") == who:
                part(policy, "permissions")["keys"] = list(keys)

    return apply


def _of_group(world: World) -> None:
    """The policy is for a group, and the identity is not in it."""
    take_policies(world)
    add_policy(world, objectId=ids.KEY_USERS_GROUP)
    into_group(world, ids.BILLING_OID)


def _of_old_object_id(world: World) -> None:
    deleted_twin(world, holder_of(world))
    take_policies(world)
    add_policy(world, objectId=ids.OLD_IDENTITY_OID)


_FAULTS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "access-policy-removed",
        "Somebody removed the identity's access policy.",
        POLICY_WORLDS,
        _no_policies,
    ),
    (
        "access-policy-without-unwrap",
        "Somebody took unwrap out of the identity's access policy.",
        POLICY_WORLDS,
        _with("get", "wrapKey"),
    ),
    (
        "access-policy-for-another-tenant",
        "Somebody wrote the access policy for another tenant.",
        POLICY_WORLDS,
        _policy_changed(tenantId=ids.OTHER_TENANT),
    ),
    (
        "access-policy-bound-to-application",
        "Somebody bound the access policy to an application.",
        POLICY_WORLDS,
        _policy_changed(applicationId=ids.BILLING_APP),
    ),
    (
        "role-while-policies-in-force",
        "Somebody gave a role while the vault uses access policies.",
        POLICY_WORLDS,
        _role_while_policies,
    ),
    (
        "access-policy-without-get",
        "Somebody took reading the key out of the identity's access policy.",
        POLICY_WORLDS,
        _with("wrapKey", "unwrapKey"),
    ),
    (
        "access-policy-without-keys",
        "Somebody left the identity's access policy its secrets and no keys.",
        POLICY_WORLDS,
        _with(),
    ),
    (
        "access-policy-of-a-group",
        "The access policy is for a group, and somebody took the identity out of the group.",
        _POLICIES,
        _of_group,
    ),
    (
        "access-policy-for-old-object-id",
        "The identity was made anew; the access policy is still for its former object id.",
        ("own-account-first-party",),
        _of_old_object_id,
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply)
    for name, title, worlds, apply in _FAULTS
)
