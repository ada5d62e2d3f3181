"""Odd but healthy: what a careful reader must not take for a fault."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from diagnostics.simulator import access, ids, resources, roles
from diagnostics.simulator.clock import epoch_days_ago
from diagnostics.simulator.consequences import STATUS_TEXT
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import (
    BOTH,
    OWN,
    add_policy,
    holder_of,
    move_role,
    set_attributes,
    the_account,
)
from diagnostics.simulator.faults.keys import rotate
from diagnostics.simulator.reading import props, text
from diagnostics.simulator.revoked_texts import CONFIRMED
from diagnostics.simulator.world import World

_WILDCARD_ROLE = "55555555-eeee-4000-8000-000000000002"
_MANY = 230  # role assignments: three pages


def _through_group(world: World) -> None:
    who = holder_of(world)
    outer = world.need(f"graph:/{ids.TENANT}/groups/{ids.KEY_USERS_GROUP}")
    inner = world.need(f"graph:/{ids.TENANT}/groups/{ids.ONCALL_GROUP}")
    inner["x-members"] = [*inner["x-members"], who]
    outer["x-members"] = [ids.ONCALL_GROUP]
    move_role(world, ids.VAULT_ID, principal=ids.KEY_USERS_GROUP)


def _at(scope: str) -> Callable[[World], None]:
    def apply(world: World) -> None:
        move_role(world, scope)

    return apply


def _expires_next_year(world: World) -> None:
    set_attributes(world, exp=epoch_days_ago(-400))


def _rotated_long_ago(world: World) -> None:
    rotate(world, rotated=200, disabled=150)


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
    block = {
        "actions": [],
        "notActions": [],
        "dataActions": ["Microsoft.KeyVault/*/keys/*"],
        "notDataActions": ["Microsoft.KeyVault/vaults/keys/purge/action"],
    }
    roles.put_role_definition(
        world, _WILDCARD_ROLE, "Every key but no purge", [block], custom=True
    )
    move_role(world, ids.VAULT_ID, _WILDCARD_ROLE)


def _trailing_space(world: World) -> None:
    account = text(the_account(world), "id")
    world.put(f"{STATUS_TEXT}{account}", {"text": f"{CONFIRMED} \u00a0"})


def _many_assignments(world: World) -> None:
    for number in range(_MANY):
        who = str(uuid.uuid5(uuid.NAMESPACE_URL, f"somebody-{number}"))
        resources.assign(world, ids.VAULT_ID, roles.READER, who, "User")


_FAULTS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "grant-through-group",
        "The role is given to a group in which the identity is through another group.",
        BOTH,
        _through_group,
    ),
    (
        "grant-at-subscription",
        "The role is given at the subscription.",
        BOTH,
        _at(ids.SUBSCRIPTION_ID),
    ),
    (
        "grant-at-management-group",
        "The role is given at the management group.",
        BOTH,
        _at(ids.MANAGEMENT_GROUP_ID),
    ),
    (
        "both-models-filled",
        "The vault uses Azure RBAC and carries an old access policy too.",
        BOTH,
        add_policy,
    ),
    (
        "key-expiring-next-year",
        "The key expires in more than a year.",
        BOTH,
        _expires_next_year,
    ),
    (
        "old-version-disabled-long-after",
        "The old version of the key was disabled weeks after the rotation.",
        BOTH,
        _rotated_long_ago,
    ),
    (
        "upper-case-identifiers",
        "Somebody wrote the identifiers in capitals.",
        OWN,
        _upper_case,
    ),
    ("wildcard-role", "The role names the keys' operations by a wildcard.", BOTH, _wildcard),
    (
        "status-with-trailing-space",
        "The healthy status ends in blanks of several kinds.",
        OWN,
        _trailing_space,
    ),
    (
        "paged-assignments",
        "The vault has more role assignments than one page holds.",
        BOTH,
        _many_assignments,
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply)
    for name, title, worlds, apply in _FAULTS
)
