"""Start a simulated environment, diagnose it the way a user does, and compare with what the scenario expects."""

from __future__ import annotations

from difflib import get_close_matches

import click

from diagnostics.catalogue import Catalogue, load_catalogue
from diagnostics.cli.examine import Presentation, examine
from diagnostics.cli.outputs import Outputs
from diagnostics.cli.running import Plan, judge
from diagnostics.config import Config
from diagnostics.errors import ConfigError
from diagnostics.exit_codes import INTERRUPTED
from diagnostics.outcome import Run
from diagnostics.report.build import Judged
from diagnostics.simulator.consequences import campaign_error
from diagnostics.simulator.fault import Scenario
from diagnostics.simulator.scenarios import SCENARIOS, make_world, target_fields
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.surroundings import let_read_changes
from diagnostics.simulator.world import World
from diagnostics.target_fields import target_of
from diagnostics.triage.recognise import recognise


def listing() -> str:
    """List the scenarios, one a line."""
    width = max(len(name) for name in SCENARIOS)
    return "\n".join(f"{name:<{width}}  {each.title}" for name, each in SCENARIOS.items())


def scenario_named(name: str) -> Scenario:
    """Return the scenario of that name.

    Raises:
        ConfigError: if there is none.
    """
    try:
        return SCENARIOS[name]
    except KeyError:
        near = get_close_matches(name, SCENARIOS, n=3)
        raise ConfigError(
            f"there is no scenario {name!r}",
            expected=", ".join(near) if near else "a name of `ajo-doctor demo --list`",
        ) from None


def plan_for(scenario: Scenario, world: World, simulator: Simulator, catalogue: Catalogue) -> Plan:
    """Make the plan of a user behind a proxy with its own certificate authority."""
    text = campaign_error(world) if scenario.pasted == "derived" else scenario.pasted
    target = target_of(scenario.world, target_fields(scenario), where=f"scenario {scenario.name}")
    config = Config(
        targets=(target,),
        source=f"scenario {scenario.name}",
        proxy=simulator.proxy_url,
        ca=simulator.ca_file,
    )
    return Plan(
        config=config,
        catalogue=catalogue,
        # The named credential and no other: the user's own login must not be asked when the simulated one fails.
        environ={**simulator.environ(), "AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential"},
        pasted=recognise(text, catalogue.signatures) if text else (),
        rehearsal=True,
    )


def rehearse(name: str, outputs: Outputs, *, save: bool) -> int:
    """Run one scenario; 0 if its cause came first and the exit code is the expected one, 130 if interrupted."""
    scenario = scenario_named(name)
    click.echo(f"simulating: {scenario.title}", err=True)
    world = make_world(scenario)
    let_read_changes(world)
    runs: list[Run] = []
    catalogue = load_catalogue(())
    with Simulator(world) as simulator:
        plan = plan_for(scenario, world, simulator, catalogue)
        shown = Presentation(outputs=outputs, save=save)
        code = examine(plan, shown, on_run=runs.append)
    if code == INTERRUPTED:
        return code
    problems = missed(scenario, judge(runs[0], catalogue, shown.fail_on), code)
    for problem in problems:
        click.echo(f"the diagnosis missed the scenario: {problem}", err=True)
    return 1 if problems else 0


def missed(scenario: Scenario, judged: Judged, code: int) -> tuple[str, ...]:
    """Say in what a diagnosis differs from what the scenario expects."""
    causes = [ranked.cause.id for ranked in judged.diagnosis.causes]
    said = {finding.kind.code for outcome in judged.outcomes for finding in outcome.findings}
    said |= {unknown.kind.code for outcome in judged.outcomes for unknown in outcome.unknowns}
    problems: list[str] = []
    if (causes or [""])[0] != scenario.cause:
        problems.append(
            f"expected cause {scenario.cause or 'none'}, came {', '.join(causes) or 'none'}"
        )
    lacking = sorted(set(scenario.kinds) - said)
    if lacking:
        problems.append(f"not said: {', '.join(lacking)}")
    if code != scenario.exit_code:
        problems.append(f"expected exit code {scenario.exit_code}, came {code}")
    return tuple(problems)
