"""Whole reports, as people get them: read in review, compared to the letter.

After a wanted change: `AJO_DOCTOR_GOLDEN=write pytest tests/scenarios/test_golden.py`, then read the difference.
"""

from __future__ import annotations

import dataclasses
import os
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from diagnostics.cli.error_text import ErrorText
from diagnostics.cli.plan import plan_of
from diagnostics.cli.running import judge, run_all
from diagnostics.finding import Severity
from diagnostics.report.clean import clean
from diagnostics.report.present import present
from diagnostics.report.record import Report, Zone
from diagnostics.simulator.consequences import campaign_error
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from tests.support.examined import examined, the_catalogue

GOLDEN = Path(__file__).parent / "golden"
FORMS = {"text": "txt", "markdown": "md", "json": "json"}
PASTED = "pasted-error-only"  # no login, no target: what a text alone gives
TELLING = [
    "service-principal-disabled",  # identity
    "service-principal-soft-deleted@adobe-managed",  # Adobe's account: a clock, a packet to hand over
    "key-access-missing@adobe-managed",  # permissions
    "role-on-another-key",  # permissions, with the nearest miss
    "key-expired",  # key
    "vault-soft-deleted",  # absence, with a clock
    "firewall-without-bypass",  # network
    "cosmos-data-role-on-database",  # the caller's own role on the data plane
    "still-propagating",  # control plane and data plane contradict each other
    "blocked-by-workload-policy",  # a symptom without a cause that can be seen
    "login-in-wrong-tenant",  # wrong place
    "guest-login",  # a warning, and everything else is well
    "service-principal-disabled+key-expired",  # two causes at once
    "unreachable",  # an incomplete run
    "no-credential",  # the doctor's own trouble
    "campaign-ended",  # Adobe's side: the campaign
    "ajo-unhealthy",  # Adobe's side: whose turn it is then
    "gateway-refuses",  # Adobe's side: what nobody behind the gateway ever saw
    PASTED,
    "healthy@own-account",
]
NOTHING: dict[str, Any] = dict.fromkeys(
    (
        *("config_file", "target", "every", "bundle", "proxy", "ca", "deadline", "fail_on"),
        *("only", "skip"),
    ),
    (),
)
BEGAN = datetime(2026, 1, 31, 22, 45, tzinfo=UTC)  # locally it is already February
ZONE = Zone(name="CET", offset_minutes=60)
INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)([ T])(\d\d:\d\d)(:\d\d)?(\.\d+)?(Z|\+00:00)?")
UNSTABLE = [
    (re.compile(r"(?<=http://127\.0\.0\.1:)\d+"), "40000"),
    (re.compile(r"\S+/ajo-doctor-simulator-\w+/"), "/run/ajo-doctor-simulator/"),
    (re.compile(r"(?<=to )\d\d:\d\d:\d\d(?= UTC)"), "22:45:01"),
    (
        re.compile(r"(?<=activity )[0-9a-f-]{36}|(?<=ActivityId: )[0-9a-f-]{36}"),
        "00000000-0000-4000-8000-00000000000a",
    ),
    (
        re.compile(r"[0-9a-f-]{36}(?= \((?:GET|POST) https://platform)"),
        "00000000-0000-4000-8000-00000000000b",
    ),
]
OF_THE_MACHINE = {
    "system",
    "python",
    "azure-identity",
    "azure-core",
    "azure-cosmos",
    "aiohttp",
} | {"azure-mgmt-authorization"}


def stable(report: Report) -> Report:
    """The report as if it had been made on one day, on one machine: what differs between runs gets one value.

    It is done to the record and not to what is drawn, so that lines break everywhere at the same places.
    """
    began = datetime.fromisoformat(report.started_at)

    def moved(match: re.Match[str]) -> str:
        day, gap, minutes, seconds, fraction, zone = match.groups(default="")
        moment = datetime.fromisoformat(f"{day}T{minutes}{seconds}+00:00")
        # To the hour: everything in a world is set some hours or days away from its making.
        hours = round((moment - began) / timedelta(hours=1))
        then = BEGAN + timedelta(hours=hours)
        clock = f"{then:%H:%M}" + (":00" if seconds else "") + (".000000" if fraction else "")
        return f"{then:%Y-%m-%d}{gap}{clock}{zone}"

    def settled(text: str) -> str:
        text = INSTANT.sub(moved, text)
        for pattern, value in UNSTABLE:
            text = pattern.sub(value, text)
        return text

    fixed = every_text(report, settled)
    environment = tuple(
        (name, "(of the machine)" if name in OF_THE_MACHINE else value)
        for name, value in fixed.environment
    )
    return dataclasses.replace(fixed, version="0.0.0", zone=ZONE, environment=environment)


def every_text(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(every_text(each, change) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
        return type(value)(**{name: every_text(each, change) for name, each in fields.items()})
    return value


@cache
def report_of(name: str) -> Report:
    return stable(of_text() if name == PASTED else examined(name).report)


def of_text() -> Report:
    """What `diagnose --error` says to somebody who has nothing but the text."""
    text = campaign_error(make_world(SCENARIOS["service-principal-disabled@adobe-managed"]))
    (run,) = run_all(plan_of(NOTHING, {}, {}, Path("/"), ErrorText(text))[0])
    return clean(judge(run, the_catalogue(), Severity.WARNING))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", TELLING)
def test_a_telling_report_stays_as_it_was_read(name: str, form: str) -> None:
    path = GOLDEN / f"{name}.{FORMS[form]}"
    drawn = present((report_of(name),), form)
    if os.environ.get("AJO_DOCTOR_GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(drawn, encoding="utf-8", newline="\n")
    assert drawn == path.read_text(encoding="utf-8")


def test_no_golden_report_is_left_over() -> None:
    wanted = {f"{name}.{end}" for name in TELLING for end in FORMS.values()}
    assert {path.name for path in GOLDEN.iterdir()} == wanted
