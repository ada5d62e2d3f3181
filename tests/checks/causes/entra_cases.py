"""Each kind of finding about identity and place as its check finds it, and the cause and repair that belong to it."""

from __future__ import annotations

from checks.causes import (
    entra_federation,
    entra_identity,
    entra_key_vault_principal,
    entra_principal,
    place_login,
)
from checks.entra import (
    credentials_in_date,
    default_principal,
    federated_credential,
    key_vault_principal,
    kinds,
    principal_usable,
    registration,
    right_place,
    user_assigned_identity,
)
from checks.entra.facts import Presence, Role
from diagnostics import (
    Case,
    Cause,
    DefaultIdentity,
    Evidence,
    Finding,
    IdentityKind,
    Kind,
    Repair,
    RepairStep,
    Seen,
    Status,
    Step,
    Target,
    Topology,
)
from diagnostics.outcome import Outcome
from tests.checks.entra.situations import (
    APPLICATION,
    IDENTITY,
    NOW,
    OTHER_TENANT,
    RECREATED,
    a_default,
    a_key_vault_principal,
    a_login,
    a_place,
    a_principal,
    a_registration,
    a_target,
    a_trust,
    a_vault,
    an_account,
    an_identity,
    dates,
    trusts,
)

CAUSES = {
    cause.id: cause
    for module in (
        entra_federation,
        entra_identity,
        entra_key_vault_principal,
        entra_principal,
        place_login,
    )
    for cause in module.CAUSES
}
ADOBE = a_target(Topology.ADOBE_MANAGED)
OWN = a_target()
FEDERATED = a_default(Role.FEDERATED_APPLICATION)
CMK = a_default(Role.CMK_APPLICATION)
CROSS_TENANT = an_account(
    default_identity=DefaultIdentity(IdentityKind.USER_ASSIGNED, IDENTITY, APPLICATION)
)
# kind → the topology, the check that finds it, its evidence, what else was read
SITUATIONS: dict[str, tuple[Target, object, Evidence, tuple[Evidence, ...]]] = {
    "EN101": (OWN, principal_usable, a_principal(account_enabled=False), (a_default(),)),
    "EN102": (ADOBE, principal_usable, a_principal(Presence.SOFT_DELETED), (CMK,)),
    "EN103": (ADOBE, principal_usable, a_principal(Presence.GONE, object_id=None), (CMK,)),
    "EN104": (ADOBE, principal_usable, a_principal(disabled_by_microsoft="Disabled…"), (CMK,)),
    "EN105": (OWN, registration, a_registration(Presence.SOFT_DELETED), (FEDERATED,)),
    "EN110": (
        OWN,
        user_assigned_identity,
        an_identity(presence=Presence.GONE, principal_id=None),
        (a_default(),),
    ),
    "EN111": (OWN, user_assigned_identity, an_identity(principal_id=RECREATED), (a_default(),)),
    "EN112": (OWN, default_principal, a_default(is_attached=False), ()),
    "EN113": (OWN, default_principal, a_default(Role.SYSTEM_ASSIGNED, object_id=None), ()),
    "EN120": (OWN, key_vault_principal, a_key_vault_principal(account_enabled=False), ()),
    "EN121": (
        OWN,
        key_vault_principal,
        a_key_vault_principal(presence=Presence.GONE, object_id=None),
        (),
    ),
    "EN130": (OWN, federated_credential, trusts(), (FEDERATED,)),
    "EN131": (OWN, federated_credential, trusts(a_trust(subject=str(RECREATED))), (FEDERATED,)),
    "EN140": (OWN, credentials_in_date, dates(NOW), (FEDERATED,)),
    "EN141": (OWN, credentials_in_date, dates(NOW.replace(day=30)), (FEDERATED,)),
    "EN201": (OWN, right_place, a_place(token_tenant=OTHER_TENANT), ()),
    "EN202": (OWN, right_place, a_place(is_guest=True), ()),
    "EN203": (
        OWN,
        right_place,
        a_place(subscription_visible=False, subscription_answer="404 SubscriptionNotFound"),
        (),
    ),
}
KINDS = {kind.code: kind for kind in vars(kinds).values() if isinstance(kind, Kind)}
OPEN_ONLY = {"EN150", "EN160", "EN204"}


def a_case(code: str, *extra: Evidence) -> tuple[Cause, Case]:
    target, check, evidence, records = SITUATIONS[code]
    seen = Seen([a_login(), a_place(), an_account(), a_vault(), *records, evidence, *extra])
    waiting = getattr(check, "ahead", None)
    said = [*check.judge(evidence, seen), *(waiting(evidence, seen) if waiting else ())]  # type: ignore[attr-defined]
    findings = [one for one in said if isinstance(one, Finding) and one.kind.code == code]
    return CAUSES[KINDS[code].slug], Case(target, tuple(findings), seen)


def steps(repair: Repair) -> list[RepairStep]:
    return [*repair.steps, *repair.prevent]


def commands(repair: Repair) -> list[tuple[str, ...]]:
    return [each for step in steps(repair) for each in (step.argv, step.proof, step.undo) if each]


def repaired(code: str, *extra: Evidence) -> Repair:
    cause, case = a_case(code, *extra)
    return cause.repair(case)


def first(repair: Repair) -> str:
    return " ".join(repair.steps[0].argv)


def outcome(check: str, *findings: Finding) -> Outcome:
    return Outcome(
        check=check, title="", step=Step.IDENTITY, status=Status.FOUND, findings=findings
    )
