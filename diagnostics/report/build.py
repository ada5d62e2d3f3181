"""From a run and its diagnosis to the report record: chooses, orders and counts; draws nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from diagnostics.diagnosis.cause import Diagnosis, RankedCause
from diagnostics.evidence import Status
from diagnostics.exit_codes import FOUND, INCOMPLETE, INTERRUPTED, exit_code
from diagnostics.finding import Deadline, Finding, Severity, Step, Unknown
from diagnostics.outcome import Outcome, Run
from diagnostics.repair import RepairStep, quote_powershell, quote_sh
from diagnostics.report import handoff
from diagnostics.report.record import (
    SCHEMA,
    CauseView,
    CheckView,
    Clock,
    Command,
    FindingView,
    OpenView,
    PastedView,
    Report,
    StepState,
    StepView,
    Zone,
)
from diagnostics.rights import CallerRights
from diagnostics.triage.recognised import Recognised, Signature
from diagnostics.version import __version__

# The four documented steps: Adobe Journey Optimizer, trigger-campaigns page, Cosmos DB authentication errors.
STEP_TITLES = {
    Step.IDENTITY: "Identity enabled and not deleted",
    Step.PERMISSIONS: "Permissions on Key Vault and Cosmos DB",
    Step.CMK: "Customer-managed key configuration",
    Step.RETEST: "Re-enable and test",
}
_MAY = {True: "may", False: "may not", None: "cannot tell"}
_VERDICTS = {INTERRUPTED: "interrupted", FOUND: "broken", INCOMPLETE: "incomplete"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A run with what pure reasoning made of it."""

    run: Run
    outcomes: tuple[Outcome, ...]
    diagnosis: Diagnosis
    signatures: Mapping[str, Signature] = field(default_factory=dict[str, Signature])
    fail_on: Severity = Severity.WARNING


def build(judged: Judged) -> Report:
    """Make the report of one run."""
    run, outcomes, diagnosis = judged.run, judged.outcomes, judged.diagnosis
    code = exit_code(
        outcomes,
        fail_on=judged.fail_on,
        interrupted=run.interrupted,
        today=run.started_at.date(),
    )
    rights = run.seen.maybe(CallerRights)
    causes = tuple(_cause(ranked, rights) for ranked in diagnosis.causes)
    findings = _findings(outcomes)
    opened = _open(outcomes)
    counts = _counts(outcomes, findings)
    sentence = _sentence(code, causes, findings, opened, counts)
    addressee, packet = handoff.packet(run, outcomes, findings, opened)
    return Report(
        schema=SCHEMA,
        version=__version__,
        simulated=run.simulated,
        interrupted=run.interrupted,
        target=run.target.name,
        topology=run.target.topology.value,
        topology_reason=run.target.topology_reason,
        cloud=run.target.cloud.name,
        identifiers=handoff.identifiers(run.target),
        started_at=instant(run.started_at),
        finished_at=instant(run.finished_at),
        zone=Zone(name=run.local_zone, offset_minutes=run.local_offset_minutes),
        exit_code=code,
        verdict=_VERDICTS.get(code, "clean"),
        sentence=sentence,
        counts=counts,
        causes=causes,
        unexplained=tuple(
            view
            for view in findings
            if any(
                (view.code, view.subject) == (f.kind.code, f.subject)
                for f in diagnosis.unexplained
            )
        ),
        open=opened,
        steps=_steps(outcomes),
        findings=findings,
        pasted=tuple(_pasted(item, judged.signatures) for item in run.pasted),
        checks=tuple(_check(outcome) for outcome in outcomes),
        handoff=packet,
        handoff_to=addressee,
        incident=_incident(run, sentence, causes, opened),
        environment=(*run.environment, ("requests", str(len(run.ledger)))),
    )


def instant(moment: datetime) -> str:
    """Write an instant as ISO text in UTC, to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def command(argv: tuple[str, ...]) -> Command | None:
    """Quote a command for both shells; an empty one is none."""
    return (
        Command(argv=argv, sh=quote_sh(argv), powershell=quote_powershell(argv)) if argv else None
    )


def _cause(ranked: RankedCause, rights: CallerRights | None) -> CauseView:
    cause, repair = ranked.cause, ranked.repair
    codes = dict.fromkeys(finding.kind for finding in ranked.explains)
    return CauseView(
        id=cause.id,
        title=cause.title,
        sentence=ranked.sentence,
        step=cause.step.value,
        confidence=ranked.confidence.name.lower(),
        confidence_reason=cause.confidence_reason,
        explains=tuple(kind.code for kind in codes),
        against=ranked.against,
        could_change=ranked.could_change,
        look_alikes=ranked.look_alikes,
        hides=cause.hides,
        clocks=_clocks(ranked.deadlines),
        runbooks=tuple(f"runbooks/{kind.code}-{kind.slug}.md" for kind in codes),
        repair_title=repair.title,
        steps=tuple(_step(step, rights) for step in repair.steps),
        works_after=repair.works_after,
        escalate=repair.escalate,
        prevent=tuple(_step(step, rights) for step in repair.prevent),
        notes=repair.notes,
    )


def _step(step: RepairStep, rights: CallerRights | None) -> StepView:
    permission = step.permission
    may = rights.may(permission) if rights and permission else None
    holders = tuple(
        dict.fromkeys(
            f"{holder.who} ({holder.role} at {holder.scope})"
            for holder in (rights.holders if rights and permission else ())
            if permission and holder.permission.lower() == permission.name.lower()
        )
    )
    return StepView(
        purpose=step.purpose,
        command=command(step.argv),
        role=step.role,
        this_login=_MAY[may],
        holders=holders,
        risk=step.risk,
        wait=step.wait,
        proof=command(step.proof),
        expect=step.expect,
        undo=command(step.undo),
        alternative_to=step.alternative_to,
    )


def _clocks(deadlines: Sequence[Deadline]) -> tuple[Clock, ...]:
    return tuple(Clock(what=deadline.what, at=instant(deadline.at)) for deadline in deadlines)


def _findings(outcomes: tuple[Outcome, ...]) -> tuple[FindingView, ...]:
    """Merge what several checks say alike; the worst first."""
    seen: dict[tuple[str, str], list[tuple[str, Finding]]] = {}
    for outcome in outcomes:
        for finding in outcome.findings:
            key = (finding.kind.code, finding.subject.lower())
            seen.setdefault(key, []).append((outcome.check, finding))
    merged = [_finding(said) for said in seen.values()]
    return tuple(
        sorted(merged, key=lambda view: (-Severity[view.severity.upper()], view.step, view.code))
    )


def _finding(said: list[tuple[str, Finding]]) -> FindingView:
    worst = max((finding for _, finding in said), key=lambda finding: finding.severity)
    kind = worst.kind
    evidence = dict.fromkeys(line for _, finding in said for line in finding.evidence)
    clocks = dict.fromkeys(clock for _, finding in said for clock in finding.deadlines)
    return FindingView(
        code=kind.code,
        slug=kind.slug,
        severity=worst.severity.name.lower(),
        title=kind.title,
        subject=worst.subject,
        message=worst.message,
        evidence=tuple(evidence),
        because=worst.because,
        checks=tuple(dict.fromkeys(check for check, _ in said)),
        step=kind.step.value,
        clocks=_clocks(tuple(clocks)),
    )


def _open(outcomes: tuple[Outcome, ...]) -> tuple[OpenView, ...]:
    views = [_open_view(outcome, unknown) for outcome in outcomes for unknown in outcome.unknowns]
    # What can be answered by a permission first: it is what somebody can act on now.
    return tuple(
        sorted(views, key=lambda view: (not view.required, not view.permissions, view.check))
    )


def _open_view(outcome: Outcome, unknown: Unknown) -> OpenView:
    accepted = outcome.accepted
    return OpenView(
        check=outcome.check,
        question=outcome.title,
        code=unknown.kind.code,
        reason=unknown.reason,
        permissions=tuple(str(permission) for permission in unknown.permissions),
        do=unknown.do,
        required=outcome.is_required,
        accepted=f"{accepted.reason} (until {accepted.until.isoformat()})" if accepted else "",
    )


def _counts(
    outcomes: tuple[Outcome, ...], findings: tuple[FindingView, ...]
) -> tuple[tuple[str, int], ...]:
    by_status = tuple(
        (status.value, sum(outcome.status is status for outcome in outcomes)) for status in Status
    )
    by_severity = tuple(
        (severity.name.lower(), sum(view.severity == severity.name.lower() for view in findings))
        for severity in reversed(Severity)
    )
    return by_status + by_severity


def _sentence(
    code: int,
    causes: tuple[CauseView, ...],
    findings: tuple[FindingView, ...],
    opened: tuple[OpenView, ...],
    counts: tuple[tuple[str, int], ...],
) -> str:
    if causes:
        return causes[0].sentence
    if code == FOUND:
        return findings[0].message
    if code == INTERRUPTED:
        return "The run was interrupted; what was read until then stands below."
    looked = dict(counts)[Status.OK.value]
    if opened and code == INCOMPLETE:
        return f"No fault was seen, but {_many(len(opened), 'question')} stayed open: this is not an all-clear."
    return f"No fault was found: {_many(looked, 'check')} looked and saw all well."


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _steps(outcomes: tuple[Outcome, ...]) -> tuple[StepState, ...]:
    return tuple(_step_state(step, title, outcomes) for step, title in STEP_TITLES.items())


def _step_state(step: Step, title: str, outcomes: tuple[Outcome, ...]) -> StepState:
    found = {
        finding.kind.code
        for outcome in outcomes
        for finding in outcome.findings
        if finding.kind.step is step and finding.severity > Severity.INFO
    }
    mine = [outcome for outcome in outcomes if outcome.step is step]
    opened = [
        outcome.check for outcome in mine if outcome.unknowns or outcome.status is Status.CRASHED
    ]
    fine = [outcome.check for outcome in mine if outcome.status is Status.OK]
    if found:
        state, detail = "found", ", ".join(sorted(found))
    elif opened:
        state, detail = "open", ", ".join(opened)
    elif fine:
        state, detail = "ok", ", ".join(fine)
    else:
        state, detail = (
            "not looked at",
            "; ".join(dict.fromkeys(o.reason for o in mine if o.reason)),
        )
    return StepState(number=step.value, title=title, state=state, detail=detail)


def _check(outcome: Outcome) -> CheckView:
    return CheckView(
        id=outcome.check,
        title=outcome.title,
        step=outcome.step.value,
        status=outcome.status.value,
        reason=outcome.reason,
    )


def _pasted(item: Recognised, signatures: Mapping[str, Signature]) -> PastedView:
    signature = signatures.get(item.signature_id)
    commands = (command(argv) for argv in (signature.commands if signature else ()))
    return PastedView(
        code=item.code,
        category=item.category,
        certainty=item.certainty.value,
        title=signature.title if signature else item.category,
        meaning=signature.meaning if signature else "",
        why=item.why,
        excerpt=item.excerpt,
        look_at=signature.look_at if signature else (),
        steps=signature.steps if signature else (),
        commands=tuple(each for each in commands if each),
        source=signature.source if signature else "",
    )


def _incident(
    run: Run, sentence: str, causes: tuple[CauseView, ...], opened: tuple[OpenView, ...]
) -> tuple[str, str, str]:
    mark = "SIMULATED " if run.simulated else ""
    first = f"{mark}{run.target.name} ({run.target.topology.value}), {instant(run.started_at)}: {sentence}"
    if not causes:
        rest = opened[0].reason if opened else "nothing to repair on this side"
        return (first, f"No cause named; {_many(len(opened), 'open question')}.", f"Next: {rest}")
    cause = causes[0]
    step = cause.steps[0] if cause.steps else None
    act = f"{step.purpose} Needs: {step.role}." if step else cause.repair_title
    return (
        first,
        f"Cause: {cause.title} (confidence {cause.confidence}). Repair: {act}",
        f"Works after: {cause.works_after}. Escalate: {cause.escalate}.",
    )
