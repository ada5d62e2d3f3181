"""A case in which every name is known, and what a repair of it says."""

from __future__ import annotations

from dataclasses import replace

from checks.cosmos.facts import AttachedIdentity
from diagnostics import (
    AppId,
    Case,
    Evidence,
    Kind,
    ObjectId,
    Repair,
    RepairStep,
    ResourceId,
    Seen,
    SignIn,
    Topology,
)
from tests.checks.cosmos.situations import a_token, an_answer, healthy
from tests.checks.keyvault.situations import (
    ACCOUNT,
    NOW,
    PRINCIPAL,
    SUBSCRIPTION,
    TENANT,
    URI,
    a_key,
    a_location,
    a_target,
    a_vault,
)

HERE = f"--name cosmos-ajo --resource-group rg-ajo --subscription {SUBSCRIPTION}"
COSMOS_APP = "a232010e-820c-4083-83bb-3ace5fc29d0b"
LOGIN_APP = AppId("77777777-0000-4000-8000-000000000001")
APPLICATION = AppId("66666666-0000-4000-8000-000000000001")
IDENTITY = ResourceId.parse(
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-ajo/providers"
    "/Microsoft.ManagedIdentity/userAssignedIdentities/id-ajo-cmk"
)
ATTACHED = AttachedIdentity(
    identity=IDENTITY,
    principal_id=ObjectId("44444444-0000-4000-8000-000000000009"),
    client_id=None,
)
FIREWALL = (
    "Request originated from IP {} through public internet. This is blocked by your Cosmos DB account firewall"
    " settings."
)
full = replace(healthy, attached=(ATTACHED,), key_uri=URI)


def a_login(*, is_user: bool = False) -> SignIn:
    return SignIn(
        observed_at=NOW,
        credential="environment",
        passed_over=(),
        tenant=TENANT,
        object_id=PRINCIPAL,
        app_id=LOGIN_APP,
        user_name=None,
        is_user=is_user,
        is_guest=None,
    )


def a_case(
    *records: Evidence, topology: Topology = Topology.OWN_ACCOUNT, kinds: tuple[Kind, ...] = ()
) -> Case:
    vault = (a_vault(), a_location(), a_key())
    known = Seen((full, *vault, a_login(), a_token(), an_answer(403, 0, FIREWALL), *records))
    target = replace(a_target(topology), tenant=TENANT)
    found = tuple(kind.found(ACCOUNT, kind.title) for kind in kinds)
    return Case(target=target, findings=found, seen=known)


def command(step: RepairStep) -> str:
    return " ".join(step.argv)


def commands(repair: Repair) -> list[str]:
    return [command(step) for step in repair.steps if step.argv]
