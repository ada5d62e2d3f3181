"""One change as a log tells it, whichever log it is."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from diagnostics.evidence import Evidence
from diagnostics.records import record


class ChangeLog(StrEnum):
    """Where a change is written down."""

    ACTIVITY = "activity log"  # Azure Resource Manager; 90 days
    ENTRA = "Entra audit"
    VAULT = "vault audit"  # data plane: only where diagnostic settings collect it
    ADOBE = "Adobe audit"
    EARLIER_RUN = "earlier run"  # the difference to a bundle


class Thing(StrEnum):
    """What sort of thing was changed."""

    PRINCIPAL = "service principal"
    APPLICATION = "application"
    CREDENTIAL = "credential"  # password, certificate or federated credential
    IDENTITY = "managed identity"
    ROLE_ASSIGNMENT = "role assignment"
    DENY_ASSIGNMENT = "deny assignment"
    DATA_ROLE = "Cosmos DB role assignment"
    ACCESS_POLICY = "access policy"
    VAULT = "vault"
    KEY = "key"
    ACCOUNT = "Cosmos DB account"
    CAMPAIGN = "campaign"
    SANDBOX = "sandbox"
    CMK_CONFIG = "CMK configuration"
    OTHER = "other"


@record(frozen=True, slots=True, kw_only=True)
class Value:
    """One property before and after; empty = the log does not say, or it was not there."""

    name: str  # as the log calls it: "AccountEnabled", "properties.publicNetworkAccess"
    before: str
    after: str


@record(frozen=True, slots=True, kw_only=True)
class Change:
    """One change."""

    at: datetime | None  # aware, UTC; None = between two runs
    log: ChangeLog
    operation: str  # as the log calls it: "Microsoft.Authorization/roleAssignments/delete", "Update service principal"
    thing: Thing
    subject: str  # id of what was changed: resource id, object id, key URI, campaign id
    concerns: tuple[
        str, ...
    ] = ()  # ids of what else it touches: a role assignment's scope and principal, a key's vault
    who: str = ""  # an operator's name or address, or an id where the log has no name
    values: tuple[Value, ...] = ()
    event: str = ""  # the log's own id of the event
    succeeded: bool = True
    is_under_way: bool = False  # the log has its beginning and not its end


@record(frozen=True, slots=True, kw_only=True)
class ChangesRead(Evidence):
    """What one log showed; a subclass a log, since a record is found by its type."""

    log: ChangeLog
    since: datetime  # aware, UTC
    until: datetime
    changes: tuple[Change, ...]
    cut: bool = False  # there are more than were read
