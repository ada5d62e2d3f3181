"""What `compare` says of a scenario beside the healthy run of its world: pinned for every fault, and the same on the way back."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from diagnostics.changes.structure import CANNOT_TELL
from diagnostics.report.build import Judged
from diagnostics.report.compared import Source, compared
from diagnostics.report.compared_record import ComparedReport, DifferenceView
from diagnostics.simulator.scenarios import SCENARIOS
from tests.support.examined import Examined, examined, the_catalogue

PINS = Path(__file__).with_name("differences.json")
_MOST = 2  # sentences of a scenario
# What follows from when a world was made, and what the login's own token service numbers anew.
_UNSTEADY = re.compile(
    r"\d{4}-\d\d-\d\d|\d\d:\d\d|[Aa]ctivity|127\.0\.0\.1|trace id|correlation id"
)


def told_of(before: Judged, now: Judged) -> ComparedReport:
    """Compare two runs as the command does."""
    texts = frozenset(check.id for check in the_catalogue().checks if check.repeats_text)
    sources = (Source(judged=each, source="") for each in (before, now))
    return compared(*sources, texts)


@cache
def healthy(world: str) -> Judged:
    """Give the healthy run of a world; one for all its faults."""
    return examined(f"healthy@{world}").judged


@cache
def pinned() -> Mapping[str, list[str]]:
    """Give what was read and found right."""
    return json.loads(PINS.read_text(encoding="utf-8"))


def is_first_of_its_faults(name: str) -> bool:
    """Tell whether this scenario is the one in which its faults are shown."""
    faults = SCENARIOS[name].faults
    return bool(faults) and name == next(
        each for each, other in SCENARIOS.items() if other.faults == faults
    )


def sentences(report: ComparedReport) -> list[str]:
    """Give what is said first of things, not of what they mean: of the worse, else of the rest."""
    said = [each for each in report.differences if each.sort in ("evidence", "check")]
    worse = [each for each in said if each.turn in ("worse", "unknown")]
    steady = [each for each in worse or said if not _UNSTEADY.search(each.what)]
    return [f"{each.turn}: {each.what}" for each in steady[:_MOST]]


def the_difference_names_what_changed(seen: Examined) -> None:
    """Hold a run against the healthy one of its world, there and back, and against itself."""
    name = seen.scenario.name
    if not is_first_of_its_faults(name):
        return
    before = healthy(seen.scenario.world)
    there, back = told_of(before, seen.judged), told_of(seen.judged, before)
    if os.environ.get("AJO_DOCTOR_PIN"):
        kept = json.loads(PINS.read_text(encoding="utf-8")) if PINS.exists() else {}
        kept[name] = sentences(there)
        text = json.dumps(dict(sorted(kept.items())), indent=1, ensure_ascii=False)
        PINS.write_text(f"{text}\n", encoding="utf-8")
    else:
        assert sentences(there) == pinned()[name]
    assert {value(each) for each in there.differences} - {None} == {
        each and (each[0], each[2], each[1]) for each in map(value, back.differences)
    } - {None}
    alike = told_of(seen.judged, seen.judged)
    assert (alike.exit_code, alike.verdict, alike.differences) == (0, "same", ())


def value(each: DifferenceView) -> tuple[object, str, str] | None:
    """Give a value that changed; what is not said any more is not seen, so the way back does not tell it."""
    if each.sort != "evidence" or not {"", CANNOT_TELL}.isdisjoint((each.before, each.after)):
        return None
    return (each.evidence, each.before, each.after)
