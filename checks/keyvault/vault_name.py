"""Does the vault's name resolve?

Behind a proxy nobody here can know: the proxy resolves. That is said as an open question, and since everything else
about the vault is read through Resource Manager, the question is not required: it does not make an otherwise healthy
run incomplete. Where Cosmos DB itself cannot resolve the name, the account says so (4009), and a vault that is not
there is found by `keyvault.vault`.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.cosmos.facts import AccountFacts, KeyLocation
from checks.keyvault.facts import VaultName
from checks.keyvault.kinds import VAULT_NAME_UNRESOLVED, VAULT_UNDECIDED
from checks.keyvault.status import confirms_access
from diagnostics import (
    EVERY_TOPOLOGY_WITH_A_KEY,
    Check,
    Look,
    NotApplicable,
    Seen,
    Severity,
    Step,
    Verdict,
)


async def probe(look: Look) -> VaultName | NotApplicable:
    """Resolve the host name; one of another cloud or domain is left alone."""
    location = look.seen[KeyLocation]
    if not location.is_of_cloud:
        return NotApplicable(f"{location.key_uri.host} is not a host of the chosen cloud")
    answer = await look.names.resolve(location.key_uri.host)
    return VaultName(
        observed_at=answer.observed_at,
        host=answer.host,
        resolved=answer.resolved,
        addresses=answer.addresses,
        reason=answer.reason,
    )


def judge(name: VaultName, seen: Seen) -> Iterator[Verdict]:
    """A name that resolves is well whatever the address: private addresses are judged with the network rules."""
    if name.resolved is None:
        yield VAULT_UNDECIDED.unknown(
            f"Whether {name.host} resolves cannot be seen from here: {name.reason}",
            do=f"nslookup {name.host}",
        )
    elif not name.resolved:
        confirmed = confirms_access(seen.maybe(AccountFacts))
        yield VAULT_NAME_UNRESOLVED.found(
            name.host,
            f"The name {name.host} does not resolve from here: {name.reason or 'no address'}.",
            evidence=(f"addresses = none (name resolution of this machine for {name.host})",),
            severity=Severity.WARNING if confirmed else None,
            because="the account says that it reaches its key, so only this machine is affected"
            if confirmed
            else "",
        )


CHECK = Check(
    id="keyvault.vault_name",
    title="The vault's name resolves",
    provides=VaultName,
    probe=probe,
    judge=judge,
    kinds=(VAULT_NAME_UNRESOLVED, VAULT_UNDECIDED),
    step=Step.CMK,
    needs=(KeyLocation,),
    weighs=(AccountFacts,),
    applies_to=EVERY_TOPOLOGY_WITH_A_KEY,
    is_required=False,
)
