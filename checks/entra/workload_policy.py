"""Could a policy for workload identities be what refuses the token?

Such policies are not read: only the sign-in logs show whether one applied. The question is asked only where a refused
token (4000) was seen and nothing else about the identity explains it.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.cosmos.facts import AccountFacts, DataPlaneAnswer
from checks.cosmos.revoked import is_confirmed
from checks.entra.facts import (
    DefaultPrincipal,
    FederatedCredentials,
    KeyVaultPrincipal,
    Presence,
    PrincipalFacts,
    Registration,
    Role,
    UserAssignedIdentity,
    WorkloadPolicy,
)
from checks.entra.federated_credential import misses
from checks.entra.kinds import POLICY_NOT_VISIBLE
from diagnostics import (
    EVERY_TOPOLOGY_WITH_A_KEY,
    Check,
    Look,
    NotApplicable,
    Permission,
    Seen,
    Step,
    Verdict,
)

# Entra page on Conditional Access for workload identities, read 2026-11-23: for single-tenant service principals that are
# registered in the tenant; neither for managed identities nor for multi-tenant or Microsoft's own applications.
_BEYOND = {
    Role.SYSTEM_ASSIGNED: "managed identities",
    Role.USER_ASSIGNED: "managed identities",
    Role.FEDERATED_APPLICATION: "multi-tenant applications",
    Role.CMK_APPLICATION: "multi-tenant applications",
    Role.FIRST_PARTY: "Microsoft's own applications",
}
_TOKEN_REFUSED = "4000"  # noqa: S105 - a sub-status
_OK = 200
# The sign-in and audit logs page of Microsoft Graph; never asked for by the checks themselves.
_SIGN_INS = Permission("graph", "AuditLog.Read.All", "Reports Reader, or admin consent")


async def probe(look: Look) -> WorkloadPolicy | NotApplicable:
    """Gather where a refused token was seen; no request of its own."""
    seen_in = tuple(_seen_in(look))
    if not seen_in:
        return NotApplicable("no refused token (4000) was seen")
    return WorkloadPolicy(observed_at=look.now(), seen_in=seen_in)


def _seen_in(look: Look) -> Iterator[str]:
    account = look.seen.maybe(AccountFacts)
    answer = look.seen.maybe(DataPlaneAnswer)
    if account and f"({_TOKEN_REFUSED})" in (account.cmk_status or ""):
        yield f"customerManagedKeyStatus of {account.account.name}"
    if answer and str(answer.sub_status) == _TOKEN_REFUSED:
        yield f"the answer of {answer.endpoint}"
    said = [item for item in look.pasted if item.code == _TOKEN_REFUSED]
    if said and not _is_over(account, answer):
        yield "the logs" if said[0].logged else "the pasted error"


def _is_over(account: AccountFacts | None, answer: DataPlaneAnswer | None) -> bool:
    """Tell whether the account works again, by its own word and by its data plane."""
    confirmed = account is not None and is_confirmed(account.cmk_status or "")
    return confirmed and answer is not None and answer.status == _OK


def judge(facts: WorkloadPolicy, seen: Seen) -> Iterator[Verdict]:
    """Say the doubt only where the identity itself looks healthy."""
    principal = seen.maybe(PrincipalFacts)
    if principal is None or not _looks_healthy(principal, seen):
        yield NotApplicable("the identity itself is not healthy, or was not seen")
        return
    default = seen.maybe(DefaultPrincipal)
    yield POLICY_NOT_VISIBLE.unknown(
        f"A refused token (4000) was seen in {' and '.join(facts.seen_in)}, while principal"
        f" {principal.object_id} looks healthy: what refuses the token, a policy for workload identities or"
        f" the provider's own side, only the sign-in logs can show.{_reach(default)}",
        permissions=(_SIGN_INS,),
        do=f"Entra admin center, Sign-in logs, {_log_of(default)}: filter on object id {principal.object_id}"
        " and read the error code; 53003 is Conditional Access",
    )


def _reach(default: DefaultPrincipal | None) -> str:
    """Say whom such policies reach, as far as it is documented."""
    if default is None:
        return ""
    return f" Conditional Access is documented not to cover {_BEYOND[default.role]}, so such a policy is unlikely."


def _log_of(principal: DefaultPrincipal | None) -> str:
    managed = principal and principal.role in (Role.SYSTEM_ASSIGNED, Role.USER_ASSIGNED)
    return "Managed identity sign-ins" if managed else "Service principal sign-ins"


def _looks_healthy(principal: PrincipalFacts, seen: Seen) -> bool:
    vault, identity = seen.maybe(KeyVaultPrincipal), seen.maybe(UserAssignedIdentity)
    federation = seen.maybe(FederatedCredentials)
    default, registration = seen.maybe(DefaultPrincipal), seen.maybe(Registration)
    return (
        _is_enabled(principal)
        and (default is None or default.is_attached is not False)
        and (registration is None or registration.presence is Presence.PRESENT)
        and (vault is None or vault.account_enabled is True)
        and (identity is None or identity.presence is Presence.PRESENT)
        and (
            federation is None
            or any(not misses(federation, each) for each in federation.credentials)
        )
    )


def _is_enabled(principal: PrincipalFacts) -> bool:
    return (
        principal.presence is Presence.PRESENT
        and principal.account_enabled is True
        and not principal.is_disabled
        and principal.disabled_by_microsoft in (None, "", "NotDisabled")
    )


CHECK = Check(
    id="entra.workload_policy",
    title="No policy for workload identities is suspected",
    provides=WorkloadPolicy,
    probe=probe,
    judge=judge,
    kinds=(POLICY_NOT_VISIBLE,),
    step=Step.IDENTITY,
    wants=(AccountFacts, DataPlaneAnswer),
    weighs=(
        DefaultPrincipal,
        FederatedCredentials,
        KeyVaultPrincipal,
        PrincipalFacts,
        Registration,
        UserAssignedIdentity,
    ),
    applies_to=EVERY_TOPOLOGY_WITH_A_KEY,
    is_required=False,
)
