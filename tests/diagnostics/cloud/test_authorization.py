from __future__ import annotations

import asyncio

import pytest

from diagnostics.cloud.session import Session
from diagnostics.evidence import Seen
from diagnostics.names import ObjectId
from tests.support.cloud import OBJECT, Anything, Asked, Place, Says
from tests.support.cloud_ids import ACCOUNT, VAULT

DENIAL = {
    "id": "/x/denyAssignments/1",
    "properties": {
        "denyAssignmentName": "lock",
        "permissions": [
            {
                "actions": ["*/write"],
                "notActions": [],
                "dataActions": ["Microsoft.KeyVault/vaults/keys/*"],
                "notDataActions": ["a"],
                "condition": None,
                "conditionVersion": "2.0",
            }
        ],
        "scope": "/subscriptions/1",
        "doNotApplyToChildScopes": True,
        "principals": [{"id": "00000000-0000-0000-0000-000000000000", "type": "SystemDefined"}],
        "excludePrincipals": [{"id": OBJECT, "type": "ServicePrincipal"}],
        "isSystemProtected": True,
        "aFieldOfNextYear": {"kept": [1]},
    },
}
ASSIGNMENT = {
    "id": "/x/roleAssignments/1",
    "properties": {
        "roleDefinitionId": "/x/roleDefinitions/2",
        "principalId": OBJECT,
        "principalType": "ServicePrincipal",
        "scope": str(VAULT),
        "condition": "@Resource[x] StringEquals 'y'",
        "conditionVersion": "2.0",
        "createdOn": "2026-01-10T09:00:00.1234567Z",
        "createdBy": None,
        "delegatedManagedIdentityResourceId": None,
    },
}


def serving(place: Place, *pages: Anything) -> Place:
    base = "https://management.azure.com/next"

    def handler(asked: Asked) -> Says | None:
        if asked.host != "management.azure.com":
            return None
        number = int(asked.path.partition("page=")[2][:1] or 0)
        link = {"nextLink": f"{base}?page={number + 1}"} if number + 1 < len(pages) else {}
        return Says(body={"value": pages[number], **link})

    place.server.handler = handler
    return place


@pytest.mark.parametrize(
    ("method", "entry"), [("deny_assignments", DENIAL), ("role_assignments", ASSIGNMENT)]
)
def test_an_entry_is_given_as_the_wire_had_it(
    place: Place, method: str, entry: dict[str, Anything]
) -> None:
    serving(place, [entry])
    found = place.run(lambda s: getattr(s.look(None, Seen()).authorization, method)(str(VAULT)))
    assert [document.data for document in found] == [entry]


def test_all_pages_are_read_in_order(place: Place) -> None:
    serving(place, [{"id": "1"}, {"id": "2"}], [], [{"id": "3"}])
    found = place.run(lambda s: s.look(None, Seen()).authorization.role_assignments(str(VAULT)))
    assert [document.text("id") for document in found] == ["1", "2", "3"]


def test_what_is_asked_is_what_the_documentation_names(place: Place) -> None:
    serving(place, [])

    async def work(session: Session) -> Anything:
        rbac = session.look(None, Seen()).authorization
        await rbac.role_assignments(str(VAULT), assigned_to=ObjectId(OBJECT))
        await rbac.deny_assignments(str(VAULT))
        await rbac.role_definitions("/")
        await rbac.caller_actions(ACCOUNT.child("sqlDatabases", "d"))

    place.run(work)
    root = "/providers/Microsoft.Authorization"
    sql = f"{ACCOUNT}/sqlDatabases/d".replace("resourceGroups", "resourcegroups")
    assert [
        asked.path.replace("//", "/") for asked in place.server.to("management.azure.com")
    ] == [
        f"{VAULT}{root}/roleAssignments?$filter=atScope() and assignedTo('{OBJECT}')&api-version=2022-04-01",
        f"{VAULT}{root}/denyAssignments?api-version=2022-04-01&$filter=atScope()",
        f"{root}/roleDefinitions?api-version=2022-04-01",
        f"{sql}{root}/permissions?api-version=2022-04-01",
    ]


def test_readings_at_the_same_time_do_not_mix(place: Place) -> None:
    def handler(asked: Asked) -> Says | None:
        if asked.host != "management.azure.com":
            return None
        return Says(
            body={"value": [{"id": asked.path.rpartition("Authorization/")[2].partition("?")[0]}]}
        )

    place.server.handler = handler

    async def work(session: Session) -> Anything:
        rbac = session.look(None, Seen()).authorization
        return await asyncio.gather(
            *(
                read(f"/subscriptions/{number}")
                for number in range(5)
                for read in (rbac.role_assignments, rbac.deny_assignments, rbac.role_definitions)
            )
        )

    found = [documents[0].text("id") for documents in place.run(work)]
    assert found == ["roleAssignments", "denyAssignments", "roleDefinitions"] * 5


def test_the_same_question_is_asked_once(place: Place) -> None:
    serving(place, [ASSIGNMENT])

    async def work(session: Session) -> Anything:
        rbac = session.look(None, Seen()).authorization
        again = session.look(None, Seen()).authorization
        await asyncio.gather(*(side.role_assignments(str(VAULT)) for side in (rbac, again)))

    place.run(work)
    assert len(place.server.to("management.azure.com")) == 1
