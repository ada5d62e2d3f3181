"""Whether an account has lost its key, and with which sub-status: rules over the state, the first that applies wins.

Sources, read 2026-11-23: CMK troubleshooting guide and the cross-tenant one (which state has which code), REST status
codes page. The order and everything under 4000 are an inference: no recording shows a revoked account.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from diagnostics.names import DefaultIdentity
from diagnostics.simulator import access, key_state, wire
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.key_holder import KeyHolder, default_identity, key_holder
from diagnostics.simulator.key_state import Whereabouts
from diagnostics.simulator.reading import part, props, text
from diagnostics.simulator.world import Doc, World

OUTAGE = "sim:/outage/"  # + entra, keyvault, unspecified


@dataclass(frozen=True, slots=True)
class Revoked:
    """The account may not use its key."""

    code: int | None  # sub-status; None = the service gives no reason
    reason: str  # the state it follows from, for people; never served


@dataclass(frozen=True, slots=True)
class _Case:
    """Everything the rules look at."""

    world: World
    account: Doc
    identity: DefaultIdentity
    place: Whereabouts
    holder: KeyHolder
    now: float


def revoked(world: World, account: Doc) -> Revoked | None:
    """Draw the consequence from the state as it is now; None = the account can use its key, or has none."""
    if not account["properties"].get("keyVaultKeyUri"):
        return None
    if world.get(f"{OUTAGE}unspecified"):
        return Revoked(None, "the provider gives no reason")
    identity, uri = default_identity(account), key_state.key_uri(account)
    if identity is None:
        return Revoked(4015, "the default identity is undefined")
    if uri is None:
        return Revoked(4006, "the key URI is malformed")
    place = key_state.whereabouts(world, uri)
    holder = key_holder(world, account, identity, _tenant(world, place))
    now = server_now(world).timestamp()
    case = _Case(world, account, identity, place, holder, now)
    return next((found for rule in _RULES if (found := rule(case))), None)


def _tenant(world: World, place: Whereabouts) -> str:
    """Return the vault's tenant, of a deleted vault the one it had; empty = nobody knows."""
    vault = place.vault
    if vault is None:
        vault = part(key_state.deleted_vault(world, place.uri.vault_name), "x-document")
    return text(props(vault), "tenantId").lower()


def _token(case: _Case) -> Revoked | None:
    return Revoked(4000, case.holder.problem) if case.holder.problem else None


def _entra(case: _Case) -> Revoked | None:
    down = case.world.get(f"{OUTAGE}entra")
    return Revoked(4001, "Entra is unavailable to the service") if down else None


def _name(case: _Case) -> Revoked | None:
    host, cloud = case.place.uri.host, case.world.cloud
    foreign = case.place.uri.vault_suffix not in (cloud.vault_suffix, cloud.hsm_suffix)
    lost = wire.is_unresolved(case.world, host)
    return Revoked(4009, "the vault's name does not resolve") if foreign or lost else None


def _perimeter(case: _Case) -> Revoked | None:
    shut = key_state.is_shut_by_perimeter(case.world, case.account, case.place.uri.host)
    return Revoked(4016, "the account's perimeter has no way out to the vault") if shut else None


def _vault(case: _Case) -> Revoked | None:
    return Revoked(4017, "the vault is not there") if case.place.vault is None else None


def _vault_tenant(case: _Case) -> Revoked | None:
    owner = text(props(case.place.vault), "tenantId", case.holder.tenant)
    other = owner.lower() != case.holder.tenant.lower()
    return Revoked(4000, "the vault belongs to another tenant") if other else None


def _firewall(case: _Case) -> Revoked | None:
    # An inference: the guides name ForbiddenByFirewall as a cause of the revoked state without saying its code.
    shut = case.place.vault is not None and key_state.shuts_out_services(case.place.vault)
    return Revoked(4002, "the vault's firewall keeps the service out") if shut else None


def _vault_service(case: _Case) -> Revoked | None:
    down = case.world.get(f"{OUTAGE}keyvault")
    return Revoked(4004, "Key Vault is unavailable to the service") if down else None


def _key(case: _Case) -> Revoked | None:
    if case.place.key is None:
        return Revoked(4003, "the key is not in the vault")
    lost = key_state.lacks_named_version(case.world, case.place)
    return Revoked(4003, "the version that the key URI names is not there") if lost else None


def _dates(case: _Case) -> Revoked | None:
    attributes = part(key_state.used_version(case.world, case.place), "properties", "attributes")
    out = key_state.is_out_of_use(attributes, case.now)
    return Revoked(4018, "the key is disabled or out of date") if out else None


def _grants(case: _Case) -> Revoked | None:
    vault, who, key = case.place.vault, case.holder.object_id, case.place.uri.name
    refused = vault is not None and not all(
        access.may_use_key(case.world, vault, who, key, operation) for operation in access.WRAPPING
    )
    return Revoked(4002, "the principal may not get, wrap and unwrap") if refused else None


def _wrapping(case: _Case) -> Revoked | None:
    problem = key_state.cannot_wrap(case.world, case.place)
    return Revoked(4005, problem) if problem else None


def _unless_hsm(rule: Callable[[_Case], Revoked | None]) -> Callable[[_Case], Revoked | None]:
    """Leave a Managed HSM out: its keys and roles are not part of any world."""
    return lambda case: None if case.place.is_managed_hsm else rule(case)


_RULES = (
    _token,
    _entra,
    _name,
    _perimeter,
    _vault,
    _vault_tenant,
    _firewall,
    _vault_service,
    *(_unless_hsm(rule) for rule in (_key, _dates, _grants, _wrapping)),
)
