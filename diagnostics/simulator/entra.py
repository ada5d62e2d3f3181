"""Entra ID: discovery and the token endpoint; every refusal follows from the directory's state.

Sources, read 2026-11-23: Microsoft identity platform error codes (meaning of each AADSTS number); OAuth 2.0 client
credentials flow (request, answer, error body). No recorded answer of the token endpoint exists: the bodies are from
documentation, the texts of 500014 and 7000229 from public issues (MSAL.NET 4905, Commercial Marketplace Accelerator 830).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase

from diagnostics.simulator import entra_assertion
from diagnostics.simulator.entra_errors import refuse
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.key_holder import find_principal
from diagnostics.simulator.reading import part, text, words
from diagnostics.simulator.tokens import LIFETIME_S, mint
from diagnostics.simulator.world import Doc, World

_CLIENT_CREDENTIALS = (
    "https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow"
)
_DISCOVERY = "https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc"
_ANY_TENANT = ("common", "organizations")


def discovery(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Describe a tenant's endpoints."""
    named = groups["tenant"]
    tenant = named if named in _ANY_TENANT else _tenant_named(world, named)
    if tenant is None:
        return refuse(world, 90002, tenant=named)
    base = f"https://{request.host}/{named}"
    issuer = "{tenantid}" if named in _ANY_TENANT else tenant
    return Answer(
        body={
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "token_endpoint_auth_methods_supported": [
                "client_secret_post",
                "private_key_jwt",
                "client_secret_basic",
            ],
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "issuer": f"https://{request.host}/{issuer}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
            "end_session_endpoint": f"{base}/oauth2/v2.0/logout",
            "tenant_region_scope": "EU",
            "cloud_instance_name": world.cloud.authority.removeprefix("login."),
            "msgraph_host": world.cloud.graph,
        }
    )


def instance_discovery(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Name the hosts that are the same authority."""
    del request, groups
    host = world.cloud.authority
    return Answer(
        body={
            "tenant_discovery_endpoint": f"https://{host}/common/v2.0/.well-known/openid-configuration",
            "api-version": "1.1",
            "metadata": [
                {
                    "preferred_network": host,
                    "preferred_cache": world.cloud.authorities[-1],
                    "aliases": list(world.cloud.authorities),
                }
            ],
        }
    )


def signing_keys(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Publish no key: the simulator signs with a secret of its own."""
    del world, request, groups
    return Answer(body={"keys": []})


def token(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Give a token for a client secret or an assertion, or refuse as the directory's state demands."""
    form = request.form()
    tenant = _tenant_named(world, groups["tenant"])
    if tenant is None:
        return refuse(world, 90002, tenant=groups["tenant"])
    if form.get("grant_type") != "client_credentials":
        return refuse(world, 70003, grant=form.get("grant_type", ""))
    client_id = form.get("client_id", "").lower()
    principal = find_principal(world, tenant, client_id)
    refusal = _client_refused(world, tenant, client_id, form) or principal_refused(
        world, tenant, principal, client_id
    )
    if refusal is not None:
        return refusal
    audience, problem = _audience(world, form)
    if problem is None:
        problem = resource_refused(world, tenant, client_id, audience)
    return problem or _given(world, tenant, client_id, audience, principal)


def _given(
    world: World, tenant: str, client_id: str, audience: str, principal: Doc | None
) -> Answer:
    given = text(part(world.get(f"entra:/tenants/{tenant}"), "x-audiences"), audience, audience)
    client = world.need(f"entra:/clients/{client_id}")
    other = client["tenant"].lower() != tenant and principal is not None
    here = {"oid": text(principal, "id"), "sub": text(principal, "id")} if other else None
    access_token = mint(world, client_id, given, tenant=tenant, claims=here)
    return Answer(
        body={
            "token_type": "Bearer",
            "expires_in": LIFETIME_S,
            "ext_expires_in": LIFETIME_S,
            "access_token": access_token,
        },
        headers={"cache-control": "no-store, no-cache", "pragma": "no-cache"},
    )


def _client_refused(
    world: World, tenant: str, client_id: str, form: Mapping[str, str]
) -> Answer | None:
    """Refuse a client that the directory does not know, or that does not prove itself."""
    client = world.get(f"entra:/clients/{client_id}")
    registered = any(
        text(document, "appId").lower() == client_id
        for _, document in world.under(f"graph:/{tenant}/applications/")
    )
    if client is None or not (registered or find_principal(world, tenant, client_id)):
        directory = text(world.get(f"entra:/tenants/{tenant}"), "displayName", tenant)
        return refuse(world, 700016, client=client_id, directory=directory)
    if "client_assertion" in form:
        return entra_assertion.refused(world, client_id, form["client_assertion"])
    if "client_secret" not in form:
        return refuse(world, 7000218)
    if form["client_secret"] != client["secret"]:
        return refuse(world, 7000215, client=client_id)
    if client.get("x-secretExpired"):
        return refuse(world, 7000222, client=client_id)
    return None


def principal_refused(
    world: World, tenant: str, principal: Doc | None, client_id: str
) -> Answer | None:
    """Refuse a client whose principal is missing, switched off or blocked by a policy."""
    if principal is None:
        return refuse(world, 7000229, client=client_id, tenant=tenant)
    if principal.get("accountEnabled") is False:
        return refuse(world, 7000112, client=client_id, name=text(principal, "displayName"))
    blocked = words(world.get(f"entra:/tenants/{tenant}"), "x-policies")
    if text(principal, "id").lower() in (each.lower() for each in blocked):
        return refuse(world, 53003)
    return None


def _audience(world: World, form: Mapping[str, str]) -> tuple[str, Answer | None]:
    if "resource" in form:  # version 1.0 of the endpoint
        return form["resource"], None
    scope = form.get("scope", "")
    named = [each for each in scope.split() if each.endswith("/.default")]
    if not named:
        return "", refuse(world, 1002012, scope=scope)
    return named[0].removesuffix("/.default"), None


def resource_refused(world: World, tenant: str, client_id: str, audience: str) -> Answer | None:
    """Refuse a token for a resource that has no usable principal in the directory."""
    host = re.sub(r"^[a-z]+://", "", audience.lower()).partition("/")[0].partition(":")[0]
    directory = world.get(f"entra:/tenants/{tenant}")
    refused = part(world.get(f"entra:/clients/{client_id}"), "x-refused")
    for pattern, number in refused.items():
        if fnmatchcase(host, pattern.lower()):
            return refuse(world, int(number), resource=audience, client=client_id)
    missing = words(directory, "x-missingResources")
    if any(fnmatchcase(host, pattern.lower()) for pattern in missing):
        return _no_resource(world, directory, audience)
    app_id = _application_of(world, host, audience)
    if app_id == "":
        return _no_resource(world, directory, audience)
    principal = find_principal(world, tenant, app_id)
    if principal is None:
        return _no_resource(world, directory, audience)
    if principal.get("accountEnabled") is False:
        return refuse(world, 500014, resource=audience)
    return None


def _no_resource(world: World, directory: Doc | None, audience: str) -> Answer:
    name = text(directory, "displayName")
    return refuse(world, 500011, resource=audience, directory=name)


def _application_of(world: World, host: str, audience: str) -> str:
    """Return the application that stands for a resource; empty = no such resource."""
    cloud = world.cloud
    if host in (cloud.vault_suffix, cloud.hsm_suffix) or _is_below(host, cloud.vault_suffix):
        return cloud.key_vault_app_id
    if host == "cosmos.azure.com":
        return cloud.cosmos_app_id
    if _is_below(host, cloud.cosmos_suffix):
        return cloud.cosmos_app_id if _has_own_resource(world, host) else ""
    return next(
        (
            text(document, "appId")
            for key, document in world.under("graph:/")
            if "/serviceprincipals/" in key and _is_named(document, host, audience)
        ),
        "",
    )


def _is_below(host: str, suffix: str) -> bool:
    return host.endswith(f".{suffix}")


def _has_own_resource(world: World, host: str) -> bool:
    name = host.partition(".")[0]
    return any(
        not document.get("x-withoutResource")
        for key, document in world.under("/subscriptions/")
        if key.endswith(f"/providers/microsoft.documentdb/databaseaccounts/{name}")
    )


def _is_named(principal: Doc, host: str, audience: str) -> bool:
    names = [name.lower() for name in words(principal, "servicePrincipalNames")]
    return audience.lower().rstrip("/") in names or f"https://{host}" in names


def _tenant_named(world: World, name: str) -> str | None:
    """Return a tenant's id by its id or domain."""
    for key, document in world.under("entra:/tenants/"):
        tenant = key.rpartition("/")[2]
        if name.lower() in (tenant, text(document, "x-domain").lower()):
            return tenant
    return None


def _path(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


ROUTES: tuple[Route, ...] = (
    Route(
        api="entra",
        method="GET",
        pattern=_path(r"/common/discovery/instance"),
        handler=instance_discovery,
        source="seen in msal 1.3x; from documentation: " + _DISCOVERY,
    ),
    Route(
        api="entra",
        method="GET",
        pattern=_path(r"/(?P<tenant>[^/]+)(/v2\.0)?/\.well-known/openid-configuration"),
        handler=discovery,
        source=_DISCOVERY,
    ),
    Route(
        api="entra",
        method="GET",
        pattern=_path(r"/(?P<tenant>[^/]+)/discovery(/v2\.0)?/keys"),
        handler=signing_keys,
        source=_DISCOVERY,
    ),
    Route(
        api="entra",
        method="POST",
        pattern=_path(r"/(?P<tenant>[^/]+)/oauth2(/v2\.0)?/token"),
        handler=token,
        source="from documentation: " + _CLIENT_CREDENTIALS,
    ),
)
