"""What Key Vault answers the service that wraps and unwraps an account's key, and what the directory answers it first.

The reading half of this (`keyvault.py`) is what a person's login meets; here the account's own identity comes, past the
firewall as a trusted service. Sources: Key Vault's page on REST error codes (disabled, operation not permitted), read
2026-11-23; the words for expired keys are an inference from those for disabled ones. No recording holds either.
"""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.names import KeyUri
from diagnostics.simulator import key_state, keyvault_door
from diagnostics.simulator.callers import Caller
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.entra import principal_refused, resource_refused
from diagnostics.simulator.http import Answer
from diagnostics.simulator.key_documents import Vaulted
from diagnostics.simulator.key_holder import default_identity, key_holder
from diagnostics.simulator.reading import lowered, part, props, text
from diagnostics.simulator.revocation import revoked
from diagnostics.simulator.world import Doc, World

OPERATIONS = ("wrapKey", "unwrapKey")
_THE_VAULT_SAID = (
    4002,
    4003,
    4005,
    4018,
)  # the other reasons come from before it: no token, no name, no vault


@dataclass(frozen=True, slots=True)
class Visitor:
    """The account's identity at the door of its vault."""

    object_id: str
    app_id: str
    name: str
    tenant: str  # of the identity
    vault: Doc
    vault_host: str
    key: str
    version: str


def visitor(world: World, account: Doc) -> Visitor | None:
    """Return who wraps and unwraps the account's key, in a world where that works; None = nobody does."""
    identity, uri = default_identity(account), _uri(account)
    if identity is None or uri is None:
        return None
    place = key_state.whereabouts(world, uri)
    if place.vault is None:
        return None
    tenant = text(props(place.vault), "tenantId").lower()
    holder = key_holder(world, account, identity, tenant)
    principal = world.get(f"graph:/{holder.tenant}/serviceprincipals/{holder.object_id}")
    if holder.problem or principal is None:
        return None
    version = text(props(key_state.used_version(world, place)), "keyUriWithVersion")
    return Visitor(
        object_id=holder.object_id,
        app_id=text(principal, "appId").lower(),
        name=text(principal, "displayName"),
        tenant=holder.tenant,
        vault=place.vault,
        vault_host=uri.host,
        key=uri.name,
        version=uri.version or version.rpartition("/")[2],
    )


def sign_in_refusal(world: World, who: Visitor) -> Answer | None:
    """Return what the directory answers the identity that asks for a token of Key Vault; None = a token."""
    principal = world.get(f"graph:/{who.tenant}/serviceprincipals/{who.object_id}")
    audience = world.cloud.vault_resource
    return principal_refused(world, who.tenant, principal, who.app_id) or resource_refused(
        world, who.tenant, who.app_id, audience
    )


def asks_for_key(world: World, account: Doc) -> bool:
    """Tell whether the vault is asked and answers: a lost key whose reason lies before the vault leaves no trace there."""
    state = revoked(world, account)
    return bool(props(account).get("keyVaultKeyUri")) and (
        state is None or state.code in _THE_VAULT_SAID
    )


def _uri(account: Doc) -> KeyUri | None:
    return key_state.key_uri(account) if props(account).get("keyVaultKeyUri") else None


def use_refusal(world: World, who: Visitor, operation: str) -> Answer | None:
    """Return what the vault answers a wrap or unwrap; None = it does it."""
    vault = key_state.find_vault(world, who.vault_host)
    if vault is None:
        return None
    place = Vaulted(vault, who.key, who.version)
    caller = Caller(who.object_id, who.app_id, who.tenant, who.name, {})
    shut = key_state.shuts_out_services(vault)
    refusal = keyvault_door.firewall_refusal(world, vault) if shut else None
    return (
        refusal
        or keyvault_door.permission_refusal(world, place, caller, operation)
        or _key_refusal(world, place, operation)
    )


def _key_refusal(world: World, place: Vaulted, operation: str) -> Answer | None:
    document = world.get(f"{place.current}/versions/{place.version}") or world.get(place.current)
    if document is None or world.get(place.current) is None:
        return keyvault_door.key_not_found(place)
    fields = props(document)
    attributes, now = part(fields, "attributes"), server_now(world).timestamp()
    if not attributes.get("enabled", True):
        return _forbidden(
            f"Operation {operation} is not allowed on a disabled key.", "KeyDisabled"
        )
    if float(attributes.get("exp") or now + 1) <= now:
        return _forbidden(f"Operation {operation} is not allowed on an expired key.", "KeyExpired")
    if float(attributes.get("nbf") or now) > now:
        words = f"Operation {operation} is not allowed on a key that is not yet valid."
        return _forbidden(words, "KeyNotYetValid")
    if operation.lower() not in lowered(fields, "keyOps"):
        words = f"Operation {operation} is not permitted on this key."
        return _forbidden(words, "KeyOperationNotAllowed")
    return None


def _forbidden(message: str, inner: str) -> Answer:
    return keyvault_door.error(403, "Forbidden", message, inner)
