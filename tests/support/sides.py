"""Two runs to compare: judged as the program does, from small records."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from diagnostics.catalogue import Catalogue
from diagnostics.changes.change import Thing
from diagnostics.changes.described import Described, Saying
from diagnostics.changes.rule import Tracing
from diagnostics.changes.side import Side
from diagnostics.diagnosis.engine import diagnose
from diagnostics.judging import conclude
from diagnostics.outcome import Reading, Run
from diagnostics.pack import Pack
from tests.support.small import COLD, HOT, NOW, TARGET, Pipe, Tap, Water, a_cause, a_check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.evidence import Seen
    from diagnostics.finding import Verdict
    from diagnostics.targets import Target

_BOILING = 80


def _warm(water: Water, _: Seen) -> Iterator[Verdict]:
    if water.degrees > _BOILING:
        yield HOT.found(
            "tub", f"{water.degrees} degrees", evidence=(f"degrees = {water.degrees}",)
        )


def _owned(pipe: Pipe, _: Seen) -> Iterator[Verdict]:
    if not pipe.owner:
        yield COLD.unknown("nobody owns it")


TRACING = Tracing(
    described=(
        Described(
            record=Water,
            thing=Thing.OTHER,
            subject=lambda _: "tub",
            name=lambda _: "the water in the tub",
            sayings=(Saying(field="degrees", became=(("90", "got hot"),)),),
        ),
    ),
    fleeting=frozenset({"Tap.*"}),
)
CATALOGUE = Catalogue(
    [
        Pack(
            name="water",
            checks=(
                a_check("pipe.owned", Pipe, judge=_owned),
                a_check("tap.open", Tap),
                a_check("water.warm", Water, judge=_warm),
            ),
            causes=(a_cause("water-hot", HOT),),
            tracing=TRACING,
        )
    ]
)


def a_side(
    *readings: Reading, target: Target = TARGET, minutes: int = 0, interrupted: bool = False
) -> Side:
    """Judge readings as a run of so many minutes after now."""
    at = NOW + timedelta(minutes=minutes)
    run = Run(
        target=target,
        started_at=at,
        finished_at=at,
        readings=tuple(sorted(readings, key=lambda each: each.check)),
        interrupted=interrupted,
    )
    outcomes = conclude(CATALOGUE.checks_for(target.topology), run.readings, target)
    return Side(
        run=run,
        outcomes=outcomes,
        diagnosis=diagnose(CATALOGUE.causes, outcomes, run.seen, target),
    )


def water(degrees: int = 20) -> Reading:
    return Reading(check="water.warm", evidence=Water(observed_at=NOW, degrees=degrees))


def pipe(owner: str = "me") -> Reading:
    return Reading(check="pipe.owned", evidence=Pipe(observed_at=NOW, owner=owner))


def closed(check: str, why: str = "not allowed") -> Reading:
    return Reading(check=check, unknown=COLD.unknown(why))
