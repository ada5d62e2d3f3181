"""What the second look does with a log that is refused in part, is empty, or tells of a vault that went elsewhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from checks.audit import activity_log
from checks.audit.facts import ActivityLogRead
from checks.keyvault.facts import VaultFacts
from diagnostics.changes.logs import LogState, seen_logs
from diagnostics.errors import Denied
from diagnostics.evidence import Seen
from diagnostics.finding import NotApplicable
from diagnostics.names import KeyUri, ResourceId, SubscriptionId
from diagnostics.outcome import Reading
from diagnostics.targets import Target, Topology
from tests.checks.keyvault.situations import an_absent_vault
from tests.support.cloud import Anything, Asked, Place, Says, caught

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
ARM = "management.azure.com"
OURS, THEIRS = (f"22222222-bbbb-4000-8000-00000000000{n}" for n in (1, 2))
HOST = "kv-ajo.vault.azure.net"
MOVE = "Microsoft.Resources/subscriptions/resourceGroups/moveResources/action"


def a_target(**fields: Anything) -> Target:
    return Target(
        name="prod",
        topology=Topology.OWN_ACCOUNT,
        topology_reason="set in the configuration",
        **fields,
    )


def a_vault(subscription: str) -> ResourceId:
    return ResourceId.parse(
        f"/subscriptions/{subscription}/resourceGroups/rg-sec/providers/Microsoft.KeyVault/vaults/kv-ajo"
    )


def an_account(subscription: str) -> ResourceId:
    return ResourceId.parse(
        f"/subscriptions/{subscription}/resourceGroups/rg/providers/Microsoft.DocumentDB/databaseAccounts/a"
    )


BOTH = a_target(vault=a_vault(THEIRS), account=an_account(OURS))
MOVED = a_target(key_uri=KeyUri.parse(f"https://{HOST}/keys/cosmos-cmk"))


def a_vault_that_is_nowhere() -> VaultFacts:
    """A vault that is known by its name alone, and not in the subscription that was searched."""
    return an_absent_vault(subscription=SubscriptionId(OURS))


def answering(place: Place, *events: dict[str, object], refused: tuple[str, ...] = ()) -> None:
    """Give these events to every question, and refuse those about some subscriptions."""
    denied = Says(403, {"error": {"code": "AuthorizationFailed", "message": "no"}})

    def handler(asked: Asked) -> Says | None:
        if asked.host != ARM:
            return None
        if any(f"/subscriptions/{each}/" in asked.path for each in refused):
            return denied
        return Says(body={"value": [*events] if "Microsoft.Insights" in asked.path else []})

    place.server.handler = handler


def look(place: Place, target: Target, seen: Seen | None = None) -> Anything:
    return place.run(lambda session: activity_log.probe(session.look(target, seen or Seen())))


def test_one_subscription_that_refuses_is_named_with_what_lets_it_be_read(place: Place) -> None:
    answering(place, refused=(THEIRS,))
    read = look(place, BOTH)
    assert isinstance(read, ActivityLogRead)
    assert read.changes == ()
    assert any(THEIRS in each for each in read.not_read)
    assert not any(OURS in each for each in read.not_read)
    assert read.do.endswith(
        f"--role Reader --assignee <this login> --scope /subscriptions/{THEIRS}"
    )
    (seen,) = (
        each
        for each in seen_logs([Reading(check="audit.activity_log", evidence=read)], ())
        if each.log is read.log
    )
    assert (seen.state, seen.is_whole, seen.do) == (LogState.READ, False, read.do)
    assert THEIRS in seen.detail


def test_where_every_subscription_refuses_nothing_was_read(place: Place) -> None:
    answering(place, refused=(OURS, THEIRS))
    error = place.run(lambda s: caught(activity_log.probe(s.look(BOTH, Seen()))))
    assert isinstance(error, Denied)


def test_an_empty_log_is_one_that_was_read(place: Place) -> None:
    answering(place)
    read = look(place, BOTH)
    assert (read.changes, read.not_read, read.do, read.cut) == ((), (), "", False)


def test_without_a_resource_that_is_known_nobody_is_asked(place: Place) -> None:
    answering(place)
    assert isinstance(look(place, a_target()), NotApplicable)
    assert place.server.to(ARM) == []


def a_move(**properties: object) -> dict[str, object]:
    return {
        "eventDataId": "e",
        "correlationId": "c",
        "operationName": {"value": MOVE},
        "resourceId": f"/subscriptions/{OURS}/resourceGroups/rg-sec",
        "eventTimestamp": NOW.isoformat(),
        "status": {"value": "Succeeded"},
        "caller": "ops@contoso.example",
        "properties": properties,
    }


@pytest.mark.parametrize(
    ("resources", "count"),
    [([str(a_vault(OURS))], 1), ([str(an_account(OURS))], 0), (None, 1)],
    ids=["the vault", "another resource", "what it took along is not said"],
)
def test_a_move_is_found_though_nobody_knows_the_group(
    place: Place, resources: list[str] | None, count: int
) -> None:
    there = f"/subscriptions/{THEIRS}/resourceGroups/rg-sec"
    body = json.dumps({"resources": resources, "targetResourceGroup": there})
    answering(place, a_move(requestbody=body) if resources else a_move())
    read = look(place, MOVED, Seen([a_vault_that_is_nowhere()]))
    assert len(read.changes) == count
    assert all(HOST in each.concerns for each in read.changes)
    if resources and count:
        assert [value.after for value in read.changes[0].values] == [there]


def test_of_a_vault_whose_group_is_known_the_group_alone_is_asked(place: Place) -> None:
    answering(place)
    look(place, a_target(vault=a_vault(OURS)), Seen([a_vault_that_is_nowhere()]))
    asked = [each.path for each in place.server.to(ARM)]
    assert any("resourceGroupName eq 'rg-sec'" in each for each in asked)
    assert not any("resourceProvider eq 'Microsoft.Resources'" in each for each in asked)
