from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.causes import (
    keyvault_key_absence,
    keyvault_key_state,
    keyvault_network,
    keyvault_protection,
    keyvault_vault_absence,
)
from checks.entra.facts import Presence
from checks.repairs import (
    keyvault_change_tenant,
    keyvault_enable_key,
    keyvault_enable_old_version,
    keyvault_let_adobe_in,
    keyvault_let_services_in,
    keyvault_move_activation,
    keyvault_move_expiry,
    keyvault_permit_operations,
    keyvault_recover_key,
    keyvault_recover_vault,
    keyvault_replace_vault,
    keyvault_restore_key,
    keyvault_switch_on_purge_protection,
    keyvault_use_rbac,
)
from diagnostics import (
    CLOUDS,
    Case,
    Cause,
    Evidence,
    KeyUri,
    Repair,
    RepairStep,
    Topology,
    placeholders,
)
from tests.checks.keyvault.situations import (
    ACCOUNT,
    DAY,
    HOUR,
    KEY,
    NEW,
    NOW,
    OLD,
    OTHER_TENANT,
    PRINCIPAL,
    SUBSCRIPTION,
    TENANT,
    URI,
    VAULT,
    a_key,
    a_location,
    a_target,
    a_vault,
    a_version,
    an_absent_key,
    an_absent_vault,
    an_account,
    seen,
)

CAUSES = (
    *keyvault_key_absence.CAUSES,
    *keyvault_key_state.CAUSES,
    *keyvault_network.CAUSES,
    *keyvault_protection.CAUSES,
    *keyvault_vault_absence.CAUSES,
)
ADOBE = Topology.ADOBE_MANAGED


def a_case(*records: Evidence, topology: Topology = Topology.OWN_ACCOUNT) -> Case:
    return Case(target=a_target(topology), findings=(), seen=seen(a_vault(), a_key(), *records))


def command(step: RepairStep) -> str:
    return " ".join(step.argv)


def first(repair: Repair) -> RepairStep:
    return repair.steps[0]


def test_a_disabled_key_is_enabled() -> None:
    step = first(keyvault_enable_key.repair(a_case()))
    assert command(step) == (
        "az keyvault key set-attributes --vault-name kv-ajo --name cosmos-cmk --enabled true"
    )
    assert step.undo[-2:] == ("--enabled", "false")
    assert step.permission is not None
    assert step.permission.name == "Microsoft.KeyVault/vaults/keys/update/action"
    assert step.permission.scope == str(KEY)
    assert step.role == "Key Vault Crypto Officer"


def test_a_version_that_the_uri_names_is_the_one_that_is_enabled() -> None:
    case = a_case(a_key(key_uri=KeyUri(URI.host, URI.name, OLD)))
    assert f"--version {OLD} --enabled true" in command(first(keyvault_enable_key.repair(case)))


def test_where_access_policies_decide_a_role_is_not_asked_for() -> None:
    step = first(keyvault_enable_key.repair(a_case(a_vault(uses_rbac=False))))
    assert step.permission is not None
    assert (step.permission.api, step.permission.name) == ("policy", "get update")
    assert step.role == "access policy of vault kv-ajo with key permissions get and update"


def test_an_expiry_is_moved_a_year_ahead_and_can_be_moved_back() -> None:
    case = a_case(a_key(a_version(expires_on=NOW - DAY)))
    step = first(keyvault_move_expiry.repair(case))
    assert command(step).endswith("--expires 2027-11-23T03:14:00Z")
    assert step.undo[-1] == "2026-11-22T03:14:00Z"
    assert "never removed" in step.risk


def test_an_activation_is_moved_into_the_past() -> None:
    case = a_case(a_key(a_version(not_before=NOW + 5 * DAY)))
    step = first(keyvault_move_activation.repair(case))
    assert command(step).endswith("--not-before 2026-11-22T03:14:00Z")
    assert step.undo[-1] == "2026-11-28T03:14:00Z"


@given(offset=st.integers(0, 10**8))
def test_a_moved_expiry_lies_always_in_the_future(offset: int) -> None:
    case = a_case(a_key(a_version(expires_on=NOW - offset * HOUR / 100)))
    assert first(keyvault_move_expiry.repair(case)).argv[-1] > NOW.isoformat()


def test_missing_operations_are_added_to_those_there() -> None:
    step = first(keyvault_permit_operations.repair(a_case(a_key(operations=("sign", "wrapKey")))))
    assert command(step).endswith("--ops sign wrapKey unwrapKey")
    assert step.undo[-3:] == ("--ops", "sign", "wrapKey")


def test_only_versions_that_went_too_early_are_enabled() -> None:
    newest = a_version(NEW, created_on=NOW - 5 * HOUR)
    early = a_version(OLD, enabled=False, updated_on=NOW - HOUR, created_on=NOW - 9 * DAY)
    long_ago = a_version("d" * 32, enabled=False, updated_on=NOW - 3 * DAY)
    steps = keyvault_enable_old_version.repair(a_case(a_key(newest, early, long_ago))).steps
    assert [f"--version {OLD}" in command(each) for each in steps[:-1]] == [True]


def test_a_key_is_recovered_and_the_proof_is_to_be_repeated() -> None:
    repair = keyvault_recover_key.repair(a_case())
    assert command(first(repair)) == (
        "az keyvault key recover --vault-name kv-ajo --name cosmos-cmk"
    )
    assert "repeat the proof" in first(repair).wait
    assert any("Never create a new key" in note for note in repair.notes)


def test_a_wrong_version_in_the_uri_is_taken_out_of_it() -> None:
    missing = replace(a_key(key_uri=KeyUri(URI.host, URI.name, OLD)), current=None)
    step = first(keyvault_restore_key.repair(a_case(missing)))
    assert command(step) == f"az cosmosdb update --ids {ACCOUNT} --key-uri {URI}"


def test_a_vault_is_recovered_where_it_was_and_the_role_is_given_back() -> None:
    gone = an_absent_vault(Presence.SOFT_DELETED, deleted_vault=VAULT, location="westeurope")
    recover, grant, _ = keyvault_recover_vault.repair(a_case(gone)).steps
    assert command(recover) == (
        f"az keyvault recover --name kv-ajo --location westeurope --subscription {SUBSCRIPTION}"
    )
    assert recover.permission is not None
    assert recover.permission.scope.endswith("/resourceGroups/rg-sec")
    assert f"--assignee-object-id {PRINCIPAL}" in command(grant)
    assert f"--scope {KEY} " in command(grant)
    assert " --name " in command(grant)


def test_a_role_assignment_has_the_same_name_every_time() -> None:
    one, two = (keyvault_use_rbac.repair(a_case(topology=ADOBE)) for _ in range(2))
    assert first(one).argv == first(two).argv
    name = first(one).argv[first(one).argv.index("--name") + 1]
    assert re.fullmatch(r"[0-9a-f-]{36}", name)


def test_the_role_is_given_before_the_model_is_switched() -> None:
    grant, switch, *_ = keyvault_use_rbac.repair(a_case(topology=ADOBE)).steps
    assert grant.argv[:4] == ("az", "role", "assignment", "create")
    assert switch.argv[-2:] == ("--enable-rbac-authorization", "true")
    assert switch.undo[-2:] == ("--enable-rbac-authorization", "false")


def test_a_closed_firewall_gets_the_bypass_and_nothing_else() -> None:
    closed = a_vault(has_network_acls=True, default_action="Deny", bypass="None")
    steps = keyvault_let_services_in.repair(a_case(closed)).steps
    assert command(steps[0]) == (
        "az keyvault update --name kv-ajo --resource-group rg-sec"
        f" --subscription {SUBSCRIPTION} --bypass AzureServices"
    )
    assert steps[0].undo[-2:] == ("--bypass", "None")
    assert len(steps) == 2


def test_switched_off_public_access_stays_off_at_first() -> None:
    off = a_vault(public_network_access="Disabled", bypass="None")
    bypass, widen, _ = keyvault_let_services_in.repair(a_case(off)).steps
    assert command(bypass).endswith("--bypass AzureServices --default-action Deny")
    assert "--public-network-access" not in bypass.argv
    assert widen.alternative_to == 1
    assert "--default-action Deny" in command(widen)


def test_adobe_s_address_is_added_and_rules_are_made_to_count() -> None:
    (add,) = keyvault_let_adobe_in.repair(a_case(topology=ADOBE)).steps
    assert "network-rule add" in command(add)
    assert "--ip-address 20.88.123.53" in command(add)
    off = a_vault(public_network_access="Disabled")
    on, _ = keyvault_let_adobe_in.repair(a_case(off, topology=ADOBE)).steps
    assert command(on).endswith("--public-network-access Enabled --default-action Deny")


def test_purge_protection_is_said_to_be_for_good() -> None:
    step = first(keyvault_switch_on_purge_protection.repair(a_case()))
    assert "cannot be undone" in step.risk
    assert step.undo == ()
    assert json.loads(step.argv[-1]) == {"properties": {"enablePurgeProtection": True}}


def test_a_tenant_is_changed_by_a_patch_at_the_cloud_s_own_endpoint() -> None:
    case = a_case(a_vault(tenant=OTHER_TENANT), an_account())
    step = first(keyvault_change_tenant.repair(case))
    assert step.argv[:4] == ("az", "rest", "--method", "patch")
    assert step.argv[5] == f"https://management.azure.com{VAULT}?api-version=2023-07-01"
    assert json.loads(step.argv[-1])["properties"]["tenantId"] == str(TENANT)
    assert json.loads(step.undo[-1])["properties"]["tenantId"] == str(OTHER_TENANT)
    target = a_target(cloud=CLOUDS["usgov"])
    step = first(keyvault_change_tenant.repair(replace(case, target=target)))
    assert step.argv[5].startswith("https://management.usgovcloudapi.net/")


def test_adobe_s_reading_of_a_lost_key_is_told_where_the_data_are_adobe_s() -> None:
    said = keyvault_enable_key.repair(a_case(topology=ADOBE)).notes
    assert any("intentional revocation" in note for note in said)
    said = keyvault_enable_key.repair(a_case()).notes
    assert not any("intentional revocation" in note for note in said)


ROTATED = a_key(
    a_version(NEW, created_on=NOW - 5 * HOUR), a_version(OLD, enabled=False, updated_on=NOW - HOUR)
)
EVERY = [(cause, topology) for cause in CAUSES for topology in (Topology.OWN_ACCOUNT, ADOBE)]


@pytest.mark.parametrize(("cause", "topology"), EVERY, ids=lambda value: getattr(value, "id", ""))
def test_every_repair_can_be_pasted_and_says_what_it_needs_and_risks(
    cause: Cause, topology: Topology
) -> None:
    repair = cause.repair(a_case(ROTATED, topology=topology))
    for step in repair.steps:
        assert step.purpose
        assert step.role
        assert step.risk
        assert all(isinstance(word, str) and word for word in step.argv)
        left = set(placeholders(step)) - {"backup_file"}
        assert not left, "a real name is known for every place but the file that a person has"
        assert not step.undo or step.argv
        assert step.permission is None or step.permission.scope
    for step in repair.prevent:
        assert step.argv
    assert repair.works_after
    assert repair.escalate


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.id)
def test_every_repair_can_be_drawn_before_anything_was_read(cause: Cause) -> None:
    bare = Case(target=a_target(), findings=(), seen=type(seen())((a_location(),)))
    repair = cause.repair(bare)
    assert repair.steps
    assert all(
        step.permission is None or "<" not in step.permission.scope for step in repair.steps
    )


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.id)
def test_a_repair_is_the_same_every_time(cause: Cause) -> None:
    assert cause.repair(a_case()) == cause.repair(a_case())


@pytest.mark.parametrize("topology", [Topology.OWN_ACCOUNT, Topology.ADOBE_MANAGED])
def test_what_is_urgent_at_once_does_not_wait_two_hours(topology: Topology) -> None:
    missing = an_absent_key(Presence.GONE)
    for builder in (keyvault_restore_key, keyvault_replace_vault):
        escalate = builder.repair(a_case(missing, topology=topology)).escalate
        assert escalate.startswith("at once")
        assert "2 hours" not in escalate


def test_of_a_vault_that_is_gone_the_log_says_the_group_and_no_command_invents_one() -> None:
    gone = an_absent_vault(Presence.GONE)
    log, _, create, _, role, _ = keyvault_replace_vault.repair(a_case(gone)).steps
    assert "activity-log" in log.argv
    assert "<former_group>" in create.argv
    scope = role.argv[role.argv.index("--scope") + 1]
    assert "/resourceGroups/<former_group>/" in scope


@pytest.mark.parametrize(
    "cause", ["soft-delete-off", "purge-protection-off", "key-too-small", "access-policy-model"]
)
def test_what_breaks_nothing_yet_wakes_nobody(cause: str) -> None:
    (one,) = [each for each in CAUSES if each.id == cause]
    found = (one.requires[0].found(KEY, "said"),)
    case = replace(a_case(), findings=found)
    assert "working hours" in one.repair(case).escalate
