from __future__ import annotations

from checks.signatures import SIGNATURES
from diagnostics.triage.occurrence import Occurrence
from diagnostics.triage.onset import onset_of
from diagnostics.triage.recognised import Certainty
from diagnostics.triage.tally import Tally
from diagnostics.triage.triaged import Onset
from tests.diagnostics.triage.occurrences import ACCOUNT, BEGAN, an_occurrence, recognised

KNOWN = {each.id: each for each in SIGNATURES}


def onset(*items: Occurrence) -> Onset | None:
    tally = Tally()
    for item in items:
        tally.add(item)
    return onset_of(tally.result().rows, KNOWN)


def test_it_is_the_first_one_in_time_not_the_first_one_read() -> None:
    found = onset(an_occurrence(60, line=1), an_occurrence(0, line=2), an_occurrence(5, line=3))
    assert found
    assert (found.at, found.place.line, found.signature_id) == (BEGAN, 2, "cmk.4000")


def test_old_noise_is_not_the_beginning_of_the_outage() -> None:
    noise = recognised("gateway.429050", code="429050", kind="")
    doubt = recognised("cmk.1008", certainty=Certainty.POSSIBLE, kind="CO113")
    found = onset(
        an_occurrence(-9000, said=noise),
        an_occurrence(-5000, said=doubt),
        an_occurrence(0, said=recognised(account_host=ACCOUNT)),
    )
    assert found
    assert (found.at, found.account) == (BEGAN, ACCOUNT)


def test_where_there_is_only_what_becomes_no_finding_that_counts() -> None:
    found = onset(an_occurrence(3, said=recognised("entra.7000112", kind="")))
    assert found
    assert found.signature_id == "entra.7000112"


def test_a_healthy_text_and_a_record_without_a_time_begin_nothing() -> None:
    healthy = recognised("cmk.healthy", kind="", code="")
    assert onset(an_occurrence(0, said=healthy), an_occurrence(None)) is None
    assert onset() is None
