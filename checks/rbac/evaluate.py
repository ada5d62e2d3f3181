"""Can one principal get, wrap and unwrap one key by Azure RBAC: yes, no, or cannot tell, with the grounds.

Sources, read 2026-11-23: Azure RBAC overview (deny first, then the union of the roles, each role less its own
notDataActions, conditions last), deny assignments page, Key Vault RBAC guide (the three data actions).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from checks.rbac.facts import Block, DenyAssignment, KeyGrants, RoleAssignment, RoleDefinition
from checks.rbac.scopes import covers, folded, matches
from diagnostics import ObjectId, record

EVERYONE = ObjectId("00000000-0000-0000-0000-000000000000")  # deny assignments: SystemDefined
_NEVER_GROUPS = {"user", "serviceprincipal", "systemdefined"}


class Answer(StrEnum):
    """What can be said of a permission."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot tell"


@record(frozen=True, slots=True)
class Need:
    """One operation that encryption at rest needs of the key."""

    word: str  # for people
    action: str  # data action of Azure RBAC
    permission: str  # key permission of an access policy, lower case


GET = Need("get", "Microsoft.KeyVault/vaults/keys/read", "get")
WRAP = Need("wrap", "Microsoft.KeyVault/vaults/keys/wrap/action", "wrapkey")
UNWRAP = Need("unwrap", "Microsoft.KeyVault/vaults/keys/unwrap/action", "unwrapkey")
NEEDS = (GET, WRAP, UNWRAP)


@record(frozen=True, slots=True, kw_only=True)
class RoleOperation:
    """How one operation stands."""

    need: Need
    answer: Answer
    granted_by: tuple[RoleAssignment, ...]  # unconditional
    conditional: tuple[RoleAssignment, ...]  # would grant it if their condition held
    unreadable: tuple[RoleAssignment, ...]  # their role could not be read
    denied_by: tuple[DenyAssignment, ...]  # for certain
    perhaps_denied_by: tuple[DenyAssignment, ...]


@record(frozen=True, slots=True)
class RoleRuling:
    """How the three operations stand by Azure RBAC."""

    operations: tuple[RoleOperation, ...]

    @property
    def answer(self) -> Answer:
        """Answer for all of them together."""
        return together(operation.answer for operation in self.operations)

    @property
    def not_granted(self) -> tuple[Need, ...]:
        """The operations that no role gives, not even perhaps; what deny assignments say is left aside."""
        return tuple(
            operation.need
            for operation in self.operations
            if not (operation.granted_by or operation.conditional or operation.unreadable)
        )

    @property
    def denied_by(self) -> tuple[DenyAssignment, ...]:
        """The deny assignments that forbid one of them for certain."""
        return _unique(deny for operation in self.operations for deny in operation.denied_by)


def together(answers: Iterable[Answer]) -> Answer:
    """Join answers that must all be yes."""
    held = set(answers)
    return next((word for word in (Answer.NO, Answer.CANNOT_TELL) if word in held), Answer.YES)


def decide_roles(grants: KeyGrants) -> RoleRuling:
    """Decide by Azure RBAC, whatever the vault's permission model is."""
    roles = {role.id: role for role in grants.definitions}
    reaching = tuple(one for one in grants.effective if covers(one.scope, grants.scope))
    return RoleRuling(tuple(_operation(need, reaching, roles, grants) for need in NEEDS))


def gives(role: RoleDefinition, need: Need) -> bool:
    """Tell whether one role names an operation; what it takes away again counts inside one block only."""
    return any(block_gives(block, need.action) for block in role.blocks)


def block_gives(block: Block, data_action: str) -> bool:
    """Tell whether one permission block names a data action and does not take it away again."""
    return matches(block.data_actions, data_action) and not matches(
        block.not_data_actions, data_action
    )


def forbids(deny: DenyAssignment, grants: KeyGrants, need: Need) -> Answer:
    """Tell whether a deny assignment forbids an operation to the principal at the key."""
    if not any(block_gives(block, need.action) for block in deny.blocks):
        return Answer.NO
    here = (
        folded(deny.scope) == folded(grants.scope)
        if deny.spares_children
        else covers(deny.scope, grants.scope)
    )
    named = _among(deny.principals, deny.principal_types, grants)
    excluded = _among(deny.excluded, deny.excluded_types, grants)
    if not here or named is Answer.NO or excluded is Answer.YES:
        return Answer.NO
    certain = named is Answer.YES and excluded is Answer.NO and not deny.condition
    return Answer.YES if certain else Answer.CANNOT_TELL


def _operation(
    need: Need,
    reaching: tuple[RoleAssignment, ...],
    roles: dict[str, RoleDefinition],
    grants: KeyGrants,
) -> RoleOperation:
    giving = [one for one in reaching if one.role_id in roles and gives(roles[one.role_id], need)]
    forbidding = [(deny, forbids(deny, grants, need)) for deny in grants.denies]
    granted = tuple(one for one in giving if not one.condition)
    conditional = tuple(one for one in giving if one.condition)
    unreadable = tuple(one for one in reaching if one.role_id not in roles)
    denied = tuple(deny for deny, says in forbidding if says is Answer.YES)
    perhaps = tuple(deny for deny, says in forbidding if says is Answer.CANNOT_TELL)
    in_doubt = (
        bool(perhaps or grants.denies_not_read)
        if granted
        else bool(conditional or unreadable or grants.roles_not_read)
    )
    yes_or_no = Answer.YES if granted else Answer.NO
    answer = Answer.NO if denied else Answer.CANNOT_TELL if in_doubt else yes_or_no
    return RoleOperation(
        need=need,
        answer=answer,
        granted_by=granted,
        conditional=conditional,
        unreadable=unreadable,
        denied_by=denied,
        perhaps_denied_by=perhaps,
    )


def _among(who: tuple[ObjectId, ...], types: tuple[str, ...], grants: KeyGrants) -> Answer:
    """Tell whether the principal is one of them, itself or through a group."""
    if EVERYONE in who or grants.principal in who:
        return Answer.YES
    if grants.groups is not None:
        return Answer.YES if set(who) & set(grants.groups) else Answer.NO
    return Answer.CANNOT_TELL if _possible_groups(who, types) else Answer.NO


def _possible_groups(who: tuple[ObjectId, ...], types: tuple[str, ...]) -> list[ObjectId]:
    """Return those that may be groups: all but everyone, users and service principals."""
    if len(types) != len(who):
        return [one for one in who if one != EVERYONE]
    named = zip(who, types, strict=True)
    return [one for one, kind in named if kind.lower() not in _NEVER_GROUPS and one != EVERYONE]


def _unique(denies: Iterable[DenyAssignment]) -> tuple[DenyAssignment, ...]:
    return tuple({deny.id: deny for deny in denies}.values())
