"""Give the account a default identity that can reach its key, within the tenant or across tenants."""

from __future__ import annotations

from checks.cosmos.facts import AccountFacts, AttachedIdentity
from checks.repairs.cosmos_plan import plan
from checks.repairs.identity_steps import (
    ACCOUNT_WRITE,
    IDENTITY_ASSIGN,
    account_of,
    attach,
    make_default,
)
from checks.repairs.inputs import IDENTITY_ID
from checks.repairs.rbac_grantee import grantee
from checks.repairs.rbac_steps import grant
from diagnostics import AppId, Case, IdentityKind, Repair, RepairStep

# Cross-tenant guide, 3.2.
_FIRST_PARTY_LIMIT = "An account with continuous backup or Synapse Link refuses the first-party identity: attach another one instead."


def set_default_identity(case: Case) -> Repair:
    """Make an identity that the account has its default; the grant goes before, so that the account's next try works."""
    facts = case.seen.maybe(AccountFacts)
    client = facts.default_identity.federated_client if facts and facts.default_identity else None
    steps = _across_tenants(case, facts, client) if client else _within_tenant(case, facts)
    is_first_party = any(IdentityKind.FIRST_PARTY.value in step.argv for step in steps)
    return plan(
        case,
        "cosmos-set-default-identity",
        "Give the account a valid default identity",
        *steps,
        notes=(_FIRST_PARTY_LIMIT,) if is_first_party else (),
    )


def _chosen(facts: AccountFacts | None) -> AttachedIdentity | None:
    return next((each for each in facts.attached if each.principal_id), None) if facts else None


def _within_tenant(case: Case, facts: AccountFacts | None) -> tuple[RepairStep, ...]:
    chosen = _chosen(facts)
    if chosen:
        value = f"{IdentityKind.USER_ASSIGNED.value}={chosen.identity}"
        steps = grant(grantee(case, principal=str(chosen.principal_id)))
        return *steps, make_default(case, value)
    if facts and facts.system_principal_id:
        return (
            *grant(grantee(case, principal=str(facts.system_principal_id))),
            make_default(case, IdentityKind.SYSTEM_ASSIGNED.value),
        )
    app = case.target.cloud.cosmos_app_id
    return *grant(grantee(case, app_id=app)), make_default(case, IdentityKind.FIRST_PARTY.value)


def _across_tenants(
    case: Case, facts: AccountFacts | None, client: AppId
) -> tuple[RepairStep, ...]:
    """Keep the application that reaches the other tenant; only the identity behind it changes."""
    chosen = _chosen(facts)
    identity = str(chosen.identity if chosen else IDENTITY_ID)
    attached = () if chosen else (_attach_any(case),)
    value = f"{IdentityKind.USER_ASSIGNED.value}={identity}&FederatedClientId={client}"
    trust = RepairStep(
        purpose=f"Let application {client} trust the identity: a federated credential with the identity's tenant as issuer,"
        " its principal id as subject and api://AzureADTokenExchange as audience; a missing one is found as EN130 in"
        " the next run.",
        role="Cloud Application Administrator",
        risk="whoever may use the identity may sign in as the application",
    )
    return (*attached, trust, make_default(case, value))


def _attach_any(case: Case) -> RepairStep:
    if case.target.account is None:
        return attach(case, None)
    return RepairStep(
        purpose="Attach a user-assigned identity to the account.",
        argv=(
            *("az", "cosmosdb", "identity", "assign", *account_of(case)),
            *("--identities", str(IDENTITY_ID)),
        ),
        role="Cosmos DB Operator, and Managed Identity Operator on the identity",
        permission=ACCOUNT_WRITE.at(str(case.target.account)),
        also=(IDENTITY_ASSIGN,),
        risk="none: identities that are attached already stay attached",
        proof=("az", "cosmosdb", "identity", "show", *account_of(case)),
        expect="the identity is listed",
    )
