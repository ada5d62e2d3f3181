"""One answer of a healthy world fails, each in turn: what was not seen is neither called well nor broken.

Which check stands on which request is written down here by hand, apart from the checks: a check that went on without
its answer would otherwise excuse itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

import pytest

from diagnostics.evidence import Status
from diagnostics.finding import Severity
from diagnostics.simulator.wire import fail
from diagnostics.simulator.world import World
from tests.support.examined import Examined, examined

WORLDS = ("own-account", "own-account-policies", "own-account-federated", "adobe-managed")
FAILURES: dict[str, tuple[str, dict[str, object]]] = {
    "403": ("status", {"status": 403}),
    "500": ("status", {"status": 500}),
    "an empty object": ("status", {"status": 200, "body": {}}),
    "a list": ("wrong-type", {}),
    "cut short": ("truncate", {}),
    "a portal's page": ("html", {"status": 200}),
    "a portal's 404": ("html", {"status": 404}),
}
TOKENS = "/oauth2/v2.0/token"
# What each request carries, by the end of its path: checks that must not say ok without it.
STANDS_ON: dict[str, tuple[str, ...]] = {
    "cosmos-ajo.documents.azure.com/": ("cosmos.data_plane",),
    "/subscriptions/22222222-bbbb-4000-8000-000000000001": ("entra.right_place",),
    "/databaseAccounts/cosmos-ajo": (
        "cosmos.account",
        "cosmos.key_uri",
        "entra.default_principal",
        "keyvault.vault",
        "rbac.key_access",
    ),
    "/sqlRoleAssignments": ("rbac.cosmos_data_role",),
    "/sqlRoleDefinitions": ("rbac.cosmos_data_role",),
    "/resources": ("keyvault.vault", "keyvault.key", "rbac.key_access"),
    "/vaults/kv-ajo": ("keyvault.vault", "keyvault.vault_network", "rbac.key_access"),
    "/keys/cosmos-cmk": ("keyvault.key",),
    "/keys/cosmos-cmk/versions": ("keyvault.key",),
    "/userAssignedIdentities/id-ajo-cmk": ("entra.user_assigned_identity",),
    "/servicePrincipals(appId='cfa8b339-82a2-471a-a3c9-0fc0be7a4093')": (
        "entra.key_vault_principal",
    ),
    "/servicePrincipals(appId='44444444-dddd-4000-8000-000000000004')": (
        "entra.principal_usable",
        "rbac.key_access",
    ),
    "/servicePrincipals(appId='44444444-dddd-4000-8000-000000000005')": (
        "entra.principal_usable",
        "rbac.key_access",
    ),
    "/servicePrincipals/33333333-cccc-4000-8000-000000000002": (
        "entra.principal_usable",
        "rbac.key_access",
    ),
    "/applications(appId='44444444-dddd-4000-8000-000000000004')": (
        "entra.registration",
        "entra.federated_credential",
        "entra.credentials_in_date",
    ),
    "/federatedIdentityCredentials": ("entra.federated_credential",),
    "/keys/cosmos-cmk/providers/Microsoft.Authorization/roleAssignments": ("rbac.key_access",),
    "/keys/cosmos-cmk/providers/Microsoft.Authorization/denyAssignments": ("rbac.key_access",),
    "/vaults/kv-ajo/providers/Microsoft.Authorization/roleDefinitions": ("rbac.key_access",),
}
# Optional: they tell what this login may repair and who else may; the check says unknown, the run may still be clean.
OPTIONAL = (
    "/vaults/kv-ajo/providers/Microsoft.Authorization/permissions",
    "/databaseAccounts/cosmos-ajo/providers/Microsoft.Authorization/permissions",
    "/userAssignedIdentities/id-ajo-cmk/providers/Microsoft.Authorization/permissions",
    "/vaults/kv-ajo/providers/Microsoft.Authorization/roleAssignments",
    "/databaseAccounts/cosmos-ajo/providers/Microsoft.Authorization/roleAssignments",
)
# Read ahead to name the nearest miss of a *no*; a *yes* does not stand on it.
ONLY_FOR_A_NO = (
    "/22222222-bbbb-4000-8000-000000000001/providers/Microsoft.Authorization/roleAssignments",
)
# Azure RBAC is read ahead beside the vault's answer; where access policies are in force it decides nothing.
NOT_WITH_POLICIES = (
    "/keys/cosmos-cmk/providers/Microsoft.Authorization/roleAssignments",
    "/keys/cosmos-cmk/providers/Microsoft.Authorization/denyAssignments",
    "/vaults/kv-ajo/providers/Microsoft.Authorization/roleDefinitions",
)
# Failures that are findings, and why.
JUSTIFIED = {
    # The gateway itself (it gives an activity id) refuses this login: that is what a caller meets.
    ("cosmos-ajo.documents.azure.com/", "403"): ("CO312",),
}


@dataclass(frozen=True)
class Asked:
    world: str
    method: str
    host: str
    path: str
    name: str = field(compare=False)

    def __str__(self) -> str:
        return f"{self.world} {self.name}"

    @property
    def is_optional(self) -> bool:
        return self.name in OPTIONAL

    @property
    def decides(self) -> bool:
        with_policies = self.world == "own-account-policies"
        return self.name in STANDS_ON and not (with_policies and self.name in NOT_WITH_POLICIES)


@cache
def healthy(world: str) -> Examined:
    return examined(f"healthy@{world}")


def name_of(address: str) -> str:
    """Return the longest ending that is known; every request must have one."""
    known = (*STANDS_ON, *OPTIONAL, *ONLY_FOR_A_NO)
    fitting = [end for end in known if address.lower().endswith(end.lower())]
    assert fitting, f"nobody said what stands on {address}"
    return max(fitting, key=len)


@cache
def requests_of(world: str) -> tuple[Asked, ...]:
    found = {
        (one.method, one.host, one.path): None
        for one in healthy(world).log
        if one.method != "CONNECT" and not one.path.endswith(TOKENS)
    }
    return tuple(
        Asked(world, method, host, path, name_of(f"{host}{path}"))
        for method, host, path in sorted(found)
    )


def matrix() -> list[tuple[str, str]]:
    """Everything in the first world; in the others a refusal, and all shapes of what only they ask."""
    others = [world for world in WORLDS[1:] if requests_to_fail(world, "500")]
    return [
        *((WORLDS[0], failure) for failure in FAILURES),
        *((world, "403") for world in WORLDS[1:]),
        *((world, failure) for world in others for failure in FAILURES if failure != "403"),
    ]


def requests_to_fail(world: str, failure: str) -> tuple[Asked, ...]:
    """Leave out what another world asks alike and judges alike."""
    if world == WORLDS[0]:
        return requests_of(world)
    known = {one.name for one in requests_of(WORLDS[0])}
    return tuple(
        one
        for one in requests_of(world)
        if one.name not in known or (failure == "403" and one.name in STANDS_ON)
    )


def failing(asked: Asked, failure: str) -> Callable[[World], None]:
    what, details = FAILURES[failure]

    def change(world: World) -> None:
        fail(
            world,
            "one-answer",
            what,
            host=asked.host,
            path=asked.path,
            method=asked.method,
            details=dict(details),
        )

    return change


def accused(seen: Examined) -> tuple[str, ...]:
    return tuple(
        finding.kind.code
        for outcome in seen.judged.outcomes
        for finding in outcome.findings
        if finding.severity >= Severity.WARNING
    )


def of_status(seen: Examined, *statuses: Status) -> set[str]:
    return {o.check for o in seen.judged.outcomes if o.status in statuses}


def wrongs(asked: Asked, failure: str) -> Iterator[str]:
    """Say what a run says that it could not see."""
    seen = examined(f"healthy@{asked.world}", change=failing(asked, failure))
    code = seen.report.exit_code
    if crashed := of_status(seen, Status.CRASHED):
        yield f"crashed: {crashed}"
    justified = JUSTIFIED.get((asked.name, failure), ())
    if accused(seen) != justified:
        yield f"accuses {accused(seen)}"
    if asked.is_optional:
        if "doctor.caller_rights" not in of_status(seen, Status.UNKNOWN):
            yield "the optional check does not say that it did not see"
    elif asked.decides:
        if code != (1 if justified else 3):
            yield f"exit code {code}"
        if comfort := of_status(seen, Status.OK) & set(STANDS_ON[asked.name]):
            yield f"calls well: {comfort}"
    if not asked.decides and code != 0:
        yield f"exit code {code}, though nothing required stands on it"


def test_every_request_of_a_healthy_run_is_known_and_every_known_one_is_asked() -> None:
    asked = {one.name for world in WORLDS for one in requests_of(world)}
    assert asked == {*STANDS_ON, *OPTIONAL, *ONLY_FOR_A_NO}


def test_what_is_optional_belongs_to_an_optional_check() -> None:
    required = {o.check: o.is_required for w in WORLDS for o in healthy(w).judged.outcomes}
    assert not required["doctor.caller_rights"]
    assert all(required[check] for checks in STANDS_ON.values() for check in checks)


@pytest.mark.parametrize(("world", "failure"), matrix())
def test_what_one_answer_would_have_shown_stays_open(world: str, failure: str) -> None:
    said = {str(asked): list(wrongs(asked, failure)) for asked in requests_to_fail(world, failure)}
    assert {name: wrong for name, wrong in said.items() if wrong} == {}


def test_every_failure_meets_every_request_somewhere() -> None:
    met = {
        (asked.name, failure)
        for world, failure in matrix()
        for asked in requests_to_fail(world, failure)
    }
    asked = {*STANDS_ON, *OPTIONAL, *ONLY_FOR_A_NO}
    assert met == {(name, failure) for name in asked for failure in FAILURES}


@pytest.mark.parametrize("failure", ["403", "500", "an empty object", "a portal's page"])
@pytest.mark.parametrize("world", ["own-account", "adobe-managed"])
def test_without_a_token_nothing_is_called_well_or_broken(world: str, failure: str) -> None:
    tokens = Asked(world, "POST", "login.microsoftonline.com", f"*{TOKENS}", TOKENS)
    seen = examined(f"healthy@{world}", change=failing(tokens, failure))
    assert seen.report.exit_code == 3
    assert accused(seen) == ()
    assert of_status(seen, Status.CRASHED) == set()
    # What the configuration alone says is read without any request.
    of_configuration = {"keyvault.configured_key", "entra.cmk_application"}
    offline = of_configuration | {"cosmos.pasted_error", "entra.workload_policy"}
    assert of_status(seen, Status.OK) - offline == set()


def test_an_answer_that_never_comes_leaves_the_question_open() -> None:
    (vault,) = (one for one in requests_of("own-account") if one.name == "/vaults/kv-ajo")

    def change(world: World) -> None:
        fail(world, "silence", "hang", host=vault.host, path=vault.path)

    seen = examined("healthy@own-account", change=change)
    assert seen.report.exit_code == 3
    assert accused(seen) == ()
    assert "SF106" in seen.left_open
    assert of_status(seen, Status.OK).isdisjoint(STANDS_ON[vault.name])


@pytest.mark.parametrize(
    ("end", "lost", "checks"),
    [
        ("/databaseAccounts/cosmos-ajo", "properties", ("cosmos.account",)),
        ("/vaults/kv-ajo", "properties", ("keyvault.vault", "rbac.key_access")),
        ("/vaults/kv-ajo", "id", ("keyvault.vault",)),
        ("/keys/cosmos-cmk", "properties", ("keyvault.key",)),
        ("/keys/cosmos-cmk/versions", "value.properties", ("keyvault.key",)),
        ("/resources", "value.id", ("keyvault.vault",)),
        ("/sqlRoleDefinitions", "value.properties", ("rbac.cosmos_data_role",)),
        ("/sqlRoleAssignments", "value.properties", ("rbac.cosmos_data_role",)),
        (
            "/vaults/kv-ajo/providers/Microsoft.Authorization/roleDefinitions",
            "value.properties",
            ("rbac.key_access",),
        ),
        (
            "/keys/cosmos-cmk/providers/Microsoft.Authorization/roleAssignments",
            "value.properties",
            ("rbac.key_access",),
        ),
        (
            "/servicePrincipals/33333333-cccc-4000-8000-000000000002",
            "accountEnabled",
            ("entra.principal_usable",),
        ),
        (
            "/servicePrincipals(appId='cfa8b339-82a2-471a-a3c9-0fc0be7a4093')",
            "accountEnabled",
            ("entra.key_vault_principal",),
        ),
        (
            "/subscriptions/22222222-bbbb-4000-8000-000000000001",
            "subscriptionId",
            ("entra.right_place",),
        ),
    ],
)
def test_what_every_real_answer_has_must_be_there(
    end: str, lost: str, checks: tuple[str, ...]
) -> None:
    (asked,) = (one for one in requests_of("own-account") if one.name == end)

    def change(world: World) -> None:
        details: dict[str, object] = {"field": lost}
        fail(world, "lost", "without-field", host=asked.host, path=asked.path, details=details)

    seen = examined("healthy@own-account", change=change)
    assert seen.report.exit_code == 3
    assert accused(seen) == ()
    assert of_status(seen, Status.CRASHED) == set()
    assert of_status(seen, Status.OK).isdisjoint(checks)


@pytest.mark.parametrize(
    "end", ["/vaults/kv-ajo", "/subscriptions/22222222-bbbb-4000-8000-000000000001"]
)
def test_an_identifier_that_cannot_be_read_is_the_answers_fault(end: str) -> None:
    (asked,) = (one for one in requests_of("own-account") if one.name == end)
    junk = {
        "id": "junk",
        "subscriptionId": "junk",
        "tenantId": "junk",
        "properties": {"tenantId": "junk"},
    }

    def change(world: World) -> None:
        details: dict[str, object] = {"status": 200, "body": junk}
        fail(world, "junk", "status", host=asked.host, path=asked.path, details=details)

    seen = examined("healthy@own-account", change=change)
    assert seen.report.exit_code == 3
    assert accused(seen) == ()
    assert of_status(seen, Status.CRASHED) == set()
    assert "SF107" in seen.left_open
