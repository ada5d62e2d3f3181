"""Look again with a login of the right tenant."""

from __future__ import annotations

from checks.entra.facts import RightPlace
from checks.repairs.inputs import TENANT_ID
from diagnostics import Case, Repair, RepairStep, SignIn

AT_ONCE = "at once"
ASK = "the owner of the subscription or vault tells in which tenant they are"


def repair(case: Case) -> Repair:
    """Log in to the tenant of the target, or correct the configuration that names another."""
    place = case.seen.maybe(RightPlace)
    steps: tuple[RepairStep, ...] = (_login(case, place),)
    if place and _configuration_differs(place):
        steps = (_configure(place), _login(case, place, alternative_to=1))
    return Repair(
        id="place-login",
        title="Look in the right tenant",
        steps=steps,
        works_after=AT_ONCE,
        escalate=ASK,
        notes=environment(case),
    )


def _configuration_differs(place: RightPlace) -> bool:
    """Tell whether login and subscription agree, so that the configured tenant is the odd one."""
    return place.subscription_tenant == place.token_tenant and bool(place.target_tenant)


def _configure(place: RightPlace) -> RepairStep:
    return RepairStep(
        purpose=f'Set `tenant = "{place.token_tenant}"` in the configuration, if the vault is where the'
        " subscription is.",
        role="whoever keeps the configuration",
        risk="none: only this program reads it",
        proof=(
            *("az", "account", "show", "--subscription", str(place.subscription)),
            *("--query", "tenantId"),
        ),
        expect=str(place.token_tenant),
    )


def _login(case: Case, place: RightPlace | None, alternative_to: int | None = None) -> RepairStep:
    tenant = str((place.expected_tenant if place else None) or TENANT_ID)
    return RepairStep(
        purpose=f"{first(case)}og in to the tenant of the target and run the diagnosis again.",
        argv=("az", "login", "--tenant", tenant),
        role="any member of that tenant",
        risk="changes the login of the Azure command line on this machine",
        wait=AT_ONCE,
        proof=("az", "account", "show", "--query", "tenantId"),
        expect=tenant,
        alternative_to=alternative_to,
    )


def first(case: Case) -> str:
    """Begin the step that logs in: what the environment says would win over it."""
    unset = "Unset AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (they win over `az login`), then l"
    return unset if environment(case) else "L"


def environment(case: Case) -> tuple[str, ...]:
    """Say that the credential came from the environment, where it did."""
    login = case.seen.maybe(SignIn)
    if login is None or "environment" not in login.credential.lower():
        return ()
    return (
        f"This run used the credential '{login.credential}': AZURE_TENANT_ID, AZURE_CLIENT_ID and their"
        " secret win over `az login`, so change or unset them.",
    )
