"""Who changed the key? That stands in the vault's own audit log alone, where somebody set up that it is collected.

Sources: Azure Key Vault logging (operation names); Diagnostic Settings - List (2021-05-01-preview); read 2026-11-29.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from checks.audit.facts import VaultAuditRead
from checks.audit.kinds import VAULT_LOG_NOT_SEEN
from checks.audit.on_the_way import READ_FROM, kept, way_of
from checks.audit.vault_query import MOST_ROWS, query
from checks.audit.vault_reading import changes_of
from checks.audit.window import window
from checks.cosmos.facts import KeyLocation
from checks.keyvault.facts import KeyFacts, VaultFacts
from diagnostics import (
    EVERY_TOPOLOGY_WITH_A_KEY,
    ChangeLog,
    Check,
    ConfigError,
    Document,
    Look,
    NotApplicable,
    NotFound,
    ResourceId,
    Seen,
    Step,
    Verdict,
    audit_ports,
)

_AUDIT = ("auditevent", "audit", "alllogs")  # a category, and the groups that hold it


async def probe(look: Look) -> VaultAuditRead | NotApplicable:
    """Find where the log is collected, and query it there: two GETs and one query."""
    facts, location = look.seen.maybe(VaultFacts), look.seen.maybe(KeyLocation)
    vault = (facts.vault if facts else None) or look.target.vault
    key_uri = location.key_uri if location else look.target.key_uri
    if vault is None or key_uri is None:
        return NotApplicable("the vault is not known, or is not there any more")
    key = look.seen.maybe(KeyFacts)
    since, until = window(look, key.current.updated_on if key and key.current else None)
    try:
        settings = await look.audit.settings(vault)
    except NotFound:
        return NotApplicable("the vault is not there any more")
    workspace, table = _collected(settings)
    if workspace is None:
        return _without(look, since, until, not_collected=_elsewhere(settings))
    customer = (await look.audit.workspace(workspace)).require_text("properties.customerId")
    try:
        rows = await look.audit.rows(customer, query(table, key_uri, since, until))
    except ConfigError as missing:  # the client for it is not installed
        return _without(look, since, until, not_read=missing.problem, do=missing.do)
    changes, too_many = kept(changes_of(rows, key), way_of(look))
    return VaultAuditRead(
        observed_at=look.now(),
        log=ChangeLog.VAULT,
        since=since,
        until=until,
        changes=changes,
        cut=too_many or len(rows) >= MOST_ROWS,
    )


def _without(
    look: Look,
    since: datetime,
    until: datetime,
    *,
    not_collected: str = "",
    not_read: str = "",
    do: str = "",
) -> VaultAuditRead:
    return VaultAuditRead(
        observed_at=look.now(),
        log=ChangeLog.VAULT,
        since=since,
        until=until,
        changes=(),
        not_collected=not_collected,
        not_read=not_read,
        do=do,
    )


def _collected(settings: Iterable[Document]) -> tuple[ResourceId | None, str]:
    """Name the workspace that gets the log, and the table that it stands in."""
    for setting in settings:
        workspace = setting.text("properties.workspaceId")
        if workspace and _has_audit(setting):
            sort = setting.text("properties.logAnalyticsDestinationType") or ""
            is_own = sort.casefold() == "dedicated"
            return ResourceId.parse(workspace), "AZKVAuditLogs" if is_own else "AzureDiagnostics"
    return None, ""


def _has_audit(setting: Document) -> bool:
    for log in setting.parts("properties.logs") or ():
        named = (log.text("category") or log.text("categoryGroup") or "").casefold()
        if named in _AUDIT and log.flag("enabled"):
            return True
    return False


def _elsewhere(settings: Iterable[Document]) -> str:
    """Say where the log goes if not into a workspace."""
    places = {
        "properties.storageAccountId": "a storage account",
        "properties.eventHubAuthorizationRuleId": "an event hub",
        "properties.marketplacePartnerId": "a partner's service",
    }
    found = [
        name
        for path, name in places.items()
        if any(_has_audit(each) and each.text(path) for each in settings)
    ]
    if found:
        return f"the vault's diagnostic settings send it to {' and '.join(found)} alone, which is not read from here"
    return "no diagnostic setting of the vault collects it"


def judge(read: VaultAuditRead, _: Seen) -> Iterator[Verdict]:
    """Say where it cannot be searched; what the changes explain is weighed when all is known."""
    why = read.not_collected or read.not_read
    if why:
        yield VAULT_LOG_NOT_SEEN.unknown(
            f"Who changed the key cannot be told: {why}.", do=read.do or _COLLECT
        )


_COLLECT = (
    "collect it, for the next time: az monitor diagnostic-settings create (the page of AU201 has the whole command);"
    " files that were exported elsewhere are read by `ajo-doctor triage FILE`"
)

CHECK = Check(
    id="audit.vault",
    title="The vault's audit log can be searched",
    provides=VaultAuditRead,
    probe=probe,
    judge=judge,
    kinds=(VAULT_LOG_NOT_SEEN,),
    step=Step.DOCTOR,
    wants=READ_FROM,
    applies_to=EVERY_TOPOLOGY_WITH_A_KEY,
    is_required=False,
    permissions=(audit_ports.SETTINGS_READ, audit_ports.WORKSPACE_READ, audit_ports.LOGS_QUERY),
)
