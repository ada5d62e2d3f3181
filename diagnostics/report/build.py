"""From a run and its diagnosis to the report record: chooses, orders and counts; draws nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from diagnostics.changes.rule import Tracing
from diagnostics.diagnosis.cause import Diagnosis
from diagnostics.evidence import Status
from diagnostics.exit_codes import FOUND, INCOMPLETE, INTERRUPTED, exit_code
from diagnostics.finding import Finding, Severity
from diagnostics.outcome import Outcome, Run
from diagnostics.records import record
from diagnostics.report import changes_views, dates, handoff, steps, triaged, views
from diagnostics.report.record import SCHEMA, CauseView, FindingView, OpenView, Report, Zone
from diagnostics.report.suppressed_wording import what_is_suppressed
from diagnostics.report.wording import without_sources
from diagnostics.rights import CallerRights
from diagnostics.suppression import Settled
from diagnostics.triage.logged import rows_of, together
from diagnostics.triage.recognised import Logged, Recognised, Signature
from diagnostics.version import __version__

_MOST_EXPLAINED = 8  # errors of logs; the table has all
_VERDICTS = {INTERRUPTED: "interrupted", FOUND: "broken", INCOMPLETE: "incomplete"}


@record(frozen=True, slots=True, kw_only=True)
class Judged:
    """A run with what pure reasoning made of it."""

    run: Run
    outcomes: tuple[Outcome, ...]
    diagnosis: Diagnosis
    signatures: Mapping[str, Signature] = field(default_factory=dict[str, Signature])
    fail_on: Severity = Severity.WARNING
    tracing: Tracing = field(default_factory=Tracing)  # which changes explain what
    suppressions: tuple[Settled, ...] = ()  # what became of each


def build(judged: Judged) -> Report:
    """Make the report of one run."""
    run, outcomes, diagnosis = judged.run, judged.outcomes, judged.diagnosis
    code = _exit_code(judged)
    rights = run.seen.maybe(CallerRights)
    causes = tuple(views.cause(ranked, rights) for ranked in diagnosis.causes)
    findings = _findings(outcomes)
    opened = _open(outcomes)
    counts = _counts(outcomes, findings)
    sentence = _searched(judged, code) or _sentence(code, causes, findings, opened, counts)
    changes, timeline = changes_views.of_run(run, outcomes, diagnosis, judged.tracing)
    addressee, packet = handoff.packet(run, outcomes, findings, opened, diagnosis)
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
        started_at=views.instant(run.started_at),
        finished_at=views.instant(run.finished_at),
        zone=Zone(name=run.local_zone, offset_minutes=run.local_offset_minutes),
        exit_code=code,
        verdict=_VERDICTS.get(code, "clean"),
        sentence=sentence,
        counts=counts,
        causes=causes,
        unexplained=_unexplained(findings, diagnosis),
        open=opened,
        steps=steps.states(outcomes),
        findings=findings,
        pasted=tuple(views.pasted(item, judged.signatures) for item in _shown(run)),
        checks=tuple(views.check(outcome) for outcome in outcomes),
        handoff=packet,
        handoff_to=addressee,
        incident=_incident(run, sentence, causes, opened),
        environment=(*run.environment, ("requests", str(len(run.ledger)))),
        triage=triaged.view(run.triage, judged.signatures) if run.triage else None,
        changes=changes,
        timeline=timeline,
        suppressions=tuple(map(views.suppression, judged.suppressions)),
        warn_days=run.target.warn_days,
        dates=dates.dates(outcomes, run.started_at),
        dates_unseen=dates.unseen(outcomes),
    )


def _exit_code(judged: Judged) -> int:
    run = judged.run
    if run.triage:
        return triaged.exit_code_of(run, judged.outcomes, judged.fail_on, judged.signatures)
    return exit_code(
        judged.outcomes,
        fail_on=judged.fail_on,
        interrupted=run.interrupted,
        today=run.started_at.date(),
    )


def _searched(judged: Judged, code: int) -> str:
    """Say what a search through logs found where nothing of it became a finding."""
    run = judged.run
    if run.triage is None or any(outcome.findings for outcome in judged.outcomes):
        return ""
    return triaged.sentence_of(run.triage, code, judged.signatures)


def _shown(run: Run) -> tuple[Recognised, ...]:
    """Explain an error of the logs once, with all its hits, whatever number of accounts it stands on."""
    once: dict[str, Recognised] = {}
    for item in run.pasted:
        once.setdefault(item.signature_id, item)
    logged = [item for item in once.values() if item.logged][:_MOST_EXPLAINED]
    return tuple(replace(item, logged=_whole(run, item)) for item in logged) or run.pasted


def _whole(run: Run, item: Recognised) -> Logged:
    """Count one error over all accounts: in the search itself, or in what was kept of it."""
    rows = rows_of(run.triage.tallied.rows if run.triage else (), item.signature_id)
    kept = (each.logged for each in run.pasted if each.signature_id == item.signature_id)
    return together(list(rows) or [each for each in kept if each])


def _findings(outcomes: tuple[Outcome, ...]) -> tuple[FindingView, ...]:
    """Merge what several checks say alike; what counts before what is suppressed, the worst first."""
    seen: dict[tuple[str, str], list[tuple[str, Finding]]] = {}
    for outcome in outcomes:
        for finding in outcome.findings:
            key = (finding.kind.code, finding.subject.lower())
            seen.setdefault(key, []).append((outcome.check, finding))
    merged = [views.finding(said) for said in seen.values()]
    return tuple(sorted(merged, key=_weight))


def _weight(view: FindingView) -> tuple[bool, int, str, str]:
    return (bool(view.suppressed), -Severity[view.severity.upper()], view.step, view.code)


def _unexplained(
    findings: tuple[FindingView, ...], diagnosis: Diagnosis
) -> tuple[FindingView, ...]:
    left = {(each.kind.code, each.subject.lower()) for each in diagnosis.unexplained}
    return tuple(view for view in findings if (view.code, view.subject.lower()) in left)


def _open(outcomes: tuple[Outcome, ...]) -> tuple[OpenView, ...]:
    """List the open questions: what can be acted on before what only waits for it, what is needed before the rest."""
    questions = [
        views.question(outcome, unknown) for outcome in outcomes for unknown in outcome.unknowns
    ]
    # What waits for a check that is answered, with a finding, waits for no question: those behind it share one entry.
    asked = {question.check for question in questions}
    questions = [
        question if question.waits_for in asked else replace(question, waits_for="")
        for question in questions
    ]
    ordered = sorted(questions, key=_urgency)
    return tuple(sorted(_said_once(ordered), key=_urgency))


def _urgency(question: OpenView) -> tuple[bool, bool, bool, str]:
    return (
        bool(question.waits_for),
        not question.required,
        not question.permissions,
        question.check,
    )


def _said_once(questions: list[OpenView]) -> Iterator[OpenView]:
    """Let a question that is open for the very same reason wait for the first: one deed answers both.

    What waits for one that now waits itself is put behind that first one, too.
    """
    first: dict[tuple[str, str], str] = {}
    behind: dict[str, str] = {}
    for question in questions:
        if not question.waits_for:
            leader = first.setdefault((question.code, question.reason), question.check)
            if leader == question.check:
                behind[question.check] = leader
            else:
                behind.setdefault(question.check, leader)
    for question in questions:
        awaited = question.waits_for
        leader = behind.get(awaited, awaited) if awaited else first[question.code, question.reason]
        yield question if leader == question.check else replace(question, waits_for=leader)


def _counts(
    outcomes: tuple[Outcome, ...], findings: tuple[FindingView, ...]
) -> tuple[tuple[str, int], ...]:
    by_status = tuple(
        (status.value, sum(outcome.status is status for outcome in outcomes)) for status in Status
    )
    counting = [view.severity for view in findings if not view.suppressed]
    by_severity = tuple(
        (severity.name.lower(), counting.count(severity.name.lower()))
        for severity in reversed(Severity)
    )
    suppressed = len(findings) - len(counting)
    return by_status + by_severity + ((("suppressed", suppressed),) if suppressed else ())


def _sentence(
    code: int,
    causes: tuple[CauseView, ...],
    findings: tuple[FindingView, ...],
    opened: tuple[OpenView, ...],
    counts: tuple[tuple[str, int], ...],
) -> str:
    if causes and not causes[0].suppressed:
        return causes[0].sentence
    if code == FOUND:
        return findings[0].message
    if code == INTERRUPTED:
        return "The run was ended before it was through; what was read until then stands below."
    looked = dict(counts)[Status.OK.value]
    hidden = what_is_suppressed(findings)
    if code == INCOMPLETE:
        but = f" besides what is suppressed ({hidden})" if hidden else ""
        return f"No fault was seen{but}, but {_many(len(opened), 'question')} stayed open: this is no all-clear."
    left = f"; {_many(len(opened), 'question')} stayed open" if opened else ""
    more = f"; suppressed: {hidden}" if hidden else ""
    return f"{_many(looked, 'check')} looked and found nothing wrong{left}{more}."


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _incident(
    run: Run, sentence: str, causes: tuple[CauseView, ...], opened: tuple[OpenView, ...]
) -> tuple[str, str, str]:
    mark = "SIMULATED " if run.simulated else ""
    began = f"{run.started_at:%Y-%m-%d %H:%M} UTC"
    name, topology = run.target.name, run.target.topology.value
    first = f"{mark}{name if name == topology else f'{name} ({topology})'}, {began}: {sentence}"
    causes = tuple(cause for cause in causes if not cause.suppressed)
    if not causes:
        needed = [question for question in opened if question.required]
        rest = needed[0].do or needed[0].reason if needed else "nothing to repair on this side"
        return (first, f"No cause named; {_many(len(opened), 'open question')}.", f"Next: {rest}")
    cause = causes[0]
    step = cause.steps[0] if cause.steps else None
    act = f"{step.purpose} Needs: {step.role}." if step else f"{cause.repair_title}."
    also = f" Also: {'; '.join(other.title for other in causes[1:])}." if causes[1:] else ""
    return (
        first,
        f"Cause: {cause.title} (confidence {cause.confidence}). Repair: {act}{also}",
        f"Works after: {without_sources(cause.works_after)}. Prove it: ajo-doctor verify."
        f" Escalate: {without_sources(cause.escalate)}.",
    )
