"""Replace an identity that cannot be recovered: create another, give it the role, attach it, make it default.

The order is that of the second troubleshooting guide (cross-tenant customer-managed keys), which ends with removing the
dead identity from the account.
"""

from __future__ import annotations

import json

from checks.cosmos.facts import AccountFacts
from checks.entra.facts import DefaultPrincipal, Registration, RightPlace
from checks.entra.federated_credential import AUDIENCES
from checks.repairs.identity_prevention import alert, lock
from checks.repairs.identity_steps import (
    ACCOUNT_WRITE,
    APPLICATION_WRITE,
    IDENTITY_WRITE,
    account_of,
    attach,
    graph_url,
    make_default,
    prove,
)
from checks.repairs.inputs import PRINCIPAL_ID, TENANT_ID
from checks.repairs.rbac_grantee import grantee
from checks.repairs.rbac_steps import grant
from checks.repairs.wording import ESCALATE_AFTER, escalate, waits, works_after
from diagnostics import Case, Repair, RepairStep, ResourceId


def repair(case: Case) -> Repair:
    """Create a new identity beside the dead one's name and move the account to it."""
    dead = _dead(case)
    new = _successor(case, dead)
    federated = _federated(case)
    trust = (
        (_trust(case, new, federated),)
        if federated
        else grant(grantee(case, principal=str(PRINCIPAL_ID)))
    )
    value = f"UserAssignedIdentity={new}" + (
        f"&FederatedClientId={federated}" if federated else ""
    )
    remove = (_remove(case, dead),) if dead and _is_attached(case, dead) else ()
    return Repair(
        id="identity-replace",
        title="Replace the identity and make the new one the default",
        steps=(
            _create(case, new),
            *trust,
            attach(case, new),
            make_default(case, value),
            prove(case),
            *remove,
        ),
        works_after=works_after(case),
        waits=waits(case),
        escalate=escalate(case),
        escalate_after=ESCALATE_AFTER,
        prevent=(
            lock(new, case.target.cloud.arm),
            alert(
                new,
                "Microsoft.ManagedIdentity/userAssignedIdentities/delete",
                "ajo-identity-deleted",
            ),
        ),
        notes=(
            "A deleted user-assigned identity cannot be recovered (troubleshooting guide of Azure Cosmos DB"
            " for cross-tenant customer-managed keys).",
            "The new one gets a name of its own: under the old name the account would still know the old"
            " principal id.",
        ),
    )


def _dead(case: Case) -> ResourceId | None:
    principal = case.seen.maybe(DefaultPrincipal)
    return principal.identity if principal else None


def _is_attached(case: Case, dead: ResourceId) -> bool:
    """Tell whether the account lists it; where that was not read, it may."""
    facts = case.seen.maybe(AccountFacts)
    return facts is None or any(each.identity.folded == dead.folded for each in facts.attached)


def _successor(case: Case, dead: ResourceId | None) -> ResourceId:
    """Name the new identity, beside the dead one or beside the account."""
    if dead:
        return ResourceId.parse(f"{dead}-2")
    account = case.target.account
    where = (
        f"/subscriptions/{account.subscription}/resourceGroups/{account.group}"
        if account
        else "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/-"
    )
    name = f"id-{account.name if account else 'cosmos'}-cmk"
    return ResourceId.parse(
        f"{where}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}"
    )


def _region(shown: str) -> str:
    """Give a region's name: by its display name the command would read the subscription's list of regions."""
    return shown.replace(" ", "").lower()


def _federated(case: Case) -> str:
    facts = case.seen.maybe(AccountFacts)
    default = facts.default_identity if facts else None
    return str(default.federated_client) if default and default.federated_client else ""


def _create(case: Case, new: ResourceId) -> RepairStep:
    facts = case.seen.maybe(AccountFacts)
    location = ("--location", _region(facts.location)) if facts and facts.location else ()
    named = ("--name", new.name, "--resource-group", new.group)
    place = (*named, "--subscription", str(new.subscription))
    return RepairStep(
        purpose=f"Create a new user-assigned identity, {new.name}; the command prints its principalId alone.",
        argv=(
            *("az", "identity", "create", *place, *location),
            *("--query", "principalId", "--output", "tsv"),
        ),
        gives=PRINCIPAL_ID,
        role=IDENTITY_WRITE.granted_by,
        permission=IDENTITY_WRITE.at(
            f"/subscriptions/{new.subscription}/resourceGroups/{new.group}"
        ),
        risk="none: it has no rights yet",
        wait="a minute or two until the directory knows it",
        proof=("az", "identity", "show", *place, "--query", "principalId", "--output", "tsv"),
        expect="the same id as the command printed",
        undo=("az", "identity", "delete", *place),
    )


def _trust(case: Case, new: ResourceId, app_id: str) -> RepairStep:
    """Let the multi-tenant application trust the new identity, which lives in the tenant of the account."""
    account, registration = case.seen.maybe(AccountFacts), case.seen.maybe(Registration)
    place = case.seen.maybe(RightPlace)
    tenant = (
        (account.tenant if account else None)
        or (place.subscription_tenant if place else None)
        or case.target.tenant
    )
    body = {
        "name": new.name,
        "issuer": f"https://{case.target.cloud.authority}/{tenant or TENANT_ID}/v2.0",
        "subject": str(PRINCIPAL_ID),
        "audiences": [AUDIENCES[case.target.cloud.name]],
    }
    # The application id is an alternate key of applications (Microsoft Graph, v1.0).
    known = registration and registration.object_id
    at = f"applications/{known}" if known else f"applications(appId='{app_id}')"
    url = graph_url(case, f"{at}/federatedIdentityCredentials")
    return RepairStep(
        purpose=f"Let application {app_id} trust the new identity.",
        argv=("az", "rest", "--method", "post", "--url", url, "--body", json.dumps(body)),
        role=APPLICATION_WRITE.granted_by,
        permission=APPLICATION_WRITE,
        risk="whoever may use the identity may sign in as the application",
        proof=("az", "rest", "--method", "get", "--url", url),
        expect="a credential whose subject is the new principal id",
        undo=("az", "rest", "--method", "delete", "--url", f"{url}/{new.name}"),
    )


def _remove(case: Case, dead: ResourceId) -> RepairStep:
    return RepairStep(
        purpose=f"When all works, remove the dead identity {dead.name} from the account.",
        argv=(
            *("az", "cosmosdb", "identity", "remove", *account_of(case)),
            *("--identities", str(dead)),
        ),
        role=ACCOUNT_WRITE.granted_by,
        permission=ACCOUNT_WRITE.at(str(case.target.account or "")),
        risk="none once the new identity is the default; before that it is refused or makes things worse",
        proof=("az", "cosmosdb", "identity", "show", *account_of(case)),
        expect="the dead identity is not listed",
    )
