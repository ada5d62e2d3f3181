"""Events of the Activity Log become changes: one operation is one change, whatever number of events and in whatever order."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.audit.activity_reading import changes_of
from diagnostics.changes.change import Change, Thing, Value
from diagnostics.changes.rule import Link
from diagnostics.document import Document

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
VAULT = "/subscriptions/s/resourceGroups/rg-sec/providers/Microsoft.KeyVault/vaults/kv-ajo"
WHOM = "44444444-aaaa-4000-8000-000000000001"
ROLE = f"{VAULT}/providers/Microsoft.Authorization/roleAssignments/77777777"
WAY = {
    Link.PRINCIPAL: frozenset({WHOM}),
    Link.VAULT: frozenset({VAULT.lower(), "kv-ajo.vault.azure.net"}),
}


def an_event(operation: str, resource: str = VAULT, minutes: int = 0, **fields: Any) -> Document:
    status = fields.pop("status", "Succeeded")
    given: dict[str, Any] = {
        "eventDataId": f"{operation}-{minutes}-{status}",
        "correlationId": f"{operation}-{minutes}",
        "operationName": {"value": operation},
        "resourceId": resource,
        "eventTimestamp": (NOW + timedelta(minutes=minutes)).isoformat(),
        "status": {"value": status},
        "caller": "ops@contoso.example",
        "properties": {},
    }
    return Document({**given, **fields}, "GET …/values", NOW)


def only(*events: Document) -> Change:
    (change,) = changes_of(events, WAY)
    return change


def test_a_role_that_was_taken_names_whom_it_concerned() -> None:
    body = {"properties": {"principalId": WHOM, "scope": VAULT, "roleDefinitionId": "…/e147"}}
    change = only(
        an_event("Microsoft.Authorization/roleAssignments/delete", ROLE, status="Started"),
        an_event(
            "Microsoft.Authorization/roleAssignments/delete",
            ROLE,
            properties={"responseBody": json.dumps(body)},
        ),
    )
    assert change.thing is Thing.ROLE_ASSIGNMENT
    assert (change.subject, change.who) == (ROLE, "ops@contoso.example")
    assert change.concerns == (WHOM, VAULT)
    assert change.at == NOW
    assert change.succeeded


def test_a_role_that_was_given_names_whom_also_with_the_providers_capitals() -> None:
    body = {"Id": "77777777", "Properties": {"PrincipalId": WHOM, "Condition": "@Resource …"}}
    operation = "Microsoft.Authorization/roleAssignments/write"
    begun = an_event(
        operation, ROLE, status="Started", properties={"requestbody": json.dumps(body)}
    )
    change = only(begun, an_event(operation, ROLE))
    assert change.concerns == (WHOM,)
    assert Value(name="Properties.Condition", before="", after="@Resource …") in change.values


@pytest.mark.parametrize(
    ("states", "succeeded"),
    [
        (("Started", "Succeeded"), True),
        (("Started", "Failed"), False),
        (("Failed",), False),
        (("Started", "Accepted"), True),
        (("Accepted", "Succeeded"), True),
    ],
)
def test_an_operation_went_through_unless_it_failed(
    states: tuple[str, ...], succeeded: bool
) -> None:
    operation = "Microsoft.KeyVault/vaults/write"
    assert only(*(an_event(operation, status=each) for each in states)).succeeded is succeeded


@pytest.mark.parametrize(
    ("states", "is_under_way"),
    [
        (("Started",), True),
        (("Started", "Accepted"), True),
        (("Started", "Accepted", "Succeeded"), False),
        (("Started", "Failed"), False),
        (("Succeeded",), False),
    ],
)
def test_an_operation_is_under_way_until_its_end_is_told(
    states: tuple[str, ...], is_under_way: bool
) -> None:
    operation = "Microsoft.DocumentDB/databaseAccounts/write"
    change = only(*(an_event(operation, status=each) for each in states))
    assert change.is_under_way is is_under_way


def test_an_operation_is_as_old_as_its_beginning() -> None:
    operation = "Microsoft.DocumentDB/databaseAccounts/write"
    events = [
        an_event(operation, minutes=5, correlationId="c"),
        an_event(operation, minutes=0, correlationId="c", status="Accepted"),
    ]
    assert only(*events).at == NOW


def test_a_value_is_told_before_and_after_where_an_earlier_event_had_it() -> None:
    def written(minutes: int, access: str) -> Document:
        body = {"properties": {"publicNetworkAccess": access, "sku": {"name": "standard"}}}
        return an_event(
            "Microsoft.KeyVault/vaults/write",
            minutes=minutes,
            properties={"responseBody": json.dumps(body)},
        )

    first, then = changes_of([written(5, "Disabled"), written(0, "Enabled")], WAY)
    (said,) = (each for each in first.values if each.name.endswith("publicNetworkAccess"))
    assert (said.before, said.after) == ("", "Enabled")
    assert then.values == (
        Value(name="properties.publicNetworkAccess", before="Enabled", after="Disabled"),
    )


def test_of_a_write_that_changed_nothing_of_interest_the_names_alone_are_kept() -> None:
    body = {"tags": {"owner": "the secret of the house"}}
    change = only(
        an_event("Microsoft.KeyVault/vaults/write", properties={"requestbody": json.dumps(body)})
    )
    assert change.values == (Value(name="tags", before="", after=""),)
    assert "secret" not in repr(change)


def test_a_write_without_a_body_says_nothing_of_values() -> None:
    assert only(an_event("Microsoft.KeyVault/vaults/write")).values == ()


def test_a_body_that_was_cut_off_is_no_body() -> None:
    cut = '{"properties": {"publicNetworkAccess": "Dis'
    change = only(an_event("Microsoft.KeyVault/vaults/write", properties={"requestbody": cut}))
    assert change.values == ()


def test_policies_that_were_removed_name_the_principal_on_the_way() -> None:
    entry = {"objectId": WHOM, "permissions": {"keys": ["wrapKey", "get"]}}
    body = {"properties": {"accessPolicies": [entry]}}
    change = only(
        an_event(
            "Microsoft.KeyVault/vaults/accessPolicies/write",
            f"{VAULT}/accessPolicies/remove",
            properties={"requestbody": json.dumps(body)},
        )
    )
    assert change.thing is Thing.ACCESS_POLICY
    assert change.subject == VAULT
    assert change.concerns == (WHOM,)
    assert change.values == (
        Value(name="permissions.keys", before='["get", "wrapKey"]', after="none"),
    )


def test_the_purge_of_a_vault_names_the_vault() -> None:
    place = "/subscriptions/s/providers/Microsoft.KeyVault/locations/westeurope"
    change = only(
        an_event(
            "Microsoft.KeyVault/locations/deletedVaults/purge/action",
            f"{place}/deletedVaults/kv-ajo",
        )
    )
    assert change.thing is Thing.VAULT
    assert VAULT.lower() in change.concerns


def test_the_caller_of_an_application_is_its_id_or_its_name() -> None:
    named = an_event("Microsoft.KeyVault/vaults/write", caller=None, claims={"name": "deploy"})
    assert only(named).who == "deploy"
    unnamed = an_event("Microsoft.KeyVault/vaults/write", caller=None)
    assert only(unnamed).who == ""


OPERATIONS = (
    "Microsoft.KeyVault/vaults/write",
    "Microsoft.KeyVault/vaults/delete",
    "Microsoft.Authorization/roleAssignments/delete",
    "Microsoft.DocumentDB/databaseAccounts/write",
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(OPERATIONS),
            st.integers(0, 9),
            st.sampled_from(["Started", "Succeeded"]),
        ),
        unique=True,
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_and_the_repetition_of_events_do_not_matter(
    drawn: list[tuple[str, int, str]], chance: Any
) -> None:
    events = [an_event(name, minutes=minutes, status=status) for name, minutes, status in drawn]
    expected = changes_of(events, WAY)
    again = [*events, *events]
    chance.shuffle(again)
    assert changes_of(again, WAY) == expected
    assert len(expected) == len({(name, minutes) for name, minutes, _ in drawn})
