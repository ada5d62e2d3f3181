"""A login that lacks one right, in an otherwise healthy world: the question stays open and names the right.

Some rights are only asked for when something is absent or given through a group: those are taken away in a world where the
question arises.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from diagnostics.cloud import adobe_ports, ports
from diagnostics.evidence import Status
from diagnostics.exit_codes import FOUND, INCOMPLETE
from diagnostics.permission import Permission
from diagnostics.simulator import ids
from diagnostics.simulator.world import World
from tests.support.examined import Examined, examined, the_catalogue
from tests.support.rights import without

OWN, POLICIES = "healthy@own-account", "healthy@own-account-policies"
FEDERATED, ADOBE = "healthy@own-account-federated", "healthy@adobe-managed"


def policy_through_a_group(world: World) -> None:
    (policy,) = [
        each
        for each in world.need(ids.VAULT_ID)["properties"]["accessPolicies"]
        if each["objectId"] != ids.CALLER_OID
    ]
    members = world.need(f"graph:/{ids.TENANT}/groups/{ids.ONCALL_GROUP}").setdefault(
        "x-members", []
    )
    members.append(policy["objectId"])
    policy["objectId"] = ids.ONCALL_GROUP


def nothing_more(_world: World) -> None:
    """The question arises in the healthy world itself."""


# Where a right is asked for; everything else is asked for in OWN.
ARISES: dict[Permission, tuple[str, Callable[[World], None]]] = {
    ports.DELETED_VAULT_READ: ("vault-gone", nothing_more),
    ports.DELETED_KEY_READ: ("key-gone", nothing_more),
    ports.GROUP_READ: (POLICIES, policy_through_a_group),
    **dict.fromkeys(
        (
            adobe_ports.SANDBOX_READ,
            adobe_ports.CAMPAIGN_READ,
            adobe_ports.CMK_READ,
            adobe_ports.SUPPRESSION_READ,
        ),
        (ADOBE, nothing_more),
    ),
}
BROKEN = (ports.DELETED_VAULT_READ, ports.DELETED_KEY_READ)


def required() -> list[tuple[str, Permission]]:
    return [
        (check.id, permission)
        for check in the_catalogue().checks
        if check.is_required
        for permission in check.permissions
        if permission != ports.METADATA_READ
    ]


def look(check: str, permission: Permission) -> Examined:
    scenario, prepare = ARISES.get(permission, (OWN, nothing_more))
    if check in ("entra.registration", "entra.federated_credential") and scenario == OWN:
        scenario = FEDERATED
    if check == "entra.cmk_application":
        scenario = ADOBE

    def change(world: World) -> None:
        prepare(world)
        without(world, permission)

    return examined(scenario, change=change)


@pytest.mark.parametrize(
    ("check", "permission"), required(), ids=lambda value: getattr(value, "name", value)
)
def test_a_check_without_its_permission_stays_open_and_names_it(
    check: str, permission: Permission
) -> None:
    seen = look(check, permission)
    outcomes = {outcome.check: outcome for outcome in seen.judged.outcomes}
    outcome = outcomes[check]
    if outcome.status is Status.OK:
        assert permission == ports.GROUP_READ, "it said ok about something that it did not see"
        pytest.skip("only asked for a user's groups; the simulated login is a service principal")
    assert outcome.unknowns, outcome
    asked_for = {right.name for each in outcome.unknowns for right in each.permissions}
    assert permission.name in asked_for
    assert seen.report.exit_code == (FOUND if permission in BROKEN else INCOMPLETE)
    if permission not in BROKEN:
        assert not any(
            finding.severity > 1 for each in outcomes.values() for finding in each.findings
        )


@pytest.mark.parametrize("scenario", [OWN, POLICIES, FEDERATED, ADOBE])
def test_a_login_without_any_right_says_ok_about_nothing_in_the_cloud(scenario: str) -> None:
    # A credential that no role of Adobe's holds is a fault of its own (adobe-role-missing): it keeps one right.
    kept = adobe_ports.CAMPAIGN_READ
    rights = {
        permission for check in the_catalogue().checks for permission in check.permissions
    } - {kept}

    def take_all(world: World) -> None:
        for permission in rights:
            without(world, permission)

    seen = examined(scenario, change=take_all)
    fine = [
        outcome.check
        for outcome, check in zip(seen.judged.outcomes, the_catalogue_of(seen), strict=True)
        if outcome.status is Status.OK and set(check.permissions) - {kept}
    ]
    assert fine == []
    assert seen.report.exit_code == INCOMPLETE


def the_catalogue_of(seen: Examined) -> list:
    checks = the_catalogue().checks_for(seen.run.target.topology)
    return sorted(checks, key=lambda check: check.id)


def test_a_login_without_the_cosmos_role_is_told_so_as_a_finding() -> None:
    """The doctor's own data-plane right is what callers need too: its absence is a fault, not a blind spot."""
    seen = look("cosmos.data_plane", ports.METADATA_READ)
    assert "RB201" in seen.said
    assert seen.report.exit_code == FOUND
