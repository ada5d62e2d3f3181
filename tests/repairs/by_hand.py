"""Where a person, not a command, ends it: faults that no command repairs alone, and commands whose refusal a plan foresees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A command that is refused as its own plan says; every other refusal is a mistake of the plan."""

    says: str  # the plan's words
    refusal: str  # what the service answers, and nothing else
    why: str  # why a person stops there

    def fits(self, report: str, problems: Sequence[str]) -> bool:
        """Tell whether the plan says so, and the one thing that failed is what it foresees."""
        is_said = self.says.lower() in report.lower()
        return is_said and len(problems) == 1 and self.refusal in problems[0]


_LOOKS_ALIKE = Foreseen(
    "key list-deleted",
    "deleted but recoverable state",
    "the other of the two that look alike: the backup is refused while the deleted key holds its name",
)
# By the name of the run.
FORESEEN = {
    "vault-in-another-subscription@adobe-managed": Foreseen(
        "only if it was purged",
        "Backup blob was made in another subscription or geography",
        "the second step finds the vault where it was moved to",
    ),
    "key-absent-without-right alternative 1": _LOOKS_ALIKE,
    "key-absent-without-right@adobe-managed alternative 1": _LOOKS_ALIKE,
    "key-uri-names-no-key": Foreseen(
        "at once where there is no backup of the key",
        "Key cosmos-cmk already exists",  # the backup is of the key that is there
        "nobody has a backup of a key that never was",
    ),
    "key-uri-names-no-version": Foreseen(
        "No Update is allowed on Database Account with Customer Managed Key in Revoked Status",
        "No Update is allowed on Database Account with Customer Managed Key in Revoked Status",
        "a revoked account takes no other URI: Microsoft does it",
    ),
    "federated-client-unknown": Foreseen(
        "does not reference a valid application",
        "does not reference a valid application object",
        "the account names an application that nobody registered: the alternative is run",
    ),
}
