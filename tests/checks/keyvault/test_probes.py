"""The probes through the real clients, against the simulator: what is read is what stands there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from checks.cosmos.facts import KeyLocation
from checks.entra.facts import Presence
from checks.keyvault import configured_key
from checks.keyvault.facts import KeyFacts, VaultFacts, VaultName
from diagnostics import KeyUri, NotApplicable, Permission, ResourceId, Seen, Unexpected, ports
from diagnostics.cloud.session import Session, SessionOptions
from diagnostics.simulator import ids
from diagnostics.simulator.wire import fail
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build, key_uri
from tests.checks.keyvault.probing import (
    BEHIND_A_PROXY,
    faults,
    let_us_in,
    probed,
    shut_us_out,
    target_in,
    without,
)


@pytest.mark.parametrize(
    "world",
    [
        "own-account",
        "own-account-system",
        "own-account-first-party",
        "own-account-policies",
        "own-account-federated",
        "own-account-usgov",
        "adobe-managed",
    ],
)
def test_a_healthy_world_is_read_and_nothing_is_accused(world: str) -> None:
    result = probed(world)
    assert result.codes == [BEHIND_A_PROXY]
    assert result.denied == {}
    vault_read, key_read = result.seen[VaultFacts], result.seen[KeyFacts]
    assert vault_read.presence is Presence.PRESENT
    assert str(vault_read.vault) == ids.VAULT_ID
    assert vault_read.uses_rbac is (
        world not in {"own-account-policies", "own-account-first-party"}
    )
    assert key_read.current is not None
    assert key_read.current.version == ids.KEY_VERSION
    assert key_read.current.enabled is True
    assert key_read.key_type in {"RSA", "RSA-HSM"}
    assert key_read.versions[0].version == ids.KEY_VERSION


def test_a_healthy_vault_costs_four_requests_and_no_data_plane() -> None:
    result = probed("own-account")
    assert len(result.paths) == 4
    assert not [host for host in result.hosts if host.endswith(".vault.azure.net")]


def test_a_named_vault_spares_the_search() -> None:
    result = probed("own-account", vault=ResourceId.parse(ids.VAULT_ID))
    assert len(result.paths) == 3


def test_a_vault_named_under_its_old_group_is_found_under_its_new_one() -> None:
    old = ids.VAULT_ID.replace(f"/{ids.VAULT_GROUP}/", "/rg-before/")
    result = probed("own-account", vault=ResourceId.parse(old))
    assert result.codes == [BEHIND_A_PROXY]
    assert str(result.seen[VaultFacts].vault) == ids.VAULT_ID


def test_a_configured_vault_of_another_name_is_not_the_key_s() -> None:
    result = probed("own-account", vault=ResourceId.parse(ids.OTHER_VAULT_ID))
    assert str(result.seen[VaultFacts].vault) == ids.VAULT_ID


@pytest.mark.parametrize("world", ["own-account", "adobe-managed"])
def test_a_vault_whose_firewall_shuts_us_out_wants_no_right_of_ours(world: str) -> None:
    result = probed(world, shut_us_out, faults()["key-soft-deleted"])
    assert result.codes == [BEHIND_A_PROXY, "KV110", "KV213?"]
    facts = result.seen[KeyFacts]
    assert not facts.deleted_denied
    assert "ForbiddenByFirewall" in facts.deleted_not_read


BOTH = ("own-account", "adobe-managed")
EXPECTED = [
    ("key-disabled", BOTH, ["KV101"]),
    ("key-expired", BOTH, ["KV102"]),
    ("key-not-yet-valid", BOTH, ["KV103"]),
    ("key-operations-missing", BOTH, ["KV104"]),
    ("key-type-unsuitable", BOTH, ["KV105"]),
    ("key-too-small", BOTH, ["KV106"]),
    ("key-gone", BOTH, ["KV107"]),
    ("key-soft-deleted", BOTH, ["KV108"]),
    ("old-version-disabled", BOTH, ["KV109"]),
    ("key-absent-without-right", BOTH[:1], ["KV110", "SF102?"]),
    ("vault-soft-deleted", BOTH, ["KV201"]),
    ("vault-gone", BOTH, ["KV202"]),
    ("vault-in-another-tenant", BOTH, ["KV204"]),
    ("firewall-without-bypass", BOTH, ["KV205"]),
    ("private-endpoint-only", BOTH[:1], ["KV206"]),
    ("private-endpoint-only", BOTH[1:], ["KV206", "KV210"]),
    ("vault-in-perimeter", BOTH, ["KV207"]),
    ("soft-delete-off", BOTH, ["KV208", "KV209"]),
    ("purge-protection-off", BOTH, ["KV209"]),
    ("adobe-address-not-allowed", BOTH[1:], ["KV210"]),
    ("access-policy-model", BOTH[1:], ["KV211"]),
    ("vault-public-access-off", BOTH[:1], ["KV214"]),
    ("vault-public-access-off", BOTH[1:], ["KV214", "KV210"]),
]


@pytest.mark.parametrize(
    ("fault", "world", "expected"),
    [(fault, world, expected) for fault, worlds, expected in EXPECTED for world in worlds],
)
def test_a_fault_is_found_and_nothing_else_is_accused(
    fault: str, world: str, expected: list[str]
) -> None:
    result = probed(world, let_us_in, faults()[fault])
    assert sorted(result.codes) == sorted([*expected, BEHIND_A_PROXY])
    assert result.denied == {}


def test_without_a_proxy_a_name_that_resolves_is_well() -> None:
    result = probed("own-account", direct=True)
    assert result.codes == []
    assert result.seen[VaultName].addresses


def test_without_a_proxy_a_name_that_does_not_resolve_is_found() -> None:
    result = probed("own-account", faults()["vault-name-unresolved"], direct=True)
    assert result.codes == ["KV203"]
    assert "no such name" in result.seen[VaultName].reason


def test_soft_deleted_things_carry_their_purge_date() -> None:
    deleted = probed("own-account", faults()["vault-soft-deleted"]).seen[VaultFacts]
    assert str(deleted.deleted_vault) == ids.VAULT_ID
    assert deleted.purge_at is not None
    assert deleted.deleted_at is not None
    assert (deleted.purge_at - deleted.deleted_at).days == 90
    gone = probed("own-account", faults()["key-soft-deleted"]).seen[KeyFacts]
    assert gone.purge_at is not None


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        ("https://kv-ajo.vault.usgovcloudapi.net/keys/cosmos-cmk", "KV213?"),
        ("https://kv-ajo.vault.example.com/keys/cosmos-cmk", "KV213?"),
        ("https://hsm-ajo.managedhsm.azure.net/keys/cosmos-cmk", "KV212?"),
    ],
)
def test_a_host_that_is_no_vault_of_the_cloud_is_never_asked(uri: str, code: str) -> None:
    result = probed("adobe-managed", key_uri=KeyUri.parse(uri))
    assert code in result.codes
    assert result.paths == []
    assert result.hosts == []
    assert set(result.idle) >= {"keyvault.key", "keyvault.vault_network"}


def test_without_any_subscription_nothing_is_asked_and_the_question_stays_open() -> None:
    result = probed("adobe-managed", subscription=None)
    assert result.codes == ["KV213?", BEHIND_A_PROXY]
    assert result.paths == []


def test_a_uri_that_names_the_older_version_is_judged_by_that_version() -> None:
    def disable_old(world: World) -> None:
        attributes = world.need(f"{ids.KEY_ID}/versions/{ids.OLD_KEY_VERSION}")["properties"]
        attributes["attributes"]["enabled"] = False

    versioned = replace(KeyUri.parse(key_uri(build("own-account"))), version=ids.OLD_KEY_VERSION)
    assert probed("own-account", key_uri=versioned).codes == [BEHIND_A_PROXY]
    result = probed("own-account", disable_old, key_uri=versioned)
    assert result.codes == [BEHIND_A_PROXY, "KV101"]
    assert result.seen[KeyFacts].current.version == ids.OLD_KEY_VERSION  # type: ignore[union-attr]


def test_a_uri_that_names_no_version_there_is_found() -> None:
    nowhere = replace(KeyUri.parse(key_uri(build("own-account"))), version="f" * 32)
    assert probed("own-account", key_uri=nowhere).codes == [BEHIND_A_PROXY, "KV107"]


@pytest.mark.parametrize("world", ["own-account", "adobe-managed"])
def test_the_configured_key_is_read_without_a_request(world: str) -> None:
    target = target_in(build(world))

    async def read() -> KeyLocation | NotApplicable:
        async with Session(SessionOptions()) as session:
            return await configured_key.probe(session.look(target, Seen(), ()))

    location = asyncio.run(read())
    assert isinstance(location, KeyLocation)
    assert location.key_uri == target.key_uri
    assert location.is_of_cloud


@pytest.mark.parametrize(
    ("action", "check", "permission"),
    [
        (ports.VAULT_FIND.name, "keyvault.vault", ports.VAULT_FIND),
        (ports.VAULT_READ.name, "keyvault.vault", ports.VAULT_READ),
        (ports.KEY_READ.name, "keyvault.key", ports.KEY_READ),
    ],
)
def test_without_a_permission_the_answer_is_refused_and_names_it(
    action: str, check: str, permission: Permission
) -> None:
    result = probed("own-account", without(action))
    assert {each.name for each in result.denied[check].permissions} == {permission.name}
    assert set(result.codes) <= {BEHIND_A_PROXY}


def test_without_the_versions_the_rest_of_the_key_is_still_told() -> None:
    result = probed("own-account", without(ports.KEY_VERSIONS_READ.name), faults()["key-disabled"])
    assert result.codes == [BEHIND_A_PROXY, "KV101", "SF102?"]


def test_without_the_deleted_vaults_an_absent_vault_stays_open() -> None:
    result = probed("own-account", without(ports.DELETED_VAULT_READ.name), faults()["vault-gone"])
    assert sorted(result.codes) == ["KV213?", "SF102?"]
    assert result.idle["keyvault.key"]


def answering(end: str, what: str, **details: object) -> Callable[[World], None]:
    def change(world: World) -> None:
        fail(world, "one", what, host="management.azure.com", path=f"*{end}", details=details)

    return change


def test_a_key_whose_versions_are_answered_404_is_not_called_well() -> None:
    absent = {"error": {"code": "ResourceNotFound", "message": "nothing"}}
    result = probed("own-account", answering("/versions", "status", status=404, body=absent))
    assert result.codes == [BEHIND_A_PROXY, "KV213?"]


def test_a_version_that_does_not_say_whether_it_is_enabled_is_not_called_well() -> None:
    lost = answering("/versions", "without-field", field="value.properties.attributes.enabled")
    assert probed("own-account", lost).codes == [BEHIND_A_PROXY, "KV213?"]


def test_a_deleted_vault_that_does_not_say_its_name_could_be_the_one() -> None:
    lost = answering("/deletedVaults", "without-field", field="value.name")
    with pytest.raises(Unexpected, match="name"):
        probed("own-account", faults()["vault-soft-deleted"], lost)


def test_a_deleted_key_that_says_nothing_is_not_taken_for_one() -> None:
    lost = {"field": "recoveryId"}

    def change(world: World) -> None:
        fail(world, "one", "without-field", path="/deletedkeys/*", details=dict(lost))

    result = probed("own-account", faults()["key-soft-deleted"], change)
    assert result.codes == [BEHIND_A_PROXY, "KV110", "KV213?"]
