from __future__ import annotations

from diagnostics.evidence import Seen
from diagnostics.names import AppId, ObjectId, SubscriptionId
from tests.support.cloud import CLIENT, OBJECT, Anything, Asked, Place, Says
from tests.support.cloud_ids import ACCOUNT, SUBSCRIPTION, VAULT

GROUP, ROLE = "55555555-0000-4000-8000-000000000001", "55555555-0000-4000-8000-000000000002"


def listing(place: Place, *entries: Anything) -> Place:
    def handler(asked: Asked) -> Says | None:
        if asked.host in place.cloud.authorities:
            return None
        return Says(body={"value": list(entries)})

    place.server.handler = handler
    return place


def test_only_groups_count_as_groups(place: Place) -> None:
    listing(
        place,
        {"@odata.type": "#microsoft.graph.group", "id": GROUP.upper()},
        {"@odata.type": "#microsoft.graph.directoryRole", "id": ROLE},
        {"@odata.type": "#microsoft.graph.group", "id": "no-guid"},
    )
    groups = place.run(lambda s: s.look(None, Seen()).msgraph.groups_of(ObjectId(OBJECT)))
    assert groups == (ObjectId(GROUP),)


def test_what_graph_is_asked(place: Place) -> None:
    listing(place)

    async def work(session: Anything) -> None:
        graph = session.look(None, Seen()).msgraph
        await graph.groups_of(ObjectId(OBJECT))
        await graph.deleted_service_principals()
        await graph.deleted_applications()
        await graph.federated_credentials(ObjectId(OBJECT))
        await graph.service_principal(ObjectId(OBJECT))
        await graph.service_principal_of(AppId(CLIENT))
        await graph.application(AppId(CLIENT))
        await graph.get("/users?$select=id,displayName&$top=1", permission=Anything)

    place.run(work)
    deleted = "/v1.0/directory/deletedItems/microsoft.graph"
    assert [asked.path for asked in place.server.to("graph.microsoft.com")] == [
        f"/v1.0/servicePrincipals/{OBJECT}/transitiveMemberOf?$top=999",
        f"{deleted}.servicePrincipal?$top=999",
        f"{deleted}.application?$top=999",
        f"/v1.0/applications/{OBJECT}/federatedIdentityCredentials",
        f"/v1.0/servicePrincipals/{OBJECT}",
        f"/v1.0/servicePrincipals(appId='{CLIENT}')",
        f"/v1.0/applications(appId='{CLIENT}')",
        "/v1.0/users?$select=id,displayName&$top=1",
    ]


def test_a_vault_is_found_only_by_its_own_name_and_type(place: Place) -> None:
    listing(
        place,
        {"id": str(VAULT).replace("kv-ajo", "kv-other")},
        {"id": str(ACCOUNT)},
        {"id": "not an id"},
        {"id": str(VAULT)},
    )
    here = SubscriptionId(SUBSCRIPTION)
    found = place.run(lambda s: s.look(None, Seen()).arm.find_vault(here, "KV-ajo"))
    assert found == VAULT
    path = place.server.to("management.azure.com")[0].path
    assert path.endswith(
        "?api-version=2021-04-01&$filter=resourceType eq 'Microsoft.KeyVault/vaults' and name eq 'KV-ajo'"
    )
