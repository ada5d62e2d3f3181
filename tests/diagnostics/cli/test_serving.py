"""What `simulate` tells a user to type is what `diagnose` takes."""

from __future__ import annotations

import shlex

import pytest

from diagnostics.cli.diagnose import diagnose
from diagnostics.cli.serving import diagnosis
from diagnostics.simulator.worlds import WORLDS, build


@pytest.mark.parametrize("name", list(WORLDS))
def test_the_proposed_diagnosis_uses_options_that_exist(name: str) -> None:
    words = shlex.split(diagnosis(build(name)))
    known = {option for each in diagnose.params for option in each.opts}
    options = {word for word in words if word.startswith("--")}
    assert words[:2] == ["ajo-doctor", "diagnose"]
    assert options
    assert options <= known
