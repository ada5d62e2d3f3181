"""Where a person, not a command, ends it: faults that no command repairs alone, and commands whose refusal a plan foresees."""

from __future__ import annotations

# What no command repairs alone, so that a pair with it would end by hand.
BY_HAND = {
    "principal-flagged-disabled": "no documentation says what takes isDisabled back",
    "disabled-by-microsoft": "only Microsoft lifts its block",
    "application-registration-missing": "a purged registration takes five parts that fit",
    "blocked-by-workload-policy": "the policy belongs to somebody",
    "denied-by-assignment": "Azure made the deny assignment for a deployment stack",
    "account-missing": "without a continuous backup Microsoft is asked",
    "account-being-updated": "it ends by itself",
    "key-uri-differs": "the configuration may be wrong as well as the account",
    "managed-hsm": "no check reads a Managed HSM",
    "perimeter-blocks-outbound": "the perimeter has an owner",
    "vault-in-perimeter": "the perimeter has an owner",
    "vault-gone": "rebuilding a vault is the last resort: run alone",
    "vault-name-unresolved": "a name resolution is mended where it fails",
    "status-absent": "the service does not say its state",
    "status-of-a-new-kind": "nobody knows what it means",
    "key-uri-versioned": "nothing is broken",
    "credential-expired": "whoever uses the secret takes the new one",
    "credential-expiring": "whoever uses the secret takes the new one",
    "conditional-role": "decided beside a second grant",
    "key-uri-names-no-key": "nobody has a backup of a key that never was",
    "key-uri-names-no-version": "a revoked account takes no other URI: Microsoft does it",
    "delegated-identity": "odd and well: the account does not say which principal it is",
    "denied-to-all": "Azure made the deny assignment, and it stops whoever repairs as well",
    "denied-through-group": "Azure made the deny assignment for a deployment stack",
    "denied-at-the-key": "Azure made the deny assignment for a deployment stack",
}
# Where a printed command is refused, or does not help, as the plan itself says: by the name of the run, the plan's words,
# and why a person stops there.
FORESEEN = {
    "vault-in-another-subscription@adobe-managed": (
        "only if it was purged",
        "the second step finds the vault where it was moved to",
    ),
    "key-absent-without-right alternative 1": (
        "key list-deleted",
        "the other of the two that look alike: the backup is refused while the deleted key holds its name",
    ),
    "key-absent-without-right@adobe-managed alternative 1": (
        "key list-deleted",
        "the other of the two that look alike: the backup is refused while the deleted key holds its name",
    ),
    "key-uri-names-no-key": (
        "at once where there is no backup of the key",
        "nobody has a backup of a key that never was",
    ),
    "key-uri-names-no-version": (
        "No Update is allowed on Database Account with Customer Managed Key in Revoked Status",
        "a revoked account takes no other URI: Microsoft does it",
    ),
    "federated-client-unknown": (
        "does not reference a valid application",
        "the account names an application that nobody registered: the alternative is run",
    ),
}
