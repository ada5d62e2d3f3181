"""One record of a vault's audit log as a row of AZKVAuditLogs, or of AzureDiagnostics.

Sources: both tables' pages in the Azure Monitor reference and published schemas of AzureDiagnostics (`keyProperties_…`), read
2026-11-29; names of claims from published records.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from diagnostics.simulator.history import Actor
from diagnostics.simulator.reading import part, text
from diagnostics.simulator.world import Doc

_BILLED = 900.0  # bytes of a record, about
_VAULT = "MICROSOFT.KEYVAULT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """One record."""

    at: datetime
    vault_id: str  # lower case
    operation: str
    status: int
    inner: str  # what was said of a refusal
    actor: Actor
    agent: str
    address: str  # of the key or vault
    request_uri: str
    correlation: str
    key: Doc | None  # its properties as they became; None = the operation does not tell

    @property
    def signature(self) -> str:
        """The status in words."""
        return "OK" if self.status == HTTPStatus.OK else HTTPStatus(self.status).phrase


def row_of(record: Audited, table: str) -> Doc:
    """Return the record as a row of that table."""
    common: Doc = {
        "TimeGenerated": record.at.isoformat(),
        "OperationName": record.operation,
        "ResultType": "Success",
        "ResultSignature": record.signature,
        "ResultDescription": record.inner,
        "CorrelationId": record.correlation,
        "_BilledSize": _BILLED,
        "_ResourceId": record.vault_id,
        "Type": table,
    }
    return {**common, **(_own(record) if table == "AZKVAuditLogs" else _shared(record))}


def _own(record: Audited) -> Doc:
    return {
        "HttpStatusCode": record.status,
        "RequestUri": record.request_uri,
        "Id": record.address,
        "Identity": {"claim": _claims(record.actor)},
        "CallerIpAddress": record.actor.address,
        "ClientInfo": record.agent,
        "IsRbacAuthorized": record.status == HTTPStatus.OK,
        "KeyProperties": record.key,
    }


def _shared(record: Audited) -> Doc:
    key = record.key or {}
    attributes = part(key, "attributes")
    return {
        "ResourceProvider": _VAULT,
        "Resource": record.vault_id.rpartition("/")[2].upper(),
        "Category": "AuditEvent",
        "httpStatusCode_d": float(record.status),
        "requestUri_s": record.request_uri,
        "id_s": record.address,
        "CallerIPAddress": record.actor.address,
        "clientInfo_s": record.agent,
        "identity_claim_appid_g": record.actor.app_id,
        "identity_claim_oid_g": record.actor.object_id,
        "identity_claim_upn_s": "" if record.actor.is_app else record.actor.name,
        "keyProperties_type_s": text(key, "type") or None,
        "keyProperties_size_d": key.get("size"),
        "keyProperties_operations_s": json.dumps(key["operations"])
        if "operations" in key
        else None,
        "keyProperties_attributes_enabled_b": attributes.get("enabled"),
        "keyProperties_attributes_exp_d": attributes.get("exp"),
        "keyProperties_attributes_nbf_d": attributes.get("nbf"),
    }


def _claims(actor: Actor) -> Doc:
    claims: Doc = {"oid": actor.object_id, "appid": actor.app_id}
    if actor.is_app:
        return claims
    return {
        **claims,
        "scp": "user_impersonation",
        "upn": actor.name,
        "unique_name": actor.name,
        "ipaddr": actor.address,
    }
