"""Two runs in, one verdict out: the decision alone, on plain records."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.cli.running import judge
from diagnostics.cli.verify_looks import texts_of
from diagnostics.diagnosis.cause import RankedCause
from diagnostics.evidence import Status
from diagnostics.finding import Finding, Kind, Severity, Step
from diagnostics.outcome import Outcome
from diagnostics.repair import Repair, Waiting
from diagnostics.report.build import Judged
from diagnostics.verifying import DECIDED, EXIT_CODES, Verdict, Verification, verify
from tests.support.examined import examined, the_catalogue
from tests.support.reporting import LOST, ODD, a_ranked_cause, a_repair, a_run, an_outcome, judged

REVOKED = Kind("CO901", "revoked", Severity.CRITICAL, "The account is revoked", Step.CMK)
REFUSED = Kind("CO902", "refused", Severity.CRITICAL, "The caller is refused", Step.RETEST)
LATER = a_run().finished_at + timedelta(minutes=5)
HOUR = Waiting(what="the account", within=timedelta(hours=1), source="the guide")
ELSEWHERE = Waiting(
    what="the stores", within=timedelta(hours=24), source="a page", is_seen_here=False
)
KEY, ACCOUNT, TEXT = "keyvault.key", "cosmos.account", "cosmos.pasted_error"
REPAIR = a_repair(waits=(HOUR,), escalate_after=timedelta(hours=2))
UNSEEN = LOST.unknown("nobody may read it")


def of(kind: Kind) -> Finding:
    return kind.found("k", f"{kind.title}.", evidence=(f"state = {kind.slug}",))


def cause(
    kind: Kind,
    *symptoms: Kind,
    found: tuple[Kind, ...] | None = None,
    is_fallback: bool = False,
    repair: Repair = REPAIR,
) -> RankedCause:
    """A cause whose thing itself is `kind`; `found` are the kinds that the run saw of it."""
    made = a_ranked_cause(repair, explains=tuple(map(of, found or (kind, *symptoms))))
    said = replace(
        made.cause,
        id=kind.slug,
        title=kind.title,
        requires=(kind,),
        explains=symptoms,
        is_fallback=is_fallback,
    )
    return replace(made, cause=said)


def run_of(
    *outcomes: Outcome, causes: tuple[RankedCause, ...] = (), at: datetime | None = None
) -> Judged:
    run = replace(a_run(), finished_at=at) if at else a_run()
    return judged(*outcomes, causes=causes, run=run)


def fine(*checks: str) -> tuple[Outcome, ...]:
    return tuple(an_outcome(check=name) for name in checks)


BROKEN = run_of(
    an_outcome(of(LOST), check=KEY),
    an_outcome(of(REVOKED), check=ACCOUNT),
    causes=(cause(LOST, REVOKED),),
)
LEFT = cause(REVOKED, is_fallback=True)


def decided(now: Judged, before: Judged = BROKEN, **more: object) -> Verification:
    return verify(before, now, **{"since": None, **more})  # type: ignore[arg-type]


def test_all_gone_is_repaired() -> None:
    said = decided(run_of(*fine(KEY, ACCOUNT), at=LATER))
    assert said.verdict is Verdict.REPAIRED
    assert said.since == LATER
    assert [each.cause.id for each in said.gone] == ["key-lost"]


def test_the_symptom_alone_is_on_its_way_and_has_its_times() -> None:
    now = run_of(
        an_outcome(check=KEY), an_outcome(of(REVOKED), check=ACCOUNT), causes=(LEFT,), at=LATER
    )
    said = decided(now)
    assert said.verdict is Verdict.NOT_YET
    assert [each.kind for each in said.left] == [REVOKED]
    assert [each.at for each in said.due] == [LATER + timedelta(hours=1)]
    assert said.escalate_at == LATER + timedelta(hours=2)
    assert not said.is_overdue


def test_the_clock_starts_when_it_was_first_seen() -> None:
    since = LATER - timedelta(hours=3)
    now = run_of(
        an_outcome(check=KEY), an_outcome(of(REVOKED), check=ACCOUNT), causes=(LEFT,), at=LATER
    )
    said = decided(now, since=since)
    assert (said.since, said.is_overdue) == (since, True)


def test_a_symptom_that_the_repaired_cause_does_not_explain_is_something_else() -> None:
    now = run_of(
        an_outcome(check=KEY),
        an_outcome(of(REFUSED), check=ACCOUNT),
        causes=(cause(REFUSED, is_fallback=True),),
    )
    assert decided(now).verdict is Verdict.ELSE


def test_the_thing_itself_is_still_there() -> None:
    said = decided(BROKEN)
    assert said.verdict is Verdict.STILL
    assert said.since is None
    assert said.due == ()


def test_another_thing_is_something_else() -> None:
    now = run_of(an_outcome(of(ODD), check=KEY), *fine(ACCOUNT), causes=(cause(ODD),))
    said = decided(now)
    assert said.verdict is Verdict.ELSE
    assert [each.cause.id for each in said.new] == ["key-odd"]
    assert said.gone


def test_a_finding_that_no_cause_explains_is_something_else_or_the_same() -> None:
    odd = an_outcome(of(ODD), check=KEY)
    assert decided(run_of(odd, *fine(ACCOUNT))).verdict is Verdict.ELSE
    assert decided(run_of(odd), before=run_of(odd)).verdict is Verdict.STILL
    assert decided(run_of(*fine(KEY)), before=run_of(odd)).verdict is Verdict.REPAIRED


def test_what_is_below_the_line_that_the_user_drew_is_not_broken() -> None:
    now = replace(
        run_of(an_outcome(of(ODD), check=KEY), *fine(ACCOUNT), causes=(cause(ODD),)),
        fail_on=Severity.CRITICAL,
    )
    assert decided(now).verdict is Verdict.REPAIRED


def test_unseen_goes_before_every_good_word_and_behind_what_is_certain() -> None:
    dark = an_outcome(UNSEEN, check=KEY)
    assert decided(run_of(dark, *fine(ACCOUNT))).verdict is Verdict.CANNOT_TELL
    revoked = an_outcome(of(REVOKED), check=ACCOUNT)
    assert decided(run_of(dark, revoked, causes=(LEFT,))).verdict is Verdict.CANNOT_TELL
    lost = an_outcome(of(LOST), check=ACCOUNT)
    assert decided(run_of(dark, lost, causes=(cause(LOST),))).verdict is Verdict.STILL


def test_what_nobody_needs_to_see_changes_nothing() -> None:
    now = run_of(*fine(KEY, ACCOUNT), an_outcome(UNSEEN, check="x.y", is_required=False))
    assert decided(now).verdict is Verdict.REPAIRED


def test_what_shows_only_elsewhere_is_no_proof() -> None:
    far = cause(LOST, repair=a_repair(waits=(HOUR, ELSEWHERE)))
    before = run_of(an_outcome(of(LOST), check=KEY), causes=(far,))
    said = decided(run_of(*fine(KEY), at=LATER), before=before)
    assert said.verdict is Verdict.NOT_VISIBLE
    assert not said.only_told
    assert [each.is_seen_here for each in said.due] == [True, False]


def test_what_a_text_alone_told_is_not_called_repaired() -> None:
    before = run_of(an_outcome(of(REVOKED), check=TEXT), causes=(LEFT,))
    silent = an_outcome(check=TEXT, status=Status.SKIPPED, reason="no text")
    said = decided(run_of(silent), before=before, texts={TEXT})
    assert said.verdict is Verdict.NOT_VISIBLE
    assert said.only_told
    assert (said.gone, said.since) == ((), None)


def test_what_the_account_says_itself_outweighs_a_text() -> None:
    before = run_of(
        an_outcome(of(REVOKED), check=TEXT),
        an_outcome(of(REVOKED), check=ACCOUNT),
        causes=(LEFT,),
    )
    said = decided(run_of(*fine(ACCOUNT), an_outcome(check=TEXT)), before=before, texts={TEXT})
    assert said.verdict is Verdict.REPAIRED


def test_what_passes_by_itself_is_on_its_way_since_the_last_run() -> None:
    passing = cause(ODD, repair=a_repair(waits=(HOUR,), passes_by_itself=True))
    before = run_of(an_outcome(of(ODD), check=ACCOUNT), causes=(passing,))
    said = decided(replace(before, run=replace(before.run, finished_at=LATER)), before=before)
    assert said.verdict is Verdict.NOT_YET
    assert said.since == before.run.finished_at


def test_what_passes_by_itself_is_new_where_nothing_was_broken() -> None:
    passing = cause(ODD, repair=a_repair(passes_by_itself=True))
    now = run_of(an_outcome(of(ODD), check=ACCOUNT), causes=(passing,))
    assert decided(now, before=run_of(an_outcome(UNSEEN, check=KEY))).verdict is Verdict.ELSE


def test_a_change_whose_effect_alone_can_be_read_is_awaited_as_told() -> None:
    refused = cause(REFUSED)
    run = run_of(an_outcome(of(REFUSED), check=ACCOUNT), causes=(refused,), at=LATER)
    minutes = timedelta(minutes=5)
    assert decided(run, before=run).verdict is Verdict.STILL
    assert decided(run, before=run, since=LATER - minutes).verdict is Verdict.STILL
    told = {"before": run, "is_told": True}
    assert decided(run, since=LATER - minutes, **told).verdict is Verdict.NOT_YET
    assert decided(run, since=LATER - timedelta(hours=1), **told).verdict is Verdict.STILL
    # A key that is read as lost is lost, whatever was told.
    assert decided(BROKEN, since=LATER - minutes, is_told=True).verdict is Verdict.STILL


def test_after_only_open_questions_nothing_was_repaired() -> None:
    before = run_of(an_outcome(UNSEEN, check=KEY))
    assert decided(run_of(*fine(KEY)), before=before).verdict is Verdict.NOTHING
    assert decided(before, before=before).verdict is Verdict.CANNOT_TELL


def test_one_of_two_is_not_all() -> None:
    both = run_of(
        an_outcome(of(LOST), check=KEY),
        an_outcome(of(ODD), check=ACCOUNT),
        causes=(cause(LOST), cause(ODD)),
    )
    said = decided(
        run_of(*fine(KEY), an_outcome(of(ODD), check=ACCOUNT), causes=(cause(ODD),)), before=both
    )
    assert said.verdict is Verdict.STILL
    assert len(said.gone) == 1


def test_every_verdict_has_an_exit_code_and_only_two_are_good() -> None:
    assert set(EXIT_CODES) == set(Verdict)
    assert {verdict for verdict, code in EXIT_CODES.items() if code == 0} == {
        Verdict.REPAIRED,
        Verdict.NOTHING,
    }
    assert Verdict.NOT_YET not in DECIDED


KINDS = (LOST, ODD, REVOKED, REFUSED)


@st.composite
def runs(draw: st.DrawFn) -> Judged:
    """Any run of four checks: each is well, found or unseen; a cause for each that was found, or none."""
    outcomes, causes = [], []
    for at, kind in enumerate(KINDS):
        said = draw(st.sampled_from(("well", "found", "unseen")))
        words = {"well": (), "found": (of(kind),), "unseen": (kind.unknown("dark"),)}[said]
        required = draw(st.booleans())
        outcomes.append(an_outcome(*words, check=f"c.{at}", is_required=required))
        if said == "found" and draw(st.booleans()):
            waits = draw(st.sampled_from(((), (HOUR,), (HOUR, ELSEWHERE))))
            passes = draw(st.booleans())
            repair = a_repair(waits=waits, passes_by_itself=passes)
            causes.append(cause(kind, is_fallback=draw(st.booleans()), repair=repair))
    fail_on = draw(st.sampled_from(Severity))
    return replace(run_of(*outcomes, causes=tuple(causes)), fail_on=fail_on)


ANY_TEXTS = st.sets(st.sampled_from([f"c.{at}" for at in range(4)]))


@given(runs(), ANY_TEXTS, st.booleans())
def test_an_unchanged_run_is_never_repaired(run: Judged, texts: set[str], told: bool) -> None:
    said = verify(run, run, since=LATER if told else None, is_told=told, texts=texts)
    assert said.verdict is not Verdict.REPAIRED
    assert said.gone == ()


@given(runs(), runs(), ANY_TEXTS)
def test_with_anything_required_unseen_it_is_never_repaired(
    before: Judged, now: Judged, texts: set[str]
) -> None:
    now = replace(now, fail_on=before.fail_on)
    said = verify(before, now, since=None, texts=texts)
    unseen = any(outcome.unknowns and outcome.is_required for outcome in now.outcomes)
    if unseen:
        assert EXIT_CODES[said.verdict] != 0
        assert said.verdict is not Verdict.NOT_YET
    found = [f for o in now.outcomes for f in o.findings if f.severity >= now.fail_on]
    if found:
        assert EXIT_CODES[said.verdict] != 0
    if said.verdict is Verdict.REPAIRED:
        assert (
            before.diagnosis.causes
            or before.diagnosis.unexplained
            or before.fail_on is Severity.INFO
        )


UNCHANGED = [
    "healthy@own-account",
    "service-principal-disabled",
    "service-principal-gone@adobe-managed",
    "blocked-by-workload-policy@adobe-managed",
    "key-access-missing@own-account-federated",
    "conditional-role",
    "cosmos-data-role-missing",
    "account-being-updated",
    "vault-soft-deleted@adobe-managed",
    "purge-protection-off@adobe-managed",
    "key-not-yet-valid",
    "cosmos-firewall",
    "still-propagating",
    "status-stale",
    "stale-token",
    "local-auth-off",
    "entra-outage",
    "no-credential",
]


@cache
def world_of(name: str) -> Judged:
    return examined(name).judged


@pytest.mark.parametrize("name", UNCHANGED)
def test_an_unchanged_world_is_never_repaired(name: str) -> None:
    before = world_of(name)
    texts = texts_of(the_catalogue(), before.run)
    said = verify(before, without_text(before, texts), since=None, texts=texts)
    assert said.verdict is not Verdict.REPAIRED
    assert said.gone == ()


def without_text(before: Judged, texts: frozenset[str]) -> Judged:
    """The same world, looked at again without the text."""
    readings = tuple(
        replace(each, evidence=None, not_applicable="no text") if each.check in texts else each
        for each in before.run.readings
    )
    run = replace(before.run, readings=readings, pasted=())
    return judge(run, the_catalogue(), before.fail_on)
