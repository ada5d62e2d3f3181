"""What a right diagnosis says of the account, its vault and its key."""

from __future__ import annotations

from diagnostics.simulator import ids
from diagnostics.simulator.expectations.answer import CLEAN, OPEN, Expected, found

CMK = found(
    ("account-missing", "CO201", ""),
    ("default-identity-undefined", "CO202", "default-identity-invalid"),
    ("cross-tenant-identity-unfit", "CO205", ""),
    ("account-being-updated", "CO206", ""),
    ("key-uri-malformed", "CO203", ""),
    ("vault-soft-deleted", "KV201", ""),
    ("vault-gone", "KV202", ""),
    ("key-uri-names-no-vault", "KV202", "vault-gone"),
    ("key-uri-names-no-key", "KV107", "key-gone"),
    ("key-uri-names-no-version", "KV107", "key-gone"),
    ("key-uri-names-disabled-version", "KV101", "key-disabled"),
    ("key-uri-of-another-cloud", "CO109", "revoked-vault-name-unresolved"),
    ("default-identity-malformed", "CO202", "default-identity-invalid"),
    ("key-without-wrap", "KV104", "key-operations-missing"),
    ("key-for-signing-only", "KV104", "key-operations-missing"),
    # Behind a proxy the proxy resolves names: the status alone tells.
    ("vault-name-unresolved", "CO109", "revoked-vault-name-unresolved"),
    ("vault-in-another-tenant", "KV204", "vault-tenant-differs"),
    ("firewall-without-bypass", "KV205", "vault-firewall-without-bypass"),
    ("private-endpoint-only", "KV206", "vault-private-endpoint-only"),
    ("vault-in-perimeter", "KV207", ""),
    ("soft-delete-off", "KV208", ""),
    ("purge-protection-off", "KV209", ""),
    ("adobe-address-not-allowed", "KV210", ""),
    ("access-policy-model", "KV211", ""),
    ("vault-public-access-off", "KV214", ""),
    ("key-disabled", "KV101", ""),
    ("key-expired", "KV102", ""),
    ("key-expiring", "KV111", ""),
    ("key-not-yet-valid", "KV103", ""),
    ("key-operations-missing", "KV104", ""),
    ("key-type-unsuitable", "KV105", ""),
    ("key-too-small", "KV106", ""),
    ("key-gone", "KV107", ""),
    ("key-soft-deleted", "KV108", ""),
    ("old-version-disabled", "KV109", ""),
    ("key-absent-without-right", "KV110", "key-gone-or-soft-deleted"),
    ("perimeter-blocks-outbound", "CO110", "revoked-perimeter-outbound"),
) | {
    "key-uri-versioned": Expected(("CO204",), "", CLEAN),
    "key-uri-differs": Expected(
        ("CO208",),
        "key-uri-differs",
        config={"key_uri": f"https://{ids.VAULT}.vault.azure.net/keys/{ids.KEY}"},
    ),
    "managed-hsm": Expected(("KV212",), "", OPEN),
    "vault-in-another-subscription": Expected(("KV213",), "", OPEN),
    "status-absent": Expected(("CO114",), "", OPEN),
    "status-of-a-new-kind": Expected(("CO114",), "", OPEN),
}
