"""The public surface: what checks and plugins build on. Nothing below is promised to stay."""

from __future__ import annotations

from diagnostics.check import Check, Look
from diagnostics.cloud import ports
from diagnostics.clouds import CLOUDS, Cloud
from diagnostics.diagnosis.cause import Case, Cause, Confidence
from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.document import Document
from diagnostics.errors import (
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
from diagnostics.repair import Repair, RepairStep
from diagnostics.rights import ActionSet, CallerRights, Holder, SignIn
from diagnostics.targets import EVERY_TOPOLOGY, EVERY_TOPOLOGY_WITH_A_KEY, Target, Topology
from diagnostics.triage.recognised import Certainty, Recognised, Signature

__all__ = [
    "CLOUDS",
    "DOCTOR_KINDS",
    "EVERY_TOPOLOGY",
    "EVERY_TOPOLOGY_WITH_A_KEY",
    "ActionSet",
    "AppId",
    "CallerRights",
    "Case",
    "CatalogueError",
    "Cause",
    "Certainty",
    "Check",
    "Cloud",
    "Confidence",
    "ConfigError",
    "Deadline",
    "DefaultIdentity",
    "Denied",
    "DoctorError",
    "Document",
    "Evidence",
    "Finding",
    "Holder",
    "IdentityKind",
    "KeyUri",
    "Kind",
    "Look",
    "LookError",
    "NotApplicable",
    "NotFound",
    "NotSignedIn",
    "ObjectId",
    "Pack",
    "Permission",
    "Recognised",
    "Repair",
    "RepairStep",
    "ResourceId",
    "Seen",
    "Severity",
    "SignIn",
    "Signature",
    "Status",
    "Step",
    "SubscriptionId",
    "Target",
    "TenantId",
    "Throttled",
    "TimedOut",
    "Topology",
    "Unexpected",
    "Unknown",
    "Unreachable",
    "Verdict",
    "ports",
]
