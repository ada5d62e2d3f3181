"""What `delays` told becomes findings, and joins the causes of everything else."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from checks.ajo.facts import CampaignFacts, Incident, ProviderIncidents
from checks.causes.delivery import CAUSES, explaining_delays
from checks.delivery import kinds as dl
from checks.delivery.delays import CHECK, DelayFacts, judge, probe
from diagnostics import Delay, DelaysTold, Finding, Seen, Unknown
from diagnostics.catalogue import load_catalogue
from diagnostics.delays.record import Side
from diagnostics.diagnosis.engine import diagnose
from diagnostics.evidence import Status
from diagnostics.finding import NotApplicable, Step
from diagnostics.offline import OfflineLook
from diagnostics.outcome import Outcome
from diagnostics.targets import Target, Topology

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FROM, TO = datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 9, tzinfo=UTC)
TARGET = Target(name="t", topology=Topology.NO_CUSTOMER_KEY, topology_reason="test")


def a_delay(kind: str, who: str = "all") -> Delay:
    return Delay(
        kind=kind,
        side=Side.AJO,
        who=who,
        dimension="all",
        since=FROM,
        until=TO,
        messages=100,
        sentence=f"Something of {who} is late.",
        evidence=("p95 = 12 min",),
    )


def facts(*delays: Delay, verdict: str = "AJO", empty: str = "") -> DelayFacts:
    return DelayFacts(observed_at=NOW, verdict=verdict, sentence="s", empty=empty, delays=delays)


def found(record: DelayFacts, *seen: object) -> list[Finding | Unknown]:
    return [each for each in judge(record, Seen(seen)) if not isinstance(each, NotApplicable)]  # type: ignore[arg-type]


def test_every_delay_is_a_finding_with_its_evidence() -> None:
    for kind in dl.KINDS:
        if kind is not dl.UNDECIDED:
            (said,) = found(facts(a_delay(kind.slug, "x")))
            assert isinstance(said, Finding)
            assert (said.kind, said.subject) == (kind, "x")
            assert said.evidence == ("p95 = 12 min (feedback export)",)


def test_columns_that_are_empty_leave_the_question_open() -> None:
    (said,) = found(facts(verdict="cannot tell", empty="requestTimestamp"))
    assert isinstance(said, Unknown)
    assert said.kind is dl.UNDECIDED
    assert "requestTimestamp" in said.do


def test_no_delay_says_nothing() -> None:
    assert found(facts(verdict="no delay")) == []


def test_the_campaigns_own_rate_stands_beside_a_steady_rate() -> None:
    campaign = CampaignFacts(
        observed_at=NOW,
        campaign="c1",
        sandbox="prod",
        exists=True,
        is_denied=False,
        throttle_per_s=5,
    )
    (said,) = found(facts(a_delay("delivery-throttled", "c1")), campaign)
    assert isinstance(said, Finding)
    assert "throttleRatePerSec = 5 (campaign c1)" in said.evidence


def test_only_incidents_of_that_time_stand_beside_a_delay() -> None:
    incident = Incident(
        id="i1", product="Journey Optimizer", severity="Major", impact="", regions=(),
        started_on=FROM, ended_on=TO,
    )  # fmt: skip
    after = replace(incident, id="i2", started_on=NOW, ended_on=None)
    status = ProviderIncidents(observed_at=NOW, incidents=(incident, after), errors_at=())
    (said,) = found(facts(a_delay("component-slow", "MES")), status)
    assert isinstance(said, Finding)
    assert [line for line in said.evidence if "i1" in line]
    assert not [line for line in said.evidence if "i2" in line]


def test_the_probe_takes_what_was_given_and_asks_nothing() -> None:
    told = DelaysTold(verdict="AJO", who="MES", sentence="s", delays=(a_delay("component-slow"),))
    given = OfflineLook(TARGET, Seen(), (), "offline", told)
    none = OfflineLook(TARGET, Seen(), (), "offline")
    assert isinstance(asyncio.run(probe(given)), DelayFacts)  # type: ignore[arg-type]
    assert isinstance(asyncio.run(probe(none)), NotApplicable)  # type: ignore[arg-type]
    assert CHECK.permissions == ()


def diagnosed(*said: Finding) -> list[str]:
    outcome = Outcome(check="x", title="x", step=Step.CAMPAIGN, status=Status.FOUND, findings=said)
    causes = load_catalogue().causes
    return [each.cause.id for each in diagnose(causes, (outcome,), Seen(), TARGET).causes]


def test_each_kind_that_warns_has_a_cause_with_a_plan() -> None:
    for kind in dl.KINDS:
        if kind not in (dl.UNDECIDED, dl.RETRY_WINDOW):
            assert diagnosed(kind.found("x", "m")) == [kind.slug]
    assert {each.id for each in CAUSES} <= {kind.slug for kind in dl.KINDS}


def test_what_is_broken_explains_the_calls_that_stopped() -> None:
    from checks.cosmos.kinds import POSSIBLY_REVOKED
    from checks.keyvault.kinds import KEY_DISABLED

    stopped = dl.CALLS_STOPPED.found("all", "no calls")
    assert diagnosed(KEY_DISABLED.found("k", "disabled"), stopped) == ["key-disabled"]
    assert diagnosed(stopped) == ["calls-stopped"]
    assert dl.CALLS_STOPPED in {
        kind
        for cause in load_catalogue().causes
        if POSSIBLY_REVOKED in cause.explains
        for kind in cause.explains
    }


def test_a_published_incident_explains_what_is_slow_inside() -> None:
    from checks.ajo.kinds import PROVIDER_INCIDENT

    slow = dl.COMPONENT_SLOW.found("MES", "slow")
    assert diagnosed(PROVIDER_INCIDENT.found("i1", "incident"), slow) == ["provider-incident"]


def test_other_causes_stay_as_they_are() -> None:
    (cause,) = [each for each in CAUSES if each.id == "provider-defers"]
    assert explaining_delays(cause) is cause
