"""What was not seen is neither called well nor broken: a seeded share of the failure matrix, and what stands beside it.

The whole matrix takes many minutes: `make accuracy`.
"""

from __future__ import annotations

import pytest

from diagnostics.evidence import Status
from diagnostics.finding import Severity
from diagnostics.simulator import ids
from diagnostics.simulator.wire import fail
from diagnostics.simulator.world import World
from tests.accuracy.matrix import Case, cases, run
from tests.accuracy.request import Request, Weight
from tests.accuracy.stands_on import (
    BROKEN,
    HEALTHY,
    SUBSCRIPTION,
    VAULT,
    asked_too,
    is_known,
)
from tests.support.examined import Examined, examined

SEED, SHARE = 7, 0.014  # about forty runs
EVERY_SCENARIO = (*(f"healthy@{world}" for world in HEALTHY), *BROKEN)


@pytest.mark.parametrize("case", cases(SEED, SHARE), ids=lambda case: case.name)
def test_a_failure_is_neither_comfort_nor_accusation(case: Case) -> None:
    assert run(case).wrongs == ()


def test_the_same_seed_gives_the_same_cases_and_another_one_others() -> None:
    assert cases(1, 0.02) == cases(1, 0.02)
    assert cases(1, 0.02) != cases(2, 0.02)
    assert set(cases(1, 0.02)) < set(cases(1))


def test_a_small_share_meets_many_requests_failures_and_worlds() -> None:
    part = cases(SEED, SHARE)
    assert len({case.request.name for case in part}) > len(part) * 0.8
    assert len({case.failure.name for case in part}) > len(part) * 0.8
    assert {case.world for case in part} == {case.world for case in cases(SEED)}


def test_no_case_has_the_name_of_another() -> None:
    names = [case.name for case in cases(SEED)]
    assert len(names) == len(set(names))


def asked_in(scenario: str) -> tuple[Request, ...]:
    healthy = HEALTHY.get(scenario.removeprefix("healthy@"))
    return healthy or (*BROKEN[scenario], *asked_too(scenario))


@pytest.mark.parametrize("scenario", EVERY_SCENARIO)
def test_every_request_of_a_run_is_known_and_every_known_one_is_asked(scenario: str) -> None:
    log = [one for one in examined(scenario).log if one.method != "CONNECT"]
    asked = [(one.method, one.host, one.path, one.query) for one in log]
    assert [one for one in asked if not is_known(*one)] == []
    assert [
        one.name for one in asked_in(scenario) if not any(one.fits(*each) for each in asked)
    ] == []


def test_what_is_optional_belongs_to_an_optional_check() -> None:
    required = {
        outcome.check: outcome.is_required
        for world in HEALTHY
        for outcome in examined(f"healthy@{world}").judged.outcomes
    }
    for request in {one for group in HEALTHY.values() for one in group}:
        wanted = request.weight is Weight.DECIDES
        assert {required[check] for check in request.checks} <= {wanted}, request.name


@pytest.mark.parametrize("request_", [VAULT, SUBSCRIPTION], ids=lambda request: request.name)
def test_an_identifier_that_cannot_be_read_is_the_answers_fault(request_: Request) -> None:
    junk = {
        "id": "junk",
        "subscriptionId": "junk",
        "tenantId": "junk",
        "properties": {"tenantId": "junk"},
    }

    def change(world: World) -> None:
        details: dict[str, object] = {"status": 200, "body": junk}
        fail(world, "junk", "status", host=request_.host, path=f"*{request_.end}", details=details)

    seen = examined("healthy@own-account", change=change)
    assert seen.report.exit_code == 3
    assert accused(seen) == []
    assert [one.check for one in seen.judged.outcomes if one.status is Status.CRASHED] == []
    assert "SF107" in seen.left_open


def accused(seen: Examined) -> list[str]:
    return [
        finding.kind.code
        for outcome in seen.judged.outcomes
        for finding in outcome.findings
        if finding.severity >= Severity.WARNING
    ]


def test_a_campaign_whose_answer_lacks_its_schedule_is_not_called_in_time() -> None:
    def change(world: World) -> None:
        del world.need(f"adobe:/campaigns/{ids.CAMPAIGN}")["schedule"]

    seen = examined("healthy@adobe-managed", change=change)
    (window,) = (each for each in seen.judged.outcomes if each.check == "ajo.campaign_window")
    assert window.status is Status.UNKNOWN
    assert "schedule" in window.unknowns[0].reason
    assert seen.report.exit_code == 3
