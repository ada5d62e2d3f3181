"""The story: well, broken, told once, repaired as printed, told again; history and comparison say the same."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from diagnostics.history.opening import NAME
from diagnostics.simulator import ids, propagation
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.world import World
from tests.support.asking import an_owner
from tests.support.commands import Said, run, start, surroundings
from tests.support.receiving import Receiver, receiving
from tests.support.serving import serving
from tests.support.simulated import Client

pytest.importorskip("apprise", reason="notifications need the extra `notify`")
SECRETS = ("canary-pw-77", "s3cr3t-path-9f1b", "canary-uuid-31")


@dataclass
class Watched:
    simulator: Simulator
    receiver: Receiver
    environ: dict[str, str]

    def round(self, *more: str) -> Said:
        said = run("watch", "--once", *more, environ=self.environ)
        assert not any(secret in said.out + said.err for secret in SECRETS)
        return said

    @property
    def world(self) -> World:
        return self.simulator.world

    @property
    def titles(self) -> list[str]:
        return [told["title"] for told in self.receiver.told]


@pytest.fixture
def watched(here: Path) -> Iterator[Watched]:
    Path("ajo-doctor.toml").write_text(f'[targets.own]\naccount = "{ids.ACCOUNT_ID}"\n')
    world = an_owner(make_world(SCENARIOS["healthy@own-account"]))
    reads = list(world.need(f"entra:/clients/{ids.CALLER_APP}")["roles"])
    world.need(f"entra:/clients/{ids.CALLER_APP}")["roles"] = [*reads, "Application.ReadWrite.All"]
    with serving(world) as simulator, receiving() as receiver:
        environ = {
            **surroundings(here.parent, simulator),
            "AJO_DOCTOR_NOTIFY_URLS": receiver.notify_url,
            "AJO_DOCTOR_HEARTBEAT_URL": receiver.heartbeat_url,
        }
        yield Watched(simulator, receiver, environ)


def test_one_notification_not_two_then_the_recovery(watched: Watched) -> None:
    assert watched.round().code == 0
    FAULTS["service-principal-disabled"].apply(watched.world)
    assert [watched.round().code for _ in range(2)] == [1, 1]
    (told,) = watched.receiver.told
    assert told["title"].startswith("ajo-doctor: SIMULATED own: found: ")
    assert told["type"] == "failure"
    broken = json.loads(run("report", "latest", "--format", "json", environ=watched.environ).out)
    (line, *_) = [
        each["sh"]
        for cause in broken["causes"]
        for step in cause["steps"]
        if (each := step["command"])
    ]
    assert line in told["message"]  # the first command, as the report prints it

    repair(watched, broken)
    assert watched.round().code == 0
    assert len(watched.titles) == 2
    assert watched.titles[1].startswith("ajo-doctor: SIMULATED own: recovered: ")
    assert watched.receiver.told[1]["type"] == "success"
    assert watched.round().code == 0
    assert len(watched.titles) == 2
    assert watched.receiver.beats == ["GET"] * 5

    (own,) = json.loads(run("history", "--format", "json", environ=watched.environ).out)["targets"]
    assert "".join(each["mark"] for each in own["runs"]) == ".CC.."
    assert own["standing"] == []
    (gone,) = [each for each in own["gone"] if each["severity"] == "critical"][:1]
    assert gone["since"] == own["runs"][1]["at"]
    assert gone["gone"] == own["runs"][3]["at"]
    assert ".CC.." in run("history", "own", environ=watched.environ).out
    compared = run("compare", "latest-clean", "latest", environ=watched.environ)
    assert compared.out.startswith("SIMULATED NOTHING CHANGED")


def repair(watched: Watched, broken: dict[str, Any]) -> None:
    """Send what the report prints as one request: verb, address and body are its own."""
    commands = [step["command"]["argv"] for step in broken["causes"][0]["steps"]]
    rest = next(argv for argv in commands if argv[:2] == ["az", "rest"])
    verb, url, body = (rest[rest.index(name) + 1] for name in ("--method", "--url", "--body"))
    with Client(watched.simulator) as client:
        headers = client.bearer("https://graph.microsoft.com")
        answer = client.request(verb, url, json=json.loads(body), headers=headers, timeout=10)
    assert answer.status_code == 204, answer.text
    watched.world.remove(propagation.KEY)  # the hour that the account takes to follow is over


def test_the_difference_tells_the_broken_run(watched: Watched) -> None:
    assert watched.round().code == 0
    FAULTS["service-principal-disabled"].apply(watched.world)
    assert watched.round().code == 1
    compared = run("compare", "latest-clean", "latest", environ=watched.environ)
    assert "WORSE" in compared.out.splitlines()[0]


def test_a_service_that_is_down_gets_it_with_the_next_round(watched: Watched) -> None:
    FAULTS["key-disabled"].apply(watched.world)
    watched.receiver.status = 500
    said = watched.round()
    assert said.code == 1
    assert "notification address 1 (json://…) did not take the message" in said.err
    assert "no heartbeat was sent" in said.err
    assert watched.receiver.beats == []
    watched.receiver.got.clear()
    watched.receiver.status = 200
    again = watched.round()
    assert again.err == "1 target: 1 BROKEN\n"
    assert len(watched.titles) == 1
    assert ": found: " in watched.titles[0]
    assert watched.receiver.beats == ["GET"]


def test_a_dead_watchdog_is_told_and_changes_no_exit_code(watched: Watched) -> None:
    watched.environ["AJO_DOCTOR_HEARTBEAT_URL"] = "http://127.0.0.1:9/canary-uuid-31"
    said = watched.round()
    assert said.code == 0
    assert "the heartbeat was not heard at 127.0.0.1: " in said.err


def test_addresses_stand_nowhere_on_the_disk(watched: Watched) -> None:
    FAULTS["key-disabled"].apply(watched.world)
    watched.receiver.status = 500
    watched.round()
    kept = [
        each.read_bytes()
        for each in Path(watched.environ["AJO_DOCTOR_STATE"]).rglob("*")
        if each.is_file()
    ]
    assert kept
    assert not any(secret.encode() in data for data in kept for secret in SECRETS)


def test_rounds_of_another_configuration_leave_the_messages_alone(watched: Watched) -> None:
    FAULTS["key-disabled"].apply(watched.world)
    watched.receiver.status = 500
    watched.round()
    watched.receiver.status = 200
    watched.receiver.got.clear()
    other = Path("other.toml")
    other.write_text(Path("ajo-doctor.toml").read_text())
    watched.round("--config", "other.toml")
    assert watched.titles == []
    watched.round()
    assert len(watched.titles) == 1


def test_a_history_that_cannot_be_written_is_an_alarm_by_silence(watched: Watched) -> None:
    watched.round()
    place = Path(watched.environ["AJO_DOCTOR_STATE"]) / NAME
    with sqlite3.connect(place) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    said = watched.round()
    assert said.code == 0
    assert "newer version" in said.err
    assert "no heartbeat was sent" in said.err
    assert watched.receiver.beats == ["GET"]


def test_no_save_tells_nobody(watched: Watched) -> None:
    FAULTS["key-disabled"].apply(watched.world)
    assert watched.round("--no-save").code == 1
    assert watched.receiver.got == []


def test_operators_names_stay_in_messages_also_with_share(watched: Watched) -> None:
    FAULTS["key-disabled"].apply(watched.world)
    watched.round("--share")
    watched.round()
    assert len(watched.titles) == 1


def test_bad_settings_are_told_before_anything_is_asked(watched: Watched) -> None:
    watched.simulator.log.clear()
    for name, value, words in (
        ("AJO_DOCTOR_NOTIFY_URLS", "nosuch://canary-pw-77", "none that Apprise knows"),
        ("AJO_DOCTOR_HEARTBEAT_URL", "canary-uuid-31", "not the address of a heartbeat"),
    ):
        said = run("watch", "--once", environ={**watched.environ, name: value})
        assert (said.code, said.out) == (2, "")
        assert words in said.err
        assert "canary" not in said.err
    assert watched.simulator.log == []


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_while_it_tells_the_next_round_tells_it(watched: Watched) -> None:
    assert watched.round().code == 0
    FAULTS["key-disabled"].apply(watched.world)
    watched.receiver.hangs.clear()  # the service takes the connection and does not answer
    watched.receiver.got.clear()
    process = start(("watch", "--once"), watched.environ, Path.cwd())
    assert watched.receiver.reached.wait(60)
    process.kill()
    process.communicate()
    watched.receiver.hangs.set()
    assert watched.round().code == 1
    # The first service may have taken the one that was cut off, too: never lost, at worst told twice.
    assert 1 <= len(watched.titles) <= 2
    assert {title.partition(": ")[2] for title in watched.titles} == {
        "SIMULATED own: found: The key is disabled. Our turn."
    }
    (own,) = json.loads(run("history", "--format", "json", environ=watched.environ).out)["targets"]
    assert "".join(each["mark"] for each in own["runs"]) == ".CC"


def test_two_schedulers_at_once_look_once_and_tell_once(watched: Watched) -> None:
    FAULTS["key-disabled"].apply(watched.world)
    watched.receiver.hangs.clear()
    first = start(("watch", "--once"), watched.environ, Path.cwd())
    assert watched.receiver.reached.wait(60)
    second = watched.round()
    watched.receiver.hangs.set()
    first.communicate()
    assert (first.returncode, second.code, second.out) == (1, 3, "")
    assert f"still runs (process {first.pid}, since " in second.err
    assert len(watched.titles) == 1


@pytest.mark.skipif(
    sys.platform == "win32", reason="a limit of the size of files stands in for a full disk"
)
def test_a_full_disk_costs_no_report(watched: Watched) -> None:
    import resource

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900))

    FAULTS["key-disabled"].apply(watched.world)
    process = start(("watch", "--once"), watched.environ, Path.cwd(), preexec_fn=full)
    out, err = (each.decode() for each in process.communicate(timeout=60))
    assert process.returncode == 1, err
    assert out.startswith("BROKEN  SIMULATED own")
    assert "the bundle could not be kept: " in err
    assert "the history was not written: " in err
    assert "no heartbeat was sent" in err
    assert "Traceback" not in err
    assert watched.round().code == 1  # there is room again: nothing was left in the way
    assert len(watched.titles) == 1
