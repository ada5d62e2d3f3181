"""A vault's audit log in a workspace: who did what to keys and vault, and every use of the account's key; where it is collected.

A workspace has rows of a vault only from when a diagnostic setting of that vault sends it the audit category, and as far back as it
keeps them. Uses follow from the world as it was at each time: the account's identity wraps and unwraps, or is refused.

Sources: Azure Key Vault logging (operation names); AZKVAuditLogs and AzureDiagnostics of the Azure Monitor reference; published
records of `VaultPut` and `KeyUpdate` (its `keyProperties` hold the key's type, operations and attributes as they became), read
2026-11-29. None was recorded: from documentation. Reading a key over the wire leaves no row here, unlike in the real log.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from diagnostics.simulator import history, key_service
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.consequences import account_of
from diagnostics.simulator.history import Actor, Happening
from diagnostics.simulator.http import Answer
from diagnostics.simulator.key_service import Visitor
from diagnostics.simulator.reading import entries, part, props, text, words
from diagnostics.simulator.vault_rows import Audited, row_of
from diagnostics.simulator.world import Doc, World

TABLES = ("AZKVAuditLogs", "AzureDiagnostics")
_SETTING = "/providers/microsoft.insights/diagnosticsettings/"
_AUDIT = ("auditevent", "audit", "alllogs")
_KEPT_DAYS = 30  # of a workspace that does not say
_USED_EVERY = timedelta(minutes=5)  # about how often an account asks for its key; from no source
_USED_FOR = timedelta(hours=24)  # further back uses are left out: there would be thousands
_FROM_AZURE = "20.61.99.68"  # an address of Azure's, as a service's calls show one
_LOGGED = {"wrapKey": "KeyWrap", "unwrapKey": "KeyUnwrap"}
_OPERATIONS = (  # of the data plane: method, path → name
    ("POST", r"/keys/[^/]+/create", "KeyCreate"),
    ("POST", r"/keys/[^/]+/import", "KeyImport"),
    ("POST", r"/keys/[^/]+/rotate", "KeyRotate"),
    ("POST", r"/keys/[^/]+/backup", "KeyBackup"),
    ("POST", r"/keys/restore", "KeyRestore"),
    ("POST", r"/deletedkeys/[^/]+/recover", "KeyRecover"),
    ("PATCH", r"/keys/[^/]+(/[^/]+)?", "KeyUpdate"),
    ("DELETE", r"/keys/[^/]+", "KeyDelete"),
    ("DELETE", r"/deletedkeys/[^/]+", "KeyPurge"),
)
_OF_MANAGER = {"PUT": "VaultPut", "PATCH": "VaultPatch", "DELETE": "VaultDelete"}
_VAULT = re.compile(r"/subscriptions/.+/providers/microsoft\.keyvault/vaults/[^/]+", re.IGNORECASE)


def rows(world: World, workspace_id: str, table: str, *, with_uses: bool = True) -> list[Doc]:
    """Return the rows that diagnostic settings have put into a table of a workspace."""
    if table not in TABLES:
        return []
    return [
        row_of(each, table)
        for vault_id, since, sent_to in _collected(world, workspace_id)
        if sent_to == table
        for each in (*_done(world, vault_id), *(_uses(world, vault_id) if with_uses else ()))
        if each.at >= since
    ]


def _collected(world: World, workspace_id: str) -> Iterator[tuple[str, datetime, str]]:
    """Go through the vaults whose audit log comes here: the vault, since when, into which table."""
    days = props(world.get(workspace_id)).get("retentionInDays") or _KEPT_DAYS
    oldest = server_now(world) - timedelta(days=int(days))
    for key, setting in world.under("/subscriptions/"):
        vault_id, mark, _ = key.partition(_SETTING)
        fields = props(setting)
        if not mark or not _VAULT.fullmatch(vault_id) or not _takes_audit(setting):
            continue
        if text(fields, "workspaceId").lower() == workspace_id.lower():
            is_own = text(fields, "logAnalyticsDestinationType").lower() == "dedicated"
            begun = max(oldest, _begun(world, key) or oldest)
            yield vault_id, begun, TABLES[0] if is_own else TABLES[1]


def _takes_audit(setting: Doc) -> bool:
    return any(
        (text(log, "category") or text(log, "categoryGroup")).lower() in _AUDIT
        and log.get("enabled") is True
        for log in entries(props(setting), "logs")
    )


def _begun(world: World, setting: str) -> datetime | None:
    """Return when a setting was made; None = it was there from the beginning."""
    made = [
        happening.at
        for happening in history.happenings(world)
        for change in happening.changes
        if change.key == setting and change.before is None
    ]
    return max(made, default=None)


def _done(world: World, vault_id: str) -> Iterator[Audited]:
    """Give what was done to the vault and its keys."""
    for happening in history.happenings(world):
        call = happening.call
        if call.api == "keyvault":
            yield from _to_a_key(world, vault_id, happening)
        elif call.api == "arm" and call.path.lower() == vault_id and call.method in _OF_MANAGER:
            document = world.get(vault_id) or {}
            yield _audited(
                happening,
                vault_id,
                _OF_MANAGER[call.method],
                text(props(document), "vaultUri") or f"https://{text(document, 'name')}",
            )


def _to_a_key(world: World, vault_id: str, happening: Happening) -> Iterator[Audited]:
    call = happening.call
    name = vault_id.rpartition("/")[2]
    is_here = any(change.key.startswith(f"{vault_id}/") for change in happening.changes)
    if not is_here and call.host.partition(".")[0] != name:
        return
    for method, pattern, operation in _OPERATIONS:
        if method == call.method and re.fullmatch(pattern, call.path, re.IGNORECASE):
            host = call.host or f"{name}.{world.cloud.vault_suffix}"
            yield _audited(happening, vault_id, operation, _address(happening, host))
            return


def _address(happening: Happening, host: str) -> str:
    """Name the key with its version where the operation is about one."""
    made = next((each.after for each in happening.changes if each.after), None)
    uri = text(props(made), "keyUriWithVersion")
    head = happening.call.path.removesuffix("/create").removesuffix("/recover")
    return uri or f"https://{host}{head}"


def _audited(happening: Happening, vault_id: str, operation: str, address: str) -> Audited:
    call, actor = happening.call, happening.actor
    after = next(
        (each.after for each in happening.changes if each.after and "/keys/" in each.key), None
    )
    return Audited(
        at=happening.at,
        vault_id=vault_id,
        operation=operation,
        status=call.status,
        inner="",
        actor=actor,
        agent=call.agent or "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
        address=address,
        request_uri=f"{address}?api-version=7.4",
        correlation=happening.identifier("vault"),
        key=_key_properties(after)
        if operation in ("KeyCreate", "KeyUpdate", "KeyImport")
        else None,
    )


def _key_properties(document: Doc | None) -> Doc | None:
    if document is None:
        return None
    fields = props(document)
    attributes = part(fields, "attributes")
    shown = {name: attributes[name] for name in ("enabled", "exp", "nbf") if name in attributes}
    given: Doc = {
        "type": text(fields, "kty"),
        "size": fields.get("keySize"),
        "operations": words(fields, "keyOps"),
        "attributes": {**shown, "hsmPlatform": "0"},
    }
    return {name: value for name, value in given.items() if value is not None}


def _uses(world: World, vault_id: str) -> Iterator[Audited]:
    """Give each use of the account's key: asked of the world as it was then."""
    until = server_now(world)
    begin = until - _USED_FOR
    for turned, state in history.looking_back(world):
        since = max(turned, begin)
        answers = _answers(state, vault_id) if since < until else []
        at = begin + _USED_EVERY * -(-(since - begin) // _USED_EVERY)
        while at < until:
            yield from (_used(at, vault_id, *each) for each in answers)
            at += _USED_EVERY
        until = min(until, since)
        if turned <= begin:
            return


def _answers(world: World, vault_id: str) -> list[tuple[Visitor, str, Answer | None]]:
    account = account_of(world)
    who = key_service.visitor(world, account) if account else None
    if account is None or who is None or text(who.vault, "id").lower() != vault_id:
        return []
    if not key_service.asks_for_key(world, account):
        return []
    operations = key_service.OPERATIONS
    return [(who, each, key_service.use_refusal(world, who, each)) for each in operations]


def _used(
    at: datetime, vault_id: str, who: Visitor, operation: str, refusal: Answer | None
) -> Audited:
    address = f"https://{who.vault_host}/keys/{who.key}/{who.version}"
    error: Doc = refusal.body["error"] if refusal else {}
    return Audited(
        at=at,
        vault_id=vault_id,
        operation=_LOGGED[operation],
        status=refusal.status if refusal else 200,
        inner=text(error, "message"),
        actor=Actor(
            object_id=who.object_id,
            name="",
            app_id=who.app_id,
            is_app=True,
            tenant=who.tenant,
            address=_FROM_AZURE,
        ),
        agent="AzureCosmosDB",
        address=address,
        request_uri=f"{address}/{operation.lower()}?api-version=7.4",
        correlation=f"{at:%Y%m%d-%H%M}-{operation}",
        key=None,
    )
