"""Create the missing service principal of an application, and give it its rights again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from checks.entra.facts import DefaultPrincipal, Presence, PrincipalFacts, RightPlace, Role
from checks.repairs import identity_replace
from checks.repairs.identity_prevention import watch_directory
from checks.repairs.identity_steps import APPLICATION_WRITE, graph_url, make_default, prove
from checks.repairs.inputs import APPLICATION_ID, PRINCIPAL_ID, TENANT_ID
from checks.repairs.rbac_grantee import grantee
from checks.repairs.rbac_steps import grant
from checks.repairs.wording import (
    ESCALATE_AFTER,
    addressee,
    escalate,
    revocation,
    waits,
    works_after,
)
from diagnostics import Case, Input, Repair, RepairStep, ResourceId, Topology, ports

_BREAKING = (
    "Adobe calls a deleted application a breaking change. It is made anew here only because it can no longer be restored:"
    " tell Adobe Customer Care the new object id.",
)
_MANAGED = (Role.SYSTEM_ASSIGNED, Role.USER_ASSIGNED)


def repair(case: Case) -> Repair:
    """Create the principal that must reach the key; a managed identity is replaced instead."""
    principal = case.seen.maybe(DefaultPrincipal)
    if principal and principal.role in _MANAGED:
        return identity_replace.repair(case)
    facts = case.seen.maybe(PrincipalFacts)
    known = (principal.app_id if principal else None) or (facts.app_id if facts else None)
    app_id = str(known or case.findings[0].subject)
    adobe = case.target.topology is Topology.ADOBE_MANAGED
    # Made anew it has another object id and no role: nobody may come to that because a list could not be read.
    unread = bool(facts and facts.presence is Presence.CANNOT_TELL)
    first = (_look_among_the_deleted(case, app_id),) if unread else ()
    at = 1 + len(first)
    consent = (_consent(case, app_id, at),) if _is_foreign(principal) else ()
    identity = (
        principal.identity if principal and principal.role is Role.FEDERATED_APPLICATION else None
    )
    corrected = (_name_another(case, identity, at),) if identity else ()
    return Repair(
        id="entra-create-principal",
        title="Create the service principal again and give it its role",
        steps=(
            *first,
            create(app_id, gives=PRINCIPAL_ID),
            *consent,
            *corrected,
            *grant(grantee(case, principal=str(PRINCIPAL_ID))),
            prove(case),
        ),
        works_after=works_after(case),
        waits=waits(case),
        # Adobe's page on alerts calls a deleted application a breaking change and asks to contact Adobe.
        escalate=f"at once, beside the repair: {addressee(case)}" if adobe else escalate(case),
        escalate_after=timedelta(0) if adobe else ESCALATE_AFTER,
        prevent=(watch_directory(case),),
        notes=(
            "The new service principal has a new object id: everything that was given to the old one"
            " must be given again. Old role assignments stay behind and do nothing.",
            *(_BREAKING if adobe and not unread else ()),
            *revocation(case),
        ),
    )


def _name_another(case: Case, identity: ResourceId, instead_of: int) -> RepairStep:
    """For an application that nobody registered: its id in the account is wrong."""
    step = make_default(
        case, f"UserAssignedIdentity={identity}&FederatedClientId={APPLICATION_ID}"
    )
    return replace(
        step,
        purpose=f"Or, where step {instead_of} is refused because the id does not reference a valid application: name the"
        f" application that the vault knows in the account's default identity; what needs {PRINCIPAL_ID.name} then falls away.",
        expect="the application's id in it",
        alternative_to=instead_of,
    )


def _is_foreign(principal: DefaultPrincipal | None) -> bool:
    return principal is not None and principal.role in (
        Role.CMK_APPLICATION,
        Role.FEDERATED_APPLICATION,
    )


def create(app_id: str, gives: Input | None = None) -> RepairStep:
    """Create the service principal of an application; `gives`: what its object id is to later steps."""
    printed = ("--query", "id", "--output", "tsv") if gives else ()
    return RepairStep(
        purpose=f"Create the service principal of application {app_id} in this tenant"
        f"{'; the command prints its object id alone' if gives else ''}.",
        argv=("az", "ad", "sp", "create", "--id", app_id, *printed),
        gives=gives,
        role=APPLICATION_WRITE.granted_by,
        permission=APPLICATION_WRITE,
        risk="it gets a new object id; check the tenant first (az account show --query tenantId)",
        wait="some minutes until every part of the directory knows it",
        proof=("az", "ad", "sp", "show", "--id", app_id, "--query", "accountEnabled"),
        expect="true",
        undo=("az", "ad", "sp", "delete", "--id", app_id),
    )


def _look_among_the_deleted(case: Case, app_id: str) -> RepairStep:
    url = graph_url(case, "directory/deletedItems/microsoft.graph.servicePrincipal?$top=999")
    return RepairStep(
        purpose=f"See first whether application {app_id} is among the deleted: what is listed is restored"
        " (POST directory/deletedItems/<id>/restore) and keeps its object id and roles; go on only if nothing is.",
        argv=(
            *("az", "rest", "--method", "get", "--url", url),
            *("--query", f"value[?appId=='{app_id}'].[id, deletedDateTime]"),
        ),
        role=ports.APPLICATION_READ.granted_by,
        permission=ports.APPLICATION_READ,
        risk="none: it only reads",
    )


def _consent(case: Case, app_id: str, instead_of: int) -> RepairStep:
    place = case.seen.maybe(RightPlace)
    tenant = case.target.tenant or (place.expected_tenant if place else None)
    who = tenant or TENANT_ID
    return RepairStep(
        purpose="Or let an administrator accept the application's consent page, which creates it as well:"
        f" https://{case.target.cloud.authority}/{who}/adminconsent?client_id={app_id}",
        role="Cloud Application Administrator",
        risk=f"the page must name this tenant: 'common' may link another one; step {instead_of} then does not set"
        " principal_id: take the id that the proof prints",
        proof=("az", "ad", "sp", "show", "--id", app_id, "--query", "id"),
        expect="the object id of the new service principal",
        alternative_to=instead_of,
    )
