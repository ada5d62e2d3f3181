"""What comes near in Azure RBAC, where Azure RBAC decides."""

from __future__ import annotations

from collections.abc import Iterator

from checks.rbac import kinds
from checks.rbac.access import label, operations_of, words
from checks.rbac.evaluate import Answer
from checks.rbac.facts import KeyGrants, RoleAssignment
from checks.rbac.miss import (
    Miss,
    Situation,
    assignment_line,
    capital,
    policy_line,
    reaching,
    role_lines,
    suffices,
    sureness,
    vault_name,
)
from checks.rbac.scopes import matches, place
from diagnostics import ObjectId

_MANAGES = ("Microsoft.KeyVault/vaults/read", "Microsoft.KeyVault/vaults/write")


def role_misses(situation: Situation) -> Iterator[Miss]:
    """Go through them, the most telling first."""
    yield from _policy_without_force(situation)
    yield from _old_id(situation, situation.grants.vanished, is_certain=True)
    yield from _incomplete_roles(situation)
    yield from _old_id(situation, situation.grants.unresolved, is_certain=False)
    yield from _role_elsewhere(situation)
    yield from _control_plane(situation)


def _policy_without_force(situation: Situation) -> Iterator[Miss]:
    if situation.access.policies.answer is Answer.YES:
        entries = {
            policy
            for operation in situation.access.policies.operations
            for policy in operation.granted_by
        }
        yield Miss(
            kinds.INACTIVE_MODEL,
            f"The vault {vault_name(situation)} uses Azure RBAC, so its access policy that gives {situation.who}"
            f" get, wrap and unwrap is ignored; no role gives {words(situation.missing)}.",
            (
                "properties.enableRbacAuthorization = true (vault)",
                *sorted(policy_line(one) for one in entries),
            ),
        )


def _incomplete_roles(situation: Situation) -> Iterator[Miss]:
    held = [one for one in reaching(situation) if _is_for_data(one, situation.grants)]
    if held and situation.missing:
        said = "; ".join(
            f"the role {label(one, situation.grants)} at {place(one.scope)}"
            f" gives {words(operations_of(one, situation.grants), 'and') or 'none of them'}"
            for one in held
        )
        yield Miss(
            kinds.ROLE_WITHOUT_OPERATION,
            f"{capital(situation.who)} may not {words(situation.missing)} {situation.key}: {said}.",
            tuple(
                line
                for one in held
                for line in (
                    assignment_line(one, situation.grants),
                    *role_lines(one, situation.grants),
                )
            ),
        )


def _role_elsewhere(situation: Situation) -> Iterator[Miss]:
    held = [one for one in situation.grants.elsewhere if suffices(one, situation)]
    if held:
        first = held[0]
        yield Miss(
            kinds.ROLE_ELSEWHERE,
            f"The role {label(first, situation.grants)} is given to {situation.who} at {place(first.scope)},"
            f" which does not reach {situation.key}.",
            tuple(assignment_line(one, situation.grants) for one in held),
        )


def _control_plane(situation: Situation) -> Iterator[Miss]:
    held = [one for one in reaching(situation) if _manages(one, situation.grants)]
    if held:
        roles = " and ".join(
            f"{label(one, situation.grants)} at {place(one.scope)}" for one in held
        )
        yield Miss(
            kinds.CONTROL_PLANE_ROLE,
            f"{capital(situation.who)} holds {roles}, which manages the vault and has no data actions:"
            f" it cannot {words(situation.missing)} {situation.key}.",
            tuple(
                line
                for one in held
                for line in (
                    assignment_line(one, situation.grants),
                    *role_lines(one, situation.grants),
                )
            ),
        )


def _old_id(
    situation: Situation, ids: tuple[ObjectId, ...], *, is_certain: bool
) -> Iterator[Miss]:
    held = [
        one for one in situation.grants.others if one.principal in ids and suffices(one, situation)
    ]
    if held:
        first = held[0]
        yield Miss(
            kinds.OLD_OBJECT_ID,
            f"The role {label(first, situation.grants)} at {place(first.scope)} is given to the object id"
            f" {first.principal}, {sureness(is_certain=is_certain)}; today's is {situation.grants.principal}.",
            tuple(assignment_line(one, situation.grants) for one in held),
        )


def _is_for_data(assignment: RoleAssignment, grants: KeyGrants) -> bool:
    return any(
        "keyvault" in pattern.lower() or pattern.startswith("*")
        for role in grants.definitions
        if role.id == assignment.role_id
        for block in role.blocks
        for pattern in block.data_actions
    )


def _manages(assignment: RoleAssignment, grants: KeyGrants) -> bool:
    return not _is_for_data(assignment, grants) and any(
        matches(block.actions, action)
        for role in grants.definitions
        if role.id == assignment.role_id
        for block in role.blocks
        for action in _MANAGES
    )
