"""Who changed resources, roles and identities in Azure?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from checks.audit.activity_reading import changes_of
from checks.audit.facts import ActivityLogRead
from checks.audit.on_the_way import READ_FROM, kept, way_of
from checks.audit.values import Told, told_of
from checks.audit.window import window
from checks.cosmos.facts import AccountFacts
from checks.entra.facts import DefaultPrincipal, Presence
from checks.keyvault.facts import VaultFacts
from checks.traces.logs import let_read
from diagnostics import (
    EVERY_TOPOLOGY_WITH_A_KEY,
    ChangeLog,
    Check,
    Denied,
    Look,
    LookError,
    NotApplicable,
    NotFound,
    ResourceId,
    Seen,
    Step,
    SubscriptionId,
    Target,
    Verdict,
    audit_ports,
)

_ROLES = "Microsoft.Authorization"
_VAULTS = "Microsoft.KeyVault"
_MOVES = "Microsoft.Resources"  # a move stands with the group that the vault was in; which that was, may be unknown
_MOST_GROUPS = 4  # resource groups that are asked for, each by one request

Asked = tuple[SubscriptionId, dict[str, str]]


async def probe(look: Look) -> ActivityLogRead | NotApplicable:
    """Read what happened in the resource groups on the way, and to roles in their subscriptions: one GET each, side by side.

    Beside them, one GET for each resource says what of it changed. A role may have been given and taken at the
    subscription, which is in no group; so is the purge of a vault. Of a vault that is nowhere in the subscription that was
    searched, and whose group nobody knows, the moves in that subscription are read: one GET more.
    """
    import asyncio  # only who looks needs it; judging again does not

    since, until = window(look)
    asked = list(_asked(look.target, look.seen))
    if not asked:
        return NotApplicable("no resource on the way to the key is known by its id")
    answers, (told, untold) = await asyncio.gather(_events(look, asked, since, until), _told(look))
    refused = [each for each in answers if isinstance(each, BaseException)]
    found = [each for each in answers if isinstance(each, audit_ports.Events)]
    unexpected = [each for each in refused if not isinstance(each, Denied | NotFound)]
    if unexpected or not found:
        raise (unexpected or refused)[0]
    way = way_of(look)
    documents = tuple(document for events in found for document in events.documents)
    changes, too_many = kept(changes_of(documents, way, told), way)
    return ActivityLogRead(
        observed_at=max(each.observed_at for each in found),
        log=ChangeLog.ACTIVITY,
        since=since,
        until=until,
        changes=changes,
        cut=too_many or any(each.cut for each in found),
        not_read=(*dict.fromkeys(str(each) for each in refused), *untold),
        do=_let_read(asked, answers),
    )


def _let_read(
    asked: Sequence[Asked], answers: Sequence[audit_ports.Events | BaseException]
) -> str:
    """Say how the login gets to read what it was refused: a role in each of those subscriptions."""
    denied = {
        subscription: None
        for (subscription, _), answer in zip(asked, answers, strict=True)
        if isinstance(answer, Denied)
    }
    return "; ".join(let_read(each) for each in denied)


async def _events(
    look: Look, asked: list[Asked], since: datetime, until: datetime
) -> list[audit_ports.Events | BaseException]:
    import asyncio  # only who looks needs it; judging again does not

    return await asyncio.gather(
        *(look.audit.activity(where, since, until, **what) for where, what in asked),
        return_exceptions=True,
    )


async def _told(look: Look) -> tuple[Told, tuple[str, ...]]:
    """Read what each operation changed, property by property, and say what of it was not read.

    Where that cannot be read, the log's own words must do, which say less: which of several changes it was may stay open. Of
    a resource that is not there any more nothing is missed.
    """
    import asyncio  # only who looks needs it; judging again does not

    resources = dict.fromkeys(_resources(look.target, look.seen))
    answers = await asyncio.gather(
        *(look.audit.changes(each) for each in resources), return_exceptions=True
    )
    failed = [each for each in answers if isinstance(each, BaseException)]
    for each in failed:
        if not isinstance(each, LookError):
            raise each
    told = told_of(
        document
        for answer in answers
        if not isinstance(answer, BaseException)
        for document in answer
    )
    missed = dict.fromkeys(str(each) for each in failed if not isinstance(each, NotFound))
    return told, tuple(f"what the changes made different was not read: {each}" for each in missed)


def _asked(target: Target, seen: Seen) -> Iterator[Asked]:
    resources = tuple(dict.fromkeys(_resources(target, seen)))
    groups = {(each.subscription, each.group.casefold()): each.group for each in resources}
    for (subscription, _), group in tuple(groups.items())[:_MOST_GROUPS]:
        yield subscription, {"group": group}
    subscriptions = dict.fromkeys(each.subscription for each in resources)
    for subscription in subscriptions:
        yield subscription, {"provider": _ROLES}
    vault = seen.maybe(VaultFacts)
    if vault and vault.presence is Presence.GONE and vault.subscription:
        yield vault.subscription, {"provider": _VAULTS}
        if not any(_is_vault(each) for each in resources):
            yield vault.subscription, {"provider": _MOVES}


def _is_vault(resource: ResourceId) -> bool:
    return resource.type.casefold().startswith(f"{_VAULTS.casefold()}/")


def _resources(target: Target, seen: Seen) -> Iterator[ResourceId]:
    vault, account = seen.maybe(VaultFacts), seen.maybe(AccountFacts)
    principal = seen.maybe(DefaultPrincipal)
    named = (
        vault.vault if vault else None,
        vault.deleted_vault if vault else None,
        target.vault,
        account.account if account else None,
        target.account,
        principal.identity if principal else None,
    )
    yield from (each for each in named if each)


def judge(_: ActivityLogRead, __: Seen) -> Iterator[Verdict]:
    """Say nothing: what the changes explain is weighed when all is known."""
    yield from ()


CHECK = Check(
    id="audit.activity_log",
    title="Azure's Activity Log can be read",
    provides=ActivityLogRead,
    probe=probe,
    judge=judge,
    kinds=(),
    step=Step.DOCTOR,
    wants=READ_FROM,
    applies_to=EVERY_TOPOLOGY_WITH_A_KEY,
    is_required=False,
    permissions=(audit_ports.ACTIVITY_READ, audit_ports.CHANGES_READ),
)
