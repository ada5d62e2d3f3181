"""What the check of access to the key says of plain records."""

from __future__ import annotations

from checks.keyvault.facts import VaultFacts
from checks.rbac.facts import KeyGrants
from checks.rbac.key_access import judge
from diagnostics import Finding, Seen
from tests.checks.cosmos.situations import revoked_text
from tests.checks.rbac.situations import a_vault, seen

ENOUGH = ("get", "wrapkey", "unwrapkey")
RBAC, POLICIES = a_vault(), a_vault(rbac=False)
REFUSED, GONE = revoked_text("it may not", 4002), revoked_text("the key is gone", 4003)
UNRESOLVED, NO_VAULT = revoked_text("of its name", 4009), revoked_text("of the vault", 4017)
CONFIRMED = "Access to the configured customer managed key confirmed."


def judged(held: KeyGrants, vault: VaultFacts = RBAC, known: Seen | None = None) -> list:
    return list(judge(held, known or seen(vault)))


def codes_of(verdicts: list) -> list[str]:
    return [one.kind.code for one in verdicts]


def codes(held: KeyGrants, vault: VaultFacts = RBAC) -> list[str]:
    return [one.kind.code for one in judged(held, vault)]


def one(verdicts: list) -> Finding:
    (found,) = verdicts
    assert isinstance(found, Finding)
    return found
