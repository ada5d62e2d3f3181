"""Are the secrets and certificates of the application in date?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from checks.entra.facts import (
    CredentialDate,
    CredentialDates,
    DefaultPrincipal,
    PrincipalFacts,
    Registration,
    Role,
    as_written,
)
from checks.entra.kinds import CREDENTIAL_EXPIRED, CREDENTIAL_EXPIRING
from diagnostics import (
    EVERY_TOPOLOGY_WITH_A_KEY,
    Check,
    Deadline,
    Finding,
    Kind,
    Look,
    NotApplicable,
    Seen,
    Severity,
    SignIn,
    Step,
    Verdict,
)

_BY_ROLE = {
    Role.SYSTEM_ASSIGNED: "Azure renews a managed identity's credentials by itself",
    Role.USER_ASSIGNED: "Azure renews a managed identity's credentials by itself",
    Role.FIRST_PARTY: "Microsoft renews the credentials of its own applications",
}


async def probe(look: Look) -> CredentialDates | NotApplicable:
    """Gather the dates that registration and service principal carry; no request of its own."""
    principal, facts = look.seen[DefaultPrincipal], look.seen[PrincipalFacts]
    own_tenant = look.seen[SignIn].tenant
    registration = look.seen.maybe(Registration)
    if principal.role in _BY_ROLE or facts.principal_type == "ManagedIdentity":
        return NotApplicable(_BY_ROLE.get(principal.role, _BY_ROLE[Role.USER_ASSIGNED]))
    if facts.owner_tenant and facts.owner_tenant != own_tenant:
        return NotApplicable(
            f"the application is registered in tenant {facts.owner_tenant}, where its credentials are"
        )
    if registration is None or facts.app_id is None:
        return NotApplicable(
            "the application's registration was not seen (see entra.registration)"
        )
    return CredentialDates(
        observed_at=registration.observed_at,
        app_id=facts.app_id,
        display_name=registration.display_name or facts.display_name,
        is_federated=principal.role is Role.FEDERATED_APPLICATION,
        credentials=(*registration.credentials, *facts.credentials),
    )


def judge(facts: CredentialDates, _seen: Seen) -> Iterator[Verdict]:
    """What counts is the last credential to end: older ones may expire beside a newer one."""
    last = _last(facts.credentials)
    if last and last.ends_on and last.ends_on <= facts.observed_at:
        yield _said(facts, last, last.ends_on, CREDENTIAL_EXPIRED)


def ahead(facts: CredentialDates, _seen: Seen) -> Iterator[Finding]:
    """The last credential will end; what ends before it is replaced already."""
    last = _last(facts.credentials)
    if last and last.ends_on:
        yield _said(facts, last, last.ends_on, CREDENTIAL_EXPIRING)


def _said(facts: CredentialDates, last: CredentialDate, ends_on: datetime, kind: Kind) -> Finding:
    is_over = kind is CREDENTIAL_EXPIRED
    name = facts.display_name or "without a name"
    what = f"The last {last.kind} of application {name} ({facts.app_id})"
    return kind.found(
        facts.app_id,
        f"{what} {'expired' if is_over else 'ends'} on {ends_on:%Y-%m-%d %H:%M} UTC.",
        evidence=tuple(
            f"endDateTime = {as_written(each.ends_on)} ({each.kind} {each.key_id}, Microsoft Graph)"
            for each in facts.credentials
        ),
        severity=Severity.WARNING if facts.is_federated else None,
        because="the account signs in through a federated credential and does not use it"
        if facts.is_federated
        else "",
        deadlines=() if is_over else (Deadline(f"{what} ends", ends_on),),
    )


def _last(credentials: tuple[CredentialDate, ...]) -> CredentialDate | None:
    """Find the one that ends last; one without an end outlives all."""
    endless = next((each for each in credentials if each.ends_on is None), None)
    dated = [(each.ends_on, each.key_id, each) for each in credentials if each.ends_on]
    return endless or (max(dated, key=lambda entry: entry[:2])[2] if dated else None)


CHECK = Check(
    id="entra.credentials_in_date",
    title="The application's secrets and certificates are in date",
    provides=CredentialDates,
    probe=probe,
    judge=judge,
    ahead=ahead,
    kinds=(CREDENTIAL_EXPIRED, CREDENTIAL_EXPIRING),
    step=Step.IDENTITY,
    needs=(DefaultPrincipal, PrincipalFacts, SignIn),
    wants=(Registration,),
    applies_to=EVERY_TOPOLOGY_WITH_A_KEY,
)
