from __future__ import annotations

import pytest

from checks import PACK
from checks.ajo import kinds as aj
from checks.ajo.facts import FailedCall
from checks.ajo.failed_call import CHECK, CODES
from checks.cosmos import kinds as co
from checks.entra import kinds as en
from checks.keyvault import kinds as kv
from diagnostics import Certainty, Finding, Kind, NotApplicable, Recognised, Severity, Step
from diagnostics.diagnosis.engine import diagnose
from diagnostics.evidence import Seen
from diagnostics.offline import OfflineLook
from diagnostics.triage.recognise import recognise
from tests.checks.ajo.situations import NOW, an_answer, judged
from tests.support.adobe import TARGET
from tests.support.examined import examined
from tests.support.reporting import an_outcome

BARE = '{"type": "https://ns.adobe.com/aep/errors/CJMRT-110100-500", "title": "Internal Server Error", "status": 500}'
FAILED = FailedCall(observed_at=NOW, code="CJMRT-110100-500", excerpt="500", why="its words")
CAUSE = aj.CALL_FAILED.slug


def an_item(code: str, kind: str = "") -> Recognised:
    return Recognised(
        signature_id=f"x.{code}",
        code=code,
        category="x",
        certainty=Certainty.CERTAIN,
        kind=kind,
        excerpt="500",
        why="its words",
    )


async def probed(*pasted: Recognised) -> object:
    return await CHECK.probe(OfflineLook(TARGET, Seen(()), pasted, "nothing"))


@pytest.mark.parametrize(
    ("pasted", "is_there"),
    [
        ((), False),
        ((an_item("403003"),), False),
        ((an_item("CJMRT-110100-500"),), True),
        ((an_item("CJMRT-110100-500"), an_item("4000", "CO101")), False),
    ],
)
def test_only_a_bare_500_is_one(pasted: tuple[Recognised, ...], is_there: bool) -> None:
    import asyncio

    evidence = asyncio.run(probed(*pasted))  # type: ignore[arg-type]
    assert isinstance(evidence, FailedCall if is_there else NotApplicable)


def test_the_text_of_a_bare_500_is_known() -> None:
    assert {each.code for each in recognise(BARE, PACK.signatures)} == CODES


def test_a_refusal_of_the_gateway_rules_it_out() -> None:
    (well,) = judged(CHECK, FAILED, an_answer())
    (refused,) = judged(CHECK, FAILED, an_answer(status=403, error_code="403003"))
    assert isinstance(well, Finding)
    assert isinstance(refused, Finding)
    assert (well.severity, refused.severity) == (Severity.CRITICAL, Severity.INFO)
    assert "403003" in refused.because


def causes_of(*kinds: Kind) -> dict[str, set[str]]:
    """The causes, each with the codes that it explains here."""
    outcomes = [
        an_outcome(kind.found("x", "It is so."), check=f"c{n}") for n, kind in enumerate(kinds)
    ]
    diagnosis = diagnose(PACK.causes, outcomes, Seen(()), TARGET)
    assert diagnosis.unexplained == ()
    return {
        each.cause.id: {finding.kind.code for finding in each.explains}
        for each in diagnosis.causes
    }


@pytest.mark.parametrize(
    "kind",
    [en.PRINCIPAL_DISABLED, en.PRINCIPAL_GONE, kv.KEY_DISABLED, kv.VAULT_SOFT_DELETED, co.TOKEN_ACQUISITION,
     aj.PROVIDER_INCIDENT],
)  # fmt: skip
def test_what_takes_the_key_away_explains_it(kind: Kind) -> None:
    assert causes_of(kind, aj.CALL_FAILED) == {kind.slug: {kind.code, "AJ701"}}


def test_alone_it_is_handed_over_with_little_confidence() -> None:
    assert causes_of(aj.CALL_FAILED) == {CAUSE: {"AJ701"}}


def test_a_campaign_that_ended_does_not_explain_it() -> None:
    assert set(causes_of(aj.CAMPAIGN_ENDED, aj.CALL_FAILED)) == {"campaign-ended", CAUSE}


@pytest.mark.parametrize("refusal", aj.GATEWAY_REFUSALS, ids=lambda kind: kind.code)
def test_no_cause_of_it_is_named_beside_a_refusal_of_the_gateway(refusal: Kind) -> None:
    finding = aj.CALL_FAILED.found("x", "It is so.", severity=Severity.INFO, because="refused")
    outcomes = [an_outcome(refusal.found("x", "No.")), an_outcome(finding, check="c2")]
    named = diagnose(PACK.causes, outcomes, Seen(()), TARGET).causes
    assert CAUSE not in {each.cause.id for each in named}


def test_over_the_wire_a_disabled_principal_explains_a_bare_500() -> None:
    seen = examined("service-principal-disabled@adobe-managed+log-says-failed-inside")
    assert {"EN101", "AJ701"} <= seen.said
    (cause,) = seen.judged.diagnosis.causes
    assert cause.cause.id == "service-principal-disabled"
    assert "AJ701" in {each.kind.code for each in cause.explains}
    assert seen.report.causes[0].step != Step.CAMPAIGN
