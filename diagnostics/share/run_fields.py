"""What each field of this program's own records holds: runs, searches through logs, measured delays, linted requests."""

from __future__ import annotations

from diagnostics.share.sorts import KEPT, TEXT, Sort, Treated, each

_DOCTOR: dict[str, dict[str, Treated]] = {
    "rights.SignIn": {
        "credential": KEPT,
        "passed_over": TEXT,
        "user_name": Sort.WHO,
    },
    "rights.CallerRights": {
        **each(KEPT, "graph_permissions", "directory_roles"),
        "scopes_read": Sort.SCOPE,
        "holders_not_read": TEXT,
    },
    "rights.ActionSet": {
        "scope": Sort.SCOPE,
        **each(KEPT, "actions", "not_actions", "data_actions", "not_data_actions"),
    },
    "rights.Holder": {
        "permission": KEPT,
        "who": Sort.WHO,
        "role": Sort.ROLE,
        "scope": Sort.SCOPE,
    },
    "permission.Permission": {**each(KEPT, "api", "name", "granted_by"), "scope": Sort.SCOPE},
}
_RUN: dict[str, dict[str, Treated]] = {
    "outcome.Run": {**each(KEPT, "deselected", "local_zone"), "environment": Sort.LABELLED},
    "outcome.Reading": {
        **each(KEPT, "check", "wants_open", "crash"),
        "not_applicable": TEXT,
    },
    "outcome.LedgerEntry": {
        **each(KEPT, "verb", "api", "note"),
        **each(TEXT, "url", "request_id"),
    },
    "finding.Unknown": {**each(TEXT, "reason", "do"), "error": KEPT},
    "finding.Kind": each(KEPT, "code", "slug", "title"),
    "targets.Target": {
        "name": "target",
        "topology_reason": TEXT,
        "database": "database",
        "container": "container",
        "cmk_config": "configuration",
        **each(KEPT, "test_recipients", "scopes"),  # recipients were taken out before
    },
    "targets.AcceptedUnknown": {"check": KEPT, "reason": TEXT},
    "suppression.Suppression": {
        "kind": KEPT,
        **each(TEXT, "subject", "reason"),
        "owner": Sort.WHO,
    },
    "verifying_record.Recheck": {
        "asked": KEPT,
        **each(Sort.ARGV, "verify_argv", "diagnose_argv"),
    },
    "changes.earlier.EarlierRun": {"not_seen": KEPT},
    "changes.change.Change": {
        "operation": KEPT,
        **each(TEXT, "subject", "concerns", "event"),
        "who": Sort.WHO,
    },
    "changes.change.Value": {"name": KEPT, **each(TEXT, "before", "after")},
    "triggering.record.TestCall": {
        "campaign": "campaign",
        "sandbox": "sandbox",
        "payload": Sort.FILE,
        **each(TEXT, "request_id", "execution_id", "message", "x_request_id", "lost"),
        **each(KEPT, "gateway_code", "problem"),
    },
}
_TRIAGE: dict[str, dict[str, Treated]] = {
    "triage.recognised.Recognised": {
        **each(KEPT, "signature_id", "code", "category", "kind", "header_code", "occurred_at"),
        **each(TEXT, "excerpt", "why", "activity_id"),
        **each(Sort.HOST, "account_host", "vault_host"),
    },
    "triage.recognised.Logged": {"where": Sort.PLACE},
    "triage.triaged.Triage": {"inputs": Sort.FILE},
    "triage.triaged.Row": {**each(Sort.HOST, "account", "vault"), "identity": TEXT},
    "triage.occurrence.Place": {"path": Sort.FILE},
    "triage.occurrence.LeftOut": each(TEXT, "reason", "do"),
    "triage.triaged.Onset": {"signature_id": KEPT, "account": Sort.HOST},
    "triage.triaged.Turn": {"vault": Sort.HOST, "identity": TEXT},
    "triage.triaged.Access": {
        **each(KEPT, "operation", "result"),
        "vault": Sort.HOST,
        **each(TEXT, "key_uri", "application", "principal"),
    },
    "triage.triaged.GoOn": {"notes": TEXT},
    "triage.triaged.Command": {"purpose": TEXT, "argv": Sort.ARGV},
}
_DELAYS: dict[str, dict[str, Treated]] = {
    "delays.record.Answer": {**each(KEPT, "verdict", "step"), **each(TEXT, "who", "sentence")},
    "delays.record.Measured": {"files": Sort.FILE, **each(KEPT, "exclusions", "statuses")},
    "delays.record.Filled": each(KEPT, "field", "column"),
    "delays.record.Group": {"dimension": KEPT, "name": Sort.DELAYED},
    "delays.record.Line": {**each(KEPT, "what", "dimension"), "name": Sort.DELAYED},
    "delays.record.Hop": {"name": KEPT},
    "delays.record.Flow": {"campaign": "campaign"},
    "delays.record.Wave": {"campaign": "campaign", "name": "wave"},
    "delays.record.Missing": {"examples": TEXT},
    "delays.record.Published": each(KEPT, "id", "product"),
    "delays.record.Remark": {"path": Sort.FILE, **each(TEXT, "text", "do")},
    "report.linted.Linted": each(KEPT, "version", "packs"),
    "report.linted.LintView": {
        "file": Sort.FILE,
        **each(KEPT, "code", "slug", "severity", "title"),
        **each(TEXT, "message", "because"),
    },
    "report.linted.RequestView": {
        "file": Sort.FILE,
        **each(KEPT, "form", "endpoint"),
        "notes": TEXT,
    },
    "report.linted.UnreadView": {"file": Sort.FILE, **each(TEXT, "problem", "expected", "do")},
    "report.linted.UnheldView": {**each(KEPT, "rule", "title"), **each(TEXT, "reason", "do")},
    "report.linted.CampaignView": {
        "campaign_id": "campaign",
        "source": Sort.FILE,
        **each(KEPT, "status", "campaign_type", "category"),
        "namespace": TEXT,
    },
    "delays.record.Delay": {
        "kind": KEPT,
        "who": Sort.DELAYED,
        "dimension": KEPT,
        **each(TEXT, "sentence", "evidence"),
    },
}
RUNS = {
    f"diagnostics.{name}": fields
    for name, fields in (*_DOCTOR.items(), *_RUN.items(), *_TRIAGE.items(), *_DELAYS.items())
}
