"""May this login read what it needs through Cosmos DB's own data-plane roles?

These roles are Cosmos DB's own, not Azure RBAC: an Azure role gives no data, and there are no notDataActions.

Source: Cosmos DB data-plane security reference, read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checks.cosmos.facts import AccountFacts
from checks.rbac import kinds
from checks.rbac.data_roles import (
    Coverage,
    could_be_through_group,
    coverage,
)
from checks.rbac.evaluate import Answer
from checks.rbac.facts import DataRoles
from checks.rbac.groups_reading import tried
from checks.rbac.reading import object_id, role_assignment, role_definition
from checks.rbac.scopes import place
from diagnostics import (
    Check,
    Finding,
    Look,
    LookError,
    NotApplicable,
    ObjectId,
    Permission,
    Seen,
    SignIn,
    Step,
    Topology,
    Verdict,
    ports,
)

_OTHER_APIS = {"enablecassandra", "enablegremlin", "enabletable", "enablemongo"}


async def probe(look: Look) -> DataRoles | NotApplicable:
    """Read the account's role assignments and definitions; the caller's groups only where they could matter."""
    import asyncio  # only who looks needs it; judging again does not

    account, caller = look.seen[AccountFacts], look.seen[SignIn]
    if not account.exists:
        return NotApplicable("the account was not found (see cosmos.account)")
    if _is_other_api(account):
        return NotApplicable("the account speaks another API than NoSQL, which has no such roles")
    assignments, definitions = await asyncio.gather(
        look.arm.sql_role_assignments(account.account),
        look.arm.sql_role_definitions(account.account),
    )
    roles = DataRoles(
        observed_at=look.now(),
        principal=caller.object_id,
        account=str(account.account),
        assignments=tuple(role_assignment(one) for one in assignments),
        definitions=tuple(role_definition(one) for one in definitions),
        database=look.target.database,
        container=look.target.container,
    )
    return await _with_groups(look, roles, is_user=caller.is_user)


def _is_other_api(account: AccountFacts) -> bool:
    named = {capability.lower() for capability in account.capabilities}
    return account.kind.lower() == "mongodb" or bool(named & _OTHER_APIS)


async def _with_groups(look: Look, roles: DataRoles, *, is_user: bool) -> DataRoles:
    if not could_be_through_group(roles):
        return roles
    who = roles.principal
    reading = _groups_of_user(look, who) if is_user else look.msgraph.groups_of(who)
    groups = await tried(reading)
    return replace(
        roles,
        groups=groups.ids,
        groups_not_read=groups.not_read,
        groups_denied=groups.denied,
    )


async def _groups_of_user(look: Look, caller: ObjectId) -> tuple[ObjectId, ...]:
    """Read the first page of a user's groups.

    Reads: GET /users/{id}/transitiveMemberOf.

    Raises:
        LookError: if there are more pages, for then an absence proves nothing.
    """
    answer = await look.msgraph.get(
        f"/users/{caller}/transitiveMemberOf", permission=ports.GROUP_READ
    )
    if answer.has("@odata.nextLink"):
        raise LookError(f"the user {caller} is in more groups than one page of the answer holds")
    return tuple(object_id(one, "id") for one in answer.require_parts("value"))


def judge(roles: DataRoles, seen: Seen) -> Iterator[Verdict]:
    """Metadata of the account for this doctor's own test, items where the target names a database or container."""
    held = coverage(roles)
    if held.answer is Answer.YES:
        return
    who = _who(roles, seen)
    if held.answer is Answer.CANNOT_TELL:
        yield kinds.DATA_ROLE_UNDECIDED.unknown(
            f"Whether {who} may read the data of the account cannot be told: {held.doubt}.",
            permissions=_would_answer(roles),
            do="" if _would_answer(roles) else "run again",
        )
    else:
        yield _refused(roles, held, who)


def _would_answer(roles: DataRoles) -> tuple[Permission, ...]:
    """Name the permission that was missing; groups that were not read for another reason lack none."""
    if roles.groups_not_read:
        return (ports.GROUP_READ,) if roles.groups_denied else ()
    return (ports.SQL_DEFINITIONS_READ.at(roles.account),)


def _refused(roles: DataRoles, held: Coverage, who: str) -> Finding:
    lacking = " and ".join(f"{action} at {place(scope)}" for action, scope in held.missing)
    common = (
        f"sqlRoleAssignments = {len(roles.assignments)} in the account ({roles.account})",
        *(f"needed: {action} at {scope}" for action, scope in held.missing),
    )
    if not held.mine:
        return kinds.DATA_ROLE_MISSING.found(
            roles.account,
            f"No Cosmos DB data-plane role of {place(roles.account)} is given to {who}: it lacks {lacking}."
            " Azure roles such as Owner give no data.",
            evidence=common,
        )
    names = {role.id: role.name for role in roles.definitions}
    given = "; ".join(
        f'"{names.get(one.role_id, one.role_id)}" at {place(one.scope)}' for one in held.mine
    )
    return kinds.DATA_ROLE_NARROW.found(
        roles.account,
        f"{who[:1].upper()}{who[1:]} holds {given}, which lacks {lacking}.",
        evidence=(
            *(
                f'role = "{names.get(one.role_id, one.role_id)}" for {one.principal} at {one.scope}'
                " (sqlRoleAssignments, 2026-03-15)"
                for one in held.mine
            ),
            *common,
        ),
    )


def _who(roles: DataRoles, seen: Seen) -> str:
    name = seen[SignIn].user_name
    return f"this login {name} ({roles.principal})" if name else f"this login ({roles.principal})"


CHECK = Check(
    id="rbac.cosmos_data_role",
    title="This login may read the account's data plane",
    provides=DataRoles,
    probe=probe,
    judge=judge,
    kinds=(kinds.DATA_ROLE_MISSING, kinds.DATA_ROLE_NARROW, kinds.DATA_ROLE_UNDECIDED),
    step=Step.PERMISSIONS,
    needs=(SignIn, AccountFacts),
    applies_to=frozenset({Topology.OWN_ACCOUNT}),
    permissions=(ports.SQL_ASSIGNMENTS_READ, ports.SQL_DEFINITIONS_READ, ports.GROUP_READ),
)
