"""Is the user-assigned identity still the one that the account was given?"""

from __future__ import annotations

from collections.abc import Iterator

from checks.cosmos.facts import AccountFacts
from checks.entra.facts import (
    DefaultPrincipal,
    Presence,
    RightPlace,
    UserAssignedIdentity,
    unproven_absence,
)
from checks.entra.kinds import IDENTITY_DELETED, IDENTITY_RECREATED, PLACE_NOT_SETTLED
from diagnostics import (
    AppId,
    Check,
    Denied,
    Document,
    Look,
    NotApplicable,
    NotFound,
    ObjectId,
    ResourceId,
    Seen,
    Step,
    TenantId,
    Topology,
    Verdict,
    ports,
)


async def probe(look: Look) -> UserAssignedIdentity | NotApplicable:
    """Read the identity, and what the account's identity block says of it."""
    identity = look.seen[DefaultPrincipal].identity
    if identity is None:
        return NotApplicable("the default identity is not a user-assigned one")
    on_account = next(
        (each for each in look.seen[AccountFacts].attached if each.identity == identity), None
    )
    told = on_account.principal_id if on_account else None
    try:
        return _present(identity, told, await look.arm.identity(identity))
    except NotFound:
        return UserAssignedIdentity(
            observed_at=look.now(),
            identity=identity,
            presence=Presence.GONE if await _can_see(look, identity) else Presence.CANNOT_TELL,
            principal_id=None,
            client_id=None,
            tenant=None,
            principal_id_on_account=told,
        )


async def _can_see(look: Look, identity: ResourceId) -> bool:
    """Tell whether the identity's own subscription is visible; it may be a third one."""
    try:
        await look.arm.subscription(identity.subscription)
    except (Denied, NotFound):
        return False
    return True


def _present(
    identity: ResourceId, told: ObjectId | None, document: Document
) -> UserAssignedIdentity:
    client = document.text("properties.clientId")
    tenant = document.text("properties.tenantId")
    return UserAssignedIdentity(
        observed_at=document.observed_at,
        identity=identity,
        presence=Presence.PRESENT,
        principal_id=ObjectId.parse(document.require_text("properties.principalId")),
        client_id=AppId.parse(client) if client else None,
        tenant=TenantId.parse(tenant) if tenant else None,
        principal_id_on_account=told,
    )


def judge(facts: UserAssignedIdentity, seen: Seen) -> Iterator[Verdict]:
    """Deleted, or another one under the same name."""
    if facts.presence is Presence.PRESENT:
        yield from _recreated(facts, seen[AccountFacts])
        return
    what = f"User-assigned identity {facts.identity.name}"
    open_question = unproven_absence(seen.maybe(RightPlace), what, in_directory=False)
    if open_question:
        yield open_question
    elif facts.presence is Presence.CANNOT_TELL:
        yield PLACE_NOT_SETTLED.unknown(
            f"{what} was not found, which proves nothing yet: its subscription {facts.identity.subscription} cannot be seen.",
            permissions=(ports.IDENTITY_READ.at(str(facts.identity)),),
            do=f"az account show --subscription {facts.identity.subscription}",
        )
    else:
        yield IDENTITY_DELETED.found(
            facts.identity,
            f"{what} in resource group {facts.identity.group} is deleted; a user-assigned identity"
            " cannot be recovered.",
            evidence=(
                f"status = 404 (GET {facts.identity})",
                f"principalId = {facts.principal_id_on_account or 'absent'} (identity block of the"
                " account)",
            ),
        )


def _recreated(facts: UserAssignedIdentity, account: AccountFacts) -> Iterator[Verdict]:
    told = facts.principal_id_on_account
    if told is None or told == facts.principal_id:
        return
    yield IDENTITY_RECREATED.found(
        facts.identity,
        f"User-assigned identity {facts.identity.name} was recreated: its principal id is"
        f" {facts.principal_id}, but account {account.account.name} still knows it as {told}.",
        evidence=(
            f"properties.principalId = {facts.principal_id} ({facts.identity})",
            f"identity.userAssignedIdentities[…].principalId = {told} ({account.account})",
        ),
    )


CHECK = Check(
    id="entra.user_assigned_identity",
    title="The user-assigned identity exists and is the one the account knows",
    provides=UserAssignedIdentity,
    probe=probe,
    judge=judge,
    kinds=(IDENTITY_DELETED, IDENTITY_RECREATED, PLACE_NOT_SETTLED),
    step=Step.IDENTITY,
    needs=(DefaultPrincipal, AccountFacts),
    weighs=(RightPlace,),
    applies_to=frozenset({Topology.OWN_ACCOUNT}),
    permissions=(ports.IDENTITY_READ,),
)
