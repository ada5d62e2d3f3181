"""What to give to Adobe or Microsoft when the repair is not in the reader's hands.

Contents: the support packet that Adobe's troubleshooting and error-code pages ask for, and the identifiers Microsoft
needs for a Cosmos DB request (read 2026-11-23).
"""

from __future__ import annotations

from diagnostics.evidence import Status
from diagnostics.finding import Step
from diagnostics.outcome import Outcome, Run
from diagnostics.report.record import FindingView, OpenView
from diagnostics.targets import Target, Topology


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
    )
    return tuple((label, str(value)) for label, value in fields if value is not None)


def packet(
    run: Run,
    outcomes: tuple[Outcome, ...],
    findings: tuple[FindingView, ...],
    opened: tuple[OpenView, ...],
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Give the addressee and the lines of the packet, label and value."""
    own = run.target.topology is Topology.OWN_ACCOUNT
    addressee = "Microsoft (Azure Cosmos DB support)" if own else "Adobe Customer Care"
    lines = [
        *identifiers(run.target),
        *sorted(line for kind in run.seen for line in run.seen[kind].for_support()),
        ("looked at", f"{run.started_at:%Y-%m-%d %H:%M:%S} to {run.finished_at:%H:%M:%S} UTC"),
        *(("found", f"{view.code} {view.title}: {view.subject}") for view in findings),
        *(("seen well", outcome.title) for outcome in outcomes if _is_well(outcome)),
        *_not_seen(opened),
        *_pasted(run),
    ]
    if not own:
        lines.append(
            (
                "please add",
                "IMS organization, sandbox, campaign id, x-request-id and UTC time of a failed call",
            )
        )
    return addressee, tuple(dict.fromkeys(lines))


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
    for item in run.pasted:
        lines.append(("error text", item.excerpt))
        fields = (
            ("error code", item.code),
            ("account host", item.account_host),
            ("vault host", item.vault_host),
            ("activity id", item.activity_id),
            ("error time", item.occurred_at),
        )
        lines.extend((label, value) for label, value in fields if value)
    return lines
