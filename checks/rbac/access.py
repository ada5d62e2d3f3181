"""The whole answer about one key: the permission model in force, and what it says.

Source: Key Vault page on the default access control (`enableRbacAuthorization` true: Azure RBAC; false, or null from
older versions of the interface: access policies; the other model's grants are ignored), read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from checks.keyvault.facts import VaultFacts
from checks.rbac.evaluate import NEEDS, Answer, Need, RoleRuling, decide_roles, gives
from checks.rbac.facts import DenyAssignment, KeyGrants, RoleAssignment
from checks.rbac.policies import PolicyRuling, decide_policies
from checks.rbac.scopes import place
from diagnostics import Permission, ports, record

_AGAIN = "run again"  # what was not read for another reason than a missing permission


class Model(StrEnum):
    """Which of a vault's two permission models decides."""

    RBAC = "Azure RBAC"
    POLICIES = "access policies"


@record(frozen=True, slots=True)
class Doubt:
    """One reason why the answer cannot be told, and what would answer it."""

    reason: str
    do: str = ""
    permission: Permission | None = None


@record(frozen=True, slots=True, kw_only=True)
class Access:
    """What both models say; only the one in force counts."""

    model: Model
    roles: RoleRuling
    policies: PolicyRuling

    @property
    def answer(self) -> Answer:
        """Answer by the model in force."""
        return self.in_force.answer

    @property
    def in_force(self) -> RoleRuling | PolicyRuling:
        """The ruling that counts."""
        return self.roles if self.model is Model.RBAC else self.policies


def model_of(vault: VaultFacts) -> Model:
    """Say which model decides; a value that is absent means access policies."""
    return Model.RBAC if vault.uses_rbac else Model.POLICIES


def decide(grants: KeyGrants, vault: VaultFacts) -> Access:
    """Decide whether the principal can get, wrap and unwrap the key."""
    return Access(
        model=model_of(vault),
        roles=decide_roles(grants),
        policies=decide_policies(vault, grants.principal, grants.groups),
    )


def doubts(access: Access, grants: KeyGrants) -> Iterator[Doubt]:
    """Say why the answer cannot be told, the most telling first."""
    if access.model is Model.RBAC:
        yield from _role_doubts(access.roles, grants)
        return
    perhaps = {
        str(policy.object_id)
        for operation in access.policies.operations
        if operation.answer is Answer.CANNOT_TELL
        for policy in operation.perhaps_by
    }
    names = ", ".join(sorted(perhaps))
    yield Doubt(
        f"the access policy for {names} would do if that is a group of the principal, and the groups of the"
        f" principal were not read ({grants.groups_not_read or 'not asked'})",
        do="" if grants.groups_denied else _AGAIN,
        permission=ports.APPLICATION_READ if grants.groups_denied else None,
    )


def label(assignment: RoleAssignment, grants: KeyGrants) -> str:
    """Say an assignment's role by its name, else by its id."""
    name = next((role.name for role in grants.definitions if role.id == assignment.role_id), "")
    return f'"{name}"' if name else f"{assignment.role_id} (name not read)"


def operations_of(assignment: RoleAssignment, grants: KeyGrants) -> tuple[Need, ...]:
    """Return what an assignment's role gives of the three operations, wherever it is held."""
    roles = [role for role in grants.definitions if role.id == assignment.role_id]
    return tuple(need for need in NEEDS if any(gives(role, need) for role in roles))


def words(needs: tuple[Need, ...], joint: str = "or") -> str:
    """Say operations in a sentence: "get, wrap or unwrap"."""
    names = [need.word for need in needs]
    return f" {joint} ".join([", ".join(names[:-1])] * (len(names) > 1) + names[-1:])


def _role_doubts(ruling: RoleRuling, grants: KeyGrants) -> Iterator[Doubt]:
    open_ones = [one for one in ruling.operations if one.answer is Answer.CANNOT_TELL]
    undecided = [one for one in open_ones if not one.granted_by]
    for role in {one.id: one for operation in undecided for one in operation.conditional}.values():
        yield Doubt(
            f"the role {label(role, grants)} at {place(role.scope)} carries a condition, and a condition is decided"
            f" with attributes that cannot be read from here: {role.condition}",
            do=f"read the condition of the assignment {role.id}, or give the role without one",
        )
    for role in {one.id: one for operation in undecided for one in operation.unreadable}.values():
        yield Doubt(
            f"the definition of the role {role.role_id}, given at {place(role.scope)}, could not be read",
            permission=ports.ROLE_DEFINITIONS_READ.at(role.scope),
        )
    if undecided and grants.roles_not_read:
        yield Doubt(grants.roles_not_read, permission=ports.ROLE_ASSIGNMENTS_READ.at(grants.scope))
    yield from _deny_doubts(ruling, grants)


def _what_to_do_about(deny: DenyAssignment, grants: KeyGrants) -> str:
    if deny.condition:
        return f"read the condition of the deny assignment {deny.id}"
    return "" if grants.groups_denied else _AGAIN


def _deny_doubts(ruling: RoleRuling, grants: KeyGrants) -> Iterator[Doubt]:
    open_ones = [one for one in ruling.operations if one.answer is Answer.CANNOT_TELL]
    perhaps = {deny.id: deny for one in open_ones for deny in one.perhaps_denied_by}
    for deny in perhaps.values():
        why = (
            f"it carries a condition: {deny.condition}"
            if deny.condition
            else f"it names or spares groups, and the principal's were not read ({grants.groups_not_read or 'not asked'})"
        )
        yield Doubt(
            f'the deny assignment "{deny.name}" at {place(deny.scope)} may apply: {why}',
            do=_what_to_do_about(deny, grants),
            permission=ports.APPLICATION_READ
            if grants.groups_denied and not deny.condition
            else None,
        )
    if grants.denies_not_read and any(one.granted_by for one in open_ones):
        yield Doubt(
            "the roles suffice, and whether a deny assignment forbids the access all the same could not be read:"
            f" {grants.denies_not_read}",
            permission=ports.DENY_ASSIGNMENTS_READ.at(grants.scope),
        )
