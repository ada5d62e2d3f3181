"""`verify --trigger`, as its users call it: who may be reached, what is sent, how often, and what the answer shows."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.consequences import CAMPAIGN as FAILURE
from tests.support.commands import run
from tests.support.triggering import (
    EXECUTIONS,
    KIM,
    LISTED,
    PHONE,
    Caller,
    a_payload,
    a_recipient,
    caller,
)
from tests.support.verifying import put_back

FAULT = "service-principal-disabled"
CAMPAIGN = f"adobe:/campaigns/{ids.CAMPAIGN}"


def change_campaign(each: Caller, **fields: object) -> None:
    campaign = each.sick.world.need(CAMPAIGN)
    each.sick.world.put(CAMPAIGN, {**campaign, **fields})


def test_a_call_that_is_accepted_is_the_proof_that_nothing_else_is(here: Path) -> None:
    with caller(here, FAULT, pasted=True) as each:
        each.diagnose()
        each.sick.repair()
        assert each.verify("--format", "json").code == 3
        report = each.triggered(a_payload())
        assert len(each.sent) == 1
        (execution,) = each.executions
    view = report["verification"]
    assert (report["exit_code"], view["verdict"], view["by_call"]) == (0, "repaired", True)
    assert view["call"]["accepted"]
    assert view["call"]["execution_id"] == execution["executionId"]
    assert view["call"]["request_id"] == execution["requestId"] != "reset-17"
    assert execution["recipients"] == [a_recipient()]
    assert any(
        "Non Profile" not in line and "Feedback" in line for line in view["call"]["look_at"]
    )
    assert any("no public status" in line for line in view["call"]["look_at"])
    assert any("not document" in line for line in view["resend"])
    (step,) = [step for step in report["steps"] if step["number"] == "4"]
    assert step["state"] == "ok"


def test_the_same_text_after_the_repair_is_on_its_way_and_then_it_is_not(here: Path) -> None:
    with caller(here, FAULT, pasted=True) as each:
        each.diagnose()
        each.sick.repair(delay_s=1000)
        now = each.triggered(a_payload())
        later = each.triggered(a_payload(), "--repaired-at", "2026-01-31T14:05Z")
        assert len(each.sent) == 2
    assert now["verification"]["verdict"] == "not-yet-effective"
    assert now["verification"]["due"]
    assert now["verification"]["next"]["argv"][-2:] == ["--trigger", "payload.json"]
    assert later["verification"]["verdict"] == "still-broken"
    assert later["verification"]["call"]["showed"] == "the-key"
    assert later["verification"]["escalate"]
    assert {now["exit_code"], later["exit_code"]} == {1}


def test_a_fault_without_a_reason_is_still_broken_and_the_clock_of_the_repair_goes_on(
    here: Path,
) -> None:
    with caller(here, FAULT, pasted=True) as each:
        each.diagnose()
        each.sick.repair()
        said = {"status": 403, "text": "a backend was busy"}
        each.sick.world.put(FAILURE, {"says": said})
        one = each.triggered(a_payload())["verification"]
        two = each.triggered(a_payload())["verification"]
        assert len(each.sent) == 2
    assert (one["verdict"], one["call"]["showed"]) == ("still-broken", "failed")
    assert one["repaired_since"] == two["repaired_since"] is not None


def test_a_high_throughput_call_is_looked_for_in_its_own_dataset(here: Path) -> None:
    recipient = a_recipient(type="external")
    with caller(here, FAULT, endpoint="highthroughput") as each:
        each.diagnose()
        each.sick.repair()
        change_campaign(each, highThroughputMode=True)
        report = each.triggered(a_payload(recipient))
        assert [entry.path for entry in each.sent] == [f"{EXECUTIONS}highthroughput"]
    assert any("Non Profile" in line for line in report["verification"]["call"]["look_at"])


def test_a_clean_target_is_called_too(here: Path) -> None:
    with caller(here) as each:
        each.diagnose()
        report = each.triggered(a_payload())
        assert len(each.executions) == 1
    assert report["verification"]["verdict"] == "nothing-to-verify"
    assert report["verification"]["call"]["accepted"]


def test_a_refusal_of_the_campaign_is_something_else(here: Path) -> None:
    with caller(here, FAULT) as each:
        each.diagnose()
        each.sick.repair()
        change_campaign(each, status="STOPPED")
        said = each.trigger(a_payload(), "--yes")
        assert len(each.sent) == 1
        assert each.executions == []
    assert said.code == 1
    assert "SOMETHING ELSE IS BROKEN" in said.out
    assert "CJMRT-000071-400" in said.out


def test_a_replay_draws_it_to_the_byte_and_sends_nothing(here: Path) -> None:
    with caller(here, FAULT) as each:
        each.diagnose()
        each.sick.repair()
        for form in ("text", "markdown", "json", "html"):
            more = ("--yes", "--format", form, "--bundle", "b.ajo-bundle")
            said = each.trigger(a_payload(), *more)
            each.sick.simulator.log.clear()
            again = run("replay", "b.ajo-bundle", "--format", form)
            assert (again.out, again.code) == (said.out, said.code)
            assert each.sick.simulator.log == []


def test_no_address_and_no_context_is_kept_or_printed(here: Path) -> None:
    with caller(here, FAULT) as each:
        each.diagnose()
        each.sick.repair()
        change_campaign(each, identityNamespace="phone")  # an answer that names what was sent
        recipient = a_recipient(
            userId=PHONE, channelData={"emailAddress": KIM, "mobilePhoneNumber": PHONE}
        )
        said = each.trigger(a_payload(recipient), "--yes", "--bundle", "b.ajo-bundle")
        drawn = run("replay", "b.ajo-bundle", "--format", "json")
    for text in (said.out, said.err, drawn.out):
        for canary in (KIM, PHONE, *LISTED, "shop.example.org/r/abc"):
            assert canary not in text


REFUSED: dict[str, tuple[dict[str, Any], object, tuple[str, ...], str]] = {
    "no recipients configured": ({"test_recipients": None}, a_payload(), (), "no test recipients"),
    "no organization": ({"ims_org": None}, a_payload(), (), "ims_org"),
    "no sandbox": ({"sandbox": None}, a_payload(), (), "sandbox"),
    "no endpoint": ({"endpoint": None}, a_payload(), (), "by which endpoint"),
    "the endpoint of audiences": ({"endpoint": "audience"}, a_payload(), (), "never triggered"),
    "the endpoint of the other mode": (
        {},
        a_payload(a_recipient(type="external")),
        ("--endpoint", "highthroughput"),
        "does not fit",
    ),
    "a profile in high throughput": (
        {"endpoint": "highthroughput"},
        a_payload(),
        (),
        "type is not external",
    ),
    "another campaign": ({}, a_payload(campaignId="another"), (), "another campaign"),
    "a campaign that is not there": (
        {"campaign": None},
        a_payload(campaignId="another"),
        (),
        "could not be read",
    ),
    "a stranger": ({}, a_payload(a_recipient(userId="a@b.example")), (), "recipients[0].userId"),
    "an audience": ({}, a_payload(audience={"id": "x"}), (), "audience"),
    "no JSON": ({}, "{", (), "line 1, column 2"),
    "with --wait": ({}, a_payload(), ("--wait", "1m"), "--wait"),
    "with --all": ({}, a_payload(), ("--all",), "one target"),
    "too short a deadline": ({}, a_payload(), ("--deadline", "60"), "75 s"),
    "a stranger in high throughput": (
        {"endpoint": "highthroughput"},
        a_payload(a_recipient(type="external", channelData={"emailAddress": "a@b.example"})),
        (),
        "emailAddress",
    ),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_refused_before_anything_is_sent(name: str, here: Path) -> None:
    fields, payload, more, words = REFUSED[name]
    with caller(here, FAULT, **fields) as each:
        each.diagnose()
        said = each.trigger(payload, "--yes", *more)
        assert each.sent == []
        assert each.executions == []
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert "Traceback" not in said.err


OF_THE_CAMPAIGN: dict[str, tuple[dict[str, object], str]] = {
    "marketing": ({"category": "Marketing"}, "audience"),
    "no category": ({"category": None}, "not said"),
    "scheduled": ({"campaignType": "Scheduled"}, "Scheduled"),
    "high throughput": ({"highThroughputMode": True}, "does not fit"),
    "no mode": ({"highThroughputMode": None}, "not said"),
    "a mode that is no mode": ({"highThroughputMode": "no"}, "could not be read"),
    "another channel": (
        {"packages": [{"channel": "push", "enabled": True}]},
        "the profile would decide",
    ),
    "no channel": ({"packages": []}, "by which channel"),
    "a channel of the profile's": ({"packages": [{"channel": "directmail"}]}, "only the profile"),
}


@pytest.mark.parametrize("name", list(OF_THE_CAMPAIGN))
def test_a_campaign_that_is_not_certain_is_never_called(name: str, here: Path) -> None:
    fields, words = OF_THE_CAMPAIGN[name]
    with caller(here, FAULT) as each:
        each.diagnose()
        change_campaign(each, **fields)
        said = each.trigger(a_payload(), "--yes")
        assert each.sent == []
    assert said.code == 2
    assert words in said.err


def test_a_campaign_that_may_not_be_read_is_never_called(here: Path) -> None:
    with caller(here, FAULT) as each:
        each.diagnose()
        key = f"adobe:/credentials/{ids.ADOBE_CLIENT}"
        credential = each.sick.world.need(key)
        each.sick.world.put(key, {**credential, "permissions": []})
        said = each.trigger(a_payload(), "--yes")
        assert each.sent == []
    assert said.code == 2
    assert "could not be read" in said.err


def test_without_a_terminal_it_wants_yes(here: Path) -> None:
    with caller(here, FAULT) as each:
        each.diagnose()
        said = each.trigger(a_payload())
        assert (said.code, each.sent) == (2, [])
        assert "no terminal" in said.err
        assert "(k…@c…)" in said.err
        assert KIM not in said.err
        said = each.verify("--yes")
        assert said.code == 2
        said = each.verify("--trigger", "-", text=json.dumps(a_payload()))
        assert (said.code, each.sent) == (2, [])
        said = each.verify("--trigger", "-", "--yes", text=json.dumps(a_payload()))
        assert len(each.sent) == 1


def typed(each: Caller, answer: str) -> int:
    """Run it on a terminal and type an answer."""
    (each.folder / "payload.json").write_text(json.dumps(a_payload()))
    ours, theirs = pty.openpty()
    arguments = ("verify", "--config", "t.toml", "--trigger", "payload.json", "--no-save")
    process = subprocess.Popen(
        [sys.executable, "-m", "diagnostics.cli", *arguments],
        env={**each.sick.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=each.folder,
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    while b"to send it" not in seen:
        seen += os.read(ours, 4096)
    os.write(ours, f"{answer}\n".encode())
    code = process.wait(60)
    os.close(ours)
    return code


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
@pytest.mark.parametrize("answer", ["", "y", "yes", ids.CAMPAIGN, f"{ids.CAMPAIGN} prod 1"])
def test_another_answer_than_what_it_names_is_no(answer: str, here: Path) -> None:
    with caller(here, FAULT) as each:
        each.diagnose()
        assert typed(each, answer) == 2
        assert each.sent == []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_the_answer_names_campaign_sandbox_and_recipients(here: Path) -> None:
    with caller(here, FAULT) as each:
        each.diagnose()
        put_back(each.sick.world, each.sick.well)
        assert typed(each, f"{ids.CAMPAIGN} prod 2") in (0, 1, 3)
        assert len(each.executions) == 1


def test_a_target_from_a_bundle_has_no_recipients(here: Path) -> None:
    with caller(here, FAULT) as each:
        each.diagnose("--bundle", "b.ajo-bundle")
        (here / "payload.json").write_text(json.dumps(a_payload()))
        (here / "t.toml").unlink()
        said = run(
            "verify",
            "b.ajo-bundle",
            "--trigger",
            "payload.json",
            "--yes",
            environ=each.sick.environ,
        )
        assert each.sent == []
    assert said.code == 2
    assert "test recipients" in said.err
