"""What the logs of changes are asked, how many pages of them are read, and what a refusal names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from diagnostics.cloud import audit_ports
from diagnostics.cloud.audit import MOST_PAGES
from diagnostics.cloud.audit_ports import Events
from diagnostics.errors import Denied
from diagnostics.evidence import Seen
from diagnostics.names import ResourceId, SubscriptionId
from tests.support.cloud import OBJECT, Anything, Asked, Place, Says, caught
from tests.support.cloud_ids import SUBSCRIPTION, VAULT

UNTIL = datetime(2026, 11, 29, 10, 0, 0, 5, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=7)
HERE = SubscriptionId(SUBSCRIPTION)
ARM, GRAPH = "management.azure.com", "graph.microsoft.com"
WORKSPACE = ResourceId.parse(
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/law"
)


def answering(place: Place, *pages: list[dict[str, object]], link: str = "nextLink") -> None:
    """Give pages in turn; after the last one that is given, another one always follows."""
    given = iter([*pages])

    def handler(asked: Asked) -> Says | None:
        if asked.host in place.cloud.authorities:
            return None
        entries = next(given, None)
        if entries is None:
            return Says(body={"value": []})
        number = len(place.server.to(asked.host))
        more = {link: f"https://{asked.host}/next?page={number}"} if len(pages) > 1 else {}
        return Says(body={"value": entries, **more})

    place.server.handler = handler


def refusing(place: Place, status: int = 403) -> None:
    said = Says(status=status, body={"error": {"code": "AuthorizationFailed", "message": "no"}})
    place.server.handler = lambda asked: None if asked.host in place.cloud.authorities else said


def test_what_the_activity_log_is_asked(place: Place) -> None:
    answering(place, [])

    async def work(session: Anything) -> None:
        audit = session.look(None, Seen()).audit
        await audit.activity(HERE, SINCE, UNTIL, group="rg-o'brien")
        await audit.activity(HERE, SINCE, UNTIL, provider="Microsoft.Authorization")

    place.run(work)
    span = "eventTimestamp ge '2026-11-22T10:00:00Z' and eventTimestamp le '2026-11-29T10:00:00Z'"
    path = (
        f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Insights/eventtypes/management/values"
    )
    assert [asked.path for asked in place.server.to(ARM)] == [
        f"{path}?api-version=2015-04-01&$filter={span} and resourceGroupName eq 'rg-o''brien'",
        f"{path}?api-version=2015-04-01&$filter={span} and resourceProvider eq 'Microsoft.Authorization'",
    ]


def test_what_the_directory_is_asked(place: Place) -> None:
    answering(place, [])

    async def work(session: Anything) -> None:
        audit = session.look(None, Seen()).audit
        await audit.directory(SINCE, UNTIL, target=OBJECT)
        await audit.directory(SINCE, UNTIL, activity="Delete application")
        await audit.directory(SINCE, UNTIL, service="Conditional Access")

    place.run(work)
    span = "activityDateTime ge 2026-11-22T10:00:00Z and activityDateTime le 2026-11-29T10:00:00Z"
    path = f"/v1.0/auditLogs/directoryAudits?$filter={span} and "
    assert [asked.path for asked in place.server.to(GRAPH)] == [
        f"{path}targetResources/any(t:t/id eq '{OBJECT}')",
        f"{path}activityDisplayName eq 'Delete application'",
        f"{path}loggedByService eq 'Conditional Access'",
    ]


def test_what_is_asked_about_a_resource_and_a_workspace(place: Place) -> None:
    answering(place, [])

    async def work(session: Anything) -> None:
        audit = session.look(None, Seen()).audit
        await audit.changes(VAULT)
        await audit.settings(VAULT)
        await audit.workspace(WORKSPACE)

    place.run(work)
    assert [asked.path for asked in place.server.to(ARM)] == [
        f"{VAULT}/providers/Microsoft.Resources/changes?api-version=2022-05-01",
        f"{VAULT}/providers/Microsoft.Insights/diagnosticSettings?api-version=2021-05-01-preview",
        f"{WORKSPACE}?api-version=2023-09-01",
    ]


def test_a_log_of_few_pages_is_read_to_its_end(place: Place) -> None:
    answering(place, [{"n": 1}], [{"n": 2}])
    found = place.run(
        lambda s: s.look(None, Seen()).audit.activity(HERE, SINCE, UNTIL, group="rg")
    )
    assert isinstance(found, Events)
    assert [each.data["n"] for each in found.documents] == [1, 2]
    assert not found.cut


def test_of_an_endless_log_the_newest_pages_are_read_and_the_rest_is_told(place: Place) -> None:
    answering(place, *([{"n": number}] for number in range(99)))
    found = place.run(
        lambda s: s.look(None, Seen()).audit.activity(HERE, SINCE, UNTIL, group="rg")
    )
    assert len(found.documents) == MOST_PAGES == len(place.server.to(ARM))
    assert found.cut


def test_the_directorys_pages_have_a_link_of_their_own(place: Place) -> None:
    answering(place, [{"n": 1}], [{"n": 2}], link="@odata.nextLink")
    found = place.run(lambda s: s.look(None, Seen()).audit.directory(SINCE, UNTIL, target=OBJECT))
    assert len(found.documents) == 2


@pytest.mark.parametrize(
    ("ask", "permission"),
    [
        (
            lambda audit: audit.activity(HERE, SINCE, UNTIL, group="rg"),
            audit_ports.ACTIVITY_READ.at(f"/subscriptions/{SUBSCRIPTION}"),
        ),
        (
            lambda audit: audit.directory(SINCE, UNTIL, target=OBJECT),
            audit_ports.DIRECTORY_AUDIT_READ,
        ),
        (lambda audit: audit.changes(VAULT), audit_ports.CHANGES_READ.at(str(VAULT))),
        (lambda audit: audit.settings(VAULT), audit_ports.SETTINGS_READ.at(str(VAULT))),
        (
            lambda audit: audit.workspace(WORKSPACE),
            audit_ports.WORKSPACE_READ.at(str(WORKSPACE)),
        ),
    ],
)
def test_a_refusal_names_the_permission(place: Place, ask: Anything, permission: Anything) -> None:
    refusing(place)
    error = place.run(lambda s: caught(ask(s.look(None, Seen()).audit)))
    assert isinstance(error, Denied)
    assert error.permissions == (permission,)


def test_a_query_of_a_workspace_goes_to_its_own_host(place: Place) -> None:
    table = {
        "name": "PrimaryResult",
        "columns": [{"name": "OperationName", "type": "string"}],
        "rows": [["KeyUpdate"]],
    }
    host = "api.loganalytics.io"
    place.server.handler = lambda asked: (
        Says(body={"tables": [table]}) if asked.host == host else None
    )
    rows = place.run(lambda s: s.look(None, Seen()).audit.rows(OBJECT, "AZKVAuditLogs | take 1"))
    assert rows == ({"OperationName": "KeyUpdate"},)
    assert len(place.server.to(host)) == 1
