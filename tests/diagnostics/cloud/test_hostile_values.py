"""Places where an address comes from outside: none of them may draw a token away."""

from __future__ import annotations

import pytest

from diagnostics.cloud import ports
from diagnostics.cloud.session import Session, SessionLook
from diagnostics.errors import LookError, Unexpected
from diagnostics.evidence import Seen
from diagnostics.names import KeyUri, ObjectId
from tests.support.cloud import OBJECT, Anything, Asked, Handler, Place, Says, caught
from tests.support.cloud_ids import ACCOUNT, SUBSCRIPTION, VAULT

LINKS = [
    "https://evil.example/subscriptions",
    "https://management.azure.com@evil.example/subscriptions",
    "https://me:word@management.azure.com/subscriptions",
    "http://management.azure.com/subscriptions",
    "https://management.azure.com:8443/subscriptions",
    "https://management.azure.com.evil.example/",
    "https://kv-ajo.vault.azure.net/secrets",
    "https://graph.microsoft.com/v1.0/users",
    "//evil.example/",
    "/subscriptions/next",
    "https://[",
    42,
    {"url": "https://evil.example/"},
]
HOSTS_OF_GRAPH = [
    str(link).replace("management.azure.com", "graph.microsoft.com") for link in LINKS[:6]
]


def look(session: Session) -> SessionLook:
    return session.look(None, Seen())


def only_the_first(place: Place, field: str, link: object) -> Handler:
    def handler(asked: Asked) -> Says | None:
        if asked.host in place.cloud.authorities:
            return None
        return Says(body={"value": [], field: link})

    return handler


@pytest.mark.parametrize("link", LINKS, ids=str)
def test_a_next_link_to_another_place_is_not_followed(place: Place, link: object) -> None:
    place.server.handler = only_the_first(place, "nextLink", link)
    error = place.run(lambda s: caught(look(s).arm.sql_role_assignments(ACCOUNT)))
    assert isinstance(error, Unexpected)
    assert error.code == "NextLink"
    assert len(place.server.to("management.azure.com")) == 1
    assert place.outside == []


@pytest.mark.parametrize("link", [link for link in LINKS if isinstance(link, str)])
def test_the_authorization_client_does_not_follow_it_either(place: Place, link: object) -> None:
    place.server.handler = only_the_first(place, "nextLink", link)
    error = place.run(lambda s: caught(look(s).authorization.role_assignments(str(VAULT))))
    assert isinstance(error, Unexpected)
    assert error.code == "NextLink"
    assert len(place.server.to("management.azure.com")) == 1
    assert place.outside == []


@pytest.mark.parametrize("link", HOSTS_OF_GRAPH)
def test_graph_pages_stay_on_graph(place: Place, link: object) -> None:
    place.server.handler = only_the_first(place, "@odata.nextLink", link)
    error = place.run(lambda s: caught(look(s).msgraph.groups_of(ObjectId(OBJECT))))
    assert isinstance(error, Unexpected)
    assert len(place.server.to("graph.microsoft.com")) == 1
    assert place.outside == []


def test_pages_in_a_circle_end(place: Place) -> None:
    def handler(asked: Asked) -> Says | None:
        if asked.host == "management.azure.com":
            return Says(body={"value": [{}], "nextLink": "https://management.azure.com/p2"})
        return None

    place.server.handler = handler
    error = place.run(lambda s: caught(look(s).arm.sql_role_assignments(ACCOUNT)))
    assert "leads back" in str(error)
    assert len(place.server.to("management.azure.com")) == 2


def test_a_list_without_end_is_given_up(place: Place) -> None:
    def handler(asked: Asked) -> Says | None:
        if asked.host == "management.azure.com":
            number = len(place.server.asked)
            return Says(body={"value": [], "nextLink": f"https://management.azure.com/p{number}"})
        return None

    place.server.handler = handler
    error = place.run(lambda s: caught(look(s).authorization.role_definitions(str(VAULT))))
    assert "does not end" in str(error)
    assert len(place.server.to("management.azure.com")) == 200


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://evil.example:443/",
        "https://cosmos-ajo.documents.azure.com@evil.example/",
        "https://cosmos-ajo.documents.azure.com.evil.example/",
        "http://cosmos-ajo.documents.azure.com/",
        "https://cosmos-ajo.documents.azure.com:8081/",
        "https://localhost:8081/",
        "https://kv-ajo.vault.azure.net/",
        "https://management.azure.com/",
        "https://[",
        "",
    ],
)
def test_a_document_endpoint_elsewhere_gets_no_token(place: Place, endpoint: str) -> None:
    error = place.run(lambda s: caught(look(s).cosmos.read_account(endpoint)))
    assert isinstance(error, Unexpected)
    assert place.server.asked == []
    assert place.outside == []


def test_writable_locations_elsewhere_are_not_visited(place: Place) -> None:
    places = [{"name": "West", "databaseAccountEndpoint": "https://evil.example:443/"}]

    def handler(asked: Asked) -> Says | None:
        if asked.host == "cosmos-ajo.documents.azure.com":
            return Says(body={"id": "x", "writableLocations": places, "readableLocations": places})
        return None

    place.server.handler = handler
    reading = place.run(
        lambda s: look(s).cosmos.read_account("https://cosmos-ajo.documents.azure.com")
    )
    assert reading.status == 200
    assert len(place.server.to("cosmos-ajo.documents.azure.com")) == 1
    assert place.outside == []


@pytest.mark.parametrize(
    "host", ["kv-ajo.vault.azure.net.evil.example", "evil.example", "kv.vault.usgovcloudapi.net"]
)
def test_a_vault_outside_the_cloud_gets_no_token(place: Place, host: str) -> None:
    error = place.run(lambda s: caught(look(s).keyvault.deleted_key(KeyUri(host, "k"))))
    assert isinstance(error, Unexpected)
    assert place.server.asked == []
    assert place.outside == []


CHALLENGES = [
    'Bearer authorization="https://evil.example/t", resource="https://vault.azure.net"',
    'Bearer authorization="https://login.microsoftonline.com@evil.example/t", resource="https://vault.azure.net"',
    'Bearer authorization="http://login.microsoftonline.com/t", resource="https://vault.azure.net"',
    'Bearer authorization="https://login.microsoftonline.us/t", resource="https://vault.azure.net"',
    'Bearer authorization="https://login.microsoftonline.com/t", resource="https://management.azure.com"',
    'Bearer authorization="https://login.microsoftonline.com/t", resource="https://evilvault.azure.net"',
    'Bearer authorization="https://[/t", resource="https://vault.azure.net"',
    'Bearer resource="https://vault.azure.net"',
    "Basic realm=x",
    "",
]


@pytest.mark.parametrize("challenge", CHALLENGES)
def test_a_vault_that_asks_for_a_strange_token_gets_none(place: Place, challenge: str) -> None:
    def handler(asked: Asked) -> Says | None:
        if asked.host == "kv-ajo.vault.azure.net":
            return Says(401, {}, headers={"WWW-Authenticate": challenge})
        return None

    place.server.handler = handler
    key = KeyUri("kv-ajo.vault.azure.net", "k")
    error = place.run(lambda s: caught(look(s).keyvault.deleted_key(key)))
    assert isinstance(error, Unexpected)
    assert error.code == "ForeignChallenge"
    assert [asked.token for asked in place.server.to("kv-ajo.vault.azure.net")] == [""]
    assert place.outside == []


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize(
    "to", ["https://evil.example/x", "https://graph.microsoft.com/", "https://["]
)
def test_no_redirect_is_followed(place: Place, status: int, to: str) -> None:
    def handler(asked: Asked) -> Says | None:
        if asked.host in place.cloud.authorities:
            return None
        return Says(status, {}, headers={"Location": to})

    place.server.handler = handler

    async def work(session: Session) -> Anything:
        here = look(session)
        return [
            await caught(here.arm.account(ACCOUNT)),
            await caught(here.msgraph.service_principal(ObjectId(OBJECT))),
            await caught(here.authorization.deny_assignments(str(VAULT))),
            await caught(here.cosmos.read_account("https://cosmos-ajo.documents.azure.com/")),
            await caught(here.keyvault.deleted_key(KeyUri("kv-ajo.vault.azure.net", "k"))),
        ]

    errors = place.run(work)
    assert {type(error) for error in errors} == {Unexpected}
    assert all("no redirect is followed" in str(error) for error in errors)
    assert place.outside == []


def test_a_token_service_that_redirects_gets_the_secret_once_only(place: Place) -> None:
    place.server.handler = lambda _: Says(307, {}, headers={"Location": "https://evil.example/"})
    error = place.run(lambda s: caught(look(s).entra.sign_in()))
    assert isinstance(error, LookError)
    assert len(place.server.asked) == 1
    assert place.outside == []


@pytest.mark.parametrize(
    "path",
    [
        "@evil.example/x",
        "//evil.example/x",
        ".evil.example/",
        "subscriptions",
        "/a/../../b",
        ":99/x",
    ],
)
def test_a_path_cannot_become_another_host(place: Place, path: str) -> None:
    permission = ports.SUBSCRIPTION_READ

    async def work(session: Session) -> Anything:
        here = look(session)
        return [
            await caught(here.arm.get(path, "2022-12-01", permission=permission)),
            await caught(here.arm.list(path, "2022-12-01", permission=permission)),
            await caught(here.msgraph.get(path, permission=permission)),
            await caught(here.authorization.role_definitions(path)),
        ]

    errors = place.run(work)
    assert all(isinstance(error, LookError) for error in errors)
    assert place.outside == []


@pytest.mark.parametrize("name", ["x' or name ne '", "a/b", "a&b=c", "a b", ""])
def test_a_vault_name_cannot_change_the_filter(place: Place, name: str) -> None:
    from diagnostics.names import SubscriptionId

    error = place.run(lambda s: caught(look(s).arm.find_vault(SubscriptionId(SUBSCRIPTION), name)))
    assert isinstance(error, Unexpected)
    assert place.server.asked == []
