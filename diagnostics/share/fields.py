"""What each field of a record holds: a name of the customer, or a word of a service or of this program.

A test fails for a field of a built-in record that holds text and does not stand here. Records of foreign packs are not
listed: their texts are searched for what looks like an identifier and for every name that is known from elsewhere.
Typed identifiers (`diagnostics.names`, `diagnostics.adobe_names`) need no entry.
"""

from __future__ import annotations

from enum import Enum, auto


class Sort(Enum):
    """How a field that is no plain name is treated."""

    KEPT = auto()  # a word of a service or of this program: it is the same everywhere
    TEXT = auto()  # prose or a mixed value: names inside are replaced
    FILE = auto()  # a file as somebody named it
    PLACE = auto()  # "app.log:12" or "app.log, byte 99"
    ARGV = auto()  # arguments of a command
    WHO = auto()  # an operator's name or address, or a principal with its id
    HOST = auto()
    SCOPE = auto()  # path of a resource, whole or cut
    ROLE = auto()  # of Azure, or one that the customer made
    DOMAIN = auto()  # behind the @ of recipients: of a mail provider, or the customer's own
    PRINCIPAL = auto()  # display name; takes the number of the id beside it
    LABELLED = auto()  # pairs of label and value of the run's surroundings
    DELAYED = auto()  # who was late: what the field `dimension` says

    __hash__ = object.__hash__  # each is one object, and asked for as often as there are texts


Treated = Sort | str  # a str: the whole value is a name of that sort of `shapes.SORTS`
KEPT, TEXT = Sort.KEPT, Sort.TEXT


def _all(sort: Treated, *names: str) -> dict[str, Treated]:
    return dict.fromkeys(names, sort)


_AJO: dict[str, dict[str, Treated]] = {
    "CampaignFacts": {
        **_all("campaign", "campaign", "name"),
        "sandbox": "sandbox",
        **_all(KEPT, "status", "campaign_type", "category"),
        **_all(TEXT, "identity_namespace", "live_version", "draft_version"),
    },
    "Package": _all(KEPT, "channel", "status"),
    "CampaignWindow": {"campaign": "campaign", "not_said": KEPT},
    "CmkConfig": {
        "name": "configuration",
        "key_name": "key",
        "vault_uri": TEXT,
        **_all(KEPT, "status", "region_asked", "region_of_sandbox"),
    },
    "CmkRegistration": {"name": Sort.PRINCIPAL},
    "DeliverySettings": {"campaign": "campaign", "category": KEPT},
    "EndpointFit": {
        "campaign": "campaign",
        "identity_namespace": TEXT,
        **_all(KEPT, "endpoint", "campaign_type", "category", "recipients"),
    },
    "FailedCall": {"code": KEPT, **_all(TEXT, "excerpt", "why")},
    "GatewayAnswer": {
        **_all(KEPT, "error_code", "problem"),
        **_all(TEXT, "endpoint", "message", "request_id", "org"),
        "client": "client",
    },
    "ProviderIncidents": {"refused": TEXT},
    "Incident": _all(KEPT, "id", "product", "severity", "impact", "regions"),
    "SandboxFacts": {**_all("sandbox", "name", "listed"), **_all(KEPT, "state", "region")},
    "AdobeSignIn": {
        **_all("client", "client", "configured_client"),
        **_all(TEXT, "source", "error_text"),
        **_all(KEPT, "error", "scopes", "environment", "kind"),
    },
    "RecipientFacts": {"domain": Sort.DOMAIN, **_all(KEPT, "suppressed_as", "reason")},
    "CampaignValidation": {"campaign": "campaign"},
    "ValidationItem": {"level": KEPT, "source": KEPT, "text": TEXT},
}
_COSMOS: dict[str, dict[str, Treated]] = {
    "AccountFacts": {
        **_all(KEPT, "kind", "capabilities", "provisioning_state", "identity_type", "location"),
        **_all(KEPT, "public_network_access", "network_acl_bypass"),
        **_all(
            TEXT, "endpoint", "key_uri_text", "default_identity_text", "cmk_status", "ip_rules"
        ),
    },
    "DataPlaneAnswer": _all(TEXT, "endpoint", "message", "activity_id"),
    "KeyLocation": {"origin": TEXT},
    "PastedItem": {
        **_all(KEPT, "signature_id", "code", "category", "certainty", "kind"),
        **_all(TEXT, "excerpt", "why"),
        **_all(Sort.HOST, "account_host", "vault_host"),
        "where": Sort.PLACE,
    },
    "TokenForAccount": {
        **_all(TEXT, "account_scope", "general_scope", "audience", "issuer"),
        **_all(TEXT, "general_scope_text", "account_scope_text"),
        **_all(KEPT, "account_scope_error", "general_scope_error"),
    },
}
_ENTRA: dict[str, dict[str, Treated]] = {
    "CredentialDates": {"display_name": Sort.PRINCIPAL},
    "CredentialDate": {"key_id": TEXT, "kind": KEPT},
    "FederatedCredentials": _all(TEXT, "issuer", "audience"),
    "FederatedCredential": {
        "name": "credential",
        **_all(TEXT, "id", "issuer", "subject", "audiences"),
    },
    "KeyVaultPrincipal": {"deleted_not_read": TEXT},
    "PrincipalFacts": {
        "display_name": Sort.PRINCIPAL,
        **_all(TEXT, "disabled_by_microsoft", "deleted_not_read"),
        "principal_type": KEPT,
    },
    "Registration": {"display_name": Sort.PRINCIPAL, "deleted_not_read": TEXT},
    "RightPlace": {"login": Sort.WHO, "subscription_answer": TEXT},
    "WorkloadPolicy": {"seen_in": TEXT},
}
_KEYVAULT: dict[str, dict[str, Treated]] = {
    "KeyFacts": {
        **_all(KEPT, "key_type", "operations"),
        **_all(TEXT, "deleted_not_read", "versions_not_read"),
    },
    "KeyVersion": {"version": "key"},
    "VaultFacts": {
        "host": Sort.HOST,
        **_all(KEPT, "location", "public_network_access", "default_action", "bypass"),
        **_all(TEXT, "ip_rules", "deleted_not_read", "not_asked"),
    },
    "AccessPolicy": {"keys": KEPT},
    "VaultName": {"host": Sort.HOST, **_all(TEXT, "addresses", "reason")},
    "VaultReach": {"host": Sort.HOST, "callers": KEPT, "static_address": TEXT},
}
_RBAC: dict[str, dict[str, Treated]] = {
    "DataRoles": {
        "account": Sort.SCOPE,
        "database": "database",
        "container": "container",
        "groups_not_read": TEXT,
    },
    "RoleAssignment": {
        **_all(Sort.SCOPE, "id", "scope"),
        "principal_type": KEPT,
        **_all(TEXT, "role_id", "condition"),
    },
    "RoleDefinition": {"id": Sort.SCOPE, "name": Sort.ROLE},
    "Block": _all(KEPT, "actions", "not_actions", "data_actions", "not_data_actions"),
    "KeyGrants": {
        "scope": Sort.SCOPE,
        **_all(TEXT, "groups_not_read", "denies_not_read", "not_asked", "roles_not_read"),
        "elsewhere_not_read": TEXT,
    },
    "RoleSchedules": {"scope": Sort.SCOPE, "planned_not_read": TEXT},
    "RunningRole": {**_all(Sort.SCOPE, "assignment", "scope"), "role_id": TEXT},
    "PlannedRole": {**_all(Sort.SCOPE, "id", "scope"), "role_id": TEXT, "sort": KEPT},
    "DenyAssignment": {
        **_all(Sort.SCOPE, "id", "scope"),
        "name": "policy",
        "condition": TEXT,
        **_all(KEPT, "principal_types", "excluded_types"),
    },
}
_AUDIT: dict[str, dict[str, Treated]] = {
    "ActivityLogRead": _all(TEXT, "not_read", "do"),
    "DirectoryAuditRead": {"not_read": TEXT},
    "VaultAuditRead": _all(TEXT, "not_read", "not_collected", "do"),
}
_DOCTOR: dict[str, dict[str, Treated]] = {
    "rights.SignIn": {
        "credential": KEPT,
        "passed_over": TEXT,
        "user_name": Sort.WHO,
    },
    "rights.CallerRights": {
        **_all(KEPT, "graph_permissions", "directory_roles"),
        "scopes_read": Sort.SCOPE,
        "holders_not_read": TEXT,
    },
    "rights.ActionSet": {
        "scope": Sort.SCOPE,
        **_all(KEPT, "actions", "not_actions", "data_actions", "not_data_actions"),
    },
    "rights.Holder": {
        "permission": KEPT,
        "who": Sort.WHO,
        "role": Sort.ROLE,
        "scope": Sort.SCOPE,
    },
    "permission.Permission": {**_all(KEPT, "api", "name", "granted_by"), "scope": Sort.SCOPE},
}
_RUN: dict[str, dict[str, Treated]] = {
    "outcome.Run": {**_all(KEPT, "deselected", "local_zone"), "environment": Sort.LABELLED},
    "outcome.Reading": {
        **_all(KEPT, "check", "wants_open", "crash"),
        "not_applicable": TEXT,
    },
    "outcome.LedgerEntry": {
        **_all(KEPT, "verb", "api", "note"),
        **_all(TEXT, "url", "request_id"),
    },
    "finding.Unknown": {**_all(TEXT, "reason", "do"), "error": KEPT},
    "finding.Kind": _all(KEPT, "code", "slug", "title"),
    "targets.Target": {
        "name": "target",
        "topology_reason": TEXT,
        "database": "database",
        "container": "container",
        "cmk_config": "configuration",
        **_all(KEPT, "test_recipients", "scopes"),  # recipients were taken out before
    },
    "targets.AcceptedUnknown": {"check": KEPT, "reason": TEXT},
    "suppression.Suppression": {
        "kind": KEPT,
        **_all(TEXT, "subject", "reason"),
        "owner": Sort.WHO,
    },
    "verifying_record.Recheck": {
        "asked": KEPT,
        **_all(Sort.ARGV, "verify_argv", "diagnose_argv"),
    },
    "changes.earlier.EarlierRun": {"not_seen": KEPT},
    "changes.change.Change": {
        "operation": KEPT,
        **_all(TEXT, "subject", "concerns", "event"),
        "who": Sort.WHO,
    },
    "changes.change.Value": {"name": KEPT, **_all(TEXT, "before", "after")},
    "triggering.record.TestCall": {
        "campaign": "campaign",
        "sandbox": "sandbox",
        "payload": Sort.FILE,
        **_all(TEXT, "request_id", "execution_id", "message", "x_request_id", "lost"),
        **_all(KEPT, "gateway_code", "problem"),
    },
}
_TRIAGE: dict[str, dict[str, Treated]] = {
    "triage.recognised.Recognised": {
        **_all(KEPT, "signature_id", "code", "category", "kind", "header_code", "occurred_at"),
        **_all(TEXT, "excerpt", "why", "activity_id"),
        **_all(Sort.HOST, "account_host", "vault_host"),
    },
    "triage.recognised.Logged": {"where": Sort.PLACE},
    "triage.triaged.Triage": {"inputs": Sort.FILE},
    "triage.triaged.Row": {**_all(Sort.HOST, "account", "vault"), "identity": TEXT},
    "triage.occurrence.Place": {"path": Sort.FILE},
    "triage.occurrence.LeftOut": _all(TEXT, "reason", "do"),
    "triage.triaged.Onset": {"signature_id": KEPT, "account": Sort.HOST},
    "triage.triaged.Turn": {"vault": Sort.HOST, "identity": TEXT},
    "triage.triaged.Access": {
        **_all(KEPT, "operation", "result"),
        "vault": Sort.HOST,
        **_all(TEXT, "key_uri", "application", "principal"),
    },
    "triage.triaged.GoOn": {"notes": TEXT},
    "triage.triaged.Command": {"purpose": TEXT, "argv": Sort.ARGV},
}
_DELAYS: dict[str, dict[str, Treated]] = {
    "delays.record.Answer": {**_all(KEPT, "verdict", "step"), **_all(TEXT, "who", "sentence")},
    "delays.record.Measured": {"files": Sort.FILE, **_all(KEPT, "exclusions", "statuses")},
    "delays.record.Filled": _all(KEPT, "field", "column"),
    "delays.record.Group": {"dimension": KEPT, "name": Sort.DELAYED},
    "delays.record.Line": {**_all(KEPT, "what", "dimension"), "name": Sort.DELAYED},
    "delays.record.Hop": {"name": KEPT},
    "delays.record.Flow": {"campaign": "campaign"},
    "delays.record.Wave": {"campaign": "campaign", "name": "wave"},
    "delays.record.Missing": {"examples": TEXT},
    "delays.record.Published": _all(KEPT, "id", "product"),
    "delays.record.Remark": {"path": Sort.FILE, **_all(TEXT, "text", "do")},
    "report.linted.Linted": _all(KEPT, "version", "packs"),
    "report.linted.LintView": {
        "file": Sort.FILE,
        **_all(KEPT, "code", "slug", "severity", "title"),
        **_all(TEXT, "message", "because"),
    },
    "report.linted.RequestView": {
        "file": Sort.FILE,
        **_all(KEPT, "form", "endpoint"),
        "notes": TEXT,
    },
    "report.linted.UnreadView": {"file": Sort.FILE, **_all(TEXT, "problem", "expected", "do")},
    "report.linted.UnheldView": {**_all(KEPT, "rule", "title"), **_all(TEXT, "reason", "do")},
    "report.linted.CampaignView": {
        "campaign_id": "campaign",
        "source": Sort.FILE,
        **_all(KEPT, "status", "campaign_type", "category"),
        "namespace": TEXT,
    },
    "delays.record.Delay": {
        "kind": KEPT,
        "who": Sort.DELAYED,
        "dimension": KEPT,
        **_all(TEXT, "sentence", "evidence"),
    },
}
FIELDS: dict[str, dict[str, Treated]] = {
    **{f"checks.ajo.facts.{name}": fields for name, fields in _AJO.items()},
    **{f"checks.cosmos.facts.{name}": fields for name, fields in _COSMOS.items()},
    **{f"checks.entra.facts.{name}": fields for name, fields in _ENTRA.items()},
    **{f"checks.keyvault.facts.{name}": fields for name, fields in _KEYVAULT.items()},
    **{f"checks.rbac.facts.{name}": fields for name, fields in _RBAC.items()},
    **{f"checks.audit.facts.{name}": fields for name, fields in _AUDIT.items()},
    "checks.delivery.delays.DelayFacts": {"verdict": KEPT, **_all(TEXT, "sentence", "empty")},
    **{f"diagnostics.{name}": fields for name, fields in _DOCTOR.items()},
    **{f"diagnostics.{name}": fields for name, fields in _RUN.items()},
    **{f"diagnostics.{name}": fields for name, fields in _TRIAGE.items()},
    **{f"diagnostics.{name}": fields for name, fields in _DELAYS.items()},
}
