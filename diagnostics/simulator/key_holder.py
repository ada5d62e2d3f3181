"""Which principal an account uses to reach its key, and whether Entra gives it a token.

Sources, read 2026-11-23: CMK troubleshooting guide (4000), cross-tenant CMK troubleshooting page (1.1, 1.8, 1.9), the
Entra error codes 7000112, 500014, 7000229, 700016, 7002xx, 53003. That each of these states shows as 4000 is an
inference from the code's name (token acquisition): no recording proves it.
"""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.errors import ConfigError
from diagnostics.names import DefaultIdentity, IdentityKind
from diagnostics.simulator.reading import entries, lowered, part, props, text, words
from diagnostics.simulator.world import Doc, World

FEDERATION_AUDIENCE = "api://AzureADTokenExchange"
MICROSOFT_TENANT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"  # owns Microsoft's own applications


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """The principal that must reach the key, or why there is none to be had."""

    object_id: str  # empty = none
    tenant: str
    problem: str = ""  # why Entra gives no token; empty = it does


def identity_text(account: Doc) -> str:
    """Return the default identity as it stands; an unset one is the first-party application's (inference)."""
    return text(props(account), "defaultIdentity") or IdentityKind.FIRST_PARTY.value


def default_identity(account: Doc) -> DefaultIdentity | None:
    """Read the default identity; None = undefined or malformed."""
    try:
        return DefaultIdentity.parse(identity_text(account))
    except ConfigError:
        return None


def tenant_of(world: World, resource_id: str) -> str:
    """Return the tenant of a resource's subscription."""
    subscription = world.get("/".join(resource_id.split("/")[:3]))
    return text(subscription, "tenantId").lower()


def key_holder(
    world: World, account: Doc, identity: DefaultIdentity, vault_tenant: str
) -> KeyHolder:
    """Find the principal and try the token the way the service would; `vault_tenant` empty = no vault to be seen."""
    home = tenant_of(world, account["id"])
    if identity.federated_client:
        holder = _federated(world, account, identity, vault_tenant)
    elif identity.kind is IdentityKind.FIRST_PARTY:
        holder = _of_application(world, home, world.cloud.cosmos_app_id)
    elif identity.identity is None:
        holder = _system_assigned(world, account, home)
    else:
        holder = _user_assigned(world, account, identity, home)
    return holder if holder.problem else _for_key_vault(world, holder)


def _for_key_vault(world: World, holder: KeyHolder) -> KeyHolder:
    """Ask for a token of the resource Key Vault: its own principal must be usable too (AADSTS500014)."""
    resource = find_principal(world, holder.tenant, world.cloud.key_vault_app_id)
    if resource is None:
        problem = "the Key Vault service has no principal in the tenant"
    else:
        problem = "the Key Vault principal is disabled" if is_disabled(resource) else ""
    return KeyHolder(holder.object_id, holder.tenant, problem)


def _system_assigned(world: World, account: Doc, home: str) -> KeyHolder:
    block = part(account, "identity")
    principal = text(block, "principalId")
    if "systemassigned" not in text(block, "type").lower() or not principal:
        return KeyHolder("", home, "the system-assigned identity is switched off")
    return _of_object(world, text(block, "tenantId", home), principal)


def _user_assigned(world: World, account: Doc, identity: DefaultIdentity, home: str) -> KeyHolder:
    attached = _attached(account, str(identity.identity))
    if attached is None:
        return KeyHolder("", home, "the default identity is not attached to the account")
    resource = world.get(str(identity.identity))
    if resource is None:
        return KeyHolder("", home, "the user-assigned identity is deleted")
    today = str(resource["properties"]["principalId"]).lower()
    if str(attached.get("principalId", today)).lower() != today:
        return KeyHolder("", home, "the user-assigned identity was recreated")
    return _of_object(world, str(resource["properties"]["tenantId"]), today)


def _attached(account: Doc, resource_id: str) -> Doc | None:
    listed = part(account, "identity", "userAssignedIdentities")
    names = (name for name in listed if name.lower() == resource_id.lower())
    return next((part(listed, name) for name in names), None)


def _federated(
    world: World, account: Doc, identity: DefaultIdentity, vault_tenant: str
) -> KeyHolder:
    if identity.identity is None:
        return KeyHolder("", vault_tenant, "cross-tenant needs a user-assigned identity")
    source = _user_assigned(world, account, identity, tenant_of(world, account["id"]))
    if source.problem:
        return source
    app_id = str(identity.federated_client)
    application = find_application(world, app_id)
    vault_tenant = vault_tenant or _tenant_with(world, app_id)
    if application is None:
        return KeyHolder("", vault_tenant, "the application's registration is gone")
    if not any(
        _credential_fits(world, entry, source)
        for entry in entries(application, "x-federatedIdentityCredentials")
    ):
        return KeyHolder("", vault_tenant, "no federated credential fits the identity")
    return _of_application(world, vault_tenant, app_id)


def _tenant_with(world: World, app_id: str) -> str:
    """Return a tenant in which the application has a principal: where the vault was, as far as can be told."""
    return next(
        (
            key.split("/")[1]
            for key, doc in world.under("graph:/")
            if "/serviceprincipals/" in key and text(doc, "appId").lower() == app_id.lower()
        ),
        "",
    )


def _credential_fits(world: World, entry: Doc, source: KeyHolder) -> bool:
    """Compare as Entra does: letter for letter (AADSTS7002138 is about letter case alone)."""
    issuer = f"https://{world.cloud.authority}/{source.tenant}/v2.0"
    return (
        entry.get("issuer") == issuer
        and entry.get("subject") == source.object_id
        and FEDERATION_AUDIENCE in words(entry, "audiences")
    )


def find_application(world: World, app_id: str) -> Doc | None:
    """Return an application's registration, in whatever tenant."""
    return next(
        (
            doc
            for key, doc in world.under("graph:/")
            if "/applications/" in key and str(doc.get("appId", "")).lower() == app_id.lower()
        ),
        None,
    )


def find_principal(world: World, tenant: str, app_id: str) -> Doc | None:
    """Return an application's service principal in a tenant."""
    return next(
        (
            doc
            for _, doc in world.under(f"graph:/{tenant}/serviceprincipals/")
            if str(doc.get("appId", "")).lower() == app_id.lower()
        ),
        None,
    )


def _of_application(world: World, tenant: str, app_id: str) -> KeyHolder:
    principal = find_principal(world, tenant, app_id)
    if principal is None:
        return KeyHolder("", tenant, "the application has no service principal in the tenant")
    return _of_object(world, tenant, str(principal["id"]))


def _of_object(world: World, tenant: str, object_id: str) -> KeyHolder:
    tenant, object_id = tenant.lower(), object_id.lower()
    principal = world.get(f"graph:/{tenant}/serviceprincipals/{object_id}")
    problem = (
        "the service principal is gone or deleted"
        if principal is None
        else _refusal(world, tenant, principal)
    )
    return KeyHolder(object_id, tenant, problem)


def _refusal(world: World, tenant: str, principal: Doc) -> str:
    blocked = lowered(world.get(f"entra:/tenants/{tenant}"), "x-policies")
    rules = (
        (is_disabled(principal), "the service principal is disabled"),
        (_lacks_registration(world, principal), "the application's registration is gone"),
        (
            text(principal, "id").lower() in blocked,
            "a workload policy blocks the principal",
        ),
    )
    return next((sentence for applies, sentence in rules if applies), "")


def is_disabled(principal: Doc) -> bool:
    """Tell whether a service principal gets, or is given, no tokens: switched off by the tenant or by Microsoft."""
    return (
        principal.get("accountEnabled") is False
        or bool(principal.get("isDisabled"))
        or principal.get("disabledByMicrosoftStatus") not in (None, "NotDisabled")
    )


def _lacks_registration(world: World, principal: Doc) -> bool:
    owner = text(principal, "appOwnerOrganizationId").lower()
    if principal.get("servicePrincipalType") != "Application" or owner in ("", MICROSOFT_TENANT):
        return False
    application = find_application(world, str(principal["appId"]))
    known = world.get(f"entra:/tenants/{owner}") is not None
    return known and (application is None or is_disabled(application))
