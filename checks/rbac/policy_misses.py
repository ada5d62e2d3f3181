"""What comes near in a vault's access policies, where they decide."""

from __future__ import annotations

from collections.abc import Iterator

from checks.rbac import kinds
from checks.rbac.access import label, words
from checks.rbac.evaluate import Answer
from checks.rbac.miss import (
    Miss,
    Situation,
    assignment_line,
    flag,
    ids,
    policy_line,
    sureness,
    vault_name,
)
from checks.rbac.policies import counts, gives, is_of_tenant


def policy_misses(situation: Situation) -> Iterator[Miss]:
    """Go through them, the most telling first."""
    yield from _role_without_force(situation)
    yield from _old_policy(situation)
    yield from _incomplete_policies(situation)
    yield from _policy_for_another(situation)


def _role_without_force(situation: Situation) -> Iterator[Miss]:
    if situation.access.roles.answer is Answer.YES:
        held = {
            one.id: one
            for operation in situation.access.roles.operations
            for one in operation.granted_by
        }
        roles = " and ".join(label(one, situation.grants) for one in held.values())
        yield Miss(
            kinds.INACTIVE_MODEL,
            f"The vault {vault_name(situation)} uses access policies, so the role {roles} that gives {situation.who}"
            f" get, wrap and unwrap is ignored; no access policy gives {words(situation.missing)}.",
            (
                f"properties.enableRbacAuthorization = {flag(situation.vault.uses_rbac)} (vault)",
                *(assignment_line(one, situation.grants) for one in held.values()),
            ),
        )


def _old_policy(situation: Situation) -> Iterator[Miss]:
    held = [
        one
        for one in situation.vault.access_policies
        if one.object_id in situation.grants.vanished
        and counts(one, situation.vault)
        and all(gives(one, need) for need in situation.missing)
    ]
    if held:
        yield Miss(
            kinds.OLD_OBJECT_ID,
            f"The access policy with get, wrap and unwrap is for the object id {held[0].object_id},"
            f" {sureness(is_certain=True)}; today's is {situation.grants.principal}.",
            tuple(policy_line(one) for one in held),
        )


def _incomplete_policies(situation: Situation) -> Iterator[Miss]:
    held = [
        one
        for one in situation.vault.access_policies
        if one.object_id in ids(situation) and counts(one, situation.vault)
    ]
    if held:
        given = ", ".join(sorted({word for one in held for word in one.keys})) or "none"
        lacking = ", ".join(need.permission for need in situation.missing)
        yield Miss(
            kinds.POLICY_INCOMPLETE,
            f"The access policy of {situation.who} in the vault {vault_name(situation)} lacks {lacking};"
            f" its key permissions are: {given}.",
            tuple(policy_line(one) for one in held),
        )


def _policy_for_another(situation: Situation) -> Iterator[Miss]:
    held = [
        one
        for one in situation.vault.access_policies
        if one.object_id in ids(situation)
        and not counts(one, situation.vault)
        and all(gives(one, need) for need in situation.missing)
    ]
    if held:
        first = held[0]
        why = (
            f"bound to the application {first.application}, so it counts only for somebody who comes through that one"
            if is_of_tenant(first, situation.vault)
            else f"for the tenant {first.tenant}, and the vault belongs to {situation.vault.tenant}"
        )
        yield Miss(
            kinds.POLICY_ELSEWHERE,
            f"The access policy of {situation.who} in the vault {vault_name(situation)} is {why}.",
            (
                f"properties.tenantId = {situation.vault.tenant} (vault)",
                *(policy_line(one) for one in held),
            ),
        )
