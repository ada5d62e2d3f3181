"""Step 4: what stands between a caller and its data: token, network, propagation, the provider itself."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import directory, ids, propagation
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import BOTH, OWN, the_account
from diagnostics.simulator.reading import props, text
from diagnostics.simulator.revocation import OUTAGE, Revoked
from diagnostics.simulator.world import World

_SKEW_S = 900  # beyond what token checks forgive
_CONDITIONAL_ACCESS = 53003
_STALE = Revoked(4000, "the state before the repair")


def _host(world: World) -> str:
    return f"{ids.ACCOUNT}.{world.cloud.cosmos_suffix}"


def _token_refused(world: World) -> None:
    refused = {
        f"*.{world.cloud.cosmos_suffix}": _CONDITIONAL_ACCESS,
        "cosmos.azure.com": _CONDITIONAL_ACCESS,
    }
    world.need(f"entra:/clients/{ids.CALLER_APP}")["x-refused"] = refused


def _general_scope_only(world: World) -> None:
    the_account(world)["x-withoutResource"] = True


def _wrong_audience(world: World) -> None:
    tenant = world.need(f"entra:/tenants/{ids.TENANT}")
    other = f"https://{ids.ACCOUNT}-old.{world.cloud.cosmos_suffix}"
    tenant["x-audiences"] = {f"https://{_host(world)}": other}


def _wrong_issuer(world: World) -> None:
    the_account(world)["x-trustedTenant"] = ids.OTHER_TENANT


def _skew(seconds: int) -> Callable[[World], None]:
    return lambda world: world.put("sim:/clock", {"skew_s": seconds})


def _firewall(world: World) -> None:
    props(the_account(world))["ipRules"] = [{"ipAddressOrRange": "203.0.113.0/24"}]


def _unknown(world: World) -> None:
    the_account(world)["x-unknownToGateway"] = True


def _believed(plane: str) -> Callable[[World], None]:
    """The repair is done; one plane has not heard of it yet."""

    def apply(world: World) -> None:
        propagation.believe(world, text(the_account(world), "id"), plane, _STALE, None)

    return apply


def _both_planes_behind(world: World) -> None:
    """The repair is done; neither plane has heard of it yet."""
    _believed(propagation.DATA_PLANE)(world)
    _believed(propagation.STATUS)(world)


def _resource_disabled(world: World) -> None:
    world.need(directory.principal_key(ids.COSMOS_OID))["accountEnabled"] = False


def _outage(name: str) -> Callable[[World], None]:
    return lambda world: world.put(f"{OUTAGE}{name}", {"since": "unknown"})


_FAULTS: tuple[tuple[str, str, Callable[[World], None]], ...] = (
    (
        "caller-token-refused",
        "A Conditional Access policy lets the caller have no token for Cosmos DB.",
        _token_refused,
    ),
    (
        "general-scope-only",
        "The directory knows no resource of the account's own, only the general one.",
        _general_scope_only,
    ),
    (
        "wrong-audience",
        "The directory gives tokens for the account's former name.",
        _wrong_audience,
    ),
    (
        "wrong-issuer",
        "The subscription was moved to this directory; the account still trusts the former one.",
        _wrong_issuer,
    ),
    (
        "clock-skew",
        "The clock of the machine that asks is a quarter of an hour late.",
        _skew(_SKEW_S),
    ),
    (
        "clock-ahead",
        "The clock of the machine that asks is a quarter of an hour fast.",
        _skew(-_SKEW_S),
    ),
    (
        "cosmos-principal-disabled",
        "Somebody disabled Azure Cosmos DB's own principal in the tenant.",
        _resource_disabled,
    ),
    (
        "cosmos-firewall",
        "Somebody left the caller's address out of the account's firewall.",
        _firewall,
    ),
    (
        "data-plane-account-unknown",
        "The data plane does not know the account that Resource Manager shows.",
        _unknown,
    ),
    (
        "still-propagating",
        "Somebody repaired the identity minutes ago; the data plane has not heard of it.",
        _believed(propagation.DATA_PLANE),
    ),
    (
        "repaired-nothing-heard",
        "Somebody repaired the identity minutes ago; neither status nor data plane has heard of it.",
        _both_planes_behind,
    ),
    (
        "status-stale",
        "The repair reached the data plane; the status property has not heard of it.",
        _believed(propagation.STATUS),
    ),
    ("entra-outage", "Entra is unavailable to the Cosmos DB service.", _outage("entra")),
    (
        "key-vault-outage",
        "Key Vault is unavailable to the Cosmos DB service.",
        _outage("keyvault"),
    ),
    (
        "revoked-without-reason",
        "The service revoked access and gives no reason.",
        _outage("unspecified"),
    ),
)
# What revokes or outlasts a repair is seen at Adobe's account too; the rest is about callers of an account of one's own.
_ALSO_ADOBES = {
    "still-propagating",
    "entra-outage",
    "key-vault-outage",
    "revoked-without-reason",
}
FAULTS = tuple(
    Fault(id=name, title=title, worlds=BOTH if name in _ALSO_ADOBES else OWN, apply=apply)
    for name, title, apply in _FAULTS
)
