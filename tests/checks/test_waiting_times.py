"""The waiting times of every repair as data say what its sentences say."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from checks import PACK
from diagnostics.diagnosis.cause import Case, Cause
from diagnostics.evidence import Seen
from diagnostics.names import AppId, KeyUri, ResourceId
from diagnostics.repair import Repair
from diagnostics.simulator import ids
from diagnostics.targets import Target, Topology

OWN = Target(
    name="own",
    topology=Topology.OWN_ACCOUNT,
    topology_reason="",
    account=ResourceId.parse(ids.ACCOUNT_ID),
)
ADOBE = Target(
    name="adobe",
    topology=Topology.ADOBE_MANAGED,
    topology_reason="",
    key_uri=KeyUri.parse(f"https://{ids.VAULT}.vault.azure.net/keys/{ids.KEY}"),
    application=AppId.parse(ids.ADOBE_APP),
)
UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
SPAN = re.compile(r"(?<![\d.])(\d+|an) (minute|hour|day)s?\b")
CAUSES = {cause.id: cause for cause in PACK.causes}
TARGETS = {"own": OWN, "adobe": ADOBE}


def repair_of(cause: Cause, target: Target) -> Repair:
    finding = cause.requires[0].found(ids.IDENTITY_OID, "As it was found.")
    return cause.repair(Case(target=target, findings=(finding,), seen=Seen()))


def spans(text: str) -> set[timedelta]:
    return {
        UNITS[unit] * (1 if count == "an" else int(count)) for count, unit in SPAN.findall(text)
    }


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("cause", CAUSES)
def test_the_times_of_a_repair(cause: str, target: str) -> None:
    repair = repair_of(CAUSES[cause], TARGETS[target])
    as_data = {wait.within for wait in repair.waits}
    is_felt = "nothing is broken by it yet" not in repair.escalate
    if is_felt:
        # An old token's hour says nothing of the repair.
        written = spans(re.sub(r"an old token lives about an hour,", "", repair.works_after))
        assert written <= as_data, repair.works_after
        said = spans(repair.escalate)
        assert said <= {repair.escalate_after}, repair.escalate
    else:
        assert repair.waits == ()
        assert repair.escalate_after is None


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("cause", CAUSES)
def test_every_time_has_its_source_and_comes_before_the_escalation(
    cause: str, target: str
) -> None:
    repair = repair_of(CAUSES[cause], TARGETS[target])
    assert all(wait.source and wait.what for wait in repair.waits)
    if repair.waits and repair.escalate_after:
        assert repair.waits[0].within <= repair.escalate_after


def test_what_follows_at_adobe_is_not_seen_from_here() -> None:
    disabled = CAUSES["service-principal-disabled"]
    assert [wait.is_seen_here for wait in repair_of(disabled, ADOBE).waits] == [
        False,
        False,
        False,
    ]
    assert [wait.is_seen_here for wait in repair_of(disabled, OWN).waits] == [True]


def test_a_role_assignment_takes_its_own_time_beside_the_accounts() -> None:
    waits = repair_of(CAUSES["key-access-missing"], OWN).waits
    assert {wait.what: wait.within for wait in waits} == {
        "the account": timedelta(hours=1),
        "a role assignment": timedelta(minutes=30),
    }


def test_only_waiting_passes_by_itself() -> None:
    passing = {name for name in CAUSES if repair_of(CAUSES[name], OWN).passes_by_itself}
    assert passing == {
        "account-being-updated",
        "cmk-config-running",
        "provider-defers",
        "provider-incident",
        "repaired-still-propagating",
        "role-just-given",
        "status-still-revoked",
    }
