"""Which key does the configuration name?

In the adobe-managed topology nobody here can read the account, so the configuration is the only source.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.cosmos.facts import KeyLocation
from checks.keyvault.kinds import VAULT_UNDECIDED
from diagnostics import (
    CLOUDS,
    Check,
    Cloud,
    KeyUri,
    Look,
    NotApplicable,
    Seen,
    Step,
    Topology,
    Verdict,
)


async def probe(look: Look) -> KeyLocation | NotApplicable:
    """Take the key URI from the configuration; no request."""
    uri = look.target.key_uri
    if uri is None:
        return NotApplicable("the configuration names no key")
    return KeyLocation(
        observed_at=look.now(),
        key_uri=uri,
        origin="key_uri in the configuration",
        is_managed_hsm=is_managed_hsm(uri),
        is_of_cloud=is_of_cloud(uri, look.target.cloud),
    )


def is_managed_hsm(uri: KeyUri) -> bool:
    """Tell whether the host is that of a Managed HSM, in whichever cloud."""
    return uri.vault_suffix in {cloud.hsm_suffix for cloud in CLOUDS.values()}


def is_of_cloud(uri: KeyUri, cloud: Cloud) -> bool:
    """Tell whether the host belongs to the chosen cloud."""
    return uri.vault_suffix in (cloud.vault_suffix, cloud.hsm_suffix)


def owner_of(uri: KeyUri) -> str:
    """Name the cloud that the host belongs to; empty = none that is known."""
    return next((cloud.name for cloud in CLOUDS.values() if is_of_cloud(uri, cloud)), "")


def judge(location: KeyLocation, _seen: Seen) -> Iterator[Verdict]:
    """A host outside the cloud is never asked, so nothing can be said about its key."""
    if not location.is_of_cloud:
        yield VAULT_UNDECIDED.unknown(
            f"{location.origin} names {location.key_uri}, whose host is not one of the chosen"
            " cloud's vaults, so nothing was asked about it.",
            do=foreign_advice(location.key_uri),
        )


def foreign_advice(uri: KeyUri) -> str:
    """Say what to correct where a key URI's host is not one of the chosen cloud's."""
    owner = owner_of(uri)
    if owner:
        return f'set cloud = "{owner}" if the vault really is there, else correct the key URI'
    return "correct the key URI: no Azure cloud known here has vaults under that domain"


CHECK = Check(
    id="keyvault.configured_key",
    title="The configuration names a key of the chosen cloud",
    provides=KeyLocation,
    probe=probe,
    judge=judge,
    kinds=(VAULT_UNDECIDED,),
    step=Step.CMK,
    applies_to=frozenset({Topology.ADOBE_MANAGED}),
)
