from __future__ import annotations

import pytest

from diagnostics.errors import Denied, Unexpected
from diagnostics.evidence import Seen
from diagnostics.names import KeyUri
from tests.support.cloud import OTHER_TENANT, TENANT, Asked, Place, Says, caught, refused

KEY = KeyUri("kv-ajo.vault.azure.net", "cosmos-cmk")


def challenging(
    place: Place, answer: Says, tenant: str = TENANT, authority: str = "login.windows.net"
) -> Place:
    text = (
        f'Bearer authorization="https://{authority}/{tenant}", resource="https://vault.azure.net"'
    )

    def handler(asked: Asked) -> Says | None:
        if asked.host != KEY.host:
            return None
        return answer if asked.token else Says(401, {}, headers={"WWW-Authenticate": text})

    place.server.handler = handler
    return place


def test_the_token_comes_after_the_challenge(place: Place) -> None:
    challenging(place, Says(body={"recoveryId": "x", "scheduledPurgeDate": 1}))
    document = place.run(lambda s: s.look(None, Seen()).keyvault.deleted_key(KEY))
    assert document.number("scheduledPurgeDate") == 1
    first, second = place.server.to(KEY.host)
    assert (first.token, second.token[:7]) == ("", "Bearer ")
    assert first.path == "/deletedkeys/cosmos-cmk?api-version=7.4"


def test_a_vault_of_another_tenant_gets_no_token(place: Place) -> None:
    challenging(place, Says(body={}), tenant=OTHER_TENANT)
    error = place.run(lambda s: caught(s.look(None, Seen()).keyvault.deleted_key(KEY)))
    assert isinstance(error, Denied)
    assert error.code == "OtherTenant"
    assert OTHER_TENANT in error.reason
    assert [asked.token for asked in place.server.to(KEY.host)] == [""]


def test_a_refused_token_is_told_even_though_the_vault_answered(place: Place) -> None:
    challenging(place, Says(body={}))
    before = place.server.handler
    place.server.handler = lambda asked: before(asked) or refused("AADSTS500014", "disabled")
    error = place.run(lambda s: caught(s.look(None, Seen()).keyvault.deleted_key(KEY)))
    assert error.code == "AADSTS500014"


def test_a_firewall_is_told_by_its_own_code(place: Place) -> None:
    said = {
        "error": {
            "code": "Forbidden",
            "message": "x",
            "innererror": {"code": "ForbiddenByFirewall"},
        }
    }
    challenging(place, Says(403, said))
    error = place.run(lambda s: caught(s.look(None, Seen()).keyvault.deleted_key(KEY)))
    assert isinstance(error, Denied)
    assert error.code == "ForbiddenByFirewall"
    assert error.permissions[0].scope == str(KEY)


def test_an_answer_without_a_challenge_is_taken_as_it_is(place: Place) -> None:
    """The firewall answers before anybody is asked for a token."""
    place.server.handler = lambda asked: (
        Says(403, {"error": {"code": "Forbidden"}}) if asked.host == KEY.host else None
    )
    error = place.run(lambda s: caught(s.look(None, Seen()).keyvault.deleted_key(KEY)))
    assert isinstance(error, Denied)
    assert len(place.server.to(KEY.host)) == 1


@pytest.mark.parametrize("status", [200, 404])
def test_what_is_said_without_asking_for_a_token_is_not_the_vaults_word(
    place: Place, status: int
) -> None:
    said = Says(status, {"error": {"code": "KeyNotFound"}})
    place.server.handler = lambda asked: said if asked.host == KEY.host else None
    error = place.run(lambda s: caught(s.look(None, Seen()).keyvault.deleted_key(KEY)))
    assert isinstance(error, Unexpected)
    assert error.code == "NoChallenge"


def test_a_token_endpoint_that_is_not_there_is_no_key_that_is_not_there(place: Place) -> None:
    challenging(place, Says(body={}))
    before = place.server.handler
    place.server.handler = lambda asked: before(asked) or refused("AADSTS90033", "gone", 404)
    error = place.run(lambda s: caught(s.look(None, Seen()).keyvault.deleted_key(KEY)))
    assert isinstance(error, Unexpected)
    assert error.code == "NoTokenEndpoint"
