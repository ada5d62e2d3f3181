"""Records of a vault's audit log become changes of its key."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from checks.audit.vault_query import query
from checks.audit.vault_reading import changes_of
from checks.entra.facts import Presence
from checks.keyvault.facts import KeyFacts, KeyVersion
from checks.traces.sorts import vault_log
from diagnostics import KeyUri
from diagnostics.changes.change import Change, Thing, Value
from diagnostics.changes.fitting import Fit, fitted
from diagnostics.changes.rule import Link

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
URI = "https://kv-ajo.vault.azure.net/keys/cosmos-cmk"
VERSION = f"{URI}/0a1b2c3d4e5f60718293a4b5c6d7e8f9"
WAY = {Link.KEY: frozenset({URI})}
_UPN = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn"
IDENTITY = {"claim": {"appid": "04b07795", "oid": "dddddddd", _UPN: "ops@contoso.example"}}


def a_row(operation: str = "KeyUpdate", minutes: int = -40, **fields: Any) -> dict[str, object]:
    given: dict[str, object] = {
        "TimeGenerated": NOW + timedelta(minutes=minutes),
        "OperationName": operation,
        "HttpStatusCode": 200,
        "Id": VERSION,
        "Identity": json.dumps(IDENTITY),
        "CorrelationId": f"c{minutes}",
    }
    return {**given, **fields}


def a_key(*, enabled: bool = False, minutes: int = -40) -> KeyFacts:
    version = KeyVersion(
        version=VERSION.rpartition("/")[2],
        enabled=enabled,
        not_before=None,
        expires_on=None,
        created_on=None,
        updated_on=NOW + timedelta(minutes=minutes),
    )
    return KeyFacts(
        observed_at=NOW,
        key_uri=KeyUri.parse(URI),
        presence=Presence.PRESENT,
        current=version,
        versions=(version,),
        key_type="RSA",
        key_size=3072,
        operations=None,
        deleted_at=None,
        purge_at=None,
    )


def only(*rows: dict[str, object], key: KeyFacts | None = None) -> Change:
    (change,) = changes_of(rows, key)
    return change


def test_a_deletion_is_told_with_who_did_it() -> None:
    change = only(a_row("KeyDelete", Id=URI))
    assert (change.operation, change.thing, change.who) == (
        "KeyDelete",
        Thing.KEY,
        "ops@contoso.example",
    )
    assert change.at == NOW - timedelta(minutes=40)
    assert fitted(vault_log.KEY_DELETED, change, WAY) is Fit.YES


def test_an_update_that_says_nothing_may_be_it() -> None:
    assert fitted(vault_log.KEY_SWITCHED_OFF, only(a_row()), WAY) is Fit.UNSAID


def test_the_update_at_the_date_of_the_keys_last_change_left_it_as_it_is() -> None:
    change = only(a_row(), key=a_key())
    assert fitted(vault_log.KEY_SWITCHED_OFF, change, WAY) is Fit.YES


@pytest.mark.parametrize("key", [a_key(minutes=-10), a_key(enabled=True), None])
def test_an_update_of_another_time_or_of_an_enabled_key_proves_nothing(
    key: KeyFacts | None,
) -> None:
    assert fitted(vault_log.KEY_SWITCHED_OFF, only(a_row(), key=key), WAY) is Fit.UNSAID


def test_of_several_updates_only_the_last_left_it_as_it_is() -> None:
    first, last = changes_of([a_row(minutes=-40), a_row(minutes=-50)], a_key())
    assert first.values == ()
    assert last.values[0].after == "false"


def test_properties_in_a_record_are_told_before_and_after() -> None:
    def row(minutes: int, enabled: bool) -> dict[str, object]:
        return a_row(
            minutes=minutes, KeyProperties=json.dumps({"attributes": {"enabled": enabled}})
        )

    _, last = changes_of([row(-50, True), row(-40, False)], a_key())
    assert last.values == (Value(name="attributes.enabled", before="true", after="false"),)


def test_the_columns_of_the_shared_table_are_read_too() -> None:
    change = only(
        {
            "TimeGenerated": NOW,
            "OperationName": "KeyUpdate",
            "httpStatusCode_d": 200.0,
            "id_s": VERSION,
            "identity_claim_appid_g": "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
            "keyProperties_attributes_enabled_b": False,
            "keyProperties_type_s": None,
        }
    )
    assert change.values == (Value(name="attributes.enabled", before="", after="false"),)
    assert change.who == "04b07795-8ddb-461a-bbee-02f9e1bf7b46"


def test_what_was_refused_changed_nothing() -> None:
    refused = a_row("KeyDelete", HttpStatusCode=403)
    assert not only(refused).succeeded


def test_the_query_asks_for_the_key_in_the_window_and_for_whole_records() -> None:
    asked = query("AZKVAuditLogs", KeyUri.parse(VERSION), NOW - timedelta(days=7), NOW)
    assert asked.startswith("AZKVAuditLogs\n")
    assert f"Id startswith '{URI}'" in asked
    assert "datetime(2026-11-22T10:00:00.000000Z)" in asked
    assert "project" not in asked
