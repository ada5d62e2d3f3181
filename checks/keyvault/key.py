"""Is the customer-managed key there, enabled, in date, and fit to wrap?

Sources, read 2026-11-23: Key Vault REST reference, vaults/keys; how-to-setup-customer-managed-keys of Azure Cosmos DB
(RSA, 3072 bits recommended); customer-managed keys of Adobe Experience Platform (RSA of at least 3072 bits).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.cosmos.facts import AccountFacts, KeyLocation
from checks.doctor.kinds import MISSING_PERMISSION
from checks.entra.facts import Presence
from checks.keyvault.facts import KeyFacts, KeyVersion, utc
from checks.keyvault.key_absence import judge_absence
from checks.keyvault.key_reading import read
from checks.keyvault.key_rotation import judge_rotation
from checks.keyvault.kinds import (
    KEY_ABSENT,
    KEY_DISABLED,
    KEY_EXPIRED,
    KEY_EXPIRING,
    KEY_GONE,
    KEY_NOT_YET_VALID,
    KEY_OPERATIONS_MISSING,
    KEY_SOFT_DELETED,
    KEY_TOO_SMALL,
    KEY_TYPE_UNSUITABLE,
    OLD_VERSION_DISABLED,
    VAULT_UNDECIDED,
)
from diagnostics import (
    EVERY_TOPOLOGY_WITH_A_KEY,
    Check,
    Deadline,
    Finding,
    Look,
    NotApplicable,
    Seen,
    Severity,
    Step,
    Verdict,
    ports,
)

REQUIRED_BITS = 3072
_WRAPPING_TYPES = ("rsa", "rsa-hsm")
_WRAPPING = ("wrapKey", "unwrapKey")


async def probe(look: Look) -> KeyFacts | NotApplicable:
    """Read the key through Resource Manager: no cryptographic operation, no firewall, no data-plane right.

    Reads: GET {vault}/keys/{k}, GET {vault}/keys/{k}/versions; for a URI that names an older version GET
    …/versions/{v}; for an absent key GET /deletedkeys/{k} of the vault itself.
    """
    location = look.seen[KeyLocation]
    facts = await read(look, location)
    if facts is None:
        return NotApplicable(f"vault {location.key_uri.host} was not seen, so neither was its key")
    return facts


def judge(key: KeyFacts, seen: Seen) -> Iterator[Verdict]:
    """The key may be wrong in several ways at once; all of them are told.

    That the key is absent is believed without further proof of the right place: its vault was seen.
    """
    if key.presence is not Presence.PRESENT:
        yield from judge_absence(key)
        return
    if key.current is None:
        yield _no_such_version(key)
        return
    yield from _dates(key, key.current)
    yield from _fitness(key)
    yield from judge_rotation(key, key.current, seen.maybe(AccountFacts))
    missing = _not_said(key, key.current)
    if missing:
        yield VAULT_UNDECIDED.unknown(
            f"Resource Manager's answer about {key.key_uri} does not say {', '.join(missing)}.",
            do=f"az keyvault key show --id {key.key_uri}",
        )


def ahead(key: KeyFacts, _seen: Seen) -> Iterator[Finding]:
    """An expiry stops wrapping and unwrapping on its day, whatever else the key is fit for.

    One that starts only later has its own clock; that of a deleted key is the day of its purge.
    """
    current = key.current
    if key.presence is not Presence.PRESENT or current is None or current.expires_on is None:
        return
    version, ends_on = current.version, current.expires_on
    yield KEY_EXPIRING.found(
        key.key_uri,
        f"Key {key.key_uri} expires on {utc(ends_on)} (version {version}); from then on nothing can"
        " be wrapped or unwrapped with it.",
        evidence=(f"attributes.exp = {utc(ends_on)} {_where(key)}",),
        deadlines=(Deadline(f"Key {key.key_uri} expires", ends_on),),
    )


def _dates(key: KeyFacts, current: KeyVersion) -> Iterator[Finding]:
    now, where = key.observed_at, _where(key)
    if current.enabled is False:
        since = f", last changed {utc(current.updated_on)}" if current.updated_on else ""
        yield KEY_DISABLED.found(
            key.key_uri,
            f"Key {key.key_uri} is disabled (version {current.version}{since}): nothing can be"
            " wrapped or unwrapped with it.",
            evidence=(f"attributes.enabled = false {where}",),
        )
    if current.expires_on and current.expires_on <= now:
        yield KEY_EXPIRED.found(
            key.key_uri,
            f"Key {key.key_uri} expired on {utc(current.expires_on)} (version {current.version}).",
            evidence=(f"attributes.exp = {utc(current.expires_on)} {where}",),
        )
    if current.not_before and current.not_before > now:
        yield KEY_NOT_YET_VALID.found(
            key.key_uri,
            f"Key {key.key_uri} becomes valid only on {utc(current.not_before)}"
            f" (version {current.version}).",
            evidence=(f"attributes.nbf = {utc(current.not_before)} {where}",),
            deadlines=(Deadline(f"Key {key.key_uri} becomes valid", current.not_before),),
        )


def _fitness(key: KeyFacts) -> Iterator[Finding]:
    """A key of the wrong type has neither the operations nor the size: one finding says it."""
    where = _where(key)
    if key.key_type and key.key_type.lower() not in _WRAPPING_TYPES:
        yield KEY_TYPE_UNSUITABLE.found(
            key.key_uri,
            f"Key {key.key_uri} is of type {key.key_type}; only RSA and RSA-HSM keys can wrap the"
            " keys of Cosmos DB.",
            evidence=(f"kty = {key.key_type} {where}",),
        )
        return
    yield from _operations(key)
    if key.key_size is not None and key.key_size < REQUIRED_BITS:
        yield KEY_TOO_SMALL.found(
            key.key_uri,
            f"Key {key.key_uri} has {key.key_size} bits;"
            f" {'Adobe requires' if key.adobe_managed else 'Microsoft recommends'} at least"
            f" {REQUIRED_BITS}.",
            evidence=(f"keySize = {key.key_size} {where}",),
            severity=Severity.CRITICAL if key.adobe_managed else None,
            because=f"Adobe requires at least {REQUIRED_BITS} bits, Azure only recommends them"
            if key.adobe_managed
            else "",
        )


def _operations(key: KeyFacts) -> Iterator[Finding]:
    if key.operations is None:
        return
    given = {name.lower() for name in key.operations}
    missing = [name for name in _WRAPPING if name.lower() not in given]
    if missing:
        yield KEY_OPERATIONS_MISSING.found(
            key.key_uri,
            f"Key {key.key_uri} does not permit {' and '.join(missing)}; it permits"
            f" {', '.join(key.operations) or 'nothing'}.",
            evidence=(f"keyOps = {', '.join(key.operations) or 'empty'} {_where(key)}",),
        )


def _not_said(key: KeyFacts, current: KeyVersion) -> list[str]:
    wraps = key.key_type.lower() in _WRAPPING_TYPES
    return [
        name
        for name, is_open in (
            ("whether it is enabled", current.enabled is None),
            ("its type", not key.key_type),
            ("its operations", wraps and key.operations is None),
            ("its size", wraps and key.key_size is None),
        )
        if is_open
    ]


def _no_such_version(key: KeyFacts) -> Finding:
    return KEY_GONE.found(
        key.key_uri,
        f"Key {key.key_uri.versionless} is in the vault, but has no version {key.key_uri.version},"
        " which is the one the key URI names.",
        evidence=(
            f"version {key.key_uri.version} = not found (versions of {key.key}, Resource Manager)",
        ),
    )


def _where(key: KeyFacts) -> str:
    return f"(key {key.key}, Resource Manager)"


CHECK = Check(
    id="keyvault.key",
    title="The key exists, is enabled, in date, and can wrap",
    provides=KeyFacts,
    probe=probe,
    judge=judge,
    ahead=ahead,
    kinds=(
        KEY_DISABLED,
        KEY_EXPIRED,
        KEY_EXPIRING,
        KEY_NOT_YET_VALID,
        KEY_OPERATIONS_MISSING,
        KEY_TYPE_UNSUITABLE,
        KEY_TOO_SMALL,
        KEY_GONE,
        KEY_SOFT_DELETED,
        KEY_ABSENT,
        OLD_VERSION_DISABLED,
        VAULT_UNDECIDED,
        MISSING_PERMISSION,
    ),
    step=Step.CMK,
    needs=(KeyLocation,),
    weighs=(AccountFacts,),
    applies_to=EVERY_TOPOLOGY_WITH_A_KEY,
    permissions=(
        ports.VAULT_FIND,
        ports.KEY_READ,
        ports.KEY_VERSIONS_READ,
        ports.DELETED_KEY_READ,
    ),
)
