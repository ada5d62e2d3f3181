"""Small reports and runs to draw: each builder gives something ordinary, and takes what a test is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from diagnostics.diagnosis.cause import Cause, Confidence, Diagnosis, RankedCause
from diagnostics.evidence import Status
from diagnostics.finding import Finding, Kind, Severity, Step
from diagnostics.outcome import Outcome, Run
from diagnostics.permission import Permission
from diagnostics.repair import Repair, RepairStep
from diagnostics.report.build import Judged
from diagnostics.rights import ActionSet, CallerRights, Holder
from diagnostics.targets import Target, Topology

NOW = datetime(2026, 3, 14, 23, 30, tzinfo=UTC)
VAULT = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv"
WRITE = Permission("arm", "Microsoft.KeyVault/vaults/write", "Key Vault Contributor", VAULT)
LOST = Kind("KV901", "key-lost", Severity.CRITICAL, "The key is lost", Step.CMK)
ODD = Kind("KV902", "key-odd", Severity.WARNING, "The key is odd", Step.CMK)
NICE = Kind("KV903", "key-nice", Severity.INFO, "The key could be nicer", Step.CMK)
DARK = Kind("KV904", "key-dark", Severity.WARNING, "The key is in the dark", Step.CMK)


def a_step(**fields: Any) -> RepairStep:
    given = {
        "purpose": "Find the key.",
        "argv": ("az", "keyvault", "key", "find", "--name", "k"),
        "role": "Key Vault Contributor",
        "risk": "none: it only looks",
    }
    return RepairStep(**(given | fields))


def a_repair(*steps: RepairStep, **fields: Any) -> Repair:
    given = {
        "id": "key-lost",
        "title": "Find the key",
        "steps": steps or (a_step(),),
        "works_after": "up to 1 hour after the repair (the guide)",
        "escalate": "after 2 hours: Microsoft",
    }
    return Repair(**(given | fields))


def a_ranked_cause(repair: Repair | None = None, **fields: Any) -> RankedCause:
    repair = repair or a_repair()
    cause = Cause(
        id="key-lost",
        title="The key is lost",
        step=Step.CMK,
        requires=(LOST,),
        explains=(),
        sentence=lambda _: "Key k is lost.",
        repair=lambda _: repair,
    )
    given = {
        "cause": cause,
        "sentence": "Key k is lost.",
        "confidence": Confidence.HIGH,
        "explains": (LOST.found("k", "Key k is lost."),),
        "against": (),
        "could_change": (),
        "repair": repair,
    }
    return RankedCause(**(given | fields))


def an_outcome(*said: Any, check: str = "keyvault.key", **fields: Any) -> Outcome:
    findings = tuple(each for each in said if isinstance(each, Finding))
    unknowns = tuple(each for each in said if not isinstance(each, Finding))
    status = Status.FOUND if findings else Status.UNKNOWN if unknowns else Status.OK
    given = {"title": "The key is there", "step": Step.CMK, "status": status}
    return Outcome(check=check, findings=findings, unknowns=unknowns, **(given | fields))


def a_run(**fields: Any) -> Run:
    target = Target(
        name="mine", topology=Topology.OWN_ACCOUNT, topology_reason="an account is named"
    )
    given = {"target": target, "started_at": NOW, "finished_at": NOW, "readings": ()}
    return Run(**(given | fields))


def rights_of(
    *, may: bool, held: bool = False, denied: tuple[Permission, ...] = ()
) -> CallerRights:
    block = ActionSet(
        scope=VAULT,
        actions=("*",) if may else (),
        not_actions=(),
        data_actions=(),
        not_data_actions=(),
    )
    far = Holder(permission=WRITE.name, who="Group g", role="Owner", scope="/subscriptions/s")
    near = Holder(permission=WRITE.name, who="User u", role="Key Vault Contributor", scope=VAULT)
    return CallerRights(
        observed_at=NOW,
        action_sets=(block,),
        scopes_read=(VAULT,),
        graph_permissions=(),
        directory_roles=(),
        graph_read=True,
        holders=(far, near) if held else (),
        holders_denied=denied,
    )


def judged(
    *outcomes: Outcome, causes: tuple[RankedCause, ...] = (), run: Run | None = None, **fields: Any
) -> Judged:
    covered = {each.kind for ranked in causes for each in ranked.explains}
    left = tuple(
        finding
        for outcome in outcomes
        for finding in outcome.findings
        if finding.kind not in covered and finding.severity > Severity.INFO
    )
    diagnosis = Diagnosis(causes=causes, unexplained=left)
    return Judged(run=run or a_run(), outcomes=outcomes, diagnosis=diagnosis, **fields)


def in_zone(run: Run, name: str, minutes: int) -> Run:
    return replace(run, local_zone=name, local_offset_minutes=minutes)
