"""Without a proxy the names are resolved here: what a proxy hides is seen."""

from __future__ import annotations

import asyncio

from diagnostics.cli.rehearse import plan_for
from diagnostics.cli.running import judge
from diagnostics.cloud.network import mapped_resolver
from diagnostics.cloud.session import Session, SessionOptions
from diagnostics.finding import Severity
from diagnostics.outcome import Reading
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.two_looks import Looking, look_twice
from tests.support.examined import the_catalogue
from tests.support.serving import serving


def readings_of(name: str) -> tuple[tuple[Reading, ...], object]:
    scenario = SCENARIOS[name]
    catalogue = the_catalogue()
    with serving(make_world(scenario)) as simulator:
        plan = plan_for(scenario, simulator.world, simulator, catalogue)
        (target,) = plan.config.targets

        async def run() -> tuple[Reading, ...]:
            options = SessionOptions(
                cloud=target.cloud,
                environ=plan.environ,
                ca=simulator.ca_file,
                resolver=mapped_resolver(simulator.resolve),
                tenant=target.tenant,
            )
            async with Session(options) as session:
                looking = Looking(
                    target=target,
                    make_look=lambda seen: session.look(target, seen, plan.pasted),
                    deadline_s=60,
                )
                checks = catalogue.checks_for(target.topology)
                return await look_twice(checks, looking, catalogue)

        return asyncio.run(run()), target


def codes_of(name: str) -> tuple[list[str], list[str]]:
    from dataclasses import replace
    from datetime import UTC, datetime

    from diagnostics.outcome import Run

    readings, target = readings_of(name)
    now = datetime.now(UTC)
    run = Run(target=target, started_at=now, finished_at=now, readings=readings)
    judged = judge(replace(run), the_catalogue(), Severity.WARNING)
    said = [f.kind.code for o in judged.outcomes for f in o.findings]
    return said, [ranked.cause.id for ranked in judged.diagnosis.causes]


def test_a_vault_whose_name_does_not_resolve_is_found_and_ranked_first() -> None:
    said, causes = codes_of("vault-name-unresolved")
    assert "KV203" in said
    assert causes[0] == "vault-name-unresolved"


def test_a_healthy_environment_is_healthy_without_a_proxy_too() -> None:
    said, causes = codes_of("healthy@own-account")
    assert (said, causes) == ([], [])
