"""One grant that does not do, the situation it is judged in, and the lines that prove it."""

from __future__ import annotations

from collections.abc import Iterator

from checks.keyvault.facts import AccessPolicy, VaultFacts
from checks.rbac.access import Access, label, operations_of
from checks.rbac.evaluate import Need
from checks.rbac.facts import DenyAssignment, KeyGrants, RoleAssignment
from checks.rbac.scopes import covers, place
from diagnostics import Kind, ObjectId, record

ASSIGNMENTS = "roleAssignments, 2022-04-01"


@record(frozen=True, slots=True)
class Miss:
    """One grant that does not do, and why."""

    kind: Kind
    message: str
    evidence: tuple[str, ...]


@record(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that a miss is judged by."""

    grants: KeyGrants
    vault: VaultFacts
    access: Access
    who: str  # the principal, in words

    @property
    def key(self) -> str:
        """The key, in words."""
        return place(self.grants.scope)

    @property
    def missing(self) -> tuple[Need, ...]:
        """The operations that nothing gives."""
        return self.access.in_force.not_granted


def suffices(assignment: RoleAssignment, situation: Situation) -> bool:
    """Tell whether this role would give all that is missing, if it counted."""
    return bool(situation.missing) and set(situation.missing) <= set(
        operations_of(assignment, situation.grants)
    )


def reaching(situation: Situation) -> list[RoleAssignment]:
    """Return the principal's role assignments at the key or above."""
    grants = situation.grants
    return [one for one in grants.effective if covers(one.scope, grants.scope)]


def ids(situation: Situation) -> set[ObjectId | None]:
    """Return the object ids that an access policy may name: the principal's and its groups'."""
    return {situation.grants.principal, *(situation.grants.groups or ())}


def vault_name(situation: Situation) -> str:
    """Say the vault by its name."""
    return situation.vault.host.partition(".")[0]


def capital(text: str) -> str:
    """Begin a sentence with it."""
    return text[:1].upper() + text[1:]


def sureness(*, is_certain: bool) -> str:
    """Say how sure it is that an object id was this identity's."""
    if is_certain:
        return "which is an earlier one of this identity"
    return (
        "which the directory does not know any more (most likely an earlier one of this identity)"
    )


def assignment_line(one: RoleAssignment, grants: KeyGrants) -> str:
    """Give an assignment as a line of evidence."""
    group = f", through the group {one.principal}" if one.principal_type.lower() == "group" else ""
    return f"role = {label(one, grants)} for {one.principal}{group} at {one.scope} ({ASSIGNMENTS})"


def role_lines(one: RoleAssignment, grants: KeyGrants) -> Iterator[str]:
    """Give what a role's blocks say about data as lines of evidence."""
    for role in grants.definitions:
        for block in role.blocks if role.id == one.role_id else ():
            taken = (
                f", notDataActions = {', '.join(block.not_data_actions)}"
                if block.not_data_actions
                else ""
            )
            yield (
                f"dataActions = {', '.join(block.data_actions) or 'none'}{taken}"
                f" (roleDefinitions/{role.id}, 2022-04-01)"
            )


def policy_line(one: AccessPolicy) -> str:
    """Give an access policy as a line of evidence."""
    bound = f", applicationId {one.application}" if one.application else ""
    return (
        f"accessPolicies: objectId {one.object_id}, tenantId {one.tenant}{bound},"
        f" keys = {', '.join(one.keys) or 'none'} (vault)"
    )


def deny_lines(deny: DenyAssignment) -> Iterator[str]:
    """Give a deny assignment as lines of evidence."""
    yield f"denyAssignmentName = {deny.name} ({deny.id})"
    yield f"scope = {deny.scope} (denyAssignments, 2022-04-01)"
    for block in deny.blocks:
        yield f"dataActions = {', '.join(block.data_actions) or 'none'} (denyAssignments, 2022-04-01)"
    yield f"isSystemProtected = {flag(deny.is_system_protected)} (denyAssignments, 2022-04-01)"


def flag(value: bool | None) -> str:
    """Say a flag as JSON does, or that it is absent."""
    return "absent" if value is None else str(value).lower()
