"""The simulator's refusals and keys against recorded answers of the real services and the examples of their specifications."""

from __future__ import annotations

from typing import Any

import pytest

from diagnostics.simulator import ids, roles
from diagnostics.simulator.faults import keys
from diagnostics.simulator.worlds import build
from tests.support.asking import an_owner, arm, arm_token, ask, vault_token
from tests.support.recorded import REFEREE, compare, kinds, one, recorded

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


def data_plane(entry: dict[str, Any], part: str) -> bool:
    return part in entry["url"] and entry["status"] == 200 and ".vault.azure.net" in entry["url"]


def test_a_key_of_the_data_plane_has_the_recorded_fields() -> None:
    real = one(
        "keyvault_softdelete",
        lambda entry: data_plane(entry, "/keys/") and "key" in entry["response_body"],
    )
    world = build("own-account")
    ours = ask(
        world, "GET", f"{HOST}/keys/{ids.KEY}?api-version=7.4", token=vault_token(world)
    ).body
    compare(
        kinds(ours, below=("key", "attributes")),
        {
            name: kind
            for name, kind in kinds(real, below=("key", "attributes")).items()
            if name not in DELETION
        },
        ours_only=set(),
        real_only={"attributes.hsmPlatform"},
    )


DELETION = {"recoveryId", "deletedDate", "scheduledPurgeDate"}


def test_a_deleted_key_has_the_recorded_fields() -> None:
    real = one(
        "keyvault_softdelete",
        lambda entry: data_plane(entry, "/keys/") and "recoveryId" in entry["response_body"],
    )
    world = build("own-account")
    next(fault for fault in keys.FAULTS if fault.id == "key-soft-deleted").apply(world)
    ours = ask(
        world, "GET", f"{HOST}/deletedkeys/{ids.KEY}?api-version=7.4", token=vault_token(world)
    ).body
    assert set(ours) >= DELETION
    assert {name: type(ours[name]) for name in DELETION} == {
        name: type(real[name]) for name in DELETION
    }
    assert set(ours["key"]) == set(real["key"])
