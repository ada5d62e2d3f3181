"""Does the multi-tenant application trust the account's managed identity?

Entra ID compares issuer, subject and audience letter by letter; a wrong letter case is refused (AADSTS7002138).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.entra.facts import (
    DefaultPrincipal,
    FederatedCredential,
    FederatedCredentials,
    Role,
)
from checks.entra.kinds import FEDERATION_MISMATCH, FEDERATION_MISSING, PRINCIPAL_UNKNOWN
from checks.entra.reading import or_absent, value_of
from diagnostics import (
    Check,
    Document,
    Look,
    NotApplicable,
    ObjectId,
    Seen,
    Step,
    TenantId,
    Topology,
    Verdict,
    ports,
)

# Audience of a managed identity's token per cloud (Entra page on a managed identity as federated credential).
AUDIENCES = {
    "public": "api://AzureADTokenExchange",
    "usgov": "api://AzureADTokenExchangeUSGov",
}


async def probe(look: Look) -> FederatedCredentials | NotApplicable:
    """Read the application's federated credentials, where it is registered in this tenant."""
    import asyncio  # only who looks needs it; judging again does not

    principal = look.seen[DefaultPrincipal]
    if (
        principal.role is not Role.FEDERATED_APPLICATION
        or principal.app_id is None
        or principal.identity is None
    ):
        return NotApplicable("the account uses no federated application")
    answers = await asyncio.gather(
        or_absent(look.msgraph.application(principal.app_id)),
        or_absent(look.arm.identity(principal.identity)),
        return_exceptions=True,
    )
    application, identity = value_of(answers[0]), value_of(answers[1])
    if application is None:
        return NotApplicable(
            f"application {principal.app_id} is not registered in this tenant (see entra.registration)"
        )
    if identity is None:
        return NotApplicable(
            f"identity {principal.identity.name} was not found (see entra.user_assigned_identity)"
        )
    object_id = ObjectId.parse(application.require_text("id"))
    listed = await look.msgraph.federated_credentials(object_id)
    # The identity block of the account names no tenant where all its identities are user-assigned.
    tenant = identity.text("properties.tenantId")
    today = identity.text("properties.principalId")
    cloud = look.target.cloud
    return FederatedCredentials(
        observed_at=application.observed_at,
        app_id=principal.app_id,
        application=object_id,
        identity=principal.identity,
        issuer=f"https://{cloud.authority}/{TenantId.parse(tenant)}/v2.0" if tenant else None,
        subject=principal.federated_from or (ObjectId.parse(today) if today else None),
        audience=AUDIENCES[cloud.name],
        credentials=tuple(_credential(document) for document in listed),
    )


def _credential(document: Document) -> FederatedCredential:
    return FederatedCredential(
        id=document.text("id") or "",
        name=document.text("name") or "",
        issuer=document.require_text("issuer"),
        subject=_subject(document),
        audiences=document.require_texts("audiences"),
    )


def _subject(document: Document) -> str:
    """Return the subject; a flexible credential has an expression in its place (Microsoft Graph beta reference)."""
    if document.has("claimsMatchingExpression"):
        return document.text("subject") or ""
    return document.require_text("subject")


def judge(facts: FederatedCredentials, _seen: Seen) -> Iterator[Verdict]:
    """One credential must match in all three parts; else name the nearest miss."""
    if facts.issuer is None or facts.subject is None:
        yield PRINCIPAL_UNKNOWN.unknown(
            f"Neither the account nor the identity says tenant and principal id of {facts.identity.name},"
            " so the federated credentials cannot be compared with it.",
            do=f"az identity show --ids {facts.identity}",
        )
    elif not facts.credentials:
        yield FEDERATION_MISSING.found(
            facts.app_id,
            f"Application {facts.app_id} has no federated credential, so identity"
            f" {facts.identity.name} cannot sign in as it.",
            evidence=(_listed(facts),),
        )
    elif not any(not misses(facts, each) for each in facts.credentials):
        yield from _no_match(facts)


def _no_match(facts: FederatedCredentials) -> Iterator[Verdict]:
    """Other workloads may have credentials of their own: one that shares nothing is no near miss."""
    near = nearest(facts)
    if near is None:
        yield FEDERATION_MISSING.found(
            facts.app_id,
            f"Application {facts.app_id} has {len(facts.credentials)} federated credentials, none of"
            f" them for identity {facts.identity.name} (principal id {facts.subject}).",
            evidence=(_listed(facts),),
        )
        return
    wrong = misses(facts, near)
    yield FEDERATION_MISMATCH.found(
        facts.app_id,
        f"Federated credential {near.name} of application {facts.app_id} does not match identity"
        f" {facts.identity.name}: " + "; ".join(_words(*miss) for miss in wrong) + ".",
        evidence=tuple(
            f"{part} = {found} (federated credential {near.name}, Microsoft Graph)"
            for part, found, _needed in wrong
        ),
    )


def misses(
    facts: FederatedCredentials, credential: FederatedCredential
) -> tuple[tuple[str, str, str], ...]:
    """List the parts that differ: name, what it says, what it must say."""
    parts = (
        ("issuer", credential.issuer, facts.issuer or ""),
        ("subject", credential.subject, str(facts.subject)),
    )
    wrong = tuple(part for part in parts if part[1] != part[2])
    if facts.audience not in credential.audiences:
        wrong += (("audience", ", ".join(credential.audiences) or "empty", facts.audience),)
    return wrong


def nearest(facts: FederatedCredentials) -> FederatedCredential | None:
    """Find the credential that was meant for the identity: same issuer or subject, letter case aside."""
    meant = [each for each in facts.credentials if _was_meant(facts, each)]
    return min(meant, key=lambda each: (len(misses(facts, each)), each.name), default=None)


def _was_meant(facts: FederatedCredentials, credential: FederatedCredential) -> bool:
    return (
        credential.subject.lower() == str(facts.subject)
        or credential.issuer.lower() == (facts.issuer or "").lower()
    )


def _words(part: str, found: str, needed: str) -> str:
    hint = " (only the letter case differs)" if found.lower() == needed.lower() else ""
    return f"its {part} is {found}, but must be {needed}{hint}"


def _listed(facts: FederatedCredentials) -> str:
    names = ", ".join(each.name for each in facts.credentials) or "none"
    return f"federatedIdentityCredentials = {names} (applications/{facts.application}, Microsoft Graph)"


CHECK = Check(
    id="entra.federated_credential",
    title="The federated application trusts the account's managed identity",
    provides=FederatedCredentials,
    probe=probe,
    judge=judge,
    kinds=(FEDERATION_MISSING, FEDERATION_MISMATCH, PRINCIPAL_UNKNOWN),
    step=Step.IDENTITY,
    needs=(DefaultPrincipal,),
    applies_to=frozenset({Topology.OWN_ACCOUNT}),
    permissions=(ports.APPLICATION_READ, ports.IDENTITY_READ),
)
