"""What the records of a run look like in a report: one function for each, nothing chosen and nothing drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from diagnostics.diagnosis.cause import RankedCause
from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.finding import Deadline, Finding, Unknown
from diagnostics.outcome import Outcome
from diagnostics.permission import Permission
from diagnostics.repair import Input, RepairStep, quote_powershell, quote_sh
from diagnostics.report.record import (
    CauseView,
    CheckView,
    Clock,
    FindingView,
    LoggedView,
    OpenView,
    PastedView,
)
from diagnostics.report.repair_record import Command, HolderView, InputView, RightView, StepView
from diagnostics.report.suppressed_record import SuppressedView, SuppressionView
from diagnostics.rights import CallerRights
from diagnostics.suppression import Settled, Suppression
from diagnostics.triage.recognised import Logged, Recognised, Signature

_MAY = {True: "may", False: "may not", None: "cannot tell"}
_NEEDS_ANOTHER = DOCTOR_KINDS["needs-another-answer"].code


def instant(moment: datetime) -> str:
    """Write an instant as ISO text in UTC, to the second."""
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def command(
    argv: tuple[str, ...], inputs: tuple[Input, ...] = (), gives: str = ""
) -> Command | None:
    """Quote a command for both shells; an empty one is none."""
    if not argv:
        return None
    return Command(
        argv=argv,
        sh=quote_sh(argv, inputs, gives),
        powershell=quote_powershell(argv, inputs, gives),
    )


def cause(ranked: RankedCause, rights: CallerRights | None) -> CauseView:
    """Show one cause and its repair."""
    said, repair = ranked.cause, ranked.repair
    kinds = dict.fromkeys(finding.kind for finding in ranked.explains)
    return CauseView(
        id=said.id,
        title=said.title,
        sentence=ranked.sentence,
        step=said.step.value,
        confidence=ranked.confidence.name.lower(),
        confidence_reason=said.confidence_reason,
        explains=tuple(kind.code for kind in kinds),
        against=ranked.against,
        could_change=ranked.could_change,
        look_alikes=ranked.look_alikes,
        hides=tuple(hidden.what for hidden in said.hides),
        clocks=clocks(ranked.deadlines),
        runbooks=tuple(f"runbooks/{kind.code}-{kind.slug}.md" for kind in kinds),
        turn=ranked.repair.turn.value,
        repair_title=repair.title,
        steps=tuple(step(each, rights) for each in repair.steps),
        works_after=repair.works_after,
        escalate=repair.escalate,
        prevent=tuple(step(each, rights) for each in repair.prevent),
        notes=repair.notes,
        suppressed=ranked.is_suppressed,
    )


def step(said: RepairStep, rights: CallerRights | None) -> StepView:
    """Show one step, and who may run it."""
    permission, inputs = said.permission, said.inputs
    needed = (*((permission,) if permission else ()), *said.also)
    may = rights.may_all(needed) if rights else None
    holders = _holders(permission, rights)
    gives = said.gives.name if said.gives else ""
    return StepView(
        purpose=said.purpose,
        command=command(said.argv, inputs, gives),
        inputs=tuple(map(_input, inputs)),
        gives=gives,
        role=said.role,
        rights=tuple(map(_right, needed)),
        this_login=_MAY[may],
        holders=holders,
        holders_unseen="" if holders or may else _why_unseen(permission, rights),
        risk=said.risk,
        wait=said.wait,
        proof=command(said.proof, inputs),
        expect=said.expect,
        undo=command(said.undo, inputs),
        alternative_to=said.alternative_to,
    )


def _input(said: Input) -> InputView:
    return InputView(
        name=said.name,
        what=said.what,
        example=said.example,
        from_step=said.from_step,
        is_set=said.is_set,
    )


def _right(said: Permission) -> RightView:
    return RightView(api=said.api, name=said.name, role=said.granted_by, scope=said.scope)


def _holders(permission: Permission | None, rights: CallerRights | None) -> tuple[HolderView, ...]:
    if permission is None or rights is None:
        return ()
    views = dict.fromkeys(
        HolderView(who=each.who, role=each.role, scope=each.scope)
        for each in rights.holders
        if each.permission.lower() == permission.name.lower()
    )
    # Whoever holds it close by is nearer to ask than whoever owns everything.
    return tuple(sorted(views, key=lambda view: -len(view.scope)))


def _why_unseen(permission: Permission | None, rights: CallerRights | None) -> str:
    if permission is None:
        return ""
    if permission.api == "graph":
        return "Who holds it cannot be seen from here: ask who administers Entra ID."
    if rights is None or rights.may(permission) is None:
        return "Who holds it was not read."
    if rights.holders_denied:
        names = " or ".join(str(each) for each in rights.holders_denied)
        return f"Who holds it could not be read: needs {names}."
    return "Nobody was seen who holds it: ask an owner of the resource."


def clocks(deadlines: Sequence[Deadline]) -> tuple[Clock, ...]:
    """Show what runs out."""
    return tuple(Clock(what=deadline.what, at=instant(deadline.at)) for deadline in deadlines)


def finding(said: Sequence[tuple[str, Finding]]) -> FindingView:
    """Show as one what several checks, each named, say alike."""
    worst = max((each for _, each in said), key=lambda each: each.severity)
    kind = worst.kind
    evidence = dict.fromkeys(line for _, each in said for line in each.evidence)
    running = dict.fromkeys(clock for _, each in said for clock in each.deadlines)
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
        clocks=clocks(tuple(running)),
        suppressed=_suppressed(worst.suppressed) if worst.suppressed else None,
    )


def _suppressed(said: Suppression) -> SuppressedView:
    return SuppressedView(owner=said.owner, reason=said.reason, until=said.until.isoformat())


def suppression(settled: Settled) -> SuppressionView:
    """Show one suppression and what became of it."""
    said = settled.suppression
    return SuppressionView(
        kind=said.kind,
        subject=said.subject,
        owner=said.owner,
        reason=said.reason,
        until=said.until.isoformat(),
        standing=settled.standing.value,
        found=settled.found,
    )


def question(outcome: Outcome, unknown: Unknown) -> OpenView:
    """Show one open question."""
    accepted = outcome.accepted
    return OpenView(
        check=outcome.check,
        question=outcome.title,
        code=unknown.kind.code,
        reason=unknown.reason,
        permissions=tuple(map(str, unknown.permissions)) if _is_refused(unknown) else (),
        do=unknown.do,
        required=outcome.is_required,
        waits_for=_waits_for(unknown),
        accepted=f"{accepted.reason} (until {accepted.until.isoformat()})" if accepted else "",
    )


def _is_refused(unknown: Unknown) -> bool:
    """Tell whether a right would help; what fails on the way to the service says which right it would have used."""
    return unknown.error in ("", "Denied", "NotFound")


def _waits_for(unknown: Unknown) -> str:
    """Name the check of which the runner says that it must answer first."""
    named = re.match(r"needs the answer of ([a-z0-9_.]+):", unknown.reason)
    return named[1] if named and unknown.kind.code == _NEEDS_ANOTHER else ""


def check(outcome: Outcome) -> CheckView:
    """Show how one check ended."""
    return CheckView(
        id=outcome.check,
        title=outcome.title,
        step=outcome.step.value,
        status=outcome.status.value,
        reason=outcome.reason,
    )


def pasted(item: Recognised, signatures: Mapping[str, Signature]) -> PastedView:
    """Show one error recognised in the text that the user gave."""
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
        logged=_logged(item.logged) if item.logged else None,
    )


def _logged(said: Logged) -> LoggedView:
    return LoggedView(
        count=said.count,
        first=instant(said.first) if said.first else None,
        last=instant(said.last) if said.last else None,
        where=said.where,
    )
