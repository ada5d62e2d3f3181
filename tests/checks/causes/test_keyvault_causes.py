from __future__ import annotations

from collections.abc import Iterable

import pytest

from checks.causes import (
    keyvault_key_absence,
    keyvault_key_state,
    keyvault_network,
    keyvault_protection,
    keyvault_vault_absence,
)
from checks.cosmos import kinds as co
from checks.entra.facts import Presence
from checks.keyvault import key, kinds, vault, vault_name, vault_network
from checks.keyvault.facts import KeyFacts, VaultFacts, VaultName, VaultReach
from diagnostics import (
    Cause,
    Confidence,
    Evidence,
    Finding,
    Kind,
    Seen,
    Severity,
    Status,
    Step,
    Topology,
)
from diagnostics.diagnosis.cause import RankedCause
from diagnostics.diagnosis.engine import diagnose
from diagnostics.outcome import Outcome
from tests.checks.keyvault.situations import (
    DAY,
    HOUR,
    NEW,
    NOW,
    OLD,
    OTHER_TENANT,
    VAULT,
    a_key,
    a_target,
    a_vault,
    a_version,
    an_absent_key,
    an_absent_vault,
    seen,
)

CAUSES: tuple[Cause, ...] = (
    *keyvault_key_absence.CAUSES,
    *keyvault_key_state.CAUSES,
    *keyvault_network.CAUSES,
    *keyvault_protection.CAUSES,
    *keyvault_vault_absence.CAUSES,
)
ADOBE = Topology.ADOBE_MANAGED


def reach(facts: VaultFacts) -> VaultReach:
    return VaultReach(
        observed_at=NOW,
        host=facts.host,
        callers=(),
        static_address=vault_network.ADOBE_STATIC_ADDRESS if facts.adobe_managed else None,
    )


def outcomes(known: Seen) -> Iterable[Outcome]:
    judged: list[tuple[str, Iterable]] = []
    place, facts, name = (known.maybe(kind) for kind in (VaultFacts, KeyFacts, VaultName))
    if place:
        judged.append(("keyvault.vault", vault.judge(place, known)))
        if place.presence is Presence.PRESENT:
            judged.append(("keyvault.vault_network", vault_network.judge(reach(place), known)))
    if facts:
        waiting = [each for each in key.ahead(facts, known) if each.deadlines[0].at > NOW]
        judged.append(("keyvault.key", [*key.judge(facts, known), *waiting]))
    if name:
        judged.append(("keyvault.vault_name", vault_name.judge(name, known)))
    for check, verdicts in judged:
        said = list(verdicts)
        yield Outcome(
            check=check,
            title=check,
            step=Step.CMK,
            status=Status.FOUND if said else Status.OK,
            findings=tuple(each for each in said if isinstance(each, Finding)),
            unknowns=tuple(each for each in said if not isinstance(each, Finding)),
        )


def symptom(*found: Kind) -> Outcome:
    return Outcome(
        check="cosmos.account",
        title="",
        step=Step.CMK,
        status=Status.FOUND,
        findings=tuple(each.found("cosmos-ajo", each.title) for each in found),
    )


def ranked(
    *records: Evidence, symptoms: tuple[Kind, ...] = (), topology: Topology = Topology.OWN_ACCOUNT
) -> tuple[RankedCause, ...]:
    known = seen(*records)
    made = (*outcomes(known), symptom(*symptoms))
    return diagnose(CAUSES, made, known, a_target(topology)).causes


REACHED_OFF = {"public_network_access": "Disabled", "bypass": "None", "has_network_acls": True}
ROTATED = (
    a_version(NEW, created_on=NOW - 5 * HOUR),
    a_version(OLD, enabled=False, updated_on=NOW - HOUR),
)
SITUATIONS: list[tuple[str, Evidence, Kind | None]] = [
    ("key-disabled", a_key(a_version(enabled=False)), co.KEY_DISABLED_OR_EXPIRED),
    ("key-disabled", a_key(a_version(enabled=False)), co.IDENTITY_UNAUTHORIZED),
    ("key-expired", a_key(a_version(expires_on=NOW - DAY)), co.KEY_DISABLED_OR_EXPIRED),
    ("key-expiring", a_key(a_version(expires_on=NOW + DAY)), None),
    ("key-not-yet-valid", a_key(a_version(not_before=NOW + DAY)), co.KEY_DISABLED_OR_EXPIRED),
    ("key-operations-missing", a_key(operations=("wrapKey",)), co.UNWRAP_FAILED),
    ("key-type-unsuitable", a_key(key_type="EC"), co.UNWRAP_FAILED),
    ("key-too-small", a_key(key_size=2048), None),
    ("old-version-disabled", a_key(*ROTATED), co.UNWRAP_FAILED),
    ("key-gone", an_absent_key(Presence.GONE), co.KEY_NOT_FOUND),
    ("key-soft-deleted", an_absent_key(Presence.SOFT_DELETED), co.KEY_NOT_FOUND),
    ("key-gone-or-soft-deleted", an_absent_key(Presence.CANNOT_TELL), co.KEY_NOT_FOUND),
    ("vault-soft-deleted", an_absent_vault(Presence.SOFT_DELETED), co.VAULT_NOT_FOUND),
    ("vault-soft-deleted", an_absent_vault(Presence.SOFT_DELETED), co.VAULT_DNS),
    ("vault-gone", an_absent_vault(), co.VAULT_NOT_FOUND),
    ("vault-tenant-differs", a_vault(tenant=OTHER_TENANT), co.TOKEN_ACQUISITION),
    (
        "vault-firewall-without-bypass",
        a_vault(has_network_acls=True, default_action="Deny", bypass="None"),
        co.IDENTITY_UNAUTHORIZED,
    ),
    (
        "vault-private-endpoint-only",
        a_vault(private_endpoints=1, **REACHED_OFF),
        co.IDENTITY_UNAUTHORIZED,
    ),
    ("vault-public-access-off", a_vault(**REACHED_OFF), co.REVOKED_SERVICE_SIDE),
    (
        "vault-in-perimeter",
        a_vault(public_network_access="SecuredByPerimeter"),
        co.IDENTITY_UNAUTHORIZED,
    ),
    ("soft-delete-off", a_vault(soft_delete=False, purge_protection=None), None),
    ("purge-protection-off", a_vault(purge_protection=None), None),
]


@pytest.mark.parametrize(
    ("cause", "record", "symptom_seen"), SITUATIONS, ids=lambda v: v if isinstance(v, str) else ""
)
def test_the_thing_itself_explains_the_symptom_and_is_the_only_cause(
    cause: str, record: Evidence, symptom_seen: Kind | None
) -> None:
    symptoms = (symptom_seen,) if symptom_seen else ()
    (first,) = ranked(record, symptoms=symptoms)
    assert first.cause.id == cause
    assert first.against == ()
    assert {each.kind for each in first.explains} >= set(symptoms)
    assert first.sentence == first.explains[0].message
    assert first.repair.steps


@pytest.mark.parametrize(
    ("cause", "record"),
    [
        (
            "adobe-address-not-allowed",
            a_vault(adobe_managed=True, has_network_acls=True, default_action="Deny"),
        ),
        ("access-policy-model", a_vault(adobe_managed=True, uses_rbac=False)),
        ("key-too-small", a_key(key_size=2048, adobe_managed=True)),
    ],
)
def test_what_only_adobe_requires(cause: str, record: Evidence) -> None:
    (first,) = ranked(record, topology=ADOBE)
    assert first.cause.id == cause


def test_a_healthy_vault_and_key_have_no_cause() -> None:
    assert ranked(a_vault(), a_key()) == ()


def test_a_key_that_is_well_is_no_cause_of_a_revocation_elsewhere() -> None:
    assert ranked(a_vault(), a_key(), symptoms=(co.TOKEN_ACQUISITION,)) == ()


def test_two_things_at_once_are_two_causes_and_the_worse_comes_first() -> None:
    causes = ranked(a_vault(purge_protection=None), a_key(a_version(enabled=False)))
    assert [each.cause.id for each in causes] == ["key-disabled", "purge-protection-off"]


def test_of_two_defects_of_a_key_the_one_that_the_status_names_comes_first() -> None:
    record = a_key(a_version(expires_on=NOW - DAY), operations=("wrapKey",))
    for symptom_seen, first in (
        (co.UNWRAP_FAILED, "key-operations-missing"),
        (co.KEY_DISABLED_OR_EXPIRED, "key-expired"),
    ):
        causes = ranked(record, symptoms=(symptom_seen,))
        assert causes[0].cause.id == first
        assert len(causes) == 2


def test_a_name_that_stopped_with_its_vault_is_no_cause_of_its_own() -> None:
    name = VaultName(observed_at=NOW, host=a_vault().host, resolved=False, addresses=(), reason="")
    (only,) = ranked(an_absent_vault(Presence.SOFT_DELETED), name)
    assert only.cause.id == "vault-soft-deleted"
    (only,) = ranked(a_vault(), a_key(), name, symptoms=(co.VAULT_DNS,))
    assert only.cause.id == "vault-name-unresolved"
    assert only.confidence is Confidence.MEDIUM


def test_an_absent_key_whose_deletion_nobody_could_see_says_what_could_change_it() -> None:
    (only,) = ranked(an_absent_key(Presence.CANNOT_TELL, deleted_not_read="not permitted"))
    assert only.confidence is Confidence.MEDIUM
    assert "not permitted" in only.could_change[0]


def test_a_clock_runs_for_a_soft_deleted_vault() -> None:
    (only,) = ranked(an_absent_vault(Presence.SOFT_DELETED, purge_at=NOW + 9 * DAY))
    assert [each.at for each in only.deadlines] == [NOW + 9 * DAY]


def test_every_kind_that_can_be_found_has_the_cause_of_its_name() -> None:
    open_only = {kinds.MANAGED_HSM, kinds.VAULT_UNDECIDED}
    found = {
        each
        for each in vars(kinds).values()
        if isinstance(each, Kind) and each.severity >= Severity.WARNING and each not in open_only
    }
    assert {cause.id: cause.requires for cause in CAUSES} == {each.slug: (each,) for each in found}


def test_a_cause_that_is_not_sure_says_why() -> None:
    for cause in CAUSES:
        assert (cause.confidence is Confidence.HIGH) is (cause.confidence_reason == "")


def test_the_subject_is_the_vault_itself() -> None:
    (only,) = ranked(a_vault(tenant=OTHER_TENANT))
    assert only.explains[0].subject == str(VAULT)
