"""What may this login repair, and who else may?"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

from checks.cosmos.facts import AccountFacts
from checks.doctor.kinds import MISSING_PERMISSION, NO_CREDENTIAL
from checks.entra.facts import DefaultPrincipal
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
    NotFound,
    Permission,
    ResourceId,
    Seen,
    SignIn,
    Step,
    Verdict,
    ports,
)

# Actions behind the repairs, by the type of resource they are needed at (Azure RBAC permissions reference).
_VAULT_ACTIONS = (
    "Microsoft.Authorization/roleAssignments/write",
    "Microsoft.KeyVault/vaults/write",
)
_ACCOUNT_ACTIONS = ("Microsoft.DocumentDB/databaseAccounts/write",)
_IDENTITY_ACTIONS = ("Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",)


async def probe(look: Look) -> CallerRights:
    """Read our own rights at every resource that a repair may touch, and who holds those rights."""
    places = _places(look)
    graph, rights, held = await asyncio.gather(
        look.entra.token(look.target.cloud.graph_scope),
        asyncio.gather(*(_rights(look, place) for place in places)),
        asyncio.gather(*(_holders(look, place, actions) for place, actions in places.items())),
    )
    read = {
        place: blocks for place, blocks in zip(places, rights, strict=True) if blocks is not None
    }
    return CallerRights(
        observed_at=graph.observed_at,
        action_sets=tuple(block for blocks in read.values() for block in blocks),
        scopes_read=tuple(str(place) for place in read),
        graph_permissions=(*graph.roles, *graph.scopes),
        directory_roles=graph.directory_roles,
        graph_read=graph.obtained,
        holders=tuple(holder for some in held for holder in some if isinstance(holder, Holder)),
        holders_denied=tuple(
            dict.fromkeys(lack for some in held for lack in some if isinstance(lack, Permission))
        ),
    )


def judge(rights: CallerRights, _seen: Seen) -> Iterator[Verdict]:
    """Rights are no fault of anything; only a refused token leaves them unknown."""
    if not rights.graph_read:
        yield NO_CREDENTIAL.unknown(
            "This login got no token for Microsoft Graph, so its rights in the directory are not known.",
            do="az login --scope https://graph.microsoft.com//.default",
        )
    if rights.holders_denied:
        yield MISSING_PERMISSION.unknown(
            "This login may not read role assignments, so who else may repair is not known.",
            permissions=rights.holders_denied,
        )


def _places(look: Look) -> dict[ResourceId, tuple[str, ...]]:
    """Name the vault, the account and the identity, as far as they are known to be there."""
    vault = look.seen.maybe(VaultFacts)
    account = look.seen.maybe(AccountFacts)
    principal = look.seen.maybe(DefaultPrincipal)
    vault_id = (vault.vault if vault else None) or look.target.vault
    account_id = look.target.account if not account or account.exists else None
    identity_id = principal.identity if principal else None
    return {
        place: actions
        for place, actions in (
            (vault_id, _VAULT_ACTIONS),
            (account_id, _ACCOUNT_ACTIONS),
            (identity_id, _IDENTITY_ACTIONS),
        )
        if place is not None
    }


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


async def _holders(
    look: Look, place: ResourceId, actions: tuple[str, ...]
) -> tuple[Holder | Permission, ...]:
    """Read who else could repair, or which right was missing; any other failure just leaves it out."""
    try:
        assignments, definitions = await asyncio.gather(
            look.authorization.role_assignments(str(place)),
            look.authorization.role_definitions(str(place)),
        )
    except Denied as error:
        return error.permissions
    except LookError:
        return ()
    roles = {_last(role.text("id") or role.text("name") or ""): role for role in definitions}
    return tuple(
        holder
        for action in actions
        for assignment in assignments
        for holder in _holder(assignment, roles, action)
    )


def _holder(assignment: Document, roles: dict[str, Document], action: str) -> Iterator[Holder]:
    """Give the holder if the assigned role carries the action."""
    given = assignment.part("properties") or assignment
    role = roles.get(_last(given.text("roleDefinitionId") or ""))
    principal = given.text("principalId")
    if role is None or principal is None:
        return
    content = role.part("properties") or role
    if any(_carries(block, action) for block in content.parts("permissions") or ()):
        yield Holder(
            permission=action,
            who=f"{given.text('principalType') or 'principal'} {principal}",
            role=content.text("roleName") or _last(given.text("roleDefinitionId") or ""),
            scope=given.text("scope") or "",
        )


def _carries(block: Document, action: str) -> bool:
    return _matches(block.texts("actions") or (), action) and not _matches(
        block.texts("notActions") or (), action
    )


def _matches(patterns: tuple[str, ...], action: str) -> bool:
    return any(
        re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), action, re.IGNORECASE)
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
    kinds=(NO_CREDENTIAL, MISSING_PERMISSION),
    step=Step.DOCTOR,
    needs=(SignIn,),
    wants=(AccountFacts, DefaultPrincipal, VaultFacts),
    is_required=False,
    permissions=(ports.ROLE_ASSIGNMENTS_READ, ports.ROLE_DEFINITIONS_READ),
)
