"""Addresses and headers made to be read differently by the gate and by what sends: none passes."""

from __future__ import annotations

import pytest
from azure.core.rest import HttpRequest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from diagnostics.cloud.gate import NOT_SENT, Gate
from diagnostics.cloud.session import Session
from diagnostics.clouds import PUBLIC
from diagnostics.errors import ConfigError, LookError, Unexpected
from diagnostics.evidence import Seen
from diagnostics.names import AppId, KeyUri, ObjectId, ResourceId, SubscriptionId, TenantId
from tests.support.cloud import SECRET, Anything, Asked, Place, Says, caught
from tests.support.cloud_ids import SUBSCRIPTION, VAULT

TENANT = "11111111-aaaa-4000-8000-000000000001"
ENTRA = "https://login.microsoftonline.com"
TOKEN = f"{TENANT}/oauth2/v2.0/token"
NOT_ASCII_HOSTS = [
    "https://management\u3002azure.com/x",  # an ideographic full stop becomes a dot
    "https://\uff4danagement.azure.com/x",  # a full-width letter becomes a plain one
    "https://k\u0456v.vault.azure.net/x",  # a Cyrillic letter looks like a Latin one
    "https://kv\u00ad.vault.azure.net/x",
    "https://kv.vault.azure.net\u2044@evil.example/x",
    "https://management.azure.com\u2100.evil.example/x",  # normalizes to a/c
]
ODD_HOSTS = [
    "https://management.azure.com./x",
    "https://management.azure.com../x",
    "https://management.azure.com%2eevil.example/x",
    "https://management.azure.com%00.evil.example/x",
    "https://management.azure.com%2f@evil.example/x",
    "https://evil.example#@management.azure.com/",
    "https://evil.example?@management.azure.com/",
    "https://evil.example;@management.azure.com/",
    "https://management.azure.com:443@evil.example/",
    "https://management.azure.com:443:443/",
    "https://management.azure.com:0/",
    "https://management.azure.com:80/",
    "https:management.azure.com/x",
    "https:///management.azure.com/x",
    "HTTP://management.azure.com/x",
    "https://[::ffff:169.254.169.254]/",
    "http://2852039166/metadata",  # 169.254.169.254 in one number
    "http://0xa9fea9fe/metadata",
    "http://169.254.169.254./metadata",
    "http://169.254.169.254.evil.example/metadata",
]
CLIMBING_PATHS = [
    f"/../{TOKEN}",
    f"/a/../{TOKEN}",
    f"/./{TOKEN}",
    f"/{TENANT}/reset/../oauth2/v2.0/token",
    f"/{TOKEN}/..",
    f"/{TOKEN}/../../../reset",
    f"/{TENANT}/%2e%2e/oauth2/v2.0/token",
    f"/{TENANT}/.%2E/oauth2/v2.0/token",
    f"/{TENANT}/x/..%2foauth2/v2.0/token",
    f"/{TOKEN}%2f..%2flogout",
    f"/{TOKEN}%3f/../logout",
    f"//{TOKEN}",
    f"/{TOKEN};x",
    f"/{TOKEN}/",
    f"/{TOKEN}\u2028",
    f"/{TOKEN}\n",
    f"\\{TOKEN}",
]


def gate() -> Gate:
    return Gate(PUBLIC, frozenset({"http://169.254.169.254:80"}))


@pytest.mark.parametrize("url", [*NOT_ASCII_HOSTS, *ODD_HOSTS])
def test_a_host_in_disguise_is_refused(url: str) -> None:
    with pytest.raises(Unexpected) as told:
        gate().pass_through("GET", url)
    assert told.value.code == NOT_SENT


@pytest.mark.parametrize("path", CLIMBING_PATHS)
def test_a_path_that_only_becomes_the_token_endpoint_is_refused(path: str) -> None:
    with pytest.raises(Unexpected) as told:
        gate().pass_through("POST", ENTRA + path)
    assert told.value.code == NOT_SENT


@pytest.mark.parametrize("path", CLIMBING_PATHS)
def test_an_address_that_was_parsed_without_cleaning_is_looked_at_as_it_is_sent(path: str) -> None:
    """What yarl takes away while parsing (a line's end) is not sent either."""
    try:
        url = URL(ENTRA + path, encoded=True)
    except ValueError:
        return  # then it cannot be sent
    if url.raw_path == f"/{TOKEN}":
        return
    with pytest.raises(Unexpected):
        gate().pass_through("POST", str(url))


@pytest.mark.parametrize(
    "path",
    ["/subscriptions/1/resourceGroups/rg-größe", "/a%C3%A9/b", "/x?$filter=a b", "/a..b/.c"],
)
def test_ordinary_paths_pass(path: str) -> None:
    url, _ = gate().pass_through("GET", f"https://management.azure.com{path}")
    assert url.raw_host == "management.azure.com"


@pytest.mark.parametrize("name", ["X-HTTP-Method", "x-http-method-override", "X-METHOD-OVERRIDE"])
def test_a_header_that_lets_a_get_stand_for_another_verb_is_refused(
    place: Place, name: str
) -> None:
    with pytest.raises(Unexpected, match="stand for another"):
        gate().pass_through("GET", "https://management.azure.com/x", [name])
    request = HttpRequest("GET", "https://management.azure.com/x", headers={name: "DELETE"})

    async def work(session: Session) -> list[BaseException]:
        rooms = session._rooms  # noqa: SLF001 - as a pack that digs would
        below = rooms.connections.session.get(request.url, headers={name: "DELETE"})
        return [await caught(rooms.shared.transport.send(request)), await caught(below)]  # type: ignore[arg-type]

    errors = place.run(work)
    assert {type(error) for error in errors} == {Unexpected}
    assert place.server.asked == []


@given(st.text(max_size=20), st.sampled_from(PUBLIC.authorities))
def test_no_post_passes_but_to_the_token_endpoint_as_it_is_sent(tail: str, host: str) -> None:
    for text in (
        f"https://{host}/{tail}",
        f"https://{host}/{TOKEN}{tail}",
        f"https://{tail}/{TOKEN}",
    ):
        try:
            gate().pass_through("POST", text)
        except Unexpected:
            continue
        sent = URL(text)
        assert sent.raw_host in PUBLIC.authorities
        assert sent.raw_path.endswith("/oauth2/v2.0/token")
        assert sent.raw_path.count("/") == 4


NASTY = [
    "x\r\nX-Evil: 1",
    "x\nHost: evil.example",
    "x' or name ne '",
    "x')",
    "a/../b",
    "x?y=1",
    "x#y",
    "x\u2028",
]


@pytest.mark.parametrize("nasty", NASTY)
def test_what_becomes_part_of_a_filter_is_no_identifier_with_a_trick(nasty: str) -> None:
    makers: list[Anything] = [
        lambda: ObjectId.parse(f"{TENANT}{nasty}y"),
        lambda: AppId.parse(f"{TENANT}{nasty}y"),
        lambda: TenantId.parse(nasty),
        lambda: SubscriptionId.parse(nasty),
        lambda: KeyUri.parse(f"https://kv-{nasty}y.vault.azure.net/keys/k"),
        lambda: KeyUri.parse(f"https://kv.vault.azure.net/keys/k{nasty}y"),
        lambda: KeyUri.parse(f"https://kv.vault.azure.net/keys/k/{nasty}y"),
    ]
    for make in makers:
        with pytest.raises(ConfigError):
            make()


@pytest.mark.parametrize("nasty", ["x\r\ny", "x\ny", "/../b", "/./b", "x?y=1", "x#y", "/.."])
def test_a_resource_id_has_no_segment_that_leads_elsewhere(nasty: str) -> None:
    """Quotes and blanks stay possible, since the report must show what is there; a path quotes them."""
    for name in ("kv-ajo", "rg-sec"):
        with pytest.raises(ConfigError):
            ResourceId.parse(str(VAULT).replace(name, f"{name}{nasty}"))


@pytest.mark.parametrize("nasty", NASTY)
def test_what_a_pack_asks_with_a_trick_leaves_as_one_request_or_not_at_all(
    place: Place, nasty: str
) -> None:
    place.server.handler = lambda asked: (
        None if asked.host in place.cloud.authorities else Says(body={"value": []})
    )

    async def work(session: Session) -> None:
        look = session.look(None, Seen())
        group = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{nasty}"
        for attempt in (
            look.arm.get(group, "2022-12-01", permission=Anything),
            look.arm.list(group, "2022-12-01", permission=Anything, filter=f"name eq '{nasty}'"),
            look.arm.find_vault(SubscriptionId(SUBSCRIPTION), nasty),
            look.msgraph.get(f"/users/{nasty}", permission=Anything),
            look.authorization.role_assignments(group),
        ):
            try:
                await attempt
            except LookError:
                continue

    place.run(work)
    for asked in place.server.asked:
        assert asked.verb == "GET" or asked.path.endswith("/oauth2/v2.0/token")
        assert "x-evil" not in asked.headers
        assert PUBLIC.allows(asked.headers["host"].partition(":")[0])
    assert place.outside == []


@pytest.mark.parametrize(
    "tenant", ["../..", "evil.example/x", "x?y", "x#y", "a b", "x\r\nX-Evil: 1"]
)
def test_a_tenant_of_the_environment_cannot_send_the_secret_elsewhere(
    place: Place, tenant: str
) -> None:
    place.environ["AZURE_TENANT_ID"] = tenant
    error = place.run(lambda s: caught(s.look(None, Seen()).entra.sign_in()))
    assert isinstance(error, LookError)
    assert SECRET not in "".join(asked.body for asked in place.server.asked)
    assert place.outside == []


def test_a_group_of_another_alphabet_is_asked_for(place: Place) -> None:
    asked: list[Asked] = []

    def handler(one: Asked) -> Says | None:
        if one.host in place.cloud.authorities:
            return None
        asked.append(one)
        return Says(body={"value": []})

    place.server.handler = handler
    scope = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-größe"
    place.run(lambda s: s.look(None, Seen()).authorization.role_definitions(scope))
    assert [one.path.partition("?")[0] for one in asked] == [
        f"{scope}/providers/Microsoft.Authorization/roleDefinitions"
    ]
