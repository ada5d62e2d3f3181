"""Can one principal get, wrap and unwrap by a vault's access policies: yes, no, or cannot tell.

An entry counts for the vault's own tenant, for the principal or a group it belongs to (transitively), and only when it
is not bound to an application: a compound identity counts for a user who comes through that application.

Source: Key Vault access-policy page and the REST reference of vaults (AccessPolicyEntry), read 2026-11-23.
"""

from __future__ import annotations

from checks.keyvault.facts import AccessPolicy, VaultFacts
from checks.rbac.evaluate import NEEDS, Answer, Need, together
from diagnostics import ObjectId, record


@record(frozen=True, slots=True, kw_only=True)
class PolicyOperation:
    """How one operation stands."""

    need: Need
    answer: Answer
    granted_by: tuple[AccessPolicy, ...]
    perhaps_by: tuple[AccessPolicy, ...]  # if the principal belongs to that object id


@record(frozen=True, slots=True)
class PolicyRuling:
    """How the three operations stand by access policies."""

    operations: tuple[PolicyOperation, ...]

    @property
    def answer(self) -> Answer:
        """Answer for all of them together."""
        return together(operation.answer for operation in self.operations)

    @property
    def not_granted(self) -> tuple[Need, ...]:
        """The operations that no entry gives, not even perhaps."""
        return tuple(one.need for one in self.operations if one.answer is Answer.NO)


def decide_policies(
    vault: VaultFacts, principal: ObjectId | None, groups: tuple[ObjectId, ...] | None
) -> PolicyRuling:
    """Decide by access policies, whatever the vault's permission model is."""
    counting = [one for one in vault.access_policies if counts(one, vault)]
    mine = [one for one in counting if one.object_id in {principal, *(groups or ())}]
    perhaps = [one for one in counting if groups is None and one.object_id != principal]
    return PolicyRuling(tuple(_operation(need, mine, perhaps) for need in NEEDS))


def gives(policy: AccessPolicy, need: Need) -> bool:
    """Tell whether an entry names an operation; `all` names every one."""
    return bool({need.permission, "all"} & {permission.lower() for permission in policy.keys})


def counts(policy: AccessPolicy, vault: VaultFacts) -> bool:
    """Tell whether an entry can count at all: this tenant, and no application beside the object id."""
    return is_of_tenant(policy, vault) and policy.application is None


def is_of_tenant(policy: AccessPolicy, vault: VaultFacts) -> bool:
    """Tell whether an entry is for the vault's tenant; a side that is not said speaks against nothing."""
    return None in (policy.tenant, vault.tenant) or policy.tenant == vault.tenant


def needs_groups(vault: VaultFacts, principal: ObjectId | None) -> bool:
    """Tell whether groups could change the answer: it is not yes yet, and others hold what is lacking."""
    return decide_policies(vault, principal, None).answer is Answer.CANNOT_TELL


def _operation(
    need: Need, mine: list[AccessPolicy], perhaps: list[AccessPolicy]
) -> PolicyOperation:
    granted = tuple(one for one in mine if gives(one, need))
    possible = tuple(one for one in perhaps if gives(one, need))
    answer = Answer.YES if granted else Answer.CANNOT_TELL if possible else Answer.NO
    return PolicyOperation(need=need, answer=answer, granted_by=granted, perhaps_by=possible)
