"""What may this login repair, and who else may?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from checks.cosmos.facts import AccountFacts
from checks.doctor.kinds import MISSING_PERMISSION, NEED_OPEN, NO_CREDENTIAL, UNEXPECTED
from checks.entra.facts import DefaultPrincipal
from checks.entra.reading import value_of
from checks.keyvault.facts import VaultFacts
from diagnostics import (
    ActionSet,
    CallerRights,
    Check,
    Denied,
    Document,
    Holder,
    Look,
    LookError,
    NotApplicable,
    NotFound,
    Permission,
    ResourceId,
    Seen,
    SignIn,
    Step,
    Topology,
    Verdict,
    ports,
    read_once,
)

# Rights behind the repairs, by the type of resource they are needed at, and whether they are data actions
# (Azure RBAC permissions reference).
_KEYS = "Microsoft.KeyVault/vaults/keys"
_VAULT_RIGHTS = (
    ("Microsoft.Authorization/roleAssignments/write", False),
    ("Microsoft.Authorization/roleAssignments/delete", False),
    ("Microsoft.KeyVault/vaults/write", False),
    ("Microsoft.KeyVault/vaults/accessPolicies/write", False),
    (f"{_KEYS}/update/action", True),
    (f"{_KEYS}/create/action", True),
    (f"{_KEYS}/recover/action", True),
)
_ACCOUNT_RIGHTS = (
    ("Microsoft.DocumentDB/databaseAccounts/write", False),
    ("Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments/write", False),
)
_Rights = tuple[tuple[str, bool], ...]
_LISTS = ("actions", "notActions", "dataActions", "notDataActions")
_Block = dict[str, tuple[str, ...]]  # by the names above


class _Role(NamedTuple):
    name: str
    blocks: tuple[_Block, ...]


class _Assigned(NamedTuple):
    role: str  # the last part of its id
    who: str  # empty = not said
    scope: str


async def probe(look: Look) -> CallerRights | NotApplicable:
    """Read our own rights at every resource that a repair may touch, and who holds those rights."""
    import asyncio  # only who looks needs it; judging again does not

    if look.target.topology is Topology.NO_CUSTOMER_KEY:
        return NotApplicable("there is nothing of the customer's own to repair")
    places = _places(look)
    # Each answer is waited for, also beside a refusal: nothing may go on reading when this check has ended.
    asked = await asyncio.gather(
        look.entra.token(look.target.cloud.graph_scope),
        _all_rights(look, tuple(places)),
        _all_holders(look, places),
        return_exceptions=True,
    )
    graph, sets, held = value_of(asked[0]), value_of(asked[1]), value_of(asked[2])
    return CallerRights(
        observed_at=graph.observed_at,
        action_sets=tuple(block for blocks in sets.values() for block in blocks),
        scopes_read=tuple(str(place) for place in sets),
        graph_permissions=(*graph.roles, *graph.scopes),
        directory_roles=graph.directory_roles,
        graph_read=graph.obtained,
        holders=tuple(each for each in held if isinstance(each, Holder)),
        holders_denied=tuple(dict.fromkeys(each for each in held if isinstance(each, Permission))),
        holders_not_read=next((each for each in held if isinstance(each, str)), ""),
    )


def judge(rights: CallerRights, _seen: Seen) -> Iterator[Verdict]:
    """Rights are no fault of anything; only a refused token leaves them unknown."""
    if not rights.graph_read:
        yield NO_CREDENTIAL.unknown(
            "This login got no token for Microsoft Graph, so its rights in the directory are not known.",
            do="sign in again: az login",
        )
    if not rights.scopes_read:
        yield NEED_OPEN.unknown(
            "Neither vault nor account could be read, so what this login may change there is not known.",
            do="see the open questions about vault and account",
        )
    if rights.holders_denied:
        yield MISSING_PERMISSION.unknown(
            "This login may not read role assignments, so who else may repair is not known.",
            permissions=rights.holders_denied,
        )
    if rights.holders_not_read:
        yield UNEXPECTED.unknown(
            f"Who else may repair is not known: {rights.holders_not_read}", do="run again"
        )


def _places(look: Look) -> dict[ResourceId, _Rights]:
    """Name the vault, the account and the identity, as far as they are known to be there."""
    vault = look.seen.maybe(VaultFacts)
    account = look.seen.maybe(AccountFacts)
    principal = look.seen.maybe(DefaultPrincipal)
    vault_id = (vault.vault if vault else None) or look.target.vault
    account_id = look.target.account if not account or account.exists else None
    identity_id = principal.identity if principal else None
    return {
        place: rights
        for place, rights in (
            (vault_id, _VAULT_RIGHTS),
            (account_id, _ACCOUNT_RIGHTS),
            (identity_id, ()),
        )
        if place is not None
    }


async def _all_rights(
    look: Look, places: tuple[ResourceId, ...]
) -> dict[ResourceId, tuple[ActionSet, ...]]:
    """Read our rights at all places that are still there."""
    import asyncio  # only who looks needs it; judging again does not

    asked = await asyncio.gather(
        *(_rights(look, place) for place in places), return_exceptions=True
    )
    sets = {place: value_of(answer) for place, answer in zip(places, asked, strict=True)}
    return {place: blocks for place, blocks in sets.items() if blocks is not None}


async def _rights(look: Look, place: ResourceId) -> tuple[ActionSet, ...] | None:
    """Read our rights at one resource; None where it is not there any more."""
    try:
        answer = await look.authorization.caller_actions(place)
    except NotFound:
        return None
    return tuple(
        ActionSet(
            scope=str(place),
            actions=block.texts("actions") or (),
            not_actions=block.texts("notActions") or (),
            data_actions=block.texts("dataActions") or (),
            not_data_actions=block.texts("notDataActions") or (),
        )
        for block in answer.permissions
    )


async def _all_holders(
    look: Look, places: dict[ResourceId, _Rights]
) -> tuple[Holder | Permission | str, ...]:
    """Read who else could repair, or which right was missing, or what else kept it from being read."""
    import asyncio  # only who looks needs it; judging again does not

    asked = {place: rights for place, rights in places.items() if rights}
    if not asked:
        return ()
    here = look.authorization
    try:
        answers = await asyncio.gather(
            here.role_definitions(str(next(iter(asked)))),
            *(here.role_assignments(str(place)) for place in asked),
            return_exceptions=True,
        )
        definitions, *assigned = [value_of(answer) for answer in answers]
    except Denied as error:
        return error.permissions
    except NotFound:
        return ()  # a place that is not there has no holders
    except LookError as error:
        return (error.reason,)
    roles = {_role_id(role): role for role in definitions}
    return tuple(
        dict.fromkeys(
            holder
            for rights, assignments in zip(asked.values(), assigned, strict=True)
            for right, is_data in rights
            for assignment in map(_assigned, assignments)
            for holder in _holder(assignment, roles, right, is_data=is_data)
        )
    )


@read_once
def _role_id(document: Document) -> str:
    return _last(document.text("id") or document.text("name") or "")


@read_once
def _role(document: Document) -> _Role:
    content = document.part("properties") or document
    blocks = (
        {name: block.texts(name) or () for name in _LISTS}
        for block in content.parts("permissions") or ()
    )
    return _Role(content.text("roleName") or "", tuple(blocks))


@read_once
def _assigned(document: Document) -> _Assigned:
    given = document.part("properties") or document
    principal = given.text("principalId")
    return _Assigned(
        role=_last(given.text("roleDefinitionId") or ""),
        who=f"{given.text('principalType') or 'principal'} {principal}" if principal else "",
        scope=given.text("scope") or "",
    )


def _holder(
    assignment: _Assigned, roles: dict[str, Document], right: str, *, is_data: bool
) -> Iterator[Holder]:
    """Give the holder if the assigned role carries the right."""
    document = roles.get(assignment.role)
    if document is None or not assignment.who:
        return
    role = _role(document)
    if any(_carries(block, right, is_data=is_data) for block in role.blocks):
        yield Holder(
            permission=right,
            who=assignment.who,
            role=role.name or assignment.role,
            scope=assignment.scope,
        )


def _carries(block: _Block, right: str, *, is_data: bool) -> bool:
    given, taken = ("dataActions", "notDataActions") if is_data else ("actions", "notActions")
    return _matches(block[given], right) and not _matches(block[taken], right)


@lru_cache(4096)  # the roles of a subscription are those of all of its targets
def _matches(patterns: tuple[str, ...], right: str) -> bool:
    return any(
        re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), right, re.IGNORECASE)
        for pattern in patterns
    )


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2].lower()


CHECK = Check(
    id="doctor.caller_rights",
    title="It is known what this login may repair",
    provides=CallerRights,
    probe=probe,
    judge=judge,
    kinds=(NO_CREDENTIAL, MISSING_PERMISSION, NEED_OPEN, UNEXPECTED),
    step=Step.DOCTOR,
    needs=(SignIn,),
    wants=(AccountFacts, DefaultPrincipal, VaultFacts),
    is_required=False,
    permissions=(ports.ROLE_ASSIGNMENTS_READ, ports.ROLE_DEFINITIONS_READ),
)
