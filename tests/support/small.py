"""Small checks, causes and records to build with; data, not stand-ins."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, make_dataclass
from datetime import UTC, datetime
from typing import Any

from diagnostics.check import Check, Look
from diagnostics.diagnosis.cause import Case, Cause
from diagnostics.evidence import Evidence, Seen, Status
from diagnostics.finding import Finding, Kind, NotApplicable, Severity, Step, Unknown, Verdict
from diagnostics.outcome import Outcome
from diagnostics.repair import Repair, RepairStep
from diagnostics.targets import EVERY_TOPOLOGY, Target, Topology

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TARGET = Target(
    name="prod", topology=Topology.OWN_ACCOUNT, topology_reason="set in the configuration"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Water(Evidence):
    degrees: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipe(Evidence):
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap(Evidence):
    pass


def a_type(name: str) -> type[Evidence]:
    return make_dataclass(name, [], bases=(Evidence,), frozen=True, slots=True, kw_only=True)


def a_kind(
    code: str = "ZZ101",
    severity: Severity = Severity.CRITICAL,
    step: Step = Step.IDENTITY,
    slug: str = "",
) -> Kind:
    return Kind(code, slug or f"kind-{code.lower()}", severity, f"title of {code}", step)


HOT = a_kind("ZZ101", slug="water-hot")
COLD = a_kind("ZZ102", Severity.WARNING, slug="water-cold")


def gives(
    answer: Evidence | NotApplicable | BaseException,
) -> Callable[[Look], Awaitable[Any]]:
    async def probe(_: Look) -> object:
        if isinstance(answer, BaseException):
            raise answer
        return answer

    return probe


def says(*verdicts: object) -> Callable[[Any, Seen], Iterable[Verdict]]:
    return lambda _evidence, _seen: iter(verdicts)


def a_check(
    name: str = "water.warm", provides: type[Evidence] = Water, **fields: object
) -> Check[Any]:
    given: dict[str, Any] = {
        "id": name,
        "title": f"{name} is well",
        "provides": provides,
        "probe": gives(provides(observed_at=NOW)),
        "judge": says(),
        "kinds": (HOT, COLD),
        "step": Step.IDENTITY,
        "applies_to": EVERY_TOPOLOGY,
    }
    return Check(**{**given, **fields})


def an_outcome(check: str = "water.warm", *said: Finding | Unknown, **fields: object) -> Outcome:
    findings = tuple(each for each in said if isinstance(each, Finding))
    unknowns = tuple(each for each in said if isinstance(each, Unknown))
    status = Status.FOUND if findings else Status.UNKNOWN if unknowns else Status.OK
    given: dict[str, Any] = {"status": status, "findings": findings, "unknowns": unknowns}
    return Outcome(
        check=check, title=f"{check} is well", step=Step.IDENTITY, **{**given, **fields}
    )


def a_repair(case: Case) -> Repair:
    step = RepairStep(
        purpose=f"Repair {case.findings[0].subject}",
        argv=("az", "repair", case.target.name),
        role="Owner",
        risk="none: an example",
    )
    return Repair(
        id="a-repair", title="Repair it", steps=(step,), works_after="at once", escalate="never"
    )


def a_cause(
    name: str, *requires: Kind, explains: tuple[Kind, ...] = (), **fields: object
) -> Cause:
    given: dict[str, Any] = {
        "id": name,
        "title": f"cause {name}",
        "step": Step.IDENTITY,
        "requires": requires,
        "explains": explains,
        "sentence": lambda case: f"{name}: {len(case.findings)} findings",
        "repair": a_repair,
    }
    return Cause(**{**given, **fields})
