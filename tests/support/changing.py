"""Small changes, rules and scenes to weigh: each builder gives something ordinary, and takes what a test is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from diagnostics.changes.change import Change, ChangeLog, ChangesRead, Thing, Value
from diagnostics.changes.rule import Becomes, Link, Rule, Trace
from diagnostics.changes.weigh import Scene
from diagnostics.outcome import Reading
from tests.support.reporting import NOW, a_ranked_cause

if TYPE_CHECKING:
    from datetime import datetime

WHOM = "11111111-aaaa-4000-8000-000000000001"
ANOTHER = "22222222-aaaa-4000-8000-000000000001"
GROUP = "/subscriptions/s/resourcegroups/rg"
VAULT = f"{GROUP}/providers/microsoft.keyvault/vaults/kv"
ON_PATH = {
    Link.PRINCIPAL: frozenset({WHOM}),
    Link.KEY_SCOPE: frozenset({VAULT, GROUP, "/subscriptions/s", "/"}),
    Link.VAULT: frozenset({VAULT}),
    Link.KEY: frozenset({"https://kv.vault.azure.net/keys/k"}),
}
OFF = Rule(
    log=ChangeLog.ENTRA,
    thing=Thing.PRINCIPAL,
    operations=("update service principal",),
    why="it switched off the principal",
    becomes=(Becomes(name="accountenabled", to=("false",)),),
    about=(Link.PRINCIPAL,),
)
TAKEN = Rule(
    log=ChangeLog.ACTIVITY,
    thing=Thing.ROLE_ASSIGNMENT,
    operations=("microsoft.authorization/roleassignments/delete",),
    why="it took the role",
    about=(Link.KEY_SCOPE,),
    whom=(Link.PRINCIPAL,),
    undone_by=("microsoft.authorization/roleassignments/write",),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeLogRead(ChangesRead):
    """What some log showed."""


def a_value(after: str = "[false]", before: str = "[true]", name: str = "AccountEnabled") -> Value:
    return Value(name=name, before=before, after=after)


def a_change(minutes: int | None = 30, **fields: Any) -> Change:
    """A principal that was switched off, so many minutes before now."""
    given: dict[str, Any] = {
        "at": None if minutes is None else NOW - timedelta(minutes=minutes),
        "log": ChangeLog.ENTRA,
        "operation": "Update service principal",
        "thing": Thing.PRINCIPAL,
        "subject": WHOM,
        "who": "ops@contoso.example",
        "values": (a_value(),),
    }
    return Change(**(given | fields))


def a_removal(scope: str = VAULT, minutes: int = 30, **fields: Any) -> Change:
    """A role assignment that was deleted at a scope."""
    given: dict[str, Any] = {
        "log": ChangeLog.ACTIVITY,
        "operation": "Microsoft.Authorization/roleAssignments/delete",
        "thing": Thing.ROLE_ASSIGNMENT,
        "subject": f"{scope}/providers/Microsoft.Authorization/roleAssignments/{ANOTHER}",
        "concerns": (WHOM,),
        "values": (),
    }
    return a_change(minutes, **(given | fields))


def a_cause_of(name: str) -> Any:
    ranked = a_ranked_cause()
    return replace(ranked, cause=replace(ranked.cause, id=name))


def a_scene(*traces: Trace, onset: datetime | None = None, **fields: Any) -> Scene:
    traces = traces or (Trace(cause="off", rules=(OFF,)), Trace(cause="taken", rules=(TAKEN,)))
    given: dict[str, Any] = {
        "causes": tuple(a_cause_of(trace.cause) for trace in traces),
        "traces": traces,
        "on_path": ON_PATH,
        "onset": onset,
        "looked_at": NOW,
    }
    return Scene(**(given | fields))


def a_reading(*changes: Change, check: str = "audit.directory", **fields: Any) -> Reading:
    given: dict[str, Any] = {
        "observed_at": NOW,
        "log": ChangeLog.ENTRA,
        "since": NOW - timedelta(days=7),
        "until": NOW,
        "changes": changes,
    }
    return Reading(check=check, evidence=SomeLogRead(**(given | fields)))
