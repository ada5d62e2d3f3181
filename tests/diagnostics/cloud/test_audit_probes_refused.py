"""The logs of changes as the second look reads them: refused, empty, cut, or collected elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from checks.audit import activity_log, directory, vault
from checks.audit.facts import ActivityLogRead, DirectoryAuditRead, VaultAuditRead
from checks.entra.facts import Presence, PrincipalFacts
from diagnostics.cloud.audit import MOST_PAGES
from diagnostics.errors import Denied
from diagnostics.evidence import Evidence, Seen
from diagnostics.finding import NotApplicable
from diagnostics.names import AppId, KeyUri, ObjectId, TenantId
from diagnostics.rights import SignIn
from diagnostics.targets import Target, Topology
from tests.support.cloud import CLIENT, OBJECT, TENANT, Anything, Asked, Place, Says, caught
from tests.support.cloud_ids import SUBSCRIPTION, VAULT

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
ARM, GRAPH, LOGS = "management.azure.com", "graph.microsoft.com", "api.loganalytics.io"
WORKSPACE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/law"
TARGET = Target(
    name="prod",
    topology=Topology.OWN_ACCOUNT,
    topology_reason="set in the configuration",
    vault=VAULT,
    key_uri=KeyUri.parse("https://kv-ajo.vault.azure.net/keys/cosmos-cmk"),
)
DENIED = Says(403, {"error": {"code": "AuthorizationFailed", "message": "no"}})


def answering(place: Place, host: str, *answers: Says) -> None:
    """Give these answers to what a host is asked, in turn; the last one again and again."""
    left = list(answers)

    def handler(asked: Asked) -> Says | None:
        if asked.host != host:
            return None
        return left.pop(0) if len(left) > 1 else left[0]

    place.server.handler = handler


def look(place: Place, probe: Anything, *seen: Evidence) -> Anything:
    return place.run(lambda session: probe(session.look(TARGET, Seen(seen))))


def a_principal() -> PrincipalFacts:
    return PrincipalFacts(
        observed_at=NOW,
        presence=Presence.PRESENT,
        object_id=ObjectId(OBJECT),
        app_id=AppId(CLIENT),
        display_name="id-ajo-cmk",
        account_enabled=False,
        is_disabled=None,
        disabled_by_microsoft=None,
        principal_type="ManagedIdentity",
        owner_tenant=None,
        credentials=(),
        deleted_at=None,
    )


def a_guest(*, is_guest: bool) -> SignIn:
    return SignIn(
        observed_at=NOW,
        credential="AzureCliCredential",
        passed_over=(),
        tenant=TenantId(TENANT),
        object_id=ObjectId(OBJECT),
        app_id=None,
        user_name="guest@fabrikam.example",
        is_user=True,
        is_guest=is_guest,
    )


def an_event(number: int, **fields: object) -> dict[str, object]:
    return {
        "id": f"e{number}",
        "activityDateTime": "2026-11-29T09:00:00Z",
        "activityDisplayName": "Update service principal",
        "result": "success",
        "initiatedBy": {"user": {"userPrincipalName": "dana@contoso.example"}},
        "targetResources": [{"id": OBJECT, "type": "ServicePrincipal", "modifiedProperties": []}],
        **fields,
    }


def test_a_directory_that_refuses_is_no_empty_log(place: Place) -> None:
    answering(place, GRAPH, DENIED)
    error = place.run(
        lambda session: caught(directory.probe(session.look(TARGET, Seen([a_principal()]))))
    )
    assert isinstance(error, Denied)
    assert [each.name for each in error.permissions] == ["AuditLog.Read.All"]


def test_a_directory_without_events_was_read(place: Place) -> None:
    answering(place, GRAPH, Says(body={"value": []}))
    read = look(place, directory.probe, a_principal())
    assert isinstance(read, DirectoryAuditRead)
    assert (read.changes, read.cut, read.not_read) == ((), False, ())


def test_of_an_endless_directory_it_is_said_that_there_is_more(place: Place) -> None:
    pages = [
        Says(
            body={
                "value": [an_event(number)],
                "@odata.nextLink": f"https://{GRAPH}/next?page={number}",
            }
        )
        for number in range(MOST_PAGES + 1)
    ]
    answering(place, GRAPH, *pages)
    read = look(place, directory.probe, a_principal())
    assert (len(read.changes), read.cut) == (MOST_PAGES, True)


@pytest.mark.parametrize("is_guest", [True, False])
def test_of_a_guest_alone_the_invitation_is_looked_for(place: Place, is_guest: bool) -> None:
    invitation = an_event(
        1,
        activityDisplayName="Invite external user",
        targetResources=[{"id": OBJECT, "type": "User", "modifiedProperties": []}],
    )
    answering(place, GRAPH, Says(body={"value": [invitation]}))
    read = look(place, directory.probe, a_guest(is_guest=is_guest))
    if is_guest:
        assert [each.operation for each in read.changes] == ["Invite external user"]
    else:
        assert isinstance(read, NotApplicable)
        assert place.server.to(GRAPH) == []


def a_setting(**properties: object) -> Says:
    logs = [{"category": "AuditEvent", "enabled": True}]
    return Says(body={"value": [{"properties": {"logs": logs, **properties}}]})


def test_a_vault_whose_settings_may_not_be_read_is_no_vault_without_a_log(place: Place) -> None:
    answering(place, ARM, DENIED)
    error = place.run(lambda session: caught(vault.probe(session.look(TARGET, Seen()))))
    assert isinstance(error, Denied)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (Says(body={"value": []}), "no diagnostic setting of the vault collects it"),
        (a_setting(storageAccountId="/s"), "to a storage account alone"),
        (a_setting(eventHubAuthorizationRuleId="/e"), "to an event hub alone"),
        (a_setting(workspaceId=WORKSPACE, logs=[]), "no diagnostic setting of the vault"),
    ],
    ids=["none", "a storage account", "an event hub", "a workspace, without the category"],
)
def test_a_log_that_no_workspace_gets_is_said_to_go_elsewhere_or_nowhere(
    place: Place, settings: Says, words: str
) -> None:
    answering(place, ARM, settings)
    read = look(place, vault.probe)
    assert isinstance(read, VaultAuditRead)
    assert words in read.not_collected
    assert place.server.to(LOGS) == []


def test_a_vault_that_is_gone_has_no_settings_to_read(place: Place) -> None:
    answering(place, ARM, Says(404, {"error": {"code": "ResourceNotFound", "message": "no"}}))
    assert isinstance(look(place, vault.probe), NotApplicable)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (DENIED, "what the changes made different was not read: "),
        (Says(404, {"error": {"code": "ResourceNotFound", "message": "no"}}), ""),
        (Says(body={"value": []}), ""),
    ],
    ids=["refused", "of what is gone", "nothing changed"],
)
def test_an_activity_log_without_the_values_of_its_changes_says_so(
    place: Place, told: Says, words: str
) -> None:
    def handler(asked: Asked) -> Says | None:
        if asked.host != ARM:
            return None
        return told if "Microsoft.Resources/changes" in asked.path else Says(body={"value": []})

    place.server.handler = handler
    read = look(place, activity_log.probe)
    assert isinstance(read, ActivityLogRead)
    assert "".join(read.not_read).startswith(words)
    assert bool(read.not_read) is bool(words)
