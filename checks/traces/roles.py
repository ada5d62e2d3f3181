"""What leaves a missing permission behind in logs."""

from __future__ import annotations

from checks.traces.shapes import shown
from checks.traces.sorts import activity_log, entra_audit
from checks.traces.sorts.shapes import by_manager
from diagnostics import Fate, Link, Thing, Trace

_REFUSED = by_manager(
    Thing.DENY_ASSIGNMENT,
    "it refuses the principal what it needs, at the key or above it",
    "microsoft.authorization/denyassignments/write",
    "microsoft.resources/deploymentstacks/write",
    "microsoft.blueprint/blueprintassignments/write",
    about=Link.KEY_SCOPE,
    fate=Fate.APPEARED,
)
_GIVEN = by_manager(
    Thing.ROLE_ASSIGNMENT,
    "it gave the principal its role, which takes up to 30 minutes to be in force",
    "microsoft.authorization/roleassignments/write",
    about=Link.KEY_SCOPE,
    whom=(Link.PRINCIPAL, Link.GROUP),
    fate=Fate.APPEARED,
)
_DATA_ROLE_TAKEN = by_manager(
    Thing.DATA_ROLE,
    "it took the caller's Cosmos DB data-plane role",
    "microsoft.documentdb/databaseaccounts/sqlroleassignments/delete",
    about=Link.ACCOUNT,
    whom=(Link.CALLER,),
    fate=Fate.VANISHED,  # a write after it may be for another scope: it takes nothing back
)
_DATA_ROLE_REDEFINED = by_manager(
    Thing.DATA_ROLE,
    "it changed what the caller's Cosmos DB data-plane role permits",
    "microsoft.documentdb/databaseaccounts/sqlroledefinitions/write",
    "microsoft.documentdb/databaseaccounts/sqlroledefinitions/delete",
    about=Link.ACCOUNT,
)
# What takes a sufficient grant away, whatever insufficient one is left and named by the finding.
_TAKEN = (
    activity_log.ROLE_TAKEN,
    activity_log.POLICY_TAKEN,
    activity_log.POLICIES_WRITTEN,
    entra_audit.GROUP_LEFT,
    activity_log.ROLE_CONDITIONED,
    activity_log.MODEL_SWITCHED,
    activity_log.DEFAULT_IDENTITY,
)

_POLICIES = (activity_log.POLICY_TAKEN, activity_log.POLICIES_WRITTEN, activity_log.MODEL_SWITCHED)

TRACES: tuple[Trace, ...] = (
    shown("key-access-missing", *_TAKEN),
    shown("role-at-another-scope", *_TAKEN),
    shown("role-without-operation", *_TAKEN, activity_log.ROLE_REDEFINED),
    shown("control-plane-role-only", *_TAKEN),
    shown(
        "role-on-old-object-id",
        activity_log.IDENTITY_MADE_ANEW,
        activity_log.IDENTITY_DELETED,
        entra_audit.PRINCIPAL_DELETED,
        activity_log.IDENTITY_BLOCK,
        *_TAKEN,
    ),
    shown("denied-by-assignment", _REFUSED),
    # It ends by itself: what a log shows is that Privileged Identity Management took it.
    shown("role-ended", *_TAKEN),
    shown("role-ending", _GIVEN),
    shown("role-just-given", _GIVEN, activity_log.ROLE_TAKEN),
    shown(
        "grant-in-inactive-model",
        activity_log.MODEL_SWITCHED,
        activity_log.ROLE_TAKEN,
        activity_log.POLICY_TAKEN,
        activity_log.POLICIES_WRITTEN,
    ),
    shown("access-policy-incomplete", *_POLICIES),
    shown("access-policy-for-another", *_POLICIES),
    shown("cosmos-data-role-missing", _DATA_ROLE_TAKEN),
    shown("cosmos-data-role-elsewhere", _DATA_ROLE_TAKEN, _DATA_ROLE_REDEFINED),
)
