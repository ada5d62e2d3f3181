"""What stands in logs becomes the evidence that a pasted text would be."""

from __future__ import annotations

from datetime import timedelta

from checks.signatures import SIGNATURES
from diagnostics.triage.logged import as_evidence, place_text
from diagnostics.triage.occurrence import Occurrence, Place
from diagnostics.triage.recognised import Certainty, Logged, Recognised
from diagnostics.triage.tally import Tally
from tests.diagnostics.triage.occurrences import ACCOUNT, BEGAN, VAULT, an_occurrence, recognised

KNOWN = {each.id: each for each in SIGNATURES}
OTHER = "cosmos-other.documents.azure.com"


def evidence(*items: Occurrence, most: int = 30) -> tuple[Recognised, ...]:
    tally = Tally()
    for item in items:
        tally.add(item)
    return as_evidence(tally.result().rows, KNOWN, most=most)


def test_one_error_on_one_account_is_one_item_whoever_met_it() -> None:
    here = recognised(account_host=ACCOUNT)
    (one,) = evidence(
        an_occurrence(5, line=5, identity="a", said=here),
        an_occurrence(1, line=9, identity="b", said=here),
        an_occurrence(7, line=7, identity="a", said=here),
    )
    assert one.account_host == ACCOUNT
    assert one.logged == Logged(
        count=3,
        first=BEGAN + timedelta(seconds=1),
        last=BEGAN + timedelta(seconds=7),
        where="app.log:9",
    )


def test_two_accounts_are_two_items_and_the_vault_is_named_where_it_is_one() -> None:
    items = evidence(
        an_occurrence(said=recognised(account_host=ACCOUNT, vault_host=VAULT)),
        an_occurrence(said=recognised(account_host=OTHER, vault_host=VAULT)),
        an_occurrence(said=recognised(account_host=OTHER)),
    )
    assert [(item.account_host, item.vault_host) for item in items] == [
        (OTHER, ""),
        (ACCOUNT, VAULT),
    ]


def test_what_becomes_a_finding_goes_before_what_is_more_frequent() -> None:
    noise = recognised("gateway.429050", kind="")
    items = evidence(*(an_occurrence(said=noise) for _ in range(9)), an_occurrence())
    assert [item.signature_id for item in items] == ["cmk.4000", "gateway.429050"]
    assert (
        len(evidence(*(an_occurrence(said=noise) for _ in range(9)), an_occurrence(), most=1)) == 1
    )


def test_a_doubt_is_left_out_beside_certainty_of_the_same_account_alone() -> None:
    doubt = recognised("cmk.1008", certainty=Certainty.POSSIBLE, kind="CO113")
    sure = an_occurrence(said=recognised(account_host=ACCOUNT))
    doubts = [
        an_occurrence(
            said=recognised(
                "cmk.1008", certainty=Certainty.POSSIBLE, kind="CO113", account_host=host
            )
        )
        for host in (ACCOUNT, OTHER)
    ]
    kept = [(item.signature_id, item.account_host) for item in evidence(sure, *doubts)]
    assert kept == [("cmk.4000", ACCOUNT), ("cmk.1008", OTHER)]
    assert [item.signature_id for item in evidence(an_occurrence(said=doubt))] == ["cmk.1008"]


def test_a_healthy_text_is_no_evidence_of_an_error() -> None:
    assert evidence(an_occurrence(said=recognised("cmk.healthy", kind=""))) == ()


def test_without_a_time_the_place_is_that_of_the_first_one_read() -> None:
    (one,) = evidence(an_occurrence(None, line=4), an_occurrence(None, line=2))
    assert one.logged == Logged(count=2, first=None, last=None, where="app.log:4")


def test_a_place_is_written_as_editors_read_it() -> None:
    assert place_text(Place(path="logs.zip!app.log", offset=9, line=3)) == "logs.zip!app.log:3"
    assert place_text(Place(path="a.log", offset=9)) == "a.log, byte 9"
    assert place_text(Place(path="a.log", offset=0)) == "a.log"
    assert place_text(Place(path="-", offset=9, line=3)) == "standard input:3"
