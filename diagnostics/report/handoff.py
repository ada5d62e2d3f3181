"""What to give to Adobe or Microsoft when the repair is not in the reader's hands.

Contents: the support packet that Adobe's troubleshooting and error-code pages ask for, and the identifiers Microsoft
needs for a Cosmos DB request (read 2026-11-23).
"""

from __future__ import annotations

from diagnostics.diagnosis.cause import Diagnosis
from diagnostics.evidence import Status
from diagnostics.finding import Step
from diagnostics.outcome import Outcome, Run
from diagnostics.repair import Turn
from diagnostics.report.record import FindingView, OpenView
from diagnostics.targets import Target, Topology
from diagnostics.triage.recognised import Logged

_MOST_TEXTS = 12


def identifiers(target: Target) -> tuple[tuple[str, str], ...]:
    """List what the target names."""
    fields = (
        ("tenant", target.tenant),
        ("account", target.account),
        ("database", target.database),
        ("container", target.container),
        ("key", target.key_uri.versionless if target.key_uri else None),
        ("vault", target.vault),
        ("subscription", target.subscription),
        ("application", target.application),
        ("IMS organization", target.ims_org),
        ("Adobe client id", target.client_id),
        ("sandbox", target.sandbox),
        ("campaign", target.campaign),
        ("endpoint", target.endpoint.value if target.endpoint else None),
        ("region", target.region.value if target.region else None),
        ("CMK configuration", target.cmk_config),
    )
    return tuple((label, str(value)) for label, value in fields if value is not None)


def packet(
    run: Run,
    outcomes: tuple[Outcome, ...],
    findings: tuple[FindingView, ...],
    opened: tuple[OpenView, ...],
    diagnosis: Diagnosis,
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Give the addressee and the lines of the packet, label and value."""
    microsofts = _is_microsofts(run.target, diagnosis)
    seen = run.seen
    addressee = "Microsoft (Azure Cosmos DB support)" if microsofts else "Adobe Customer Care"
    lines = [
        *_turn(run.target, diagnosis),
        *identifiers(run.target),
        *sorted(line for kind in seen for line in seen[kind].for_support()),
        ("looked at", f"{run.started_at:%Y-%m-%d %H:%M:%S} to {run.finished_at:%H:%M:%S} UTC"),
        *(("found", f"{view.code} {view.title}: {view.subject}") for view in findings),
        *(("seen well", outcome.title) for outcome in outcomes if _is_well(outcome)),
        *_not_seen(opened),
        *_pasted(run),
    ]
    if not microsofts:
        lines.append(
            ("please add", f"{_unnamed(run.target)}x-request-id and UTC time of a failed call")
        )
    return addressee, tuple(dict.fromkeys(lines))


def _is_microsofts(target: Target, diagnosis: Diagnosis) -> bool:
    """Tell whether Microsoft is the one to go to: for an account of one's own, unless Adobe's side comes first."""
    first = diagnosis.causes[0] if diagnosis.causes else None
    is_adobes = first is not None and first.cause.step is Step.CAMPAIGN
    return target.topology is Topology.OWN_ACCOUNT and not is_adobes


def _turn(target: Target, diagnosis: Diagnosis) -> list[tuple[str, str]]:
    """Say who must act, cause by cause, where both sides were looked at."""
    if target.ims_org is None:
        return []
    if not diagnosis.causes:
        return [("whose turn", f"{Turn.OURS.value}, as long as a question is open; else nobody's")]
    return [
        ("whose turn", f"{ranked.repair.turn.value}: {ranked.repair.title} ({ranked.cause.title})")
        for ranked in diagnosis.causes
    ]


def _unnamed(target: Target) -> str:
    """Name what the target leaves open of what Adobe's support asks for."""
    asked = (
        ("IMS organization", target.ims_org),
        ("sandbox", target.sandbox),
        ("campaign id", target.campaign),
    )
    missing = [label for label, value in asked if value is None]
    return f"{', '.join(missing)}, " if len(missing) > 1 else f"{missing[0]}, " if missing else ""


def _is_well(outcome: Outcome) -> bool:
    """Leave out what is only about this program."""
    return outcome.status is Status.OK and outcome.step is not Step.DOCTOR


def _not_seen(opened: tuple[OpenView, ...]) -> list[tuple[str, str]]:
    """List the open questions; those that wait for another one in one line behind it."""
    waiting: dict[str, list[str]] = {}
    for view in opened:
        if view.waits_for:
            waiting.setdefault(view.waits_for, []).append(view.question)
    own = [
        ("not seen", f"{view.question}: {view.reason}") for view in opened if not view.waits_for
    ]
    behind = [(check, "; ".join(questions)) for check, questions in waiting.items()]
    return [*own, *(("not seen", f"as long as {check} is open: {text}") for check, text in behind)]


def _pasted(run: Run) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for item in run.pasted[:_MOST_TEXTS]:
        lines.append(("error text", item.excerpt))
        fields = (
            ("error code", item.code),
            ("account host", item.account_host),
            ("vault host", item.vault_host),
            ("activity id", item.activity_id),
            ("error time", "" if item.logged else item.occurred_at),
        )
        lines.extend((label, value) for label, value in fields if value)
        if item.logged:
            lines.append(("in the logs", _often(item.logged)))
    return lines


def _often(logged: Logged) -> str:
    times = dict.fromkeys(at for at in (logged.first, logged.last) if at)
    when = " to ".join(f"{at:%Y-%m-%d %H:%M:%S}" for at in times)
    often = "once" if logged.count == 1 else f"{logged.count} times"
    return f"{often}, {when} UTC" if when else f"{often}, without a time"
