"""The public surface: what checks and plugins build on. Nothing below is promised to stay.

Names are looked up when they are first used, so that `--help` loads none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.adobe_names import CampaignId, Endpoint, Region
    from diagnostics.changes.change import Change, ChangeLog, ChangesRead, Thing, Value
    from diagnostics.changes.described import Described, Item, Saying
    from diagnostics.changes.rule import (
        Becomes,
        Elsewhere,
        Fate,
        Link,
        LogHelp,
        OnPath,
        Rule,
        Trace,
        Tracing,
    )
    from diagnostics.check import Check, Look
    from diagnostics.cloud import adobe_ports, audit_ports, ports
    from diagnostics.clouds import CLOUDS, Cloud
    from diagnostics.delays.record import Delay
    from diagnostics.delays.told import DelaysTold
    from diagnostics.diagnosis.cause import Alike, Case, Cause, Confidence, Hidden
    from diagnostics.doctor_kinds import DOCTOR_KINDS
    from diagnostics.document import Document, read_once
    from diagnostics.errors import (
        Behind,
        CatalogueError,
        ConfigError,
        Denied,
        DoctorError,
        LookError,
        NotFound,
        NotSignedIn,
        Throttled,
        TimedOut,
        Unexpected,
        Unreachable,
    )
    from diagnostics.evidence import Evidence, Seen, Status
    from diagnostics.finding import (
        Deadline,
        Finding,
        Kind,
        NotApplicable,
        Severity,
        Step,
        Unknown,
        Verdict,
    )
    from diagnostics.names import (
        AppId,
        DefaultIdentity,
        IdentityKind,
        KeyUri,
        ObjectId,
        ResourceId,
        SubscriptionId,
        TenantId,
    )
    from diagnostics.pack import Pack
    from diagnostics.permission import Permission
    from diagnostics.records import record
    from diagnostics.repair import Input, Repair, RepairStep, Turn, Waiting, placeholders
    from diagnostics.requests.jsontext import Node
    from diagnostics.requests.lint import Beside, CampaignAnswer, Lint, Remark
    from diagnostics.requests.record import Header, Option, Payload, Request
    from diagnostics.rights import ActionSet, CallerRights, Holder, SignIn
    from diagnostics.role_names import role_name
    from diagnostics.targets import EVERY_TOPOLOGY, EVERY_TOPOLOGY_WITH_A_KEY, Target, Topology
    from diagnostics.triage.recognised import Certainty, Recognised, Signature

__all__ = [
    "CLOUDS",
    "DOCTOR_KINDS",
    "EVERY_TOPOLOGY",
    "EVERY_TOPOLOGY_WITH_A_KEY",
    "ActionSet",
    "Alike",
    "AppId",
    "Becomes",
    "Behind",
    "Beside",
    "CallerRights",
    "CampaignAnswer",
    "CampaignId",
    "Case",
    "CatalogueError",
    "Cause",
    "Certainty",
    "Change",
    "ChangeLog",
    "ChangesRead",
    "Check",
    "Cloud",
    "Confidence",
    "ConfigError",
    "Deadline",
    "DefaultIdentity",
    "Delay",
    "DelaysTold",
    "Denied",
    "Described",
    "DoctorError",
    "Document",
    "Elsewhere",
    "Endpoint",
    "Evidence",
    "Fate",
    "Finding",
    "Header",
    "Hidden",
    "Holder",
    "IdentityKind",
    "Input",
    "Item",
    "KeyUri",
    "Kind",
    "Link",
    "Lint",
    "LogHelp",
    "Look",
    "LookError",
    "Node",
    "NotApplicable",
    "NotFound",
    "NotSignedIn",
    "ObjectId",
    "OnPath",
    "Option",
    "Pack",
    "Payload",
    "Permission",
    "Recognised",
    "Region",
    "Remark",
    "Repair",
    "RepairStep",
    "Request",
    "ResourceId",
    "Rule",
    "Saying",
    "Seen",
    "Severity",
    "SignIn",
    "Signature",
    "Status",
    "Step",
    "SubscriptionId",
    "Target",
    "TenantId",
    "Thing",
    "Throttled",
    "TimedOut",
    "Topology",
    "Trace",
    "Tracing",
    "Turn",
    "Unexpected",
    "Unknown",
    "Unreachable",
    "Value",
    "Verdict",
    "Waiting",
    "adobe_ports",
    "audit_ports",
    "placeholders",
    "ports",
    "read_once",
    "record",
    "role_name",
]

_HOME = {
    "ActionSet": "diagnostics.rights",
    "Alike": "diagnostics.diagnosis.cause",
    "AppId": "diagnostics.names",
    "Becomes": "diagnostics.changes.rule",
    "Behind": "diagnostics.errors",
    "Beside": "diagnostics.requests.lint",
    "CLOUDS": "diagnostics.clouds",
    "CallerRights": "diagnostics.rights",
    "CampaignAnswer": "diagnostics.requests.lint",
    "CampaignId": "diagnostics.adobe_names",
    "Case": "diagnostics.diagnosis.cause",
    "CatalogueError": "diagnostics.errors",
    "Cause": "diagnostics.diagnosis.cause",
    "Certainty": "diagnostics.triage.recognised",
    "Change": "diagnostics.changes.change",
    "ChangeLog": "diagnostics.changes.change",
    "ChangesRead": "diagnostics.changes.change",
    "Check": "diagnostics.check",
    "Cloud": "diagnostics.clouds",
    "Confidence": "diagnostics.diagnosis.cause",
    "ConfigError": "diagnostics.errors",
    "DOCTOR_KINDS": "diagnostics.doctor_kinds",
    "Deadline": "diagnostics.finding",
    "DefaultIdentity": "diagnostics.names",
    "Delay": "diagnostics.delays.record",
    "DelaysTold": "diagnostics.delays.told",
    "Denied": "diagnostics.errors",
    "Described": "diagnostics.changes.described",
    "DoctorError": "diagnostics.errors",
    "Document": "diagnostics.document",
    "EVERY_TOPOLOGY": "diagnostics.targets",
    "EVERY_TOPOLOGY_WITH_A_KEY": "diagnostics.targets",
    "Elsewhere": "diagnostics.changes.rule",
    "Endpoint": "diagnostics.adobe_names",
    "Evidence": "diagnostics.evidence",
    "Fate": "diagnostics.changes.rule",
    "Finding": "diagnostics.finding",
    "Header": "diagnostics.requests.record",
    "Hidden": "diagnostics.diagnosis.cause",
    "Holder": "diagnostics.rights",
    "IdentityKind": "diagnostics.names",
    "Input": "diagnostics.repair",
    "Item": "diagnostics.changes.described",
    "KeyUri": "diagnostics.names",
    "Kind": "diagnostics.finding",
    "Link": "diagnostics.changes.rule",
    "Lint": "diagnostics.requests.lint",
    "LogHelp": "diagnostics.changes.rule",
    "Look": "diagnostics.check",
    "LookError": "diagnostics.errors",
    "Node": "diagnostics.requests.jsontext",
    "NotApplicable": "diagnostics.finding",
    "NotFound": "diagnostics.errors",
    "NotSignedIn": "diagnostics.errors",
    "ObjectId": "diagnostics.names",
    "OnPath": "diagnostics.changes.rule",
    "Option": "diagnostics.requests.record",
    "Pack": "diagnostics.pack",
    "Payload": "diagnostics.requests.record",
    "Permission": "diagnostics.permission",
    "Recognised": "diagnostics.triage.recognised",
    "Region": "diagnostics.adobe_names",
    "Remark": "diagnostics.requests.lint",
    "Repair": "diagnostics.repair",
    "RepairStep": "diagnostics.repair",
    "Request": "diagnostics.requests.record",
    "ResourceId": "diagnostics.names",
    "Rule": "diagnostics.changes.rule",
    "Saying": "diagnostics.changes.described",
    "Seen": "diagnostics.evidence",
    "Severity": "diagnostics.finding",
    "SignIn": "diagnostics.rights",
    "Signature": "diagnostics.triage.recognised",
    "Status": "diagnostics.evidence",
    "Step": "diagnostics.finding",
    "SubscriptionId": "diagnostics.names",
    "Target": "diagnostics.targets",
    "TenantId": "diagnostics.names",
    "Thing": "diagnostics.changes.change",
    "Throttled": "diagnostics.errors",
    "TimedOut": "diagnostics.errors",
    "Topology": "diagnostics.targets",
    "Trace": "diagnostics.changes.rule",
    "Tracing": "diagnostics.changes.rule",
    "Turn": "diagnostics.repair",
    "Unexpected": "diagnostics.errors",
    "Unknown": "diagnostics.finding",
    "Unreachable": "diagnostics.errors",
    "Value": "diagnostics.changes.change",
    "Verdict": "diagnostics.finding",
    "Waiting": "diagnostics.repair",
    "adobe_ports": "diagnostics.cloud",
    "audit_ports": "diagnostics.cloud",
    "placeholders": "diagnostics.repair",
    "ports": "diagnostics.cloud",
    "read_once": "diagnostics.document",
    "record": "diagnostics.records",
    "role_name": "diagnostics.role_names",
}


def __getattr__(name: str) -> object:
    """Import a public name at its first use."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = (
        import_module(f"{home}.{name}")
        if name in ("adobe_ports", "audit_ports", "ports")
        else getattr(import_module(home), name)
    )
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return list(__all__)
