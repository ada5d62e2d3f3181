"""`expiry`, as its users call it: after a run, offline."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from diagnostics.report.expiring import EndView, Expiry, ReadView
from diagnostics.report.expiring_forms import text
from diagnostics.simulator import ids
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from tests.support.commands import ACCOUNT, KEY_URI, run, surroundings
from tests.support.serving import serving


@pytest.fixture
def after(here: Path) -> dict[str, str]:
    """A user whose last run saw a key that expires in nine days."""
    with serving(make_world(SCENARIOS["key-expiring"])) as simulator:
        said = run("diagnose", *ACCOUNT, environ=surroundings(here.parent, simulator))
        assert said.code == 1
    return surroundings(here.parent)


def test_what_is_near_is_listed_and_gives_exit_code_1(after: dict[str, str]) -> None:
    said = run("expiry", environ=after)
    assert said.code == 1
    assert said.out.startswith("SIMULATED Near or over: 1 of ")
    assert "! 8 days" in said.out
    assert "KV111" in said.out


def test_what_another_answer_kept_from_being_read_is_not_seen(here: Path) -> None:
    """Where the account is not found, nobody knows when its key ends."""
    with serving(make_world(SCENARIOS["subscription-not-visible"])) as simulator:
        run("diagnose", *ACCOUNT, environ=surroundings(here.parent, simulator))
    said = run("expiry", environ=surroundings(here.parent))
    assert said.code == 3
    assert "Nothing that was seen ends soon; not all was seen." in said.out
    assert "not seen, so there may be more:" in said.out
    assert "keyvault.key" in said.out


@given(
    st.lists(
        st.tuples(st.integers(-3, 40), st.booleans(), st.sampled_from(["one", "two"])),
        max_size=9,
    )
)
def test_the_headline_counts_the_marks_of_the_list(
    ends: list[tuple[int, bool, str]],
) -> None:
    read = ReadView(target="one", read_at=_NOW, warn_days=30, simulated=False, unseen=())
    views = tuple(
        EndView(
            target=target,
            code="KV111",
            subject="key",
            what="Key expires",
            at=_NOW,
            days_left=left,
            near=left <= 30,
            suppressed=suppressed,
            runbook="",
        )
        for left, suppressed, target in ends
    )
    told = text(
        Expiry(
            schema=1,
            version="0",
            now=_NOW,
            exit_code=0,
            targets=(read, replace(read, target="two")),
            ends=views,
        )
    )
    marked = sum(line.startswith("! ") for line in told.splitlines())
    headline = re.match(r"Near or over: (\d+) of (\d+)", told)
    assert (int(headline[1]) if headline else 0) == marked
    hushed = sum(left <= 30 and suppressed for left, suppressed, _ in ends)
    assert (f"; {hushed} more " in told) == bool(hushed)


_NOW = "2026-11-29T14:00:00Z"


def test_soon_can_be_drawn_narrower(after: dict[str, str]) -> None:
    assert run("expiry", "--within", "3", environ=after).code == 0
    assert run("expiry", "--within", "9", environ=after).code == 1


def test_a_calendar_beside_the_list(after: dict[str, str]) -> None:
    said = run("expiry", "--format", "json", "--ics", "ends.ics", environ=after)
    told = json.loads(said.out)
    (end,) = [each for each in told["ends"] if each["code"] == "KV111"]
    assert (end["near"], end["days_left"], told["exit_code"]) == (True, 8, 1)
    calendar = Calendar.from_ical(Path("ends.ics").read_bytes())
    starts = {event.decoded("DTSTART") for event in calendar.walk("VEVENT")}
    assert datetime.fromisoformat(end["at"]) in starts
    again = run("report", "latest", "--output", "again.ics", environ=after)
    assert again.code == 1
    assert Path("again.ics").read_bytes() == Path("ends.ics").read_bytes()


def test_all_targets_of_this_machine(after: dict[str, str], here: Path) -> None:
    text = f'[targets.second]\naccount = "{ids.ACCOUNT_ID}"\nwarn_days = 5\n'
    Path("ajo-doctor.toml").write_text(text, encoding="utf-8")
    with serving(make_world(SCENARIOS["key-expiring"])) as simulator:
        assert run("diagnose", environ=surroundings(here.parent, simulator)).code == 0
    assert run("expiry", environ=after).code == 0  # the last run of all
    said = run("expiry", "--all", "--format", "json", environ=after)
    assert {each["target"] for each in json.loads(said.out)["targets"]} == {"default", "second"}
    assert said.code == 1
    one = run("expiry", "--target", "second", "--format", "json", environ=after)
    (known,) = [each for each in json.loads(one.out)["ends"] if each["code"] == "KV111"]
    assert (known["near"], one.code) == (False, 0)


def test_a_run_that_could_not_see_the_key_is_no_all_clear(here: Path) -> None:
    with serving(make_world(SCENARIOS["healthy@own-account"])) as simulator:
        environ = surroundings(here.parent, simulator)
        run("diagnose", *ACCOUNT, "--skip", "keyvault.key", environ=environ)
    said = run("expiry", environ=surroundings(here.parent))
    assert said.code == 3
    assert "not seen, so there may be more" in said.out
    assert "keyvault.key" in said.out


def test_a_deleted_key_can_be_restored_until_its_day(here: Path) -> None:
    with serving(make_world(SCENARIOS["key-soft-deleted"])) as simulator:
        run("diagnose", *ACCOUNT, environ=surroundings(here.parent, simulator))
    said = run("expiry", "--format", "json", environ=surroundings(here.parent))
    (end,) = [each for each in json.loads(said.out)["ends"] if each["code"] == "KV108"]
    assert end["what"] == f"Key {KEY_URI} can be recovered until"
    assert datetime.fromisoformat(end["at"]) - datetime.now(UTC) > timedelta(days=80)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "no run was kept on this machine"),
        (("--all",), "no run was kept on this machine"),
        (("--target", "x"), "no run of target 'x' was kept"),
        (("none.ajo-bundle",), "cannot be read"),
        (("--within", "-1"), "--within"),
        (("--output", "x.pdf"), "says no form"),
    ],
)
def test_what_cannot_be_used_is_told(
    alone: dict[str, str], arguments: tuple[str, ...], told: str
) -> None:
    said = run("expiry", *arguments, environ=alone)
    assert said.code == 2
    assert told in said.err
