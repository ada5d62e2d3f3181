"""Make the subscription visible to the login."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from checks.entra.facts import RightPlace
from checks.repairs.inputs import SUBSCRIPTION_ID, TENANT_ID
from checks.repairs.place_login import ASK, AT_ONCE, first
from checks.repairs.wording import ROLE_WAIT
from diagnostics import Case, Permission, Repair, RepairStep, SignIn

_READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"  # Azure built-in roles reference
_MAY_GRANT = "User Access Administrator"


def repair(case: Case) -> Repair:
    """Log in where the subscription is, or have the login made a reader of it."""
    place, login = case.seen.maybe(RightPlace), case.seen.maybe(SignIn)
    subscription = str((place.subscription if place else None) or SUBSCRIPTION_ID)
    steps: tuple[RepairStep, ...] = (_login(case, place, subscription),)
    if login:
        steps += (_grant(str(login.object_id), subscription, is_user=login.is_user),)
    return Repair(
        id="place-show-subscription",
        title="Make the subscription visible",
        steps=steps,
        works_after=AT_ONCE,
        escalate=ASK,
        notes=(
            "Check the subscription's id in the configuration first: a wrong one looks the same.",
        ),
    )


def _login(case: Case, place: RightPlace | None, subscription: str) -> RepairStep:
    known = place.expected_tenant or place.token_tenant if place else None
    return RepairStep(
        purpose=f"{first(case)}og in with an account that has a role in the subscription, in its tenant.",
        argv=("az", "login", "--tenant", str(known or TENANT_ID)),
        role="any reader of the subscription",
        risk="changes the login of the Azure command line on this machine",
        wait=AT_ONCE,
        proof=("az", "account", "show", "--subscription", subscription, "--query", "tenantId"),
        expect=str(known or "the tenant of the subscription"),
    )


def _grant(object_id: str, subscription: str, *, is_user: bool) -> RepairStep:
    scope = f"/subscriptions/{subscription}"
    who = ("--assignee-object-id", object_id)
    name = str(uuid5(NAMESPACE_URL, f"{scope}|{object_id}|{_READER}".lower()))
    return RepairStep(
        purpose="Or let somebody who may do so make this login a reader of the subscription.",
        argv=(
            *("az", "role", "assignment", "create", "--role", _READER, *who),
            *("--assignee-principal-type", "User" if is_user else "ServicePrincipal"),
            *("--scope", scope, "--name", name),
        ),
        role=_MAY_GRANT,
        permission=Permission(
            "arm", "Microsoft.Authorization/roleAssignments/write", _MAY_GRANT, scope
        ),
        risk="the login then reads all resources of the subscription, but no keys and no data",
        wait=ROLE_WAIT,
        proof=("az", "account", "show", "--subscription", subscription, "--query", "state"),
        expect="Enabled",
        undo=(
            *("az", "role", "assignment", "delete", *who),
            *("--role", _READER, "--scope", scope),
        ),
        alternative_to=1,
    )
