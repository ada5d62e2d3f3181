"""Counts the referee tests: what foreign programs and recorded answers say of the simulator must really be asked.

Also: no property is called broken because the machine was busy; and which cases are run without measuring what they cover.

Where `AJO_DOCTOR_FIXTURES` is unset they skip with the reason; in CI, a whole run in which none was executed has failed.
"""

from __future__ import annotations

import gc
import os
from collections import defaultdict

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings

settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")

WANTED = "AJO_DOCTOR_REFEREES"  # set where all tests run: none executed is then a failure

# Their question is what is seen, timed or promised; the code that they run is measured where it is tested.
NOT_MEASURED = (
    "tests/accuracy/",
    "tests/architecture/",
    "tests/browser/",
    "tests/diagnostics/delays/test_truth.py",
    "tests/diagnostics/simulator/test_referee_",
    "tests/diagnostics/triage/test_hostile_texts.py",
    "tests/repairs/",
    "tests/scenarios/test_canaries.py",
    "tests/scenarios/test_hostile",
)
MEASURED = 12  # cases of one test: what these cover, hundreds more hardly add to
FURTHER = pytest.StashKey[bool]()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put those folders, and all cases of a test but a dozen, evenly spread, behind everything else."""
    cases: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        cases[item.nodeid.partition("[")[0]].append(item)
    for alike in cases.values():
        measured = {i * len(alike) // MEASURED for i in range(MEASURED)}
        for i, item in enumerate(alike):
            item.stash[FURTHER] = i not in measured or item.nodeid.startswith(NOT_MEASURED)
    items.sort(key=lambda item: item.stash[FURTHER])


def pytest_runtest_setup(item: pytest.Item) -> None:
    """End the measuring of coverage at the first of those: it takes as long again as the tests, and they hardly add to it.

    xdist's distribution `load` gives each process its tests in this order; `worksteal` would not.
    """
    measuring = Coverage.current()
    if measuring and item.stash[FURTHER]:
        measuring.stop()


def pytest_collection_finish() -> None:
    """Search for garbage less often: what is loaded by now stays, and going through it is a tenth of the time."""
    gc.set_threshold(50_000, 20, 100)


def executed(reporter: pytest.TerminalReporter) -> int:
    ended = [*reporter.stats.get("passed", []), *reporter.stats.get("failed", [])]
    return sum("referee" in report.keywords for report in ended if report.when == "call")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"referee tests executed: {executed(terminalreporter)}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get(WANTED):
        return
    if not executed(reporter):
        reporter.write_line("no referee test was executed: is AJO_DOCTOR_FIXTURES set?", red=True)
        session.exitstatus = 1
