from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from checks import PACK
from checks.causes import cosmos_account, cosmos_caller, cosmos_revoked
from checks.cosmos import account, data_plane, pasted_error, token
from checks.cosmos import kinds as co
from checks.cosmos.facts import AccountFacts, DataPlaneAnswer, PastedError, TokenForAccount
from checks.entra import kinds as en
from checks.keyvault import kinds as kv
from checks.rbac import kinds as rb
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
    Unknown,
)
from diagnostics.diagnosis.cause import Diagnosis
from diagnostics.diagnosis.engine import diagnose
from diagnostics.outcome import Outcome
from tests.checks.cosmos.situations import (
    CODES,
    LEGACY,
    REVOKED,
    a_token,
    an_answer,
    an_item,
    healthy,
    refused,
    revoked_text,
)
from tests.checks.keyvault.situations import NOW, OTHER_TENANT, a_place, a_target

OURS: tuple[Cause, ...] = (
    *cosmos_account.CAUSES,
    *cosmos_caller.CAUSES,
    *cosmos_revoked.CAUSES,
)
JUDGES = (
    (AccountFacts, account.CHECK),
    (TokenForAccount, token.CHECK),
    (DataPlaneAnswer, data_plane.CHECK),
    (PastedError, pasted_error.CHECK),
)
OPEN_ONLY = {"CO114", "CO313"}


def outcome(check: str, said: Iterable[object]) -> Outcome:
    verdicts = list(said)
    found = tuple(each for each in verdicts if isinstance(each, Finding))
    unknown = tuple(each for each in verdicts if isinstance(each, Unknown))
    status = Status.FOUND if found else Status.UNKNOWN if unknown else Status.OK
    return Outcome(
        check=check, title=check, step=Step.CMK, status=status, findings=found, unknowns=unknown
    )


def diagnosis(
    *records: Evidence,
    beside: tuple[Kind, ...] = (),
    left_open: tuple[str, ...] = (),
    topology: Topology = Topology.OWN_ACCOUNT,
) -> Diagnosis:
    """Judge the records as a run does, beside kinds that other checks found or left open."""
    seen = Seen((a_place(), *records))
    made = [
        outcome(check.id, check.judge(seen[kind], seen)) for kind, check in JUDGES if kind in seen
    ]
    made += [outcome(f"found.{each.slug}", [each.found("it", each.title)]) for each in beside]
    made += [outcome(name, [kv.VAULT_UNDECIDED.unknown("not read")]) for name in left_open]
    return diagnose(PACK.causes, made, seen, a_target(topology))


def ids_of(found: Diagnosis) -> list[str]:
    return [each.cause.id for each in found.causes]


def an(status: str | None, **other: object) -> AccountFacts:
    return replace(healthy, cmk_status=status, **other)


def pasted(kind: Kind, **other: object) -> PastedError:
    return PastedError(observed_at=NOW, items=(an_item(kind.code, code="", **other),))


revoked_4000 = an(revoked_text(REVOKED[4000], 4000))


# --- the catalogue ---


def test_every_kind_that_can_be_found_has_one_cause_of_its_name() -> None:
    kinds = [
        each
        for each in vars(co).values()
        if isinstance(each, Kind)
        and each.severity >= Severity.WARNING
        and each.code not in OPEN_ONLY
    ]
    causes = {cause.id: cause for cause in OURS}
    assert len(causes) == len(OURS)
    assert {kind.slug for kind in kinds} == set(causes)
    for kind in kinds:
        assert causes[kind.slug].requires == (kind,)
        assert causes[kind.slug].step is kind.step


def test_symptoms_speak_only_last() -> None:
    symptoms = {f"CO1{number:02}" for number in range(1, 14)} | {
        f"CO{number}" for number in range(307, 313)
    }
    assert {cause.requires[0].code for cause in OURS if cause.is_fallback} == symptoms


@pytest.mark.parametrize("cause", OURS, ids=lambda cause: cause.id)
def test_whatever_could_change_a_cause_is_a_check_that_exists(cause: Cause) -> None:
    assert set(cause.overturned_by) <= {check.id for check in PACK.checks}


@pytest.mark.parametrize("cause", OURS, ids=lambda cause: cause.id)
def test_who_is_not_sure_says_why(cause: Cause) -> None:
    assert bool(cause.confidence_reason) is (cause.confidence is not Confidence.HIGH)


# --- the thing itself ---


def test_all_well_is_no_cause() -> None:
    assert diagnosis(healthy, a_token(), an_answer()).causes == ()


@pytest.mark.parametrize(
    ("cause", "records"),
    [
        ("account-missing", (an(None, exists=False),)),
        (
            "default-identity-invalid",
            (
                an(
                    revoked_text(REVOKED[4015], 4015),
                    default_identity=None,
                    default_identity_text="Undefined",
                ),
                a_token(),
                an_answer(403, 4015),
            ),
        ),
        (
            "key-uri-malformed",
            (
                an(revoked_text(REVOKED[4006], 4006), key_uri=None, key_uri_text="kv-ajo"),
                an_answer(403, 4006),
            ),
        ),
        ("account-being-updated", (an(healthy.cmk_status, provisioning_state="Updating"),)),
        ("cosmos-token-refused", (healthy, refused("AADSTS53003"))),
        (
            "cosmos-token-general-scope",
            (healthy, a_token(account_scope_works=False, general_scope_works=True), an_answer()),
        ),
        ("cosmos-token-audience", (healthy, a_token(), an_answer(401, 5008))),
        (
            "cosmos-token-issuer",
            (healthy, a_token(token_tenant=OTHER_TENANT), an_answer(401, 5007)),
        ),
        ("clock-skew", (healthy, a_token(skew_s=900.0), an_answer(401, 5005))),
        (
            "clock-skew",
            (
                healthy,
                a_token(account_scope_works=False, general_scope_works=False, skew_s=900.0),
            ),
        ),
        ("cosmos-firewall-blocks-caller", (healthy, a_token(), an_answer(403, 5307))),
        ("data-plane-account-unknown", (healthy, a_token(), an_answer(403, 1008))),
        ("data-plane-forbidden", (healthy, a_token(), an_answer(403, 5301))),
        ("data-plane-refuses", (healthy, a_token(), an_answer(404, None, "what?"))),
        ("repaired-still-propagating", (healthy, a_token(), an_answer(403, 4000))),
        ("repaired-still-propagating", (healthy, a_token(), an_answer(403, None, LEGACY))),
        ("status-still-revoked", (revoked_4000, a_token(), an_answer())),
        ("stale-token-elsewhere", (healthy, a_token(), an_answer(), pasted(co.TOKEN_ACQUISITION))),
        ("write-forbidden", (healthy, a_token(), an_answer(), pasted(co.WRITE_FORBIDDEN))),
        ("possibly-revoked", (healthy, a_token(), an_answer(), pasted(co.POSSIBLY_REVOKED))),
        ("local-authorization-off", (healthy, a_token(), an_answer(), pasted(co.LOCAL_AUTH_OFF))),
    ],
)
def test_each_situation_has_one_cause(cause: str, records: tuple[Evidence, ...]) -> None:
    found = diagnosis(*records)
    assert ids_of(found) == [cause]
    assert found.unexplained == ()
    (first,) = found.causes
    assert first.sentence == first.explains[0].message
    assert first.explains[0].kind.slug == cause
    assert first.repair.steps


# --- the symptom, with and without a reason ---


@pytest.mark.parametrize("code", REVOKED)
def test_revoked_and_nothing_seen_speaks_for_itself(code: int) -> None:
    found = diagnosis(an(revoked_text(REVOKED[code], code)), a_token(), an_answer(403, code))
    (only,) = found.causes
    assert only.cause.requires[0].code == CODES[code]
    assert only.confidence < Confidence.HIGH
    assert "cosmos-ajo" in only.sentence


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (4000, en.PRINCIPAL_DISABLED),
        (4002, rb.ACCESS_MISSING),
        (4002, kv.KEY_DISABLED),
        (4003, kv.KEY_GONE),
        (4017, kv.VAULT_GONE),
        (4018, kv.KEY_EXPIRED),
        (4005, kv.OLD_VERSION_DISABLED),
    ],
)
def test_what_was_seen_itself_goes_before_the_symptom(code: int, reason: Kind) -> None:
    found = diagnosis(
        an(revoked_text(REVOKED[code], code)), a_token(), an_answer(403, code), beside=(reason,)
    )
    assert ids_of(found) == [reason.slug]
    assert found.unexplained == ()


@pytest.mark.parametrize("account", [healthy, revoked_4000])
def test_what_is_broken_now_goes_before_a_disagreement_of_the_planes(
    account: AccountFacts,
) -> None:
    answer = an_answer(403, 4000) if account is healthy else an_answer()
    found = diagnosis(account, a_token(), answer, beside=(en.PRINCIPAL_DISABLED,))
    assert ids_of(found)[0] == en.PRINCIPAL_DISABLED.slug
    assert len(found.causes) == 2
    assert found.unexplained == ()


def test_a_disguise_beside_the_revoked_state_is_not_a_cause_of_its_own() -> None:
    found = diagnosis(revoked_4000, a_token(), an_answer(408), pasted(co.WRITE_FORBIDDEN))
    assert ids_of(found) == ["revoked-token-acquisition"]
    assert found.unexplained == ()


def test_what_stayed_open_lowers_what_is_only_concluded() -> None:
    found = diagnosis(
        an(revoked_text(REVOKED[4016], 4016)), an_answer(403, 4016), left_open=("keyvault.key",)
    )
    assert found.causes[0].could_change == ()
    found = diagnosis(
        an(revoked_text(REVOKED[4003], 4003)), an_answer(403, 4003), left_open=("keyvault.key",)
    )
    assert found.causes[0].could_change == ("check keyvault.key is open: not read",)


def test_no_reason_is_given_of_what_was_not_seen() -> None:
    for cause in cosmos_revoked.CAUSES:
        assert "is seen" not in cause.confidence_reason


@pytest.mark.parametrize("code", REVOKED)
def test_in_adobe_s_account_a_pasted_number_is_the_only_sight(code: int) -> None:
    kind = next(each for each in account.CHECK.kinds if each.code == CODES[code])
    found = diagnosis(
        pasted(kind, account_host="ajo-profile-va7.documents.azure.com"),
        topology=Topology.ADOBE_MANAGED,
    )
    (only,) = found.causes
    assert only.cause.id == kind.slug
    assert "The pasted error says" in only.sentence
