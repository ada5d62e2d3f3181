"""A sample pack: what somebody outside this project writes, with `diagnostics` alone to build on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from diagnostics import (
    Beside,
    Case,
    Cause,
    Check,
    Evidence,
    Finding,
    Kind,
    Lint,
    Look,
    Pack,
    Remark,
    Repair,
    RepairStep,
    Request,
    Seen,
    Severity,
    Signature,
    Step,
)

TOO_WARM = Kind("WA101", "water-too-warm", Severity.WARNING, "The water is too warm", Step.CMK)

NOT_OURS = Kind(
    "WA102",
    "request-id-not-ours",
    Severity.WARNING,
    "The requestId does not begin with water-",
    Step.CAMPAIGN,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterFacts(Evidence):
    """How warm the water of the machine room is."""

    degrees: int
    asked_for: str  # name of the target


async def probe(look: Look) -> WaterFacts:
    """Read the thermometer: here a number that never changes."""
    return WaterFacts(observed_at=look.now(), degrees=41, asked_for=look.target.name)


def judge(water: WaterFacts, _: Seen) -> Iterator[Finding]:
    """Say whether it is too warm."""
    if water.degrees > 30:
        yield TOO_WARM.found("machine room", f"The water has {water.degrees} degrees.")


def repair(case: Case) -> Repair:
    """Open the window."""
    step = RepairStep(
        purpose="Open the window.",
        argv=("window", "open", "--room", case.findings[0].subject),
        role="whoever is near",
        risk="none: it is winter",
    )
    return Repair(
        id="open-window",
        title="Open the window",
        steps=(step,),
        works_after="10 minutes",
        escalate="after an hour, to the caretaker",
    )


def judge_request(request: Request, _: Beside) -> Iterator[Remark]:
    """Say whether a request is ours by its requestId."""
    if isinstance(request.body, dict) and not str(request.body.get("requestId")).startswith(
        "water-"
    ):
        yield Remark(NOT_OURS, ("requestId",), "requestId does not begin with water-.")


PACK = Pack(
    name="water",
    checks=(
        Check(
            id="water.cool",
            title="The water is cool",
            provides=WaterFacts,
            probe=probe,
            judge=judge,
            kinds=(TOO_WARM,),
            step=Step.CMK,
        ),
    ),
    causes=(
        Cause(
            id=TOO_WARM.slug,
            title=TOO_WARM.title,
            step=Step.CMK,
            requires=(TOO_WARM,),
            explains=(),
            sentence=lambda case: case.findings[0].message,
            repair=repair,
        ),
    ),
    lints=(
        Lint(
            id="water.request_id",
            title="The requestId begins with water-",
            kinds=(NOT_OURS,),
            judge=judge_request,
        ),
    ),
    signatures=(
        Signature(
            id="water.boiling",
            code="",
            category="water",
            title="The pump stopped because its water boils",
            step="-",
            stems=(("pump zwölf stopped", "boiling"), ("pump standstill",)),
        ),
    ),
    runbooks="water_checks.runbooks",
)
