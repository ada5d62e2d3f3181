"""Look with a member of the tenant instead of a guest."""

from __future__ import annotations

from checks.entra.facts import RightPlace
from checks.repairs.inputs import TENANT_ID
from checks.repairs.place_login import ASK, AT_ONCE, first
from diagnostics import Case, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Use a member's login, or give the guest the role that reads the directory."""
    place = case.seen.maybe(RightPlace)
    tenant = str((place.token_tenant if place else None) or TENANT_ID)
    return Repair(
        id="place-member-login",
        title="Use a login that sees the directory",
        steps=(
            RepairStep(
                purpose=f"{first(case)}og in as a member of the tenant and run the diagnosis again.",
                argv=("az", "login", "--tenant", tenant),
                role="any member of that tenant",
                risk="changes the login of the Azure command line on this machine",
                wait=AT_ONCE,
                proof=("az", "ad", "signed-in-user", "show", "--query", "userType"),
                expect="Member",
            ),
            RepairStep(
                purpose="Or have the guest given the directory role Directory Readers (Entra admin center,"
                " Roles and administrators).",
                role="Privileged Role Administrator",
                risk="the guest then reads the whole directory",
                alternative_to=1,
            ),
        ),
        works_after=AT_ONCE,
        escalate=ASK,
        notes=("Not seeing something as a guest does not prove that it is not there.",),
    )
