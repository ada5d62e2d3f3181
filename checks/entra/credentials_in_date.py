"""Are the secrets and certificates of the application in date?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

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
    Kind,
    Look,
    NotApplicable,
    Seen,
    Severity,
    SignIn,
    Step,
    Verdict,
)

_SOON = timedelta(days=30)  # our choice: one monthly maintenance window ahead
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
    if last is None or last.ends_on is None:
        return
    kind = _kind(last.ends_on, facts.observed_at)
    if kind is None:
        return
    expired = kind is CREDENTIAL_EXPIRED
    how = "expired on" if expired else "ends on"
    yield kind.found(
        facts.app_id,
        f"The last {last.kind} of application {facts.display_name or 'without a name'}"
        f" ({facts.app_id}) {how} {last.ends_on:%Y-%m-%d %H:%M} UTC.",
        evidence=tuple(
            f"endDateTime = {as_written(each.ends_on)} ({each.kind} {each.key_id}, Microsoft Graph)"
            for each in facts.credentials
        ),
        severity=Severity.WARNING if facts.is_federated else None,
        because="the account signs in through a federated credential and does not use it"
        if facts.is_federated
        else "",
    )


def _last(credentials: tuple[CredentialDate, ...]) -> CredentialDate | None:
    """Find the one that ends last; one without an end outlives all."""
    endless = next((each for each in credentials if each.ends_on is None), None)
    dated = [(each.ends_on, each.key_id, each) for each in credentials if each.ends_on]
    return endless or (max(dated, key=lambda entry: entry[:2])[2] if dated else None)


def _kind(ends_on: datetime, now: datetime) -> Kind | None:
    if ends_on <= now:
        return CREDENTIAL_EXPIRED
    return CREDENTIAL_EXPIRING if ends_on - now <= _SOON else None


CHECK = Check(
    id="entra.credentials_in_date",
    title="The application's secrets and certificates are in date",
    provides=CredentialDates,
    probe=probe,
    judge=judge,
    kinds=(CREDENTIAL_EXPIRED, CREDENTIAL_EXPIRING),
    step=Step.IDENTITY,
    needs=(DefaultPrincipal, PrincipalFacts, SignIn),
    wants=(Registration,),
    applies_to=EVERY_TOPOLOGY_WITH_A_KEY,
)
