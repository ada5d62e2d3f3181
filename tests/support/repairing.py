"""What tests of writes share: a broken world whose caller may repair it."""

from __future__ import annotations

from typing import Any

from diagnostics.simulator import ids, roles
from diagnostics.simulator.consequences import revoked
from diagnostics.simulator.http import Answer
from diagnostics.simulator.world import World
from tests.support import asking
from tests.support.asking import an_owner

ROLE_ID = f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions"
GUID = "99999999-ffff-4000-8000-000000000001"
ASSIGNMENT = f"{ids.VAULT_ID}/providers/Microsoft.Authorization/roleAssignments/{GUID}"
NEW_IDENTITY = (
    f"{ids.ACCOUNT_GROUP_ID}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-next"
)


def broken(fault: str, name: str = "own-account") -> World:
    return an_owner(asking.broken(fault, name))


def later(world: World) -> None:
    """Let every promise fall due: nothing here waits."""
    world.put("sim:/clock", {"skew_s": (world.get("sim:/clock") or {}).get("skew_s", 0) + 100})


def is_healthy(world: World) -> bool:
    return revoked(world, world.need(ids.ACCOUNT_ID)) is None


def refused(answer: Answer) -> tuple[int, str]:
    error = answer.body.get("error", answer.body)
    return answer.status, error["code"]


def grant(
    role: str = roles.CRYPTO_SERVICE_ENCRYPTION_USER, who: str = ids.IDENTITY_OID
) -> dict[str, Any]:
    return {
        "properties": {
            "principalId": who,
            "roleDefinitionId": f"{ROLE_ID}/{role}",
            "principalType": "ServicePrincipal",
        }
    }
