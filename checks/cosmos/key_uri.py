"""Which key does the account use, and is it the one that the configuration names?"""

from __future__ import annotations

from collections.abc import Iterator

from checks.cosmos.facts import AccountFacts, KeyLocation
from checks.cosmos.kinds import KEY_URI_DIFFERS
from checks.keyvault.configured_key import foreign_advice, is_managed_hsm, is_of_cloud
from checks.keyvault.kinds import VAULT_UNDECIDED
from diagnostics import Check, KeyUri, Look, NotApplicable, Seen, Step, Topology, Verdict


async def probe(look: Look) -> KeyLocation | NotApplicable:
    """Read it out of the account; no request of its own."""
    account = look.seen[AccountFacts]
    if not account.exists:
        return NotApplicable("the account was not found (see cosmos.account)")
    if account.key_uri_text is None:
        return NotApplicable("the account has no customer-managed key")
    uri = account.key_uri
    if uri is None:
        return NotApplicable("the account's key URI is malformed (see cosmos.account)")
    return KeyLocation(
        observed_at=account.observed_at,
        key_uri=uri,
        origin=f"properties.keyVaultKeyUri of {account.account.name}",
        is_managed_hsm=is_managed_hsm(uri),
        is_of_cloud=is_of_cloud(uri, look.target.cloud),
        configured=look.target.key_uri,
    )


def judge(location: KeyLocation, seen: Seen) -> Iterator[Verdict]:
    """The account's own property is what counts; the configuration may be out of date."""
    account = seen[AccountFacts]
    configured = location.configured
    if configured and _folded(configured) != _folded(location.key_uri):
        yield KEY_URI_DIFFERS.found(
            account.account,
            f"Account {account.account.name} uses {location.key_uri.versionless}, but the configuration names"
            f" {configured.versionless}.",
            evidence=(
                f"properties.keyVaultKeyUri = {account.key_uri_text} ({account.account})",
                f"key_uri = {configured} (configuration)",
            ),
        )
    if not location.is_of_cloud:
        yield VAULT_UNDECIDED.unknown(
            f"{location.origin} names {location.key_uri}, whose host is not one of the chosen cloud's"
            " vaults, so nothing was asked about it.",
            do=foreign_advice(location.key_uri),
        )


def _folded(uri: KeyUri) -> str:
    """Give what makes it this key: names of keys are compared without case, and the version does not count."""
    return str(uri.versionless).lower()


CHECK = Check(
    id="cosmos.key_uri",
    title="The account uses the key that is expected, in the chosen cloud",
    provides=KeyLocation,
    probe=probe,
    judge=judge,
    kinds=(KEY_URI_DIFFERS, VAULT_UNDECIDED),
    step=Step.CMK,
    needs=(AccountFacts,),
    applies_to=frozenset({Topology.OWN_ACCOUNT}),
)
