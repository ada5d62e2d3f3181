"""How `verify` follows a repair that takes its time: by when, waiting for it, and what is overdue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from diagnostics.simulator import ids, propagation
from diagnostics.simulator.wire import fail
from tests.support.asking import an_owner, arm
from tests.support.repairing import ASSIGNMENT, grant
from tests.support.verifying import OWN, first_page, patient


def test_not_yet_effective_says_by_when_and_the_clock_is_entered_again(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair(delay_s=1000)
        said = sick.verify()
        assert said.code == 1
        page = first_page(said.out)
        for words in ("NOT YET EFFECTIVE", "Due", "The account by", "Escalate", "--wait 2h"):
            assert words in page
        one = sick.verified()["verification"]
        two = sick.verified()["verification"]
    assert one["verdict"] == "not-yet-effective"
    assert one["repaired_since"] == two["repaired_since"]
    since = datetime.fromisoformat(one["repaired_since"])
    assert datetime.fromisoformat(one["due"][0]["at"]) - since == timedelta(hours=1)
    assert datetime.fromisoformat(one["escalate_at"]) - since == timedelta(hours=2)
    assert not one["overdue"]


def test_overdue_asks_to_escalate_now(home: Path) -> None:
    ago = datetime.now(UTC) - timedelta(hours=3)
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair(delay_s=1000)
        said = sick.verify("--repaired-at", ago.isoformat())
        page = first_page(said.out)
        later = sick.verified()["verification"]  # told once is told
    assert said.code == 1
    assert "NOT EFFECTIVE, OVERDUE" in page
    assert "NOW, due since" in page
    assert "Microsoft support request" in page
    assert later["overdue"]
    assert later["repaired_since_told"]
    assert later["repaired_since"] == ago.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_it_becomes_repaired_when_the_account_follows(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair(delay_s=1000)
        before = sick.verified()["verification"]
        sick.follow()
        after = sick.verified()["verification"]
    assert (before["verdict"], after["verdict"]) == ("not-yet-effective", "repaired")
    assert after["repaired_since"] == before["repaired_since"]


def test_waiting_looks_again_until_it_works(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair(delay_s=3)
        report = sick.verified("--wait", "30s")
    assert report["verification"]["verdict"] == "repaired"
    assert report["verification"]["looks"] > 1


def test_waiting_ends_with_the_time_and_says_how_it_stands(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair(delay_s=1000)
        report = sick.verified("--wait", "1s")
    assert report["verification"]["verdict"] == "not-yet-effective"
    assert report["verification"]["looks"] in (1, 2)  # a slow first look may take the whole time
    assert report["exit_code"] == 1


def test_a_repair_by_the_service_itself_is_followed(home: Path) -> None:
    """Written through the simulated Resource Manager, with the account's own delay."""
    with patient(home, OWN, "key-access-missing") as sick:
        sick.diagnose()
        an_owner(sick.world)
        sick.world.put(propagation.KEY, {"factor": 3.6})
        answer = arm(sick.world, "PUT", ASSIGNMENT, grant())
        assert answer.status in (200, 201)
        before = sick.verified()["verification"]
        sick.follow()
        after = sick.verified()["verification"]
    assert (before["verdict"], after["verdict"]) == ("not-yet-effective", "repaired")
    assert {due["what"] for due in before["due"]} == {"the account", "a role assignment"}


def test_waiting_ends_at_once_where_somebody_must_give_a_right(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair()
        path = f"{ids.VAULT_ID}/keys/{ids.KEY}"
        details: dict[str, object] = {"status": 403}
        fail(sick.world, "no", "status", host="management.azure.com", path=path, details=details)
        report = sick.verified("--wait", "2h")
    assert report["verification"]["verdict"] == "cannot-tell"
    assert report["verification"]["looks"] == 1


def test_the_packet_names_the_time_of_the_repair(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair(delay_s=1000)
        packet = sick.verified()["handoff"]
    labels = [each["name"] for each in packet]
    for label in ("after a repair", "time of the repair", "before and now", "not looked at again"):
        assert label in labels
