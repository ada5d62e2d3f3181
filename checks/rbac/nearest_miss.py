"""For a *no*: which grant comes nearest, and what it lacks; the most telling first.

A grant that would suffice and does not count (the other model, an earlier object id, another vault) says more than one
that counts and does not suffice, for it shows what changed; a deny assignment stands apart, for it must be lifted
whatever else is repaired.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.rbac import kinds
from checks.rbac.access import Model, label, words
from checks.rbac.miss import (
    Miss,
    Situation,
    assignment_line,
    capital,
    deny_lines,
    reaching,
    suffices,
    vault_name,
)
from checks.rbac.policy_misses import policy_misses
from checks.rbac.role_misses import role_misses
from checks.rbac.scopes import place


def misses(situation: Situation) -> Iterator[Miss]:
    """Go through what comes near in the model in force; ends with "nothing at all" if nothing does."""
    found = list(
        role_misses(situation)
        if situation.access.model is Model.RBAC
        else policy_misses(situation)
    )
    yield from found or [_nothing(situation)]


def denied(situation: Situation) -> Iterator[Miss]:
    """Tell of the deny assignments that forbid the access for certain, if Azure RBAC is in force."""
    if situation.access.model is not Model.RBAC:
        return
    for deny in situation.access.roles.denied_by:
        forbidden = tuple(
            operation.need
            for operation in situation.access.roles.operations
            if deny in operation.denied_by
        )
        yield Miss(
            kinds.DENIED_BY_NAME,
            f'The deny assignment "{deny.name}" at {place(deny.scope)} forbids {words(forbidden)} on {situation.key}'
            f" to {situation.who}; no role can outweigh it.",
            tuple(deny_lines(deny)),
        )


def _nothing(situation: Situation) -> Miss:
    if situation.access.model is Model.POLICIES:
        return Miss(
            kinds.ACCESS_MISSING,
            f"No access policy of the vault {vault_name(situation)} is for {situation.who}, so it may not"
            f" {words(situation.missing)} {situation.key}.",
            (
                f"properties.accessPolicies = {len(situation.vault.access_policies)} entries (vault)",
            ),
        )
    groups = [
        one
        for one in situation.grants.others
        if one.principal_type.lower() == "group"
        and one not in situation.grants.effective
        and suffices(one, situation)
    ]
    hint = (
        f" The group {groups[0].principal} holds {label(groups[0], situation.grants)} at {place(groups[0].scope)};"
        " the principal is not in it."
        if groups
        else ""
    )
    held = len(reaching(situation))
    roles = (
        f"none of its {held} role assignments there gives that"
        if held
        else "it has no role there or above"
    )
    return Miss(
        kinds.ACCESS_MISSING,
        f"{capital(situation.who)} may not {words(situation.missing)} {situation.key}:"
        f" {roles}.{hint}",
        tuple(assignment_line(one, situation.grants) for one in groups),
    )
