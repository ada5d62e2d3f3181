"""How many requests each scenario takes, as the simulator counts them: pinned, so that none is added unseen.

`test_scenarios.py` holds every run against its pin; this file writes them.

`AJO_DOCTOR_PIN=1 pytest tests/scenarios/test_requests.py` writes the file anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from diagnostics.simulator.scenarios import SCENARIOS
from tests.support.examined import examined

PINS = Path(__file__).with_name("requests.json")


def count(name: str) -> int:
    return sum(entry.method != "CONNECT" for entry in examined(name).log)


@pytest.mark.skipif(
    not os.environ.get("AJO_DOCTOR_PIN"), reason="writes the pins; AJO_DOCTOR_PIN=1"
)
def test_write_the_pins() -> None:
    PINS.write_text(json.dumps({name: count(name) for name in SCENARIOS}, indent=1) + "\n")


def test_every_scenario_has_a_pin() -> None:
    assert set(json.loads(PINS.read_text(encoding="utf-8"))) == set(SCENARIOS)
