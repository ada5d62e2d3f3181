from __future__ import annotations

from dataclasses import replace

import pytest

from checks.causes import cosmos_account as account_causes
from checks.causes import cosmos_caller as caller_causes
from checks.causes import cosmos_revoked as revoked_causes
from checks.cosmos import kinds as co
from checks.cosmos.facts import AccountFacts
from checks.repairs import cosmos_account, cosmos_default_identity, cosmos_key_uri, cosmos_support
from diagnostics import (
    Case,
    Cause,
    DefaultIdentity,
    IdentityKind,
    KeyUri,
    Kind,
    Seen,
    Topology,
)
from tests.checks.cosmos.repairing import (
    APPLICATION,
    ATTACHED,
    COSMOS_APP,
    FIREWALL,
    HERE,
    IDENTITY,
    a_case,
    command,
    commands,
    full,
)
from tests.checks.cosmos.situations import an_answer
from tests.checks.keyvault.situations import ACCOUNT, NEW, SUBSCRIPTION, URI, VAULT, a_target

CAUSES: tuple[Cause, ...] = (
    *account_causes.CAUSES,
    *caller_causes.CAUSES,
    *revoked_causes.CAUSES,
)

# --- every one of them ---


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.id)
def test_every_repair_can_be_pasted_and_says_what_it_needs_and_risks(cause: Cause) -> None:
    answer = an_answer(403, 0, FIREWALL.format("198.51.100.9"))
    repair = cause.repair(a_case(answer, kinds=cause.requires))
    for step in (*repair.steps, *repair.prevent):
        assert step.purpose
        assert step.role
        assert step.risk
        for line in (step.argv, step.proof, step.undo):
            assert not any("<" in word for word in line), "a real name is known for every place"
        assert step.permission is None or "<" not in step.permission.scope
    assert repair.works_after
    assert repair.escalate


# Those of `cosmos_account` are found only at an account of one's own.
@pytest.mark.parametrize(
    "cause", [*caller_causes.CAUSES, *revoked_causes.CAUSES], ids=lambda cause: cause.id
)
@pytest.mark.parametrize("topology", [Topology.ADOBE_MANAGED, Topology.NO_CUSTOMER_KEY])
def test_nobody_here_is_asked_to_change_adobe_s_account(cause: Cause, topology: Topology) -> None:
    target = replace(a_target(topology), account=None)
    found = (cause.requires[0].found("the account of the pasted error", "said"),)
    repair = cause.repair(Case(target=target, findings=found, seen=Seen()))
    assert not any("cosmosdb" in line for line in commands(repair))
    assert any("Adobe Customer Care" in step.purpose for step in repair.steps)


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.id)
def test_every_repair_can_be_drawn_before_anything_was_read(cause: Cause) -> None:
    found = (cause.requires[0].found(ACCOUNT, "said"),)
    repair = cause.repair(Case(target=a_target(), findings=found, seen=Seen()))
    assert repair.steps


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.id)
def test_a_repair_is_the_same_every_time(cause: Cause) -> None:
    case = a_case(kinds=cause.requires)
    assert cause.repair(case) == cause.repair(case)


# --- the default identity ---


def test_the_grant_goes_before_the_default() -> None:
    grant, default, prove = cosmos_default_identity.set_default_identity(a_case()).steps
    assert f"--assignee-object-id {ATTACHED.principal_id}" in command(grant)
    assert str(VAULT) in command(grant)
    assert command(default) == (
        f"az cosmosdb update {HERE} --default-identity UserAssignedIdentity={IDENTITY}"
    )
    assert command(prove).endswith("--query customerManagedKeyStatus")


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        (replace(full, attached=()), "SystemAssignedIdentity"),
        (replace(full, attached=(), system_principal_id=None), "FirstPartyIdentity"),
        (
            replace(full, attached=(replace(ATTACHED, principal_id=None),)),
            "SystemAssignedIdentity",
        ),
    ],
)
def test_what_the_account_has_is_taken(facts: AccountFacts, value: str) -> None:
    repair = cosmos_default_identity.set_default_identity(a_case(facts))
    assert commands(repair)[1].endswith(f"--default-identity {value}")
    assert any("first-party" in note for note in repair.notes) is (value == "FirstPartyIdentity")


def test_the_first_party_identity_is_granted_by_its_application() -> None:
    facts = replace(full, attached=(), system_principal_id=None)
    assert (
        f"--assignee {COSMOS_APP}"
        in commands(cosmos_default_identity.set_default_identity(a_case(facts)))[0]
    )


def across(kind: IdentityKind = IdentityKind.SYSTEM_ASSIGNED, **other: object) -> AccountFacts:
    return replace(full, default_identity=DefaultIdentity(kind, None, APPLICATION), **other)


def test_across_tenants_the_application_stays_and_is_not_granted_anew() -> None:
    repair = cosmos_default_identity.set_default_identity(a_case(across()))
    assert commands(repair)[0].endswith(
        f"--default-identity UserAssignedIdentity={IDENTITY}&FederatedClientId={APPLICATION}"
    )
    assert not any("role assignment" in line for line in commands(repair))
    assert str(APPLICATION) in repair.steps[0].purpose


def test_across_tenants_an_identity_is_attached_first_where_there_is_none() -> None:
    repair = cosmos_default_identity.set_default_identity(a_case(across(attached=())))
    assert commands(repair)[0].startswith(f"az cosmosdb identity assign {HERE} --identities")
    assert len(repair.steps) == 4


# --- the key URI ---


@pytest.mark.parametrize(
    ("configured", "own", "expected"),
    [
        (URI, None, str(URI)),
        (KeyUri(URI.host, URI.name, NEW), None, str(URI)),
        (None, URI, str(URI)),
    ],
)
def test_the_key_uri_is_written_without_a_version(
    configured: KeyUri | None, own: KeyUri | None, expected: str
) -> None:
    case = a_case(replace(full, key_uri=own))
    case = replace(case, target=replace(case.target, key_uri=configured))
    repair = cosmos_key_uri.correct_key_uri(case)
    assert commands(repair)[0] == f"az cosmosdb update {HERE} --key-uri {expected}"
    assert any("Revoked Status" in note for note in repair.notes)


@pytest.mark.parametrize(
    ("text", "vault", "expected"),
    [
        ("https://kv-ajo.vault.azure.net/cosmos-cmk", "kv-ajo", str(URI)),
        ("https://KV-AJO.vault.azure.net/key/cosmos-cmk/", "kv-ajo", str(URI)),
        ("https://kv-ajo.vault.azure.net/", "kv-ajo", "<key_id>"),
        ("https://kv-ajo.vault.azure.net/a b", "kv-ajo", "<key_id>"),
        (
            "https://kv-ajo.evil.example/cosmos-cmk",
            "<vault_name>",
            "<key_id>",
        ),
        ("kv-ajo/cosmos-cmk", "<vault_name>", "<key_id>"),
        ("https://[kv-ajo/cosmos-cmk", "<vault_name>", "<key_id>"),
    ],
)
def test_a_malformed_uri_says_which_key_was_most_likely_meant(
    text: str, vault: str, expected: str
) -> None:
    case = a_case(replace(full, key_uri=None, key_uri_text=text))
    case = replace(case, target=replace(case.target, key_uri=None))
    listed, correct = commands(cosmos_key_uri.correct_key_uri(case))[:2]
    assert listed == f"az keyvault key list --vault-name {vault} --query [].kid"
    assert correct == f"az cosmosdb update {HERE} --key-uri {expected}"


# --- waiting, looking, handing over ---


def test_whoever_waits_changes_nothing() -> None:
    (step,) = cosmos_account.wait(a_case()).steps
    assert step.argv[:3] == ("az", "cosmosdb", "show")
    assert "1 hour" in step.wait


def test_an_account_is_looked_for_before_it_is_restored() -> None:
    lists, restorable, restore = cosmos_account.find_account(a_case()).steps
    assert command(lists).startswith(f"az cosmosdb list --subscription {SUBSCRIPTION}")
    assert command(restorable) == (
        "az cosmosdb restorable-database-account list --account-name cosmos-ajo"
        f" --subscription {SUBSCRIPTION}"
    )
    assert restore.argv == ()
    assert "no usable identity" in restore.risk


@pytest.mark.parametrize(
    ("topology", "to"),
    [(Topology.OWN_ACCOUNT, "Microsoft"), (Topology.ADOBE_MANAGED, "Adobe Customer Care")],
)
def test_the_packet_goes_to_whoever_owns_the_account(topology: Topology, to: str) -> None:
    repair = cosmos_support.repair(a_case(topology=topology))
    assert to in repair.steps[0].purpose
    assert to in repair.escalate
    assert "2 hours" in repair.escalate


@pytest.mark.parametrize(
    ("kind", "topology", "words"),
    [
        (co.TOKEN_ACQUISITION, Topology.OWN_ACCOUNT, {"Sources disagree"}),
        (co.TOKEN_ACQUISITION, Topology.ADOBE_MANAGED, {"Sources disagree", "Adobe may treat"}),
        (co.KEY_NOT_FOUND, Topology.ADOBE_MANAGED, {"Adobe may treat"}),
        (co.KEY_NOT_FOUND, Topology.OWN_ACCOUNT, set()),
        (co.DATA_FORBIDDEN, Topology.ADOBE_MANAGED, set()),
    ],
)
def test_only_what_concerns_it_is_noted(kind: Kind, topology: Topology, words: set[str]) -> None:
    notes = cosmos_support.notes(a_case(topology=topology, kinds=(kind,)))
    assert len(notes) == len(words)
    assert all(any(note.startswith(word) for note in notes) for word in words)
