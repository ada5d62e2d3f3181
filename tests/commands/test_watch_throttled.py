"""Many targets where Resource Manager lets itself be read only so fast: nothing is taken for broken, nothing for well."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from diagnostics.simulator import ids, throttle
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.world import World
from tests.support.commands import run, surroundings
from tests.support.serving import serving

TARGETS = 12
THROTTLED = "SF104"
OWN = (ids.ACCOUNT, ids.VAULT)


def crowd() -> World:
    """A healthy world with an account and a vault for each target."""
    world = make_world(SCENARIOS["healthy@own-account"])
    own = [key for key in world.documents if any(f"/{word}" in key for word in OWN)]
    for number in range(TARGETS):
        for key in own:
            text = json.dumps([key, world.documents[key]])
            for word in OWN:
                text = text.replace(word, f"{word}-{number:02}")
            world.put(*json.loads(text))
    return world


def account(number: int) -> str:
    return f"{ids.ACCOUNT_ID}-{number:02}"


@pytest.fixture
def configured(here: Path) -> Path:
    lines = (f'[targets.t{at:02}]\naccount = "{account(at)}"\n' for at in range(TARGETS))
    Path("ajo-doctor.toml").write_text("".join(lines))
    return here.parent


def looked(world: World, home: Path, *more: str) -> tuple[list[dict[str, Any]], Counter[int]]:
    """What a round says of each target, and how Resource Manager answered."""
    with serving(world) as simulator:
        environ = surroundings(home, simulator)
        said = run("watch", "--once", "--format", "json", *more, environ=environ)
        assert simulator.crashes == []
        met = Counter(int(each.status) for each in simulator.log if "management" in each.host)
    return json.loads(said.out)["reports"], met


def test_what_comes_back_fast_enough_is_waited_for(configured: Path) -> None:
    world = crowd()
    throttle.limit(world, bucket=30, per_second=25)
    reports, met = looked(world, configured)
    assert [each["verdict"] for each in reports] == ["clean"] * TARGETS
    assert met[429] <= 2  # what is left is told with every answer, and heeded


def test_what_is_not_answered_in_time_is_unknown_for_that_reason(configured: Path) -> None:
    world = crowd()
    world.need(f"{ids.VAULT_ID}-03/keys/{ids.KEY}")["properties"]["attributes"]["enabled"] = False
    throttle.limit(world, bucket=14, per_second=0.3)
    reports, met = looked(world, configured, "--deadline", "6")
    assert met[429]
    assert len(reports) == TARGETS
    for number, report in enumerate(reports):
        # The one that is broken may be found to be, or not be seen; of the others nobody knows enough to say well.
        assert report["verdict"] in (("broken", "incomplete") if number == 3 else ("incomplete",))
        why = [(each["code"], each["reason"]) for each in report["open"]]
        assert any(code == THROTTLED and "asked to slow down" in reason for code, reason in why), (
            why
        )
