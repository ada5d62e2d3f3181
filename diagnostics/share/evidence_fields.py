"""What each field of evidence holds, which the built-in checks read."""

from __future__ import annotations

from diagnostics.share.sorts import KEPT, TEXT, Sort, Treated, each

_AJO: dict[str, dict[str, Treated]] = {
    "CampaignFacts": {
        **each("campaign", "campaign", "name"),
        "sandbox": "sandbox",
        **each(KEPT, "status", "campaign_type", "category"),
        **each(TEXT, "identity_namespace", "live_version", "draft_version"),
    },
    "Package": each(KEPT, "channel", "status"),
    "CampaignWindow": {"campaign": "campaign", "not_said": KEPT},
    "CmkConfig": {
        "name": "configuration",
        "key_name": "key",
        "vault_uri": TEXT,
        **each(KEPT, "status", "region_asked", "region_of_sandbox"),
    },
    "CmkRegistration": {"name": Sort.PRINCIPAL},
    "DeliverySettings": {"campaign": "campaign", "category": KEPT},
    "EndpointFit": {
        "campaign": "campaign",
        "identity_namespace": TEXT,
        **each(KEPT, "endpoint", "campaign_type", "category", "recipients"),
    },
    "FailedCall": {"code": KEPT, **each(TEXT, "excerpt", "why")},
    "GatewayAnswer": {
        **each(KEPT, "error_code", "problem"),
        **each(TEXT, "endpoint", "message", "request_id", "org"),
        "client": "client",
    },
    "ProviderIncidents": {"refused": TEXT},
    "Incident": each(KEPT, "id", "product", "severity", "impact", "regions"),
    "SandboxFacts": {**each("sandbox", "name", "listed"), **each(KEPT, "state", "region")},
    "AdobeSignIn": {
        **each("client", "client", "configured_client"),
        **each(TEXT, "source", "error_text"),
        **each(KEPT, "error", "scopes", "environment", "kind"),
    },
    "RecipientFacts": {"domain": Sort.DOMAIN, **each(KEPT, "suppressed_as", "reason")},
    "CampaignValidation": {"campaign": "campaign"},
    "ValidationItem": {"level": KEPT, "source": KEPT, "text": TEXT},
}
_COSMOS: dict[str, dict[str, Treated]] = {
    "AccountFacts": {
        **each(KEPT, "kind", "capabilities", "provisioning_state", "identity_type", "location"),
        **each(KEPT, "public_network_access", "network_acl_bypass"),
        **each(
            TEXT, "endpoint", "key_uri_text", "default_identity_text", "cmk_status", "ip_rules"
        ),
    },
    "DataPlaneAnswer": each(TEXT, "endpoint", "message", "activity_id"),
    "KeyLocation": {"origin": TEXT},
    "PastedItem": {
        **each(KEPT, "signature_id", "code", "category", "certainty", "kind"),
        **each(TEXT, "excerpt", "why"),
        **each(Sort.HOST, "account_host", "vault_host"),
        "where": Sort.PLACE,
    },
    "TokenForAccount": {
        **each(TEXT, "account_scope", "general_scope", "audience", "issuer"),
        **each(TEXT, "general_scope_text", "account_scope_text"),
        **each(KEPT, "account_scope_error", "general_scope_error"),
    },
}
_ENTRA: dict[str, dict[str, Treated]] = {
    "CredentialDates": {"display_name": Sort.PRINCIPAL},
    "CredentialDate": {"key_id": TEXT, "kind": KEPT},
    "FederatedCredentials": each(TEXT, "issuer", "audience"),
    "FederatedCredential": {
        "name": "credential",
        **each(TEXT, "id", "issuer", "subject", "audiences"),
    },
    "KeyVaultPrincipal": {"deleted_not_read": TEXT},
    "PrincipalFacts": {
        "display_name": Sort.PRINCIPAL,
        **each(TEXT, "disabled_by_microsoft", "deleted_not_read"),
        "principal_type": KEPT,
    },
    "Registration": {"display_name": Sort.PRINCIPAL, "deleted_not_read": TEXT},
    "RightPlace": {"login": Sort.WHO, "subscription_answer": TEXT},
    "WorkloadPolicy": {"seen_in": TEXT},
}
_KEYVAULT: dict[str, dict[str, Treated]] = {
    "KeyFacts": {
        **each(KEPT, "key_type", "operations"),
        **each(TEXT, "deleted_not_read", "versions_not_read"),
    },
    "KeyVersion": {"version": "key"},
    "VaultFacts": {
        "host": Sort.HOST,
        **each(KEPT, "location", "public_network_access", "default_action", "bypass"),
        **each(TEXT, "ip_rules", "deleted_not_read", "not_asked"),
    },
    "AccessPolicy": {"keys": KEPT},
    "VaultName": {"host": Sort.HOST, **each(TEXT, "addresses", "reason")},
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
        **each(Sort.SCOPE, "id", "scope"),
        "principal_type": KEPT,
        **each(TEXT, "role_id", "condition"),
    },
    "RoleDefinition": {"id": Sort.SCOPE, "name": Sort.ROLE},
    "Block": each(KEPT, "actions", "not_actions", "data_actions", "not_data_actions"),
    "KeyGrants": {
        "scope": Sort.SCOPE,
        **each(TEXT, "groups_not_read", "denies_not_read", "not_asked", "roles_not_read"),
        "elsewhere_not_read": TEXT,
    },
    "RoleSchedules": {"scope": Sort.SCOPE, "planned_not_read": TEXT},
    "RunningRole": {**each(Sort.SCOPE, "assignment", "scope"), "role_id": TEXT},
    "PlannedRole": {**each(Sort.SCOPE, "id", "scope"), "role_id": TEXT, "sort": KEPT},
    "DenyAssignment": {
        **each(Sort.SCOPE, "id", "scope"),
        "name": "policy",
        "condition": TEXT,
        **each(KEPT, "principal_types", "excluded_types"),
    },
}
_AUDIT: dict[str, dict[str, Treated]] = {
    "ActivityLogRead": each(TEXT, "not_read", "do"),
    "DirectoryAuditRead": {"not_read": TEXT},
    "VaultAuditRead": each(TEXT, "not_read", "not_collected", "do"),
}
_DELIVERY: dict[str, dict[str, Treated]] = {
    "delays.DelayFacts": {"verdict": KEPT, **each(TEXT, "sentence", "empty")},
}
EVIDENCE = {
    **{f"checks.ajo.facts.{name}": fields for name, fields in _AJO.items()},
    **{f"checks.cosmos.facts.{name}": fields for name, fields in _COSMOS.items()},
    **{f"checks.entra.facts.{name}": fields for name, fields in _ENTRA.items()},
    **{f"checks.keyvault.facts.{name}": fields for name, fields in _KEYVAULT.items()},
    **{f"checks.rbac.facts.{name}": fields for name, fields in _RBAC.items()},
    **{f"checks.audit.facts.{name}": fields for name, fields in _AUDIT.items()},
    **{f"checks.delivery.{name}": fields for name, fields in _DELIVERY.items()},
}
