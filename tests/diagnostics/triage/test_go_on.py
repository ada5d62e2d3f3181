"""The printed command is one that `diagnose` accepts, with what the logs name."""

from __future__ import annotations

import pytest

from diagnostics.cli.account_by_host import host_of
from diagnostics.target_fields import FIELDS
from diagnostics.triage.go_on import go_on, named_in
from diagnostics.triage.recognised import Recognised
from diagnostics.triage.triaged import GoOn, LookedBack, Turn
from tests.diagnostics.triage.occurrences import ACCOUNT, APPLICATION, VAULT, recognised
from tests.diagnostics.triage.test_vault_audit import KEY, an_access

KEPT = "/state/triage/1.ajo-bundle"
OWN_ID = (
    "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-ajo/providers/"
    "Microsoft.DocumentDB/databaseAccounts/cosmos-ajo"
)
REFUSED = Turn(
    vault=VAULT,
    identity=APPLICATION,
    last_good=None,
    first_refused=an_access(-60, 403),
    refused=1,
    good_after=None,
)
SERVED = Turn(
    vault=VAULT,
    identity="other",
    last_good=None,
    first_refused=None,
    refused=0,
    good_after=an_access(60, 200, who="33333333-aaaa-4000-8000-000000000003"),
)


def commands(
    *items: Recognised, turns: tuple[Turn, ...] = (), kept: str | None = KEPT
) -> list[str]:
    said = going(*items, turns=turns, kept=kept)
    return [" ".join(each.argv) for each in said.commands]


def going(*items: Recognised, turns: tuple[Turn, ...] = (), kept: str | None = KEPT) -> GoOn:
    return go_on(named_in(items, LookedBack(turns=turns)), kept)


def test_an_account_that_only_its_host_names() -> None:
    said = going(recognised(account_host=ACCOUNT))
    assert [" ".join(each.argv) for each in said.commands] == [
        f"ajo-doctor diagnose --account {ACCOUNT} --error {KEPT}"
    ]
    assert "Adobe's" in said.notes[0]


def test_with_the_vaults_own_record_both_sides_are_named() -> None:
    assert commands(recognised(account_host=ACCOUNT), turns=(REFUSED,)) == [
        f"ajo-doctor diagnose --account {ACCOUNT} --key-uri {KEY} --application {APPLICATION} --error {KEPT}"
    ]


def test_whom_the_vault_serves_as_before_is_not_looked_at() -> None:
    assert commands(recognised(account_host=ACCOUNT), turns=(SERVED,)) == [
        f"ajo-doctor diagnose --account {ACCOUNT} --error {KEPT}"
    ]


def test_a_resource_id_in_the_text_goes_before_the_host() -> None:
    item = recognised(account_host=ACCOUNT, excerpt=f"account {OWN_ID} answered 403")
    assert commands(item) == [f"ajo-doctor diagnose --account {OWN_ID} --error {KEPT}"]
    assert FIELDS["account"][0](OWN_ID)


def test_the_host_of_a_region_is_no_other_account() -> None:
    items = [
        recognised(account_host="cosmos-ajo-westeurope.documents.azure.com"),
        recognised(account_host=ACCOUNT),
    ]
    assert commands(*items, kept=None) == [f"ajo-doctor diagnose --account {ACCOUNT}"]


def test_many_accounts_are_named_up_to_a_number() -> None:
    many = [recognised(account_host=f"a{n}.documents.azure.com") for n in range(5)]
    said = going(*many)
    assert len(said.commands) == 3
    assert said.notes[0] == "2 more accounts stand in the table."


def test_a_key_and_its_caller_out_of_the_text_alone() -> None:
    text = f"Forbidden. Caller: appid={APPLICATION};oid=x;iss=y {KEY}/0123 ForbiddenByRbac"
    assert commands(recognised(excerpt=text)) == [
        f"ajo-doctor diagnose --key-uri {KEY} --application {APPLICATION} --error {KEPT}"
    ]


def test_a_key_without_its_caller_is_completed_by_init() -> None:
    assert commands(recognised(excerpt=f"{KEY}/0123 refused")) == [
        f"ajo-doctor init --key-uri {KEY}",
        f"ajo-doctor diagnose --error {KEPT}",
    ]


def test_a_vault_without_a_key_leaves_a_gap_that_is_named() -> None:
    (one,) = going(recognised(vault_host=VAULT)).commands
    assert f"https://{VAULT}/keys/<name of the key>" in one.argv
    assert "in place of" in one.purpose


def test_logs_that_name_nothing_say_so() -> None:
    said = going(recognised())
    assert [each.argv for each in said.commands] == [("ajo-doctor", "diagnose", "--error", KEPT)]
    assert "neither an account nor a key" in said.notes[0]


@pytest.mark.parametrize(
    ("text", "host"),
    [
        (ACCOUNT, ACCOUNT),
        (f"https://{ACCOUNT.upper()}:443/", ACCOUNT),
        ("cosmos-ajo.documents.azure.us", "cosmos-ajo.documents.azure.us"),
        ("cosmos-ajo", None),
        ("cosmos-ajo.documents.azure.com.example.org", None),
        (OWN_ID, None),
        ("", None),
    ],
)
def test_a_host_of_an_account_is_told_from_everything_else(text: str, host: str | None) -> None:
    found = host_of(text)
    assert (found[0] if found else None) == host
