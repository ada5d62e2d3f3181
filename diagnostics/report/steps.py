"""Where the four documented steps stand, and Adobe's own side where it is looked at."""

from __future__ import annotations

from diagnostics.evidence import Status
from diagnostics.finding import Severity, Step
from diagnostics.outcome import Outcome
from diagnostics.report.left_out import for_another
from diagnostics.report.record import StepState

# The four documented steps: Adobe Journey Optimizer, trigger-campaigns page, Cosmos DB authentication errors.
TITLES = {
    Step.IDENTITY: "Identity enabled and not deleted",
    Step.PERMISSIONS: "Permissions on Key Vault and Cosmos DB",
    Step.CMK: "Customer-managed key configuration",
    Step.RETEST: "Re-enable and test",
}
_ADOBES = {Step.CAMPAIGN: "Adobe's side: token, gateway, sandbox, campaign"}
_REPAIR_FIRST = "repair, wait, then repeat one call of the campaign"
_NOTHING_TO_ASK = "nothing of this step can be looked at in this topology"
_NOT_FROM_HERE = "only a call of the campaign can show it"


def states(outcomes: tuple[Outcome, ...]) -> tuple[StepState, ...]:
    """Say of each step whether something was found, stayed open, is well, or was not looked at."""
    return tuple(
        StepState(number=step.value, title=title, state=state, detail=detail)
        for step, title in _titles(outcomes).items()
        for state, detail in (_state(step, outcomes),)
    )


def _titles(outcomes: tuple[Outcome, ...]) -> dict[Step, str]:
    """Leave Adobe's side out where nobody named it: then there is nothing to say of it."""
    looked = any(
        outcome.step is Step.CAMPAIGN and outcome.status is not Status.SKIPPED
        for outcome in outcomes
    )
    return {**TITLES, **_ADOBES} if looked else TITLES


def _state(step: Step, outcomes: tuple[Outcome, ...]) -> tuple[str, str]:
    found, suppressed = _found(outcomes), _found(outcomes, suppressed=True).get(step)
    mine = [outcome for outcome in outcomes if outcome.step is step]
    needed = [outcome for outcome in mine if outcome.is_required]
    also = [f"suppressed: {', '.join(sorted(suppressed))}"] if suppressed else []
    if found.get(step):
        still = f"; open: {', '.join(_open(needed))}" if _open(needed) else ""
        return "found", "; ".join([", ".join(sorted(found[step])), *also]) + still
    if step is Step.RETEST and found and not (_is_tested(mine) and not _is_critical(outcomes)):
        return "to do", _REPAIR_FIRST
    if _open(needed):
        return "open", "; ".join([", ".join(_open(mine)), *also])
    if suppressed:
        return "suppressed", ", ".join(sorted(suppressed))
    held = [outcome for outcome in needed if outcome in for_another(outcomes)]
    if held and _fine(mine):  # the rest of the step being well says little then
        reasons = "; ".join(dict.fromkeys(outcome.reason for outcome in held))
        return "not looked at", f"{reasons}; well: {', '.join(_fine(mine))}"
    if _fine(mine):
        # What nobody needs to know leaves a step well, and is named all the same.
        unseen = [f"not seen: {check}" for check in _open(mine)]
        return "ok", ", ".join([*_fine(mine), *unseen])
    reasons = "; ".join(dict.fromkeys(outcome.reason for outcome in mine if outcome.reason))
    return "not looked at", reasons or (_NOT_FROM_HERE if step is Step.RETEST else _NOTHING_TO_ASK)


def _found(outcomes: tuple[Outcome, ...], *, suppressed: bool = False) -> dict[Step, set[str]]:
    """Collect the codes of what is wrong, by step; what is merely worth knowing leaves a step well.

    Args:
        outcomes: of all checks.
        suppressed: those that somebody answers for, instead of those that count.
    """
    codes: dict[Step, set[str]] = {}
    for outcome in outcomes:
        for finding in outcome.findings:
            if finding.severity > Severity.INFO and bool(finding.suppressed) == suppressed:
                codes.setdefault(finding.kind.step, set()).add(finding.kind.code)
    return codes


def _open(mine: list[Outcome]) -> list[str]:
    return [
        outcome.check for outcome in mine if outcome.unknowns or outcome.status is Status.CRASHED
    ]


def _is_tested(mine: list[Outcome]) -> bool:
    """Tell whether the data plane was asked and is well."""
    return bool(_fine(mine)) and all(
        outcome.status in (Status.OK, Status.SKIPPED) for outcome in mine
    )


def _is_critical(outcomes: tuple[Outcome, ...]) -> bool:
    return any(
        finding.counts(Severity.CRITICAL) for outcome in outcomes for finding in outcome.findings
    )


def _fine(mine: list[Outcome]) -> list[str]:
    return [outcome.check for outcome in mine if outcome.status is Status.OK]
