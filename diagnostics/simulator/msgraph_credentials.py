"""Credentials of applications in Microsoft Graph: client secrets and federated credentials, added, changed, removed.

Source: what `az` 2.91 sends and accepts (observed), bodies and statuses from the Graph v1.0 reference, read 2026-11-23.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta

from diagnostics.simulator import directory
from diagnostics.simulator.clock import instant, server_now
from diagnostics.simulator.graph_access import (
    ENABLE_PRINCIPALS,
    READ_APPLICATIONS,
    graph_error,
    not_found,
    require,
)
from diagnostics.simulator.graph_query import entity
from diagnostics.simulator.graph_routes import EITHER, ONE, documented
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.msgraph import find
from diagnostics.simulator.propagation import followed
from diagnostics.simulator.reading import entries, part, text
from diagnostics.simulator.tokens import new_id
from diagnostics.simulator.world import Doc, World

_FEDERATION = "x-federatedIdentityCredentials"
_NO_CONTENT = Answer(status=204)


def add_password(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Add a client secret; its value is shown this once."""
    tenant, refusal = require(world, request, ENABLE_PRINCIPALS)
    if refusal:
        return refusal
    document = find(world, tenant, groups["kind"].lower(), groups)
    if document is None:
        return not_found(world, request, groups.get("id") or groups.get("app", ""))
    asked = part(request.json(), "passwordCredential")
    now = server_now(world)
    entry = directory.password(text(asked, "displayName") or "rbac", issued=0, expires=-730) | {
        "keyId": new_id(),
        "startDateTime": text(asked, "startDateTime") or instant(now),
        "endDateTime": text(asked, "endDateTime") or instant(now + timedelta(days=730)),
    }
    with followed(world):
        document["passwordCredentials"] = [*entries(document, "passwordCredentials"), entry]
    shown = entry | {"secretText": f"sim~{secrets.token_urlsafe(24)}"}
    return entity(request, "microsoft.graph.passwordCredential", shown)


def remove_password(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Remove a client secret by its key id."""
    tenant, refusal = require(world, request, ENABLE_PRINCIPALS)
    if refusal:
        return refusal
    document = find(world, tenant, groups["kind"].lower(), groups)
    wanted = text(request.json(), "keyId")
    kept = [each for each in entries(document, "passwordCredentials") if each["keyId"] != wanted]
    if document is None or len(kept) == len(entries(document, "passwordCredentials")):
        return graph_error(world, request, 400, "Request_BadRequest", "No credentials found.")
    document["passwordCredentials"] = kept
    return _NO_CONTENT


def add_federated_credential(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Let another identity sign in as the application."""
    tenant, refusal = require(world, request, ENABLE_PRINCIPALS)
    if refusal:
        return refusal
    application = find(world, tenant, "applications", groups)
    if application is None:
        return not_found(world, request, groups.get("id") or groups.get("app", ""))
    asked = request.json()
    lacking = [name for name in ("name", "issuer", "subject", "audiences") if not asked.get(name)]
    if lacking:
        message = f"Property {lacking[0]} is required and cannot be empty."
        return graph_error(world, request, 400, "Request_BadRequest", message)
    known = entries(application, _FEDERATION)
    if any(each["name"] == asked["name"] for each in known):
        code = "Request_MultipleObjectsWithSameKeyValue"
        message = f"FederatedIdentityCredential with name {asked['name']} already exists."
        return graph_error(world, request, 409, code, message)
    entry: Doc = {"id": new_id(), "description": None} | asked
    with followed(world):
        application[_FEDERATION] = [*known, entry]
    context = f"applications('{application['id']}')/federatedIdentityCredentials"
    return Answer(status=201, body=entity(request, context, entry).body)


def change_federated_credential(
    world: World, request: Request, groups: Mapping[str, str]
) -> Answer:
    """Change or delete a federated credential, named by its id or name."""
    tenant, refusal = require(world, request, ENABLE_PRINCIPALS)
    if refusal:
        return refusal
    application = find(world, tenant, "applications", groups)
    known = entries(application, _FEDERATION)
    named = groups["credential"].lower()
    entry = next((each for each in known if named in _names(each)), None)
    if application is None or entry is None:
        return not_found(world, request, groups["credential"])
    with followed(world):
        if request.method == "DELETE":
            application[_FEDERATION] = [each for each in known if each is not entry]
        else:
            entry.update(request.json())
    return _NO_CONTENT


def federated_credential(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Show one federated credential, named by its id or name."""
    tenant, refusal = require(world, request, READ_APPLICATIONS)
    if refusal:
        return refusal
    application = find(world, tenant, "applications", groups)
    named = groups["credential"].lower()
    entry = next(
        (each for each in entries(application, _FEDERATION) if named in _names(each)), None
    )
    if application is None or entry is None:
        return not_found(world, request, groups["credential"])
    return entity(
        request, f"applications('{application['id']}')/federatedIdentityCredentials", entry
    )


def _names(entry: Doc) -> tuple[str, str]:
    return text(entry, "id").lower(), text(entry, "name").lower()


_CREDENTIALS = rf"/applications{ONE}/federatedIdentityCredentials"

ROUTES: tuple[Route, ...] = (
    documented(
        "POST", rf"{EITHER}{ONE}/addPassword", add_password, "serviceprincipal-addpassword"
    ),
    documented(
        "POST",
        rf"{EITHER}{ONE}/removePassword",
        remove_password,
        "serviceprincipal-removepassword",
    ),
    documented(
        "POST",
        _CREDENTIALS,
        add_federated_credential,
        "application-post-federatedidentitycredentials",
    ),
    documented(
        "GET",
        rf"{_CREDENTIALS}/(?P<credential>[^/]+)",
        federated_credential,
        "federatedidentitycredential-get",
    ),
    documented(
        "PATCH",
        rf"{_CREDENTIALS}/(?P<credential>[^/]+)",
        change_federated_credential,
        "federatedidentitycredential-update",
    ),
    documented(
        "DELETE",
        rf"{_CREDENTIALS}/(?P<credential>[^/]+)",
        change_federated_credential,
        "federatedidentitycredential-delete",
    ),
)
