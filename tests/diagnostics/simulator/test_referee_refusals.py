"""The simulator's refusals in its own worlds against recorded ones: worded alike."""

from __future__ import annotations

from typing import Any

import pytest

from diagnostics.simulator import ids, roles
from diagnostics.simulator.scenarios import inject
from diagnostics.simulator.worlds import build
from tests.support.asking import an_owner, arm, arm_token, ask, may, vault_token
from tests.support.differing import Names, differences, shape_differences
from tests.support.recorded import REFEREE, one, recorded

pytestmark = REFEREE

HOST = f"https://{ids.VAULT}.vault.azure.net"


def refusal(status: int, code: str) -> dict[str, Any]:
    def wanted(entry: dict[str, Any]) -> bool:
        error = entry["response_body"].get("error") or {}
        return bool(entry["status"] == status and error.get("code") == code)

    return one("azure_errors", wanted)


def text_of(body: dict[str, Any]) -> str:
    return body["error"]["message"]


def test_arms_refusal_is_worded_as_recorded() -> None:
    world = build("own-account")
    real = text_of(refusal(403, "AuthorizationFailed"))
    token = arm_token(world, oid=ids.ROBIN, upn="robin.night@contoso.example")
    ours = text_of(arm(world, "GET", ids.ACCOUNT_ID, token=token).body)
    assert ours.split("'")[0::2] == real.split("'")[0::2]


@pytest.mark.parametrize("path", [f"{ids.VAULT_ID}x", f"{ids.ACCOUNT_ID}x"])
def test_what_is_missing_is_worded_as_recorded(path: str) -> None:
    world = build("own-account")
    real = text_of(refusal(404, "ResourceNotFound"))
    ours = text_of(arm(world, "GET", path).body)
    assert ours.split("'")[0::2] == real.split("'")[0::2]


def test_an_unknown_principal_is_worded_as_recorded() -> None:
    world = an_owner(build("own-account"))
    path = f"{ids.VAULT_ID}/providers/Microsoft.Authorization/roleAssignments/{ids.ROBIN}"
    role = (
        f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/{roles.READER}"
    )
    sent = {"properties": {"principalId": ids.OLD_IDENTITY_OID, "roleDefinitionId": role}}
    ours = text_of(arm(world, "PUT", path, sent).body).split()
    real = text_of(refusal(400, "PrincipalNotFound")).split()
    assert [len(word) for word in ours[:2]] == [len(word) for word in real[:2]]
    assert ours[10:] == real[10:]


def test_the_vaults_challenge_is_the_recorded_one() -> None:
    world = build("own-account")
    real = next(recorded("azure_errors", lambda entry: entry["status"] == 401))
    answer = ask(world, "GET", f"{HOST}/keys?api-version=7.4", token=None)
    assert answer.body == real["response_body"]
    ours, theirs = answer.headers["WWW-Authenticate"], real["response_headers"]["www-authenticate"]
    assert ours.split('"')[0::2] == theirs.split('"')[0::2]


def test_an_account_of_another_api_is_refused_in_the_recorded_form() -> None:
    world = build("own-account")
    world.need(ids.ACCOUNT_ID)["kind"] = "MongoDB"
    real = next(recorded("azure_errors", lambda entry: entry["status"] == 405))["response_body"]
    answer = arm(world, "GET", f"{ids.ACCOUNT_ID}/sqlRoleAssignments")
    assert answer.status == 405
    theirs = real | {"message": real["message"].replace("API mongodb", "API sql")}
    assert differences(theirs, answer.body, Names()) == {}


def test_a_deleted_name_is_refused_as_recorded() -> None:
    world = build("own-account")
    may(world, roles.CRYPTO_OFFICER, ids.VAULT_ID)
    inject(world, "key-soft-deleted")
    real = refusal(409, "Conflict")
    url = f"{HOST}/keys/{ids.KEY}/create?api-version=7.4"
    answer = ask(world, "POST", url, {"kty": "RSA"}, token=vault_token(world))
    assert answer.status == 409
    assert shape_differences(real, answer.body) == {}
    assert answer.body["error"]["innererror"] == real["error"]["innererror"]
    theirs = text_of(real).replace("Secret secret1", f"Key {ids.KEY}").replace("secret", "key")
    assert text_of(answer.body) == theirs
