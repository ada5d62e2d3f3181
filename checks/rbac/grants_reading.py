"""Read what is given to the principal: at the key and above, and, for a *no*, where else and to whom before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from checks.entra.facts import DefaultPrincipal, PrincipalFacts, RightPlace, UserAssignedIdentity
from checks.keyvault.facts import VaultFacts
from checks.rbac.access import Model, decide, model_of, operations_of
from checks.rbac.evaluate import NEEDS, Answer, Need, forbids
from checks.rbac.facts import KeyGrants
from checks.rbac.groups_reading import Groups, groups_of
from checks.rbac.policies import counts, gives, needs_groups
from checks.rbac.reading import deny_assignment, role_assignment, role_definition
from checks.rbac.scopes import covers
from diagnostics import (
    Denied,
    Document,
    Look,
    LookError,
    NotFound,
    ObjectId,
    ResourceId,
    ports,
    record,
)

T = TypeVar("T")
_MOST_LOOK_UPS = 5  # of principals that may have vanished: a hint, not an inventory


@record(frozen=True, slots=True)
class Asked:
    """Which principal, and which key."""

    principal: ObjectId
    facts: VaultFacts
    vault: ResourceId
    key: str


async def read_grants(look: Look, asked: Asked) -> KeyGrants:
    """Read everything side by side; what only helps to name the nearest miss may stay unread.

    Raises:
        LookError: if what decides could not be read.
    """
    import asyncio  # only who looks needs it; judging again does not

    scope = str(asked.vault.child("keys", asked.key))
    here = look.authorization
    mine, all_here, roles, denies, elsewhere, groups = await asyncio.gather(
        _tried(here.role_assignments(scope, assigned_to=asked.principal)),
        _tried(here.role_assignments(scope)),
        _tried(here.role_definitions(str(asked.vault))),
        _tried(here.deny_assignments(scope)),
        _tried(_everywhere(look, asked)),
        _groups_for_policies(look, asked),
    )
    decides = model_of(asked.facts) is Model.RBAC
    not_read = _reason(mine) or _reason(roles)
    effective = _read(mine, role_assignment, must=decides)
    given = {one.id.lower() for one in effective}
    grants = KeyGrants(
        observed_at=look.now(),
        principal=asked.principal,
        scope=scope,
        effective=effective,
        others=_read(all_here, role_assignment, must=False),
        elsewhere=tuple(
            one
            for one in _read(elsewhere, role_assignment, must=False)
            if one.id.lower() not in given and not covers(one.scope, scope)
        ),
        definitions=_read(roles, role_definition, must=decides),
        denies=_read(denies, deny_assignment, must=decides and not isinstance(denies, Denied)),
        groups=groups.ids,
        groups_not_read=groups.not_read,
        groups_denied=groups.denied,
        denies_not_read=_reason(denies),
        roles_not_read="" if decides else not_read,
        elsewhere_not_read=_reason(elsewhere),
    )
    grants = await _with_groups_for_denies(look, grants, decides=decides)
    return await _with_earlier_ids(look, grants, asked.facts)


async def _everywhere(look: Look, asked: Asked) -> tuple[Document, ...]:
    """Read the principal's assignments in the whole subscription, below it too: hence no `atScope()`.

    Reads: GET /subscriptions/{s}/providers/Microsoft.Authorization/roleAssignments?$filter=assignedTo('{id}') 2022-04-01.
    """
    whole = f"/subscriptions/{asked.vault.subscription}"
    return await look.arm.list(
        f"{whole}/providers/Microsoft.Authorization/roleAssignments",
        "2022-04-01",
        permission=ports.ROLE_ASSIGNMENTS_READ.at(whole),
        filter=f"assignedTo('{asked.principal}')",
    )


async def _tried(reading: Awaitable[tuple[Document, ...]]) -> tuple[Document, ...] | LookError:
    try:
        return await reading
    except LookError as error:
        return error


def _reason(answer: tuple[Document, ...] | LookError) -> str:
    return answer.reason if isinstance(answer, LookError) else ""


def _read(
    answer: tuple[Document, ...] | LookError, read: Callable[[Document], T], *, must: bool
) -> tuple[T, ...]:
    if isinstance(answer, LookError):
        if must:
            raise answer
        return ()
    return tuple(read(document) for document in answer)


async def _groups_for_policies(look: Look, asked: Asked) -> Groups:
    """Read the groups only where an access policy for somebody else could be for one of them."""
    decides = model_of(asked.facts) is Model.POLICIES
    if decides and needs_groups(asked.facts, asked.principal):
        return await groups_of(look, asked.principal)
    return Groups()


async def _with_groups_for_denies(look: Look, grants: KeyGrants, *, decides: bool) -> KeyGrants:
    """Read the groups where a deny assignment may name or spare one of them."""
    in_doubt = any(
        forbids(deny, grants, need) is Answer.CANNOT_TELL
        for deny in grants.denies
        for need in NEEDS
    )
    if not (decides and in_doubt and grants.principal):
        return grants
    groups = await groups_of(look, grants.principal)
    return replace(
        grants,
        groups=groups.ids,
        groups_not_read=groups.not_read,
        groups_denied=groups.denied,
    )


async def _with_earlier_ids(look: Look, grants: KeyGrants, vault: VaultFacts) -> KeyGrants:
    """For a *no*, tell which holders of a sufficient grant are earlier ids of this identity, or gone."""
    import asyncio  # only who looks needs it; judging again does not

    access = decide(grants, vault)
    missing = access.in_force.not_granted
    if access.answer is not Answer.NO or not missing:
        return grants
    known = _stale_on_account(look)
    place = look.seen.maybe(RightPlace)
    if place is None or not place.directory_settled:
        return replace(grants, vanished=known)
    spared = {grants.principal, *known, *(grants.groups or ())}
    by_role = [one for one in _holders_by_role(grants, missing) if one not in spared]
    by_policy = [one for one in _holders_by_policy(vault, missing) if one not in spared]
    if not (by_role or by_policy):
        return replace(grants, vanished=known)
    deleted, *absent = await asyncio.gather(
        _deleted_earlier(look), *(_if_absent(look, one) for one in by_role[:_MOST_LOOK_UPS])
    )
    earlier = tuple(one for one in deleted if one in {*by_role, *by_policy})
    lost = tuple(one for found in absent for one in found if one not in earlier)
    return replace(grants, vanished=(*known, *earlier), unresolved=lost)


def _stale_on_account(look: Look) -> tuple[ObjectId, ...]:
    """Return the principal id that the account still shows for a recreated identity."""
    identity = look.seen.maybe(UserAssignedIdentity)
    stale = identity.principal_id_on_account if identity else None
    is_earlier = identity and stale and identity.principal_id and stale != identity.principal_id
    return (stale,) if is_earlier and stale else ()


def _holders_by_role(grants: KeyGrants, missing: tuple[Need, ...]) -> list[ObjectId]:
    return list(
        dict.fromkeys(
            one.principal
            for one in grants.others
            if one.principal_type.lower() not in ("user", "group", "foreigngroup")
            and set(missing) <= set(operations_of(one, grants))
        )
    )


def _holders_by_policy(vault: VaultFacts, missing: tuple[Need, ...]) -> list[ObjectId]:
    if model_of(vault) is Model.RBAC:
        return []
    return list(
        dict.fromkeys(
            one.object_id
            for one in vault.access_policies
            if one.object_id and counts(one, vault) and all(gives(one, need) for need in missing)
        )
    )


async def _if_absent(look: Look, one: ObjectId) -> tuple[ObjectId, ...]:
    """Return a service principal that the directory does not know; a reading that fails tells nothing."""
    try:
        await look.msgraph.service_principal(one)
    except NotFound:
        return (one,)
    except LookError:
        pass
    return ()


async def _deleted_earlier(look: Look) -> tuple[ObjectId, ...]:
    """Return the deleted principals of the same application, or of the same managed identity."""
    app_id = look.seen[PrincipalFacts].app_id
    identity = look.seen[DefaultPrincipal].identity
    try:
        documents = await look.msgraph.deleted_service_principals()
    except LookError:
        return ()
    return tuple(
        ObjectId.parse(one.require_text("id"))
        for one in documents
        if (app_id and (one.text("appId") or "").lower() == str(app_id))
        or (
            identity
            and identity.folded in {name.lower() for name in one.texts("alternativeNames") or ()}
        )
    )
