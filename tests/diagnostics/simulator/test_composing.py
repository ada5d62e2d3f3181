"""Several faults at once: each keeps its effect, whatever the order given, or one message names the two that cannot."""

from __future__ import annotations

import itertools

import pytest

from diagnostics.errors import ConfigError
from diagnostics.simulator import directory, ids
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.key_state import deleted_vault
from diagnostics.simulator.reading import part
from diagnostics.simulator.scenarios import compose


@pytest.mark.parametrize(
    ("world", "one", "other"),
    [
        ("own-account", "key-gone", "key-disabled"),
        ("own-account", "key-gone", "key-soft-deleted"),
        ("own-account", "vault-gone", "key-disabled"),
        ("own-account", "vault-gone", "vault-in-another-tenant"),
        ("own-account", "vault-gone", "key-access-missing"),
        ("own-account", "vault-gone", "vault-soft-deleted"),
        ("own-account", "vault-gone", "role-without-unwrap"),
        ("own-account", "default-identity-undefined", "account-missing"),
        ("own-account", "key-uri-malformed", "key-uri-versioned"),
        ("own-account", "key-uri-differs", "managed-hsm"),
        ("own-account", "owner-role-only", "role-without-unwrap"),
        ("own-account", "owner-role-only", "grant-through-group"),
        ("own-account", "service-principal-disabled", "user-assigned-identity-deleted"),
        ("own-account", "firewall-without-bypass", "private-endpoint-only"),
        ("own-account", "write-forbidden", "possibly-revoked"),
        ("own-account", "status-stale", "account-missing"),
        ("own-account-federated", "federated-credential-missing", "federated-credential-wrong-issuer"),
        ("own-account-federated", "service-principal-gone", "service-principal-soft-deleted"),
        ("own-account-policies", "access-policy-removed", "access-policy-without-unwrap"),
        ("own-account", "key-vault-principal-disabled", "key-vault-principal-gone"),
    ],
)  # fmt: skip
def test_what_cannot_be_true_at_once_is_refused_in_either_order(
    world: str, one: str, other: str
) -> None:
    if not {world} <= set(FAULTS[one].worlds) & set(FAULTS[other].worlds):
        pytest.fail("this pair is about a world in which both occur")
    told = set()
    for pair in ((one, other), (other, one)):
        with pytest.raises(ConfigError) as caught:
            compose(world, pair)
        told.add(str(caught.value))
    (text,) = told
    assert repr(one) in text
    assert repr(other) in text
    assert "exclude each other" in text


@pytest.mark.parametrize(
    ("world", "inner", "outer"),
    [
        ("own-account", "key-disabled", "key-soft-deleted"),
        ("own-account", "key-disabled", "vault-soft-deleted"),
        ("own-account", "key-soft-deleted", "vault-soft-deleted"),
        ("own-account", "key-gone", "vault-soft-deleted"),
        ("own-account", "firewall-without-bypass", "vault-soft-deleted"),
        ("own-account", "key-access-missing", "user-assigned-identity-deleted"),
        ("own-account", "key-access-missing", "identity-not-attached"),
        ("own-account-federated", "service-principal-disabled", "service-principal-soft-deleted"),
    ],
)
def test_what_hides_another_comes_after_it_whatever_the_order_given(
    world: str, inner: str, outer: str
) -> None:
    for pair in ((inner, outer), (outer, inner)):
        assert compose(world, pair).faults == [inner, outer]


def test_what_is_hidden_is_still_there_when_the_outer_one_is_undone() -> None:
    world = compose("own-account", ("vault-soft-deleted", "key-soft-deleted", "key-disabled"))
    assert world.faults == ["key-disabled", "key-soft-deleted", "vault-soft-deleted"]
    children = part(deleted_vault(world, ids.VAULT), "x-children")
    record = part(children, f"{ids.VAULT_ID}/deletedkeys/{ids.KEY}".lower())
    attributes = part(record, "x-document", "properties", "attributes")
    assert attributes["enabled"] is False


def test_the_order_given_decides_nothing() -> None:
    names = ("key-expired", "service-principal-disabled", "purge-protection-off")
    documents = [compose("own-account", order).faults for order in itertools.permutations(names)]
    assert documents == [documents[0]] * len(documents)


def test_a_fault_named_twice_is_applied_once() -> None:
    world = compose("own-account", ("key-disabled", "key-disabled"))
    assert world.faults == ["key-disabled"]


def test_a_mistake_of_the_configuration_goes_with_every_fault() -> None:
    world = compose("own-account", ("configured-tenant-differs", "service-principal-disabled"))
    assert world.need(directory.principal_key(ids.IDENTITY_OID))["accountEnabled"] is False


def test_an_unknown_fault_names_its_neighbours() -> None:
    with pytest.raises(ConfigError, match="key-expired"):
        compose("own-account", ("key-expird",))


def test_a_fault_of_another_world_names_its_worlds() -> None:
    with pytest.raises(ConfigError, match="does not fit the world 'no-customer-key'") as caught:
        compose("no-customer-key", ("key-disabled",))
    assert "own-account" in caught.value.expected
