"""The lock: nothing that could change anything leaves, whichever client tries."""

from __future__ import annotations

import pytest
from azure.core.rest import HttpRequest

from diagnostics.cloud.gate import NOT_SENT
from diagnostics.cloud.session import Session
from diagnostics.errors import Unexpected
from diagnostics.evidence import Seen
from tests.support.cloud import Anything, Asked, Place, Says, caught
from tests.support.cloud_ids import SUBSCRIPTION, VAULT


def transport(session: Session) -> Anything:
    return session._open.shared.transport  # noqa: SLF001 - what a planted pack would reach for


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE", "POST"])
@pytest.mark.parametrize(
    "url",
    [
        f"https://management.azure.com{VAULT}?api-version=2026-02-01",
        "https://graph.microsoft.com/v1.0/servicePrincipals/1",
        "https://kv-ajo.vault.azure.net/keys/k",
        "https://cosmos-ajo.documents.azure.com/dbs",
    ],
)
def test_a_write_is_refused_before_the_socket(place: Place, verb: str, url: str) -> None:
    async def work(session: Session) -> Anything:
        request = HttpRequest(verb, url, json={"x": "canary"})
        return await caught(transport(session).send(request)), session.ledger()

    error, ledger = place.run(work)
    assert isinstance(error, Unexpected)
    assert error.code == NOT_SENT
    assert (place.server.connections, place.resolved) == (0, [])
    assert [(entry.verb, entry.status, entry.note) for entry in ledger] == [
        (verb, None, "refused")
    ]


def test_the_authorization_client_cannot_write(place: Place) -> None:
    async def work(session: Session) -> Anything:
        client = await session._open.authorization._client_for(str(VAULT.subscription))  # noqa: SLF001
        properties = {"role_definition_id": "x", "principal_id": "y"}
        return await caught(
            client.role_assignments.create(str(VAULT), "1", {"properties": properties})
        )

    error = place.run(work)
    assert isinstance(error, Unexpected)
    assert {asked.host for asked in place.server.asked} <= {"login.microsoftonline.com"}


def test_an_answer_that_makes_the_client_register_a_provider_causes_no_write(place: Place) -> None:
    """Its pipeline answers MissingSubscriptionRegistration with a POST of its own accord."""

    def handler(asked: Asked) -> Says | None:
        if asked.host == "management.azure.com":
            said = {
                "code": "MissingSubscriptionRegistration",
                "message": "register Microsoft.X first",
            }
            return Says(409, {"error": said})
        return None

    place.server.handler = handler
    scope = f"/subscriptions/{SUBSCRIPTION}"
    error = place.run(lambda s: caught(s.look(None, Seen()).authorization.deny_assignments(scope)))
    assert isinstance(error, Unexpected)
    assert {asked.verb for asked in place.server.to("management.azure.com")} == {"GET"}


def test_a_refused_write_shows_no_body_in_the_ledger(place: Place) -> None:
    async def work(session: Session) -> Anything:
        url = "https://management.azure.com/x?code=canary"
        await caught(transport(session).send(HttpRequest("PUT", url, json={"x": "canary"})))
        return session.ledger()

    assert "canary" not in repr(place.run(work))
