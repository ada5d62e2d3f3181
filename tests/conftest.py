"""Counts the referee tests: what foreign programs and recorded answers say of the simulator must really be asked.

Also: no property is called broken because the machine was busy.

Where `AJO_DOCTOR_FIXTURES` is unset they skip with the reason; in CI, a whole run in which none was executed has failed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    import pytest

settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")

WANTED = "AJO_DOCTOR_REFEREES"  # set where all tests run: none executed is then a failure


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
