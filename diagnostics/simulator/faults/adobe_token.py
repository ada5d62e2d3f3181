"""Adobe's side, up to its gateway: what happened to credential, token, product profile and quota."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from diagnostics.simulator import ids
from diagnostics.simulator.clock import now
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.reading import words
from diagnostics.simulator.world import Doc, World

WORLDS = ("adobe-managed", "own-account")
_CREDENTIAL = f"adobe:/credentials/{ids.ADOBE_CLIENT}"
_TWO_DAYS_MS = 2 * 86_400_000


def _of_credential(**changes: object) -> Callable[[World], None]:
    """Change what the Developer Console or the Admin Console says of the credential."""
    return lambda world: world.need(_CREDENTIAL).update(changes)


def _of_program(**changes: object) -> Callable[[World], None]:
    """Change what the gateway keeps, or what this program is given."""
    return lambda world: world.need("sim:/adobe").update(changes)


def _claims(world: World, **claims: object) -> None:
    credential = world.need(_CREDENTIAL)
    credential["x-claims"] = {**_doc(credential.get("x-claims")), **claims}


def _doc(value: object) -> Doc:
    return cast("Doc", value) if isinstance(value, dict) else {}


def _expired(world: World) -> None:
    _claims(world, created_at=str(int(now().timestamp() * 1000) - _TWO_DAYS_MS))


def _of_stage(world: World) -> None:
    _claims(world, **{"as": "ims-na1-stg1"})


def _of_another_kind(world: World) -> None:
    _claims(world, type="authorization_code")


def _unknown_client(world: World) -> None:
    world.need(_CREDENTIAL)
    world.remove(_CREDENTIAL)


def _without_a_scope(world: World) -> None:
    credential = world.need(_CREDENTIAL)
    credential["scopes"] = [each for each in words(credential, "scopes") if each != "session"]


def _without_api(world: World) -> None:
    credential = world.need(_CREDENTIAL)
    credential["apis"] = [each for each in words(credential, "apis") if each != "ajo"]


def _org_without_region(world: World) -> None:
    world.need(f"adobe:/orgs/{ids.ORG}")["region"] = ""


_FAULTS: tuple[tuple[str, str, Callable[[World], None]], ...] = (
    (
        "adobe-credential-missing",
        "Nobody gave this program a secret or a token for Adobe.",
        _of_program(secret=""),
    ),
    (
        "adobe-secret-deleted",
        "Somebody deleted the client secret in the Developer Console.",
        _of_credential(secret="another-secret-of-the-console"),  # noqa: S106 - simulated
    ),
    (
        "adobe-client-unknown",
        "Somebody deleted the credential in the Developer Console.",
        _unknown_client,
    ),
    (
        "adobe-scope-wrong",
        "A scope that is asked for is not among the credential's.",
        _without_a_scope,
    ),
    (
        "adobe-credential-jwt",
        "The credential is still of the ended JWT kind.",
        _of_credential(kind="jwt"),
    ),
    ("adobe-token-expired", "The token ended yesterday.", _expired),
    ("adobe-token-of-stage", "The token was made by the stage environment.", _of_stage),
    (
        "adobe-token-unfit",
        "The token looks in date, but is no access token.",
        _of_another_kind,
    ),
    (
        "gateway-refuses",
        "Somebody took Journey Optimizer out of the Developer Console project.",
        _without_api,
    ),
    (
        "adobe-profile-missing",
        "Somebody took the credential out of its product profile.",
        _of_credential(has_profile=False),
    ),
    (
        "adobe-org-wrong",
        "The organization is known, but not in Experience Platform.",
        _org_without_region,
    ),
    (
        "adobe-gateway-quota",
        "Other callers have used up the gateway's quota.",
        _of_program(quota=0),
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=WORLDS, apply=apply) for name, title, apply in _FAULTS
)
