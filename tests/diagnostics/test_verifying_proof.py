"""Evidence beside evidence: what stood there, and what stands there now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from diagnostics.evidence import Evidence, Status
from diagnostics.finding import Severity
from diagnostics.names import ObjectId
from diagnostics.outcome import Reading
from diagnostics.verifying_proof import Proof, State, changes, proofs
from tests.support.reporting import LOST, NICE, NOW, a_run, an_outcome

SOMEBODY = ObjectId.parse("33333333-cccc-4000-8000-000000000002")


@dataclass(frozen=True, slots=True)
class Entry:
    who: str
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Evidence):
    enabled: bool = False
    status: int | None = 403
    ends_on: datetime | None = None
    entries: tuple[Entry, ...] = ()
    principal: ObjectId | None = None
    activity_id: str = ""
    words: str = ""


def reading(**fields: Any) -> Reading:
    return Reading(check="keyvault.key", evidence=Facts(observed_at=NOW, **fields))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({"enabled": True}, ("enabled = true",)),
        ({"status": None}, ("status = none",)),
        ({"ends_on": datetime(2027, 1, 31, tzinfo=UTC)}, ("ends_on = 2027-01-31T00:00:00Z",)),
        ({"entries": (Entry("a", "/s"),)}, ("entries has a /s",)),
        ({"principal": SOMEBODY}, (f"principal = {SOMEBODY}",)),
        ({"activity_id": "another"}, ()),
        ({"words": "x" * 200}, (f"words = {'x' * 88} …",)),
    ],
)
def test_a_field_that_changed(now: dict[str, Any], said: tuple[str, ...]) -> None:
    assert changes(reading(), reading(**now)) == said


def test_entries_that_went_and_entries_that_changed() -> None:
    one, two = Entry("a", "/s"), Entry("b")
    assert changes(reading(entries=(one, two)), reading(entries=(one,))) == ("entries has no b",)
    changed = reading(entries=(replace(one, scope="/t"), two))
    assert changes(reading(entries=(one, two)), changed) == ("entries[0].scope = /t",)


def test_what_was_not_read_has_not_changed() -> None:
    empty = Reading(check="keyvault.key", not_applicable="no key")
    assert changes(reading(), empty) == ()
    assert changes(None, reading()) == ()


def proof(outcome: Any, now: Reading, *, message: str = "Key k is not enabled.") -> Proof:
    finding = LOST.found("K", message, evidence=("enabled = false  (the vault)",))
    before = replace(a_run(), readings=(reading(),))
    after = replace(a_run(), readings=(now,))
    outcomes = () if outcome is None else (outcome,)
    (made,) = proofs((an_outcome(finding),), outcomes, (before, after), Severity.WARNING)
    return made


def test_gone_with_what_the_finding_spoke_of_first() -> None:
    said = proof(an_outcome(), reading(status=200, words="w", entries=(Entry("a"),), enabled=True))
    assert said.state is State.GONE
    assert said.before == "enabled = false (the vault)"
    assert said.now == "enabled = true; status = 200; entries has a; and 1 more"


def test_gone_though_nothing_else_reads_otherwise() -> None:
    said = proof(an_outcome(), reading())
    assert (said.state, said.now) == (State.GONE, "read again, and not found any more")


def test_still_there_whatever_its_case() -> None:
    again = LOST.found("k", "Still.", evidence=("enabled = false (again)",))
    said = proof(an_outcome(again), reading())
    assert (said.state, said.now) == (State.THERE, "enabled = false (again)")


def test_another_subject_is_another_finding() -> None:
    said = proof(an_outcome(LOST.found("other", "Other.")), reading(enabled=True))
    assert (said.state, said.now) == (State.GONE, "enabled = true")


def test_not_seen_is_not_gone() -> None:
    assert proof(an_outcome(LOST.unknown("dark")), reading()).state is State.NOT_SEEN
    skipped = proof(an_outcome(status=Status.SKIPPED, reason="no key"), reading())
    assert (skipped.state, skipped.now) == (State.NOT_SEEN, "does not arise: no key")
    missing = proof(None, reading())
    assert (missing.state, missing.now) == (State.NOT_SEEN, "not asked")


def test_what_could_be_nicer_needs_no_proof() -> None:
    run = a_run()
    found = an_outcome(NICE.found("k", "It could be nicer."))
    assert proofs((found,), (an_outcome(),), (run, run), Severity.WARNING) == ()
